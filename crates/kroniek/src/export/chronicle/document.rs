//! The chronicle as one document: what `--format json` prints, and what every other form is printed from.
//!
//! Described by `chronicle.schema.json` beside this file. Offsets are Unicode code points of a report's text,
//! half-open. Reports are numbered from 1 in the order of their dates; no path stands in it, so the document is the
//! same wherever the files lay.

use super::ledgers::{Claim, Conflict, Drift, Prediction, Voice};
use crate::export::dates;
use crate::export::offsets::Offsets;
use kroniek_lang::Pack;
use kroniek_model::{
    Analysis, Chronicle, DateBasis, Evidence, Linked, LinkedStatement, Message, Published, RegionKind,
    RelationName, ReportIx, Span, StatementIx, Text, When,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The whole chronicle.
#[derive(Serialize)]
pub struct Document {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// Language that messages are worded in.
    pub language: String,
    /// Stories, largest first.
    pub stories: Vec<Story>,
    /// Reports, earliest first; those without a date last.
    pub reports: Vec<Report>,
    /// What happened or is said to have, earliest first; without a date last.
    pub entries: Vec<Entry>,
    /// One quantity through successive reports, each.
    pub figures: Vec<Ledger>,
    /// Predictions and plans with their outcome.
    pub predictions: Vec<Prediction>,
    /// What stands against what, the open ones of each story first.
    pub conflicts: Vec<Conflict>,
    /// Where a hedge or a source was dropped.
    pub drift: Vec<Drift>,
    /// What several statements say of one thing, with who said it first.
    pub claims: Vec<Claim>,
    /// Who speaks, with the whole record.
    pub voices: Vec<Voice>,
}

/// Reports about one running event.
#[derive(Serialize)]
pub struct Story {
    /// Its id.
    pub id: String,
    /// A headline of one of its reports.
    pub title: Option<String>,
    /// Numbers of its reports.
    pub reports: Vec<usize>,
    /// How many independent origins they have.
    pub origins: usize,
}

/// A report, as footnotes name it.
#[derive(Serialize)]
pub struct Report {
    /// Its number in this document, from 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Language code.
    pub language: String,
    /// Its date.
    pub published: Date,
    /// Where most of its text begins.
    pub origin: String,
}

/// A date, how it is known, and why.
#[derive(Serialize)]
pub struct Date {
    /// EDTF; `null` when nothing is known.
    pub edtf: Option<String>,
    /// First moment it can be.
    pub earliest: Option<String>,
    /// Last moment it can be.
    pub latest: Option<String>,
    /// `stated`, `given`, `derived` or `unknown`.
    pub provenance: &'static str,
    /// Why, in words.
    pub reason: Option<String>,
    #[serde(skip)]
    pub(super) when: Option<When>,
}

/// Exact words of a report.
#[derive(Serialize, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Number of the report.
    pub report: usize,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub exact: String,
}

/// One thing that happened, or is said to have.
#[derive(Serialize)]
pub struct Entry {
    /// Number of its story, from 1 in the order of `stories`.
    pub story: usize,
    /// EDTF; `null` when no report tells.
    pub date: Option<String>,
    /// First moment it can be.
    pub earliest: Option<String>,
    /// Last moment it can be.
    pub latest: Option<String>,
    /// Its statements name no time: the date is that of the report, and the thing itself may be older.
    pub reported: bool,
    /// The sentence that tells it best, then others.
    pub sentences: Vec<Quote>,
    /// Who says it, in the order of the reports.
    pub statements: Vec<Statement>,
    /// How its statements stand to one another and to those of other entries.
    pub relations: Vec<Relation>,
    /// Labels of its independent origins.
    pub origins: Vec<String>,
    /// Whether a report opens with it: what the writer held to be the news.
    #[serde(skip)]
    pub(super) opens: bool,
    #[serde(skip)]
    pub(super) when: Option<When>,
}

/// One report says one thing.
#[derive(Serialize)]
pub struct Statement {
    /// Its id.
    pub id: String,
    /// Its words.
    pub evidence: Quote,
    /// The sentence it stands in.
    pub sentence: Quote,
    /// Event class or predicate.
    pub event: String,
    /// On whose word, from the nearest to the reader inwards; empty in the reporter's own words.
    pub sources: Vec<Source>,
    /// What the source does by saying it.
    pub stance: &'static str,
    /// How sure.
    pub certainty: &'static str,
    /// Affirmed or negated.
    pub polarity: &'static str,
    /// For a prediction or plan: when it should have come true, as EDTF; `null` when no term is named.
    pub due: Option<String>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Its origins.
    pub origins: Vec<String>,
    #[serde(skip)]
    pub(super) term: Option<When>,
}

