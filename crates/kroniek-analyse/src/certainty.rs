//! How certain a clause is, whether it is affirmed, and whether it lies ahead (FactBank, MEANTIME).
//!
//! Worked out from the words of one clause and, for infinitives, of the clauses it depends on; never from a window of
//! words. Pure: tokens and clauses in, a [`Reading`] out. The words themselves are the pack's
//! (`lexicon/certainty/markers.tsv`).

mod markers;
mod matrix;

use kroniek_lang::{Error, Pack};
use kroniek_model::{Analysis, Certainty, ClauseKind, Morph, Polarity, Pos, Tense, Token};
pub use markers::Mark;
use markers::Markers;
use matrix::{Effect, Hangs, Matrices};

/// What the words of a clause say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// How sure the clause is.
    pub certainty: Certainty,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Whether it lies ahead, seen from the report.
    pub tense: Tense,
    /// A statement, a condition, a question or a command.
    pub mood: Mood,
    /// Whether it is told as hearsay ("zou", "reportedly").
    pub hearsay: bool,
    /// Whether somebody wants, plans or promises it.
    pub intended: bool,
    /// Whether somebody expects or predicts it.
    pub expected: bool,
    /// Whether it is said to lie ahead in so many words ("will", "zou"), not by an obligation or a wish.
    pub future: bool,
    /// Whether a conditional ("would", "zou") and nothing stronger makes it lie ahead; within hearsay it does not.
    pub conditional: bool,
    /// Whether it may come to pass ("could rise"), rather than may be so already.
    pub may_come: bool,
    /// Whether nothing but an obligation ("must") makes it lie ahead.
    pub obliged: bool,
    /// Whether a verb in the past or perfect tense tells it.
    pub past: bool,
    /// Token (index into [`Analysis::tokens`]) whose word decided the certainty; `None` for a flat clause.
    pub marker: Option<u32>,
    /// Whether a word beside a noun says that what it names does not come about ("cancelled").
    pub void: bool,
    /// Token that negates it.
    pub negator: Option<u32>,
}

impl Reading {
    /// A noun phrase's reading within a clause: what the clause says holds, and what the phrase's own words add to it.
    pub fn under(self, clause: &Reading) -> Reading {
        match (self.marker, self.certainty) {
            (Some(_), Certainty::Possible | Certainty::Probable | Certainty::Underspecified) => {
                Reading { certainty: self.certainty, marker: self.marker, ..*clause }
            }
            _ if self.tense == Tense::Future => Reading { tense: Tense::Future, ..*clause },
            _ => *clause,
        }
    }
}

/// What kind of utterance a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// Says something.
    #[default]
    Statement,
    /// "if", "tenzij".
    Condition,
    /// "whether", "of", a question mark.
    Question,
    /// An imperative.
    Command,
}

/// The layer's words for one language.
#[derive(Debug, Clone)]
pub struct Rules {
    markers: Markers,
    matrices: Matrices,
}

impl Rules {
    /// Compiles the words from a pack.
    ///
    /// # Errors
    /// If the table of markers or a rule is not well formed.
    pub fn compile(_common: &Pack, pack: &Pack) -> Result<Self, Error> {
        Ok(Rules { markers: Markers::compile(pack)?, matrices: Matrices::compile(pack)? })
    }

    /// Reads clause number `clause` of an analysis: its own words, without those of the clauses inside it; an
    /// infinitive also inherits what the clauses above it say ("is expected *to land*"). Looks at most eight clauses up.
    pub fn of_clause(&self, a: &Analysis, clause: u32) -> Reading {
        let mut own = Vec::new();
        own_tokens(a, clause, &mut own);
        self.of_words(a, Some(clause), &own)
    }

