//! Runs the examples and counter-examples of every rule file, and checks properties of the whole layer.

use super::rules;
use crate::Analyser;
use kroniek_lang::Packs;
use kroniek_model::{
    Grain, Manner, Published, Region, RegionKind, Report, Span, Stretch, Text, TimeExpression, When,
};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded(kroniek_packs::FILES).unwrap());
static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| Analyser::new(&PACKS).unwrap());

/// A report of a day; of a moment (`2016-11-07T16:12:00`) it is an utterance.
fn report(language: &str, dct: Option<&str>, text: &str) -> Report {
    let spoken = dct.is_some_and(|d| d.contains('T'));
    let moment = |d: &str| Stretch::holding(Grain::Second, d.parse().unwrap()).unwrap().when();
    let when = dct.map(|d| if spoken { moment(d) } else { When::day(d.parse().unwrap()) });
    Report {
        id: "r".into(),
        path: None,
        capture: "c".into(),
        language: language.into(),
        title: None,
        byline: Vec::new(),
        credits: Vec::new(),
        publisher: None,
        url: None,
        published: when.map_or_else(Published::unknown, Published::given),
        manner: if spoken { Manner::Utterance } else { Manner::Report },
        modified: None,
        section: None,
        zone: "Europe/Amsterdam".into(),
        text: text.to_owned(),
        regions: vec![Region { span: Span::<Text>::at(0..text.len()), kind: RegionKind::Body }],
        map: None,
        notices: Vec::new(),
    }
}

fn times(language: &str, dct: Option<&str>, text: &str) -> Vec<TimeExpression> {
    ANALYSER.analyse(report(language, dct, text)).times
}

