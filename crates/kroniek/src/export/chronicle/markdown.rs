//! The chronicle as Markdown with footnotes.

use super::document::{Document, Entry, Story};
use super::phrase::{Notes, Phrases, one_line};
use kroniek_lang::Pack;
use std::fmt::Write;

/// The chronicle as Markdown, story by story; with `all`, also what has no date, source, figure or relation of its own.
pub fn markdown(document: &Document, pack: &Pack, all: bool) -> String {
    let (p, mut notes) = (Phrases::new(document, pack), Notes::default());
    let mut out = String::new();
    for (i, s) in document.stories.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        story(&mut out, &p, &mut notes, (i + 1, s), all);
    }
    out.push('\n');
    for (i, q) in notes.all().iter().enumerate() {
        let _ = writeln!(out, "[^{}]: {}", i + 1, escape(&p.note(q)));
    }
    out
}

fn story(out: &mut String, p: &Phrases, notes: &mut Notes, (number, story): (usize, &Story), all: bool) {
    let (title, summary, reports) = (escape(&p.title(story)), p.summary(story), p.text("show.reports"));
    let _ = write!(out, "# {title}\n\n{summary}\n\n## {reports}\n\n");
    for r in p.reports(story) {
        let _ = writeln!(out, "- **{}** {}", r.number, escape(&p.report(r)));
    }
    let mut day = String::new();
    let (shown, left) = p.shown(number, all);
    for e in shown {
        let heading = p.heading(e);
        if heading != day {
            let _ = write!(out, "\n## {}\n", escape(&heading));
            day = heading;
        }
        entry(out, p, notes, e);
    }
    if let Some(words) = p.left_out(left) {
        let _ = write!(out, "\n{words}\n");
    }
    let ledgers = p.ledgers(number);
    if !ledgers.is_empty() {
        let _ = write!(out, "\n## {}\n", p.text("show.figures"));
    }
    for l in ledgers {
        let _ = write!(out, "\n**{}**\n\n", escape(&p.ledger_title(l)));
        for line in &l.entries {
            let _ = writeln!(out, "- {}[^{}]", escape(&p.ledger_line(line)), notes.number(&line.sentence));
        }
    }
}

fn entry(out: &mut String, p: &Phrases, notes: &mut Notes, e: &Entry) {
    let Some(lead) = e.sentences.first() else { return };
    let time = p.time(e).map(|t| format!("**{t}** ")).unwrap_or_default();
    let _ = write!(out, "\n{time}{}[^{}]\n\n", escape(&one_line(&lead.exact)), notes.number(lead));
    if let Some(backing) = p.backing(e) {
        let _ = writeln!(out, "{}\n", escape(&backing));
    }
    for (voice, sentence) in p.voices(e) {
        let _ = writeln!(out, "- {}[^{}]", escape(&voice), notes.number(sentence));
    }
    for (_, line) in p.standings(e) {
        let _ = writeln!(out, "- *{}*", escape(&line));
    }
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
