//! The project's own chores. `cargo xtask` lists them.

mod ci;
mod corpus;
mod language;
mod names;
mod quality;
mod readme;
mod train;

use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// A chore: its name, what it does, and how.
type Chore = (&'static str, &'static str, fn(&[String]) -> Result<()>);

const CHORES: &[Chore] = &[
    ("ci", "format, lints, every test, the documentation and the README's own commands", ci::run),
    (
        "quality",
        "run the scorers over the bench, where it is present, and refresh quality/scores.tsv",
        quality::run,
    ),
    ("corpus", "write synthetic reports made from examples/ as JSON Lines: N [FILE]", corpus::run),
    ("language", "train the language detector: CODE TREEBANK.conllu…", language::run),
    ("names", "train and measure the name models: train, cv, test", names::run),
    ("train", "train the models of words: CODE [FOLDER OF TREEBANKS]", train::train),
    ("lexicon", "make a compact word list: CODE LIST|WORDNET FOLDER…", train::lexicon::run),
    ("cv", "cross-validate the models of words by document: CODE [FOLDER OF TREEBANKS]", train::cv),
    ("readme", "run the README's commands and compare what they print [--update]", readme::run),
];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        for (name, what, _) in CHORES {
            println!("cargo xtask {name:10} {what}");
        }
        return Ok(());
    };
    match CHORES.iter().find(|(n, ..)| n == name) {
        Some((.., run)) => run(rest),
        None => bail!("no chore is called {name}; `cargo xtask` lists them"),
    }
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned()
}

/// Runs a program in the root, showing it first.
pub(crate) fn step(program: &str, args: &[&str]) -> Result<()> {
    eprintln!("\n$ {program} {}", args.join(" "));
    let status = Command::new(program).args(args).current_dir(root()).status()?;
    if !status.success() {
        bail!("`{program} {}` ended with {status}", args.join(" "));
    }
    Ok(())
}
