//! Word classes and morphological features: a greedy linear tagger over hashed features.
//!
//! Training (`cargo xtask train`) and use share the same features, so they cannot drift apart.

use super::weights::{Weights, hash, pair, text};
use kroniek_lang::{Compounds, Lexicon};
use kroniek_model::{Morph, Pos};

/// What the tagger sees of a word, worked out once.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// Hash of the folded word, figures made equal.
    full: u64,
    /// Hashes of the last one to six letters.
    last: [u64; 6],
    /// Hashes of the first one to four letters.
    first: [u64; 4],
    /// Capitals, figures, marks.
    shape: u64,
    /// Class in the word list; 0 where it is not in it.
    class: u64,
    /// Whether it begins with a capital.
    capital: bool,
}

/// A label: word class and features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// Word class.
    pub pos: Pos,
    /// Morphological features.
    pub morph: Morph,
}

impl Label {
    /// As the four bytes of a model.
    pub fn bytes(self) -> [u8; 4] {
        let m = self.morph.0.to_le_bytes();
        [self.pos as u8, 0, m[0], m[1]]
    }

    fn read(bytes: [u8; 4]) -> Option<Self> {
        let pos = *Pos::ALL.get(usize::from(bytes[0]))?;
        Some(Label { pos, morph: Morph(u16::from_le_bytes([bytes[2], bytes[3]])) })
    }

    fn key(self) -> u64 {
        self.pos as u64 | u64::from(self.morph.0) << 8
    }
}

/// Tags words with a trained model.
pub struct Tagger {
    weights: Weights,
    labels: Vec<Label>,
}

impl Tagger {
    /// A tagger from its weights.
    ///
    /// # Errors
    /// If a label is no word class.
    pub fn new(weights: Weights) -> Result<Self, String> {
        let labels = weights.labels().iter().map(|&b| Label::read(b)).collect::<Option<Vec<_>>>();
        let labels =
            labels.ok_or("a label that is no word class; make the model again with cargo xtask train")?;
        if labels.is_empty() {
            return Err("a model without labels; make it again with cargo xtask train".into());
        }
        Ok(Tagger { weights, labels })
    }

    /// A label for each word of a sentence. The result is in `work`.
    pub fn tag(&self, words: &[Word], work: &mut Work) {
        let title = is_title(words);
        work.labels.clear();
        for i in 0..words.len() {
            work.features.clear();
            features(words, i, title, &work.labels, &mut work.features);
            let label = self.best(&work.features, &mut work.scores);
            work.labels.push(label);
        }
    }

    fn best(&self, features: &[u32], scores: &mut Vec<i32>) -> Label {
        scores.clear();
        scores.resize(self.labels.len(), 0);
        for &f in features {
            self.weights.add(f, scores);
        }
        // The first of equal scores; labels stand in a fixed order in the model.
        let best = scores.iter().enumerate().fold(0, |b, (k, &s)| if s > scores[b] { k } else { b });
        self.labels[best]
    }
}

/// Working space of [`Tagger::tag`], kept between sentences; `labels` holds the result.
#[derive(Debug, Default)]
pub struct Work {
    features: Vec<u32>,
    scores: Vec<i32>,
    /// The labels found.
    pub labels: Vec<Label>,
}

impl Word {
    /// What is to be known of a word; `norm` is its folded form.
    pub fn new(word: &str, norm: &str, lexicon: Option<&Lexicon>, compounds: &Compounds) -> Self {
        let mut w =
            Word { shape: shape(word), capital: word.starts_with(char::is_uppercase), ..Word::default() };
        let digits = norm.bytes().any(|b| b.is_ascii_digit());
        let plain: String;
        let norm = if digits {
            plain = norm.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            &plain
        } else {
            norm
        };
        w.full = text(norm);
        for (k, (i, _)) in norm.char_indices().rev().take(6).enumerate() {
            w.last[k] = text(&norm[i..]);
        }
        for (k, (i, c)) in norm.char_indices().take(4).enumerate() {
            w.first[k] = text(&norm[..i + c.len_utf8()]);
        }
        if let Some(lexicon) = lexicon {
            // A compound that is not in the list behaves as its last part does.
            let last = || compounds.last(norm).and_then(|p| lexicon.class(p)).map(|c| u64::from(c) | 1 << 16);
            w.class = lexicon.class_of(w.full).map(u64::from).or_else(last).unwrap_or(0);
        }
        w
    }
}

/// Whether most words of a sentence begin with a capital, as in some headlines.
pub fn is_title(words: &[Word]) -> bool {
    let letters = words.iter().filter(|w| w.shape & 0b11111 != 0).count();
    letters > 3 && words.iter().filter(|w| w.capital).count() * 3 > letters * 2
}

