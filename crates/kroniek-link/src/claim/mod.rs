//! Claim groups, relations, figure series and predictions.
//!
//! [`statement`] puts all statements in one list; [`sense`] reads their words as concepts that languages share
//! ([`lexicon`]); [`measure`] tells what each figure measures and [`series`] follows one quantity through the reports;
//! [`align`] finds which may speak of
//! the same thing, [`relate`] says how they stand to one another, and [`group`] joins what belongs together.

mod align;
mod group;
mod lexicon;
mod measure;
mod relate;
mod sense;
mod series;
mod statement;
#[cfg(test)]
mod tests;

use crate::Digest;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Evidence, Linked, Relation, StatementIx};
use lexicon::{Cues, Lexicon};
use rustc_hash::FxHashMap;

/// The stage's rules.
pub struct Rules {
    lexicon: Lexicon,
}

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(packs: &Packs) -> Result<Self, Error> {
        Ok(Rules { lexicon: Lexicon::compile(packs)? })
    }

    /// Fills the statements, groups, relations, figures and predictions.
    pub fn find(&self, origins: &crate::origin::Rules, digests: &[Digest], linked: &mut Linked) {
        let from = statement::collect(digests, linked);
        origins.of_statements(digests, linked);
        let senses = sense::senses(&self.lexicon, digests, &from, &linked.statements);
        let reader =
            measure::Reader { lexicon: &self.lexicon, digests, linked, from: &from, senses: &senses };
        let measures = reader.read();
        let whole = sense::sentences(&self.lexicon, digests, &from, &senses);
        let previous: Vec<series::Prior> = (0..senses.len())
            .map(|i| {
                if sense::said_before(&self.lexicon, digests, &from[i], &senses[i]) {
                    series::Prior::Said
                } else if senses[i].cue().has(Cues::PREVIOUS) {
                    series::Prior::IfDated
                } else {
                    series::Prior::No
                }
            })
            .collect();
        let denied = statement::denied_sentences(linked);
        let wrong: Vec<bool> = (0..senses.len()).map(|i| names_old_figure(whole[i], denied[i])).collect();
        let series = series::series(&self.lexicon.shared, linked, &measures, &previous, &wrong);
        let copied = copied(linked);
        let ground = relate::Ground {
            lexicon: &self.lexicon,
            digests,
            linked,
            senses: &senses,
            measures: &measures,
            copied: &copied,
            from: &from,
            denied: &denied,
        };
        let mut relations = Vec::new();
        for s in &series {
            relate::figure::relate(&ground, s, &mut relations);
        }
        let index = align::Index::new(digests, linked, &from, &senses, &copied);
        relate::copy::relate(&ground, &mut relations);
        relate::stand::relate(&ground, &index, &mut relations);
        relate::concede::relate(&ground, &index, &mut relations);
        relate::end::relate(&ground, &mut relations);
        relate::recant::reinstate(&ground, &index, &mut relations);
        let predictions = relate::prediction::relate(&ground, &index, &mut relations);
        let relations = tidy(relations);
        linked.groups = group::groups(linked, &series, &relations);
        linked.predictions = predictions;
        linked.figures = series::publish(&self.lexicon.shared, linked, &series);
        origins.of_figures(linked);
        linked.relations = relations;
    }
}

/// Names a figure to say that it was wrong, or that it was never put right ("sprake van acht gewonden, maar dat was een
/// telfout"; "the report of 90 lost homes was never corrected").
fn names_old_figure(sentence: Cues, denied: bool) -> bool {
    sentence.has(Cues::CORRECT) && (sentence.has(Cues::PREVIOUS) || denied && !sentence.has(Cues::AND_NOT))
}

/// For every statement, the statement in the sentence that its own sentence was copied from.
fn copied(linked: &Linked) -> Vec<Option<StatementIx>> {
    let mut by_sentence: FxHashMap<Evidence, Vec<StatementIx>> = FxHashMap::default();
    for (i, s) in linked.statements.iter().enumerate() {
        let sentence = Evidence { report: s.evidence.report, span: s.sentence };
        by_sentence.entry(sentence).or_default().push(StatementIx(i as u32));
    }
    let mut all = vec![None; linked.statements.len()];
    let none = Vec::new();
    for c in &linked.copies {
        let (to, from) = (by_sentence.get(&c.to).unwrap_or(&none), by_sentence.get(&c.from).unwrap_or(&none));
        for (k, &t) in to.iter().enumerate() {
            // The statement with the same event, else the one at the same place in the sentence.
            let event = &linked.statements[t.at()].event;
            let same = from
                .iter()
                .filter(|f| &linked.statements[f.at()].event == event)
                .nth(to[..k].iter().filter(|o| &linked.statements[o.at()].event == event).count());
            all[t.at()] = all[t.at()].or(same.or_else(|| from.get(k)).copied());
        }
    }
    // A copy of a copy goes back to the first.
    for i in 0..all.len() {
        let mut steps = 0;
        while let Some(next) = all[i].and_then(|s: StatementIx| all[s.at()]) {
            if next.at() == i || steps == 16 {
                break;
            }
            all[i] = Some(next);
            steps += 1;
        }
    }
    all
}

/// Each relation once, in canonical order.
fn tidy(mut relations: Vec<Relation>) -> Vec<Relation> {
    relations.sort_by(|a, b| {
        (a.from, a.to, a.name, a.figures, &a.rule).cmp(&(b.from, b.to, b.name, b.figures, &b.rule))
    });
    relations.dedup_by(|b, a| (a.from, a.to, a.name, a.figures) == (b.from, b.to, b.name, b.figures));
    relations
}
