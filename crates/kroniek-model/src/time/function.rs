//! A time expression as a function of the report's date, and its evaluation.

use crate::{Dct, Grain, Length, Part, Recurring, Stretch, When};
use jiff::civil::{DateTime, Time};
use smol_str::{SmolStr, format_smolstr};

/// What a time expression means, before the report's date is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeFunction {
    /// A place on the calendar or clock.
    Point(Point),
    /// From one place to another, both included.
    Range(Box<Point>, Box<Point>),
    /// From the first moment of one place to another, as ISO 8601 writes an interval: the value has the first moment
    /// of each, whatever its grain; EDTF has what is meant ("2014 to 2018" is 2014-01-01/2018-01-01, 2014/2018).
    Interval(Box<Point>, Box<Point>, End),
    /// A length of time, perhaps one that ends or begins at the report's date.
    Length(Length, Option<Side>),
    /// A repetition, by its TIMEX3 value (`P1D`, `XXXX-WXX-1`).
    Repeated(SmolStr),
    /// Now, some time ago, some time ahead.
    Reference(Reference),
}

/// Whether an interval holds the place it ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// "March to May": May too.
    Included,
    /// "The next three days": up to the begin of the fourth.
    Excluded,
}

/// On which side of the report's date a length lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// "De afgelopen drie jaar".
    Before,
    /// "De komende drie jaar".
    After,
}

/// References without bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// "Nu", "currently".
    Present,
    /// "Onlangs", "recently".
    Past,
    /// "Binnenkort", "soon".
    Future,
}

impl Reference {
    /// The TIMEX3 value.
    pub const fn code(self) -> &'static str {
        match self {
            Reference::Present => "PRESENT_REF",
            Reference::Past => "PAST_REF",
            Reference::Future => "FUTURE_REF",
        }
    }
}

/// A base and the steps from there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Where it begins.
    pub base: Base,
    /// Moves, in order.
    pub steps: Vec<Step>,
}

/// Where a point begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// The report's date.
    Dct,
    /// A place on the calendar that the words name in full.
    At(Stretch),
    /// Some day that the words do not name: a clock time by itself.
    SomeDay,
}

/// One move on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The stretch of this grain around it.
    To(Grain),
    /// So many units on (negative: back), to the grain of the unit; the finer grain stays when `keep`.
    Shift {
        /// How many units.
        n: i32,
        /// Which unit.
        unit: Grain,
        /// Whether a day stays a day ("over twee weken") or becomes the unit ("volgende week").
        keep: bool,
    },
    /// The occurrence in this direction.
    Find(Recurring, Direction),
    /// The n-th unit inside it; -1 is the last.
    Nth(i8, Grain),
    /// A part of the day.
    Part(Part),
    /// A time of day; what is not told is `None`.
    Clock(i8, Option<i8>, Option<i8>),
}

/// Which occurrence of something that comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The last one that has begun; the current one counts.
    Past,
    /// The last one before the current.
    Before,
    /// The next one that has not ended; the current one counts.
    Next,
    /// The next one after the current.
    After,
    /// The nearest one, from edge to edge, on either side; of two as near, the earlier. A day of the year that lies ahead
    /// counts a third as far again: news looks back more often than it looks half a year ahead.
    Near,
    /// The one inside the stretch reached so far.
    Within,
    /// Not told by the words; the verb decides. Evaluated as [`Direction::Past`].
    Open,
}

impl Point {
    /// The report's date itself, or a step from it.
    pub fn from_dct(steps: Vec<Step>) -> Point {
        Point { base: Base::Dct, steps }
    }

    /// A fixed place.
    pub fn at(place: Stretch) -> Point {
        Point { base: Base::At(place), steps: Vec::new() }
    }

    /// This point's steps taken from another point instead of from its own base.
    #[must_use]
    pub fn anchored_to(&self, anchor: &Point) -> Point {
        let steps = anchor.steps.iter().chain(&self.steps).copied().collect();
        Point { base: anchor.base, steps }
    }

    /// The first end of a stretch, where only the second tells the year or the week: in "mei tot oktober 2020" the
    /// last May before that October. `None` when the words tell more of the first.
    #[must_use]
    pub fn last_before(&self, end: &Point) -> Option<Point> {
        let (&Step::Find(what, Direction::Open), rest) = self.steps.split_first()? else { return None };
        if self.base != Base::Dct || end.base == Base::SomeDay || end.grain().is_none_or(|g| g < Grain::Day) {
            return None;
        }
        let steps = end.steps.iter().copied().chain([Step::Find(what, Direction::Past)]);
        Some(Point { base: end.base, steps: steps.chain(rest.iter().copied()).collect() })
    }

