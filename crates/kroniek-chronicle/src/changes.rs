//! What changed between two states of a chronicle: what is new, overtaken, contradicted, settled, come true.

use kroniek_model::{Change, Chronicle, FigureStatus, Linked, Outcome, StatementIx};
use std::collections::BTreeMap;

/// What `after` says and `before` did not, in the order of `after`. Both are of the same archive, so statements keep
/// their ids; indices in the result are those of `after`.
pub fn changes(before: (&Linked, &Chronicle), after: (&Linked, &Chronicle)) -> Vec<Change> {
    let (old, new) = (State::of(before), State::of(after));
    let (linked, chronicle) = after;
    let mut out = Vec::new();
    for (i, report) in linked.reports.iter().enumerate() {
        if !before.0.reports.iter().any(|r| r.id == report.id) {
            out.push(Change::Report(i as u32));
        }
    }
    // An entry is new when none of its statements was there; background stays in its report.
    for (i, entry) in chronicle.entries.iter().enumerate() {
        let known = |s: &StatementIx| old.has(&linked.statements[s.at()].id);
        let tells = |s: &StatementIx| {
            let s = &linked.statements[s.at()];
            !s.sources.is_empty() || !s.quantities.is_empty() || s.when.is_some()
        };
        if !entry.statements.iter().any(known) && entry.statements.iter().any(tells) {
            out.push(Change::Entry(i as u32));
        }
    }
    for (i, ledger) in chronicle.ledgers.iter().enumerate() {
        for (j, entry) in ledger.entries.iter().enumerate() {
            let id = linked.statements[entry.statement.at()].id.as_str();
            let was = old.figures.get(&(id, entry.figure)).copied();
            if was.is_some_and(|was| was != entry.status)
                || was.is_none() && entry.status == FigureStatus::Current
            {
                out.push(Change::Figure { ledger: i as u32, entry: j as u32, was });
            }
        }
    }
    for (i, conflict) in chronicle.conflicts.iter().enumerate() {
        let was = new.pair(linked, conflict.relation).and_then(|pair| old.conflicts.get(&pair).copied());
        match (was, conflict.settled.is_some()) {
            (None, false) => out.push(Change::Conflict(i as u32)),
            (Some(false), true) => out.push(Change::Settled(i as u32)),
            _ => {}
        }
    }
    for (i, prediction) in linked.predictions.iter().enumerate() {
        let id = linked.statements[prediction.statement.at()].id.as_str();
        let was = old.outcomes.get(id).copied();
        let now = kind(prediction.outcome);
        if now != 0 && was != Some(now) {
            out.push(Change::Outcome(i as u32));
        }
    }
    out
}

fn kind(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Open => 0,
        Outcome::Fulfils(_) => 1,
        Outcome::Fails(_) => 2,
    }
}

/// What a state says of each statement, by its id.
struct State<'a> {
    statements: BTreeMap<&'a str, ()>,
    figures: BTreeMap<(&'a str, u32), FigureStatus>,
    /// Whether a conflict between two statements is settled.
    conflicts: BTreeMap<(&'a str, &'a str, Option<&'a str>), bool>,
    outcomes: BTreeMap<&'a str, u8>,
}

impl<'a> State<'a> {
    fn of((linked, chronicle): (&'a Linked, &'a Chronicle)) -> Self {
        let id = |s: StatementIx| linked.statements[s.at()].id.as_str();
        let mut state = State {
            statements: linked.statements.iter().map(|s| (s.id.as_str(), ())).collect(),
            figures: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            outcomes: linked.predictions.iter().map(|p| (id(p.statement), kind(p.outcome))).collect(),
        };
        for entry in chronicle.ledgers.iter().flat_map(|l| &l.entries) {
            state.figures.insert((id(entry.statement), entry.figure), entry.status);
        }
        for conflict in &chronicle.conflicts {
            if let Some(pair) = state.pair(linked, conflict.relation) {
                state.conflicts.insert(pair, conflict.settled.is_some());
            }
        }
        state
    }

    fn has(&self, id: &str) -> bool {
        self.statements.contains_key(id)
    }

    fn pair(&self, linked: &'a Linked, relation: u32) -> Option<(&'a str, &'a str, Option<&'a str>)> {
        let r = linked.relations.get(relation as usize)?;
        let id = |s: StatementIx| linked.statements[s.at()].id.as_str();
        Some((id(r.from), id(r.to), r.kind.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_changes_between_equal_states() {
        let (linked, chronicle) = (Linked::default(), Chronicle::default());
        assert!(changes((&linked, &chronicle), (&linked, &chronicle)).is_empty());
    }
}
