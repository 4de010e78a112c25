use crate::Analyser;
use kroniek_lang::Packs;
use kroniek_model::{Analysis, Modifier, Published, Quantity, Report};
use proptest::prelude::*;
use std::sync::LazyLock;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded(kroniek_packs::FILES).unwrap());
static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| Analyser::new(&PACKS).unwrap());

fn analyse(language: &str, text: &str) -> Analysis {
    ANALYSER.analyse(Report {
        id: "test".into(),
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
        regions: Vec::new(),
        map: None,
        notices: Vec::new(),
    })
}

/// A figure as the rule files write it: `1500..2000 count:jobs approx`.
fn shown(q: &Quantity, text: &str) -> String {
    let number = |v: f64| ((v * 1e4).round() / 1e4).to_string();
    let high = q.high.map(|h| format!("..{}", number(h))).unwrap_or_default();
    let counted = q.counted.map(|c| format!(":{}", c.of(text))).unwrap_or_default();
    let modifier =
        if q.modifier == Modifier::Exact { String::new() } else { format!(" {}", q.modifier.code()) };
    format!("{}{high} {}{counted}{modifier}", number(q.low), q.unit)
}

fn figures(language: &str, text: &str) -> String {
    let a = analyse(language, text);
    let found: Vec<String> = a.quantities.iter().map(|q| shown(q, text)).collect();
    found.join("; ")
}

#[track_caller]
fn check(language: &str, text: &str, expected: &str) {
    assert_eq!(figures(language, text), expected, "{text}");
}

#[test]
fn the_examples_of_the_packs_hold() {
    let mut wrong = Vec::new();
    let mut case = |language: &str, text: &str, expected: &str| {
        let found = figures(language, text);
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {found}"));
        }
    };
    for pack in PACKS.languages() {
        for (file, text) in pack.rules("quantity").unwrap() {
            let table: toml::Table = toml::from_str(text).unwrap_or_else(|e| panic!("{file}: {e}"));
            for x in table["case"].as_array().unwrap() {
                for example in x["examples"].as_array().unwrap() {
                    let (sentence, figures) = example.as_str().unwrap().split_once(" => ").unwrap();
                    case(pack.code(), sentence, figures);
                }
                for counter in x["counter"].as_array().unwrap() {
                    case(pack.code(), counter.as_str().unwrap(), "");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn odd_numbers_do_no_harm() {
    check("nl", &format!("Er waren {} vogels.", "9".repeat(400)), "");
    check("en", &format!("There were {} birds.", "1,000".repeat(80)), "");
    check("nl", "Er waren nul vogels.", "0 count:vogels");
    analyse("nl", &"duizend".repeat(500));
    analyse("en", &"one hundred and ".repeat(2000));
    analyse("nl", "½ ¼¾ 1½ -–- 5,- ,-. % €€€ $ 3. 4: 5/6/7");
}

#[test]
fn no_language_takes_the_separators_of_another() {
    check("nl", "Er waren 7.552 vogels.", "7552 count:vogels");
    check("en", "There were 7,552 birds.", "7552 count:birds");
    check("nl", "Er waren 7,5 miljoen vogels.", "7500000 count:vogels");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_figure_lies_in_the_text(text in "[a-z0-9 .,%€$½:/é'’-]{0,80}") {
        for language in ["nl", "en"] {
            let a = analyse(language, &text);
            for q in &a.quantities {
                prop_assert!(text.get(q.span.range()).is_some());
                prop_assert!(q.low.is_finite() && q.high.is_none_or(|h| h > q.low));
                prop_assert!(q.counted.is_none_or(|c| text.get(c.range()).is_some()));
            }
            for (x, y) in a.quantities.iter().zip(a.quantities.iter().skip(1)) {
                prop_assert!(x.span.end() <= y.span.start());
            }
        }
    }

    #[test]
    fn figures_round_trip(n in 10u32..999_999) {
        let grouped = if n >= 1000 { format!("{}.{:03}", n / 1000, n % 1000) } else { n.to_string() };
        let a = analyse("nl", &format!("Er stonden {grouped} stoelen in de zaal."));
        prop_assert_eq!(a.quantities.len(), 1);
        prop_assert_eq!(a.quantities[0].low, f64::from(n));
    }
}
