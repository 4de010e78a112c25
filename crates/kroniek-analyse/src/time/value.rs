//! The little language in which a rule says what its words mean.
//!
//! `dct | shift(-1, week) | weekday($w, within)` is a base and steps; `$w` is what the pattern's element of that
//! name matched. [`Expr::parse`] reads it once, [`Expr::value`] works it out for a match.

use super::interval;
use super::meaning::{Meaning, Order};
use kroniek_lang::pattern::{Capture, Captures};
use kroniek_model::{
    Amount, Base, Direction, End, Grain, Length, Part, Point, Recurring, Reference, Side, Step, Stretch,
    TimeFunction,
};
use smol_str::SmolStr;

/// What an element of a rule stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sense {
    /// A number in thousandths; `None` for one that is not told ("enkele").
    Number(Option<i64>),
    /// A word of a closed list (`month`, `TMO`).
    Word(SmolStr),
    /// A time.
    Time(Meaning),
    /// Several times, one for each marked part.
    Many(Vec<Meaning>),
}

/// A parsed value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Number(Option<i64>),
    Word(SmolStr),
    Slot(u32, bool),
    Call(SmolStr, Vec<Expr>),
    Pipe(Box<Expr>, Vec<(SmolStr, Vec<Expr>)>),
}

impl Expr {
    /// Reads a value; `slot` numbers the names of pattern elements.
    pub(super) fn parse(text: &str, slot: &dyn Fn(&str) -> Option<u32>) -> Result<Expr, String> {
        let mut p = Parser { rest: text, slot };
        let e = p.pipe()?;
        if p.rest.trim().is_empty() { Ok(e) } else { Err(format!("`{}` was not expected", p.rest.trim())) }
    }

    /// What it means for a match; `None` where there is no such date. `sense` gives the sense of a class entry.
    pub(super) fn value(&self, captures: &Captures<Sense>, sense: &dyn Fn(u32) -> Sense) -> Option<Sense> {
        match self {
            Expr::Number(n) => Some(Sense::Number(*n)),
            Expr::Word(w) => Some(Sense::Word(w.clone())),
            Expr::Slot(slot, negative) => {
                let s = match captures.get(*slot)? {
                    Capture::Entry(id) => sense(*id),
                    Capture::Number(n, _) => Sense::Number(Some(i64::from(*n) * 1000)),
                    Capture::Value(v) => v.clone(),
                };
                match s {
                    Sense::Number(Some(n)) if *negative => Some(Sense::Number(Some(-n))),
                    s => Some(s),
                }
            }
            Expr::Call(name, args) => {
                let args: Vec<Option<Sense>> = args.iter().map(|a| a.value(captures, sense)).collect();
                base(name, &Args(&args))
            }
            Expr::Pipe(first, steps) => {
                let mut value = first.value(captures, sense)?;
                for (name, args) in steps {
                    let args: Vec<Option<Sense>> = args.iter().map(|a| a.value(captures, sense)).collect();
                    value = match value {
                        Sense::Time(m) => Sense::Time(step(m, name, &Args(&args))?),
                        Sense::Number(n) => arithmetic(n, name, &Args(&args))?,
                        Sense::Word(_) | Sense::Many(_) => return None,
                    };
                }
                Some(value)
            }
        }
    }
}

/// Names that can begin a value, and names that can be steps; anything else is an error when rules are compiled.
const BASES: &[&str] = &[
    "dct",
    "anchor",
    "someday",
    "date",
    "year2",
    "length",
    "set",
    "ref",
    "range",
    "interval",
    "until",
    "begin",
    "ahead",
    "behind",
    "clocks",
    "of",
    "repeat",
    "century",
    "weekly",
    "daily",
    "ymd",
    "bc",
    "shortyear",
    "yearmonth",
    "tens",
    "hundreds",
    "here",
];
const STEPS: &[&str] = &[
    "shift",
    "add",
    "to",
    "weekday",
    "month",
    "yearday",
    "monthday",
    "weekdate",
    "quarter",
    "half",
    "season",
    "feast",
    "weekend",
    "week",
    "decade",
    "nth",
    "nthweekday",
    "part",
    "clock",
    "hhmm",
    "mod",
    "kind",
    "daypart",
    "turned",
    "side",
    "in",
    "plus",
    "times",
    "apply",
    "minus",
    "back",
    "ago",
    "hence",
    "after",
    "before",
];

struct Args<'a>(&'a [Option<Sense>]);

