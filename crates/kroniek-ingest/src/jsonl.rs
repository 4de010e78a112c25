//! JSON Lines: one report a line.

use crate::{Reader, Refusal, decode, edtf, text};
use jiff::tz::TimeZone;
use kroniek_model::{Message, Notice, Published, Report};
use serde::Deserialize;
use smol_str::SmolStr;

/// The fields of a line; others are left alone.
#[derive(Deserialize)]
struct Line {
    id: Id,
    text: String,
    title: Option<String>,
    published: Option<String>,
    reference_time: Option<String>,
    language: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
}

/// Names are texts, but many collections number their articles.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

/// Reads one line. The text stays as it is; its masthead is only marked.
pub(crate) fn read(reader: &Reader, line: &str) -> Result<Report, Refusal> {
    let line = line.trim();
    let hash = blake3::hash(line.as_bytes()).to_hex();
    let fields: Line = serde_json::from_str(line).map_err(|e| {
        Refusal::new(format!("{e}; a JSON object with the texts \"id\" and \"text\" was expected"))
    })?;
    let text = fields.text;
    if text.len() > decode::LONGEST {
        return Err(Refusal::new(format!(
            "a text of {} bytes; at most {} were expected",
            text.len(),
            decode::LONGEST
        )));
    }
    let language = match fields.language {
        Some(code) if !code.trim().is_empty() => {
            code.trim().split(['-', '_']).next().unwrap_or("").to_lowercase().into()
        }
        _ => reader.detector.detect(&text),
    };
    let (layout, mut report) =
        text::take_apart(reader, &text, language, fields.title.as_deref(), fields.url.as_deref());
    report.regions = text::regions(&layout);
    report.text = text;
    report.id = match fields.id {
        Id::Text(id) => id.into(),
        Id::Number(n) => SmolStr::new(n.to_string()),
    };
    report.capture = hash.as_str().into();
    report.title = fields.title.or(report.title);
    report.publisher = fields.publisher.or(report.publisher);
    if let Some(given) = fields.reference_time.or(fields.published) {
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
