//! Reading what the user named: files, folders, standard input, an archive.

mod account;
mod fetch;
mod gather;

pub(super) use account::{Account, count};
pub(super) use gather::Batch;

use super::{InputFormat, decision};
use anyhow::Result;
use kroniek_ingest::{Reader, Refusal};
use kroniek_link::story::Decisions;
use kroniek_model::{Message, Report};
use kroniek_store::{Archive, Capture, Place};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use std::path::Path;

/// Reads all inputs; the flag tells whether something could not be read (it has been listed on stderr).
pub(super) fn read(reader: &Reader, paths: &[String], format: InputFormat) -> Result<(Vec<Report>, bool)> {
    let (mut account, mut reading, mut all) = (Account::default(), Reading::new(reader), Vec::new());
    batches(paths, format, &mut account, &mut |batch, account| {
        all.extend(reading.reports(&batch.captures, account).into_iter().map(|(_, r)| r));
        Ok(())
    })?;
    reading.end();
    account.print()?;
    Ok((all, account.has_failures()))
}

/// Reads all reports of an archive, as they were read from their files, with what a person decided on them.
pub(super) fn read_archive(reader: &Reader, file: &Path) -> Result<(Vec<Report>, bool, Decisions)> {
    let archive = Archive::open(file)?;
    let captures = archive.captures()?;
    let mut account = Account::default();
    if captures.is_empty() {
        let place = Place { path: Some(file.display().to_string()), line: None };
        account.refused(&place, "an archive without reports; `kroniek read PATH…` reads into it".to_owned());
    }
    let mut reading = Reading::new(reader);
    let mut reports = reading.reports(&captures, &mut account).into_iter().map(|(_, r)| r).collect();
    reading.end();
    account.print()?;
    let decisions = decision::apply(&archive, &mut reports)?;
    Ok((reports, account.has_failures(), decisions))
}

/// Hands on the captures of all that was named, each once, in the order of the names.
pub(super) fn batches(
    paths: &[String],
    format: InputFormat,
    account: &mut Account,
    take: &mut dyn FnMut(Batch, &mut Account) -> Result<()>,
) -> Result<()> {
    gather::gather(paths, format.form(), account, take)
}

/// The reports of batch after batch.
pub(super) struct Reading<'r> {
    reader: &'r Reader,
    progress: account::Progress,
    ids: FxHashSet<SmolStr>,
}

impl<'r> Reading<'r> {
    pub(super) fn new(reader: &'r Reader) -> Self {
        Reading { reader, progress: account::Progress::new(), ids: FxHashSet::default() }
    }

    /// The reports of captures with the captures' numbers, in their order; a capture that gives none goes into the
    /// account.
    pub(super) fn reports(&mut self, captures: &[Capture], account: &mut Account) -> Vec<(usize, Report)> {
        let read = |capture: &Capture| {
            let report = report(self.reader, capture);
            self.progress.step();
            report
        };
        let all: Vec<Result<Report, Refusal>> = captures.par_iter().map(read).collect();
        let mut out = Vec::with_capacity(all.len());
        for (i, (capture, result)) in captures.iter().zip(all).enumerate() {
            match result {
                Ok(mut report) => {
                    account.read += 1;
                    for what in report.notices.iter().filter_map(|n| remark(&n.message)) {
                        account.note(format!("{}: {what}", capture.places[0]));
                    }
                    rename(&mut report, &mut self.ids, capture, account);
                    out.push((i, report));
                }
                Err(e) => account.refusal(&capture.places[0], &e),
            }
        }
        out
    }

    /// All has been read.
    pub(super) fn end(&self) {
        self.progress.end();
    }
}

/// The report of one capture.
pub(super) fn report(reader: &Reader, capture: &Capture) -> Result<Report, Refusal> {
    reader.read(capture.media, capture.places[0].path.as_deref(), &capture.bytes)
}

/// What a user should know of how a file was read; `None` for what only the report's own record tells.
fn remark(m: &Message) -> Option<String> {
    let arg = |name| m.args.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
    match m.id.as_str() {
        "ingest.broken-characters" => {
            let encoding = arg("encoding");
            Some(format!(
                "broken characters were found and replaced by \u{fffd}; the rest was read as {encoding}"
            ))
        }
        "ingest.legacy-encoding" => Some(format!("not in UTF-8; read as {}", arg("encoding"))),
        "ingest.date-not-understood" => Some(format!(
            "the date given is {:?}, which is no ISO 8601 or EDTF date; it was not used",
            arg("text")
        )),
        "ingest.page-cut" => Some("nested too deeply or too long; only the beginning was read".to_owned()),
        "ingest.page-stub" => {
            Some("only the beginning of the article is there; the rest is for subscribers".to_owned())
        }
        _ => None,
    }
}

/// Two lines with one `id` are two reports all the same: the later one is renamed, and that is said.
fn rename(report: &mut Report, ids: &mut FxHashSet<SmolStr>, capture: &Capture, account: &mut Account) {
    let given = report.id.clone();
    let mut n = 2;
    while !ids.insert(report.id.clone()) {
        report.id = smol_str::format_smolstr!("{given}~{n}");
        n += 1;
    }
    if report.id != given {
        account.note(format!("{}: the id {given} was used before; read as {}", capture.places[0], report.id));
    }
}
