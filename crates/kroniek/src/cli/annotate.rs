//! `kroniek annotate`: what was found in each report, as JSON Lines.

use super::session::{InputArgs, Session};
use crate::export;
use anyhow::Result;
use clap::Args;
use std::io::{self, Write};

/// Arguments of `annotate`.
#[derive(Args)]
pub(super) struct Annotate {
    #[command(flatten)]
    input: InputArgs,
    /// Also print words with word class and dictionary form.
    #[arg(long)]
    tokens: bool,
    /// Also list the sentences that yielded no statement.
    #[arg(long)]
    coverage: bool,
    /// Stop after reading: text and masthead only.
    #[arg(long)]
    text_only: bool,
}

pub(super) fn run(args: &Annotate) -> Result<u8> {
    let session = Session::open(&args.input)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.text_only {
        let (reports, failed) = session.read(&args.input)?;
        for report in &reports {
            serde_json::to_writer(&mut out, &export::text::record(report, &session.packs))?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        return Ok(u8::from(failed));
    }
    let (analyses, failed) = session.analyse(&args.input)?;
    let extras = export::annotate::Extras { tokens: args.tokens, silent: args.coverage };
    for analysis in &analyses {
        serde_json::to_writer(&mut out, &export::annotate::record(analysis, &session.packs, extras))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(u8::from(failed))
}
