//! A sentence with the dates that it may tell.

use super::day_of;
use crate::Digest;
use crate::vector::{Rarity, Vector};
use jiff::civil::Date;
use kroniek_model::{Evidence, RegionKind, ReportIx};

/// Shorter sentences tell nothing by themselves.
const SHORTEST: usize = 5;
/// Longer ones are most often lists or text without full stops.
const LONGEST: usize = 60;

/// A sentence that may stand in the timeline.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// The sentence.
    pub(super) evidence: Evidence,
    /// When its report was published, where that is one day.
    pub(super) published: Option<Date>,
    /// Its place among the sentences of its report that are kept, from 0.
    pub(super) place: u32,
    /// The days that it names, each once.
    pub(super) named: Vec<Date>,
    /// Its terms by rarity, of length one.
    pub(super) terms: Vector,
    /// How close it is to what all reports are about, from 0 to 1.
    pub(super) topical: f32,
    /// It is short enough to be shown.
    pub(super) readable: bool,
    /// It holds a figure.
    pub(super) figure: bool,
}

impl Sentence {
    /// The day whose news it tells: the last one it names that had come when it was written, or that of its report.
    pub(super) fn news_day(&self) -> Option<Date> {
        let past = self.named.iter().rev().copied().find(|d| self.published.is_none_or(|p| *d <= p));
        past.or(self.published)
    }
}

/// The sentences of all reports' running text.
pub(super) fn all(digests: &[Digest], rarity: &Rarity) -> Vec<Sentence> {
    let of_report = |(report, digest)| of_report(ReportIx(report as u32), digest, rarity);
    digests.iter().enumerate().flat_map(of_report).collect()
}

fn of_report(report: ReportIx, digest: &Digest, rarity: &Rarity) -> Vec<Sentence> {
    let published = day_of(&digest.published);
    let (mut time, mut figure) = (0, 0);
    let mut sentences = Vec::new();
    for s in &digest.sentences {
        while digest.times.get(time).is_some_and(|t| t.span.end() <= s.span.start()) {
            time += 1;
        }
        while digest.quantities.get(figure).is_some_and(|q| q.0.span.end() <= s.span.start()) {
            figure += 1;
        }
        if s.region != RegionKind::Body || s.words.len() < SHORTEST {
            continue;
        }
        let inside = digest.times[time..].iter().take_while(|t| t.span.start() < s.span.end());
        let day = |t: &kroniek_model::TimeExpression| {
            let when = t.when.as_ref().filter(|w| w.is_single_day())?;
            when.earliest.map(|d| d.date())
        };
        let mut named: Vec<Date> = inside.filter_map(day).collect();
        named.sort_unstable();
        named.dedup();
        let terms = s.terms.iter().map(|&t| (t, rarity.of(t))).collect();
        sentences.push(Sentence {
            evidence: Evidence { report, span: s.span },
            published,
            place: sentences.len() as u32,
            named,
            terms: Vector::new(terms).unit(),
            topical: 0.0,
            readable: s.words.len() <= LONGEST,
            figure: digest.quantities.get(figure).is_some_and(|q| q.0.span.start() < s.span.end()),
        });
    }
    sentences
}
