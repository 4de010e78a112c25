//! Attributions without a cue verb: hearsay modals, quotations that continue the last speaker, speaker labels.

use super::Families;
use super::draft::{Draft, Family};
use super::lexicon::{Form, Role};
use super::quotation::Quotation;
use super::unit::{Item, Report, Unit, tokens_in};
use kroniek_model::{Morph, Span, Text};

/// A speaker who may go on in the next quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaker {
    pub(super) source: Span<Text>,
    pub(super) paragraph: u32,
    /// Where its last quotation or clause ended.
    pub(super) end: u32,
    /// Index of the draft whose quotation it was.
    pub(super) draft: usize,
}

/// How many paragraphs a speaker may be silent and still own the next quotation.
const SILENCE: u32 = 2;

/// Longest opening mark with white space behind it, in bytes.
const MARK: u32 = 8;

impl Report<'_> {
    /// "X zou zich hebben overgegeven": a hearsay modal in a clause without a condition.
    pub(super) fn hearsay_modal(
        &self,
        n: u32,
        unit: &Unit,
        on: &Families,
        after_source: bool,
        out: &mut Vec<Draft>,
    ) {
        let u = &unit.items;
        if !on.has(Family::HearsayModal) || unit.inside.is_some() {
            return;
        }
        for at in 0..u.len() {
            if !u[at].is(Role::HEARSAY) {
                continue;
            }
            let (from, to) = self.clause_of(u, at);
            let clause = &u[from..to];
            let perfect = clause.iter().enumerate().any(|(k, x)| from + k > at && x.is(Role::PERFECT));
            let unreal = u.iter().enumerate().any(|(k, x)| {
                x.is(Role::UNREAL) && (!x.is(Role::SUBORDINATOR) || k == 0 || u[k - 1].is_comma())
            });
            let subordinate = from > 0 && u[from - 1].is(Role::SUBORDINATOR);
            let told = after_source && clause.len() > 4 && !self.ahead(clause);
            if !(perfect || told) || unreal || subordinate {
                continue;
            }
            let Some(cue) = self.span(&u[at..at + 1]) else { continue };
            let inside = |d: &Draft| d.unit == n && d.content.iter().any(|c| c.contains(cue));
            if out.iter().rev().take_while(|d| d.unit == n).any(inside) {
                continue;
            }
            let mut content = Vec::new();
            self.push_content(u, from..at, &mut content);
            self.push_content(u, at + 1..to, &mut content);
            if !content.is_empty() {
                out.push(Draft {
                    cue: Some(cue),
                    ..Draft::new(Family::HearsayModal, n, self.lexicon.classes.hearsay(), content)
                });
            }
        }
    }

    /// Whether a clause speaks of a time to come, so that its modal is a future in the past.
    fn ahead(&self, clause: &[Item]) -> bool {
        clause.iter().any(|x| x.is(Role::PASSIVE))
    }

    fn clause_of(&self, u: &[Item], at: usize) -> (usize, usize) {
        let floor = at.saturating_sub(60);
        let hard = |x: &Item| {
            x.is_end() || x.is_comma() || x.is_break() || x.is(Role::SUBORDINATOR) && !x.is(Role::ADVERB)
        };
        let from = u[floor..at].iter().rposition(hard).map_or(floor, |k| floor + k + 1);
        let to = u.iter().skip(at + 1).take(60).position(hard).map_or((at + 60).min(u.len()), |k| at + 1 + k);
        (from, to)
    }

    /// Quotations of a unit that no cue claims: they go on with the last speaker.
    pub(super) fn floating(
        &self,
        n: u32,
        unit: &Unit,
        on: &Families,
        claimed: &[u32],
        last: Option<Speaker>,
        out: &mut Vec<Draft>,
    ) -> Option<Speaker> {
        let u = &unit.items;
        if unit.inside.is_some() || !on.has(Family::Floating) {
            return last;
        }
        let mut last = last;
        for (k, item) in u.iter().enumerate() {
            let Some(q) = item.quote else { continue };
            if claimed.contains(&q) || !self.is_speech(q) {
                continue;
            }
            if let Some(source) = self.beside(u, k) {
                let inner = self.quotations[q as usize].inner;
                out.push(Draft {
                    source: Some(source),
                    ..Draft::new(Family::Speaker, n, self.lexicon.classes.default(), vec![inner])
                });
                let end = self.quotations[q as usize].outer.end();
                last = Some(Speaker { source, paragraph: unit.paragraph, end, draft: out.len() - 1 });
                continue;
            }
            if !self.stands_alone(u, k) {
                continue;
            }
            let inner = self.quotations[q as usize].inner;
            let Some(speaker) = last.filter(|s| unit.paragraph.saturating_sub(s.paragraph) <= SILENCE) else {
                continue;
            };
            let outer = self.quotations[q as usize].outer;
            let gap = self.text().get(speaker.end as usize..outer.start() as usize).unwrap_or("");
            let near = gap.trim().len() <= 1 && gap.len() < 8;
            let direct = matches!(
                out[speaker.draft].family,
                Family::QuoteCueSource
                    | Family::QuoteSourceCue
                    | Family::SourceCueQuote
                    | Family::Floating
                    | Family::Closing
                    | Family::Participle
            );
            if near && direct && out[speaker.draft].content.len() < 8 || self.quotations[q as usize].continues
            {
                out[speaker.draft].content.push(inner);
            } else {
                out.push(Draft {
                    source: Some(speaker.source),
                    ..Draft::new(Family::Floating, n, self.lexicon.classes.default(), vec![inner])
                });
                last = Some(Speaker { draft: out.len() - 1, ..speaker });
            }
            last = last.map(|s| Speaker { paragraph: unit.paragraph, end: outer.end(), ..s });
        }
        last
    }

    /// A source beside a quotation without a verb: "X, head of Y: …" before it, or "…, X, head of Y." after it.
    fn beside(&self, u: &[Item], at: usize) -> Option<Span<Text>> {
        let names = |r: &std::ops::Range<usize>| {
            u[r.clone()].iter().any(|x| self.ends_name(x) || self.heads_source(x))
        };
        if at > 1 && u[at - 1].mark == ':' {
            let start = u[..at - 1].iter().rposition(|x| x.mark == ':' || x.is_end()).map_or(0, |k| k + 1);
            let label = start..at - 1;
            let verb = u[label.clone()].iter().any(|x| self.is_finite(x) && !x.capital);
            return (label.len() <= 25 && !verb && names(&label))
                .then(|| self.source_span(u, label))
                .flatten();
        }
        let after = self.skip_adverbs(u, at + 1);
        let after = if u.get(after)?.is_comma() { after + 1 } else { after };
        let s = self.phrase_right(u, after, true)?;
        let closes = u.get(s.end).is_none_or(Item::is_end);
        (at == 0 && closes && names(&s)).then(|| self.source_span(u, s)).flatten()
    }

    /// Whether a quotation is a sentence of its own in its unit.
    fn stands_alone(&self, u: &[Item], at: usize) -> bool {
        let before = at == 0 || u[at - 1].is_end() || u[at - 1].quote.is_some() || u[at - 1].mark == ':';
        let after = u
            .get(at + 1)
            .is_none_or(|x| x.is_end() || x.quote.is_some() || x.is_comma() && at + 2 >= u.len());
        before && after
    }

    /// "PENCE: …", "Q: …": a label in capitals before a colon.
    pub(super) fn speaker_label(&self, n: u32, unit: &Unit, on: &Families, out: &mut Vec<Draft>) -> bool {
        let u = &unit.items;
        if !on.has(Family::Speaker) || unit.inside.is_some() {
            return false;
        }
        let Some(colon) = u.iter().take(6).position(|x| x.mark == ':') else { return false };
        let label = colon > 0
            && u[..colon].iter().all(|x| {
                let word = x.is_word().then(|| self.token(x.tokens.0).span.of(self.text()));
                word.is_some_and(|w| w.chars().any(char::is_alphabetic) && !w.chars().any(char::is_lowercase))
            });
        if !label {
            return false;
        }
        let mut content = Vec::new();
        self.push_content(u, colon + 1..u.len(), &mut content);
        if content.is_empty() {
            return false;
        }
        out.push(Draft {
            source: self.span(&u[..colon]),
            cue: self.span(&u[colon..colon + 1]),
            ..Draft::new(Family::Speaker, n, self.lexicon.classes.default(), content)
        });
        true
    }

    /// A quotation that stands alone, has no speaker and says itself whose words it is: “The council declares …”.
    pub(super) fn declarations(&self, units: &[Unit], on: &Families, drafts: &mut Vec<Draft>) {
        if !on.has(Family::Declaration) {
            return;
        }
        let told = self.told(drafts);
        let mut declared = Vec::new();
        for d in drafts.iter() {
            let (Some(source), Some(cue)) = (d.source, d.cue) else { continue };
            let Some(q) = units.get(d.unit as usize).and_then(|u| u.inside) else { continue };
            let inner = self.quotations[q as usize].inner;
            let opens = inner.start() == source.start() && self.quotations[q as usize].depth == 0;
            let token = &self.a.tokens[tokens_in(&self.a.tokens, cue).start];
            let declares = |f: &Form| self.lexicon.cues[f.cue as usize].frames.declares && f.forms.finite;
            let says = self.lexicon.forms(&token.norm).iter().any(declares) && !token.morph.has(Morph::PAST);
            if !opens || !says || told[q as usize] {
                continue;
            }
            let whole = Draft::new(Family::Declaration, d.unit, d.class.clone(), vec![inner]);
            let (source, cue) = (Some(source), Some(cue));
            declared.push(Draft { source, cue, ..whole });
        }
        // Whoever spoke before does not go on in it.
        let theirs = |d: &Draft| {
            let same = |o: &Draft| o.content == d.content;
            d.family == Family::Floating && declared.iter().any(same)
        };
        if !declared.is_empty() {
            drafts.retain(|d| !theirs(d));
        }
        drafts.append(&mut declared);
    }

    /// Which quotations are content of somebody who speaks outside them.
    fn told(&self, drafts: &[Draft]) -> Vec<bool> {
        let mut told = vec![false; self.quotations.len()];
        for d in drafts.iter().filter(|d| d.family != Family::Floating) {
            let Some(outside) = d.cue.or(d.source) else { continue };
            for c in &d.content {
                // The content of a quotation begins right after its mark.
                let first =
                    self.quotations.partition_point(|q| q.outer.start() < c.start().saturating_sub(MARK));
                let inside = |q: &&Quotation| q.outer.start() < c.end();
                for (k, q) in self.quotations.iter().enumerate().skip(first).take_while(|(_, q)| inside(q)) {
                    told[k] |= q.inner.overlaps(*c) && !q.inner.contains(outside);
                }
            }
        }
        told
    }
}
