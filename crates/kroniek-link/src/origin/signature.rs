//! Sketches of a report's words, by which near copies find each other without comparing all with all.

use crate::Digest;
use kroniek_model::RegionKind;

/// Words in a shingle of the whole-text sketch: short, so that it survives edits throughout.
const SHINGLE: usize = 3;
/// Words in a fingerprint of a passage: long, so that common phrases do not make pairs.
const PASSAGE: usize = 6;
/// Of so many fingerprints in a row the smallest is kept: a lifted run of nine words always leaves one.
const WINDOW: usize = 4;
/// Bins of the sketch, and bins to a band: two texts that share half of their shingles meet in one of the bands with
/// more than six chances in ten, those that share three quarters nearly always.
const BINS: usize = 64;
const ROWS: usize = 4;

/// What a report is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signature {
    /// Hash of all words in order: equal for exact copies. `None` without any word.
    pub(super) exact: Option<u64>,
    /// Bands of the whole-text sketch.
    pub(super) bands: Vec<u64>,
    /// Fingerprints of passages, sorted, each once.
    pub(super) passages: Vec<u64>,
}

/// The signature of a report's running text.
pub(super) fn signature(digest: &Digest) -> Signature {
    let running = digest.sentences.iter().filter(|s| s.region != RegionKind::Title);
    let mut words: Vec<u32> = running.flat_map(|s| s.words.iter().map(|w| w.0)).collect();
    if words.is_empty() {
        words = digest.sentences.iter().flat_map(|s| s.words.iter().map(|w| w.0)).collect();
    }
    let exact = (!words.is_empty()).then(|| shingle(&words));
    Signature { exact, bands: bands(&words), passages: passages(&words) }
}

/// One-permutation MinHash: every shingle falls in one bin, each bin keeps its smallest; an empty bin borrows from
/// the next full one to its right (Shrivastava and Li's rotation).
fn bands(words: &[u32]) -> Vec<u64> {
    let mut bins = [u64::MAX; BINS];
    for s in words.windows(SHINGLE) {
        let h = shingle(s);
        let bin = (h >> 58) as usize;
        bins[bin] = bins[bin].min(h);
    }
    if bins.iter().all(|&b| b == u64::MAX) {
        return Vec::new();
    }
    let full = bins;
    for i in 0..BINS {
        let steps = (0..BINS).find(|k| full[(i + k) % BINS] != u64::MAX).unwrap_or(0);
        bins[i] = full[(i + steps) % BINS].wrapping_add(steps as u64);
    }
    bins.chunks(ROWS).enumerate().map(|(i, rows)| rows.iter().fold(i as u64, |h, &r| mix(h ^ r))).collect()
}

/// Winnowing (Schleimer, Wilkerson and Aiken).
fn passages(words: &[u32]) -> Vec<u64> {
    let hashes: Vec<u64> = words.windows(PASSAGE).map(shingle).collect();
    let window = WINDOW.min(hashes.len().max(1));
    let mut kept: Vec<u64> = hashes.windows(window).filter_map(|w| w.iter().copied().min()).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn shingle(words: &[u32]) -> u64 {
    words.iter().fold(words.len() as u64, |h, &w| mix(h ^ u64::from(w)))
}

/// The finaliser of SplitMix64.
fn mix(h: u64) -> u64 {
    let h = h.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_a_few_words_changed_shares_a_band_and_another_text_does_not() {
        let text: Vec<u32> = (0..300).map(|i| i * 7919 % 1013).collect();
        let mut copy = text.clone();
        for i in [20, 90, 160, 250] {
            copy[i] = 5000 + i as u32;
        }
        let other: Vec<u32> = (0..300).map(|i| 9000 + i).collect();
        let shared = |a: &[u32], b: &[u32]| bands(a).iter().zip(bands(b)).filter(|(x, y)| **x == *y).count();
        assert!(shared(&text, &copy) > 0);
        assert_eq!(shared(&text, &other), 0);
    }

    #[test]
    fn a_lifted_run_of_nine_words_shares_a_fingerprint() {
        let text: Vec<u32> = (0..200).collect();
        for start in 0..190 {
            let mut other: Vec<u32> = (1000..1030).collect();
            other.extend(&text[start..start + 9]);
            other.extend(2000..2030);
            assert!(passages(&other).iter().any(|p| passages(&text).contains(p)), "{start}");
        }
        assert!(passages(&[]).is_empty());
        assert_eq!(passages(&[1, 2, 3]), []);
    }
}
