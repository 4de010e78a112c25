//! What a number counts: the noun phrase after it.

use super::piece::Piece;
use kroniek_model::{Analysis, Morph, Pos, Span, Text, Token};

/// A noun phrase after a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    /// The head noun, with parts of a name before it.
    pub(super) head: Span<Text>,
    /// One past the last token.
    pub(super) end: u32,
}

/// What the pack says of the words in such a phrase.
pub(super) trait Words {
    /// Belongs to the noun before it though it stands apart.
    fn is_ending(&self, norm: &str) -> bool;
    /// May stand between number and noun.
    fn is_gap(&self, norm: &str) -> bool;
    /// Never part of what is counted.
    fn is_stop(&self, norm: &str) -> bool;
}

/// The noun phrase that begins at token `first`; `last` is one past the sentence's last token.
pub(super) fn noun_phrase(a: &Analysis, first: u32, last: u32, words: &impl Words) -> Option<Counted> {
    let t = &a.tokens[..last as usize];
    let mut at = first as usize;
    let mut head: Option<(usize, usize)> = None;
    let mut name = None;
    // Without word classes nothing tells where the phrase ends: only the next word is taken.
    let longest = if t.get(at).is_some_and(|x| x.pos == Pos::X) { 1 } else { 12 };
    while let Some(x) = t.get(at) {
        if words.is_stop(&x.norm) || in_time(a, x.span) {
            break;
        }
        let glued_next = t.get(at + 1).is_some_and(|y| y.span.start() == x.span.end() && y.pos != Pos::Punct);
        match class(x, head.is_some()) {
            Class::Noun | Class::Name if glued_next => name = name.or(Some(at)),
            Class::Noun => {
                let common = head.is_some_and(|(_, h)| matches!(t[h].pos, Pos::Noun));
                let joined = at > first as usize && t[at - 1].span.end() == x.span.start();
                if common && head.is_some_and(|(_, h)| h + 1 == at) && !joined && !compounds(&t[at - 1], x) {
                    break;
                }
                head = Some((name.take().unwrap_or(at), at));
            }
            Class::Name => {
                if head.is_some_and(|(_, h)| t[h].pos == Pos::Noun) {
                    break;
                }
                name = name.or(head.map(|h| h.0)).or(Some(at));
                head = Some((name.unwrap_or(at), at));
            }
            Class::Ending if head.is_some() && words.is_ending(&x.norm) => {
                head = head.map(|(from, _)| (from, at));
                break;
            }
            Class::Before if head.is_none() => {}
            Class::Joiner if head.is_none() && joins(t, at) => {}
            _ if head.is_none() && words.is_gap(&x.norm) => {}
            _ => break,
        }
        at += 1;
        if at - first as usize >= longest {
            break;
        }
    }
    let (from, to) = head?;
    Some(Counted { head: t[from].span.cover(t[to].span), end: to as u32 + 1 })
}

enum Class {
    Noun,
    Name,
    Before,
    Joiner,
    Ending,
    Other,
}

fn class(x: &Token, headed: bool) -> Class {
    let letters = x.norm.chars().any(char::is_alphabetic);
    let figures = x.norm.bytes().any(|b| b.is_ascii_digit());
    match x.pos {
        _ if x.norm.starts_with('\'') && headed => Class::Ending,
        Pos::Num | Pos::Sym if letters && figures => Class::Name,
        Pos::Noun => Class::Noun,
        Pos::Propn => Class::Name,
        Pos::X if letters => Class::Noun,
        Pos::Adj if !headed => Class::Before,
        Pos::Verb if !headed && x.morph.has(Morph::PARTICIPLE) => Class::Before,
        Pos::Cconj => Class::Joiner,
        Pos::Punct if x.norm == "," => Class::Joiner,
        _ => Class::Other,
    }
}

/// Two common nouns in a row are one thing where the language writes compounds apart, which shows in a first noun
/// without plural.
fn compounds(first: &Token, second: &Token) -> bool {
    !first.morph.has(Morph::PLURAL) && second.pos == Pos::Noun
}

/// "2,000 Arab and European fighters": adjectives on both sides.
fn joins(t: &[Token], at: usize) -> bool {
    let adjective = |i: usize| t.get(i).is_some_and(|x| x.pos == Pos::Adj);
    at > 0 && adjective(at - 1) && adjective(at + 1)
}

fn in_time(a: &Analysis, span: Span<Text>) -> bool {
    let i = a.times.partition_point(|x| x.span.end() <= span.start());
    a.times.get(i).is_some_and(|x| x.span.overlaps(span))
}

/// The token that holds or follows byte `at`.
pub(super) fn token_at(a: &Analysis, at: usize) -> u32 {
    a.tokens.partition_point(|t| t.span.end() as usize <= at) as u32
}

/// The first piece that begins at or after byte `end`.
pub(super) fn piece_after(p: &[Piece], end: u32) -> usize {
    p.partition_point(|x| x.start < end as usize)
}
