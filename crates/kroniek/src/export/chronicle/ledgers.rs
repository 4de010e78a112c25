//! The ledgers of the document: predictions, conflicts, drift of certainty, claims and voices. Figures are beside the
//! entries.

use super::document::{Builder, Figure, Quote, Source};
use kroniek_model::{LinkedStatement, Outcome, Relation, StatementIx, When};
use serde::Serialize;

/// A statement as the ledgers name it.
#[derive(Serialize, Clone)]
pub struct Told {
    /// Statement id.
    pub id: String,
    /// Its words.
    pub evidence: Quote,
    /// The sentence it stands in.
    pub sentence: Quote,
    /// The date of its report, as EDTF; `null` when nothing is known.
    pub published: Option<String>,
    /// On whose word, from the nearest to the reader inwards; empty in the reporter's own words.
    pub sources: Vec<Source>,
    /// How sure.
    pub certainty: &'static str,
    #[serde(skip)]
    pub(in super::super) when: Option<When>,
}

/// A prediction or plan, and what became of it.
#[derive(Serialize)]
pub struct Prediction {
    /// Number of its story, from 1 in the order of `stories`.
    pub story: usize,
    /// The statement that predicts.
    pub statement: Told,
    /// When it should have come true, as EDTF; `null` when no term is named.
    pub due: Option<String>,
    /// First moment of the term.
    pub due_earliest: Option<String>,
    /// Last moment of the term.
    pub due_latest: Option<String>,
    /// `open`, `fulfils` or `fails`: what the outcome does to it.
    pub outcome: &'static str,
    /// The statement that shows the outcome; `null` while it is open.
    pub shown_by: Option<Told>,
    /// Why, in words.
    pub why: Option<String>,
    #[serde(skip)]
    pub(in super::super) term: Option<When>,
}

/// Two statements that stand against each other.
#[derive(Serialize)]
pub struct Conflict {
    /// Number of its story, from 1 in the order of `stories`.
    pub story: usize,
    /// `conflicts` or `denies`.
    pub name: &'static str,
    /// What differs; `null` for a denial.
    pub kind: Option<String>,
    /// `open`, or `settled` when one of the two was put right or taken back.
    pub status: &'static str,
    /// Both stand in one report.
    pub within_report: bool,
    /// The later of the two, or the one that denies.
    pub one: Told,
    /// What it stands against.
    pub other: Told,
    /// The figures of the two, where it is about figures.
    pub figures: Option<(Figure, Figure)>,
    /// Why, in words.
    pub why: String,
    /// The rule that drew it.
    pub rule: String,
    /// The statement that settled it.
    pub settled_by: Option<Told>,
}

/// A hedge or a source that was dropped without anything new behind it.
#[derive(Serialize)]
pub struct Drift {
    /// Number of its story, from 1 in the order of `stories`.
    pub story: usize,
    /// `certainty` or `source`: what was dropped.
    pub kind: String,
    /// The statement was taken over from another report.
    pub copied: bool,
    /// The statement with the hedge or source.
    pub before: Told,
    /// The one without.
    pub after: Told,
    /// Why, in words.
    pub why: String,
    /// The rule that drew it.
    pub rule: String,
}

/// What several statements say of one thing.
#[derive(Serialize)]
pub struct Claim {
    /// Number of its story, from 1 in the order of `stories`.
    pub story: usize,
    /// Id of the claim group.
    pub group: String,
    /// How many reports make it.
    pub reports: u32,
    /// How many independent origins they have.
    pub origins: u32,
    /// Who said it first.
    pub said: Told,
    /// Who said it first under a name.
    pub named: Option<Told>,
    /// Who bore it out first.
    pub confirmed: Option<Told>,
    /// Who denied it first.
    pub denied: Option<Told>,
}

/// Somebody on whose word statements are made.
#[derive(Serialize)]
pub struct Voice {
    /// The full name; `null` for somebody who is not known by name.
    pub name: Option<String>,
    /// The words for the source where it first speaks.
    pub words: String,
    /// What kind of source.
    pub kind: &'static str,
    /// How many statements.
    pub said: usize,
    /// How many of them change what the same voice had said.
    pub changed: usize,
    /// How many predictions.
    pub predicted: usize,
    /// How many of those came true in time.
    pub fulfilled: usize,
    /// How many did not.
    pub failed: usize,
    /// What was said, earliest first.
    pub record: Vec<Utterance>,
}

/// One thing that a voice said.
#[derive(Serialize)]
pub struct Utterance {
    /// Number of its story, from 1 in the order of `stories`.
    pub story: usize,
    /// `said`, `denied`, `confirmed`, `predicted`, `retracted` or `other`.
    pub act: &'static str,
    /// The first to say this of what several say.
    pub first: bool,
    /// The statement.
    pub statement: Told,
    /// What it changes of the voice's own.
    pub changes: Option<Quote>,
    /// For predictions: `open`, `fulfils` or `fails`.
    pub outcome: Option<&'static str>,
}

