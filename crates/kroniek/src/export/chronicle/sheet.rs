//! The ledgers for a terminal, and as JSON by themselves.

use super::document::{Document, Report, Story};
use super::ledgers::{Claim, Conflict, Drift, Prediction, Told, Voice};
use super::phrase::{Notes, Phrases, one_line};
use super::text::{Look, Page};
use crate::export::dates;
use kroniek_lang::Pack;
use kroniek_model::Message;
use serde::Serialize;
use std::fmt::Write;

/// Which ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ledger {
    /// One quantity through time.
    Figures,
    /// Who said what first, and what each speaker said.
    Voices,
    /// Predictions and plans with their outcome.
    Predictions,
    /// What stands against what.
    Conflicts,
    /// A hedge or a source that was dropped.
    Drift,
}

impl Ledger {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Ledger::Figures => "figures",
            Ledger::Voices => "voices",
            Ledger::Predictions => "predictions",
            Ledger::Conflicts => "conflicts",
            Ledger::Drift => "drift",
        }
    }
}

/// One ledger as JSON: the parts of the chronicle's document that it needs, in the same shape.
#[derive(Serialize)]
struct Sheet<'a> {
    schema: &'static str,
    language: &'a str,
    stories: &'a [Story],
    reports: &'a [Report],
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<&'a [super::document::Ledger]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<&'a [Claim]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voices: Option<&'a [Voice]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    predictions: Option<&'a [Prediction]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflicts: Option<&'a [Conflict]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drift: Option<&'a [Drift]>,
}

/// One ledger as a JSON document.
///
/// # Errors
/// None in practice: every value can be written.
pub fn json(d: &Document, ledger: Ledger) -> serde_json::Result<String> {
    let sheet = Sheet {
        schema: d.schema,
        language: &d.language,
        stories: &d.stories,
        reports: &d.reports,
        figures: (ledger == Ledger::Figures).then_some(&d.figures),
        claims: (ledger == Ledger::Voices).then_some(&d.claims),
        voices: (ledger == Ledger::Voices).then_some(&d.voices),
        predictions: (ledger == Ledger::Predictions).then_some(&d.predictions),
        conflicts: (ledger == Ledger::Conflicts).then_some(&d.conflicts),
        drift: (ledger == Ledger::Drift).then_some(&d.drift),
    };
    Ok(serde_json::to_string_pretty(&sheet)? + "\n")
}

/// One ledger as text, story by story, with the evidence at the end.
pub fn sheet(d: &Document, pack: &Pack, look: Look, ledger: Ledger) -> String {
    let page = Page::new(look);
    let mut w = Writer { p: Phrases::new(d, pack), pack, page, notes: Notes::default(), out: String::new() };
    for (i, story) in d.stories.iter().enumerate() {
        if i > 0 {
            w.out.push('\n');
        }
        w.line("", &w.page.strong(&w.p.title(story)));
        w.line("", &w.page.dim(&w.p.summary(story)));
        match ledger {
            Ledger::Figures => w.figures(d, i + 1),
            Ledger::Voices => w.voices(d, i + 1),
            Ledger::Predictions => w.predictions(d, i + 1),
            Ledger::Conflicts => w.conflicts(d, i + 1),
            Ledger::Drift => w.drift(d, i + 1),
        }
    }
    w.page.sources(&mut w.out, &w.p, &w.notes);
    w.out
}

struct Writer<'a> {
    p: Phrases<'a>,
    pack: &'a Pack,
    page: Page,
    notes: Notes,
    out: String,
}

