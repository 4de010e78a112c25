//! The days that one report can be of.

use super::happening::Tie;
use super::point;
use super::same_day::{Link, is_ahead};
use crate::Digest;
use jiff::ToSpan;
use jiff::civil::Date;
use kroniek_model::{Base, Dct, Direction, Grain, Point, Published, Recurring, Stance, Step, Tense};

/// A running story is told within this many days of any of its reports.
const STORY_DAYS: i64 = 400;
/// A report that names its days by weekday appears within this many days of reports that share its matter.
pub(super) const NEAR_DAYS: i64 = 31;
/// A bare weekday of the past reaches back so far: six days ago would be read as the coming day of that name.
const REACH: i32 = 5;
/// The freshest weekday a report names is the day it appears or the day before.
const FRESH: i32 = 1;

/// The days that one report can be of, as far as they can be listed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Domain {
    me: usize,
    days: Option<Vec<Date>>,
    stated: bool,
    contradiction: bool,
    sentence: Option<u32>,
    partners: Vec<usize>,
    tie: Option<Tie>,
    span: Option<(Date, Date)>,
    known: Option<(Date, u32)>,
}

/// Whether a report's date is known to the day.
pub(super) fn is_stated(p: &Published) -> bool {
    p.when.as_ref().is_some_and(kroniek_model::When::is_single_day)
}

impl Domain {
    /// What the report prints of its date; `me` is its number within the story.
    pub(super) fn stated(digest: &Digest, me: usize) -> Domain {
        let p = &digest.published;
        let days = match Dct::of(p.when.as_ref()) {
            Dct::Moment { at, .. } => Some(vec![at.date()]),
            Dct::Days(days) => Some(days.into_iter().filter(|&d| p.clue.fits(d)).collect()),
            Dct::Unknown | Dct::Between(..) => None,
        };
        Domain {
            me,
            days,
            stated: is_stated(p),
            contradiction: false,
            sentence: None,
            partners: Vec::new(),
            tie: None,
            span: None,
            known: None,
        }
    }

    /// Its number within the story.
    pub(super) fn me(&self) -> usize {
        self.me
    }

    pub(super) fn is_stated(&self) -> bool {
        self.stated
    }

    pub(super) fn is_contradiction(&self) -> bool {
        self.contradiction
    }

    /// The days; `None` when they are without bound.
    pub(super) fn days(&self) -> Option<&[Date]> {
        self.days.as_deref()
    }

    /// The reports whose words narrowed it.
    pub(super) fn partners(&self) -> &[usize] {
        &self.partners
    }

    /// The last day of which it tells as past, and the sentence, where that narrowed it.
    pub(super) fn known(&self) -> Option<(Date, u32)> {
        self.known
    }

    /// The sentence of its own that narrowed it.
    pub(super) fn own_sentence(&self) -> Option<u32> {
        self.sentence
    }

    /// Whether a link between it and a partner narrowed it.
    pub(super) fn uses(&self, link: &Link) -> bool {
        link.a == self.me && self.partners.contains(&link.b)
            || link.b == self.me && self.partners.contains(&link.a)
    }

    /// The other report of a link, the sentence there, and the sentence here.
    pub(super) fn other_side(&self, link: &Link) -> (usize, u32, u32) {
        if link.a == self.me {
            (link.b, link.b_sentence, link.a_sentence)
        } else {
            (link.a, link.a_sentence, link.b_sentence)
        }
    }

    /// Stays within the span of a running story around a report whose day is known.
    pub(super) fn stay_near(&mut self, other: &Domain) {
        let Some(&[day]) = other.days.as_deref() else { return };
        let (Ok(first), Ok(last)) = (day.checked_sub(STORY_DAYS.days()), day.checked_add(STORY_DAYS.days()))
        else {
            return;
        };
        match &mut self.days {
            Some(days) => {
                // What a report prints of its date is stronger than what is usual for a story.
                if days.iter().any(|d| (first..=last).contains(d)) {
                    days.retain(|d| (first..=last).contains(d));
                }
            }
            None => self.days = Some(first.series(1.day()).take_while(|&d| d <= last).collect()),
        }
    }

