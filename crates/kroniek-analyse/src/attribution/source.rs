//! The noun phrase that names a source, left or right of its cue.

use super::lexicon::Role;
use super::unit::{Item, Report};
use kroniek_model::Pos;
use std::ops::Range;

/// Roles that no noun phrase contains.
const OUTSIDE: Role = Role(
    Role::SUBORDINATOR.0
        | Role::MODAL.0
        | Role::HAVE.0
        | Role::BE.0
        | Role::NEGATION.0
        | Role::TO.0
        | Role::BREAK.0,
);

/// Longest noun phrase that is looked at, in items.
const LONGEST: usize = 40;

impl Report<'_> {
    /// Whether an item can be part of a noun phrase (its head, a determiner, an adjective, a short quotation).
    fn nominal(&self, item: &Item) -> bool {
        if let Some(q) = item.quote {
            return self.words_in(q) <= 3 && !self.is_speech(q);
        }
        if item.is_word() && self.norm(item).starts_with('\'') {
            return !item.is(Role::BE | Role::HAVE);
        }
        if !item.is_word()
            || item.is(OUTSIDE | Role::COORDINATOR | Role::RELATIVE | Role::THAT)
                && !item.is(Role::DETERMINER)
        {
            return item.mark == '&'
                || item.mark == '/'
                || item.mark == '\''
                || item.mark == '’'
                || item.mark == '.';
        }
        if item.is(Role::OBLIQUE) && !item.is(Role::DETERMINER | Role::PRONOUN) {
            return false;
        }
        if self.heads_source(item) && !item.is(Role::VERB) {
            return true;
        }
        if self.classes {
            // Closed classes are known by the lexicon; the tagger decides on open ones.
            let pos = self.token(item.tokens.0).pos;
            let closed = item.is(Role::PREPOSITION | Role::JOIN | Role::ADVERB | Role::BY);
            let verb = self.is_finite(item) && (!item.capital || item.is(Role::VERB));
            return item.is(Role::DETERMINER) || !closed && !verb && (pos != Pos::Adv || item.capital);
        }
        let norm = self.norm(item);
        let cue = !item.capital
            && self.forms(item).iter().any(|f| f.forms.finite || f.forms.participle)
            && self.lexicon.kind(norm).is_none()
            && !self.lexicon.nouns.contains_key(norm);
        !cue && !item.is(Role::PREPOSITION | Role::JOIN | Role::ADVERB)
            && (!item.is(Role::VERB) || item.capital)
    }

    fn is_verb(&self, item: &Item) -> bool {
        item.is_word() && self.token(item.tokens.0).pos == Pos::Verb
    }

    fn is_noun(&self, item: &Item) -> bool {
        item.is_word() && matches!(self.token(item.tokens.0).pos, Pos::Noun | Pos::Propn)
    }

    /// A word before the head of a source is part of it, even where the tagger takes it for a verb: "fire officials".
    fn before_head(&self, u: &[Item], k: usize) -> bool {
        let (Some(item), Some(next)) = (u.get(k), u.get(k + 1)) else { return false };
        let open = item.is_word() && item.role == Role::NONE && self.forms(item).is_empty();
        open && self.heads_source(next)
    }

    /// The noun phrase that begins at `at`, with what joins it ("of …", an apposition, "and …"); half-open, `None` when
    /// none begins there. `tail` allows an apposition that runs to the end of the unit.
    pub(super) fn phrase_right(&self, u: &[Item], at: usize, tail: bool) -> Option<Range<usize>> {
        let first = u.get(at)?;
        if first.is(Role::PRONOUN) && !first.is(Role::DETERMINER) {
            return Some(at..at + 1);
        }
        if first.is(Role::THAT) {
            return None;
        }
        let mut end = self.core_right(u, at)?;
        let limit = (at + LONGEST).min(u.len());
        while let Some(next) = u.get(end) {
            if end >= limit {
                break;
            }
            let after = u.get(end + 1);
            if next.is(Role::JOIN)
                && !next.is(Role::TO)
                && let Some(e) = self.core_right(u, end + 1)
                && !u[end + 1].time
            {
                end = e;
            } else if next.is(Role::COORDINATOR)
                && after.is_some_and(|x| x.capital || x.is(Role::DETERMINER))
                && let Some(e) = self.core_right(u, end + 1)
                && !u.get(e).is_some_and(|x| self.is_finite(x))
            {
                end = e;
            } else if next.mark == '('
                && let Some(close) = u[end..limit].iter().position(|x| x.mark == ')').filter(|&n| n <= 8)
            {
                end += close + 1;
            } else if next.is_comma()
                && let Some(e) = self.apposition_right(u, end, tail)
            {
                end = e;
                break;
            } else {
                break;
            }
        }
        // A finite verb is no noun phrase, whatever its capital.
        (end > at).then_some(at..end)
    }

    /// End of the determiner-adjective-noun run that begins at `at`.
    fn core_right(&self, u: &[Item], at: usize) -> Option<usize> {
        let mut end = at;
        while let Some(item) = u.get(end) {
            if self.classes
                && end > at
                && self.is_verb(item)
                && self.is_noun(&u[end - 1])
                && !self.before_head(u, end)
            {
                break;
            }
            let noun = self.nominal(item) || self.before_head(u, end);
            if end - at >= 14 || !noun || item.time && end > at {
                break;
            }
            // "vindt de raad “voorbarig”": quoted words at the end are what the source says, not part of its name.
            let goes_on = u.get(end + 1).is_some_and(|n| n.is_word() && self.nominal(n));
            if item.quote.is_some() && end > at && !u[end - 1].is(Role::DETERMINER) && !goes_on {
                break;
            }
            if item.is(Role::DETERMINER) && end > at && !u[end - 1].is(Role::DETERMINER) && !item.capital {
                break;
            }
            if item.is(Role::PRONOUN) && !item.is(Role::DETERMINER) && end > at {
                break;
            }
            // After a name nothing follows but more names, a role or a possessive: "Boeing | 35 orders".
            if end > at && self.ends_name(&u[end - 1]) && item.is_word() {
                let role = self.heads_source(item) && !self.is_number(item);
                if !item.capital && !role && !self.norm(item).starts_with('\'') {
                    break;
                }
            }
            if item.mark == '.'
                && !u.get(end + 1).is_some_and(|n| n.is_word() && n.capital && self.touches(item, n))
            {
                break;
            }
            end += 1;
        }
        (end > at && u[at..end].iter().any(|x| !x.is(Role::DETERMINER) || x.is(Role::PRONOUN))).then_some(end)
    }

    fn touches(&self, a: &Item, b: &Item) -> bool {
        self.token(a.tokens.1 - 1).span.end() == self.token(b.tokens.0).span.start()
    }

    /// The end (past its closing comma) of an apposition that opens with the comma at `comma`.
    fn apposition_right(&self, u: &[Item], comma: usize, tail: bool) -> Option<usize> {
        let first = u.get(comma + 1)?;
        let relative = first.is(Role::RELATIVE);
        if !relative && !self.nominal(first)
            || first.is(Role::PRONOUN) && !first.is(Role::DETERMINER | Role::RELATIVE)
        {
            return None;
        }
        for (k, item) in u.iter().enumerate().skip(comma + 1).take(30) {
            if item.quote.is_some_and(|q| self.is_speech(q)) || item.mark == ':' {
                return None;
            }
            if item.is_comma() {
                // A list or a clause, not an apposition, when a verb follows without a relative before.
                return Some(k + 1).filter(|_| k > comma + 1);
            }
            if item.is_end() || k + 1 == u.len() {
                return tail.then_some(if item.is_end() { k } else { k + 1 });
            }
            if !relative
                && (self.is_finite(item)
                    || item.is(Role::THAT) && !item.is(Role::DETERMINER)
                    || item.is(Role::SUBORDINATOR))
            {
                return None;
            }
        }
        None
    }

    /// The noun phrase that ends just before `end`; half-open. `from` is where the clause begins.
    pub(super) fn phrase_left(&self, u: &[Item], from: usize, end: usize) -> Option<Range<usize>> {
        if end <= from {
            return None;
        }
        let mut head_end = end;
        let mut start = None;
        if u[end - 1].is_comma() {
            // "Ron Sugar, chief of X, said": skip the apposition and go on from its opening comma.
            let open = self.apposition_left(u, from, end - 1)?;
            head_end = open;
            start = Some(end);
        }
        let last = u.get(head_end.checked_sub(1)?)?;
        if last.is(Role::PRONOUN) && !last.is(Role::DETERMINER) {
            return Some(head_end - 1..head_end);
        }
        if last.is(Role::RELATIVE) && start.is_none() {
            return Some(head_end - 1..head_end);
        }
        if last.is(Role::DETERMINER)
            && !last.is(Role::RELATIVE)
            && head_end >= from + 2
            && u[head_end - 2].is(Role::JOIN | Role::PREPOSITION)
        {
            return None;
        }
        let begin = self.core_left(u, from, head_end)?;
        let mut begin = begin;
        let floor = from.max(end.saturating_sub(LONGEST));
        while begin > floor {
            let before = &u[begin - 1];
            if before.is(Role::JOIN)
                && begin - 1 > floor
                && let Some(b) = self.core_left(u, floor, begin - 1)
                && !u[begin].time
            {
                begin = b;
            } else if before.is(Role::COORDINATOR)
                && (u[begin].capital || u[begin].is(Role::DETERMINER))
                && begin - 1 > floor
                && let Some(b) = self.core_left(u, floor, begin - 1)
                && (u[b].capital || u[b].is(Role::DETERMINER))
                && !u[b..begin].iter().any(|x| x.is(Role::PRONOUN) && !x.is(Role::DETERMINER))
            {
                begin = b;
            } else if before.mark == ')'
                && let Some(n) =
                    u[floor..begin].iter().rposition(|x| x.mark == '(').filter(|n| begin - floor - n <= 9)
            {
                let open = floor + n;
                match self.core_left(u, floor, open) {
                    Some(b) => begin = b,
                    None => break,
                }
            } else {
                break;
            }
        }
        let stop = if u[end - 1].is_comma() { end - 1 } else { end };
        (begin < head_end).then_some(begin..stop)
    }

    fn core_left(&self, u: &[Item], from: usize, end: usize) -> Option<usize> {
        let mut begin = end;
        if u.get(end.checked_sub(1)?)?.mark == ')' {
            let open = u[from..end].iter().rposition(|x| x.mark == '(')? + from;
            return self.core_left(u, from, open);
        }
        while begin > from {
            let item = &u[begin - 1];
            let noun = self.nominal(item) || self.before_head(u, begin - 1);
            if end - begin >= 14 || !noun || item.time && !item.capital && begin < end {
                break;
            }
            if item.mark == '.' && !(begin >= 2 && u[begin - 2].capital) {
                break;
            }
            if item.is(Role::PRONOUN) && !item.is(Role::DETERMINER) {
                break;
            }
            begin -= 1;
            let more = begin > from && u[begin - 1].is(Role::DETERMINER) && !u[begin - 1].is(Role::THAT);
            if item.is(Role::DETERMINER) && !more {
                break;
            }
        }
        while begin < end
            && (u[begin].time && begin + 1 < end || u[begin].mark != '\0' && u[begin].quote.is_none())
        {
            begin += 1;
        }
        (begin < end
            && u[begin..end].iter().any(|x| {
                x.quote.is_some() || x.is_word() && (!x.is(Role::DETERMINER) || x.is(Role::PRONOUN))
            }))
        .then_some(begin)
    }

    /// Where the comma stands that opens the apposition closed by the comma at `close`.
    fn apposition_left(&self, u: &[Item], from: usize, close: usize) -> Option<usize> {
        let floor = from.max(close.saturating_sub(30));
        let mut k = close;
        while k > floor {
            k -= 1;
            let item = &u[k];
            if item.is_comma() {
                let first = &u[k + 1];
                let relative = first.is(Role::RELATIVE);
                let verbs = u[k + 1..close].iter().any(|x| self.is_finite(x));
                return (relative || !verbs && !first.is(Role::SUBORDINATOR)).then_some(k);
            }
            if item.quote.is_some_and(|q| self.is_speech(q)) || item.is_end() || item.is_break() {
                return None;
            }
        }
        None
    }
}
