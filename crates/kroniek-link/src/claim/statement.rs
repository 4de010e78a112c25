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
    let mut twin = 0;
    for (r, d) in digests.iter().enumerate() {
        let report = ReportIx(r as u32);
        // Two files with the same bytes have one id; the second's statements must not take the first's ids.
        twin = if r > 0 && digests[r - 1].id == d.id { twin + 1 } else { 0 };
        let statements = match d.statements.is_empty() {
            true => by_sentence(d),
            false => with_all_figures(d),
        };
        let mut order: Vec<u32> = (0..statements.len() as u32).collect();
        order.sort_by_key(|&i| (statements[i as usize].span, i));
        let mut clash = 0;
        for (k, &i) in order.iter().enumerate() {
            let s = &statements[i as usize];
            clash = if k > 0 && statements[order[k - 1] as usize].span == s.span { clash + 1 } else { 0 };
            let mut one = link(d, linked, report, s, &neighbours(&statements, &order, k));
            one.id = id(d, s.span, twin, clash);
            all.push(one);
            from.push(From { report, statement: i });
        }
    }
    linked.statements = all;
    from
}

/// The report's statements, with figures that no statement holds given to the one whose clause they stand in.
fn with_all_figures(d: &Digest) -> Vec<Statement> {
    let mut statements = d.statements.clone();
    let mut held = vec![false; d.quantities.len()];
    for &q in d.statements.iter().flat_map(|s| &s.quantities) {
        if let Some(h) = held.get_mut(q as usize) {
            *h = true;
        }
    }
    let mut alone: Vec<u32> = Vec::new();
    let mut by_place: Vec<usize> = (0..statements.len()).collect();
    by_place.sort_by_key(|&i| statements[i].span);
    for q in (0..held.len()).filter(|&q| !held[q]) {
        let span = d.quantities[q].0.span;
        let end = by_place.partition_point(|&i| statements[i].span.start() <= span.start());
        let near = by_place[..end].iter().rev().take(REACH);
        let around =
            near.filter(|&&i| statements[i].span.contains(span)).min_by_key(|&&i| statements[i].span.len());
        // Else the statement before it in the sentence.
        let sentence = d.sentences.partition_point(|s| s.span.end() <= span.start()) as u32;
        let before =
            || by_place[..end].iter().rev().take(REACH).find(|&&i| statements[i].sentence == sentence);
        match around.or_else(before) {
            Some(&i) => {
                statements[i].quantities.push(q as u32);
                statements[i].quantities.sort_unstable();
            }
            None => alone.push(sentence),
        }
    }
    // A sentence with a figure and no statement still says something.
    alone.dedup();
    let whole =
        by_sentence(d).into_iter().filter(|s| alone.contains(&s.sentence) && !s.quantities.is_empty());
    let taken: Vec<u32> = statements.iter().map(|s| s.sentence).collect();
    statements.extend(whole.filter(|s| !taken.contains(&s.sentence)).collect::<Vec<_>>());
    statements
}

/// The spans of the other statements of the same sentence, a few at most.
fn neighbours(statements: &[Statement], order: &[u32], k: usize) -> Vec<Span<Text>> {
    let at = |j: usize| &statements[order[j] as usize];
    let same = |j: &usize| at(*j).sentence == at(k).sentence;
    let before = (0..k).rev().take(REACH).take_while(same);
    let after = (k + 1..order.len()).take(REACH).take_while(same);
    before.chain(after).map(|j| at(j).span).filter(|&o| o != at(k).span).collect()
}

/// Clauses of one sentence that are looked at on either side; longer sentences are lists.
const REACH: usize = 16;

