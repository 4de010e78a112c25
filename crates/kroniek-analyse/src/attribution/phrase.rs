//! Attributions that a fixed phrase makes: "according to X", "aldus X", "naar verluidt", "reports that".

use super::Families;
use super::content::Opening;
use super::draft::{Draft, Family};
use super::lexicon::{PhraseKind, Role};
use super::unit::{Item, Report, Unit};
use super::verb::Sofar;
use smol_str::SmolStr;
use std::ops::Range;

impl Report<'_> {
    /// All attributions that fixed phrases and nouns of a unit make.
    pub(super) fn phrases(
        &self,
        n: u32,
        unit: &Unit,
        on: &Families,
        sofar: &mut Sofar,
        out: &mut Vec<Draft>,
    ) {
        let u = &unit.items;
        for at in 0..u.len() {
            let found = match u[at].phrase {
                Some((len, kind)) => self.fixed(n, u, at, len as usize, kind, on),
                None => self.noun_clause(n, u, at, on),
            };
            if let Some(draft) = found {
                for q in u.iter().filter_map(|x| x.quote) {
                    let outer = self.quotations[q as usize].outer;
                    if draft.content.iter().any(|c| c.overlaps(outer)) {
                        sofar.quoted.push(q);
                    }
                }
                sofar.source = draft.source.or(sofar.source);
                out.push(draft);
            }
        }
    }

    fn fixed(
        &self,
        n: u32,
        u: &[Item],
        at: usize,
        len: usize,
        kind: PhraseKind,
        on: &Families,
    ) -> Option<Draft> {
        let end = at + len;
        let word = |k: usize| u.get(k).filter(|x| x.is_word()).map(|x| self.norm(x));
        let class = self.lexicon.phrases.longest_at(at, word).map(|(_, p)| p.class.clone())?;
        let draft = |family: Family, source: Option<Range<usize>>, content: &[Range<usize>]| {
            let mut spans = Vec::new();
            for c in content {
                self.push_content(u, c.clone(), &mut spans);
            }
            (on.has(family) && !spans.is_empty()).then(|| Draft {
                source: source.and_then(|s| self.source_span(u, s)),
                cue: self.span(&u[at..end]),
                ..Draft::new(family, n, class.clone(), spans)
            })
        };
        match kind {
            PhraseKind::According | PhraseKind::Closing => {
                let s = self.phrase_right(u, end, true)?;
                if u[s.clone()].iter().any(|x| x.is_word() && self.lexicon.no_source(self.norm(x))) {
                    return None;
                }
                let family = if kind == PhraseKind::According { Family::According } else { Family::Closing };
                let content = self.around(u, at, s.end, kind);
                draft(family, Some(s), &content)
            }
            PhraseKind::Hearsay => {
                let from = self.inner_start(u, at);
                let to = self.border(u, end, Opening::Bare, true);
                draft(Family::HearsayPhrase, None, &[from..at, end..to])
            }
            PhraseKind::Impersonal => {
                let k = self.skip_adverbs(u, end);
                let start = if u.get(k)?.is(Role::THAT) { k + 1 } else { k };
                draft(Family::Impersonal, None, &[start..self.border(u, start, Opening::That, false)])
            }
        }
    }

    /// The content around "according to X": after it where it opens its clause, before it where it closes one, both
    /// where it interrupts.
    fn around(&self, u: &[Item], at: usize, end: usize, kind: PhraseKind) -> Vec<Range<usize>> {
        let (from, _) = self.clause_around(u, at);
        let before = from..at;
        let words = u[before.clone()].iter().filter(|x| x.is_word() || x.quote.is_some()).count();
        let adverbs = u[before.clone()]
            .iter()
            .filter(|x| x.is(Role::ADVERB | Role::COORDINATOR | Role::SUBORDINATOR) || x.time)
            .count();
        let rest = u[end..]
            .iter()
            .take_while(|x| !x.is_end() && x.mark != ';')
            .filter(|x| x.is_word() || x.quote.is_some())
            .count();
        let after = end..self.border(u, end, Opening::Bare, false);
        if kind == PhraseKind::Closing {
            return self.before_closing(u, at);
        }
        if words <= adverbs {
            return vec![after];
        }
        let comma_before = at > 0 && (u[at - 1].is_comma() || u[at - 1].quote.is_some());
        let comma_after = u[end.saturating_sub(1)].is_comma() || u.get(end).is_some_and(Item::is_comma);
        if rest == 0 || comma_before && !comma_after && rest < 4 {
            return self.before_closing(u, at);
        }
        if comma_before && !comma_after {
            return self.before_closing(u, at);
        }
        vec![self.inner_start(u, at)..at, after]
    }

    /// Everything of the sentence before a closing phrase; quotations as they are.
    fn before_closing(&self, u: &[Item], at: usize) -> Vec<Range<usize>> {
        let (from, _) = self.clause_around(u, at);
        let quotes = u[from..at].iter().all(|x| x.quote.is_some() || x.mark != '\0');
        if quotes {
            return (from..at).filter(|&k| u[k].quote.is_some()).map(|k| k..k + 1).collect();
        }
        vec![from..at]
    }

    /// Where the innermost clause around `at` begins: after a relative pronoun or conjunction, or at the sentence's start.
    fn inner_start(&self, u: &[Item], at: usize) -> usize {
        let (from, _) = self.clause_around(u, at);
        for k in (from..at).rev() {
            let x = &u[k];
            let opens = x.is(Role::RELATIVE | Role::SUBORDINATOR | Role::THAT) && !x.is(Role::ADVERB);
            if opens && (k == from || u[k - 1].is_comma() || !x.is(Role::DETERMINER | Role::PREPOSITION)) {
                return k + 1;
            }
            if x.is_comma() && self.has_verb(u, from + 1..k) && self.has_verb(u, k + 1..at) {
                return k + 1;
            }
        }
        from
    }

    /// The sentence around an item: from the last hard break to the next.
    fn clause_around(&self, u: &[Item], at: usize) -> (usize, usize) {
        let hard = |x: &Item| x.is_end() || matches!(x.mark, ';' | ':' | '(' | ')');
        let floor = at.saturating_sub(300);
        let from = u[floor..at].iter().rposition(hard).map_or(floor, |n| floor + n + 1);
        let to = u.iter().skip(at).take(300).position(hard).map_or((at + 300).min(u.len()), |n| at + n);
        (from, to)
    }

    /// "reports that …": a noun of saying with a clause.
    fn noun_clause(&self, n: u32, u: &[Item], at: usize, on: &Families) -> Option<Draft> {
        if !on.has(Family::NounClause) || !u[at].is_word() {
            return None;
        }
        let class: &SmolStr = self.lexicon.nouns.get(self.norm(&u[at]))?;
        let that = u.get(at + 1)?;
        if !that.is(Role::THAT)
            || self.forms(&u[at]).iter().any(|f| f.forms.finite) && self.may_start_verb(u, at)
        {
            return None;
        }
        let start = at + 2;
        let relative = u.get(start).is_some_and(|x| self.is_finite(x) && !x.is(Role::DETERMINER));
        if relative {
            return None;
        }
        let mut content = Vec::new();
        self.push_content(u, start..self.border(u, start, Opening::That, false), &mut content);
        let left = self.phrase_left(u, 0, at + 1)?;
        let possessive = u[left.start..at].iter().position(|x| x.is_word() && matches!(self.norm(x), "'s"));
        let source = possessive.map(|k| left.start..left.start + k).filter(|r| !r.is_empty());
        (!content.is_empty()).then(|| Draft {
            source: source.and_then(|s| self.source_span(u, s)),
            cue: self.span(&u[at..at + 1]),
            ..Draft::new(Family::NounClause, n, class.clone(), content)
        })
    }

    fn may_start_verb(&self, u: &[Item], at: usize) -> bool {
        at > 0 && (u[at - 1].is(Role::PRONOUN) && !u[at - 1].is(Role::DETERMINER) || u[at - 1].capital)
    }
}