    /// Whether its day is known and more than [`FRESH`] days after another.
    pub(super) fn is_days_after(&self, day: Date) -> bool {
        let age = |&own: &Date| own.duration_since(day).as_hours() / 24;
        matches!(self.days.as_deref(), Some([own]) if age(own) > i64::from(FRESH))
    }

    /// The happening whose day narrowed it.
    pub(super) fn tie(&self) -> Option<&Tie> {
        self.tie.as_ref()
    }

    /// The first and last day of the reports that it was kept near.
    pub(super) fn span(&self) -> Option<(Date, Date)> {
        self.span
    }

    /// Stays within [`NEAR_DAYS`] of the days of reports that tell of the same, when it has any day there.
    pub(super) fn stay_within(&mut self, first: Date, last: Date) {
        let margin = NEAR_DAYS.days();
        let (Ok(from), Ok(to)) = (first.checked_sub(margin), last.checked_add(margin)) else { return };
        let Some(days) = &mut self.days else { return };
        let before = days.len();
        if days.iter().any(|d| (from..=to).contains(d)) {
            days.retain(|d| (from..=to).contains(d));
        }
        if days.len() < before {
            self.span = Some((first, last));
        }
    }

    /// Keeps the days that the happenings it tells of allow, when any day fits them all.
    pub(super) fn follow(&mut self, ties: &[&Tie]) {
        let mut to = self.clone();
        for tie in ties {
            to.keep_where(&tie.point, &[tie.day], tie.partner);
        }
        let count = |d: &Domain| d.days.as_ref().map_or(usize::MAX, Vec::len);
        if !to.contradiction && count(&to) < count(self) {
            self.days = to.days;
            self.tie = ties.first().map(|&t| t.clone());
        }
    }

    /// What the report's own words allow: the parts of a date that it prints, and the weekdays that it names.
    ///
    /// Weekdays of which other reports still tell days later (`lingering`) need not be fresh here either.
    pub(super) fn follow_own_words(&mut self, digest: &Digest, lingering: &[i8]) {
        let Some(days) = &mut self.days else { return };
        let clue = digest.published.clue;
        days.retain(|&d| clue.fits(d));
        if let Some((day, sentence)) = past_day(digest) {
            // A report does not know what is yet to come.
            let kept: Vec<Date> = days.iter().copied().filter(|&d| d >= day).collect();
            if kept.is_empty() && !days.is_empty() {
                self.contradiction = true;
                return;
            }
            if kept.len() < days.len() {
                self.known = Some((day, sentence));
                *days = kept;
            }
        }
        let named = weekdays(digest);
        if named.is_empty() {
            return;
        }
        let age = |day: Date, weekday: i8| {
            i32::from(day.weekday().since(
                jiff::civil::Weekday::from_monday_one_offset(weekday).unwrap_or(jiff::civil::Weekday::Monday),
            ))
        };
        let fits = |day: Date| {
            let mut ages = named.iter().map(|&(w, _)| age(day, w));
            let mut own =
                named.iter().filter(|(w, _)| !lingering.contains(w)).map(|&(w, _)| age(day, w)).peekable();
            ages.all(|a| a <= REACH) && (own.peek().is_none() || own.any(|a| a <= FRESH))
        };
        let kept: Vec<Date> = days.iter().copied().filter(|&d| fits(d)).collect();
        // Words like these are a habit, not a law: where no day fits them all, they say nothing.
        if !kept.is_empty() && kept.len() < days.len() {
            *days = kept;
            self.sentence = Some(named[0].1);
        }
    }

