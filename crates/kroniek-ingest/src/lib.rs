//! From bytes to reports: decoding, masthead, regions, language, stated date.
//!
//! Pure over bytes: the binary reads files and hands them over. [`text`] reads plain text, [`jsonl`] JSON Lines.

pub mod jsonl;
pub mod text;
