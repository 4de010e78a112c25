//! Predictions that something will be gone, and reports after their term that still tell of it.
//!
//! "Over een week is er geen stakingspost meer te vinden", and a month later "Bij de haven staan nog stakingsposten": the
//! prediction failed. It takes the very noun that was to be gone, and a word that it is still there.

use super::super::align::Index;
use super::super::lexicon::Cues;
use super::super::sense::{find, line};
use super::super::series::before;
use super::Ground;
use super::prediction::{is_prediction, published};
use kroniek_model::{Certainty, Polarity, Pos, RelationName, Stance, StatementIx, Tense, When};

/// The first statement after the term that what was to be gone is still there.
pub(super) fn by_what_is_still_there(
    ground: &Ground<'_>,
    index: &Index,
    prediction: StatementIx,
    due: &When,
) -> Option<(RelationName, StatementIx, &'static str)> {
    let gone = gone(ground, prediction)?;
    let told = |o: &StatementIx| published(ground, ground.statement(*o));
    let still = index.with_word(prediction, gone).iter().copied().filter(|&o| {
        before(Some(due), told(&o)) && !is_prediction(ground, o) && still_there(ground, o, gone)
    });
    let first = still.min_by_key(|o| (told(o).and_then(|w| w.earliest), *o))?;
    Some((RelationName::Fails, first, "relation.outcome-still-there"))
}

/// Words between "geen" and what is not there.
const REACH: usize = 4;

/// The noun that is denied in a clause or just before it ("geen kraampje meer [te vinden]"), by its dictionary form.
fn gone(ground: &Ground<'_>, at: StatementIx) -> Option<u32> {
    let (d, sense) = (ground.digest(at), ground.sense(at));
    let sentence = d.sentences.get(sense.sentence)?;
    let words = ground.lexicon.words(&d.language);
    let from = sense.words.start.saturating_sub(REACH);
    let cues = find(from..sense.words.end, |i| words.cues.longest_at(line(sentence), i));
    let none = cues.iter().find(|c| c.value.has(Cues::NONE))?;
    let next = sentence.lemmas.get(none.end..)?.iter().take(REACH);
    next.filter(|(_, pos)| matches!(pos, Pos::Noun | Pos::Propn)).map(|(lemma, _)| *lemma).next()
}

fn still_there(ground: &Ground<'_>, at: StatementIx, noun: u32) -> bool {
    let (s, sense) = (ground.statement(at), ground.sense(at));
    let said = s.stance == Stance::Asserted
        && s.polarity == Polarity::Positive
        && s.tense != Tense::Future
        && s.certainty == Certainty::Certain
        && s.when.is_none();
    let cue = sense.cue();
    let line = ground.digest(at).sentences.get(sense.sentence);
    let lemmas = line.and_then(|l| l.lemmas.get(sense.words.clone())).unwrap_or_default();
    said && cue.has(Cues::STILL) && !cue.has(Cues::NONE) && lemmas.iter().any(|(l, _)| *l == noun)
}
