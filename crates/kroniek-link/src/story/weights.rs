//! The weights of story clustering, from the packs.

use crate::digest::hash;
use kroniek_lang::{Error, Packs, Row};
use rustc_hash::FxHashMap;

/// What the packs say of weighing reports against one another.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    /// Share of texts that have a term in general, by its hash.
    pub(super) common: FxHashMap<u32, f32>,
    /// A term of the title, against one of the lead.
    pub(super) title: f32,
    /// A term after the lead, against one of it.
    pub(super) body: f32,
    /// How many texts at hand the language's own frequencies weigh as much as.
    pub(super) background: f32,
    /// Likeness to reports at large that is taken for granted.
    pub(super) floor: f32,
    /// How many times as alike as reports at large two reports about one event are.
    pub(super) threshold: f32,
}

impl Weights {
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let number = |row: &Row, column| {
            let cell = row.get(column)?;
            cell.parse::<u32>()
                .map_err(|_| row.error(format!("a whole number was expected in {column}, not {cell:?}")))
        };
        let mut common: FxHashMap<u32, f32> = FxHashMap::default();
        for row in packs.languages().flat_map(|p| p.table("model/frequency/words").rows()) {
            let known = common.entry(hash(row.key())).or_default();
            *known = known.max(number(&row, "documents")? as f32 / 100_000.0);
        }
        let mut weights =
            Weights { common, title: 1.0, body: 1.0, background: 1.0, floor: 0.05, threshold: 1.0 };
        for row in packs.common().table("story/weights").rows() {
            let value = number(&row, "hundredths")? as f32 / 100.0;
            match row.key() {
                "title" => weights.title = value,
                "body" => weights.body = value,
                "background" => weights.background = value,
                "floor" => weights.floor = value,
                "threshold" => weights.threshold = value,
                other => return Err(row.error(format!("{other:?} is not a weight of stories"))),
            }
        }
        Ok(weights)
    }
}
