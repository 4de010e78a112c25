//! A point or stretch of time as far as it is known: an EDTF date with its earliest and latest moment.

use jiff::civil::DateTime;

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
