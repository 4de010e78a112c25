//! The lines before the body: outlet, title, subtitle, writers, dates.

use super::habits::{Habits, Label};
use super::moment::Order;
use super::piece::{self, Piece, trim};
use super::{HEAD, Layout, furniture};
use kroniek_lang::fold;
use kroniek_model::RegionKind;
use std::ops::Range;

/// What a line of the head is.
enum Line {
    Masthead(Vec<Piece>),
    /// A credit with the body's first sentence behind it: the credit with its label and counter, its names, the rest.
    CreditThenBody(Range<usize>, Range<usize>, Range<usize>),
    Prose,
    /// Short and without a full stop: a title, a subtitle, a name.
    Short,
}

/// Reads the head into `layout`; the number of the body's first line.
pub(super) fn read(
    layout: &mut Layout,
    source: &str,
    lines: &mut [Range<usize>],
    given: Option<&str>,
    habits: &Habits,
    order: Order,
) -> usize {
    let mut kinds: Vec<Line> = Vec::new();
    for (i, line) in lines.iter().enumerate().take(HEAD) {
        let next = lines.get(i + 1).cloned();
        kinds.push(kind(source, line.clone(), next, habits, order));
    }
    let Some(body) = first_of_body(source, lines, &kinds) else { return 0 };
    let given = given.map(plain);
    let is_given = |i: usize| given.as_deref().is_some_and(|g| g == plain(&source[lines[i].clone()]));
    let body = match (0..body.saturating_add(1).min(kinds.len())).find(|&i| is_given(i)) {
        Some(i) if i + 1 < lines.len() => body.max(i + 1),
        _ => body,
    };
    let short: Vec<usize> = (0..body).filter(|&i| matches!(kinds[i], Line::Short) || is_given(i)).collect();
    let title = short.iter().copied().find(|&i| is_given(i)).or_else(|| title(source, lines, &short, habits));
    let dates: Vec<bool> = kinds.iter().map(is_date_line).collect();
    let dated = |i: usize| dates.get(i).copied().unwrap_or(false);
    for (i, kind) in kinds.into_iter().enumerate().take(body + 1) {
        let line = lines[i].clone();
        match kind {
            _ if Some(i) == title => layout.title_line(source, line, habits),
            Line::CreditThenBody(credit, names, rest) if i == body => {
                layout.credit(&source[names], habits);
                layout.part(credit, RegionKind::Masthead);
                lines[body] = rest;
                break;
            }
            _ if i == body => break,
            Line::Masthead(pieces) => {
                let titled = title.is_some_and(|t| t < i);
                layout.masthead(source, line, pieces, titled, habits);
            }
            _ if title.is_some_and(|t| i < t) => {
                let name = first_chunk(&source[line.clone()]);
                // A name of several words at the very top is the outlet's, known or not: "De Rivierbode".
                let unknown = i == 0 && name.contains(' ') && piece::is_name_like(name);
                if habits.is_outlet(name) || unknown {
                    layout.outlet(name, habits);
                }
                layout.part(line, RegionKind::Masthead);
            }
            _ if is_writer(source, line.clone(), &lines[body..])
                || dated(i + 1) && is_plain_name(&source[line.clone()])
                || is_writer_and_outlet(&source[line.clone()], habits) =>
            {
                layout.writers(&source[line.clone()], false, habits);
                layout.part(line, RegionKind::Masthead);
            }
            _ if furniture::is_furniture(&source[line.clone()], habits) => {
                layout.part(line, RegionKind::Furniture);
            }
            _ => layout.part(line, RegionKind::Heading),
        }
    }
    layout.take_author(source, &lines[body..], title.map(|t| &lines[t]));
    body
}

fn is_date_line(line: &Line) -> bool {
    matches!(line, Line::Masthead(pieces) if pieces.iter().any(|p| matches!(p, Piece::Date { .. })))
}

/// Two or three words that begin with a capital.
fn is_plain_name(text: &str) -> bool {
    let words = text.split_whitespace();
    (2..=3).contains(&words.clone().count()) && words.clone().all(|w| w.starts_with(char::is_uppercase))
}

/// `Jo Bell, Harbour Post Europe`: a writer and the paper, in either order.
fn is_writer_and_outlet(text: &str, habits: &Habits) -> bool {
    let names = piece::split_names(text, habits);
    let [first, second] = names[..] else { return false };
    let outlet = |n: &str| habits.is_outlet_not_writer(n, true);
    piece::is_name_like(first)
        && piece::is_name_like(second)
        && (is_plain_name(first) && outlet(second) || outlet(first) && is_plain_name(second))
}

