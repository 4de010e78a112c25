//! An HTTP response as a crawler kept it: status, fields, body.

use crate::{Cause, LONGEST_PAGE, Refusal};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::Read;

/// A response.
#[derive(Debug, Clone)]
pub(super) struct Response<'a> {
    pub(super) status: u16,
    fields: Vec<(&'a [u8], &'a [u8])>,
    rest: &'a [u8],
}

/// The fields of header lines; a line that begins with white space goes with the one before it and is left out.
pub(super) fn fields<'a>(
    lines: impl Iterator<Item = &'a [u8]>,
) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    lines.filter(|l| !l.starts_with(b" ") && !l.starts_with(b"\t")).filter_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
    })
}

/// The media type without its parameters, in small letters.
pub(super) fn media(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// The character set in a `Content-Type`.
pub(super) fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|p| {
        let (key, value) = p.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
    })
}

impl<'a> Response<'a> {
    pub(super) fn parse(block: &'a [u8]) -> Option<Self> {
        let length = super::record::header_length(block).unwrap_or(block.len());
        let mut lines = block[..length].split(|&b| b == b'\n');
        let status = std::str::from_utf8(lines.next()?).ok()?;
        let status = status.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?.parse().ok()?;
        Some(Response { status, fields: fields(lines).collect(), rest: &block[length..] })
    }

    fn field(&self, name: &str) -> Option<&'a str> {
        let of = |f: &&(&[u8], &[u8])| f.0.eq_ignore_ascii_case(name.as_bytes());
        std::str::from_utf8(self.fields.iter().find(of)?.1).ok()
    }

    /// The media type of the body.
    pub(super) fn media(&self) -> String {
        media(self.field("Content-Type").unwrap_or(""))
    }

    pub(super) fn charset(&self) -> Option<&'a str> {
        charset(self.field("Content-Type")?)
    }

    /// The body with its encodings undone. Crawlers often keep the fields of encodings that they have undone
    /// themselves, so the bytes decide.
    pub(super) fn body(&self) -> Result<Cow<'a, [u8]>, Refusal> {
        let chunked =
            self.field("Transfer-Encoding").is_some_and(|t| t.to_ascii_lowercase().contains("chunked"));
        let plain = chunked.then(|| unchunk(self.rest)).flatten();
        let mut body: Cow<'a, [u8]> = plain.map_or(self.rest.into(), Into::into);
        let codings = self.field("Content-Encoding").unwrap_or("").to_ascii_lowercase();
        for coding in codings.split(',').rev().map(str::trim).take(3) {
            let unpacked = match coding {
                "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                    Some(unpack(MultiGzDecoder::new(&body[..]))?)
                }
                "deflate" => deflated(&body)?,
                "br" if !looks_like_page(&body) => {
                    Some(unpack(brotli_decompressor::Decompressor::new(&body[..], 4096))?)
                }
                "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
                    return Err(Refusal::of(
                        Cause::Unsupported,
                        "a page packed with zstandard, which is not read",
                    ));
                }
                _ => None,
            };
            if let Some(unpacked) = unpacked {
                body = unpacked.into();
            }
        }
        Ok(body)
    }
}

/// Servers mean two things by "deflate"; some crawlers have undone it.
fn deflated(body: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    if looks_like_page(body) {
        return Ok(None);
    }
    match body {
        [0x78, second, ..] if (0x7800 + u32::from(*second)).is_multiple_of(31) => {
            unpack(ZlibDecoder::new(body)).map(Some)
        }
        _ => unpack(DeflateDecoder::new(body)).map(Some),
    }
}

fn looks_like_page(body: &[u8]) -> bool {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    start.first() == Some(&b'<') && start.get(1).is_some_and(|b| b.is_ascii_alphabetic() || b"!?".contains(b))
}

/// Unpacks up to the longest page; what is cut off at the end is left out.
fn unpack(from: impl Read) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    let read = from.take(LONGEST_PAGE as u64 + 1).read_to_end(&mut out);
    if out.len() > LONGEST_PAGE {
        let what = format!("a page that unpacks to more than {} MB", LONGEST_PAGE / 1_000_000);
        return Err(Refusal::of(Cause::Bomb, what));
    }
    match read {
        Err(e) if out.is_empty() => {
            Err(Refusal::of(Cause::Damaged, format!("the packed page cannot be unpacked: {e}")))
        }
        _ => Ok(out),
    }
}

/// Puts chunks together; `None` where the body is not in chunks after all.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(4096)])?;
        let size = rest[..end].split(|&b| b == b';').next()?.trim_ascii();
        let size = std::str::from_utf8(size).ok().filter(|s| (1..=8).contains(&s.len()))?;
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        let Some(chunk) = rest.get(..size) else {
            // Cut off within a chunk: what is there is there.
            out.extend_from_slice(rest);
            return Some(out);
        };
        out.extend_from_slice(chunk);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, body: &[u8], expected: &str) {
        let block = [head.replace('\n', "\r\n").as_bytes(), b"\r\n\r\n", body].concat();
        let found = match Response::parse(&block) {
            None => "none".to_owned(),
            Some(r) => match r.body() {
                Ok(body) => format!("{} {} {}", r.status, r.media(), String::from_utf8_lossy(&body)),
                Err(e) => e.to_string(),
            },
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn encodings_are_undone_and_those_that_a_crawler_undid_are_not() {
        use flate2::Compression;
        use std::io::Write;
        let html = "HTTP/1.1 200 OK\nContent-Type: text/HTML; charset=utf-8";
        check(html, b"<p>x", "200 text/html <p>x");
        let chunked = format!("{html}\nTransfer-Encoding: chunked");
        check(&chunked, b"3\r\n<p>\r\n2;x=y\r\nab\r\n0\r\n\r\n", "200 text/html <p>ab");
        check(&chunked, b"3\r\n<p>\r\nff\r\nab", "200 text/html <p>ab");
        check(&chunked, b"<p>ab\n", "200 text/html <p>ab\n");
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(b"<p>x").unwrap();
        let gz = gz.finish().unwrap();
        let packed = format!("{html}\nContent-Encoding: gzip");
        check(&packed, &gz, "200 text/html <p>x");
        check(&packed, b"<p>x", "200 text/html <p>x");
        let packed = format!("{html}\nContent-Encoding: deflate");
        let mut z = flate2::write::ZlibEncoder::new(Vec::new(), Compression::fast());
        z.write_all(b"<p>y").unwrap();
        check(&packed, &z.finish().unwrap(), "200 text/html <p>y");
        let mut d = flate2::write::DeflateEncoder::new(Vec::new(), Compression::fast());
        d.write_all(b"<p>z").unwrap();
        check(&packed, &d.finish().unwrap(), "200 text/html <p>z");
        // "<p>br" as brotli stores it uncompressed.
        let packed = format!("{html}\nContent-Encoding: br");
        check(&packed, b"\x0b\x02\x80<p>br\x03", "200 text/html <p>br");
        check(&packed, b"<p>x", "200 text/html <p>x");
        check("HTTP/2 404\nContent-Type: text/html", b"", "404 text/html ");
        check("GET / HTTP/1.1", b"", "none");
    }

    #[test]
    fn a_page_that_unpacks_without_end_is_refused() {
        use std::io::Write;
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..66 {
            gz.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let head = "HTTP/1.1 200 OK\nContent-Encoding: gzip";
        check(head, &gz.finish().unwrap(), "a page that unpacks to more than 67 MB");
    }
}
