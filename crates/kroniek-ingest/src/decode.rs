//! From bytes to text.

use crate::Refusal;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use kroniek_model::{Message, Notice};
use std::borrow::Cow;

/// The longest text that is read as one report, in bytes. The longest newspaper articles have 100 kB; a book has a
/// megabyte. More than this is a collection, and should come as one.
pub const LONGEST: usize = 8 << 20;

/// The characters of a file, without a byte order mark, and what was odd about them.
///
/// # Errors
/// If the bytes are no text, or more than one report can have.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Notice>), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("the file is empty; a text was expected"));
    }
    if bytes.len() > LONGEST {
        return Err(too_long(Some(bytes.len() as u64)));
    }
    let (text, notices) = characters(bytes)?;
    if text.trim().is_empty() {
        return Err(Refusal::new("the file holds nothing but white space; a text was expected"));
    }
    let odd = text.chars().take(4096).filter(|c| c.is_control() && !c.is_whitespace()).count();
    if odd * 50 > text.chars().take(4096).count() {
        return Err(Refusal::new("control characters were found; a text was expected"));
    }
    Ok((text, notices))
}

/// Longest page that is read, in bytes. Pages with pictures within (SingleFile) are long.
pub const LONGEST_PAGE: usize = 64 << 20;

/// The characters of a web page: by its byte order mark, the encoding that it declares, or as plain text is told.
///
/// # Errors
/// If the bytes are no text, or too many.
pub(crate) fn page(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Notice>), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("the file is empty; a web page was expected"));
    }
    if bytes.len() > LONGEST_PAGE {
        return Err(Refusal::new(format!(
            "{:.1} MB in one page; at most {:.1} MB were expected",
            bytes.len() as f64 / 1e6,
            LONGEST_PAGE as f64 / 1e6
        )));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok((text, if broken { vec![decoded(encoding, true)] } else { Vec::new() }));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), Vec::new()));
    }
    // A page that says UTF-8 and is so but for a few bytes is UTF-8; one that says so wrongly is not.
    let declared = declared(bytes).filter(|&e| e != UTF_8 || is_mostly_utf8(bytes));
    let Some(encoding) = declared else { return characters(bytes) };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let notices = if broken { vec![decoded(encoding, true)] } else { Vec::new() };
    Ok((text, notices))
}

/// The bytes of a page in UTF-8 where its server told another encoding, which goes before what the page says of
/// itself. A byte order mark goes before both, and bytes that are UTF-8 beyond ASCII are no other encoding.
pub(crate) fn labelled<'b>(bytes: &'b [u8], label: Option<&str>) -> Cow<'b, [u8]> {
    let encoding = label.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|&e| e != UTF_8);
    match encoding {
        Some(e) if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            Cow::Owned(e.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// The characters of an XML document. Bytes that are UTF-8 are read so, whatever the document says: feeds that say
/// something else are wrong more often than not.
///
/// # Errors
/// If the bytes are no text.
pub(crate) fn xml(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(encoding) = wide(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let head = bytes[..bytes.len().min(200)].to_ascii_lowercase();
    let label = memchr::memmem::find(&head, b"encoding=").map(|n| &head[n + 9..]);
    let label = label.and_then(|l| l.split(|b| b"\"'? >".contains(b)).find(|p| !p.is_empty()));
    match label.and_then(Encoding::for_label).filter(|&e| e != UTF_8 || is_mostly_utf8(bytes)) {
        Some(encoding) => Ok(encoding.decode_without_bom_handling(bytes).0),
        None => Ok(characters(bytes)?.0),
    }
}

/// The encoding of `<meta charset>` or `<meta http-equiv>`, looked for in the first bytes as WHATWG has it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let rest =
        head[at..].strip_prefix(b"\"").or_else(|| head[at..].strip_prefix(b"'")).unwrap_or(&head[at..]);
    let end =
        rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b)).unwrap_or(rest.len());
    // A page whose bytes can be searched for this is not in UTF-16, whatever it says.
    Encoding::for_label(&rest[..end]).map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e })
}

/// The refusal of a text of so many bytes; `None` for one that was read no further than [`LONGEST`].
pub fn too_long(bytes: Option<u64>) -> Refusal {
    let most = LONGEST as f64 / 1e6;
    let found = bytes.map_or(format!("more than {most:.1}"), |n| format!("{:.1}", n as f64 / 1e6));
    Refusal::new(format!(
        "{found} MB in one text; a report has at most {most:.1} MB; if the file holds many reports, cut it into a file \
         each or give it as JSON Lines"
    ))
}

