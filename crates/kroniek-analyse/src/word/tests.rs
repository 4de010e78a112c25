//! Text in, words and sentences out.

use super::*;
use kroniek_lang::Packs;
use kroniek_model::{Published, Region};
use proptest::prelude::*;
use std::sync::LazyLock;

static PACKS: LazyLock<Packs> =
    LazyLock::new(|| Packs::embedded(kroniek_packs::FILES).expect("packs compile"));
static ANALYSER: LazyLock<crate::Analyser> =
    LazyLock::new(|| crate::Analyser::new(&PACKS).expect("rules compile"));

fn read(language: &str, text: &str, regions: Vec<Region>) -> Analysis {
    let report = Report {
        id: "r".into(),
        path: None,
        capture: "".into(),
        language: language.into(),
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
        text: text.to_owned(),
        regions,
        map: None,
        notices: Vec::new(),
    };
    ANALYSER.analyse(report)
}

fn check(language: &str, text: &str, expected: &[&str]) {
    let a = read(language, text, Vec::new());
    let found: Vec<&str> = a.sentences.iter().map(|s| s.span.of(text)).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn the_examples_of_every_language_hold() {
    for pack in PACKS.languages() {
        let tokeniser = Tokeniser::compile(PACKS.common(), pack).unwrap();
        for example in &tokeniser.habits().example {
            let mut cuts = Vec::new();
            tokeniser.cut(&example.text, 0, &mut cuts);
            let found: Vec<&str> = cuts.iter().map(|&(s, e)| &example.text[s as usize..e as usize]).collect();
            assert_eq!(found, example.tokens, "{}: {}", pack.code(), example.text);
        }
    }
}

/// The clauses of a text, each as "kind: words of the verb group | subject".
fn clauses(a: &Analysis) -> Vec<String> {
    let word = |i: &u32| a.tokens[*i as usize].span.of(&a.report.text);
    let line = |c: &kroniek_model::Clause| {
        let verbs: Vec<&str> = c.verbs.iter().map(word).collect();
        let subject = c.subject.clone().filter(|s| !s.is_empty()).map_or("", |s| {
            let (first, last) = (&a.tokens[s.start as usize], &a.tokens[s.end as usize - 1]);
            first.span.cover(last.span).of(&a.report.text)
        });
        format!("{}: {} | {subject}", format!("{:?}", c.kind).to_lowercase(), verbs.join(" "))
    };
    let mut lines: Vec<String> = a.clauses.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn the_clauses_of_every_language_hold() {
    let mut wrong = Vec::new();
    for pack in PACKS.languages() {
        for example in cues::Cues::compile(pack).unwrap().examples {
            let a = read(pack.code(), &example.text, Vec::new());
            let mut expected = example.clauses.clone();
            expected.sort();
            let tags: Vec<_> = a.tokens.iter().map(|t| (&t.norm, t.pos, t.morph.0)).collect();
            if clauses(&a) != expected {
                wrong.push(format!(
                    "{}\n found {:?}\n expected {expected:?}\n {tags:?}",
                    example.text,
                    clauses(&a)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_parted_verb_has_the_lemma_of_both_parts() {
    let a = read("nl", "Het leger kondigde gisteren een offensief aan.", Vec::new());
    let head = a.clauses[0].head.unwrap() as usize;
    assert_eq!(a.tokens[head].lemma, "aankondigen");
}

#[test]
fn sentences_end_where_they_end() {
    check(
        "nl",
        "De stad is gevallen. Dat meldt het leger.",
        &["De stad is gevallen.", "Dat meldt het leger."],
    );
    check(
        "nl",
        "Boer spreekt\nDr. J. de Boer sprak. \"Het is klaar.\" Hij ging.",
        &["Boer spreekt", "Dr. J. de Boer sprak.", "\"Het is klaar.\"", "Hij ging."],
    );
    check("nl", "Er waren o.a. Duitsers bij.", &["Er waren o.a. Duitsers bij."]);
    check("nl", ",,Ik ga niet. '' Hij bleef.", &[",,Ik ga niet. ''", "Hij bleef."]);
    check("nl", "En toen . . Niets", &["En toen . .", "Niets"]);
    check(
        "en",
        "Is it over? Mr. Smith says so (for now). Nobody knows.",
        &["Is it over?", "Mr. Smith says so (for now).", "Nobody knows."],
    );
    check("nl", "Brand in loods\nEr is niemand gewond.", &["Brand in loods", "Er is niemand gewond."]);
}

#[test]
fn a_masthead_is_not_read_and_a_title_is_one_sentence() {
    let text = "Stad gevallen. Leger juicht\nBron: de redactie\nHet is voorbij.";
    let region = |start, end, kind| Region { span: Span::new(start, end), kind };
    let regions = vec![
        region(0, 27, RegionKind::Title),
        region(28, 45, RegionKind::Masthead),
        region(46, 61, RegionKind::Body),
    ];
    let a = read("nl", text, regions);
    let found: Vec<_> = a.sentences.iter().map(|s| (s.span.of(text), s.region)).collect();
    assert_eq!(
        found,
        [("Stad gevallen. Leger juicht", RegionKind::Title), ("Het is voorbij.", RegionKind::Body)]
    );
}

#[test]
fn a_long_line_is_read_in_linear_time() {
    for unit in [
        "a-",
        "'",
        "1-1",
        "a.b",
        "http://",
        "(a",
        "x",
        ". . ",
        "De man zei: \"nee\" ",
        "\u{5D0}\u{5D1} ",
        "😀",
        "A. ",
    ] {
        let text = unit.repeat(40_000 / unit.len());
        for language in ["nl", "en"] {
            drop(read(language, &text, Vec::new()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn tokens_are_in_order_and_leave_out_only_white_space(text in "\\PC{0,60}|[a-zA-Z0-9 .,'’\"()\\-\n@:/&$#]{0,60}") {
        for language in ["nl", "en"] {
            let a = read(language, &text, Vec::new());
            let mut at = 0;
            for t in &a.tokens {
                let start = t.span.start() as usize;
                prop_assert!(at <= start && !t.span.is_empty());
                prop_assert!(text[at..start].chars().all(token::is_space));
                at = t.span.end() as usize;
            }
            prop_assert!(text[at..].chars().all(token::is_space));
            let mut next = 0;
            for s in &a.sentences {
                prop_assert_eq!(s.tokens.start, next);
                prop_assert!(s.tokens.end > s.tokens.start);
                next = s.tokens.end;
            }
            prop_assert_eq!(next as usize, a.tokens.len());
        }
    }
}