    /// Puts a direction where the words leave it open.
    pub fn decide(&mut self, direction: Direction) {
        for step in &mut self.steps {
            if let Step::Find(_, d @ Direction::Open) = step {
                *d = direction;
            }
        }
    }

    /// Whether the words leave a direction open.
    pub fn is_open(&self) -> bool {
        self.steps.iter().any(|s| matches!(s, Step::Find(_, Direction::Open)))
    }

    /// Whether the report's date is needed.
    pub fn needs_dct(&self) -> bool {
        self.base == Base::Dct
    }

    /// Whether hours, minutes or seconds are counted or named on the way.
    pub fn is_clock(&self) -> bool {
        let fine = |s: &Step| {
            matches!(
                s,
                Step::Clock(..) | Step::Shift { unit: Grain::Second | Grain::Minute | Grain::Hour, .. }
            )
        };
        self.steps.iter().any(fine)
    }

    /// The grain that the steps end in; `None` when it is that of the report's date.
    pub fn grain(&self) -> Option<Grain> {
        let last = self.steps.iter().rev().find_map(|s| match *s {
            Step::To(g) | Step::Nth(_, g) => Some(g),
            Step::Shift { unit, keep: false, .. } => Some(unit),
            Step::Shift { .. } => None,
            Step::Find(r, _) => Some(r.grain()),
            Step::Part(_) => Some(Grain::Hour),
            Step::Clock(..) => Some(Grain::Minute),
        });
        last.or(match self.base {
            Base::At(place) => Some(place.grain()),
            _ => None,
        })
    }

    /// The place under a known report date; `None` when there is no such place.
    pub fn place(&self, dct: DateTime, clock: bool) -> Option<Stretch> {
        let grain = if clock { Grain::Second } else { Grain::Day };
        let start = match self.base {
            Base::Dct => Stretch::holding(grain, dct)?,
            Base::At(place) => place,
            Base::SomeDay => return None,
        };
        let place = self.steps.iter().try_fold(start, |place, &step| take(place, step))?;
        // A clock time of the report itself is no part of what "today" means.
        match self.base {
            Base::Dct if !self.is_clock() && place.grain() < Grain::Day => Some(Stretch::day(place.date())),
            _ => Some(place),
        }
    }

    /// The TIMEX3 value while the report's date is not known.
    fn open_value(&self) -> SmolStr {
        let mut value = match self.base {
            Base::Dct => "XXXX-XX-XX".to_owned(),
            Base::At(place) => place.value().into(),
            Base::SomeDay => String::new(),
        };
        for &step in &self.steps {
            match step {
                Step::To(unit) | Step::Shift { unit, keep: false, .. } | Step::Nth(_, unit) => {
                    match unit {
                        Grain::Week => "XXXX-WXX",
                        Grain::Weekend => "XXXX-WXX-WE",
                        Grain::Month => "XXXX-XX",
                        Grain::Quarter => "XXXX-QX",
                        Grain::Half => "XXXX-HX",
                        Grain::Season | Grain::Year => "XXXX",
                        Grain::Decade => "XXX",
                        Grain::Century => "XX",
                        _ => "XXXX-XX-XX",
                    }
                    .clone_into(&mut value);
                }
                Step::Shift { .. } => {}
                Step::Find(what, _) => value = what.open_value(),
                Step::Part(part) => value.push_str(part.code()),
                Step::Clock(..) => value.push_str(&clock_value(step)),
            }
        }
        value.into()
    }
}

fn clock_value(step: Step) -> String {
    match step {
        Step::Clock(h, None, _) => format!("T{h:02}"),
        Step::Clock(h, Some(m), None) => format!("T{h:02}:{m:02}"),
        Step::Clock(h, Some(m), Some(s)) => format!("T{h:02}:{m:02}:{s:02}"),
        _ => String::new(),
    }
}

fn take(place: Stretch, step: Step) -> Option<Stretch> {
    match step {
        Step::To(grain) => Stretch::holding(grain, place.start()),
        Step::Shift { unit: Grain::Second | Grain::Minute | Grain::Hour, .. }
            if place.grain() >= Grain::Day =>
        {
            Some(place)
        }
        // "Een uur geleden" in a report dated to the minute is that minute.
        Step::Shift { n, unit: Grain::Hour, .. } if place.grain() < Grain::Hour => {
            let moved = place.shifted(i64::from(n), Grain::Hour, true)?;
            Stretch::holding(Grain::Minute, moved.start())
        }
        Step::Shift { n, unit, keep } => place.shifted(i64::from(n), unit, keep),
        Step::Find(what, direction) => find(place, what, direction),
        Step::Nth(n, unit) => nth(place, n, unit),
        Step::Part(part) => Some(place.with_part(part)),
        Step::Clock(h, m, s) => {
            let grain = match (m, s) {
                (None, _) => Grain::Hour,
                (_, None) => Grain::Minute,
                _ => Grain::Second,
            };
            // 24:00 is midnight at the end of the day.
            let (h, next) = if h == 24 { (0, 1) } else { (h, 0) };
            let time = Time::new(h, m.unwrap_or(0), s.unwrap_or(0), 0).ok()?;
            let day = place.shifted(next, Grain::Day, false)?;
            Stretch::holding(grain, day.date().to_datetime(time))
        }
    }
}

