//! What a match means while rules put it together.

use super::tense::Kind;
use kroniek_model::{Base, Direction, End, Grain, Part, Point, Step, TimeFunction, TimeKind};
use smol_str::SmolStr;

/// What figures tell of the order of day and month.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Order {
    /// Nothing.
    #[default]
    Untold,
    /// Only the order of the language fits ("15/11/2023" in Dutch).
    Usual,
    /// Only the other order fits ("11/15/2023").
    Turned,
    /// Both fit ("07/08/2022"); the other order means this.
    Either(Box<Meaning>),
}

/// A time under construction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    /// What it is so far.
    pub(super) function: TimeFunction,
    /// TIMEX3 modifier.
    pub(super) modifier: Option<SmolStr>,
    /// Whether it counts from the time last spoken of ("een dag later") rather than from the report's date.
    pub(super) anchored: bool,
    /// What it tells of the order of day and month.
    pub(super) order: Order,
    /// Whether it counts from the time last spoken of in a history, from the report's date elsewhere ("the month").
    pub(super) here: bool,
}

impl Meaning {
    pub(super) fn of(function: TimeFunction) -> Meaning {
        Meaning { function, modifier: None, anchored: false, here: false, order: Order::Untold }
    }

    pub(super) fn point(point: Point) -> Meaning {
        Meaning::of(TimeFunction::Point(point))
    }

    pub(super) fn anchored() -> Meaning {
        Meaning { anchored: true, ..Meaning::point(Point::from_dct(Vec::new())) }
    }

    /// Adds a step; `None` when it is no point.
    pub(super) fn push(&mut self, step: Step) -> Option<()> {
        let TimeFunction::Point(point) = &mut self.function else { return None };
        point.steps.push(step);
        Some(())
    }

    /// Taken inside another time: "het eerste kwartaal" in "vorig jaar", "14.30 uur" on "dinsdag".
    pub(super) fn inside(mut self, outer: &Meaning) -> Option<Meaning> {
        let mut outer_point = outer.function.point()?.clone();
        // "Zaterdagavond om 9 uur": the part of the day tells which nine, and is told by it.
        let clock = |p: &Point| matches!(p.steps.last(), Some(Step::Clock(..)));
        let clocks = match &self.function {
            TimeFunction::Point(p) => clock(p),
            TimeFunction::Range(a, b) => clock(a) && clock(b),
            _ => false,
        };
        let mut night = false;
        if let Some(&Step::Part(part)) = outer_point.steps.last().filter(|_| clocks) {
            outer_point.steps.pop();
            night = part == Part::Night;
            self = self.with_day_part(Some(part.code()))?;
        }
        let settle = |point: &mut Point| {
            let mut inner = point.clone();
            // The small hours of a night belong to the next day.
            if night && matches!(inner.steps.last(), Some(Step::Clock(0..=11, ..))) {
                inner.steps.insert(0, Step::Shift { n: 1, unit: Grain::Day, keep: true });
            }
            if let Some(Step::Find(_, direction)) = inner.steps.first_mut() {
                *direction = Direction::Within;
            }
            *point = inner.anchored_to(&outer_point);
        };
        match &mut self.function {
            TimeFunction::Point(p) => settle(p),
            TimeFunction::Range(a, b) | TimeFunction::Interval(a, b, _) => {
                settle(a);
                settle(b);
            }
            _ => return None,
        }
        self.anchored = outer.anchored;
        self.here = outer.here;
        self.modifier = self.modifier.or_else(|| outer.modifier.clone());
        Some(self)
    }

    /// "3 uur 's middags", "9 tonight": a part of the day by itself, or beside a clock time that it makes plain.
    pub(super) fn with_day_part(mut self, part: Option<&str>) -> Option<Meaning> {
        let Some(part) = part else { return Some(self) };
        let part = Part::from_code(part)?;
        let adjust = |p: &mut Point| {
            let Some(Step::Clock(h, ..)) = p.steps.last_mut() else { return None };
            *h = match (part, *h) {
                (Part::Morning, 12) => 0,
                (Part::Afternoon | Part::Evening, 1..=11) => *h + 12,
                (Part::Midday, 1..=5) => *h + 12,
                (Part::Night, 6..=11) => *h + 12,
                (Part::Night, 12) => 0,
                (_, h) => h,
            };
            Some(())
        };
        match &mut self.function {
            TimeFunction::Point(p) => adjust(p)?,
            TimeFunction::Range(a, b) | TimeFunction::Interval(a, b, _) => {
                adjust(a)?;
                adjust(b)?;
            }
            _ => return None,
        }
        Some(self)
    }

