//! From bytes to reports: decoding, masthead, regions, language, stated date.
//!
//! Pure over bytes: the binary reads files and hands them over. [`Reader`] reads plain text ([`Reader::text`]) and
//! JSON Lines ([`Reader::line`]).

pub mod edtf;
mod jsonl;
pub mod language;
mod text;

use kroniek_lang::{Error, Packs};
use kroniek_model::Report;
use language::Detector;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Reads reports; compiled once from the packs.
#[derive(Debug, Clone)]
pub struct Reader {
    detector: Detector,
    /// Time zone of each language.
    zones: BTreeMap<String, SmolStr>,
}

impl Reader {
    /// Compiles what reading needs of the packs.
    ///
    /// # Errors
    /// If a table is not well formed.
    pub fn new(packs: &Packs) -> Result<Self, Error> {
        let zones = packs.languages().map(|p| (p.code().to_owned(), p.manifest().zone.as_str().into()));
        Ok(Reader { detector: Detector::compile(packs)?, zones: zones.collect() })
    }

    /// Reads a plain text file.
    ///
    /// # Errors
    /// If the bytes are no text.
    pub fn text(&self, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
        text::read(self, path, bytes)
    }

    /// Reads one line of a JSON Lines file.
    ///
    /// # Errors
    /// If the line is no JSON object with `id` and `text`.
    pub fn line(&self, line: &str) -> Result<Report, Refusal> {
        jsonl::read(self, line)
    }
}

/// Why bytes gave no report: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}