/// Somebody on whose word a statement is made.
#[derive(Serialize, Clone)]
pub struct Source {
    /// The words for the source.
    pub exact: String,
    /// Its full name, where it is known.
    pub name: Option<String>,
    /// What kind of source.
    pub kind: &'static str,
    /// Inferred, not stated.
    pub inferred: bool,
}

/// A figure as stated.
#[derive(Serialize)]
pub struct Figure {
    /// The words.
    pub exact: String,
    /// The number; the lower end of a range.
    pub low: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// Its bound.
    pub modifier: &'static str,
    /// Its unit.
    pub unit: String,
    /// What is counted.
    pub counted: Option<String>,
}

/// How one statement stands to another.
#[derive(Serialize)]
pub struct Relation {
    /// Which relation.
    pub name: &'static str,
    /// Statement id.
    pub from: String,
    /// Statement id.
    pub to: String,
    /// What differs: `figure`, `polarity`, `who`, `where`, `when`, `cause` for conflicts; `certainty` or `source` where a
    /// copy or repetition drops it.
    pub kind: Option<String>,
    /// Why, as the id of a message.
    pub reason: String,
    /// Why, in words.
    pub why: String,
    /// The rule that drew it.
    pub rule: String,
    /// Words of the statement at the other end, seen from this entry.
    pub other: Quote,
    /// Whether this entry holds the `from` end.
    pub outward: bool,
}

/// One quantity through successive reports.
#[derive(Serialize)]
pub struct Ledger {
    /// Number of its story, from 1 in the order of `stories`.
    pub story: usize,
    /// Its id.
    pub quantity: String,
    /// What is counted, as the first report puts it.
    pub counted: Option<String>,
    /// Its unit.
    pub unit: String,
    /// What it is limited to (a group, a place, an older event); `null` for the whole.
    pub scope: Option<String>,
    /// Its lines, earliest as-of first.
    pub entries: Vec<LedgerLine>,
}

/// One figure in a ledger.
#[derive(Serialize)]
pub struct LedgerLine {
    /// The figure.
    pub figure: Figure,
    /// Its evidence.
    pub evidence: Quote,
    /// The statement that gives it.
    pub statement: Quote,
    /// The sentence it stands in.
    pub sentence: Quote,
    /// The time it holds for, as EDTF.
    pub as_of: Option<String>,
    /// On whose word.
    pub sources: Vec<Source>,
    /// How it stands now.
    pub status: &'static str,
    /// Ids of the statements that superseded, corrected or withdrew it or stand against it.
    pub with: Vec<String>,
    /// How many reports give this very figure.
    pub reports: u32,
    /// How many independent origins they have.
    pub origins: u32,
    #[serde(skip)]
    pub(in super::super) when: Option<When>,
}

/// Builds the document. `analyses` are in the order of `linked.reports`; messages are worded by `pack`.
/// With `only`, the document holds those stories alone (indices into `linked.stories`).
pub fn build(
    chronicle: &Chronicle,
    linked: &Linked,
    analyses: &[Analysis],
    pack: &Pack,
    only: Option<&[usize]>,
) -> Document {
    let b = Builder::new(linked, analyses, pack, only);
    let story = |s: u32| b.only.is_none_or(|o| o.contains(&(s as usize)));
    let of_first = |l: &kroniek_model::Ledger| {
        l.entries.first().is_some_and(|e| b.asked(linked.statements[e.statement.at()].evidence.report))
    };
    Document {
        schema: "kroniek-chronicle/1",
        language: pack.code().to_owned(),
        stories: b.stories(),
        reports: b.order.iter().map(|&r| b.report(r)).collect(),
        entries: chronicle.entries.iter().filter(|e| story(e.story)).map(|e| b.entry(e)).collect(),
        figures: chronicle.ledgers.iter().filter(|l| of_first(l)).map(|l| b.ledger(l)).collect(),
        predictions: b.predictions(),
        conflicts: b.conflicts(&chronicle.conflicts),
        drift: b.drifts(&chronicle.drifts),
        claims: b.claims(&chronicle.claims),
        voices: b.voices(&chronicle.voices),
    }
}