    /// Like [`Rules::of_clause`] for a clause whose own tokens the caller knows better (pieces put together again).
    pub fn of_words(&self, a: &Analysis, clause: Option<u32>, words: &[u32]) -> Reading {
        let mut own = Vec::new();
        let heads_below = |&t: &u32| self.negates_below(a, t);
        let mut found = self.collect(&a.tokens, words.iter().copied().filter(|t| !heads_below(t)));
        let first = clause.and_then(|c| a.clauses.get(c as usize)).map(|c| c.tokens.start);
        if let Some(not) = first.and_then(|t| t.checked_sub(1)).filter(heads_below) {
            found.add(Mark::Negative, not);
        }
        let mut at = clause.unwrap_or(u32::MAX);
        if let Some(c) = a.clauses.get(at as usize)
            && c.kind == ClauseKind::Subordinate
            && found.whether.is_some()
            && found.whether == c.conjunction
        {
            found.question = found.question.or(found.whether);
        }
        for _ in 0..8 {
            let Some(c) = a.clauses.get(at as usize) else { break };
            let Some(parent) = c.parent.filter(|_| c.kind == ClauseKind::Infinitive) else { break };
            own_tokens(a, parent, &mut own);
            let above = self.collect(&a.tokens, own.iter().copied());
            found.inherit(&above);
            if let Some((effect, token)) = self.matrix(a, at, Hangs::Infinitive) {
                found.cast(effect, token);
            }
            at = parent;
        }
        // "Bouwer to close plant": an infinitive that hangs on nothing lies ahead.
        if let Some(c) = a.clauses.get(at as usize)
            && c.kind == ClauseKind::Infinitive
            && c.parent.is_none()
            && c.head.is_some_and(|h| !a.tokens[h as usize].morph.has(Morph::PARTICIPLE))
            && found.negative.is_none()
        {
            found.intended = found.intended.or(Some(c.tokens.start));
        }
        if let Some((effect, token)) = self.matrix(a, at, Hangs::Clause) {
            found.cast(effect, token);
        }
        found.reading()
    }

    /// What the clause above makes of a clause that hangs on it, and by which token; `None` where nothing does.
    fn matrix(&self, a: &Analysis, clause: u32, hangs: Hangs) -> Option<(Effect, u32)> {
        let c = a.clauses.get(clause as usize)?;
        let content = |t: u32| {
            matches!(self.markers.of_word(&a.tokens[t as usize].norm), Some(Mark::Content | Mark::Whether))
        };
        let fits = match hangs {
            // "no evidence that …": after a noun it looks like a relative clause, but has a subject of its own.
            Hangs::Clause if c.kind == ClauseKind::Relative => {
                let own = |t: u32| c.subject.as_ref().is_some_and(|s| !s.contains(&t));
                c.conjunction.is_some_and(|t| content(t) && own(t))
            }
            Hangs::Clause => c.kind == ClauseKind::Subordinate,
            Hangs::Infinitive => c.kind == ClauseKind::Infinitive,
        };
        let parent = c.parent.filter(|_| fits)?;
        // "because", "without": the conjunction may be such a word itself, but what stands before it has no say.
        let closed = hangs == Hangs::Clause && !c.conjunction.is_none_or(content);
        // What is meant by "is not to say" stands in the clause around the infinitive too.
        let start = match a.clauses[parent as usize].parent {
            Some(p) if a.clauses[parent as usize].kind == ClauseKind::Infinitive => p,
            _ => parent,
        };
        let from = a.clauses[start as usize].tokens.start.max(c.tokens.start.saturating_sub(FAR));
        let opens = c.conjunction.unwrap_or(c.tokens.start).max(c.tokens.start);
        let mut own = Vec::new();
        own_tokens(a, parent, &mut own);
        let mut best = None;
        for t in from..=opens {
            let norm = |k: usize| Some(a.tokens.get(t as usize + k)?.norm.as_str());
            let lemma = |k: usize| Some(a.tokens.get(t as usize + k)?.lemma.as_str());
            let hit = self.matrices.longest_at(hangs, 0, norm);
            let Some((len, entry)) = hit.or_else(|| self.matrices.longest_at(hangs, 0, lemma)) else {
                continue;
            };
            let end = t + len as u32;
            let beside = end == opens || end == c.tokens.start || t == c.tokens.start || t == opens;
            let near = own.binary_search(&t).is_ok() || len > 1 || beside;
            let said = !closed || t == opens;
            if said && near && end <= opens + 1 && (beside || !entry.beside) {
                best = Some((entry, t, end));
            }
        }
        let (entry, t, end) = best?;
        own.retain(|k| !(t..end).contains(k));
        let negated = self.collect(&a.tokens, own.iter().copied()).negative.is_some();
        Some((entry.effect(negated), t))
    }

