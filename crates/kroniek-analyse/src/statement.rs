//! Statements: what each clause says happened, to whom, where, when, with which figures, and on whose word.
//!
//! Clauses ([`segment`]) get an event class from the verbs, nouns and states that the packs list (`trigger`), their noun
//! phrases get roles (`role`), and certainty, stance and attribution come from the layers before (`standing`). Nouns
//! that name an event beside the clause's own make statements too (`nominal`).

mod headline;
mod nominal;
mod role;
mod segment;
mod speech;
mod standing;
mod trigger;

use crate::attribution::Classes;
use crate::certainty;
use kroniek_lang::{Error, Pack};
use kroniek_model::{Analysis, Polarity, Statement, TimeKind};
use speech::Said;

/// The layer's rules for one language.
pub struct Rules {
    triggers: trigger::Triggers,
    roles: role::Roles,
    certainty: certainty::Rules,
    classes: Classes,
}

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        Ok(Rules {
            triggers: trigger::Triggers::compile(common, pack)?,
            roles: role::Roles::compile(pack)?,
            certainty: certainty::Rules::compile(common, pack)?,
            classes: Classes::compile(common)?,
        })
    }

    /// Finds the statements of a report.
    pub fn find(&self, a: &mut Analysis) {
        let segments = segment::segments(a);
        let said = Said::new(a, &self.classes);
        let mut found = Vec::new();
        for s in &segments {
            if a.sentences[s.sentence as usize].region.is_prose() {
                self.clause(a, s, &said, &mut found);
            }
        }
        found.sort_by_key(|s: &Statement| (s.span.start(), std::cmp::Reverse(s.span.end())));
        place_figures(a, &mut found);
        a.statements = found;
        headline::compare(a);
    }

    /// The statements of one clause: its own, and those of nouns in it.
    fn clause(&self, a: &Analysis, s: &segment::Segment, said: &Said, out: &mut Vec<Statement>) {
        let phrases = self.roles.phrases(a, s);
        let mut nouns = self.triggers.nouns(a, s);
        // "strijders" are people, not a fight.
        nouns.retain(|n| n.person || self.roles.thing(a, n.at as u32) != role::Thing::Person);
        let found = self.triggers.of_clause(a, s, &phrases, &nouns);
        let reading = standing::reading(&self.certainty, a, s, self.triggers.is_perfect_infinitive(a, s));
        let figures = a.quantities.iter().any(|q| s.holds(a, q.span));
        if found.event.is_none() && !figures && (s.head.is_none() || self.is_modal_alone(a, s)) {
            return;
        }
        if !figures && said.is_cue_clause(a, s) {
            return;
        }
        let trigger = found.at.map(|(from, to)| a.tokens[from].span.cover(a.tokens[to].span));
        let attribution = said.of(a, s.span, trigger);
        let of_verb = standing::of_verb(a, s, &reading);
        let mut statement = standing::statement(a, s.span, s, &of_verb, attribution, said);
        statement.event = found.event.clone();
        statement.trigger = trigger;
        statement.predicate = found.lemma.clone();
        statement.participants = self.roles.participants(a, s, &phrases, &found);
        statement.time = time_of(a, s, statement.attribution);
        statement.due = standing::due(a, &statement);
        statement.rule = found.rule.into();
        let undone = self.undone(a, &phrases, &found, &reading, &statement);
        let around = nominal::Around { reading: &reading, undone };
        out.push(statement);
        for noun in nouns {
            if found.at != Some((noun.at, noun.at))
                && let Some(x) = nominal::statement(self, a, s, &phrases, &noun, around, said)
            {
                out.push(x);
            }
        }
    }

    /// Head of the phrase that names what a clause says does not come about: what is cancelled, delayed or rejected.
    fn undone(
        &self,
        a: &Analysis,
        phrases: &[role::Phrase],
        found: &trigger::Found,
        reading: &certainty::Reading,
        statement: &Statement,
    ) -> Option<u32> {
        let undoes = found.event.as_ref().is_some_and(|e| self.triggers.undoes(e));
        if !undoes || reading.polarity == Polarity::Negative {
            return None;
        }
        let patient = statement.participants.iter().find(|p| p.role == "patient")?;
        phrases.iter().find(|p| p.span(a).overlaps(patient.span)).map(|p| p.head)
    }

    /// Whether a piece has no verb but a modal, so that nothing is said.
    fn is_modal_alone(&self, a: &Analysis, s: &segment::Segment) -> bool {
        let modal = |&v: &u32| self.certainty.is_modal(&a.tokens[v as usize].norm);
        !s.verbs.is_empty() && s.verbs.iter().all(modal)
    }
}

/// The time expression that dates a clause: a date or clock time before a length of time.
fn time_of(a: &Analysis, s: &segment::Segment, attribution: Option<u32>) -> Option<u32> {
    let first = a.times.partition_point(|t| t.span.end() <= s.span.start());
    let mut best: Option<(u8, u32)> = None;
    for (i, t) in a.times.iter().enumerate().skip(first) {
        if t.span.start() >= s.span.end() {
            break;
        }
        let rank = match t.kind {
            TimeKind::Date | TimeKind::Time if t.when.is_some() => 0,
            TimeKind::Date | TimeKind::Time => 1,
            TimeKind::Duration | TimeKind::Set => continue,
        };
        if s.holds(a, t.span)
            && !speech::is_time_of_saying(a, attribution, t.span)
            && best.is_none_or(|(r, _)| rank < r)
        {
            best = Some((rank, i as u32));
        }
    }
    best.map(|(_, i)| i)
}

/// Gives every figure to the innermost statement around it; one that lies in none goes to the nearest of its sentence.
fn place_figures(a: &Analysis, found: &mut [Statement]) {
    for (i, q) in a.quantities.iter().enumerate() {
        let around = |s: &Statement| s.span.contains(q.span);
        let touches = |s: &Statement| s.span.overlaps(q.span);
        let sentence = a.sentences.partition_point(|s| s.span.end() <= q.span.start()) as u32;
        let from = found.partition_point(|s| s.sentence < sentence);
        let to = found.partition_point(|s| s.sentence <= sentence);
        let pick = |fits: &dyn Fn(&Statement) -> bool| {
            (from..to).filter(|&k| fits(&found[k])).min_by_key(|&k| (found[k].span.len(), k))
        };
        if let Some(k) = pick(&around).or_else(|| pick(&touches)).or_else(|| pick(&|_| true)) {
            found[k].quantities.push(i as u32);
        }
    }
}

#[cfg(test)]
mod tests;
