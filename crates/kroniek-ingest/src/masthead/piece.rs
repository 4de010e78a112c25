//! A line of a masthead taken apart: `Door onze redactie - 3 maart 2020, 06:15 - Laatste update: 07:20`.

use super::habits::{Habits, Label, WordClass};
use super::moment::{self, Moment, Order};
use kroniek_lang::fold;
use std::ops::Range;

/// A part of a masthead line; ranges are bytes of the source.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Date {
        moment: Moment,
        label: Option<Label>,
        range: Range<usize>,
    },
    /// Agencies and papers credited.
    Credit(Range<usize>),
    /// Writers.
    Byline(Range<usize>),
    /// The newsroom or its people, without a name.
    Staff(Range<usize>),
    /// A paper, broadcaster or site.
    Publisher(Range<usize>),
    /// A section, a step of a breadcrumb, a reading time, a caption: told apart from the text, but of no more use.
    Label,
    /// A place in capitals before a date.
    Place,
    /// Something else; what it is depends on its neighbours.
    Other(Range<usize>),
}

/// Takes a line apart; `None` when it is not a masthead line.
pub(super) fn pieces(source: &str, line: Range<usize>, habits: &Habits, order: Order) -> Option<Vec<Piece>> {
    // No masthead line is longer; the bound keeps a text of one endless line linear.
    if line.len() > 400 {
        return None;
    }
    let chunks = chunks(source, line.clone());
    let is_date = |c: &Range<usize>| {
        moment::parse(&source[c.clone()], habits, order)
            .is_some_and(|(m, used)| m.is_strong() && used == c.len())
    };
    if is_path(source, &chunks) && !chunks.iter().any(|(c, _)| is_date(c)) {
        return Some(vec![Piece::Label]);
    }
    let mut out = Vec::new();
    for (chunk, _) in &chunks {
        take_apart(source, chunk.clone(), habits, order, &mut out);
    }
    join_times(&mut out);
    if is_masthead(source, &out, habits) || is_dated_line(source, line, &mut out) {
        return Some(out);
    }
    None
}

/// Whether a short line is a date line for the date in it, whatever stands beside: `17.05.24 13:05 • redactie • 1,2K
/// keer gedeeld`. The date opens the line, or is parted from the rest by a mark; `Brand van 5 maart 2024 in Velde` is a
/// title. What the rest is stays unknown.
fn is_dated_line(source: &str, line: Range<usize>, pieces: &mut [Piece]) -> bool {
    let text = &source[line.clone()];
    if line.len() > 140 || is_sentence(text) || text.contains(". ") && text.split_whitespace().count() > 14 {
        return false;
    }
    let whole = |p: &Piece| {
        let Piece::Date { moment, .. } = p else { return false };
        moment.is_strong() || moment.weekday.is_some() && moment.day.is_some() && moment.month.is_some()
    };
    if !pieces.iter().any(whole) {
        return false;
    }
    let opens = pieces.first().is_some_and(whole);
    let is_mark =
        |c: char| matches!(c, '|' | '•' | '·' | '»' | '›' | '>' | '/' | '-' | '–' | '—' | ',' | '(' | '\t');
    let parted = |r: &Range<usize>| {
        let (before, after) = (&source[line.start..r.start], &source[r.end..line.end]);
        let ends =
            before.trim_end().is_empty() || before.trim_end().ends_with(is_mark) || before.ends_with("  ");
        let begins = after.trim_start().is_empty()
            || after.trim_start().starts_with(is_mark)
            || after.starts_with("  ");
        ends && begins
    };
    let mut words = 0;
    for piece in pieces.iter() {
        if let Piece::Other(r) = piece {
            words += source[r.clone()].split_whitespace().count();
            if is_sentence(&source[r.clone()]) || !(parted(r) || opens && r.end == line.end) {
                return false;
            }
        }
    }
    if words > 12 {
        return false;
    }
    for piece in pieces {
        if matches!(piece, Piece::Other(r) if !is_name_like(&source[r.clone()])) {
            *piece = Piece::Label;
        }
    }
    true
}

