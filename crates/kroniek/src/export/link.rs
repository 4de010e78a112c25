//! The wire contract of `link`: typed lines, each one JSON object. Offsets are Unicode code points, half-open.

use super::dates;
use super::offsets::Offsets;
use kroniek_lang::Packs;
use kroniek_model::{
    Chronicle, DateBasis, Evidence as ModelEvidence, LedgerEntry, Linked, LinkedStatement, Message, OriginIx,
    Outcome, Published, Report, ReportIx, StatementIx, When,
};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'a> {
    Report {
        id: &'a str,
        path: Option<&'a str>,
        title: Option<&'a str>,
        language: &'a str,
        published: Date<'a>,
        story: Option<&'a str>,
    },
    Entity {
        id: &'a str,
        canonical: &'a str,
        kind: &'static str,
        variants: Vec<Variant<'a>>,
        place: Option<Place<'a>>,
    },
    Origin {
        id: &'a str,
        kind: &'static str,
        label: &'a str,
    },
    Statement {
        id: &'a str,
        evidence: Evidence<'a>,
        event: &'a str,
        who: Vec<Who<'a>>,
        r#where: Option<&'a str>,
        when: Option<Moment<'a>>,
        quantities: Vec<Quantity<'a>>,
        sources: Vec<Source<'a>>,
        stance: &'static str,
        certainty: &'static str,
        polarity: &'static str,
        time: &'static str,
        origins: Vec<&'a str>,
    },
    Group {
        id: &'a str,
        label: &'a str,
        statements: Vec<&'a str>,
    },
    Relation {
        name: &'static str,
        from: &'a str,
        to: &'a str,
        kind: Option<&'a str>,
        reason: Reason<'a>,
        why: String,
        rule: &'a str,
    },
    Figure {
        quantity: &'a str,
        label: &'a str,
        counted: Option<&'a str>,
        unit: &'a str,
        scope: Option<&'a str>,
        entries: Vec<FigureEntry<'a>>,
    },
    Prediction {
        statement: &'a str,
        evidence: Evidence<'a>,
        source: Option<&'a str>,
        due: Option<Moment<'a>>,
        outcome: &'static str,
        outcome_evidence: Option<Evidence<'a>>,
    },
    Entry {
        date: Option<&'a str>,
        earliest: Option<String>,
        latest: Option<String>,
        sentences: Vec<Evidence<'a>>,
        statements: Vec<&'a str>,
    },
}

#[derive(Serialize)]
struct Date<'a> {
    edtf: Option<&'a str>,
    earliest: Option<String>,
    latest: Option<String>,
    provenance: &'static str,
    reason: Option<String>,
}

#[derive(Serialize)]
struct Variant<'a> {
    text: &'a str,
    reports: Vec<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    lat: f64,
    lon: f64,
    radius_m: u32,
    country: Option<&'a str>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    report: &'a str,
    start: u32,
    end: u32,
    source_start: Option<u32>,
    source_end: Option<u32>,
    exact: &'a str,
}

#[derive(Serialize)]
struct Who<'a> {
    role: &'a str,
    entity: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Moment<'a> {
    edtf: &'a str,
    earliest: Option<String>,
    latest: Option<String>,
}

#[derive(Serialize)]
struct Quantity<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    low: f64,
    high: Option<f64>,
    modifier: &'static str,
    unit: &'a str,
    counted: Option<&'a str>,
}

#[derive(Serialize)]
struct Source<'a> {
    text: &'a str,
    entity: Option<&'a str>,
    name: Option<&'a str>,
    kind: &'static str,
    inferred: bool,
}

#[derive(Serialize)]
struct Reason<'a> {
    id: &'a str,
    args: std::collections::BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct FigureEntry<'a> {
    evidence: Evidence<'a>,
    statement: &'a str,
    low: f64,
    high: Option<f64>,
    modifier: &'static str,
    as_of: Option<Moment<'a>>,
    source: Option<&'a str>,
    origins: Vec<&'a str>,
    status: &'static str,
    with: Vec<&'a str>,
}

