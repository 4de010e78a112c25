//! What the program does with good input, bad input and archives.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

const TEXT: &str =
    "Nieuw zwembad in Lutjewoud\n\n3 mei 2021\n\nDe gemeente opent morgen een zwembad, zegt de wethouder.";

/// A folder that goes when the test ends, with the program run in it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kroniek-input-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn run(&self, args: &[&str]) -> Output {
        let program = Command::new(env!("CARGO_BIN_EXE_kroniek"));
        run(program, &self.0, args)
    }
}

fn run(mut program: Command, dir: &Path, args: &[&str]) -> Output {
    program.args(args).current_dir(dir).stdin(Stdio::null()).output().unwrap()
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs `annotate --text-only` and compares exit code, number of reports, and what stderr says (each part in order).
#[track_caller]
fn check(folder: &Folder, args: &[&str], code: i32, reports: usize, said: &[&str]) {
    let out = folder.run(&[&["annotate", "--text-only"], args].concat());
    let err = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(code), "{err}");
    assert_eq!(out.stdout.iter().filter(|&&b| b == b'\n').count(), reports, "{err}");
    let mut rest = err.as_str();
    for part in said {
        let Some(at) = rest.find(part) else { panic!("{part:?} is not in {err:?}") };
        rest = &rest[at + part.len()..];
    }
    if said.is_empty() {
        assert_eq!(err, "");
    }
}

#[test]
fn folders_are_walked_in_order_and_other_files_counted() {
    let folder = Folder::new("walk")
        .with("in/b.txt", format!("{TEXT} Twee."))
        .with("in/a/c.md", format!("{TEXT} Een."))
        .with("in/d.jsonl", format!("{}\n", serde_json::json!({ "id": "drie", "text": TEXT })))
        .with("in/e.jpg", "x")
        .with("in/ReadMe.md", "Over deze verzameling")
        .with("in/a/license.txt", "x")
        .with("in/.verborgen.txt", TEXT);
    check(
        &folder,
        &["in"],
        0,
        3,
        &["note: in: 3 files skipped that cannot be reports (1 .jpg, 1 LICENSE, 1 README)"],
    );
    check(&folder, &["in/ReadMe.md"], 0, 1, &[]);
    let out = folder.run(&["annotate", "--text-only", "in/"]);
    let out = String::from_utf8(out.stdout).unwrap();
    let ids: Vec<_> = out.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()).collect();
    assert_eq!(
        (&ids[0]["path"], &ids[1]["path"], &ids[2]["id"]),
        (&"in/a/c.md".into(), &"in/b.txt".into(), &"drie".into())
    );
    assert_eq!(ids[0]["title"], "Nieuw zwembad in Lutjewoud");
    assert_eq!(ids[0]["text"], "De gemeente opent morgen een zwembad, zegt de wethouder. Een.");
}

#[test]
fn bad_files_are_named_and_the_others_read() {
    let folder = Folder::new("bad")
        .with("goed.txt", TEXT)
        .with("leeg.txt", "")
        .with("plaatje.txt", b"\x89PNG\r\n\x1a\n\0\0\0")
        .with("nullen.txt", b"abc\0\0\xff\xfe\x01")
        .with(
            "stuk.txt",
            b"Nieuw caf\xc3\xa9 in \xe2\x80\x9cNoord\xe2\x80\x9d open\xff, zegt de wethouder van het dorp.",
        )
        .with("oud.txt", b"In Belgi\xeb is het caf\xe9 weer open, zegt de co\xf6rdinator van het dorp.")
        .with("web.txt", "<!DOCTYPE html><p>x");
    let all =
        ["goed.txt", "leeg.txt", "plaatje.txt", "nullen.txt", "stuk.txt", "oud.txt", "web.txt", "weg.txt"];
    let said = [
        "plaatje.txt: a PNG picture was found",
        "nullen.txt: a binary file (a zero byte at 3)",
        "kroniek: note: stuk.txt: broken characters were found and replaced by \u{fffd}",
        "kroniek: note: oud.txt: not in UTF-8; read as windows-1252",
        "web.txt: a web page was found",
        "3 reports read, 5 inputs not read",
    ];
    check(&folder, &all, 1, 3, &said);
    check(&folder, &all, 1, 3, &["weg.txt: no such file or folder\n", "leeg.txt: the file is empty"]);
    check(&folder, &["stuk.txt"], 0, 1, &["note: stuk.txt"]);
}

