//! Names without a trained model: runs of capitals, judged by the lists alone.

use super::Found;
use super::context::Uses;
use super::feature::Document;
use super::gazetteer::Classes;
use super::unit::Case;
use kroniek_model::{EntityKind, Span};

/// The names of a report, as far as capitals and lists tell.
pub(super) fn names(d: &Document) -> Vec<Found> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < d.units.len() {
        if !begins(d, i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < d.units.len() && goes_on(d, end) {
            end += 1;
        }
        while end > i + 1 && !d.units[end - 1].case.is_capital() {
            end -= 1;
        }
        let span = Span::new(d.units[i].span.start(), d.units[end - 1].span.end());
        found.push(Found { span, kind: kind(d, i, end) });
        i = end;
    }
    found
}

fn begins(d: &Document, i: usize) -> bool {
    let (u, word, known) = (&d.units[i], d.words[i].uses, d.known[i]);
    let listed = known.alone.0 | known.begin.0 != 0;
    let plain = Uses(Uses::CALENDAR.0 | Uses::ARTICLE.0 | Uses::PRONOUN.0 | Uses::TITLE.0);
    u.case.is_capital() && !word.any(plain) && (!u.opens || listed || u.case == Case::Upper)
}

fn goes_on(d: &Document, i: usize) -> bool {
    if d.units[i].sentence != d.units[i - 1].sentence {
        return false;
    }
    let capital = |j: usize| {
        d.units.get(j).is_some_and(|u| u.case.is_capital() && u.sentence == d.units[i].sentence)
            && !d.words[j].uses.any(Uses::CALENDAR)
    };
    let joins = d.words[i].uses.any(Uses::PARTICLE) || (d.units[i].glued && d.units[i].norm == "-");
    capital(i)
        || (joins
            && (capital(i + 1)
                || (d.words.get(i + 1).is_some_and(|w| w.uses.any(Uses::PARTICLE)) && capital(i + 2))))
}

fn kind(d: &Document, start: usize, end: usize) -> EntityKind {
    let whole = if end - start == 1 { d.known[start].alone } else { d.known[start].begin };
    let uses = (start..end).fold(0, |u, i| u | d.words[i].uses.0);
    let uses = Uses(uses);
    let before = start
        .checked_sub(1)
        .filter(|&p| d.units[p].sentence == d.units[start].sentence)
        .map_or(Uses::default(), |p| d.words[p].uses);
    let first = d.known[start].alone.any(Classes::FIRST) && end - start > 1;
    match () {
        () if whole.any(Classes(Classes::COUNTRY.0 | Classes::REGION.0)) => EntityKind::Place,
        () if whole.any(Classes::PEOPLE) => EntityKind::Other,
        () if whole.any(Classes::ORGANISATION) => EntityKind::Organisation,
        () if before.any(Uses(Uses::TITLE.0 | Uses::ROLE.0)) => EntityKind::Person,
        () if uses.any(Uses(Uses::ORGANISATION.0 | Uses::LEGAL.0)) => EntityKind::Organisation,
        () if uses.any(Uses::EVENT) => EntityKind::Other,
        () if uses.any(Uses::PLACE) => EntityKind::Place,
        () if first => EntityKind::Person,
        () if whole.any(Classes(Classes::CITY.0 | Classes::TOWN.0)) => EntityKind::Place,
        () if before.any(Uses::AT) => EntityKind::Place,
        () if d.units[start].case == Case::Upper && end - start == 1 => EntityKind::Organisation,
        () if end - start > 1 => EntityKind::Person,
        () => EntityKind::Other,
    }
}
