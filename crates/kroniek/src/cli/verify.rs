//! `kroniek verify`: does an archive still hold what was put into it?

use super::input::{self, count};
use super::session;
use anyhow::Result;
use clap::Args;
use kroniek_ingest::Reader;
use kroniek_store::{Archive, Capture, Derived, Stamp};
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `verify`.
#[derive(Args)]
pub(super) struct Verify {
    /// The archive.
    #[arg(default_value = "kroniek.db")]
    file: PathBuf,
    /// The archive, named as the other commands name it.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    archive: Option<PathBuf>,
    /// A folder with language packs (`lang/`, `publishers/`) to use instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
}

pub(super) fn run(args: &Verify) -> Result<u8> {
    let file = args.archive.as_ref().unwrap_or(&args.file);
    let archive = Archive::open(file)?;
    let mut damage: Vec<String> = archive.check().iter().map(ToString::to_string).collect();
    let mut out = io::stdout().lock();
    if damage.is_empty() {
        let (packs, made_by) = session::packs(args.packs.as_deref())?;
        let reader = Reader::new(&packs)?;
        let captures = archive.captures()?;
        let mut rows = Vec::with_capacity(captures.len());
        for capture in &captures {
            rows.push(archive.derived(capture)?);
        }
        let each = captures.par_iter().zip(&rows);
        let read: Vec<Again> = each.map(|(c, row)| again(&reader, c, row.as_ref(), &made_by)).collect();
        let older = read.iter().filter(|a| matches!(a, Again::Older)).count();
        damage.extend(read.into_iter().filter_map(|a| match a {
            Again::Differs(what) => Some(what),
            Again::Same | Again::Older => None,
        }));
        if damage.is_empty() {
            let stamp = archive.stamp()?;
            let what = match stamp {
                Stamp::Unstamped => "every hash and text as written",
                Stamp::Sound | Stamp::Broken => "every byte as written",
            };
            writeln!(out, "{}: {}, {what}", file.display(), count(captures.len(), "report"))?;
            if stamp == Stamp::Unstamped {
                eprintln!(
                    "kroniek: note: {}: the last writing to it was not ended, so there is no checksum of the whole \
                     file to compare with; hashes and seals were checked; the next `kroniek read` into it makes one",
                    file.display()
                );
            }
            if older > 0 {
                let what = count(older, "report");
                writeln!(
                    out,
                    "{what} made by another release or other packs: hashes and seals checked, texts not made again"
                )?;
            }
            return Ok(0);
        }
    }
    for line in &damage {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    eprintln!(
        "kroniek: {}: damaged in {}; restore it from a copy",
        file.display(),
        count(damage.len(), "place")
    );
    Ok(3)
}

/// What reading a capture again gives.
enum Again {
    Same,
    /// Another release or other packs made the row: it need not be equal.
    Older,
    Differs(String),
}

fn again(reader: &Reader, capture: &Capture, row: Option<&Derived>, made_by: &str) -> Again {
    let place = &capture.places[0];
    let Some(row) = row else { return Again::Differs(format!("{place}: what reading made of it is gone")) };
    if row.made_by != made_by {
        return Again::Older;
    }
    match input::report(reader, capture) {
        Err(e) => Again::Differs(format!("{place}: cannot be read any more: {e}")),
        Ok(report) => {
            let mut now = Derived::of(&report, made_by);
            // A second report of one id was renamed when it was read.
            if row.id.strip_prefix(now.id.as_str()).is_some_and(|rest| rest.starts_with('~')) {
                now.id.clone_from(&row.id);
            }
            match now.differences(row)[..] {
                [] => Again::Same,
                ref fields => {
                    Again::Differs(format!("{place}: reading it again gives another {}", fields.join(", ")))
                }
            }
        }
    }
}