    /// "asked them not | to leave": a negation right before an infinitive clause is that clause's, whatever holds it.
    fn negates_below(&self, a: &Analysis, token: u32) -> bool {
        let not = a.tokens.get(token as usize).and_then(|t| self.markers.of_word(&t.norm));
        if not != Some(Mark::Negative) {
            return false;
        }
        let i = a.clauses.partition_point(|c| c.tokens.start <= token);
        a.clauses.get(i).is_some_and(|c| c.tokens.start == token + 1 && c.kind == ClauseKind::Infinitive)
    }

    /// Whether a word opens a noun phrase whose content is mostly taken for granted ("the").
    pub fn is_definite(&self, norm: &str) -> bool {
        self.markers.of_word(norm) == Some(Mark::Definite)
    }

    /// Whether a word is a modal that says nothing without another verb ("zou", "will").
    pub fn is_modal(&self, norm: &str) -> bool {
        matches!(self.markers.of_word(norm), Some(Mark::Would | Mark::Future | Mark::Can | Mark::Duty))
    }

    /// Reads a run of tokens as if it were one clause; where no clauses are known, or for a noun phrase.
    pub fn of_tokens(&self, tokens: &[Token], range: std::ops::Range<usize>) -> Reading {
        let range = range.start.min(tokens.len())..range.end.min(tokens.len());
        self.collect(tokens, range.map(|i| i as u32)).reading()
    }

    fn collect(&self, tokens: &[Token], own: impl Iterator<Item = u32>) -> Found {
        let own: Vec<u32> = own.collect();
        let mut found = Found::default();
        let mut i = 0;
        while i < own.len() {
            // A phrase may run on into the clause inside ("plans | to build"), so the text is read, not the clause.
            let start = own[i] as usize;
            let word = |k: usize| tokens.get(start + k).map(|t| t.norm.as_str());
            let Some((len, mark)) = self.markers.longest_at(0, word) else {
                i += 1;
                continue;
            };
            let len = own[i..].iter().take_while(|&&t| (t as usize) < start + len).count();
            let mut mark = mark;
            if mark == Mark::Can && !perfect_follows(tokens, &own[i + len..], &self.markers) {
                mark = if found.would.is_some() { Mark::Possible } else { Mark::Ability };
            }
            if mark == Mark::Go && infinitive_follows(tokens, &own[i + len..]) {
                mark = Mark::Future;
            }
            found.chance |= mark == Mark::Possible;
            found.add(mark, own[i]);
            i += len;
        }
        let participle =
            |t: &Token| t.morph.has(Morph::PARTICIPLE) && !t.morph.has(Morph::PRESENT) && t.pos != Pos::Adj;
        let any =
            |fits: &dyn Fn(&Token) -> bool| own.iter().filter_map(|&t| tokens.get(t as usize)).any(fits);
        found.participle = any(&participle);
        let finite = any(&|t| t.morph.has(Morph::PAST) && !t.morph.has(Morph::PARTICIPLE));
        // "was cancelling" goes on, and may go on still.
        let progressive =
            any(&|t| t.pos == Pos::Verb && t.morph.has(Morph::PARTICIPLE) && t.morph.has(Morph::PRESENT));
        found.past = finite && !progressive || found.participle && !found.ongoing;
        found.settle();
        found
    }
}

