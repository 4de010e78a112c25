//! A stretch of the calendar: a day, a week, a month, a quarter, an hour.

use crate::When;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Span as Lapse, ToSpan};
use smol_str::{SmolStr, format_smolstr};

/// How fine a calendar or clock stretch is, finest first. Also the units that dates are moved by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A night, as a unit of length.
    Night,
    /// A calendar day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A meteorological season: three months from March, June, September or December.
    Season,
    /// Six months from January or July.
    Half,
    /// A calendar year.
    Year,
    /// Ten years from a year that ends in 0.
    Decade,
    /// A hundred years from a year that ends in 00.
    Century,
}

impl Grain {
    /// The unit's letters in a TIMEX3 duration, and whether it stands after `T`.
    pub const fn letters(self) -> (&'static str, bool) {
        match self {
            Grain::Second => ("S", true),
            Grain::Minute => ("M", true),
            Grain::Hour => ("H", true),
            Grain::Night => ("NI", false),
            Grain::Day => ("D", false),
            Grain::Weekend => ("WE", false),
            Grain::Week => ("W", false),
            Grain::Month => ("M", false),
            Grain::Quarter => ("Q", false),
            Grain::Season => ("SN", false),
            Grain::Half => ("H", false),
            Grain::Year => ("Y", false),
            Grain::Decade => ("DE", false),
            Grain::Century => ("CE", false),
        }
    }

    /// `n` of these units as a calendar lapse; `None` when that is beyond the calendar.
    pub fn lapse(self, n: i64) -> Option<Lapse> {
        let lapse = Lapse::new();
        let n = |k: i64| n.checked_mul(k);
        match self {
            Grain::Second => lapse.try_seconds(n(1)?),
            Grain::Minute => lapse.try_minutes(n(1)?),
            Grain::Hour => lapse.try_hours(n(1)?),
            Grain::Night | Grain::Day => lapse.try_days(n(1)?),
            Grain::Weekend | Grain::Week => lapse.try_weeks(n(1)?),
            Grain::Month => lapse.try_months(n(1)?),
            Grain::Quarter | Grain::Season => lapse.try_months(n(3)?),
            Grain::Half => lapse.try_months(n(6)?),
            Grain::Year => lapse.try_years(n(1)?),
            Grain::Decade => lapse.try_years(n(10)?),
            Grain::Century => lapse.try_years(n(100)?),
        }
        .ok()
    }
}

/// Part of a day (TIMEX3 `TMO`, `TMI`, `TAF`, `TEV`, `TNI`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Morning, 6 to 12.
    Morning,
    /// Midday, 11 to 14.
    Midday,
    /// Afternoon, 12 to 18.
    Afternoon,
    /// Evening, 18 to 24.
    Evening,
    /// The night that follows the day's evening, 22 to 6.
    Night,
    /// Daytime, 6 to 20.
    Daytime,
    /// Breakfast, 6 to 10 (`TMEB` and the next two are no TIMEX3, but its manner).
    Breakfast,
    /// Lunch, 11 to 14.
    Lunch,
    /// Dinner, 17 to 21.
    Dinner,
}

impl Part {
    /// The TIMEX3 letters.
    pub const fn code(self) -> &'static str {
        match self {
            Part::Morning => "TMO",
            Part::Midday => "TMI",
            Part::Afternoon => "TAF",
            Part::Evening => "TEV",
            Part::Night => "TNI",
            Part::Daytime => "TDT",
            Part::Breakfast => "TMEB",
            Part::Lunch => "TMEL",
            Part::Dinner => "TMED",
        }
    }

    /// The part of TIMEX3 letters.
    pub fn from_code(code: &str) -> Option<Part> {
        use Part::{Afternoon, Breakfast, Daytime, Dinner, Evening, Lunch, Midday, Morning, Night};
        [Morning, Midday, Afternoon, Evening, Night, Daytime, Breakfast, Lunch, Dinner]
            .into_iter()
            .find(|p| p.code() == code)
    }

    /// First hour and number of hours.
    const fn hours(self) -> (i8, i64) {
        match self {
            Part::Morning => (6, 6),
            Part::Midday => (11, 3),
            Part::Afternoon => (12, 6),
            Part::Evening => (18, 6),
            Part::Night => (22, 8),
            Part::Daytime => (6, 14),
            Part::Breakfast => (6, 4),
            Part::Lunch => (11, 3),
            Part::Dinner => (17, 4),
        }
    }
}

/// A stretch of the calendar of one grain, by its first moment; within a day perhaps only a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    grain: Grain,
    start: DateTime,
    part: Option<Part>,
}