/// Sentences that a report opens with.
const OPENING: usize = 3;

pub(super) struct Builder<'a> {
    pub(super) linked: &'a Linked,
    /// The stories that were asked for; `None` for all.
    only: Option<&'a [usize]>,
    analyses: &'a [Analysis],
    pack: &'a Pack,
    offsets: Vec<Offsets>,
    /// Reports in the order of their dates.
    order: Vec<ReportIx>,
    /// Number of each report, by index.
    numbers: Vec<usize>,
    /// Relations at each statement.
    relations: BTreeMap<StatementIx, Vec<usize>>,
    /// Number of each story in the document, by index.
    story_numbers: Vec<usize>,
    /// Terms of predictions.
    due: BTreeMap<StatementIx, When>,
}

impl<'a> Builder<'a> {
    fn new(linked: &'a Linked, analyses: &'a [Analysis], pack: &'a Pack, only: Option<&'a [usize]>) -> Self {
        let asked = |r: &ReportIx| {
            only.is_none_or(|o| linked.reports.get(r.at()).is_some_and(|r| o.contains(&(r.story as usize))))
        };
        let mut order: Vec<ReportIx> = (0..analyses.len() as u32).map(ReportIx).filter(asked).collect();
        order.sort_by_key(|r| {
            let when = linked.reports.get(r.at()).and_then(|x| x.published.when.as_ref());
            let earliest = when.and_then(|w| w.earliest);
            (earliest.is_none(), earliest, when.and_then(|w| w.latest), analyses[r.at()].report.id.clone())
        });
        let mut numbers = vec![0; analyses.len()];
        for (i, r) in order.iter().enumerate() {
            numbers[r.at()] = i + 1;
        }
        let mut relations: BTreeMap<StatementIx, Vec<usize>> = BTreeMap::new();
        let of = |s: StatementIx| asked(&linked.statements[s.at()].evidence.report);
        for (i, r) in linked.relations.iter().enumerate().filter(|(_, r)| of(r.from) && of(r.to)) {
            relations.entry(r.from).or_default().push(i);
            relations.entry(r.to).or_default().push(i);
        }
        let offsets = analyses.iter().map(|a| Offsets::new(&a.report.text)).collect();
        let mut stories: Vec<usize> = (0..linked.stories.len()).collect();
        stories.retain(|i| only.is_none_or(|o| o.contains(i)));
        stories.sort_by_key(|&i| {
            let reports = &linked.stories[i].reports;
            (std::cmp::Reverse(reports.len()), reports.iter().map(|r| numbers[r.at()]).min())
        });
        let mut story_numbers = vec![0; linked.stories.len()];
        for (n, &i) in stories.iter().enumerate() {
            story_numbers[i] = n + 1;
        }
        let due = linked.predictions.iter().filter_map(|p| Some((p.statement, p.due.clone()?))).collect();
        Builder { linked, only, analyses, pack, offsets, order, numbers, relations, story_numbers, due }
    }

    /// Whether a report belongs to a story that was asked for.
    pub(super) fn asked(&self, report: ReportIx) -> bool {
        self.numbers.get(report.at()).is_some_and(|&n| n > 0)
    }

    pub(super) fn quote(&self, e: Evidence) -> Quote {
        let (start, end) = self.offsets[e.report.at()].range(e.span);
        let exact = e.span.of(&self.analyses[e.report.at()].report.text).to_owned();
        Quote { report: self.numbers[e.report.at()], start, end, exact }
    }

    /// The evidence, or its whole sentence where the words alone say too little ("the military victory").
    pub(super) fn readable(&self, e: Evidence) -> Quote {
        let quote = self.quote(e);
        if quote.exact.split_whitespace().count() < 5 { self.sentence(e) } else { quote }
    }

    /// The sentence that holds a piece of evidence; the evidence itself where no sentence does.
    pub(super) fn sentence(&self, e: Evidence) -> Quote {
        let sentences = &self.analyses[e.report.at()].sentences;
        let i = sentences.partition_point(|s| s.span.end() <= e.span.start());
        match sentences.get(i) {
            Some(s) if s.span.contains(e.span) => self.quote(Evidence { report: e.report, span: s.span }),
            _ => self.quote(e),
        }
    }