/// Whether pieces are a masthead line even behind the first paragraph.
pub(super) fn is_sure(pieces: &[Piece]) -> bool {
    pieces.iter().any(|p| match p {
        Piece::Date { moment, label, .. } => {
            moment.date().is_some() || label.is_some() && (moment.is_strong() || moment.ago)
        }
        Piece::Credit(_) | Piece::Byline(_) => true,
        _ => false,
    })
}

/// Fewest letters of a line that a paragraph was wrapped at.
const WRAPPED: usize = 45;

fn kind(source: &str, line: Range<usize>, next: Option<Range<usize>>, habits: &Habits, order: Order) -> Line {
    if let Some((credit, names, rest)) = credit_then_body(source, line.clone(), habits) {
        return Line::CreditThenBody(credit, names, rest);
    }
    if let Some(pieces) = piece::pieces(source, line.clone(), habits, order) {
        return Line::Masthead(pieces);
    }
    let text = &source[line.clone()];
    let dateline = super::dateline::find(source, line.clone(), habits, order);
    // A dateline on a line of its own, or before a sentence; `LIVE - Storm trekt over land` is a title.
    let dated = dateline.is_some_and(|d| {
        let rest = trim(source, d.range.end..line.end);
        is_prose(&source[rest.clone()])
            || rest.is_empty() && next.clone().is_some_and(|n| is_prose(&source[n]))
    });
    // A line that goes on in small letters on the next is one of a wrapped paragraph.
    let long = source[line.clone()].chars().count() >= WRAPPED;
    let wrapped = long
        && next.is_some_and(|n| {
            source[line.end..n.start].matches('\n').count() == 1
                && source[n.clone()].starts_with(char::is_lowercase)
                && piece::pieces(source, n, habits, order).is_none()
        });
    if dated || wrapped || is_prose(text) { Line::Prose } else { Line::Short }
}

/// Whether a line reads as running text: closed by a full stop, or long.
fn is_prose(text: &str) -> bool {
    if text.len() > 1200 {
        return true;
    }
    let words = text.split_whitespace().count();
    let bare = text.trim_end_matches(['"', '”', '\'', '’', '»', ')', '“']);
    let capitals = !text.contains(char::is_lowercase);
    let chars = text.chars().count();
    chars > 220
        || !capitals
            && (bare.ends_with('.') && !bare.ends_with("...") && (words >= 4 || is_long_word(bare))
                || bare.ends_with(['!', '?', '…']) && chars > 120
                || words >= 12 && text.contains(". ") && chars > 120)
}

/// Whether a text ends in a word too long for an abbreviation.
fn is_long_word(text: &str) -> bool {
    text.split_whitespace().count() > 1 && text.rsplit(' ').next().is_some_and(|w| w.len() > 5)
}

/// The first line that is prose; without one, the second short line, where a title is sure to stand before it.
fn first_of_body(source: &str, lines: &[Range<usize>], kinds: &[Line]) -> Option<usize> {
    let prose = kinds.iter().position(|k| matches!(k, Line::Prose | Line::CreditThenBody(..)));
    if prose.is_some() {
        return prose;
    }
    // A list or a table: only what is surely masthead goes before it.
    let first = kinds.iter().position(|k| matches!(k, Line::Short))?;
    let masthead = kinds.iter().rposition(|k| matches!(k, Line::Masthead(_)));
    let title_apart = masthead.is_some_and(|m| m > first)
        || lines
            .get(first + 1)
            .is_some_and(|next| source[lines[first].end..next.start].matches('\n').count() > 1);
    let body = if title_apart { first + 1 } else { first };
    (body..kinds.len()).find(|&i| matches!(kinds[i], Line::Short))
}

/// Which of the short lines is the title: the first that is no outlet's name and no section label.
fn title(source: &str, lines: &[Range<usize>], short: &[usize], habits: &Habits) -> Option<usize> {
    let text = |i: usize| &source[lines[i].clone()];
    let count = |t: &str| t.split_whitespace().count();
    let mut rest = short;
    while let Some((&first, later)) = rest.split_first() {
        // A title that can be one must be left behind what is skipped.
        let heads = later.iter().any(|&i| count(text(i)) >= 4 && !piece::is_name_like(text(i)));
        let Some(&second) = later.first() else { break };
        let outlet = first_chunk(text(first));
        let named = count(outlet) <= 6
            && (piece::is_name_like(outlet)
                || !outlet.contains(char::is_lowercase)
                || super::habits::is_domain(outlet))
            && habits.is_outlet(outlet)
            && (heads || count(text(second)) > count(outlet) || !piece::is_name_like(text(second)));
        let label = heads && count(text(first)) <= 3;
        // `Noorderpost | regio Drenthe`, `weekblad voor Limburg en de Peel`: an unknown outlet with its section or line.
        let parted = has_bar(text(first)) || first == short[0] && outlet.len() < text(first).len();
        let bars = heads && parted && count(outlet) <= 4 && count(text(first)) <= 9;
        let tagline = heads
            && first != short[0]
            && text(first).starts_with(char::is_lowercase)
            && count(text(first)) <= 8;
        if !named && !label && !bars && !tagline {
            break;
        }
        rest = later;
    }
    rest.first().copied()
}

