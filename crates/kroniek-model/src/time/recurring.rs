//! What comes back: weekdays, months, feasts.

use crate::{Grain, Stretch};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A stretch that comes back every week, month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recurring {
    /// A weekday, 1 = Monday to 7 = Sunday.
    Weekday(i8),
    /// Saturday and Sunday.
    Weekend,
    /// A day of the month.
    MonthDay(i8),
    /// A day of the month that falls on a weekday: "Friday the 13th" (weekday, day).
    WeekdayDate(i8, i8),
    /// A month of the year.
    Month(i8),
    /// A day of the year.
    YearDay(i8, i8),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A half, 1 or 2.
    Half(i8),
    /// A season by its first month: 3, 6, 9 or 12.
    Season(i8),
    /// An ISO week, 1 to 53.
    Week(i8),
    /// Days after Western Easter Sunday (negative: before).
    Easter(i16),
    /// The n-th weekday of a month; n = -1 is the last: (month, n, weekday).
    NthWeekday(i8, i8, i8),
    /// A decade without its century: 9 for the nineties.
    Decade(i8),
}

impl Recurring {
    /// The occurrence in the cycle that holds a date: its week, month or year; `None` when that one has none (30 February).
    pub fn in_cycle(self, d: Date) -> Option<Stretch> {
        let day = |d: Date| Some(Stretch::day(d));
        let at = |grain: Grain, m: i8| Stretch::holding(grain, Date::new(d.year(), m, 1).ok()?.into());
        match self {
            Recurring::Weekday(w) => day(d
                .checked_add((i64::from(w - 1) - i64::from(d.weekday().to_monday_zero_offset())).days())
                .ok()?),
            Recurring::Weekend => Stretch::holding(Grain::Weekend, d.into()),
            Recurring::MonthDay(n) => day(Date::new(d.year(), d.month(), n).ok()?),
            Recurring::WeekdayDate(w, n) => {
                let date = Date::new(d.year(), d.month(), n).ok()?;
                (date.weekday().to_monday_one_offset() == w).then(|| Stretch::day(date))
            }
            Recurring::Month(m) => at(Grain::Month, m),
            Recurring::YearDay(m, n) => day(Date::new(d.year(), m, n).ok()?),
            Recurring::Quarter(q) => at(Grain::Quarter, q.checked_mul(3)?.checked_sub(2)?),
            Recurring::Half(h) => at(Grain::Half, h.checked_mul(6)?.checked_sub(5)?),
            Recurring::Season(m) => at(Grain::Season, m),
            Recurring::Week(w) => {
                let monday = jiff::civil::ISOWeekDate::new(d.year(), w, Weekday::Monday).ok()?.date();
                Stretch::holding(Grain::Week, monday.into())
            }
            Recurring::Easter(offset) => day(easter(d.year())?.checked_add(i64::from(offset).days()).ok()?),
            Recurring::NthWeekday(m, n, w) => {
                let weekday = Weekday::from_monday_one_offset(w).ok()?;
                day(Date::new(d.year(), m, 1).ok()?.nth_weekday_of_month(n, weekday).ok()?)
            }
            Recurring::Decade(n) => {
                let year = d.year().div_euclid(100) * 100 + i16::from(n) * 10;
                Stretch::holding(Grain::Decade, Date::new(year, 1, 1).ok()?.into())
            }
        }
    }

    /// The unit after which it comes back.
    pub fn cycle(self) -> Grain {
        match self {
            Recurring::Weekday(_) | Recurring::Weekend => Grain::Week,
            Recurring::MonthDay(_) | Recurring::WeekdayDate(..) => Grain::Month,
            Recurring::Decade(_) => Grain::Century,
            _ => Grain::Year,
        }
    }

    /// Its grain.
    pub fn grain(self) -> Grain {
        match self {
            Recurring::Weekend => Grain::Weekend,
            Recurring::Month(_) => Grain::Month,
            Recurring::Quarter(_) => Grain::Quarter,
            Recurring::Half(_) => Grain::Half,
            Recurring::Season(_) => Grain::Season,
            Recurring::Week(_) => Grain::Week,
            Recurring::Decade(_) => Grain::Decade,
            _ => Grain::Day,
        }
    }

    /// The TIMEX3 value while the year (or week) is not known.
    pub fn open_value(self) -> String {
        match self {
            Recurring::Weekday(w) | Recurring::WeekdayDate(w, _) => format!("XXXX-WXX-{w}"),
            Recurring::Weekend => "XXXX-WXX-WE".to_owned(),
            Recurring::MonthDay(n) => format!("XXXX-XX-{n:02}"),
            Recurring::Month(m) => format!("XXXX-{m:02}"),
            Recurring::YearDay(m, n) => format!("XXXX-{m:02}-{n:02}"),
            Recurring::Quarter(q) => format!("XXXX-Q{q}"),
            Recurring::Half(h) => format!("XXXX-H{h}"),
            Recurring::Season(m) => match m {
                3 => "XXXX-SP".to_owned(),
                6 => "XXXX-SU".to_owned(),
                9 => "XXXX-FA".to_owned(),
                _ => "XXXX-WI".to_owned(),
            },
            Recurring::Week(w) => format!("XXXX-W{w:02}"),
            Recurring::Easter(_) | Recurring::NthWeekday(..) => "XXXX-XX-XX".to_owned(),
            Recurring::Decade(n) => format!("XX{n}"),
        }
    }
}

/// Western Easter Sunday (the "anonymous Gregorian" computation, Meeus 1991).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * (b % 4) + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_is_computed() {
        for (y, m, d) in
            [(1961, 4, 2), (2000, 4, 23), (2018, 4, 1), (2019, 4, 21), (2024, 3, 31), (2038, 4, 25)]
        {
            assert_eq!(easter(y), Some(date(y, m, d)));
        }
    }
}
