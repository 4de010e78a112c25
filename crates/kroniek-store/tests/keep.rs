//! Removing, deciding, copying, searching, and archives of older schemas.

use kroniek_store::{
    Added, Archive, Capture, Derived, Index, IndexedSentence, IndexedStatement, Media, Place, Query, VERSION,
    Word,
};
use std::fs;
use std::path::{Path, PathBuf};

const NOW: &str = "2026-01-02T03:04:05Z";

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kroniek-keep-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A report of one sentence a line.
fn report(text: &str) -> (Capture, Derived, Index) {
    let place = Place { path: Some(format!("{}.txt", text.len())), line: None };
    let capture = Capture::new(Media::Text, text.as_bytes().to_vec(), place);
    let derived = Derived {
        id: format!("r{}", &capture.hash[..12]),
        language: "en".to_owned(),
        title: None,
        byline: String::new(),
        credits: String::new(),
        publisher: Some("Harbour Post".to_owned()),
        url: None,
        published: Some("2024-03-05".to_owned()),
        earliest: Some("2024-03-05T00:00:00".to_owned()),
        latest: Some("2024-03-05T23:59:59".to_owned()),
        basis: "stated".to_owned(),
        zone: "UTC".to_owned(),
        text: text.to_owned(),
        made_by: "test".to_owned(),
    };
    let mut sentences = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, stop) = (at, at + line.trim_end().len() as u32);
        at += line.len() as u32;
        let statement = IndexedStatement {
            start,
            stop,
            event: line.contains("sank").then(|| "sink".to_owned()),
            who: line.split(' ').next().unwrap_or("").to_owned(),
            keys: [line.split(' ').next().unwrap_or("").to_lowercase(), String::new(), String::new()],
            stance: if line.contains("said") { "asserted" } else { "predicted" }.to_owned(),
            earliest: line.contains("May").then(|| "2023-05-01T00:00:00".to_owned()),
            latest: line.contains("May").then(|| "2023-05-31T23:59:59".to_owned()),
            ..IndexedStatement::default()
        };
        let lemma = line.to_lowercase().replace("sank", "sink").replace("ships", "ship");
        let more = if line.contains("steamship") { "steam ship" } else { "" };
        sentences.push(IndexedSentence {
            start,
            stop,
            form: line.to_owned(),
            lemma,
            more: more.to_owned(),
            statements: vec![statement],
        });
    }
    (capture, derived, Index { sentences })
}

fn archive(file: &Path, texts: &[&str]) -> Archive {
    let mut archive = Archive::create(file).unwrap();
    let all: Vec<_> = texts.iter().map(|t| report(t)).collect();
    archive.add(all.iter().map(|(c, d, i)| (c, d, Some(i))), NOW).unwrap();
    archive
}

#[test]
fn what_is_removed_leaves_nothing_but_its_hash_and_the_reason() {
    let folder = Folder::new("forget");
    let file = folder.file("a.db");
    let secret = "Quillfeather sank on Monday.\nThe crew said nothing of Quillfeather.";
    let mut a = archive(&file, &[secret, "A calm day."]);
    let (capture, derived, index) = report(secret);
    let stones = a.forget(&derived.id, "at the request of the person named", NOW).unwrap();
    assert_eq!((stones.len(), &stones[0].hash), (1, &capture.hash));
    assert_eq!(a.tombstones().unwrap(), stones);
    assert_eq!(a.len().unwrap(), 1);
    let again = a.add([(&capture, &derived, Some(&index))], NOW).unwrap();
    assert_eq!(again, Added { forgotten: 1, ..Added::default() });
    assert!(a.forget("nothing", "x", NOW).unwrap_err().is_absent());
    assert!(a.check().is_empty());
    a.close().unwrap();
    let bytes = fs::read(&file).unwrap().to_ascii_lowercase();
    assert!(!bytes.windows(12).any(|w| w == b"quillfeather"), "the text is still in the file");
    assert!(Archive::open(&file).unwrap().check().is_empty());
}

#[test]
fn decisions_are_kept_in_order_and_cannot_be_taken_out_unseen() {
    let folder = Folder::new("decide");
    let file = folder.file("a.db");
    let mut a = archive(&file, &["A calm day."]);
    assert_eq!(a.decide([("t1", "{\"a\":1}"), ("t2", "{\"b\":2}"), ("t1", "{\"a\":1}")]).unwrap(), 2);
    assert_eq!(a.decide([("t2", "{\"b\":2}"), ("t3", "{\"c\":3}")]).unwrap(), 1);
    let all = a.decisions().unwrap();
    assert_eq!(
        all.iter().map(|d| (d.number, d.body.as_str())).collect::<Vec<_>>(),
        [(1, "{\"a\":1}"), (2, "{\"b\":2}"), (3, "{\"c\":3}")]
    );
    a.close().unwrap();
    rusqlite::Connection::open(&file).unwrap().execute("DELETE FROM decision WHERE number = 2", []).unwrap();
    let damage = Archive::open(&file).unwrap().check();
    assert!(damage.iter().any(|d| d.place == "decision 3"), "{damage:?}");
}

