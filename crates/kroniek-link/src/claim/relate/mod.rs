//! Relations between statements: a module a family, each drawing those of its kind.
//!
//! [`figure`] compares figures of one series; [`copy`] finds what was taken over; [`stand`] finds what is denied,
//! confirmed, taken back and said again; [`prediction`] finds what became of predictions.

mod avow;
pub(super) mod concede;
pub(super) mod copy;
mod denial;
mod drift;
pub(super) mod end;
pub(super) mod figure;
pub(super) mod prediction;
pub(super) mod recant;
mod refute;
mod sides;
pub(super) mod stand;
mod term;

use super::lexicon::{Cues, Lexicon};
use super::measure::Measure;
use super::sense::Sense;
use super::statement::From;
use crate::Digest;
use crate::event::Frame;
use kroniek_model::{Linked, LinkedStatement, Message, OriginIx, Relation, RelationName, StatementIx};
use smol_str::SmolStr;

/// What every relation rule may look at.
pub(super) struct Ground<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) digests: &'a [Digest],
    pub(super) linked: &'a Linked,
    pub(super) senses: &'a [Sense],
    pub(super) measures: &'a [Vec<Measure>],
    /// For every statement: the statement of the sentence that it was copied from.
    pub(super) copied: &'a [Option<StatementIx>],
    pub(super) from: &'a [From],
    /// For every statement: whether anything in its sentence is negated.
    pub(super) denied: &'a [bool],
}