/// Whether a line is parted by a bar or a spaced dash, as outlets part their name from a section.
fn has_bar(text: &str) -> bool {
    text.contains(['|', '•', '·'])
}

/// The part of a line before its first separator, or before a tagline in small letters: `Het Havenblad, dagblad voor
/// Rotterdam`.
fn first_chunk(text: &str) -> &str {
    let tag =
        text.match_indices(", ").map(|(i, _)| i).find(|&i| text[i + 2..].starts_with(char::is_lowercase));
    let ends = [" - ", " – ", " — ", " | ", "|", " • ", " · "].iter().filter_map(|s| text.find(s)).chain(tag);
    text[..ends.min().unwrap_or(text.len())].trim()
}

/// Whether a line behind the title is a writer's name: two to four capitalised words that the body never uses.
fn is_writer(source: &str, line: Range<usize>, body: &[Range<usize>]) -> bool {
    let name = &source[line];
    let words = name.split_whitespace().count();
    (2..=4).contains(&words) && piece::is_name_like(name) && !is_mentioned(source, name, body)
}

/// Whether the first lines of the body use the last word of a name.
fn is_mentioned(source: &str, name: &str, body: &[Range<usize>]) -> bool {
    let Some(last) = name.split_whitespace().last() else { return true };
    let (Some(from), Some(to)) = (body.first(), body.get(body.len().min(60) - 1)) else { return false };
    let text = &source[from.start..to.end.min(floor(source, from.start + 40_000))];
    text.contains(last)
}

fn floor(source: &str, at: usize) -> usize {
    (0..=at.min(source.len())).rev().find(|&i| source.is_char_boundary(i)).unwrap_or(0)
}

/// `Bron: Reuters 3 Volgens …`: label, names, a counter perhaps, and then the text.
fn credit_then_body(
    source: &str,
    line: Range<usize>,
    habits: &Habits,
) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    let text = &source[line.clone()];
    let (Label::Credit, skipped) = piece::label_at(text, habits)? else { return None };
    let from = trim(source, line.start + skipped..line.end);
    let words: Vec<(usize, &str)> = words(&source[from.clone()]).take(9).collect();
    let end_of = |k: usize| words[k].0 + words[k].1.len();
    let begins = |k: usize| {
        words.get(k).is_some_and(|(_, w)| {
            w.starts_with(|c: char| {
                c.is_uppercase() || matches!(c, '"' | '“' | '„' | '\'' | '‘' | '’' | ',' | '(')
            })
        })
    };
    let counter =
        |k: usize| words.get(k).is_some_and(|(_, w)| w.len() <= 5 && w.bytes().all(|b| b.is_ascii_digit()));
    let known = |k: usize| {
        let names = &source[from.start..from.start + end_of(k)];
        piece::split_names(names, habits)
            .iter()
            .all(|n| habits.is_agency(n) || habits.publishers().by_mark(n).is_some() || piece::is_initials(n))
    };
    // The counter tells where the credit ends; without it, only names that are known do.
    let by_counter = (1..words.len().min(7)).find(|&k| counter(k) && begins(k + 1)).map(|k| (k - 1, k));
    let by_name = || (0..words.len().min(6)).rev().find(|&k| known(k) && begins(k + 1)).map(|k| (k, k));
    let (name, last) = by_counter.or_else(by_name)?;
    let names = from.start..from.start + end_of(name);
    let rest = trim(source, from.start + end_of(last)..line.end);
    (source[rest.clone()].split_whitespace().count() >= 4)
        .then(|| (line.start..from.start + end_of(last), names, rest))
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
}

