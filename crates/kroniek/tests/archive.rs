//! The archive's commands, run as a user runs them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kroniek-archive-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// Runs the program in the folder: exit code, standard output, standard error.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let out =
            Command::new(env!("CARGO_BIN_EXE_kroniek")).args(args).current_dir(&self.0).output().unwrap();
        let text = |b: Vec<u8>| String::from_utf8(b).unwrap();
        (out.status.code().unwrap_or(-1), text(out.stdout), text(out.stderr))
    }

    #[track_caller]
    fn check(&self, args: &[&str], code: i32, expected: &[&str]) -> String {
        let (found, out, err) = self.run(args);
        assert_eq!(found, code, "{args:?}\n{out}{err}");
        for e in expected {
            assert!(format!("{out}{err}").contains(e), "{args:?}: {e:?} was expected in\n{out}{err}");
        }
        out
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn examples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").display().to_string()
}

#[test]
fn an_archive_is_filled_searched_cleaned_and_made_again() {
    let folder = Folder::new("whole");
    let examples = examples();
    folder.check(&["read", &examples], 0, &["10 reports new; it holds 10 reports"]);
    folder.check(&["read", &examples], 0, &["0 reports new, 10 known already"]);
    // Forms of a word, words in a row, and who said what.
    folder.check(&["search", "gebroken", "dijk"], 0, &["De dijk brak"]);
    folder.check(&["search", "\"container crane collapsed\"", "--limit", "1"], 0, &["Port Merrow"]);
    assert_eq!(folder.check(&["search", "\"crane container\""], 0, &[]), "");
    let line = folder.check(
        &["search", "crane", "--source", "port authority", "--format", "jsonl", "--limit", "1"],
        0,
        &[],
    );
    let hit: serde_json::Value = serde_json::from_str(&line).unwrap();
    let exact = hit["evidence"]["exact"].as_str().unwrap();
    assert!(exact.contains("port authority"), "{exact}");
    folder.check(&["search"], 2, &["nothing to look for was named"]);
    // What is removed is gone, and stays so.
    let id = hit["evidence"]["report"].as_str().unwrap();
    folder.check(&["backup", "copy.db"], 0, &["10 reports copied"]);
    folder.check(&["forget", id, "--reason", "at the publisher's request"], 0, &["removed"]);
    folder.check(&["forget", id, "--reason", "again"], 2, &["no report with the id"]);
    folder.check(&["read", &examples], 0, &["0 reports new", "1 removed before", "it holds 9 reports"]);
    folder.check(&["merge", "copy.db"], 0, &["0 reports new, 9 known already, 1 removed before"]);
    // Everything derived can be made again, and the file is sound after all of it.
    let before = folder.check(&["search", "dijk", "--format", "jsonl"], 0, &[]);
    folder.check(&["rebuild"], 0, &["9 reports made again"]);
    assert_eq!(folder.check(&["search", "dijk", "--format", "jsonl"], 0, &[]), before);
    folder.check(&["verify"], 0, &["every byte as written"]);
    folder.check(&["verify", "copy.db"], 0, &["every byte as written"]);
}

#[test]
fn what_changed_since_a_day_is_told() {
    let folder = Folder::new("changes");
    let story = format!("{}/dijkbreuk-oosterwaal", examples());
    let out = folder.check(
        &["changes", "--since", "2022-02-08", &story],
        0,
        &[
            "Nieuw bericht: Gat in dijk Oosterwaal pas donderdag gedicht",
            "Een cijfer is verbeterd:\n  “Volgens de brandweer zijn zo'n driehonderd woningen beschadigd”",
            "Een voorspelling is niet op tijd uitgekomen:",
        ],
    );
    assert_eq!(out.matches("Een cijfer is verbeterd").count(), 1);
    assert_eq!(folder.check(&["changes", "--since", "2023-01-01", &story], 0, &[]), "");
    folder.check(&["changes", "--since", "ooit", &story], 2, &["a day (2019-02-16) or a moment"]);
}

#[test]
fn decisions_hold_until_they_are_undone() {
    let folder = Folder::new("decide");
    folder.check(&["read", &examples()], 0, &["it holds 10 reports"]);
    let line = folder.check(&["search", "dijk", "--limit", "1", "--format", "jsonl"], 0, &[]);
    let hit: serde_json::Value = serde_json::from_str(&line).unwrap();
    let id = hit["evidence"]["report"].as_str().unwrap();
    let stories = |expected: &str| folder.check(&["stories", "--archive", "kroniek.db"], 0, &[expected]);
    stories("5");
    let before = folder.check(&["chronicle", "--archive", "kroniek.db"], 0, &[]);
    folder.check(&["decisions", "hide", id, "--why", "a draft"], 0, &["hide"]);
    folder.check(&["decisions", "note", id, "seen", "--exact", "no such words"], 2, &["does not stand in"]);
    folder.check(&["decisions", "date", id, "someday"], 2, &["EDTF"]);
    folder.check(&["decisions", "hide", "rnone"], 2, &["no report with this id"]);
    assert_ne!(folder.check(&["chronicle", "--archive", "kroniek.db"], 0, &[]), before);
    folder.check(&["decisions", "undo", "1"], 0, &[]);
    assert_eq!(folder.check(&["chronicle", "--archive", "kroniek.db"], 0, &[]), before);
    folder.check(&["decisions"], 0, &["(undone)", "undo the decision of"]);
    // A date that was set is used, and says where it is from.
    folder.check(
        &["decisions", "date", id, "2022-02-09", "--why", "the paper's own archive"],
        0,
        &["→ 2022-02-09"],
    );
    let line = folder.check(&["link", "--archive", "kroniek.db", "--format", "jsonl"], 0, &[]);
    let mut lines = line.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
    let dated = lines.find(|l| l["type"] == "report" && l["id"] == id).unwrap();
    assert_eq!(
        (&dated["published"]["edtf"], &dated["published"]["provenance"]),
        (&"2022-02-09".into(), &"given".into())
    );
    // They leave the archive and come back, once.
    let all = folder.check(&["decisions", "export"], 0, &[]);
    std::fs::write(folder.0.join("all.jsonl"), &all).unwrap();
    folder.check(&["decisions", "import", "all.jsonl"], 0, &["0 decisions taken in"]);
    folder.check(&["verify"], 0, &["every byte as written"]);
}

#[test]
fn what_is_no_archive_is_told() {
    let folder = Folder::new("none");
    folder.check(&["search", "x"], 2, &["kroniek.db: no such file"]);
    folder.check(&["backup", "copy.db"], 2, &["no such file"]);
    std::fs::write(folder.0.join("kroniek.db"), "no archive").unwrap();
    folder.check(&["search", "x"], 3, &["no archive"]);
    folder.check(&["rebuild"], 3, &["no archive"]);
    std::fs::create_dir(folder.0.join("d.db")).unwrap();
    folder.check(&["search", "x", "--archive", "d.db"], 2, &["this is a folder"]);
}
