//! Placeholder of the time layer.

use kroniek_lang::{Error, Pack};
use kroniek_model::Analysis;

/// The layer's rules for one language.
pub struct Rules;

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(_common: &Pack, _pack: &Pack) -> Result<Self, Error> {
        Ok(Rules)
    }

    /// Finds what this layer finds.
    pub fn find(&self, _analysis: &mut Analysis) {}
}
