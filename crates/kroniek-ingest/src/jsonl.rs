//! JSON Lines: one report a line.

use crate::{Reader, Refusal, edtf, text};
use jiff::tz::TimeZone;
use kroniek_model::{Message, Notice, Published, Report};
use serde::Deserialize;

/// The fields of a line; others are left alone.
#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    title: Option<String>,
    published: Option<String>,
    reference_time: Option<String>,
    language: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
}

/// Reads one line.
pub(crate) fn read(reader: &Reader, line: &str) -> Result<Report, Refusal> {
    let line: Line = serde_json::from_str(line).map_err(|e| Refusal(e.to_string()))?;
    let mut report = text::read(reader, None, line.text.as_bytes())?;
    report.id = line.id.into();
    report.title = line.title;
    if let Some(language) = line.language {
        report.language = language.into();
    }
    report.publisher = line.publisher;
    report.url = line.url;
    report.map = None;
    if let Some(given) = line.reference_time.or(line.published) {
        let zone = TimeZone::get(&report.zone).unwrap_or(TimeZone::UTC);
        match edtf::parse(&given, &zone) {
            Some(when) => report.published = Published::given(when),
            None => report.notices.push(Notice {
                message: Message::new("ingest.date-not-understood").with("text", given),
                span: None,
            }),
        }
    }
    Ok(report)
}
