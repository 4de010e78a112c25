//! What the clause above does to the clause that hangs on it: "dat betekent niet *dat het voorbij is*", "failed *to land*".
//!
//! Rules are the packs' (`rules/certainty/*.toml`): words of the clause above, what they make of the clause below as they
//! stand, and what when they are negated. Every rule has examples and counter-examples, which run as tests.

use kroniek_lang::{Error, Pack, Phrases};
use serde::Deserialize;

/// What becomes of a clause under such words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Effect {
    /// Nothing.
    #[default]
    Fact,
    /// It is not so.
    Negative,
    /// It is not done, and whether it will be is open.
    Withheld,
    /// It is left open whether it is so.
    Open,
    /// It may be so.
    Possible,
    /// It is probably so.
    Probable,
    /// It is probably not so.
    Unlikely,
    /// Somebody means to bring it about.
    Planned,
    /// It lies ahead.
    Ahead,
}

/// Which clauses a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Hangs {
    /// "that …", "dat …".
    Clause,
    /// "to …", "te …".
    Infinitive,
}

/// A file of `rules/certainty/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

/// One rule as the packs write it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    #[cfg_attr(not(test), allow(dead_code, reason = "names the rule in tests"))]
    pub(super) id: String,
    /// Why the rule is there.
    #[serde(default)]
    #[allow(dead_code, reason = "for readers of the file")]
    note: String,
    /// Words and phrases of the clause above.
    words: Vec<String>,
    /// Whether they must stand right before the clause ("zonder dat").
    #[serde(default)]
    beside: bool,
    /// Which clauses it is about; both kinds when absent.
    #[serde(default)]
    hangs: Option<Hangs>,
    /// What becomes of the clause.
    #[serde(default)]
    plain: Effect,
    /// What becomes of it where the clause above is negated; the same as `plain` when absent.
    #[serde(default)]
    negated: Option<Effect>,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
    pub(super) examples: Vec<Example>,
    /// Texts in which every clause stays certain and positive.
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
    pub(super) counter: Vec<String>,
}

/// A text, words of the clause meant, and how it should be read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
pub(super) struct Example {
    pub(super) text: String,
    pub(super) clause: String,
    pub(super) certainty: String,
    pub(super) polarity: String,
}

/// A rule as it is looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) beside: bool,
    pub(super) hangs: Option<Hangs>,
    plain: Effect,
    negated: Effect,
}

impl Entry {
    pub(super) fn effect(&self, negated: bool) -> Effect {
        if negated { self.negated } else { self.plain }
    }

    pub(super) fn fits(&self, hangs: Hangs) -> bool {
        self.hangs.is_none_or(|h| h == hangs)
    }
}

/// The words of the clause above, for one language. Words that mean one thing over a clause and another over an
/// infinitive stand in two rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Matrices {
    clause: Phrases<Entry>,
    infinitive: Phrases<Entry>,
}

impl Matrices {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut all = Matrices::default();
        for rule in rules(pack)? {
            let negated = rule.negated.unwrap_or(rule.plain);
            let entry = Entry { beside: rule.beside, hangs: rule.hangs, plain: rule.plain, negated };
            for words in &rule.words {
                if entry.fits(Hangs::Clause) {
                    all.clause.insert(words, entry);
                }
                if entry.fits(Hangs::Infinitive) {
                    all.infinitive.insert(words, entry);
                }
            }
        }
        Ok(all)
    }

    /// The longest entry for clauses of a kind that begins at word `at`.
    pub(super) fn longest_at<'w>(
        &self,
        hangs: Hangs,
        at: usize,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(usize, Entry)> {
        let table = match hangs {
            Hangs::Clause => &self.clause,
            Hangs::Infinitive => &self.infinitive,
        };
        table.longest_at(at, word).map(|(n, &e)| (n, e))
    }
}

/// All rules of a pack.
pub(super) fn rules(pack: &Pack) -> Result<Vec<Rule>, Error> {
    let mut all = Vec::new();
    for (path, text) in pack.rules("certainty")? {
        let file: File = toml::from_str(text).map_err(|e| Error::in_file(&path, e.message().to_owned()))?;
        all.extend(file.rule);
    }
    Ok(all)
}
