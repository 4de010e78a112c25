//! The dates that matter and the sentences that tell them.
//!
//! A date matters when many reports name it or are published on it; a sentence tells it when it names the date (or
//! names none and is published on it) and is close to what all reports say of that date. Sentences are chosen as
//! they stand in their reports.

mod day;

use crate::Digest;
use crate::vector::{Rarity, Vector};
use day::Candidate;
use jiff::civil::Date;
use kroniek_model::{Evidence, RegionKind, ReportIx};
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
    let sentences = digests.iter().flat_map(|d| &d.sentences).map(|s| s.terms.clone());
    let rarity = Rarity::new(sentences, &FxHashMap::default(), 0.0);
    let mut days: BTreeMap<Date, Vec<Candidate>> = BTreeMap::new();
    for (report, digest) in digests.iter().enumerate() {
        collect(digest, ReportIx(report as u32), &rarity, options, &mut days);
    }
    let mut ranked: Vec<(f32, Date)> = days.iter().map(|(&date, c)| (day::importance(c), date)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen = Vec::new();
    let mut told: Vec<Vector> = Vec::new();
    for (_, date) in ranked {
        if chosen.len() == options.max_dates {
            break;
        }
        let sentences = day::tell(&days[&date], options.max_sentences, &mut told);
        if !sentences.is_empty() {
            chosen.push(Day { date, sentences });
        }
    }
    chosen.sort_by_key(|d| d.date);
    chosen
}

fn collect(
    digest: &Digest,
    report: ReportIx,
    rarity: &Rarity,
    options: &Options,
    days: &mut BTreeMap<Date, Vec<Candidate>>,
) {
    let wanted = |d: Date| options.from.is_none_or(|f| f <= d) && options.to.is_none_or(|t| d <= t);
    let published = digest.published.when.as_ref().filter(|w| w.is_single_day());
    let published = published.and_then(|w| w.earliest).map(|t| t.date());
    for (position, sentence) in digest.sentences.iter().enumerate() {
        if sentence.region != RegionKind::Body || sentence.words.len() < 5 {
            continue;
        }
        let mut named: Vec<Date> = digest
            .times
            .iter()
            .filter(|t| sentence.span.contains(t.span))
            .filter_map(|t| t.when.as_ref().filter(|w| w.is_single_day()))
            .filter_map(|w| w.earliest.map(|t| t.date()))
            .collect();
        named.sort_unstable();
        named.dedup();
        let vector = sentence.terms.iter().map(|&t| (t, rarity.of(t))).collect();
        let mut candidate = Candidate {
            evidence: Evidence { report, span: sentence.span },
            position: position as u32,
            words: sentence.words.len() as u32,
            mentioned: true,
            vector: Vector::new(vector).unit(),
        };
        if named.is_empty() {
            candidate.mentioned = false;
            named.extend(published);
        }
        for date in named.into_iter().filter(|&d| wanted(d)) {
            days.entry(date).or_default().push(candidate.clone());
        }
    }
}
