//! Texts that tell of the past year by year: "in September" is the September of the year last spoken of, not the last
//! one before the report.

use super::meaning::Meaning;
use jiff::Unit;
use jiff::civil::DateTime;
use kroniek_model::{Base, Dct, Direction, Grain, Point, Recurring, Span, Step, Stretch, Text, TimeFunction};

/// So many years written out make a history, if they are so many times as frequent as words that hang on the
/// report's date ("vandaag", "vrijdag"). Wire reports have one or two such years, encyclopaedia articles dozens.
const YEARS: usize = 5;
const TIMES: usize = 3;
/// So many bytes on, a year still belongs to the month after it.
const NEAR: u32 = 50;

/// Whether the text tells of the past year by year.
pub(super) fn is_narrative(matches: &[(Span<Text>, usize, Meaning)], dct: &Dct) -> bool {
    let now = match dct {
        Dct::Moment { at, .. } => Some(at.year()),
        Dct::Days(days) => days.first().map(|d| d.year()),
        Dct::Between(first, _) => Some(first.year()),
        Dct::Unknown => None,
    };
    let points = || matches.iter().filter_map(|(_, _, m)| m.function.point().filter(|_| !m.anchored));
    let years = points().filter(|p| match p.base {
        Base::At(place) => now.is_none_or(|now| place.date().year() < now - 1),
        _ => false,
    });
    let near = points().filter(|p| {
        let deictic = matches!(
            p.steps.first(),
            Some(
                Step::Shift { .. }
                    | Step::To(Grain::Day | Grain::Week)
                    | Step::Find(Recurring::Weekday(_), _)
            )
        );
        p.base == Base::Dct && deictic
    });
    let (years, near) = (years.count(), near.count());
    years >= YEARS && years >= TIMES * near
}

/// Puts a month, day or season without a year in the year last spoken of, or the one beside it that is nearer.
///
/// `line` is where the story has come to, `last` the time last spoken of, perhaps a year, so many bytes `away`.
pub(super) fn settle(meaning: &mut Meaning, away: u32, line: Option<&Point>, last: Option<&Point>) {
    let fixed = |p: &Point| p.place(DateTime::MIN, false).filter(|_| !p.needs_dct());
    let Some(place) = choose(away, line.and_then(fixed), last.and_then(fixed)) else { return };
    match &mut meaning.function {
        TimeFunction::Point(p) => place_in(p, place),
        TimeFunction::Range(a, b) | TimeFunction::Interval(a, b, _) => {
            place_in(a, place);
            place_in(b, place);
        }
        _ => {}
    }
}

/// The place from which a month without a year counts: where the story has come to, unless a year was named just
/// before ("in 1941 the army went east; in May"). A year named further back was mostly an aside.
fn choose(away: u32, line: Option<Stretch>, last: Option<Stretch>) -> Option<Stretch> {
    match last {
        Some(year) if year.grain() >= Grain::Year && line.is_some() && away > NEAR => line,
        last => last.or(line),
    }
}

fn place_in(point: &mut Point, last: Stretch) {
    let Some(Step::Find(what, Direction::Open)) = point.steps.first().copied() else { return };
    if point.base != Base::Dct || what.cycle() != Grain::Year {
        return;
    }
    let year = |n: i64| Stretch::holding(Grain::Year, last.start())?.shifted(n, Grain::Year, false);
    let distance = |y: Stretch| {
        let there = what.in_cycle(y.date())?.start();
        there.until((Unit::Day, last.start())).ok().map(|span| span.get_days().unsigned_abs())
    };
    // After "1941" March is that year's; after "December 1941" it is the next one.
    let shifts: &[i64] = if last.grain() >= Grain::Year { &[0] } else { &[0, 1, -1] };
    let years = shifts.iter().filter_map(|&n| year(n));
    // Stories go on more often than back.
    let cost = |y: Stretch| {
        let back = what.in_cycle(y.date()).is_some_and(|p| p.start() < last.start());
        distance(y).map_or(u32::MAX, |d| d.saturating_mul(if back { 4 } else { 3 }))
    };
    if let Some(best) = years.min_by_key(|&y| cost(y)) {
        point.base = Base::At(best);
        point.decide(Direction::Within);
    }
}