    /// The days that a point can mean under this domain; `None` when that is without bound.
    pub(super) fn days_of(&self, p: &Point) -> Option<Vec<Date>> {
        let days = self.days.as_ref()?;
        let mut out: Vec<Date> =
            days.iter().filter_map(|&d| Some(p.place(d.into(), false)?.date())).collect();
        out.sort_unstable();
        out.dedup();
        Some(out)
    }

    /// Keeps the days under which a point means one of these days. Returns whether that took any away.
    pub(super) fn keep_where(&mut self, p: &Point, meant: &[Date], partner: usize) -> bool {
        if self.stated || self.contradiction {
            return false;
        }
        let days = match self.days.take() {
            Some(days) => days,
            // Without a bound of its own, a report lies within a week of a weekday that it names.
            None => {
                let mut all: Vec<Date> = meant.iter().flat_map(|m| m.series(1.day()).take(7)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        };
        let before = days.len();
        let kept: Vec<Date> = days
            .iter()
            .copied()
            .filter(|&d| p.place(d.into(), false).is_some_and(|s| meant.binary_search(&s.date()).is_ok()))
            .collect();
        if !self.partners.contains(&partner) && kept.len() < before {
            self.partners.push(partner);
            self.partners.sort_unstable();
        }
        if kept.is_empty() {
            self.contradiction = true;
            self.days = Some(days);
            return true;
        }
        let changed = kept.len() < before;
        self.days = Some(kept);
        changed
    }
}

/// The last day, named in full, on which a report dates a happening as past, with its sentence. A day beside a verb of
/// the past is not enough: a hearing "was put off to 29 May".
fn past_day(digest: &Digest) -> Option<(Date, u32)> {
    let happened = |i: usize| {
        let mut dated = digest.statements.iter().filter(|s| s.time == Some(i as u32));
        dated.any(|s| s.event.is_some() && s.stance == Stance::Asserted && s.tense == Tense::NonFuture)
    };
    let past =
        digest.times.iter().enumerate().filter(|(i, t)| t.past && happened(*i) && !is_ahead(digest, *i));
    let days = past.filter_map(|(_, t)| {
        let p = point(&t.function).filter(|p| !p.needs_dct())?;
        let at = digest.sentences.partition_point(|s| s.span.end() <= t.span.start());
        let sentence = digest.sentences.get(at)?;
        let day = p.place(jiff::civil::DateTime::MIN, false)?.date();
        (sentence.region.is_prose() && sentence.span.contains(t.span)).then_some((day, at as u32))
    });
    days.max_by_key(|&(day, at)| (day, std::cmp::Reverse(at)))
}

/// Weekdays of the past that a report names by themselves, each with its sentence, in text order.
pub(super) fn weekdays(digest: &Digest) -> Vec<(i8, u32)> {
    let past = digest.times.iter().enumerate().filter(|(i, _)| !is_ahead(digest, *i));
    let named = past.filter_map(|(_, t)| {
        let weekday = bare_weekday(point(&t.function)?)?;
        let at = digest.sentences.partition_point(|s| s.span.end() <= t.span.start());
        let sentence = digest.sentences.get(at).filter(|s| s.region.is_prose())?;
        sentence.span.contains(t.span).then_some((weekday, at as u32))
    });
    let mut out: Vec<(i8, u32)> = Vec::new();
    for (weekday, sentence) in named {
        if !out.iter().any(|(w, _)| *w == weekday) {
            out.push((weekday, sentence));
        }
    }
    out
}

/// The weekday of a point that is "last such day on or before the report's date", perhaps with a part of day or clock.
pub(super) fn bare_weekday(p: &Point) -> Option<i8> {
    let (Base::Dct, [Step::Find(Recurring::Weekday(w), Direction::Past | Direction::Open), rest @ ..]) =
        (p.base, p.steps.as_slice())
    else {
        return None;
    };
    let fine = |s: &Step| matches!(s, Step::Part(_) | Step::Clock(..) | Step::To(Grain::Day));
    rest.iter().all(fine).then_some(*w)
}
