//! Reading what the user named: files, folders, standard input, an archive.

mod account;
mod fetch;
mod gather;

pub(super) use account::{Account, count};

use super::{InputFormat, decision};
use anyhow::Result;
use kroniek_ingest::{Reader, Refusal};
use kroniek_link::story::Decisions;
use kroniek_model::{Message, Report};
use kroniek_store::{Archive, Capture, Media, Place};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use std::path::Path;

/// Reads all inputs; the flag tells whether something could not be read (it has been listed on stderr).
pub(super) fn read(reader: &Reader, paths: &[String], format: InputFormat) -> Result<(Vec<Report>, bool)> {
    let mut account = Account::default();
    let captures = captures(paths, format, &mut account);
    let reports = reports(reader, &captures, &mut account).into_iter().map(|(_, r)| r).collect();
    account.print()?;
    Ok((reports, account.has_failures()))
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
    let mut reports = reports(reader, &captures, &mut account).into_iter().map(|(_, r)| r).collect();
    account.print()?;
    let decisions = decision::apply(&archive, &mut reports)?;
    Ok((reports, account.has_failures(), decisions))
}

/// The captures of all that was named, each once, in the order of the names.
pub(super) fn captures(paths: &[String], format: InputFormat, account: &mut Account) -> Vec<Capture> {
    gather::gather(paths, format, account)
}

/// The reports of captures with the captures' numbers, in their order; a capture that gives none goes into the account.
pub(super) fn reports(reader: &Reader, captures: &[Capture], account: &mut Account) -> Vec<(usize, Report)> {
    let progress = account::Progress::new(captures.len());
    let read = |capture: &Capture| {
        let report = report(reader, capture);
        progress.step();
        report
    };
    let all: Vec<Result<Report, Refusal>> = captures.par_iter().map(read).collect();
    progress.end();
    let mut ids: FxHashSet<SmolStr> = FxHashSet::default();
    let mut out = Vec::with_capacity(all.len());
    for (i, (capture, result)) in captures.iter().zip(all).enumerate() {
        match result {
            Ok(mut report) => {
                account.read += 1;
                for what in report.notices.iter().filter_map(|n| remark(&n.message)) {
                    account.note(format!("{}: {what}", capture.places[0]));
                }
                rename(&mut report, &mut ids, capture, account);
                out.push((i, report));
            }
            Err(e) => account.refused(&capture.places[0], e.to_string()),
        }
    }
    out
}

/// The report of one capture.
pub(super) fn report(reader: &Reader, capture: &Capture) -> Result<Report, Refusal> {
    match capture.media {
        Media::Text => reader.text(capture.places[0].path.as_deref(), &capture.bytes),
        Media::Html => reader.page(capture.places[0].path.as_deref(), &capture.bytes, None),
        Media::Json => reader.line(&String::from_utf8_lossy(&capture.bytes)),
    }
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
