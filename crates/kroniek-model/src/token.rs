//! Sentences and words.

use crate::{RegionKind, Span, Text};
use smol_str::SmolStr;
use std::ops::Range;

/// One sentence, or a headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// First to last character, without white space at the borders.
    pub span: Span<Text>,
    /// Its words, as indices into [`crate::Analysis::tokens`].
    pub tokens: Range<u32>,
    /// Number of the paragraph it stands in, counted from 0.
    pub paragraph: u32,
    /// What part of the report it stands in.
    pub region: RegionKind,
}

/// One word or punctuation mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span<Text>,
    /// Lower-cased form, curly apostrophes straightened: the key for every lexicon.
    pub norm: SmolStr,
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Word class.
    pub pos: Pos,
    /// The features that later layers ask for.
    pub morph: Morph,
}

macro_rules! pos {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// Universal word class (UPOS, universaldependencies.org).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Pos { $($(#[$doc])* $name),* }
        impl Pos {
            /// All classes, in the order of their numbers.
            pub const ALL: &'static [Pos] = &[$(Pos::$name),*];
            /// The name used in treebanks.
            pub fn code(self) -> &'static str { match self { $(Pos::$name => $code),* } }
            /// The class of a treebank's name; `None` for a name that is not one of the seventeen.
            pub fn from_code(code: &str) -> Option<Pos> { match code { $($code => Some(Pos::$name),)* _ => None } }
        }
    };
}
pos! {
    /// Adjective.
    Adj = "ADJ",
    /// Preposition or postposition.
    Adp = "ADP",
    /// Adverb.
    Adv = "ADV",
    /// Auxiliary verb.
    Aux = "AUX",
    /// Coordinating conjunction.
    Cconj = "CCONJ",
    /// Determiner.
    Det = "DET",
    /// Interjection.
    Intj = "INTJ",
    /// Common noun.
    Noun = "NOUN",
    /// Numeral.
    Num = "NUM",
    /// Particle.
    Part = "PART",
    /// Pronoun.
    Pron = "PRON",
    /// Proper noun.
    Propn = "PROPN",
    /// Punctuation.
    Punct = "PUNCT",
    /// Subordinating conjunction.
    Sconj = "SCONJ",
    /// Symbol.
    Sym = "SYM",
    /// Verb.
    Verb = "VERB",
    /// Anything else.
    X = "X",
}

/// Morphological features, as a small set of flags (Universal Features). Nothing set means nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Morph(pub u16);

impl Morph {
    /// Finite verb (VerbForm=Fin).
    pub const FINITE: Morph = Morph(1);
    /// Infinitive (VerbForm=Inf).
    pub const INFINITIVE: Morph = Morph(2);
    /// Participle (VerbForm=Part), gerund included.
    pub const PARTICIPLE: Morph = Morph(4);
    /// Past tense (Tense=Past).
    pub const PAST: Morph = Morph(8);
    /// Present tense (Tense=Pres).
    pub const PRESENT: Morph = Morph(16);
    /// Plural (Number=Plur).
    pub const PLURAL: Morph = Morph(32);
    /// Singular (Number=Sing).
    pub const SINGULAR: Morph = Morph(64);
    /// Imperative (Mood=Imp).
    pub const IMPERATIVE: Morph = Morph(128);
    /// First person.
    pub const FIRST: Morph = Morph(256);
    /// Second person.
    pub const SECOND: Morph = Morph(512);
    /// Third person.
    pub const THIRD: Morph = Morph(1024);
    /// Feminine or female.
    pub const FEMININE: Morph = Morph(2048);
    /// Masculine or male.
    pub const MASCULINE: Morph = Morph(4096);

    /// Whether all features of `other` are set.
    pub const fn has(self, other: Morph) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Morph) -> Morph {
        Morph(self.0 | other.0)
    }
}
