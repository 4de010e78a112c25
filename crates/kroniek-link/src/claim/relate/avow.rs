//! Words of bearing out, and the claim that they bear out.
//!
//! "De gemeente erkent nu dat de sluis al lekte" bears out "volgens twee vissers lekte de sluis al in mei", and "Een
//! oud-werknemer bevestigt dat" bears out the sentence before it. The words carry the name of the relation; what the two
//! share in events, nouns and names tells which claim is meant, and where they share too little nothing is drawn.

use super::super::align::Candidate;
use super::super::lexicon::Cues;
use super::super::series::likely_before;
use super::denial::{before, is_claim, is_told};
use super::stand::is_outer;
use super::{Ground, recant, relation};
use crate::event::Frame;
use kroniek_model::{
    Certainty, LinkedStatement, Message, Polarity, Relation, RelationName, Stance, StatementIx, Tense,
};

/// Words of a clause that points back and says no more: "Een tweede getuige bevestigt dat tegenover deze krant".
const SHORT: usize = 16;
/// What the two clauses themselves must share.
const OWN: u32 = 20;

/// A `confirms` from words of bearing out to the claim that they bear out.
pub(super) fn avow(ground: &Ground<'_>, at: StatementIx, like: &[Candidate]) -> Option<Relation> {
    let s = ground.statement(at);
    let said = s.stance == Stance::Asserted && s.certainty == Certainty::Certain && s.tense != Tense::Future;
    if !said || !s.region.is_prose() {
        return None;
    }
    let to = points_back(ground, at).or_else(|| spelt_out(ground, at, like))?;
    let reason = Message::new("relation.confirmed");
    Some(relation(RelationName::Confirms, at, to, reason, "avow.confirmed"))
}

/// The claim just before a clause that does no more than bear it out.
fn points_back(ground: &Ground<'_>, at: StatementIx) -> Option<StatementIx> {
    let s = ground.statement(at);
    let whole = s.evidence.span.start() <= s.sentence.start() + 2;
    let short = ground.sense(at).words.len() <= SHORT && whole;
    if ground.frame(at) != Some(Frame::Confirms) || s.polarity != Polarity::Positive || !short {
        return None;
    }
    if is_outer(ground, at) || ground.sense(at).minor || !s.quantities.is_empty() || !is_pronoun(ground, at) {
        return None;
    }
    let near = |o: &StatementIx| ground.sense(*o).sentence + 1 == ground.sense(at).sentence;
    let told = || before(ground, at).filter(|&o| near(&o) && is_told(ground, o, at));
    told().find(|&o| is_claim(ground, o)).or_else(|| told().next())
}

/// Whether a clause points to what was said with a word of its own ("dat", "this").
fn is_pronoun(ground: &Ground<'_>, at: StatementIx) -> bool {
    ground.sense(at).cue().has(Cues::THAT)
}

/// The claim of an earlier report that a clause spells out again, under words of bearing out.
fn spelt_out(ground: &Ground<'_>, at: StatementIx, like: &[Candidate]) -> Option<StatementIx> {
    let s = ground.statement(at);
    let cue = ground.sentence_cues(at);
    let under = cue.has(Cues::CONFIRM) || cue.has(Cues::CONCEDE);
    let other = cue.has(Cues::REFUSE) || cue.has(Cues::WITHDRAW) || ground.sense(at).cue().has(Cues::CORRECT);
    let voiced = s.sources.iter().any(|x| !x.inferred) || ground.sense(at).cue().has(Cues::CONFIRM);
    if !under || !voiced || other || recant::is_taken_back(ground, at) {
        return None;
    }
    if ground.frame(at).is_some() || ground.sense(at).minor || is_outer(ground, at) {
        return None;
    }
    let fits = |c: &&Candidate| {
        let o = ground.statement(c.statement);
        let hearsay = is_claim(ground, c.statement);
        o.evidence.report != s.evidence.report
            && o.region.is_prose()
            && o.polarity == s.polarity
            && matches!(o.stance, Stance::Asserted | Stance::Predicted | Stance::Planned)
            && hearsay
            && ground.due(c.statement).is_none()
            && ground.frame(c.statement).is_none()
            && !ground.sense(c.statement).minor
            && likely_before(ground.published(c.statement), ground.published(at))
            && !ground.one_source(s, o)
            && times_meet(s, o)
            && one_matter(ground, at, c)
    };
    like.iter().filter(fits).max_by_key(|c| (c.own, std::cmp::Reverse(c.statement))).map(|c| c.statement)
}

/// Enough in common to be one matter: an event with something that it happened to, two things, or one thing of a claim that
/// was hedged.
fn one_matter(ground: &Ground<'_>, at: StatementIx, c: &Candidate) -> bool {
    let named = c.nouns + c.names;
    let event = ground.same_event(at, c.statement) && named + c.hits + c.roots >= 3;
    let hedged = ground.statement(c.statement).certainty != Certainty::Certain
        && ground.sentence_cues(at).has(Cues::CONCEDE);
    let things = c.nouns >= 2 || c.nouns >= 1 && (c.names >= 1 || c.hits >= 2 || hedged);
    c.own >= OWN && (event || things)
}

fn times_meet(a: &LinkedStatement, b: &LinkedStatement) -> bool {
    match (&a.when, &b.when) {
        (Some(x), Some(y)) => x.may_meet(y),
        _ => true,
    }
}
