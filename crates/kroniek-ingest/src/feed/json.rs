//! JSON Feed.

use crate::article::Article;
use crate::container::Found;
use crate::page::plain;
use crate::{Reader, Refusal};
use kroniek_model::{Media, Report};
use serde_json::{Map, Value};

/// Cuts a feed; each item with its number from 1.
pub(crate) fn cut(bytes: &[u8], out: &mut dyn FnMut(Option<u32>, Found)) {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut feed: Map<String, Value> = match serde_json::from_slice(body) {
        Ok(feed) => feed,
        Err(e) => {
            let what =
                format!("broken JSON at line {}, column {}; a JSON Feed was expected", e.line(), e.column());
            return out(None, Found::Refused(Refusal::new(what)));
        }
    };
    let Some(Value::Array(items)) = feed.remove("items") else {
        return out(None, Found::Refused(Refusal::new("a JSON Feed without items was found")));
    };
    feed.retain(|key, _| matches!(key.as_str(), "version" | "title" | "home_page_url" | "language"));
    for (i, item) in items.into_iter().enumerate() {
        let mut one = feed.clone();
        one.insert("items".to_owned(), Value::Array(vec![item]));
        let found = Found::Record(Media::JsonEntry, Value::Object(one).to_string().into_bytes());
        out(u32::try_from(i + 1).ok(), found);
    }
}

/// Reads a feed of one item.
///
/// # Errors
/// If it has no text.
pub(crate) fn read(reader: &Reader, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
    let feed: Value = serde_json::from_slice(bytes)
        .map_err(|e| Refusal::new(format!("broken JSON: {e}; a JSON Feed was expected")))?;
    let item = &feed["items"][0];
    let text = |key: &str| item[key].as_str().map(str::trim).filter(|t| !t.is_empty());
    let html = text("content_html").map(|h| plain(&reader.pages, h));
    let lines = |t: &str| t.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
    let body = html.or_else(|| text("content_text").map(lines)).or_else(|| text("summary").map(lines));
    let name = |v: &Value| v["name"].as_str().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    let mut writers: Vec<String> =
        item["authors"].as_array().into_iter().flatten().filter_map(name).collect();
    if writers.is_empty() {
        writers.extend(name(&item["author"]));
    }
    let date = |field: &'static str| text(field).map(|t| (field, t.to_owned())).into_iter().collect();
    let url = ["url", "external_url", "id"].into_iter().filter_map(text).find(|u| super::entry::is_web(u));
    Article {
        title: text("title").map(|t| plain(&reader.pages, t).replace('\n', " ")),
        body: body.unwrap_or_default(),
        url: url.map(str::to_owned),
        writers,
        published: date("date_published"),
        modified: date("date_modified"),
        publisher: feed["title"].as_str().map(str::to_owned),
        section: item["tags"][0].as_str().map(str::to_owned),
        language: text("language").or(feed["language"].as_str()).map(str::to_owned),
    }
    .report(reader, path, bytes)
}
