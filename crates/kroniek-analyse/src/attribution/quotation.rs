//! Quotation marks: which text stands between which marks.
//!
//! Knows all styles of both languages („ ”, “ ”, ‘ ’, "", '', ,, '', `` '', « ») without being told which one a report
//! uses: a mark's direction follows from its shape where that is clear and from the letters beside it where not. One
//! pass over the marks with a stack; every step looks at a bounded number of neighbours, so ten thousand nested marks
//! cost ten thousand steps.

use kroniek_model::{Span, Text};
use smol_str::SmolStr;

/// Text between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotation {
    /// From the opening mark to one past the closing one.
    pub(super) outer: Span<Text>,
    /// What stands between, without white space at the borders.
    pub(super) inner: Span<Text>,
    /// How many quotations it lies in.
    pub(super) depth: u32,
    /// Whether its end was found; otherwise it ends with its paragraph.
    pub(super) closed: bool,
    /// Whether it begins a paragraph within a quotation that began in the one before.
    pub(super) continues: bool,
    /// Whether it wraps a whole line for the sake of a table format, not as speech.
    pub(super) wrapper: bool,
}

/// How far (in bytes) a quotation without its end may run over the ends of lines to a mark that closes it.
const REACH: usize = 3000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Open,
    Close,
    Either,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    len: usize,
    double: bool,
    shape: Shape,
    can_open: bool,
    can_close: bool,
    /// First mark on its line, with nothing but white space before it.
    leads: bool,
    line: u32,
}

/// Finds the quotations of a text, by start; and the opening marks whose end is missing. `apostrophes` are the words
/// that begin with an apostrophe in the language ("'s", "'t").
pub(super) fn track(
    text: &str,
    prose: impl Fn(usize) -> bool,
    apostrophes: &[SmolStr],
) -> (Vec<Quotation>, Vec<Span<Text>>) {
    let (marks, lines) = scan(text, prose, apostrophes);
    let mut next_double = vec![marks.len(); marks.len() + 1];
    for i in (0..marks.len()).rev() {
        next_double[i] = if marks[i].double { i } else { next_double[i + 1] };
    }
    let mut tracker = Tracker {
        text,
        marks: &marks,
        lines: &lines,
        next_double: &next_double,
        open: Vec::new(),
        found: Vec::new(),
        unpaired: Vec::new(),
        doubles: 0,
        singles: 0,
    };
    let mut line = 0;
    for (i, mark) in marks.iter().enumerate() {
        while line < mark.line {
            tracker.end_line(line, i);
            line += 1;
            if tracker.open.is_empty() {
                line = mark.line;
            }
        }
        tracker.step(i);
    }
    tracker.end_line(line, marks.len());
    tracker.close_all(text.len());
    let Tracker { mut found, unpaired, .. } = tracker;
    found.sort_by_key(|q| (q.outer.start(), std::cmp::Reverse(q.outer.end())));
    (found, unpaired)
}

/// All marks, and the byte at which each line ends.
fn scan(text: &str, prose: impl Fn(usize) -> bool, apostrophes: &[SmolStr]) -> (Vec<Mark>, Vec<usize>) {
    let bytes = text.as_bytes();
    let (mut marks, mut lines) = (Vec::new(), Vec::new());
    let (mut i, mut line, mut line_start) = (0, 0u32, 0);
    while i < bytes.len() {
        let (len, double, shape) = match bytes[i] {
            b'\n' => {
                lines.push(i);
                line += 1;
                line_start = i + 1;
                i += 1;
                continue;
            }
            b'"' => (1, true, Shape::Either),
            b'`' if bytes.get(i + 1) == Some(&b'`') => (2, true, Shape::Open),
            b'`' => (1, false, Shape::Open),
            b'\'' if bytes.get(i + 1) == Some(&b'\'') => (2, true, Shape::Close),
            b'\'' => (1, false, Shape::Either),
            b',' if bytes.get(i + 1) == Some(&b',') => (2, true, Shape::Open),
            0xC2 if bytes.get(i + 1) == Some(&0xAB) => (2, true, Shape::Open),
            0xC2 if bytes.get(i + 1) == Some(&0xBB) => (2, true, Shape::Close),
            0xE2 if bytes.get(i + 1) == Some(&0x80) => match (bytes.get(i + 2), bytes.get(i + 3..i + 6)) {
                (Some(0x9C), _) => (3, true, Shape::Open),
                (Some(0x9D), _) => (3, true, Shape::Close),
                (Some(0x9E), _) => (3, true, Shape::Open),
                (Some(0x99), Some([0xE2, 0x80, 0x99])) => (6, true, Shape::Close),
                (Some(0x98), Some([0xE2, 0x80, 0x98])) => (6, true, Shape::Open),
                (Some(0x98), _) => (3, false, Shape::Open),
                (Some(0x99), _) => (3, false, Shape::Close),
                _ => {
                    i += 3;
                    continue;
                }
            },
            _ => {
                i += 1;
                continue;
            }
        };
        let before = text[line_start..i].chars().next_back();
        let after = text[i + len..].chars().next();
        let opens_after = before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '–' | '—' | '-' | '/' | '“' | '"' | '‘' | '„')
        });
        let can_open =
            opens_after && after.is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | ')' | ';'));
        let can_close =
            before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric());
        let letter = bytes[i] == b'\'' && len == 1 || len == 3 && !double;
        let apostrophe = letter
            && (is_apostrophe(&text[i + len..], apostrophes)
                || before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric));
        let comma = bytes[i] == b',' && !can_open;
        if !apostrophe && !comma && prose(i) {
            let leads = text[line_start..i].trim_start().is_empty();
            marks.push(Mark { at: i, len, double, shape, can_open, can_close, leads, line });
        }
        i += len;
    }
    lines.push(text.len());
    (marks, lines)
}

