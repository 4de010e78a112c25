//! The verb beside a time word: does "vrijdag" lie behind or ahead?

use kroniek_lang::{Error, Pack};
use kroniek_model::{Analysis, ClauseKind, Direction, Morph, Pos, Span, Text, Token};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::ops::Range;

/// Verb forms that tell behind from ahead, from `lexicon/tense.tsv`.
#[derive(Debug, Default)]
pub(super) struct Tenses {
    words: FxHashMap<SmolStr, Time>,
    endings: Vec<(SmolStr, Time)>,
    /// Words right before a time that tell by themselves, longest first.
    before: Vec<(Vec<SmolStr>, Before)>,
}

/// What the words right before a time tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// "Until", "by": the nearest, unless a verb tells.
    Limit,
    /// "Since": behind.
    Origin,
    /// "As soon as", "scheduled for": ahead.
    Ahead,
}

/// What kind of time a direction is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A day of the year ("18 juni", "Kerstmis").
    DayOfYear,
    /// A quarter or half of a year.
    PartOfYear,
    /// A month or season.
    Month,
    /// A weekday, and what no verb decides.
    Other,
}

/// What a verb form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Past,
    Present,
    Future,
    /// A form of "to have" or "to be" that makes a past tense with a participle.
    Perfect,
    /// A form of "to be" that makes a present tense with a participle: "the case is heard in May".
    Passive,
    /// "To say" in the present tense: reports use it for what was said.
    Says,
}

