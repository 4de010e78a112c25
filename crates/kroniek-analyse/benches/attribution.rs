//! Who says what, alone, on one core: the reports of `examples/`, read up to names and figures once, then searched for
//! attributions again and again. Bytes of report text a second, by language; and nested marks, to see that cost stays linear.

#![allow(missing_docs, reason = "criterion's macros make functions without documentation")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kroniek_analyse::{Analyser, Depth, attribution, statement};
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_model::Analysis;
use std::path::Path;

fn attributions(c: &mut Criterion) {
    let packs = Packs::embedded(kroniek_packs::FILES).expect("the packs are well formed");
    let analyser = Analyser::new(&packs).expect("the packs are well formed");
    let reader = Reader::new(&packs).expect("the packs are well formed");
    let mut group = c.benchmark_group("attribution");
    for pack in packs.languages() {
        let rules = attribution::Rules::compile(packs.common(), pack).expect("the rules are well formed");
        let stating = statement::Rules::compile(packs.common(), pack).expect("the rules are well formed");
        let mut reports = analyses(&analyser, &reader, pack.code());
        let bytes: usize = reports.iter().map(|a| a.report.text.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(pack.code(), |b| {
            b.iter(|| {
                for a in &mut reports {
                    a.notices.clear();
                    rules.find(a);
                }
            })
        });
        group.bench_function(format!("statements-{}", pack.code()), |b| {
            b.iter(|| {
                for a in &mut reports {
                    a.notices.clear();
                    stating.find(a);
                }
            });
        });
    }
    for depth in [1_000, 10_000] {
        let text = "\u{201c}".repeat(depth) + "ja" + &"\u{201d}".repeat(depth);
        let mut report = reader.text(None, text.as_bytes()).expect("it is text");
        report.language = "nl".into();
        let mut a = analyser.analyse_to(report, Depth::Names);
        let Some(pack) = packs.language(&a.report.language) else { continue };
        let rules = attribution::Rules::compile(packs.common(), pack).expect("the rules are well formed");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("nested-{depth}"), |b| {
            b.iter(|| {
                a.notices.clear();
                rules.find(&mut a);
            })
        });
    }
    group.finish();
}

/// The examples in one language, read up to names and figures.
fn analyses(analyser: &Analyser, reader: &Reader, language: &str) -> Vec<Analysis> {
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
    paths.iter().filter_map(read).map(|r| analyser.analyse_to(r, Depth::Names)).collect()
}

criterion_group!(benches, attributions);
criterion_main!(benches);
