//! One date: how much it matters, and which sentences tell it.

use super::sentence::Sentence;
use crate::vector::{Vector, log2};
use jiff::civil::Date;
use kroniek_model::Evidence;

/// The sentences that may tell a date, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Candidates {
    /// They name it.
    pub(super) named: Vec<u32>,
    /// They do not, but their report was published on it.
    pub(super) published: Vec<u32>,
    /// First sentences of reports whose news it is.
    pub(super) news: Vec<u32>,
}

/// What a report published on a date adds to its importance, against a sentence written later that names it.
const REPORT: f32 = 0.3;
/// What a sentence written on the very day adds: papers call every day today.
const SAME_DAY: f32 = 0.5;
/// What one adds that was written before the day: what is planned for it may never come about.
const AHEAD: f32 = 0.4;
/// What the first sentences of reports add together to the day whose news they tell, for every doubling of their
/// number: where few reports look back, news is most of what is known of a day; where many do, it hardly counts.
const NEWS: f32 = 1.0;
/// How much more a sentence adds for every doubling of the days that it looks back.
const LOOKING_BACK: f32 = 0.35;
/// How much more one adds that is wholly on the subject.
const ON_SUBJECT: f32 = 5.0;

impl Candidates {
    /// How much the date matters. A report counts once, by the sentence that counts most: one that tells a whole
    /// history day by day, or names one day in every line, is still one report.
    pub(super) fn importance(&self, date: Date, sentences: &[Sentence]) -> f32 {
        let sentence = |&i: &u32| &sentences[i as usize];
        let by_report =
            self.named.chunk_by(|a, b| sentence(a).evidence.report == sentence(b).evidence.report);
        let most = |report: &[u32]| {
            report.iter().map(|i| call(date, sentence(i))).fold(0.0, |most: f32, call| most.max(call))
        };
        let news: f32 = self.news.iter().map(|i| on_subject(sentence(i))).sum();
        let reports = REPORT * self.reports(sentences) as f32;
        by_report.map(most).sum::<f32>() + reports + NEWS * log2(1.0 + f64::from(news)) as f32
    }

    /// How many reports were published on the date.
    fn reports(&self, sentences: &[Sentence]) -> usize {
        let on_date = self.published.iter().map(|&i| sentences[i as usize].evidence.report);
        let mut reports: Vec<_> = on_date.collect();
        // Sentences come report by report.
        reports.dedup();
        reports.len()
    }

    /// The sentences closest to what all say of the date and to the subject, none like one told before.
    pub(super) fn tell(
        &self,
        date: Date,
        sentences: &[Sentence],
        most: usize,
        told: &mut Vec<Vector>,
    ) -> Vec<Evidence> {
        let of = |list: &[u32], weight: f32| -> Vec<(&Sentence, f32)> {
            list.iter().map(|&i| (&sentences[i as usize], weight)).collect()
        };
        let weighed = [of(&self.named, NAMING), of(&self.published, 1.0)].concat();
        let sum = weighed.iter().flat_map(|(s, w)| s.terms.terms().iter().map(move |t| (t.0, t.1 * w)));
        let middle = Vector::new(sum.collect()).unit();
        let score = |(s, w): &(&Sentence, f32)| {
            let close = (s.terms.dot(&middle) + s.topical) * w.sqrt();
            let figure = if s.figure { FIGURE } else { 1.0 };
            let weight = figure * told_then(date, s) * (1.0 + LEAD / (1.0 + s.place as f32));
            close * weight * if s.readable { 1.0 } else { UNREADABLE }
        };
        let mut ranked: Vec<(f32, &Sentence)> = weighed.iter().map(|c| (score(c), c.0)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.evidence.cmp(&b.1.evidence)));
        let mut chosen = Vec::new();
        for (_, s) in ranked {
            if chosen.len() == most {
                break;
            }
            if told.iter().all(|t| t.dot(&s.terms) < ALIKE) {
                told.push(s.terms.clone());
                chosen.push(s.evidence);
            }
        }
        chosen
    }
}

/// What a sentence that names a date adds to its importance.
fn call(date: Date, s: &Sentence) -> f32 {
    let look = match s.published.map(|p| (p - date).get_days()) {
        Some(0) => SAME_DAY,
        Some(i32::MIN..0) => AHEAD,
        Some(days @ 1..) => 1.0 + LOOKING_BACK * log2(1.0 + f64::from(days)) as f32,
        _ => 1.0,
    };
    look * on_subject(s)
}

fn on_subject(s: &Sentence) -> f32 {
    1.0 + ON_SUBJECT * s.topical
}

/// How well a sentence tells what came about on the date: one that only foresees it does so less, and so does one of a
/// report of that day that looks back to another.
fn told_then(date: Date, s: &Sentence) -> f32 {
    if s.named.contains(&date) {
        return if s.published.is_some_and(|p| p < date) { FORESEEN } else { 1.0 };
    }
    if s.news_day() == Some(date) { 1.0 } else { ELSEWHERE }
}

/// What a sentence that names the date weighs against one of a report of that day: its chief matter is often another.
const NAMING: f32 = 0.7;
/// What a sentence weighs that was written before the day it names.
const FORESEEN: f32 = 0.7;
/// What one weighs in a report of the day that tells of another day.
const ELSEWHERE: f32 = 0.5;
/// How much more the first sentence of a report weighs; the second has half of that, and so on: news comes first.
const LEAD: f32 = 2.0;
/// A sentence with a figure is worth a little more.
const FIGURE: f32 = 1.1;
/// Far too long a sentence stands at the end.
const UNREADABLE: f32 = 0.01;
/// Likeness from which two sentences tell the same.
const ALIKE: f32 = 0.5;
