//! What `stories` prints: the wire contract, one JSON object a report; and the graph of origins for people.

use kroniek_lang::{Pack, Packs};
use kroniek_model::{
    Copied, CopyKind, Linked, LinkedReport, Message, OriginIx, OriginKind, Report, ReportIx, Span, Story,
    Text,
};
use serde::Serialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// One report on the wire, with the ids of its story and of the origin of most of its text.
#[derive(Serialize)]
pub struct Record<'a> {
    id: &'a str,
    path: Option<&'a str>,
    story: &'a str,
    origin: &'a str,
}

/// The record of a report.
pub fn record<'a>(linked: &'a Linked, report: &'a LinkedReport, path: Option<&'a str>) -> Record<'a> {
    Record {
        id: &report.id,
        path,
        story: &linked.stories[report.story as usize].id,
        origin: &linked.origins[report.origin.at()].id,
    }
}

/// Stories with the most reports first. Below each its origins, and under each report what was taken from it: how much of
/// that is its own, and which words were left out or put in on the way.
///
/// # Errors
/// If `out` cannot be written to.
pub fn text(out: &mut impl Write, packs: &Packs, reports: &[Report], linked: &Linked) -> io::Result<()> {
    let mut stories: Vec<&Story> = linked.stories.iter().collect();
    stories.sort_by(|a, b| b.reports.len().cmp(&a.reports.len()).then(a.id.cmp(&b.id)));
    let sources = sources(linked);
    for story in stories {
        let Some(pack) = pack(packs, reports, story) else { continue };
        Tree { out: &mut *out, pack, reports, linked, sources: &sources, story }.write()?;
    }
    Ok(())
}

/// The line for a decision whose reports are not there.
pub fn unmet(packs: &Packs, reports: &[Report], pair: &(SmolStr, SmolStr)) -> String {
    let language = reports.first().map_or("", |r| r.language.as_str());
    let Some(pack) = packs.language(language).or_else(|| packs.languages().next()) else {
        return String::new();
    };
    let message =
        Message::new("stories.unmet").with("first", pair.0.to_string()).with("second", pair.1.to_string());
    pack.message(&message)
}

/// The language of most of a story's reports; of equal ones the first by code.
fn pack<'p>(packs: &'p Packs, reports: &[Report], story: &Story) -> Option<&'p Pack> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for r in &story.reports {
        *counts.entry(reports[r.at()].language.as_str()).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|c| c.1).map_or("", |c| c.0);
    packs.language(most).or_else(|| packs.languages().next())
}

/// For every report, the one that most of its copied sentences go back to.
fn sources(linked: &Linked) -> Vec<Option<ReportIx>> {
    let mut sources = vec![None; linked.reports.len()];
    for of_one in linked.copies.chunk_by(|a, b| a.to.report == b.to.report) {
        let mut counts: BTreeMap<ReportIx, usize> = BTreeMap::new();
        for c in of_one {
            *counts.entry(c.from.report).or_default() += 1;
        }
        sources[of_one[0].to.report.at()] = counts.into_iter().rev().max_by_key(|c| c.1).map(|c| c.0);
    }
    sources
}

/// Words left out or put in that are shown of one copy.
const WORDS: usize = 6;
/// Copies of copies are indented so far at most.
const DEEPEST: usize = 8;

struct Tree<'a, W> {
    out: &'a mut W,
    pack: &'a Pack,
    reports: &'a [Report],
    linked: &'a Linked,
    sources: &'a [Option<ReportIx>],
    story: &'a Story,
}

