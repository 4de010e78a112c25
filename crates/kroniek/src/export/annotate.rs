//! The wire contract of `annotate`: one JSON object a report. Offsets are Unicode code points, half-open.

use super::dates;
use super::offsets::Offsets;
use kroniek_lang::Packs;
use kroniek_model::{Analysis, DateBasis, LocalEntity, Published, SourceMention, Span, Text};
use serde::Serialize;

/// One report on the wire.
#[derive(Serialize)]
pub struct Record<'a> {
    id: &'a str,
    path: Option<&'a str>,
    language: &'a str,
    title: Option<&'a str>,
    byline: &'a [String],
    credits: &'a [String],
    published: Date<'a>,
    text: &'a str,
    sentences: Vec<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<Word<'a>>>,
    names: Vec<Name<'a>>,
    times: Vec<Time<'a>>,
    quantities: Vec<Figure<'a>>,
    attributions: Vec<Attribution<'a>>,
    statements: Vec<Statement<'a>>,
    coverage: Coverage<'a>,
    notices: Vec<Notice<'a>>,
}

/// How much of a report yielded statements.
#[derive(Serialize)]
struct Coverage<'a> {
    /// Sentences of title, headings and body.
    sentences: usize,
    /// Those without a statement.
    silent: usize,
    /// Their share, in thousandths rounded down.
    silent_per_mille: usize,
    /// Those sentences, when they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<Vec<Words<'a>>>,
}

/// What is printed beyond the layers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras {
    /// Words with word class and dictionary form.
    pub tokens: bool,
    /// The sentences that yielded no statement.
    pub silent: bool,
}

/// A date of publication on the wire.
#[derive(Serialize)]
pub(super) struct Date<'a> {
    edtf: Option<&'a str>,
    earliest: Option<String>,
    latest: Option<String>,
    provenance: &'static str,
    /// In the words of the report's language.
    reason: Option<String>,
}

#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Word<'a> {
    start: u32,
    end: u32,
    lemma: &'a str,
    pos: &'static str,
}

#[derive(Serialize)]
struct Words<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Name<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    kind: &'static str,
    entity: u32,
    canonical: &'a str,
}

#[derive(Serialize)]
struct Time<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    r#type: &'static str,
    value: &'a str,
    r#mod: Option<&'a str>,
    edtf: Option<&'a str>,
    rule: &'a str,
}

#[derive(Serialize)]
struct Figure<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    low: f64,
    high: Option<f64>,
    unit: &'a str,
    counted: Option<&'a str>,
    modifier: &'static str,
    rule: &'a str,
}

#[derive(Serialize)]
struct Source<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    entity: Option<u32>,
    canonical: Option<&'a str>,
    kind: &'static str,
}

#[derive(Serialize)]
struct Cue<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    class: &'a str,
}

#[derive(Serialize)]
struct Attribution<'a> {
    source: Option<Source<'a>>,
    inferred_source: Option<Source<'a>>,
    cue: Option<Cue<'a>>,
    content: Vec<Words<'a>>,
    quote_type: &'static str,
    certainty: &'static str,
    polarity: &'static str,
    stance: &'static str,
    chain: Vec<Source<'a>>,
    rule: &'a str,
}

#[derive(Serialize)]
struct Statement<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    certainty: &'static str,
    polarity: &'static str,
    time: &'static str,
    stance: &'static str,
    event: Option<&'a str>,
    predicate: &'a str,
    trigger: Option<Words<'a>>,
    participants: Vec<Participant<'a>>,
    when: Option<&'a str>,
    quantities: &'a [u32],
    attribution: Option<u32>,
    due: Option<&'a str>,
    rule: &'a str,
}

#[derive(Serialize)]
struct Participant<'a> {
    role: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
    entity: Option<u32>,
}

#[derive(Serialize)]
struct Notice<'a> {
    id: &'a str,
    args: std::collections::BTreeMap<&'a str, &'a str>,
    start: Option<u32>,
    end: Option<u32>,
}

/// The record of an analysis.
pub fn record<'a>(a: &'a Analysis, packs: &Packs, extras: Extras) -> Record<'a> {
    let w = Writer { a, text: &a.report.text, offsets: Offsets::new(&a.report.text) };
    let range = |s: Span<Text>| {
        let (start, end) = w.offsets.range(s);
        Range { start, end }
    };
    Record {
        id: &a.report.id,
        path: a.report.path.as_deref(),
        language: &a.report.language,
        title: a.report.title.as_deref(),
        byline: &a.report.byline,
        credits: &a.report.credits,
        published: date(&a.report.published, &a.report.language, packs),
        text: &a.report.text,
        sentences: a.sentences.iter().map(|s| range(s.span)).collect(),
        tokens: extras.tokens.then(|| a.tokens.iter().map(|t| w.word(t)).collect()),
        names: a.mentions.iter().map(|m| w.name(m)).collect(),
        times: a.times.iter().map(|t| w.time(t)).collect(),
        quantities: a.quantities.iter().map(|q| w.figure(q)).collect(),
        attributions: a.attributions.iter().map(|x| w.attribution(x)).collect(),
        statements: a.statements.iter().map(|s| w.statement(s)).collect(),
        coverage: w.coverage(extras.silent),
        notices: a.notices.iter().map(|n| w.notice(n)).collect(),
    }
}

