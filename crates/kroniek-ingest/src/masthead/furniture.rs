//! What stands around an article and is not of it: "read also", newsletter boxes, counters, closing credits.

use super::habits::{Habits, Place};
use super::piece::{folded_prefix, is_initials};
use kroniek_lang::fold;
use std::ops::Range;

/// Longest line, in bytes, that a furniture phrase can mark.
const LONGEST: usize = 240;

/// Whether a line is furniture wherever it stands.
pub(super) fn is_furniture(line: &str, habits: &Habits) -> bool {
    // Only a few phrases begin with a line's first letter; the others are not compared.
    let first = line.chars().find(|c| c.is_alphabetic()).and_then(|c| c.to_lowercase().next());
    line.len() <= LONGEST
        && first.is_some_and(|c| habits.furniture_letters.contains(&c))
        && habits.furniture.iter().filter(|(phrase, _)| phrase.chars().next() == first).any(
            |(phrase, place)| match place {
                Place::Start => begins(line, phrase),
                Place::Whole => bare(line) == phrase.as_str(),
                Place::End => false,
            },
        )
}

/// Whether a line is furniture at the end of a text.
pub(super) fn is_closing(line: &str, habits: &Habits) -> bool {
    if is_furniture(line, habits) {
        return true;
    }
    if line.len() > LONGEST {
        return false;
    }
    let folded = fold(line);
    let whole_word = |at: usize, n: usize| {
        !folded[..at].ends_with(char::is_alphanumeric) && !folded[at + n..].starts_with(char::is_alphanumeric)
    };
    habits.furniture.iter().any(|(phrase, place)| {
        *place == Place::End && folded.match_indices(phrase.as_str()).any(|(i, p)| whole_word(i, p.len()))
    })
}

fn begins(line: &str, phrase: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    folded_prefix(line, phrase).is_some_and(|n| !line[n..].starts_with(char::is_alphanumeric))
}

/// The line in folded letters, without figures and marks.
fn bare(line: &str) -> String {
    let letters: String =
        fold(line).chars().map(|c| if c.is_alphabetic() || c == '\'' { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A credit in brackets that closes a text: `(vlc)`, `(ANP)`, `(Belga/avh)`, `© ANP`; the range with its brackets and
/// the range within.
pub(super) fn closing_credit(
    source: &str,
    line: Range<usize>,
    habits: &Habits,
) -> Option<(Range<usize>, Range<usize>)> {
    let text = &source[line.clone()];
    let (open, inner) = if let Some(before) = text.strip_suffix(')') {
        let open = before.rfind('(')?;
        (open, open + 1..before.len())
    } else {
        let open = text.rfind('©')?;
        (open, open + '©'.len_utf8()..text.len())
    };
    if inner.len() > 40 {
        return None;
    }
    let names = text[inner.clone()].trim();
    let each = |n: &str| {
        let n = n.trim();
        let year = n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit());
        is_initials(n) || year || habits.is_agency(n) || habits.publishers().by_mark(n).is_some()
    };
    let before = text[..open].trim_end();
    // Brackets inside a sentence stand before its full stop.
    let apart = text[open..].starts_with('©')
        || before.is_empty()
        || before.ends_with(['.', '!', '?', '"', '”', '\'', '’', '…']);
    (apart && !names.is_empty() && names.split(['/', ',', ' ']).filter(|n| !n.is_empty()).all(each)).then(
        || {
            let start = line.start + inner.start;
            (line.start + open..line.end, start..start + inner.len())
        },
    )
}

/// Whether a line between paragraphs is a heading: short, without a full stop, after a line that is closed and before
/// one that begins anew.
pub(super) fn is_heading(before: &str, line: &str, after: &str) -> bool {
    let closed =
        before.trim_end_matches(['"', '”', '\'', '’', '»', ')', '“']).ends_with(['.', '!', '?', '…', ':']);
    let anew = |s: &str| {
        let c = s.chars().find(|c| c.is_alphanumeric());
        c.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    };
    let bullet = line.starts_with(['-', '–', '—', '*', '•', '·', '>']);
    let open_end = !line.ends_with(['.', ',', ';', ':', '…', '"', '”']);
    let quote = line.starts_with(['"', '“', '„']) && line.ends_with(['"', '”', '“']);
    closed
        && line.chars().count() <= 80
        && line.split_whitespace().count() <= 12
        && line.contains(char::is_alphabetic)
        && !bullet
        && (open_end || quote)
        && anew(line)
        && anew(after)
        && after.chars().count() > line.chars().count()
}
