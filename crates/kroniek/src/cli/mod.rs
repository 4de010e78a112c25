//! The command line: a file a command, and `session` for what they share.

mod annotate;
mod changes;
mod chronicle;
mod decision;
mod input;
mod keep;
mod ledger;
mod link;
mod read;
mod search;
mod session;
mod stories;
mod timeline;
mod verify;
mod view;

use crate::export::chronicle::Ledger;
use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use kroniek_ingest::container::Form;
use std::io;
use std::process::ExitCode;

/// Reads news reports and writes the chronicle: what is claimed, by whom, how certain, with which figures.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    main: chronicle::Chronicle,
}

#[derive(Subcommand)]
enum Command {
    /// Per report: names, times, quantities, attributions, statements, with offsets (JSON Lines).
    Annotate(annotate::Annotate),
    /// The chronicle: what is claimed, by whom, when.
    Chronicle(chronicle::Chronicle),
    /// The stories, their reports and independent origins.
    Stories(stories::Stories),
    /// The dates that matter and the sentences that tell them.
    Timeline(timeline::Timeline),
    /// The figures: one quantity through successive reports, each figure with how it stands.
    Figures(ledger::LedgerArgs),
    /// Who said, confirmed and denied what first, and what each speaker said, changed and predicted.
    Voices(ledger::LedgerArgs),
    /// Predictions and plans, their terms, and what later reports show of them.
    Predictions(ledger::LedgerArgs),
    /// What stands against what, across reports and within one.
    Conflicts(ledger::LedgerArgs),
    /// Where a hedge or a source was dropped without anything new behind it.
    Drift(ledger::LedgerArgs),
    /// What is new, overtaken, contradicted, settled or come true since a time.
    Changes(changes::Changes),
    /// Everything linked, as typed lines: reports, entities, origins, statements, relations, figures, the chronicle.
    Link(link::Link),
    /// Read into an archive file, with an account of what could not be read.
    Read(read::Read),
    /// What was said, in an archive: by words, who, where, when, by whom and how.
    Search(search::Search),
    /// What a person decided on reports: list, decide, undo, export, import.
    Decisions(decision::Decisions),
    /// Remove a report from an archive on purpose: bytes and text go, the hash and the reason stay.
    Forget(keep::Forget),
    /// Copy an archive to a new file.
    Backup(keep::Backup),
    /// Take another archive into this one.
    Merge(keep::Merge),
    /// Make everything that is derived from an archive's captures again.
    Rebuild(keep::Rebuild),
    /// Check that an archive still holds what was put into it.
    Verify(verify::Verify),
}

/// What the input is.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// By file name.
    Auto,
    /// Plain text.
    Text,
    /// One JSON object a line.
    Jsonl,
    /// Web pages.
    Html,
    /// Web archives.
    Warc,
    /// Feeds: RSS, Atom.
    Feed,
}

impl InputFormat {
    /// The form that was asked for; `None` where the file itself tells.
    fn form(self) -> Option<Form> {
        match self {
            InputFormat::Auto => None,
            InputFormat::Text => Some(Form::Text),
            InputFormat::Jsonl => Some(Form::Lines),
            InputFormat::Html => Some(Form::Page),
            InputFormat::Warc => Some(Form::Warc),
            InputFormat::Feed => Some(Form::Feed),
        }
    }
}

/// How a list is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Jsonl,
}

/// Runs the program; the exit code is 0 done, 1 done but some inputs could not be read, 2 wrong use, 3 the archive is
/// damaged or locked.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(e) if is_closed_pipe(&e) => ExitCode::SUCCESS,
        Err(e) if e.is::<session::NothingRead>() => ExitCode::from(1),
        Err(e) => {
            eprintln!("kroniek: {e:#}");
            let unusable = |e: &kroniek_store::Error| e.is_damaged() || e.is_locked();
            ExitCode::from(if e.downcast_ref().is_some_and(unusable) { 3 } else { 2 })
        }
    }
}

fn run(cli: Cli) -> Result<u8> {
    match cli.command {
        Some(Command::Annotate(args)) => annotate::run(&args),
        Some(Command::Chronicle(args)) => chronicle::run(&args),
        Some(Command::Stories(args)) => stories::run(&args),
        Some(Command::Timeline(args)) => timeline::run(&args),
        Some(Command::Figures(args)) => ledger::run(&args, Ledger::Figures),
        Some(Command::Voices(args)) => ledger::run(&args, Ledger::Voices),
        Some(Command::Predictions(args)) => ledger::run(&args, Ledger::Predictions),
        Some(Command::Conflicts(args)) => ledger::run(&args, Ledger::Conflicts),
        Some(Command::Drift(args)) => ledger::run(&args, Ledger::Drift),
        Some(Command::Changes(args)) => changes::run(&args),
        Some(Command::Link(args)) => link::run(&args),
        Some(Command::Read(args)) => read::run(&args),
        Some(Command::Search(args)) => search::run(&args),
        Some(Command::Decisions(args)) => decision::run(&args),
        Some(Command::Forget(args)) => keep::forget(&args),
        Some(Command::Backup(args)) => keep::backup(&args),
        Some(Command::Merge(args)) => keep::merge(&args),
        Some(Command::Rebuild(args)) => keep::rebuild(&args),
        Some(Command::Verify(args)) => verify::run(&args),
        None if cli.main.is_empty() => {
            Cli::command().print_help()?;
            Ok(2)
        }
        None => chronicle::run(&cli.main),
    }
}

/// Whoever read our output has gone: that is the reader's right, not an error.
fn is_closed_pipe(e: &anyhow::Error) -> bool {
    let closed = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
    e.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(closed)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|e| e.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
