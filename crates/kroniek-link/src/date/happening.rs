//! The day of one happening, named by its weekday in a report without a date and in reports with one.
//!
//! Two sayings tell of the same happening when they name the same weekday and a name near it, and share the event or
//! the thing that both reports are about ("dijkbreuk", "the dike"). Words like these can mislead where something
//! happens week after week; so they count only when all dated reports that fit mean the same day.

use super::domain::{Domain, bare_weekday};
use super::point;
use super::same_day::{Link, is_ahead, names_near, sentence_of, topics};
use crate::Digest;
use crate::event::Events;
use jiff::civil::Date;
use kroniek_model::{Cue, EntityIx, Linked, Point, Pos, ReportIx, Span, Text};
use smol_str::SmolStr;

/// A report's weekdays of which dated reports still tell days later.
pub(super) fn lingering(report: usize, links: &[Link], ties: &[Tie], domains: &[Domain]) -> Vec<i8> {
    let linked = links.iter().filter_map(|l| {
        let (own, other, point) = match (l.a == report, l.b == report) {
            (true, _) => (&l.a_point, l.b, &l.b_point),
            (_, true) => (&l.b_point, l.a, &l.a_point),
            _ => return None,
        };
        let days = domains[other].days_of(point).filter(|_| domains[other].is_stated())?;
        days.iter().any(|&d| domains[other].is_days_after(d)).then(|| bare_weekday(own))?
    });
    let tied = ties.iter().filter(|t| t.report == report && t.lingers).filter_map(|t| bare_weekday(&t.point));
    linked.chain(tied).collect()
}

/// What ties one report to the day of a happening.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tie {
    /// The report without a date, by its number within the story.
    pub(super) report: usize,
    /// The time word in it.
    pub(super) point: Point,
    /// The sentence of it.
    pub(super) sentence: u32,
    /// The day that dated reports mean.
    pub(super) day: Date,
    /// The first of these.
    pub(super) partner: usize,
    /// The sentence there.
    pub(super) partner_sentence: u32,
    /// Whether a dated report still tells of it days later.
    pub(super) lingers: bool,
}

/// A weekday with what its sentence and those beside it tell.
struct Saying<'a> {
    weekday: i8,
    point: &'a Point,
    sentence: u32,
    own: Vec<u32>,
    near: Vec<u32>,
    pieces: &'a [u32],
    events: Vec<&'a SmolStr>,
    names: Vec<EntityIx>,
}

/// One report: its sayings, what it is about, and whom it is about throughout.
struct Account<'a> {
    sayings: Vec<Saying<'a>>,
    core: Vec<u32>,
    topics: Vec<EntityIx>,
}

/// The ties of a story's reports without a date, in canonical order.
pub(super) fn ties(
    digests: &[Digest],
    linked: &Linked,
    members: &[usize],
    domains: &[Domain],
    events: &Events,
) -> Vec<Tie> {
    let accounts: Vec<Account<'_>> =
        members.iter().map(|&r| Account::of(&digests[r], linked, ReportIx(r as u32), events)).collect();
    let mut out = Vec::new();
    for (report, own) in accounts.iter().enumerate().filter(|&(r, _)| !domains[r].is_stated()) {
        for saying in &own.sayings {
            out.extend(tie(report, own, saying, &accounts, domains));
        }
    }
    out
}

/// The tie of one saying, when all dated reports that tell of its happening mean one day.
fn tie(
    report: usize,
    own: &Account<'_>,
    saying: &Saying<'_>,
    accounts: &[Account<'_>],
    domains: &[Domain],
) -> Option<Tie> {
    let mut found: Option<Tie> = None;
    for (partner, other) in accounts.iter().enumerate().filter(|&(r, _)| domains[r].is_stated()) {
        for theirs in other.sayings.iter().filter(|s| s.is_like(saying, other, own)) {
            let days = domains[partner].days_of(theirs.point)?;
            let &[day] = days.as_slice() else { return None };
            let lingers = domains[partner].is_days_after(day);
            match &mut found {
                Some(tie) if tie.day != day => return None,
                Some(tie) => tie.lingers |= lingers,
                None => {
                    found = Some(Tie {
                        report,
                        point: saying.point.clone(),
                        sentence: saying.sentence,
                        day,
                        partner,
                        partner_sentence: theirs.sentence,
                        lingers,
                    });
                }
            }
        }
    }
    found
}

impl Saying<'_> {
    fn is_like(&self, other: &Saying<'_>, mine: &Account<'_>, theirs: &Account<'_>) -> bool {
        if self.weekday != other.weekday {
            return false;
        }
        let mut shared = self.names.iter().filter(|n| other.names.contains(n)).peekable();
        if shared.peek().is_none() {
            return false;
        }
        let telling =
            shared.any(|n| mine.topics.binary_search(n).is_err() && theirs.topics.binary_search(n).is_err());
        self.events.iter().any(|e| other.events.contains(e))
            || self.shares_core(other, mine, theirs)
            || telling && self.own.iter().any(|n| other.own.contains(n))
    }

    /// Whether both name the thing that both reports are about, perhaps one of them within a compound.
    fn shares_core(&self, other: &Saying<'_>, mine: &Account<'_>, theirs: &Account<'_>) -> bool {
        let whole = |x: &Saying<'_>, y: &Saying<'_>| {
            x.own.iter().any(|n| {
                y.near.contains(n)
                    && mine.core.binary_search(n).is_ok()
                    && theirs.core.binary_search(n).is_ok()
            })
        };
        let both = |n: &u32| {
            let named = |s: &Saying<'_>| s.near.contains(n) || s.pieces.binary_search(n).is_ok();
            (self.pieces.binary_search(n).is_ok() || other.pieces.binary_search(n).is_ok())
                && named(self)
                && named(other)
        };
        whole(self, other) || whole(other, self) || mine.core.iter().chain(&theirs.core).any(both)
    }
}

