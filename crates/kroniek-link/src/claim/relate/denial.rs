//! A side that denies what was just said: most denials stand in the report that carries the claim.
//!
//! "Volgens twee werknemers was het alarm uitgezet. De directie noemt dat onzin"; "Een buurman meldde de lekkage al in mei.
//! Er is nooit een melding gedaan, zegt de beheerder". A word of dismissal, or words of denying, go with the nearest claim
//! before them on somebody else's word; a sentence that only says that something is not so must speak of the same
//! things as well.

use super::super::align::Candidate;
use super::super::lexicon::Cues;
use super::{Ground, relation};
use kroniek_model::{
    Certainty, LinkedStatement, Message, Polarity, Relation, RelationName, Stance, StatementIx, Tense,
};

/// Sentences before a denial that are looked at.
const NEAR: usize = 4;
/// Statements before it that are looked at.
const REACH: u32 = 16;
/// Words of a clause that does no more than dismiss.
const SHORT: usize = 14;

/// A `denies` from a denial to what it denies in the same report.
pub(super) fn denial(ground: &Ground<'_>, at: StatementIx, like: &[Candidate]) -> Option<Relation> {
    let s = ground.statement(at);
    let said = s.tense != Tense::Future
        && s.region.is_prose()
        && matches!(s.stance, Stance::Asserted | Stance::Denied)
        && s.certainty != Certainty::Underspecified;
    if !said {
        return None;
    }
    let dismisses = dismisses(ground, at);
    let says_not = s.polarity == Polarity::Negative && s.sources.iter().any(|x| !x.inferred);
    if !dismisses && !says_not || ground.sense(at).minor {
        return None;
    }
    let shared = |o: StatementIx| like.iter().find(|c| c.statement == o);
    let of_same = |o: StatementIx| shared(o).is_some_and(|c| c.nouns + c.names >= 1 && c.hits + c.roots >= 2);
    let claims = before(ground, at).filter(|&o| is_claim(ground, o, at));
    let to = match dismisses {
        true => {
            let all: Vec<StatementIx> = claims.collect();
            all.iter().copied().find(|&o| of_same(o)).or_else(|| all.first().copied())
        }
        false => claims.into_iter().find(|&o| of_same(o)),
    }?;
    let name = s.sources.first().and_then(|x| x.entity);
    let reason = match name {
        Some(e) => {
            let name = ground.linked.entities[e.at()].canonical.clone();
            Message::new("relation.denied").with("source", name)
        }
        None => Message::new("relation.denied-unnamed"),
    };
    Some(relation(RelationName::Denies, at, to, reason, "denial.near"))
}

/// Denies in so many words: by its stance, or in a short clause with a word of dismissal.
fn dismisses(ground: &Ground<'_>, at: StatementIx) -> bool {
    let sense = ground.sense(at);
    let s = ground.statement(at);
    let short = sense.words.len() <= SHORT && sense.cue().has(Cues::DISMISS);
    let elsewhere = s.sources.iter().any(|x| !x.inferred) || ground.is_quoted(at);
    s.stance == Stance::Denied && s.polarity != Polarity::Underspecified || short && elsewhere
}

/// The statements before it within a few sentences of its report, the nearest first.
fn before<'g>(ground: &'g Ground<'_>, at: StatementIx) -> impl Iterator<Item = StatementIx> + use<'g> {
    let report = ground.statement(at).evidence.report;
    let sentence = ground.sense(at).sentence;
    let all = (at.0.saturating_sub(REACH)..at.0).rev().map(StatementIx);
    all.take_while(move |o| {
        ground.statement(*o).evidence.report == report && ground.sense(*o).sentence + NEAR >= sentence
    })
}

/// Something that is said to be so by somebody else, or by nobody who answers for it.
fn is_claim(ground: &Ground<'_>, o: StatementIx, at: StatementIx) -> bool {
    let (x, s) = (ground.statement(o), ground.statement(at));
    let hedged = matches!(x.certainty, Certainty::Probable | Certainty::Possible);
    let voiced = x.sources.iter().any(|y| !y.inferred);
    x.polarity == Polarity::Positive
        && x.stance == Stance::Asserted
        && x.tense != Tense::Future
        && x.region.is_prose()
        && !ground.sense(o).minor
        && ground.frame(o).is_none()
        && (hedged || voiced)
        && !one_side(ground, x, s)
        && x.sentence != s.sentence
}

fn one_side(ground: &Ground<'_>, a: &LinkedStatement, b: &LinkedStatement) -> bool {
    let span = |s: &LinkedStatement| s.sources.first().map(|x| x.span);
    ground.one_source(a, b) || span(a).is_some() && span(a) == span(b)
}
