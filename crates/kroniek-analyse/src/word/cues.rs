//! The small words by which clauses are told apart, and where a language puts its verbs: pack data.

use kroniek_lang::{Error, Pack, Phrases, fold};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

/// What a word may do in a sentence's structure; a word may do several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// Relative pronoun or adverb.
    Relative,
    /// Question word that opens a content clause.
    Question,
    /// Marks an infinitive ("te", "to").
    Infinitive,
    /// Opens an infinitive clause before its marker ("om").
    Purpose,
    /// Part of a verb that may stand apart ("aan", "bekend").
    Particle,
    /// Verb, by lemma, whose infinitive is in its own clause ("blijken te", "seem to").
    Raising,
    /// Verb, by lemma, that goes with a participle although it may be tagged a full verb.
    Helper,
    /// Preposition before a participle clause ("after leaving").
    Participial,
    /// Preposition inside a noun phrase ("van", "of").
    Genitive,
    /// Pronoun that is never a subject ("hem", "zich").
    Object,
    /// Noun of time, which stands without a preposition and is no subject ("dinsdag").
    Time,
    /// A phrase that ends in a conjunction and opens no clause ("zo goed als"). Not asked of single words.
    Fixed,
}

const NAMES: [(&str, Cue); 12] = [
    ("relative", Cue::Relative),
    ("question", Cue::Question),
    ("infinitive", Cue::Infinitive),
    ("purpose", Cue::Purpose),
    ("particle", Cue::Particle),
    ("raising", Cue::Raising),
    ("helper", Cue::Helper),
    ("participial", Cue::Participial),
    ("genitive", Cue::Genitive),
    ("object", Cue::Object),
    ("time", Cue::Time),
    ("fixed", Cue::Fixed),
];

/// The cues of a language.
#[derive(Debug, Default)]
pub(crate) struct Cues {
    words: FxHashMap<SmolStr, u16>,
    /// Phrases of several words that open no clause.
    fixed: Phrases<()>,
    /// Whether verbs stand at the end of subordinate clauses.
    pub(crate) verb_final: bool,
    /// Texts with their clauses; each is a test.
    #[cfg_attr(not(test), allow(dead_code))]
    pub(crate) examples: Vec<Example>,
}

/// `rules/word/clauses.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Habits {
    #[serde(default)]
    verb_final: bool,
    #[serde(default)]
    example: Vec<Example>,
}

/// A sentence and its clauses, each as "kind: words of the verb group | subject".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) clauses: Vec<String>,
}

impl Cues {
    /// Reads habits and list.
    pub(crate) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut cues = Cues::default();
        for (file, text) in pack.rules("word")? {
            if file.ends_with("/clauses.toml") {
                let habits: Habits =
                    toml::from_str(text).map_err(|e| Error::in_file(file, e.message().to_owned()))?;
                cues.verb_final = habits.verb_final;
                cues.examples = habits.example;
            }
        }
        for row in pack.table("word/clauses").rows() {
            let kind = row.get("kind")?;
            let Some((_, cue)) = NAMES.iter().find(|(name, _)| *name == kind) else {
                let names: Vec<&str> = NAMES.iter().map(|n| n.0).collect();
                return Err(row.error(format!("kind: found {kind}, expected one of {}", names.join(", "))));
            };
            if *cue == Cue::Fixed {
                cues.fixed.insert(row.key(), ());
                continue;
            }
            *cues.words.entry(fold(row.key())).or_default() |= 1 << *cue as u16;
        }
        Ok(cues)
    }

    /// Whether a fixed phrase of two to four words ends with word `at`.
    pub(crate) fn ends_fixed<'w>(&self, at: usize, word: impl Fn(usize) -> Option<&'w str> + Copy) -> bool {
        (1..4).any(|n| {
            let from = at.checked_sub(n);
            from.is_some_and(|f| self.fixed.longest_at(f, word).is_some_and(|(len, ())| len == n + 1))
        })
    }

    /// Whether a folded word or lemma may do this.
    pub(crate) fn is(&self, word: &str, cue: Cue) -> bool {
        self.words.get(word).is_some_and(|bits| bits >> cue as u16 & 1 == 1)
    }
}
