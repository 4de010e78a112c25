//! The chronicle: dated entries, and the ledgers beside it.

use crate::{Evidence, OriginIx, StatementIx, When};
use smol_str::SmolStr;

/// The timeline of one or more stories, ordered by when things happened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chronicle {
    /// Entries, earliest first; those without any date last.
    pub entries: Vec<Entry>,
    /// One quantity through time, each.
    pub ledgers: Vec<Ledger>,
}

/// One thing that happened, or is said to have.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Index into [`crate::Linked::stories`].
    pub story: u32,
    /// When, as far as the statements tell; `None` when they do not.
    pub when: Option<When>,
    /// The statements name no time: `when` is that of the report, so the thing itself may be older.
    pub reported: bool,
    /// The words that tell it best, the clearest first: one piece of evidence a line.
    pub sentences: Vec<Evidence>,
    /// All statements that it rests on.
    pub statements: Vec<StatementIx>,
    /// How many independent origins they have.
    pub origins: Vec<OriginIx>,
}

/// One quantity through successive reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// The series' id.
    pub quantity: SmolStr,
    /// What is counted, as the first statement puts it.
    pub counted: Option<String>,
    /// Its unit.
    pub unit: SmolStr,
    /// What it is limited to (a place, an older event), in the words of the first statement; `None` for the whole.
    pub scope: Option<String>,
    /// Lines, earliest as-of first.
    pub entries: Vec<LedgerEntry>,
}

/// One figure in a ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// The statement.
    pub statement: StatementIx,
    /// Which of its figures.
    pub figure: u32,
    /// The time that the figure holds for; `None` when unknown.
    pub as_of: Option<When>,
    /// How it stands now.
    pub status: FigureStatus,
    /// The statements that superseded, corrected, withdrew it or stand against it.
    pub with: Vec<StatementIx>,
}

/// How a figure stands at the end of what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureStatus {
    /// Nothing newer.
    Current,
    /// A newer figure exists.
    Superseded,
    /// Expressly replaced.
    Corrected,
    /// Taken back.
    Withdrawn,
    /// Taken back and brought back.
    Reinstated,
    /// Another figure for the same moment says otherwise.
    InConflict,
}

impl FigureStatus {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            FigureStatus::Current => "current",
            FigureStatus::Superseded => "superseded",
            FigureStatus::Corrected => "corrected",
            FigureStatus::Withdrawn => "withdrawn",
            FigureStatus::Reinstated => "reinstated",
            FigureStatus::InConflict => "in_conflict",
        }
    }
}
