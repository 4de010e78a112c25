//! What a report is about: its terms by rarity, those of title and lead first.

use super::weights::Weights;
use crate::Digest;
use crate::vector::{Rarity, Vector};
use kroniek_model::RegionKind;

/// Sentences of running text that make the lead.
const LEAD: usize = 3;
/// Terms by which candidates are found.
const KEYS: usize = 48;

/// A report as story clustering sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// All terms; of length one.
    pub(super) terms: Vector,
    /// The terms that weigh most, with their weights.
    pub(super) keys: Vec<(u32, f32)>,
}

/// The profile of a report.
pub(super) fn profile(digest: &Digest, rarity: &Rarity, weights: &Weights) -> Profile {
    let (mut terms, mut running) = (Vec::new(), 0);
    for sentence in &digest.sentences {
        let field = match sentence.region {
            RegionKind::Title => weights.title,
            _ if running < LEAD => 1.0,
            _ => weights.body,
        };
        terms.extend(sentence.terms.iter().map(|&t| (t, field)));
        running += usize::from(sentence.region == RegionKind::Body);
    }
    let counted = Vector::new(terms);
    // The root, because the tenth time that a word is used tells less than the first.
    let weighed = counted.terms().iter().map(|&(t, n)| (t, n.sqrt() * rarity.of(t)));
    let terms = Vector::new(weighed.collect()).unit();
    let mut keys: Vec<(u32, f32)> =
        terms.terms().iter().copied().filter(|&(t, _)| rarity.documents_with(t) > 1).collect();
    keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.truncate(KEYS);
    Profile { terms, keys }
}
