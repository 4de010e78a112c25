//! Terms that are named as a length of time: "binnen enkele dagen", "within three weeks".

use super::super::lexicon::Cues;
use super::Ground;
use super::prediction::published;
use kroniek_model::{Amount, Grain, StatementIx, TimeFunction, When};

/// The term that a clause names by its length, counted from the report's date; `None` without a word that makes a
/// length a term ("nog weken duren" is none).
pub(super) fn of(ground: &Ground<'_>, at: StatementIx) -> Option<When> {
    let s = ground.statement(at);
    let d = ground.digest(at);
    let line = d.sentences.get(ground.sense(at).sentence)?;
    let first = d.times.partition_point(|t| t.span.start() < s.evidence.span.start());
    let mut inside = d.times[first..].iter().take_while(|t| t.span.end() <= s.evidence.span.end());
    let (length, start) = inside.find_map(|t| match &t.function {
        TimeFunction::Length(l, None) => Some((l, t.span.start())),
        _ => None,
    })?;
    let word = line.words.partition_point(|(_, w)| w.end() <= start);
    let makes_term = |c: &super::super::sense::Found<Cues>| c.end == word && c.value.has(Cues::TERM);
    if !ground.sense(at).cues.iter().any(makes_term) {
        return None;
    }
    let [amount] = length.0.as_slice() else { return None };
    let from = published(ground, s)?;
    let end = from.latest?.checked_add(jiff::Span::new().try_days(days(*amount)?).ok()?).ok()?;
    let begin = from.earliest?;
    let edtf = format!("{}/{}", begin.date(), end.date());
    Some(When { earliest: Some(begin), latest: Some(end), edtf })
}

/// The most days that a length can mean; "a few" is fewer than the next unit holds.
fn days(amount: Amount) -> Option<i64> {
    let (unit, few) = match amount.unit {
        Grain::Hour => return Some(1),
        Grain::Day => (1, 7),
        Grain::Week => (7, 6),
        Grain::Month => (31, 12),
        Grain::Year => (366, 10),
        _ => return None,
    };
    let number = amount.thousandths.map_or(few, |n| (n + 999) / 1000);
    number.checked_mul(unit)
}
