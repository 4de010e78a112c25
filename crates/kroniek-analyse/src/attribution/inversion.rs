//! Subjects behind their verb: "Gisteren zei X dat …", "…, zegt X.", "Dat zegt X."

use super::Families;
use super::content::Opening;
use super::draft::{Draft, Family};
use super::lexicon::{Form, Role};
use super::unit::{Item, Report, Unit};
use super::usage::{Hit, Use};
use super::verb::Drafting;

impl Report<'_> {
    /// "Gisteren zei X dat …", "Vrijdag heeft X aangekondigd dat …", "…, zegt X."
    pub(super) fn inverted(&self, u: &[Item], hit: &Hit, on: &Families, draft: &Drafting) -> Option<Draft> {
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
                || segment.len() == 1 && x.is(Role::THAT) && opener > 0 && u[opener - 1].is(Role::COORDINATOR)
        });
        if closed || !leads {
            return None;
        }
        // "zei hij en voegde eraan toe": the second verb shares the subject.
        if segment.is_empty() && opener > 0 && u[opener - 1].is(Role::COORDINATOR) {
            return None;
        }
        // "X, head of Y, heeft …": the comma closes an apposition, not a clause.
        let closes = self.closes_as_verb(u, hit.at);
        if group > 0 && u[group - 1].is_comma() && !closes && self.left_subject(u, group).is_some() {
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
            source: self.source_span(u, s),
            cue: self.span(&u[at..at + 1]),
            ..Draft::new(Family::Previous, n, self.lexicon.cues[form.cue as usize].class.clone(), content)
        })
    }
}
