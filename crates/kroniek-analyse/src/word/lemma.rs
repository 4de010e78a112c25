//! Dictionary forms: what to cut from the end of a word and what to put there, learnt from treebanks by the endings
//! of words and their word class, and checked against the word list.
//!
//! The file: `KRONLEM1`, for each word class the flags of the word list that lemmas have (2 × 17), number of scripts
//! (2), each script (cut 1, lengths of ending and infix 1 and 1, the ending,
//! the infix); then a table in the form of a word list ([`kroniek_lang::lexicon`]) that leads from class and ending to a
//! script. Numbers are little-endian.

use super::tag::Label;
use super::weights::{pair, text};
use kroniek_lang::Lexicon;
use kroniek_model::Pos;
use smol_str::SmolStr;
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"KRONLEM1";

/// Endings up to this many letters are looked at.
pub const LONGEST: usize = 8;

/// How a lemma is made of a word: `infix` is taken out where it first stands (`aangekondigd`: `ge`), `cut` letters
/// go from the end and `ending` is put there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Script {
    /// Letters to cut from the end.
    pub cut: u8,
    /// What to put at the end.
    pub ending: SmolStr,
    /// What to take out; empty for nothing.
    pub infix: SmolStr,
}

impl Script {
    /// The lemma of a word; `None` when the script does not fit it.
    pub fn apply(&self, word: &str) -> Option<String> {
        let whole;
        let word = if self.infix.is_empty() {
            word
        } else {
            let at = word.find(self.infix.as_str())?;
            whole = [&word[..at], &word[at + self.infix.len()..]].concat();
            &whole
        };
        let keep = match usize::from(self.cut).checked_sub(1) {
            Some(n) => word.char_indices().rev().nth(n)?.0,
            None => word.len(),
        };
        (keep + self.ending.len() > 0).then(|| [&word[..keep], &self.ending].concat())
    }

    /// The script that leads from a word to its lemma with the least cut, with `infix` taking out at most three
    /// letters; `None` when nothing of the word would be left.
    pub fn between(word: &str, lemma: &str, infix: bool) -> Option<Self> {
        let plain = Script::suffix(word, lemma, "");
        if !infix {
            return plain;
        }
        let mut best = plain;
        let starts: Vec<usize> = word.char_indices().map(|(i, _)| i).chain([word.len()]).collect();
        for (k, &from) in starts.iter().enumerate() {
            for &to in starts.iter().skip(k + 1).take(3) {
                let infix = &word[from..to];
                // Only where the infix is the first of its kind, since that is how it is applied.
                if word.find(infix) != Some(from) || to == word.len() {
                    continue;
                }
                let rest = [&word[..from], &word[to..]].concat();
                let found = Script::suffix(&rest, lemma, infix);
                let cost = |s: &Option<Script>| {
                    s.as_ref().map_or(99, |s| usize::from(s.cut) + s.ending.len() + 2 * s.infix.len())
                };
                if cost(&found) < cost(&best) {
                    best = found;
                }
            }
        }
        best
    }

    fn suffix(word: &str, lemma: &str, infix: &str) -> Option<Self> {
        let common: usize =
            word.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let cut = word[common..].chars().count();
        let worth = common > 0 && cut <= 7 && lemma.len() - common <= 12;
        worth.then(|| Script { cut: cut as u8, ending: lemma[common..].into(), infix: infix.into() })
    }
}

/// The key of a word's last letters under a label; `whole` when they are the whole word.
///
/// `rank` 0 is the script that goes with the ending most often, 1 the next.
pub fn key(label: Label, ending: &str, whole: bool, rank: u8) -> u64 {
    let kind = u64::from(whole) | u64::from(rank) << 1;
    pair(text(ending) ^ kind << 32, u64::from(u32::from_le_bytes(label.bytes())))
}

/// How many scripts an ending may have.
pub const RANKS: u8 = 3;

/// Makes lemmas.
pub struct Lemmatiser {
    lemmas: [u16; Pos::ALL.len()],
    scripts: Vec<Script>,
    table: Lexicon,
}