/// For a language without statement rules: each sentence says one thing.
fn by_sentence(d: &Digest) -> Vec<Statement> {
    let one = |(i, s): (usize, &crate::digest::SentenceDigest)| {
        let first = d.quantities.partition_point(|(q, _)| q.span.end() <= s.span.start());
        let count = d.quantities[first..].iter().take_while(|(q, _)| q.span.overlaps(s.span)).count();
        let time = d.times.partition_point(|t| t.span.end() <= s.span.start());
        let dated = d.times.get(time).is_some_and(|t| t.span.overlaps(s.span) && t.when.is_some());
        let attribution = d.attributions.iter().position(|a| a.content.iter().any(|c| c.overlaps(s.span)));
        let said = attribution.map(|i| &d.attributions[i]);
        Statement {
            span: s.span,
            sentence: i as u32,
            event: None,
            trigger: None,
            predicate: SmolStr::default(),
            participants: Vec::new(),
            time: dated.then_some(time as u32),
            quantities: (first..first + count).map(|q| q as u32).collect(),
            attribution: attribution.map(|i| i as u32),
            certainty: said.map(|a| a.certainty).unwrap_or_default(),
            polarity: said.map(|a| a.polarity).unwrap_or_default(),
            stance: said.map(|a| a.stance).unwrap_or_default(),
            tense: kroniek_model::Tense::default(),
            due: None,
            rule: SmolStr::new_static("statement.sentence"),
        }
    };
    let prose = d.sentences.iter().enumerate().filter(|(_, s)| s.region.is_prose());
    prose.map(one).collect()
}

fn link(
    d: &Digest,
    linked: &Linked,
    report: ReportIx,
    s: &Statement,
    others: &[Span<Text>],
) -> LinkedStatement {
    let sentence = d.sentences.get(s.sentence as usize);
    let entity = |e: Option<kroniek_model::LocalEntity>| e.and_then(|e| linked.entity_of(report, e));
    let who = s.participants.iter().filter(|p| p.role != PLACE);
    let place = s.participants.iter().find(|p| p.role == PLACE).and_then(|p| entity(p.entity));
    let attribution = s.attribution.and_then(|i| d.attributions.get(i as usize));
    LinkedStatement {
        id: SmolStr::default(),
        evidence: Evidence { report, span: s.span },
        sentence: sentence.map_or(s.span, |x| x.span),
        region: sentence.map_or(kroniek_model::RegionKind::Body, |x| x.region),
        event: s.event.clone().unwrap_or_else(|| format_smolstr!("\"{}\"", s.predicate)),
        who: who.filter_map(|p| Some((p.role.clone(), entity(p.entity)?))).collect(),
        place,
        when: when(d, s, others),
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

fn id(d: &Digest, span: Span<Text>, twin: usize, clash: usize) -> SmolStr {
    let key = format!("{}\0{}\0{}\0{twin}\0{clash}", d.id, span.start(), span.end());
    format_smolstr!("s{}", &blake3::hash(key.as_bytes()).to_hex()[..12])
}

/// The clause's own time; else a time of its sentence that lies in no other statement's clause.
fn when(d: &Digest, s: &Statement, others: &[Span<Text>]) -> Option<When> {
    let own = s.time.and_then(|t| d.times.get(t as usize));
    if let Some(t) = own {
        return t.when.clone();
    }
    let sentence = d.sentences.get(s.sentence as usize)?.span;
    let first = d.times.partition_point(|t| t.span.start() < sentence.start());
    let dated = |k: TimeKind| matches!(k, TimeKind::Date | TimeKind::Time);
    let inside = d.times[first..].iter().take_while(|t| t.span.end() <= sentence.end());
    let taken = |t: Span<Text>| others.iter().any(|o| o.contains(t));
    inside.filter(|t| dated(t.kind) && !taken(t.span)).find_map(|t| t.when.clone())
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

/// For every statement: whether anything in its sentence is negated.
pub(super) fn denied_sentences(linked: &Linked) -> Vec<bool> {
    let sentence = |s: &LinkedStatement| (s.evidence.report, s.sentence);
    let negative = |s: &LinkedStatement| s.polarity == kroniek_model::Polarity::Negative;
    let denied: std::collections::BTreeSet<_> =
        linked.statements.iter().filter(|s| negative(s)).map(sentence).collect();
    linked.statements.iter().map(|s| denied.contains(&sentence(s))).collect()
}
