//! What the words of a statement say, in concepts that languages share.

use super::lexicon::{Concept, Cues, Lexicon, Line, Words};
use super::statement::From;
use crate::{Digest, digest::SentenceDigest};
use kroniek_model::{LinkedStatement, Pos, Span, Text};

/// A word or phrase found in a sentence: its words as a range, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<T> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: T,
}

/// What the words of one statement say.
#[derive(Debug, Clone, Default)]
pub(super) struct Sense {
    /// Index of the sentence in its digest.
    pub(super) sentence: usize,
    /// Its words, as indices into the sentence's words.
    pub(super) words: std::ops::Range<usize>,
    /// States named in it, in text order, with the kind of thing that the word itself names.
    pub(super) states: Vec<Found<(Concept, Option<Concept>)>>,
    /// It is a noun for an event ("de explosie") inside another statement's clause, or a scrap of one word.
    pub(super) minor: bool,
    /// Cues in it.
    pub(super) cues: Vec<Found<Cues>>,
}

impl Sense {
    /// All its cues together.
    pub(super) fn cue(&self) -> Cues {
        self.cues.iter().fold(Cues::default(), |all, c| all.and(c.value))
    }
}

/// The rule that makes statements of nouns.
const NOMINAL: &str = "statement.nominal";

/// The sense of every statement, in their order.
pub(super) fn senses(
    lexicon: &Lexicon,
    digests: &[Digest],
    from: &[From],
    all: &[LinkedStatement],
) -> Vec<Sense> {
    let one = |(f, s): (&From, &LinkedStatement)| {
        let d = &digests[f.report.at()];
        sense(lexicon.words(&d.language), d, s.evidence.span)
    };
    let mut senses: Vec<Sense> = from.iter().zip(all).map(one).collect();
    for (i, f) in from.iter().enumerate() {
        let rule = digests[f.report.at()].statements.get(f.statement as usize).map(|s| s.rule.as_str());
        senses[i].minor = rule == Some(NOMINAL) || senses[i].words.len() < 2;
    }
    senses
}

fn sense(words: &Words, d: &Digest, span: Span<Text>) -> Sense {
    let sentence = d.sentences.partition_point(|s| s.span.end() <= span.start());
    let Some(s) = d.sentences.get(sentence) else { return Sense::default() };
    let first = s.words.partition_point(|(_, w)| w.end() <= span.start());
    let last = s.words.partition_point(|(_, w)| w.start() < span.end());
    let range = first..last.max(first);
    let line = line(s);
    Sense {
        sentence,
        states: find(range.clone(), |i| words.states.longest_at(line, i)),
        cues: find(range.clone(), |i| words.cues.longest_at(line, i)),
        words: range,
        minor: false,
    }
}

/// A sentence as finders read it.
pub(super) fn line(s: &SentenceDigest) -> Line<'_> {
    Line { words: &s.words, lemmas: &s.lemmas }
}

/// Everything found in a range of words, longest first, not overlapping.
pub(super) fn find<T>(
    range: std::ops::Range<usize>,
    at: impl Fn(usize) -> Option<(usize, T)>,
) -> Vec<Found<T>> {
    let (mut all, mut i) = (Vec::new(), range.start);
    while i < range.end {
        match at(i) {
            Some((n, value)) => {
                all.push(Found { start: i, end: i + n, value });
                i += n;
            }
            None => i += 1,
        }
    }
    all
}

/// Words that carry meaning of their own.
pub(super) fn is_content(p: Pos) -> bool {
    matches!(p, Pos::Adj | Pos::Noun | Pos::Num | Pos::Propn | Pos::Verb | Pos::X)
}

/// For every statement, the cues of the whole sentence that it stands in.
pub(super) fn sentences(lexicon: &Lexicon, digests: &[Digest], from: &[From], senses: &[Sense]) -> Vec<Cues> {
    let mut last: Option<((kroniek_model::ReportIx, usize), Cues)> = None;
    let mut all = Vec::with_capacity(senses.len());
    for (f, s) in from.iter().zip(senses) {
        let key = (f.report, s.sentence);
        let cues = match last {
            Some((k, cues)) if k == key => cues,
            _ => cues_of(lexicon, &digests[f.report.at()], s.sentence),
        };
        last = Some((key, cues));
        all.push(cues);
    }
    all
}

/// All cues of one sentence.
pub(super) fn cues_of(lexicon: &Lexicon, d: &Digest, sentence: usize) -> Cues {
    let Some(s) = d.sentences.get(sentence) else { return Cues::default() };
    let words = lexicon.words(&d.language);
    let found = find(0..s.words.len(), |i| words.cues.longest_at(line(s), i));
    found.iter().fold(Cues::default(), |all, c| all.and(c.value))
}

/// Whether a statement is what somebody said before ("had said before that it cost …"): words for that touch the cue.
pub(super) fn said_before(lexicon: &Lexicon, digests: &[Digest], from: &From, sense: &Sense) -> bool {
    let d = &digests[from.report.at()];
    let said = d.statements.get(from.statement as usize).and_then(|s| s.attribution);
    let cue = said.and_then(|a| d.attributions.get(a as usize)?.cue.as_ref()).map(|c| c.span);
    let (Some(cue), Some(s)) = (cue, d.sentences.get(sense.sentence)) else { return false };
    let start = s.words.partition_point(|(_, w)| w.end() <= cue.start());
    let end = s.words.partition_point(|(_, w)| w.start() < cue.end());
    let words = lexicon.words(&d.language);
    let near = start.saturating_sub(3)..(end + 1).min(s.words.len());
    find(near, |i| words.cues.longest_at(line(s), i)).iter().any(|c| c.value.has(Cues::PREVIOUS))
}
