//! The dates that matter and the sentences that tell them.
//!
//! A date matters when reports come back to it: by how many of them name it, how close their sentences are to the
//! subject and how much later they were written, and by the reports whose news it is: the more look back, the less that
//! counts. What is only announced for a date counts little. A date is told by sentences that name it or stand in a
//! report of that day, close to what all of them say and to the subject, the head of a report before the rest, no two alike.
//! Sentences are given as they stand in their reports.

mod day;
mod sentence;
#[cfg(test)]
mod tests;

use crate::Digest;
use crate::vector::{Rarity, Vector};
use day::Candidates;
use jiff::civil::Date;
use kroniek_model::{Evidence, Published};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// No date before this one.
    pub from: Option<Date>,
    /// No date after this one.
    pub to: Option<Date>,
    /// At most so many dates.
    pub max_dates: usize,
    /// At most so many sentences a date.
    pub max_sentences: usize,
}

impl Options {
    fn wants(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

/// A date with the sentences that tell it, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The calendar day.
    pub date: Date,
    /// Whole sentences; never empty.
    pub sentences: Vec<Evidence>,
}

/// The timeline of some reports, earliest date first.
pub fn select(digests: &[Digest], options: &Options) -> Vec<Day> {
    let terms = digests.iter().flat_map(|d| &d.sentences).map(|s| s.terms.clone());
    let rarity = Rarity::new(terms, &FxHashMap::default(), 0.0);
    let mut sentences = sentence::all(digests, &rarity);
    let subject =
        Vector::new(sentences.iter().flat_map(|s| s.terms.terms().iter().copied()).collect()).unit();
    sentences.iter_mut().for_each(|s| s.topical = s.terms.dot(&subject));

    let mut days: BTreeMap<Date, Candidates> = BTreeMap::new();
    for (i, sentence) in sentences.iter().enumerate() {
        for &date in sentence.named.iter().filter(|&&d| options.wants(d)) {
            days.entry(date).or_default().named.push(i as u32);
        }
        if let Some(date) = sentence.published.filter(|d| options.wants(*d) && !sentence.named.contains(d)) {
            days.entry(date).or_default().published.push(i as u32);
        }
        if sentence.place == 0
            && let Some(date) = sentence.news_day().filter(|d| options.wants(*d))
        {
            days.entry(date).or_default().news.push(i as u32);
        }
    }
    let mut ranked: Vec<(f32, Date)> =
        days.iter().map(|(&date, c)| (c.importance(date, &sentences), date)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut chosen, mut told) = (Vec::new(), Vec::new());
    for (_, date) in ranked {
        if chosen.len() == options.max_dates {
            break;
        }
        let evidence = days[&date].tell(date, &sentences, options.max_sentences, &mut told);
        if !evidence.is_empty() {
            chosen.push(Day { date, sentences: evidence });
        }
    }
    chosen.sort_by_key(|d| d.date);
    chosen
}

/// The one day that a report can have been published on; `None` when it may be several.
pub(crate) fn day_of(published: &Published) -> Option<Date> {
    let when = published.when.as_ref().filter(|w| w.is_single_day())?;
    when.earliest.map(|t| t.date())
}