/// How many cycles are searched: 29 February can be eight years away, "Monday the 31st" forty months.
const CYCLES: i64 = 9;
const MONTHS: i64 = 60;

fn find(from: Stretch, what: Recurring, direction: Direction) -> Option<Stretch> {
    if direction == Direction::Within {
        let inside = |p: &Stretch| from.start() <= p.start() && p.start() <= from.end();
        let here = what.in_cycle(from.date()).filter(|p| inside(p) || what.cycle() <= from.grain());
        return here.or_else(|| find(from, what, Direction::Next));
    }
    if direction == Direction::Near {
        let away = |p: &Stretch| {
            let ahead = p.start().duration_since(from.end()).as_secs().max(0);
            let behind = from.start().duration_since(p.end()).as_secs().max(0);
            let far = if what.cycle() == Grain::Year { 4 } else { 3 };
            ahead.saturating_mul(far).max(behind.saturating_mul(3))
        };
        let sides = [find(from, what, Direction::Past), find(from, what, Direction::Next)];
        return sides.into_iter().flatten().min_by_key(away);
    }
    let fits = |p: &Stretch| match direction {
        Direction::Near => false,
        Direction::Past | Direction::Open | Direction::Within => p.start().date() <= from.date(),
        Direction::Before => p.end() < from.start() && p.date() < from.date(),
        Direction::Next => p.end().date() >= from.date(),
        Direction::After => p.start().date() > from.end().date(),
    };
    let back = matches!(direction, Direction::Past | Direction::Open | Direction::Before);
    let cycles = if what.cycle() == Grain::Month { MONTHS } else { CYCLES };
    (-1..=cycles).find_map(|k| {
        let lapse = what.cycle().lapse(if back { -k } else { k })?;
        what.in_cycle(from.date().checked_add(lapse).ok()?).filter(fits)
    })
}

fn nth(place: Stretch, n: i8, unit: Grain) -> Option<Stretch> {
    if n > 0 {
        let first = Stretch::holding(unit, place.start())?;
        // The first week of a month is the one that holds its first Thursday (ISO 8601 for years).
        let late = unit == Grain::Week
            && first.start().date().checked_add(jiff::ToSpan::days(3)).ok()? < place.date();
        return first.shifted(i64::from(n) - 1 + i64::from(late), unit, false);
    }
    let last = Stretch::holding(unit, place.end())?;
    let early =
        unit == Grain::Week && last.date().checked_add(jiff::ToSpan::days(3)).ok()? > place.end().date();
    last.shifted(i64::from(n) + 1 - i64::from(early), unit, false)
}

impl TimeFunction {
    /// The place on the calendar, where it is one.
    pub fn point(&self) -> Option<&Point> {
        match self {
            TimeFunction::Point(p) => Some(p),
            _ => None,
        }
    }

    /// Value and bounds under what is known of the report's date.
    pub fn evaluate(&self, dct: &Dct) -> (SmolStr, Option<When>) {
        match self {
            TimeFunction::Point(point) => evaluate(point, dct),
            TimeFunction::Range(from, to) => {
                let ((a, first), (b, last)) = (evaluate(from, dct), evaluate(to, dct));
                let bare = |v: &str| {
                    if v.len() == 6 { format!("{}:00", &v[1..]) } else { format!("{}:00:00", &v[1..]) }
                };
                let value = match (a.starts_with('T'), b.starts_with('T')) {
                    (true, true) => format_smolstr!("{}/{}", bare(&a), bare(&b)),
                    _ => format_smolstr!("{a}/{b}"),
                };
                (value, first.zip(last).and_then(|(a, b)| When::spanning(&a, &b)))
            }
            TimeFunction::Interval(from, to, end) => interval(from, to, *end, dct),
            TimeFunction::Length(length, side) => {
                (length.value(), side.and_then(|s| stretch(length, s, dct)))
            }
            TimeFunction::Repeated(value) => (value.clone(), None),
            TimeFunction::Reference(Reference::Present) => {
                (SmolStr::new_static("PRESENT_REF"), evaluate(&Point::from_dct(Vec::new()), dct).1)
            }
            TimeFunction::Reference(r) => (SmolStr::new_static(r.code()), None),
        }
    }
}

