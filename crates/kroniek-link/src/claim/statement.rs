//! Statements of all reports in one list, with everything that their report's number meant replaced by what it means
//! across reports.

use crate::Digest;
use kroniek_model::{
    Attribution, Evidence, Interval, Linked, LinkedQuantity, LinkedSource, LinkedStatement, OriginIx,
    Quantity, ReportIx, SourceMention, Span, Statement, Text, TimeKind, When,
};
use smol_str::{SmolStr, format_smolstr};

/// Where a linked statement came from: report and number in that report's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct From {
    pub(super) report: ReportIx,
    pub(super) statement: u32,
}

/// Puts every statement of every report into `linked.statements`; the answer tells where each came from.
pub(super) fn collect(digests: &[Digest], linked: &mut Linked) -> Vec<From> {
    let mut from = Vec::new();
    let mut all = Vec::new();
    for (r, d) in digests.iter().enumerate() {
        let report = ReportIx(r as u32);
        // Two files with the same bytes have one id; the second's statements must not take the first's ids.
        let twin = digests[..r].iter().rev().take_while(|e| e.id == d.id).count();
        let mut order: Vec<u32> = (0..d.statements.len() as u32).collect();
        order.sort_by_key(|&i| (d.statements[i as usize].span, i));
        for i in order {
            let s = &d.statements[i as usize];
            all.push(link(d, linked, report, s, twin, i));
            from.push(From { report, statement: i });
        }
    }
    linked.statements = all;
    from
}

fn link(
    d: &Digest,
    linked: &Linked,
    report: ReportIx,
    s: &Statement,
    twin: usize,
    nth: u32,
) -> LinkedStatement {
    let sentence = d.sentences.get(s.sentence as usize);
    let entity = |e: Option<kroniek_model::LocalEntity>| e.and_then(|e| linked.entity_of(report, e));
    let who = s.participants.iter().filter(|p| p.role != PLACE);
    let place = s.participants.iter().find(|p| p.role == PLACE).and_then(|p| entity(p.entity));
    let attribution = s.attribution.and_then(|i| d.attributions.get(i as usize));
    LinkedStatement {
        id: id(d, s.span, twin, nth),
        evidence: Evidence { report, span: s.span },
        sentence: sentence.map_or(s.span, |x| x.span),
        region: sentence.map_or(kroniek_model::RegionKind::Body, |x| x.region),
        event: s.event.clone().unwrap_or_else(|| format_smolstr!("\"{}\"", s.predicate)),
        who: who.filter_map(|p| Some((p.role.clone(), entity(p.entity)?))).collect(),
        place,
        when: when(d, s),
        tense: s.tense,
        quantities: s.quantities.iter().filter_map(|&q| d.quantities.get(q as usize)).map(figure).collect(),
        sources: attribution.map(|a| sources(a, |m| entity(m.entity))).unwrap_or_default(),
        stance: s.stance,
        certainty: s.certainty,
        polarity: s.polarity,
        origins: origins(linked, report, s.span),
    }
}

/// The role of a participant that says where.
const PLACE: &str = "place";

fn id(d: &Digest, span: Span<Text>, twin: usize, nth: u32) -> SmolStr {
    let clash = d.statements[..nth as usize].iter().filter(|o| o.span == span).count();
    let key = format!("{}\0{}\0{}\0{twin}\0{clash}", d.id, span.start(), span.end());
    format_smolstr!("s{}", &blake3::hash(key.as_bytes()).to_hex()[..12])
}

/// The clause's own time; else a time of its sentence that lies in no other statement's clause.
fn when(d: &Digest, s: &Statement) -> Option<When> {
    let own = s.time.and_then(|t| d.times.get(t as usize));
    if let Some(t) = own {
        return t.when.clone();
    }
    let sentence = d.sentences.get(s.sentence as usize)?.span;
    let first = d.times.partition_point(|t| t.span.start() < sentence.start());
    let dated = |k: TimeKind| matches!(k, TimeKind::Date | TimeKind::Time);
    let inside = d.times[first..].iter().take_while(|t| t.span.end() <= sentence.end());
    let taken = |t: &Span<Text>| {
        d.statements.iter().any(|o| o.sentence == s.sentence && o.span != s.span && o.span.contains(*t))
    };
    inside.filter(|t| dated(t.kind) && !taken(&t.span)).find_map(|t| t.when.clone())
}

fn figure((q, counted): &(Quantity, Option<String>)) -> LinkedQuantity {
    let interval: Interval = q.interval();
    LinkedQuantity {
        span: q.span,
        low: q.low,
        high: q.high,
        modifier: q.modifier,
        interval,
        unit: q.unit.clone(),
        counted: counted.clone(),
    }
}

fn sources(
    a: &Attribution,
    entity: impl Fn(&SourceMention) -> Option<kroniek_model::EntityIx>,
) -> Vec<LinkedSource> {
    let link = |m: &SourceMention, inferred: bool| LinkedSource {
        span: m.span,
        entity: entity(m),
        kind: m.kind,
        inferred,
    };
    if !a.chain.is_empty() {
        return a.chain.iter().map(|m| link(m, false)).collect();
    }
    match (&a.source, &a.inferred_source) {
        (Some(m), _) => vec![link(m, false)],
        (None, Some(m)) => vec![link(m, true)],
        (None, None) => Vec::new(),
    }
}

/// The report's own origin, until origins of passages are known.
fn origins(linked: &Linked, report: ReportIx, _span: Span<Text>) -> Vec<OriginIx> {
    linked.reports.get(report.at()).map(|r| vec![r.origin]).unwrap_or_default()
}
