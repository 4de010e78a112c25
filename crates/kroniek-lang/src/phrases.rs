//! Lookup of words and phrases over a run of tokens.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A set of words and phrases, each with a value, found longest first at a position in a token list.
///
/// Keys are folded words ([`fold`]); a phrase is split at spaces, so its words must be single tokens.
///
/// ```
/// use kroniek_lang::Phrases;
/// let mut p = Phrases::default();
/// p.insert("naar verluidt", "hearsay");
/// p.insert("naar", "preposition");
/// let words = ["hij", "is", "naar", "verluidt", "ziek"];
/// assert_eq!(p.longest_at(2, |i| words.get(i).copied()), Some((2, &"hearsay")));
/// assert_eq!(p.longest_at(0, |i| words.get(i).copied()), None);
/// ```
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    by_first: FxHashMap<SmolStr, Vec<(Vec<SmolStr>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { by_first: FxHashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a word or phrase; an equal one before it is found first.
    pub fn insert(&mut self, phrase: &str, value: T) {
        let mut words = phrase.split_whitespace().map(fold);
        let Some(first) = words.next() else { return };
        let rest: Vec<SmolStr> = words.collect();
        let list = self.by_first.entry(first).or_default();
        let at = list.partition_point(|(r, _)| r.len() >= rest.len());
        list.insert(at, (rest, value));
    }

    /// The longest phrase that begins at token `at`, as (number of tokens, value). `word(i)` gives the folded form of
    /// token `i`, or `None` beyond the end.
    pub fn longest_at<'w>(&self, at: usize, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &T)> {
        let list = self.by_first.get(word(at)?)?;
        list.iter()
            .find(|(rest, _)| rest.iter().enumerate().all(|(k, r)| word(at + 1 + k) == Some(r.as_str())))
            .map(|(rest, value)| (rest.len() + 1, value))
    }

    /// The value of a single word.
    pub fn word(&self, folded: &str) -> Option<&T> {
        self.longest_at(0, |i| (i == 0).then_some(folded)).map(|(_, v)| v)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }
}

/// The form under which words are looked up: lower case, curly apostrophes straightened.
///
/// ```
/// assert_eq!(kroniek_lang::fold("Zo’n"), "zo'n");
/// ```
pub fn fold(word: &str) -> SmolStr {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return SmolStr::new(word);
    }
    word.chars()
        .flat_map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\''.to_lowercase() } else { c.to_lowercase() })
        .collect()
}