/// Whether what follows an apostrophe is the rest of a word like "'s" or "'t".
fn is_apostrophe(rest: &str, apostrophes: &[SmolStr]) -> bool {
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let word = &rest[..end];
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return rest[1..].starts_with(|c: char| c.is_ascii_digit())
            && rest.get(2..3).is_some_and(|c| c == "s" || c == " ");
    }
    !word.is_empty()
        && word.len() <= 6
        && apostrophes.iter().any(|a| a.trim_start_matches('\'').eq_ignore_ascii_case(word))
}

#[derive(Debug, Clone, Copy)]
struct Opened {
    mark: usize,
    continues: bool,
}

struct Tracker<'t> {
    text: &'t str,
    marks: &'t [Mark],
    lines: &'t [usize],
    next_double: &'t [usize],
    open: Vec<Opened>,
    found: Vec<Quotation>,
    unpaired: Vec<Span<Text>>,
    doubles: usize,
    singles: usize,
}

impl Tracker<'_> {
    fn step(&mut self, i: usize) {
        let m = self.marks[i];
        if m.double { self.double(i, m) } else { self.single(i, m) }
    }

    fn double(&mut self, i: usize, m: Mark) {
        let open = self.doubles > 0;
        let closes = match m.shape {
            Shape::Open => open && m.can_close && !m.can_open,
            Shape::Close => open || !m.can_open,
            Shape::Either if open => m.can_close || !m.can_open,
            Shape::Either => false,
        };
        if closes {
            if open {
                self.close(i, true);
            }
            return;
        }
        if m.shape == Shape::Either && !m.can_open && m.can_close && !open {
            return; // an end without a beginning
        }
        let mut continues = false;
        if open && m.leads {
            // A paragraph that begins with a mark while a quotation is open continues it.
            let end = self.lines[m.line.saturating_sub(1) as usize];
            self.end_top_double(end, true);
            continues = true;
        } else if open && m.shape == Shape::Either && !self.pairs_ahead(i) {
            self.end_top_double(m.at, false);
        }
        self.doubles += 1;
        self.open.push(Opened { mark: i, continues });
    }

    /// Whether the marks that follow on the line can close both this mark and the one around it.
    fn pairs_ahead(&self, i: usize) -> bool {
        let line = self.marks[i].line;
        let ahead = self.marks[i + 1..].iter().take(8).take_while(|m| m.line == line).filter(|m| m.double);
        ahead.filter(|m| m.can_close).count() >= 2
    }

    fn single(&mut self, i: usize, m: Mark) {
        let top_single = self.open.last().is_some_and(|o| !self.marks[o.mark].double);
        if top_single && m.can_close && m.shape != Shape::Open {
            self.close(i, false);
        } else if !top_single && self.doubles > 0 && m.can_close && !m.can_open && self.no_double_on_line(i) {
            // Opened with a double mark and closed with a single one.
            self.close(i, true);
        } else if m.can_open && m.shape != Shape::Close && self.single_end_ahead(i) {
            self.singles += 1;
            self.open.push(Opened { mark: i, continues: false });
        }
    }

    fn no_double_on_line(&self, i: usize) -> bool {
        self.marks.get(self.next_double[i]).is_none_or(|m| m.line != self.marks[i].line)
    }

    fn single_end_ahead(&self, i: usize) -> bool {
        let line = self.marks[i].line;
        let mut ahead = self.marks[i + 1..].iter().take(16).take_while(|m| m.line == line);
        ahead.any(|m| !m.double && m.shape != Shape::Open && m.can_close)
    }

    /// Closes the innermost quotation of the mark's family; single marks opened inside it were apostrophes.
    fn close(&mut self, i: usize, double: bool) {
        while let Some(o) = self.open.pop() {
            let opener = self.marks[o.mark];
            if opener.double == double {
                let end = self.marks[i].at + self.marks[i].len;
                self.add(o, self.marks[i].at, end, true);
                self.count(double);
                return;
            }
            self.count(opener.double);
        }
    }

    fn count(&mut self, double: bool) {
        let n = if double { &mut self.doubles } else { &mut self.singles };
        *n = n.saturating_sub(1);
    }

    /// Ends the innermost double quotation at `end` without a mark.
    fn end_top_double(&mut self, end: usize, continued: bool) {
        while let Some(o) = self.open.pop() {
            let opener = self.marks[o.mark];
            self.count(opener.double);
            if opener.double {
                if !continued {
                    self.unpaired.push(Span::at(opener.at..opener.at + opener.len));
                }
                self.add(o, end, end, continued);
                return;
            }
        }
    }

    /// At the end of a line: what is open goes on only if the next double mark closes it, within reach.
    fn end_line(&mut self, line: u32, next: usize) {
        if self.open.is_empty() {
            return;
        }
        while self.open.last().is_some_and(|o| !self.marks[o.mark].double) {
            self.open.pop();
            self.count(false);
        }
        let end = self.lines[line as usize];
        if let Some(m) = self.marks.get(self.next_double[next.min(self.marks.len())]) {
            let closing = match m.shape {
                Shape::Close => true,
                Shape::Open => false,
                Shape::Either => m.can_close && !m.can_open,
            };
            if m.at - end < REACH && (closing || m.leads) {
                return;
            }
        }
        self.close_all(end);
    }

    fn close_all(&mut self, end: usize) {
        while self.doubles > 0 {
            self.end_top_double(end, false);
        }
        self.open.clear();
        self.singles = 0;
    }

    fn add(&mut self, o: Opened, inner_end: usize, outer_end: usize, closed: bool) {
        let m = self.marks[o.mark];
        let start = m.at + m.len;
        let inner = &self.text[start..inner_end.max(start)];
        let lead = inner.len() - inner.trim_start().len();
        let trimmed = inner.trim();
        let from = start + lead.min(inner.len());
        let at_line_end =
            self.text[outer_end..].chars().find(|&c| c != ' ').is_none_or(|c| c == '\n' || c == '\r');
        let wrapper = m.leads && m.shape == Shape::Either && lead == 0 && inner.ends_with(' ') && at_line_end;
        self.found.push(Quotation {
            outer: Span::at(m.at..outer_end.max(start)),
            inner: Span::at(from..from + trimmed.len()),
            depth: self.open.len() as u32,
            closed,
            continues: o.continues,
            wrapper,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quotes(text: &str) -> Vec<&str> {
        let words = [SmolStr::new("'s"), SmolStr::new("'t")];
        track(text, |_| true, &words).0.into_iter().map(|q| q.inner.of(text)).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(quotes(text), expected, "{text}");
    }

    #[test]
    fn all_styles() {
        check("“Ja”, zei hij. “Nee.”", &["Ja", "Nee."]);
        check("„Ja”, zei hij. „Nee“ ook.", &["Ja", "Nee"]);
        check("‘Ja’, zei hij.", &["Ja"]);
        check("\"Ja\", zei hij. \"Nee\"", &["Ja", "Nee"]);
        check("'Ja', zei hij.", &["Ja"]);
        check(",,Ja'', zei hij.", &["Ja"]);
        check("``Ja'', zei hij.", &["Ja"]);
        check("«Ja», zei hij.", &["Ja"]);
        check("“De strijd is niet over.’’ Toen", &["De strijd is niet over."]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("Zo'n man zag 's avonds foto's, zei ze.", &[]);
        check("‘Zo’n dag’, zei ze 's avonds.", &["Zo’n dag"]);
        check("The workers' plan isn't 'new'.", &["new"]);
    }

    #[test]
    fn nested_and_over_lines() {
        check("“Hij zei ‘ja’ tegen mij.”", &["Hij zei ‘ja’ tegen mij.", "ja"]);
        check("Zij zei: ``Een. \nTwee.''", &["Een. \nTwee."]);
        check("“Een.\n\n“Twee.”", &["Een.", "Twee."]);
    }

    #[test]
    fn a_missing_end_closes_with_the_paragraph_and_is_noticed() {
        let (found, unpaired) = track("“Een, zei hij.\nHet ging door.", |_| true, &[]);
        assert_eq!((found.len(), found[0].closed, unpaired.len()), (1, false, 1));
        check("\"Een, zei hij. \"Twee\", zei zij.", &["Een, zei hij.", "Twee"]);
    }

    #[test]
    fn ten_thousand_nested_marks() {
        let text = "“".repeat(10_000) + &"”".repeat(10_000);
        assert_eq!(quotes(&text).len(), 10_000);
        assert!(quotes(&"\"".repeat(20_000)).len() <= 20_000);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text(text in "[a-c .,\n\"'`“”„‘’«»]{0,60}") {
            for q in track(&text, |_| true, &[]).0 {
                prop_assert!(q.outer.contains(q.inner));
                let _ = q.inner.of(&text);
                let _ = q.outer.of(&text);
            }
        }
    }
}
