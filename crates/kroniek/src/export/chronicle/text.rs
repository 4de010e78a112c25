//! The chronicle for a terminal: days as headings, a sentence an entry, voices and relations indented below it.

use super::document::Document;
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

/// The chronicle as text.
pub fn text(document: &Document, pack: &Pack, look: Look) -> String {
    let all = look.all;
    let (p, mut notes) = (Phrases::new(document, pack), Notes::default());
    let page = Page { width: look.width.clamp(40, 120), color: look.color };
    let mut out = String::new();
    page.line(&mut out, "", &page.paint(BOLD, &p.title()));
    page.line(&mut out, "", &page.paint(DIM, &p.summary()));
    out.push('\n');
    for r in &document.reports {
        page.hanging(&mut out, &format!("{:>3}  ", r.number), &p.report(r));
    }
    let mut day = String::new();
    let (shown, left) = p.shown(all);
    for e in shown {
        let heading = p.heading(e);
        if heading != day {
            let _ = write!(out, "\n{}\n", page.paint(DATE, &heading));
            day = heading;
        }
        out.push('\n');
        let Some(lead) = e.sentences.first() else { continue };
        let time = p.time(e).map(|t| format!("{t} ")).unwrap_or_default();
        page.hanging(&mut out, "  ", &format!("{time}{} [{}]", one_line(&lead.exact), notes.number(lead)));
        for (voice, sentence) in p.voices(e) {
            page.hanging(&mut out, "      · ", &format!("{voice} [{}]", notes.number(sentence)));
        }
        for r in &e.relations {
            let note = p.standing(r);
            let note = if matches!(r.name, "conflicts" | "denies" | "fails") {
                page.paint(AGAINST, &note)
            } else {
                note
            };
            page.hanging(&mut out, "      ↳ ", &note);
        }
    }
    if let Some(words) = p.left_out(left) {
        out.push('\n');
        page.line(&mut out, "", &page.paint(DIM, &words));
    }
    // A ledger is worth a place of its own when a figure came more than once; single figures stand in the entries.
    if document.figures.iter().any(|l| l.entries.len() > 1) {
        let _ = write!(out, "\n{}\n", page.paint(BOLD, &p.text("show.figures")));
        for l in document.figures.iter().filter(|l| l.entries.len() > 1) {
            out.push('\n');
            page.hanging(&mut out, "  ", &p.ledger_title(l));
            for line in &l.entries {
                page.hanging(
                    &mut out,
                    "      ",
                    &format!("{} [{}]", p.ledger_line(line), notes.number(&line.sentence)),
                );
            }
        }
    }
    let _ = write!(out, "\n{}\n\n", page.paint(BOLD, &p.text("show.sources")));
    for (i, q) in notes.all().iter().enumerate() {
        page.hanging(&mut out, &format!("{:>5}  ", format!("[{}]", i + 1)), &page.paint(DIM, &p.note(q)));
    }
    out
}

struct Page {
    width: usize,
    color: bool,
}

impl Page {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn line(&self, out: &mut String, indent: &str, text: &str) {
        self.hanging(out, indent, text);
    }

    /// A paragraph whose first line begins with `head`, the others as far in.
    fn hanging(&self, out: &mut String, head: &str, text: &str) {
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