/// Capitals, figures and marks of a word as flags.
pub(crate) fn shape(word: &str) -> u64 {
    let (mut lower, mut upper, mut digit, mut mark, mut n, mut first_upper) = (0, 0, 0, 0_u64, 0_u64, 0);
    for c in word.chars() {
        if c.is_lowercase() {
            lower = 1;
        } else if c.is_uppercase() {
            upper = if n == 0 { upper } else { 1 };
            first_upper |= u64::from(n == 0);
        } else if c.is_numeric() {
            digit = 1;
        } else if !c.is_alphabetic() {
            mark |= match c {
                '-' => 1,
                '.' => 2,
                '\'' | '’' => 4,
                _ => 8,
            };
        } else {
            lower = 1;
        }
        n += 1;
    }
    lower | upper << 1 | digit << 2 | first_upper << 3 | u64::from(n == 1) << 5 | mark << 6
}

/// Adds the features of word `i` of a sentence whose words before it have the labels `done`.
pub fn features(words: &[Word], i: usize, title: bool, done: &[Label], out: &mut Vec<u32>) {
    const EDGE: u64 = 1;
    let w = &words[i];
    let at = |k: isize| i.checked_add_signed(k).and_then(|j| words.get(j));
    let full = |k: isize| at(k).map_or(EDGE, |w| w.full);
    let last = |k: isize, n: usize| at(k).map_or(EDGE, |w| w.last[n - 1]);
    let class = |k: isize| at(k).map_or(EDGE << 32, |w| w.class);
    let shape = |k: isize| at(k).map_or(EDGE << 32, |w| w.shape);
    let label = |k: usize| i.checked_sub(k).and_then(|j| done.get(j)).map_or(EDGE << 32, |l| l.key());
    let pos = |k: usize| i.checked_sub(k).and_then(|j| done.get(j)).map_or(EDGE << 32, |l| l.pos as u64);
    let place = u64::from(i == 0) | u64::from(title) << 1;
    let mut t = 0;
    let mut add = |value: u64| {
        t += 1;
        out.push(hash(t, value));
    };
    add(0);
    add(w.full);
    add(w.last[0]);
    add(w.last[1]);
    add(w.last[2]);
    add(w.last[3]);
    add(w.last[4]);
    add(w.last[5]);
    add(w.first[0]);
    add(w.first[1]);
    add(w.first[2]);
    add(w.first[3]);
    add(pair(w.shape, place));
    add(pair(w.shape, w.last[1]));
    add(w.class);
    add(pair(w.class, w.last[1]));
    add(pair(w.class, w.shape & 31 | place << 8));
    add(full(-1));
    add(full(1));
    add(full(-2));
    add(full(2));
    add(last(-1, 3));
    add(last(1, 3));
    add(last(-1, 2));
    add(last(1, 2));
    add(shape(-1));
    add(shape(1));
    add(pair(shape(-1), pair(w.shape, shape(1))));
    add(class(-1));
    add(class(1));
    add(pair(class(1), w.class));
    add(label(1));
    add(pair(label(1), label(2)));
    add(pair(label(1), w.full));
    add(pair(label(1), w.last[1]));
    add(pair(pos(1), w.last[2]));
    add(pair(pos(1), w.class));
    add(pair(pos(1), full(1)));
    add(pair(pos(1), last(1, 2)));
    add(pair(pos(1), class(1)));
    add(pair(pair(pos(1), pos(2)), w.last[1]));
    add(pair(pos(2), w.full));
    add(pair(full(-1), w.full));
    add(pair(w.full, full(1)));
    add(pair(w.class, last(1, 2)));
    add(pair(pair(pos(1), pos(2)), pos(3)));
    // The last word before the next mark: in Dutch often the participle or infinitive that makes an auxiliary of a
    // verb far before it ("heeft … gemeld").
    let rest = &words[i + 1..words.len().min(i + 26)];
    let stop = rest.iter().position(|w| w.shape & 0b1111 == 0).unwrap_or(rest.len());
    let (far, far_class) = rest[..stop].last().map_or((EDGE, EDGE), |w| (w.last[1], w.class));
    add(pair(far, w.full));
    add(pair(far_class, w.full));
    add(pair(pair(far, far_class), w.last[1]));
    // Whether this clause has its finite verb already tells a plural from an infinitive.
    let finite = clause_state(done);
    add(finite);
    add(pair(finite, w.last[1]));
    add(pair(finite, w.full));
    add(pair(pair(finite, pos(1)), w.last[1]));
}

/// Since the last comma or conjunction: whether there was a finite verb, and whether a subordinating conjunction
/// opened it.
fn clause_state(done: &[Label]) -> u64 {
    // Farther back it does not matter, and the time stays linear.
    for (n, l) in done.iter().rev().take(40).enumerate() {
        match l.pos {
            Pos::Verb | Pos::Aux if l.morph.has(Morph::FINITE) => return 1,
            Pos::Sconj => return 2 + u64::from(n > 3),
            Pos::Punct if n > 0 => return 4,
            _ => {}
        }
    }
    0
}
