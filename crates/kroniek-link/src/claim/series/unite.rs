//! Series that turn out to be one quantity, though their words differ.
//!
//! "De schuld is geen 86 maar 112 miljoen" names an old value: where one earlier report has 86 million of something that
//! fits, it speaks of that. "1.150 banen" and "1,150 people lose their jobs": a number of three figures or more comes twice
//! in one story because it is the same one.

use super::{Entry, Ground, Key, Topic};
use crate::claim::measure::{Measure, Thing};
use kroniek_model::DisjointSets;
use std::collections::BTreeMap;

/// Joins series, in the order of their first ones; the topic of a joined series is the one that names a state.
pub(super) fn unite(ground: &Ground<'_>, mut all: Vec<(Key, Vec<Entry>)>) -> Vec<(Key, Vec<Entry>)> {
    let mut sets = DisjointSets::new(all.len());
    // What a set's series have in common must hold for all of them.
    let mut whole: Vec<Key> = all.iter().map(|(k, _)| k.clone()).collect();
    let by_value = by_value(ground, &all);
    let pairs = goes_on(ground, &all).into_iter().chain(named_again(ground, &all, &by_value));
    for (old, to) in pairs.chain(same_number(&by_value)) {
        let (a, b) = (sets.root(old), sets.root(to));
        if a == b || !fits(ground, &whole[a], &whole[b]) {
            continue;
        }
        let (keep, gone) = (a.min(b), a.max(b));
        whole[keep] = joined(ground, &whole[keep], &whole[gone]);
        sets.join(keep, gone);
    }
    for i in (0..all.len()).rev() {
        let root = sets.root(i);
        if root != i {
            let entries = std::mem::take(&mut all[i].1);
            all[root].1.extend(entries);
        }
    }
    let keyed = all.into_iter().enumerate().map(|(i, (_, e))| (whole[i].clone(), e));
    keyed.filter(|(_, e)| !e.is_empty()).collect()
}

/// Series with an entry of a value, by story, dimension and value: series and report of each.
type ByValue = BTreeMap<(u32, String, u64, u64), Vec<(usize, u32)>>;

fn by_value(ground: &Ground<'_>, all: &[(Key, Vec<Entry>)]) -> ByValue {
    let mut out = ByValue::new();
    for (i, (key, entries)) in all.iter().enumerate() {
        for e in entries {
            let report = ground.linked.statements[e.statement.at()].evidence.report.0;
            out.entry(value_key(key, measure(ground, e))).or_default().push((i, report));
        }
    }
    for list in out.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    out
}

fn value_key(key: &Key, m: &Measure) -> (u32, String, u64, u64) {
    (key.story, key.dimension.to_string(), m.stated.0.to_bits(), m.stated.1.to_bits())
}

fn measure<'a>(ground: &Ground<'a>, e: &Entry) -> &'a Measure {
    &ground.measures[e.statement.at()][e.figure as usize]
}

/// Series of a figure that goes on from the one before it in its paragraph.
fn goes_on(ground: &Ground<'_>, all: &[(Key, Vec<Entry>)]) -> Vec<(usize, usize)> {
    let mut of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, (_, entries)) in all.iter().enumerate() {
        of.extend(entries.iter().map(|e| ((e.statement.at(), e.figure as usize), i)));
    }
    let of_entry = |e: &Entry| measure(ground, e).like.and_then(|at| of.get(&at).copied());
    let one = |(i, (_, entries)): (usize, &(Key, Vec<Entry>))| {
        entries.iter().filter_map(of_entry).map(move |to| (i, to)).collect::<Vec<_>>()
    };
    all.iter().enumerate().flat_map(one).filter(|(a, b)| a != b).collect()
}

