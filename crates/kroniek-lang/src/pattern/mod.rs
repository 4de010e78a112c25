//! Patterns over the small pieces of a text: words, figures and marks.
//!
//! A [`Grammar`] holds word classes (from lexicon tables) and rules (from rule files). A rule's pattern is a row of
//! elements:
//!
//! | element | matches |
//! |---|---|
//! | `week` | that word, in any case |
//! | `{weekday}` | a word or phrase of the class; `{weekday:w}` keeps it under the name `w` |
//! | `{#1-31:d}` | a figure in this range, of as many digits as the ends are written with |
//! | `@day` | whatever a rule that gives `@day` matches; `@day:d` names it |
//! | `(a\|b c)` | one of these |
//! | `[a b]` | the same, or nothing |
//! | `(a b)+` | once or more |
//! | `< a >` | the words that are marked; without it, all that matched |
//!
//! Elements with white space between them may be apart or joined in the text; elements written without white space
//! (`{#1-31:d}-{#1-12:m}`) must be joined.

mod atom;
mod compile;
mod matcher;

pub use atom::{Atom, Atoms};
pub use compile::{Grammar, GrammarBuilder, RuleSource};
pub use matcher::{Capture, Captures, Found};
