//! Statements: what one clause of one report says.

use crate::{Certainty, LocalEntity, Polarity, Span, Stance, Text, When};
use smol_str::SmolStr;

/// One report says one thing: who, what, where, when, figures, and on whose word.
///
/// Indices point into the lists of the [`crate::Analysis`] that holds the statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The clause.
    pub span: Span<Text>,
    /// The sentence it stands in.
    pub sentence: u32,
    /// Event class from the packs' inventory (`die`, `surrender`); `None` where no class fits.
    pub event: Option<SmolStr>,
    /// The words that name the event.
    pub trigger: Option<Span<Text>>,
    /// Dictionary form of the predicate; the key where no class fits.
    pub predicate: SmolStr,
    /// Who and what takes part.
    pub participants: Vec<Participant>,
    /// Index of the time expression that dates it; `None` when the clause has none.
    pub time: Option<u32>,
    /// Indices of its quantities.
    pub quantities: Vec<u32>,
    /// Index of the innermost attribution whose content it lies in; `None` in the reporter's own words.
    pub attribution: Option<u32>,
    /// How sure its source (or the reporter) is.
    pub certainty: Certainty,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// What the source does by saying it.
    pub stance: Stance,
    /// Whether it lies ahead, seen from the report.
    pub tense: Tense,
    /// For predictions and plans: when it should have come true; `None` when no term is named.
    pub due: Option<When>,
    /// The rule that made it.
    pub rule: SmolStr,
}

/// Somebody or something in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Role from the packs' inventory: `agent`, `patient`, `place`, `recipient`, `instrument`, `topic`.
    pub role: SmolStr,
    /// The words.
    pub span: Span<Text>,
    /// Whom they stand for, where that is known.
    pub entity: Option<LocalEntity>,
}

/// Time of a statement's event, seen from the report (MEANTIME).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tense {
    /// It has happened or is so.
    #[default]
    NonFuture,
    /// It lies ahead.
    Future,
    /// Cannot be told.
    Underspecified,
}

impl Tense {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Tense::NonFuture => "non_future",
            Tense::Future => "future",
            Tense::Underspecified => "underspecified",
        }
    }
}
