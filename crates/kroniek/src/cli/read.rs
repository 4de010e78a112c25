//! `kroniek read`: reports into an archive file.

use super::input::{self, Account, Reading, count};
use super::session;
use crate::index::Indexer;
use anyhow::Result;
use clap::Args;
use kroniek_analyse::Analyser;
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_store::{Added, Archive, Capture, Derived, Index};
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::PathBuf;

/// Captures made again together.
pub(super) const BATCH: usize = 500;

/// Arguments of `read`.
#[derive(Args)]
pub(super) struct Read {
    /// Files and folders; `-` is standard input.
    #[arg(required = true)]
    paths: Vec<String>,
    /// What the input is.
    #[arg(long, value_enum, default_value_t = super::InputFormat::Auto)]
    input_format: super::InputFormat,
    /// A folder with language packs (`lang/`, `publishers/`) to use instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// The archive; made where it is not there.
    #[arg(long, value_name = "FILE", default_value = "kroniek.db")]
    archive: PathBuf,
}

pub(super) fn run(args: &Read) -> Result<u8> {
    let (packs, made_by) = session::packs(args.packs.as_deref())?;
    let engine = Engine::new(&packs, made_by)?;
    let (mut account, mut reading) = (Account::default(), engine.reading());
    // The file is made only when something is to be put into it.
    let mut archive = if args.archive.exists() { Some(Archive::create(&args.archive)?) } else { None };
    let (now, mut total) = (now(), Added::default());
    input::batches(&args.paths, args.input_format, &mut account, &mut |batch, account| {
        let mut fresh: Vec<Capture> = Vec::with_capacity(batch.captures.len());
        for capture in batch.captures {
            match &archive {
                // What is there as these packs make it is not made again; a new place of it is kept.
                Some(archive) if archive.is_current(&capture, &engine.made_by)? => total.known += 1,
                _ => fresh.push(capture),
            }
        }
        let rows = engine.derive(&mut reading, &fresh, account);
        if rows.is_empty() && batch.again.is_empty() {
            return Ok(());
        }
        let archive = match &mut archive {
            Some(archive) => archive,
            none => none.insert(Archive::create(&args.archive)?),
        };
        let added = archive.add(rows.iter().map(|(i, d, x)| (&fresh[*i], d, Some(x))), &now)?;
        total.new += added.new;
        total.known += added.known;
        total.forgotten += added.forgotten;
        archive.add_places(batch.again.iter().map(|(hash, media, place)| (hash.as_str(), *media, place)))?;
        Ok(())
    })?;
    reading.end();
    account.print()?;
    let Some(archive) = archive else { return Ok(1) };
    let known = if total.known > 0 { format!(", {} known already", total.known) } else { String::new() };
    let gone =
        if total.forgotten > 0 { format!(", {} removed before", total.forgotten) } else { String::new() };
    let not = if account.refusals > 0 { format!(", {} not read", account.refusals) } else { String::new() };
    let (file, holds) = (args.archive.display(), count(archive.len()?, "report"));
    // Another program that writes to it now stamps it when that has ended.
    if let Err(e) = archive.close()
        && !e.is_locked()
    {
        return Err(e.into());
    }
    writeln!(io::stdout(), "{file}: {} new{known}{gone}{not}; it holds {holds}", count(total.new, "report"))?;
    Ok(u8::from(account.has_failures()))
}

/// What makes derived rows of captures.
pub(super) struct Engine {
    reader: Reader,
    analyser: Analyser,
    indexer: Indexer,
    /// This release and these packs.
    pub(super) made_by: String,
}

impl Engine {
    pub(super) fn new(packs: &Packs, made_by: String) -> Result<Self> {
        let (reader, analyser) = (Reader::new(packs)?, Analyser::new(packs)?);
        Ok(Engine { reader, analyser, indexer: Indexer::new(packs)?, made_by })
    }

    /// The reading of batch after batch.
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading::new(&self.reader)
    }

    /// The rows of captures, each with the capture's number; what gives none goes into the account.
    pub(super) fn derive(
        &self,
        reading: &mut Reading<'_>,
        captures: &[Capture],
        account: &mut Account,
    ) -> Vec<(usize, Derived, Index)> {
        let reports = reading.reports(captures, account);
        reports
            .into_par_iter()
            .map(|(i, report)| {
                let derived = Derived::of(&report, &self.made_by);
                (i, derived, self.indexer.index(&self.analyser.analyse(report)))
            })
            .collect()
    }
}

/// The moment of reading, which the archive keeps beside each capture and no output shows.
pub(super) fn now() -> String {
    #[expect(clippy::disallowed_methods, reason = "this is the edge at which time enters")]
    let now = jiff::Timestamp::now();
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
