//! Trains the language detector: letter trigrams and the commonest words of a language.

use anyhow::{Context, Result, bail};
use kroniek_lang::fold;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

/// How many trigrams and words a profile keeps.
const TRIGRAMS: usize = 3000;
const WORDS: usize = 150;

/// `cargo xtask language CODE TREEBANK.conllu…` writes `lang/CODE/model/language/{trigrams,words}.tsv`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let Some((code, files)) = args.split_first().filter(|(_, files)| !files.is_empty()) else {
        bail!("a language code and treebank files were expected")
    };
    let (mut trigrams, mut words) = (BTreeMap::new(), BTreeMap::new());
    let mut names = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).with_context(|| file.clone())?;
        names.push(file.rsplit('/').next().unwrap_or(file).to_owned());
        for sentence in text.lines().filter_map(|l| l.strip_prefix("# text = ")) {
            let letters = kroniek_ingest::language::letters(sentence);
            for gram in letters.windows(3) {
                *trigrams.entry(gram.iter().collect::<String>()).or_insert(0u32) += 1;
            }
        }
        for line in text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())) {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [_, form, _, pos, ..] = cells[..]
                && !matches!(pos, "PROPN" | "PUNCT" | "NUM" | "SYM" | "X")
            {
                *words.entry(fold(form).to_string()).or_insert(0u32) += 1;
            }
        }
    }
    let total: u32 = trigrams.values().sum();
    let head = format!(
        "# Made by `cargo xtask language` from Universal Dependencies: {}.\n# Licence: CC BY-SA 4.0.\n",
        names.join(", ")
    );
    let mut out = format!(
        "{head}# weight: 100 × natural logarithm of the share among all trigrams; _ is a gap.\ntrigram\tweight\n"
    );
    for (gram, n) in commonest(trigrams, TRIGRAMS) {
        let weight = (f64::from(n) / f64::from(total)).ln() * 100.0;
        writeln!(out, "{}\t{weight:.0}", gram.replace(' ', "_"))?;
    }
    let dir = crate::root().join("lang").join(code).join("model/language");
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("trigrams.tsv"), out)?;
    let mut out = format!("{head}word\n");
    for (word, _) in commonest(words, WORDS).into_iter().filter(|(w, _)| w.chars().all(char::is_alphabetic)) {
        writeln!(out, "{word}")?;
    }
    fs::write(dir.join("words.tsv"), out)?;
    Ok(())
}

fn commonest(counts: BTreeMap<String, u32>, keep: usize) -> Vec<(String, u32)> {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(keep);
    all
}
