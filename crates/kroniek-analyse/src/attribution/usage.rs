//! How a form of a reporting verb is used where it stands: finite, with an auxiliary, as a participle.

use super::lexicon::{Cue, Form, Role};
use super::unit::{Item, Report};
use kroniek_model::Pos;

/// How a cue verb is used where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Finite,
    /// A perfect ("has said", "heeft … gezegd"); the auxiliary's item.
    Perfect(usize),
    /// A passive ("is expected"); the auxiliary's item.
    Passive(usize),
    /// "saying".
    Ing,
    /// After a modal ("would say", "wilde niet zeggen"); the modal's item.
    Modal(usize),
    /// "to say" after a refusal ("declined to say").
    Infinitive,
}

/// One cue verb in its unit.
pub(super) struct Hit<'c> {
    pub(super) at: usize,
    pub(super) cue: &'c Cue,
    pub(super) kind: Use,
    /// Where the verb group begins: auxiliaries and adverbs left of the cue belong to it.
    pub(super) group: usize,
    pub(super) negated: bool,
}

impl Report<'_> {
    pub(super) fn may_be_verb(&self, u: &[Item], at: usize) -> bool {
        let item = &u[at];
        let before = at.checked_sub(1).map(|b| &u[b]);
        if self.classes {
            let pos = self.token(item.tokens.0).pos;
            if matches!(pos, Pos::Verb | Pos::Aux) {
                return true;
            }
            // A tagger takes some verbs for nouns; a word that is no noun elsewhere is a verb, and so is one with a
            // subject before and a clause or quotation after it.
            let follows = u.get(at + 1);
            let clause = follows
                .is_some_and(|x| x.is(Role::THAT | Role::PRONOUN) || x.quote.is_some() || x.mark == ':');
            let subject = before.is_some_and(|b| b.is(Role::PRONOUN) || b.capital || self.is_common_noun(b));
            let forms = self.forms(item);
            let auxiliary = before.is_some_and(|b| {
                b.is(Role::BE | Role::HAVE) && forms.iter().any(|f| f.forms.participle || f.forms.ing)
                    || b.is(Role::MODAL) && forms.iter().any(|f| f.forms.infinitive)
            });
            return auxiliary
                || clause && subject
                || self.closes_as_verb(u, at)
                || !self.lexicon.is_noun(self.norm(item)) && !item.capital;
        }
        if item.capital && at > 0 && !u[at - 1].is_end() {
            return false;
        }
        !before.is_some_and(|b| {
            b.is(Role::DETERMINER) && !b.is(Role::PRONOUN)
                || b.is(Role::JOIN | Role::PREPOSITION) && !b.is(Role::TO | Role::ADVERB)
        })
    }

    /// "…, zo bericht X.": between a comma and a source that ends the sentence stands a verb, whatever else the word may be.
    pub(super) fn closes_as_verb(&self, u: &[Item], at: usize) -> bool {
        let mut comma = at;
        while comma > 0 && u[comma - 1].is(Role::ADVERB) {
            comma -= 1;
        }
        let led = comma > 1 && (u[comma - 1].is_comma() || u[comma - 1].quote.is_some());
        let trails = |f: &Form| f.forms.finite && self.lexicon.cues[f.cue as usize].frames.trailing;
        led && self.forms(&u[at]).iter().any(trails)
            && self.phrase_right(u, at + 1, true).is_some_and(|s| {
                let names = u[s.clone()].iter().any(|x| self.ends_name(x) || self.heads_source(x));
                names && u.get(s.end).is_none_or(Item::is_end)
            })
    }

    pub(super) fn is_common_noun(&self, item: &Item) -> bool {
        item.is_word() && self.token(item.tokens.0).pos == Pos::Noun
    }

    /// How the verb at `at` is used, if it is used as a cue.
    pub(super) fn hit(&self, u: &[Item], at: usize, form: Form) -> Option<Hit<'_>> {
        let cue = &self.lexicon.cues[form.cue as usize];
        if let Some(particle) = &cue.particle
            && !self.particle_follows(u, at, particle)
        {
            return None;
        }
        let mut group = at;
        let mut negated = false;
        let mut auxiliary = None;
        while group > 0 {
            let x = &u[group - 1];
            let adverb = x.is(Role::ADVERB) && !x.is(Role::PRONOUN | Role::RELATIVE) || x.time && !x.capital;
            if !(x.is(Role::HAVE | Role::BE | Role::MODAL | Role::NEGATION) || adverb) || x.mark != '\0' {
                break;
            }
            if x.is(Role::NEGATION) {
                negated = true;
            }
            if x.is(Role::HAVE | Role::BE | Role::MODAL) {
                auxiliary.get_or_insert(group - 1);
            }
            group -= 1;
        }
        // Negation right of a finite verb: "ontkent niet", "bevestigde niet".
        negated |= u.get(at + 1).is_some_and(|x| x.is(Role::NEGATION)) && form.forms.finite;
        let kind = match auxiliary {
            Some(x) if u[x].is(Role::BE) && form.forms.participle => Use::Passive(x),
            Some(x) if u[x].is(Role::BE) && form.forms.ing => Use::Finite,
            Some(x) if u[x].is(Role::HAVE) && form.forms.participle => Use::Perfect(x),
            Some(x) if u[x].is(Role::MODAL) && form.forms.infinitive => Use::Modal(x),
            Some(_) if form.forms.finite && !form.forms.participle => Use::Finite,
            Some(_) => return None,
            None if form.forms.ing => Use::Ing,
            None if at > 0 && u[at - 1].is(Role::TO) => {
                return form.forms.infinitive.then_some(Hit {
                    at,
                    cue,
                    kind: Use::Infinitive,
                    group,
                    negated,
                });
            }
            None if form.forms.finite
                && !self.only_participle(&u[at])
                && !self.split_auxiliary(u, at, form) =>
            {
                Use::Finite
            }
            None if form.forms.participle => match self.split(u, at, &mut group, &mut negated) {
                Some(kind) => kind,
                // Without an auxiliary it is finite after all, whatever the tagger says.
                None if form.forms.finite => Use::Finite,
                None => return None,
            },
            None if form.forms.infinitive => {
                let modal = self.find_left(u, at, Role::MODAL)?;
                negated |= u[modal..at].iter().any(|x| x.is(Role::NEGATION));
                group = modal;
                Use::Modal(modal)
            }
            None => return None,
        };
        Some(Hit { at, cue, kind, group, negated })
    }

    pub(super) fn only_participle(&self, item: &Item) -> bool {
        self.classes && {
            let m = self.token(item.tokens.0).morph;
            m.has(kroniek_model::Morph::PARTICIPLE) && !m.has(kroniek_model::Morph::FINITE)
        }
    }

    /// Whether a form that may be finite or participle is the participle of an auxiliary further left.
    pub(super) fn split_auxiliary(&self, u: &[Item], at: usize, form: Form) -> bool {
        form.forms.participle && !self.classes && self.find_left(u, at, Role::HAVE).is_some()
    }

    /// A participle far from its auxiliary: "heeft vrijdag aangekondigd", "dat hij gezegd heeft".
    pub(super) fn split(&self, u: &[Item], at: usize, group: &mut usize, negated: &mut bool) -> Option<Use> {
        let x = self.find_left(u, at, Role::HAVE | Role::BE);
        let right = u.get(at + 1).filter(|n| n.is(Role::HAVE | Role::BE));
        let x = match (x, right) {
            (Some(x), _) => x,
            (None, Some(_)) => at + 1,
            (None, None) => return None,
        };
        if x < at {
            *group = x;
            *negated |= u[x..at].iter().any(|i| i.is(Role::NEGATION));
        }
        Some(if u[x].is(Role::HAVE) { Use::Perfect(x) } else { Use::Passive(x) })
    }

    /// The nearest item of a role to the left within the clause.
    pub(super) fn find_left(&self, u: &[Item], at: usize, role: Role) -> Option<usize> {
        for k in (at.saturating_sub(30)..at).rev() {
            let x = &u[k];
            if x.is(role) && !x.is(Role::DETERMINER | Role::PRONOUN) {
                return Some(k);
            }
            if x.is_comma() || x.is_end() || x.is_break() || x.quote.is_some_and(|q| self.is_speech(q)) {
                return None;
            }
            if x.is(Role::THAT | Role::SUBORDINATOR | Role::RELATIVE)
                && !x.is(Role::DETERMINER | Role::PREPOSITION)
            {
                return None;
            }
        }
        None
    }

    pub(super) fn particle_follows(&self, u: &[Item], at: usize, particle: &str) -> bool {
        let ahead = u[at + 1..].iter().take(30);
        let clause = ahead.take_while(|x| {
            !x.is_end() && x.mark != ';' && x.mark != ':' && (!x.is(Role::THAT) || x.is(Role::DETERMINER))
        });
        if u.get(at + 1).is_some_and(|x| x.is_word() && self.norm(x) == particle) {
            return true;
        }
        let mut clause = clause.peekable();
        while let Some(x) = clause.next() {
            if x.is_word() && self.norm(x) == particle {
                // As a preposition it goes on with a noun phrase; as a particle the clause ends or its content opens.
                let joins = x.is(Role::JOIN | Role::PREPOSITION);
                let goes_on = clause
                    .peek()
                    .is_some_and(|n| n.is(Role::DETERMINER) && !n.is(Role::THAT | Role::TO) || n.capital);
                if !joins || !goes_on {
                    return true;
                }
            }
        }
        false
    }
}
