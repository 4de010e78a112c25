//! Certainty, polarity and stance of an attribution, for its source.

use super::draft::{Draft, Family};
use super::unit::{Report, tokens_in};
use crate::certainty::{Mood, Reading, Rules as Certainties};
use kroniek_model::{Certainty, Polarity, QuoteType, Stance, Tense};

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
                let quoted =
                    self.quotations.iter().skip(home).take_while(|q| q.outer.start() <= t.span.start()).any(
                        |q| {
                            q.inner.contains(t.span)
                                && (draft.family == Family::Speaker || self.owned(draft, q.inner))
                        },
                    );
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
        let class = self.lexicon.class(&draft.class);
        let mut rating =
            Rating { certainty: class.certainty, polarity: class.polarity, stance: class.stance };
        let reading = self.read_content(draft, certainties);
        if draft.negated {
            (rating.certainty, rating.polarity, rating.stance) = negated_cue(&draft.class, class.stance);
        }
        if kind == QuoteType::Direct {
            if rating.stance == Stance::Planned && draft.class == "announce" {
                rating.stance = Stance::Asserted;
            }
            return rating;
        }
        if !draft.negated {
            content_certainty(&mut rating, &reading);
        }
        if reading.polarity == Polarity::Negative && rating.polarity == Polarity::Positive {
            rating.polarity = Polarity::Negative;
        }
        rating.stance = content_stance(rating.stance, &draft.class, &reading);
        rating
    }

    /// What the first clause of the content says.
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
        // Up to the first comma after a few words: what follows is a clause of its own.
        if let Some(n) = tokens[range.clone()].iter().skip(4).position(|t| t.norm == "," || t.norm == ";") {
            range.end = range.start + 4 + n;
        }
        certainties.of_tokens(tokens, range)
    }
}

fn negated_cue(class: &str, stance: Stance) -> (Certainty, Polarity, Stance) {
    match class {
        "confirm" | "believe" | "expect" | "predict" | "claim" | "conclude" | "show" => {
            (Certainty::Certain, Polarity::Negative, Stance::Denied)
        }
        "deny" => (Certainty::Underspecified, Polarity::Underspecified, Stance::Doubted),
        _ if matches!(stance, Stance::Asked | Stance::Demanded) => {
            (Certainty::Underspecified, Polarity::Negative, stance)
        }
        _ => (Certainty::Underspecified, Polarity::Underspecified, Stance::Doubted),
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

fn content_stance(stance: Stance, class: &str, reading: &Reading) -> Stance {
    match stance {
        Stance::Asserted | Stance::Planned if reading.mood == Mood::Condition && class != "hearsay" => {
            Stance::Conditional
        }
        Stance::Asserted if reading.intended => Stance::Planned,
        Stance::Asserted if reading.tense == Tense::Future && class != "hearsay" => Stance::Predicted,
        other => other,
    }
}
