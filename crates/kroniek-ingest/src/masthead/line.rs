//! A single visible line of a web page that may hold a date or a writer, read as a masthead line is.

use super::habits::{Habits, Label};
use super::moment::{self, Order};
use super::piece::{folded_prefix, label_at, split_names};
use super::published;
use kroniek_model::When;

/// A date that stands in a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DatedLine {
    /// The day, with the clock time where it is printed.
    pub(crate) when: When,
    /// The line says that it is the date of a change.
    pub(crate) is_modified: bool,
    /// The line says that it is the date of publication.
    pub(crate) is_published: bool,
}

/// What a line says a date in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Said(Option<Label>);

impl Said {
    /// A date with this said of it.
    pub(crate) fn dated(self, when: When) -> DatedLine {
        DatedLine {
            when,
            is_modified: self.0 == Some(Label::Modified),
            is_published: self.0 == Some(Label::Published),
        }
    }
}

/// The label of a date in a line: the first that stands there.
pub(crate) fn label(line: &str, habits: &Habits) -> Said {
    let found = starts(line).find_map(|i| match label_at(&line[i..], habits) {
        Some((found @ (Label::Published | Label::Modified), _)) => Some(found),
        _ => None,
    });
    Said(found)
}

/// Where words begin, the first ones of a line.
fn starts(line: &str) -> impl Iterator<Item = usize> + '_ {
    let start = |&(i, c): &(usize, char)| {
        c.is_alphanumeric() && !line[..i].ends_with(|b: char| b.is_alphanumeric() || b == '.' || b == ',')
    };
    line.char_indices().filter(start).map(|(i, _)| i).take(24)
}

/// The first whole date in a line, with what the words before it say that it is.
pub(crate) fn date(line: &str, habits: &Habits, order: Order) -> Option<DatedLine> {
    for i in starts(line) {
        let Some((moment, _)) = moment::parse(&line[i..], habits, order) else { continue };
        if moment.date().is_some() {
            return Some(label(&line[..i], habits).dated(published::when(&published::settle(moment))?));
        }
    }
    None
}

/// The names of writers in an element that is marked as theirs, without the label before them and without what stands
/// behind them on the line (a date, an office).
pub(crate) fn writers(line: &str, habits: &Habits) -> Vec<String> {
    let mut rest = line.trim();
    while let Some((_, n)) =
        label_at(rest, habits).filter(|l| l.0 == Label::Byline || l.0 == Label::Published)
    {
        rest = rest[n..].trim_start_matches([':', ' ', '\u{a0}']);
    }
    // A date behind the name ends it.
    let end = rest
        .char_indices()
        .filter(|&(i, c)| i > 0 && (c.is_ascii_digit() || c == '•' || c == '|' || c == '·'))
        .map(|(i, _)| i)
        .next()
        .unwrap_or(rest.len());
    let mut names = rest[..end].trim();
    // … with its month or weekday, where that stands first: `Jo Bell November 26`.
    while let Some((head, last)) = names.rsplit_once(' ')
        && end < rest.len()
        && moment::is_calendar_word(last, habits)
    {
        names = head.trim_end_matches([',', '-', '–', ' ']);
    }
    let is_label = |n: &str| habits.labels.iter().any(|(l, _, _)| folded_prefix(n, l) == Some(n.len()));
    split_names(names, habits)
        .into_iter()
        .filter(|n| n.chars().any(char::is_alphabetic) && !is_label(n))
        .map(str::to_owned)
        .collect()
}
