//! Stretches of time from one place to another, where one end lends the other what it does not say.

use super::meaning::Meaning;
use kroniek_model::{Base, Direction, End, Grain, Length, Part, Point, Side, Step, Stretch, TimeFunction};

/// From one time to another: a month, weekday or day without its year takes that of the other end ("May to October
/// 2020"), and where both are without, the begin is the last one before the end ("between August and October", said in
/// September).
pub(super) fn between(from: &Meaning, to: &Meaning, end: End) -> Option<Meaning> {
    let (mut a, mut b) = (place(from)?, place(to)?);
    if b.base == a.base && b.steps.first() == a.steps.first() {
        // "Two weeks starting May 20th": the end is counted from the begin's own.
    } else if let Some(first) = a.last_before(&b).filter(|_| b.is_open()) {
        a = first;
    } else if let Some(chained) = beside(&b, &a, Direction::After) {
        b = chained;
    } else if let Some(chained) = beside(&a, &b, Direction::Before) {
        a = chained;
    }
    (a, b) = (on_the_clock(a), on_the_clock(b));
    // "2 pm till tomorrow 4:30 pm": the clock time by itself is today's.
    if a.base == Base::SomeDay && b.base != Base::SomeDay {
        a = a.anchored_to(&today());
    } else if b.base == Base::SomeDay && a.base != Base::SomeDay {
        let day = Point { base: a.base, steps: days(&a) };
        b = b.anchored_to(&day);
    }
    let function = if a.base == Base::SomeDay {
        TimeFunction::Range(Box::new(a), Box::new(b))
    } else {
        TimeFunction::Interval(Box::new(a), Box::new(b), end)
    };
    Some(Meaning { anchored: from.anchored || to.anchored, ..Meaning::of(function) })
}

/// The place a time names; now for "now".
fn place(m: &Meaning) -> Option<Point> {
    match &m.function {
        TimeFunction::Point(p) => Some(p.clone()),
        TimeFunction::Reference(kroniek_model::Reference::Present) => Some(Point::from_dct(Vec::new())),
        _ => None,
    }
}

/// A point that comes back, taken on one side of another that is settled or decided by the verb; `None` when it is
/// settled itself.
fn beside(open: &Point, other: &Point, side: Direction) -> Option<Point> {
    let Some(Step::Find(what, Direction::Open)) = open.steps.first() else { return None };
    // Both open: the end follows the begin; a begin never follows its end.
    if open.base != Base::Dct || (side == Direction::Before && other.is_open()) {
        return None;
    }
    // An end that has no year of its own but a begin that has none either: see above.
    let coarse = other.grain().is_some_and(|g| g > what.grain() && g >= what.cycle());
    let mut steps = open.steps.clone();
    steps[0] = Step::Find(*what, if coarse { Direction::Within } else { side });
    Some(Point { base: Base::Dct, steps }.anchored_to(other))
}

/// "9 for two and a half hours": the clock time that hours counted from another come to.
fn on_the_clock(p: Point) -> Point {
    let [Step::Clock(..), .., Step::Shift { .. }] = p.steps.as_slice() else { return p };
    let any = jiff::civil::date(2000, 1, 3);
    let on = Point { base: Base::At(Stretch::day(any)), steps: p.steps.clone() };
    match on.place(jiff::civil::DateTime::MIN, false).filter(|_| p.base == Base::SomeDay) {
        Some(place) => {
            let t = place.start().time();
            let clock = Step::Clock(t.hour(), Some(t.minute()), None);
            Point { base: Base::SomeDay, steps: vec![clock] }
        }
        None => p,
    }
}

fn today() -> Point {
    Point::from_dct(vec![Step::To(Grain::Day)])
}

/// The steps of a point without the time of day.
fn days(p: &Point) -> Vec<Step> {
    let mut steps: Vec<Step> =
        p.steps.iter().copied().filter(|s| !matches!(s, Step::Clock(..) | Step::Part(_))).collect();
    if steps.is_empty() && p.base == Base::Dct {
        steps.push(Step::To(Grain::Day));
    }
    steps
}

