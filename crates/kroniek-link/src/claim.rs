//! Claim groups, relations, figure series and predictions.

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

    /// Fills the statements, groups, relations, figures and predictions.
    pub fn find(&self, _digests: &[Digest], _linked: &mut Linked) {}
}
