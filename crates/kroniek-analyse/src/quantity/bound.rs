//! Words beside a number that bound it ("at least", "ruim", "or more").

use super::piece::{Piece, PieceTable};
use kroniek_lang::{Error, Pack, Row};
use kroniek_model::Modifier;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

#[derive(Debug, Clone, Copy)]
struct Bound {
    /// `None`: says nothing, look further.
    modifier: Option<Modifier>,
    side: Side,
    unless_change: bool,
}

/// The bounding words of one language.
#[derive(Debug, Clone)]
pub(super) struct Bounds {
    phrases: PieceTable<Bound>,
}

impl Bounds {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut phrases = PieceTable::default();
        for row in pack.table("quantity/bound").rows() {
            let modifier = match row.get("modifier")? {
                "skip" => None,
                code => Some(modifier(&row, code)?.ok_or_else(|| row.error("a modifier was expected"))?),
            };
            let side = match row.get("side")? {
                "before" => Side::Before,
                "after" => Side::After,
                other => return Err(row.error(format!("side is {other}, before or after was expected"))),
            };
            let unless_change = row.get("unless")? == "change";
            phrases.insert(row.key(), Bound { modifier, side, unless_change });
        }
        Ok(Bounds { phrases })
    }

    /// The bound that the words before piece `at` give, and where those words begin. `changes(i)`: the words before
    /// piece `i` speak of a change, so that "to" names its end and no limit.
    pub(super) fn before(
        &self,
        p: &[Piece],
        at: usize,
        changes: impl Fn(usize) -> bool,
    ) -> Option<(usize, Modifier)> {
        let mut found = None;
        let mut at = at;
        while at > 0 {
            let fits = |b: &Bound| b.side == Side::Before && b.modifier.is_some();
            if let Some((len, b)) = self.phrases.before(p, at, fits)
                && !(b.unless_change && changes(at - len))
                && let Some(modifier) = b.modifier
            {
                at -= len;
                // "naar schatting minstens": the bound says more than the estimate.
                let weak = matches!(found, None | Some((_, Modifier::Approx | Modifier::Exact)));
                let strong = !matches!(modifier, Modifier::Approx | Modifier::Exact);
                found = Some(match found {
                    Some((_, old)) if !(weak && strong) => (at, old),
                    _ => (at, modifier),
                });
                continue;
            }
            let Some((len, _)) = self.phrases.before(p, at, |b| b.modifier.is_none()) else { break };
            if found.is_some() {
                break;
            }
            at -= len;
        }
        found
    }

    /// The bound that the words from piece `at` on give, and where they end.
    pub(super) fn after(&self, p: &[Piece], at: usize) -> Option<(usize, Modifier)> {
        let (len, b) = self.phrases.at(p, at, |b| b.side == Side::After && b.modifier.is_some())?;
        Some((at + len, b.modifier?))
    }
}

/// The modifier of a code in a table; `None` for an empty cell.
pub(super) fn modifier(row: &Row<'_>, code: &str) -> Result<Option<Modifier>, Error> {
    const ALL: [Modifier; 7] = [
        Modifier::Exact,
        Modifier::Approx,
        Modifier::AtLeast,
        Modifier::MoreThan,
        Modifier::AtMost,
        Modifier::LessThan,
        Modifier::Vague,
    ];
    if code.is_empty() {
        return Ok(None);
    }
    let found = ALL.into_iter().find(|m| m.code() == code);
    found.map(Some).ok_or_else(|| row.error(format!("{code} is not a modifier")))
}
