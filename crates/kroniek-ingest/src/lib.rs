//! From bytes to reports: decoding, masthead, regions, language, stated date.
//!
//! Pure over bytes: the binary opens files and hands them over. [`container`] cuts what holds many records into captures,
//! a record each; [`Reader::read`] makes a report of one. Each kind of record is a module of its own.

mod article;
pub mod container;
mod date;
mod decode;
pub mod edtf;
mod feed;
mod jsonl;
pub mod language;
mod masthead;
mod page;
mod publisher;
mod refusal;
mod text;
mod warc;
mod xml;

pub use decode::{LONGEST, LONGEST_PAGE, too_long};
pub use page::Outcome;
pub use publisher::{Publisher, Publishers};
pub use refusal::{Cause, Refusal};

use kroniek_lang::{Error, Packs};
use kroniek_model::{Media, Report};
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

    /// Reads one record of any kind; `path` is the file's name for the report's record.
    ///
    /// # Errors
    /// If the bytes are no record of that kind, or it holds no report.
    pub fn read(&self, media: Media, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
        match media {
            Media::Text => self.text(path, bytes),
            Media::Html => self.page(path, bytes, None),
            Media::Json => self.line(&String::from_utf8_lossy(bytes)),
            Media::Entry => feed::read(self, path, bytes),
            Media::JsonEntry => feed::read_json(self, path, bytes),
            Media::WarcRecord => warc::read(self, path, bytes),
            _ => Err(Refusal::of(Cause::Unsupported, "not read yet")),
        }
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