/// Prints everything linked as typed lines. `reports` holds the reports in the order of `linked.reports`.
///
/// # Errors
/// If writing fails.
pub fn write(
    out: &mut impl Write,
    linked: &Linked,
    chronicle: &Chronicle,
    reports: &[&Report],
    packs: &Packs,
) -> io::Result<()> {
    let w = Writer { linked, reports, packs, texts: reports.iter().map(|r| Offsets::new(&r.text)).collect() };
    let mut put = |line: Line<'_>| -> io::Result<()> {
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")
    };
    for r in 0..reports.len() {
        put(w.report(r))?;
    }
    for e in &linked.entities {
        put(w.entity(e))?;
    }
    for o in &linked.origins {
        put(Line::Origin { id: &o.id, kind: o.kind.code(), label: &o.label })?;
    }
    for s in &linked.statements {
        put(w.statement(s))?;
    }
    for g in &linked.groups {
        let (label, statements) = (w.words(g.label), w.ids(&g.statements));
        put(Line::Group { id: &g.id, label, statements })?;
    }
    for r in &linked.relations {
        put(w.relation(r))?;
    }
    for l in &chronicle.ledgers {
        put(w.figure(l))?;
    }
    for p in &linked.predictions {
        put(w.prediction(p))?;
    }
    for e in &chronicle.entries {
        put(w.entry(e))?;
    }
    Ok(())
}

struct Writer<'a> {
    linked: &'a Linked,
    reports: &'a [&'a Report],
    packs: &'a Packs,
    texts: Vec<Offsets>,
}