    fn date(&self, p: &Published) -> Date {
        let reason = match &p.basis {
            DateBasis::Stated(m) | DateBasis::Derived(m) => Some(self.words_of(m)),
            DateBasis::Given | DateBasis::Unknown => None,
        };
        let when = p.when.clone();
        Date {
            edtf: when.as_ref().map(|w| w.edtf.clone()),
            earliest: when.as_ref().and_then(|w| w.earliest).map(|t| t.to_string()),
            latest: when.as_ref().and_then(|w| w.latest).map(|t| t.to_string()),
            provenance: p.basis.code(),
            reason,
            when,
        }
    }

    fn stories(&self) -> Vec<Story> {
        let mut stories: Vec<(usize, Story)> = self
            .linked
            .stories
            .iter()
            .enumerate()
            .map(|(i, s)| {
                let mut reports: Vec<usize> = s.reports.iter().map(|r| self.numbers[r.at()]).collect();
                reports.sort_unstable();
                let mut origins: Vec<_> =
                    s.reports.iter().map(|r| self.linked.reports[r.at()].origin).collect();
                origins.sort_unstable();
                origins.dedup();
                let story =
                    Story { id: s.id.to_string(), title: s.title.clone(), reports, origins: origins.len() };
                (self.story_numbers[i], story)
            })
            .filter(|(n, _)| *n > 0)
            .collect();
        stories.sort_by_key(|(n, _)| *n);
        stories.into_iter().map(|(_, s)| s).collect()
    }

    pub(super) fn story_number(&self, story: u32) -> usize {
        self.story_numbers.get(story as usize).copied().unwrap_or(1)
    }

    /// A message in words. An argument `report` that is a report's id becomes its outlet and number.
    pub(super) fn words_of(&self, m: &Message) -> String {
        let mut m = m.clone();
        for (name, value) in &mut m.args {
            let named =
                (name == "report").then(|| self.analyses.iter().position(|a| a.report.id == value.as_str()));
            if let Some(i) = named.flatten() {
                let number = Message::new("show.report-number").with("n", self.numbers[i].to_string());
                *value = self.pack.message(&number);
            }
        }
        dates::message(&m, self.pack)
    }

    fn report(&self, r: ReportIx) -> Report {
        let (report, linked) = (&self.analyses[r.at()].report, &self.linked.reports[r.at()]);
        Report {
            number: self.numbers[r.at()],
            id: report.id.to_string(),
            title: report.title.clone(),
            publisher: report.publisher.clone(),
            language: report.language.to_string(),
            published: self.date(&linked.published),
            origin: self.origin(linked.origin),
        }
    }

    fn origin(&self, o: kroniek_model::OriginIx) -> String {
        self.linked.origins.get(o.at()).map_or_else(String::new, |o| o.label.clone())
    }

    fn entry(&self, e: &kroniek_model::Entry) -> Entry {
        let mut statements: Vec<StatementIx> = e.statements.clone();
        statements.sort_by_key(|s| {
            let evidence = self.linked.statements[s.at()].evidence;
            (self.numbers[evidence.report.at()], evidence.span.start(), *s)
        });
        Entry {
            story: self.story_number(e.story),
            date: e.when.as_ref().map(|w| w.edtf.clone()),
            earliest: e.when.as_ref().and_then(|w| w.earliest).map(|t| t.to_string()),
            latest: e.when.as_ref().and_then(|w| w.latest).map(|t| t.to_string()),
            reported: e.reported,
            sentences: e.sentences.iter().map(|&s| self.sentence(s)).collect(),
            relations: self.relations_of(&statements),
            opens: statements.iter().any(|&s| self.opens(s)),
            statements: statements.iter().map(|&s| self.statement(s)).collect(),
            origins: e.origins.iter().map(|&o| self.origin(o)).collect(),
            when: e.when.clone(),
        }
    }

    /// Whether a statement stands in the first sentences of its report's body.
    fn opens(&self, s: StatementIx) -> bool {
        let e = self.linked.statements[s.at()].evidence;
        let sentences = &self.analyses[e.report.at()].sentences;
        let body = sentences.iter().filter(|s| s.region == RegionKind::Body);
        body.take(OPENING).any(|s| s.span.contains(e.span))
    }

