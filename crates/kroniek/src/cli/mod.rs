//! The command line.

mod input;

use crate::export;
use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};
use kroniek_analyse::Analyser;
use kroniek_lang::Packs;
use std::io::{self, Write};
use std::process::ExitCode;

/// Reads news reports and writes the chronicle: what is claimed, by whom, how certain, with which figures.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Per report: names, times, quantities, attributions, statements, with offsets (JSON Lines).
    Annotate(Annotate),
}

#[derive(Args)]
struct Annotate {
    /// Files and folders; `-` is standard input.
    paths: Vec<String>,
    /// What the input is.
    #[arg(long, value_enum, default_value_t = InputFormat::Auto)]
    input_format: InputFormat,
    /// Also print words with word class and dictionary form.
    #[arg(long)]
    tokens: bool,
    /// Stop after reading: text and masthead only.
    #[arg(long)]
    text_only: bool,
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
}

/// Runs the program; the exit code is 0 done, 1 done but some inputs could not be read, 2 wrong use.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(e) if e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("kroniek: {e:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<u8> {
    match cli.command {
        Some(Command::Annotate(args)) => annotate(&args),
        None => Ok(2),
    }
}

fn annotate(args: &Annotate) -> Result<u8> {
    let packs = Packs::embedded(kroniek_packs::FILES)?;
    let analyser = Analyser::new(&packs)?;
    let (reports, failed) = input::read(&args.paths, args.input_format)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for report in reports {
        let analysis = analyser.analyse(report);
        serde_json::to_writer(&mut out, &export::annotate::record(&analysis, args.tokens))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(u8::from(failed))
}
