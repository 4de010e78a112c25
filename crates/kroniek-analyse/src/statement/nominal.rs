//! Statements made by nouns: "de val van het dorp", "130 doden".

use super::role::Phrase;
use super::segment::Segment;
use super::speech::Said;
use super::trigger::NounTrigger;
use super::{Rules, standing};
use crate::certainty::Reading;
use crate::name::reference;
use kroniek_model::{Analysis, Participant, Polarity, Statement};
use smol_str::SmolStr;

/// What the clause around a noun says.
#[derive(Clone, Copy)]
pub(super) struct Around<'r> {
    pub(super) reading: &'r Reading,
    /// Head of what the clause says does not come about ("the *flight* was cancelled").
    pub(super) undone: Option<u32>,
}

/// The statement of a noun that names an event beside the clause's own: with the phrase it stands in, where that says
/// of whom or how many.
pub(super) fn statement(
    rules: &Rules,
    a: &Analysis,
    s: &Segment,
    phrases: &[Phrase],
    noun: &NounTrigger,
    clause: Around,
    said: &Said,
) -> Option<Statement> {
    let at = noun.at as u32;
    let phrase = phrases.iter().find(|p| p.from <= at && at <= p.to)?;
    let span = phrase.span(a);
    let token = a.tokens[noun.at].span;
    let counted = a.quantities.iter().any(|q| q.counted.is_some_and(|c| c.overlaps(token)));
    let complement = rules.triggers.complement(a, noun.at, phrase.to);
    if noun.weak && complement.is_none()
        || noun.person && !counted
        || !counted && complement.is_none() && phrase.head != at
    {
        return None;
    }
    let own = rules.certainty.of_tokens(&a.tokens, phrase.from as usize..at as usize);
    let granted = rules.certainty.is_definite(&a.tokens[phrase.from as usize].norm);
    // What "the sale" tells is mostly taken for granted, whatever the verb says; so is that any noun's event is so.
    let reading = if granted { own } else { own.under(clause.reading) };
    let mut x = standing::statement(a, span, s, &reading, said.of(a, span, None), said);
    if !noun.person {
        let undone = own.void || clause.undone.is_some_and(|t| t == at);
        x.polarity = if undone { Polarity::Negative } else { own.polarity };
    }
    x.event = Some(noun.event.clone());
    x.trigger = Some(token);
    x.predicate = super::role::plain(&a.tokens[noun.at].lemma);
    x.rule = SmolStr::new_static("statement.nominal");
    if noun.person {
        x.participants.push(Participant { role: "patient".into(), span, entity: None });
    } else if let Some((from, to)) = complement {
        let whom = a.tokens[from].span.cover(a.tokens[to].span);
        let role = rules.triggers.complement_role(&noun.event);
        if let Some(role) = role {
            x.participants.push(Participant { role, span: whom, entity: reference::at(a, whom) });
        }
    }
    Some(x)
}
