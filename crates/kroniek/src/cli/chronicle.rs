//! `kroniek PATH…` and `kroniek chronicle`: the whole job.

use super::view::{View, ViewArgs, look};
use crate::export::chronicle::{markdown, text};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::io::{self, Write};

/// Arguments of the main job.
#[derive(Args)]
pub(super) struct Chronicle {
    #[command(flatten)]
    view: ViewArgs,
    /// How the chronicle is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also show sentences without a date, source, figure or relation of their own (JSON always has them).
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, at a terminal.
    Text,
    /// With footnotes.
    Markdown,
    /// One document, described by chronicle.schema.json.
    Json,
}

impl Chronicle {
    /// Whether nothing was asked.
    pub(super) fn is_empty(&self) -> bool {
        self.view.input.is_empty()
    }
}

pub(super) fn run(args: &Chronicle) -> Result<u8> {
    let view = View::open(&args.view)?;
    let (document, pack) = (view.document()?, view.pack()?);
    let printed = match args.format {
        Format::Text => text(&document, pack, look(&args.view, args.all)),
        Format::Markdown => markdown(&document, pack, args.all),
        Format::Json => serde_json::to_string_pretty(&document)? + "\n",
    };
    io::stdout().lock().write_all(printed.as_bytes())?;
    Ok(u8::from(view.failed()))
}
