//! Word classes and morphological features: a greedy linear tagger over hashed features.
//!
//! Training (`cargo xtask train`) and use share the same features, so they cannot drift apart.

use super::weights::{Weights, hash, pair, text};
use kroniek_lang::{Compounds, Lexicon};
use kroniek_model::{Morph, Pos};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

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

    /// A label for each word of a sentence, given by their numbers in `work.types`. The result is in `work.labels`.
    pub fn tag(&self, words: &[u32], work: &mut Work) {
        let Work { types, features, found, scores, labels } = work;
        let title = is_title(words.iter().map(|&n| &types.seen[n as usize].word));
        labels.clear();
        for i in 0..words.len() {
            scores.clear();
            scores.resize(self.labels.len(), 0);
            let number = |k: isize| i.checked_add_signed(k).and_then(|j| words.get(j)).map(|&n| n as usize);
            types.own(&self.weights, words[i] as usize, place(i, title), scores);
            types.before(&self.weights, number(-1), scores);
            types.after(&self.weights, number(1), scores);
            features.clear();
            rest(|k| number(k).map(|n| &types.seen[n].word), labels, &mut |t, v| features.push(hash(t, v)));
            self.weights.add_all(features, found, scores);
            // The first of equal scores; labels stand in a fixed order in the model.
            let best = scores.iter().enumerate().fold(0, |b, (k, &s)| if s > scores[b] { k } else { b });
            labels.push(self.labels[best]);
        }
    }
}

/// Working space of [`Tagger::tag`], kept between sentences; `labels` holds the result.
#[derive(Debug, Default)]
pub struct Work {
    /// The words met.
    pub types: Types,
    features: Vec<u32>,
    found: Vec<(u32, u8)>,
    scores: Vec<i32>,
    /// The labels found.
    pub labels: Vec<Label>,
}

/// The different words of a text, each worked out once, with what it always adds to the scores: as itself, as the word
/// before another and as the word after one. Most words of a text are met again.
#[derive(Debug, Default)]
pub struct Types {
    numbers: FxHashMap<SmolStr, u32>,
    seen: Vec<Seen>,
    /// Sums of weights, a row of one number a label.
    sums: Vec<i16>,
    edges: [u32; 2],
}

/// A word, and the rows of its sums: where each begins, and one more; 0 where it has not been asked for.
#[derive(Debug, Default)]
struct Seen {
    word: Word,
    own: [u32; 4],
    sides: [u32; 2],
}

impl Types {
    /// So many different words are kept: a text of many megabytes needs no more memory than one of a few pages.
    const MOST: usize = 1 << 13;

    /// Forgets everything when much has been met; numbers given before do not hold any more. Before each sentence.
    pub fn tidy(&mut self) {
        if self.seen.len() > Types::MOST {
            *self = Types::default();
        }
    }

    /// The number of a word, worked out by `make` when it is new.
    pub fn number(&mut self, word: &str, make: impl FnOnce() -> Word) -> u32 {
        if let Some(&n) = self.numbers.get(word) {
            return n;
        }
        let n = self.add(make());
        self.numbers.insert(SmolStr::new(word), n);
        n
    }

    /// The number of a word that is not looked up again.
    pub fn add(&mut self, word: Word) -> u32 {
        self.seen.push(Seen { word, ..Seen::default() });
        self.seen.len() as u32 - 1
    }

    fn own(&mut self, weights: &Weights, n: usize, place: u64, scores: &mut [i32]) {
        let seen = &mut self.seen[n];
        let row = &mut seen.own[place as usize & 3];
        add_row(weights, row, &mut self.sums, scores, |put| own(&seen.word, place, put));
    }

    fn before(&mut self, weights: &Weights, n: Option<usize>, scores: &mut [i32]) {
        self.side(weights, 0, n, scores, before);
    }

    fn after(&mut self, weights: &Weights, n: Option<usize>, scores: &mut [i32]) {
        self.side(weights, 1, n, scores, after);
    }

    fn side(
        &mut self,
        weights: &Weights,
        side: usize,
        n: Option<usize>,
        scores: &mut [i32],
        features: fn(Option<&Word>, &mut dyn FnMut(u8, u64)),
    ) {
        let (word, row) = match n.and_then(|n| self.seen.get_mut(n)) {
            Some(seen) => (Some(&seen.word), &mut seen.sides[side]),
            None => (None, &mut self.edges[side]),
        };
        add_row(weights, row, &mut self.sums, scores, |put| features(word, put));
    }
}

