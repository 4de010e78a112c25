//! Any bytes as a plain text: no panic, regions in order that cover the text, and every region's words found again in
//! the source.
#![no_main]

use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Packs::embedded(kroniek_packs::FILES).unwrap()).unwrap());

fuzz_target!(|bytes: &[u8]| {
    let Ok(report) = READER.text(None, bytes) else { return };
    let mut end = 0;
    for region in &report.regions {
        assert!(end <= region.span.start() && !region.span.is_empty());
        assert!(report.text[end as usize..region.span.start() as usize].trim().is_empty());
        end = region.span.end();
    }
    assert!(report.text[end as usize..].trim().is_empty());
    // Only where the bytes are UTF-8 is the decoded text known here.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(source) = std::str::from_utf8(bytes) {
        let map = report.map.as_ref().unwrap();
        for region in &report.regions {
            let there = map.to_source(region.span).expect("a region lies in the source");
            assert_eq!(region.span.of(&report.text), there.of(source).replace('\r', ""));
        }
    }
});
