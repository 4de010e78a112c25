//! From names to captures: folders are walked, files cut into records, and those handed on in batches.

use super::Account;
use super::fetch::{fetch, special, unreadable};
use anyhow::Result;
use kroniek_ingest::container::{At, Form, Found};
use kroniek_store::{Capture, Media, Place};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fs::{DirEntry, ReadDir};
use std::path::Path;

/// Most captures of one batch: one that is reported as read is on the disk soon after.
const MOST: usize = 1000;

/// Most bytes of the captures of one batch.
const BYTES: usize = 64 << 20;

/// Files that are read at the same time.
const FILES: usize = 64;

/// Captures that are read together.
#[derive(Debug, Default)]
pub(in crate::cli) struct Batch {
    /// Captures that were not met before.
    pub(in crate::cli) captures: Vec<Capture>,
    /// Captures of earlier batches, met again at another place.
    pub(in crate::cli) again: Vec<(String, Media, Place)>,
}

/// Hands on the captures of all that was named, each once, in the order of the names.
pub(super) fn gather(
    paths: &[String],
    asked: Option<Form>,
    account: &mut Account,
    take: &mut dyn FnMut(Batch, &mut Account) -> Result<()>,
) -> Result<()> {
    let mut files = Vec::new();
    for path in paths {
        if path != "-" && Path::new(path).is_dir() {
            folder(path, &mut files, account);
        } else {
            files.push(path.clone());
        }
    }
    let mut batches =
        Batches { open: Batch::default(), bytes: 0, seen: FxHashMap::default(), failed: None, take };
    for some in files.chunks(FILES) {
        let found: Vec<File> = some.par_iter().map(|path| small(path, asked)).collect();
        for (path, file) in some.iter().zip(found) {
            match file {
                File::Whole(pieces) => batches.file(path, pieces, account),
                File::Container => batches.container(path, asked, account),
            }
            if let Some(e) = batches.failed.take() {
                return Err(e);
            }
        }
    }
    batches.flush(account);
    batches.failed.map_or(Ok(()), Err)
}

/// A file as it was found.
enum File {
    /// All that is in it, or why nothing is.
    Whole(Result<Vec<(Place, Found)>, String>),
    /// Many records, to be cut one by one.
    Container,
}

/// Reads a file that is one record by its name; others are left for later, so that they need not fit in memory.
fn small(path: &str, asked: Option<Form>) -> File {
    let one = asked.or_else(|| Form::of_name(path)).is_some_and(|f| !f.is_container());
    if path == "-" || !one {
        return File::Container;
    }
    let mut pieces = Vec::new();
    let read = fetch(path, asked, &mut |at, found| pieces.push((place(at), found)));
    File::Whole(read.map(|()| pieces))
}

fn place(at: At<'_>) -> Place {
    Place { path: (at.path != "-").then(|| at.path.to_owned()), line: at.number }
}

/// The batch that is being filled, and what went before.
struct Batches<'t> {
    open: Batch,
    bytes: usize,
    /// By hash and kind: the first place, and the number in the open batch where it is still there.
    seen: FxHashMap<(String, Media), Seen>,
    failed: Option<anyhow::Error>,
    take: &'t mut dyn FnMut(Batch, &mut Account) -> Result<()>,
}

enum Seen {
    Open(usize),
    Before(Place),
}

impl Batches<'_> {
    fn file(&mut self, path: &str, pieces: Result<Vec<(Place, Found)>, String>, account: &mut Account) {
        let mut skipped = BTreeMap::new();
        match pieces {
            Err(what) => account.refused(&Place { path: Some(path.to_owned()), line: None }, what),
            Ok(pieces) => {
                pieces.into_iter().for_each(|(place, found)| self.piece(place, found, &mut skipped, account));
            }
        }
        account.skipped_records(path, &skipped);
    }

    /// Cuts a file, handing on batch after batch.
    fn container(&mut self, path: &str, asked: Option<Form>, account: &mut Account) {
        let mut skipped = BTreeMap::new();
        let read = fetch(path, asked, &mut |at, found| {
            if self.failed.is_none() {
                self.piece(place(at), found, &mut skipped, account);
            }
        });
        if let Err(what) = read {
            account.refused(&Place { path: Some(path.to_owned()), line: None }, what);
        }
        account.skipped_records(path, &skipped);
    }

    fn piece(
        &mut self,
        place: Place,
        found: Found,
        skipped: &mut BTreeMap<String, usize>,
        account: &mut Account,
    ) {
        match found {
            Found::Skipped(kind) => *skipped.entry(kind).or_default() += 1,
            Found::Refused(refusal) => account.refusal(&place, &refusal),
            Found::Record(media, bytes) => self.capture(Capture::new(media, bytes, place), account),
        }
    }

    fn capture(&mut self, capture: Capture, account: &mut Account) {
        let key = (capture.hash.clone(), capture.media);
        match self.seen.get(&key) {
            Some(Seen::Open(first)) => twice(&mut self.open.captures[*first], capture, account),
            Some(Seen::Before(first)) => {
                let place = &capture.places[0];
                if place != first {
                    account.note(format!("{place}: the same as {first}; read once"));
                    self.open.again.push((capture.hash, capture.media, place.clone()));
                }
            }
            None => {
                self.seen.insert(key, Seen::Open(self.open.captures.len()));
                self.bytes += capture.bytes.len();
                self.open.captures.push(capture);
            }
        }
        if self.open.captures.len() >= MOST || self.bytes >= BYTES {
            self.flush(account);
        }
    }

    fn flush(&mut self, account: &mut Account) {
        let batch = std::mem::take(&mut self.open);
        self.bytes = 0;
        for capture in &batch.captures {
            let key = (capture.hash.clone(), capture.media);
            self.seen.insert(key, Seen::Before(capture.places[0].clone()));
        }
        if let Err(e) = (self.take)(batch, account) {
            self.failed = Some(e);
        }
    }
}

/// The same bytes a second time: read once, both places kept.
fn twice(first: &mut Capture, again: Capture, account: &mut Account) {
    let place = &again.places[0];
    if !first.places.contains(place) {
        account.note(format!("{place}: the same as {}; read once", first.places[0]));
        first.places.extend(again.places);
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
        let refused = |account: &mut Account, why| account.refused(&whole(&dir), why);
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
                Err(e) => account.refused(&whole(&path), unreadable(&e)),
            }
        }
    }
    files[before..].sort();
    account.skipped(top, &skipped);
    if files.len() == before && account.refusals == refusals {
        account.refused(
            &whole(top),
            "a folder without reports; files named .txt, .md, .html, .jsonl, .warc, .zip or the like were expected"
                .to_owned(),
        );
    }
}

fn whole(path: &str) -> Place {
    Place { path: Some(path.to_owned()), line: None }
}

/// What a file in a folder is when its name tells that it is no report.
fn no_report(name: &str, special: Option<&str>) -> Option<String> {
    special.map(|kind| kind.trim_start_matches("a ").to_owned()).or_else(|| Form::skipped(name))
}
