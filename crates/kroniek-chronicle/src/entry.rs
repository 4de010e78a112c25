//! Entries: what happened on one date, with everybody who says so.

use crate::origin::independent;
use kroniek_model::{
    Certainty, DisjointSets, Entry, Evidence, Linked, LinkedStatement, RegionKind, Relation, RelationName,
    Stance, StatementIx, Tense, When,
};
use std::collections::{BTreeMap, BTreeSet};

/// The entries, earliest first; those without any date last.
pub(crate) fn entries(linked: &Linked) -> Vec<Entry> {
    let told = told(linked);
    let mut sets = DisjointSets::new(linked.statements.len());
    join_same(linked, &told, &mut sets);
    let mut by_root: BTreeMap<usize, Vec<StatementIx>> = BTreeMap::new();
    for &s in told.keys() {
        by_root.entry(sets.root(s.at())).or_default().push(s);
    }
    let mut all: Vec<Entry> = by_root.into_values().map(|s| entry(linked, &told, s)).collect();
    all.sort_by_key(|e| (order(e), e.statements.first().copied()));
    all
}

/// A time and whether it is only the report's.
type Told = BTreeMap<StatementIx, (Option<When>, bool)>;

/// The statements that tell of something that happened or is so, each with its time.
fn told(linked: &Linked) -> Told {
    let copies = linked.relations.iter().filter(|r| r.name == RelationName::Copies);
    let origin: BTreeMap<StatementIx, StatementIx> = copies.map(|r| (r.from, r.to)).collect();
    let weighty = |r: &&Relation| !matches!(r.name, RelationName::Same | RelationName::NotComparable);
    let related: BTreeSet<StatementIx> =
        linked.relations.iter().filter(weighty).flat_map(|r| [r.from, r.to]).collect();
    let inner = inner(linked);
    let tells = |i: usize, s: &LinkedStatement| {
        // A headline repeats its report; it tells something of its own where it stands against or beside another.
        let prose = match s.region {
            RegionKind::Body => true,
            RegionKind::Title => related.contains(&StatementIx(i as u32)),
            _ => false,
        };
        let said = !matches!(s.stance, Stance::Asked | Stance::Conditional);
        // Without a class of event, a figure or a date it is talk: background and comment.
        let event = !s.event.starts_with('"') || !s.quantities.is_empty() || s.when.is_some();
        prose && said && event && !inner[i]
    };
    // What lies ahead has not happened on the day it is expected: it belongs to the day it was said.
    let ahead = |s: &LinkedStatement| {
        s.tense == Tense::Future || matches!(s.stance, Stance::Predicted | Stance::Planned | Stance::Demanded)
    };
    let of = |s: &LinkedStatement| match &s.when {
        Some(w) if !ahead(s) => (Some(w.clone()), false),
        _ => (linked.reports.get(s.evidence.report.at()).and_then(|r| r.published.when.clone()), true),
    };
    let mut told = Told::new();
    for (i, s) in linked.statements.iter().enumerate().filter(|(i, s)| tells(*i, s)) {
        let ix = StatementIx(i as u32);
        // A copy happened when its origin says.
        let source = origin.get(&ix).map_or(s, |o| &linked.statements[o.at()]);
        told.insert(ix, of(source));
    }
    told
}

/// Statements that lie within another one of their sentence. Those of a sentence follow one another.
fn inner(linked: &Linked) -> Vec<bool> {
    let mut inner = Vec::with_capacity(linked.statements.len());
    let of_one = |a: &LinkedStatement, b: &LinkedStatement| {
        a.evidence.report == b.evidence.report && a.sentence == b.sentence
    };
    for run in linked.statements.chunk_by(of_one) {
        let within = |s: &LinkedStatement, o: &LinkedStatement| {
            s.evidence.span != o.evidence.span && o.evidence.span.contains(s.evidence.span)
        };
        inner.extend(run.iter().map(|s| run.iter().any(|o| within(s, o))));
    }
    inner
}

