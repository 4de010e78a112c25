//! `kroniek link`: everything linked, as typed lines.

use super::session::{InputArgs, Session};
use crate::export;
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::io::{self, Write};

/// Arguments of `link`.
#[derive(Args)]
pub(super) struct Link {
    #[command(flatten)]
    input: InputArgs,
    /// What to print.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One typed JSON object a line.
    Jsonl,
}

pub(super) fn run(args: &Link) -> Result<u8> {
    let Format::Jsonl = args.format;
    let session = Session::open(&args.input)?;
    let work = session.link(&args.input)?;
    let chronicle = kroniek_chronicle::chronicle(&work.linked);
    let reports: Vec<&kroniek_model::Report> = work.analyses.iter().map(|a| &a.report).collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    export::link::write(&mut out, &work.linked, &chronicle, &reports, &session.packs)?;
    out.flush()?;
    Ok(u8::from(work.failed))
}
