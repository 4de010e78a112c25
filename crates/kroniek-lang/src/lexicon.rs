//! A word list as a compact set: which words there are, and what list they stand in or how they inflect.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `KRONLEX1` |
//! | 4 | number of words N |
//! | 4 × 65537 | first word of each group; a group is the words whose hash has the same upper 16 bits |
//! | 2 N | lower 16 bits of each hash, rising in a group |
//! | 2 N | class of each word |
//!
//! Numbers are little-endian. A word that is not in the list is taken for one that is about once in twenty thousand.

use std::sync::Arc;

const MAGIC: &[u8; 8] = b"KRONLEX1";
const GROUPS: usize = 1 << 16;
const INDEX: usize = 12;
const KEYS: usize = INDEX + 4 * (GROUPS + 1);

/// A word list with a class (sixteen flags, whose meaning is the list's) for every word.
#[derive(Debug, Clone)]
pub struct Lexicon {
    bytes: Arc<[u8]>,
    words: usize,
}

impl Lexicon {
    /// Reads a list.
    ///
    /// # Errors
    /// What was found and expected, if the bytes are no list of this version.
    pub fn read(bytes: Arc<[u8]>) -> Result<Self, String> {
        if bytes.get(..8) != Some(MAGIC) || bytes.len() < KEYS {
            return Err("no word list of version 1; make it again with cargo xtask lexicon".into());
        }
        let words = u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) as usize;
        let list = Lexicon { bytes, words };
        let rising = (0..GROUPS).all(|g| list.start(g) <= list.start(g + 1));
        if list.bytes.len() != KEYS + 4 * words || !rising || list.start(GROUPS) != words {
            return Err(format!("a list of {words} words has another length"));
        }
        Ok(list)
    }

    /// Writes a list; of equal words the classes are put together.
    pub fn write(words: &[(&str, u16)]) -> Vec<u8> {
        let mut all: Vec<(u64, u16)> = words.iter().map(|&(w, class)| (text(w), class)).collect();
        all.sort_unstable();
        all.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 |= b.1;
            }
            same
        });
        Lexicon::write_hashed(&all)
    }

    /// Writes a list of words already hashed; of equal ones the first stays.
    pub fn write_hashed(words: &[(u64, u16)]) -> Vec<u8> {
        let mut all: Vec<(u32, u16)> = words.iter().map(|&(w, class)| (hash(0, w), class)).collect();
        all.sort_by_key(|w| w.0);
        all.dedup_by_key(|w| w.0);
        let mut out = MAGIC.to_vec();
        out.extend((all.len() as u32).to_le_bytes());
        for group in 0..=GROUPS {
            let at = all.partition_point(|&(h, _)| ((h >> 16) as usize) < group);
            out.extend((at as u32).to_le_bytes());
        }
        out.extend(all.iter().flat_map(|&(h, _)| (h as u16).to_le_bytes()));
        out.extend(all.iter().flat_map(|&(_, class)| class.to_le_bytes()));
        out
    }

    /// The class of a word; `None` when it is not in the list.
    pub fn class(&self, word: &str) -> Option<u16> {
        self.class_of(text(word))
    }

    /// The class of a word whose hash ([`text`]) is known.
    pub fn class_of(&self, word: u64) -> Option<u16> {
        let h = hash(0, word);
        let group = (h >> 16) as usize;
        let (from, to) = (self.start(group), self.start(group + 1));
        let at = (from..to).find(|&i| self.half(KEYS, i) == h as u16)?;
        Some(self.half(KEYS + 2 * self.words, at))
    }

    fn start(&self, group: usize) -> usize {
        let at = INDEX + 4 * group;
        let b = &self.bytes[at..at + 4];
        u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize
    }

    fn half(&self, base: usize, i: usize) -> u16 {
        let at = base + 2 * i;
        u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]])
    }
}

/// The hash of a feature: a template's number and what it found. Never zero.
pub fn hash(template: u8, value: u64) -> u32 {
    let mut h = (value ^ (u64::from(template) << 56)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    ((h >> 32) as u32).max(1)
}

/// The hash of some text.
pub fn text(s: &str) -> u64 {
    s.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_found_and_nothing_else() {
        let bytes = Lexicon::write(&[("brand", 1), ("weer", 2), ("brand", 4)]);
        let list = Lexicon::read(bytes.clone().into()).unwrap();
        assert_eq!(list.class("brand"), Some(5));
        assert_eq!(list.class("weer"), Some(2));
        assert_eq!(list.class("brandweer"), None);
        assert!(Lexicon::read(bytes[..bytes.len() - 1].into()).is_err());
    }
}
