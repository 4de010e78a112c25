//! The chronicle as Markdown with footnotes.

use super::document::Document;
use super::phrase::{Notes, Phrases, one_line};
use kroniek_lang::Pack;
use std::fmt::Write;

/// The chronicle as Markdown; with `all`, also what has no date, source, figure or relation of its own.
pub fn markdown(document: &Document, pack: &Pack, all: bool) -> String {
    let (p, mut notes) = (Phrases::new(document, pack), Notes::default());
    let mut out = String::new();
    let _ = write!(out, "# {}\n\n{}\n\n## {}\n\n", escape(&p.title()), p.summary(), p.text("show.reports"));
    for r in &document.reports {
        let _ = writeln!(out, "{}. {}", r.number, escape(&p.report(r)));
    }
    let mut day = String::new();
    let (shown, left) = p.shown(all);
    for e in shown {
        let heading = p.heading(e);
        if heading != day {
            let _ = write!(out, "\n## {}\n", escape(&heading));
            day = heading;
        }
        let Some(lead) = e.sentences.first() else { continue };
        let time = p.time(e).map(|t| format!("**{t}** ")).unwrap_or_default();
        let _ = write!(out, "\n{time}{}[^{}]\n\n", escape(&one_line(&lead.exact)), notes.number(lead));
        for (voice, sentence) in p.voices(e) {
            let _ = writeln!(out, "- {}[^{}]", escape(&voice), notes.number(sentence));
        }
        for r in &e.relations {
            let _ = writeln!(out, "- *{}*", escape(&p.standing(r)));
        }
    }
    if let Some(words) = p.left_out(left) {
        let _ = write!(out, "\n{words}\n");
    }
    // A ledger is worth a place of its own when a figure came more than once; single figures stand in the entries.
    if document.figures.iter().any(|l| l.entries.len() > 1) {
        let _ = write!(out, "\n## {}\n", p.text("show.figures"));
        for l in document.figures.iter().filter(|l| l.entries.len() > 1) {
            let _ = write!(out, "\n**{}**\n\n", escape(&p.ledger_title(l)));
            for line in &l.entries {
                let _ =
                    writeln!(out, "- {}[^{}]", escape(&p.ledger_line(line)), notes.number(&line.sentence));
            }
        }
    }
    out.push('\n');
    for (i, q) in notes.all().iter().enumerate() {
        let _ = writeln!(out, "[^{}]: {}", i + 1, escape(&p.note(q)));
    }
    out
}

/// Keeps a report's words from being read as Markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '`' | '<' | '\\' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
