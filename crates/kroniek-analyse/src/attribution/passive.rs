//! Cues without a plain subject and object: passives, refusals, content between auxiliary and participle.

use super::content::Opening;
use super::draft::{Draft, Family};
use super::lexicon::{Frames, Role};
use super::unit::{Item, Report};
use super::usage::Hit;
use super::verb::{Drafting, Sofar};

impl Report<'_> {
    /// "heeft het verlies bevestigd": what stands between auxiliary and participle, past the subject.
    pub(super) fn between(&self, u: &[Item], aux: usize, hit: &Hit, draft: &Drafting) -> Option<Draft> {
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
    pub(super) fn refusal(&self, u: &[Item], hit: &Hit, sofar: &Sofar, draft: &Drafting) -> Option<Draft> {
        let before = hit.at.checked_sub(2)?;
        let refuses = self
            .forms(&u[before])
            .iter()
            .any(|f| self.lexicon.classes.get(&self.lexicon.cues[f.cue as usize].class).refusal);
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
    pub(super) fn passive(&self, u: &[Item], hit: &Hit, aux: usize, draft: &Drafting) -> Option<Draft> {
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
                let inner = self.in_inner_clause(u, s.start);
                let to = self.border(u, start, Opening::Infinitive, inner);
                draft(Family::PassiveInfinitive, agent, &[s, start..to])
            }
            _ => None,
        }
    }
}
