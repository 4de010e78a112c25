//! Pairs of reports worth weighing: those that share a key.

use super::profile::Profile;

/// A report is paired with at most so many others of a block, so that cost grows with reports, not with their square.
const NEIGHBOURS: usize = 40;

/// Pairs (first, second) with first < second, sorted, each once.
pub(super) fn pairs(profiles: &[Profile]) -> Vec<(u32, u32)> {
    let mut blocks: Vec<(u32, u32)> = Vec::new();
    for (i, p) in profiles.iter().enumerate() {
        blocks.extend(p.keys.iter().map(|&k| (k, i as u32)));
    }
    blocks.sort_unstable();
    let mut pairs = Vec::new();
    for block in blocks.chunk_by(|a, b| a.0 == b.0) {
        for (i, a) in block.iter().enumerate() {
            pairs.extend(block[i + 1..].iter().take(NEIGHBOURS).map(|b| (a.1, b.1)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