/// The tokens of a clause without those of the clauses that lie inside it, in text order.
pub fn own_tokens(a: &Analysis, clause: u32, out: &mut Vec<u32>) {
    out.clear();
    let Some(c) = a.clauses.get(clause as usize) else { return };
    let mut next = c.tokens.start;
    // Clauses stand by start, the outer one first: those inside follow until one starts past the end.
    for inner in a.clauses.iter().skip(clause as usize + 1).take_while(|k| k.tokens.start < c.tokens.end) {
        if inner.tokens.end > c.tokens.end || inner.tokens.start < next || inner.tokens == c.tokens {
            continue;
        }
        out.extend(next..inner.tokens.start);
        next = inner.tokens.end;
    }
    out.extend(next..c.tokens.end);
}

/// "kan hebben gedaan", "could have done": a modal of ability is epistemic with a perfect infinitive.
fn perfect_follows(tokens: &[Token], rest: &[u32], markers: &Markers) -> bool {
    let mut auxiliary = false;
    let mut participle = false;
    for &t in rest.iter().take(12) {
        let Some(token) = tokens.get(t as usize) else { break };
        auxiliary |= markers.is_perfect(&token.norm);
        participle |= token.morph.has(Morph::PARTICIPLE) && token.morph.has(Morph::PAST);
    }
    auxiliary && participle
}

/// How far before a clause the words that cast doubt on it may stand, in tokens.
const FAR: u32 = 40;

/// "gaat … sluiten": an infinitive without a marker before it.
fn infinitive_follows(tokens: &[Token], rest: &[u32]) -> bool {
    let mut before = None;
    for &t in rest.iter().take(24) {
        let Some(token) = tokens.get(t as usize) else { break };
        let bare = token.pos == Pos::Verb && token.morph.has(Morph::INFINITIVE);
        if bare && before != Some(Pos::Part) && before != Some(Pos::Adp) {
            return true;
        }
        before = Some(token.pos);
    }
    false
}

/// First token of each mark that was met.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    /// What leaves it open whether the clause holds at all.
    unsettled: Option<u32>,
    negative: Option<u32>,
    negations: u32,
    possible: Option<u32>,
    ability: Option<u32>,
    probable: Option<u32>,
    open: Option<u32>,
    would: Option<u32>,
    hearsay: Option<u32>,
    future: Option<u32>,
    intended: Option<u32>,
    expected: Option<u32>,
    condition: Option<u32>,
    question: Option<u32>,
    duty: Option<u32>,
    past: bool,
    chance: bool,
    perfect: bool,
    unreal: bool,
    participle: bool,
    whether: Option<u32>,
    ongoing: bool,
    void: bool,
    former: bool,
}

impl Found {
    fn add(&mut self, mark: Mark, at: u32) {
        let slot = match mark {
            Mark::Negative => {
                self.negations += 1;
                &mut self.negative
            }
            Mark::Possible => &mut self.possible,
            Mark::Can | Mark::Ability => &mut self.ability,
            Mark::Probable => &mut self.probable,
            Mark::Open => &mut self.open,
            Mark::Would => &mut self.would,
            Mark::Hearsay => &mut self.hearsay,
            Mark::Future => &mut self.future,
            Mark::Intended => &mut self.intended,
            Mark::Expected => &mut self.expected,
            Mark::Condition => &mut self.condition,
            Mark::Question => &mut self.question,
            Mark::Duty => &mut self.duty,
            Mark::Perfect => {
                self.perfect = true;
                return;
            }
            Mark::Plain | Mark::Content | Mark::Go | Mark::Definite => return,
            Mark::Advice => {
                self.open = self.open.or(Some(at));
                &mut self.duty
            }
            Mark::Void => {
                self.void = true;
                return;
            }
            Mark::Former => {
                self.former = true;
                return;
            }
            Mark::Ongoing => {
                self.ongoing = true;
                return;
            }
            Mark::Whether => &mut self.whether,
            Mark::Unreal => {
                self.unreal = true;
                return;
            }
        };
        slot.get_or_insert(at);
    }

