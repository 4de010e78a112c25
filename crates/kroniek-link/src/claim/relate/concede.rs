//! A side that gives up its denial: what it denied is borne out, and the denial is taken back.
//!
//! "De directie noemt dat onzin", and weeks later "De directie erkent nu dat het alarm uit stond": the second withdraws the
//! first, and confirms what the first had denied. It takes a word of conceding and one side that speaks in both.

use super::super::align::Index;
use super::super::lexicon::Cues;
use super::super::series::before;
use super::{Ground, relation};
use kroniek_model::{
    EntityIx, LinkedStatement, Message, Polarity, Relation, RelationName, Stance, StatementIx,
};
use std::collections::BTreeMap;

/// What a concession must share with one of several denials, in hundredths of both.
const LIKE: u32 = 8;

/// Draws `withdraws` and `confirms` from the denials that were found.
pub(in super::super) fn relate(ground: &Ground<'_>, index: &Index, out: &mut Vec<Relation>) {
    let denials = Denials::read(ground, out);
    for at in (0..ground.linked.statements.len() as u32).map(StatementIx) {
        let s = ground.statement(at);
        let concedes = ground.sentence_cues(at).has(Cues::CONCEDE) && s.region.is_prose();
        if !concedes || ground.sense(at).minor || ground.copied[at.at()].is_some() {
            continue;
        }
        let Some(denial) = denials.given_up(ground, index, at) else { continue };
        let name = speakers(s).map(|e| ground.linked.entities[e.at()].canonical.clone()).next();
        let reason = Message::new("relation.withdrawn").with("source", name.unwrap_or_default());
        out.push(relation(RelationName::Withdraws, at, denial, reason, "concede.withdrawn"));
        for &claim in denials.of.get(&denial).into_iter().flatten() {
            let reason = Message::new("relation.conceded");
            out.push(relation(RelationName::Confirms, at, claim, reason, "concede.confirmed"));
        }
    }
}

/// Denials, with what they deny, and by who makes them.
struct Denials {
    of: BTreeMap<StatementIx, Vec<StatementIx>>,
    by: BTreeMap<EntityIx, Vec<StatementIx>>,
}

impl Denials {
    fn read(ground: &Ground<'_>, relations: &[Relation]) -> Denials {
        let mut of: BTreeMap<StatementIx, Vec<StatementIx>> = BTreeMap::new();
        for r in relations.iter().filter(|r| r.name == RelationName::Denies) {
            of.entry(r.from).or_default().push(r.to);
        }
        let mut by: BTreeMap<EntityIx, Vec<StatementIx>> = BTreeMap::new();
        for (i, s) in ground.linked.statements.iter().enumerate() {
            let at = StatementIx(i as u32);
            let denies =
                s.stance == Stance::Denied || of.contains_key(&at) || s.polarity == Polarity::Negative;
            if denies && !ground.sense(at).minor && s.region.is_prose() {
                speakers(s).for_each(|e| by.entry(e).or_default().push(at));
            }
        }
        Denials { of, by }
    }

    /// The denial of the same side in an earlier report that shares most with a concession; one that denied a known claim
    /// needs to share nothing where it is the only one.
    fn given_up(&self, ground: &Ground<'_>, index: &Index, at: StatementIx) -> Option<StatementIx> {
        let s = ground.statement(at);
        let earlier = |o: &StatementIx| {
            let x = ground.statement(*o);
            x.evidence.report != s.evidence.report
                && ground.story(*o) == ground.story(at)
                && before(ground.published(*o), ground.published(at))
        };
        let mut own: Vec<StatementIx> =
            speakers(s).filter_map(|e| self.by.get(&e)).flatten().copied().filter(earlier).collect();
        own.sort_unstable();
        own.dedup();
        let like = index.like(at);
        let shares = |o: StatementIx| like.iter().find(|c| c.statement == o).map_or(0, |c| c.likeness);
        let claims = |o: StatementIx| self.of.get(&o).into_iter().flatten().map(|c| shares(*c)).max();
        let score = |o: StatementIx| shares(o).max(claims(o).unwrap_or(0));
        let best = own.iter().copied().max_by_key(|&o| (score(o), std::cmp::Reverse(o)))?;
        let known: Vec<StatementIx> = own.iter().copied().filter(|o| self.of.contains_key(o)).collect();
        match known.as_slice() {
            _ if score(best) >= LIKE => Some(best),
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// On whose word a statement is, and who acts in it.
fn speakers(s: &LinkedStatement) -> impl Iterator<Item = EntityIx> {
    let agents = s.who.iter().filter(|(role, _)| role == super::AGENT).map(|(_, e)| *e);
    s.sources.iter().filter_map(|x| x.entity).chain(agents)
}
