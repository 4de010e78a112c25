//! Scores near copies on our own gold: `quality/gold/copies/texts.jsonl` holds the texts, `pairs.tsv` how the second of two
//! stands to the first. A pair counts as a copy when a sentence of one is led back to the other.

use super::Scores;
use crate::root;
use anyhow::{Context, Result};
use kroniek_analyse::Analyser;
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_link::{Digest, Linker, digest};
use std::collections::BTreeMap;

/// Adds precision, recall and F1 over all pairs, and recall by kind.
pub(super) fn score(scores: &mut Scores) -> Result<()> {
    let folder = root().join("quality/gold/copies");
    eprintln!("gold/copies");
    let packs = Packs::embedded(kroniek_packs::FILES)?;
    let (reader, analyser, linker) = (Reader::new(&packs)?, Analyser::new(&packs)?, Linker::new(&packs)?);
    let mut texts: BTreeMap<String, Digest> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("texts.jsonl"))?.lines() {
        let report = reader.line(line).map_err(|e| anyhow::anyhow!("{e}"))?;
        texts.insert(report.id.to_string(), digest::digest(&analyser.analyse(report)));
    }
    let (mut right, mut printed, mut wanted) = (0, 0, 0);
    let mut by_kind: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let pairs = std::fs::read_to_string(folder.join("pairs.tsv"))?;
    for line in pairs.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [first, second, kind, ..] = cells[..] else { continue };
        let of =
            |id: &str| texts.get(id).cloned().with_context(|| format!("{id} is in no line of texts.jsonl"));
        let linked = linker.stories([of(first)?, of(second)?]);
        let (found, copy) = (!linked.copies.is_empty(), kind != "none");
        right += usize::from(found && copy);
        printed += usize::from(found);
        wanted += usize::from(copy);
        let counts = by_kind.entry(kind.to_owned()).or_default();
        counts.0 += usize::from(found == copy);
        counts.1 += 1;
        if found != copy {
            eprintln!("  {} {first} {second}", if copy { "missed" } else { "wrong" });
        }
    }
    let part = |n: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * n as f64 / of as f64 };
    let (p, r) = (part(right, printed), part(right, wanted));
    let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    let name = "gold/copies".to_owned();
    scores.insert((name.clone(), "pairs".to_owned()), [p, r, f].map(|x| format!("{x:.1}")));
    for (kind, (n, of)) in by_kind {
        let share = format!("{:.1}", part(n, of));
        scores
            .insert((name.clone(), format!("{kind}: right of {of}")), [String::new(), share, String::new()]);
    }
    Ok(())
}