/// A title in folded letters without quotation marks and full stop, to compare.
fn plain(text: &str) -> String {
    fold(text.trim().trim_matches(|c: char| matches!(c, '"' | '“' | '”' | '„' | '\'' | '‘' | '’' | '.')))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

impl Layout {
    /// A line with the title on it: quotation marks, initials and the outlet's name around it go.
    fn title_line(&mut self, source: &str, line: Range<usize>, habits: &Habits) {
        let mut title = line.clone();
        title = self.without_outlet(source, title, habits);
        if source[title.clone()].contains('©')
            && let Some((whole, names)) = furniture::closing_credit(source, title.clone(), habits)
        {
            self.credit(&source[names], habits);
            title = trim(source, title.start..whole.start);
        }
        title = self.without_initials(source, title);
        self.part(title.clone(), RegionKind::Title);
        self.part(trim(source, title.end..line.end), RegionKind::Masthead);
        self.title = Some(without_quotes(source, title));
    }

    /// `Brand in haven | Binnenland | De Kustbode`: the outlet behind the title, and the section before it, go.
    fn without_outlet(&mut self, source: &str, mut title: Range<usize>, habits: &Habits) -> Range<usize> {
        for _ in 0..3 {
            let text = &source[title.clone()];
            let last =
                [" | ", " - ", " – ", " — "].iter().filter_map(|s| text.rfind(s).map(|at| (at, *s))).max();
            let Some((at, sep)) = last else { break };
            let (before, name) = (&text[..at], text[at + sep.len()..].trim());
            let bar = sep == " | ";
            if before.split_whitespace().count() < 3 {
                break;
            }
            let known = habits.publishers().by_mark(name).is_some() || super::habits::is_domain(name);
            if bar && !known && habits.is_section(name) {
                title = trim(source, title.start..title.start + at);
                continue;
            }
            let after_section = before.rsplit_once(" | ").is_some_and(|(_, s)| habits.is_section(s));
            let unknown = name.split_whitespace().count() <= 4
                && piece::is_name_like(name)
                && (habits.is_outlet(name) || bar && (habits.has_article(name) || after_section));
            if !known && !unknown {
                break;
            }
            self.outlet(name, habits);
            title = trim(source, title.start..title.start + at);
        }
        title
    }

    /// `“Title” TT`: capitals behind the closing mark are the writer's initials.
    fn without_initials(&mut self, source: &str, title: Range<usize>) -> Range<usize> {
        let text = &source[title.clone()];
        let Some((before, last)) = text.rsplit_once(' ') else { return title };
        let before = before.trim_end();
        let capitals = (2..=4).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_uppercase());
        if capitals
            && before.starts_with(['"', '“', '„', '‘', '\'', '’'])
            && before.ends_with(['"', '”', '“', '’', '\''])
        {
            self.byline.push(last.to_owned());
            return title.start..title.start + before.len();
        }
        title
    }

    /// `Brand verwoest oude molen Mia de Wit` + a date line: a name behind the title that the body never uses is the
    /// writer's.
    fn take_author(&mut self, source: &str, body: &[Range<usize>], line: Option<&Range<usize>>) {
        let (Some(line), Some(title)) = (line, self.title.clone()) else { return };
        let dated = self.dates.iter().any(|d| d.range.start > line.end && d.moment.is_strong());
        if !self.byline.is_empty() || !dated || title.end != line.end {
            return;
        }
        let text = &source[title.clone()];
        let all: Vec<(usize, &str)> = words(text).collect();
        let capital = |w: &str| {
            w.starts_with(char::is_uppercase) && w.chars().skip(1).all(|c| c.is_lowercase() || c == '-')
        };
        let small = |w: &str| w.len() <= 3 && w.bytes().all(|b| b.is_ascii_lowercase());
        let Some(&(_, last)) = all.last().filter(|(_, w)| capital(w)) else { return };
        let mut first = all.len() - 1;
        while first > 0 && small(all[first - 1].1) {
            first -= 1;
        }
        let Some(given) = first.checked_sub(1).filter(|&g| capital(all[g].1)) else { return };
        let before = given.checked_sub(1).map(|b| all[b].1);
        // A word of small letters before the name would govern it: `in Den Haag`, `voor Mia de Wit`.
        let free = before.is_some_and(|w| w.chars().count() > 4 && !capital(w));
        if given < 4 || !free || is_mentioned(source, last, body) || is_mentioned(source, all[given].1, body)
        {
            return;
        }
        let at = title.start + all[given].0;
        self.byline.push(source[at..title.end].to_owned());
        let end = trim(source, title.start..at).end;
        self.title = Some(title.start..end);
        if let Some(part) = self.parts.iter_mut().find(|p| p.kind == RegionKind::Title) {
            part.range.end = end;
        }
        self.part(at..title.end, RegionKind::Masthead);
    }
}

/// The range without the quotation marks around all of it.
fn without_quotes(source: &str, range: Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    let pairs = [('"', "\""), ('“', "”“\""), ('„', "”“"), ('‘', "’"), ('\'', "'"), ('’', "’"), ('«', "»")];
    for (open, closers) in pairs {
        let Some(inner) = text.strip_prefix(open) else { continue };
        let Some(close) = inner.chars().next_back().filter(|&c| closers.contains(c)) else { continue };
        let inner = &inner[..inner.len() - close.len_utf8()];
        // Two quotations with words between them are not one; an apostrophe inside a word is no mark.
        let nested = inner.contains(['"', '“', '”', '„', '«', '»'])
            || open != '"' && [" '", " ‘", "' ", "’ "].iter().any(|m| inner.contains(m));
        if !inner.is_empty() && !nested {
            let start = range.start + open.len_utf8();
            return trim(source, start..start + inner.len());
        }
    }
    range
}