impl Args<'_> {
    fn int(&self, i: usize) -> Option<i64> {
        match self.0.get(i)? {
            Some(Sense::Number(Some(n))) if n % 1000 == 0 => Some(n / 1000),
            _ => None,
        }
    }
    fn small(&self, i: usize) -> Option<i8> {
        i8::try_from(self.int(i)?).ok()
    }
    fn year(&self, i: usize) -> Option<i16> {
        i16::try_from(self.int(i)?).ok()
    }
    /// `None` when the element was left out; `Some(None)` when it is not a small number.
    fn optional(&self, i: usize) -> Option<Option<i8>> {
        match self.0.get(i) {
            None | Some(None) => Some(None),
            Some(Some(_)) => self.small(i).map(Some),
        }
    }
    fn number(&self, i: usize) -> Option<Option<i64>> {
        match self.0.get(i)? {
            Some(Sense::Number(n)) => Some(*n),
            _ => None,
        }
    }
    fn word(&self, i: usize) -> Option<&str> {
        match self.0.get(i)? {
            Some(Sense::Word(w)) => Some(w),
            _ => None,
        }
    }
    fn time(&self, i: usize) -> Option<&Meaning> {
        match self.0.get(i)? {
            Some(Sense::Time(m)) => Some(m),
            _ => None,
        }
    }
    fn grain(&self, i: usize) -> Option<Grain> {
        grain(self.word(i)?)
    }
    fn direction(&self, i: usize) -> Option<Direction> {
        Some(match self.word(i)? {
            "past" => Direction::Past,
            "before" => Direction::Before,
            "next" => Direction::Next,
            "after" => Direction::After,
            "within" => Direction::Within,
            "open" => Direction::Open,
            _ => return None,
        })
    }
}

fn grain(word: &str) -> Option<Grain> {
    Some(match word {
        "second" => Grain::Second,
        "minute" => Grain::Minute,
        "hour" => Grain::Hour,
        "night" => Grain::Night,
        "day" => Grain::Day,
        "weekend" => Grain::Weekend,
        "week" => Grain::Week,
        "month" => Grain::Month,
        "quarter" => Grain::Quarter,
        "season" => Grain::Season,
        "half" => Grain::Half,
        "year" => Grain::Year,
        "decade" => Grain::Decade,
        "century" => Grain::Century,
        _ => return None,
    })
}

