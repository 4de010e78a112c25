//! Claims that nothing is left, made by different voices in different words, and those who still hold out.
//!
//! "De laatste kraakpanden van de groep zijn ontruimd", "de groep heeft geen pand meer in handen", "de groep is verslagen":
//! three ways to say one thing. `lang/common/lexicon/claim/ends.tsv` tells which events come to that. They are one
//! claim when they are made of the same group within a few days; a voice in the same report that tells of people of
//! that group who will not give up stands against it.

use super::super::lexicon::Cues;
use super::super::series::likely_before;
use super::prediction::told_as_fact;
use super::{Ground, relation};
use crate::event::Frame;
use kroniek_model::{
    Certainty, EntityIx, EntityKind, LinkedStatement, Message, Polarity, Relation, RelationName, Stance,
    StatementIx, Tense, When,
};
use smol_str::SmolStr;

/// A claim that nothing of somebody is left.
struct End {
    at: StatementIx,
    /// Of whom: organisations and people named in its sentence who do not say it.
    of: Vec<EntityIx>,
}

/// Claims held against one claim: more would draw ever longer chains.
const WINDOW: usize = 6;

/// Draws `corroborates`, `same` and `conflicts` between such claims.
pub(in super::super) fn relate(ground: &Ground<'_>, out: &mut Vec<Relation>) {
    let mut ends: Vec<End> = Vec::new();
    let chains = Chains::read(ground);
    for at in (0..ground.linked.statements.len() as u32).map(StatementIx) {
        let Some(end) = end(ground, at) else { continue };
        let sentence = |s: StatementIx| (ground.statement(s).evidence.report, ground.statement(s).sentence);
        if ends.last().is_some_and(|e| sentence(e.at) == sentence(at)) {
            continue;
        }
        let near =
            ends.iter().rev().take(WINDOW * 4).filter(|e| meet(&e.of, &end.of) && one_time(ground, e.at, at));
        out.extend(near.take(WINDOW).filter_map(|e| again(ground, &chains, at, e.at)));
        out.extend(hold_out(ground, &end));
        ends.push(end);
    }
}

/// One claim made again: by another voice, or by one behind the other.
fn again(ground: &Ground<'_>, chains: &Chains, a: StatementIx, b: StatementIx) -> Option<Relation> {
    let published = |s: StatementIx| {
        ground
            .linked
            .reports
            .get(ground.statement(s).evidence.report.at())
            .and_then(|r| r.published.when.as_ref())
    };
    let (at, other) = if likely_before(published(a), published(b)) { (b, a) } else { (a, b) };
    let one_report = ground.statement(a).evidence.report == ground.statement(b).evidence.report;
    if ground.one_origin(at, other) || chains.join(ground, at, other) {
        let id = if ground.one_source(ground.statement(at), ground.statement(other)) {
            "relation.said-again"
        } else {
            "relation.same-origin"
        };
        return (!one_report).then(|| relation(RelationName::Same, at, other, Message::new(id), "end.same"));
    }
    Some(relation(
        RelationName::Corroborates,
        at,
        other,
        Message::new("relation.other-origin"),
        "end.corroborated",
    ))
}

fn end(ground: &Ground<'_>, at: StatementIx) -> Option<End> {
    let s = ground.statement(at);
    let said = s.stance == Stance::Asserted && s.tense != Tense::Future && s.certainty == Certainty::Certain;
    let voiced = s.sources.iter().any(|x| !x.inferred);
    if !said || !voiced || ground.copied[at.at()].is_some() || !s.region.is_prose() {
        return None;
    }
    let remnant = ground.sense(at).cue().has(Cues::REMNANT);
    let fits = |e: &super::super::lexicon::End| {
        e.event == s.event && e.negative == (s.polarity == Polarity::Negative) && (!e.remnant || remnant)
    };
    if !ground.lexicon.shared.ends.iter().any(fits) {
        return None;
    }
    let of = groups(ground, at, s.sentence);
    (!of.is_empty()).then_some(End { at, of })
}

