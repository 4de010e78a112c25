//! `cargo xtask readme`: the README shows what the program really prints.
//!
//! Every ```` ```sh ```` block whose first line runs the program is run. A ```` ```text ```` block right after it
//! must stand in what was printed, from the first line on; `--update` writes it anew (as many lines as it had).

use crate::root;
use anyhow::{Context, Result, bail};
use std::process::Command;

const RUN: &str = "cargo run --release -- ";

/// Runs the README's commands.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let update = args.iter().any(|a| a == "--update");
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).context("README.md")?;
    let (mut out, mut lines) = (Vec::new(), text.lines().peekable());
    let (mut ran, mut wrong) = (0, Vec::new());
    let mut printed: Option<(String, String)> = None;
    while let Some(line) = lines.next() {
        out.push(line.to_owned());
        if line == "```sh" {
            printed = None;
            for line in lines.by_ref() {
                out.push(line.to_owned());
                if line == "```" {
                    break;
                }
                if let Some(command) = line.strip_prefix(RUN) {
                    printed = Some((command.to_owned(), execute(command)?));
                    ran += 1;
                }
            }
        } else if line == "```text" {
            let shown: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
            if let Some((command, printed)) = printed.take() {
                // A last line of dots stands for the rest.
                let cut = shown.last() == Some(&"…");
                let n = shown.len() - usize::from(cut);
                let real: Vec<&str> =
                    if cut { printed.lines().take(n).collect() } else { printed.lines().collect() };
                if real != shown[..n] {
                    wrong.push(command);
                }
                out.extend(real.iter().map(|&l| l.to_owned()).chain(cut.then(|| "…".to_owned())));
            } else {
                out.extend(shown.iter().map(|&l| l.to_owned()));
            }
            out.push("```".to_owned());
        } else if !line.is_empty() {
            printed = None;
        }
    }
    if update {
        std::fs::write(path, out.join("\n") + "\n")?;
    } else if !wrong.is_empty() {
        bail!(
            "README.md shows something else than `{}` prints; look at it, then `cargo xtask readme --update`",
            wrong.join("`, `")
        );
    }
    eprintln!("{ran} commands of the README ran");
    Ok(())
}

fn execute(command: &str) -> Result<String> {
    let bin = root().join("target/release/kroniek");
    let words: Vec<&str> = command.split(" | ").next().unwrap_or(command).split_whitespace().collect();
    let files = words.iter().map(|w| w.trim_matches('\''));
    let output = Command::new(bin)
        .args(files)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .current_dir(root())
        .output()?;
    if !output.status.success() {
        bail!("`{command}` ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}
