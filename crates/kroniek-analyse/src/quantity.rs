//! Figures: numbers that count or measure something, with their bounds, units and what they count.
//!
//! A sentence is cut into pieces finer than words (`piece`), numbers are read from them (`number`), then the sign or
//! unit beside each (`unit`), the noun after it (`counted`), the words that bound it (`bound`), and the words that show
//! it is no figure at all (`context`). Numbers without a noun take theirs from a figure beside them (`elided`).

mod bound;
mod context;
mod counted;
mod elided;
mod number;
mod piece;
mod reading;
mod unit;

use kroniek_lang::{Error, Pack};
use kroniek_model::{Analysis, Morph, Pos, Quantity, Sentence};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// The layer's rules for one language.
pub struct Rules {
    numbers: number::Numbers,
    units: unit::Units,
    bounds: bound::Bounds,
    context: context::Context,
}

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        Ok(Rules {
            numbers: number::Numbers::compile(pack)?,
            units: unit::Units::compile(common, pack)?,
            bounds: bound::Bounds::compile(pack)?,
            context: context::Context::compile(pack)?,
        })
    }

    /// Finds the quantities of a report; what the time layer found is left out.
    pub fn find(&self, a: &mut Analysis) {
        let mut found: Vec<Quantity> = Vec::new();
        let cuts: Vec<Vec<piece::Piece>> = a
            .sentences
            .iter()
            .map(|s| self.units.pieces(s.span.of(&a.report.text), s.span.start() as usize))
            .collect();
        let products = self.products(a, &cuts);
        for (i, pieces) in cuts.iter().enumerate() {
            let s = &a.sentences[i];
            if s.region.is_prose() {
                let reader = reading::Reader { rules: self, a, s, p: pieces, products: &products };
                let from = found.len();
                let raw = reader.read();
                elided::complete(raw, reader, &mut found, from);
            }
        }
        settle_dollars(&a.report.text, &mut found);
        a.quantities = found;
    }

    /// Whether the share word at piece `at` has its article inside the figure ("de helft").
    fn takes_article(&self, p: &[piece::Piece], at: usize) -> bool {
        self.context.at(p, at, context::Role::WithArticle).is_some()
    }

    /// Figures that name a product or a thing somewhere in the report ("Boeing 737", "the 787-9"): bare, they name it
    /// everywhere.
    fn products(&self, a: &Analysis, cuts: &[Vec<piece::Piece>]) -> FxHashMap<SmolStr, ()> {
        let mut out = FxHashMap::default();
        let mut named: FxHashMap<SmolStr, u32> = FxHashMap::default();
        for (s, p) in a.sentences.iter().zip(cuts) {
            for (i, x) in p.iter().enumerate() {
                let bare = x.kind == piece::Kind::Figures && x.norm.bytes().all(|b| b.is_ascii_digit());
                if !bare || x.norm.len() < 2 {
                    continue;
                }
                let (sure, maybe) = self.names_product(a, s, p, i);
                // A name before it once is chance ("koopt Boeing 100 ..."), twice is its name.
                let times = named.entry(x.norm.clone()).or_default();
                *times += u32::from(maybe);
                if sure || *times >= 2 {
                    out.insert(x.norm.clone(), ());
                }
            }
        }
        out
    }

    /// Whether the figures at piece `i` surely belong to a name (a plural or letter stuck to them, a name before and a
    /// hyphen or name behind), and whether they may (a name before, or "the" with no noun behind).
    fn names_product(&self, a: &Analysis, s: &Sentence, p: &[piece::Piece], i: usize) -> (bool, bool) {
        let next = p.get(i + 1).filter(|x| x.glued);
        let plural = next.is_some_and(|x| x.norm == "s" || x.norm == "'s");
        let name_before = i > 0 && p[i - 1].capital && p[i - 1].kind == piece::Kind::Word && !p[i].glued;
        let first = i > 0 && p[i - 1].start == s.span.start() as usize;
        let hyphen = next.is_some_and(|x| x.norm == "-");
        let capital_after = p.get(i + 1).is_some_and(|x| x.capital && !x.glued);
        let definite = self.context.before(p, i, context::Role::Determiner).is_some() && p[i].norm.len() == 3;
        let after = p.get(i + 1).and_then(|x| a.tokens.get(counted::token_at(a, x.start) as usize));
        let one_name = after.is_some_and(|t| t.pos == Pos::Propn && !t.morph.has(Morph::PLURAL));
        let no_noun = !after.is_some_and(|t| matches!(t.pos, Pos::Noun | Pos::Adj | Pos::Propn | Pos::Sym));
        let sure = plural
            || name_before && !first && (hyphen || capital_after)
            || definite && capital_after && one_name;
        (sure, name_before || definite && no_noun)
    }
}

/// A plain "$" is the dollar that the same number has elsewhere in the report ("$ 52.5 million ... AU$ 52.5 million").
fn settle_dollars(text: &str, found: &mut [Quantity]) {
    let mut precise: FxHashMap<u64, SmolStr> = FxHashMap::default();
    for q in found.iter() {
        let sign = q.span.of(text).find('$');
        if sign.is_some_and(|at| at > 0) && q.unit != "USD" {
            precise.entry(q.low.to_bits()).or_insert_with(|| q.unit.clone());
        }
    }
    for q in found.iter_mut().filter(|q| q.span.of(text).starts_with('$')) {
        if let Some(unit) = precise.get(&q.low.to_bits()) {
            q.unit = unit.clone();
        }
    }
}

#[cfg(test)]
mod tests;
