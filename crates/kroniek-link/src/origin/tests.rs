//! Texts in, copies and origins out.

use super::*;
use crate::Linker;
use crate::digest::digest;
use kroniek_analyse::Analyser;
use kroniek_model::{DateBasis, Published, Region, RegionKind, Report, SourceMap, Span, When};

/// A report of one outlet, published on a day of May 2021.
struct Given {
    outlet: &'static str,
    day: i8,
    credit: Option<&'static str>,
    text: String,
}

fn given(outlet: &'static str, day: i8, credit: Option<&'static str>, text: &str) -> Given {
    Given { outlet, day, credit, text: text.to_owned() }
}

fn report(i: usize, g: &Given) -> Report {
    let day = jiff::civil::date(2021, 5, g.day);
    let when = When {
        earliest: Some(day.at(0, 0, 0, 0)),
        latest: Some(day.at(23, 59, 59, 0)),
        edtf: day.to_string(),
    };
    Report {
        id: format!("r{i}").into(),
        path: None,
        capture: "".into(),
        language: "en".into(),
        title: None,
        byline: Vec::new(),
        credits: g.credit.iter().map(|c| (*c).to_owned()).collect(),
        publisher: Some(g.outlet.to_owned()),
        url: None,
        published: Published { when: Some(when), basis: DateBasis::Given, ..Published::unknown() },
        manner: kroniek_model::Manner::Report,
        modified: None,
        section: None,
        zone: "UTC".into(),
        regions: vec![Region { span: Span::at(0..g.text.len()), kind: RegionKind::Body }],
        map: Some(SourceMap::identity(g.text.len() as u32)),
        text: g.text.clone(),
        notices: Vec::new(),
    }
}

/// Copies as `later<earlier: dropped words | added words`, and the number of origins.
fn check(reports: &[Given], copies: &[&str], origins: usize) {
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    let analyser = Analyser::new(&packs).unwrap();
    let analyses: Vec<_> = reports.iter().enumerate().map(|(i, g)| analyser.analyse(report(i, g))).collect();
    let linked = Linker::new(&packs).unwrap().stories(analyses.iter().map(digest));
    let words = |r: ReportIx, spans: &[Span<kroniek_model::Text>]| {
        let of = |s: &Span<kroniek_model::Text>| s.of(&analyses[r.at()].report.text).to_owned();
        spans.iter().map(of).collect::<Vec<_>>().join(", ")
    };
    let found = linked.copies.iter().map(|c| {
        let (to, from) = (c.to.report, c.from.report);
        format!("{}<{}: {} | {}", to.0, from.0, words(from, &c.dropped), words(to, &c.added))
    });
    assert_eq!(found.collect::<Vec<_>>(), copies);
    let mut distinct: Vec<_> = linked.reports.iter().map(|r| r.origin).collect();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), origins, "{:?}", linked.origins);
}

const FERRY: &str = "The ferry Aurelia ran aground on a sandbank off Velmouth with about 140 passengers on board. \
    At least three people were slightly hurt when they fell on the stairs, the coastguard said. \
    Tugs are expected to pull the ship free at high water tonight.";

#[test]
fn a_copy_without_its_hedges_goes_back_to_the_wire() {
    let copy = FERRY.replace("about 140", "140").replace("At least three", "Three");
    check(
        &[given("Harbour Post", 3, Some("Reuters"), FERRY), given("Coast Daily", 4, None, &copy)],
        &["1<0: about | ", "1<0: At least | ", "1<0:  | "],
        1,
    );
}

#[test]
fn a_credit_in_the_later_copy_tells_of_the_earlier_too() {
    check(
        &[given("Coast Daily", 3, None, FERRY), given("Harbour Post", 4, Some("Reuters"), FERRY)],
        &["1<0:  | ", "1<0:  | ", "1<0:  | "],
        1,
    );
}

#[test]
fn a_lifted_sentence_does_not_make_the_report_a_copy() {
    let own = "Velmouth has seen four strandings since the channel was last dredged. Skippers blame the harbour \
        board, which put off the work twice for want of money. The ferry Aurelia ran aground on a sandbank off \
        Velmouth with some 140 passengers on board. Nobody at the board would answer questions on Tuesday about \
        the budget for the years to come.";
    check(
        &[given("Harbour Post", 3, None, FERRY), given("The Beacon", 5, None, own)],
        &["1<0: about | some"],
        2,
    );
}

#[test]
fn reports_on_one_event_in_other_words_are_no_copies() {
    let other = "A passenger ship got stuck in shallow water near Velmouth on Monday. The coastguard counted 138 \
        people aboard the Aurelia; three needed a plaster after a tumble. High tide should bring it afloat again.";
    check(&[given("Harbour Post", 3, None, FERRY), given("The Beacon", 3, None, other)], &[], 2);
}

#[test]
fn many_copies_of_one_text_cost_no_square() {
    let copies: Vec<Given> =
        (0..400).map(|_| given("Harbour Post", 3, None, "One. Two three four.")).collect();
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    let analyser = Analyser::new(&packs).unwrap();
    let digests: Vec<Digest> =
        copies.iter().enumerate().map(|(i, g)| digest(&analyser.analyse(report(i, g)))).collect();
    let linked = Linker::new(&packs).unwrap().stories(digests);
    assert!(linked.reports.iter().all(|r| r.origin == OriginIx(0)));
}

#[test]
fn empty_and_one_word_reports_are_their_own() {
    check(&[given("A", 1, None, ""), given("B", 1, None, "Word"), given("C", 1, None, "")], &[], 3);
}
