//! The subject of a clause, found by place, number and form.

use super::clause::Draft;
use super::cues::{Cue, Cues};
use kroniek_model::{ClauseKind, Morph, Pos, Token};
use std::ops::Range;

/// The tokens of the subject; `None` for infinitives and where nothing fits.
///
/// Before the finite verb if the clause begins with a noun phrase that agrees with it, otherwise the first noun phrase
/// after it. In a relative clause the pronoun itself where no other noun phrase is left.
///
/// `own` tells the tokens that are the clause's own from those of clauses inside it.
pub(crate) fn subject(
    cues: &Cues,
    draft: &Draft,
    range: &Range<usize>,
    tokens: &[Token],
    own: impl Fn(usize) -> bool + Copy,
) -> Option<Range<usize>> {
    let finite = draft.finite?;
    if draft.kind == ClauseKind::Infinitive {
        return None;
    }
    let start = draft.conjunction.map_or(range.start, |c| (c + 1).max(range.start));
    let opener = draft.conjunction.filter(|_| draft.kind == ClauseKind::Relative);
    let plural = tokens[finite].morph.has(Morph::PLURAL);
    let singular = tokens[finite].morph.has(Morph::SINGULAR);
    let agrees = |p: &Phrase| !(plural && p.plural == Some(false) || singular && p.plural == Some(true));
    let before = phrases(cues, tokens, start.min(finite)..finite, own);
    let straight: Vec<&Phrase> = before.iter().filter(|p| !p.oblique).collect();
    if draft.kind == ClauseKind::Relative {
        // "de man die de vrouw zag": either could be meant; the noun phrase nearest the pronoun that agrees.
        return match (straight.iter().find(|p| agrees(p) && p.nominative), opener) {
            (Some(p), _) => Some(p.range.clone()),
            (None, Some(c)) => match straight.iter().find(|p| agrees(p)) {
                Some(p) if !cues.verb_final || preposition_before(tokens, c) => Some(p.range.clone()),
                _ => Some(c..c + 1),
            },
            _ => None,
        };
    }
    // In a main clause of a verb-second language only the first phrase can stand before the verb.
    let second = cues.verb_final && draft.kind == ClauseKind::Main;
    let first = if second { before.first().filter(|p| !p.oblique) } else { None };
    let candidate = if second {
        first
    } else if cues.verb_final {
        straight.first().copied()
    } else {
        straight.last().copied()
    };
    if let Some(p) = candidate.filter(|p| agrees(p)) {
        return Some(p.range.clone());
    }
    let end = range.end.min(tokens.len()).min(finite + 16);
    let after = phrases(cues, tokens, (finite + 1).min(end)..end, own);
    let inverted = cues.verb_final || before.is_empty();
    let found = after.iter().take(2).find(|p| !p.oblique && agrees(p)).filter(|_| inverted);
    found.or(candidate).map(|p| p.range.clone())
}

fn preposition_before(tokens: &[Token], i: usize) -> bool {
    i > 0 && tokens[i - 1].pos == Pos::Adp
}

/// A noun phrase.
struct Phrase {
    range: Range<usize>,
    /// Whether it cannot be a subject: after a preposition, an object form, a time.
    oblique: bool,
    /// Whether it is a pronoun in the form of a subject.
    nominative: bool,
    plural: Option<bool>,
}

/// The noun phrases in a stretch, from left to right, those after a preposition included.
fn phrases(cues: &Cues, tokens: &[Token], range: Range<usize>, own: impl Fn(usize) -> bool) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    let mut i = range.start;
    let mut after_preposition = false;
    while i < range.end {
        if !own(i) {
            after_preposition = false;
            i += 1;
            continue;
        }
        let start = i;
        let mut head = None;
        while i < range.end && own(i) {
            match tokens[i].pos {
                Pos::Det | Pos::Num | Pos::Adj if head.is_none() => {}
                Pos::Noun | Pos::Propn | Pos::Sym => head = Some(i),
                // "Flight 93", but not "the police two men".
                Pos::Num if head.is_some() => {
                    if i + 1 < range.end && matches!(tokens[i + 1].pos, Pos::Noun | Pos::Adj) {
                        break;
                    }
                }
                Pos::Verb if head.is_none() && i > start && tokens[i].morph.has(Morph::PARTICIPLE) => {}
                Pos::Pron if head.is_none() => {
                    head = Some(i);
                    // A possessive goes with the noun after it.
                    let noun = |k: usize| {
                        k < range.end && matches!(tokens[k].pos, Pos::Noun | Pos::Propn | Pos::Adj)
                    };
                    if !noun(i + 1) || is_nominative(cues, &tokens[i]) {
                        i += 1;
                        break;
                    }
                    head = None;
                }
                // "de leider van de partij", "John's car".
                Pos::Adp if head.is_some() && cues.is(&tokens[i].norm, Cue::Genitive) => {
                    let more = i + 1 < range.end
                        && matches!(
                            tokens[i + 1].pos,
                            Pos::Det | Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Pron
                        );
                    if !more {
                        break;
                    }
                    i = tail(tokens, i + 1, range.end);
                    continue;
                }
                Pos::Part if head.is_some() => {}
                Pos::Cconj if head.is_some() && i + 1 < range.end => {
                    if !matches!(tokens[i + 1].pos, Pos::Noun | Pos::Propn | Pos::Det) {
                        break;
                    }
                    i = tail(tokens, i + 1, range.end);
                    continue;
                }
                Pos::Punct if head.is_some() && tokens[i].norm == "-" && i + 1 < range.end => {}
                _ => break,
            }
            i += 1;
        }
        let Some(head) = head.filter(|_| i > start).or_else(|| (i > start).then(|| i - 1)) else {
            after_preposition = match tokens[i].pos {
                Pos::Adp => true,
                Pos::Adv | Pos::Part => after_preposition,
                _ => false,
            };
            i += 1;
            continue;
        };
        let joined = tokens[start..i].iter().any(|t| t.pos == Pos::Cconj);
        let oblique = after_preposition
            || cues.is(&tokens[head].norm, Cue::Object)
            || cues.is(&tokens[head].norm, Cue::Time)
            || !matches!(
                tokens[head].pos,
                Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Sym | Pos::Det | Pos::Adj
            );
        let morph = tokens[head].morph;
        let plural = match (joined, morph.has(Morph::PLURAL), morph.has(Morph::SINGULAR)) {
            (true, ..) => None,
            (_, true, false) => Some(true),
            (_, false, true) => Some(false),
            _ => None,
        };
        let nominative = is_nominative(cues, &tokens[head]);
        out.push(Phrase { range: start..i, oblique, nominative, plural });
        after_preposition = false;
    }
    out
}

/// Where the noun phrase that begins at `i` ends.
fn tail(tokens: &[Token], mut i: usize, end: usize) -> usize {
    let mut head = false;
    while i < end {
        match tokens[i].pos {
            Pos::Det | Pos::Num | Pos::Adj | Pos::Pron if !head => {}
            Pos::Noun | Pos::Propn => head = true,
            _ => break,
        }
        i += 1;
    }
    i
}

fn is_nominative(cues: &Cues, token: &Token) -> bool {
    let person = [Morph::FIRST, Morph::SECOND, Morph::THIRD].iter().any(|&p| token.morph.has(p));
    token.pos == Pos::Pron && person && !cues.is(&token.norm, Cue::Object)
}
