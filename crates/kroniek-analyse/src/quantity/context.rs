//! Words around a number that say what it is not, or how to read it.

use super::counted::Words;
use super::piece::{Piece, PieceTable};
use kroniek_lang::{Error, Pack};

/// What a word does beside a number; see `lexicon/quantity/context.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    NotAfter,
    Time,
    OneIn,
    Range,
    Between,
    And,
    Partitive,
    Determiner,
    Change,
    NoOne,
    Part,
    Gap,
    Stop,
    Ending,
    Them,
    WithArticle,
    Compound,
    Noun,
}

/// The context words of one language.
#[derive(Debug, Clone)]
pub(super) struct Context {
    words: PieceTable<Role>,
}

impl Context {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut words = PieceTable::default();
        for row in pack.table("quantity/context").rows() {
            let role = match row.get("kind")? {
                "not-after" => Role::NotAfter,
                "time" => Role::Time,
                "one-in" => Role::OneIn,
                "range" => Role::Range,
                "between" => Role::Between,
                "and" => Role::And,
                "partitive" => Role::Partitive,
                "determiner" => Role::Determiner,
                "change" => Role::Change,
                "no-one" => Role::NoOne,
                "part" => Role::Part,
                "gap" => Role::Gap,
                "stop" => Role::Stop,
                "plural-ending" => Role::Ending,
                "them" => Role::Them,
                "noun" => Role::Noun,
                "compound" => Role::Compound,
                "with-article" => Role::WithArticle,
                other => return Err(row.error(format!("{other} is not a kind of context word"))),
            };
            words.insert(row.key(), role);
        }
        Ok(Context { words })
    }

    /// One past the phrase with this role that begins at piece `at`.
    pub(super) fn at(&self, p: &[Piece], at: usize, role: Role) -> Option<usize> {
        self.words.at(p, at, |r| *r == role).map(|(len, _)| at + len)
    }

    /// Where the phrase with this role that ends right before piece `end` begins.
    pub(super) fn before(&self, p: &[Piece], end: usize, role: Role) -> Option<usize> {
        self.words.before(p, end, |r| *r == role).map(|(len, _)| end - len)
    }

    /// Whether one of the six pieces before `end`, in the same clause, speaks of a change.
    pub(super) fn changes(&self, p: &[Piece], end: usize) -> bool {
        (end.saturating_sub(7)..end)
            .rev()
            .take_while(|&i| !matches!(p[i].norm.as_str(), "." | ";" | ":" | "!" | "?"))
            .any(|i| self.at(p, i, Role::Change).is_some())
    }

    fn is(&self, norm: &str, role: Role) -> bool {
        self.words.single(norm).any(|r| *r == role)
    }
}

impl Words for Context {
    fn is_ending(&self, norm: &str) -> bool {
        self.is(norm, Role::Ending)
    }

    fn is_gap(&self, norm: &str) -> bool {
        self.is(norm, Role::Gap)
    }

    fn is_noun(&self, norm: &str) -> bool {
        self.is(norm, Role::Noun)
    }

    fn is_stop(&self, norm: &str) -> bool {
        self.is(norm, Role::Stop)
    }
}
