//! Compounds: the words that a word is put together from, for languages that write them as one.

use crate::{Error, Lexicon, Pack};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

/// Takes compounds apart with the language's word list and `lexicon/word/compounds.tsv`.
///
/// ```
/// # let packs = kroniek_lang::Packs::embedded(kroniek_packs::FILES).unwrap();
/// let dutch = kroniek_lang::Compounds::compile(packs.language("nl").unwrap()).unwrap();
/// assert_eq!(dutch.parts("terreurgroep"), ["terreur", "groep"]);
/// assert_eq!(dutch.parts("is-strijders"), ["is", "strijders"]);
/// assert_eq!(dutch.parts("brand"), ["brand"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Compounds {
    lexicon: Option<Lexicon>,
    /// Letters that may join two parts; a language without any has no compounds here.
    links: Vec<SmolStr>,
    never_first: FxHashSet<SmolStr>,
    never_last: FxHashSet<SmolStr>,
}

/// The word list's flag for words of which a small form is known: nouns, also short ones.
const SMALL_FORM: u16 = 1 << 4;
/// The flag of words in lower case; a word with no other flag has no other form in the list.
const LOWER: u16 = 1;
/// Words longer than this are not taken apart: they are no words.
const LONGEST: usize = 60;

impl Compounds {
    /// Reads the lists of a pack; a pack without them gives one that takes nothing apart but at hyphens.
    ///
    /// # Errors
    /// If a list is not well formed.
    pub fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut c = Compounds::default();
        for row in pack.table("word/compounds").rows() {
            match row.get("kind")? {
                "link" => c.links.push(row.key().into()),
                "never-first" => drop(c.never_first.insert(row.key().into())),
                "never-last" => drop(c.never_last.insert(row.key().into())),
                other => {
                    return Err(
                        row.error(format!("kind: found {other}, expected link, never-first or never-last"))
                    );
                }
            }
        }
        if !c.links.is_empty()
            && let Some(bytes) = pack.shared_file("model/lexicon.bin")
        {
            let at = |e| Error::in_file(format!("lang/{}/model/lexicon.bin", pack.code()), e);
            c.lexicon = Some(Lexicon::read(bytes).map_err(at)?);
        }
        Ok(c)
    }

    /// The last part of a folded word, which tells what kind of word it is; `None` when it is no compound.
    pub fn last<'w>(&self, word: &'w str) -> Option<&'w str> {
        let piece = word.rsplit('-').find(|p| !p.is_empty())?;
        match self.cut(piece) {
            Some((_, tail)) => Some(tail),
            None => (piece.len() < word.len()).then_some(piece),
        }
    }

    /// The parts of a folded word in order, joining letters left out; the word itself when it is no compound.
    pub fn parts<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let mut out = Vec::new();
        for piece in word.split('-').filter(|p| !p.is_empty()) {
            self.split(piece, &mut out);
        }
        if out.is_empty() {
            out.push(word);
        }
        out
    }

    /// Depth is bounded: parts are shorter than their whole, and the whole has at most [`LONGEST`] letters.
    fn split<'w>(&self, word: &'w str, out: &mut Vec<&'w str>) {
        match self.cut(word) {
            Some((head, tail)) => {
                self.split(head, out);
                self.split(tail, out);
            }
            None => out.push(word),
        }
    }

    /// The part before the last, without joining letters, and the last.
    fn cut<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        let lexicon = self.lexicon.as_ref()?;
        if word.len() < 6 || word.len() > LONGEST {
            return None;
        }
        // Two known words first, then one known word before which there is another compound.
        for deep in [false, true] {
            for (at, _) in word.char_indices().skip(3) {
                let (head, tail) = word.split_at(at);
                if tail.len() < 3 || !self.may_end(lexicon, tail) {
                    continue;
                }
                let heads = self.links.iter().filter_map(|l| head.strip_suffix(l.as_str()));
                let found = [head].into_iter().chain(heads).find(|h| {
                    self.may_begin(lexicon, h) || (deep && h.len() > 6 && self.shallow(lexicon, h))
                });
                if let Some(head) = found {
                    return Some((head, tail));
                }
            }
        }
        None
    }

    /// Whether two known words make up this one.
    fn shallow(&self, lexicon: &Lexicon, word: &str) -> bool {
        word.char_indices().skip(3).any(|(at, _)| {
            let (head, tail) = word.split_at(at);
            tail.len() >= 3
                && self.may_end(lexicon, tail)
                && [head]
                    .into_iter()
                    .chain(self.links.iter().filter_map(|l| head.strip_suffix(l.as_str())))
                    .any(|h| self.may_begin(lexicon, h))
        })
    }

    fn may_begin(&self, lexicon: &Lexicon, part: &str) -> bool {
        let class = || lexicon.class(part).unwrap_or(0);
        match part.chars().count() {
            0..=2 => false,
            3 => class() & SMALL_FORM != 0 && !self.never_first.contains(part),
            _ => class() & LOWER != 0 && !self.never_first.contains(part),
        }
    }

    fn may_end(&self, lexicon: &Lexicon, part: &str) -> bool {
        let class = || lexicon.class(part).unwrap_or(0);
        match part.chars().count() {
            0..=2 => false,
            3 | 4 => class() & SMALL_FORM != 0 && !self.never_last.contains(part),
            5 => class() & LOWER != 0 && class() & !3 != 0 && !self.never_last.contains(part),
            _ => class() & LOWER != 0 && !self.never_last.contains(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Packs;

    #[test]
    fn compounds_are_taken_apart_and_simple_words_are_not() {
        let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
        let dutch = Compounds::compile(packs.language("nl").unwrap()).unwrap();
        let check = |word: &str, parts: &[&str]| assert_eq!(dutch.parts(word), parts, "{word}");
        check("terreurgroep", &["terreur", "groep"]);
        check("grondgebied", &["grond", "gebied"]);
        check("is-strijders", &["is", "strijders"]);
        check("sdf-woordvoerder", &["sdf", "woord", "voerder"]);
        check("veiligheidsraad", &["veiligheid", "raad"]);
        check("gemeenteraadsverkiezingen", &["gemeente", "raad", "verkiezingen"]);
        check("ziekenhuis", &["zieken", "huis"]);
        for simple in
            ["verdachte", "gisteren", "minister", "kinderen", "ondernemer", "mogelijkheden", "", "-", "é"]
        {
            check(simple, &[simple]);
        }
        check(&"brand".repeat(20_000), &[&"brand".repeat(20_000)]);
    }
}
