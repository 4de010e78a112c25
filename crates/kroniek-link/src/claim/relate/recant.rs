//! What somebody takes back, and what holds again after it was taken back.
//!
//! "De vereniging herroept dat er is gefraudeerd" takes back what the vereniging said in an earlier report; "De rederij
//! trekt haar bod in" takes back what it had planned. "De rederij neemt de werf alsnog over" then brings that back.

use super::super::align::{Candidate, Index, KEPT};
use super::super::lexicon::Cues;
use super::super::series::likely_before;
use super::stand::comparable;
use super::{AGENT, Ground, relation};
use kroniek_model::{
    EntityIx, LinkedStatement, Message, Polarity, Relation, RelationName, Stance, StatementIx, Tense,
};

/// The event class of taking back.
const RETRACT: &str = "retract";

/// A `withdraws` from words of taking back to what is taken back.
pub(super) fn recant(ground: &Ground<'_>, at: StatementIx, like: &[Candidate]) -> Option<Relation> {
    let s = ground.statement(at);
    let retracts = s.event == RETRACT && s.polarity == Polarity::Positive && s.tense != Tense::Future;
    if s.stance != Stance::Retracted && !ground.sense(at).cue().has(Cues::WITHDRAW) && !retracts {
        return None;
    }
    let source = s.sources.iter().find_map(|x| x.entity);
    let agent = s.who.iter().find(|(role, _)| role == AGENT).map(|(_, e)| *e);
    let by = |o: StatementIx, e: Option<EntityIx>| e.is_some_and(|e| speaks(ground.statement(o), e));
    let earlier = |o: StatementIx| {
        let x = ground.statement(o);
        x.evidence.report != s.evidence.report
            && ground.story(o) == ground.story(at)
            && x.region.is_prose()
            && !ground.sense(o).minor
            && likely_before(ground.published(o), ground.published(at))
    };
    let may_be =
        |o: StatementIx| earlier(o) && (comparable(ground.statement(o)) || ahead(ground.statement(o)));
    let own = |c: &&Candidate| {
        let one = by(c.statement, agent) || by(c.statement, source);
        one && c.own >= OWN && c.nouns + c.names >= 1 && may_be(c.statement)
    };
    let most = |c: &&Candidate| (c.own, std::cmp::Reverse(c.statement));
    let alike = || like.iter().filter(own).max_by_key(most).map(|c| c.statement);
    // Taken back by somebody else, or by nobody who is named: it must be spelt out.
    let told = || {
        let enough = |c: &&Candidate| c.nouns >= 1 && c.nouns + c.names >= 2 && may_be(c.statement);
        like.iter().filter(enough).max_by_key(most).map(|c| c.statement)
    };
    let last = |said: &dyn Fn(StatementIx) -> bool| {
        let all = (0..ground.linked.statements.len() as u32).map(StatementIx);
        all.rev().find(|&o| said(o) && earlier(o))
    };
    let said = |o: StatementIx| by(o, source) && comparable(ground.statement(o));
    let planned = |o: StatementIx| by(o, agent.or(source)) && ahead(ground.statement(o));
    let near = || like.iter().take(KEPT).map(|c| c.statement).find(|&o| said(o) && earlier(o));
    let any = || near().or_else(|| last(&said)).map(|o| widest(ground, o, &said));
    let to = alike().or_else(any).or_else(told).or_else(|| last(&planned))?;
    let name = source.or(agent).map(|e| ground.linked.entities[e.at()].canonical.clone());
    let reason = match name {
        Some(name) => Message::new("relation.withdrawn").with("source", name),
        None => Message::new("relation.withdrawn-unnamed"),
    };
    Some(relation(RelationName::Withdraws, at, to, reason, "stand.withdrawn"))
}

/// The whole of what was said, where a clause stands inside another one by the same side.
fn widest(ground: &Ground<'_>, at: StatementIx, said: &dyn Fn(StatementIx) -> bool) -> StatementIx {
    let s = ground.statement(at);
    let holds = |o: &StatementIx| {
        let x = ground.statement(*o);
        x.evidence.report == s.evidence.report && x.evidence.span.contains(s.evidence.span)
    };
    let before = (0..at.0).rev().map(StatementIx).take(3);
    before.filter(|o| holds(o) && said(*o)).last().unwrap_or(at)
}

/// What the two clauses themselves must share.
const OWN: u32 = 20;

/// Whether a clause stands under words of taking back in its sentence.
pub(super) fn is_taken_back(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    let before = (0..at.0).rev().map(StatementIx).take(3);
    let mut around = before.filter(|o| {
        let x = ground.statement(*o);
        x.evidence.report == s.evidence.report && x.evidence.span.contains(s.evidence.span)
    });
    around.any(|o| ground.statement(o).event == RETRACT)
}

/// On whose word it is, or who acts in it.
fn speaks(s: &LinkedStatement, e: EntityIx) -> bool {
    s.sources.iter().any(|x| x.entity == Some(e)) || s.who.iter().any(|(role, w)| role == AGENT && *w == e)
}

/// Planned or offered.
fn ahead(s: &LinkedStatement) -> bool {
    matches!(s.stance, Stance::Planned | Stance::Predicted) && s.polarity == Polarity::Positive
}

/// Draws `reinstates` from words of bringing back to what an earlier report had taken back.
pub(in super::super) fn reinstate(ground: &Ground<'_>, index: &Index, out: &mut Vec<Relation>) {
    let gone: Vec<(StatementIx, StatementIx)> = out
        .iter()
        .filter(|r| r.name == RelationName::Withdraws && r.figures.is_none())
        .map(|r| (r.from, r.to))
        .collect();
    if gone.is_empty() {
        return;
    }
    for at in (0..ground.linked.statements.len() as u32).map(StatementIx) {
        let s = ground.statement(at);
        let again = ground.sense(at).cue().has(Cues::REINSTATE)
            && s.stance == Stance::Asserted
            && s.polarity == Polarity::Positive
            && s.region.is_prose()
            && !ground.sense(at).minor;
        if !again {
            continue;
        }
        let like = index.like(at);
        let shares = |to: StatementIx| {
            like.iter().find(|c| c.statement == to && c.nouns >= 1 && c.nouns + c.names >= 2).map(|c| c.own)
        };
        let later = |from: StatementIx| likely_before(ground.published(from), ground.published(at));
        let best =
            gone.iter().filter(|(from, _)| later(*from)).filter_map(|(_, to)| Some((shares(*to)?, *to)));
        if let Some((_, to)) = best.max_by_key(|(own, to)| (*own, std::cmp::Reverse(*to))) {
            let reason = Message::new("relation.stands-again");
            out.push(relation(RelationName::Reinstates, at, to, reason, "recant.reinstated"));
        }
    }
}
