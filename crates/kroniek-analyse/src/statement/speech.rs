//! Who says a statement, and clauses that only say who speaks: "zegt de burgemeester", "police said on Friday that …".

use super::segment::Segment;
use crate::attribution::Classes;
use kroniek_model::{Analysis, Attribution, Pos, Span, Stance, Text};

/// The attributions of a report, to be found by place.
pub(super) struct Said<'r> {
    classes: &'r Classes,
    /// Start of each cue and the attribution's number, in text order.
    cues: Vec<(u32, u32)>,
    /// For each attribution, how far the contents up to and with it reach.
    reach: Vec<u32>,
}

impl<'r> Said<'r> {
    pub(super) fn new(a: &Analysis, classes: &'r Classes) -> Self {
        let start = |(i, x): (usize, &Attribution)| Some((x.cue.as_ref()?.span.start(), i as u32));
        let mut cues: Vec<(u32, u32)> = a.attributions.iter().enumerate().filter_map(start).collect();
        cues.sort_unstable();
        let mut furthest = 0;
        let end = |x: &Attribution| x.content.iter().map(|c| c.end()).max().unwrap_or(0);
        let reach = a.attributions.iter().map(|x| {
            furthest = furthest.max(end(x));
            furthest
        });
        Said { classes, cues, reach: reach.collect() }
    }

    /// The innermost attribution whose content holds most of a span, or the words that name what happens: the span of
    /// "Volgens de commandant, die …, zijn ruim 300 mensen gevlucht" covers the source too.
    pub(super) fn of(&self, a: &Analysis, span: Span<Text>, trigger: Option<Span<Text>>) -> Option<u32> {
        let shared = |c: &Span<Text>| c.end().min(span.end()).saturating_sub(c.start().max(span.start()));
        let first = self.reach.partition_point(|&r| r <= span.start());
        let begins = |x: &Attribution| x.content.first().is_none_or(|c| c.start() < span.end());
        let mut best: Option<(u32, u32)> = None;
        for (i, x) in a.attributions.iter().enumerate().skip(first).take_while(|(_, x)| begins(x)) {
            let inside: u32 = x.content.iter().map(shared).sum();
            let named = trigger.is_some_and(|t| x.content.iter().any(|c| c.contains(t)));
            // The clause of the cue itself is said by whoever stands around it.
            if (inside * 2 > span.len() || named) && !is_matrix(x, trigger) {
                let size: u32 = x.content.iter().map(|c| c.len()).sum();
                if best.is_none_or(|(b, _)| size < b) {
                    best = Some((size, i as u32));
                }
            }
        }
        best.map(|(_, i)| i)
    }

    /// Whether an attribution passes on what others tell.
    pub(super) fn is_hearsay(&self, x: &Attribution) -> bool {
        x.cue.as_ref().is_some_and(|c| self.classes.get(&c.class).hearsay)
    }

    /// Whether a clause is nothing but source, cue and time of an attribution whose content lies elsewhere.
    pub(super) fn is_cue_clause(&self, a: &Analysis, s: &Segment) -> bool {
        let verb = |span: Span<Text>| s.verbs.iter().any(|&v| a.tokens[v as usize].span.overlaps(span));
        let own = |span: Span<Text>| {
            let word =
                |&t: &u32| a.tokens[t as usize].pos != Pos::Punct && a.tokens[t as usize].span.overlaps(span);
            s.own.iter().any(word)
        };
        let from = self.cues.partition_point(|c| c.0 < s.span.start());
        self.cues[from..].iter().take_while(|c| c.0 < s.span.end()).any(|c| {
            let x = &a.attributions[c.1 as usize];
            let said = x.cue.as_ref().is_some_and(|c| verb(c.span) && self.classes.get(&c.class).plain);
            said && !is_weighty(x) && !x.content.is_empty() && !x.content.iter().any(|&c| own(c))
        })
    }
}

/// Who does not confirm, denies, refuses or takes back says something by it.
fn is_weighty(x: &Attribution) -> bool {
    matches!(x.stance, Stance::Denied | Stance::Doubted | Stance::Retracted)
}

/// Whether a clause's words tell of the saying itself, not of what is said, although most of its span is content.
fn is_matrix(x: &Attribution, trigger: Option<Span<Text>>) -> bool {
    let (Some(cue), Some(trigger)) = (x.cue.as_ref(), trigger) else { return false };
    // "The number stood at 11, according to …": a cue behind all of the content closes the clause that was said.
    let closes = x.content.last().is_some_and(|c| c.end() <= cue.span.start());
    trigger.overlaps(cue.span) && !closes && !is_weighty(x) && !x.content.iter().any(|c| c.contains(cue.span))
}

/// Whether a time stands after all of the content, with the cue: it is when that was said.
pub(super) fn is_time_of_saying(a: &Analysis, attribution: Option<u32>, time: Span<Text>) -> bool {
    let Some(x) = attribution.and_then(|i| a.attributions.get(i as usize)) else { return false };
    let (Some(cue), Some(last)) = (x.cue.as_ref(), x.content.last()) else { return false };
    cue.span.start() >= last.end() && time.start() >= cue.span.end()
}
