//! Any text, whole and paragraph by paragraph: no panic, spans in order, and the same words marked.
#![no_main]

use kroniek_analyse::{time, word};
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

struct Layers {
    reader: Reader,
    words: word::Rules,
    times: time::Rules,
}

static LAYERS: LazyLock<Layers> = LazyLock::new(|| {
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    let pack = packs.languages().find(|p| p.code() == "nl").unwrap();
    Layers {
        reader: Reader::new(&packs).unwrap(),
        words: word::Rules::compile(packs.common(), pack).unwrap(),
        times: time::Rules::compile(packs.common(), pack).unwrap(),
    }
});

/// The words marked as times in a text read as the body of a report.
fn marked(text: &str) -> Option<Vec<String>> {
    let mut report = LAYERS.reader.text(None, b"x").ok()?;
    report.text = text.to_owned();
    report.regions = vec![kroniek_model::Region {
        span: kroniek_model::Span::at(0..text.len()),
        kind: kroniek_model::RegionKind::Body,
    }];
    report.map = None;
    let mut a = kroniek_model::Analysis::new(report);
    LAYERS.words.read(&mut a);
    LAYERS.times.find(&mut a);
    for pair in a.times.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start());
    }
    Some(a.times.iter().map(|t| t.span.of(text).to_owned()).collect())
}

fuzz_target!(|text: &str| {
    let paragraphs: Vec<&str> = text.split("\n\n").filter(|p| !p.trim().is_empty()).collect();
    let Some(whole) = marked(&paragraphs.join("\n\n")) else { return };
    let apart: Vec<String> = paragraphs.iter().filter_map(|p| marked(p)).flatten().collect();
    assert_eq!(whole, apart);
});
