//! Where subject, quotation and borders stand around a reporting verb.

use super::lexicon::Role;
use super::unit::{Item, Report};
use kroniek_model::{Span, Text};
use std::ops::Range;

impl Report<'_> {
    /// The subject that ends left of the verb group, in the same clause.
    pub(super) fn left_subject(&self, u: &[Item], verb: usize) -> Option<Range<usize>> {
        let mut floor = 0;
        let mut brackets = 0u32;
        for k in (0..verb).rev() {
            let x = &u[k];
            // What stands between brackets ends nothing: "Moore (D-Wis.) said".
            match x.mark {
                ')' => brackets += 1,
                '(' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if brackets > 0 && verb - k <= 60 {
                continue;
            }
            if x.is_end()
                || x.is_break() && x.mark != '(' && x.mark != ')'
                || x.quote.is_some_and(|q| self.is_speech(q))
            {
                floor = k + 1;
                break;
            }
            if verb - k > 60 {
                floor = k;
                break;
            }
        }
        let s = self.phrase_left(u, floor, verb)?;
        // A bare prepositional phrase is no subject.
        let preposition = s.start > floor
            && u[s.start - 1].is(Role::PREPOSITION | Role::JOIN)
            && !u[s.start - 1].is(Role::SUBORDINATOR);
        if preposition && !u[s.start].is(Role::PRONOUN) {
            return None;
        }
        Some(self.with_name(u, floor, s))
    }

    /// "Ann Poort, the head of works, one of three chiefs, said": two descriptions go with the name before them.
    fn with_name(&self, u: &[Item], floor: usize, s: Range<usize>) -> Range<usize> {
        let comma =
            s.start.checked_sub(1).filter(|&c| c > floor && u[c].is_comma() && self.ends_name(&u[c - 1]));
        let described = u[s.start].is(Role::DETERMINER) && u[s.clone()].iter().any(Item::is_comma);
        match comma.filter(|_| described).and_then(|c| self.phrase_left(u, floor, c)) {
            Some(name) => name.start..s.end,
            None => s,
        }
    }

    /// A word that can end a noun phrase.
    pub(super) fn near(&self, item: &Item) -> bool {
        let outside = Role::COORDINATOR | Role::SUBORDINATOR | Role::BY | Role::PREPOSITION | Role::JOIN;
        let quoted =
            item.quote.is_some_and(|q| !self.quotations[q as usize].inner.of(self.text()).ends_with(','));
        quoted || item.is_word() && !item.is(outside | Role::ADVERB | Role::TO)
    }

    /// The first noun phrase of the unit: what a later verb without a subject of its own shares.
    pub(super) fn subject(&self, u: &[Item], before: usize) -> Option<Range<usize>> {
        let mut k = 0;
        while k < before.min(20) {
            k = self.skip_adverbs(u, k);
            let x = u.get(k)?;
            if x.is(Role::PREPOSITION | Role::JOIN) && !x.is(Role::PRONOUN) {
                let p = self.phrase_right(u, k + 1, false)?;
                k = p.end;
                if u.get(k).is_some_and(Item::is_comma) {
                    k += 1;
                }
                continue;
            }
            if let Some(p) = self.phrase_right(u, k, false)
                && p.end <= before
            {
                return Some(p);
            }
            k += 1;
        }
        None
    }

    /// The speech quotation that ends right before `at` (a comma between is allowed).
    pub(super) fn speech_before(&self, u: &[Item], at: usize) -> Option<usize> {
        let mut k = at.checked_sub(1)?;
        while u[k].is_comma() || u[k].mark == '-' || u[k].mark == '–' || u[k].mark == '—' {
            k = k.checked_sub(1)?;
        }
        let q = u[k].quote?;
        let led = k + 1 < at
            || self.quotations[q as usize].inner.of(self.text()).ends_with([',', '?', '!', '.', '…']);
        (self.is_speech(q) || led).then_some(k)
    }

    /// The pieces of a quotation that a source clause interrupts: those before it, and those right after.
    pub(super) fn quoted_pieces(&self, u: &[Item], last: usize, after: usize) -> Vec<Range<usize>> {
        let mut first = last;
        while first > 0 && u[first - 1].quote.is_some() {
            first -= 1;
        }
        let mut pieces = vec![];
        // Words before the quotation that belong to the same sentence: `The plan is "bad," she said.`
        let led = first == 0 || u[first - 1].mark == ':' || u[first - 1].is_end() || u[first - 1].is_comma();
        let from = if led { first } else { self.left_border(u, first) };
        if from == first {
            pieces.extend((first..=last).map(|k| k..k + 1));
        } else {
            pieces.push(from..last + 1);
        }
        let mut k = after;
        while u.get(k).is_some_and(|x| x.is_comma() || x.is_end() || x.mark == ':') {
            k += 1;
        }
        if u.get(k).is_some_and(|x| x.quote.is_none()) {
            k = self.resumed(u, k).unwrap_or(k);
        }
        if k > after || u.get(k).is_some_and(|x| x.quote.is_some()) {
            while u.get(k).is_some_and(|x| x.quote.is_some()) {
                pieces.push(k..k + 1);
                k += 1;
            }
        }
        pieces
    }

    /// "he said, referring to the bridge, “…”": where the quotation goes on within the sentence, past words without a
    /// clause of their own.
    fn resumed(&self, u: &[Item], from: usize) -> Option<usize> {
        for (k, x) in u.iter().enumerate().skip(from).take(24) {
            if let Some(q) = x.quote {
                let led = u[k - 1].is_comma() || u[k - 1].mark == ':' || u[k - 1].is(Role::COORDINATOR);
                return (led && self.is_speech(q)).then_some(k);
            }
            let aside = x.is(Role::BREAK | Role::SUBORDINATOR) && !x.is(Role::PREPOSITION | Role::ADVERB);
            if x.is_end() || x.mark == ';' || aside || self.is_report_verb(x) && !self.is_ing_cue(x) {
                return None;
            }
        }
        None
    }

    /// Past the source clause that closes or interrupts a sentence: the next comma, quotation or end.
    pub(super) fn tail_end(&self, u: &[Item], at: usize) -> usize {
        u.iter()
            .skip(at)
            .position(|x| x.is_comma() || x.is_end() || x.quote.is_some() || x.mark == ';')
            .map_or(u.len(), |n| at + n)
    }

    /// Where content that ends at `end` begins: after the last break, or at the start of the unit.
    pub(super) fn left_border(&self, u: &[Item], end: usize) -> usize {
        let mut k = end;
        let floor = end.saturating_sub(300);
        while k > floor {
            let x = &u[k - 1];
            if x.is_end() || x.mark == ';' {
                return k;
            }
            k -= 1;
        }
        k
    }

    /// Where the clause that holds `at` begins: after the nearest comma, break, conjunction or quotation.
    pub(super) fn clause_start(&self, u: &[Item], at: usize) -> usize {
        let mut k = at;
        let floor = at.saturating_sub(40);
        while k > floor {
            let x = &u[k - 1];
            let conjunction = x.is(Role::SUBORDINATOR | Role::THAT | Role::COORDINATOR | Role::RELATIVE)
                && !x.is(Role::DETERMINER | Role::PRONOUN);
            if x.is_comma()
                || x.is_end()
                || x.is_break()
                || conjunction
                || x.quote.is_some_and(|q| self.is_speech(q))
            {
                return k;
            }
            k -= 1;
        }
        k
    }

    /// Whether the clause of a subject at `start` stands inside another (after "after", "who", "because").
    pub(super) fn in_inner_clause(&self, u: &[Item], start: usize) -> bool {
        if u[start].is(Role::RELATIVE) && !u[start].is(Role::DETERMINER) {
            return true;
        }
        let at = self.clause_start(u, start);
        at > 0 && u[at - 1].is(Role::SUBORDINATOR | Role::RELATIVE) && !u[at - 1].is(Role::BREAK)
    }

    /// A source's words; for a relative pronoun the noun phrase before it, where the language has it so.
    pub(super) fn source_span(&self, u: &[Item], s: Range<usize>) -> Option<Span<Text>> {
        let mut s = s;
        if s.len() == 1 && self.antecedents && u[s.start].is(Role::RELATIVE) && s.start > 1 {
            let end = if u[s.start - 1].is_comma() { s.start - 1 } else { s.start };
            if let Some(a) = self.phrase_left(u, 0, end) {
                s = a;
            }
        }
        let mut to = s.end;
        while to > s.start + 1 && u[to - 1].mark != '\0' && u[to - 1].quote.is_none() && u[to - 1].mark != ')'
        {
            to -= 1;
        }
        self.span(&u[s.start..to])
    }
}