    /// Marks that only mean something together: "zou kunnen" is possible, in either order.
    fn settle(&mut self) {
        // "originally due in May", "zou oorspronkelijk in mei worden geopend": it was foreseen, and is past.
        if self.former {
            self.expected = None;
            if self.future.is_none() {
                self.negative = self.negative.xor(self.would.take());
            }
        }
        if let (Some(would), Some(_)) = (self.would, self.ability) {
            self.possible.get_or_insert(would);
        }
        // "zou … hebben gedaan" tells what others say has happened; "would have" what has not. Neither lies ahead.
        if self.possible.is_some() || !(self.perfect || self.unreal) {
            return;
        }
        let told = self.would.take();
        if self.perfect && self.participle && self.condition.is_none() {
            self.hearsay = self.hearsay.or(told);
        }
    }

    /// What an infinitive takes over from the clause above it.
    fn inherit(&mut self, above: &Found) {
        let over = |own: &mut Option<u32>, theirs: Option<u32>| *own = own.or(theirs);
        over(&mut self.possible, above.possible);
        over(&mut self.probable, above.probable);
        over(&mut self.open, above.open);
        over(&mut self.would, above.would);
        over(&mut self.hearsay, above.hearsay);
        over(&mut self.future, above.future);
        over(&mut self.expected, above.expected);
        over(&mut self.intended, above.intended);
        over(&mut self.duty, above.duty);
        if above.negative.is_some() && (above.intended.is_some() || above.expected.is_some()) {
            over(&mut self.negative, above.negative);
        }
    }

    /// What the clause above says of this one.
    fn cast(&mut self, effect: Effect, token: u32) {
        match effect {
            Effect::Fact => {}
            Effect::Withheld => {
                self.open = self.open.or(Some(token));
                self.cast(Effect::Negative, token);
            }
            Effect::Negative if self.negative.is_some() => self.negative = None,
            Effect::Negative => self.negative = Some(token),
            Effect::Unlikely => {
                self.probable = self.probable.or(Some(token));
                self.cast(Effect::Negative, token);
            }
            Effect::Planned => self.intended = self.intended.or(Some(token)),
            Effect::Ahead => self.duty = self.duty.or(Some(token)),
            Effect::Open => self.unsettled = Some(token),
            Effect::Possible => self.possible = self.possible.or(Some(token)),
            Effect::Probable => self.probable = self.probable.or(Some(token)),
        }
    }

    fn reading(&self) -> Reading {
        let (certainty, marker) = if self.unsettled.is_some() {
            (Certainty::Underspecified, self.unsettled)
        } else if self.possible.is_some() {
            (Certainty::Possible, self.possible)
        } else if let Some(m) = self.probable.or(self.expected).or(self.hearsay) {
            (Certainty::Probable, Some(m))
        } else if let Some(m) = self.open.or(self.condition).or(self.question).or(self.intended) {
            (Certainty::Underspecified, Some(m))
        } else {
            (Certainty::Certain, None)
        };
        let ahead = self.future.or(self.expected).or(self.intended).or(self.would).or(self.duty);
        Reading {
            certainty,
            polarity: match (self.unsettled, self.negative) {
                (Some(_), _) => Polarity::Underspecified,
                (None, Some(_)) => Polarity::Negative,
                (None, None) => Polarity::Positive,
            },
            tense: if ahead.is_some() { Tense::Future } else { Tense::NonFuture },
            mood: match (self.condition, self.question) {
                (Some(_), _) => Mood::Condition,
                (None, Some(_)) => Mood::Question,
                (None, None) => Mood::Statement,
            },
            hearsay: self.hearsay.is_some(),
            intended: self.intended.is_some(),
            expected: self.expected.is_some(),
            future: self.future.or(self.would).is_some(),
            conditional: self.would.is_some()
                && self.future.or(self.expected).or(self.intended).or(self.duty).is_none(),
            obliged: self.duty.is_some() && self.future.or(self.would).or(self.expected).is_none(),
            past: self.past && ahead.is_none(),
            may_come: self.chance && !self.past,
            marker,
            void: self.void,
            negator: self.negative,
        }
    }
}

#[cfg(test)]
mod tests;
