//! Rule files: which shapes of sentence a language has, under which id, with the examples that made each necessary.

use super::draft::Family;
use kroniek_lang::{Error, Pack};
use serde::Deserialize;
use smol_str::SmolStr;

/// A file of `rules/attribution/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

/// One rule: a family turned on, with an id and its examples.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) id: String,
    family: String,
    /// Why the rule is there.
    #[serde(default)]
    #[allow(dead_code, reason = "for readers of the file")]
    note: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
    pub(super) examples: Vec<Example>,
    /// Texts in which the rule finds nothing.
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
    pub(super) counter: Vec<String>,
}

/// A text and the attribution that the rule finds in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
pub(super) struct Example {
    pub(super) text: String,
    /// The words of the source; absent when there is none.
    pub(super) source: Option<String>,
    /// The words of the cue; absent when there is none.
    pub(super) cue: Option<String>,
    pub(super) content: Vec<String>,
    /// Certainty, polarity and stance, where the example is about them.
    pub(super) certainty: Option<String>,
    pub(super) polarity: Option<String>,
    pub(super) stance: Option<String>,
}

/// Which families are on, and under which id.
#[derive(Debug, Clone)]
pub(super) struct Families {
    ids: Vec<Option<SmolStr>>,
}

impl Families {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut families = Families { ids: vec![None; Family::COUNT] };
        for (rule, family) in rules(pack)? {
            families.ids[family as usize] = Some(SmolStr::new(&rule.id));
        }
        Ok(families)
    }

    pub(super) fn has(&self, family: Family) -> bool {
        self.ids[family as usize].is_some()
    }

    pub(super) fn id(&self, family: Family) -> SmolStr {
        self.ids[family as usize].clone().unwrap_or_default()
    }
}

/// All rules of a pack with their families.
pub(super) fn rules(pack: &Pack) -> Result<Vec<(Rule, Family)>, Error> {
    let mut all = Vec::new();
    for (path, text) in pack.rules("attribution")? {
        let file: File = toml::from_str(text).map_err(|e| Error::in_file(&path, e.message().to_owned()))?;
        for rule in file.rule {
            let family = Family::from_code(&rule.family).ok_or_else(|| {
                Error::in_file(
                    &path,
                    format!("family {} found, one of those in attribution/draft.rs expected", rule.family),
                )
            })?;
            all.push((rule, family));
        }
    }
    Ok(all)
}
