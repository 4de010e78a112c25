//! Noun phrases of a clause and the parts they play.

use super::segment::Segment;
use super::trigger::Found;
use crate::name::reference;
use kroniek_lang::{Error, Pack, Phrases};
use kroniek_model::{Analysis, ClauseKind, EntityKind, Participant, Pos, Span, Text};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What a noun phrase names, where that decides about events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Place,
    Person,
    Other,
}

/// A noun phrase, with the preposition before it.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// First and last token.
    pub(super) from: u32,
    pub(super) to: u32,
    /// Token of its head noun.
    pub(super) head: u32,
    /// Role that the preposition gives; `None` without one.
    pub(super) preposition: Option<SmolStr>,
    pub(super) thing: Thing,
    /// A time expression.
    pub(super) time: bool,
    /// The clause's subject.
    pub(super) subject: bool,
    /// A pronoun that opens a relative clause.
    pub(super) relative: bool,
}

impl Phrase {
    pub(super) fn span(&self, a: &Analysis) -> Span<Text> {
        a.tokens[self.from as usize].span.cover(a.tokens[self.to as usize].span)
    }
}

/// Prepositions and kinds of nouns of one language.
#[derive(Debug, Clone)]
pub(super) struct Roles {
    prepositions: Phrases<SmolStr>,
    things: FxHashMap<SmolStr, Thing>,
    of: Phrases<()>,
}

/// A phrase is cut after so many tokens, so that odd text costs no more.
const LONGEST: u32 = 40;

impl Roles {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut roles =
            Roles { prepositions: Phrases::default(), things: FxHashMap::default(), of: Phrases::default() };
        for row in pack.table("event/preposition").rows() {
            match row.get("role")? {
                "of" => roles.of.insert(row.key(), ()),
                role => roles.prepositions.insert(row.key(), SmolStr::new(role)),
            }
        }
        for row in pack.table("event/thing").rows() {
            let thing = match row.get("kind")? {
                "place" => Thing::Place,
                "person" => Thing::Person,
                other => {
                    return Err(row.error(format!("{other} is no kind of thing, place or person expected")));
                }
            };
            roles.things.insert(SmolStr::new(row.key()), thing);
        }
        Ok(roles)
    }

    /// The noun phrases of a clause, in text order; one joined by "of" is part of the phrase before it.
    pub(super) fn phrases(&self, a: &Analysis, s: &Segment) -> Vec<Phrase> {
        let mut out: Vec<Phrase> = Vec::new();
        let mut i = 0;
        let word = |k: usize| s.own.get(k).map(|&t| a.tokens[t as usize].norm.as_str());
        let mut preposition: Option<SmolStr> = None;
        let mut joined = false;
        while i < s.own.len() {
            if nominal(a, s.own[i]) {
                let mut end = i;
                while end + 1 < s.own.len()
                    && s.own[end + 1] == s.own[end] + 1
                    && nominal(a, s.own[end + 1])
                    && in_subject(s, s.own[end]) == in_subject(s, s.own[end + 1])
                {
                    end += 1;
                }
                self.add(a, s, (s.own[i], s.own[end]), preposition.take(), joined, &mut out);
                joined = false;
                i = end + 1;
                continue;
            }
            if let Some((len, ())) = self.of.longest_at(i, word) {
                joined = out.last().is_some_and(|p| p.to + 1 == s.own[i]);
                preposition = if joined { None } else { Some(SmolStr::new_static("source")) };
                i += len;
                continue;
            }
            if let Some((len, role)) = self.prepositions.longest_at(i, word) {
                preposition = Some(role.clone());
                joined = false;
                i += len;
                continue;
            }
            if !matches!(a.tokens[s.own[i] as usize].pos, Pos::Adv | Pos::Adj) {
                preposition = None;
                joined = false;
            }
            i += 1;
        }
        self.mark_subject(s, &mut out);
        out
    }

    fn add(
        &self,
        a: &Analysis,
        s: &Segment,
        (from, to): (u32, u32),
        preposition: Option<SmolStr>,
        joined: bool,
        out: &mut Vec<Phrase>,
    ) {
        let time = in_time(a, a.tokens[from as usize].span.cover(a.tokens[to as usize].span));
        if joined
            && !time
            && let Some(last) = out.last_mut()
            && to - last.from < LONGEST
        {
            last.to = to;
            return;
        }
        let noun = |t: &u32| matches!(a.tokens[*t as usize].pos, Pos::Noun | Pos::Propn);
        let Some(head) = (from..=to).rev().find(noun).or_else(|| {
            (from..=to)
                .find(|t| matches!(a.tokens[*t as usize].pos, Pos::Pron | Pos::Num | Pos::X | Pos::Adj))
        }) else {
            return;
        };
        let token = &a.tokens[head as usize];
        let relative =
            s.kind == ClauseKind::Relative && s.conjunction == Some(from) && token.pos == Pos::Pron;
        let thing = self.thing(a, head);
        out.push(Phrase { from, to, head, preposition, thing, time, subject: false, relative });
    }

    /// What the noun at a token names.
    pub(super) fn thing(&self, a: &Analysis, head: u32) -> Thing {
        let token = &a.tokens[head as usize];
        let m = a.mentions.partition_point(|m| m.span.end() <= token.span.start());
        if let Some(m) = a.mentions.get(m).filter(|m| m.span.overlaps(token.span)) {
            match m.kind {
                EntityKind::Place if m.span.end() >= token.span.end() => return Thing::Place,
                EntityKind::Person => return Thing::Person,
                _ => {}
            }
        }
        let key = plain(&token.lemma);
        for form in [key.as_str(), token.norm.as_str()] {
            if let Some(thing) = self.things.get(form) {
                return *thing;
            }
            // The last part of a compound says what it names.
            let cuts = form.char_indices().skip(2).map(|(i, _)| &form[i..]).filter(|tail| tail.len() >= 4);
            let known = cuts.take(24).find_map(|tail| self.things.get(tail));
            if let Some(thing) = known {
                return *thing;
            }
        }
        Thing::Other
    }

    fn mark_subject(&self, s: &Segment, phrases: &mut [Phrase]) {
        let free = |p: &Phrase| p.preposition.is_none() && !p.time;
        let known = s.subject.as_ref().and_then(|r| {
            phrases.iter().position(|p| p.from < r.end && r.start <= p.to && p.preposition.is_none())
        });
        let finite = s.verbs.first().copied();
        let relative = phrases.iter().position(|p| p.relative);
        let guess = || {
            let before =
                phrases.iter().position(|p| free(p) && !p.relative && finite.is_some_and(|v| p.to < v));
            before.or_else(|| phrases.iter().position(|p| free(p) && !p.relative)).or(relative)
        };
        let infinitive = s.kind == ClauseKind::Infinitive;
        if let Some(i) = known.or_else(|| if infinitive { None } else { guess() }) {
            phrases[i].subject = true;
        }
    }

    /// The participants of a clause in the roles that its event gives them.
    pub(super) fn participants(
        &self,
        a: &Analysis,
        s: &Segment,
        phrases: &[Phrase],
        found: &Found,
    ) -> Vec<Participant> {
        let mut out = Vec::new();
        let trigger = found.at.map(|(from, to)| (from as u32, to as u32));
        let mut object_taken = found.passive;
        let subject_end = phrases.iter().find(|p| p.subject).map(|p| p.to);
        for p in phrases.iter().filter(|p| !p.time && !measures(a, p)) {
            // "Jan Smit, de woordvoerder": said of the subject, no part of its own.
            let comma = p.from > 0 && a.tokens[p.from as usize - 1].norm == ",";
            if comma
                && !p.subject
                && p.preposition.is_none()
                && subject_end.is_some_and(|end| end + 2 == p.from)
            {
                continue;
            }
            let is_trigger = trigger.is_some_and(|(from, to)| p.from <= to && from <= p.to) && found.by_noun;
            let role = if is_trigger {
                if found.person { found.patient() } else { None }
            } else if p.subject {
                found.subject.clone()
            } else if let Some(role) = &p.preposition {
                prepositional(role, p, found)
            } else if !object_taken {
                object_taken = true;
                found.object.clone()
            } else {
                None
            };
            let Some(role) = role else { continue };
            let phrase = if p.relative { antecedent(a, s) } else { Some(p.span(a)) };
            if let Some(span) = phrase {
                out.push(Participant { role, span, entity: reference::at(a, span) });
            }
        }
        out
    }
}

