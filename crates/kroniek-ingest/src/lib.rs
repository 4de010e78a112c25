//! From bytes to reports: decoding, masthead, regions, language, stated date.
//!
//! Pure over bytes: the binary reads files and hands them over. [`Reader`] reads plain text ([`Reader::text`]) and
//! JSON Lines ([`Reader::line`]). Each form of input is a module of its own beside [`text`](Reader::text): pages,
//! feeds and web archives will be.

mod decode;
pub mod edtf;
mod jsonl;
pub mod language;
mod masthead;
mod page;
mod publisher;
mod text;

pub use decode::{LONGEST, LONGEST_PAGE, too_long};
pub use page::Outcome;
pub use publisher::{Publisher, Publishers};

use kroniek_lang::{Error, Packs};
use kroniek_model::Report;
use language::Detector;
use masthead::{Habits, Shared};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads reports; compiled once from the packs.
#[derive(Debug, Clone)]
pub struct Reader {
    detector: Detector,
    languages: BTreeMap<SmolStr, Language>,
    /// For languages without a pack.
    other: Language,
    pages: page::Rules,
    /// The zone of reports that name none, instead of that of their publisher or language.
    zone: Option<SmolStr>,
}

/// What reading knows of a language.
#[derive(Debug, Clone)]
struct Language {
    habits: Habits,
    zone: SmolStr,
}

impl Reader {
    /// Compiles what reading needs of the packs.
    ///
    /// # Errors
    /// If a table or publisher file is not well formed.
    pub fn new(packs: &Packs) -> Result<Self, Error> {
        let (shared, common) = (Arc::new(Shared::compile(packs)?), packs.common());
        let mut languages = BTreeMap::new();
        for pack in packs.languages() {
            let zone = pack.manifest().zone.as_str().into();
            languages.insert(
                pack.code().into(),
                Language { habits: Habits::compile(&shared, common, Some(pack))?, zone },
            );
        }
        let other = Language { habits: Habits::compile(&shared, common, None)?, zone: "UTC".into() };
        let pages = page::Rules::compile(packs)?;
        Ok(Reader { detector: Detector::compile(packs)?, languages, other, pages, zone: None })
    }

    /// Reads the clock times of reports that name no time zone in this one, instead of in that of their publisher or
    /// language.
    ///
    /// # Errors
    /// If there is no zone of this (IANA) name.
    pub fn with_zone(mut self, zone: &str) -> Result<Self, Refusal> {
        let known = jiff::tz::TimeZone::get(zone);
        known.map_err(|_| {
            Refusal::new(format!(
                "`{zone}` is no time zone; a name like `Europe/Brussels` was expected, see the IANA list"
            ))
        })?;
        self.zone = Some(zone.into());
        Ok(self)
    }

    /// Reads a plain text file.
    ///
    /// # Errors
    /// If the bytes are no text, or too many for one report.
    pub fn text(&self, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
        text::read(self, path, bytes)
    }

    /// Reads a web page: the article in it, with what the page says of it. `url` is where it was fetched.
    ///
    /// # Errors
    /// If the page is no article ([`Refusal::outcome`] tells what it is), or too large.
    pub fn page(&self, path: Option<&str>, bytes: &[u8], url: Option<&str>) -> Result<Report, Refusal> {
        page::read(self, path, bytes, url)
    }

    /// Reads one line of a JSON Lines file.
    ///
    /// # Errors
    /// If the line is no JSON object with the texts `id` and `text`.
    pub fn line(&self, line: &str) -> Result<Report, Refusal> {
        jsonl::read(self, line)
    }

    fn language(&self, code: &str) -> &Language {
        self.languages.get(code).unwrap_or(&self.other)
    }
}

/// Why bytes gave no report: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    what: String,
    outcome: Option<Outcome>,
}

impl Refusal {
    fn new(what: impl Into<String>) -> Self {
        Refusal { what: what.into(), outcome: None }
    }

    fn page(outcome: Outcome, what: impl Into<String>) -> Self {
        Refusal { what: what.into(), outcome: Some(outcome) }
    }

    /// What a web page turned out to be instead of an article; `None` where the bytes were no page.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Refusal {}
