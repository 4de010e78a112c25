//! The wire formats: structs of their own beside the writer, so that domain types stay free of serialisation.

pub mod annotate;
pub mod changes;
pub mod chronicle;
mod dates;
pub mod link;
mod offsets;
pub mod search;
pub mod stories;
pub mod text;
pub mod timeline;
