//! Texts in, stories out.

use super::*;
use crate::Linker;
use crate::digest::digest;
use kroniek_analyse::Analyser;
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINES: LazyLock<(Analyser, Linker)> = LazyLock::new(|| {
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    (Analyser::new(&packs).unwrap(), Linker::new(&packs).unwrap())
});

fn digests(language: &str, texts: &[&str]) -> Vec<Digest> {
    let read = |(i, text): (usize, &&str)| {
        let mut report = bare(i, text);
        report.language = language.into();
        digest(&ENGINES.0.analyse(report))
    };
    texts.iter().enumerate().map(read).collect()
}

/// A report without masthead or date.
fn bare(i: usize, text: &str) -> kroniek_model::Report {
    use kroniek_model::{Published, Region, RegionKind, Report, SourceMap, Span};
    Report {
        id: format!("r{i:03}").into(),
        path: None,
        capture: "".into(),
        language: "und".into(),
        title: None,
        byline: Vec::new(),
        credits: Vec::new(),
        publisher: None,
        url: None,
        published: Published::unknown(),
        manner: kroniek_model::Manner::Report,
        modified: None,
        section: None,
        zone: "UTC".into(),
        regions: vec![Region { span: Span::at(0..text.len()), kind: RegionKind::Body }],
        map: Some(SourceMap::identity(text.len() as u32)),
        text: text.to_owned(),
        notices: Vec::new(),
    }
}

/// The stories as lists of report numbers.
fn stories(digests: Vec<Digest>) -> Vec<Vec<u32>> {
    let linked = ENGINES.1.stories(digests);
    linked.stories.iter().map(|s| s.reports.iter().map(|r| r.0).collect()).collect()
}

const TEXTS: [&str; 6] = [
    "The cable car on Mount Ansel stopped halfway on Sunday with thirty skiers inside. Rescuers lowered them by rope.",
    "Thirty skiers hung for five hours in a cable car on Mount Ansel. The operator blames a frozen cable.",
    "The Ansel cable car will stay shut for a week after Sunday's rescue of thirty skiers, the operator says.",
    "The museum of Dorvik has bought a lost painting by Ilse Kramm. It was found in an attic.",
    "A painting by Ilse Kramm, lost for a century, goes to the Dorvik museum, which paid two million for it.",
    "Milk will be dearer next year, farmers warn. Feed costs have doubled since the spring.",
];

#[test]
fn reports_on_one_event_are_a_story_and_others_are_not() {
    assert_eq!(stories(digests("en", &TEXTS)), [vec![0, 1, 2], vec![3, 4], vec![5]]);
}

#[test]
fn copies_are_weighed_once_and_reports_without_words_stay_alone() {
    let mut texts = vec![TEXTS[0]; 2000];
    texts.extend(["", "Word", "", TEXTS[3]]);
    let found = stories(digests("en", &texts));
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2000, 1, 1, 1, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_arrival_does_not_show(order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle()) {
        let all = digests("en", &TEXTS);
        let shuffled: Vec<Digest> = order.iter().map(|&i| all[i].clone()).collect();
        prop_assert_eq!(ENGINES.1.stories(all), ENGINES.1.stories(shuffled));
    }
}
