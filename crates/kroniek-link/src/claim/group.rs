//! Claim groups: statements that speak about the same thing, whatever they say of it.

use super::series::Series;
use kroniek_model::{ClaimGroup, DisjointSets, Linked, RegionKind, Relation, RelationName, StatementIx};
use smol_str::format_smolstr;
use std::collections::BTreeMap;

/// Joins what relations and figure series hold together. Every statement is in one group, if only its own.
pub(super) fn groups(linked: &Linked, series: &[Series], relations: &[Relation]) -> Vec<ClaimGroup> {
    let mut sets = DisjointSets::new(linked.statements.len());
    for s in series {
        for pair in s.entries.windows(2) {
            sets.join(pair[0].statement.at(), pair[1].statement.at());
        }
    }
    for r in relations.iter().filter(|r| r.name != RelationName::NotComparable) {
        sets.join(r.from.at(), r.to.at());
    }
    let mut by_root: BTreeMap<usize, Vec<StatementIx>> = BTreeMap::new();
    for i in 0..linked.statements.len() {
        by_root.entry(sets.root(i)).or_default().push(StatementIx(i as u32));
    }
    let make = |statements: Vec<StatementIx>| {
        let label = label(linked, &statements);
        let ids: Vec<&str> = statements.iter().map(|s| linked.statements[s.at()].id.as_str()).collect();
        let id = format_smolstr!("g{}", &blake3::hash(ids.join("\0").as_bytes()).to_hex()[..10]);
        ClaimGroup { id, label, statements }
    };
    by_root.into_values().map(make).collect()
}

/// The shortest telling in running text that has an event.
fn label(linked: &Linked, statements: &[StatementIx]) -> kroniek_model::Evidence {
    let of = |s: &StatementIx| &linked.statements[s.at()];
    let best = statements.iter().min_by_key(|s| {
        let x = of(s);
        (x.region != RegionKind::Body, x.event.starts_with('"'), x.evidence.span.len().abs_diff(80), **s)
    });
    best.map_or(linked.statements[0].evidence, |s| of(s).evidence)
}
