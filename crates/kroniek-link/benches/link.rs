//! How fast copies and stories are found, how cost grows with the number of reports, and what a digest takes.
//!
//! On synthetic reports made from `examples/`. What memory a million would take is printed, by the bytes of one.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use kroniek_analyse::{Analyser, Depth};
use kroniek_lang::Packs;
use kroniek_link::{Digest, Linker, digest, origin, story::Decisions};
use kroniek_model::{Published, Region, RegionKind, Report, SourceMap, Span, When};
use std::path::Path;

#[path = "../../../xtask/src/corpus/generate.rs"]
mod generate;

/// Reports that most is measured on, and those that growth is measured on.
const REPORTS: u64 = 4_000;
const GROWTH: [usize; 3] = [1_000, 2_000, 4_000];

fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut texts = Vec::new();
    for (folder, language) in [("dijkbreuk-oosterwaal", "nl"), ("port-merrow-crane", "en")] {
        let mut files: Vec<_> =
            std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten().map(|e| e.path()).collect();
        files.sort();
        let read = |file: &std::path::PathBuf| std::fs::read_to_string(file).ok();
        texts.extend(files.iter().filter_map(read).map(|text| (language.to_owned(), text)));
    }
    texts
}

fn report(s: generate::Synthetic) -> Report {
    let day: jiff::civil::Date = s.published.parse().expect("a date");
    let when = When {
        earliest: Some(day.at(0, 0, 0, 0)),
        latest: Some(day.at(23, 59, 59, 0)),
        edtf: s.published.clone(),
    };
    let text = format!("{}\n\n{}", s.title, s.text);
    let title = s.title.len();
    Report {
        id: s.id.into(),
        path: None,
        capture: "".into(),
        language: s.language.into(),
        title: Some(s.title),
        byline: Vec::new(),
        credits: Vec::new(),
        publisher: Some(s.publisher),
        url: None,
        published: Published::given(when),
        zone: "UTC".into(),
        regions: vec![
            Region { span: Span::at(0..title), kind: RegionKind::Title },
            Region { span: Span::at(title + 2..text.len()), kind: RegionKind::Body },
        ],
        map: Some(SourceMap::identity(text.len() as u32)),
        text,
        manner: kroniek_model::Manner::Report,
        modified: None,
        section: None,
        notices: Vec::new(),
    }
}

fn digests(packs: &Packs, depth: Depth, n: u64) -> Vec<Digest> {
    let analyser = Analyser::new(packs).expect("the packs compile");
    let all = generate::reports(&texts(), n);
    all.into_iter().map(|s| digest::digest(&analyser.analyse_to(report(s), depth))).collect()
}

fn bench(c: &mut Criterion) {
    let packs = Packs::embedded(kroniek_packs::FILES).expect("the packs are sound");
    let linker = Linker::new(&packs).expect("the packs compile");
    let whole = digests(&packs, Depth::Statements, 200);
    let bytes = whole.iter().map(Digest::bytes).sum::<usize>() / whole.len();
    println!(
        "a digest with statements: {bytes} bytes, {:.1} GiB a million",
        bytes as f64 * 1e6 / 1024f64.powi(3)
    );
    let digests = digests(&packs, Depth::Names, REPORTS);
    let mut growing = linker.growing(Decisions::default());
    growing.add(&digests);
    let bytes = growing.bytes_per_report();
    println!(
        "stories keep {bytes} bytes a report, {:.1} GiB a million",
        bytes as f64 * 1e6 / 1024f64.powi(3)
    );

    let mut group = c.benchmark_group("link");
    group.sample_size(10);
    for n in GROWTH {
        group.throughput(Throughput::Elements(n as u64));
        group.bench_with_input(BenchmarkId::new("signatures and candidates", n), &n, |b, &n| {
            b.iter(|| origin::candidates(&digests[..n]).len());
        });
        group.bench_with_input(BenchmarkId::new("stories", n), &n, |b, &n| {
            b.iter_batched_ref(
                || linker.growing(Decisions::default()),
                |growing| growing.add(&digests[..n]),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    bench(&mut criterion);
    criterion.final_summary();
}
