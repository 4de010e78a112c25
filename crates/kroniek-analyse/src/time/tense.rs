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
    limits: Vec<SmolStr>,
}

/// What a verb form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    Past,
    Present,
    Future,
    /// A form of "to have" or "to be" that makes a past tense with a participle.
    Perfect,
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
                "limit" => {
                    t.limits.push(row.key().into());
                    continue;
                }
                other => {
                    return Err(row.error(format!(
                        "`{other}` where past, present, future, perfect, says or limit was expected"
                    )));
                }
            };
            match row.key().strip_prefix('-') {
                Some(ending) => t.endings.push((ending.into(), time)),
                None => drop(t.words.insert(row.key().into(), time)),
            }
        }
        Ok(t)
    }

    /// Which way the verb of the clause around a time word points.
    ///
    /// A day of the year is the nearest one whatever the verb ("de termijn liep tot 1 juni", in May), unless the verb
    /// looks ahead; so is a month after a word like "until".
    pub(super) fn direction(&self, a: &Analysis, span: Span<Text>, day_of_year: bool) -> Direction {
        let default = if day_of_year { Direction::Near } else { super::DEFAULT };
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
            Some((_, Time::Present)) => Direction::Next,
            Some((_, Time::Perfect)) if !participle => Direction::Next,
            _ if self.is_limit(tokens, span) => Direction::Near,
            _ => default,
        }
    }

    /// Whether a word like "until" or "by" stands right before.
    fn is_limit(&self, tokens: &[Token], span: Span<Text>) -> bool {
        let before = tokens.partition_point(|t| t.span.end() <= span.start());
        before.checked_sub(1).is_some_and(|i| self.limits.contains(&tokens[i].norm))
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
    let content = inner.kind == ClauseKind::Subordinate;
    let matrix = inner.parent.filter(|_| content).and_then(|p| a.clauses.get(p as usize)?.head);
    Some((inner.tokens.clone(), matrix))
}