    /// DATE, TIME, DURATION or SET.
    pub(super) fn kind(&self) -> TimeKind {
        match &self.function {
            TimeFunction::Point(p) if clock(p) => TimeKind::Time,
            TimeFunction::Range(p, _) if clock(p) => TimeKind::Time,
            TimeFunction::Interval(p, q, _) if clock(p) || clock(q) => TimeKind::Time,
            TimeFunction::Point(_)
            | TimeFunction::Range(..)
            | TimeFunction::Interval(..)
            | TimeFunction::Reference(_) => TimeKind::Date,
            TimeFunction::Length(..) => TimeKind::Duration,
            TimeFunction::Repeated(_) => TimeKind::Set,
        }
    }

    /// Whether it is a clock time without a day.
    pub(super) fn lacks_day(&self) -> bool {
        match &self.function {
            TimeFunction::Point(p) => p.base == Base::SomeDay,
            TimeFunction::Range(p, _) | TimeFunction::Interval(p, ..) => p.base == Base::SomeDay,
            _ => false,
        }
    }

    /// Counts from another point instead of from its base.
    pub(super) fn anchor(&mut self, anchor: &Point) {
        match &mut self.function {
            TimeFunction::Point(p) => *p = p.anchored_to(anchor),
            TimeFunction::Range(a, b) | TimeFunction::Interval(a, b, _) => {
                **a = a.anchored_to(anchor);
                **b = b.anchored_to(anchor);
            }
            _ => {}
        }
    }

    /// Puts a direction where the words leave it open.
    pub(super) fn decide(&mut self, direction: Direction) {
        match &mut self.function {
            TimeFunction::Point(p) => p.decide(direction),
            TimeFunction::Range(a, b) | TimeFunction::Interval(a, b, _) => {
                a.decide(direction);
                b.decide(direction);
            }
            _ => {}
        }
    }

    /// What kind of time it is, as far as the verb's tense means something else for it.
    pub(super) fn tense_kind(&self) -> Kind {
        let of = |p: &Point| match p.steps.first() {
            Some(Step::Find(what, _)) if what.cycle() != Grain::Year => Kind::Other,
            Some(Step::Find(what, _)) => match what.grain() {
                Grain::Day => Kind::DayOfYear,
                Grain::Quarter | Grain::Half => Kind::PartOfYear,
                Grain::Month | Grain::Season => Kind::Month,
                _ => Kind::Other,
            },
            _ => Kind::Other,
        };
        match &self.function {
            TimeFunction::Point(p) => of(p),
            TimeFunction::Range(p, _) | TimeFunction::Interval(p, ..) => of(p),
            _ => Kind::Other,
        }
    }

    /// The unit that an anchored time needs its anchor to tell: "the day before" needs a day, not a year.
    pub(super) fn needs(&self) -> Option<Grain> {
        match self.function.point()?.steps.first()? {
            Step::Shift { unit, .. } | Step::To(unit) => Some(*unit),
            _ => None,
        }
    }

    /// Writes a stretch for which ISO 8601 has no date of its own (a quarter, a half, a decade, a century, a month
    /// without its year) from begin to end.
    pub(super) fn write_out(&mut self) {
        let TimeFunction::Point(p) = &self.function else { return };
        let yearless = matches!(p.steps.as_slice(), [Step::Find(_, d)] if *d != Direction::Within);
        let unit = match p.grain() {
            Some(unit @ (Grain::Quarter | Grain::Half | Grain::Decade | Grain::Century)) => unit,
            Some(Grain::Month) if yearless && self.modifier.is_none() => Grain::Month,
            _ => return,
        };
        let mut next = p.clone();
        next.steps.push(Step::Shift { n: 1, unit, keep: false });
        self.function = TimeFunction::Interval(Box::new(p.clone()), Box::new(next), End::Excluded);
    }

    /// Whether the words leave a direction open.
    pub(super) fn is_open(&self) -> bool {
        match &self.function {
            TimeFunction::Point(p) => p.is_open(),
            TimeFunction::Range(a, b) | TimeFunction::Interval(a, b, _) => a.is_open() || b.is_open(),
            _ => false,
        }
    }
}

fn clock(p: &Point) -> bool {
    p.is_clock() || p.grain().is_some_and(|g| g < Grain::Day)
}