/// Series that name an old value, each with the one series of another report that has it.
fn named_again(ground: &Ground<'_>, all: &[(Key, Vec<Entry>)], by_value: &ByValue) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (i, (key, entries)) in all.iter().enumerate() {
        for e in entries.iter().filter(|e| measure(ground, e).replaced) {
            let report = ground.linked.statements[e.statement.at()].evidence.report.0;
            let list =
                by_value.get(&value_key(key, measure(ground, e))).map(Vec::as_slice).unwrap_or_default();
            let mut others: Vec<usize> = list
                .iter()
                .filter(|(s, r)| *s != i && *r != report && fits(ground, key, &all[*s].0))
                .map(|(s, _)| *s)
                .collect();
            others.dedup();
            if let [one] = others.as_slice() {
                out.push((i, *one));
            }
        }
    }
    out
}

/// Series of different reports that give the same number, where the number is long enough to be no chance.
fn same_number(by_value: &ByValue) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for ((_, dimension, low, _), list) in by_value {
        if list.len() > MANY || !is_telling(f64::from_bits(*low), dimension) {
            continue;
        }
        for (k, (b, of_b)) in list.iter().enumerate() {
            out.extend(list[..k].iter().filter(|(a, of_a)| a != b && of_a != of_b).map(|(a, _)| (*a, *b)));
        }
    }
    out
}

/// A number that so many series have tells nothing.
const MANY: usize = 12;

/// A number with three figures or more before its zeros; two for money and from a thousand on.
fn is_telling(value: f64, dimension: &str) -> bool {
    let mut n = value.abs();
    if n.fract() != 0.0 {
        // "0.45", "4.6": two figures; halves and quarters come by chance.
        return (n * 4.0).fract() != 0.0 && n * 100.0 >= 10.0;
    }
    if !(20.0..=1e15).contains(&n) {
        return false;
    }
    while n % 10.0 == 0.0 {
        n /= 10.0;
    }
    n >= if dimension.starts_with("money/") || value.abs() >= 1000.0 { 10.0 } else { 100.0 }
}

/// Whether two series may be one quantity: nothing that both name differs.
fn fits(ground: &Ground<'_>, a: &Key, b: &Key) -> bool {
    let states = match (&a.topic, &b.topic) {
        (Topic::State(x), Topic::State(y)) => x == y,
        _ => true,
    };
    let holders = a.holder.is_none() || b.holder.is_none() || a.holder == b.holder;
    a.story == b.story
        && a.dimension == b.dimension
        && states
        && holders
        && things_fit(ground, a.thing, b.thing)
        && (a.increment, a.part, a.expected, &a.scope) == (b.increment, b.part, b.expected, &b.scope)
}

fn things_fit(ground: &Ground<'_>, a: Thing, b: Thing) -> bool {
    let wider = |t: u16, of: u16| ground.shared.is_a(t, &ground.shared.things[of as usize].id);
    // "Customers" are people, until something more is said of them.
    let people = |t: u16| ["person", "household"].contains(&ground.shared.things[t as usize].id.as_str());
    match (a, b) {
        (Thing::Kind(x), Thing::Kind(y)) => wider(x, y) || wider(y, x) || people(x) && people(y),
        (Thing::Noun(x), Thing::Noun(y)) => x == y,
        (Thing::Kind(_), Thing::Noun(_)) | (Thing::Noun(_), Thing::Kind(_)) => false,
        (Thing::Unsaid, _) | (_, Thing::Unsaid) => true,
    }
}

/// What holds for both: the state, the kind and the holder that one of them names.
fn joined(ground: &Ground<'_>, a: &Key, b: &Key) -> Key {
    let mut key = a.clone();
    if !matches!(key.topic, Topic::State(_)) && matches!(b.topic, Topic::State(_)) {
        key.topic = b.topic.clone();
    }
    let wider = |t: u16, of: u16| ground.shared.is_a(t, &ground.shared.things[of as usize].id);
    key.thing = match (a.thing, b.thing) {
        (Thing::Kind(x), Thing::Kind(y)) if wider(x, y) => Thing::Kind(y),
        (Thing::Unsaid | Thing::Noun(_), t @ Thing::Kind(_)) => t,
        (t, _) => t,
    };
    key.holder = a.holder.or(b.holder);
    key
}
