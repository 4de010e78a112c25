//! Who says what: quotations, cues, sources and contents (PARC, PolNeAR), each rated for its source (FactBank).
//!
//! Quotation marks are tracked first. Then the text becomes [`mod@unit`]s in which a quotation is one item, and families of
//! patterns ([`draft::Family`]) look at the items: verbs of reporting, fixed phrases, hearsay, quotations that go on with
//! the last speaker. A language turns families on in its rule files and gives the words; nothing here knows a language.

#![allow(clippy::single_range_in_vec_init, reason = "a content of one piece is a list of one range")]

mod chain;
mod class;
mod content;
mod draft;
mod inversion;
mod lexicon;
mod participle;
mod passive;
mod phrase;
mod place;
mod quotation;
mod rating;
mod rule;
mod source;
mod unit;
mod unsaid;
mod usage;
mod verb;
mod whom;

use crate::certainty;
pub(crate) use class::Classes;
use draft::{Draft, Family};
use kroniek_lang::{Error, Pack};
use kroniek_model::{Analysis, Attribution, Cue, Message, Notice, SourceMention};
use lexicon::Lexicon;
use rule::Families;
use unit::Report;
use unsaid::Speaker;
use verb::Sofar;

/// The layer's rules for one language.
pub struct Rules {
    lexicon: Lexicon,
    families: Families,
    certainties: certainty::Rules,
}

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        Ok(Rules {
            lexicon: Lexicon::compile(common, pack)?,
            families: Families::compile(pack)?,
            certainties: certainty::Rules::compile(common, pack)?,
        })
    }

    /// Finds who says what, and what is odd about the quotation marks.
    pub fn find(&self, a: &mut Analysis) {
        let prose = |at: usize| a.report.region_at(at as u32).is_prose();
        let (quotations, unpaired) = quotation::track(&a.report.text, prose, &self.lexicon.contractions);
        let antecedents = self.families.has(Family::Antecedent);
        let report = Report::new(a, &self.lexicon, antecedents, quotations);
        let drafts = self.drafts(&report);
        let mut found = self.finish(&report, &drafts);
        found.sort_by_key(|x| {
            let first = x.content.first().map_or((0, 0), |c| (c.start(), c.end()));
            (first, x.cue.as_ref().map(|c| c.span))
        });
        a.attributions = found;
        a.notices.extend(unpaired.into_iter().map(|span| {
            let message =
                Message::new("attribution.unpaired-quotation").with("mark", span.of(&a.report.text));
            Notice { message, span: Some(span) }
        }));
    }

    fn drafts(&self, report: &Report) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut speaker: Option<Speaker> = None;
        let units = report.units();
        for (n, unit) in units.iter().enumerate() {
            let before = n.checked_sub(1).map(|b| &units[b]);
            let n = n as u32;
            let mut sofar = Sofar { before: speaker.map(|s| s.source), ..Sofar::default() };
            let first = drafts.len();
            if report.speaker_label(n, unit, &self.families, &mut drafts) {
                continue;
            }
            if let Some(draft) = before.and_then(|b| report.previous(n, unit, b, &self.families)) {
                let source = draft.source;
                drafts.push(draft);
                if let Some(source) = source {
                    let end = unit.items.last().map_or(0, |x| a_end(report, x));
                    speaker =
                        Some(Speaker { source, paragraph: unit.paragraph, draft: drafts.len() - 1, end });
                }
                continue;
            }
            report.verbs(n, unit, &self.families, &mut sofar, &mut drafts);
            report.phrases(n, unit, &self.families, &mut sofar, &mut drafts);
            drop_doubles(&mut drafts, first);
            let told = speaker.is_some_and(|s| s.paragraph == unit.paragraph);
            report.link_sources(&unit.items, &mut drafts[first..]);
            report.hearsay_modal(n, unit, &self.families, told, &mut drafts);
            if unit.inside.is_some() {
                drop_first_person(report, &mut drafts, first);
                continue;
            }
            for (i, d) in drafts.iter().enumerate().skip(first) {
                if let Some(source) = d.source {
                    let end = unit.items.last().map_or(0, |x| a_end(report, x));
                    speaker = Some(Speaker { source, paragraph: unit.paragraph, draft: i, end });
                }
            }
            speaker = report.floating(n, unit, &self.families, &sofar.quoted, speaker, &mut drafts);
        }
        report.declarations(&units, &self.families, &mut drafts);
        drafts
    }

    fn finish(&self, report: &Report, drafts: &[Draft]) -> Vec<Attribution> {
        let mut sources: Vec<SourceMention> = Vec::new();
        let mut found = Vec::with_capacity(drafts.len());
        let mut last: Option<(u32, SourceMention)> = None;
        for (i, draft) in drafts.iter().enumerate() {
            let source = draft.source.map(|span| {
                let mut s = report.whom(span);
                if s.entity.is_none()
                    && let Some((entity, kind)) = report.antecedent(span, &sources)
                {
                    (s.entity, s.kind) = (Some(entity), kind);
                }
                s
            });
            sources.extend(source.clone());
            // Hearsay right after somebody's words is probably theirs; shown as inferred, never as fact.
            let near = last.as_ref().filter(|(unit, _)| draft.unit.saturating_sub(*unit) <= 1);
            let inferred = near.filter(|_| source.is_none()).map(|(_, s)| s.clone());
            if let Some(s) = source.clone().or(inferred.clone()) {
                last = Some((draft.unit, s));
            }
            let quote_type = report.quote_type(draft);
            let rating = report.rate(draft, quote_type, &self.certainties);
            found.push(Attribution {
                source,
                inferred_source: inferred,
                cue: draft.cue.map(|span| Cue { span, class: draft.class.clone() }),
                content: draft.content.clone(),
                quote_type,
                certainty: rating.certainty,
                polarity: rating.polarity,
                stance: rating.stance,
                chain: report.chain(drafts, i),
                rule: self.families.id(draft.family),
            });
        }
        found
    }
}

/// Of two attributions of one content the verb's stays: "said in a statement that".
fn drop_doubles(drafts: &mut Vec<Draft>, from: usize) {
    let mut i = from;
    while i < drafts.len() {
        let noun = drafts[i].family == Family::NounClause;
        let start = drafts[i].content.first().map(|c| c.start());
        let other =
            |d: &Draft| d.family != Family::NounClause && d.content.first().map(|c| c.start()) == start;
        if noun && drafts[from..].iter().any(other) {
            drafts.remove(i);
        } else {
            i += 1;
        }
    }
}

/// Where an item ends in the text.
fn a_end(report: &Report, item: &unit::Item) -> u32 {
    report.token(item.tokens.1 - 1).span.end()
}

/// "I think" within somebody's own words is part of those words, not a report of its own.
fn drop_first_person(report: &Report, drafts: &mut Vec<Draft>, from: usize) {
    let mut i = from;
    while i < drafts.len() {
        let first = drafts[i].source.is_none_or(|s| {
            let tokens = &report.a.tokens[unit::tokens_in(&report.a.tokens, s)];
            tokens.len() == 1 && report.lexicon.role(&tokens[0].norm).any(lexicon::Role::FIRST)
        });
        if first {
            drafts.remove(i);
        } else {
            i += 1;
        }
    }
}

#[cfg(test)]
mod tests;
