//! The chronicle for a terminal: days as headings, a sentence an entry, voices and relations indented below it.

use super::document::{Document, Entry, Story};
use super::phrase::{Notes, Phrases, one_line};
use kroniek_lang::Pack;
use std::fmt::Write;

/// How the terminal wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns; at least 40 are used.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
    /// Whether to show what has no date, source, figure or relation of its own.
    pub all: bool,
}

const BOLD: &str = "1";
const DIM: &str = "2";
const AGAINST: &str = "31";
const DATE: &str = "36";

/// The chronicle as text: story by story, with the evidence of all at the end.
pub fn text(document: &Document, pack: &Pack, look: Look) -> String {
    let (p, mut notes) = (Phrases::new(document, pack), Notes::default());
    let page = Page::new(look);
    let mut out = String::new();
    for (i, s) in document.stories.iter().enumerate() {
        if i > 0 {
            let _ = write!(out, "\n\n");
        }
        story(&mut out, &page, &p, &mut notes, (i + 1, s), look.all);
    }
    page.sources(&mut out, &p, &notes);
    out
}

fn story(
    out: &mut String,
    page: &Page,
    p: &Phrases,
    notes: &mut Notes,
    (number, story): (usize, &Story),
    all: bool,
) {
    page.hanging(out, "", &page.paint(BOLD, &p.title(story)));
    page.hanging(out, "", &page.paint(DIM, &p.summary(story)));
    out.push('\n');
    for r in p.reports(story) {
        page.hanging(out, &format!("{:>3}  ", r.number), &p.report(r));
    }
    let mut day = String::new();
    let (shown, left) = p.shown(number, all);
    for e in shown {
        let heading = p.heading(e);
        if heading != day {
            out.push('\n');
            page.hanging(out, "", &page.paint(DATE, &heading));
            day = heading;
        }
        out.push('\n');
        entry(out, page, p, notes, e);
    }
    if let Some(words) = p.left_out(left) {
        out.push('\n');
        page.hanging(out, "", &page.paint(DIM, &words));
    }
    let ledgers = p.ledgers(number);
    if !ledgers.is_empty() {
        let _ = write!(out, "\n{}\n", page.paint(BOLD, &p.text("show.figures")));
    }
    for l in ledgers {
        out.push('\n');
        page.hanging(out, "  ", &p.ledger_title(l));
        for line in &l.entries {
            page.hanging(
                out,
                "      ",
                &format!("{} [{}]", p.ledger_line(line), notes.number(&line.sentence)),
            );
        }
    }
}

fn entry(out: &mut String, page: &Page, p: &Phrases, notes: &mut Notes, e: &Entry) {
    let Some(lead) = e.sentences.first() else { return };
    let time = p.time(e).map(|t| format!("{t} ")).unwrap_or_default();
    page.hanging(out, "  ", &format!("{time}{} [{}]", one_line(&lead.exact), notes.number(lead)));
    if let Some(backing) = p.backing(e) {
        page.hanging(out, "      ", &page.dim(&backing));
    }
    for (voice, sentence) in p.voices(e) {
        page.hanging(out, "      · ", &format!("{voice} [{}]", notes.number(sentence)));
    }
    for (name, line) in p.standings(e) {
        let against = matches!(name, "conflicts" | "denies" | "fails");
        page.hanging(out, "      ↳ ", &if against { page.paint(AGAINST, &line) } else { line });
    }
}

/// The terminal's page.
pub(super) struct Page {
    width: usize,
    color: bool,
}

impl Page {
    pub(super) fn new(look: Look) -> Page {
        Page { width: look.width.clamp(40, 120), color: look.color }
    }

    /// A title.
    pub(super) fn strong(&self, text: &str) -> String {
        self.paint(BOLD, text)
    }

    /// What is beside the matter.
    pub(super) fn dim(&self, text: &str) -> String {
        self.paint(DIM, text)
    }

    /// The list of the evidence that was asked for.
    pub(super) fn sources(&self, out: &mut String, p: &Phrases, notes: &Notes) {
        if !notes.all().is_empty() {
            let _ = write!(out, "\n{}\n\n", self.strong(&p.text("show.sources")));
        }
        for (i, q) in notes.all().iter().enumerate() {
            self.hanging(out, &format!("{:>5}  ", format!("[{}]", i + 1)), &self.dim(&p.note(q)));
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// A paragraph whose first line begins with `head`, the others as far in.
    pub(super) fn hanging(&self, out: &mut String, head: &str, text: &str) {
        let deep = " ".repeat(head.chars().count());
        let options = textwrap::Options::new(self.width)
            .initial_indent(head)
            .subsequent_indent(&deep)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}