fn characters(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Notice>), Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let notices = if encoding == UTF_8 && !broken { Vec::new() } else { vec![decoded(encoding, broken)] };
        return Ok((text, notices));
    }
    if let Some(kind) = known_format(bytes) {
        return Err(Refusal::new(format!("{kind} was found; plain text was expected")));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return Ok((Cow::Borrowed(text), Vec::new()));
    }
    if let Some(encoding) = wide(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        return Ok((text, vec![decoded(encoding, broken)]));
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(Refusal::new(format!("a binary file (a zero byte at {at}); plain text was expected")));
    }
    if is_mostly_utf8(bytes) {
        let (text, _) = UTF_8.decode_without_bom_handling(bytes);
        return Ok((text, vec![decoded(UTF_8, true)]));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    Ok((text, vec![decoded(encoding, broken)]))
}

fn decoded(encoding: &'static Encoding, broken: bool) -> Notice {
    let id = if broken { "ingest.broken-characters" } else { "ingest.legacy-encoding" };
    Notice { message: Message::new(id).with("encoding", encoding.name()), span: None }
}

/// Whether broken bytes are the exception in a UTF-8 text: more good sequences of several bytes than broken ones.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > broken
}

/// UTF-16 without a byte order mark: Latin letters leave every other byte zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2048) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match () {
        () if pairs >= 8 && odd * 10 > pairs * 8 && even == 0 => Some(UTF_16LE),
        () if pairs >= 8 && even * 10 > pairs * 8 && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// What a file is whose first bytes say that it is no plain text.
fn known_format(bytes: &[u8]) -> Option<&'static str> {
    const FORMATS: [(&[u8], &str); 12] = [
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ\0", "an xz archive"),
        (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\x7fELF", "a program"),
    ];
    let start = bytes.trim_ascii_start();
    let start = start[..start.len().min(15)].to_ascii_lowercase();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Some("a web page");
    }
    FORMATS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let found = match decode(bytes) {
            Ok((text, notices)) => {
                let ids = notices.iter().map(|n| format!(" [{} {}]", n.message.id, n.message.args[0].1));
                format!("{text}{}", ids.collect::<String>())
            }
            Err(e) => format!("refused: {e}"),
        };
        assert!(found.starts_with(expected), "{found}");
    }

    #[test]
    fn text_in_any_encoding() {
        check("Één dag".as_bytes(), "Één dag");
        check(b"\xef\xbb\xbfE\xc3\xa9n", "Eén");
        check(
            b"De premi\xe8re in Belgi\xeb was volgens de co\xf6rdinator \x93een succes\x94, zegt de \x80 1 gids.",
            "De première in België was volgens de coördinator “een succes”, zegt de € 1 gids. [ingest.legacy-encoding windows-1252]",
        );
        check(b"\xff\xfeD\0a\0g\0", "Dag [ingest.legacy-encoding UTF-16LE]");
        check(b"\0D\0a\0g\0 \0n\0a\0c\0h\0t\0.", "Dag nacht. [ingest.legacy-encoding UTF-16BE]");
    }

    #[test]
    fn a_few_broken_bytes_do_not_spoil_a_text() {
        check(
            b"Caf\xc3\xa9 \xe2\x80\x9cNoord\xe2\x80\x9d blijft dicht\xff.",
            "Café “Noord” blijft dicht\u{fffd}. [ingest.broken-characters UTF-8]",
        );
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_was_found() {
        check(b"", "refused: the file is empty");
        check(b" \n\t ", "refused: the file holds nothing but white space");
        check(b"\x89PNG\r\n\x1a\n\0\0", "refused: a PNG picture was found");
        check(b"\n<!DOCTYPE html><p>Dag", "refused: a web page was found");
        check(b"%PDF-1.7\n", "refused: a PDF file was found");
        check(b"abc\0def\x01\x02\xff", "refused: a binary file (a zero byte at 3)");
        check(&[1u8, 2, 3, 4, 5, 6, 7, 8], "refused: control characters were found");
        check(&vec![b'a'; LONGEST + 1], "refused: 8.4 MB in one text");
    }
}
