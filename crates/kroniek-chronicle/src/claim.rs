//! Who said what first, who said it under a name, who bore it out and who denied it.

use crate::origin::{independent, reports};
use kroniek_model::{Claim, Linked, LinkedStatement, RelationName, SourceKind, Stance, StatementIx};
use std::collections::BTreeMap;

/// The claims that more than one statement makes, in the order of when they were first made.
pub(crate) fn claims(linked: &Linked) -> Vec<Claim> {
    let roles = roles(linked);
    let mut all: Vec<Claim> = linked
        .groups
        .iter()
        .enumerate()
        .filter(|(_, g)| g.statements.len() > 1)
        .filter_map(|(i, g)| claim(linked, &roles, i as u32, &g.statements))
        .collect();
    all.sort_by_key(|c| (told(linked, c.said), c.group));
    all
}

/// When a statement was made: the undated last, then by the first day that its report can be of; of two of one time the
/// one that stands first.
pub(crate) fn told(linked: &Linked, s: StatementIx) -> impl Ord + use<> {
    let when = linked.reports.get(linked.statements[s.at()].evidence.report.at());
    let when = when.and_then(|r| r.published.when.clone());
    let (first, last) = (when.as_ref().and_then(|w| w.earliest), when.and_then(|w| w.latest));
    (first.is_none(), first, last, s)
}

/// What each statement does to another: bears it out, denies it.
fn roles(linked: &Linked) -> BTreeMap<StatementIx, RelationName> {
    let does = |n| matches!(n, RelationName::Confirms | RelationName::Denies);
    linked.relations.iter().filter(|r| does(r.name)).map(|r| (r.from, r.name)).collect()
}

fn claim(
    linked: &Linked,
    roles: &BTreeMap<StatementIx, RelationName>,
    group: u32,
    statements: &[StatementIx],
) -> Option<Claim> {
    let of = |s: &StatementIx| &linked.statements[s.at()];
    // A headline repeats its report.
    let mut made: Vec<StatementIx> =
        statements.iter().copied().filter(|s| of(s).region == kroniek_model::RegionKind::Body).collect();
    made.sort_by_key(|s| told(linked, *s));
    let said = *made.first()?;
    let one_voice = made.iter().all(|s| of(s).evidence.report == of(&said).evidence.report)
        && made.iter().all(|s| of(s).sources == of(&said).sources);
    if made.len() < 2 || one_voice {
        return None;
    }
    let first = |does: &dyn Fn(&StatementIx) -> bool| made.iter().copied().find(|s| does(s));
    let role = |s: &StatementIx, name| roles.get(s) == Some(&name);
    Some(Claim {
        group,
        said,
        named: first(&|s| is_named(of(s))),
        confirmed: first(&|s| role(s, RelationName::Confirms)),
        denied: first(&|s| role(s, RelationName::Denies) || of(s).stance == Stance::Denied),
        reports: reports(linked, &made),
        origins: independent(linked, &made).len() as u32,
    })
}

/// On the word of somebody who can be named, and who was not guessed.
fn is_named(s: &LinkedStatement) -> bool {
    let named =
        |kind| matches!(kind, SourceKind::NamedPerson | SourceKind::Organisation | SourceKind::Document);
    // The innermost source speaks; those before it pass it on.
    s.sources.last().is_some_and(|x| !x.inferred && named(x.kind))
}
