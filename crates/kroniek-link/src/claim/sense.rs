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
    /// It lies within another statement of its sentence: a noun for an event ("de explosie") inside a clause.
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
    // Statements come by report and start; one that holds another starts before it or ends after it.
    let mut outer: Option<(kroniek_model::ReportIx, Span<Text>)> = None;
    for (i, s) in all.iter().enumerate() {
        let e = s.evidence;
        let next = all.get(i + 1).filter(|n| n.evidence.report == e.report).map(|n| n.evidence.span);
        let same_start = next.is_some_and(|n| n.start() == e.span.start() && n.len() > e.span.len());
        match outer {
            Some((r, o)) if r == e.report && o.contains(e.span) && o != e.span => senses[i].minor = true,
            _ => {
                senses[i].minor = same_start;
                if !same_start {
                    outer = Some((e.report, e.span));
                }
            }
        }
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
