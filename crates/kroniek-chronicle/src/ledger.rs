//! Ledgers: one quantity through successive reports, each figure with how it stands at the end.

use kroniek_model::{FigureStatus, Ledger, LedgerEntry, Linked};

/// One ledger for each figure series.
pub(crate) fn ledgers(linked: &Linked) -> Vec<Ledger> {
    let series = linked.figures.iter().map(|f| {
        let first = f.entries.first().map(|&(s, q)| &linked.statements[s.at()].quantities[q as usize]);
        Ledger {
            quantity: f.id.clone(),
            counted: first.and_then(|q| q.counted.clone()),
            unit: first.map(|q| q.unit.clone()).unwrap_or_default(),
            scope: None,
            entries: f
                .entries
                .iter()
                .map(|&(statement, figure)| LedgerEntry {
                    statement,
                    figure,
                    as_of: linked.statements[statement.at()].when.clone(),
                    status: FigureStatus::Current,
                    with: Vec::new(),
                })
                .collect(),
        }
    });
    series.collect()
}