fn base(name: &str, a: &Args<'_>) -> Option<Sense> {
    let fixed = |s: Stretch| Sense::Time(Meaning::point(Point::at(s)));
    Some(match name {
        "dct" => Sense::Time(Meaning::point(Point::from_dct(Vec::new()))),
        "anchor" => Sense::Time(Meaning::anchored()),
        "someday" => Sense::Time(Meaning::point(Point { base: Base::SomeDay, steps: Vec::new() })),
        "date" => fixed(Stretch::of(a.year(0)?, a.optional(1)?, a.optional(2)?)?),
        // What is being told of: the time last spoken of in a history, otherwise the report's date.
        "here" => Sense::Time(Meaning { here: true, ..Meaning::point(Point::from_dct(Vec::new())) }),
        // A year before our era; the calendar has a year 0.
        "bc" => Sense::Number(Some(a.int(0)?.checked_neg()?.checked_add(1)?.checked_mul(1000)?)),
        // The second year of "2007-08": never a month, nor an earlier year.
        "shortyear" => {
            let (first, last) = (a.int(0)?, a.int(1)?);
            let short = first % 100;
            let follows = last == (short + 1) % 100 || (last > 12 && last > short);
            Sense::Number(follows.then_some((first + (last - short).rem_euclid(100)) * 1000))
        }
        // "2019-03"; but "2007-08" is two years that follow each other.
        "yearmonth" => {
            let (year, month) = (a.int(0)?, a.int(1)?);
            if month == (year + 1) % 100 {
                return None;
            }
            fixed(Stretch::of(a.year(0)?, Some(i8::try_from(month).ok()?), None)?)
        }
        // A number of whole hundreds: "the 1800s".
        "hundreds" => {
            let n = a.int(0)?;
            Sense::Number((n % 100 == 0).then_some(n * 1000))
        }
        // A number of whole tens: "the 1960's", but not "1965's".
        "tens" => {
            let n = a.int(0)?;
            Sense::Number((n % 10 == 0).then_some(n * 1000))
        }
        // Eight figures: 20161016.
        "ymd" => {
            let n = a.int(0)?;
            let part = |n: i64| i8::try_from(n % 100).ok();
            fixed(Stretch::of(i16::try_from(n / 10_000).ok()?, Some(part(n / 100)?), Some(part(n)?))?)
        }
        // Two figures: what lies more than a few years ahead was the last century.
        "year2" => {
            let y = a.int(0)?;
            let year = if (0..35).contains(&y) { 2000 + y } else { 1900 + y };
            Sense::Number(Some(year * 1000))
        }
        "century" => fixed(Stretch::of(a.year(0)?.checked_sub(1)?.checked_mul(100)?, None, None)?.shifted(
            0,
            Grain::Century,
            false,
        )?),
        "length" => {
            let amount = Amount { thousandths: a.number(0)?, unit: a.grain(1)? };
            Sense::Time(Meaning::of(TimeFunction::Length(Length(vec![amount]), None)))
        }
        "set" => Sense::Time(Meaning::of(TimeFunction::Repeated(a.word(0)?.into()))),
        "repeat" => {
            let unit = a.grain(1)?;
            let amount = Amount { thousandths: a.number(0)?, unit };
            Sense::Time(Meaning::of(TimeFunction::Repeated(Length(vec![amount]).value())))
        }
        "weekly" => {
            let weekday = ranged(a.small(0)?, 1, 7)?;
            let clock =
                a.time(1).map_or(SmolStr::default(), |m| m.function.evaluate(&kroniek_model::Dct::Unknown).0);
            Sense::Time(Meaning::of(TimeFunction::Repeated(smol_str::format_smolstr!(
                "XXXX-WXX-{weekday}{clock}"
            ))))
        }
        // "Every day at 6 am", "every night", "mornings".
        "daily" => {
            let m = a.time(0)?.function.evaluate(&kroniek_model::Dct::Unknown).0;
            Sense::Time(Meaning::of(TimeFunction::Repeated(m)))
        }
        "ref" => {
            let r = match a.word(0)? {
                "present" => Reference::Present,
                "past" => Reference::Past,
                "future" => Reference::Future,
                _ => return None,
            };
            Sense::Time(Meaning::of(TimeFunction::Reference(r)))
        }
        "range" => {
            let (from, to) = (a.time(0)?, a.time(1)?);
            let (x, y) = (from.function.point()?, to.function.point()?.clone());
            let x = x.last_before(&y).unwrap_or_else(|| x.clone());
            let mut m = Meaning::of(TimeFunction::Range(Box::new(x), Box::new(y)));
            m.anchored = from.anchored || to.anchored;
            Sense::Time(m)
        }
        // "March to May": the first moment of both, and all of May meant; "until" ends where the other begins.
        "interval" | "until" => {
            let (from, to) = (a.time(0)?, a.time(1)?);
            let end = if name == "until" { End::Excluded } else { End::Included };
            Sense::Time(interval::between(from, to, end)?)
        }
        // The first end of a stretch that lacks its year: "mei" in "van mei tot oktober 2020".
        "begin" => {
            let (from, to) = (a.time(0)?, a.time(1)?);
            let first = from.function.point()?.last_before(to.function.point()?);
            first.map_or_else(|| Sense::Time(from.clone()), |p| Sense::Time(Meaning::point(p)))
        }
        "ahead" => Sense::Time(interval::beside_now(a.time(0)?, Side::After)?),
        "behind" => Sense::Time(interval::beside_now(a.time(0)?, Side::Before)?),
        "clocks" => Sense::Time(interval::clocks(a.time(0)?, a.time(1)?, a.word(2))?),
        "of" => Sense::Time(a.time(0)?.clone()),
        _ => return None,
    })
}

fn arithmetic(n: Option<i64>, name: &str, a: &Args<'_>) -> Option<Sense> {
    let other = a.number(0)?;
    let n = n.zip(other);
    Some(Sense::Number(match name {
        "plus" => n.map(|(x, y)| x.checked_add(y)).unwrap_or_default(),
        "minus" => n.map(|(x, y)| x.checked_sub(y)).unwrap_or_default(),
        "times" => n.map(|(x, y)| x.checked_mul(y).map(|z| z / 1000)).unwrap_or_default(),
        _ => return None,
    }))
}

