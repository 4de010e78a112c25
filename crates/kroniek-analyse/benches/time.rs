//! The time layer alone, on one core: the reports of `examples/`, read word by word once, then searched for times
//! again and again. Bytes of report text a second, by language.

#![allow(missing_docs, reason = "criterion's macros make functions without documentation")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kroniek_analyse::{time, word};
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_model::Analysis;
use std::path::Path;

fn times(c: &mut Criterion) {
    let packs = Packs::embedded(kroniek_packs::FILES).expect("the packs are well formed");
    let reader = Reader::new(&packs).expect("the packs are well formed");
    let mut group = c.benchmark_group("time");
    for pack in packs.languages() {
        let words = word::Rules::compile(packs.common(), pack).expect("the words are well formed");
        let rules = time::Rules::compile(packs.common(), pack).expect("the rules are well formed");
        let mut reports = analyses(&reader, &words, pack.code());
        let bytes: usize = reports.iter().map(|a| a.report.text.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(pack.code(), |b| {
            b.iter(|| {
                for a in &mut reports {
                    a.times.clear();
                    rules.find(a);
                }
            });
        });
    }
    group.finish();
}

/// The examples in one language, with their sentences and words.
fn analyses(reader: &Reader, words: &word::Rules, language: &str) -> Vec<Analysis> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let folders = std::fs::read_dir(examples).expect("the examples are there");
    let mut paths: Vec<_> = folders
        .flatten()
        .filter(|e| e.path().is_dir())
        .flat_map(|e| std::fs::read_dir(e.path()).expect("a folder can be listed").flatten())
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let read = |p: &std::path::PathBuf| {
        let bytes = std::fs::read(p).expect("an example can be read");
        reader.text(None, &bytes).ok().filter(|r| r.language == language)
    };
    let analyse = |report| {
        let mut a = Analysis::new(report);
        words.read(&mut a);
        a
    };
    paths.iter().filter_map(read).map(analyse).collect()
}

criterion_group!(benches, times);
criterion_main!(benches);