/// Whether the head of a phrase is an amount of money, a share or a measure: a figure, nobody.
fn measures(a: &Analysis, p: &Phrase) -> bool {
    let head = a.tokens[p.head as usize].span;
    let i = a.quantities.partition_point(|q| q.span.end() <= head.start());
    a.quantities.get(i).is_some_and(|q| q.unit != "count" && q.span.overlaps(head))
}

/// The role of a phrase behind a preposition.
fn prepositional(role: &SmolStr, p: &Phrase, found: &Found) -> Option<SmolStr> {
    match role.as_str() {
        "agent" if !found.passive && p.thing == Thing::Other => Some(SmolStr::new_static("instrument")),
        "place" if p.thing != Thing::Place => None,
        _ => Some(role.clone()),
    }
}

/// The noun phrase that a relative clause says more about: the words right before it.
fn antecedent(a: &Analysis, s: &Segment) -> Option<Span<Text>> {
    let sentence = a.sentences[s.sentence as usize].tokens.start;
    let mut at = s.tokens.start;
    while at > sentence && a.tokens[at as usize - 1].pos == Pos::Punct {
        at -= 1;
    }
    // The relative pronoun may stand after a preposition that the clause begins with.
    let to = at.checked_sub(1).filter(|&t| t >= sentence && nominal(a, t))?;
    let mut from = to;
    while from > sentence && nominal(a, from - 1) && to - from < LONGEST {
        from -= 1;
    }
    Some(a.tokens[from as usize].span.cover(a.tokens[to as usize].span))
}

fn in_subject(s: &Segment, token: u32) -> bool {
    s.subject.as_ref().is_some_and(|r| r.contains(&token))
}

fn in_time(a: &Analysis, span: Span<Text>) -> bool {
    let i = a.times.partition_point(|x| x.span.end() <= span.start());
    a.times.get(i).is_some_and(|x| x.span.overlaps(span) && x.span.end() >= span.end())
}

/// Whether a token may be part of a noun phrase.
fn nominal(a: &Analysis, t: u32) -> bool {
    let x = &a.tokens[t as usize];
    matches!(x.pos, Pos::Det | Pos::Adj | Pos::Num | Pos::Noun | Pos::Propn | Pos::Pron | Pos::Sym)
        || x.pos == Pos::X && x.norm.chars().any(char::is_alphabetic)
        || x.norm.starts_with('\'')
}

/// A dictionary form without the marks that treebanks put between the parts of a compound.
pub(super) fn plain(lemma: &str) -> SmolStr {
    if lemma.contains('_') { lemma.chars().filter(|&c| c != '_').collect() } else { SmolStr::new(lemma) }
}
