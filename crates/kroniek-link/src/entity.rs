//! One identity for all spellings, across reports.

use crate::Digest;
use kroniek_lang::{Error, Packs};
use kroniek_model::Linked;

/// The stage's rules.
pub struct Rules;

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(_packs: &Packs) -> Result<Self, Error> {
        Ok(Rules)
    }

    /// Fills `linked.entities`.
    pub fn find(&self, _digests: &[Digest], _linked: &mut Linked) {}
}