#[test]
fn nothing_to_read_is_said() {
    let folder = Folder::new("none").with("leeg/x.pdf", "x");
    check(&folder, &["leeg"], 1, 0, &["(1 .pdf)", "leeg: a folder without reports"]);
    check(
        &folder,
        &["weg"],
        1,
        0,
        &["weg: no such file or folder; if a command was meant: `kroniek --help`"],
    );
    check(&folder, &["https://example.org/a"], 1, 0, &["https://example.org/a: a web address was found"]);
    for command in
        [&["weg.txt"][..], &["chronicle", "--format", "json", "leeg"], &["link", "weg"], &["read", "weg"]]
    {
        let out = folder.run(command);
        assert_eq!((out.status.code(), &out.stdout[..]), (Some(1), &b""[..]), "{command:?}");
        assert!(String::from_utf8_lossy(&out.stderr).ends_with("0 reports read, 1 input not read\n"));
    }
    check(&folder, &[], 2, 0, &["nothing to read was named"]);
}

#[test]
fn a_text_too_long_for_one_report_is_refused_at_once() {
    let folder =
        Folder::new("long").with("goed.txt", TEXT).with("lang.txt", "Een zin van niets. ".repeat(2_700_000));
    check(
        &folder,
        &["lang.txt", "goed.txt"],
        1,
        1,
        &["lang.txt: 51.3 MB in one text; a report has at most 8.4 MB"],
    );
}

