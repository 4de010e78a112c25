//! Publishers: who they are, where on the web, in which language and zone (`publishers/*.toml`).

use kroniek_lang::{DateOrder, Error, Packs, fold};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

/// One paper, broadcaster or site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// Its name as it writes it.
    pub name: String,
    /// Host names; hosts below them count too.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Language code.
    pub language: String,
    /// Time zone of its clock times (IANA name).
    pub zone: String,
    /// Other names and abbreviations under which it is credited.
    #[serde(default)]
    pub marks: Vec<String>,
    /// The company or body behind it: papers of one owner share copy.
    #[serde(default)]
    pub owner: Option<String>,
    /// Order of day and month in dates of figures only, where it is not the language's.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
}

/// All publishers, by name, mark and domain.
#[derive(Debug, Clone, Default)]
pub struct Publishers {
    all: Vec<Publisher>,
    by_mark: FxHashMap<SmolStr, usize>,
    by_domain: FxHashMap<SmolStr, usize>,
}

impl Publishers {
    /// Reads the publisher files of the packs.
    ///
    /// # Errors
    /// If a file is not of the form of [`Publisher`], or two claim one mark or domain.
    pub fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut publishers = Publishers::default();
        for (file, bytes) in packs.publishers().filter(|(name, _)| name.ends_with(".toml")) {
            let path = format!("publishers/{file}");
            let text =
                std::str::from_utf8(bytes).map_err(|_| Error::in_file(&path, "UTF-8 text was expected"))?;
            let one: Publisher =
                toml::from_str(text).map_err(|e| Error::in_file(&path, e.message().to_owned()))?;
            publishers.add(&path, one)?;
        }
        Ok(publishers)
    }

    fn add(&mut self, path: &str, one: Publisher) -> Result<(), Error> {
        let n = self.all.len();
        let claim = |map: &mut FxHashMap<SmolStr, usize>, key: &str| match map.insert(fold(key), n) {
            Some(old) if old != n => {
                Err(Error::in_file(path, format!("{key} is already {}'s", self.all[old].name)))
            }
            _ => Ok(()),
        };
        claim(&mut self.by_mark, &one.name)?;
        for mark in &one.marks {
            claim(&mut self.by_mark, mark)?;
        }
        for domain in &one.domains {
            claim(&mut self.by_mark, domain)?;
            claim(&mut self.by_domain, domain)?;
        }
        self.all.push(one);
        Ok(())
    }

    /// The publisher of a name, mark or domain, in any case of letters.
    pub fn by_mark(&self, mark: &str) -> Option<&Publisher> {
        self.by_mark.get(&fold(mark.trim())).map(|&i| &self.all[i])
    }

    /// The publisher of a web address.
    pub fn by_url(&self, url: &str) -> Option<&Publisher> {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("").rsplit('@').next().unwrap_or("");
        let mut host = host.to_ascii_lowercase();
        loop {
            if let Some(&i) = self.by_domain.get(host.as_str()) {
                return Some(&self.all[i]);
            }
            host = host.split_once('.')?.1.to_owned();
        }
    }

    /// All of them, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = &Publisher> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publisher_is_found_by_address_and_by_mark() {
        let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
        let all = Publishers::compile(&packs).unwrap();
        assert!(all.iter().count() >= 36);
        assert_eq!(all.by_url("https://www.nrc.nl/nieuws/2024/01/02/x").unwrap().name, "NRC");
        assert_eq!(all.by_url("http://bbc.co.uk").unwrap().zone, "Europe/London");
        assert_eq!(all.by_mark("ad").unwrap().domains[0], "ad.nl");
        assert!(all.by_url("https://example.org/nrc.nl").is_none());
        for p in all.iter() {
            assert!(jiff::tz::TimeZone::get(&p.zone).is_ok(), "{}: {}", p.name, p.zone);
            assert!(packs.language(&p.language).is_some(), "{}: {}", p.name, p.language);
        }
    }
}
