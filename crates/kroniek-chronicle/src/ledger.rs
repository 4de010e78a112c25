//! Ledgers: one quantity through successive reports, each figure with how it stands at the end.

use crate::origin::{independent, reports};
use kroniek_model::{
    FigureSeries, FigureStatus, Ledger, LedgerEntry, Linked, LinkedQuantity, Modifier, RelationName,
    SeriesEntry, StatementIx,
};
use std::collections::BTreeMap;

/// One ledger for each figure series.
pub(crate) fn ledgers(linked: &Linked) -> Vec<Ledger> {
    let against = Against::new(linked);
    linked.figures.iter().map(|f| ledger(linked, f, &against)).collect()
}

/// For each figure, the relations that change how it stands: which, and the figure on the other side.
struct Against(BTreeMap<Figure, Vec<(RelationName, Figure)>>);

/// A statement and which of its figures.
type Figure = (StatementIx, u32);

impl Against {
    fn new(linked: &Linked) -> Self {
        use RelationName as R;
        let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for r in &linked.relations {
            let Some((f, t)) = r.figures else { continue };
            let (from, to) = ((r.from, f), (r.to, t));
            match r.name {
                R::Conflicts | R::Same => {
                    all.entry(from).or_default().push((r.name, to));
                    all.entry(to).or_default().push((r.name, from));
                }
                R::Corrects | R::Withdraws | R::Reinstates => all.entry(to).or_default().push((r.name, from)),
                _ => {}
            }
        }
        Against(all)
    }

    fn of(&self, e: &SeriesEntry, name: RelationName) -> Vec<StatementIx> {
        let list = self.0.get(&(e.statement, e.figure)).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter(|(n, _)| *n == name).map(|(_, (s, _))| *s).collect()
    }
}

fn ledger(linked: &Linked, f: &FigureSeries, against: &Against) -> Ledger {
    let quantity = |e: &SeriesEntry| &linked.statements[e.statement.at()].quantities[e.figure as usize];
    let mut by_number: BTreeMap<Number<'_>, Vec<StatementIx>> = BTreeMap::new();
    for e in &f.entries {
        by_number.entry(number(quantity(e))).or_default().push(e.statement);
    }
    let count = |s: Vec<StatementIx>| (reports(linked, &s), independent(linked, &s).len() as u32);
    let alike: BTreeMap<Number<'_>, (u32, u32)> = by_number.into_iter().map(|(k, s)| (k, count(s))).collect();
    let entries = f.entries.iter().enumerate().map(|(i, e)| {
        let (status, with) = status(linked, f, i, against);
        let (reports, origins) = alike[&number(quantity(e))];
        LedgerEntry {
            statement: e.statement,
            figure: e.figure,
            as_of: e.as_of.clone(),
            status,
            with,
            reports,
            origins,
        }
    });
    Ledger {
        quantity: f.id.clone(),
        counted: f.entries.iter().find_map(|e| quantity(e).counted.clone()),
        unit: f.entries.first().map(|e| quantity(e).unit.clone()).unwrap_or_default(),
        scope: f.scope.clone(),
        entries: entries.collect(),
    }
}

/// How one figure stands, and with whom.
fn status(
    linked: &Linked,
    f: &FigureSeries,
    i: usize,
    against: &Against,
) -> (FigureStatus, Vec<StatementIx>) {
    use RelationName as R;
    let e = &f.entries[i];
    for (name, status) in [
        (R::Reinstates, FigureStatus::Reinstated),
        (R::Withdraws, FigureStatus::Withdrawn),
        (R::Corrects, FigureStatus::Corrected),
        (R::Conflicts, FigureStatus::InConflict),
    ] {
        let with = against.of(e, name);
        if !with.is_empty() {
            return (status, with);
        }
    }
    // The same number elsewhere was corrected: this copy of it, or its like in another unit, falls with it.
    let quantity = |e: &SeriesEntry| &linked.statements[e.statement.at()].quantities[e.figure as usize];
    let same = against.of(e, R::Same);
    let like = |o: &&SeriesEntry| same_number(quantity(e), quantity(o)) || same.contains(&o.statement);
    let later = |s: &StatementIx| f.entries[i + 1..].iter().any(|o| o.statement == *s);
    let corrected = f.entries.iter().filter(like).find_map(|o| {
        let with = against.of(o, R::Corrects);
        with.iter().any(later).then_some(with)
    });
    if let Some(with) = corrected {
        return (FigureStatus::Corrected, with);
    }
    // "Thousands" says less than "37,000": a vague number does not overtake a counted one.
    let vague =
        |o: &SeriesEntry| quantity(o).modifier == Modifier::Vague && quantity(e).modifier != Modifier::Vague;
    let newer = |o: &&SeriesEntry| after(o, e) && !same_number(quantity(e), quantity(o)) && !vague(o);
    match f.entries[i + 1..].iter().find(newer) {
        Some(o) => (FigureStatus::Superseded, vec![o.statement]),
        None => (FigureStatus::Current, Vec::new()),
    }
}

fn after(o: &SeriesEntry, e: &SeriesEntry) -> bool {
    match (e.as_of.as_ref().and_then(|w| w.latest), o.as_of.as_ref().and_then(|w| w.earliest)) {
        (Some(l), Some(x)) => l < x,
        _ => false,
    }
}

/// What makes two figures of a series equal: unit and number, bounds aside.
type Number<'a> = (&'a str, u64, u64);

fn number(q: &LinkedQuantity) -> Number<'_> {
    (&q.unit, q.low.to_bits(), q.high.unwrap_or(q.low).to_bits())
}

/// Equal numbers in one unit, bounds aside.
fn same_number(a: &LinkedQuantity, b: &LinkedQuantity) -> bool {
    a.unit == b.unit && a.low == b.low && a.high.unwrap_or(a.low) == b.high.unwrap_or(b.low)
}
