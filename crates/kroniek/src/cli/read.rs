//! `kroniek read`: reports into an archive file.

use super::input::{self, Account, count};
use super::session;
use anyhow::Result;
use clap::Args;
use kroniek_ingest::Reader;
use kroniek_store::{Added, Archive, Derived};
use std::io::{self, Write};
use std::path::PathBuf;

/// Captures written to the disk together: one that is reported as read is on the disk.
const BATCH: usize = 1000;

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
    let reader = Reader::new(&packs)?;
    let mut account = Account::default();
    let captures = input::captures(&args.paths, args.input_format, &mut account);
    let reports = input::reports(&reader, &captures, &mut account);
    let rows: Vec<(usize, Derived)> = reports.iter().map(|(i, r)| (*i, Derived::of(r, &made_by))).collect();
    account.print()?;
    if rows.is_empty() {
        return Ok(1);
    }
    let mut archive = Archive::create(&args.archive)?;
    let (now, mut total) = (now(), Added::default());
    for batch in rows.chunks(BATCH) {
        let added = archive.add(batch.iter().map(|(i, row)| (&captures[*i], row)), &now)?;
        total.new += added.new;
        total.known += added.known;
    }
    let known = if total.known > 0 { format!(", {} known already", total.known) } else { String::new() };
    let not = if account.refusals > 0 { format!(", {} not read", account.refusals) } else { String::new() };
    let (file, holds) = (args.archive.display(), count(archive.len()?, "report"));
    // Another program that writes to it now stamps it when that has ended.
    if let Err(e) = archive.close()
        && !e.is_locked()
    {
        return Err(e.into());
    }
    writeln!(io::stdout(), "{file}: {} new{known}{not}; it holds {holds}", count(total.new, "report"))?;
    Ok(u8::from(account.has_failures()))
}

/// The moment of reading, which the archive keeps beside each capture and no output shows.
fn now() -> String {
    #[expect(clippy::disallowed_methods, reason = "this is the edge at which time enters")]
    let now = jiff::Timestamp::now();
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
