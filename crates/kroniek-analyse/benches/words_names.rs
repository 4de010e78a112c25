//! Speed of the layers words and names on one core, in tokens a second: the text of `examples/`, repeated.

#![expect(missing_docs, reason = "criterion makes functions without documentation")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kroniek_analyse::{name, word};
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_model::Analysis;
use std::hint::black_box;
use std::path::Path;

/// How often the text is repeated.
const TIMES: usize = 20;

fn layers(c: &mut Criterion) {
    let packs = Packs::embedded(kroniek_packs::FILES).expect("the packs are checked");
    let reader = Reader::new(&packs).expect("the packs are checked");
    for (code, folder) in [("nl", "dijkbreuk-oosterwaal"), ("en", "port-merrow-crane")] {
        let pack = packs.language(code).expect("a pack");
        let words = word::Rules::compile(packs.common(), pack).expect("word rules");
        let names = name::Rules::compile(packs.common(), pack).expect("name rules");
        let text = text(folder).repeat(TIMES);
        let line = serde_json::json!({"id": "bench", "language": code, "text": text}).to_string();
        let Ok(report) = reader.line(&line) else { panic!("a report was expected") };
        let empty = Analysis::new(report);
        let mut read = empty.clone();
        words.read(&mut read);
        let mut group = c.benchmark_group(code);
        group.sample_size(10).throughput(Throughput::Elements(read.tokens.len() as u64));
        let whole = |mut a: Analysis| {
            words.read(&mut a);
            names.find(&mut a);
            a.mentions.len()
        };
        group.bench_function("words and names", |b| {
            b.iter_batched(|| empty.clone(), |a| black_box(whole(a)), BatchSize::LargeInput);
        });
        group.bench_function("words", |b| {
            b.iter_batched(
                || empty.clone(),
                |mut a| {
                    words.read(&mut a);
                    black_box(a.tokens.len())
                },
                BatchSize::LargeInput,
            );
        });
        group.finish();
    }
}

fn text(folder: &str) -> String {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&dir)
        .expect("the examples")
        .flatten()
        .map(|f| f.path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files.iter().map(|f| std::fs::read_to_string(f).expect("an example") + "\n\n").collect()
}

criterion_group!(benches, layers);
criterion_main!(benches);
