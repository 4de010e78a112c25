//! Figure series: one quantity through successive reports.

use super::lexicon::{Concept, Shared};
use super::measure::{Measure, NUMBER, Thing, whole_kind};
use jiff::civil::DateTime;
use kroniek_model::{
    EntityIx, FigureSeries, Linked, LinkedStatement, RegionKind, SeriesEntry, StatementIx, When,
};
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

mod unite;

/// What the figures are read from.
struct Ground<'a> {
    shared: &'a Shared,
    linked: &'a Linked,
    measures: &'a [Vec<Measure>],
}

/// What makes two figures one quantity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    story: u32,
    dimension: SmolStr,
    topic: Topic,
    thing: Thing,
    increment: bool,
    part: bool,
    expected: bool,
    scope: Option<String>,
    holder: Option<EntityIx>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    State(Concept),
    Event(SmolStr),
    /// Nothing tells what it is a figure of: it stands alone.
    Alone(StatementIx, u32),
}

/// One quantity's figures, earliest first.
pub(super) struct Series {
    pub(super) state: Option<Concept>,
    pub(super) scope: Option<String>,
    pub(super) entries: Vec<Entry>,
}

/// One figure of a series.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) statement: StatementIx,
    pub(super) figure: u32,
    pub(super) as_of: Option<When>,
    /// It tells what held or was said before.
    pub(super) prior: bool,
}

/// Whether a statement is about what held or was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prior {
    No,
    /// Words such as "eerder", "toen": only if the clause also names an older time.
    IfDated,
    /// It was said before: "had earlier said".
    Said,
}

/// Groups all figures into series.
pub(super) fn series(
    shared: &Shared,
    linked: &Linked,
    measures: &[Vec<Measure>],
    previous: &[Prior],
    wrong: &[bool],
) -> Vec<Series> {
    let mut by_key: BTreeMap<Key, Vec<Entry>> = BTreeMap::new();
    let ground = Ground { shared, linked, measures };
    for (i, s) in linked.statements.iter().enumerate() {
        for (q, m) in measures[i].iter().enumerate() {
            let at = StatementIx(i as u32);
            let (as_of, prior) = as_of(linked, s, m, previous[i]);
            let entry = Entry { statement: at, figure: q as u32, as_of, prior };
            by_key.entry(key(shared, linked, s, m, at, q as u32)).or_default().push(entry);
        }
    }
    let make = |(key, mut entries): (Key, Vec<Entry>)| {
        tidy(linked, measures, wrong, &mut entries);
        entries.sort_by_key(|e| (order(e.as_of.as_ref()), e.statement, e.figure));
        let state = match key.topic {
            Topic::State(s) => Some(s),
            Topic::Event(_) | Topic::Alone(..) => None,
        };
        Series { state, scope: key.scope, entries }
    };
    unite::unite(&ground, by_key.into_iter().collect())
        .into_iter()
        .map(make)
        .filter(|s| !s.entries.is_empty())
        .collect()
}

/// The series in the model's form.
pub(super) fn publish(shared: &Shared, linked: &Linked, all: &[Series]) -> Vec<FigureSeries> {
    let mut out: Vec<FigureSeries> = all
        .iter()
        .map(|s| {
            let first = s.entries.iter().map(|e| (e.statement, e.figure)).min();
            let key =
                first.map(|(s, q)| format!("{}\0{q}", linked.statements[s.at()].id)).unwrap_or_default();
            FigureSeries {
                id: format_smolstr!("q{}", &blake3::hash(key.as_bytes()).to_hex()[..8]),
                state: s.state.map(|c| shared.states[c as usize].id.clone()),
                scope: s.scope.clone(),
                entries: s
                    .entries
                    .iter()
                    .map(|e| SeriesEntry { statement: e.statement, figure: e.figure, as_of: e.as_of.clone() })
                    .collect(),
            }
        })
        .collect();
    out.sort_by_key(|f| f.entries.iter().map(|e| (e.statement, e.figure)).min());
    out
}

fn key(shared: &Shared, linked: &Linked, s: &LinkedStatement, m: &Measure, at: StatementIx, q: u32) -> Key {
    let topic = match (m.state, m.thing) {
        (Some(state), _) => Topic::State(state),
        (None, Thing::Unsaid) if m.dimension == NUMBER => Topic::Alone(at, q),
        (None, Thing::Unsaid) if m.dimension != "area" => Topic::Alone(at, q),
        (None, _) => Topic::Event(s.event.clone()),
    };
    Key {
        story: linked.reports.get(s.evidence.report.at()).map_or(0, |r| r.story),
        dimension: m.dimension.clone(),
        topic,
        thing: whole_kind(shared, m.state, m.thing),
        increment: m.increment,
        part: m.part,
        expected: m.expected,
        scope: m.scope.clone(),
        holder: m.holder,
    }
}