/// Whether the pieces hold something that stands in mastheads only, and nothing that reads as a sentence.
fn is_masthead(source: &str, pieces: &[Piece], habits: &Habits) -> bool {
    let strong = pieces.iter().any(
        |p| matches!(p, Piece::Date { moment, label, .. } if moment.is_strong() || moment.ago || label.is_some()),
    );
    let credited = pieces.iter().any(|p| matches!(p, Piece::Credit(_) | Piece::Byline(_)));
    let labelled = pieces.iter().any(|p| matches!(p, Piece::Label | Piece::Publisher(_)));
    let others: Vec<&str> = pieces
        .iter()
        .filter_map(|p| match p {
            Piece::Other(r) => Some(&source[r.clone()]),
            _ => None,
        })
        .collect();
    let dated = pieces.iter().any(|p| matches!(p, Piece::Date { .. }));
    let staffed = pieces.iter().any(|p| matches!(p, Piece::Staff(_)));
    if others.is_empty() {
        return strong || credited || labelled || dated || staffed;
    }
    if strong || credited || staffed {
        let mut named = others.iter().filter(|o| !(strong && is_counter(o)));
        return named.clone().count() <= 2 && named.all(|o| is_name_like(o) || is_handle(o));
    }
    labelled
        && others.len() == 1
        && (habits.is_outlet(others[0]) || others[0].split_whitespace().count() <= 2)
}

