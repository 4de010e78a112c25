//! Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, JSON Feed.
//!
//! A feed is cut into its entries. The capture of one is a feed of that entry alone: what the feed says of itself (title,
//! address, language) and the entry as it stands, in UTF-8. So it says all that is known of it, and is the same however
//! the feed around it changes.

mod cut;
mod entry;
mod json;

pub(crate) use cut::cut;
pub(crate) use entry::read;
pub(crate) use json::{cut as cut_json, read as read_json};

/// Longest feed that is read, in bytes.
pub(crate) const LONGEST: u64 = 64 << 20;

/// Names of the elements that are an entry.
fn is_entry(local: &str) -> bool {
    matches!(local, "item" | "entry")
}
