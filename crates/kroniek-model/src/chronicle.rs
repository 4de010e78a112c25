//! The chronicle: dated entries, and the ledgers beside it.

use crate::{EntityIx, Evidence, OriginIx, Outcome, SourceKind, StatementIx, When};
use smol_str::SmolStr;

/// The timeline of one or more stories, ordered by when things happened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chronicle {
    /// Entries, earliest first; those without any date last.
    pub entries: Vec<Entry>,
    /// One quantity through time, each.
    pub ledgers: Vec<Ledger>,
    /// What stands against what.
    pub conflicts: Vec<Conflict>,
    /// Where a hedge or a source was dropped, as indices into [`crate::Linked::relations`].
    pub drifts: Vec<u32>,
    /// What several statements say of one thing, with who said it first.
    pub claims: Vec<Claim>,
    /// Who speaks, with what they said and what became of it; those with a name first.
    pub voices: Vec<Voice>,
}

/// Two statements that stand against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// Index into [`crate::Linked::relations`].
    pub relation: u32,
    /// The statement that took one of the two back or put it right; `None` while both stand.
    pub settled: Option<StatementIx>,
}

/// What several statements say of one thing: who was first to say it, to say it under a name, to bear it out and to
/// deny it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Index into [`crate::Linked::groups`].
    pub group: u32,
    /// The first statement.
    pub said: StatementIx,
    /// The first on the word of somebody who can be named; `None` while nobody can.
    pub named: Option<StatementIx>,
    /// The first that bears another out.
    pub confirmed: Option<StatementIx>,
    /// The first that denies another.
    pub denied: Option<StatementIx>,
    /// How many reports make the claim.
    pub reports: u32,
    /// How many independent origins they have.
    pub origins: u32,
}

/// Somebody on whose word statements are made, with the whole record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Whom the words stand for; `None` for a source that is not known by name: each mention of one is a voice of its
    /// own, since two spokespersons may be two people.
    pub entity: Option<EntityIx>,
    /// The words for the source where it first speaks.
    pub words: Evidence,
    /// What kind of source.
    pub kind: SourceKind,
    /// What was said, earliest first.
    pub record: Vec<Utterance>,
}

/// One thing that a voice said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Utterance {
    /// The statement.
    pub statement: StatementIx,
    /// What the voice did by saying it.
    pub act: Act,
    /// The first to say this of its claim group, before any other statement of the group.
    pub first: bool,
    /// An earlier statement of the same voice that this one changes; `None` when it changes none.
    pub changes: Option<StatementIx>,
    /// For predictions: what became of it.
    pub outcome: Option<Outcome>,
}

/// What a voice did by saying something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Said that it is so.
    Said,
    /// Said that it is not so, or does not confirm it.
    Denied,
    /// Bore out what another had said.
    Confirmed,
    /// Said that it will be so, or that they will do it.
    Predicted,
    /// Put right or took back what was said before.
    Retracted,
    /// Asked, demanded, doubted, or said it on a condition.
    Other,
}

impl Act {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Act::Said => "said",
            Act::Denied => "denied",
            Act::Confirmed => "confirmed",
            Act::Predicted => "predicted",
            Act::Retracted => "retracted",
            Act::Other => "other",
        }
    }
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
    /// How many reports give this very figure.
    pub reports: u32,
    /// How many independent origins they have.
    pub origins: u32,
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

/// What one state of a chronicle says and an earlier one did not. Indices are those of the later state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A report that was not there: index into [`crate::Linked::reports`].
    Report(u32),
    /// Something of which nothing was said: index into [`Chronicle::entries`].
    Entry(u32),
    /// A figure that stands otherwise than it did, or a new one that stands.
    Figure {
        /// Index into [`Chronicle::ledgers`].
        ledger: u32,
        /// Index into [`Ledger::entries`].
        entry: u32,
        /// How it stood; `None` for a new one.
        was: Option<FigureStatus>,
    },
    /// Two statements that now stand against each other: index into [`Chronicle::conflicts`].
    Conflict(u32),
    /// A conflict of which one side was taken back or put right: index into [`Chronicle::conflicts`].
    Settled(u32),
    /// A prediction of which the outcome is now known: index into [`crate::Linked::predictions`].
    Outcome(u32),
}
