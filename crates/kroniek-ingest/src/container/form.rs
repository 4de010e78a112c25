//! What a file is: by what was asked, else by its name, else by how it begins.

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Plain text.
    Text,
    /// One JSON object a line.
    Lines,
    /// A web page.
    Page,
    /// Anything compressed with gzip.
    Gzip,
    /// A ZIP archive: of reports, of a crawl (WACZ).
    Zip,
    /// A web archive (WARC).
    Warc,
    /// A feed in XML: RSS or Atom.
    Feed,
    /// A JSON Feed.
    JsonFeed,
}

impl Form {
    /// The form that the end of a name tells.
    pub fn of_name(name: &str) -> Option<Form> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let (stem, extension) = last.rsplit_once('.')?;
        if stem.is_empty() {
            return None;
        }
        Some(match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" | "markdown" => Form::Text,
            "jsonl" | "ndjson" | "jsonlines" => Form::Lines,
            "html" | "htm" | "xhtml" => Form::Page,
            "gz" => Form::Gzip,
            "zip" | "wacz" => Form::Zip,
            "warc" => Form::Warc,
            "xml" | "rss" | "atom" | "rdf" => Form::Feed,
            "json" => Form::JsonFeed,
            _ => return None,
        })
    }

    /// What a file of many is when its name tells that it is no report; `None` for one that can be.
    pub fn skipped(name: &str) -> Option<String> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        // What comes with a collection and tells about it.
        let upper = last.to_uppercase();
        if let Some(about) = ["README", "LICENSE", "CHANGELOG"].iter().find(|n| upper.starts_with(**n)) {
            return Some((*about).to_owned());
        }
        match Form::of_name(last) {
            Some(_) => None,
            None => Some(match last.rsplit_once('.') {
                Some((stem, extension)) if !stem.is_empty() && !extension.is_empty() => {
                    format!(".{}", extension.to_lowercase())
                }
                _ => "without extension".to_owned(),
            }),
        }
    }

    /// The form of a file with these first bytes.
    pub(super) fn tell(name: &str, head: &[u8], asked: Option<Form>) -> Form {
        if let Some(packed) = packed(head) {
            return packed;
        }
        let named = || match Form::of_name(name)? {
            Form::Gzip | Form::Zip => None,
            // One name for many forms.
            Form::Feed | Form::JsonFeed => {
                Some(by_head(head)).filter(|f| *f != Form::Text).or(Form::of_name(name))
            }
            form => Some(form),
        };
        asked.or_else(named).unwrap_or_else(|| by_head(head))
    }

    /// Whether a file of this form holds many records.
    pub fn is_container(self) -> bool {
        !matches!(self, Form::Text | Form::Page)
    }
}

fn packed(head: &[u8]) -> Option<Form> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Form::Gzip),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Form::Zip),
        _ => None,
    }
}

fn by_head(head: &[u8]) -> Form {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if start.starts_with(b"WARC/") {
        return Form::Warc;
    }
    let low = start[..start.len().min(15)].to_ascii_lowercase();
    if low.starts_with(b"<!doctype html") || low.starts_with(b"<html") {
        return Form::Page;
    }
    if start.first() == Some(&b'{') && memchr::memmem::find(head, b"https://jsonfeed.org/version/").is_some()
    {
        return Form::JsonFeed;
    }
    if start.first() == Some(&b'<')
        && let Some(form) = crate::xml::first_name(&String::from_utf8_lossy(start)).and_then(by_root)
    {
        return form;
    }
    if start.first() == Some(&b'{') && start[1..].trim_ascii_start().first() == Some(&b'"') {
        return Form::Lines;
    }
    Form::Text
}

/// The form of an XML document whose first element has this name.
fn by_root(name: &str) -> Option<Form> {
    match name {
        "rss" | "feed" | "RDF" | "channel" => Some(Form::Feed),
        _ => None,
    }
}
