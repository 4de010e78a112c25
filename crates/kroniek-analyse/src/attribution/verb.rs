//! Attributions that a reporting verb makes: its form, its subject, its content.

use super::Families;
use super::content::Opening;
use super::draft::{Draft, Family};
use super::lexicon::{Cue, Form, Frames, Role};
use super::unit::{Item, Report, Unit};
use kroniek_model::{Pos, Span, Text};
use std::ops::Range;

/// Makes a draft of one cue from a family, a source and pieces of content.
type Drafting<'d> = dyn Fn(Family, Option<Range<usize>>, &[Range<usize>]) -> Option<Draft> + 'd;

/// How a cue verb is used where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
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
struct Hit<'c> {
    at: usize,
    cue: &'c Cue,
    kind: Use,
    /// Where the verb group begins: auxiliaries and adverbs left of the cue belong to it.
    group: usize,
    negated: bool,
}

/// What has been found in a unit so far, in text order; a later cue without a subject inherits from it.
#[derive(Default)]
pub(super) struct Sofar {
    pub(super) source: Option<Span<Text>>,
    /// Who spoke last in the units before.
    pub(super) before: Option<Span<Text>>,
    /// Quotations that have a cue.
    pub(super) quoted: Vec<u32>,
}

impl Report<'_> {
    /// All attributions that verbs of a unit make.
    pub(super) fn verbs(&self, n: u32, unit: &Unit, on: &Families, sofar: &mut Sofar, out: &mut Vec<Draft>) {
        let u = &unit.items;
        for at in 0..u.len() {
            if u[at].phrase.is_some() || self.forms(&u[at]).is_empty() || !self.may_be_verb(u, at) {
                continue;
            }
            let particle = |f: &&Form| {
                let cue = &self.lexicon.cues[f.cue as usize];
                cue.class == "none" && cue.particle.as_ref().is_none_or(|p| self.particle_follows(u, at, p))
            };
            if self.forms(&u[at]).iter().any(|f| particle(&f)) {
                continue;
            }
            let mut best: Option<Draft> = None;
            for form in self.forms(&u[at]) {
                let Some(hit) = self.hit(u, at, *form) else { continue };
                if let Some(draft) = self.attribute(n, u, &hit, on, sofar) {
                    let better =
                        best.as_ref().is_none_or(|b| hit.cue.particle.is_some() && b.content.is_empty());
                    if better {
                        best = Some(draft);
                    }
                    if hit.cue.particle.is_some() {
                        break;
                    }
                }
            }
            if let Some(draft) = best {
                let mut draft = draft;
                if draft.last {
                    draft.source = sofar.source.or(sofar.before);
                }
                sofar.source = draft.source.or(sofar.source);
                for x in u.iter().filter_map(|x| x.quote) {
                    let outer = self.quotations[x as usize].outer;
                    if draft.content.iter().any(|c| c.overlaps(outer)) {
                        sofar.quoted.push(x);
                    }
                }
                out.push(draft);
            }
        }
    }

    fn may_be_verb(&self, u: &[Item], at: usize) -> bool {
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
            return auxiliary || clause && subject || !self.lexicon.is_noun(self.norm(item)) && !item.capital;
        }
        if item.capital && at > 0 && !u[at - 1].is_end() {
            return false;
        }
        !before.is_some_and(|b| {
            b.is(Role::DETERMINER) && !b.is(Role::PRONOUN)
                || b.is(Role::JOIN | Role::PREPOSITION) && !b.is(Role::TO | Role::ADVERB)
        })
    }

    fn is_common_noun(&self, item: &Item) -> bool {
        item.is_word() && self.token(item.tokens.0).pos == Pos::Noun
    }

    /// How the verb at `at` is used, if it is used as a cue.
    fn hit(&self, u: &[Item], at: usize, form: Form) -> Option<Hit<'_>> {
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

    fn only_participle(&self, item: &Item) -> bool {
        self.classes && {
            let m = self.token(item.tokens.0).morph;
            m.has(kroniek_model::Morph::PARTICIPLE) && !m.has(kroniek_model::Morph::FINITE)
        }
    }

    /// Whether a form that may be finite or participle is the participle of an auxiliary further left.
    fn split_auxiliary(&self, u: &[Item], at: usize, form: Form) -> bool {
        form.forms.participle && !self.classes && self.find_left(u, at, Role::HAVE).is_some()
    }

    /// A participle far from its auxiliary: "heeft vrijdag aangekondigd", "dat hij gezegd heeft".
    fn split(&self, u: &[Item], at: usize, group: &mut usize, negated: &mut bool) -> Option<Use> {
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
    fn find_left(&self, u: &[Item], at: usize, role: Role) -> Option<usize> {
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

    fn particle_follows(&self, u: &[Item], at: usize, particle: &str) -> bool {
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

    fn attribute(&self, n: u32, u: &[Item], hit: &Hit, on: &Families, sofar: &Sofar) -> Option<Draft> {
        let frames = hit.cue.frames;
        let beside = hit
            .cue
            .particle
            .as_ref()
            .is_some_and(|p| u.get(hit.at + 1).is_some_and(|x| self.norm(x) == p.as_str()));
        let end = hit.at + 1 + usize::from(beside);
        let draft = |family: Family, source: Option<Range<usize>>, content: &[Range<usize>]| {
            let mut spans = Vec::new();
            for c in content {
                self.push_content(u, c.clone(), &mut spans);
            }
            let source = source.and_then(|s| self.source_span(u, s));
            (on.has(family) && !spans.is_empty()).then(|| Draft {
                family,
                unit: n,
                source,
                cue: self.span(&u[hit.at..hit.at + 1]),
                class: hit.cue.class.clone(),
                negated: hit.negated,
                nearer: None,
                deeper: None,
                relayed: frames.from,
                last: frames.last,
                content: spans,
            })
        };
        match hit.kind {
            Use::Ing => {
                let after_comma = hit.at > 0
                    && (u[hit.at - 1].is_comma()
                        || u[hit.at - 1].is(Role::COORDINATOR | Role::SUBORDINATOR | Role::BY)
                        || hit.group == 0);
                let (start, opening) = self.opening(u, end, frames)?;
                let as_saying = hit.at > 0 && u[hit.at - 1].is(Role::SUBORDINATOR | Role::PREPOSITION);
                if !after_comma
                    && !as_saying
                    && !matches!(opening, Opening::That | Opening::Quote | Opening::Bare)
                {
                    return None;
                }
                let to = self.border(u, start, opening, false);
                let mut d = draft(Family::Participle, None, &[start..to])?;
                // "a memo saying that", "quoted X as saying": what stands right before says it.
                let near = if as_saying { hit.group.checked_sub(1) } else { Some(hit.group) };
                if let Some(end) = near.filter(|&g| g > 0 && self.near(&u[g - 1])) {
                    let own = self.phrase_left(u, 0, end).and_then(|s| self.source_span(u, s));
                    if own.is_some() {
                        d.source = own;
                        return Some(d);
                    }
                }
                if hit.group == 0 {
                    // "Citing costs, the company closed": the subject follows the comma.
                    let comma = u.iter().position(Item::is_comma)?;
                    d.content.clear();
                    self.push_content(u, start..comma, &mut d.content);
                    d.source = self.phrase_right(u, comma + 1, false).and_then(|s| self.source_span(u, s));
                    return (!d.content.is_empty()).then_some(d);
                }
                d.source =
                    sofar.source.or_else(|| self.subject(u, hit.at).and_then(|s| self.source_span(u, s)));
                return Some(d);
            }
            Use::Infinitive => return self.refusal(u, hit, sofar, &draft),
            Use::Passive(aux) => return self.passive(u, hit, aux, &draft),
            _ => {}
        }
        // A quotation right before: "…," said X.
        let verb = hit.group;
        let quote_before = self.speech_before(u, verb);
        let after = self.skip_adverbs(u, end);
        if let Some(q) = quote_before.filter(|_| frames.quotation || frames.trailing)
            && let Some(s) = self.phrase_right(u, after, true)
        {
            let content = self.quoted_pieces(u, q, s.end);
            return draft(Family::QuoteCueSource, Some(s), &content);
        }
        if let Some(d) = self.inverted(u, hit, on, &draft) {
            return Some(d);
        }
        let left = self.left_subject(u, verb);
        if let Some(s) = &left
            && let Some(q) = self.speech_before(u, s.start).filter(|_| frames.quotation)
            && !matches!(self.opening(u, end, frames), Some((_, Opening::That)))
        {
            let content = self.quoted_pieces(u, q, self.tail_end(u, end));
            return draft(Family::QuoteSourceCue, left.clone(), &content);
        }
        if let Some(s) = &left
            && s.start > 0
            && u[s.start - 1].is_comma()
            && frames.trailing
            && self.trailing_at(u, s.start - 1)
            && self.opening(u, end, Frames { noun: false, ..frames }).is_none()
            && (s.start > 4 || u.get(self.tail_end(u, end)).is_some_and(Item::is_comma))
        {
            let tail = self.tail_end(u, end);
            let from = self.left_border(u, s.start - 1);
            let mut content = vec![from..s.start - 1];
            if u.get(tail).is_some_and(Item::is_comma) && tail + 2 < u.len() {
                content.push(tail + 1..self.border(u, tail + 1, Opening::Bare, false));
            }
            return draft(Family::ClauseSourceCue, left.clone(), &content);
        }
        let opening = self.opening(u, end, frames);
        let (start, opening) = match opening {
            Some(o) => o,
            None => {
                // "had al eerder plannen aangekondigd": the content stands between auxiliary and participle.
                let Use::Perfect(aux) = hit.kind else { return None };
                if !frames.noun || aux + 1 >= hit.at {
                    return None;
                }
                return self.between(u, aux, hit, &draft);
            }
        };
        let (source, inner) = match left {
            Some(s) => {
                let inner = self.in_inner_clause(u, s.start);
                (Some(s), inner)
            }
            None => (None, false),
        };
        let (start, opening) = self.asked_for(u, hit, start, opening);
        let to = self.border(u, start, opening, inner);
        let family = match opening {
            Opening::Quote => Family::SourceCueQuote,
            Opening::Colon if u.get(start).is_some_and(|x| x.quote.is_some()) => Family::SourceCueQuote,
            Opening::Infinitive => Family::SourceCueInfinitive,
            Opening::Noun => Family::SourceCueNoun,
            _ => Family::SourceCueClause,
        };
        let mut d = draft(family, source.clone(), &[start..to])?;
        if source.is_none() {
            d.source = sofar.source.or_else(|| self.subject(u, verb).and_then(|s| self.source_span(u, s)));
            if d.source.is_none()
                || family == Family::SourceCueNoun
                    && !u.get(verb.wrapping_sub(1)).is_some_and(|x| x.is(Role::COORDINATOR))
            {
                return None;
            }
        }
        Some(d)
    }

    /// "vroegen het parlement om steun": what is asked for follows the marker; whom it is asked of is no content.
    fn asked_for(&self, u: &[Item], hit: &Hit, start: usize, opening: Opening) -> (usize, Opening) {
        if opening != Opening::Noun || !matches!(hit.cue.class.as_str(), "ask" | "demand") {
            return (start, opening);
        }
        let ahead = u.iter().enumerate().skip(start).take(12);
        let mut clause = ahead.take_while(|(_, x)| !x.is_comma() && !x.is_end() && !self.is_finite(x));
        let marker = clause.find(|(_, x)| x.is(Role::TO) && !x.is(Role::ADVERB)).map(|(k, _)| k);
        match marker {
            Some(k) if u[k + 1..].iter().take(15).any(|x| x.is(Role::TO)) => (k, Opening::Infinitive),
            Some(k) if k + 1 < u.len() => (k + 1, Opening::Noun),
            _ => (start, opening),
        }
    }

    /// "Gisteren zei X dat …", "Vrijdag heeft X aangekondigd dat …", "…, zegt X."
    fn inverted(&self, u: &[Item], hit: &Hit, on: &Families, draft: &Drafting) -> Option<Draft> {
        if !on.has(Family::CueSourceClause) {
            return None;
        }
        let finite = match hit.kind {
            Use::Perfect(aux) if aux < hit.at => aux,
            Use::Finite => hit.at,
            Use::Modal(m) if m < hit.at => m,
            _ => return None,
        };
        let group = hit.group.min(finite);
        let opener = self.clause_start(u, group);
        let segment = &u[opener..group];
        let closed = opener > 0
            && u[opener - 1].is(Role::SUBORDINATOR | Role::RELATIVE | Role::THAT)
            && !u[opener - 1].is(Role::DETERMINER);
        let leads = segment.first().is_none_or(|x| {
            x.is(Role::PREPOSITION | Role::JOIN | Role::ADVERB) && !x.is(Role::PRONOUN | Role::DETERMINER)
                || x.time
        });
        if closed || !leads {
            return None;
        }
        // "zei hij en voegde eraan toe": the second verb shares the subject.
        if segment.is_empty() && opener > 0 && u[opener - 1].is(Role::COORDINATOR) {
            return None;
        }
        // "X, head of Y, heeft …": the comma closes an apposition, not a clause.
        if group > 0 && u[group - 1].is_comma() && self.left_subject(u, group).is_some() {
            return None;
        }
        let after = self.skip_adverbs(u, finite + 1);
        let s = self.phrase_right(u, after, true)?;
        let mut rest = s.end;
        if finite != hit.at {
            if rest > hit.at {
                return None;
            }
            rest = hit.at + 1;
        } else if let Some(particle) = &hit.cue.particle {
            let found =
                u[rest..].iter().take(20).position(|x| x.is_word() && self.norm(x) == particle.as_str());
            rest += found.map_or(0, |n| n + 1);
        }
        let opening = self.opening(u, rest, hit.cue.frames);
        let comma = opener.checked_sub(1).filter(|&c| u[c].is_comma());
        if let Some(c) = comma
            && hit.cue.frames.trailing
            && c > 2
            && !matches!(opening, Some((_, Opening::That | Opening::Quote | Opening::Colon)))
        {
            let tail = self.tail_end(u, rest);
            let mut content = vec![self.left_border(u, c)..c];
            if u.get(tail).is_some_and(Item::is_comma) && tail + 2 < u.len() {
                content.push(tail + 1..self.border(u, tail + 1, Opening::Bare, false));
            }
            return draft(Family::ClauseCueSource, Some(s), &content);
        }
        let (start, opening) = opening?;
        let family = match opening {
            Opening::Quote => Family::SourceCueQuote,
            Opening::Colon if u.get(start).is_some_and(|x| x.quote.is_some()) => Family::SourceCueQuote,
            Opening::Noun => Family::SourceCueNoun,
            Opening::Infinitive => Family::SourceCueInfinitive,
            _ => Family::CueSourceClause,
        };
        draft(family, Some(s), &[start..self.border(u, start, opening, false)])
    }

    /// "Dat zegt X.", "Dat heeft X bekendgemaakt.": what the sentence before says.
    pub(super) fn previous(&self, n: u32, unit: &Unit, before: &Unit, on: &Families) -> Option<Draft> {
        let u = &unit.items;
        if !on.has(Family::Previous) || !u.first()?.is(Role::THAT) || before.inside != unit.inside {
            return None;
        }
        let (at, form) = (1..u.len().min(16)).find_map(|k| {
            let says = |f: &&Form| {
                let cue = &self.lexicon.cues[f.cue as usize];
                cue.frames.quotation && cue.particle.as_ref().is_none_or(|p| self.particle_follows(u, k, p))
            };
            let fits = |f: &&Form| if k == 1 { f.forms.finite } else { f.forms.participle };
            self.forms(&u[k]).iter().filter(says).find(fits).map(|f| (k, *f))
        })?;
        if at > 1 && !u[1].is(Role::HAVE) {
            return None;
        }
        let s = self.phrase_right(u, self.skip_adverbs(u, 2), true)?;
        if at == 1 && u[s.end..].iter().any(|x| x.is(Role::THAT) || x.quote.is_some() || x.mark == ':')
            || at > 1 && s.end > at
        {
            return None;
        }
        let mut content = Vec::new();
        self.push_content(&before.items, 0..before.items.len(), &mut content);
        (!content.is_empty()).then(|| Draft {
            family: Family::Previous,
            unit: n,
            source: self.source_span(u, s),
            cue: self.span(&u[at..at + 1]),
            class: self.lexicon.cues[form.cue as usize].class.clone(),
            negated: false,
            nearer: None,
            deeper: None,
            relayed: false,
            last: false,
            content,
        })
    }

    /// "heeft het verlies bevestigd": what stands between auxiliary and participle, past the subject.
    fn between(&self, u: &[Item], aux: usize, hit: &Hit, draft: &Drafting) -> Option<Draft> {
        let left = self.left_subject(u, aux);
        let mut from = aux + 1;
        let source = match left {
            Some(s) => Some(s),
            None => {
                let s = self.phrase_right(u, self.skip_adverbs(u, from), false)?;
                from = s.end;
                Some(s)
            }
        };
        let mut to = hit.at;
        while to > from && u[to - 1].is(Role::ADVERB | Role::NEGATION) {
            to -= 1;
        }
        let from = self.skip_adverbs(u, from);
        (from < to).then(|| draft(Family::SourceCueNoun, source, &[from..to])).flatten()
    }

    /// "declined to say whether", "wilde niet bevestigen dat".
    fn refusal(&self, u: &[Item], hit: &Hit, sofar: &Sofar, draft: &Drafting) -> Option<Draft> {
        let before = hit.at.checked_sub(2)?;
        let refuses =
            self.forms(&u[before]).iter().any(|f| self.lexicon.cues[f.cue as usize].class == "refuse");
        if !refuses {
            return None;
        }
        let (start, opening) = self.opening(u, hit.at + 1, hit.cue.frames)?;
        let left = self.left_subject(u, before);
        let mut d = draft(Family::Refusal, left.clone(), &[start..self.border(u, start, opening, false)])?;
        if left.is_none() {
            d.source = sofar.source;
        }
        d.negated = true;
        Some(d)
    }

    /// "It was announced that …", "X is expected to …", "wordt verwacht dat …".
    fn passive(&self, u: &[Item], hit: &Hit, aux: usize, draft: &Drafting) -> Option<Draft> {
        let frames = hit.cue.frames;
        let agent =
            u[aux.min(hit.at)..].iter().take(20).position(|x| x.is(Role::BY)).map(|n| aux.min(hit.at) + n);
        let agent = agent.and_then(|b| self.phrase_right(u, b + 1, false)).filter(|s| !u[s.start].time);
        let subject = self.left_subject(u, aux.min(hit.group));
        let opening = self.opening(
            u,
            aux.max(hit.at) + 1,
            Frames { bare: false, noun: false, object: false, infinitive: true, ..frames },
        );
        match opening {
            Some((start, Opening::That | Opening::Question | Opening::Colon | Opening::Quote)) => {
                let to = self.border(u, start, Opening::That, false);
                draft(Family::PassiveClause, agent, &[start..to])
            }
            Some((start, Opening::Infinitive)) if frames.passive => {
                let s = subject?;
                let to = self.border(u, start, Opening::Infinitive, false);
                draft(Family::PassiveInfinitive, agent, &[s, start..to])
            }
            _ => None,
        }
    }

    /// The subject that ends left of the verb group, in the same clause.
    fn left_subject(&self, u: &[Item], verb: usize) -> Option<Range<usize>> {
        let mut floor = 0;
        for k in (0..verb).rev() {
            let x = &u[k];
            if x.is_end()
                || x.is_break() && x.mark != '(' && x.mark != ')'
                || x.quote.is_some_and(|q| self.is_speech(q))
            {
                floor = k + 1;
                break;
            }
            if verb - k > 60 {
                floor = k;
                break;
            }
        }
        let s = self.phrase_left(u, floor, verb)?;
        // A bare prepositional phrase is no subject.
        let preposition = s.start > floor
            && u[s.start - 1].is(Role::PREPOSITION | Role::JOIN)
            && !u[s.start - 1].is(Role::SUBORDINATOR);
        if preposition && !u[s.start].is(Role::PRONOUN) {
            return None;
        }
        Some(s)
    }

    /// A word that can end a noun phrase.
    fn near(&self, item: &Item) -> bool {
        let outside = Role::COORDINATOR | Role::SUBORDINATOR | Role::BY | Role::PREPOSITION | Role::JOIN;
        let quoted =
            item.quote.is_some_and(|q| !self.quotations[q as usize].inner.of(self.text()).ends_with(','));
        quoted || item.is_word() && !item.is(outside | Role::ADVERB | Role::TO)
    }

    /// The first noun phrase of the unit: what a later verb without a subject of its own shares.
    fn subject(&self, u: &[Item], before: usize) -> Option<Range<usize>> {
        let mut k = 0;
        while k < before.min(20) {
            k = self.skip_adverbs(u, k);
            let x = u.get(k)?;
            if x.is(Role::PREPOSITION | Role::JOIN) && !x.is(Role::PRONOUN) {
                let p = self.phrase_right(u, k + 1, false)?;
                k = p.end;
                if u.get(k).is_some_and(Item::is_comma) {
                    k += 1;
                }
                continue;
            }
            if let Some(p) = self.phrase_right(u, k, false)
                && p.end <= before
            {
                return Some(p);
            }
            k += 1;
        }
        None
    }

    /// The speech quotation that ends right before `at` (a comma between is allowed).
    fn speech_before(&self, u: &[Item], at: usize) -> Option<usize> {
        let mut k = at.checked_sub(1)?;
        while u[k].is_comma() || u[k].mark == '-' || u[k].mark == '–' || u[k].mark == '—' {
            k = k.checked_sub(1)?;
        }
        let q = u[k].quote?;
        let led = k + 1 < at
            || self.quotations[q as usize].inner.of(self.text()).ends_with([',', '?', '!', '.', '…']);
        (self.is_speech(q) || led).then_some(k)
    }

    /// The pieces of a quotation that a source clause interrupts: those before it, and those right after.
    fn quoted_pieces(&self, u: &[Item], last: usize, after: usize) -> Vec<Range<usize>> {
        let mut first = last;
        while first > 0 && u[first - 1].quote.is_some() {
            first -= 1;
        }
        let mut pieces = vec![];
        // Words before the quotation that belong to the same sentence: `The plan is "bad," she said.`
        let led = first == 0 || u[first - 1].mark == ':' || u[first - 1].is_end() || u[first - 1].is_comma();
        let from = if led { first } else { self.left_border(u, first) };
        if from == first {
            pieces.extend((first..=last).map(|k| k..k + 1));
        } else {
            pieces.push(from..last + 1);
        }
        let mut k = after;
        while u.get(k).is_some_and(|x| x.is_comma() || x.is_end() || x.mark == ':') {
            k += 1;
        }
        if k > after || u.get(k).is_some_and(|x| x.quote.is_some()) {
            while u.get(k).is_some_and(|x| x.quote.is_some()) {
                pieces.push(k..k + 1);
                k += 1;
            }
        }
        pieces
    }

    /// Past the source clause that closes or interrupts a sentence: the next comma, quotation or end.
    fn tail_end(&self, u: &[Item], at: usize) -> usize {
        u.iter()
            .skip(at)
            .position(|x| x.is_comma() || x.is_end() || x.quote.is_some() || x.mark == ';')
            .map_or(u.len(), |n| at + n)
    }

    /// Where content that ends at `end` begins: after the last break, or at the start of the unit.
    fn left_border(&self, u: &[Item], end: usize) -> usize {
        let mut k = end;
        let floor = end.saturating_sub(300);
        while k > floor {
            let x = &u[k - 1];
            if x.is_end() || x.mark == ';' {
                return k;
            }
            k -= 1;
        }
        k
    }

    /// Where the clause that holds `at` begins: after the nearest comma, break, conjunction or quotation.
    fn clause_start(&self, u: &[Item], at: usize) -> usize {
        let mut k = at;
        let floor = at.saturating_sub(40);
        while k > floor {
            let x = &u[k - 1];
            let conjunction = x.is(Role::SUBORDINATOR | Role::THAT | Role::COORDINATOR | Role::RELATIVE)
                && !x.is(Role::DETERMINER | Role::PRONOUN);
            if x.is_comma()
                || x.is_end()
                || x.is_break()
                || conjunction
                || x.quote.is_some_and(|q| self.is_speech(q))
            {
                return k;
            }
            k -= 1;
        }
        k
    }

    /// Whether the clause of a subject at `start` stands inside another (after "after", "who", "because").
    fn in_inner_clause(&self, u: &[Item], start: usize) -> bool {
        if u[start].is(Role::RELATIVE) && !u[start].is(Role::DETERMINER) {
            return true;
        }
        let at = self.clause_start(u, start);
        at > 0 && u[at - 1].is(Role::SUBORDINATOR | Role::RELATIVE) && !u[at - 1].is(Role::BREAK)
    }

    /// A source's words; for a relative pronoun the noun phrase before it, where the language has it so.
    pub(super) fn source_span(&self, u: &[Item], s: Range<usize>) -> Option<Span<Text>> {
        let mut s = s;
        if s.len() == 1 && self.antecedents && u[s.start].is(Role::RELATIVE) && s.start > 1 {
            let end = if u[s.start - 1].is_comma() { s.start - 1 } else { s.start };
            if let Some(a) = self.phrase_left(u, 0, end) {
                s = a;
            }
        }
        let mut to = s.end;
        while to > s.start + 1 && u[to - 1].mark != '\0' && u[to - 1].quote.is_none() && u[to - 1].mark != ')'
        {
            to -= 1;
        }
        self.span(&u[s.start..to])
    }
}
