//! Digests in, dates and sentences out.

use super::*;
use crate::digest::{SentenceDigest, hash};
use jiff::civil::date;
use kroniek_model::{DateBasis, RegionKind, Span, When};
use proptest::prelude::*;

/// A report published on a day of May 2021, or undated; its sentences are separated by full stops.
fn report(id: &str, day: Option<i8>, text: &str) -> Digest {
    let mut at = 0;
    let sentence = |words: &str| {
        let start = at;
        let mut list = Vec::new();
        for word in words.split_whitespace() {
            list.push((hash(word), Span::at(at..at + word.len())));
            at += word.len() + 1;
        }
        SentenceDigest {
            span: Span::at(start..at.max(start + 1) - 1),
            region: RegionKind::Body,
            paragraph: 0,
            lemmas: list.iter().map(|w| (w.0, kroniek_model::Pos::X)).collect(),
            roots: vec![0; list.len()],
            terms: list.iter().map(|w| w.0).collect(),
            pieces: Vec::new(),
            words: list,
        }
    };
    let when = day.map(|d| {
        let day = date(2021, 5, d);
        When {
            earliest: Some(day.at(0, 0, 0, 0)),
            latest: Some(day.at(23, 59, 59, 0)),
            edtf: day.to_string(),
        }
    });
    let sentences = text.split('.').map(sentence).filter(|s| !s.words.is_empty()).collect();
    Digest {
        published: Published { when, basis: DateBasis::Given, ..Published::unknown() },
        sentences,
        id: id.into(),
        language: "en".into(),
        title: None,
        publisher: None,
        credits: Vec::new(),
        byline: Vec::new(),
        mentions: Vec::new(),
        entities: Vec::new(),
        times: Vec::new(),
        quantities: Vec::new(),
        attributions: Vec::new(),
        sources: Vec::new(),
        statements: Vec::new(),
    }
}

fn options(max_dates: usize, max_sentences: usize) -> Options {
    Options { from: None, to: None, max_dates, max_sentences }
}

fn reports() -> Vec<Digest> {
    vec![
        report("a", Some(3), "the dam above the valley broke at dawn. the water took two bridges with it"),
        report(
            "b",
            Some(3),
            "a dam broke and water ran through the valley. people climbed on their roofs at dawn",
        ),
        report(
            "c",
            Some(3),
            "the dam above the valley broke at dawn. helicopters lifted people off their roofs",
        ),
        report("d", Some(9), "the valley counts what the water of the dam left behind"),
        report("e", None, "nobody knows when this was written about the dam"),
    ]
}

#[test]
fn days_of_more_reports_come_first_and_nothing_is_told_twice() {
    let one = select(&reports(), &options(1, 5));
    assert_eq!(one.iter().map(|d| d.date).collect::<Vec<_>>(), [date(2021, 5, 3)]);
    let sentences = &one[0].sentences;
    let twice = |a: &Evidence| a.span.start() == 0 && matches!(a.report.0, 0 | 2);
    assert_eq!(sentences.iter().filter(|s| twice(s)).count(), 1, "{sentences:?}");
    let two = select(&reports(), &options(5, 1));
    assert_eq!(two.iter().map(|d| (d.date.day(), d.sentences.len())).collect::<Vec<_>>(), [(3, 1), (9, 1)]);
}

#[test]
fn bounds_are_kept_and_nothing_is_asked_for_nothing() {
    let from = Options { from: Some(date(2021, 5, 4)), ..options(5, 1) };
    assert_eq!(select(&reports(), &from).len(), 1);
    assert!(select(&reports(), &options(0, 1)).is_empty());
    assert!(select(&reports(), &options(1, 0)).is_empty());
    assert!(select(&[], &options(5, 5)).is_empty());
}

proptest! {
    #[test]
    fn never_more_than_asked_and_always_whole_sentences(dates in 0usize..4, sentences in 0usize..4) {
        let reports = reports();
        let days = select(&reports, &options(dates, sentences));
        prop_assert!(days.len() <= dates);
        for e in days.iter().flat_map(|d| &d.sentences) {
            prop_assert!(reports[e.report.at()].sentences.iter().any(|s| s.span == e.span));
        }
        prop_assert!(days.iter().all(|d| (1..=sentences).contains(&d.sentences.len())));
    }
}
