//! What stands against what, and where a hedge or a source was dropped.

use kroniek_model::{Conflict, Linked, Relation, RelationName, StatementIx};
use std::collections::BTreeMap;

/// Every conflict and denial, those that still stand first; each with the statement that settled it.
pub(crate) fn conflicts(linked: &Linked) -> Vec<Conflict> {
    let settling = settling(linked);
    let against = |r: &Relation| matches!(r.name, RelationName::Conflicts | RelationName::Denies);
    let mut all: Vec<Conflict> = linked
        .relations
        .iter()
        .enumerate()
        .filter(|(_, r)| against(r))
        .map(|(i, r)| {
            let end = |s: StatementIx, figure: Option<u32>| settling.get(&(s, figure)).copied();
            let (f, t) = (r.figures.map(|f| f.0), r.figures.map(|f| f.1));
            // What one of the two itself puts right does not settle the two.
            let settled = end(r.from, f).or_else(|| end(r.to, t)).filter(|s| *s != r.from && *s != r.to);
            Conflict { relation: i as u32, settled }
        })
        .collect();
    all.sort_by_key(|c| (c.settled.is_some(), c.relation));
    all
}

/// Relations that tell of a dropped hedge or source.
pub(crate) fn drifts(linked: &Linked) -> Vec<u32> {
    let dropped =
        |r: &Relation| matches!(r.name, RelationName::Same | RelationName::Copies) && r.kind.is_some();
    (0..linked.relations.len()).filter(|&i| dropped(&linked.relations[i])).map(|i| i as u32).collect()
}

/// By statement and figure: what put it right or took it back.
fn settling(linked: &Linked) -> BTreeMap<(StatementIx, Option<u32>), StatementIx> {
    let mut all = BTreeMap::new();
    let settles = |r: &&Relation| matches!(r.name, RelationName::Corrects | RelationName::Withdraws);
    for r in linked.relations.iter().filter(settles) {
        all.entry((r.to, r.figures.map(|f| f.1))).or_insert(r.from);
        // A statement that is taken back goes with its figures.
        if r.figures.is_none() {
            for q in 0..linked.statements[r.to.at()].quantities.len() {
                all.entry((r.to, Some(q as u32))).or_insert(r.from);
            }
        }
    }
    all
}