impl<'a> Writer<'a> {
    fn report(&self, r: usize) -> Line<'a> {
        let report = &self.reports[r];
        let linked = self.linked.reports.get(r);
        let published = linked.map_or(&report.published, |l| &l.published);
        let story = linked.and_then(|l| self.linked.stories.get(l.story as usize)).map(|s| s.id.as_str());
        Line::Report {
            id: &report.id,
            path: report.path.as_deref(),
            title: report.title.as_deref(),
            language: &report.language,
            published: self.date(published, r),
            story,
        }
    }

    fn date(&self, p: &'a Published, report: usize) -> Date<'a> {
        let moment = p.when.as_ref().map(moment);
        Date {
            edtf: p.when.as_ref().map(|w| w.edtf.as_str()),
            earliest: moment.as_ref().and_then(|m| m.earliest.clone()),
            latest: moment.and_then(|m| m.latest),
            provenance: p.basis.code(),
            reason: match &p.basis {
                DateBasis::Stated(m) | DateBasis::Derived(m) => Some(self.word(m, report)),
                DateBasis::Given | DateBasis::Unknown => None,
            },
        }
    }

    /// A message in the words of the report's language.
    fn word(&self, m: &Message, report: usize) -> String {
        dates::reason(m, &self.reports[report].language, self.packs).unwrap_or_default()
    }

    fn name(&self, r: ReportIx) -> &'a str {
        let report = &self.reports[r.at()];
        report.path.as_deref().unwrap_or(&report.id)
    }

    fn words(&self, e: ModelEvidence) -> &'a str {
        e.span.of(&self.reports[e.report.at()].text)
    }

    fn evidence(&self, e: ModelEvidence) -> Evidence<'a> {
        let (report, offsets) = (&self.reports[e.report.at()], &self.texts[e.report.at()]);
        let (start, end) = offsets.range(e.span);
        let source = report.map.as_ref().and_then(|m| m.to_points(&report.text, e.span));
        Evidence {
            report: self.name(e.report),
            start,
            end,
            source_start: source.map(|s| s.0),
            source_end: source.map(|s| s.1),
            exact: self.words(e),
        }
    }

    fn entity(&self, e: &'a kroniek_model::Entity) -> Line<'a> {
        let variants = e.variants.iter().map(|(text, reports)| Variant {
            text,
            reports: reports.iter().map(|&r| self.name(r)).collect(),
        });
        let place = e.place.as_ref().map(|p| Place {
            lat: p.lat,
            lon: p.lon,
            radius_m: p.radius_m,
            country: p.country.as_deref(),
        });
        Line::Entity {
            id: &e.id,
            canonical: &e.canonical,
            kind: e.kind.code(),
            variants: variants.collect(),
            place,
        }
    }

    fn statement(&self, s: &'a LinkedStatement) -> Line<'a> {
        let entity = |e: kroniek_model::EntityIx| &self.linked.entities[e.at()];
        let who =
            s.who.iter().map(|(role, e)| Who { role, entity: &entity(*e).id, name: &entity(*e).canonical });
        let sources = s.sources.iter().map(|x| Source {
            text: self.words(ModelEvidence { report: s.evidence.report, span: x.span }),
            entity: x.entity.map(|e| entity(e).id.as_str()),
            name: x.entity.map(|e| entity(e).canonical.as_str()),
            kind: x.kind.code(),
            inferred: x.inferred,
        });
        let quantities = s.quantities.iter().map(|q| {
            let (start, end) = self.texts[s.evidence.report.at()].range(q.span);
            Quantity {
                start,
                end,
                text: q.span.of(&self.reports[s.evidence.report.at()].text),
                low: q.low,
                high: q.high,
                modifier: q.modifier.code(),
                unit: &q.unit,
                counted: q.counted.as_deref(),
            }
        });
        Line::Statement {
            id: &s.id,
            evidence: self.evidence(s.evidence),
            event: &s.event,
            who: who.collect(),
            r#where: s.place.map(|p| entity(p).canonical.as_str()),
            when: s.when.as_ref().map(moment),
            quantities: quantities.collect(),
            sources: sources.collect(),
            stance: s.stance.code(),
            certainty: s.certainty.code(),
            polarity: s.polarity.code(),
            time: s.tense.code(),
            origins: self.origins(&s.origins),
        }
    }

    fn origins(&self, list: &[OriginIx]) -> Vec<&'a str> {
        list.iter().filter_map(|o| self.linked.origins.get(o.at())).map(|o| o.id.as_str()).collect()
    }

    fn id(&self, s: StatementIx) -> &'a str {
        &self.linked.statements[s.at()].id
    }

    fn ids(&self, list: &[StatementIx]) -> Vec<&'a str> {
        list.iter().map(|&s| self.id(s)).collect()
    }

    fn relation(&self, r: &'a kroniek_model::Relation) -> Line<'a> {
        let report = self.linked.statements[r.from.at()].evidence.report.at();
        Line::Relation {
            name: r.name.code(),
            from: self.id(r.from),
            to: self.id(r.to),
            kind: r.kind.as_deref(),
            reason: Reason {
                id: &r.reason.id,
                args: r.reason.args.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
            },
            why: self.word(&r.reason, report),
            rule: &r.rule,
        }
    }

    fn figure(&self, l: &'a kroniek_model::Ledger) -> Line<'a> {
        let first = l.entries.first().map(|e| self.linked.statements[e.statement.at()].evidence);
        Line::Figure {
            quantity: &l.quantity,
            label: l.counted.as_deref().or_else(|| first.map(|e| self.words(e))).unwrap_or(""),
            counted: l.counted.as_deref(),
            unit: &l.unit,
            scope: l.scope.as_deref(),
            entries: l.entries.iter().map(|e| self.figure_entry(e)).collect(),
        }
    }

    fn figure_entry(&self, e: &'a LedgerEntry) -> FigureEntry<'a> {
        let s = &self.linked.statements[e.statement.at()];
        let q = &s.quantities[e.figure as usize];
        FigureEntry {
            evidence: self.evidence(ModelEvidence { report: s.evidence.report, span: q.span }),
            statement: &s.id,
            low: q.low,
            high: q.high,
            modifier: q.modifier.code(),
            as_of: e.as_of.as_ref().map(moment),
            source: self.source(s),
            origins: self.origins(&s.origins),
            status: e.status.code(),
            with: self.ids(&e.with),
        }
    }

    fn source(&self, s: &'a LinkedStatement) -> Option<&'a str> {
        let x = s.sources.first()?;
        let canonical = x.entity.map(|e| self.linked.entities[e.at()].canonical.as_str());
        canonical.or_else(|| Some(x.span.of(&self.reports[s.evidence.report.at()].text)))
    }

    fn prediction(&self, p: &'a kroniek_model::Prediction) -> Line<'a> {
        let s = &self.linked.statements[p.statement.at()];
        let (outcome, shown) = match p.outcome {
            Outcome::Open => ("open", None),
            Outcome::Fulfils(x) => ("fulfils", Some(x)),
            Outcome::Fails(x) => ("fails", Some(x)),
        };
        Line::Prediction {
            statement: &s.id,
            evidence: self.evidence(s.evidence),
            source: self.source(s),
            due: p.due.as_ref().map(moment),
            outcome,
            outcome_evidence: shown.map(|x| self.evidence(self.linked.statements[x.at()].evidence)),
        }
    }

    fn entry(&self, e: &'a kroniek_model::Entry) -> Line<'a> {
        let m = e.when.as_ref().map(moment);
        Line::Entry {
            date: e.when.as_ref().map(|w| w.edtf.as_str()),
            earliest: m.as_ref().and_then(|m| m.earliest.clone()),
            latest: m.and_then(|m| m.latest),
            sentences: e.sentences.iter().map(|&x| self.evidence(x)).collect(),
            statements: self.ids(&e.statements),
        }
    }
}

fn moment(w: &When) -> Moment<'_> {
    Moment {
        edtf: &w.edtf,
        earliest: w.earliest.map(|d| d.to_string()),
        latest: w.latest.map(|d| d.to_string()),
    }
}
