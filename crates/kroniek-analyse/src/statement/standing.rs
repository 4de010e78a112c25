//! How a statement stands: its certainty, polarity, tense, stance, and on whose word.

use super::segment::Segment;
use crate::certainty::{self, Mood, Reading};
use kroniek_model::{Analysis, Certainty, Polarity, Span, Stance, Statement, Tense, Text, When};
use smol_str::SmolStr;

/// What the words of a clause say of its certainty. A modal with a perfect infinitive looks back: "zouden zich hebben
/// overgegeven" is hearsay on what has happened.
pub(super) fn reading(rules: &certainty::Rules, a: &Analysis, s: &Segment, perfect: bool) -> Reading {
    let mut r = match s.clause {
        Some(clause) => rules.of_clause(a, clause),
        None => rules.of_tokens(&a.tokens, s.tokens.start as usize..s.tokens.end as usize),
    };
    if perfect && r.tense == Tense::Future {
        r.tense = Tense::NonFuture;
        if r.certainty == Certainty::Certain {
            r.certainty = Certainty::Probable;
        }
    }
    r
}

/// A statement over a span with all that does not depend on its event.
pub(super) fn statement(a: &Analysis, span: Span<Text>, sentence: u32, reading: &Reading) -> Statement {
    let attribution = super::attribution_of(a, span);
    let from = attribution.map(|i| &a.attributions[i as usize]);
    // A plan is certain for whoever has it: that it lies ahead is said by stance and tense.
    let planned = reading.intended && reading.mood == Mood::Statement;
    let own = match reading.certainty {
        Certainty::Underspecified if planned => Certainty::Certain,
        own => own,
    };
    let certainty = match (own, from.map(|x| x.certainty)) {
        (Certainty::Certain, Some(said @ (Certainty::Probable | Certainty::Possible))) => said,
        _ => own,
    };
    let denied = from.is_some_and(|x| x.stance == Stance::Denied);
    let polarity = match reading.polarity {
        Polarity::Positive if denied => Polarity::Negative,
        own => own,
    };
    let stance = match from.map(|x| x.stance) {
        Some(stance) if stance != Stance::Asserted => stance,
        _ => stance_of(reading),
    };
    Statement {
        span,
        sentence,
        event: None,
        trigger: None,
        predicate: SmolStr::default(),
        participants: Vec::new(),
        time: None,
        quantities: Vec::new(),
        attribution,
        certainty,
        polarity,
        stance,
        tense: reading.tense,
        due: None,
        rule: SmolStr::default(),
    }
}

fn stance_of(r: &Reading) -> Stance {
    match r.mood {
        Mood::Condition => Stance::Conditional,
        Mood::Question => Stance::Asked,
        Mood::Command => Stance::Demanded,
        Mood::Statement if r.intended => Stance::Planned,
        Mood::Statement if r.tense == Tense::Future && !r.hearsay => Stance::Predicted,
        Mood::Statement => Stance::Asserted,
    }
}

/// When something foretold should have come true: the time its clause names.
pub(super) fn due(a: &Analysis, s: &Statement) -> Option<When> {
    let ahead = matches!(s.stance, Stance::Predicted | Stance::Planned) || s.tense == Tense::Future;
    let time = s.time.filter(|_| ahead)?;
    a.times[time as usize].when.clone()
}
