//! The archive: one file of captures and what was derived from them.
//!
//! SQLite, compiled in. Captures are kept byte for byte under their hash; what reading made of them is kept beside
//! them, can be made again, and is sealed; the whole file is stamped at the end of every writing. So every changed byte
//! shows ([`Archive::check`]). After a close the archive is one file: the journal exists only while something is written.

mod archive;
mod capture;
mod check;
mod copy;
mod decision;
mod derived;
mod error;
mod forget;
mod index;
mod schema;
mod search;
mod stamp;

pub use archive::{Added, Archive};
pub use capture::{Capture, Place};
pub use check::Damage;
pub use decision::Decision;
pub use derived::Derived;
pub use error::Error;
pub use forget::Tombstone;
pub use index::{Index, IndexedSentence, IndexedStatement};
pub use kroniek_model::Media;
pub use schema::VERSION;
pub use search::{Hit, Query, Word};
pub use stamp::Stamp;
