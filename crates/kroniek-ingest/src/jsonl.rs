//! JSON Lines: one report a line.

use crate::text;
use kroniek_model::{DateBasis, Published, Report, When};
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
///
/// # Errors
/// A message saying what was found and expected.
pub fn read(line: &str) -> Result<Report, String> {
    let line: Line = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let mut report = text::read(None, line.text.as_bytes());
    report.id = line.id.into();
    report.title = line.title;
    if let Some(language) = line.language {
        report.language = language.into();
    }
    report.publisher = line.publisher;
    report.url = line.url;
    report.map = None;
    if let Some(when) = line.reference_time.or(line.published).and_then(|d| moment(&d)) {
        report.published = Published { when: Some(when), basis: DateBasis::Given };
    }
    Ok(report)
}

fn moment(date: &str) -> Option<When> {
    if let Ok(t) = date.parse::<jiff::civil::DateTime>() {
        let day_only = date.len() <= 10;
        let latest = if day_only { t.date().at(23, 59, 59, 0) } else { t };
        return Some(When { earliest: Some(t), latest: Some(latest), edtf: date.to_owned() });
    }
    None
}
