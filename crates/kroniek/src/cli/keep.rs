//! `kroniek forget`, `backup`, `merge`, `rebuild`: keeping an archive.

use super::input::{self, Account, count};
use super::read;
use super::session;
use anyhow::{Result, bail};
use clap::Args;
use kroniek_store::Archive;
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `forget`.
#[derive(Args)]
pub(super) struct Forget {
    /// The report's id, or the hash of its bytes (8 characters or more of it).
    id: String,
    /// Why; it stays in the archive.
    #[arg(long)]
    reason: String,
    /// The archive.
    #[arg(long, value_name = "FILE", default_value = "kroniek.db")]
    archive: PathBuf,
}

pub(super) fn forget(args: &Forget) -> Result<u8> {
    if args.reason.trim().is_empty() {
        bail!("the reason is empty; it is what stays of a report that was removed");
    }
    let mut archive = Archive::open(&args.archive)?;
    let stones = archive.forget(&args.id, args.reason.trim(), &read::now())?;
    archive.close()?;
    let mut out = io::stdout().lock();
    for stone in stones {
        writeln!(out, "{}: removed; its hash {} and the reason stay", stone.id, &stone.hash[..16])?;
    }
    Ok(0)
}

/// Arguments of `backup`.
#[derive(Args)]
pub(super) struct Backup {
    /// The new file.
    to: PathBuf,
    /// The archive.
    #[arg(long, value_name = "FILE", default_value = "kroniek.db")]
    archive: PathBuf,
}

pub(super) fn backup(args: &Backup) -> Result<u8> {
    let archive = Archive::open(&args.archive)?;
    archive.backup(&args.to)?;
    writeln!(io::stdout(), "{}: {} copied", args.to.display(), count(archive.len()?, "report"))?;
    Ok(0)
}

/// Arguments of `merge`.
#[derive(Args)]
pub(super) struct Merge {
    /// The archive to take in.
    from: PathBuf,
    /// The archive that grows.
    #[arg(long, value_name = "FILE", default_value = "kroniek.db")]
    archive: PathBuf,
    /// A folder with language packs (`lang/`, `publishers/`) to use instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
}

pub(super) fn merge(args: &Merge) -> Result<u8> {
    let other = Archive::open(&args.from)?;
    let mut archive = Archive::create(&args.archive)?;
    let added = archive.merge(&other, &read::now())?;
    remake(&mut archive, args.packs.as_deref(), true)?;
    let holds = count(archive.len()?, "report");
    archive.close()?;
    let known = if added.known > 0 { format!(", {} known already", added.known) } else { String::new() };
    let gone =
        if added.forgotten > 0 { format!(", {} removed before", added.forgotten) } else { String::new() };
    let new = count(added.new, "report");
    writeln!(io::stdout(), "{}: {new} new{known}{gone}; it holds {holds}", args.archive.display())?;
    Ok(0)
}

/// Arguments of `rebuild`.
#[derive(Args)]
pub(super) struct Rebuild {
    /// The archive.
    #[arg(long, value_name = "FILE", default_value = "kroniek.db")]
    archive: PathBuf,
    /// A folder with language packs (`lang/`, `publishers/`) to use instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
}

pub(super) fn rebuild(args: &Rebuild) -> Result<u8> {
    let mut archive = Archive::create(&args.archive)?;
    let made = remake(&mut archive, args.packs.as_deref(), false)?;
    archive.close()?;
    writeln!(
        io::stdout(),
        "{}: {} made again from their captures",
        args.archive.display(),
        count(made, "report")
    )?;
    Ok(0)
}

/// Reads captures again and writes what is derived from them: all, or those that cannot be searched yet.
fn remake(archive: &mut Archive, packs: Option<&std::path::Path>, missing: bool) -> Result<usize> {
    if missing && archive.unindexed()? == 0 {
        return Ok(0);
    }
    let (packs, made_by) = session::packs(packs)?;
    let engine = read::Engine::new(&packs, made_by)?;
    let mut account = Account::default();
    let captures = archive.captures()?;
    let mut made = 0;
    let mut reading = engine.reading();
    for batch in captures.chunks(read::BATCH) {
        let rows = engine.derive(&mut reading, batch, &mut account);
        made += rows.len();
        archive.add(rows.iter().map(|(i, d, x)| (&batch[*i], d, Some(x))), &read::now())?;
    }
    input::Account::print(&account)?;
    Ok(made)
}
