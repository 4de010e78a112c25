//! The chronicle in every form. `document` is the one shape; text and Markdown are printed from it.

mod csv;
mod document;
mod ledgers;
mod markdown;
mod phrase;
mod sheet;
mod text;

pub use csv::csv;
pub use document::{Document, build};
pub use markdown::markdown;
pub use sheet::{Ledger, json, sheet};
pub use text::{Look, text};