/// A date of publication on the wire.
pub(super) fn date<'a>(p: &'a Published, language: &str, packs: &Packs) -> Date<'a> {
    Date {
        edtf: p.when.as_ref().map(|w| w.edtf.as_str()),
        earliest: p.when.as_ref().and_then(|w| w.earliest).map(|d| d.to_string()),
        latest: p.when.as_ref().and_then(|w| w.latest).map(|d| d.to_string()),
        provenance: p.basis.code(),
        reason: match &p.basis {
            DateBasis::Stated(m) | DateBasis::Derived(m) => dates::reason(m, language, packs),
            DateBasis::Given | DateBasis::Unknown => None,
        },
    }
}

struct Writer<'a> {
    a: &'a Analysis,
    text: &'a str,
    offsets: Offsets,
}

impl<'a> Writer<'a> {
    fn coverage(&self, list: bool) -> Coverage<'a> {
        let (sentences, silent) = (self.a.sentences.len(), self.a.silent().count());
        Coverage {
            sentences,
            silent,
            silent_per_mille: (silent * 1000).checked_div(sentences).unwrap_or(0),
            list: list.then(|| self.a.silent().map(|s| self.words(s.span)).collect()),
        }
    }

    fn words(&self, span: Span<Text>) -> Words<'a> {
        let (start, end) = self.offsets.range(span);
        Words { start, end, text: span.of(self.text) }
    }

    fn word(&self, t: &'a kroniek_model::Token) -> Word<'a> {
        let (start, end) = self.offsets.range(t.span);
        Word { start, end, lemma: &t.lemma, pos: t.pos.code() }
    }

    fn canonical(&self, entity: LocalEntity) -> &'a str {
        &self.a.entities[entity.0 as usize].canonical
    }

    fn name(&self, m: &kroniek_model::Mention) -> Name<'a> {
        let Words { start, end, text } = self.words(m.span);
        Name {
            start,
            end,
            text,
            kind: m.kind.code(),
            entity: m.entity.0,
            canonical: self.canonical(m.entity),
        }
    }

    fn time(&self, t: &'a kroniek_model::TimeExpression) -> Time<'a> {
        let Words { start, end, text } = self.words(t.span);
        Time {
            start,
            end,
            text,
            r#type: t.kind.code(),
            value: &t.value,
            r#mod: t.modifier.as_deref(),
            edtf: t.when.as_ref().map(|w| w.edtf.as_str()),
            rule: &t.rule,
        }
    }

    fn figure(&self, q: &'a kroniek_model::Quantity) -> Figure<'a> {
        let Words { start, end, text } = self.words(q.span);
        let counted = q.counted.map(|s| s.of(self.text));
        let (low, high, modifier) = (q.low, q.high, q.modifier.code());
        Figure { start, end, text, low, high, unit: &q.unit, counted, modifier, rule: &q.rule }
    }

    fn source(&self, s: &SourceMention) -> Source<'a> {
        let Words { start, end, text } = self.words(s.span);
        let (entity, canonical) = (s.entity.map(|e| e.0), s.entity.map(|e| self.canonical(e)));
        Source { start, end, text, entity, canonical, kind: s.kind.code() }
    }

    fn attribution(&self, x: &'a kroniek_model::Attribution) -> Attribution<'a> {
        Attribution {
            source: x.source.as_ref().map(|s| self.source(s)),
            inferred_source: x.inferred_source.as_ref().map(|s| self.source(s)),
            cue: x.cue.as_ref().map(|c| {
                let Words { start, end, text } = self.words(c.span);
                Cue { start, end, text, class: &c.class }
            }),
            content: x.content.iter().map(|&s| self.words(s)).collect(),
            quote_type: x.quote_type.code(),
            certainty: x.certainty.code(),
            polarity: x.polarity.code(),
            stance: x.stance.code(),
            chain: x.chain.iter().map(|s| self.source(s)).collect(),
            rule: &x.rule,
        }
    }

    fn statement(&self, s: &'a kroniek_model::Statement) -> Statement<'a> {
        let Words { start, end, text } = self.words(s.span);
        let when = s.time.and_then(|i| self.a.times[i as usize].when.as_ref());
        Statement {
            start,
            end,
            text,
            certainty: s.certainty.code(),
            polarity: s.polarity.code(),
            time: s.tense.code(),
            stance: s.stance.code(),
            event: s.event.as_deref(),
            predicate: &s.predicate,
            trigger: s.trigger.map(|t| self.words(t)),
            participants: s.participants.iter().map(|p| self.participant(p)).collect(),
            when: when.map(|w| w.edtf.as_str()),
            quantities: &s.quantities,
            attribution: s.attribution,
            due: s.due.as_ref().map(|w| w.edtf.as_str()),
            rule: &s.rule,
        }
    }

    fn participant(&self, p: &'a kroniek_model::Participant) -> Participant<'a> {
        let Words { start, end, text } = self.words(p.span);
        Participant { role: &p.role, start, end, text, entity: p.entity.map(|e| e.0) }
    }

    fn notice(&self, n: &'a kroniek_model::Notice) -> Notice<'a> {
        let range = n.span.map(|s| self.offsets.range(s));
        let args = n.message.args.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        Notice { id: &n.message.id, args, start: range.map(|r| r.0), end: range.map(|r| r.1) }
    }
}
