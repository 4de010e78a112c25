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
pub(super) fn settle(meaning: &mut Meaning, last: Option<&Point>) {
    let Some(place) = last.filter(|p| !p.needs_dct()).and_then(|p| p.place(DateTime::MIN, false)) else {
        return;
    };
    match &mut meaning.function {
        TimeFunction::Point(p) => place_in(p, place),
        TimeFunction::Range(a, b) | TimeFunction::Interval(a, b, _) => {
            place_in(a, place);
            place_in(b, place);
        }
        _ => {}
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
    if let Some(best) = years.min_by_key(|&y| distance(y).unwrap_or(u32::MAX)) {
        point.base = Base::At(best);
        point.decide(Direction::Within);
    }
}