/// `Home > 112 > Oudewaarde`, `Weather | Obituaries | e-Edition`, `NIEUWS   SPORT   GEMIST`: three short steps or more.
fn is_path(source: &str, chunks: &[(Range<usize>, Separator)]) -> bool {
    let short =
        |most: usize| chunks.iter().all(|(c, _)| source[c.clone()].split_whitespace().count() <= most);
    let all = |s: &[Separator]| chunks[1..].iter().all(|(_, sep)| s.contains(sep));
    let digits =
        chunks.iter().filter(|(c, _)| source[c.clone()].contains(|c: char| c.is_ascii_digit())).count();
    match chunks.len() {
        0 | 1 => false,
        2 => all(&[Separator::Arrow]) && short(3),
        _ if all(&[Separator::Arrow]) => short(6),
        n => (all(&[Separator::Bar]) && short(3) || all(&[Separator::Gap]) && short(2)) && digits * 3 <= n,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    None,
    Dash,
    Bar,
    Arrow,
    Gap,
}

/// The line cut at its separators, each chunk trimmed, with the separator before it.
fn chunks(source: &str, line: Range<usize>) -> Vec<(Range<usize>, Separator)> {
    let text = &source[line.clone()];
    let mut out = Vec::new();
    let (mut from, mut before) = (0, Separator::None);
    let mut push = |range: Range<usize>, sep| {
        let range = trim(source, line.start + range.start..line.start + range.end);
        if !range.is_empty() {
            out.push((range, sep));
        }
    };
    for (i, c) in text.char_indices() {
        let spaced = text[..i].ends_with(' ') && text[i + c.len_utf8()..].starts_with([' ', '\u{a0}']);
        let sep = match c {
            '|' | '•' | '·' => Separator::Bar,
            '»' | '›' => Separator::Arrow,
            '>' | '/' if spaced => Separator::Arrow,
            '-' | '–' | '—' if spaced => Separator::Dash,
            '\t' => Separator::Gap,
            ' ' if text[..i].ends_with("  ") => Separator::Gap,
            _ => continue,
        };
        push(from..i, before);
        (from, before) = (i + c.len_utf8(), sep);
    }
    push(from..text.len(), before);
    out
}

fn take_apart(source: &str, chunk: Range<usize>, habits: &Habits, order: Order, out: &mut Vec<Piece>) {
    let mut rest = chunk;
    loop {
        rest = without_brackets(source, trim_marks(source, rest), habits);
        if rest.is_empty() {
            return;
        }
        let text = &source[rest.clone()];
        let (label, skipped) = match label_at(text, habits) {
            Some((label, n)) => (Some(label), n),
            None => (None, 0),
        };
        let after = trim_marks(source, rest.start + skipped..rest.end);
        match label {
            Some(Label::ReadingTime) if source[after.clone()].split_whitespace().count() <= 3 => {
                out.push(Piece::Label);
                return;
            }
            Some(Label::Photo) => {
                out.push(Piece::Label);
                return;
            }
            Some(Label::Credit) => return credit(source, after, habits, order, out),
            Some(Label::Byline) => return byline(source, rest, after, habits, order, out),
            _ => {}
        }
        let timed =
            label.is_some() || matches!(out.last(), Some(Piece::Date { moment, .. }) if moment.lacks_time());
        let found = moment::parse(&source[after.clone()], habits, order);
        let clock = || timed.then(|| moment::dotted_clock(&source[after.clone()])).flatten();
        if let Some((moment, used)) = found.or_else(clock) {
            let range = after.start..after.start + used;
            out.push(Piece::Date { moment, label, range });
            rest = after.start + used..rest.end;
            // `door eva` after a date: any word can be a writer there.
            let tail = trim_marks(source, rest.clone());
            if let Some((Label::Byline, n)) = label_at(&source[tail.clone()], habits) {
                let who = trim_marks(source, tail.start + n..tail.end);
                if source[who.clone()].split_whitespace().count() <= 4 && !who.is_empty() {
                    out.push(Piece::Byline(who));
                    return;
                }
            }
            continue;
        }
        // `11 maart, 18.00 uur, editie, bijgewerkt 18.20`: what stands before the next label is no part of it.
        if !out.is_empty()
            && let Some(next) = next_label(text, habits)
        {
            out.push(Piece::Other(trim_marks(source, rest.start..rest.start + next)));
            rest = rest.start + next..rest.end;
            continue;
        }
        out.push(whole(source, rest, habits, order, out.is_empty()));
        if let Some(Piece::Other(range)) = out.last().cloned()
            && let Some(two) = name_then_date(source, range, habits, order)
        {
            out.pop();
            out.extend(two);
        }
        return;
    }
}

/// What a chunk without label and date is.
fn whole(source: &str, chunk: Range<usize>, habits: &Habits, _order: Order, _first: bool) -> Piece {
    let text = source[chunk.clone()].trim_matches(['(', ')', '©', ' ']);
    let folded = fold(text);
    // `3h`: how long ago it was fetched.
    let since = text.strip_suffix(['h', 'm', 'd', 'u']).unwrap_or("");
    let is_since = (1..=2).contains(&since.len()) && since.bytes().all(|b| b.is_ascii_digit());
    if is_since || habits.is_section(text) {
        return Piece::Label;
    }
    match habits.word(&folded) {
        Some(WordClass::Agencies) => return Piece::Credit(chunk),
        Some(WordClass::Staff) => return Piece::Staff(chunk),
        _ => {}
    }
    if habits.publishers().by_mark(text).is_some() && !habits.is_agency(text)
        || super::habits::is_domain(text)
    {
        return Piece::Publisher(chunk);
    }
    let mut agencies = 0;
    let all = text.split(['/', ',', '&', '+']).map(str::trim).all(|part| {
        let agency = habits.is_agency(part);
        agencies += usize::from(agency);
        agency || is_initials(part) || habits.publishers().by_mark(part).is_some()
    });
    if all && agencies > 0 {
        return Piece::Credit(chunk);
    }
    if let Some(names) = names_before_newsroom(text, habits) {
        let start = chunk.start + source[chunk.clone()].find(text).unwrap_or(0);
        return Piece::Byline(start..start + names);
    }
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    if words.clone().count() <= 4 && words.clone().any(|w| habits.word(w) == Some(WordClass::Staff)) {
        return Piece::Staff(chunk);
    }
    Piece::Other(chunk)
}

/// `Jo Bell and agencies`: the length of the writers' names before the newsroom or the agencies.
fn names_before_newsroom(text: &str, habits: &Habits) -> Option<usize> {
    let parts = split_names(text, habits);
    let (last, names) = parts.split_last()?;
    let class = habits.word(&fold(last));
    let named = |n: &&str| (2..=4).contains(&n.split_whitespace().count()) && is_name_like(n);
    let end = names.last().filter(|_| names.iter().all(named))?;
    matches!(class, Some(WordClass::Agencies | WordClass::Staff))
        .then(|| end.as_ptr() as usize + end.len() - text.as_ptr() as usize)
}

/// Where behind a comma a label begins that tells of a date.
fn next_label(text: &str, habits: &Habits) -> Option<usize> {
    let dated = |i: &usize| matches!(label_at(&text[*i..], habits), Some((Label::Published | Label::Modified, n)) if i + n < text.len());
    text.match_indices(", ").map(|(i, _)| i + 2).take(4).find(dated)
}

/// `(gewijzigd 09:30)`: brackets around what a label announces.
fn without_brackets(source: &str, range: Range<usize>, habits: &Habits) -> Range<usize> {
    let inner = source[range.clone()].strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    match inner.filter(|t| label_at(t, habits).is_some()) {
        Some(t) => range.start + 1..range.start + 1 + t.len(),
        None => range,
    }
}

/// `LONDON 1996-08-30`, `Mia de Wit 3 mei 2021 10:00`: a place in capitals, or a name, and then nothing but a date.
fn name_then_date(source: &str, chunk: Range<usize>, habits: &Habits, order: Order) -> Option<[Piece; 2]> {
    let text = &source[chunk.clone()];
    let starts = text.match_indices(' ').map(|(i, _)| i + 1).take(5);
    for at in starts {
        let name = text[..at].trim().trim_end_matches(',');
        let Some((moment, used)) = moment::parse(&text[at..], habits, order) else { continue };
        if text[at + used..].trim_matches(['.', ' ', ')']).is_empty() {
            let date = Piece::Date { moment, label: None, range: chunk.start + at..chunk.start + at + used };
            let Piece::Date { moment, .. } = &date else { return None };
            moment.date()?;
            let staff = |w: &str| habits.word(&fold(w)) == Some(WordClass::Staff);
            if name.split(' ').any(staff) {
                return Some([Piece::Staff(trim(source, chunk.start..chunk.start + name.len())), date]);
            }
            let range = trim(source, chunk.start..chunk.start + name.len());
            if name.chars().all(|c| !c.is_lowercase()) {
                return Some([Piece::Place, date]);
            }
            if is_name_like(name) && habits.is_outlet_not_writer(name, true) {
                return Some([Piece::Publisher(range), date]);
            }
            let words = name.split_whitespace().count();
            let named = (2..=5).contains(&words) && is_name_like(name) && moment.time.is_some();
            return named.then_some([Piece::Byline(range), date]);
        }
    }
    None
}

/// Credited names, perhaps with a counter or a date behind them.
fn credit(source: &str, range: Range<usize>, habits: &Habits, order: Order, out: &mut Vec<Piece>) {
    let (names, date) = before_date(source, range, habits, order);
    let names = without_counter(source, names);
    if source[names.clone()].split_whitespace().count() <= 8 && !is_sentence(&source[names.clone()]) {
        out.push(Piece::Credit(names));
    } else {
        out.push(Piece::Other(names));
    }
    out.extend(date);
}

fn byline(
    source: &str,
    whole: Range<usize>,
    range: Range<usize>,
    habits: &Habits,
    order: Order,
    out: &mut Vec<Piece>,
) {
    let (names, date) = before_date(source, range, habits, order);
    let text = &source[names.clone()];
    let staff = fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .any(|w| matches!(habits.word(w), Some(WordClass::Staff | WordClass::Agencies)));
    let each = split_names(text, habits);
    let fits = !text.is_empty()
        && each.iter().all(|n| is_name_like(n) || habits.is_agency(n))
        && each.len() <= 6
        && !is_sentence(text);
    if fits {
        out.push(Piece::Byline(names));
    } else if text.is_empty() {
        // `van onze verslaggevers`: nobody is named.
        out.push(Piece::Staff(whole));
    } else if staff && text.split_whitespace().count() <= 6 {
        out.push(Piece::Staff(names));
    } else {
        out.push(Piece::Other(whole));
        return;
    }
    out.extend(date);
}

/// Cuts a date off the end of a chunk: `Mia de Wit, 3 mei 2021`.
fn before_date(
    source: &str,
    range: Range<usize>,
    habits: &Habits,
    order: Order,
) -> (Range<usize>, Option<Piece>) {
    let text = &source[range.clone()];
    for (at, _) in text.match_indices(' ').take(12) {
        let Some((moment, used)) = moment::parse(&text[at..], habits, order) else { continue };
        let end = at + used;
        if text[end..].trim_matches(['.', ' ', ')']).is_empty()
            && (moment.is_strong() || moment.time.is_some())
        {
            let names = trim_marks(source, range.start..range.start + at);
            let date = Piece::Date { moment, label: None, range: range.start + at + 1..range.start + end };
            return (names, Some(date));
        }
    }
    (range, None)
}

/// A clock time right after a day belongs to it.
pub(super) fn join_times(pieces: &mut Vec<Piece>) {
    let mut i = 1;
    while i < pieces.len() {
        if let [
            Piece::Date { moment: day, range: a, .. },
            Piece::Date { moment: clock, label: None, range: b },
        ] = &mut pieces[i - 1..=i]
            && day.time.is_none()
            && day.day.is_some()
            && clock.is_time_only()
        {
            (day.time, day.zone) = (clock.time, clock.zone.take());
            *a = a.start..b.end;
            pieces.remove(i);
        } else {
            i += 1;
        }
    }
}

/// The label at the beginning of `text` and its length with the colon.
pub(super) fn label_at(text: &str, habits: &Habits) -> Option<(Label, usize)> {
    habits.labels.iter().find_map(|(words, label, colon)| {
        let n = folded_prefix(text, words)?;
        let after = text[n..].trim_start();
        if text[n..].starts_with(char::is_alphanumeric) {
            return None;
        }
        match after.strip_prefix(':') {
            Some(rest) => Some((*label, text.len() - rest.len())),
            None if *colon => None,
            None => Some((*label, n)),
        }
    })
}

/// Length of the prefix of `text` that equals `folded` but for the case of letters and the run of spaces.
pub(super) fn folded_prefix(text: &str, folded: &str) -> Option<usize> {
    let mut want = folded.chars();
    let mut next = want.next();
    let mut space = false;
    for (i, c) in text.char_indices() {
        let Some(w) = next else { return Some(i) };
        if c.is_whitespace() {
            if w == ' ' {
                next = want.next();
                space = true;
            } else if !space {
                return None;
            }
            continue;
        }
        space = false;
        let c = if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c };
        if !c.to_lowercase().eq(std::iter::once(w)) {
            return None;
        }
        next = want.next();
    }
    next.is_none().then_some(text.len())
}

