//! `cargo xtask quality`: how good it is, apart from whether it works.
//!
//! Scores our own gold ([`gold`]), then runs the scorers of a bench folder (argument, `KRONIEK_BENCH`, or `../shared/bench`) and writes what they print
//! to `quality/scores.tsv`. What is not there is named and skipped; its rows in the file stay.

mod copies;
mod gold;
mod stories;

use crate::{root, step};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rows of the score file: (set, metric) → precision, recall, F1 or the one number.
type Scores = BTreeMap<(String, String), [String; 3]>;

const HEADER: &str = "set\tmetric\tP\tR\tF1";

/// Runs every scorer that is there.
pub(crate) fn run(args: &[String]) -> Result<()> {
    step("cargo", &["build", "--release", "--quiet"])?;
    let bench =
        args.first().map(PathBuf::from).or_else(|| std::env::var_os("KRONIEK_BENCH").map(PathBuf::from));
    let bench = bench.unwrap_or_else(|| root().join("../shared/bench"));
    let file = root().join("quality/scores.tsv");
    let mut scores = read(&file);
    let mut skipped = Vec::new();
    own_gold(&mut scores)?;
    copies::score(&mut scores)?;
    stories::score(&bench, &mut scores)?;
    let sets = bench.join("sets");
    if sets.is_dir() {
        let mut names: Vec<PathBuf> = std::fs::read_dir(&sets)?.flatten().map(|e| e.path()).collect();
        names.sort();
        for set in names.iter().filter(|p| p.extension().is_some_and(|e| e == "jsonl")) {
            score(&bench.join("score.py"), &[set], &mut scores)?;
        }
        score(&bench.join("score_stories.py"), &[&bench.join("stories")], &mut scores)?;
        if !timelines(&bench, &mut scores)? {
            skipped.push("timelines (needs the Python package tilse)".to_owned());
        }
    } else {
        skipped.push(format!("bench ({} is not there)", bench.display()));
    }
    write(&file, &scores)?;
    for s in skipped {
        eprintln!("skipped: {s}");
    }
    Ok(())
}

fn own_gold(scores: &mut Scores) -> Result<()> {
    let packs = kroniek_lang::Packs::embedded(kroniek_packs::FILES)?;
    let (reader, analyser) = (kroniek_ingest::Reader::new(&packs)?, kroniek_analyse::Analyser::new(&packs)?);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root().join("quality/gold"))?.flatten().map(|e| e.path()).collect();
    files.sort();
    for file in files.iter().filter(|p| p.extension().is_some_and(|e| e == "jsonl")) {
        let name = format!("gold/{}", file.file_stem().unwrap_or_default().to_string_lossy());
        eprintln!("{name}");
        let text = std::fs::read_to_string(file)?;
        for (metric, count) in
            gold::score(&reader, &analyser, &text).with_context(|| file.display().to_string())?
        {
            scores.insert((name.clone(), metric.to_owned()), count.prf().map(|x| format!("{x:.1}")));
        }
    }
    Ok(())
}

fn score(scorer: &Path, what: &[&Path], scores: &mut Scores) -> Result<()> {
    eprintln!("{}", what[0].display());
    let out =
        Command::new("python3").arg(scorer).args(what).arg("--json").arg("--bin").arg(binary()).output()?;
    if !out.status.success() {
        eprintln!("  not scored: {}", String::from_utf8_lossy(&out.stderr).trim());
        return Ok(());
    }
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).context("the scorer's answer")?;
    let set = Path::new(json["set"].as_str().unwrap_or_default()).file_name().unwrap_or_default();
    let set = set.to_string_lossy().into_owned();
    for row in json["rows"].as_array().into_iter().flatten() {
        let metric = row[0].as_str().unwrap_or_default().trim().to_owned();
        // Speed depends on the machine; benches measure it.
        if metric.contains("per second") {
            continue;
        }
        let cell = |i: usize| row[i].as_f64().map_or(String::new(), |x| format!("{x:.1}"));
        scores.insert((set.clone(), metric), [cell(1), cell(2), cell(3)]);
    }
    Ok(())
}

/// Timelines print text, and need a package that is not everywhere.
fn timelines(bench: &Path, scores: &mut Scores) -> Result<bool> {
    let mut topics: Vec<PathBuf> = match std::fs::read_dir(bench.join("timelines")) {
        Ok(dir) => dir.flatten().map(|e| e.path()).collect(),
        Err(_) => return Ok(false),
    };
    topics.sort();
    let out = Command::new("python3")
        .arg(bench.join("score_timeline.py"))
        .args(&topics)
        .arg("--bin")
        .arg(binary())
        .output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    let Some(mean) = text.lines().find(|l| l.starts_with("mean")) else { return Ok(false) };
    let numbers: Vec<&str> = mean.split_whitespace().filter(|w| w.parse::<f64>().is_ok()).collect();
    for (metric, n) in ["AR1", "AR2", "date F1"].iter().zip(numbers) {
        scores.insert(
            ("timelines".to_owned(), (*metric).to_owned()),
            [String::new(), String::new(), n.to_owned()],
        );
    }
    Ok(true)
}

fn binary() -> PathBuf {
    root().join("target/release/kroniek")
}

fn read(file: &Path) -> Scores {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let rows = text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect::<Vec<_>>());
    rows.filter(|c| c.len() == 5)
        .map(|c| ((c[0].clone(), c[1].clone()), [c[2].clone(), c[3].clone(), c[4].clone()]))
        .collect()
}

fn write(file: &Path, scores: &Scores) -> Result<()> {
    let mut text = String::from(HEADER);
    for ((set, metric), [p, r, f]) in scores {
        text.push_str(&format!("\n{set}\t{metric}\t{p}\t{r}\t{f}"));
    }
    std::fs::create_dir_all(file.parent().expect("a folder"))?;
    Ok(std::fs::write(file, text + "\n")?)
}