    /// Relations at the statements of an entry, each once. Those that only repeat what the list of voices shows
    /// (the same said again) are left out, as is what cannot be compared.
    fn relations_of(&self, statements: &[StatementIx]) -> Vec<Relation> {
        let mut ids: Vec<usize> =
            statements.iter().flat_map(|s| self.relations.get(s).into_iter().flatten().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        let repeats = |r: &kroniek_model::Relation| r.name == RelationName::Same && r.kind.is_none();
        let shown = |r: &kroniek_model::Relation| !repeats(r) && r.name != RelationName::NotComparable;
        ids.into_iter()
            .map(|i| &self.linked.relations[i])
            .filter(|r| shown(r))
            .map(|r| {
                let outward = statements.contains(&r.from);
                let other = if outward { r.to } else { r.from };
                Relation {
                    name: r.name.code(),
                    from: self.linked.statements[r.from.at()].id.to_string(),
                    to: self.linked.statements[r.to.at()].id.to_string(),
                    kind: r.kind.as_ref().map(ToString::to_string),
                    reason: r.reason.id.to_string(),
                    why: self.words_of(&r.reason),
                    rule: r.rule.to_string(),
                    other: self.readable(self.linked.statements[other.at()].evidence),
                    outward,
                }
            })
            .collect()
    }

    fn statement(&self, ix: StatementIx) -> Statement {
        let s = &self.linked.statements[ix.at()];
        Statement {
            id: s.id.to_string(),
            evidence: self.quote(s.evidence),
            sentence: self.sentence(s.evidence),
            event: s.event.to_string(),
            sources: self.sources(s),
            stance: s.stance.code(),
            certainty: s.certainty.code(),
            polarity: s.polarity.code(),
            due: self.due.get(&ix).map(|w| w.edtf.clone()),
            term: self.due.get(&ix).cloned(),
            figures: (0..s.quantities.len()).map(|i| self.figure(s, i)).collect(),
            origins: s.origins.iter().map(|&o| self.origin(o)).collect(),
        }
    }

    fn words(&self, report: ReportIx, span: Span<Text>) -> String {
        span.of(&self.analyses[report.at()].report.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn sources(&self, s: &LinkedStatement) -> Vec<Source> {
        let source = |x: &kroniek_model::LinkedSource| Source {
            exact: self.words(s.evidence.report, x.span),
            name: x.entity.map(|e| self.linked.entities[e.at()].canonical.clone()),
            kind: x.kind.code(),
            inferred: x.inferred,
        };
        s.sources.iter().map(source).collect()
    }

    pub(super) fn figure(&self, s: &LinkedStatement, i: usize) -> Figure {
        let q = &s.quantities[i];
        Figure {
            exact: self.words(s.evidence.report, q.span),
            low: q.low,
            high: q.high,
            modifier: q.modifier.code(),
            unit: q.unit.to_string(),
            counted: q.counted.clone(),
        }
    }

    fn ledger(&self, l: &kroniek_model::Ledger) -> Ledger {
        let line = |e: &kroniek_model::LedgerEntry| {
            let s = &self.linked.statements[e.statement.at()];
            let figure = Evidence { report: s.evidence.report, span: s.quantities[e.figure as usize].span };
            LedgerLine {
                figure: self.figure(s, e.figure as usize),
                evidence: self.quote(figure),
                statement: self.quote(s.evidence),
                sentence: self.sentence(figure),
                as_of: e.as_of.as_ref().map(|w| w.edtf.clone()),
                sources: self.sources(s),
                status: e.status.code(),
                with: e.with.iter().map(|s| self.linked.statements[s.at()].id.to_string()).collect(),
                reports: e.reports,
                origins: e.origins,
                when: e.as_of.clone(),
            }
        };
        let first = l.entries.first().map(|e| self.linked.statements[e.statement.at()].evidence.report);
        let story = first.and_then(|r| self.linked.reports.get(r.at())).map_or(0, |r| r.story);
        Ledger {
            story: self.story_number(story),
            quantity: l.quantity.to_string(),
            counted: l.counted.clone(),
            unit: l.unit.to_string(),
            scope: l.scope.clone(),
            entries: l.entries.iter().map(line).collect(),
        }
    }
}
