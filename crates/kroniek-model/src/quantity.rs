//! Figures: a number as stated, its bound, its unit and what it counts.

use crate::{Span, Text};
use smol_str::SmolStr;

/// A number that counts or measures something.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Number through head noun, without the modifier words.
    pub span: Span<Text>,
    /// The number as stated; the lower end of a range.
    pub low: f64,
    /// The upper end, for a stated range only.
    pub high: Option<f64>,
    /// `count`, `percent`, `fraction`, `points`, an ISO 4217 code, or a unit symbol (`km2`).
    pub unit: SmolStr,
    /// What is counted, as written; `None` for money, percentages and measures.
    pub counted: Option<Span<Text>>,
    /// The bound that the words around it give.
    pub modifier: Modifier,
    /// The rule that found it.
    pub rule: SmolStr,
}

/// How a stated number bounds the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modifier {
    /// The number itself.
    Exact,
    /// "ongeveer", "about".
    Approx,
    /// "minstens", "at least".
    AtLeast,
    /// "meer dan", "more than".
    MoreThan,
    /// "hooguit", "up to".
    AtMost,
    /// "bijna", "nearly".
    LessThan,
    /// "honderden", "dozens".
    Vague,
}

impl Modifier {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Modifier::Exact => "exact",
            Modifier::Approx => "approx",
            Modifier::AtLeast => "at_least",
            Modifier::MoreThan => "more_than",
            Modifier::AtMost => "at_most",
            Modifier::LessThan => "less_than",
            Modifier::Vague => "vague",
        }
    }
}

/// The range of values that a figure allows; both ends inclusive, infinite where open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether no value lies in both.
    pub fn is_disjoint(self, other: Interval) -> bool {
        self.high < other.low || other.high < self.low
    }

    /// Whether every value of `self` lies in `other`.
    pub fn is_within(self, other: Interval) -> bool {
        other.low <= self.low && self.high <= other.high
    }
}

impl Quantity {
    /// The values that the words allow. "About" is read as a tenth either way; "nearly" as at most a fifth less;
    /// "dozens", "hundreds" as from the number up to a hundred times it. An assumption of comparison, never shown.
    pub fn interval(&self) -> Interval {
        let (low, high) = (self.low, self.high.unwrap_or(self.low));
        match self.modifier {
            Modifier::Exact => Interval { low, high },
            Modifier::Approx => Interval { low: low - low.abs() * 0.1, high: high + high.abs() * 0.1 },
            Modifier::AtLeast | Modifier::MoreThan => Interval { low, high: f64::INFINITY },
            Modifier::AtMost => Interval { low: f64::NEG_INFINITY, high },
            Modifier::LessThan => Interval { low: low - low.abs() * 0.2, high },
            Modifier::Vague => Interval { low, high: high * 100.0 },
        }
    }
}
