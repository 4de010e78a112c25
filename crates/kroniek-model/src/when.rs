//! A point or stretch of time as far as it is known: an EDTF date with its earliest and latest moment.

use crate::Stretch;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// A date with its precision and uncertainty (EDTF, ISO 8601-2), and the bounds that follow from it.
///
/// Civil time in the report's own zone. `earliest` and `latest` are both inclusive, to the second; `None` is open
/// (nothing bounds it on that side). What is not known stays open and is never filled in with a default.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// First moment it can be.
    pub earliest: Option<DateTime>,
    /// Last moment it can be.
    pub latest: Option<DateTime>,
    /// The date as EDTF: `2019-02-16`, `2019-03`, `2014-06-29/..`, `[2019-03-22,2019-03-23]`.
    pub edtf: String,
}

impl When {
    /// A whole day.
    pub fn day(date: Date) -> When {
        Stretch::day(date).when()
    }

    /// Some moment between two, both included.
    pub fn between(earliest: DateTime, latest: DateTime) -> When {
        let (a, b) = (earliest.date(), latest.date());
        let edtf = if a == b { a.to_string() } else { format!("[{a}..{b}]") };
        When { earliest: Some(earliest), latest: Some(latest), edtf }
    }

    /// One of these days; a whole month is written as one. `None` when there are none.
    pub fn one_of_days(days: &[Date]) -> Option<When> {
        let mut places: Vec<Stretch> = days.iter().map(|&d| Stretch::day(d)).collect();
        places.sort_unstable();
        places.dedup();
        let (&first, &last) = (places.first()?, places.last()?);
        let whole = Stretch::holding(crate::Grain::Month, first.start())?;
        if places.len() > 1 && places.len() == whole.end().date().day() as usize && whole.end() == last.end()
        {
            return Some(whole.when());
        }
        When::one_of(&places)
    }

    /// One of these places, given in order. `None` when there are none.
    pub fn one_of(places: &[Stretch]) -> Option<When> {
        let (first, last) = (places.first()?, places.last()?);
        if first == last {
            return Some(first.when());
        }
        let mut parts: Vec<String> = Vec::new();
        let mut rest = places;
        while let Some(head) = rest.first() {
            let run = 1 + rest.windows(2).take_while(|w| adjoin(w[0], w[1])).count();
            match run {
                1 | 2 => parts.push(head.when().edtf),
                n => parts.push(format!("{}..{}", head.when().edtf, rest[n - 1].when().edtf)),
            }
            rest = &rest[if run > 2 { run } else { 1 }..];
        }
        // A stretch of several days cannot stand in a set; its bounds can.
        let edtf = if parts.iter().any(|p| p.contains('/')) {
            format!("[{}..{}]", first.date(), last.end().date())
        } else {
            format!("[{}]", parts.join(","))
        };
        Some(When { earliest: Some(first.start()), latest: Some(last.end()), edtf })
    }

    /// The whole stretch from the begin of one to the end of the other; `None` when it would end before it begins.
    pub fn spanning(from: &When, to: &When) -> Option<When> {
        let (earliest, latest) = (from.earliest, to.latest);
        if matches!((earliest, latest), (Some(a), Some(b)) if a > b) {
            return None;
        }
        let first = from.edtf.split('/').next().unwrap_or("");
        let last = to.edtf.rsplit('/').next().unwrap_or("");
        let plain = |e: &str| !e.is_empty() && !e.contains(['[', ']']);
        let bound = |t: Option<DateTime>| t.map_or_else(|| "..".to_owned(), |t| t.date().to_string());
        let edtf = if plain(first) && plain(last) {
            format!("{first}/{last}")
        } else {
            format!("{}/{}", bound(earliest), bound(latest))
        };
        Some(When { earliest, latest, edtf })
    }

    /// The days it can be, where its EDTF form lists them one by one.
    pub fn listed_days(&self) -> Option<Vec<Date>> {
        let inside = self.edtf.strip_prefix('[')?.strip_suffix(']')?;
        let mut days = Vec::new();
        for part in inside.split(',') {
            match part.split_once("..") {
                Some((a, b)) => {
                    let (a, b): (Date, Date) = (a.parse().ok()?, b.parse().ok()?);
                    days.extend(a.series(1.day()).take_while(|&d| d <= b).take(4000));
                }
                None => days.push(part.parse().ok()?),
            }
        }
        Some(days)
    }

    /// The same, its EDTF form short enough to print: a set of more than [`SPELT_OUT`] places becomes the stretch that
    /// holds them.
    pub fn in_brief(&self) -> When {
        let set = self.edtf.starts_with('[') && self.edtf.matches(',').count() >= SPELT_OUT;
        match (self.earliest, self.latest) {
            (Some(a), Some(b)) if set => {
                When { edtf: format!("[{}..{}]", a.date(), b.date()), ..self.clone() }
            }
            _ => self.clone(),
        }
    }

    /// Whether both ends lie on one calendar day.
    pub fn is_single_day(&self) -> bool {
        matches!((self.earliest, self.latest), (Some(a), Some(b)) if a.date() == b.date())
    }

    /// Whether the two can be the same moment: no bound of one lies beyond a bound of the other.
    pub fn may_meet(&self, other: &When) -> bool {
        let beyond = |late: Option<DateTime>, early: Option<DateTime>| matches!((late, early), (Some(l), Some(e)) if l < e);
        !beyond(self.latest, other.earliest) && !beyond(other.latest, self.earliest)
    }
}

/// So many members of a set are printed one by one.
const SPELT_OUT: usize = 12;

/// Whether one day follows the other.
fn adjoin(a: Stretch, b: Stretch) -> bool {
    a.grain() == crate::Grain::Day
        && b.grain() == crate::Grain::Day
        && a.date().tomorrow().is_ok_and(|d| d == b.date())
}

/// Where the date of a report comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateBasis {
    /// Printed in the report or its metadata; the message names the place.
    Stated(crate::Message),
    /// Given by the caller beside the text.
    Given,
    /// Follows from what this and other reports say; the message says how.
    Derived(crate::Message),
    /// Nothing tells.
    Unknown,
}

impl DateBasis {
    /// The name on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            DateBasis::Stated(_) => "stated",
            DateBasis::Given => "given",
            DateBasis::Derived(_) => "derived",
            DateBasis::Unknown => "unknown",
        }
    }
}
