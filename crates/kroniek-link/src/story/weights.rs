//! The weights of story clustering, from the packs.

use crate::digest::hash;
use crate::vector::log2;
use kroniek_lang::{Error, Packs, Row};
use rustc_hash::FxHashMap;

/// What the packs say of weighing reports against one another. Nothing in it comes from the reports at hand, so a pair is
/// as alike in a handful of reports as in an archive.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    /// In how many of 10,000 texts a word stands in general, by its hash; in the language where it is commonest.
    common: FxHashMap<u32, f32>,
    /// Kinds of event that words name, by the hash of their dictionary form: the same in all languages.
    pub(super) events: FxHashMap<u32, u32>,
    /// A term of the title, against one of the lead.
    pub(super) title: f32,
    /// A term after the lead, against one of it.
    pub(super) body: f32,
    /// A number, against a word as rare.
    pub(super) number: f32,
    rare: f32,
    key: f32,
    /// The report of which the likeness tells what is usual.
    pub(super) rank: usize,
    /// Likeness that is usual at least.
    pub(super) floor: f32,
    /// Likeness that is usual at most.
    pub(super) ceiling: f32,
    /// How many times as alike as usual two reports about one event are.
    pub(super) threshold: f32,
    /// What likeness across languages counts for.
    pub(super) across: f32,
    /// What likeness of names, figures and kinds of event counts for within a language.
    pub(super) kin: f32,
}

impl Weights {
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut weights = Weights::default();
        for row in packs.languages().flat_map(|p| p.table("model/frequency/words").rows()) {
            let known = weights.common.entry(hash(row.key())).or_default();
            *known = known.max(number(&row, "documents")? as f32 / 10.0);
        }
        for pack in packs.languages() {
            for (table, column) in [("event/verb", "event"), ("event/noun", "event")] {
                for row in pack.table(table).rows() {
                    let word = row.key().replace('|', "");
                    weights.events.entry(hash(&word)).or_insert(shared("event", row.get(column)?));
                }
            }
        }
        for row in packs.common().table("story/weights").rows() {
            let value = number(&row, "value")? as f32;
            match row.key() {
                "title" => weights.title = value / 100.0,
                "body" => weights.body = value / 100.0,
                "number" => weights.number = value / 100.0,
                "rare" => weights.rare = value,
                "key" => weights.key = value,
                "rank" => weights.rank = value as usize,
                "floor" => weights.floor = value / 100.0,
                "ceiling" => weights.ceiling = value / 100.0,
                "threshold" => weights.threshold = value / 100.0,
                "across" => weights.across = value / 100.0,
                "kin" => weights.kin = value / 100.0,
                other => return Err(row.error(format!("{other:?} is not a weight of stories"))),
            }
        }
        Ok(weights)
    }

    /// What it tells that a report has a word: the root of its bits, because what a subject is written about in is rare too.
    pub(super) fn of(&self, term: u32) -> f32 {
        let texts = self.common.get(&term).copied().unwrap_or(0.0).max(self.rare).min(10_000.0);
        log2(10_000.0 / f64::from(texts)).sqrt() as f32
    }

    /// Whether a word is rare enough to find candidates by.
    pub(super) fn finds(&self, term: u32) -> bool {
        self.common.get(&term).is_none_or(|&texts| texts <= self.key)
    }
}

/// The term of a concept that languages share.
pub(super) fn shared(kind: &str, id: &str) -> u32 {
    hash(&format!("\0{kind}\0{id}"))
}

fn number(row: &Row, column: &str) -> Result<u32, Error> {
    let cell = row.get(column)?;
    cell.parse::<u32>()
        .map_err(|_| row.error(format!("a whole number was expected in {column}, not {cell:?}")))
}
