//! How a statement stands: its certainty, polarity, tense, stance, and on whose word.

use super::segment::Segment;
use super::speech::Said;
use crate::certainty::{self, Mood, Reading};
use kroniek_model::{
    Analysis, Certainty, ClauseKind, Dct, Morph, Polarity, Span, Stance, Statement, Tense, Text, TimeKind,
    When,
};
use smol_str::SmolStr;

/// What the words of a clause say of its certainty. A modal with a perfect infinitive looks back: "zouden zich hebben
/// overgegeven" is hearsay on what has happened.
pub(super) fn reading(rules: &certainty::Rules, a: &Analysis, s: &Segment, perfect: bool) -> Reading {
    let mut r = rules.of_words(a, s.clause, &s.own);
    if r.tense == Tense::NonFuture && !r.past && is_present(a, s) && is_dated_ahead(a, s) {
        r.tense = Tense::Future;
    }
    if perfect && r.tense == Tense::Future {
        r.tense = Tense::NonFuture;
        if r.certainty == Certainty::Certain {
            r.certainty = Certainty::Probable;
        }
    }
    r
}

/// Whether a clause's verb is finite and in the present tense.
fn is_present(a: &Analysis, s: &Segment) -> bool {
    let present = |&v: &u32| {
        let morph = a.tokens[v as usize].morph;
        morph.has(Morph::FINITE) && morph.has(Morph::PRESENT)
    };
    s.verbs.iter().any(present)
}

/// Whether a date or clock time of the clause lies after the report's; where that is not known, whether the words
/// themselves look ahead ("next month").
fn is_dated_ahead(a: &Analysis, s: &Segment) -> bool {
    let published = a.report.published.when.as_ref().and_then(|w| w.latest);
    let some_day = jiff::civil::date(2001, 5, 16).to_datetime(jiff::civil::Time::MAX);
    let ahead = |t: &kroniek_model::TimeExpression| match published {
        Some(latest) => t.when.as_ref().and_then(|w| w.earliest).is_some_and(|e| e > latest),
        None if t.when.is_some() => false,
        None => {
            let then = Dct::of(Some(&When::day(some_day.date())));
            t.function.evaluate(&then).1.and_then(|w| w.earliest).is_some_and(|e| e > some_day)
        }
    };
    let first = a.times.partition_point(|t| t.span.end() <= s.span.start());
    let inside = a.times[first..].iter().take_while(|t| t.span.start() < s.span.end());
    let mut dates = inside.filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time));
    dates.any(|t| s.holds(a, t.span) && ahead(t))
}

/// The reading of a clause whose verb itself expects or intends ("verwacht dat", "plans to"): that it does so is a fact,
/// and what lies ahead is told by the clause that hangs on it.
pub(super) fn of_verb(a: &Analysis, s: &Segment, reading: &Reading) -> Reading {
    let marks = (reading.intended || reading.expected) && reading.marker.or(s.head) == s.head;
    let hangs = |k: &kroniek_model::Clause| {
        k.parent == s.clause && matches!(k.kind, ClauseKind::Infinitive | ClauseKind::Subordinate)
    };
    let from = s.clause.map_or(a.clauses.len(), |c| c as usize + 1);
    let inside = a.clauses.iter().skip(from).take_while(|k| k.sentence == s.sentence);
    // "than analysts had predicted": what was foreseen then is past now.
    let then = reading.expected && s.verbs.iter().any(|&v| Some(v) != s.head && is_past_finite(a, v));
    if !marks || s.clause.is_none() || !(then || inside.into_iter().any(hangs)) {
        return *reading;
    }
    let future = reading.future && !reading.conditional;
    Reading {
        certainty: Certainty::Certain,
        tense: if future { Tense::Future } else { Tense::NonFuture },
        ..*reading
    }
}

fn is_past_finite(a: &Analysis, token: u32) -> bool {
    let morph = a.tokens[token as usize].morph;
    morph.has(Morph::PAST) && morph.has(Morph::FINITE)
}

/// A statement over a span with all that does not depend on its event.
pub(super) fn statement(
    a: &Analysis,
    span: Span<Text>,
    s: &Segment,
    reading: &Reading,
    attribution: Option<u32>,
    said: &Said,
) -> Statement {
    let from = attribution.map(|i| &a.attributions[i as usize]);
    let hearsay = from.is_some_and(|x| said.is_hearsay(x));
    // What a relative clause tells is mostly taken for granted, whatever is said of the noun before it.
    let granted = s.kind == ClauseKind::Relative && reading.past && !hearsay;
    let stance = match from.map(|x| x.stance) {
        Some(stance) if stance != Stance::Asserted && !granted => stance,
        Some(_) if hearsay && reading.conditional => Stance::Asserted,
        _ => stance_of(reading),
    };
    let denied = stance == Stance::Denied;
    let polarity = match reading.polarity {
        Polarity::Positive if denied => Polarity::Negative,
        own => own,
    };
    let said = from.filter(|_| !granted).map(|x| if hearsay { Certainty::Probable } else { x.certainty });
    let foretold = from.is_some_and(|x| matches!(x.stance, Stance::Predicted | Stance::Planned));
    let tense = match reading.tense {
        Tense::Future if hearsay && stance == Stance::Asserted => Tense::NonFuture,
        Tense::NonFuture if foretold && !reading.past && !granted => Tense::Future,
        own => own,
    };
    Statement {
        span,
        sentence: s.sentence,
        event: None,
        trigger: None,
        predicate: SmolStr::default(),
        participants: Vec::new(),
        time: None,
        quantities: Vec::new(),
        attribution,
        certainty: weaker(own_certainty(reading, s), said),
        polarity,
        stance,
        tense,
        due: None,
        rule: SmolStr::default(),
    }
}

/// How certain a clause's own words are. A plan is certain for whoever has it: that it lies ahead is said by stance and
/// tense. What is planned, and what would be, is left open.
fn own_certainty(reading: &Reading, s: &Segment) -> Certainty {
    let itself = reading.intended && reading.mood == Mood::Statement && s.kind != ClauseKind::Infinitive;
    match reading.certainty {
        Certainty::Underspecified if itself => Certainty::Certain,
        Certainty::Certain if reading.conditional && !reading.hearsay => Certainty::Underspecified,
        own => own,
    }
}

/// The less certain of what the clause and the attribution around it say.
fn weaker(own: Certainty, said: Option<Certainty>) -> Certainty {
    let rank = |c: Certainty| match c {
        Certainty::Certain => 0,
        Certainty::Probable => 1,
        Certainty::Possible => 2,
        Certainty::Underspecified => 3,
    };
    said.filter(|&s| rank(s) > rank(own)).unwrap_or(own)
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
