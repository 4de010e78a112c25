use super::*;
use crate::testing::{PACKS, analyse};
use kroniek_model::Pos;

/// Reads one sentence as one clause.
fn read(language: &str, text: &str) -> Reading {
    let rules = Rules::compile(PACKS.common(), PACKS.language(language).unwrap()).unwrap();
    let tokens: Vec<Token> = text
        .split_whitespace()
        .scan(0u32, |at, w| {
            let span = kroniek_model::Span::new(*at, *at + w.len() as u32);
            *at = span.end() + 1;
            let norm = kroniek_lang::fold(w);
            Some(Token { span, lemma: norm.clone(), norm, pos: Pos::X, morph: Morph::default() })
        })
        .collect();
    let n = tokens.len();
    rules.of_tokens(&tokens, 0..n)
}

#[track_caller]
fn check(language: &str, text: &str, certainty: Certainty, polarity: Polarity, tense: Tense) {
    let r = read(language, text);
    assert_eq!((r.certainty, r.polarity, r.tense), (certainty, polarity, tense), "{text}");
}

#[test]
fn flat_sentences_are_certain() {
    use {Certainty::Certain, Polarity::Positive, Tense::NonFuture};
    check("nl", "de brug is open", Certain, Positive, NonFuture);
    check("en", "the bridge is open", Certain, Positive, NonFuture);
}

#[test]
fn what_was_first_foreseen_has_not_come_about_so() {
    use {Certainty::Certain, Polarity::*, Tense::NonFuture};
    check("nl", "de brug zou oorspronkelijk in mei worden geopend", Certain, Negative, NonFuture);
    check("nl", "later dan oorspronkelijk gepland", Certain, Positive, NonFuture);
    check("en", "the bridge was originally scheduled for spring", Certain, Positive, NonFuture);
    assert!(read("nl", "de geannuleerde").void && !read("nl", "de nieuwe").void);
}

#[test]
fn dutch_kunnen_says_mostly_what_one_is_able_to() {
    use {Certainty::*, Polarity::Positive, Tense::*};
    check("nl", "de ploeg kan het huis zien", Certain, Positive, NonFuture);
    check("nl", "de brug zou kunnen instorten", Possible, Positive, Future);
    check("nl", "de brug zou morgen wel eens dicht kunnen gaan", Possible, Positive, Future);
}

#[test]
fn negation_and_time_ahead() {
    use {Certainty::*, Polarity::*, Tense::*};
    check("nl", "de brug gaat niet open", Certain, Negative, NonFuture);
    check("nl", "de brug zal opengaan", Certain, Positive, Future);
    check("en", "the bridge will not open", Certain, Negative, Future);
    check("en", "the bridge is expected to open", Probable, Positive, Future);
    check("en", "the road was closed due to snow", Certain, Positive, NonFuture);
}

#[test]
fn conditions_and_hearsay_are_marked() {
    assert_eq!(read("nl", "als de brug opengaat").mood, Mood::Condition);
    assert_eq!(read("en", "whether the bridge opens").mood, Mood::Question);
    assert!(read("en", "the bridge reportedly fell").hearsay);
    assert!(read("nl", "de brug is naar verluidt gevallen").hearsay);
}

/// How the clauses around some words of a text are read, the innermost last.
fn read_clauses(language: &str, text: &str, words: &str) -> Vec<(Certainty, Polarity)> {
    let rules = Rules::compile(PACKS.common(), PACKS.language(language).unwrap()).unwrap();
    let a = analyse(language, text);
    let at = text.find(words).unwrap_or(0);
    let inside = |c: &kroniek_model::Clause| {
        words.is_empty() || c.span.range().contains(&at) && c.span.range().contains(&(at + words.len() - 1))
    };
    let clauses = (0..a.clauses.len()).filter(|&i| inside(&a.clauses[i]));
    clauses.map(|i| rules.of_clause(&a, i as u32)).map(|r| (r.certainty, r.polarity)).collect()
}

#[test]
fn rules_of_the_clause_above_do_what_their_examples_say() {
    let mut wrong = Vec::new();
    for pack in PACKS.languages() {
        for rule in matrix::rules(pack).unwrap() {
            assert!(!rule.examples.is_empty() && !rule.counter.is_empty(), "{} has no examples", rule.id);
            for e in &rule.examples {
                let found = read_clauses(pack.code(), &e.text, &e.clause);
                let last = found.last().map(|(c, p)| (c.code(), p.code()));
                if last != Some((e.certainty.as_str(), e.polarity.as_str())) {
                    wrong.push(format!("{}: {}: {last:?}", rule.id, e.text));
                }
            }
            for text in &rule.counter {
                let found = read_clauses(pack.code(), text, "");
                if !found.iter().all(|&x| x == (Certainty::Certain, Polarity::Positive)) {
                    wrong.push(format!("{}: {text}: {found:?}", rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
