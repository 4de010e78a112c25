//! Where the content of an attribution begins and ends.

use super::lexicon::{Frames, Role};
use super::unit::{Item, Report};
use kroniek_model::Pos;

/// What opens the content to the right of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// "that".
    That,
    /// Nothing: a clause follows.
    Bare,
    /// A quotation.
    Quote,
    /// A colon.
    Colon,
    /// "to".
    Infinitive,
    /// A noun phrase.
    Noun,
    /// "whether", "how".
    Question,
}

/// How long a content may be, in items.
const LONGEST: usize = 500;

/// How many items may stand between a cue and the conjunction that opens its content.
const GAP: usize = 24;

impl Report<'_> {
    /// Where the content begins to the right of `at`, and what opens it.
    pub(super) fn opening(&self, u: &[Item], at: usize, frames: Frames) -> Option<(usize, Opening)> {
        let mut k = at;
        let limit = (at + GAP).min(u.len());
        let mut commas = 0;
        while k < limit {
            let x = &u[k];
            if let Some(q) = x.quote {
                let led = k == at || u[k - 1].is_comma() || u[k - 1].mark == ':' || self.is_speech(q);
                if frames.quotation && led && self.starts_speech(u, k, at) {
                    return Some((k, Opening::Quote));
                }
                break;
            }
            if x.mark == ':' {
                return (k + 1 < u.len() && (frames.quotation || frames.clause))
                    .then_some((k + 1, Opening::Colon));
            }
            if x.is(Role::THAT) && frames.clause && self.opens_clause(u, k) {
                return Some((k + 1, Opening::That));
            }
            if (frames.question || frames.clause) && self.asks(u, k, at, frames.question) {
                return Some((k, Opening::Question));
            }
            if x.is_comma() {
                commas += 1;
                let quote_next = u.get(k + 1).is_some_and(|n| n.quote.is_some());
                if commas > 2
                    || u.get(k + 1).is_some_and(|n| self.is_ing_cue(n) || n.is(Role::COORDINATOR))
                    || !quote_next
                        && !u[k + 1..limit].iter().take(14).any(|n| n.is_comma() || n.is(Role::THAT))
                {
                    break;
                }
            } else {
                let over = x.is_end() || x.is_break() && x.mark != '(' && x.mark != ')';
                if over || self.is_finite(x) && !x.capital {
                    break;
                }
            }
            k += 1;
        }
        self.bare_opening(u, at, frames)
    }

    /// Whether a dependent question opens at `k`: "whether", "how".
    fn asks(&self, u: &[Item], k: usize, at: usize, question: bool) -> bool {
        let x = &u[k];
        let open = x.is(Role::QUESTION) && !x.is(Role::TO);
        if k == at {
            return open && !x.is(Role::SUBORDINATOR);
        }
        open && (question || !x.is(Role::SUBORDINATOR)) && !u[k - 1].is(Role::JOIN | Role::PREPOSITION)
    }

    /// "that" as a conjunction: something that can be a clause follows.
    fn opens_clause(&self, u: &[Item], at: usize) -> bool {
        if self.classes {
            let pos = self.token(u[at].tokens.0).pos;
            if matches!(pos, Pos::Det) && !u[at].is(Role::SUBORDINATOR) {
                return false;
            }
        }
        u.get(at + 1).is_some_and(|x| !x.is_end())
    }

    /// A quotation right of a cue is speech unless it is one quoted word in a clause that goes on.
    fn starts_speech(&self, u: &[Item], k: usize, at: usize) -> bool {
        let Some(q) = u[k].quote else { return false };
        if self.is_speech(q) {
            return true;
        }
        let after = u.get(k + 1);
        let led = k > 0 && (u[k - 1].is_comma() || u[k - 1].mark == ':');
        led || k == at && after.is_none_or(|x| x.is_end() || x.is_comma())
    }

    fn bare_opening(&self, u: &[Item], at: usize, frames: Frames) -> Option<(usize, Opening)> {
        let mut k = self.skip_adverbs(u, at);
        if frames.object {
            let first = u.get(k)?;
            if first.is(Role::OBLIQUE)
                || first.is(Role::PRONOUN)
                    && u.get(k + 1).is_some_and(|n| n.is(Role::PRONOUN | Role::DETERMINER))
            {
                k += 1;
            } else if let Some(p) = self.phrase_right(u, k, false)
                && (frames.bare && !frames.noun || frames.infinitive)
                && !self.has_verb(u, k..p.end)
                && u.get(p.end)
                    .is_some_and(|n| n.is(Role::PRONOUN | Role::DETERMINER | Role::TO) || n.capital)
            {
                k = p.end;
            }
        }
        k = self.skip_adverbs(u, k);
        let first = u.get(k)?;
        if frames.infinitive && first.is(Role::TO) && !first.is(Role::ADVERB) {
            return Some((k, Opening::Infinitive));
        }
        if frames.infinitive
            && let Some(n) = self.infinitive_ahead(u, k)
        {
            return Some((n, Opening::Infinitive));
        }
        let nominal = first.is(Role::PRONOUN | Role::DETERMINER | Role::IMPERSONAL)
            || first.capital
            || first.is_word()
                && !first.is(Role::PREPOSITION
                    | Role::COORDINATOR
                    | Role::SUBORDINATOR
                    | Role::TO
                    | Role::BY
                    | Role::THAT
                    | Role::ADDRESSEE)
                && !self.is_finite(first)
            || first.quote.is_some();
        if frames.bare && nominal && self.has_verb(u, k + 1..self.clause_end(u, k)) {
            return Some((k, Opening::Bare));
        }
        if frames.bare && first.is(Role::PREPOSITION | Role::JOIN) {
            // "said on Monday he would": past one prepositional phrase.
            let p = self.phrase_right(u, k + 1, false)?;
            let next = u.get(p.end)?;
            let clause = next.is(Role::PRONOUN) || next.capital || next.is(Role::DETERMINER);
            if clause && self.has_verb(u, p.end + 1..self.clause_end(u, p.end)) {
                return Some((p.end, Opening::Bare));
            }
        }
        if frames.noun
            && first.is(Role::PREPOSITION | Role::JOIN)
            && u.get(k + 1).is_some_and(|x| x.time)
            && let Some(p) = self.phrase_right(u, k + 1, false)
            && u.get(p.end).is_some_and(|x| {
                x.is(Role::DETERMINER) || x.is_word() && !self.is_finite(x) && x.role == Role::NONE
            })
        {
            // "claimde op 3 mei een …": past the date.
            return Some((p.end, Opening::Noun));
        }
        if frames.noun && nominal && !first.is(Role::PRONOUN & Role::FIRST) {
            return Some((k, Opening::Noun));
        }
        None
    }

    /// "aangekondigd om … te": the infinitive marker within a few items.
    fn infinitive_ahead(&self, u: &[Item], at: usize) -> Option<usize> {
        let next = u.get(at)?;
        if next.is_comma() && u.get(at + 1)?.is(Role::TO) {
            return Some(at + 1);
        }
        None
    }

    pub(super) fn skip_adverbs(&self, u: &[Item], mut k: usize) -> usize {
        while u.get(k).is_some_and(|x| {
            x.is(Role::ADVERB) && !x.is(Role::THAT | Role::PRONOUN)
                || x.time && !x.capital
                || x.time && x.is(Role::ADVERB)
        }) {
            k += 1;
        }
        k
    }

    /// Whether a range holds a finite verb.
    pub(super) fn has_verb(&self, u: &[Item], range: std::ops::Range<usize>) -> bool {
        let to = range.end.min(u.len());
        range.start < to
            && range.start > 0
            && (u[range.start..to].iter().any(|x| self.is_finite(x))
                || !self.classes && u[range.start - 1].is(Role::PRONOUN))
    }

    /// End of the clause that begins at `at`: the next comma, break or end.
    pub(super) fn clause_end(&self, u: &[Item], at: usize) -> usize {
        let ahead = u.iter().skip(at).take(80);
        ahead
            .clone()
            .position(|x| x.is_comma() || x.is_end() || x.is_break())
            .map_or(at + ahead.len(), |n| at + n)
    }

    /// Where content that begins at `start` ends, half-open. `inner` when its cue stands in a clause within another, so
    /// that the next comma ends it.
    pub(super) fn border(&self, u: &[Item], start: usize, opening: Opening, inner: bool) -> usize {
        if opening == Opening::Quote
            || opening == Opening::Colon && u.get(start).is_some_and(|x| x.quote.is_some())
        {
            return self.quote_run(u, start);
        }
        let mut depth = 0;
        let mut separator = None;
        let mut dependent = false;
        for k in start + 1..u.len().min(start + LONGEST) {
            let x = &u[k];
            match x.mark {
                '(' => depth += 1,
                ')' if depth == 0 => return k,
                ')' => depth -= 1,
                ';' => return k,
                '–' | '—'
                    if depth == 0 && u.get(k + 1).is_some_and(|n| n.is(Role::COORDINATOR | Role::BREAK)) =>
                {
                    return k;
                }
                '.' | '!' | '?' if k + 1 == u.len() => return k,
                _ => {}
            }
            if depth > 0 {
                continue;
            }
            let next = u.get(k + 1);
            if x.is_comma() || x.is(Role::COORDINATOR) {
                separator = Some(k);
                dependent = false;
            } else if x.is(Role::RELATIVE | Role::SUBORDINATOR | Role::THAT | Role::QUESTION)
                && !x.is(Role::JOIN | Role::TO)
            {
                dependent = true;
            } else if opening == Opening::Noun
                && !dependent
                && self.classes
                && self.is_finite(x)
                && let Some(end) = separator
            {
                // A noun phrase has no verb of its own: here a new clause has begun.
                return end;
            }
            if x.is_comma() {
                if inner
                    && (matches!(opening, Opening::Noun | Opening::Infinitive) || self.has_verb(u, start..k))
                {
                    return k;
                }
                if next.is_some_and(|n| n.is(Role::BREAK)) || next.is_some_and(|n| self.is_ing_cue(n)) {
                    return k;
                }
                if self.trailing_at(u, k)
                    || next.is_some_and(|n| n.is(Role::COORDINATOR)) && self.cue_follows(u, k + 2)
                {
                    return k;
                }
            } else {
                let second = x.is(Role::COORDINATOR) && self.cue_follows(u, k + 1);
                let aside = x.is(Role::BREAK) && self.classes && opening != Opening::Noun;
                if second || aside && self.has_verb(u, start..k) {
                    return k;
                }
            }
        }
        u.len().min(start + LONGEST)
    }

    /// Quotations that follow one another without words between.
    fn quote_run(&self, u: &[Item], start: usize) -> usize {
        let mut k = start + 1;
        while u.get(k).is_some_and(|x| x.quote.is_some()) {
            k += 1;
        }
        k
    }

    pub(super) fn is_ing_cue(&self, item: &Item) -> bool {
        self.forms(item).iter().any(|f| f.forms.ing)
    }

    /// Whether a verb of saying stands right at `at`, past adverbs and auxiliaries, or after a subject there.
    fn cue_follows(&self, u: &[Item], at: usize) -> bool {
        let mut k = at;
        while u.get(k).is_some_and(|x| x.is(Role::ADVERB | Role::HAVE) && !x.is(Role::PRONOUN) || x.time) {
            k += 1;
        }
        // "maar dat vinden X en Y …"
        if u.get(k).is_some_and(|x| x.is(Role::THAT)) && u.get(k + 1).is_some_and(|x| self.is_finite(x)) {
            k += 1;
        }
        let Some(x) = u.get(k) else { return false };
        if x.is_word() && self.is_report_verb(x) {
            return true;
        }
        let Some(p) = self.phrase_right(u, k, false) else { return false };
        let mut j = p.end;
        while u.get(j).is_some_and(|x| x.is(Role::ADVERB | Role::HAVE) && !x.is(Role::PRONOUN)) {
            j += 1;
        }
        u.get(j).is_some_and(|x| self.is_report_verb(x))
            && self.forms(&u[j]).iter().any(|f| self.lexicon.cues[f.cue as usize].frames.clause)
    }

    /// A finite or participle form of a verb that takes a clause.
    pub(super) fn is_report_verb(&self, item: &Item) -> bool {
        let mut forms = self.forms(item).iter();
        let verb = !self.classes || matches!(self.token(item.tokens.0).pos, Pos::Verb | Pos::Aux);
        verb && forms.any(|f| {
            let cue = &self.lexicon.cues[f.cue as usize];
            cue.particle.is_none()
                && (f.forms.finite || f.forms.participle)
                && (cue.frames.clause || cue.frames.quotation)
        })
    }

    /// Whether the comma at `comma` begins a closing "…, X said." or "…, zegt X." or ", volgens X".
    pub(super) fn trailing_at(&self, u: &[Item], comma: usize) -> bool {
        let mut k = comma + 1;
        if u.get(k).is_some_and(|x| {
            x.phrase.is_some_and(|(_, p)| {
                matches!(p, super::lexicon::PhraseKind::According | super::lexicon::PhraseKind::Closing)
            })
        }) {
            return true;
        }
        k = self.skip_adverbs(u, k);
        let Some(x) = u.get(k) else { return false };
        let trails = |x: &Item| {
            self.forms(x).iter().any(|f| f.forms.finite && self.lexicon.cues[f.cue as usize].frames.trailing)
        };
        if x.is_word() && trails(x) && !x.is(Role::PRONOUN) {
            return self.phrase_right(u, self.skip_adverbs(u, k + 1), true).is_some();
        }
        let Some(p) = self.phrase_right(u, k, false) else { return false };
        let j = self.skip_adverbs(u, p.end);
        let closes = u.get(j + 1).is_none_or(|x| {
            x.is_end() || x.is_comma() || x.time || x.is(Role::PREPOSITION | Role::JOIN | Role::ADVERB)
        });
        u.get(j).is_some_and(|x| x.is_word() && trails(x)) && closes
    }
}