/// Value and bounds of an interval; its places are written out as soon as both are known.
fn interval(from: &Point, to: &Point, end: End, dct: &Dct) -> (SmolStr, Option<When>) {
    let ((a, first), (b, last)) = (evaluate(from, dct), evaluate(to, dct));
    let fine = |p: &Point| p.grain().is_some_and(|g| g < Grain::Day) || p.is_clock();
    let clock = fine(from) || fine(to);
    let moment = |p: &Point, w: &Option<When>| match dct {
        // "Now" is a moment where the other end is one.
        &Dct::Moment { at, clock: true } if clock && p.needs_dct() && p.steps.is_empty() => Some(at),
        _ => w.as_ref().and_then(|w| w.earliest),
    };
    let (Some(start), Some(stop)) = (moment(from, &first), moment(to, &last)) else {
        return (format_smolstr!("{a}/{b}"), None);
    };
    if clock {
        // "From 9 pm to 3 am": the next day.
        let stop = match stop.checked_add(jiff::ToSpan::days(1)) {
            Ok(next) if stop <= start && stop.date() == start.date() => next,
            _ => stop,
        };
        let text = |t: DateTime| t.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let value = format_smolstr!("{}/{}", text(start), text(stop));
        let when = (start <= stop).then(|| When {
            earliest: Some(start),
            latest: Some(stop),
            edtf: value.as_str().to_owned(),
        });
        return (value, when);
    }
    let value = format_smolstr!("{}/{}", start.date(), stop.date());
    let when = match end {
        End::Included => first.zip(last).and_then(|(a, b)| When::spanning(&a, &b)),
        End::Excluded => stop.checked_sub(jiff::ToSpan::seconds(1)).ok().and_then(|stop| {
            When::spanning(&Stretch::day(start.date()).when(), &Stretch::day(stop.date()).when())
        }),
    };
    (value, when)
}

fn evaluate(point: &Point, dct: &Dct) -> (SmolStr, Option<When>) {
    let fixed = !point.needs_dct();
    match dct {
        _ if fixed => match point.place(DateTime::MIN, false) {
            Some(place) => (place.value(), Some(place.when())),
            None => (point.open_value(), None),
        },
        Dct::Unknown => (point.open_value(), None),
        &Dct::Moment { at, clock } => match point.place(at, clock) {
            Some(place) => (place.value(), Some(place.when())),
            None => (point.open_value(), None),
        },
        Dct::Days(days) => {
            let mut places: Vec<Stretch> =
                days.iter().filter_map(|&d| point.place(d.into(), false)).collect();
            places.sort_unstable();
            places.dedup();
            match places.as_slice() {
                [] => (point.open_value(), None),
                [one] => (one.value(), Some(one.when())),
                many => (point.open_value(), When::one_of(many).map(|w| w.in_brief())),
            }
        }
        &Dct::Between(first, last) => {
            let ends: Vec<Stretch> =
                [first, last].iter().filter_map(|&d| point.place(d.into(), false)).collect();
            let when = match ends.as_slice() {
                [a, b] => Some(When::between(a.start(), b.end())),
                _ => None,
            };
            (point.open_value(), when)
        }
    }
}

/// The stretch of a length that ends or begins at the report's date; `None` unless that day is known.
///
/// "De komende drie dagen" begins with the next day; hours and minutes count from the minute of the report.
fn stretch(length: &Length, side: Side, dct: &Dct) -> Option<When> {
    let &Dct::Moment { at, clock } = dct else { return None };
    let sign = if side == Side::Before { -1 } else { 1 };
    let parts = length.whole()?;
    let hours = !parts.is_empty() && parts.iter().all(|(_, unit)| *unit < Grain::Night);
    let from = if sign > 0 && !hours { at.date().tomorrow().ok()?.into() } else { at };
    let move_on =
        |t: DateTime, (n, unit): (i64, Grain)| t.checked_add(unit.lapse(n.checked_mul(sign)?)?).ok();
    let moved = parts.into_iter().try_fold(from, move_on)?;
    let (a, b) = (from.min(moved), from.max(moved));
    if hours && clock {
        let second = |t| Stretch::holding(Grain::Second, t);
        return When::spanning(&second(a)?.when(), &second(b)?.when());
    }
    When::spanning(&Stretch::day(a.date()).when(), &Stretch::day(b.date()).when())
}