/// The time that a figure holds for: an earlier one that the words name, else the report's.
fn as_of(linked: &Linked, s: &LinkedStatement, m: &Measure, previous: Prior) -> (Option<When>, bool) {
    let published = linked.reports.get(s.evidence.report.at()).and_then(|r| r.published.when.clone());
    if !m.replaced && previous == Prior::No {
        return (published.or_else(|| s.when.clone()), false);
    }
    let Some(p) = published else { return (s.when.clone(), true) };
    match &s.when {
        Some(w) if before(Some(w), Some(&p)) => (Some(w.clone()), true),
        // "earlier" without a time: some time before the report.
        _ if m.replaced || previous == Prior::Said => {
            let day = p.earliest.map(|d| d.date().to_string()).unwrap_or_default();
            (Some(When { earliest: None, latest: p.earliest, edtf: format!("../{day}") }), true)
        }
        _ => (Some(p), false),
    }
}

/// Whether `a` ends before `b` begins.
pub(super) fn before(a: Option<&When>, b: Option<&When>) -> bool {
    matches!((a.and_then(|w| w.latest), b.and_then(|w| w.earliest)), (Some(l), Some(e)) if l < e)
}

/// Whether `a` is the earlier one, as far as can be told: surely, or by the middle of what is known. A time known only
/// to within more than a month tells nothing.
pub(super) fn likely_before(a: Option<&When>, b: Option<&When>) -> bool {
    before(a, b) || matches!((middle(a), middle(b)), (Some(x), Some(y)) if x < y)
}

/// The middle of a time in seconds, if it is known to the month.
fn middle(w: Option<&When>) -> Option<i64> {
    let (a, b) = (second(w?.earliest?)?, second(w?.latest?)?);
    (b - a <= 31 * 86_400).then_some(a + (b - a) / 2)
}

fn second(d: DateTime) -> Option<i64> {
    d.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp().as_second())
}

fn order(w: Option<&When>) -> (bool, Option<i64>, Option<DateTime>) {
    let end = middle(w).or_else(|| w.and_then(|w| w.latest).and_then(second));
    (end.is_none(), end, w.and_then(|w| w.earliest))
}

/// Leaves out what says nothing of its own: a headline's figure that the text repeats, and an old figure named again
/// that an earlier report has.
/// `wrong` marks statements that name a figure to say that it was wrong ("sprake van acht gewonden, maar dat was een
/// telfout").
fn tidy(linked: &Linked, measures: &[Vec<Measure>], wrong: &[bool], entries: &mut Vec<Entry>) {
    let of = |e: &Entry| &measures[e.statement.at()][e.figure as usize];
    let report = |e: &Entry| linked.statements[e.statement.at()].evidence.report;
    let headline = |e: &Entry| linked.statements[e.statement.at()].region == RegionKind::Title;
    let mut told: BTreeMap<u32, Vec<(f64, f64)>> = BTreeMap::new();
    for e in entries.iter().filter(|e| !headline(e) && !e.prior) {
        told.entry(report(e).0).or_default().push((of(e).interval.low, of(e).interval.high));
    }
    let values: Vec<(u32, f64, Option<When>)> = {
        let mut v: Vec<(u32, f64, Option<When>)> = entries
            .iter()
            .filter(|e| !e.prior && !headline(e))
            .map(|e| (report(e).0, of(e).stated.0, e.as_of.clone()))
            .collect();
        v.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        v
    };
    let elsewhere = |e: &Entry| {
        let v = of(e).stated.0;
        let from = values.partition_point(|x| x.1 < v);
        let published = linked.reports.get(report(e).at()).and_then(|r| r.published.when.as_ref());
        let mut equal = values[from..].iter().take_while(|x| x.1 == v).filter(|x| x.0 != report(e).0);
        equal.any(|x| likely_before(x.2.as_ref(), published))
    };
    let repeats = |e: &Entry| {
        headline(e)
            && told.get(&report(e).0).is_some_and(|t| {
                t.iter().any(|&(low, high)| low <= of(e).interval.high && of(e).interval.low <= high)
            })
    };
    let keep: Vec<bool> = entries
        .iter()
        .map(|e| !(repeats(e) || (e.prior || wrong[e.statement.at()]) && elsewhere(e)))
        .collect();
    let mut it = keep.into_iter();
    entries.retain(|_| it.next().unwrap_or(true));
}