impl Tenses {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut t = Tenses::default();
        for row in pack.table("tense").rows() {
            let time = match row.get("time")? {
                "past" => Time::Past,
                "present" => Time::Present,
                "future" => Time::Future,
                "perfect" => Time::Perfect,
                "says" => Time::Says,
                "passive" => Time::Passive,
                word @ ("limit" | "origin" | "ahead") => {
                    let before = match word {
                        "limit" => Before::Limit,
                        "origin" => Before::Origin,
                        _ => Before::Ahead,
                    };
                    t.before.push((row.key().split(' ').map(SmolStr::from).collect(), before));
                    continue;
                }
                other => {
                    return Err(row.error(format!(
                        "`{other}` where past, present, future, perfect, passive, says, limit, origin or ahead was expected"
                    )));
                }
            };
            match row.key().strip_prefix('-') {
                Some(ending) => t.endings.push((ending.into(), time)),
                None => drop(t.words.insert(row.key().into(), time)),
            }
        }
        t.before.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        Ok(t)
    }

    /// Which way the verb of the clause around a time word points.
    ///
    /// A day of the year is the nearest one whatever the verb ("de termijn liep tot 1 juni", in May), unless the verb
    /// looks ahead; so is a month after a word like "until".
    pub(super) fn direction(&self, a: &Analysis, span: Span<Text>, kind: Kind) -> Direction {
        let default = if kind == Kind::DayOfYear { Direction::Near } else { super::DEFAULT };
        let before = self.before(a, span);
        match before {
            Some(Before::Origin) => return Direction::Past,
            Some(Before::Ahead) => return Direction::Next,
            _ => {}
        }
        let Some((range, matrix)) = clause(a, span) else { return default };
        // What is expected lies ahead, whatever its own verb: "verwacht dat het gat woensdagavond dicht is".
        if let Some(head) = matrix.and_then(|m| a.tokens.get(m as usize))
            && self.time(head) == Some(Time::Future)
        {
            return Direction::Next;
        }
        let tokens = &a.tokens[range.start as usize..range.end as usize];
        let mut best: Option<(u32, Time)> = None;
        let participle =
            tokens.iter().any(|t| t.morph.has(Morph::PARTICIPLE) || self.time(t) == Some(Time::Past));
        for t in tokens {
            let Some(time) = self.time(t) else { continue };
            let distance = if t.span.start() < span.start() {
                span.start() - t.span.end().min(span.start())
            } else {
                t.span.start().saturating_sub(span.end())
            };
            if best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, time));
            }
        }
        match best {
            Some((_, Time::Future)) => Direction::Next,
            // Not "the incidents of 7 August underscore", "our third-quarter results show".
            Some((_, Time::Present)) if matches!(kind, Kind::Month | Kind::Other) => Direction::Next,
            Some((_, Time::Present | Time::Passive)) => Direction::Near,
            // Without a verb a month is the nearest one: "talks on the summit in April", in December.
            None if matches!(kind, Kind::Month | Kind::PartOfYear) => Direction::Near,
            Some((_, Time::Perfect)) if !participle => Direction::Next,
            _ if before == Some(Before::Limit) => Direction::Near,
            _ => default,
        }
    }

    /// Whether the clause around a time word has verbs of the past and none that look elsewhere, and the time is no
    /// limit ("liep tot 1 juni").
    pub(super) fn tells_past(&self, a: &Analysis, span: Span<Text>) -> bool {
        let Some((range, matrix)) = clause(a, span) else { return false };
        let tokens = &a.tokens[range.start as usize..range.end as usize];
        let ahead = matrix.and_then(|m| self.time(a.tokens.get(m as usize)?)) == Some(Time::Future);
        let mut times = tokens.iter().filter_map(|t| self.time(t)).peekable();
        let participle = || tokens.iter().any(|t| t.morph.has(Morph::PARTICIPLE));
        !ahead
            && times.peek().is_some()
            && times.all(|t| t == Time::Past || t == Time::Perfect && participle())
            && self.before(a, span).is_none()
    }

    /// What the words right before a time tell.
    fn before(&self, a: &Analysis, span: Span<Text>) -> Option<Before> {
        let at = a.tokens.partition_point(|t| t.span.end() <= span.start());
        let stands = |words: &[SmolStr]| {
            at.checked_sub(words.len())
                .is_some_and(|from| a.tokens[from..at].iter().zip(words).all(|(t, w)| t.norm == *w))
        };
        self.before.iter().find(|(words, _)| stands(words)).map(|&(_, before)| before)
    }

    fn time(&self, t: &Token) -> Option<Time> {
        if !matches!(t.pos, Pos::Verb | Pos::Aux | Pos::X) {
            return None;
        }
        if let Some(&time) = self.words.get(&t.norm) {
            return Some(time);
        }
        if t.morph.has(Morph::FINITE) {
            if t.morph.has(Morph::PAST) {
                return Some(Time::Past);
            }
            if t.morph.has(Morph::PRESENT) {
                return Some(Time::Present);
            }
        }
        // Without word classes, endings must do.
        if t.morph == Morph::default() && t.norm.len() > 4 {
            let ending = self.endings.iter().find(|(e, _)| t.norm.ends_with(e.as_str()));
            return ending.map(|&(_, time)| time);
        }
        None
    }
}

/// Tokens of the clause around a span (of the sentence where clauses are not known), and the verb of the clause that
/// it depends on.
fn clause(a: &Analysis, span: Span<Text>) -> Option<(Range<u32>, Option<u32>)> {
    let at = a.sentences.partition_point(|s| s.span.end() <= span.start());
    let sentence = a.sentences.get(at).filter(|s| s.span.contains(span))?;
    let from = a.clauses.partition_point(|c| (c.sentence as usize) < at);
    let clauses = a.clauses[from..].iter().take_while(|c| c.sentence as usize == at);
    let inner = clauses.filter(|c| c.span.contains(span)).min_by_key(|c| (c.span.len(), c.span.start()));
    let Some(inner) = inner else { return Some((sentence.tokens.clone(), None)) };
    let content = matches!(inner.kind, ClauseKind::Subordinate | ClauseKind::Infinitive);
    let matrix = inner.parent.filter(|_| content).and_then(|p| a.clauses.get(p as usize)?.head);
    Some((inner.tokens.clone(), matrix))
}
