//! Pieces: the finer cut of a sentence that numbers need ("$269m" is a sign, figures and a letter).

use kroniek_lang::fold;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Figures with their separators.
    Figures,
    /// Letters, with figures after the first letter ("A380", "km2").
    Word,
    /// One other character.
    Sign,
}

/// A piece of text.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Folded form.
    pub(super) norm: SmolStr,
    /// Whether nothing stands between it and the piece before.
    pub(super) glued: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
}

/// Cuts `text` into pieces; offsets count from `base`. A word that begins with one of `codes` right before figures
/// ("SGD1.75") is cut there.
pub(super) fn pieces(text: &str, base: usize, codes: &FxHashMap<SmolStr, SmolStr>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(text.len() / 5 + 1);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, len) = if c.is_ascii_digit() {
            (Kind::Figures, figures(rest))
        } else if matches!(c, '½' | '¼' | '¾') {
            (Kind::Figures, c.len_utf8())
        } else if c.is_alphabetic() || c == '\'' && rest[1..].starts_with(|d: char| d.is_alphabetic()) {
            (Kind::Word, word(rest, codes))
        } else if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else {
            (Kind::Sign, c.len_utf8())
        };
        let (start, end) = (base + at, base + at + len);
        out.push(Piece {
            start,
            end,
            kind,
            norm: fold(&text[at..at + len]),
            glued: out.last().is_some_and(|p| p.end == start),
            capital: c.is_uppercase(),
        });
        at += len;
    }
    out
}

/// Length of the figures with separators that `text` begins with. A space that does not break belongs to them
/// between groups of three.
fn figures(text: &str) -> usize {
    let b = text.as_bytes();
    let mut len = 0;
    loop {
        while b.get(len).is_some_and(u8::is_ascii_digit) {
            len += 1;
        }
        let Some(c) = text[len..].chars().next() else { return len };
        let next = len + c.len_utf8();
        let three = b.len() >= next + 3 && b[next..next + 3].iter().all(u8::is_ascii_digit);
        let goes_on = match c {
            '.' | ',' => b.get(next).is_some_and(u8::is_ascii_digit),
            '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                three && !b.get(next + 3).is_some_and(u8::is_ascii_digit)
            }
            _ => false,
        };
        if !goes_on {
            return len;
        }
        len = next;
    }
}

fn word(text: &str, codes: &FxHashMap<SmolStr, SmolStr>) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let inner = matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, d)| d.is_alphabetic());
        if !(c.is_alphanumeric() || inner || matches!(c, '²' | '³')) || matches!(c, '½' | '¼' | '¾') {
            break;
        }
        if c.is_ascii_digit() && end <= 4 && codes.contains_key(&fold(&text[..i])) {
            break;
        }
        end = i + c.len_utf8();
    }
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// Phrases over pieces, each with a value; the longest is found first.
#[derive(Debug, Clone)]
pub(super) struct PieceTable<T> {
    by_first: FxHashMap<SmolStr, Vec<(Vec<SmolStr>, T)>>,
}

impl<T> Default for PieceTable<T> {
    fn default() -> Self {
        PieceTable { by_first: FxHashMap::default() }
    }
}

impl<T> PieceTable<T> {
    pub(super) fn insert(&mut self, phrase: &str, value: T) {
        let mut norms = pieces(phrase, 0, &FxHashMap::default()).into_iter().map(|p| p.norm);
        let Some(first) = norms.next() else { return };
        let rest: Vec<SmolStr> = norms.collect();
        let list = self.by_first.entry(first).or_default();
        let at = list.partition_point(|(r, _)| r.len() >= rest.len());
        list.insert(at, (rest, value));
    }

    /// The longest phrase that begins at piece `at` and whose value is `wanted`: its number of pieces and value.
    pub(super) fn at(&self, p: &[Piece], at: usize, wanted: impl Fn(&T) -> bool) -> Option<(usize, &T)> {
        let list = self.by_first.get(&p.get(at)?.norm)?;
        list.iter()
            .find(|(rest, v)| {
                wanted(v)
                    && rest.iter().enumerate().all(|(k, r)| p.get(at + 1 + k).is_some_and(|x| x.norm == *r))
            })
            .map(|(rest, v)| (rest.len() + 1, v))
    }

    /// The longest phrase of at most six pieces that ends right before piece `end`.
    pub(super) fn before(&self, p: &[Piece], end: usize, wanted: impl Fn(&T) -> bool) -> Option<(usize, &T)> {
        (end.saturating_sub(6)..end).find_map(|at| {
            let list = self.by_first.get(&p[at].norm)?;
            list.iter().find_map(|(rest, v)| {
                let fits = rest.len() + 1 == end - at
                    && wanted(v)
                    && rest.iter().enumerate().all(|(k, r)| p[at + 1 + k].norm == *r);
                fits.then_some((end - at, v))
            })
        })
    }
}

impl<T> PieceTable<T> {
    /// The values of a word by itself.
    pub(super) fn single(&self, norm: &str) -> impl Iterator<Item = &T> {
        let list = self.by_first.get(norm).map_or(&[][..], Vec::as_slice);
        list.iter().filter(|(rest, _)| rest.is_empty()).map(|(_, v)| v)
    }
}