/// Organisations and people named in a stretch of a statement's report, without those on whose word it is.
fn groups(
    ground: &Ground<'_>,
    at: StatementIx,
    span: kroniek_model::Span<kroniek_model::Text>,
) -> Vec<EntityIx> {
    let s = ground.statement(at);
    let d = ground.digest(at);
    let first = d.mentions.partition_point(|m| m.span.end() <= span.start());
    let inside = d.mentions[first..].iter().take_while(|m| m.span.start() < span.end());
    let speaks = |e: EntityIx| s.sources.iter().any(|x| x.entity == Some(e));
    let mut all: Vec<EntityIx> = inside
        .filter_map(|m| ground.linked.entity_of(s.evidence.report, m.entity))
        .filter(|e| ground.linked.entities[e.at()].kind != EntityKind::Place && !speaks(*e))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Other voices in the same report that tell of some of them who still fight or will not give up, each once.
fn hold_out(ground: &Ground<'_>, end: &End) -> Vec<Relation> {
    let claim = ground.statement(end.at);
    let count = ground.linked.statements.len() as u32;
    let rest = (end.at.0 + 1..count).map(StatementIx).take(REACH);
    let same = rest.take_while(|o| ground.statement(*o).evidence.report == claim.evidence.report);
    let against = |o: &StatementIx| {
        let s = ground.statement(*o);
        let cue = ground.sense(*o).cue();
        told_as_fact(s)
            && (cue.has(Cues::REFUSE) || cue.has(Cues::STILL))
            && !cue.has(Cues::NONE)
            && now(s, claim)
            && (s.sources.iter().any(|x| !x.inferred && x.entity.is_some())
                && ground.other_source(*o, end.at)
                || contradicts(ground, *o))
            && meet(&groups(ground, *o, s.evidence.span), &end.of)
    };
    let mut voices: Vec<Option<EntityIx>> = Vec::new();
    let mut all = Vec::new();
    for from in same.filter(against) {
        let voice = ground.statement(from).sources.first().and_then(|x| x.entity);
        if voices.contains(&voice) || voices.len() == VOICES {
            continue;
        }
        voices.push(voice);
        let reason = Message::new("relation.two-sides");
        let mut r = relation(RelationName::Conflicts, from, end.at, reason, "end.holds-out");
        r.kind = Some(SmolStr::new_static("polarity"));
        all.push(r);
    }
    all
}

/// The report itself sets it against the claim: "Toch wordt er nog gevochten".
fn contradicts(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    let cue = ground.sense(at).cue();
    s.sources.is_empty() && cue.has(Cues::CONTRAST) && cue.has(Cues::STILL)
}

/// Voices against one claim that are shown.
const VOICES: usize = 3;

/// Statements after a claim that are looked at.
const REACH: usize = 64;

/// Told of the same time, as far as they say.
fn now(a: &LinkedStatement, b: &LinkedStatement) -> bool {
    match (&a.when, &b.when) {
        (Some(x), Some(y)) => x.may_meet(y),
        _ => true,
    }
}

/// Days that may lie between two tellings of one claim.
const DAYS: i64 = 3;
/// A report whose day is known to within less than this can be near another.
const KNOWN: i64 = 45;

fn one_time(ground: &Ground<'_>, a: StatementIx, b: StatementIx) -> bool {
    let of = |s: StatementIx| {
        ground
            .linked
            .reports
            .get(ground.statement(s).evidence.report.at())
            .and_then(|r| r.published.when.as_ref())
    };
    let (Some((a, b)), Some((c, d))) = (of(a).and_then(days), of(b).and_then(days)) else { return false };
    b - a <= KNOWN && d - c <= KNOWN && a <= d + DAYS && c <= b + DAYS
}

/// First and last day, as numbers.
fn days(w: &When) -> Option<(i64, i64)> {
    let day = |t: jiff::civil::DateTime| {
        let since = t.date() - jiff::civil::Date::ZERO;
        i64::from(since.get_days())
    };
    Some((day(w.earliest?), day(w.latest?)))
}

fn meet(a: &[EntityIx], b: &[EntityIx]) -> bool {
    a.iter().any(|e| b.contains(e))
}

/// Whom reports tell to have told whom: "the ministry informed the president, the palace said" makes the ministry the
/// beginning of what president and palace say of it. Each is a listener and a statement of the teller.
struct Chains(Vec<(EntityIx, StatementIx)>);

impl Chains {
    fn read(ground: &Ground<'_>) -> Chains {
        let mut all = Vec::new();
        for at in (0..ground.linked.statements.len() as u32).map(StatementIx) {
            let s = ground.statement(at);
            let told = ground.frame(at) == Some(Frame::Tells) && !s.sources.is_empty();
            let Some(teller) = told.then(|| agent_noun(ground, at)).flatten() else { continue };
            let others = s.who.iter().filter(|(role, _)| role != super::AGENT).map(|(_, e)| *e);
            let listeners: Vec<EntityIx> = s.sources.iter().filter_map(|x| x.entity).chain(others).collect();
            let before = (0..at.0).rev().map(StatementIx).take(REACH);
            let same = before.take_while(|o| ground.statement(*o).evidence.report == s.evidence.report);
            for o in same.filter(|o| source_has(ground, *o, teller)) {
                all.extend(listeners.iter().map(|&e| (e, o)));
            }
        }
        Chains(all)
    }

    /// Whether the voice of one of the two was told by the other's, or both by a third.
    fn join(&self, ground: &Ground<'_>, a: StatementIx, b: StatementIx) -> bool {
        let tellers = |s: StatementIx| -> Vec<StatementIx> {
            let x = ground.statement(s);
            let by_source = self.0.iter().filter(|(e, _)| x.sources.iter().any(|y| y.entity == Some(*e)));
            by_source.map(|(_, o)| *o).chain([s]).collect()
        };
        let (x, y) = (tellers(a), tellers(b));
        x.iter().any(|s| y.contains(s))
    }
}

/// The last noun of who acts in a clause, by its dictionary form.
fn agent_noun(ground: &Ground<'_>, at: StatementIx) -> Option<u32> {
    let own = ground.digest(at).statements.get(ground.from[at.at()].statement as usize)?;
    let agent = own.participants.iter().find(|p| p.role == super::AGENT)?;
    nouns(ground, at, agent.span).last().copied()
}

/// Whether a noun is among the words for a statement's source.
fn source_has(ground: &Ground<'_>, at: StatementIx, noun: u32) -> bool {
    let s = ground.statement(at);
    s.sources.iter().filter(|x| !x.inferred).any(|x| nouns(ground, at, x.span).contains(&noun))
}

fn nouns(ground: &Ground<'_>, at: StatementIx, span: kroniek_model::Span<kroniek_model::Text>) -> Vec<u32> {
    let d = ground.digest(at);
    let sentence = d.sentences.partition_point(|s| s.span.end() <= span.start());
    let Some(line) = d.sentences.get(sentence) else { return Vec::new() };
    let inside = line.words.iter().zip(&line.lemmas).filter(|((_, w), _)| span.contains(*w));
    inside.filter(|(_, (_, pos))| *pos == kroniek_model::Pos::Noun).map(|(_, (lemma, _))| *lemma).collect()
}
