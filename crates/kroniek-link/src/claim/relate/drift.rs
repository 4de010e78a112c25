//! Certainty drift: what was said with a hedge comes back without it, and nothing new bears it out.
//!
//! "De laatste krakers zouden zich hebben gemeld bij de politie", and three sentences on "De laatste krakers meldden zich
//! bij de politie". A copy that dropped the hedge is told by `copy`; here the words were written anew.

use super::super::align::Candidate;
use super::super::lexicon::Cues;
use super::super::series::likely_before;
use super::{Ground, relation};
use kroniek_model::{Certainty, Message, Polarity, Relation, RelationName, Stance, StatementIx, Tense, When};
use smol_str::SmolStr;

/// What the two clauses must share, in hundredths of both.
const LIKE: u32 = 22;

/// What differs where a hedge was dropped without anything new behind it.
pub(super) const CERTAINTY: &str = "certainty";

/// A `same` from the flat form to the first hedged one.
pub(super) fn drift(ground: &Ground<'_>, at: StatementIx, like: &[Candidate]) -> Option<Relation> {
    if !is_flat(ground, at) {
        return None;
    }
    let hedged = like.iter().filter(|c| is_hedged(ground, c.statement) && one_thing(ground, at, **c));
    let to = hedged.map(|c| c.statement).min()?;
    let mut r = relation(RelationName::Same, at, to, Message::new("relation.hedge-dropped"), "drift.hedge");
    r.kind = Some(SmolStr::new_static(CERTAINTY));
    Some(r)
}

/// Said flatly in the reporter's own words or on a word that is not named, and not borne out by anything new.
fn is_flat(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    let cue = ground.sentence_cues(at);
    s.certainty == Certainty::Certain
        && s.stance == Stance::Asserted
        && s.polarity == Polarity::Positive
        && s.tense == Tense::NonFuture
        && s.sources.iter().all(|x| x.inferred)
        && !cue.has(Cues::HEDGE)
        && !cue.has(Cues::CONFIRM)
}

/// Not said for certain, and of what has happened: what is to come may come about.
fn is_hedged(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    matches!(s.certainty, Certainty::Probable | Certainty::Possible)
        && s.stance == Stance::Asserted
        && s.polarity == Polarity::Positive
        && s.tense == Tense::NonFuture
        && s.region.is_prose()
        && ground.copied[at.at()].is_none()
}

/// The same happening to the same people or things, from one beginning: later in the same report, or in a later one that
/// shares its origin.
fn one_thing(ground: &Ground<'_>, at: StatementIx, c: Candidate) -> bool {
    let (s, o) = (ground.statement(at), ground.statement(c.statement));
    let one_report = s.evidence.report == o.evidence.report;
    let later = one_report && c.statement < at
        || !one_report
            && ground.one_origin(at, c.statement)
            && likely_before(published(ground, c.statement), published(ground, at));
    let times = match (&s.when, &o.when) {
        (Some(a), Some(b)) => a.may_meet(b),
        _ => true,
    };
    // Two counts are two things; a count and none are not.
    let counts = s.quantities.is_empty() || o.quantities.is_empty();
    later && times && counts && ground.same_event(at, c.statement) && c.nouns >= 1 && c.likeness >= LIKE
}

fn published<'a>(ground: &Ground<'a>, s: StatementIx) -> Option<&'a When> {
    super::prediction::published(ground, ground.statement(s))
}
