//! The pieces that patterns see: runs of letters, runs of figures, single marks.

use crate::fold;
use rustc_hash::FxHashMap;

/// One piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Atom {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Number of the word in the grammar's vocabulary; 0 for one that no pattern knows.
    pub(super) word: u32,
    /// The value of a run of figures; `u32::MAX` for anything else and for runs of more than nine.
    pub(super) number: u32,
    flags: u8,
}

const GLUED: u8 = 1;
const BREAK: u8 = 2;
const UPPER: u8 = 4;
const LETTERS: u8 = 8;
const FIGURES: u8 = 16;

impl Atom {
    /// Whether nothing stands between it and the piece before.
    pub fn is_glued(self) -> bool {
        self.flags & GLUED != 0
    }
    /// Whether a new block of text begins here, which no match reaches across.
    pub fn is_break(self) -> bool {
        self.flags & BREAK != 0
    }
    /// Whether it begins with a capital.
    pub fn is_upper(self) -> bool {
        self.flags & UPPER != 0
    }
    /// Whether it is a run of letters.
    pub fn is_letters(self) -> bool {
        self.flags & LETTERS != 0
    }
    /// Whether it is a run of figures.
    pub fn is_figures(self) -> bool {
        self.flags & FIGURES != 0
    }
    /// How many digits a run of figures has.
    pub fn digits(self) -> u32 {
        self.end - self.start
    }
    /// Whether a pattern knows it: a word of the vocabulary or a figure.
    pub fn is_known(self) -> bool {
        self.word != 0 || self.number != u32::MAX
    }
}

/// The pieces of a text, in order.
pub type Atoms = Vec<Atom>;

/// Words of all patterns and classes, numbered from 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    ids: FxHashMap<Box<str>, u32>,
}

impl Vocabulary {
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.ids.len() + 1).unwrap_or(u32::MAX);
        *self.ids.entry(fold(word).as_str().into()).or_insert(next)
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it is a word of the vocabulary; an empty vocabulary (when phrases of a lexicon are cut) knows all.
    fn knows(&self, word: &str) -> bool {
        self.ids.is_empty() || self.id(word) != 0
    }

    fn id(&self, word: &str) -> u32 {
        let bytes = word.as_bytes();
        let mut lower = [0u8; 24];
        match lower.get_mut(..bytes.len()) {
            Some(buffer) if word.is_ascii() => {
                buffer.copy_from_slice(bytes);
                buffer.make_ascii_lowercase();
                std::str::from_utf8(buffer).ok().and_then(|w| self.ids.get(w)).copied().unwrap_or(0)
            }
            // A longer word is in no lexicon unless it is one of several bytes a letter.
            _ if bytes.len() > 64 => 0,
            _ => self.ids.get(fold(word).as_str()).copied().unwrap_or(0),
        }
    }

    /// Cuts a text into pieces; `breaks` are byte offsets, in order, at which a new block begins.
    pub(super) fn scan(&self, text: &str, breaks: &[u32]) -> Atoms {
        let bytes = text.as_bytes();
        let mut atoms = Vec::with_capacity(text.len() / 5);
        let (mut i, mut glued, mut next_break) = (0, false, 0);
        while i < bytes.len() {
            let start = i;
            let b = bytes[i];
            let mut flags = if glued { GLUED } else { 0 };
            let mut number = u32::MAX;
            if b.is_ascii_whitespace() {
                i += 1;
                glued = false;
                continue;
            } else if b.is_ascii_digit() {
                while i < bytes.len() && bytes[i].is_ascii_digit() {
                    i += 1;
                }
                flags |= FIGURES;
                if i - start <= 9 {
                    number = text[start..i].parse().unwrap_or(u32::MAX);
                }
            } else if let Some(end) = letters(text, i) {
                i = end;
                flags |= LETTERS;
                if b.is_ascii_uppercase() || b >= 0x80 && text[start..].starts_with(char::is_uppercase) {
                    flags |= UPPER;
                }
            } else {
                let c = text[i..].chars().next().unwrap_or(' ');
                i += c.len_utf8();
                if c.is_whitespace() {
                    glued = false;
                    continue;
                }
                // "'s" and "'clock" are one piece where a pattern knows them; a mark of quotation is a piece of its own.
                if matches!(c, '\'' | '’' | '‘' | '`')
                    && let Some(end) = letters(text, i)
                    && self.knows(&text[start..end])
                {
                    i = end;
                    flags |= LETTERS;
                }
            }
            while breaks.get(next_break).is_some_and(|&at| at as usize <= start) {
                next_break += 1;
                flags |= BREAK;
            }
            let word = if number == u32::MAX { self.id(&text[start..i]) } else { 0 };
            atoms.push(Atom { start: start as u32, end: i as u32, word, number, flags });
            glued = true;
        }
        atoms
    }
}

/// The end of the run of letters that begins at a byte; `None` when there is no letter.
fn letters(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = from;
    while i < bytes.len() {
        if bytes[i].is_ascii_alphabetic() {
            i += 1;
        } else if bytes[i] < 0x80 {
            break;
        } else {
            let c = text[i..].chars().next().unwrap_or(' ');
            // A combining accent belongs to its letter.
            if !c.is_alphabetic() && !matches!(c, '\u{300}'..='\u{36f}') {
                break;
            }
            i += c.len_utf8();
        }
    }
    (i > from).then_some(i)
}
