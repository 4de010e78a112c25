//! Attributions that a reporting verb makes: its form, its subject, its content.

use super::Families;
use super::content::Opening;
use super::draft::{Draft, Family};
use super::lexicon::{Form, Frames, Role};
use super::unit::{Item, Report, Unit};
use super::usage::{Hit, Use};
use kroniek_model::{Span, Text};
use std::ops::Range;

/// Makes a draft of one cue from a family, a source and pieces of content.
pub(super) type Drafting<'d> = dyn Fn(Family, Option<Range<usize>>, &[Range<usize>]) -> Option<Draft> + 'd;

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
                self.lexicon.classes.get(&cue.class).skipped
                    && cue.particle.as_ref().is_none_or(|p| self.particle_follows(u, at, p))
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

    pub(super) fn attribute(
        &self,
        n: u32,
        u: &[Item],
        hit: &Hit,
        on: &Families,
        sofar: &Sofar,
    ) -> Option<Draft> {
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
                source,
                cue: self.span(&u[hit.at..hit.at + 1]),
                negated: hit.negated,
                relayed: frames.from,
                last: frames.last,
                ..Draft::new(family, n, hit.cue.class.clone(), spans)
            })
        };
        match hit.kind {
            Use::Ing => return self.participle(u, hit, end, sofar, &draft),
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
            && !matches!(
                self.opening(u, end, frames),
                Some((at, Opening::That)) if !u[end..at].iter().any(Item::is_comma)
            )
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
    pub(super) fn asked_for(
        &self,
        u: &[Item],
        hit: &Hit,
        start: usize,
        opening: Opening,
    ) -> (usize, Opening) {
        if opening != Opening::Noun || !self.lexicon.classes.get(&hit.cue.class).request {
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
}