/// "The next three days" begins tomorrow, "the next two hours" now, "the next two quarters" with the next quarter;
/// "the last three months" ends today.
pub(super) fn beside_now(length: &Meaning, side: Side) -> Option<Meaning> {
    let TimeFunction::Length(length, _) = &length.function else { return None };
    let amounts = signed(length, if side == Side::Before { -1 } else { 1 })?;
    let finest = amounts.iter().map(|&(_, unit)| unit).min()?;
    let steps = |keep: bool| amounts.iter().map(move |&(n, unit)| Step::Shift { n, unit, keep });
    let (near, far): (Vec<Step>, Vec<Step>) = match finest {
        Grain::Second | Grain::Minute | Grain::Hour => (Vec::new(), steps(true).collect()),
        Grain::Quarter | Grain::Half | Grain::Decade | Grain::Century | Grain::Season => {
            let unit = finest;
            match side {
                Side::Before => (vec![Step::To(unit)], steps(false).collect()),
                Side::After => {
                    let next = Step::Shift { n: 1, unit, keep: false };
                    (vec![next], std::iter::once(next).chain(steps(false)).collect())
                }
            }
        }
        _ => match side {
            Side::Before => {
                let today = Step::To(Grain::Day);
                (vec![today], std::iter::once(today).chain(steps(true)).collect())
            }
            Side::After => {
                let tomorrow = Step::Shift { n: 1, unit: Grain::Day, keep: false };
                (vec![tomorrow], std::iter::once(tomorrow).chain(steps(true)).collect())
            }
        },
    };
    let (near, far) = (Box::new(Point::from_dct(near)), Box::new(Point::from_dct(far)));
    let (from, to) = if side == Side::Before { (far, near) } else { (near, far) };
    Some(Meaning::of(TimeFunction::Interval(from, to, End::Excluded)))
}

fn signed(length: &Length, sign: i64) -> Option<Vec<(i32, Grain)>> {
    let one = |(n, unit): (i64, Grain)| Some((i32::try_from(n.checked_mul(sign)?).ok()?, unit));
    length.whole()?.into_iter().map(one).collect()
}

/// From one hour to another, where a part of the day is told once or not at all: "2:20 to 3 pm", "from 10 to 4".
pub(super) fn clocks(from: &Meaning, to: &Meaning, part: Option<&str>) -> Option<Meaning> {
    let (mut a, mut b) = (from.function.point()?.clone(), to.function.point()?.clone());
    let hour = |p: &Point| match p.steps.last() {
        Some(&Step::Clock(h, m, s)) => Some((h, m.unwrap_or(0), s.unwrap_or(0))),
        _ => None,
    };
    let (mut start, mut stop) = (hour(&a)?, hour(&b)?);
    let part = match part {
        Some(code) => Some(Part::from_code(code)?),
        None => None,
    };
    let later = |(h, m, s): (i8, i8, i8)| if h < 12 { (h + 12, m, s) } else { (h, m, s) };
    match part {
        Some(Part::Afternoon | Part::Evening | Part::Midday) => {
            stop = later(stop);
            start = if later(start) <= stop { later(start) } else { start };
        }
        Some(Part::Night) => {
            (start, stop) =
                (if start.0 > 5 { later(start) } else { start }, if stop.0 > 5 { later(stop) } else { stop });
        }
        Some(_) => {
            start = if start.0 == 12 { (0, start.1, start.2) } else { start };
        }
        None if stop <= start => stop = later(stop),
        None => {}
    }
    let set = |p: &mut Point, h: i8| {
        if let Some(Step::Clock(old, ..)) = p.steps.last_mut() {
            *old = h;
        }
    };
    set(&mut a, start.0);
    set(&mut b, stop.0);
    Some(Meaning::of(TimeFunction::Range(Box::new(a), Box::new(b))))
}
