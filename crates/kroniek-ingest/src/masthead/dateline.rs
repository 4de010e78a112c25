//! Place and agency before the first sentence: `OUDEWAARDE (ANP) - `, `PINE FORK, Ore. (WW) — `, `(Reuters) - `.

use super::habits::Habits;
use super::moment::{self, Moment, Order};
use super::piece::{is_name_like, trim};
use std::ops::Range;

/// A dateline; ranges are bytes of the source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dateline {
    /// All of it, the dash included.
    pub(super) range: Range<usize>,
    /// The agency, without its brackets.
    pub(super) agency: Option<Range<usize>>,
    /// A date in it, with its place.
    pub(super) date: Option<(Moment, Range<usize>)>,
}

/// No dateline is longer, in bytes.
const LONGEST: usize = 90;

/// The dateline at the beginning of a line.
pub(super) fn find(source: &str, line: Range<usize>, habits: &Habits, order: Order) -> Option<Dateline> {
    let text = &source[line.clone()];
    for (i, c) in text.char_indices().take_while(|&(i, _)| i < LONGEST) {
        let after = i + c.len_utf8();
        let rest = text[after..].trim_start_matches(['-', '–', '—', '_']);
        let end = match c {
            '-' | '–' | '—' | '_' if i > 0 && ends_open(&text[..i], rest) => text.len() - rest.len(),
            ')' if rest.starts_with(char::is_whitespace)
                && !rest.trim_start().starts_with(['-', '–', '—', '_']) =>
            {
                after
            }
            _ => continue,
        };
        let next = text[end..].trim_start();
        // A dash inside a sentence goes on in small letters.
        if next.starts_with(char::is_lowercase) {
            continue;
        }
        let sentence = next.ends_with(['.', '!', '?', '”', '"']) && next.split_whitespace().count() >= 8;
        let head = trim(source, line.start..line.start + if c == ')' { after } else { i });
        if let Some((agency, date)) = read(source, head, sentence, habits, order)
            && (c != ')' || agency.is_some())
        {
            return Some(Dateline { range: line.start..line.start + end, agency, date });
        }
    }
    None
}

/// Whether a dash stands between spaces, after a bracket, or at the end of the line.
fn ends_open(before: &str, after: &str) -> bool {
    before.ends_with([' ', '\u{a0}', ')']) && (after.is_empty() || after.starts_with(char::is_whitespace))
        || before.ends_with(|c: char| c.is_uppercase()) && after.starts_with(' ') && before.len() > 3
}

type Parts = (Option<Range<usize>>, Option<(Moment, Range<usize>)>);

fn read(
    source: &str,
    head: Range<usize>,
    sentence_follows: bool,
    habits: &Habits,
    order: Order,
) -> Option<Parts> {
    let text = &source[head.clone()];
    let (mut rest, mut agency) = (head.clone(), None);
    let mut known = false;
    if let Some(inner) = text.strip_suffix(')')
        && let Some(open) = inner.rfind('(')
    {
        let name = trim(source, head.start + open + 1..head.start + inner.len());
        known = source[name.clone()].split(['/', ',']).all(|n| habits.is_credited(n.trim()));
        let mark = &source[name.clone()];
        let capitals =
            (2..=6).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_uppercase() || b == b'/');
        if !known && !capitals {
            return None;
        }
        agency = Some(name);
        rest = trim(source, head.start..head.start + open);
    }
    let place = &source[rest.clone()];
    if place.is_empty() {
        return (agency.is_some() && known).then_some((agency, None));
    }
    let (place, date) = place_and_date(source, rest, habits, order);
    let text = source[place].trim_end_matches(',');
    let name = text.split(',').next().unwrap_or("");
    let capitals = name.chars().filter(|c| c.is_uppercase()).count() >= 3
        && !name.contains(char::is_lowercase)
        && !name.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '!' | '?' | '"'));
    // `Lutjewoud - De gemeente …`: a place in small letters needs a whole sentence behind it.
    let small_place = agency.is_none() && date.is_none() && is_place_like(text) && sentence_follows;
    let parts_are_names = text.split([',', '/']).all(|p| is_name_like(p.trim()) || p.trim().len() <= 5);
    let fits = parts_are_names && (capitals || known || small_place);
    fits.then_some((agency, date))
}

/// One to three words that begin with a capital, the last of them and the first: `Bergen op Zoom`.
fn is_place_like(text: &str) -> bool {
    text.split_whitespace().count() <= 3
        && is_name_like(text)
        && text.starts_with(|c: char| c.is_uppercase() || c == '\'' || c == '’')
        && !text.contains(['.', ','])
}

/// `LONDON, March 12` → the place and the date.
fn place_and_date(
    source: &str,
    range: Range<usize>,
    habits: &Habits,
    order: Order,
) -> (Range<usize>, Option<(Moment, Range<usize>)>) {
    let text = &source[range.clone()];
    for (at, _) in text.match_indices([',', ' ']) {
        let from = trim(source, range.start + at + 1..range.end);
        if let Some((moment, used)) = moment::parse(&source[from.clone()], habits, order)
            && used == from.len()
            && moment.day.is_some()
        {
            return (range.start..range.start + at, Some((moment, from)));
        }
    }
    (range, None)
}
