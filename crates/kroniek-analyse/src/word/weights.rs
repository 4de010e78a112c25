//! Weights of a linear model, read where they lie: integers in a byte string, found by the hash of a feature.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `KRONWGT1` |
//! | 4 | number of labels L |
//! | 4 | number of slots S, a power of two |
//! | 4 | number of weights W |
//! | 4 L | a label each: word class (1), zero (1), features (2) |
//! | 8 S | a feature each: its hash (4, zero where there is none), first weight (3), number of weights (1) |
//! | 2 W | label (1) and weight (1, signed) |
//!
//! Numbers are little-endian.

pub use kroniek_lang::lexicon::{hash, text};
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"KRONWGT1";
const HEADER: usize = 20;

/// A trained linear model: for each feature a few labels with their weights.
#[derive(Debug, Clone)]
pub struct Weights {
    bytes: Arc<[u8]>,
    labels: Vec<[u8; 4]>,
    slots: usize,
    mask: u32,
    entries: usize,
}

/// A feature of a model to be written: its hash, and labels with their weights.
pub type Feature = (u32, Vec<(u8, i8)>);

impl Weights {
    /// Reads a model.
    ///
    /// # Errors
    /// What was found and expected, if the bytes are no model of this version.
    pub fn read(bytes: Arc<[u8]>) -> Result<Self, String> {
        let number = |at: usize| {
            bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes).ok_or("cut short")
        };
        if bytes.get(..8) != Some(MAGIC) {
            return Err("no model of version 1; make it again with cargo xtask train".into());
        }
        let (labels, slots, weights) = (number(8)? as usize, number(12)?, number(16)? as usize);
        let first = HEADER + labels * 4;
        let entries = first + slots as usize * 8;
        if labels > 256 || !slots.is_power_of_two() || bytes.len() != entries + weights * 2 {
            return Err(format!(
                "a model of {labels} labels, {slots} slots and {weights} weights has another length"
            ));
        }
        let labels: Vec<[u8; 4]> =
            bytes[HEADER..first].chunks_exact(4).map(|c| [c[0], c[1], c[2], c[3]]).collect();
        // Checked once here, so that scoring needs no checks.
        let whole = bytes[first..entries].chunks_exact(8).all(|s| {
            let from = u32::from_le_bytes([s[4], s[5], s[6], 0]) as usize;
            from + s[7] as usize <= weights
        });
        let known = bytes[entries..].chunks_exact(2).all(|w| (w[0] as usize) < labels.len());
        let free = bytes[first..entries].chunks_exact(8).any(|s| s[..4] == [0; 4]);
        if !whole || !known || !free {
            return Err(
                "a model whose parts do not fit together; make it again with cargo xtask train".into()
            );
        }
        Ok(Weights { labels, slots: first, mask: slots - 1, entries, bytes })
    }

    /// Writes a model. Features with equal hashes must have been put together.
    pub fn write(labels: &[[u8; 4]], features: &[Feature]) -> Vec<u8> {
        let slots = (features.len() * 4 / 3 + 1).next_power_of_two();
        let mut table = vec![(0_u32, 0_u32, 0_u8); slots];
        let mut weights = Vec::new();
        for (hash, list) in features {
            let mut at = *hash as usize & (slots - 1);
            while table[at].0 != 0 {
                at = (at + 1) & (slots - 1);
            }
            table[at] = (*hash, weights.len() as u32 / 2, list.len() as u8);
            for &(label, weight) in list {
                weights.push(label);
                weights.push(weight as u8);
            }
        }
        let mut out = MAGIC.to_vec();
        for n in [labels.len(), slots, weights.len() / 2] {
            out.extend((n as u32).to_le_bytes());
        }
        out.extend(labels.iter().flatten());
        for (hash, from, n) in table {
            out.extend(hash.to_le_bytes());
            out.extend(&from.to_le_bytes()[..3]);
            out.push(n);
        }
        out.extend(weights);
        out
    }

    /// The labels, as four bytes whose meaning is the model's.
    pub fn labels(&self) -> &[[u8; 4]] {
        &self.labels
    }

    /// Adds a feature's weights to the scores, one a label.
    pub fn add(&self, hash: u32, scores: &mut [i32]) {
        if let Some(found) = self.find(hash) {
            self.sum(found, scores);
        }
    }

    /// Adds the weights of many features. All are looked for before any is added: their places lie far apart in memory,
    /// and so the machine can fetch several at once. `found` is working space.
    pub fn add_all(&self, hashes: &[u32], found: &mut Vec<(u32, u8)>, scores: &mut [i32]) {
        found.clear();
        found.extend(hashes.iter().filter_map(|&h| self.find(h)));
        for &f in &*found {
            self.sum(f, scores);
        }
    }

    /// First weight and number of weights of a feature.
    fn find(&self, hash: u32) -> Option<(u32, u8)> {
        let mut at = hash & self.mask;
        loop {
            let i = self.slots + at as usize * 8;
            let slot = &self.bytes[i..i + 8];
            let key = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
            if key == hash {
                return Some((u32::from_le_bytes([slot[4], slot[5], slot[6], 0]), slot[7]));
            }
            if key == 0 {
                return None;
            }
            at = (at + 1) & self.mask;
        }
    }

    fn sum(&self, (first, n): (u32, u8), scores: &mut [i32]) {
        let from = self.entries + 2 * first as usize;
        for w in self.bytes[from..from + 2 * usize::from(n)].chunks_exact(2) {
            scores[w[0] as usize] += i32::from(w[1] as i8);
        }
    }
}

/// Two values as one.
pub fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_damaged_is_refused() {
        let labels = [[1, 0, 0, 0], [2, 0, 3, 0]];
        let bytes = Weights::write(&labels, &[(7, vec![(0, 5), (1, -3)]), (8, vec![(1, 100)])]);
        let w = Weights::read(bytes.clone().into()).unwrap();
        assert_eq!(w.labels(), labels);
        let mut scores = [0; 2];
        for hash in [7, 8, 9] {
            w.add(hash, &mut scores);
        }
        assert_eq!(scores, [5, 97]);
        for n in 0..bytes.len() {
            assert!(Weights::read(bytes[..n].into()).is_err());
        }
    }
}
