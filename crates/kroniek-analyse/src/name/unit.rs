//! The pieces that names are made of: words, and the parts of hyphenated ones.

use kroniek_lang::fold;
use kroniek_model::{Analysis, Pos, Span, Text};
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

/// The units of all sentences of a report, in order.
pub fn units(a: &Analysis) -> Vec<Unit> {
    let text = &a.report.text;
    let mut units: Vec<Unit> = Vec::with_capacity(a.tokens.len() + a.tokens.len() / 16);
    for (s, sentence) in a.sentences.iter().enumerate() {
        let mut opened = false;
        let tokens = a.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize);
        for token in tokens.unwrap_or_default() {
            let word = token.span.of(text);
            for_parts(word, |range| {
                let part = &word[range.clone()];
                let start = token.span.start() + range.start as u32;
                let case = Case::of(part);
                let letters = !matches!(case, Case::Mark | Case::Number);
                units.push(Unit {
                    span: Span::new(start, start + part.len() as u32),
                    norm: if part.len() == word.len() { token.norm.clone() } else { fold(part) },
                    sentence: s as u32,
                    opens: letters && !opened,
                    glued: units.last().is_some_and(|u| u.span.end() == start),
                    pos: token.pos,
                    case,
                });
                opened |= letters;
            });
        }
    }
    units
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
