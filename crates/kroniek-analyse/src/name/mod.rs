//! Names: persons, organisations, places and others, and whom they stand for within the report.
//!
//! Words are cut into [`mod@unit`]s (the name part of "NAVO-top" is a unit of its own), looked up in the
//! [`gazetteer`] and the [`context`] words, described by hashed [`feature`]s and labelled by a linear
//! [`model`]. A language without a trained model has the plain rules of [`guess`]. [`entity`] then says which
//! names of the report stand for one and the same; [`mod@reference`] resolves pronouns and role nouns to them.

mod agree;
mod casing;
pub mod context;
pub mod entity;
pub mod feature;
pub mod gazetteer;
mod guess;
pub mod label;
pub mod model;
pub mod reference;
#[cfg(test)]
mod tests;
pub mod unit;

use crate::word::Tokeniser;
use kroniek_lang::{Error, Lexicon, Pack};
use kroniek_model::{Analysis, EntityKind, Span, Text};
use std::sync::Arc;

/// The layer's rules for one language.
pub struct Rules {
    gazetteer: gazetteer::Gazetteer,
    context: context::Context,
    tokeniser: Tokeniser,
    lexicon: Option<Lexicon>,
    model: Option<model::Model>,
}

/// A name found, before anything is said of whom it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where.
    pub span: Span<Text>,
    /// What kind of name.
    pub kind: EntityKind,
}

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or the model is not well formed.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let file = "model/names/names.bin";
        let model = match pack.shared_file(file) {
            Some(bytes) => Some(
                model::Model::open(bytes)
                    .map_err(|what| Error::in_file(format!("lang/{}/{file}", pack.code()), what))?,
            ),
            None => None,
        };
        let list = "model/lexicon.bin";
        let lexicon = pack.shared_file(list).map(Lexicon::read).transpose();
        Ok(Rules {
            lexicon: lexicon.map_err(|what| Error::in_file(format!("lang/{}/{list}", pack.code()), what))?,
            gazetteer: gazetteer::Gazetteer::compile(common, pack)?,
            context: context::Context::compile(common, pack)?,
            tokeniser: Tokeniser::compile(common, pack)?,
            model,
        })
    }

    /// The same rules with another model, or none: for training and for measuring.
    ///
    /// # Errors
    /// If the bytes are not a model.
    pub fn with_model(mut self, bytes: Option<Arc<[u8]>>) -> Result<Self, String> {
        self.model = bytes.map(model::Model::open).transpose()?;
        Ok(self)
    }

    /// Finds the names of a report and whom they stand for.
    pub fn find(&self, a: &mut Analysis) {
        let document = self.document(a);
        let mut found = match &self.model {
            Some(model) => label::names(&document, &tag(model, &document), &a.report.text),
            None => guess::names(&document),
        };
        agree::agree(&document, &mut found);
        let concept = |span: Span<Text>, kind| self.gazetteer.concept_of(span.of(&a.report.text), kind);
        let (mentions, entities) = entity::resolve(a, &document, &found, &self.context, concept);
        a.mentions = mentions;
        a.entities = entities;
        (a.references, a.role_nouns) = reference::references(a, &document, &self.context);
    }

    /// What the report looks like to the model.
    pub fn document(&self, a: &Analysis) -> feature::Document {
        let units = unit::units(a, &self.tokeniser);
        feature::Document::read(units, &self.gazetteer, &self.context, self.lexicon.as_ref())
    }
}

/// The labels of all units: twice over the report where the model has two passes, the second time knowing what the
/// first found.
pub fn tag(model: &model::Model, document: &feature::Document) -> Vec<label::Label> {
    let first = model.label(model::Pass::First, document, None);
    if !model.has_second_pass() {
        return first;
    }
    let votes = feature::Votes::count(document, &first);
    model.label(model::Pass::Second, document, Some(&votes))
}
