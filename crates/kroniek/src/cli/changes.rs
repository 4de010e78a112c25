//! `kroniek changes`: what is new, overtaken, contradicted, settled or come true since a time.

use super::ListFormat;
use super::view::{View, ViewArgs, time};
use crate::export::changes::Changes as Export;
use anyhow::Result;
use clap::Args;
use jiff::civil::DateTime;
use std::io::{self, Write};

/// Arguments of `changes`.
#[derive(Args)]
pub(super) struct Changes {
    /// Since when: a report counts as known then if it had certainly been published (a day counts to its end).
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: DateTime,
    #[command(flatten)]
    view: ViewArgs,
    /// How the changes are printed.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
}

pub(super) fn run(args: &Changes) -> Result<u8> {
    let view = View::open(&args.view)?;
    let before = view.known_by(args.since)?;
    let then = kroniek_chronicle::chronicle(&before);
    let now = kroniek_chronicle::chronicle(view.linked());
    let all = kroniek_chronicle::changes((&before, &then), (view.linked(), &now));
    let export =
        Export { linked: view.linked(), chronicle: &now, analyses: view.analyses(), pack: view.pack()? };
    let mut out = io::stdout().lock();
    match args.format {
        ListFormat::Text => out.write_all(export.text(&all).as_bytes())?,
        ListFormat::Jsonl => {
            for change in all {
                serde_json::to_writer(&mut out, &export.record(change))?;
                writeln!(out)?;
            }
        }
    }
    Ok(u8::from(view.failed()))
}
