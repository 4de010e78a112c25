//! JSON Lines: one report a line.

use crate::{Reader, Refusal, decode, edtf, text};
use jiff::tz::TimeZone;
use kroniek_model::{Manner, Message, Notice, Published, Report};
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
    let fields: Line = serde_json::from_str(line).map_err(|e| refusal(line, &e))?;
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
    if fields.reference_time.is_some() {
        report.manner = Manner::Utterance;
    }
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

/// What is there instead of an object with the fields of [`Line`].
fn refusal(line: &str, error: &serde_json::Error) -> Refusal {
    use serde_json::Value;
    const EXPECTED: &str = "expected a JSON object with \"id\" and \"text\"";
    let found = |what: String| Refusal::new(format!("found {what}, {EXPECTED}"));
    let value = match serde_json::from_str::<Value>(line) {
        Ok(value) => value,
        Err(e) if e.is_eof() => return found("a line that is cut off".to_owned()),
        Err(_) if !line.starts_with(['{', '[', '"']) => return found("a line that is no JSON".to_owned()),
        Err(e) => return found(format!("broken JSON at byte {} of the line", e.column())),
    };
    let Value::Object(fields) = value else { return found(kind(&value).to_owned()) };
    for name in ["id", "text"] {
        match fields.get(name) {
            None => return found(format!("no \"{name}\"")),
            Some(Value::String(_)) => {}
            Some(Value::Number(n)) if name == "id" && n.is_i64() => {}
            Some(other) => return found(format!("{} as \"{name}\"", kind(other))),
        }
    }
    for name in ["title", "published", "reference_time", "language", "publisher", "url"] {
        if let Some(other) = fields.get(name).filter(|v| !v.is_string() && !v.is_null()) {
            return Refusal::new(format!("found {} as \"{name}\", expected a text", kind(other)));
        }
    }
    // Of two fields with one name the object above kept the last.
    if error.is_data() {
        found("a field that stands there twice".to_owned())
    } else {
        found("broken JSON".to_owned())
    }
}

fn kind(value: &serde_json::Value) -> &'static str {
    use serde_json::Value;
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let error = serde_json::from_str::<Line>(line).err().expect("no report");
        assert_eq!(refusal(line, &error).to_string().split(", expected").next(), Some(expected));
    }

    #[test]
    fn what_is_no_report_is_told_in_plain_words() {
        check("niets", "found a line that is no JSON");
        check("[1, 2]", "found a list");
        check("17", "found a number");
        check("null", "found null");
        check(r#"{"text": "x"}"#, "found no \"id\"");
        check(r#"{"id": 3}"#, "found no \"text\"");
        check(r#"{"id": 3, "text": null}"#, "found null as \"text\"");
        check(r#"{"id": 3.5, "text": "x"}"#, "found a number as \"id\"");
        check(r#"{"id": [], "text": "x"}"#, "found a list as \"id\"");
        check(r#"{"id": 3, "text": "x"#, "found a line that is cut off");
        check(r#"{"id": 3, 4}"#, "found broken JSON at byte 11 of the line");
        check(r#"{"id": 3, "text": "x", "title": 4}"#, "found a number as \"title\"");
        check(r#"{"id": 3, "id": 4, "text": "x"}"#, "found a field that stands there twice");
    }
}