impl Stretch {
    /// The stretch of this grain that holds a moment; `None` at the end of the calendar.
    pub fn holding(grain: Grain, at: DateTime) -> Option<Stretch> {
        Some(Stretch { grain, start: floor(grain, at)?, part: None })
    }

    /// A calendar day.
    pub fn day(date: Date) -> Stretch {
        Stretch { grain: Grain::Day, start: date.to_datetime(Time::midnight()), part: None }
    }

    /// Year, month, day as written; `None` for a date that no calendar has.
    pub fn of(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Stretch> {
        let date = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let grain = match (month, day) {
            (_, Some(_)) => Grain::Day,
            (Some(_), None) => Grain::Month,
            (None, None) => Grain::Year,
        };
        Stretch::holding(grain, date.to_datetime(Time::midnight()))
    }

    /// Its grain.
    pub fn grain(self) -> Grain {
        self.grain
    }

    /// Its first moment.
    pub fn start(self) -> DateTime {
        match self.part {
            Some(p) => self.start.checked_add(i64::from(p.hours().0).hours()).unwrap_or(self.start),
            None => self.start,
        }
    }

    /// Its last second.
    pub fn end(self) -> DateTime {
        let after = match self.part {
            Some(p) => self.start().checked_add(p.hours().1.hours()).ok(),
            None if self.grain == Grain::Weekend => self.start.checked_add(2.days()).ok(),
            None => self.grain.lapse(1).and_then(|l| self.start.checked_add(l).ok()),
        };
        after.and_then(|e| e.checked_sub(1.seconds()).ok()).unwrap_or(DateTime::MAX)
    }

    /// The day it begins on.
    pub fn date(self) -> Date {
        self.start.date()
    }

    /// A part of the day it begins on.
    #[must_use]
    pub fn with_part(self, part: Part) -> Stretch {
        Stretch { part: Some(part), ..Stretch::day(self.date()) }
    }

    /// Moved by `n` units and cut to that unit; finer stretches keep their grain when `keep`.
    pub fn shifted(self, n: i64, unit: Grain, keep: bool) -> Option<Stretch> {
        let moved = self.start.checked_add(unit.lapse(n)?).ok()?;
        let grain = if keep { self.grain.min(unit) } else { unit };
        Some(Stretch { part: self.part.filter(|_| keep), ..Stretch::holding(grain, moved)? })
    }

    /// The TIMEX3 value.
    pub fn value(self) -> SmolStr {
        let d = self.start.date();
        if d.year() <= 0 {
            return self.value_before_christ();
        }
        if let Some(part) = self.part {
            return format_smolstr!("{d}{}", part.code());
        }
        let t = self.start.time();
        match self.grain {
            Grain::Second => format_smolstr!("{d}T{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second()),
            Grain::Minute => format_smolstr!("{d}T{:02}:{:02}", t.hour(), t.minute()),
            Grain::Hour => format_smolstr!("{d}T{:02}", t.hour()),
            Grain::Night => format_smolstr!("{d}TNI"),
            Grain::Day => format_smolstr!("{d}"),
            Grain::Weekend | Grain::Week => {
                let w = d.iso_week_date();
                let tail = if self.grain == Grain::Weekend { "-WE" } else { "" };
                format_smolstr!("{:04}-W{:02}{tail}", w.year(), w.week())
            }
            Grain::Month => format_smolstr!("{:04}-{:02}", d.year(), d.month()),
            Grain::Quarter => format_smolstr!("{:04}-Q{}", d.year(), (d.month() + 2) / 3),
            Grain::Season => {
                let (code, _) = season(d);
                format_smolstr!("{:04}-{code}", d.year())
            }
            Grain::Half => format_smolstr!("{:04}-H{}", d.year(), (d.month() + 5) / 6),
            Grain::Year => format_smolstr!("{:04}", d.year()),
            Grain::Decade => format_smolstr!("{:03}", d.year() / 10),
            Grain::Century => format_smolstr!("{:02}", d.year() / 100),
        }
    }

    /// The TIMEX3 value before our era: `BC0480-08`, `BC047` (the 470s), `BC04`. The calendar counts with a year 0.
    fn value_before_christ(self) -> SmolStr {
        let d = self.start.date();
        let year = 1 - i32::from(d.year());
        let day = || format!("BC{year:04}-{:02}-{:02}", d.month(), d.day());
        let t = self.start.time();
        match (self.part, self.grain) {
            (Some(part), _) => format_smolstr!("{}{}", day(), part.code()),
            (None, Grain::Century) => format_smolstr!("BC{:02}", year / 100),
            (None, Grain::Decade) => format_smolstr!("BC{:03}", year / 10),
            (None, Grain::Year) => format_smolstr!("BC{year:04}"),
            (None, Grain::Month) => format_smolstr!("BC{year:04}-{:02}", d.month()),
            (None, Grain::Season) => format_smolstr!("BC{year:04}-{}", season(d).0),
            (None, Grain::Quarter) => format_smolstr!("BC{year:04}-Q{}", (d.month() + 2) / 3),
            (None, Grain::Half) => format_smolstr!("BC{year:04}-H{}", (d.month() + 5) / 6),
            (None, Grain::Hour) => format_smolstr!("{}T{:02}", day(), t.hour()),
            (None, Grain::Minute | Grain::Second) => {
                format_smolstr!("{}T{:02}:{:02}", day(), t.hour(), t.minute())
            }
            (None, _) => day().into(),
        }
    }

    /// Bounds and EDTF date.
    pub fn when(self) -> When {
        let d = self.start.date();
        let edtf = match self.grain {
            Grain::Second | Grain::Minute | Grain::Hour if self.part.is_none() => {
                let t = self.start.time();
                format!("{d}T{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second())
            }
            Grain::Second | Grain::Minute | Grain::Hour | Grain::Night | Grain::Day => d.to_string(),
            Grain::Weekend | Grain::Week => format!("{d}/{}", self.end().date()),
            Grain::Month => format!("{}-{:02}", year(d), d.month()),
            Grain::Year => year(d),
            Grain::Decade | Grain::Century if d.year() <= 0 => {
                format!("{}/{}", year(d), year(self.end().date()))
            }
            Grain::Quarter => format!("{:04}-{}", d.year(), 32 + (d.month() + 2) / 3),
            Grain::Season => format!("{:04}-{}", d.year(), season(d).1),
            Grain::Half => format!("{:04}-{}", d.year(), 39 + (d.month() + 5) / 6),
            Grain::Decade => format!("{:03}X", d.year() / 10),
            Grain::Century => format!("{:02}XX", d.year() / 100),
        };
        When { earliest: Some(self.start()), latest: Some(self.end()), edtf }
    }
}

/// A year as EDTF writes it: `0480`, `-0479` (480 BC).
fn year(d: Date) -> String {
    if d.year() < 0 { format!("-{:04}", -i32::from(d.year())) } else { format!("{:04}", d.year()) }
}

/// Letters and EDTF number of the season that begins in this month.
fn season(d: Date) -> (&'static str, u8) {
    match d.month() {
        3..=5 => ("SP", 21),
        6..=8 => ("SU", 22),
        9..=11 => ("FA", 23),
        _ => ("WI", 24),
    }
}

/// The first year of the decade or century of a year; the 470s before our era are 479 to 470.
fn round(year: i16, span: i16) -> Option<i16> {
    if year > 0 {
        return Some(year / span * span);
    }
    let before = 1i16.checked_sub(year)?;
    1i16.checked_sub((before / span * span).checked_add(span - 1)?)
}

/// The first moment of the stretch of this grain that holds `at`.
fn floor(grain: Grain, at: DateTime) -> Option<DateTime> {
    let (d, t) = (at.date(), at.time());
    let first = |y: i16, m: i8| Date::new(y, m, 1).ok();
    let date = match grain {
        Grain::Second => {
            return Time::new(t.hour(), t.minute(), t.second(), 0).ok().map(|t| d.to_datetime(t));
        }
        Grain::Minute => return Time::new(t.hour(), t.minute(), 0, 0).ok().map(|t| d.to_datetime(t)),
        Grain::Hour => return Time::new(t.hour(), 0, 0, 0).ok().map(|t| d.to_datetime(t)),
        Grain::Night | Grain::Day => d,
        Grain::Week => d.checked_sub(i64::from(d.weekday().to_monday_zero_offset()).days()).ok()?,
        Grain::Weekend => {
            let to = i64::from(Weekday::Saturday.to_monday_zero_offset())
                - i64::from(d.weekday().to_monday_zero_offset());
            d.checked_add(to.max(-1).days()).ok()?
        }
        Grain::Month => first(d.year(), d.month())?,
        Grain::Quarter => first(d.year(), (d.month() - 1) / 3 * 3 + 1)?,
        Grain::Season => match d.month() {
            1 | 2 => first(d.year() - 1, 12)?,
            m => first(d.year(), m / 3 * 3)?,
        },
        Grain::Half => first(d.year(), (d.month() - 1) / 6 * 6 + 1)?,
        Grain::Year => first(d.year(), 1)?,
        Grain::Decade => first(round(d.year(), 10)?, 1)?,
        Grain::Century => first(round(d.year(), 100)?, 1)?,
    };
    Some(date.to_datetime(Time::midnight()))
}
