//! One kind for one name: a name that no list knows is labelled alike throughout a report.
//!
//! Each mention votes for the kind that the model gave it, and the words before it vote too: "the village Oldmere",
//! "in Oldmere", "minister Oldmere". Names that the gazetteer knows are left alone, for those are ambiguous in the world
//! ("Washington") and not only to the model.

use super::Found;
use super::context::Uses;
use super::feature::Document;
use super::gazetteer::Classes;
use kroniek_model::EntityKind;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::ops::Range;

/// The weight of the model's label for one mention.
const LABEL: u32 = 2;
/// Of a word that says what sort of thing follows: a title, a kind of place.
const SORT: u32 = 3;
/// Of a preposition of place before a name that the model takes for a place, too.
const AT: u32 = 2;

/// Gives all mentions of one unknown name the kind that most speaks for.
pub(super) fn agree(d: &Document, found: &mut [Found]) {
    let surnames = surnames(d, found);
    let mut votes: FxHashMap<SmolStr, [u32; 4]> = FxHashMap::default();
    let keys: Vec<Option<SmolStr>> = found.iter().map(|f| open_key(d, f)).collect();
    for (f, key) in found.iter().zip(&keys) {
        let Some(key) = key else { continue };
        let sum = votes.entry(key.clone()).or_default();
        sum[f.kind as usize] += LABEL;
        let units = units_of(d, f);
        if let Some((kind, weight)) = evidence(d, &units, f.kind) {
            sum[kind as usize] += weight;
        }
        if surnames.contains(key) {
            sum[EntityKind::Person as usize] += SORT;
        }
    }
    for (f, key) in found.iter_mut().zip(&keys) {
        let Some(sum) = key.as_ref().and_then(|k| votes.get(k)) else { continue };
        if let Some(kind) = winner(*sum) {
            f.kind = kind;
        }
    }
}

/// The kind with most votes; on a tie a place, then an organisation, a person, another thing.
fn winner(sum: [u32; 4]) -> Option<EntityKind> {
    use EntityKind::{Organisation, Other, Person, Place};
    let order = [Other, Person, Organisation, Place];
    order.into_iter().max_by_key(|k| sum[*k as usize])
}

fn units_of(d: &Document, f: &Found) -> Range<usize> {
    let start = d.units.partition_point(|u| u.span.start() < f.span.start());
    let end = d.units.partition_point(|u| u.span.end() <= f.span.end());
    start..end.max(start)
}

/// The name's words, where nothing but its context can tell what it is.
fn open_key(d: &Document, f: &Found) -> Option<SmolStr> {
    let range = units_of(d, f);
    let first = d.known.get(range.start)?;
    const KNOWN: Classes = Classes(
        Classes::COUNTRY.0
            | Classes::CITY.0
            | Classes::PEOPLE.0
            | Classes::ORGANISATION.0
            | Classes::PERSON.0
            | Classes::OTHER.0
            | Classes::REGION.0,
    );
    let several = range.len() > 1;
    let listed =
        first.alone.any(KNOWN) || (several && (first.begin.any(KNOWN) || first.alone.any(Classes::FIRST)));
    let telling = Uses(Uses::ORGANISATION.0 | Uses::LEGAL.0 | Uses::PLACE.0 | Uses::EVENT.0);
    // Figures are in names of products, which no village's are.
    let figure = |i: usize| d.units[i].norm.contains(|c: char| c.is_ascii_digit());
    let told = range.clone().any(|i| d.words[i].uses.any(telling) || figure(i));
    if listed || told || range.is_empty() {
        return None;
    }
    let mut key = String::new();
    for i in range {
        key.push_str(&d.units[i].norm);
        key.push(' ');
    }
    Some(key.into())
}

/// What the words around a name say of its kind: the word before it, or what is said of it behind a comma.
fn evidence(d: &Document, name: &Range<usize>, label: EntityKind) -> Option<(EntityKind, u32)> {
    let sentence = d.units.get(name.start)?.sentence;
    let same = |i: &usize| d.units.get(*i).is_some_and(|u| u.sentence == sentence);
    let back = |n: usize| name.start.checked_sub(n).filter(same);
    if let Some(before) = back(1) {
        let comma = d.units[before].norm == ",";
        let word = if comma { back(2) } else { Some(before) };
        if let Some(kind) = word.and_then(|i| sort(d, i)).filter(|k| !comma || *k == EntityKind::Organisation)
        {
            return Some((kind, SORT));
        }
        if d.words[before].uses.any(Uses::AT) && label == EntityKind::Place {
            return Some((EntityKind::Place, AT));
        }
    }
    // "Oldmere, the company that": the first word behind the comma and its article tells.
    let after = name.end;
    if !same(&after) || d.units[after].norm != "," || !d.words.get(after + 1)?.uses.any(Uses::ARTICLE) {
        return None;
    }
    let told = (after + 2..after + 4).take_while(same).find_map(|i| sort(d, i));
    told.map(|kind| (kind, SORT))
}

/// The kind of name that a word announces: a title or role, a kind of place, a kind of organisation.
fn sort(d: &Document, i: usize) -> Option<EntityKind> {
    let uses = d.words[i].uses;
    let small = !d.units[i].case.is_capital();
    match () {
        () if uses.any(Uses::TITLE) || (uses.any(Uses::ROLE) && !uses.any(Uses::GROUP)) => {
            Some(EntityKind::Person)
        }
        () if small && uses.any(Uses::PLACE) => Some(EntityKind::Place),
        () if small && uses.any(Uses::GROUP) => Some(EntityKind::Organisation),
        () => None,
    }
}

/// Last words of people's full names.
fn surnames(d: &Document, found: &[Found]) -> FxHashSet<SmolStr> {
    let full = found.iter().filter(|f| f.kind == EntityKind::Person).map(|f| units_of(d, f));
    full.filter(|r| r.len() > 1).map(|r| SmolStr::new(format!("{} ", d.units[r.end - 1].norm))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_votes_win_and_a_tie_is_a_place() {
        assert_eq!(winner([2, 2, 8, 0]), Some(EntityKind::Place));
        assert_eq!(winner([6, 2, 6, 0]), Some(EntityKind::Place));
        assert_eq!(winner([7, 2, 6, 0]), Some(EntityKind::Person));
    }
}
