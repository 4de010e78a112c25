//! An article whose parts a record names: a feed's entry, a news item, a message.
//!
//! Title and text then go the way of plain text, so that a credit or a place before the text is found as there; what the
//! record says goes before what its lines look like.

use crate::masthead::{Order, line};
use crate::text::{compose, take_apart};
use crate::warc::Identify;
use crate::{Cause, Reader, Refusal, date};
use jiff::tz::TimeZone;
use kroniek_model::{DateBasis, DateClue, Message, Published, Report, When};

/// The parts of an article.
#[derive(Debug, Default)]
pub(crate) struct Article {
    pub(crate) title: Option<String>,
    /// Paragraphs, a line each.
    pub(crate) body: String,
    pub(crate) url: Option<String>,
    pub(crate) writers: Vec<String>,
    /// Dates as the record writes them, with the name of the field, best first.
    pub(crate) published: Vec<(&'static str, String)>,
    pub(crate) modified: Vec<(&'static str, String)>,
    pub(crate) publisher: Option<String>,
    pub(crate) section: Option<String>,
    /// The language that the record says.
    pub(crate) language: Option<String>,
}

impl Article {
    /// The report of a capture with these bytes.
    ///
    /// # Errors
    /// If there is no text.
    pub(crate) fn report(self, reader: &Reader, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
        let title = self.title.filter(|t| !t.is_empty());
        if self.body.trim().is_empty() || title.as_deref().is_some_and(|t| t.trim() == self.body.trim()) {
            let what = match &title {
                Some(t) => format!("only a title was found (“{t}”), a text was expected"),
                None => "no text was found".to_owned(),
            };
            return Err(Refusal::of(Cause::NoText, what));
        }
        if self.body.len() > crate::LONGEST {
            return Err(crate::too_long(Some(self.body.len() as u64)));
        }
        let detected = reader.detector.detect(&self.body);
        let said =
            self.language.as_deref().map(|l| l.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase());
        let language = match said.filter(|s| !s.is_empty()) {
            Some(code) if detected == crate::language::UNKNOWN => code.into(),
            _ => detected,
        };
        let source = title.iter().fold(self.body.clone(), |body, title| format!("{title}\n\n{body}"));
        let (layout, mut report) =
            take_apart(reader, &source, language.clone(), title.as_deref(), self.url.as_deref());
        compose(&source, &layout, &mut report);
        // The way back leads to the text taken from the record, not to the record.
        report.map = None;
        report.path = path.map(str::to_owned);
        report.identify(bytes);
        report.title = title.or(report.title);
        if !self.writers.is_empty() {
            report.byline = self.writers;
        }
        let habits = &reader.language(&language).habits;
        report.publisher = report.publisher.take().or_else(|| {
            let said = self.publisher?;
            let first = said
                .split([" - ", " | ", " – ", ": "].into_iter().find(|m| said.contains(m)).unwrap_or(" | "))
                .next()
                .unwrap_or("");
            let known = habits.publishers().by_mark(&said).or_else(|| habits.publishers().by_mark(first));
            Some(known.map_or(said.clone(), |p| p.name.clone()))
        });
        report.section = self.section.or(report.section);
        let zone = TimeZone::get(&report.zone).unwrap_or(TimeZone::UTC);
        let order = Order { usual: habits.date_order, open: false };
        let read =
            |text: &str| date::parse(text, &zone).or_else(|| Some(line::date(text, habits, order)?.when));
        let first = |all: &[(&'static str, String)]| -> Option<(When, &'static str, String)> {
            all.iter().find_map(|(field, text)| Some((read(text)?, *field, text.trim().to_owned())))
        };
        report.modified = first(&self.modified).map(|(when, ..)| when);
        // Many feeds tell one moment only, and call it that of the last change.
        if let Some((when, place, text)) = first(&self.published).or_else(|| first(&self.modified)) {
            let message = Message::new("published.record").with("place", place).with("text", text);
            report.published =
                Published { when: Some(when), basis: DateBasis::Stated(message), clue: DateClue::default() };
        }
        Ok(report)
    }
}