fn step(mut m: Meaning, name: &str, a: &Args<'_>) -> Option<Meaning> {
    let find = |what: Recurring, i: usize| Some(Step::Find(what, a.direction(i)?));
    let one = |what: Recurring| find(what, 1);
    let next = match name {
        "shift" | "add" | "back" => {
            let n = i32::try_from(a.int(0)?).ok()?;
            let n = if name == "back" { n.checked_neg()? } else { n };
            Step::Shift { n, unit: a.grain(1)?, keep: name == "add" }
        }
        "to" => Step::To(a.grain(0)?),
        "weekday" => one(Recurring::Weekday(ranged(a.small(0)?, 1, 7)?))?,
        "month" => one(Recurring::Month(ranged(a.small(0)?, 1, 12)?))?,
        "weekdate" => {
            find(Recurring::WeekdayDate(ranged(a.small(0)?, 1, 7)?, ranged(a.small(1)?, 1, 31)?), 2)?
        }
        "monthday" => one(Recurring::MonthDay(ranged(a.small(0)?, 1, 31)?))?,
        "quarter" => one(Recurring::Quarter(ranged(a.small(0)?, 1, 4)?))?,
        "half" => one(Recurring::Half(ranged(a.small(0)?, 1, 2)?))?,
        "season" => one(Recurring::Season(ranged(a.small(0)?, 3, 12)?))?,
        "week" => one(Recurring::Week(ranged(a.small(0)?, 1, 53)?))?,
        "decade" => one(Recurring::Decade(ranged(a.small(0)?, 0, 9)?))?,
        "weekend" => find(Recurring::Weekend, 0)?,
        "yearday" => {
            let (month, day) = (a.small(0)?, a.small(1)?);
            // 29 February counts; 31 February is no date.
            Stretch::of(2000, Some(month), Some(day))?;
            find(Recurring::YearDay(month, day), 2)?
        }
        // "12-25", or so many days after one: "11/4/4+1".
        "feast" => {
            let notation = a.word(0)?;
            let moved = notation.split_once('+').filter(|_| notation.contains('/'));
            let (feast_day, days) = moved.unwrap_or((notation, "0"));
            m.push(find(feast(feast_day)?, 1)?)?;
            let n: i32 = days.parse().ok()?;
            if n == 0 {
                return Some(m);
            }
            Step::Shift { n, unit: Grain::Day, keep: true }
        }
        "nthweekday" => find(Recurring::NthWeekday(a.small(2)?, a.small(0)?, ranged(a.small(1)?, 1, 7)?), 3)?,
        "nth" => Step::Nth(a.small(0)?, a.grain(1)?),
        "part" => Step::Part(Part::from_code(a.word(0)?)?),
        "clock" => {
            let (h, min, s) = (ranged(a.small(0)?, 0, 24)?, a.optional(1)?, a.optional(2)?);
            if min.is_some_and(|m| !(0..60).contains(&m)) || s.is_some_and(|s| !(0..60).contains(&s)) {
                return None;
            }
            Step::Clock(h, min, s)
        }
        // Four figures: 0730.
        "hhmm" => {
            let n = a.int(0)?;
            let (h, m) = (i8::try_from(n / 100).ok()?, i8::try_from(n % 100).ok()?);
            Step::Clock(ranged(h, 0, 24)?, Some(ranged(m, 0, 59)?), None)
        }
        "daypart" => return m.with_day_part(a.word(0)),
        "mod" => {
            if let Some(word) = a.word(0) {
                m.modifier = Some(word.into());
            }
            return Some(m);
        }
        // The same figures with day and month the other way round, where that is a date; alone: it is the only way.
        "turned" => {
            m.order = match (a.0.is_empty(), a.time(0)) {
                (true, _) => Order::Turned,
                (false, None) => Order::Usual,
                (false, Some(other)) => Order::Either(Box::new(other.clone())),
            };
            return Some(m);
        }
        "side" => {
            let TimeFunction::Length(_, side) = &mut m.function else { return None };
            *side = Some(if a.word(0)? == "before" { Side::Before } else { Side::After });
            return Some(m);
        }
        // "Een uur en 30 minuten".
        "plus" => {
            let TimeFunction::Length(Length(more), _) = &a.time(0)?.function else { return None };
            let TimeFunction::Length(Length(amounts), _) = &mut m.function else { return None };
            amounts.extend(more);
            return Some(m);
        }
        // "Drie weken geleden" is a week, "drie dagen later" a day: the grain of the length.
        "ago" | "hence" => {
            let TimeFunction::Length(length, _) = &a.time(0)?.function else { return None };
            let sign = if name == "hence" { 1 } else { -1 };
            for (n, unit) in length.whole()? {
                // "A decade ago" is a year, ten years ago.
                let (n, unit) = match unit {
                    Grain::Decade => (n.checked_mul(10)?, Grain::Year),
                    Grain::Century => (n.checked_mul(100)?, Grain::Year),
                    unit => (n, unit),
                };
                let n = i32::try_from(n * sign).ok()?;
                m.push(Step::Shift { n, unit, keep: false })?;
            }
            return Some(m);
        }
        // A length counted from a point: "drie maanden na Pasen".
        "after" | "before" => {
            let TimeFunction::Length(length, _) = &a.time(0)?.function else { return None };
            let sign = if name == "after" { 1 } else { -1 };
            let day = m.function.point()?.grain().is_some_and(|g| g >= Grain::Day);
            for (n, unit) in length.whole()? {
                // "Een gesprek van 15 minuten voor maandag" is no quarter of an hour before Monday.
                if day && unit < Grain::Night {
                    return None;
                }
                let n = i32::try_from(n * sign).ok()?;
                m.push(Step::Shift { n, unit, keep: true })?;
            }
            return Some(m);
        }
        "in" => return m.inside(a.time(0)?),
        _ => return None,
    };
    m.push(next)?;
    Some(m)
}

