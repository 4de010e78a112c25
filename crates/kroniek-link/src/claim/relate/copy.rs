//! Statements taken over from another report.
//!
//! "De breuk zou zijn veroorzaakt door ratten" became "De breuk is veroorzaakt door ratten": the
//! copy says more than its origin did, without anything new behind it.

use super::super::lexicon::Cues;
use super::drift::CERTAINTY;
use super::{Ground, relation};
use kroniek_model::{Certainty, Message, Modifier, Relation, RelationName, StatementIx};
use smol_str::SmolStr;

/// A `copies` for every statement that was taken over.
pub(in super::super) fn relate(ground: &Ground<'_>, out: &mut Vec<Relation>) {
    for (i, origin) in ground.copied.iter().enumerate() {
        let (copy, Some(origin)) = (StatementIx(i as u32), *origin) else { continue };
        if ground.sense(copy).minor || ground.sense(origin).minor {
            continue;
        }
        if new_figure(ground, copy, origin) {
            continue;
        }
        let (id, kind) = if drops_hedge(ground, copy, origin) {
            ("relation.copied-hedge", Some(CERTAINTY))
        } else if drops_source(ground, copy, origin) {
            ("relation.copied-source", Some("source"))
        } else {
            ("relation.copied", None)
        };
        let mut r = relation(RelationName::Copies, copy, origin, Message::new(id), "copy.sentence");
        r.kind = kind.map(SmolStr::new_static);
        out.push(r);
    }
}

/// Whether a number was replaced: the wire's own later telling, not a copy of the earlier one.
fn new_figure(ground: &Ground<'_>, copy: StatementIx, origin: StatementIx) -> bool {
    let (c, o) = (ground.statement(copy), ground.statement(origin));
    c.quantities.iter().zip(&o.quantities).any(|(c, o)| c.low != o.low || c.high != o.high)
}

/// Whether the copy is surer than its origin, or its figure lost a bound.
fn drops_hedge(ground: &Ground<'_>, copy: StatementIx, origin: StatementIx) -> bool {
    let (c, o) = (ground.statement(copy), ground.statement(origin));
    let surer = c.certainty == Certainty::Certain && o.certainty != Certainty::Certain;
    let exact = |q: &kroniek_model::LinkedQuantity| q.modifier == Modifier::Exact;
    let bound = c.quantities.iter().zip(&o.quantities).any(|(c, o)| c.low == o.low && exact(c) && !exact(o));
    let hedged = |s: StatementIx| ground.sense(s).cue().has(Cues::HEDGE);
    let hedge = hedged(origin) && !hedged(copy);
    surer || hedge || bound
}

/// Whether the copy says in its own words what its origin had on somebody's word.
fn drops_source(ground: &Ground<'_>, copy: StatementIx, origin: StatementIx) -> bool {
    let (c, o) = (ground.statement(copy), ground.statement(origin));
    c.sources.is_empty() && o.sources.iter().any(|x| !x.inferred)
}
