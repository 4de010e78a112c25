//! Claim groups, relations, figure series and predictions.

mod statement;

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
    pub fn find(&self, digests: &[Digest], linked: &mut Linked) {
        statement::collect(digests, linked);
    }
}
