//! An archive gives back what was put in, and says so when it cannot.

use kroniek_store::{Added, Archive, Capture, Derived, Error, Media, Place, Stamp, VERSION};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kroniek-store-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("a.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn capture(n: usize) -> Capture {
    let text = format!("Bericht {n}\n\nIn haven {n} is een schip aangekomen met {} kisten. ", n * 7)
        .repeat(1 + n % 60);
    let (media, line) = if n.is_multiple_of(3) { (Media::Json, Some(n as u32)) } else { (Media::Text, None) };
    Capture::new(media, text.into_bytes(), Place { path: Some(format!("map/{n}.txt")), line })
}

fn derived(capture: &Capture) -> Derived {
    Derived {
        id: format!("r{}", &capture.hash[..12]),
        language: "nl".to_owned(),
        title: Some("Bericht".to_owned()),
        byline: String::new(),
        credits: "ANP\nBelga".to_owned(),
        publisher: None,
        url: None,
        published: Some("2021-05".to_owned()),
        earliest: None,
        latest: None,
        basis: "stated".to_owned(),
        zone: "Europe/Amsterdam".to_owned(),
        text: String::from_utf8_lossy(&capture.bytes).to_uppercase(),
        made_by: "test".to_owned(),
    }
}

fn filled(file: &Path, n: usize) -> Vec<(Capture, Derived)> {
    let all: Vec<_> = (0..n).map(capture).map(|c| (c.clone(), derived(&c))).collect();
    let mut archive = Archive::create(file).unwrap();
    let added = archive.add(all.iter().map(|(c, d)| (c, d, None)), "2026-01-02T03:04:05Z").unwrap();
    assert_eq!(added, Added { new: n, ..Added::default() });
    all
}

fn held(archive: &Archive) -> Result<Vec<(Capture, Derived)>, Error> {
    let captures = archive.captures()?;
    captures
        .into_iter()
        .map(|c| Ok((c.clone(), archive.derived(&c)?.unwrap_or_else(|| derived(&c)))))
        .collect()
}

#[test]
fn what_was_put_in_comes_out_and_the_archive_is_one_file() {
    let folder = Folder::new("round");
    let all = filled(&folder.file(), 40);
    let archive = Archive::open(&folder.file()).unwrap();
    assert_eq!(held(&archive).unwrap(), all);
    assert_eq!(archive.len().unwrap(), 40);
    assert!(archive.check().is_empty());
    drop(archive);
    let files: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(files, ["a.db"]);
}

#[test]
fn a_capture_is_kept_once_with_every_place() {
    let folder = Folder::new("twice");
    filled(&folder.file(), 3);
    let mut archive = Archive::open(&folder.file()).unwrap();
    let mut again = capture(1);
    again.places =
        vec![Place { path: None, line: None }, Place { path: Some("map/1.txt".to_owned()), line: None }];
    let row = Derived { text: "anders".to_owned(), ..derived(&again) };
    assert_eq!(
        archive.add([(&again, &row, None)], "2027-01-01T00:00:00Z").unwrap(),
        Added { known: 1, ..Added::default() }
    );
    let kept = &archive.captures().unwrap()[1];
    assert_eq!(kept.places.len(), 2);
    assert_eq!(kept.places[0].path.as_deref(), Some("map/1.txt"));
    assert_eq!(archive.derived(kept).unwrap().unwrap(), row);
    assert!(archive.check().is_empty());
}

/// Every changed byte is found, also in the header and where nothing is kept; what is read never changes unnoticed.
#[test]
fn no_changed_byte_goes_unnoticed() {
    let folder = Folder::new("flip");
    filled(&folder.file(), 12);
    let good = fs::read(folder.file()).unwrap();
    let flipped = folder.0.join("b.db");
    for at in (0..100).chain((100..good.len()).step_by(101)) {
        for change in [0xff, 1 << (at % 8), 3] {
            let mut bad = good.clone();
            bad[at] ^= change;
            fs::write(&flipped, &bad).unwrap();
            match Archive::open(&flipped) {
                Err(e) => assert!(e.is_damaged(), "byte {at} ^ {change}: {e}"),
                Ok(archive) => {
                    assert!(!archive.check().is_empty(), "byte {at} ^ {change} changed unnoticed");
                    assert!(archive.captures().is_err(), "byte {at} ^ {change} is read");
                }
            }
            assert!(
                Archive::create(&flipped).is_err_and(|e| e.is_damaged()),
                "byte {at} ^ {change} is written to"
            );
        }
    }
    for bad in [&good[..], &[0]].concat().chunks(good.len() + 1).chain([&good[..good.len() - 1]]) {
        fs::write(&flipped, bad).unwrap();
        assert!(Archive::open(&flipped).map_or(true, |a| !a.check().is_empty()));
    }
}

