//! The vocabulary of Kroniek: what is read, what is found in it, and what is made of it.
//!
//! Plain data without IO, without serialisation and without a word of any natural language. Spans are half-open
//! ranges of UTF-8 bytes in a report's text ([`Span`]); dates are civil ([`When`]). Each concept has its own file,
//! named by the field's noun; ARCHITECTURE.md says how they follow one another.

mod analysis;
mod attribution;
mod chronicle;
mod clause;
mod linked;
mod media;
mod mention;
mod notice;
mod quantity;
mod report;
mod sets;
mod span;
mod statement;
mod time;
mod token;
mod when;

pub use analysis::*;
pub use attribution::*;
pub use chronicle::*;
pub use clause::*;
pub use linked::*;
pub use media::*;
pub use mention::*;
pub use notice::*;
pub use quantity::*;
pub use report::*;
pub use sets::*;
pub use span::*;
pub use statement::*;
pub use time::*;
pub use token::*;
pub use when::*;
