//! Whether a match stands free: "2008" in "€ 2008" or "A2008" is no year.

use super::rules::Rule;
use kroniek_lang::fold;
use kroniek_lang::pattern::Atom;
use smol_str::SmolStr;
use std::ops::Range;

/// Whether a rule's match may stand where it does. One that only gives a part to other rules need not stand free.
pub(super) fn fits(rule: &Rule, text: &str, atoms: &[Atom], range: Range<usize>) -> bool {
    let Some(last) = range.end.checked_sub(1) else { return false };
    let free = || free_before(text, atoms, range.start) && free_after(text, atoms, last);
    if rule.inner && !rule.looks || !rule.inner && !free() {
        return rule.inner;
    }
    let prev =
        range.start.checked_sub(1).filter(|_| !atoms[range.start].is_break()).map(|i| word(text, atoms[i]));
    let next = atoms.get(range.end).filter(|a| !a.is_break());
    let among = |list: &[SmolStr], w: &Option<SmolStr>| w.as_ref().is_some_and(|w| list.contains(w));
    if among(&rule.unless_prev, &prev) || (!rule.only_prev.is_empty() && !among(&rule.only_prev, &prev)) {
        return false;
    }
    let apart = |i: usize| atoms[i].is_break() || atoms[i - 1].is_break();
    let second = || range.start.checked_sub(2).filter(|_| !apart(range.start)).map(|i| word(text, atoms[i]));
    if !rule.unless_second.is_empty() && among(&rule.unless_second, &second()) {
        return false;
    }
    if !rule.unless_next.is_empty() && among(&rule.unless_next, &next.map(|a| word(text, *a))) {
        return false;
    }
    if rule.standalone.is_empty() || among(&rule.standalone, &prev) {
        return true;
    }
    next.is_none_or(|a| !a.is_letters() || a.is_known() || a.is_upper())
}

fn word(text: &str, a: Atom) -> SmolStr {
    fold(&text[a.start as usize..a.end as usize])
}

fn mark(text: &str, a: Atom) -> char {
    text[a.start as usize..].chars().next().unwrap_or(' ')
}

fn free_before(text: &str, atoms: &[Atom], first: usize) -> bool {
    let atom = atoms[first];
    let Some(before) = first.checked_sub(1).filter(|_| atom.is_glued()).map(|i| atoms[i]) else {
        // "€ 2008" and "# 20".
        return !atom.is_figures()
            || first == 0
            || atom.is_break()
            || !matches!(mark(text, atoms[first - 1]), '$' | '€' | '£' | '#');
    };
    if before.is_letters() || before.is_figures() {
        return false;
    }
    let c = mark(text, before);
    if !atom.is_figures() {
        // "''60 Minutes''": a quotation mark, not a year in short.
        let quote = |c: char| matches!(c, '\'' | '’' | '‘');
        let quoted = quote(c) && !atom.is_letters() && quote(mark(text, atom));
        return !quoted && !matches!(c, '@' | '#' | '_');
    }
    let joined =
        before.is_glued() && atoms[..first - 1].last().is_some_and(|a| a.is_figures() || a.is_letters());
    let money = matches!(c, '$' | '€' | '£' | '#' | '+' | '_' | '@' | '=');
    let part = joined && matches!(c, '-' | '.' | ',' | '/' | ':' | '–' | '\'' | '’');
    !money && !part
}

fn free_after(text: &str, atoms: &[Atom], last: usize) -> bool {
    let atom = atoms[last];
    let Some(&after) = atoms.get(last + 1).filter(|a| a.is_glued()) else {
        // "45 %".
        let next = atoms.get(last + 1).filter(|a| !a.is_break());
        return !atom.is_figures() || next.is_none_or(|a| mark(text, *a) != '%');
    };
    let c = mark(text, after);
    if after.is_letters() {
        return matches!(c, '\'' | '’' | '‘');
    }
    if after.is_figures() {
        return false;
    }
    let beyond = atoms.get(last + 2).filter(|a| a.is_glued());
    match c {
        '%' | '$' | '€' | '£' | '@' | '_' => false,
        '.' | ',' | ':' => !atom.is_figures() || beyond.is_none_or(|b| !b.is_figures()),
        '-' | '/' | '–' if atom.is_figures() => {
            // "March 19-April 30".
            beyond.is_none_or(|b| !b.is_figures() && (!b.is_letters() || b.is_known() && b.is_upper()))
        }
        '-' => beyond.is_none_or(|b| b.is_known() || !b.is_letters()),
        _ => true,
    }
}