impl Writer<'_> {
    fn line(&mut self, head: &str, text: &str) {
        self.page.hanging(&mut self.out, head, text);
    }

    fn text(&self, id: &str) -> String {
        self.pack.text(id)
    }

    fn heading(&mut self, id: &str, lines: usize) {
        let title = self.page.strong(&self.text(&format!("ledger.{id}")));
        let _ = write!(self.out, "\n{title}\n");
        if lines == 0 {
            self.line("  ", &self.text("ledger.none"));
        }
    }

    /// "16 February 2019: the mayor, in De Bode — “…” (note 3)".
    fn told(&mut self, t: &Told) -> String {
        let message = Message::new("ledger.line")
            .with("date", self.date(t))
            .with("who", self.p.speaker(&t.sources, t.evidence.report))
            .with("words", one_line(&t.evidence.exact));
        format!("{} [{}]", self.pack.message(&message), self.notes.number(&t.sentence))
    }

    fn date(&self, t: &Told) -> String {
        t.when.as_ref().map_or_else(|| self.text("date.unknown"), |w| dates::short(w, self.pack))
    }

    fn figures(&mut self, d: &Document, story: usize) {
        let all: Vec<_> = d.figures.iter().filter(|l| l.story == story).collect();
        self.heading("figures", all.len());
        for l in all {
            self.out.push('\n');
            self.line("  ", &self.p.ledger_title(l));
            for e in &l.entries {
                let note = self.notes.number(&e.sentence);
                self.line("      ", &format!("{} [{note}]", self.p.ledger_line(e)));
            }
        }
    }

    fn predictions(&mut self, d: &Document, story: usize) {
        let all: Vec<_> = d.predictions.iter().filter(|p| p.story == story).collect();
        self.heading("predictions", all.len());
        for p in all {
            self.out.push('\n');
            let told = self.told(&p.statement);
            self.line("  ", &told);
            let due = match &p.term {
                Some(w) => {
                    self.pack.message(&Message::new("ledger.due").with("date", dates::words(w, self.pack)))
                }
                None => self.text("ledger.no-due"),
            };
            let outcome = self.text(&format!("outcome.{}", p.outcome));
            let why = p.why.as_ref().map(|w| format!(" ({w})")).unwrap_or_default();
            self.line("      ", &format!("{due}; {outcome}{why}"));
            if let Some(shown) = &p.shown_by {
                let told = self.told(shown);
                self.line("      ↳ ", &told);
            }
        }
    }

    fn conflicts(&mut self, d: &Document, story: usize) {
        let all: Vec<_> = d.conflicts.iter().filter(|c| c.story == story).collect();
        self.heading("conflicts", all.len());
        for c in all {
            self.out.push('\n');
            let kind = self.text(&format!("conflict.{}", c.kind.as_deref().unwrap_or("denial")));
            let mut head = vec![kind, self.text(&format!("ledger.{}", c.status))];
            if c.within_report {
                head.push(self.text("ledger.within"));
            }
            self.line("  ", &format!("{}: {}", head.join(", "), c.why));
            for t in [&c.other, &c.one] {
                let told = self.told(t);
                self.line("      · ", &told);
            }
            if let Some(t) = &c.settled_by {
                let message = Message::new("ledger.settled-by")
                    .with("who", self.p.speaker(&t.sources, t.evidence.report))
                    .with("words", one_line(&t.evidence.exact));
                let note = self.notes.number(&t.sentence);
                self.line("      ↳ ", &format!("{} [{note}]", self.pack.message(&message)));
            }
        }
    }

    fn drift(&mut self, d: &Document, story: usize) {
        let all: Vec<_> = d.drift.iter().filter(|x| x.story == story).collect();
        self.heading("drift", all.len());
        for x in all {
            self.out.push('\n');
            self.line("  ", &format!("{}: {}", self.text(&format!("drift.{}", x.kind)), x.why));
            for (id, t) in [("before", &x.before), ("after", &x.after)] {
                let told = self.told(t);
                self.line("      · ", &format!("{} — {told}", self.text(&format!("ledger.{id}"))));
            }
        }
    }

    fn voices(&mut self, d: &Document, story: usize) {
        let claims: Vec<_> = d.claims.iter().filter(|c| c.story == story).collect();
        self.heading("claims", claims.len());
        for c in claims {
            self.out.push('\n');
            let count = self.p.counted(c.reports as usize, c.origins as usize);
            self.line("  ", &format!("“{}” ({count})", one_line(&c.said.evidence.exact)));
            let steps = [
                ("said", Some(&c.said)),
                ("named", c.named.as_ref().filter(|t| t.id != c.said.id)),
                ("confirmed", c.confirmed.as_ref()),
                ("denied", c.denied.as_ref()),
            ];
            for (id, t) in steps.into_iter().filter_map(|(id, t)| Some((id, t?))) {
                let message = Message::new("ledger.first-line")
                    .with("what", self.text(&format!("ledger.{id}")))
                    .with("date", self.date(t))
                    .with("who", self.p.speaker(&t.sources, t.evidence.report));
                let note = self.notes.number(&t.sentence);
                self.line("      ", &format!("{} [{note}]", self.pack.message(&message)));
            }
        }
        let of = |v: &&Voice| v.record.iter().any(|u| u.story == story);
        let voices: Vec<_> = d.voices.iter().filter(of).collect();
        self.heading("voices", voices.len());
        for v in voices {
            self.out.push('\n');
            self.voice(v, story);
        }
    }

    fn voice(&mut self, v: &Voice, story: usize) {
        let name = match &v.name {
            Some(name) => name.clone(),
            None => self.pack.message(&Message::new("ledger.unnamed").with("words", v.words.as_str())),
        };
        let counts = [
            ("said", v.said),
            ("changed", v.changed),
            ("predicted", v.predicted),
            ("fulfilled", v.fulfilled),
            ("failed", v.failed),
        ];
        let record: Vec<String> = counts
            .iter()
            .filter(|c| c.1 > 0)
            .map(|(id, n)| self.p.number_of("ledger.record", id, *n))
            .collect();
        self.line("  ", &format!("{} ({})", self.page.strong(&name), record.join(", ")));
        for u in v.record.iter().filter(|u| u.story == story) {
            let mut act = vec![self.text(&format!("act.{}", u.act))];
            if u.first {
                act.push(self.text("ledger.was-first"));
            }
            if let Some(q) = &u.changes {
                act.push(
                    self.pack.message(&Message::new("ledger.changes").with("words", one_line(&q.exact))),
                );
            }
            if let Some(o) = u.outcome {
                act.push(self.text(&format!("outcome.{o}")));
            }
            let (date, words) = (self.date(&u.statement), one_line(&u.statement.evidence.exact));
            let note = self.notes.number(&u.statement.sentence);
            self.line("      ", &format!("{date}: {} — “{words}” [{note}]", act.join(", ")));
        }
    }
}