/// All marked words of a text with their values: `vrijdag=2019-02-15`.
#[track_caller]
fn check(language: &str, dct: &str, text: &str, expected: &str) {
    let dct = (!dct.is_empty()).then_some(dct);
    let found: Vec<String> = times(language, dct, text)
        .iter()
        .map(|t| {
            format!(
                "{}={}{}",
                t.span.of(text),
                t.value,
                t.modifier.as_ref().map(|m| format!(" {m}")).unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(found.join("; "), expected, "{text}");
}

#[test]
fn the_examples_of_the_rule_files_hold() {
    let mut wrong = String::new();
    for pack in PACKS.languages() {
        for (path, file) in rules::files(pack).unwrap() {
            let of = file.manner;
            for rule in file.rule {
                let spoken = rule.manner.or(of) == Some(rules::Manner::Utterance);
                assert!(!rule.doc.is_empty(), "{path}: {} says nothing of itself", rule.id);
                for [dct, text, mark, value] in &rule.examples {
                    let found = times(pack.code(), Some(dct), text);
                    if !found.iter().any(|t| t.span.of(text) == mark && t.value == *value) {
                        let found: Vec<_> = found.iter().map(|t| (t.span.of(text), &t.value)).collect();
                        writeln!(wrong, "{path}, {}: {text} [{mark} = {value}], found {found:?}", rule.id)
                            .unwrap();
                    }
                }
                for [text, mark] in &rule.counter {
                    let day = if spoken { "2019-02-16T12:00:00" } else { "2019-02-16" };
                    let found = times(pack.code(), Some(day), text);
                    if found.iter().any(|t| t.span.of(text) == mark) {
                        writeln!(wrong, "{path}, {}: {text} [{mark}] should not be marked", rule.id).unwrap();
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn without_a_report_date_values_stay_open() {
    check("nl", "", "Hij vertrok vrijdag.", "vrijdag=XXXX-WXX-5");
    check("nl", "", "Hij vertrok vrijdagavond.", "vrijdagavond=XXXX-WXX-5TEV");
    check("nl", "", "Het was op 3 mei al warm.", "3 mei=XXXX-05-03");
    check("nl", "", "Hij vertrok vandaag, in 2014 kwam hij.", "vandaag=XXXX-XX-XX; 2014=2014");
}

#[test]
fn what_no_calendar_has_is_not_invented() {
    for text in ["In week 60.", "Nummer 99/99/9999.", "Code 2015-1-32.", "Er waren 1000000000000."] {
        check("nl", "2019-02-16", text, "");
    }
    let digits = "9".repeat(20_000);
    check("nl", "2019-02-16", &format!("Het getal {digits}."), "");
}

#[test]
fn what_no_calendar_has_is_told() {
    let told = |text: &str| {
        let a = ANALYSER.analyse(report("nl", Some("2019-02-16"), text));
        let of = a.notices.iter().filter(|n| n.message.id == "analyse.no-such-date");
        of.filter_map(|n| n.span).map(|s| s.of(text).to_owned()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(told("Op 31 februari 2018 en in week 60 gebeurde niets."), "31 februari 2018; week 60");
    assert_eq!(told("De akte van 99/99/9999 is weg."), "99/99/9999");
    assert_eq!(told("Op 28 februari 2018 en in week 31 gebeurde veel. Er waren 30 maart-bezoekers."), "");
}

#[test]
fn a_report_dated_ahead_is_read_like_any_other() {
    check("nl", "2999-12-31", "Hij vertrok gisteren.", "gisteren=2999-12-30");
    check("nl", "9999-12-31", "Over drie jaar is hij terug.", "drie jaar=XXXX");
}

/// The sentences of the rule files' own examples.
static EXAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let pack = PACKS.languages().find(|p| p.code() == "nl").unwrap();
    let files = rules::files(pack).unwrap().into_iter().filter(|(_, f)| f.manner.is_none());
    let rules = files.flat_map(|(_, f)| f.rule);
    rules.flat_map(|r| r.examples).map(|[_, text, _, _]| text).collect()
});

/// Sentences that need nothing of their neighbours.
const SENTENCES: &[&str] = &[
    "De brand brak dinsdagavond uit.",
    "Op 12 mei 2016 ging de brug open.",
    "De raad vergaderde gisteren twee uur lang.",
    "In 2014 woonden er nog 300 mensen.",
    "Vorige maand viel het besluit.",
    "De zitting was op 3 juni 2018 om 14.30 uur.",
    "Er rijdt elke maandag een bus.",
    "Niemand raakte gewond.",
    "Sinds eind 2017 staat het pand leeg.",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whole_text_and_sentence_by_sentence_agree(picks in prop::collection::vec(0..SENTENCES.len(), 1..4)) {
        let text = picks.iter().map(|&i| SENTENCES[i]).collect::<Vec<_>>().join("\n\n");
        let whole: Vec<String> = times("nl", Some("2019-02-16"), &text).iter().map(|t| t.value.to_string()).collect();
        let apart: Vec<String> = picks
            .iter()
            .flat_map(|&i| times("nl", Some("2019-02-16"), SENTENCES[i]))
            .map(|t| t.value.to_string())
            .collect();
        prop_assert_eq!(whole, apart);
    }

    #[test]
    fn every_paragraph_is_read_by_itself(picks in prop::collection::vec(0..EXAMPLES.len(), 2..5)) {
        let texts: Vec<&str> = picks.iter().map(|&i| EXAMPLES[i].as_str()).collect();
        let whole = texts.join("\n\n");
        let marked = |text: &str| -> Vec<String> {
            times("nl", Some("2019-02-16"), text).iter().map(|t| t.span.of(text).to_owned()).collect()
        };
        let apart: Vec<String> = texts.iter().flat_map(|t| marked(t)).collect();
        prop_assert_eq!(marked(&whole), apart);
    }

    #[test]
    fn any_text_is_read_without_panic_and_spans_are_in_order(text in "(?s)[0-9a-z.,:/' ’\n-]{0,80}|.{0,60}") {
        for language in ["nl", "en"] {
            let found = times(language, Some("2019-02-16"), &text);
            for t in &found {
                prop_assert!(!t.span.of(&text).is_empty());
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].span.end() <= pair[1].span.start());
            }
        }
    }
}
