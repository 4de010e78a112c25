//! What is known of a report's date when time expressions are evaluated.

use crate::When;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// The document creation time as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dct {
    /// Nothing is known.
    Unknown,
    /// The day is known; the time of day too when `clock`.
    Moment {
        /// The moment; midnight when only the day is known.
        at: DateTime,
        /// Whether the time of day is known.
        clock: bool,
    },
    /// One of these days, in order, at least two.
    Days(Vec<Date>),
    /// Some day from the first to the last, too many to be listed.
    Between(Date, Date),
}

/// More days than these (two years) are kept as bounds only.
const LISTED: usize = 732;

impl Dct {
    /// Reads a publication date.
    pub fn of(when: Option<&When>) -> Dct {
        let Some(when) = when else { return Dct::Unknown };
        let (Some(earliest), Some(latest)) = (when.earliest, when.latest) else { return Dct::Unknown };
        if earliest.date() == latest.date() {
            let clock = latest.duration_since(earliest).as_secs() < 60;
            return Dct::Moment { at: if clock { earliest } else { earliest.date().into() }, clock };
        }
        if earliest > latest {
            return Dct::Unknown;
        }
        match when.listed_days() {
            Some(days) => Dct::of_days(days),
            None => Dct::between(earliest.date(), latest.date()),
        }
    }

    /// One of the days given, in any order.
    pub fn of_days(mut days: Vec<Date>) -> Dct {
        days.sort_unstable();
        days.dedup();
        match (days.as_slice(), days.len()) {
            ([], _) => Dct::Unknown,
            (&[day], _) => Dct::Moment { at: day.into(), clock: false },
            (&[first, .., last], n) if n > LISTED => Dct::Between(first, last),
            _ => Dct::Days(days),
        }
    }

    /// Some day from the first to the last.
    pub fn between(first: Date, last: Date) -> Dct {
        let days: Vec<Date> = first.series(1.day()).take_while(|&d| d <= last).take(LISTED + 1).collect();
        if days.len() > LISTED { Dct::Between(first, last) } else { Dct::of_days(days) }
    }
}
