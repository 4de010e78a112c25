//! From names to captures: folders are walked, files read, JSON Lines cut into lines.

use super::Account;
use super::fetch::{Content, extension, fetch, special, unreadable};
use crate::cli::InputFormat;
use kroniek_store::{Capture, Media, Place};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fs::{DirEntry, ReadDir};
use std::path::Path;

/// What was found at a path, or why nothing was.
type Found = (String, Result<Content, String>);

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
        let content = fetch(&path, format);
        (path, content)
    };
    let found: Vec<Found> = files.into_par_iter().map(read).collect();
    let mut captures: Vec<Capture> = Vec::new();
    let mut seen: FxHashMap<(String, Media), usize> = FxHashMap::default();
    for (path, content) in found {
        match content {
            Ok(content) => cut(&path, content, account, &mut |capture, account| match seen
                .get(&(capture.hash.clone(), capture.media))
            {
                Some(&first) => twice(&mut captures[first], capture, account),
                None => {
                    seen.insert((capture.hash.clone(), capture.media), captures.len());
                    captures.push(capture);
                }
            }),
            Err(what) => account.refused(&place(&path, None), what),
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

fn place(path: &str, line: Option<u32>) -> Place {
    Place { path: (path != "-").then(|| path.to_owned()), line }
}

/// Cuts a file into captures: a text file is one, a JSON Lines file one a line.
fn cut(path: &str, content: Content, account: &mut Account, push: &mut dyn FnMut(Capture, &mut Account)) {
    let bytes = match content {
        Content::Text(bytes) => return push(Capture::new(Media::Text, bytes, place(path, None)), account),
        Content::Page(bytes) => return push(Capture::new(Media::Html, bytes, place(path, None)), account),
        Content::Lines(bytes) => bytes,
    };
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

/// The files below a folder that can be reports, sorted by path; what else is there is counted.
fn folder(top: &str, files: &mut Vec<String>, account: &mut Account) {
    let (before, refusals) = (files.len(), account.refusals);
    let mut skipped: BTreeMap<String, usize> = BTreeMap::new();
    let mut open = vec![top.trim_end_matches('/').to_owned()];
    if open[0].is_empty() {
        open[0].push('/');
    }
    while let Some(dir) = open.pop() {
        let refused = |account: &mut Account, why| account.refused(&place(&dir, None), why);
        let entries: ReadDir = match std::fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(e) => {
                refused(account, unreadable(&e));
                continue;
            }
        };
        for entry in entries {
            let entry: DirEntry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    refused(account, unreadable(&e));
                    continue;
                }
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let why = format!("the file name {name:?} is no Unicode; rename the file to have it read");
                refused(account, why);
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let path = if dir.ends_with('/') { format!("{dir}{name}") } else { format!("{dir}/{name}") };
            // Links to folders are not followed: they can lead round in a circle.
            let is_link = entry.file_type().is_ok_and(|t| t.is_symlink());
            match std::fs::metadata(&path) {
                Ok(m) if m.is_dir() => {
                    if !is_link {
                        open.push(path);
                    }
                }
                Ok(m) => match no_report(name, special(&path, &m)) {
                    Some(kind) => *skipped.entry(kind).or_default() += 1,
                    None => files.push(path),
                },
                Err(e) => account.refused(&place(&path, None), unreadable(&e)),
            }
        }
    }
    files[before..].sort();
    account.skipped(top, &skipped);
    if files.len() == before && account.refusals == refusals {
        account.refused(
            &place(top, None),
            "a folder without reports; files named .txt, .md, .html, .jsonl or .ndjson were expected"
                .to_owned(),
        );
    }
}

/// What a file in a folder is when its name tells that it is no report.
fn no_report(name: &str, special: Option<&str>) -> Option<String> {
    if let Some(kind) = special {
        return Some(kind.trim_start_matches("a ").to_owned());
    }
    // What comes with a collection and tells about it.
    let upper = name.to_uppercase();
    if let Some(about) = ["README", "LICENSE", "CHANGELOG"].iter().find(|n| upper.starts_with(**n)) {
        return Some((*about).to_owned());
    }
    match extension(name).as_str() {
        "txt" | "text" | "md" | "markdown" | "jsonl" | "ndjson" | "jsonlines" | "html" | "htm" | "xhtml" => {
            None
        }
        "" => Some("without extension".to_owned()),
        other => Some(format!(".{other}")),
    }
}
