//! Time expressions (TIMEX3, ISO 24617-1) as functions of the report's date.

mod dct;
mod function;
mod length;
mod recurring;
mod stretch;

pub use dct::Dct;
pub use function::{Base, Direction, End, Point, Reference, Side, Step, TimeFunction};
pub use length::{Amount, Length};
pub use recurring::Recurring;
pub use stretch::{Grain, Part, Stretch};

use crate::{Span, Text, When};
use smol_str::SmolStr;

/// Words that a calendar or clock can place or measure.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// Where; without the preposition.
    pub span: Span<Text>,
    /// DATE, TIME, DURATION or SET.
    pub kind: TimeKind,
    /// TIMEX3 modifier (`START`, `MID`, `END`, `APPROX`, …) or `None`.
    pub modifier: Option<SmolStr>,
    /// TIMEX3 value under what the report itself tells of its date.
    pub value: SmolStr,
    /// The stretch of time meant; `None` for durations, sets and references without bounds.
    pub when: Option<When>,
    /// How value and stretch follow from the report's date; kept so that a date learnt later resolves them.
    pub function: TimeFunction,
    /// Whether it is a day named in full beside verbs of the past alone; never when that is not sure.
    pub past: bool,
    /// The rule that found it.
    pub rule: SmolStr,
}

impl TimeExpression {
    /// Works out value and stretch anew under what is now known of the report's date.
    pub fn evaluate(&mut self, dct: &Dct) {
        (self.value, self.when) = self.function.evaluate(dct);
    }
}

/// TIMEX3 type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A calendar date of any precision.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repetition.
    Set,
}

impl TimeKind {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}