impl Builder<'_> {
    pub(super) fn told(&self, ix: StatementIx) -> Told {
        let s = self.statement_at(ix);
        let when = self.linked.reports.get(s.evidence.report.at()).and_then(|r| r.published.when.clone());
        Told {
            id: s.id.to_string(),
            evidence: self.readable(s.evidence),
            sentence: self.sentence(s.evidence),
            published: when.as_ref().map(|w| w.edtf.clone()),
            sources: self.sources(s),
            certainty: s.certainty.code(),
            when,
        }
    }

    fn statement_at(&self, ix: StatementIx) -> &LinkedStatement {
        &self.linked.statements[ix.at()]
    }

    /// The number of a statement's story; `None` for a story that was not asked for.
    fn story_of(&self, ix: StatementIx) -> Option<usize> {
        let report = self.statement_at(ix).evidence.report;
        self.asked(report).then(|| self.story_number(self.linked.reports[report.at()].story))
    }

    pub(super) fn predictions(&self) -> Vec<Prediction> {
        let one = |p: &kroniek_model::Prediction| {
            let (outcome, shown) = outcome(p.outcome);
            let shown = shown.filter(|s| self.story_of(*s).is_some());
            let drawn = |r: &&Relation| Some(r.from) == shown && r.to == p.statement;
            let term = p.due.clone();
            Some(Prediction {
                story: self.story_of(p.statement)?,
                statement: self.told(p.statement),
                due: term.as_ref().map(|w| w.edtf.clone()),
                due_earliest: term.as_ref().and_then(|w| w.earliest).map(|t| t.to_string()),
                due_latest: term.as_ref().and_then(|w| w.latest).map(|t| t.to_string()),
                outcome,
                shown_by: shown.map(|s| self.told(s)),
                why: self.linked.relations.iter().find(drawn).map(|r| self.words_of(&r.reason)),
                term,
            })
        };
        let mut all: Vec<Prediction> = self.linked.predictions.iter().filter_map(one).collect();
        all.sort_by_key(|p| (p.story, p.statement.evidence.report, p.statement.evidence.start));
        all
    }

    pub(super) fn conflicts(&self, list: &[kroniek_model::Conflict]) -> Vec<Conflict> {
        let one = |c: &kroniek_model::Conflict| {
            let r = self.linked.relations.get(c.relation as usize)?;
            self.story_of(r.to)?;
            let (from, to) = (self.statement_at(r.from), self.statement_at(r.to));
            let figures =
                r.figures.map(|(f, t)| (self.figure(from, f as usize), self.figure(to, t as usize)));
            Some(Conflict {
                story: self.story_of(r.from)?,
                name: r.name.code(),
                kind: r.kind.as_ref().map(ToString::to_string),
                status: if c.settled.is_some() { "settled" } else { "open" },
                within_report: from.evidence.report == to.evidence.report,
                one: self.told(r.from),
                other: self.told(r.to),
                figures,
                why: self.words_of(&r.reason),
                rule: r.rule.to_string(),
                settled_by: c.settled.filter(|s| self.story_of(*s).is_some()).map(|s| self.told(s)),
            })
        };
        let mut all: Vec<Conflict> = list.iter().filter_map(one).collect();
        all.sort_by_key(|c| (c.story, c.status != "open"));
        all
    }

    pub(super) fn drifts(&self, list: &[u32]) -> Vec<Drift> {
        let one = |&i: &u32| {
            let r = self.linked.relations.get(i as usize)?;
            self.story_of(r.to)?;
            Some(Drift {
                story: self.story_of(r.from)?,
                kind: r.kind.as_ref().map(ToString::to_string).unwrap_or_default(),
                copied: r.name == kroniek_model::RelationName::Copies,
                before: self.told(r.to),
                after: self.told(r.from),
                why: self.words_of(&r.reason),
                rule: r.rule.to_string(),
            })
        };
        let mut all: Vec<Drift> = list.iter().filter_map(one).collect();
        all.sort_by_key(|d| d.story);
        all
    }

    pub(super) fn claims(&self, list: &[kroniek_model::Claim]) -> Vec<Claim> {
        let one = |c: &kroniek_model::Claim| {
            let told = |s: Option<StatementIx>| s.map(|s| self.told(s));
            Some(Claim {
                story: self.story_of(c.said)?,
                group: self.linked.groups.get(c.group as usize)?.id.to_string(),
                reports: c.reports,
                origins: c.origins,
                said: self.told(c.said),
                named: told(c.named),
                confirmed: told(c.confirmed),
                denied: told(c.denied),
            })
        };
        let mut all: Vec<Claim> = list.iter().filter_map(one).collect();
        all.sort_by_key(|c| c.story);
        all
    }

    pub(super) fn voices(&self, list: &[kroniek_model::Voice]) -> Vec<Voice> {
        let one = |v: &kroniek_model::Voice| {
            let record: Vec<Utterance> = v.record.iter().filter_map(|u| self.utterance(u)).collect();
            let count = |of: &dyn Fn(&Utterance) -> bool| record.iter().filter(|u| of(u)).count();
            let words = record.first()?.statement.sources.last()?.exact.clone();
            Some(Voice {
                name: v.entity.map(|e| self.linked.entities[e.at()].canonical.clone()),
                words,
                kind: v.kind.code(),
                said: record.len(),
                changed: count(&|u| u.changes.is_some()),
                predicted: count(&|u| u.act == "predicted"),
                fulfilled: count(&|u| u.outcome == Some("fulfils")),
                failed: count(&|u| u.outcome == Some("fails")),
                record,
            })
        };
        list.iter().filter_map(one).collect()
    }

    fn utterance(&self, u: &kroniek_model::Utterance) -> Option<Utterance> {
        let changes = u.changes.filter(|s| self.story_of(*s).is_some());
        Some(Utterance {
            story: self.story_of(u.statement)?,
            act: u.act.code(),
            first: u.first,
            statement: self.told(u.statement),
            changes: changes.map(|s| self.readable(self.statement_at(s).evidence)),
            outcome: u.outcome.map(|o| outcome(o).0),
        })
    }
}

/// The name of an outcome on the wire, and the statement that shows it.
fn outcome(o: Outcome) -> (&'static str, Option<StatementIx>) {
    match o {
        Outcome::Open => ("open", None),
        Outcome::Fulfils(s) => ("fulfils", Some(s)),
        Outcome::Fails(s) => ("fails", Some(s)),
    }
}
