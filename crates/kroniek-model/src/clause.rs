//! Clauses: the stretches of a sentence that each have a verb of their own.

use crate::{Span, Text};
use std::ops::Range;

/// One clause. Negation, modality and tense are worked out clause by clause, not by distance in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// First to last character. A clause that another one interrupts covers it.
    pub span: Span<Text>,
    /// The sentence it stands in.
    pub sentence: u32,
    /// Its tokens, as indices into [`crate::Analysis::tokens`]; may include those of clauses inside it.
    pub tokens: Range<u32>,
    /// What kind of clause.
    pub kind: ClauseKind,
    /// The conjunction or relative pronoun that opens it.
    pub conjunction: Option<u32>,
    /// The verb group: finite verb, auxiliaries, participles, infinitives and split-off particles, in text order.
    pub verbs: Vec<u32>,
    /// The verb that carries the meaning; `None` in a clause without a verb (headlines).
    pub head: Option<u32>,
    /// Tokens of the subject; `None` when it was not found.
    pub subject: Option<Range<u32>>,
    /// The clause it depends on, as an index into [`crate::Analysis::clauses`].
    pub parent: Option<u32>,
}

/// What kind of clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClauseKind {
    /// Stands by itself, or is joined to one that does.
    Main,
    /// Content or adverbial clause with a conjunction ("dat", "because").
    Subordinate,
    /// Says more about a noun ("die", "who").
    Relative,
    /// "om te …", "to …".
    Infinitive,
}
