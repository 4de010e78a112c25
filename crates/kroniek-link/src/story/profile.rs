//! What a report is about: its terms by rarity, field by field.

use crate::Digest;
use crate::vector::{Frequencies, Vector};
use kroniek_model::RegionKind;

/// A report as story clustering sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// All terms, those of title and lead weighing more; of length one.
    pub(super) terms: Vector,
    /// The rarest and most used terms, by which candidates are found.
    pub(super) keys: Vec<u32>,
}

/// The profiles of all reports.
pub(super) fn all(digests: &[Digest]) -> Vec<Profile> {
    let mut frequencies = Frequencies::default();
    for digest in digests {
        let mut terms: Vec<u32> = digest.sentences.iter().flat_map(|s| s.terms.iter().copied()).collect();
        terms.sort_unstable();
        terms.dedup();
        frequencies.add(terms);
    }
    digests.iter().map(|d| profile(d, &frequencies)).collect()
}

fn profile(digest: &Digest, frequencies: &Frequencies) -> Profile {
    let mut terms = Vec::new();
    for (i, sentence) in digest.sentences.iter().enumerate() {
        let field = match (sentence.region, i) {
            (RegionKind::Title, _) => 2.0,
            (_, 0..4) => 1.0,
            _ => 0.5,
        };
        terms.extend(sentence.terms.iter().map(|&t| (t, field)));
    }
    let counted = Vector::new(terms);
    let weighted: Vec<(u32, f32)> =
        counted.terms().iter().map(|&(t, n)| (t, n.sqrt() * frequencies.rarity(t))).collect();
    let mut keys: Vec<(u32, f32)> =
        weighted.iter().copied().filter(|&(t, _)| frequencies.of(t) > 1).collect();
    keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.truncate(24);
    Profile { terms: Vector::new(weighted).unit(), keys: keys.into_iter().map(|k| k.0).collect() }
}

/// How alike two reports are, from 0 to 1.
pub(super) fn likeness(a: &Profile, b: &Profile) -> f32 {
    a.terms.dot(&b.terms)
}
