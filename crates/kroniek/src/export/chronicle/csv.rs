//! The ledgers as comma-separated values (RFC 4180): a header line, then a line a figure, prediction, conflict, dropped
//! hedge or utterance. The columns are documented in the README and never change their meaning.

use super::document::{Document, Quote, Source};
use super::ledgers::Told;
use super::sheet::Ledger;
use std::fmt::Write;

/// One ledger as CSV.
pub fn csv(document: &Document, ledger: Ledger) -> String {
    let mut out = Table(String::new());
    match ledger {
        Ledger::Figures => figures(document, &mut out),
        Ledger::Predictions => predictions(document, &mut out),
        Ledger::Conflicts => conflicts(document, &mut out),
        Ledger::Drift => drift(document, &mut out),
        Ledger::Voices => voices(document, &mut out),
    }
    out.0
}

/// Lines of fields.
struct Table(String);

impl Table {
    fn row(&mut self, fields: &[&str]) {
        for (i, field) in fields.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            if field.contains(['"', ',', '\n', '\r']) {
                let _ = write!(self.0, "\"{}\"", field.replace('"', "\"\""));
            } else {
                self.0.push_str(field);
            }
        }
        self.0.push_str("\r\n");
    }
}

/// The innermost source: the name where it is known, else the words.
fn who(sources: &[Source]) -> (&str, &str) {
    sources.last().map_or(("", ""), |s| (s.name.as_deref().unwrap_or(&s.exact), s.kind))
}

/// Where a statement stands: report number, report id, first and last code point, words.
fn place(document: &Document, q: &Quote) -> [String; 5] {
    let id = document.reports.iter().find(|r| r.number == q.report).map(|r| r.id.clone()).unwrap_or_default();
    [q.report.to_string(), id, q.start.to_string(), q.end.to_string(), q.exact.clone()]
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn figures(d: &Document, out: &mut Table) {
    out.row(&[
        "story",
        "quantity",
        "label",
        "unit",
        "scope",
        "as_of",
        "low",
        "high",
        "modifier",
        "counted",
        "source",
        "source_kind",
        "status",
        "reports",
        "origins",
        "report",
        "report_id",
        "start",
        "end",
        "exact",
    ]);
    for l in &d.figures {
        for e in &l.entries {
            let (source, kind) = who(&e.sources);
            let [report, id, start, end, exact] = place(d, &e.evidence);
            out.row(&[
                &l.story.to_string(),
                &l.quantity,
                l.counted.as_deref().unwrap_or_default(),
                &l.unit,
                l.scope.as_deref().unwrap_or_default(),
                e.as_of.as_deref().unwrap_or_default(),
                &e.figure.low.to_string(),
                &text(e.figure.high),
                e.figure.modifier,
                e.figure.counted.as_deref().unwrap_or_default(),
                source,
                kind,
                e.status,
                &e.reports.to_string(),
                &e.origins.to_string(),
                &report,
                &id,
                &start,
                &end,
                &exact,
            ]);
        }
    }
}

fn predictions(d: &Document, out: &mut Table) {
    out.row(&[
        "story",
        "said",
        "source",
        "source_kind",
        "certainty",
        "due",
        "due_earliest",
        "due_latest",
        "outcome",
        "shown",
        "shown_report",
        "shown_exact",
        "report",
        "report_id",
        "start",
        "end",
        "exact",
    ]);
    for p in &d.predictions {
        let (source, kind) = who(&p.statement.sources);
        let [report, id, start, end, exact] = place(d, &p.statement.evidence);
        let shown = p.shown_by.as_ref();
        out.row(&[
            &p.story.to_string(),
            p.statement.published.as_deref().unwrap_or_default(),
            source,
            kind,
            p.statement.certainty,
            p.due.as_deref().unwrap_or_default(),
            p.due_earliest.as_deref().unwrap_or_default(),
            p.due_latest.as_deref().unwrap_or_default(),
            p.outcome,
            shown.and_then(|s| s.published.as_deref()).unwrap_or_default(),
            &text(shown.map(|s| s.evidence.report)),
            shown.map_or("", |s| &s.evidence.exact),
            &report,
            &id,
            &start,
            &end,
            &exact,
        ]);
    }
}

fn conflicts(d: &Document, out: &mut Table) {
    out.row(&[
        "story",
        "name",
        "kind",
        "status",
        "within_report",
        "why",
        "rule",
        "one_source",
        "one_published",
        "one_report",
        "one_exact",
        "other_source",
        "other_published",
        "other_report",
        "other_exact",
    ]);
    for c in &d.conflicts {
        let [one, other] = [&c.one, &c.other].map(side);
        let within = c.within_report.to_string();
        let head = [
            &c.story.to_string(),
            c.name,
            c.kind.as_deref().unwrap_or_default(),
            c.status,
            &within,
            &c.why,
            &c.rule,
        ];
        let fields: Vec<&str> =
            head.into_iter().chain(one.iter().chain(&other).map(String::as_str)).collect();
        out.row(&fields);
    }
}

/// Who, when, in which report, and the words.
fn side(t: &Told) -> [String; 4] {
    [
        who(&t.sources).0.to_owned(),
        t.published.clone().unwrap_or_default(),
        t.evidence.report.to_string(),
        t.evidence.exact.clone(),
    ]
}

fn drift(d: &Document, out: &mut Table) {
    out.row(&[
        "story",
        "kind",
        "copied",
        "why",
        "rule",
        "before_source",
        "before_published",
        "before_report",
        "before_exact",
        "after_source",
        "after_published",
        "after_report",
        "after_exact",
    ]);
    for x in &d.drift {
        let [before, after] = [&x.before, &x.after].map(side);
        let (story, copied) = (x.story.to_string(), x.copied.to_string());
        let head = [story.as_str(), &x.kind, &copied, &x.why, &x.rule];
        let fields: Vec<&str> =
            head.into_iter().chain(before.iter().chain(&after).map(String::as_str)).collect();
        out.row(&fields);
    }
}

fn voices(d: &Document, out: &mut Table) {
    out.row(&[
        "story",
        "voice",
        "voice_kind",
        "named",
        "published",
        "act",
        "first",
        "certainty",
        "changes",
        "outcome",
        "report",
        "report_id",
        "start",
        "end",
        "exact",
    ]);
    for v in &d.voices {
        for u in &v.record {
            let [report, id, start, end, exact] = place(d, &u.statement.evidence);
            out.row(&[
                &u.story.to_string(),
                v.name.as_deref().unwrap_or(&v.words),
                v.kind,
                &v.name.is_some().to_string(),
                u.statement.published.as_deref().unwrap_or_default(),
                u.act,
                &u.first.to_string(),
                u.statement.certainty,
                u.changes.as_ref().map_or("", |q| &q.exact),
                u.outcome.unwrap_or_default(),
                &report,
                &id,
                &start,
                &end,
                &exact,
            ]);
        }
    }
}
