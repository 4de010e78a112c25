//! Entries: what happened on one date, with everybody who says so.

use kroniek_model::{Entry, Linked, StatementIx};

/// The dated entries, earliest first.
pub(crate) fn entries(linked: &Linked) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for (i, s) in linked.statements.iter().enumerate() {
        let Some(when) = s.when.clone() else { continue };
        let sentences = vec![s.evidence];
        let origins = s.origins.clone();
        all.push(Entry { when: Some(when), sentences, statements: vec![StatementIx(i as u32)], origins });
    }
    all.sort_by(|a, b| (&a.when, &a.statements).cmp(&(&b.when, &b.statements)));
    all
}
