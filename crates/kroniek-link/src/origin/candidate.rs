//! Pairs of reports that may share text, from blocks of equal bands or fingerprints.

use super::signature::Signature;

/// In a block a report is paired with the first of it and so many just before it, so that a phrase that everyone
/// prints, or a million near copies, costs no square.
const BEFORE: usize = 8;

/// Pairs (earlier, later) by place in `order`, sorted by the later, each once. `order` lists the reports to pair,
/// the likelier source first; only one of several exact copies needs to be in it.
pub(super) fn pairs(signatures: &[Signature], order: &[u32]) -> Vec<(u32, u32)> {
    let mut by_band: Vec<(u64, u32)> = Vec::new();
    let mut by_passage: Vec<(u64, u32)> = Vec::new();
    for (place, &report) in order.iter().enumerate() {
        let s = &signatures[report as usize];
        by_band.extend(s.bands.iter().map(|&b| (b, place as u32)));
        by_passage.extend(s.passages.iter().map(|&p| (p, place as u32)));
    }
    let mut pairs = neighbours(&mut by_band);
    // One shared fingerprint may be a stock phrase or a title; two are worth a look.
    let mut shared = neighbours(&mut by_passage);
    shared.sort_unstable();
    pairs.extend(shared.chunk_by(|a, b| a == b).filter(|c| c.len() > 1).map(|c| c[0]));
    pairs.sort_unstable_by_key(|&(a, b)| (b, a));
    pairs.dedup();
    pairs
}

pub(super) fn neighbours(keyed: &mut [(u64, u32)]) -> Vec<(u32, u32)> {
    keyed.sort_unstable();
    let mut pairs = Vec::new();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        for (i, later) in block.iter().enumerate().skip(1) {
            let near = i.saturating_sub(BEFORE);
            if near > 0 {
                pairs.push((block[0].1, later.1));
            }
            pairs.extend(block[near..i].iter().map(|earlier| (earlier.1, later.1)));
        }
    }
    pairs
}
