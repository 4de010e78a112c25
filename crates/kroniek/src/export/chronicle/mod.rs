//! The chronicle in every form. `document` is the one shape; text and Markdown are printed from it.

mod document;
mod markdown;
mod phrase;
mod text;

pub use document::{Document, build};
pub use markdown::markdown;
pub use text::{Look, text};
