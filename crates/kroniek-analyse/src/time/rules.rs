//! Time rules of a pack: word classes from `lexicon/time/*.tsv`, rules from `rules/time/*.toml`.

use super::value::{Expr, Sense, thousandths};
use kroniek_lang::pattern::{Grammar, GrammarBuilder, RuleSource};
use kroniek_lang::{Error, Pack};
use kroniek_model::Manner as Reading;
use serde::Deserialize;
use smol_str::SmolStr;

/// A rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The manner of text its rules are for, where they do not say otherwise.
    pub(super) manner: Option<Manner>,
    #[serde(default)]
    pub(super) rule: Vec<RuleText>,
}

/// The manner of text that a rule is for; without one it is for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Manner {
    Report,
    Utterance,
}

impl Manner {
    pub(super) const fn reading(self) -> Reading {
        match self {
            Manner::Report => Reading::Report,
            Manner::Utterance => Reading::Utterance,
        }
    }
}

/// One rule as a linguist writes it. What only people and tests read is there so that a misspelt key is an error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code))]
pub(super) struct RuleText {
    /// Stable name; it appears in the output.
    pub(super) id: String,
    /// What it is for, with the sentence that made it necessary.
    pub(super) doc: String,
    /// For reports or for utterances only.
    pub(super) manner: Option<Manner>,
    /// The symbol it gives to other rules; without it the rule gives results.
    gives: Option<String>,
    pattern: OneOrMore,
    value: OneOrMore,
    /// Words that may not stand right before.
    #[serde(default)]
    unless_prev: Vec<String>,
    /// Words that may not stand right before the word before.
    #[serde(default)]
    unless_second: Vec<String>,
    /// Words that may not stand right after.
    #[serde(default)]
    unless_next: Vec<String>,
    /// Words of which one must stand right before, unless what follows is a mark, a known word or a capital.
    #[serde(default)]
    standalone: Vec<String>,
    /// Words of which one must stand right before.
    #[serde(default)]
    only_prev: Vec<String>,
    /// [report date, text, marked words, value].
    #[serde(default)]
    pub(super) examples: Vec<[String; 4]>,
    /// [text, words that are not marked].
    #[serde(default)]
    pub(super) counter: Vec<[String; 2]>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn list(self) -> Vec<String> {
        match self {
            OneOrMore::One(s) => vec![s],
            OneOrMore::More(v) => v,
        }
    }
}

/// A compiled rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: SmolStr,
    pub(super) values: Vec<Expr>,
    pub(super) inner: bool,
    /// Whether it asks for the words around it.
    pub(super) looks: bool,
    pub(super) unless_prev: Vec<SmolStr>,
    pub(super) unless_second: Vec<SmolStr>,
    pub(super) unless_next: Vec<SmolStr>,
    pub(super) standalone: Vec<SmolStr>,
    pub(super) only_prev: Vec<SmolStr>,
}

/// Everything compiled.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) grammar: Grammar,
    pub(super) rules: Vec<Rule>,
    pub(super) senses: Vec<Sense>,
}

/// Reads the rule files of a pack.
pub(super) fn files(pack: &Pack) -> Result<Vec<(String, File)>, Error> {
    let read = |(path, text): (String, &str)| {
        let file: File = toml::from_str(text).map_err(|e| Error::in_file(&*path, e.to_string()))?;
        Ok((path, file))
    };
    pack.rules("time")?.into_iter().map(read).collect()
}

/// Compiles a pack's time rules for one manner of text.
pub(super) fn compile(common: &Pack, pack: &Pack, reading: Reading) -> Result<Compiled, Error> {
    let mut builder = GrammarBuilder::default();
    let mut senses = Vec::new();
    for (class, table) in common.tables("time").chain(pack.tables("time")) {
        for row in table.rows() {
            let value = row.get("value")?;
            let upper = row.get("case").is_ok_and(|c| c == "upper");
            let sense = match value {
                "vague" => Sense::Number(None),
                _ => thousandths(value).map_or_else(|| Sense::Word(value.into()), |n| Sense::Number(Some(n))),
            };
            builder.entry(class, row.key(), upper, senses.len() as u32);
            senses.push(sense);
        }
    }
    let mut texts = Vec::new();
    for (path, file) in files(pack)? {
        let of = file.manner;
        let fits = |r: &RuleText| r.manner.or(of).is_none_or(|m| m.reading() == reading);
        for rule in file.rule.into_iter().filter(fits) {
            let patterns = rule.pattern.clone().list();
            let gives = rule.gives.as_ref().map(|g| g.trim_start_matches('@').to_owned());
            builder.rule(&format!("{path}, rule {}", rule.id), RuleSource { patterns, gives });
            texts.push((path.clone(), rule));
        }
    }
    let grammar = builder.build()?;
    let mut rules = Vec::new();
    for (path, rule) in texts {
        let parse = |text: &String| {
            Expr::parse(text, &|name| grammar.slot(name)).map_err(|what| {
                Error::in_file(format!("{path}, rule {}", rule.id), format!("value `{text}`: {what}"))
            })
        };
        let values: Vec<Expr> = rule.value.clone().list().iter().map(parse).collect::<Result<_, _>>()?;
        rules.push(Rule {
            id: format!("{}.time.{}", pack.code(), rule.id).into(),
            values,
            inner: rule.gives.is_some(),
            looks: [
                &rule.unless_prev,
                &rule.unless_second,
                &rule.unless_next,
                &rule.standalone,
                &rule.only_prev,
            ]
            .iter()
            .any(|list| !list.is_empty()),
            unless_prev: words(rule.unless_prev),
            unless_second: words(rule.unless_second),
            unless_next: words(rule.unless_next),
            standalone: words(rule.standalone),
            only_prev: words(rule.only_prev),
        });
    }
    Ok(Compiled { grammar, rules, senses })
}

fn words(list: Vec<String>) -> Vec<SmolStr> {
    list.into_iter().map(SmolStr::from).collect()
}
