//! `kroniek figures`, `voices`, `predictions`, `conflicts`, `drift`: the ledgers.

use super::view::{View, ViewArgs, look};
use crate::export::chronicle::{Ledger, csv, json, sheet};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::io::{self, Write};

/// Arguments of a ledger.
#[derive(Args)]
pub(super) struct LedgerArgs {
    #[command(flatten)]
    view: ViewArgs,
    /// How the ledger is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, at a terminal.
    Text,
    /// One document, with the parts of the chronicle's that the ledger needs.
    Json,
    /// A line a figure, prediction, conflict or utterance; the README documents the columns.
    Csv,
}

pub(super) fn run(args: &LedgerArgs, ledger: Ledger) -> Result<u8> {
    let view = View::open(&args.view)?;
    let (document, pack) = (view.document()?, view.pack()?);
    let printed = match args.format {
        Format::Text => sheet(&document, pack, look(&args.view, true), ledger),
        Format::Json => json(&document, ledger)?,
        Format::Csv => csv(&document, ledger),
    };
    io::stdout().lock().write_all(printed.as_bytes())?;
    Ok(u8::from(view.failed()))
}
