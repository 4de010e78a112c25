//! Two routes to one report: a text as a file and the same text as a line of JSON Lines find the same masthead; and no
//! line makes the reader panic.
#![no_main]

use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Packs::embedded(kroniek_packs::FILES).unwrap()).unwrap());

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = READER.line(text);
    if text.starts_with('\u{feff}') {
        return;
    }
    let Ok(file) = READER.text(None, bytes) else { return };
    let line = serde_json::json!({ "id": "x", "text": text }).to_string();
    let line = READER.line(&line).expect("an object with id and text");
    assert_eq!(line.text, text);
    assert_eq!(line.language, file.language);
    assert_eq!(line.title, file.title);
    assert_eq!(line.byline, file.byline);
    assert_eq!(line.credits, file.credits);
    assert_eq!(line.publisher, file.publisher);
    assert_eq!(line.published, file.published);
});
