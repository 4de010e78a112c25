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
    /// After a number it is a noun, whatever it is elsewhere.
    fn is_noun(&self, norm: &str) -> bool;
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
        let next = t.get(at + 1);
        let after_name = head.is_some_and(|(_, h)| is_name(a, &t[h]) && !t[h].morph.has(Morph::PLURAL));
        let named = head.is_some_and(|(_, h)| is_name(a, &t[h]));
        let place = Place {
            headed: head.is_some(),
            first: at == first as usize,
            capital: capital(a, x),
            after_name,
            named,
        };
        let modifier = at > first as usize
            && at + 1 < t.len()
            && is_hyphen(&t[at - 1])
            && t[at - 1].span.end() == x.span.start()
            && next.is_some_and(may_open);
        let glued_next = next.is_some_and(|y| y.span.start() == x.span.end() && y.pos != Pos::Punct);
        match class(x, next, place, words) {
            Class::Noun | Class::Name if modifier => (head, name) = (None, None),
            Class::Noun | Class::Name if glued_next && !possessive(next) => name = name.or(Some(at)),
            Class::Noun => {
                let common = head.is_some_and(|(_, h)| matches!(t[h].pos, Pos::Noun));
                let joined = at > first as usize && t[at - 1].span.end() == x.span.start();
                if common && head.is_some_and(|(_, h)| h + 1 == at) && !joined && !compounds(&t[at - 1], x) {
                    break;
                }
                head = Some((name.take().unwrap_or(at), at));
            }
            Class::Name => {
                if head.is_some_and(|(_, h)| !is_name(a, &t[h])) {
                    break;
                }
                name = name.or(head.map(|h| h.0)).or(Some(at));
                head = Some((name.unwrap_or(at), at));
            }
            Class::Ending if head.is_some() && words.is_ending(&x.norm) => {
                head = head.map(|(from, _)| (from, at));
                break;
            }
            // "20 of Airbus's larger planes": the owner is not what is counted.
            Class::Ending if head.is_some() && next.is_some_and(may_open) => {
                head = None;
                name = None;
            }
            Class::Hyphen if glued_next && at > first as usize => {}
            Class::Model => name = name.or(head.map(|h| h.0)),
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
    Hyphen,
    Model,
    Other,
}

/// Where a word stands in the phrase.
#[derive(Clone, Copy)]
struct Place {
    /// A noun came before.
    headed: bool,
    /// It is the first word after the number.
    first: bool,
    capital: bool,
    /// The noun before is a name in the singular, so what is counted is still to come.
    after_name: bool,
    /// The noun before is a name.
    named: bool,
}

fn class(x: &Token, next: Option<&Token>, at: Place, words: &impl Words) -> Class {
    let letters = x.norm.chars().any(char::is_alphabetic);
    let figures = x.norm.bytes().any(|b| b.is_ascii_digit());
    let noun_next = next.is_some_and(|y| matches!(y.pos, Pos::Noun | Pos::Propn));
    let participle = x.morph.has(Morph::PARTICIPLE) || !x.morph.has(Morph::FINITE);
    match x.pos {
        _ if x.norm.starts_with('\'') && at.headed => Class::Ending,
        _ if is_hyphen(x) => Class::Hyphen,
        // "Five dead", "130 doden": a tagger takes them for adjectives and verbs.
        Pos::Verb | Pos::Adj | Pos::Adv if !at.headed && !noun_next && words.is_noun(&x.norm) => Class::Noun,
        Pos::Num | Pos::Sym | Pos::Verb | Pos::Adj if letters && figures => Class::Name,
        // "five new 737 aircraft", "Boeing 787 Dreamliners"
        Pos::Num if !letters && !at.first && noun_next && (!at.headed || at.named) => Class::Model,
        // "twelve Airbus jets": after a name the tagger sees a verb.
        Pos::Verb if at.after_name && !x.morph.has(Morph::PAST) => Class::Noun,
        Pos::Noun if at.capital && !at.first => Class::Name,
        Pos::Noun => Class::Noun,
        Pos::Propn => Class::Name,
        Pos::X if letters => Class::Noun,
        Pos::Adj if !at.headed => Class::Before,
        Pos::Verb if !at.headed && participle && noun_next => Class::Before,
        Pos::Verb | Pos::Aux | Pos::Adv if at.first && at.capital => Class::Name,
        Pos::Cconj => Class::Joiner,
        Pos::Punct if x.norm == "," => Class::Joiner,
        _ => Class::Other,
    }
}

fn is_hyphen(x: &Token) -> bool {
    matches!(x.norm.as_str(), "-" | "‑")
}

fn is_name(a: &Analysis, x: &Token) -> bool {
    x.pos == Pos::Propn || capital(a, x)
}

fn capital(a: &Analysis, x: &Token) -> bool {
    x.span.of(&a.report.text).starts_with(char::is_uppercase)
}

fn possessive(x: Option<&Token>) -> bool {
    x.is_some_and(|y| y.norm.starts_with('\''))
}

fn may_open(x: &Token) -> bool {
    matches!(x.pos, Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num)
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