/// Joins statements that tell the same thing of the same day: those of one claim group, one sentence, or one origin.
fn join_same(linked: &Linked, told: &Told, sets: &mut DisjointSets) {
    let story = |s: &StatementIx| story(linked, *s);
    let day = |s: &StatementIx| told.get(s).and_then(|(w, r)| Some((day(w.as_ref()?), *r, story(s))));
    let mut first: BTreeMap<(u32, _), StatementIx> = BTreeMap::new();
    for (g, group) in linked.groups.iter().enumerate() {
        for s in group.statements.iter().filter(|s| told.contains_key(s)) {
            let Some(d) = day(s) else { continue };
            let one = *first.entry((g as u32, d)).or_insert(*s);
            sets.join(one.at(), s.at());
        }
    }
    let sentence = |s: &StatementIx| {
        let x = &linked.statements[s.at()];
        Evidence { report: x.evidence.report, span: x.sentence }
    };
    // A clause without a time of its own goes with the first dated one of its sentence.
    let mut dated: BTreeMap<Evidence, StatementIx> = BTreeMap::new();
    for (s, _) in told.iter().filter(|(_, (_, reported))| !reported) {
        dated.entry(sentence(s)).or_insert(*s);
    }
    let mut sentences: BTreeMap<(Evidence, _), StatementIx> = BTreeMap::new();
    for (s, (_, reported)) in told {
        let one = match dated.get(&sentence(s)).filter(|_| *reported) {
            Some(one) => *one,
            None => *sentences.entry((sentence(s), day(s))).or_insert(*s),
        };
        sets.join(one.at(), s.at());
    }
}

fn story(linked: &Linked, s: StatementIx) -> u32 {
    let report = linked.statements[s.at()].evidence.report;
    linked.reports.get(report.at()).map_or(0, |r| r.story)
}

/// What must be equal for two times to be one date: the day, or the words of a longer stretch.
fn day(w: &When) -> String {
    match w.earliest.filter(|_| w.is_single_day()) {
        Some(d) => d.date().to_string(),
        None => w.edtf.clone(),
    }
}

fn entry(linked: &Linked, told: &Told, statements: Vec<StatementIx>) -> Entry {
    let mut ranked = statements.clone();
    ranked.sort_by_key(|&s| (rank(linked, s), s));
    let sentence = |s: &StatementIx| {
        let x = &linked.statements[s.at()];
        Evidence { report: x.evidence.report, span: x.sentence }
    };
    let mut sentences: Vec<Evidence> = Vec::new();
    for s in ranked.iter().map(sentence) {
        if !sentences.contains(&s) && sentences.len() < SHOWN {
            sentences.push(s);
        }
    }
    let times = || ranked.iter().filter_map(|s| told.get(s));
    let dated = times().find(|(_, reported)| !reported).or_else(|| times().next());
    let (when, reported) = dated.cloned().unwrap_or((None, true));
    let origins = independent(linked, &statements);
    let story = ranked.first().map_or(0, |&s| story(linked, s));
    Entry { story, when, reported, sentences, statements, origins }
}

/// Sentences shown for one entry; the statements have all the evidence.
const SHOWN: usize = 3;

/// How clearly a statement tells: certain before hedged, affirmed before denied, a figure and a named event before
/// none, an original before its copy, the more exact time first.
fn rank(linked: &Linked, s: StatementIx) -> (bool, bool, bool, bool, u32) {
    let x = &linked.statements[s.at()];
    let exact_time = !x.when.as_ref().is_some_and(When::is_single_day);
    let named = x.event.starts_with('"');
    // Sentences of middling length read best on their own.
    let length = x.sentence.len().abs_diff(120) / 40;
    (
        x.certainty != Certainty::Certain,
        x.stance == Stance::Denied,
        exact_time,
        named && x.quantities.is_empty(),
        length,
    )
}

/// Undated last; then by first day, single days before longer stretches; within a day what happened before what was
/// only reported then.
fn order(e: &Entry) -> impl Ord + use<> {
    let first = e.when.as_ref().and_then(|w| w.earliest.or(w.latest));
    let last = e.when.as_ref().and_then(|w| w.latest);
    let stretch = e.when.as_ref().filter(|w| !w.is_single_day()).map(|_| last.map(|d| d.date()));
    (first.is_none(), first.map(|d| d.date()), stretch, e.reported, first, last)
}