#[test]
fn a_copy_is_a_sound_archive_and_two_archives_make_one() {
    let folder = Folder::new("copy");
    let mut a = archive(&folder.file("a.db"), &["A calm day.", "The Heron sank."]);
    a.decide([("t1", "{}")]).unwrap();
    a.backup(&folder.file("b.db")).unwrap();
    assert!(a.backup(&folder.file("b.db")).unwrap_err().to_string().contains("the file exists"));
    let b = Archive::open(&folder.file("b.db")).unwrap();
    assert!(b.check().is_empty());
    assert_eq!(
        (b.captures().unwrap(), b.decisions().unwrap()),
        (a.captures().unwrap(), a.decisions().unwrap())
    );
    let mut c = archive(&folder.file("c.db"), &["A calm day.", "A third thing."]);
    assert_eq!(c.merge(&b, NOW).unwrap(), Added { new: 1, known: 1, forgotten: 0 });
    assert_eq!((c.len().unwrap(), c.decisions().unwrap().len()), (3, 1));
    c.close().unwrap();
    assert!(Archive::open(&folder.file("c.db")).unwrap().check().is_empty());
}

#[test]
fn sentences_are_found_by_words_phrases_and_what_they_say() {
    let folder = Folder::new("search");
    let a = archive(
        &folder.file("a.db"),
        &[
            "Heron sank in May, the owner said.\nTwo ships will sail on Tuesday.",
            "Osprey is an old steamship, they said.\nHeron said \"no\" to it.",
        ],
    );
    let check = |query: Query, expected: &[&str]| {
        let hits = a.search(&query).unwrap();
        let found: Vec<&str> = hits.iter().map(|h| &h.text[h.start as usize..h.stop as usize]).collect();
        let mut sorted: Vec<&str> = found.clone();
        sorted.sort_unstable();
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(sorted, expected, "{query:?}");
    };
    let any = |w: &str| Word::Any(vec![w.to_owned()]);
    let words = |words: Vec<Word>| Query { words, ..Query::default() };
    let (sank, sail) = ("Heron sank in May, the owner said.", "Two ships will sail on Tuesday.");
    let (steam, no) = ("Osprey is an old steamship, they said.", "Heron said \"no\" to it.");
    check(words(vec![any("sink")]), &[sank]);
    check(words(vec![any("ship")]), &[sail, steam]);
    check(words(vec![Word::Phrase("heron sank".to_owned())]), &[sank]);
    check(words(vec![Word::Phrase("sank heron".to_owned())]), &[]);
    check(words(vec![any("heron"), Word::None(vec!["sink".to_owned()])]), &[no]);
    check(words(vec![any("a\" OR b")]), &[]);
    check(Query { who: Some("heron".to_owned()), ..Query::default() }, &[sank, no]);
    check(Query { event: Some("sink".to_owned()), ..Query::default() }, &[sank]);
    check(Query { stance: Some("predicted".to_owned()), ..Query::default() }, &[sail]);
    check(Query { to: Some("2023-12-31".to_owned()), ..Query::default() }, &[sank]);
    check(
        Query { words: vec![any("said")], from: Some("2024-01-01".to_owned()), ..Query::default() },
        &[steam, no],
    );
    check(Query { language: Some("nl".to_owned()), ..Query::default() }, &[]);
    assert_eq!(a.search(&Query { limit: 1, ..Query::default() }).unwrap().len(), 1);
    assert_eq!(a.unindexed().unwrap(), 0);
}

/// An archive of each schema there ever was opens, with all that was in it.
#[test]
fn archives_of_older_schemas_open() {
    let folder = Folder::new("older");
    for schema in 1..VERSION {
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/archives/schema-{schema}.db"));
        let file = folder.file("old.db");
        fs::copy(&old, &file).unwrap();
        let mut a = Archive::open(&file).unwrap();
        assert_eq!(a.captures().unwrap().len(), 2);
        assert_eq!(a.unindexed().unwrap(), 2);
        assert!(a.check().is_empty(), "{:?}", a.check());
        assert_eq!(a.decide([("t", "{}")]).unwrap(), 1);
        a.close().unwrap();
        assert!(Archive::open(&file).unwrap().check().is_empty());
        // One of whose bytes one was changed is not brought up to date, which would hide that.
        let mut bytes = fs::read(&old).unwrap();
        let at = bytes.len() - 9;
        bytes[at] ^= 1;
        fs::write(&file, &bytes).unwrap();
        assert!(Archive::open(&file).unwrap_err().is_damaged());
    }
}
