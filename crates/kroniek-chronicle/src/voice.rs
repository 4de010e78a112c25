//! Who speaks: what they said, what of it they changed, what they predicted and what became of that.

use crate::claim::told;
use kroniek_model::{
    Act, EntityIx, Evidence, Linked, LinkedSource, Outcome, RegionKind, RelationName, Stance, StatementIx,
    Utterance, Voice,
};
use std::collections::BTreeMap;

/// Who speaks: a known person or body, or one mention of somebody unknown.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Speaker {
    Known(EntityIx),
    Unknown(Evidence),
}

/// Every voice with its record; those with most to their name first, the unknown in the order of the text.
pub(crate) fn voices(linked: &Linked) -> Vec<Voice> {
    let mut said: BTreeMap<Speaker, Vec<(StatementIx, &LinkedSource)>> = BTreeMap::new();
    for (i, s) in linked.statements.iter().enumerate() {
        // The innermost source speaks; those before it pass it on. A guess is nobody's word.
        let Some(source) = s.sources.last().filter(|x| !x.inferred) else { continue };
        if s.region != RegionKind::Body {
            continue;
        }
        let words = Evidence { report: s.evidence.report, span: source.span };
        let speaker = source.entity.map_or(Speaker::Unknown(words), Speaker::Known);
        said.entry(speaker).or_default().push((StatementIx(i as u32), source));
    }
    let record = Record::read(linked);
    said.values_mut().for_each(|of| whole(linked, &record, of));
    let mut speaker = vec![None; linked.statements.len()];
    for (n, of) in said.values().enumerate() {
        of.iter().for_each(|(s, _)| speaker[s.at()] = Some(n));
    }
    let record = Record { speaker, ..record };
    let mut all: Vec<(usize, Voice)> = said
        .into_iter()
        .enumerate()
        .map(|(n, (speaker, mut of))| {
            of.sort_by_key(|(s, _)| told(linked, *s));
            let (first, source) = of[0];
            let words = Evidence { report: linked.statements[first.at()].evidence.report, span: source.span };
            let entity = match speaker {
                Speaker::Known(e) => Some(e),
                Speaker::Unknown(_) => None,
            };
            let record = of.iter().map(|(s, _)| record.utterance(linked, *s)).collect();
            (n, Voice { entity, words, kind: source.kind, record })
        })
        .collect();
    all.sort_by_key(|(n, v)| {
        let many = if v.entity.is_some() { v.record.len() } else { 0 };
        (v.entity.is_none(), std::cmp::Reverse(many), *n)
    });
    all.into_iter().map(|(_, v)| v).collect()
}

/// Leaves out clauses that lie in another one of the same sentence and carry nothing of their own: "[he will do all he can
/// [to help]]" is said once.
fn whole(linked: &Linked, record: &Record, of: &mut Vec<(StatementIx, &LinkedSource)>) {
    let at = |s: StatementIx| &linked.statements[s.at()];
    let one = |a: &(StatementIx, &LinkedSource), b: &(StatementIx, &LinkedSource)| {
        at(a.0).evidence.report == at(b.0).evidence.report && at(a.0).sentence == at(b.0).sentence
    };
    let mut kept = Vec::with_capacity(of.len());
    for sentence in of.chunk_by(one) {
        let around = |s: StatementIx, o: StatementIx| {
            let (x, y) = (at(s).evidence.span, at(o).evidence.span);
            o != s && y.contains(x) && (x != y || o < s)
        };
        let carried = sentence.iter().any(|(s, _)| record.carries(*s));
        let stays = |s: StatementIx| {
            record.carries(s) || !sentence.iter().any(|(o, _)| around(s, *o) || carried && around(*o, s))
        };
        kept.extend(sentence.iter().filter(|(s, _)| stays(*s)));
    }
    *of = kept;
}

/// What relations and predictions tell of statements.
struct Record {
    outcomes: BTreeMap<StatementIx, Outcome>,
    /// From a statement to those that it changes, bears out or denies.
    does: BTreeMap<StatementIx, Vec<(RelationName, StatementIx)>>,
    /// The first statement of each claim group that has several.
    first: Vec<bool>,
    /// Who speaks in each statement.
    speaker: Vec<Option<usize>>,
}

impl Record {
    fn read(linked: &Linked) -> Record {
        let mut first = vec![false; linked.statements.len()];
        for g in linked.groups.iter().filter(|g| g.statements.len() > 1) {
            let body = g.statements.iter().filter(|s| linked.statements[s.at()].region == RegionKind::Body);
            if let Some(s) = body.min_by_key(|s| told(linked, **s)) {
                first[s.at()] = true;
            }
        }
        let mut does: BTreeMap<StatementIx, Vec<(RelationName, StatementIx)>> = BTreeMap::new();
        for r in &linked.relations {
            // The two that read from the earlier to the later statement.
            let grown = matches!(r.name, RelationName::GrewTo | RelationName::FellTo);
            let (at, to) = if grown { (r.to, r.from) } else { (r.from, r.to) };
            does.entry(at).or_default().push((r.name, to));
        }
        let outcomes = linked.predictions.iter().map(|p| (p.statement, p.outcome)).collect();
        Record { outcomes, does, first, speaker: Vec::new() }
    }

    /// Whether a statement is the first of its claim group, changes another, or is a prediction.
    fn carries(&self, s: StatementIx) -> bool {
        self.first[s.at()] || self.outcomes.contains_key(&s) || self.does.contains_key(&s)
    }

    fn utterance(&self, linked: &Linked, s: StatementIx) -> Utterance {
        use RelationName as R;
        let does = self.does.get(&s).map(Vec::as_slice).unwrap_or_default();
        let has = |name| does.iter().any(|(n, _)| *n == name);
        let outcome = self.outcomes.get(&s).copied();
        let act = match linked.statements[s.at()].stance {
            Stance::Retracted => Act::Retracted,
            _ if has(R::Withdraws) || has(R::Corrects) => Act::Retracted,
            Stance::Denied => Act::Denied,
            _ if has(R::Denies) => Act::Denied,
            _ if has(R::Confirms) => Act::Confirmed,
            _ if outcome.is_some() => Act::Predicted,
            Stance::Predicted | Stance::Planned => Act::Predicted,
            Stance::Asserted => Act::Said,
            Stance::Doubted | Stance::Conditional | Stance::Asked | Stance::Demanded => Act::Other,
        };
        let other = |name| {
            matches!(
                name,
                R::Corrects | R::Withdraws | R::Supersedes | R::GrewTo | R::FellTo | R::Refines | R::Denies
            )
        };
        let earlier = does.iter().find(|(n, to)| other(*n) && self.speaker[to.at()] == self.speaker[s.at()]);
        Utterance {
            statement: s,
            act,
            first: self.first[s.at()],
            changes: earlier.map(|(_, to)| *to),
            outcome,
        }
    }
}
