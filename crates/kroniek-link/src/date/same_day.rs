//! Where two reports of one story speak of the same day.

use super::domain::bare_weekday;
use super::point;
use crate::Digest;
use kroniek_model::{EntityIx, Linked, Point, ReportIx, Span, Stance, Tense, Text, TimeExpression, TimeKind};
use smol_str::SmolStr;

/// Two time expressions of two reports that mean the same day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    /// The first report, by its number within the story.
    pub(super) a: usize,
    /// The second.
    pub(super) b: usize,
    /// The expression in the first.
    pub(super) a_point: Point,
    /// The expression in the second.
    pub(super) b_point: Point,
    /// Its sentence.
    pub(super) a_sentence: u32,
    /// Its sentence.
    pub(super) b_sentence: u32,
}

/// A weekday in a report with what is said of it.
struct Saying<'a> {
    weekday: i8,
    point: &'a Point,
    sentence: u32,
    events: Vec<SmolStr>,
    names: Vec<EntityIx>,
    terms: Vec<u32>,
}

/// Names that two sayings must share when they do not tell of the same kind of event.
const NAMES: usize = 2;

/// The links between reports of one story, in canonical order.
pub(super) fn links(digests: &[Digest], linked: &Linked, members: &[usize]) -> Vec<Link> {
    let topics: Vec<Vec<EntityIx>> =
        members.iter().map(|&r| topics(&digests[r], linked, ReportIx(r as u32))).collect();
    let sayings: Vec<Vec<Saying<'_>>> = members.iter().map(|&r| sayings(&digests[r], linked, r)).collect();
    let mut out = Vec::new();
    for a in 0..members.len() {
        for b in a + 1..members.len() {
            for x in &sayings[a] {
                for y in sayings[b]
                    .iter()
                    .filter(|y| y.weekday == x.weekday && alike(x, y, [&topics[a], &topics[b]]))
                {
                    out.push(Link {
                        a,
                        b,
                        a_point: x.point.clone(),
                        b_point: y.point.clone(),
                        a_sentence: x.sentence,
                        b_sentence: y.sentence,
                    });
                }
            }
        }
    }
    out
}

fn alike(x: &Saying<'_>, y: &Saying<'_>, topics: [&[EntityIx]; 2]) -> bool {
    let shared = || x.names.iter().filter(|n| y.names.contains(n));
    let event = x.events.iter().any(|e| y.events.contains(e));
    let telling = |n: &EntityIx| topics.iter().all(|t| t.binary_search(n).is_err());
    let thing = || x.terms.iter().any(|t| y.terms.contains(t));
    event && shared().next().is_some() || shared().count() >= NAMES && shared().any(telling) && thing()
}

/// Names that stand in more than a third of a report's sentences: they tell no two of its sayings apart.
pub(super) fn topics(digest: &Digest, linked: &Linked, report: ReportIx) -> Vec<EntityIx> {
    let mut all: Vec<(EntityIx, usize)> = Vec::new();
    for m in &digest.mentions {
        let at = digest.sentences.partition_point(|s| s.span.end() <= m.span.start());
        all.extend(linked.entity_of(report, m.entity).map(|e| (e, at)));
    }
    all.sort_unstable();
    all.dedup();
    let often = all.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() * 3 > digest.sentences.len());
    often.map(|c| c[0].0).collect()
}

fn sayings<'a>(digest: &'a Digest, linked: &Linked, report: usize) -> Vec<Saying<'a>> {
    let mut out = Vec::new();
    for (i, time) in digest.times.iter().enumerate() {
        let Some((p, weekday)) = point(&time.function).and_then(|p| Some((p, bare_weekday(p)?))) else {
            continue;
        };
        let Some(at) = sentence_of(digest, time.span) else { continue };
        if is_ahead(digest, i) {
            continue;
        }
        let dated = digest.statements.iter().filter(|s| s.time == Some(i as u32));
        let mut events: Vec<SmolStr> = dated.filter_map(|s| s.event.clone()).collect();
        events.sort_unstable();
        events.dedup();
        let names = names_near(digest, linked, ReportIx(report as u32), at);
        let terms = super::happening::nouns(digest, at);
        out.push(Saying { weekday, point: p, sentence: at as u32, events, names, terms });
    }
    out
}

/// The sentence of running text in which a time stands by itself. "Een week na de explosie liepen dinsdagavond velen
/// mee": the Tuesday is not that of the explosion; a length of some hours does not part the two.
pub(super) fn sentence_of(digest: &Digest, time: Span<Text>) -> Option<usize> {
    let at = digest.sentences.partition_point(|s| s.span.end() <= time.start());
    let sentence = digest.sentences.get(at).filter(|s| s.region.is_prose())?;
    let long = |t: &TimeExpression| t.kind == TimeKind::Duration && !t.value.starts_with("PT");
    (!digest.times.iter().any(|t| long(t) && sentence.span.contains(t.span))).then_some(at)
}

/// Whether a time stands with something that is planned or expected, so that its weekday may be the coming one.
pub(super) fn is_ahead(digest: &Digest, time: usize) -> bool {
    let span = digest.times[time].span;
    let inner = digest.statements.iter().filter(|s| s.span.contains(span)).min_by_key(|s| s.span.len());
    let said = digest.attributions.iter().filter(|a| a.content.iter().any(|c| c.contains(span)));
    let ahead = |stance: Stance| matches!(stance, Stance::Planned | Stance::Predicted);
    inner.is_some_and(|s| s.tense == Tense::Future || ahead(s.stance)) || said.map(|a| a.stance).any(ahead)
}

/// Whom a sentence and those beside it name, in order.
pub(super) fn names_near(digest: &Digest, linked: &Linked, report: ReportIx, at: usize) -> Vec<EntityIx> {
    let around = &digest.sentences[at.saturating_sub(1)..(at + 2).min(digest.sentences.len())];
    let near = digest.mentions.iter().filter(|m| around.iter().any(|s| s.span.contains(m.span)));
    let mut names: Vec<EntityIx> = near.filter_map(|m| linked.entity_of(report, m.entity)).collect();
    names.sort_unstable();
    names.dedup();
    names
}
