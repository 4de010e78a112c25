//! Dates of reports that do not state them.

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

    /// Solves report dates, then evaluates every time expression of the digests anew.
    pub fn solve(&self, _digests: &mut [Digest], _linked: &mut Linked) {}
}
