//! Numbers whose noun or unit stands beside another figure ("zes schuren … en veertig ongedeerd").

use super::reading::{Draft, Reader};
use kroniek_model::{Modifier, Quantity};
use smol_str::SmolStr;

/// Completes the figures of a sentence and appends them to `found`, which holds those of the sentences before.
pub(super) fn complete(mut raw: Vec<Draft>, reader: Reader<'_>, found: &mut Vec<Quantity>, from: usize) {
    debug_assert_eq!(found.len(), from);
    for i in 0..raw.len() {
        if raw[i].of_last
            && let Some(code) = last_money(&raw[..i], found)
        {
            raw[i].q.unit = code;
        }
    }
    // From the right: "102 en 21 mensen", "8, 9 and 14 percent".
    for i in (0..raw.len().saturating_sub(1)).rev() {
        if raw[i].open
            && !raw[i].them
            && !raw[i + 1].open
            && reader.only_joiners(raw[i].pieces.1, raw[i + 1].pieces.0)
        {
            let (unit, counted) = (raw[i + 1].q.unit.clone(), raw[i + 1].q.counted);
            take(&mut raw[i], unit, counted);
        }
    }
    for i in 0..raw.len() {
        if !raw[i].open {
            continue;
        }
        let (before, rest) = raw.split_at_mut(i);
        let this = &mut rest[0];
        let counted = || before.iter().rev().find(|d| d.q.counted.is_some() && d.q.unit == "count");
        if this.them {
            let counted = counted().and_then(|d| d.q.counted);
            let earlier = || found.iter().rev().take(6).find(|q| q.counted.is_some()).and_then(|q| q.counted);
            this.q.counted = counted.or_else(earlier);
        } else if this.scaled && last_money(before, &found[found.len().saturating_sub(4)..]).is_some() {
            let unit = last_money(before, found).unwrap_or_default();
            take(this, unit, None);
        } else if let Some(money) = before.last().filter(|d| is_money(&d.q.unit)) {
            let unit = money.q.unit.clone();
            if this.q.low >= money.q.low / 100.0 {
                take(this, unit, None);
            }
        } else if let Some(other) = counted() {
            let counted = other.q.counted;
            this.q.counted = counted;
        }
    }
    conversions(&mut raw, reader);
    found.extend(raw.into_iter().map(|d| d.q));
}

/// The same amount in other units between brackets has the bound of the first: "about 140 dollars (96 euros)".
fn conversions(raw: &mut [Draft], reader: Reader<'_>) {
    for i in 1..raw.len() {
        let (before, this) = (&raw[i - 1], &raw[i]);
        let between = &reader.p[before.pieces.1.min(this.pieces.0)..this.pieces.0];
        let opens = between.last().is_some_and(|x| x.norm == "(") && between.len() <= 2;
        let goes_on = between.len() == 1 && between[0].norm == "," && before.bracketed;
        let measures = |q: &Quantity| !matches!(q.unit.as_str(), "count" | "percent" | "fraction");
        if (opens || goes_on) && measures(&before.q) && measures(&this.q) {
            let modifier = before.q.modifier;
            raw[i].bracketed = true;
            if raw[i].q.modifier == Modifier::Exact {
                raw[i].q.modifier = modifier;
            }
        }
    }
}

fn take(d: &mut Draft, unit: SmolStr, counted: Option<kroniek_model::Span<kroniek_model::Text>>) {
    if is_money(&unit) {
        d.q.rule = "quantity.money".into();
    }
    (d.q.unit, d.q.counted, d.open) = (unit, counted, false);
}

fn last_money(raw: &[Draft], found: &[Quantity]) -> Option<SmolStr> {
    let here = raw.iter().rev().map(|d| &d.q.unit).find(|u| is_money(u));
    here.or_else(|| found.iter().rev().map(|q| &q.unit).find(|u| is_money(u))).cloned()
}

/// Units of three capitals are ISO 4217 codes.
fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase())
}
