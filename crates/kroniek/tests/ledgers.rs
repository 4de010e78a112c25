//! The ledgers and `--as-of`, tried on the examples as a user would.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn examples() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples"))
}

fn kroniek(args: &[&str], inputs: &[PathBuf]) -> Output {
    let out = Command::new(env!("CARGO_BIN_EXE_kroniek")).args(args).args(inputs).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    out
}

fn printed(args: &[&str], inputs: &[PathBuf]) -> String {
    String::from_utf8(kroniek(args, inputs).stdout).unwrap()
}

/// All files below a folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { all.push(path) }
        }
    }
    all.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    all.sort();
    all
}

#[test]
fn as_of_a_time_is_the_chronicle_of_what_was_out_by_then() {
    let all = files(&examples());
    let document = |args: &[&str], inputs: &[PathBuf]| -> serde_json::Value {
        serde_json::from_str(&printed(&[&["chronicle", "--format", "json"], args].concat(), inputs)).unwrap()
    };
    let latest = |r: &serde_json::Value| r["published"]["latest"].as_str().unwrap_or_default().to_owned();
    let mut days: Vec<String> = document(&[], &all)["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(latest)
        .filter(|l| !l.is_empty())
        .collect();
    days.sort();
    let middle = days[days.len() / 2].clone();
    let then = document(&["--as-of", &middle], &all);
    let reports = then["reports"].as_array().unwrap();
    assert!(!reports.is_empty() && reports.len() < all.len());
    assert!(reports.iter().all(|r| latest(r) <= middle));
    // The files that were out by then, on their own.
    let alone: Vec<PathBuf> = all
        .iter()
        .filter(|f| {
            let d = document(&[], std::slice::from_ref(f));
            reports.iter().any(|r| r["id"] == d["reports"][0]["id"])
        })
        .cloned()
        .collect();
    assert_eq!(alone.len(), reports.len());
    for args in [["chronicle", "--format=json"], ["voices", "--format=csv"], ["figures", "--format=text"]] {
        assert_eq!(
            printed(&[&args[..], &["--as-of", &middle]].concat(), &all),
            printed(&args, &alone),
            "{args:?}"
        );
    }
}

#[test]
fn before_the_first_report_there_is_nothing_and_that_is_said() {
    let out = kroniek(&["conflicts", "--as-of", "1990-01-01"], &[examples()]);
    assert!(out.stdout.is_empty());
    assert!(String::from_utf8_lossy(&out.stderr).contains("no report had certainly been published"));
}

#[test]
fn one_story_is_shown_alone() {
    let document: serde_json::Value =
        serde_json::from_str(&printed(&["chronicle", "--format=json"], &[examples()])).unwrap();
    let stories = document["stories"].as_array().unwrap();
    assert!(stories.len() > 1);
    let id = stories[1]["id"].as_str().unwrap();
    let alone: serde_json::Value =
        serde_json::from_str(&printed(&["chronicle", "--format=json", "--story", id], &[examples()]))
            .unwrap();
    assert_eq!(alone["stories"].as_array().unwrap().len(), 1);
    assert_eq!(alone["stories"][0]["id"], id);
    assert_eq!(alone["reports"].as_array().unwrap().len(), stories[1]["reports"].as_array().unwrap().len());
    assert!(alone["entries"].as_array().unwrap().iter().all(|e| e["story"] == 1));
    let none = Command::new(env!("CARGO_BIN_EXE_kroniek"))
        .args(["figures", "--story", "no such words"])
        .arg(examples())
        .output()
        .unwrap();
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn every_ledger_prints_in_every_form() {
    for ledger in ["figures", "voices", "predictions", "conflicts", "drift"] {
        let text = printed(&[ledger, "--format=text"], &[examples()]);
        assert!(!text.contains("[ledger.") && !text.contains("[conflict."), "{text}");
        let json: serde_json::Value =
            serde_json::from_str(&printed(&[ledger, "--format=json"], &[examples()])).unwrap();
        assert!(json[ledger].as_array().is_some_and(|l| !l.is_empty()), "{ledger} is empty");
        let csv = printed(&[ledger, "--format=csv"], &[examples()]);
        let mut lines = records(&csv).into_iter();
        let columns = lines.next().unwrap().len();
        let all: Vec<Vec<String>> = lines.collect();
        assert!(!all.is_empty() && all.iter().all(|l| l.len() == columns), "{csv}");
    }
}

/// The records of a CSV text.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut all, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                all.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    all
}
