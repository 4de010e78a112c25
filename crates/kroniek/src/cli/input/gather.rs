//! From names to captures: folders are walked, files read, JSON Lines cut into lines.

use super::Account;
use crate::cli::InputFormat;
use kroniek_store::{Capture, Media, Place};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

/// What was found at a path: bytes, or why not.
type Found = (String, io::Result<Vec<u8>>);

/// The captures of all that was named, each once.
pub(super) fn gather(paths: &[String], format: InputFormat, account: &mut Account) -> Vec<Capture> {
    let mut files = Vec::new();
    for path in paths {
        if path != "-" && Path::new(path).is_dir() {
            folder(path, &mut files, account);
        } else {
            files.push(path.clone());
        }
    }
    let read = |path: String| {
        let bytes = if path == "-" { standard_input() } else { std::fs::read(&path) };
        (path, bytes)
    };
    let found: Vec<Found> = files.into_par_iter().map(read).collect();
    let mut captures: Vec<Capture> = Vec::new();
    let mut seen: FxHashMap<(String, Media), usize> = FxHashMap::default();
    for (path, bytes) in found {
        match bytes {
            Ok(bytes) => cut(&path, bytes, format, account, &mut |capture, account| match seen
                .get(&(capture.hash.clone(), capture.media))
            {
                Some(&first) => twice(&mut captures[first], capture, account),
                None => {
                    seen.insert((capture.hash.clone(), capture.media), captures.len());
                    captures.push(capture);
                }
            }),
            Err(e) => account.refused(&place(&path, None), unreadable(&e)),
        }
    }
    captures
}

/// The same bytes a second time: read once, both places kept.
fn twice(first: &mut Capture, again: Capture, account: &mut Account) {
    let place = &again.places[0];
    if !first.places.contains(place) {
        account.note(format!("{place}: the same as {}; read once", first.places[0]));
        first.places.extend(again.places);
    }
}

fn standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn place(path: &str, line: Option<u32>) -> Place {
    Place { path: (path != "-").then(|| path.to_owned()), line }
}

fn unreadable(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied; the file must be readable for you".to_owned(),
        _ => e.to_string(),
    }
}

/// Cuts a file into captures: a text file is one, a JSON Lines file one a line.
fn cut(
    path: &str,
    bytes: Vec<u8>,
    format: InputFormat,
    account: &mut Account,
    push: &mut dyn FnMut(Capture, &mut Account),
) {
    if !is_lines(path, &bytes, format) {
        push(Capture::new(Media::Text, bytes, place(path, None)), account);
        return;
    }
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut empty = true;
    for (i, line) in body.split(|&b| b == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        empty = false;
        let at = place(path, u32::try_from(i + 1).ok());
        match std::str::from_utf8(line) {
            Ok(_) => push(Capture::new(Media::Json, line.to_vec(), at), account),
            Err(e) => {
                account.refused(&at, format!("byte {} is no UTF-8; JSON Lines are UTF-8", e.valid_up_to()))
            }
        }
    }
    if empty {
        account
            .refused(&place(path, None), "no lines were found; a JSON object a line was expected".to_owned());
    }
}

/// Whether a file is JSON Lines: by what was asked, else by its name, else by how it begins.
fn is_lines(path: &str, bytes: &[u8], format: InputFormat) -> bool {
    match (format, extension(path).as_str()) {
        (InputFormat::Jsonl, _) | (InputFormat::Auto, "jsonl" | "ndjson" | "jsonlines") => true,
        (InputFormat::Text, _) | (InputFormat::Auto, "txt" | "text" | "md" | "markdown") => false,
        (InputFormat::Auto, _) => {
            let start = bytes.trim_ascii_start();
            start.first() == Some(&b'{') && start[1..].trim_ascii_start().first() == Some(&b'"')
        }
    }
}

fn extension(path: &str) -> String {
    Path::new(path).extension().map_or(String::new(), |e| e.to_string_lossy().to_lowercase())
}

/// The files below a folder that can be reports, sorted by path; what else is there is counted.
fn folder(top: &str, files: &mut Vec<String>, account: &mut Account) {
    let before = files.len();
    let mut skipped: BTreeMap<String, usize> = BTreeMap::new();
    let mut open = vec![top.trim_end_matches('/').to_owned()];
    if open[0].is_empty() {
        open[0].push('/');
    }
    while let Some(dir) = open.pop() {
        let entries = match std::fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(e) => {
                account.refused(&place(&dir, None), unreadable(&e));
                continue;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    account.refused(&place(&dir, None), unreadable(&e));
                    continue;
                }
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                account.refused(
                    &place(&dir, None),
                    format!("the file name {name:?} is no Unicode; rename the file to have it read"),
                );
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let path = if dir.ends_with('/') { format!("{dir}{name}") } else { format!("{dir}/{name}") };
            // Links to folders are not followed: they can lead round in a circle.
            let is_link = entry.file_type().is_ok_and(|t| t.is_symlink());
            match std::fs::metadata(&path) {
                Ok(m) if m.is_dir() && !is_link => open.push(path),
                Ok(m) if m.is_file() => match extension(&path).as_str() {
                    "txt" | "text" | "md" | "markdown" | "jsonl" | "ndjson" | "jsonlines" => files.push(path),
                    other => *skipped.entry(other.to_owned()).or_default() += 1,
                },
                Ok(_) => {}
                Err(e) => account.refused(&place(&path, None), unreadable(&e)),
            }
        }
    }
    files[before..].sort();
    account.skipped(top, &skipped);
    if files.len() == before {
        account.refused(
            &place(top, None),
            "a folder without reports; files named .txt, .md, .jsonl or .ndjson were expected".to_owned(),
        );
    }
}