impl<W: Write> Tree<'_, W> {
    fn write(mut self) -> io::Result<()> {
        let mut members = self.story.reports.clone();
        members.sort_by_key(|r| (self.date(*r).is_none(), self.date(*r), *r));
        let mut origins: Vec<OriginIx> = members.iter().map(|r| self.linked.reports[r.at()].origin).collect();
        let mut seen = Vec::new();
        origins.retain(|o| {
            !seen.contains(o) && {
                seen.push(*o);
                true
            }
        });
        let title = self.story.title.as_deref().unwrap_or(&self.story.id);
        writeln!(self.out, "{}", one_line(title))?;
        writeln!(
            self.out,
            "  {}, {}",
            self.count("reports", members.len()),
            self.count("origins", origins.len())
        )?;
        if !self.story.names.is_empty() {
            let names = Message::new("stories.names").with("names", self.story.names.join(", "));
            writeln!(self.out, "  {}", self.pack.message(&names))?;
        }
        for chapter in &self.story.chapters {
            let reports = self.count("reports", chapter.reports.len());
            let title = one_line(chapter.title.as_deref().unwrap_or("–"));
            let line = Message::new("stories.chapter").with("title", title).with("reports", reports);
            writeln!(self.out, "  § {}", self.pack.message(&line))?;
        }
        for origin in origins {
            let from = &self.linked.origins[origin.at()];
            // Without outlet or credit an origin is called by the id of its report, which tells a reader nothing.
            let label = if from.kind == OriginKind::Unknown { "?" } else { &from.label };
            writeln!(self.out, "  {label}")?;
            let mine: Vec<ReportIx> =
                members.iter().copied().filter(|r| self.linked.reports[r.at()].origin == origin).collect();
            // A copy stands below what it was taken from; each report once, whatever is copied from what.
            let is_root = |r: &&ReportIx| self.sources[r.at()].is_none_or(|s| !mine.contains(&s));
            let mut open: Vec<(ReportIx, usize)> = mine.iter().filter(is_root).map(|r| (*r, 0)).collect();
            open.reverse();
            let mut shown = Vec::new();
            while let Some((report, depth)) = open.pop() {
                if shown.contains(&report) {
                    continue;
                }
                shown.push(report);
                self.report(report, depth)?;
                let below = mine.iter().rev().filter(|r| self.sources[r.at()] == Some(report));
                open.extend(below.map(|r| (*r, (depth + 1).min(DEEPEST))));
            }
            for report in mine.iter().filter(|r| !shown.contains(r)) {
                self.report(*report, 0)?;
            }
        }
        writeln!(self.out)
    }

    fn report(&mut self, report: ReportIx, depth: usize) -> io::Result<()> {
        let linked = &self.linked.reports[report.at()];
        let date = linked.published.when.as_ref().map_or("?", |w| &w.edtf);
        let name = self.name(report);
        let mark = if depth == 0 { "" } else { "└ " };
        write!(self.out, "    {}{mark}{date:16}  {name}", "  ".repeat(depth))?;
        for note in self.notes(report) {
            write!(self.out, "; {note}")?;
        }
        writeln!(self.out)
    }

    /// What is to be said of a copy.
    fn notes(&self, report: ReportIx) -> Vec<String> {
        let from = self.linked.copies.partition_point(|c| c.to.report < report);
        let copies: Vec<&Copied> =
            self.linked.copies[from..].iter().take_while(|c| c.to.report == report).collect();
        let mut notes = Vec::new();
        let linked = &self.linked.reports[report.at()];
        let wire = self.linked.origins[linked.origin.at()].kind == OriginKind::Wire;
        if wire && self.reports[report.at()].credits.is_empty() {
            notes.push(self.pack.text("stories.uncredited"));
        }
        if copies.is_empty() {
            return notes;
        }
        let own = Message::new("stories.own").with("n", linked.own_percent.to_string());
        notes.push(self.pack.message(&own));
        if copies.iter().any(|c| c.kind == CopyKind::Translated) {
            notes.push(self.pack.text("stories.translated"));
        }
        let words = |spans: Vec<(ReportIx, Span<Text>)>| -> String {
            let of =
                |(r, s): &(ReportIx, Span<Text>)| format!("“{}”", one_line(s.of(&self.reports[r.at()].text)));
            let more = if spans.len() > WORDS { " …" } else { "" };
            spans.iter().take(WORDS).map(of).collect::<Vec<_>>().join(", ") + more
        };
        let dropped =
            copies.iter().flat_map(|c| c.dropped.iter().map(|s| (c.from.report, *s))).collect::<Vec<_>>();
        let added = copies.iter().flat_map(|c| c.added.iter().map(|s| (c.to.report, *s))).collect::<Vec<_>>();
        for (id, spans) in [("stories.left-out", dropped), ("stories.put-in", added)] {
            if !spans.is_empty() {
                notes.push(self.pack.message(&Message::new(id).with("words", words(spans))));
            }
        }
        notes
    }

    fn date(&self, report: ReportIx) -> Option<jiff::civil::DateTime> {
        self.linked.reports[report.at()].published.when.as_ref().and_then(|w| w.earliest)
    }

    fn name(&self, report: ReportIx) -> String {
        let r = &self.reports[report.at()];
        r.path.as_deref().unwrap_or(&r.id).to_owned()
    }

    fn count(&self, what: &str, n: usize) -> String {
        match n {
            1 => self.pack.text(&format!("show.{what}-one")),
            n => self.pack.message(&Message::new(format!("show.{what}-many")).with("n", n.to_string())),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
