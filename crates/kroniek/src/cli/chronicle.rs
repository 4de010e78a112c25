//! `kroniek PATH…` and `kroniek chronicle`: the whole job.

use super::session::{InputArgs, Session, Work};
use crate::export::chronicle::{Look, build, markdown, text};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use kroniek_lang::{Pack, Packs};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};

/// Arguments of the main job.
#[derive(Args)]
pub(super) struct Chronicle {
    #[command(flatten)]
    input: InputArgs,
    /// How the chronicle is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of headings and reasons; without it, that of most reports.
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Also show sentences without a date, source, figure or relation of their own (JSON always has them).
    #[arg(long)]
    all: bool,
    /// Whether to colour.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Chronicle {
    /// Whether nothing was asked.
    pub(super) fn is_empty(&self) -> bool {
        self.input.is_empty()
    }
}

pub(super) fn run(args: &Chronicle) -> Result<u8> {
    let session = Session::open(&args.input)?;
    let work = session.link(&args.input)?;
    if work.analyses.is_empty() {
        // Nothing could be read, and that has been said.
        return Ok(u8::from(work.failed));
    }
    let pack = language(&session.packs, &work, args.language.as_deref())?;
    let document = build(&kroniek_chronicle::chronicle(&work.linked), &work.linked, &work.analyses, pack);
    let printed = match args.format {
        Format::Text => text(&document, pack, look(args)),
        Format::Markdown => markdown(&document, pack, args.all),
        Format::Json => serde_json::to_string_pretty(&document)? + "\n",
    };
    io::stdout().lock().write_all(printed.as_bytes())?;
    Ok(u8::from(work.failed))
}

/// The pack that words the output: the one asked for, else that of most reports (ties: by code).
fn language<'p>(packs: &'p Packs, work: &Work, asked: Option<&str>) -> Result<&'p Pack> {
    let known = || packs.languages().map(Pack::code).collect::<Vec<_>>().join(", ");
    if let Some(code) = asked {
        let Some(pack) = packs.language(code) else {
            bail!("--language {code}: no such pack; there are {}", known())
        };
        return Ok(pack);
    }
    let mut count: BTreeMap<&str, i64> = BTreeMap::new();
    for a in &work.analyses {
        *count.entry(&a.report.language).or_default() -= 1;
    }
    let most = count
        .into_iter()
        .filter(|(code, _)| packs.language(code).is_some())
        .min_by_key(|&(code, n)| (n, code));
    let pack = most.and_then(|(code, _)| packs.language(code)).or_else(|| packs.languages().next());
    pack.context("there are no language packs")
}

fn look(args: &Chronicle) -> Look {
    let terminal = io::stdout().is_terminal();
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let width = asked.or_else(|| terminal_size::terminal_size().map(|(w, _)| w.0.into())).unwrap_or(100);
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    };
    Look { width, color, all: args.all }
}
