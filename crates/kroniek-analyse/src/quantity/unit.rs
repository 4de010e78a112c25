//! Units of measure and currencies beside a number.

use super::piece::{Kind, Piece, PieceTable, pieces};
use kroniek_lang::{Error, Pack};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A unit as a pack's word stands for it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// Symbol of the unit, or ISO 4217 code.
    pub(super) symbol: SmolStr,
    /// What the number is multiplied with.
    pub(super) factor: f64,
    /// Money.
    pub(super) money: bool,
    /// Cents of whatever money was named before.
    pub(super) of_last: bool,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// As a word of its own.
    Word,
    /// Also right behind the figures or a hyphen.
    Suffix,
    /// Only right behind the figures.
    OnlySuffix,
}

/// Units and currencies of one language.
#[derive(Debug, Clone)]
pub(super) struct Units {
    words: PieceTable<Unit>,
    /// Signs and codes of currencies, without spaces.
    pub(super) signs: FxHashMap<SmolStr, SmolStr>,
}

impl Units {
    pub(super) fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let mut known: FxHashMap<&str, ()> = FxHashMap::default();
        for row in common.table("unit").rows() {
            known.insert(row.key(), ());
        }
        let mut signs = FxHashMap::default();
        for row in common.table("currency").rows() {
            signs.insert(SmolStr::new(row.get("sign")?), SmolStr::new(row.get("code")?));
        }
        let mut words = PieceTable::default();
        let number = |cell: &str| cell.parse::<f64>().ok();
        for row in pack.table("quantity/unit").rows() {
            let symbol = row.get("unit")?;
            if !known.contains_key(symbol) {
                return Err(row.error(format!("{symbol} is not in lang/common/unit.tsv")));
            }
            let factor = number(row.get("factor")?).ok_or_else(|| row.error("factor must be a number"))?;
            let place = match row.get("suffix")? {
                "yes" => Place::Suffix,
                "only" => Place::OnlySuffix,
                _ => Place::Word,
            };
            let symbol = SmolStr::new(symbol);
            words.insert(row.key(), Unit { symbol, factor, money: false, of_last: false, place });
        }
        for row in pack.table("quantity/currency").rows() {
            let factor = number(row.get("factor")?).ok_or_else(|| row.error("factor must be a number"))?;
            let (symbol, of_last) = (SmolStr::new(row.get("code")?), row.get("self")? == "self");
            words.insert(row.key(), Unit { symbol, factor, money: true, of_last, place: Place::Suffix });
        }
        Ok(Units { words, signs })
    }

    /// Cuts a sentence into pieces, signs and codes of currencies apart from the figures.
    pub(super) fn pieces(&self, text: &str, base: usize) -> Vec<Piece> {
        pieces(text, base, &self.signs)
    }

    /// The currency sign or code that ends right before piece `at`: where it begins, and the code.
    pub(super) fn sign_before(&self, p: &[Piece], at: usize) -> Option<(usize, SmolStr)> {
        (at.saturating_sub(5)..at).find_map(|from| Some((from, self.sign(&p[from..at])?)))
    }

    /// The currency sign or code that begins at piece `at`: where it ends, and the code.
    pub(super) fn sign_at(&self, p: &[Piece], at: usize) -> Option<(usize, SmolStr)> {
        (at + 1..=p.len().min(at + 3)).rev().find_map(|to| Some((to, self.sign(&p[at..to])?)))
    }

    fn sign(&self, run: &[Piece]) -> Option<SmolStr> {
        let spaced = run.iter().skip(1).filter(|x| !x.glued).count();
        let lower = run.iter().any(|x| x.kind == Kind::Word && !x.capital);
        if spaced > 1 || lower {
            return None;
        }
        let joined: String = run.iter().map(|x| x.norm.as_str()).collect();
        self.signs.get(joined.as_str()).cloned()
    }

    /// The unit that begins at piece `at`, right after a number: where it ends, and the unit.
    pub(super) fn after(&self, p: &[Piece], at: usize) -> Option<(usize, &Unit)> {
        let first = p.get(at)?;
        let (at, suffix) = match first.norm.as_str() {
            "-" | "‑" if first.glued => (at + 1, true),
            _ => (at, first.glued && first.kind == Kind::Word),
        };
        let fits = |u: &Unit| match u.place {
            Place::Suffix => true,
            Place::Word => !suffix,
            Place::OnlySuffix => suffix,
        };
        let (len, unit) = self.words.at(p, at, fits)?;
        // "%": a sign that stands apart or not; letters must not run on ("m" in "m2" is one piece already).
        Some((at + len, unit))
    }
}