/// Adds a row of sums to the scores; works it out when it is asked for the first time.
fn add_row(
    weights: &Weights,
    row: &mut u32,
    sums: &mut Vec<i16>,
    scores: &mut [i32],
    features: impl FnOnce(&mut dyn FnMut(u8, u64)),
) {
    if *row == 0 {
        let mut fresh = vec![0; scores.len()];
        features(&mut |t, v| weights.add(hash(t, v), &mut fresh));
        *row = sums.len() as u32 + 1;
        // A handful of weights from -127 to 127 fits.
        sums.extend(fresh.iter().map(|&w| w as i16));
    }
    let at = *row as usize - 1;
    for (s, &w) in scores.iter_mut().zip(&sums[at..]) {
        *s += i32::from(w);
    }
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
pub fn is_title<'w>(words: impl Iterator<Item = &'w Word>) -> bool {
    let (mut letters, mut capitals) = (0, 0);
    for w in words {
        letters += usize::from(w.shape & 0b11111 != 0);
        capitals += usize::from(w.capital);
    }
    letters > 3 && capitals * 3 > letters * 2
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
    let at = |k: isize| i.checked_add_signed(k).and_then(|j| words.get(j));
    let mut put = |t: u8, v: u64| out.push(hash(t, v));
    own(&words[i], place(i, title), &mut put);
    before(at(-1), &mut put);
    after(at(1), &mut put);
    rest(at, done, &mut put);
}

fn place(i: usize, title: bool) -> u64 {
    u64::from(i == 0) | u64::from(title) << 1
}

/// Stands for what lies beyond the ends of a sentence.
const EDGE: u64 = 1;

/// What a word tells by itself. Each template has a number of its own.
fn own(w: &Word, place: u64, put: &mut dyn FnMut(u8, u64)) {
    put(1, 0);
    put(2, w.full);
    (3..).zip(w.last).for_each(|(t, v)| put(t, v));
    (9..).zip(w.first).for_each(|(t, v)| put(t, v));
    put(13, pair(w.shape, place));
    put(14, pair(w.shape, w.last[1]));
    put(15, w.class);
    put(16, pair(w.class, w.last[1]));
    put(17, pair(w.class, w.shape & 31 | place << 8));
}

/// What the word before tells.
fn before(w: Option<&Word>, put: &mut dyn FnMut(u8, u64)) {
    put(18, w.map_or(EDGE, |w| w.full));
    put(22, w.map_or(EDGE, |w| w.last[2]));
    put(24, w.map_or(EDGE, |w| w.last[1]));
    put(26, w.map_or(EDGE << 32, |w| w.shape));
    put(29, w.map_or(EDGE << 32, |w| w.class));
}

/// What the word after tells.
fn after(w: Option<&Word>, put: &mut dyn FnMut(u8, u64)) {
    put(19, w.map_or(EDGE, |w| w.full));
    put(23, w.map_or(EDGE, |w| w.last[2]));
    put(25, w.map_or(EDGE, |w| w.last[1]));
    put(27, w.map_or(EDGE << 32, |w| w.shape));
    put(30, w.map_or(EDGE << 32, |w| w.class));
}

/// What a word tells together with others and with the labels before it.
fn rest<'w>(at: impl Fn(isize) -> Option<&'w Word>, done: &[Label], put: &mut dyn FnMut(u8, u64)) {
    let Some(w) = at(0) else { return };
    let full = |k: isize| at(k).map_or(EDGE, |w| w.full);
    let last = |k: isize, n: usize| at(k).map_or(EDGE, |w| w.last[n - 1]);
    let class = |k: isize| at(k).map_or(EDGE << 32, |w| w.class);
    let shape = |k: isize| at(k).map_or(EDGE << 32, |w| w.shape);
    let label = |k: usize| done.len().checked_sub(k).map_or(EDGE << 32, |j| done[j].key());
    let pos = |k: usize| done.len().checked_sub(k).map_or(EDGE << 32, |j| done[j].pos as u64);
    put(20, full(-2));
    put(21, full(2));
    put(28, pair(shape(-1), pair(w.shape, shape(1))));
    put(31, pair(class(1), w.class));
    put(32, label(1));
    put(33, pair(label(1), label(2)));
    put(34, pair(label(1), w.full));
    put(35, pair(label(1), w.last[1]));
    put(36, pair(pos(1), w.last[2]));
    put(37, pair(pos(1), w.class));
    put(38, pair(pos(1), full(1)));
    put(39, pair(pos(1), last(1, 2)));
    put(40, pair(pos(1), class(1)));
    put(41, pair(pair(pos(1), pos(2)), w.last[1]));
    put(42, pair(pos(2), w.full));
    put(43, pair(full(-1), w.full));
    put(44, pair(w.full, full(1)));
    put(45, pair(w.class, last(1, 2)));
    put(46, pair(pair(pos(1), pos(2)), pos(3)));
    // The last word before the next mark: in Dutch often the participle or infinitive that makes an auxiliary of a
    // verb far before it ("heeft … gemeld").
    let ahead = || (1..26).map_while(&at).take_while(|w| w.shape & 0b1111 != 0);
    let (far, far_class) = ahead().last().map_or((EDGE, EDGE), |w| (w.last[1], w.class));
    put(47, pair(far, w.full));
    put(48, pair(far_class, w.full));
    put(49, pair(pair(far, far_class), w.last[1]));
    // Whether this clause has its finite verb already tells a plural from an infinitive.
    let finite = clause_state(done);
    put(50, finite);
    put(51, pair(finite, w.last[1]));
    put(52, pair(finite, w.full));
    put(53, pair(pair(finite, pos(1)), w.last[1]));
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
