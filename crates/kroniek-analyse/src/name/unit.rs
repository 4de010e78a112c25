//! The pieces that names are made of: words, and the parts of hyphenated ones.

use crate::word::Tokeniser;
use kroniek_lang::fold;
use kroniek_model::{Analysis, Pos, RegionKind, Span, Text};
use smol_str::SmolStr;

/// A word or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Where.
    pub span: Span<Text>,
    /// Folded form.
    pub norm: SmolStr,
    /// Index of its sentence.
    pub sentence: u32,
    /// Whether it is the first unit of its sentence that has a letter.
    pub opens: bool,
    /// Whether nothing stands between it and the unit before.
    pub glued: bool,
    /// Word class of the whole word.
    pub pos: Pos,
    /// How its letters look.
    pub case: Case,
}

/// How the letters of a unit look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Case {
    /// No letters and no digits.
    Mark,
    /// Digits, perhaps with marks.
    Number,
    /// No capital.
    Lower,
    /// A capital first, no other.
    Initial,
    /// One capital, perhaps with a full stop.
    Letter,
    /// Capitals only, two or more.
    Upper,
    /// Capitals among small letters.
    Mixed,
}

impl Case {
    /// Looks at a word.
    pub fn of(text: &str) -> Case {
        let (mut upper, mut lower, mut digit, mut first) = (0u32, 0u32, false, false);
        for (i, c) in text.char_indices() {
            if c.is_uppercase() {
                upper += 1;
                first |= i == 0;
            } else if c.is_numeric() {
                digit = true;
            } else if c.is_alphabetic() {
                lower += 1;
            }
        }
        match (upper, lower) {
            (0, 0) if digit => Case::Number,
            (0, 0) => Case::Mark,
            (0, _) => Case::Lower,
            (1, 0) => Case::Letter,
            (_, 0) => Case::Upper,
            (1, _) if first => Case::Initial,
            _ => Case::Mixed,
        }
    }

    /// Whether there is a capital.
    pub fn is_capital(self) -> bool {
        matches!(self, Case::Initial | Case::Letter | Case::Upper | Case::Mixed)
    }
}

/// The units of all sentences of a report, and of the datelines before them, in order. Datelines are no sentences, so
/// they are cut here; each has a number after those of all sentences.
pub fn units(a: &Analysis, tokeniser: &Tokeniser) -> Vec<Unit> {
    let text = &a.report.text;
    let mut units: Vec<Unit> = Vec::with_capacity(a.tokens.len() + a.tokens.len() / 16);
    let mut datelines = a.report.regions.iter().filter(|r| r.kind == RegionKind::Dateline).peekable();
    let mut number = a.sentences.len() as u32;
    let mut cuts = Vec::new();
    for (s, sentence) in a.sentences.iter().enumerate() {
        while let Some(line) = datelines.next_if(|r| r.span.start() < sentence.span.start()) {
            read_line(text, line.span, tokeniser, number, &mut cuts, &mut units);
            number += 1;
        }
        let mut opened = false;
        let tokens = a.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize);
        for token in tokens.unwrap_or_default() {
            let word = Piece {
                word: token.span.of(text),
                norm: &token.norm,
                at: token.span.start(),
                pos: token.pos,
            };
            opened |= add(word, s as u32, opened, &mut units);
        }
    }
    for line in datelines {
        read_line(text, line.span, tokeniser, number, &mut cuts, &mut units);
        number += 1;
    }
    units
}

fn read_line(
    text: &str,
    line: Span<Text>,
    tokeniser: &Tokeniser,
    number: u32,
    cuts: &mut Vec<(u32, u32)>,
    units: &mut Vec<Unit>,
) {
    cuts.clear();
    tokeniser.cut(line.of(text), line.range().start, cuts);
    let mut opened = false;
    for &(from, to) in &*cuts {
        let word = Span::<Text>::new(from, to).of(text);
        let norm = fold(word);
        opened |= add(Piece { word, norm: &norm, at: from, pos: Pos::X }, number, opened, units);
    }
}

/// A word to be cut into units.
struct Piece<'t> {
    word: &'t str,
    norm: &'t SmolStr,
    at: u32,
    pos: Pos,
}

/// Adds the units of a word; returns whether one of them has a letter.
fn add(piece: Piece, sentence: u32, opened: bool, units: &mut Vec<Unit>) -> bool {
    let Piece { word, norm, at, pos } = piece;
    let mut any = false;
    for_parts(word, |range| {
        let part = &word[range.clone()];
        let start = at + range.start as u32;
        let case = Case::of(part);
        let letters = !matches!(case, Case::Mark | Case::Number);
        units.push(Unit {
            span: Span::new(start, start + part.len() as u32),
            norm: if part.len() == word.len() { norm.clone() } else { fold(part) },
            sentence,
            opens: letters && !opened && !any,
            glued: units.last().is_some_and(|u| u.span.end() == start),
            pos,
            case,
        });
        any |= letters;
    });
    any
}

/// Cuts a word at its hyphens and slashes and before a possessive ending, where it has a capital.
fn for_parts(word: &str, mut each: impl FnMut(std::ops::Range<usize>)) {
    let plain = !word.bytes().any(|b| matches!(b, b'-' | b'/' | b'\'') || b >= 0x80);
    if plain || word.contains("://") || word.contains('@') || !word.chars().any(char::is_uppercase) {
        return each(0..word.len());
    }
    let mut from = 0;
    for (i, c) in word.char_indices() {
        let next = i + c.len_utf8();
        match c {
            '-' | '–' | '‑' | '/' if i > 0 && next < word.len() => {
                if i > from {
                    each(from..i);
                }
                each(i..next);
                from = next;
            }
            '\'' | '’' if i > from && word[next..].len() == 1 && word.ends_with('s') => {
                each(from..i);
                from = i;
            }
            _ => {}
        }
    }
    if from < word.len() {
        each(from..word.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, want: &[&str]) {
        let mut parts = Vec::new();
        for_parts(word, |r| parts.push(&word[r]));
        assert_eq!(parts, want);
    }

    #[test]
    fn hyphens_cut_words_with_capitals_only() {
        check("NAVO-top", &["NAVO", "-", "top"]);
        check("top-overleg", &["top-overleg"]);
        check("Noord-Brabant", &["Noord", "-", "Brabant"]);
        check("Rotterdam’s", &["Rotterdam", "’s"]);
        check("Anna's", &["Anna", "'s"]);
        check("-Anna-", &["-Anna-"]);
        check("O'Neill", &["O'Neill"]);
    }

    #[test]
    fn letters_tell_the_case() {
        let all = ["de", "De", "DE", "D.", "McAdam", "7", "?", "A380"].map(Case::of);
        use Case::*;
        assert_eq!(all, [Lower, Initial, Upper, Letter, Mixed, Number, Mark, Letter]);
    }
}
