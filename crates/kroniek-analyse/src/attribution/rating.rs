//! Certainty, polarity and stance of an attribution, for its source.

use super::class::{Class, Negated};
use super::draft::{Draft, Family};
use super::lexicon::Role;
use super::unit::{Report, tokens_in};
use crate::certainty::{Mood, Reading, Rules as Certainties};
use kroniek_model::{Certainty, Polarity, Pos, QuoteType, Stance};

/// What an attribution is worth to its source.
pub(super) struct Rating {
    pub(super) certainty: Certainty,
    pub(super) polarity: Polarity,
    pub(super) stance: Stance,
}

impl Report<'_> {
    /// How the content is rendered.
    pub(super) fn quote_type(&self, draft: &Draft) -> QuoteType {
        let (mut inside, mut outside) = (false, false);
        for &c in &draft.content {
            let home = self.home(c);
            for t in &self.a.tokens[tokens_in(&self.a.tokens, c)] {
                if !super::unit::is_word(t) {
                    continue;
                }
                // Text that itself stands in a quotation is quoted only where a further quotation begins.
                let quoted = self
                    .quotations
                    .iter()
                    .skip(home)
                    .take(64)
                    .take_while(|q| q.outer.start() <= t.span.start())
                    .any(|q| {
                        q.inner.contains(t.span)
                            && (draft.family == Family::Speaker || self.owned(draft, q.inner))
                    });
                if quoted { inside = true } else { outside = true }
            }
        }
        match (inside, outside) {
            (true, false) => QuoteType::Direct,
            (true, true) => QuoteType::Mixed,
            (false, _) => QuoteType::Indirect,
        }
    }

    /// Index of the first quotation that can cover a span.
    fn home(&self, span: kroniek_model::Span<kroniek_model::Text>) -> usize {
        let i = self.quotations.partition_point(|q| q.outer.start() <= span.start());
        i.saturating_sub(super::unit::LEVELS + 1)
    }

    /// Whether a quotation belongs to the draft: its cue or source stands outside.
    fn owned(&self, draft: &Draft, quotation: kroniek_model::Span<kroniek_model::Text>) -> bool {
        let outside = draft.cue.or(draft.source);
        outside.is_none_or(|s| !quotation.contains(s))
    }

    /// Rates a draft: what its cue says of the content, and then what the content says of itself. People's own words
    /// between quotation marks are theirs in full: there the cue alone decides.
    pub(super) fn rate(&self, draft: &Draft, kind: QuoteType, certainties: &Certainties) -> Rating {
        let class = self.lexicon.classes.get(&draft.class);
        let mut rating =
            Rating { certainty: class.certainty, polarity: class.polarity, stance: class.stance };
        let reading = self.read_content(draft, certainties);
        if draft.negated {
            (rating.certainty, rating.polarity, rating.stance) = negated_cue(class);
        }
        if kind == QuoteType::Direct {
            self.rate_direct(draft, class, &reading, &mut rating);
            return rating;
        }
        if !draft.negated {
            content_certainty(&mut rating, &reading);
        }
        if reading.polarity == Polarity::Negative && rating.polarity == Polarity::Positive {
            rating.polarity = Polarity::Negative;
        }
        rating.stance = self.content_stance(rating.stance, draft, class, &reading);
        rating
    }

    /// Somebody's own words: only what they open with ("We plan", "We expect") changes what the cue says.
    fn rate_direct(&self, draft: &Draft, class: Class, reading: &Reading, rating: &mut Rating) {
        let own = draft.content.first().is_some_and(|&c| {
            let first = self.a.tokens[tokens_in(&self.a.tokens, c)].first();
            first.is_some_and(|t| self.lexicon.role(&t.norm).any(Role::FIRST))
        });
        if rating.stance == Stance::Planned && class.happened {
            rating.stance = Stance::Asserted;
        }
        if own && rating.stance == Stance::Asserted {
            if reading.expected {
                (rating.stance, rating.certainty) = (Stance::Predicted, Certainty::Probable);
            } else if reading.intended || reading.future && !reading.conditional {
                rating.stance = Stance::Planned;
            }
        } else if rating.stance == Stance::Asserted && reading.future && !reading.conditional {
            rating.stance = Stance::Predicted;
        }
    }

    /// What the content's own words make of the stance: what a source says of its own future is a plan, of another's a
    /// prediction.
    fn content_stance(&self, stance: Stance, draft: &Draft, class: Class, reading: &Reading) -> Stance {
        let flat = matches!(stance, Stance::Asserted | Stance::Planned);
        if class.hearsay {
            return if reading.future { Stance::Predicted } else { stance };
        }
        if flat && reading.mood == Mood::Condition {
            return Stance::Conditional;
        }
        if stance == Stance::Planned && class.happened && reading.past {
            return Stance::Asserted;
        }
        // "expects to cut jobs": what one does oneself is planned.
        if stance == Stance::Predicted && draft.family == Family::SourceCueInfinitive {
            return Stance::Planned;
        }
        if stance != Stance::Asserted {
            return stance;
        }
        let own = self.speaks_of_itself(draft);
        if reading.intended && own {
            Stance::Planned
        } else if reading.expected {
            Stance::Predicted
        } else if reading.future && own {
            Stance::Planned
        } else if reading.future || reading.may_come {
            Stance::Predicted
        } else {
            stance
        }
    }

    /// Whether the content's subject is the source itself: a pronoun of the third person, or the same words.
    fn speaks_of_itself(&self, draft: &Draft) -> bool {
        let (Some(source), Some(&content)) = (draft.source, draft.content.first()) else { return false };
        let tokens = &self.a.tokens[tokens_in(&self.a.tokens, content)];
        let Some(first) = tokens.iter().find(|t| super::unit::is_word(t)) else { return false };
        let role = self.lexicon.role(&first.norm);
        if role.any(Role::PRONOUN) {
            return !role.any(Role::DETERMINER)
                || self.classes && first.pos == Pos::Pron
                || tokens
                    .get(1)
                    .is_none_or(|t| self.lexicon.role(&t.norm).any(Role::BE | Role::HAVE | Role::MODAL))
                || self.organisation_follows(tokens);
        }
        if role.any(Role::DETERMINER) {
            return self.organisation_follows(tokens);
        }
        let names = &self.a.tokens[tokens_in(&self.a.tokens, source)];
        first.span.of(self.text()).starts_with(char::is_uppercase)
            && names.iter().any(|t| t.norm == first.norm)
    }

    /// "the company", "het bedrijf".
    fn organisation_follows(&self, tokens: &[kroniek_model::Token]) -> bool {
        tokens
            .iter()
            .take(3)
            .any(|t| self.lexicon.kind(&t.norm) == Some(kroniek_model::SourceKind::Organisation))
    }

    /// What the main clause of the content says.
    fn read_content(&self, draft: &Draft, certainties: &Certainties) -> Reading {
        let Some(&first) = draft.content.first() else { return Reading::default() };
        let tokens = &self.a.tokens;
        if draft.content.len() > 1
            && matches!(
                draft.family,
                Family::PassiveInfinitive | Family::HearsayModal | Family::HearsayPhrase | Family::According
            )
        {
            let last = draft.content[draft.content.len() - 1];
            return certainties.of_tokens(tokens, tokens_in(tokens, last));
        }
        let mut range = tokens_in(tokens, first);
        let sentence = self.a.sentences.partition_point(|s| s.tokens.end as usize <= range.start);
        if let Some(s) = self.a.sentences.get(sentence) {
            range.end = range.end.min((s.tokens.end as usize).max(range.start));
        }
        // Up to the first comma after a few words: what follows is a clause of its own.
        if let Some(n) = tokens[range.clone()].iter().skip(4).position(|t| t.norm == "," || t.norm == ";") {
            range.end = range.start + 4 + n;
        }
        let flat = certainties.of_tokens(tokens, range.clone());
        match self.main_clause(range.start) {
            // A condition anywhere in the sentence counts.
            Some(clause) => Reading { mood: flat.mood, ..certainties.of_clause(self.a, clause) },
            None => flat,
        }
    }

    /// The clause that content beginning at a token has for its main clause: the innermost around the token, or the one
    /// above it where the content opens with an adverbial clause. `None` where that one begins before the content.
    fn main_clause(&self, first: usize) -> Option<u32> {
        let clauses = &self.a.clauses;
        let first = first as u32;
        let next = clauses.partition_point(|c| c.tokens.start <= first);
        let around = clauses[..next].iter().rev().take(24).position(|c| c.tokens.contains(&first))?;
        let mut at = next - 1 - around;
        while let Some(above) = clauses[at].parent.filter(|_| clauses[at].conjunction == Some(first)) {
            at = above as usize;
            if clauses[at].tokens.start + 2 < first {
                return None;
            }
        }
        (clauses[at].tokens.start + 2 >= first && clauses[at].head.is_some()).then_some(at as u32)
    }
}

fn negated_cue(class: Class) -> (Certainty, Polarity, Stance) {
    match class.negated {
        Negated::Denied => (Certainty::Certain, Polarity::Negative, Stance::Denied),
        Negated::Open => (Certainty::Underspecified, Polarity::Underspecified, Stance::Doubted),
        Negated::Kept => (Certainty::Underspecified, Polarity::Negative, class.stance),
    }
}

fn content_certainty(rating: &mut Rating, reading: &Reading) {
    let rank = |c: Certainty| match c {
        Certainty::Certain => 0,
        Certainty::Probable => 1,
        Certainty::Possible => 2,
        Certainty::Underspecified => 3,
    };
    if matches!(reading.certainty, Certainty::Probable | Certainty::Possible)
        && rank(reading.certainty) > rank(rating.certainty)
    {
        rating.certainty = reading.certainty;
    }
}
