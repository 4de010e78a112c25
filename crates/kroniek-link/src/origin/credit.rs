//! Whom a report credits, and which of two reports is likelier the source.

use crate::Digest;
use kroniek_lang::{Error, Packs, fold};
use kroniek_model::{Origin, OriginKind};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};
use std::cmp::Reverse;

/// Names of agencies with the name to show.
pub(super) struct Agencies {
    by_name: FxHashMap<SmolStr, String>,
}

impl Agencies {
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut by_name = FxHashMap::default();
        // The mark that readers know an agency by is the first of its marks.
        let mut shown: FxHashMap<&str, &str> = FxHashMap::default();
        for row in packs.common().table("masthead/agencies").rows() {
            let label = *shown.entry(row.get("name")?).or_insert(row.key());
            by_name.insert(fold(row.key()), label.to_owned());
        }
        Ok(Agencies { by_name })
    }

    fn named<'a>(&'a self, credit: &str) -> Option<&'a String> {
        let parts = credit.split(['/', ',', ';', '&', '+']).map(str::trim);
        [credit].into_iter().chain(parts).find_map(|part| self.by_name.get(&fold(part)))
    }

    /// The wire that a report goes back to by its own words: agency and day, since an agency's next message is
    /// another beginning. `None` when it credits no agency.
    pub(super) fn wire(&self, digest: &Digest) -> Option<Origin> {
        let agency = digest.credits.iter().find_map(|c| self.named(c))?;
        let day = digest.published.when.as_ref().filter(|w| w.is_single_day()).and_then(|w| w.earliest);
        let day = day.map_or(String::new(), |t| t.date().to_string());
        Some(origin(OriginKind::Wire, agency, &day))
    }
}

/// The outlet's own reporting; one origin an outlet where the outlet is known, else one a report.
pub(super) fn outlet(digest: &Digest) -> Origin {
    match digest.publisher.as_ref().or(digest.credits.first()) {
        Some(name) => origin(OriginKind::Outlet, name, ""),
        None => origin(OriginKind::Unknown, &digest.id, ""),
    }
}

/// An origin with an id made from what it is.
pub(super) fn origin(kind: OriginKind, label: &str, of: &str) -> Origin {
    let key = format!("{}\0{}\0{of}", kind.code(), fold(label));
    let id = format_smolstr!("o{}", &blake3::hash(key.as_bytes()).to_hex()[..12]);
    Origin { id, kind, label: label.to_owned() }
}

/// Reports, the likelier source first: published surely earlier; then with a credit, since who names the wire is
/// closer to it; then the longer; then by id.
pub(super) fn order(digests: &[Digest]) -> Vec<u32> {
    let length = |d: &Digest| d.sentences.iter().map(|s| s.words.len()).sum::<usize>();
    let mut keyed: Vec<_> = digests
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let latest = d.published.when.as_ref().and_then(|w| w.latest);
            ((latest.is_none(), latest, d.credits.is_empty(), Reverse(length(d)), i as u32), i as u32)
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|k| k.1).collect()
}
