//! Text in, statements out. All sentences are invented.

use crate::testing::analyse;
use proptest::prelude::*;

/// Statements that have a verb or state of their own, as `words | certainty polarity stance tense`.
fn found(language: &str, text: &str) -> Vec<String> {
    let a = analyse(language, text);
    let clauses = a.statements.iter().filter(|s| s.rule != "statement.nominal");
    clauses
        .map(|s| {
            let (certainty, polarity) = (s.certainty.code(), s.polarity.code());
            let (stance, tense) = (s.stance.code(), s.tense.code());
            format!("{} | {certainty} {polarity} {stance} {tense}", s.span.of(text))
        })
        .collect()
}

#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    assert_eq!(found(language, text), expected, "{text}");
}

#[test]
fn hearsay_is_probable_and_does_not_lie_ahead() {
    check(
        "nl",
        "De brand zou zijn ontstaan door een kaars, zeggen bronnen bij de gemeente.",
        &["De brand zou zijn ontstaan door een kaars | probable positive asserted non_future"],
    );
    check(
        "nl",
        "Een dag erna zouden zich wel 80 bewoners zich hebben gemeld.",
        &[
            "Een dag erna zouden zich wel 80 bewoners zich hebben gemeld | probable positive asserted non_future",
        ],
    );
    check(
        "nl",
        "De laatste bewoners zouden zich hebben verzameld in de kerk.",
        &[
            "De laatste bewoners zouden zich hebben verzameld in de kerk | probable positive asserted non_future",
        ],
    );
}

#[test]
fn a_torn_verb_cluster_is_one_statement() {
    check(
        "nl",
        "Volgens een agent zal de brug “binnen enkele dagen” geopend worden.",
        &[
            "Volgens een agent zal de brug “binnen enkele dagen” geopend worden | certain positive predicted future",
        ],
    );
}

#[test]
fn clauses_that_only_say_who_speaks_give_no_statement() {
    check(
        "nl",
        "De brug is ingestort. Dat heeft wethouder Anna Blom dinsdag bekendgemaakt.",
        &["De brug is ingestort | certain positive asserted non_future"],
    );
    check(
        "en",
        "The bridge has collapsed, police said on Friday.",
        &["The bridge has collapsed | certain positive asserted non_future"],
    );
}

#[test]
fn refusals_to_confirm_stay() {
    let all = found("nl", "Wethouder Anna Blom wilde dat niet bevestigen.");
    assert!(all.iter().any(|s| s.contains("certain negative")), "{all:?}");
}

#[test]
fn a_decision_and_a_past_wish_are_no_plans() {
    let all = found("nl", "De gemeente besloot de brug dinsdag. Niemand moest zijn huis uit.");
    assert!(
        all.iter().all(|s| !s.contains("planned") && !s.contains("future") || s.contains("non_future")),
        "{all:?}"
    );
}

#[test]
fn what_is_planned_lies_ahead() {
    let all = found("en", "The city plans to build a new bridge.");
    assert!(
        all.iter().any(|s| s == "to build a new bridge | underspecified positive planned future"),
        "{all:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn statements_lie_in_the_text(text in "([a-zA-Z]{1,8}|zou|hebben|zegt|said|will|niet|[.,“”\"]| ){0,40}") {
        for language in ["nl", "en"] {
            for s in analyse(language, &text).statements {
                prop_assert!(text.get(s.span.start() as usize..s.span.end() as usize).is_some());
            }
        }
    }
}