/// What a crash leaves is no damage, and only rows can be checked.
#[test]
fn an_archive_that_was_not_closed_is_told_apart() {
    let folder = Folder::new("crash");
    let all = filled(&folder.file(), 3);
    let stamp = || Archive::open(&folder.file()).unwrap().stamp().unwrap();
    assert_eq!(stamp(), Stamp::Sound);
    let mut archive = Archive::open(&folder.file()).unwrap();
    archive.add(all.iter().map(|(c, d)| (c, d, None)), "2026-01-02T03:04:05Z").unwrap();
    let left = fs::read(folder.file()).unwrap();
    archive.close().unwrap();
    assert_eq!(stamp(), Stamp::Sound);
    fs::write(folder.file(), left).unwrap();
    assert_eq!(stamp(), Stamp::Unstamped);
    let archive = Archive::open(&folder.file()).unwrap();
    assert!(archive.check().is_empty());
    assert_eq!(held(&archive).unwrap(), all);
}

/// A file that was stamped between two batches of another writer is stamped again by that one.
#[test]
fn two_writers_in_turn_leave_a_sound_archive() {
    let folder = Folder::new("turns");
    filled(&folder.file(), 1);
    let rows: Vec<_> = (1..4).map(capture).map(|c| (c.clone(), derived(&c))).collect();
    let mut one = Archive::create(&folder.file()).unwrap();
    let mut two = Archive::create(&folder.file()).unwrap();
    let add =
        |a: &mut Archive, i: usize| a.add([(&rows[i].0, &rows[i].1, None)], "2026-01-02T03:04:05Z").unwrap();
    add(&mut one, 0);
    add(&mut two, 1);
    one.close().unwrap();
    assert!(two.check().is_empty());
    add(&mut two, 2);
    two.close().unwrap();
    let archive = Archive::open(&folder.file()).unwrap();
    assert_eq!((archive.stamp().unwrap(), archive.len().unwrap()), (Stamp::Sound, 4));
}

#[test]
fn every_changed_byte_of_a_capture_or_its_text_is_found() {
    let folder = Folder::new("content");
    filled(&folder.file(), 4);
    let good = fs::read(folder.file()).unwrap();
    let places = |words: &[u8]| {
        let windows = good.windows(words.len()).enumerate();
        windows.filter(|(_, w)| *w == words).map(|(i, _)| i).collect::<Vec<_>>()
    };
    for words in
        [&b"In haven 2"[..], b"IN HAVEN 2", b"map/2.txt", b"2026-01-02T03", b"text/plain", b"Amsterdam"]
    {
        for at in places(words) {
            let mut bad = good.clone();
            bad[at + 3] ^= 4;
            fs::write(folder.file(), &bad).unwrap();
            let damage = Archive::open(&folder.file()).unwrap().check();
            assert!(!damage.is_empty(), "{}", String::from_utf8_lossy(words));
        }
    }
}

#[track_caller]
fn refused(file: &Path, bytes: &[u8], expected: &str) -> Error {
    fs::write(file, bytes).unwrap();
    let error = Archive::open(file).unwrap_err();
    assert!(error.to_string().contains(expected), "{error}");
    error
}

#[test]
fn what_is_no_archive_is_refused_with_what_was_found() {
    let folder = Folder::new("refused");
    let file = folder.file();
    filled(&file, 5);
    let good = fs::read(&file).unwrap();
    assert!(refused(&file, b"", "the file is empty").is_damaged());
    assert!(refused(&file, b"Een bericht.", "does not begin as an SQLite database").is_damaged());
    assert!(refused(&file, &good[..60], "cut off").is_damaged());
    assert!(refused(&file, &good[..good.len() - 100], "restore it from a copy").is_damaged());
    let newer = VERSION + 1;
    let mut later = good.clone();
    later[60..64].copy_from_slice(&newer.to_be_bytes());
    assert!(refused(&file, &later, "a later release made it").is_newer());
    let other = folder.0.join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x);").unwrap();
    let other = fs::read(other).unwrap();
    assert!(refused(&file, &other, "another program").is_damaged());
    assert!(Archive::open(&folder.0.join("none.db")).unwrap_err().is_absent());
    assert!(Archive::open(&folder.0).unwrap_err().to_string().contains("this is a folder"));
}

#[test]
fn a_second_writer_is_told_so() {
    let folder = Folder::new("locked");
    filled(&folder.file(), 1);
    let other = rusqlite::Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let error = Archive::open(&folder.file()).and_then(|a| a.len()).unwrap_err();
    assert!(error.is_locked(), "{error}");
}

/// An archive of each schema there ever was opens.
#[test]
fn the_schema_is_stored() {
    let folder = Folder::new("schema");
    filled(&folder.file(), 1);
    let db = rusqlite::Connection::open(folder.file()).unwrap();
    let version: i32 = db.pragma_query_value(None, "user_version", |r| r.get(0)).unwrap();
    let noted: String =
        db.query_row("SELECT value FROM meta WHERE key = 'schema'", [], |r| r.get(0)).unwrap();
    assert_eq!((version, noted), (VERSION, VERSION.to_string()));
}