/// Names in a list: `Hannah Roe and Miguel Santos`, `Reuters, AP`, `BELGA/vlc`.
pub(super) fn split_names<'t>(text: &'t str, habits: &Habits) -> Vec<&'t str> {
    let mut out = Vec::new();
    // What comes behind a semicolon is somebody else's work: `Jo Bell; Editing by Ann Lee`.
    let text = text.split(';').next().unwrap_or("");
    for part in text.split([',', '/', '&', '+', '(', ')', '|', '©']) {
        let mut from = 0;
        let mut at = 0;
        for word in part.split(' ') {
            if habits.conjunctions.iter().any(|c| *c == fold(word)) {
                out.push(&part[from..at]);
                from = at + word.len();
            }
            at += word.len() + 1;
        }
        out.push(part.get(from..).unwrap_or(""));
    }
    out.iter()
        .map(|n| n.trim().trim_matches(['.', ':', '-']).trim())
        .filter(|n| !n.is_empty())
        .collect::<Vec<_>>()
}

/// One to five words that begin with a capital; short small words may stand between them.
pub(super) fn is_name_like(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c == '\'' || c == '’');
    let small = |w: &str| w.chars().count() <= 3 || w.chars().all(|c| !c.is_alphanumeric());
    (1..=5).contains(&words.len())
        && capital(words[words.len() - 1])
        && (capital(words[0]) || small(words[0]))
        && words.iter().all(|w| capital(w) || small(w))
        && !text.contains(['?', '!', ':', '"', '“', '”', '«'])
        && !text.contains(|c: char| c.is_ascii_digit())
}

