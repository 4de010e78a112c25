//! A side that denies what was just said: most denials stand in the report that carries the claim.
//!
//! "Volgens twee werknemers was het alarm uitgezet. De directie noemt dat onzin"; "Een buurman meldde de lekkage al in mei.
//! Er is nooit een melding gedaan, zegt de beheerder". A word of dismissal, or words of denying, go with the nearest claim
//! before them on somebody else's word; a sentence that only says that something is not so must speak of the same
//! things as well.

use super::super::lexicon::Cues;
use super::{Ground, relation};
use kroniek_model::{
    Certainty, LinkedStatement, Message, Polarity, Pos, Relation, RelationName, SourceKind, Stance,
    StatementIx, Tense,
};

/// Sentences before a denial that are looked at.
const NEAR: usize = 4;
/// Statements before it that are looked at.
const REACH: u32 = 16;
/// Words of a clause that does no more than dismiss.
const SHORT: usize = 14;
/// Terms of a sentence that denies without saying what: who denies, and a word for it, each counted once.
const BARE: usize = 5;

/// A `denies` from a denial to what it denies in the same report.
pub(super) fn denial(ground: &Ground<'_>, at: StatementIx) -> Option<Relation> {
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
    let own = terms(ground, at);
    // A denial that says what it denies goes with what speaks of that, or with nothing: "the lessor denied that the crane
    // had failed an inspection" says nothing of the dead of the crane's fall, whom the police counted a sentence before.
    let bare = own.len() <= BARE;
    let least = if dismisses && !bare { 2 } else { 1 };
    let shared = |o: &StatementIx| {
        let other = terms(ground, *o);
        own.iter().filter(|(l, r)| other.iter().any(|(m, q)| l == m || *r != 0 && r == q)).count() >= least
    };
    let all: Vec<StatementIx> = before(ground, at).filter(|&o| is_told(ground, o, at)).collect();
    let claims = || all.iter().copied().filter(|&o| is_claim(ground, o));
    let near = |o: &StatementIx| ground.sense(*o).sentence + 2 >= ground.sense(at).sentence;
    let same = claims().find(shared).or_else(|| {
        // Word for word the contrary, even where nobody is named for it.
        all.iter().copied().find(|o| ground.same_event(at, *o) && shared(o))
    });
    let to = match dismisses {
        true if !bare => same,
        true => same.or_else(|| claims().next()).or_else(|| all.iter().copied().find(near)),
        false => same.or_else(|| claims().find(|o| near(o) && is_weak(ground, *o))),
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
    let voiced = s.sources.iter().any(|x| !x.inferred) || !s.who.is_empty() || ground.frame(at).is_some();
    s.stance == Stance::Denied && s.polarity != Polarity::Underspecified
        || short && (voiced || ground.is_quoted(at))
}

/// What a statement's sentence speaks of: its nouns, names and verbs, each with its root (0 where it has none of note).
fn terms(ground: &Ground<'_>, at: StatementIx) -> Vec<(u32, u32)> {
    let Some(line) = ground.digest(at).sentences.get(ground.sense(at).sentence) else { return Vec::new() };
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (i, &(lemma, pos)) in line.lemmas.iter().enumerate() {
        let root = line.roots.get(i).copied().unwrap_or(0);
        let term = match pos {
            Pos::Noun => (lemma, root),
            Pos::Propn => (lemma, 0),
            // A verb is known by its root alone: "failed" and "the failure", not "was" and "is".
            Pos::Verb if root != 0 => (root, root),
            _ => continue,
        };
        if !out.contains(&term) {
            out.push(term);
        }
    }
    out
}

/// On nobody's word that counts for much: hedged, or by somebody who is not named.
fn is_weak(ground: &Ground<'_>, o: StatementIx) -> bool {
    let x = ground.statement(o);
    let unnamed = |k| {
        matches!(
            k,
            SourceKind::Anonymous
                | SourceKind::Collective
                | SourceKind::Unknown
                | SourceKind::UnnamedOfficial
        )
    };
    x.certainty != Certainty::Certain || x.sources.first().is_some_and(|y| unnamed(y.kind))
}

/// The statements before it within a few sentences of its report, the nearest first.
pub(super) fn before<'g>(
    ground: &'g Ground<'_>,
    at: StatementIx,
) -> impl Iterator<Item = StatementIx> + use<'g> {
    let report = ground.statement(at).evidence.report;
    let sentence = ground.sense(at).sentence;
    let all = (at.0.saturating_sub(REACH)..at.0).rev().map(StatementIx);
    all.take_while(move |o| {
        ground.statement(*o).evidence.report == report && ground.sense(*o).sentence + NEAR >= sentence
    })
}

/// Something that is said to be so in another sentence, by another side or none.
pub(super) fn is_told(ground: &Ground<'_>, o: StatementIx, at: StatementIx) -> bool {
    let (x, s) = (ground.statement(o), ground.statement(at));
    let content = ground.frame(o).is_none() || x.sources.iter().any(|y| !y.inferred);
    x.polarity == Polarity::Positive
        && matches!(x.stance, Stance::Asserted | Stance::Predicted)
        && x.region.is_prose()
        && !ground.sense(o).minor
        && content
        && !one_side(ground, x, s)
        && x.sentence != s.sentence
}

/// Something that somebody is named for, or that is hedged.
pub(super) fn is_claim(ground: &Ground<'_>, o: StatementIx) -> bool {
    let x = ground.statement(o);
    let hedged = matches!(x.certainty, Certainty::Probable | Certainty::Possible);
    hedged || x.sources.iter().any(|y| !y.inferred)
}

fn one_side(ground: &Ground<'_>, a: &LinkedStatement, b: &LinkedStatement) -> bool {
    let span = |s: &LinkedStatement| s.sources.first().map(|x| x.span);
    ground.one_source(a, b) || span(a).is_some() && span(a) == span(b)
}
