//! What changed since a time: for people, and a line a change as JSON. Offsets are code points of the report's text.

use super::dates;
use super::offsets::Offsets;
use kroniek_lang::Pack;
use kroniek_model::{Analysis, Change, Chronicle, Evidence, Linked, Message, Outcome, StatementIx};
use serde::Serialize;
use std::fmt::Write;

/// One change on the wire.
#[derive(Serialize)]
pub struct Record<'a> {
    /// `report`, `entry`, `figure`, `conflict`, `settled`, `outcome`.
    change: &'static str,
    /// In words of the output's language.
    what: String,
    /// How a figure stood; null elsewhere and for a new one.
    was: Option<&'static str>,
    /// How it stands now, or what became of a prediction.
    now: Option<&'static str>,
    /// The words that changed their standing; for a new report empty.
    evidence: Vec<Quote<'a>>,
    report: &'a str,
}

/// The words of a report.
#[derive(Serialize)]
struct Quote<'a> {
    report: &'a str,
    start: u32,
    end: u32,
    exact: &'a str,
    publisher: Option<&'a str>,
    published: Option<&'a str>,
}

/// What the changes are told from.
pub struct Changes<'a> {
    /// The later state.
    pub linked: &'a Linked,
    /// Its chronicle.
    pub chronicle: &'a Chronicle,
    /// Its reports, in the order of `linked.reports`.
    pub analyses: &'a [Analysis],
    /// In whose words.
    pub pack: &'a Pack,
}

impl<'a> Changes<'a> {
    /// A change as one record.
    pub fn record(&self, change: Change) -> Record<'a> {
        let of = |s: StatementIx| self.linked.statements[s.at()].evidence;
        let (code, statements, was, now): (_, Vec<Evidence>, _, _) = match change {
            Change::Report(i) => {
                let a = &self.analyses[i as usize];
                let title = a.report.title.as_deref().unwrap_or(&a.report.id).to_owned();
                let message = Message::new("changes.report").with("title", title);
                return Record {
                    change: "report",
                    what: self.pack.message(&message),
                    was: None,
                    now: None,
                    evidence: Vec::new(),
                    report: &a.report.id,
                };
            }
            Change::Entry(i) => {
                let entry = &self.chronicle.entries[i as usize];
                let whole = entry.sentences.first().copied();
                (
                    "entry",
                    whole.into_iter().chain(entry.statements.iter().map(|&s| of(s))).take(1).collect(),
                    None,
                    None,
                )
            }
            Change::Figure { ledger, entry, was } => {
                let entry = &self.chronicle.ledgers[ledger as usize].entries[entry as usize];
                let all = std::iter::once(entry.statement).chain(entry.with.iter().copied());
                ("figure", all.map(of).collect(), was.map(|w| w.code()), Some(entry.status.code()))
            }
            Change::Conflict(i) => ("conflict", self.sides(i), None, None),
            Change::Settled(i) => {
                let mut sides = self.sides(i);
                sides.extend(self.chronicle.conflicts[i as usize].settled.map(of));
                ("settled", sides, None, None)
            }
            Change::Outcome(i) => {
                let prediction = &self.linked.predictions[i as usize];
                let (now, by) = match prediction.outcome {
                    Outcome::Open => (None, None),
                    Outcome::Fulfils(s) => (Some("fulfils"), Some(of(s))),
                    Outcome::Fails(s) => (Some("fails"), Some(of(s))),
                };
                let mut all = vec![of(prediction.statement)];
                all.extend(by);
                ("outcome", all, None, now)
            }
        };
        let id = match now {
            Some(now) => format!("changes.{code}-{}", now.replace('_', "-")),
            None => format!("changes.{code}"),
        };
        let report = &self.analyses[statements[0].report.at()].report.id;
        Record {
            change: code,
            what: self.pack.text(&id),
            was,
            now,
            evidence: statements.into_iter().map(|e| self.quote(e)).collect(),
            report,
        }
    }

    fn sides(&self, conflict: u32) -> Vec<Evidence> {
        let relation = &self.linked.relations[self.chronicle.conflicts[conflict as usize].relation as usize];
        [relation.to, relation.from].map(|s| self.linked.statements[s.at()].evidence).to_vec()
    }

    fn quote(&self, e: Evidence) -> Quote<'a> {
        let report = &self.analyses[e.report.at()].report;
        let offsets = Offsets::new(&report.text);
        let when = self.linked.reports[e.report.at()].published.when.as_ref();
        Quote {
            report: &report.id,
            start: offsets.point(e.span.start()),
            end: offsets.point(e.span.end()),
            exact: &report.text[e.span.range()],
            publisher: report.publisher.as_deref(),
            published: when.map(|w| w.edtf.as_str()),
        }
    }

    /// The changes for people, those of one kind under one heading.
    pub fn text(&self, changes: &[Change]) -> String {
        let records: Vec<Record<'a>> = changes.iter().map(|&c| self.record(c)).collect();
        let mut headings: Vec<&str> = Vec::new();
        for record in &records {
            if !headings.contains(&record.what.as_str()) {
                headings.push(&record.what);
            }
        }
        let mut out = String::new();
        let mut bare = true;
        for heading in headings {
            let under: Vec<_> = records.iter().filter(|r| r.what == heading).collect();
            // Reports are a line each, without words of theirs below.
            let now_bare = under.iter().all(|r| r.evidence.is_empty());
            if !(out.is_empty() || bare && now_bare) {
                out.push('\n');
            }
            bare = now_bare;
            let _ = writeln!(out, "{heading}");
            under.into_iter().for_each(|r| self.quotes(r, &mut out));
        }
        out
    }

    fn quotes(&self, record: &Record<'_>, out: &mut String) {
        for (i, q) in record.evidence.iter().enumerate() {
            let words = q.exact.split_whitespace().collect::<Vec<_>>().join(" ");
            let report = self.analyses.iter().position(|a| a.report.id == q.report);
            let when = report.and_then(|r| self.linked.reports[r].published.when.as_ref());
            let date = when.map_or_else(|| self.pack.text("date.unknown"), |w| dates::short(w, self.pack));
            let outlet = q.publisher.unwrap_or(q.report);
            let indent = if i == 0 { "  " } else { "    ↳ " };
            let _ = writeln!(out, "{indent}“{words}” ({outlet}, {date})");
        }
    }
}
