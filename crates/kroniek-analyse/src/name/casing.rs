//! Capitals where a report has none, or nothing else: which words would have one in ordinary print.
//!
//! A model that reads capitals is blind in "de burgemeester van amsterdam zegt" and dazzled in a report that shouts. So
//! in a report without capitals, and in one without small letters, each word gets the case that the word list and the
//! gazetteer expect of it. The text itself stays as it is.

use super::gazetteer::{Classes, Gazetteer, Known};
use super::unit::{Case, Unit};
use kroniek_lang::Lexicon;

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Print {
    Ordinary,
    Small,
    Capitals,
}

/// A report with fewer words tells too little.
const FEWEST: usize = 5;
/// The word list's flag for words that are written small.
const SMALL: u16 = 1;

/// Gives the units of a report that is all small letters or all capitals the case that is expected of them.
pub(super) fn restore(units: &mut [Unit], keys: &[u32], gazetteer: &Gazetteer, lexicon: Option<&Lexicon>) {
    let print = print(units);
    if print == Print::Ordinary {
        return;
    }
    for u in units.iter_mut().filter(|u| is_word(u.case)) {
        u.case = Case::Initial;
    }
    let known = gazetteer.read(units, keys);
    let mut before = false;
    for (u, k) in units.iter_mut().zip(&known) {
        if !is_word(u.case) {
            // Hyphens and particles stand inside names; what follows them is judged by itself.
            before = false;
            continue;
        }
        let class = lexicon.and_then(|l| l.class(&u.norm));
        let small = class.is_some_and(|c| c & SMALL != 0);
        let name = is_known(k, small) || (class.is_none() && (before || print == Print::Capitals));
        before = name && k.alone.any(Classes::FIRST);
        u.case = if name { Case::Initial } else { Case::Lower };
    }
}

fn is_word(case: Case) -> bool {
    !matches!(case, Case::Mark | Case::Number)
}

/// Whether the gazetteer has it as a name; `small`: whether the word list has it as an ordinary word too.
fn is_known(k: &Known, small: bool) -> bool {
    const FIRM: Classes = Classes(
        Classes::COUNTRY.0
            | Classes::ORGANISATION.0
            | Classes::PERSON.0
            | Classes::OTHER.0
            | Classes::REGION.0,
    );
    let longer = k.begin.any(FIRM) || k.inside.any(FIRM);
    longer || k.alone != Classes::default() && !small
}

fn print(units: &[Unit]) -> Print {
    let count = |is: fn(Case) -> bool| units.iter().filter(|u| is(u.case)).count();
    let capital = count(Case::is_capital);
    let small = count(|c| c == Case::Lower);
    match () {
        () if capital + small < FEWEST => Print::Ordinary,
        () if capital == 0 => Print::Small,
        () if small == 0 && count(|c| matches!(c, Case::Initial | Case::Mixed)) == 0 => Print::Capitals,
        () => Print::Ordinary,
    }
}