fn ranged(n: i8, low: i8, high: i8) -> Option<i8> {
    (low..=high).contains(&n).then_some(n)
}

/// A feast from its notation in the lexicon: `12-25`, `easter+49`, `5/2/7` (month/n-th/weekday, n = -1 the last).
fn feast(notation: &str) -> Option<Recurring> {
    if let Some(offset) = notation.strip_prefix("easter") {
        return Some(Recurring::Easter(offset.parse().ok()?));
    }
    if let Some((m, d)) = notation.split_once('-').filter(|_| !notation.contains('/')) {
        return Some(Recurring::YearDay(m.parse().ok()?, d.parse().ok()?));
    }
    let mut parts = notation.split('/').map(str::parse::<i8>);
    Some(Recurring::NthWeekday(parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?))
}

struct Parser<'a> {
    rest: &'a str,
    slot: &'a dyn Fn(&str) -> Option<u32>,
}

impl Parser<'_> {
    fn pipe(&mut self) -> Result<Expr, String> {
        let first = self.term()?;
        let mut steps = Vec::new();
        while self.eat('|') {
            match self.term()? {
                Expr::Call(name, args) if STEPS.contains(&name.as_str()) => steps.push((name, args)),
                Expr::Call(name, _) | Expr::Word(name) => return Err(format!("`{name}` is not a step")),
                _ => return Err("a step was expected after `|`".to_owned()),
            }
        }
        Ok(if steps.is_empty() { first } else { Expr::Pipe(Box::new(first), steps) })
    }

    fn term(&mut self) -> Result<Expr, String> {
        self.rest = self.rest.trim_start();
        let negative = self.rest.starts_with("-$");
        if let Some(rest) = self.rest.strip_prefix(if negative { "-$" } else { "$" }) {
            self.rest = rest;
            let name = self.word();
            let slot = (self.slot)(&name).ok_or_else(|| format!("no pattern names `{name}`"))?;
            return Ok(Expr::Slot(slot, negative));
        }
        let word = self.word();
        if word.is_empty() {
            return Err(format!("a value was expected at `{}`", self.rest));
        }
        if let Some(n) = thousandths(&word) {
            return Ok(Expr::Number(Some(n)));
        }
        if word == "vague" {
            return Ok(Expr::Number(None));
        }
        let mut args = Vec::new();
        if self.eat('(') {
            while !self.eat(')') {
                args.push(self.pipe()?);
                if !self.eat(',') && !self.rest.trim_start().starts_with(')') {
                    return Err(format!("`,` or `)` was expected at `{}`", self.rest));
                }
            }
        } else if !BASES.contains(&word.as_str()) || matches!(word.as_str(), "year" | "century") {
            return Ok(Expr::Word(word));
        }
        if BASES.contains(&word.as_str()) || STEPS.contains(&word.as_str()) {
            Ok(Expr::Call(word, args))
        } else {
            Err(format!("there is no `{word}`"))
        }
    }

    fn word(&mut self) -> SmolStr {
        let end =
            self.rest.find(|c: char| !c.is_alphanumeric() && !"_-.".contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.into()
    }

    fn eat(&mut self, c: char) -> bool {
        match self.rest.trim_start().strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

/// A number with at most three decimals, in thousandths.
pub(super) fn thousandths(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || whole.len() > 12 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: i64 = whole.parse().ok()?;
    let d: i64 = format!("{decimals:0<3}").parse().ok()?;
    Some(n * 1000 + if whole.starts_with('-') { -d } else { d })
}
