//! Any text as a report: no panic, and every source, cue and content of an attribution lies in the text, its pieces in
//! order and apart.
#![no_main]

use kroniek_analyse::Analyser;
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded(kroniek_packs::FILES).unwrap());
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&PACKS).unwrap());
static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| Analyser::new(&PACKS).unwrap());

fuzz_target!(|text: &str| {
    for language in ["nl", "en"] {
        let Ok(mut report) = READER.text(None, text.as_bytes()) else { return };
        report.language = language.into();
        let a = ANALYSER.analyse(report);
        for x in &a.attributions {
            let spans = x.content.iter().chain(x.source.as_ref().map(|s| &s.span));
            for span in spans.chain(x.cue.as_ref().map(|c| &c.span)) {
                assert!(a.report.text.get(span.range()).is_some_and(|words| !words.is_empty()));
            }
        }
        for s in &a.statements {
            assert!(s.attribution.is_none_or(|i| (i as usize) < a.attributions.len()));
        }
    }
});
