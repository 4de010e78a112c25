//! Copies, and where text begins.

use crate::Digest;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Linked, LinkedReport, Origin, OriginIx, OriginKind};

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

    /// Finds copies and fills `linked.reports` and `linked.origins`.
    pub fn find(&self, digests: &[Digest], linked: &mut Linked) {
        for (i, digest) in digests.iter().enumerate() {
            let label = digest.publisher.clone().unwrap_or_else(|| digest.id.to_string());
            let id = smol_str::format_smolstr!("o{:08x}", crate::digest::hash(&digest.id));
            linked.origins.push(Origin { id, kind: OriginKind::Outlet, label });
            linked.reports.push(LinkedReport {
                id: digest.id.clone(),
                published: digest.published.clone(),
                story: 0,
                origin: OriginIx(i as u32),
            });
        }
    }
}