impl<'a> Ground<'a> {
    pub(super) fn statement(&self, s: StatementIx) -> &'a LinkedStatement {
        &self.linked.statements[s.at()]
    }

    pub(super) fn sense(&self, s: StatementIx) -> &'a Sense {
        &self.senses[s.at()]
    }

    pub(super) fn digest(&self, s: StatementIx) -> &'a Digest {
        &self.digests[self.statement(s).evidence.report.at()]
    }

    /// The term that a statement itself names.
    pub(super) fn due(&self, s: StatementIx) -> Option<&'a kroniek_model::When> {
        self.digest(s).statements.get(self.from[s.at()].statement as usize)?.due.as_ref()
    }

    /// Whether the two have a beginning in common: an origin, or somebody who speaks in both.
    pub(super) fn one_origin(&self, a: StatementIx, b: StatementIx) -> bool {
        let (a, b) = (self.statement(a), self.statement(b));
        let shared = |o: &OriginIx| b.origins.contains(o);
        a.origins.iter().any(shared) || self.one_source(a, b)
    }

    /// Whether one and the same known source speaks in both.
    pub(super) fn one_source(&self, a: &LinkedStatement, b: &LinkedStatement) -> bool {
        let speaks = |s: &LinkedStatement| -> Vec<kroniek_model::EntityIx> {
            let agents = s.who.iter().filter(|(role, _)| role == AGENT).map(|(_, e)| *e);
            s.sources.iter().filter_map(|x| x.entity).chain(agents).collect()
        };
        let (x, y) = (speaks(a), speaks(b));
        x.iter().any(|e| y.contains(e))
    }

    /// Whether two different sides speak: "the sheriff" in one, "the Forest Service" in the other.
    pub(super) fn other_source(&self, a: StatementIx, b: StatementIx) -> bool {
        match (self.side(a), self.side(b)) {
            (Some(x), Some(y)) => x != y,
            _ => false,
        }
    }

    /// On whose word a statement is: its source, or who acts in it ("Het waterschap houdt het op 90").
    fn side(&self, s: StatementIx) -> Option<Side> {
        let x = self.statement(s);
        let d = self.digest(s);
        if let Some(source) = x.sources.first() {
            return Some(source.entity.map_or_else(|| Side::of(d, self.sense(s), source.span), Side::Entity));
        }
        let own = d.statements.get(self.from[s.at()].statement as usize)?;
        // Who estimates is the subject, whatever role the verb gives it.
        let estimates = self.sense(s).cue().has(Cues::SAME_THING);
        let subject = || own.participants.iter().min_by_key(|p| p.span).filter(|_| estimates);
        let Some(agent) = own.participants.iter().find(|p| p.role == AGENT).or_else(subject) else {
            return self.named_before(s).map(Side::Entity);
        };
        let entity = agent.entity.and_then(|e| self.linked.entity_of(x.evidence.report, e));
        Some(entity.map_or_else(|| Side::of(d, self.sense(s), agent.span), Side::Entity))
    }

    /// The name before a clause in its sentence that has no subject of its own: "De Waarnemingspost, die de strijd volgt,
    /// telt 61 doden".
    fn named_before(&self, s: StatementIx) -> Option<kroniek_model::EntityIx> {
        let x = self.statement(s);
        let d = self.digest(s);
        let first = d.mentions.partition_point(|m| m.span.end() <= x.sentence.start());
        let before = d.mentions[first..].iter().take_while(|m| m.span.end() <= x.evidence.span.start());
        let named = before.filter_map(|m| self.linked.entity_of(x.evidence.report, m.entity));
        let acts = |e: &kroniek_model::EntityIx| {
            self.linked.entities[e.at()].kind != kroniek_model::EntityKind::Place
        };
        named.into_iter().find(acts)
    }

    /// Whether the one was copied from the other, or both from one sentence.
    pub(super) fn is_copy(&self, a: StatementIx, b: StatementIx) -> bool {
        let root = |s: StatementIx| self.copied[s.at()].unwrap_or(s);
        root(a) == root(b)
    }

    /// Whether a statement only tells what somebody said before.
    pub(super) fn said_before(&self, s: StatementIx) -> bool {
        super::sense::said_before(self.lexicon, self.digests, &self.from[s.at()], self.sense(s))
    }

    /// The story of a statement's report.
    pub(super) fn story(&self, s: StatementIx) -> u32 {
        self.linked.reports.get(self.statement(s).evidence.report.at()).map_or(0, |r| r.story)
    }

    /// When a statement's report was published.
    pub(super) fn published(&self, s: StatementIx) -> Option<&'a kroniek_model::When> {
        self.linked.reports.get(self.statement(s).evidence.report.at())?.published.when.as_ref()
    }

    /// What an event class does with what is said.
    pub(super) fn frame(&self, s: StatementIx) -> Option<Frame> {
        self.lexicon.shared.events.frame(&self.statement(s).event)
    }

    /// Whether two statements name the same event.
    pub(super) fn same_event(&self, a: StatementIx, b: StatementIx) -> bool {
        self.lexicon.shared.events.same(&self.statement(a).event, &self.statement(b).event)
    }

    /// Whether a statement stands in quotation marks.
    pub(super) fn is_quoted(&self, s: StatementIx) -> bool {
        let span = self.statement(s).evidence.span;
        let direct = |a: &&kroniek_model::Attribution| a.quote_type == kroniek_model::QuoteType::Direct;
        self.digest(s).attributions.iter().filter(direct).any(|a| a.content.iter().any(|c| c.overlaps(span)))
    }

    /// Cues of the whole sentence that a statement stands in.
    pub(super) fn sentence_cues(&self, s: StatementIx) -> Cues {
        super::sense::cues_of(self.lexicon, self.digest(s), self.sense(s).sentence)
    }
}

/// The role of whoever acts.
const AGENT: &str = "agent";

/// Who speaks: somebody known, or the words for them.
#[derive(PartialEq, Eq)]
enum Side {
    Entity(kroniek_model::EntityIx),
    Words(Vec<u32>),
}

impl Side {
    fn of(d: &Digest, sense: &Sense, span: kroniek_model::Span<kroniek_model::Text>) -> Side {
        let words = d.sentences.get(sense.sentence).map(|s| s.words.as_slice()).unwrap_or_default();
        Side::Words(words.iter().filter(|(_, w)| span.contains(*w)).map(|(h, _)| *h).collect())
    }
}

/// A relation about whole statements.
pub(super) fn relation(
    name: RelationName,
    from: StatementIx,
    to: StatementIx,
    reason: Message,
    rule: &'static str,
) -> Relation {
    Relation { name, from, to, figures: None, kind: None, reason, rule: SmolStr::new_static(rule) }
}
