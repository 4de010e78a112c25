//! `cargo xtask corpus N [FILE]`: synthetic reports made from `examples/`, as JSON Lines, for measuring how cost grows.

mod generate;

use crate::root;
use anyhow::{Context, Result};
use std::io::Write;

/// Writes `N` reports to the file, or to standard output.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let n: u64 =
        args.first().context("a number of reports was expected")?.parse().context("a number of reports")?;
    let texts = examples()?;
    let out: Box<dyn Write> = match args.get(1) {
        Some(file) => Box::new(std::fs::File::create(file)?),
        None => Box::new(std::io::stdout().lock()),
    };
    let mut out = std::io::BufWriter::new(out);
    for r in generate::reports(&texts, n) {
        let line = serde_json::json!({
            "id": r.id, "language": r.language, "title": r.title, "publisher": r.publisher, "published": r.published,
            "text": r.text,
        });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// The example reports with their languages.
fn examples() -> Result<Vec<(String, String)>> {
    let packs = kroniek_lang::Packs::embedded(kroniek_packs::FILES)?;
    let reader = kroniek_ingest::Reader::new(&packs)?;
    let mut texts = Vec::new();
    let mut folders: Vec<_> =
        std::fs::read_dir(root().join("examples"))?.flatten().map(|e| e.path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|f| f.is_dir()) {
        let mut files: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|e| e.path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
            let text = std::fs::read_to_string(file)?;
            let line = serde_json::json!({"id": file.display().to_string(), "text": text}).to_string();
            let report = reader.line(&line).map_err(|e| anyhow::anyhow!("{}: {e}", file.display()))?;
            texts.push((report.language.to_string(), text));
        }
    }
    Ok(texts)
}