impl<'a> Account<'a> {
    fn of(digest: &'a Digest, linked: &Linked, report: ReportIx, classes: &Events) -> Account<'a> {
        let mut sayings = Vec::new();
        for (i, time) in digest.times.iter().enumerate() {
            let Some((p, weekday)) = point(&time.function).and_then(|p| Some((p, bare_weekday(p)?))) else {
                continue;
            };
            let Some(at) = sentence_of(digest, time.span) else { continue };
            if is_day_of_telling(digest, i, digest.sentences[at].span) {
                continue;
            }
            let line = digest.sentences[at].span;
            if is_ahead(digest, i) {
                continue;
            }
            let mut events: Vec<&SmolStr> = digest
                .statements
                .iter()
                .filter(|s| line.contains(s.span))
                .filter_map(|s| s.event.as_ref())
                .filter(|e| !classes.is_frame(e))
                .collect();
            events.sort_unstable();
            events.dedup();
            let around = at.saturating_sub(1)..(at + 2).min(digest.sentences.len());
            sayings.push(Saying {
                weekday,
                point: p,
                sentence: at as u32,
                own: nouns(digest, at),
                near: around.flat_map(|s| words(digest, s, THINGS)).collect(),
                pieces: &digest.sentences[at].pieces,
                events,
                names: names_near(digest, linked, report, at),
            });
        }
        Account { sayings, core: core(digest), topics: topics(digest, linked, report) }
    }
}

/// Whether a time dates what somebody says rather than what it is about: "zei de burgemeester woensdag".
fn is_day_of_telling(digest: &Digest, time: usize, line: Span<Text>) -> bool {
    let span = digest.times[time].span;
    // A cue within a time word is none ("dinsdagochtend vroeg").
    let cue = |c: &Cue| line.contains(c.span) && !digest.times.iter().any(|t| t.span.overlaps(c.span));
    let cued = digest.attributions.iter().filter(|a| a.cue.as_ref().is_some_and(cue));
    let mut said = cued.map(|a| a.content.iter().any(|c| c.overlaps(span))).peekable();
    said.peek().is_some() && !said.any(|inside| inside)
}

/// The words of a sentence of these classes by their dictionary forms, those of its time words left out.
fn words(digest: &Digest, sentence: usize, classes: &'static [Pos]) -> Vec<u32> {
    let line = &digest.sentences[sentence];
    let first = digest.times.partition_point(|t| t.span.end() <= line.span.start());
    let times = || digest.times[first..].iter().take_while(|t| t.span.start() < line.span.end());
    let words = line.lemmas.iter().zip(&line.words).filter(|((_, pos), _)| classes.contains(pos));
    words
        .filter(|(_, (_, span))| !times().any(|t| t.span.overlaps(*span)))
        .map(|((lemma, _), _)| *lemma)
        .collect()
}

/// The nouns of a sentence.
pub(super) fn nouns(digest: &Digest, sentence: usize) -> Vec<u32> {
    words(digest, sentence, NOUNS)
}

/// Nouns.
const NOUNS: &[Pos] = &[Pos::Noun];
/// Nouns, and what a tagger takes for an adjective where a short noun stands.
const THINGS: &[Pos] = &[Pos::Noun, Pos::Adj, Pos::X];

/// The nouns of a report's title, and those that come back in several of its sentences.
fn core(digest: &Digest) -> Vec<u32> {
    let mut all: Vec<(u32, usize)> = Vec::new();
    for (at, line) in digest.sentences.iter().enumerate().filter(|(_, s)| s.region.is_prose()) {
        all.extend(words(digest, at, THINGS).into_iter().map(|n| (n, at)));
        if line.region == kroniek_model::RegionKind::Title {
            all.extend(words(digest, at, THINGS).into_iter().map(|n| (n, usize::MAX)));
        }
    }
    all.sort_unstable();
    all.dedup();
    all.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() > 1).map(|c| c[0].0).collect()
}
