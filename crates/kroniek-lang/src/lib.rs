//! Language packs: folders of data (`lang/<code>/`) handed over as bytes, checked and made ready for use.
//!
//! This crate knows file formats, not languages: what a table means is the business of the layer that asks for it.
//!
//! | file | form | read with |
//! |---|---|---|
//! | `pack.toml` | name, version, number and date habits | [`Manifest`] |
//! | `lexicon/**.tsv` | words in the first column, properties in the others | [`Pack::table`] |
//! | `rules/<layer>/*.toml` | rules with examples and counter-examples | [`Pack::rules`] |
//! | `messages/*.toml` | interface texts, a file a stage | [`Pack::message`] |
//! | `model/*` | trained weights | [`Pack::file`] |
//!
//! `lang/common` holds the concepts that languages share; [`Packs::common`].

mod compound;
mod error;
pub mod lexicon;
mod manifest;
mod messages;
mod pack;
pub mod pattern;
mod phrases;
mod table;

pub use compound::Compounds;
pub use error::Error;
pub use lexicon::Lexicon;
pub use manifest::{DateOrder, Manifest};
pub use pack::{Files, Pack, Packs};
pub use phrases::{Phrases, fold};
pub use table::{Row, Table};
