//! How many independent beginnings statements have: seven reports may have two.

use kroniek_model::{Linked, OriginIx, StatementIx};

/// The independent origins of statements, sorted. A voice counts, not the wire or outlet that carried it; the outlet of
/// a report counts only where no voice stands behind any of its statements.
pub(crate) fn independent(linked: &Linked, statements: &[StatementIx]) -> Vec<OriginIx> {
    let of = |s: &StatementIx| &linked.statements[s.at()];
    let mut chains: Vec<(u32, bool, OriginIx)> = statements
        .iter()
        .filter_map(|s| {
            let voiced = of(s).sources.iter().any(|x| !x.inferred && x.entity.is_some());
            Some((of(s).evidence.report.0, !voiced, *of(s).origins.last()?))
        })
        .collect();
    chains.sort_unstable();
    let mut all: Vec<OriginIx> = Vec::new();
    for of_report in chains.chunk_by(|a, b| a.0 == b.0) {
        let voiced = !of_report[0].1;
        all.extend(of_report.iter().filter(|c| c.1 != voiced).map(|c| c.2));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// How many reports make these statements.
pub(crate) fn reports(linked: &Linked, statements: &[StatementIx]) -> u32 {
    let mut all: Vec<u32> = statements.iter().map(|s| linked.statements[s.at()].evidence.report.0).collect();
    all.sort_unstable();
    all.dedup();
    all.len() as u32
}
