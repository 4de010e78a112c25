//! One date: how much it matters, and which sentences tell it.

use crate::vector::Vector;
use kroniek_model::Evidence;

/// A sentence that may tell a date.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The sentence.
    pub(super) evidence: Evidence,
    /// Its number in the report.
    pub(super) position: u32,
    /// How many words it has.
    pub(super) words: u32,
    /// It names the date; otherwise its report was published on it.
    pub(super) mentioned: bool,
    /// Its terms by rarity, of length one.
    pub(super) vector: Vector,
}

/// How much a date matters: sentences that name it, and reports published on it.
pub(super) fn importance(candidates: &[Candidate]) -> f32 {
    let named = candidates.iter().filter(|c| c.mentioned).count() as f32;
    let mut reports: Vec<_> = candidates.iter().filter(|c| !c.mentioned).map(|c| c.evidence.report).collect();
    reports.dedup();
    named + 2.0 * reports.len() as f32
}

/// The sentences closest to what all say of the date, without saying the same twice.
pub(super) fn tell(candidates: &[Candidate], most: usize, told: &mut Vec<Vector>) -> Vec<Evidence> {
    let weight = |c: &Candidate| if c.mentioned { 2.0 } else { 1.0 } / (1.0 + c.position as f32 * 0.1);
    let sum = candidates.iter().flat_map(|c| c.vector.terms().iter().map(|t| (t.0, t.1 * weight(c))));
    let centroid = Vector::new(sum.collect()).unit();
    let score = |c: &Candidate| c.vector.dot(&centroid) * weight(c).sqrt();
    let mut ranked: Vec<(f32, &Candidate)> = candidates.iter().map(|c| (score(c), c)).collect();
    ranked.retain(|(_, c)| c.words <= 60);
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.evidence.cmp(&b.1.evidence)));
    let mut chosen = Vec::new();
    for (_, c) in ranked {
        if chosen.len() == most {
            break;
        }
        if told.iter().all(|t| t.dot(&c.vector) < 0.5) {
            told.push(c.vector.clone());
            chosen.push(c.evidence);
        }
    }
    chosen
}
