//! Whom a source's words stand for, and what kind of source it is.

use super::lexicon::Role;
use super::unit::{Report, tokens_in};
use crate::name::reference;
use kroniek_model::{EntityKind, LocalEntity, SourceKind, SourceMention, Span, Text};

impl Report<'_> {
    /// The source of a span: its kind, and its entity where a name stands in it.
    pub(super) fn whom(&self, span: Span<Text>) -> SourceMention {
        let a = self.a;
        let i = a.mentions.partition_point(|m| m.span.end() <= span.start());
        let inside = || {
            a.mentions[i..]
                .iter()
                .take_while(|m| m.span.start() < span.end())
                .filter(|m| span.contains(m.span))
        };
        let person = inside().find(|m| m.kind == EntityKind::Person);
        let head = self.head_kind(span);
        let resolved = reference::at(a, span);
        let unnamed = matches!(
            head,
            Some(
                SourceKind::UnnamedOfficial
                    | SourceKind::Medium
                    | SourceKind::Anonymous
                    | SourceKind::Collective
            )
        );
        if let Some(kind) = head.filter(|_| unnamed && self.of_somebody(span)) {
            return SourceMention { span, entity: None, kind };
        }
        // A long phrase that holds no name of its own is not just the role noun in it.
        let resolved = resolved.filter(|_| {
            inside().any(|m| m.kind != EntityKind::Other) || tokens_in(&a.tokens, span).len() <= 3
        });
        if let (None, Some(entity)) = (person, resolved) {
            let kind = match a.entities.get(entity.0 as usize).map(|e| e.kind) {
                Some(EntityKind::Person) => SourceKind::NamedPerson,
                _ => head.unwrap_or(SourceKind::Organisation),
            };
            return SourceMention { span, entity: Some(entity), kind };
        }
        if let Some(m) = person {
            return SourceMention { span, entity: Some(m.entity), kind: SourceKind::NamedPerson };
        }
        let actor = inside().find(|m| {
            matches!(m.kind, EntityKind::Organisation | EntityKind::Place) && reference::heads(a, span, m)
        });
        let (entity, kind) = match (actor, head) {
            (Some(m), None) => (Some(m.entity), SourceKind::Organisation),
            (Some(m), Some(SourceKind::Medium)) => (Some(m.entity), SourceKind::Medium),
            (Some(m), Some(SourceKind::Organisation)) => (Some(m.entity), SourceKind::Organisation),
            (_, Some(kind)) => (None, kind),
            (None, None) => (None, SourceKind::Unknown),
        };
        SourceMention { span, entity, kind }
    }

    /// "a spokesman of X": the head stands before a joining preposition and the name after it.
    fn of_somebody(&self, span: Span<Text>) -> bool {
        let tokens = &self.a.tokens[tokens_in(&self.a.tokens, span)];
        let Some(join) = tokens.iter().position(|t| self.lexicon.role(&t.norm).any(Role::JOIN)) else {
            return false;
        };
        let head = &tokens[..join];
        head.iter().any(|t| self.lexicon.kind(&t.norm).is_some())
            && !head.iter().skip(1).any(|t| t.span.of(self.text()).starts_with(char::is_uppercase))
            && !head.first().is_some_and(|t| {
                self.lexicon.kind(&t.norm).is_none() && !self.lexicon.role(&t.norm).any(Role::DETERMINER)
            })
    }

    /// The kind of the first word that heads a source ("spokesman", "analysts").
    fn head_kind(&self, span: Span<Text>) -> Option<SourceKind> {
        let tokens = &self.a.tokens[tokens_in(&self.a.tokens, span)];
        let last = |w: &str| w.rsplit('-').next().and_then(|part| self.lexicon.kind(part));
        tokens.iter().find_map(|t| {
            self.lexicon.kind(&t.norm).or_else(|| self.lexicon.kind(&t.lemma)).or_else(|| last(&t.norm))
        })
    }

    /// The person or organisation that a pronoun takes up: the nearest source before it that fits.
    pub(super) fn antecedent(
        &self,
        span: Span<Text>,
        before: &[SourceMention],
    ) -> Option<(LocalEntity, SourceKind)> {
        let tokens = &self.a.tokens[tokens_in(&self.a.tokens, span)];
        let [token] = tokens else { return None };
        let role = self.lexicon.role(&token.norm);
        if !role.any(Role::PRONOUN) || role.any(Role::FIRST) {
            return None;
        }
        let personal = role.any(Role::FEMALE | Role::MALE) && !role.any(Role::PLURAL);
        let fits =
            |s: &&SourceMention| s.entity.is_some() && (!personal || s.kind == SourceKind::NamedPerson);
        before.iter().rev().take(6).find(fits).and_then(|s| s.entity.map(|e| (e, s.kind)))
    }
}
