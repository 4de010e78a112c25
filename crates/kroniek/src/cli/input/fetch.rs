//! The bytes of one input, never more than a report or a file of lines can have.

use crate::cli::InputFormat;
use kroniek_ingest::{LONGEST, LONGEST_PAGE};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// The most that is read of one file of JSON Lines, in bytes: it is held in memory as a whole.
const LINES: u64 = 4 << 30;

/// Longest line that is waited for, in bytes: far more than the longest text with every letter escaped.
const LINE: u64 = 64 << 20;

/// How much of a file without a telling name is looked at to tell what it is, in bytes.
const HEAD: u64 = 4096;

/// What an input holds.
pub(super) enum Content {
    /// One text.
    Text(Vec<u8>),
    /// One web page.
    Page(Vec<u8>),
    /// JSON Lines.
    Lines(Vec<u8>),
}

/// Reads a file, or standard input for `-`; the error tells what was found.
pub(super) fn fetch(path: &str, format: InputFormat) -> Result<Content, String> {
    if path == "-" {
        return read(path, io::stdin().lock(), None, format);
    }
    let about = std::fs::metadata(path).map_err(|e| missing(path, &e))?;
    if let Some(kind) = special(path, &about) {
        return Err(format!("{kind} was found; a file was expected; `-` reads standard input"));
    }
    let file = File::open(path).map_err(|e| unreadable(&e))?;
    read(path, file, about.is_file().then_some(about.len()), format)
}

fn read(path: &str, mut from: impl Read, size: Option<u64>, format: InputFormat) -> Result<Content, String> {
    let mut bytes = Vec::new();
    from.by_ref().take(HEAD).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    let lines = is_lines(path, &bytes, format);
    let page = !lines && is_page(path, &bytes, format);
    let most = match () {
        () if lines => LINES,
        () if page => LONGEST_PAGE as u64,
        () => LONGEST as u64,
    };
    let too_long = |found: Option<u64>| match () {
        () if lines => {
            format!("more than {} GB of JSON Lines; cut the file into smaller ones", LINES / 1_000_000_000)
        }
        () if page => format!("more than {} MB in one web page", LONGEST_PAGE / 1_000_000),
        () => kroniek_ingest::too_long(found).to_string(),
    };
    if let Some(found) = size.filter(|&n| n > most) {
        return Err(too_long(Some(found)));
    }
    // The size may have been told wrong, or grown: no more than one byte too many is read.
    let mut rest = (most + 1).saturating_sub(bytes.len() as u64);
    loop {
        let (before, part) = (bytes.len(), rest.min(LINE));
        let got = from.by_ref().take(part).read_to_end(&mut bytes).map_err(|e| unreadable(&e))? as u64;
        rest -= got;
        if got < part || rest == 0 {
            break;
        }
        if lines && !bytes[before..].contains(&b'\n') {
            return Err(format!(
                "a line of more than {} MB; a JSON object a line was expected",
                LINE / 1_000_000
            ));
        }
    }
    match bytes.len() as u64 > most {
        true => Err(too_long(None)),
        false if lines => Ok(Content::Lines(bytes)),
        false if page => Ok(Content::Page(bytes)),
        false => Ok(Content::Text(bytes)),
    }
}

/// Whether a file is JSON Lines: by what was asked, else by its name, else by how it begins.
fn is_lines(path: &str, head: &[u8], format: InputFormat) -> bool {
    match (format, extension(path).as_str()) {
        (InputFormat::Jsonl, _) | (InputFormat::Auto, "jsonl" | "ndjson" | "jsonlines") => true,
        (InputFormat::Text | InputFormat::Html, _)
        | (InputFormat::Auto, "txt" | "text" | "md" | "markdown") => false,
        (InputFormat::Auto, _) => {
            let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
            start.first() == Some(&b'{') && start[1..].trim_ascii_start().first() == Some(&b'"')
        }
    }
}

/// Whether a file is a web page: by what was asked, else by its name, else by how it begins.
fn is_page(path: &str, head: &[u8], format: InputFormat) -> bool {
    match (format, extension(path).as_str()) {
        (InputFormat::Html, _) | (InputFormat::Auto, "html" | "htm" | "xhtml") => true,
        (InputFormat::Auto, "txt" | "text" | "md" | "markdown")
        | (InputFormat::Text | InputFormat::Jsonl, _) => false,
        (InputFormat::Auto, _) => {
            let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
            let start = start[..start.len().min(15)].to_ascii_lowercase();
            start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
        }
    }
}

pub(super) fn extension(path: &str) -> String {
    Path::new(path).extension().map_or(String::new(), |e| e.to_string_lossy().to_lowercase())
}

/// What a path leads to that is no file and may never end; `None` for what can be read. A shell's `<(…)` is a pipe
/// below `/dev` or `/proc`, and can.
pub(super) fn special(path: &str, about: &Metadata) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = about.file_type();
        let shell = path.starts_with("/dev/") || path.starts_with("/proc/");
        if kind.is_fifo() && !shell {
            return Some("a named pipe");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    let _ = (path, about);
    None
}

/// Why nothing was found at a path, with a hint where something else may have been meant.
fn missing(path: &str, e: &io::Error) -> String {
    let what = unreadable(e);
    if e.kind() != io::ErrorKind::NotFound {
        return what;
    }
    if path.contains("://") {
        return "a web address was found; only files and folders are read: save the report as a text file"
            .to_owned();
    }
    let word = path.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if word { format!("{what}; if a command was meant: `kroniek --help` lists them") } else { what }
}

pub(super) fn unreadable(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied; it must be readable for you".to_owned(),
        _ => e.to_string(),
    }
}