impl Lemmatiser {
    /// Reads a model.
    ///
    /// # Errors
    /// What was expected, if the bytes are no model of this version.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let broken = || "no lemma model of version 1; make it again with cargo xtask train".to_owned();
        let mut rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(broken)?;
        let mut take = |n: usize| {
            let (head, tail) = rest.split_at_checked(n).ok_or_else(broken)?;
            rest = tail;
            Ok::<&[u8], String>(head)
        };
        let mut lemmas = [0; Pos::ALL.len()];
        for flags in &mut lemmas {
            let b = take(2)?;
            *flags = u16::from_le_bytes([b[0], b[1]]);
        }
        let n = take(2)?;
        let mut scripts = Vec::new();
        for _ in 0..u16::from_le_bytes([n[0], n[1]]) {
            let head = take(3)?;
            let mut word =
                |n: u8| std::str::from_utf8(take(n.into())?).map(SmolStr::new).map_err(|_| broken());
            scripts.push(Script { cut: head[0], ending: word(head[1])?, infix: word(head[2])? });
        }
        Ok(Lemmatiser { lemmas, scripts, table: Lexicon::read(Arc::from(rest))? })
    }

    /// Writes a model: the flags in the word list that tell lemmas of a word class from other forms, the scripts, and
    /// which of them belongs to which key.
    pub fn write(lemmas: &[u16; Pos::ALL.len()], scripts: &[Script], keys: &[(u64, u16)]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(lemmas.iter().flat_map(|f| f.to_le_bytes()));
        out.extend((scripts.len() as u16).to_le_bytes());
        for s in scripts {
            out.extend([s.cut, s.ending.len() as u8, s.infix.len() as u8]);
            out.extend(s.ending.bytes());
            out.extend(s.infix.bytes());
        }
        out.extend(Lexicon::write_hashed(keys));
        out
    }

    /// The lemma of a word in its folded form. The longest ending decides whose lemma stands in the word list like
    /// other lemmas of its class, otherwise the longest ending.
    pub fn lemma(&self, norm: &str, label: Label, lexicon: Option<&Lexicon>) -> SmolStr {
        let flags = self.lemmas[label.pos as usize];
        let known =
            |lemma: &str| lexicon.and_then(|l| l.class(lemma)).is_some_and(|class| class & flags != 0);
        let script = |key: u64| self.scripts.get(usize::from(self.table.class_of(key)?));
        if let Some(lemma) = script(key(label, norm, true, 0)).and_then(|s| s.apply(norm)) {
            return lemma.into();
        }
        if matches!(label.pos, Pos::Punct | Pos::Sym | Pos::Num | Pos::X) || norm.len() > 60 {
            return norm.into();
        }
        let mut first: Option<String> = None;
        let starts = norm.char_indices().rev().map(|(i, _)| i).take(LONGEST).collect::<smallest::List>();
        for &at in starts.iter().rev() {
            for rank in 0..RANKS {
                let found = script(key(label, &norm[at..], false, rank)).and_then(|s| s.apply(norm));
                let Some(lemma) = found else { continue };
                if known(&lemma) {
                    return lemma.into();
                }
                first.get_or_insert(lemma);
            }
        }
        first.map_or_else(|| norm.into(), SmolStr::from)
    }
}

mod smallest {
    /// A few positions without an allocation.
    #[derive(Default)]
    pub(super) struct List {
        items: [usize; super::LONGEST],
        n: usize,
    }

    impl List {
        pub(super) fn iter(&self) -> std::slice::Iter<'_, usize> {
            self.items[..self.n].iter()
        }
    }

    impl FromIterator<usize> for List {
        fn from_iter<I: IntoIterator<Item = usize>>(iter: I) -> Self {
            let mut list = List::default();
            for i in iter.into_iter().take(super::LONGEST) {
                list.items[list.n] = i;
                list.n += 1;
            }
            list
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, lemma: &str) {
        let script = Script::between(word, lemma, true).unwrap();
        assert_eq!(script.apply(word).as_deref(), Some(lemma), "{script:?}");
    }

    #[test]
    fn a_script_leads_from_the_word_to_its_lemma() {
        check("huizen", "huis");
        check("aangekondigd", "aankondigen");
        check("gevallen", "vallen");
        check("brand", "brand");
        check("één", "één");
        assert_eq!(Script::between("was", "zijn", true), None);
    }
}
