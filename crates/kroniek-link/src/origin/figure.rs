//! Bare figures: a number that one report prints on nobody's word, and another with the name of whom it is from.

use kroniek_lang::{Error, Packs};
use kroniek_model::{EntityKind, Linked, LinkedQuantity, OriginIx, OriginKind, SeriesEntry};
use std::collections::BTreeMap;

/// Unit symbol to what it measures and the factor to that measure's base unit.
#[derive(Debug, Default)]
pub(super) struct Units(BTreeMap<String, (String, f64)>);

impl Units {
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut units = BTreeMap::new();
        for row in packs.common().table("unit").rows() {
            let factor = row.get("factor")?.parse();
            let factor = factor.map_err(|_| row.error("factor: a number was expected"))?;
            units.insert(row.key().to_owned(), (row.get("measure")?.to_owned(), factor));
        }
        Ok(Units(units))
    }

    /// Whether two figures are one number, perhaps in other units ("9,400 acres", "nearly 3,800 hectares").
    fn is_same(&self, a: &LinkedQuantity, b: &LinkedQuantity) -> bool {
        if a.unit == b.unit {
            return (a.low - b.low).abs() < 1e-9 && a.high == b.high;
        }
        let (Some(x), Some(y)) = (self.0.get(a.unit.as_str()), self.0.get(b.unit.as_str())) else {
            return false;
        };
        let (low, other) = (a.low * x.1, b.low * y.1);
        x.0 == y.0 && (low - other).abs() <= ROUNDING * low.abs().max(other.abs())
    }
}

/// Share that a number changes by when it is rounded in another unit.
const ROUNDING: f64 = 0.015;
/// A smaller or rounder number comes up by chance.
const SPECIFIC: f64 = 100.0;

/// Gives statements with such a figure the origin of the report that names one; of several the first in the ledger.
pub(super) fn of_figures(units: &Units, linked: &mut Linked) {
    let mut found: Vec<(usize, Vec<OriginIx>)> = Vec::new();
    for series in &linked.figures {
        let (mut bare, mut voiced) = (Vec::new(), Vec::new());
        for entry in &series.entries {
            let Some(figure) = quantity(linked, entry).filter(|q| q.low >= SPECIFIC && !is_round(q.low))
            else {
                continue;
            };
            match has_voice(linked, entry) {
                true => voiced.push((entry, figure)),
                false => bare.push((entry, figure)),
            }
        }
        for (entry, figure) in bare {
            let report = |e: &SeriesEntry| linked.statements[e.statement.at()].evidence.report;
            let from = voiced.iter().find(|(e, q)| report(e) != report(entry) && units.is_same(q, figure));
            if let Some((e, _)) = from {
                found.push((entry.statement.at(), linked.statements[e.statement.at()].origins.clone()));
            }
        }
    }
    for (statement, origins) in found {
        linked.statements[statement].origins = origins;
    }
}

fn quantity<'l>(linked: &'l Linked, entry: &SeriesEntry) -> Option<&'l LinkedQuantity> {
    linked.statements[entry.statement.at()].quantities.get(entry.figure as usize)
}

/// Whether somebody is known to stand behind the statement, other than those who print it.
fn has_voice(linked: &Linked, entry: &SeriesEntry) -> bool {
    let s = &linked.statements[entry.statement.at()];
    let passage = super::of_passage(linked, s.evidence);
    let kind = |o: &OriginIx| linked.origins.get(o.at()).map(|o| o.kind);
    let named = |o: &OriginIx| {
        *o != passage
            && !matches!(kind(o), Some(OriginKind::Wire | OriginKind::Outlet | OriginKind::Unknown) | None)
    };
    let known = |x: &kroniek_model::LinkedSource| {
        x.entity.is_some_and(|e| linked.entities[e.at()].kind != EntityKind::Other)
    };
    s.origins.iter().any(named) || s.sources.iter().any(known)
}

/// One digit and noughts.
fn is_round(n: f64) -> bool {
    let mut n = n.abs();
    while n >= 10.0 {
        if n % 10.0 != 0.0 {
            return false;
        }
        n /= 10.0;
    }
    true
}
