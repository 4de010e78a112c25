//! The examples and counter-examples of the rule files, and what odd input does.

use super::rule;
use crate::testing::{PACKS, analyse};
use proptest::prelude::*;

/// A rule that changes what others find and finds nothing itself.
const SWITCH: &str = ".antecedent";

/// All attributions by one rule, as `source | cue | content ++ content | certainty polarity stance`.
fn found(language: &str, text: &str, rule: &str) -> Vec<String> {
    let a = analyse(language, text);
    let by = a.attributions.iter().filter(|x| rule.ends_with(SWITCH) || x.rule == rule);
    by.map(|x| {
        let source = x.source.as_ref().map_or("–", |s| s.span.of(text));
        let cue = x.cue.as_ref().map_or("–", |c| c.span.of(text));
        let content: Vec<&str> = x.content.iter().map(|c| c.of(text)).collect();
        format!("{source} | {cue} | {}", content.join(" ++ "))
    })
    .collect()
}

#[test]
fn rule_files_hold_what_their_examples_say() {
    let mut wrong = Vec::new();
    for pack in PACKS.languages() {
        for (rule, _) in rule::rules(pack).unwrap() {
            assert!(!rule.examples.is_empty(), "{} has no example", rule.id);
            for e in &rule.examples {
                let source = e.source.as_deref().unwrap_or("–");
                let cue = e.cue.as_deref().unwrap_or("–");
                let expected = format!("{source} | {cue} | {}", e.content.join(" ++ "));
                let got = found(pack.code(), &e.text, &rule.id);
                if !got.contains(&expected) {
                    wrong.push(format!("{}: {}\n  expected {expected}\n  found    {got:?}", rule.id, e.text));
                    continue;
                }
                let a = analyse(pack.code(), &e.text);
                let Some(x) = a.attributions.iter().find(|x| x.rule == *rule.id) else { continue };
                for (what, said, is) in [
                    ("certainty", &e.certainty, x.certainty.code()),
                    ("polarity", &e.polarity, x.polarity.code()),
                    ("stance", &e.stance, x.stance.code()),
                ] {
                    if said.as_deref().is_some_and(|s| s != is) {
                        wrong
                            .push(format!("{}: {}\n  {what} {said:?} expected, {is} found", rule.id, e.text));
                    }
                }
            }
            for text in &rule.counter {
                let got = found(pack.code(), text, &rule.id);
                if !got.is_empty() {
                    wrong.push(format!("{}: counter-example {text}\n  found {got:?}", rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn odd_input_takes_linear_time() {
    analyse("en", &"\"".repeat(20_000));
    analyse("nl", &("“".repeat(10_000) + &"”".repeat(10_000)));
    analyse("nl", &"zei hij dat ".repeat(5_000));
    analyse("en", &"she said he said, ".repeat(5_000));
    analyse("en", &"Q: Why? A: \"Because,\" he said.\n".repeat(2_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn spans_index_the_text(words in prop::collection::vec("said|that|zei|dat|\"|,|\\.|volgens|Jan|the|de|zou|hebben|“|”|:|according|to|\n", 0..40)) {
        let text = words.join(" ");
        for language in ["nl", "en"] {
            for x in &analyse(language, &text).attributions {
                prop_assert!(!x.content.is_empty());
                for c in &x.content {
                    prop_assert!(!c.is_empty() && !c.of(&text).is_empty());
                }
            }
        }
    }
}

/// The chain of the first attribution that has one, and the inferred source of the first that has one.
#[track_caller]
fn check_chain(language: &str, text: &str, chain: &[&str], inferred: Option<&str>) {
    let a = analyse(language, text);
    let found = a.attributions.iter().find(|x| !x.chain.is_empty()).map(|x| &x.chain);
    let words: Vec<&str> = found.into_iter().flatten().map(|s| s.span.of(text)).collect();
    assert_eq!(words, chain, "{text}");
    let guess = a.attributions.iter().find_map(|x| x.inferred_source.as_ref());
    assert_eq!(guess.map(|s| s.span.of(text)), inferred, "{text}");
}

#[test]
fn chains_run_from_the_reader_inwards() {
    check_chain(
        "nl",
        "“De brug is veilig”, zegt Anna Poort tegen Reuters.",
        &["Reuters", "Anna Poort"],
        None,
    );
    check_chain(
        "nl",
        "Reuters kreeg van bronnen te horen dat de brug dichtgaat.",
        &["Reuters", "bronnen"],
        None,
    );
}

#[test]
fn hearsay_after_a_source_is_inferred_to_be_its_own() {
    let text = "Volgens de politie is de brug dicht. Drie wachters zouden zijn gevlucht.";
    check_chain("nl", text, &[], Some("de politie"));
}
