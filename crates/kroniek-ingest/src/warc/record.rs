//! One record: its header fields, and what its block is.

use super::http::{self, Response};
use std::borrow::Cow;

/// A record's header and block.
#[derive(Debug, Clone)]
pub(super) struct Record<'a> {
    fields: Vec<(&'a [u8], &'a [u8])>,
    pub(super) block: &'a [u8],
}

/// What a record is to us.
pub(super) enum Kind<'a> {
    /// A page as a server sent it.
    Response(Response<'a>),
    /// A page by itself.
    Page,
    /// The text of a page, as another program took it out (WET).
    Text,
    /// Something else; what to call it.
    Other(Cow<'static, str>),
}

/// Length of the header with the empty line behind it; `None` where it does not end.
pub(super) fn header_length(bytes: &[u8]) -> Option<usize> {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|n| n + 4);
    let lf = memchr::memmem::find(&bytes[..crlf.unwrap_or(bytes.len())], b"\n\n").map(|n| n + 2);
    lf.or(crlf)
}

impl<'a> Record<'a> {
    /// Parses a record of which all bytes are there.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let length = header_length(bytes).filter(|_| bytes.starts_with(b"WARC/"))?;
        let fields = http::fields(bytes[..length].split(|&b| b == b'\n').skip(1)).collect();
        Some(Record { fields, block: &bytes[length..] })
    }

    fn field(&self, name: &str) -> Option<&'a str> {
        let of = |f: &&(&[u8], &[u8])| f.0.eq_ignore_ascii_case(name.as_bytes());
        std::str::from_utf8(self.fields.iter().find(of)?.1).ok()
    }

    /// Length of the block; `None` where it is not told.
    pub(super) fn length(&self) -> Option<u64> {
        self.field("Content-Length")?.parse().ok()
    }

    /// The address of the page.
    pub(super) fn target(&self) -> Option<&'a str> {
        let uri = self.field("WARC-Target-URI")?;
        Some(uri.trim_start_matches('<').trim_end_matches('>')).filter(|u| is_web(u))
    }

    /// The character set that the record's own header names.
    pub(super) fn charset(&self) -> Option<&'a str> {
        http::charset(self.field("Content-Type")?)
    }

    /// What the record is.
    pub(super) fn kind(&self) -> Kind<'a> {
        let media = http::media(self.field("Content-Type").unwrap_or(""));
        let of_web = self.target().is_some();
        match self.field("WARC-Type").map(str::to_ascii_lowercase).as_deref() {
            Some("response") if of_web => match Response::parse(self.block) {
                None => Kind::Other("responses without HTTP header".into()),
                Some(r) if !(200..300).contains(&r.status) => {
                    Kind::Other(format!("status {}", r.status).into())
                }
                Some(r) => match is_page(&r.media()) {
                    true => Kind::Response(r),
                    false => Kind::Other(named(&r.media())),
                },
            },
            Some("resource" | "conversion") if of_web && is_page(&media) => Kind::Page,
            Some("conversion") if of_web && media == "text/plain" => Kind::Text,
            Some("resource" | "conversion") => Kind::Other(named(&media)),
            Some(other) => Kind::Other(named(other)),
            None => Kind::Other("records without a type".into()),
        }
    }
}

fn is_web(uri: &str) -> bool {
    let start = uri.as_bytes();
    [&b"http://"[..], b"https://"]
        .iter()
        .any(|p| start.len() > p.len() && start[..p.len()].eq_ignore_ascii_case(p))
}

fn is_page(media: &str) -> bool {
    matches!(media, "text/html" | "application/xhtml+xml")
}

/// A name from the file, fit for a message.
fn named(text: &str) -> Cow<'static, str> {
    let kept: String = text.chars().filter(|c| c.is_ascii_graphic()).take(60).collect();
    if kept.is_empty() { "without type".into() } else { kept.into() }
}