/// A user name: one short word in small letters.
fn is_handle(text: &str) -> bool {
    (2..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// `412 shares`, `1,2K keer gedeeld`, `Reacties (388)`: what a site counts beside the date.
fn is_counter(text: &str) -> bool {
    let figures = |w: &str| {
        let bare = w.trim_end_matches(['K', 'k', 'M', 'm']);
        bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let small = |w: &&str| w.chars().all(char::is_lowercase);
    match words[..] {
        [count, ref rest @ ..] if figures(count) => (1..=3).contains(&rest.len()) && rest.iter().all(small),
        [_, count] => count.strip_prefix('(').and_then(|c| c.strip_suffix(')')).is_some_and(figures),
        _ => false,
    }
}

/// A writer's initials as papers print them behind a report: `vlc`, `jvdb`.
pub(super) fn is_initials(text: &str) -> bool {
    (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}

fn is_sentence(text: &str) -> bool {
    text.ends_with(['!', '?']) || text.split_whitespace().count() > 3 && text.ends_with('.')
}

fn without_counter(source: &str, range: Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.len() < text.len() && bare.ends_with(' ') && text.len() - bare.len() <= 5 {
        return trim(source, range.start..range.start + bare.len());
    }
    range
}

/// The range without white space at its ends.
pub(super) fn trim(source: &str, range: Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// The range without white space and separating marks at its ends.
fn trim_marks(source: &str, range: Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    let lead = text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '.' | ':' | '-' | '–' | '—')
    });
    let start = range.end - lead.len();
    let end =
        lead.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—'));
    start..start + end.len()
}
