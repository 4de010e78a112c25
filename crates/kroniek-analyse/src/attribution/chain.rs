//! Chains of sources: who told whom, from the nearest to the reader inwards.
//!
//! Three ways lead to one: a medium that was spoken to ("told AFP"), a source behind the source ("De Post, die zich
//! baseert op twee ambtenaren"; "Reuters kreeg van bronnen te horen"), and an attribution within another's content.

use super::draft::Draft;
use super::lexicon::Role;
use super::unit::{Item, Report};
use kroniek_model::{SourceKind, SourceMention, Span, Text};

/// How many items after a cue or source are looked at.
const NEAR: usize = 14;

/// How many attributions before one may hold it.
const HOLDERS: usize = 12;

impl Report<'_> {
    /// Fills in who stands before and behind the sources of a unit's drafts.
    pub(super) fn link_sources(&self, u: &[Item], drafts: &mut [Draft]) {
        for d in drafts {
            let Some(source) = d.source else { continue };
            let Some(cue) = d.cue else { continue };
            let from = self.item_at(u, cue.end().min(source.start()));
            let start = self.item_at(u, cue.end());
            d.nearer = self.addressed(u, start).filter(|s| !s.overlaps(source));
            if d.relayed {
                if let Some(deeper) = self.told_by(u, start).filter(|s| !s.overlaps(source)) {
                    d.nearer = Some(source);
                    d.source = Some(deeper);
                }
            } else {
                d.deeper = self.leans_on(u, from, source).filter(|&s| s != source);
            }
        }
    }

    /// First item that ends after a byte.
    fn item_at(&self, u: &[Item], at: u32) -> usize {
        u.partition_point(|x| self.token(x.tokens.1 - 1).span.end() <= at)
    }

    /// The medium spoken to: "told AFP", "zegt X tegen AFP".
    fn addressed(&self, u: &[Item], start: usize) -> Option<Span<Text>> {
        for k in start..u.len().min(start + NEAR) {
            let x = &u[k];
            if x.is_end() || x.quote.is_some() || x.mark == ':' || x.is(Role::THAT) && !x.is(Role::DETERMINER)
            {
                return None;
            }
            let direct = k == start && x.capital;
            if !(direct || x.is(Role::ADDRESSEE)) {
                continue;
            }
            let s = self.phrase_right(u, if direct { k } else { k + 1 }, false)?;
            let medium =
                |i: &Item| i.is_word() && self.lexicon.kind(self.norm(i)) == Some(SourceKind::Medium);
            if u[s.clone()].iter().any(medium) {
                return self.source_span(u, s);
            }
        }
        None
    }

    /// "heard from X", "kreeg van X te horen": whoever told.
    fn told_by(&self, u: &[Item], start: usize) -> Option<Span<Text>> {
        let ahead = u.iter().enumerate().skip(start).take(NEAR);
        let mut clause = ahead.take_while(|(_, x)| !x.is_end() && x.quote.is_none() && !x.is(Role::THAT));
        let k = clause.find(|(_, x)| x.is(Role::FROM)).map(|(k, _)| k)?;
        let s = self.phrase_right(u, k + 1, false)?;
        self.source_span(u, s)
    }

    /// "…, die zich baseert op X", "…, citing X": whom the source itself leans on.
    fn leans_on(&self, u: &[Item], from: usize, source: Span<Text>) -> Option<Span<Text>> {
        let word = |k: usize| u.get(k).filter(|x| x.is_word()).map(|x| self.norm(x));
        let end = self.item_at(u, source.end()) + NEAR;
        for k in from..u.len().min(end) {
            let Some((len, ())) = self.lexicon.leans.longest_at(k, word) else { continue };
            let s = self.phrase_right(u, k + len, false)?;
            let speaks = u[s.clone()].iter().any(|x| self.heads_source(x) || self.ends_name(x));
            return if speaks { self.source_span(u, s) } else { None };
        }
        None
    }

    /// The chain of draft number `i`: of the attribution that holds its cue, then its own; empty for a single source.
    pub(super) fn chain(&self, drafts: &[Draft], i: usize) -> Vec<SourceMention> {
        let mut spans: Vec<Span<Text>> = Vec::new();
        self.chain_spans(drafts, i, 0, &mut spans);
        spans.dedup();
        if spans.len() < 2 { Vec::new() } else { spans.into_iter().map(|s| self.whom(s)).collect() }
    }

    fn chain_spans(&self, drafts: &[Draft], i: usize, depth: usize, out: &mut Vec<Span<Text>>) {
        let d = &drafts[i];
        let first = i.saturating_sub(HOLDERS);
        let last = (i + HOLDERS).min(drafts.len());
        let holds = |k: &usize| {
            let inside = |c: &Span<Text>| d.cue.is_some_and(|q| c.contains(q));
            *k != i && drafts[*k].content.iter().any(inside) && drafts[*k].content != d.content
        };
        let size = |k: &usize| drafts[*k].content.iter().map(|c| c.len()).sum::<u32>();
        if depth < 3
            && let Some(k) = (first..last).filter(holds).min_by_key(|k| (size(k), *k))
        {
            self.chain_spans(drafts, k, depth + 1, out);
        }
        out.extend(d.nearer);
        out.extend(d.source);
        out.extend(d.deeper);
    }
}