/// What never ends is ended; what nobody writes to is not waited for.
#[cfg(unix)]
#[test]
fn devices_pipes_and_locked_folders_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("special").with("in/goed.txt", TEXT);
    check(&folder, &["/dev/zero"], 1, 0, &["/dev/zero: a device was found"]);
    for (format, said) in [("auto", "more than 8.4 MB in one text"), ("jsonl", "a line of more than 67 MB")] {
        let zeros = fs::File::open("/dev/zero").unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_kroniek"));
        let out = program.args(["annotate", "-", "--input-format", format]).stdin(zeros).output().unwrap();
        assert_eq!(out.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&out.stderr).contains(said), "{format}");
    }
    if Command::new("mkfifo").arg(folder.0.join("in/pijp.txt")).status().is_ok_and(|s| s.success()) {
        check(&folder, &["in"], 0, 1, &["1 file skipped that cannot be reports (1 named pipe)"]);
        check(&folder, &["in/pijp.txt"], 1, 0, &["in/pijp.txt: a named pipe was found"]);
    }
    let dicht = folder.0.join("dicht");
    fs::create_dir(&dicht).unwrap();
    fs::set_permissions(&dicht, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads it all the same.
    if fs::read_dir(&dicht).is_err() {
        check(&folder, &["dicht"], 1, 0, &["dicht: permission denied", "0 reports read, 1 input not read"]);
    }
    fs::set_permissions(&dicht, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn the_same_bytes_are_read_once() {
    let folder = Folder::new("same").with("a.txt", TEXT).with("b.txt", TEXT);
    check(&folder, &["a.txt", "b.txt"], 0, 1, &["b.txt: the same as a.txt; read once"]);
    check(&folder, &["a.txt", "a.txt"], 0, 1, &[]);
}

#[test]
fn broken_lines_are_named_by_their_number() {
    let line = serde_json::json!({ "id": "een", "text": TEXT });
    let other = serde_json::json!({ "id": "een", "text": format!("{TEXT} Anders.") });
    let folder = Folder::new("lines").with("a.jsonl", format!("{line}\n\n{{\"id\": 3}}\nniets\n{other}\n"));
    let said = [
        "a.jsonl:3: found no \"text\", expected a JSON object with \"id\" and \"text\"\n",
        "a.jsonl:4: found a line that is no JSON, expected a JSON object",
        "note: a.jsonl:5: the id een was used before; read as een~2",
    ];
    check(&folder, &["a.jsonl"], 1, 2, &said[..2]);
    check(&folder, &["a.jsonl"], 1, 2, &said[2..]);
    let date = serde_json::json!({ "id": "twee", "text": TEXT, "published": "gisteren" });
    let folder = folder.with("b.jsonl", format!("{date}\n"));
    check(&folder, &["b.jsonl"], 0, 1, &["note: b.jsonl:1: the date given is \"gisteren\", which is no"]);
}

#[test]
fn an_archive_gives_what_its_files_gave() {
    let folder = Folder::new("archive");
    let out = folder.run(&["read", EXAMPLES]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8_lossy(&out.stdout).contains("kroniek.db: "));
    for command in [&["chronicle"][..], &["link", "--format", "jsonl"], &["stories", "--format", "jsonl"]] {
        let from_files = folder.run(&[command, &[EXAMPLES]].concat());
        let from_archive = folder.run(&[command, &["--archive", "kroniek.db"]].concat());
        assert!(from_files.status.success() && !from_files.stdout.is_empty());
        assert!(from_files.stdout == from_archive.stdout, "{command:?}");
    }
    let again = folder.run(&["read", EXAMPLES]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 reports new"));
}

#[test]
fn verify_finds_every_changed_byte() {
    let folder = Folder::new("verify").with("a.txt", TEXT);
    assert!(folder.run(&["read", "a.txt"]).status.success());
    let out = folder.run(&["verify"]);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stdout));
    let file = folder.0.join("kroniek.db");
    let good = fs::read(&file).unwrap();
    let words = b"zwembad, zegt";
    let places: Vec<usize> =
        (0..good.len() - words.len()).filter(|&i| good[i..].starts_with(words)).collect();
    assert_eq!(places.len(), 2, "in the capture and in the report's text");
    for at in places {
        let mut bad = good.clone();
        bad[at] = b'Z';
        fs::write(&file, &bad).unwrap();
        let out = folder.run(&["verify"]);
        assert_eq!(out.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&out.stdout).starts_with("file: the checksum"), "{:?}", out.stdout);
        assert!(String::from_utf8_lossy(&out.stdout).contains("a.txt (capture 1): "), "{:?}", out.stdout);
        let out = folder.run(&["chronicle", "--archive", "kroniek.db"]);
        assert_eq!((out.status.code(), &out.stdout[..]), (Some(3), &b""[..]));
        assert!(String::from_utf8_lossy(&out.stderr).contains("kroniek.db: damaged: "));
        assert_eq!(folder.run(&["read", "a.txt"]).status.code(), Some(3), "damage is not written over");
    }
    for at in (0..good.len()).step_by(97) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(&file, &bad).unwrap();
        let out = folder.run(&["verify"]);
        assert_eq!(out.status.code(), Some(3), "byte {at}");
        assert!(!out.stdout.is_empty() || !out.stderr.is_empty(), "byte {at}");
    }
    fs::write(&file, &good[..good.len() / 2]).unwrap();
    for command in ["verify", "chronicle", "link", "stories"] {
        let out = folder.run(&[command, "--archive", "kroniek.db"]);
        assert_eq!(out.status.code(), Some(3), "{command}");
        assert!(String::from_utf8_lossy(&out.stderr).contains("cut off"));
    }
    assert_eq!(folder.run(&["chronicle", "--archive", "weg.db"]).status.code(), Some(2));
}
