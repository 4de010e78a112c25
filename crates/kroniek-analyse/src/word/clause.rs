//! From tagged sentences to clauses: one walk from left to right with a stack of open clauses.
//!
//! A conjunction, a relative pronoun or an infinitive marker opens a clause; a second finite verb closes what is
//! complete, or opens a clause of its own where a comma or conjunction parted it from the first. Where verbs stand at
//! the end of subordinate clauses (`verb_final`), a verb followed by a comma closes one too.

use super::cues::{Cue, Cues};
use super::subject;
use kroniek_lang::Lexicon;
use kroniek_model::{Clause, ClauseKind, Morph, Pos, Span, Token};
use smol_str::SmolStr;
use std::ops::Range;

/// Adds the clauses of a sentence, the outer one first. Verbs whose particle stands apart get the lemma of both.
///
/// `first` is the index of `tokens[0]` in the report, `sentence` the sentence's own.
pub(crate) fn clauses(
    cues: &Cues,
    lexicon: Option<&Lexicon>,
    tokens: &mut [Token],
    first: u32,
    sentence: u32,
    out: &mut Vec<Clause>,
) {
    if tokens.is_empty() {
        return;
    }
    let mut walk = Walk {
        cues,
        lexicon,
        tokens,
        drafts: Vec::new(),
        stack: Vec::new(),
        boundary: None,
        lemmas: Vec::new(),
    };
    walk.open(ClauseKind::Main, 0, None);
    for i in 0..walk.tokens.len() {
        walk.step(i);
    }
    walk.close_to(0, walk.tokens.len());
    let (drafts, lemmas) = (walk.drafts, walk.lemmas);
    for (i, lemma) in lemmas {
        tokens[i].lemma = lemma;
    }
    finish(cues, drafts, tokens, first, sentence, out);
}

/// A clause while it is found; indices count in the sentence.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) kind: ClauseKind,
    pub(super) range: Range<usize>,
    pub(super) conjunction: Option<usize>,
    pub(super) verbs: Vec<usize>,
    pub(super) finite: Option<usize>,
    parent: Option<usize>,
}

struct Walk<'a> {
    cues: &'a Cues,
    lexicon: Option<&'a Lexicon>,
    tokens: &'a [Token],
    drafts: Vec<Draft>,
    /// Open clauses, innermost last; never empty after the start.
    stack: Vec<usize>,
    /// First token after the last comma or conjunction since the last finite verb.
    boundary: Option<usize>,
    /// Lemmas of verbs whose particle was found.
    lemmas: Vec<(usize, SmolStr)>,
}

/// More clauses in one another are not told apart; keeps the work on a sentence linear.
const DEEPEST: usize = 12;

impl Walk<'_> {
    fn open(&mut self, kind: ClauseKind, start: usize, conjunction: Option<usize>) {
        if self.stack.len() >= DEEPEST {
            self.close_to(DEEPEST - 1, start);
        }
        let parent = self.stack.last().copied();
        self.stack.push(self.drafts.len());
        let range = start..start;
        self.drafts.push(Draft { kind, range, conjunction, verbs: Vec::new(), finite: None, parent });
        self.boundary = None;
    }

    /// Closes the innermost clauses until `depth` are open; they end before token `end`.
    fn close_to(&mut self, depth: usize, end: usize) {
        for k in self.stack.drain(depth.min(self.stack.len())..) {
            let range = &mut self.drafts[k].range;
            range.end = end.max(range.start);
        }
    }

    /// Adds a verb to the innermost clause. No clause has so many that the limit is met.
    fn add(&mut self, i: usize) {
        let top = self.top();
        if top.verbs.len() < 24 {
            top.verbs.push(i);
        }
    }

    fn top(&mut self) -> &mut Draft {
        let k = self.stack.last().copied().unwrap_or(0);
        &mut self.drafts[k]
    }

    fn cue(&self, i: usize, cue: Cue) -> bool {
        self.tokens.get(i).is_some_and(|t| self.cues.is(&t.norm, cue))
    }

    fn pos(&self, i: usize) -> Option<Pos> {
        self.tokens.get(i).map(|t| t.pos)
    }

    fn is_verb(&self, i: usize) -> bool {
        matches!(self.pos(i), Some(Pos::Verb | Pos::Aux))
    }

    fn has(&self, i: usize, morph: Morph) -> bool {
        self.is_verb(i) && self.tokens[i].morph.has(morph)
    }

    fn step(&mut self, i: usize) {
        match self.tokens[i].pos {
            Pos::Punct => self.mark(i),
            Pos::Cconj => self.boundary = Some(i),
            Pos::Verb | Pos::Aux => self.verb(i),
            _ if self.opens_purpose(i) => self.open(ClauseKind::Infinitive, i, Some(i)),
            _ if self.cue(i, Cue::Infinitive) && self.infinitive_after(i).is_some() => self.infinitive(i),
            Pos::Sconj => self.conjunction(i),
            Pos::Pron | Pos::Adv | Pos::Det if self.opens_relative(i) => self.relative(i),
            Pos::Pron | Pos::Adv if self.opens_question(i) => self.conjunction(i),
            Pos::Adp | Pos::Adv | Pos::Adj | Pos::Noun if self.cue(i, Cue::Particle) => self.particle(i),
            _ => {}
        }
    }

    fn mark(&mut self, i: usize) {
        // A verb-final clause ends at the comma after its verbs, unless the next word goes on with it.
        let done = |w: &mut Self| {
            let verb_final = w.cues.verb_final;
            let verb_before = i > 0 && (w.is_verb(i - 1) || w.cue(i - 1, Cue::Particle));
            let top = w.top();
            let sub = top.kind != ClauseKind::Main;
            sub && (top.finite.is_some() || (top.kind == ClauseKind::Infinitive && !top.verbs.is_empty()))
                && verb_final
                && verb_before
        };
        let depth = self.stack.len();
        if depth > 1 && (done(self) || self.is_verbless_aside(i)) {
            self.close_to(depth - 1, i);
        }
        self.boundary = Some(i + 1);
    }

    /// "…, onder wie twintig vrouwen, weigeren": a relative clause without a verb ends where the comma behind it stands
    /// right before the verb of the clause around it.
    fn is_verbless_aside(&self, comma: usize) -> bool {
        let Some(k) = self.stack.last() else { return false };
        let d = &self.drafts[*k];
        let led = d.conjunction.is_some_and(|c| c > d.range.start && self.pos(c - 1) == Some(Pos::Adp));
        self.cues.verb_final
            && d.kind == ClauseKind::Relative
            && d.verbs.is_empty()
            && led
            && self.has(comma + 1, Morph::FINITE)
    }

    fn conjunction(&mut self, i: usize) {
        // "zodra als", "even if": one opening of two words.
        let top = self.top();
        if top.conjunction.is_some_and(|c| c + 1 == i) && top.verbs.is_empty() {
            return;
        }
        if self.cues.ends_fixed(i, |k| self.tokens.get(k).map(|t| t.norm.as_str())) {
            return;
        }
        let joined = i > 0 && self.pos(i - 1) == Some(Pos::Cconj);
        let depth = self.stack.len();
        if joined && depth > 1 && self.top().finite.is_some() {
            self.close_to(depth - 1, i - 1);
        }
        self.open(ClauseKind::Subordinate, i, Some(i));
    }

    /// A relative pronoun stands after a noun or a comma, perhaps with a preposition before it.
    fn opens_relative(&self, i: usize) -> bool {
        if !self.cue(i, Cue::Relative) || i == 0 {
            return false;
        }
        let before = if self.pos(i - 1) == Some(Pos::Adp) && i > 1 { i - 2 } else { i - 1 };
        let noun = matches!(self.pos(before), Some(Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num));
        let comma = self.pos(before) == Some(Pos::Punct) && before > 0 && self.tokens[before].norm != "\"";
        let follows = self.pos(i + 1).is_some_and(|p| p != Pos::Punct);
        (noun || comma) && follows
    }

    fn relative(&mut self, i: usize) {
        let start = if self.pos(i - 1) == Some(Pos::Adp) { i - 1 } else { i };
        self.open(ClauseKind::Relative, start, Some(i));
    }

    /// A question word inside a sentence opens a content clause once there is a verb to depend on.
    fn opens_question(&self, i: usize) -> bool {
        let depends = self.stack.last().is_some_and(|&k| !self.drafts[k].verbs.is_empty());
        self.cue(i, Cue::Question)
            && depends
            && i + 2 < self.tokens.len()
            && self.pos(i + 1) != Some(Pos::Punct)
    }

    /// "om" with an infinitive to come.
    fn opens_purpose(&self, i: usize) -> bool {
        if !self.cue(i, Cue::Purpose) {
            return false;
        }
        for k in i + 1..self.tokens.len().min(i + 16) {
            if self.has(k, Morph::FINITE) || self.pos(k) == Some(Pos::Sconj) {
                return false;
            }
            if self.cue(k, Cue::Infinitive) && self.infinitive_after(k).is_some() {
                return true;
            }
        }
        false
    }

    /// The infinitive that a marker at `i` belongs to: the next word, or after an adverb or auxiliary.
    fn infinitive_after(&self, i: usize) -> Option<usize> {
        let k = (i + 1..self.tokens.len().min(i + 3)).find(|&k| self.pos(k) != Some(Pos::Adv))?;
        let bare = self.is_verb(k) && !self.has(k, Morph::PARTICIPLE);
        (bare && (self.has(k, Morph::INFINITIVE) || k == i + 1)).then_some(k)
    }

    fn infinitive(&mut self, i: usize) {
        let raising = self
            .top()
            .verbs
            .last()
            .copied()
            .is_some_and(|v| self.cues.is(&self.tokens[v].lemma, Cue::Raising));
        let top = self.top();
        let waits = top.kind == ClauseKind::Infinitive
            && (top.verbs.is_empty() || top.verbs.iter().all(|&v| v + 2 >= i));
        if raising || waits || (self.cues.verb_final && self.in_cluster(i)) {
            return;
        }
        let last_verb = self.top().verbs.last().copied();
        let start = match (self.cues.verb_final, self.boundary, last_verb) {
            (true, Some(b), Some(v)) if b > v => b,
            (true, None, Some(v)) if v + 6 >= i && self.no_subject_between(v, i) => v + 1,
            _ if self.splits(i) => i - 1,
            _ => i,
        };
        self.open(ClauseKind::Infinitive, start, None);
    }

    /// Directly after the verbs of a verb-final clause: "die dreigt te breken" has its own verbs, "hoeft te gaan" not.
    fn in_cluster(&self, i: usize) -> bool {
        i > 0 && self.is_verb(i - 1) && self.cues.is(&self.tokens[i - 1].lemma, Cue::Raising)
    }

    fn no_subject_between(&self, verb: usize, i: usize) -> bool {
        (verb + 1..i).all(|k| !matches!(self.pos(k), Some(Pos::Pron | Pos::Punct | Pos::Propn)))
    }

    /// Whether the word before a marker is the particle of the infinitive after it: "aan te kondigen".
    fn splits(&self, i: usize) -> bool {
        i > 0
            && self.cue(i - 1, Cue::Particle)
            && self.infinitive_after(i).is_some_and(|k| self.joined(i - 1, k).is_some())
    }

    fn verb(&mut self, i: usize) {
        if self.has(i, Morph::FINITE) {
            self.finite(i);
        } else if self.has(i, Morph::PARTICIPLE) {
            if self.is_attribute(i) {
                return;
            }
            self.participle(i);
        } else {
            self.add(i);
        }
        // "aan te kondigen", "aan kondigen": the particle stands before.
        let marked = usize::from(i > 0 && self.cue(i - 1, Cue::Infinitive)) + 1;
        let particle = i.checked_sub(marked).filter(|&p| self.cue(p, Cue::Particle) && !self.in_phrase(p));
        if let Some(p) = particle.filter(|_| !self.has(i, Morph::FINITE)) {
            self.join(p, i);
        }
    }

    /// A participle before a noun says something about it and is no verb of the clause: "de gestrande auto".
    fn is_attribute(&self, i: usize) -> bool {
        let nominal = |p: Option<Pos>| matches!(p, Some(Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num));
        let inside =
            i > 0 && matches!(self.pos(i - 1), Some(Pos::Det | Pos::Adj | Pos::Num | Pos::Adp | Pos::Pron));
        let next =
            nominal(self.pos(i + 1)) || (self.has(i + 1, Morph::PARTICIPLE) && nominal(self.pos(i + 2)));
        let waiting = self.stack.last().is_some_and(|&k| {
            let d = &self.drafts[k];
            d.finite.is_some_and(|v| self.pos(v) == Some(Pos::Aux))
        });
        next && (inside || (self.cues.verb_final && !waiting))
    }

    fn participle(&mut self, i: usize) {
        let helped = |w: &Self, k: usize| {
            let verbs = &w.drafts[k].verbs;
            verbs.iter().any(|&v| w.pos(v) == Some(Pos::Aux) || w.cues.is(&w.tokens[v].lemma, Cue::Helper))
        };
        let top = self.stack.last().copied().unwrap_or(0);
        if self.cues.verb_final || helped(self, top) || self.drafts[top].verbs.is_empty() {
            self.add(i);
        } else if self.boundary == Some(i) || i.checked_sub(1).is_some_and(|b| self.cue(b, Cue::Participial))
        {
            // ", killing twelve"; "after leaving".
            let start = if self.boundary == Some(i) { i } else { i - 1 };
            self.open(ClauseKind::Infinitive, start, None);
            self.add(i);
        }
    }

    fn finite(&mut self, i: usize) {
        let depth = self.stack.len();
        let free = |w: &Self, k: usize| {
            let d = &w.drafts[k];
            d.finite.is_none() && d.kind != ClauseKind::Infinitive
        };
        let top = self.stack[depth - 1];
        if !free(self, top) {
            // The nearest clause around that still waits for its finite verb.
            if let Some(at) = (0..depth).rev().find(|&k| free(self, self.stack[k])) {
                let end = self.boundary.map_or(i, |b| b.min(i));
                self.close_to(at + 1, end);
            } else {
                self.second_finite(i, top);
            }
        }
        self.top().finite = Some(i);
        self.add(i);
        self.boundary = None;
    }

    /// All clauses around have their finite verb: another clause begins.
    fn second_finite(&mut self, i: usize, top: usize) {
        let last = self.drafts[top].verbs.last().copied().unwrap_or(0);
        match self.boundary {
            Some(b) => {
                let joined = self.pos(b) == Some(Pos::Cconj);
                let again = joined && self.drafts[top].kind != ClauseKind::Main && self.ends_after(i);
                if again && self.cues.verb_final {
                    // "omdat hij ziek is en thuis blijft".
                    let kind = self.drafts[top].kind;
                    self.close_to(self.stack.len() - 1, b);
                    self.open(kind, b, Some(b));
                } else {
                    self.close_to(0, b);
                    self.open(ClauseKind::Main, b, joined.then_some(b));
                }
            }
            // "He said he was ill" has no sign of the second clause but its subject.
            None if !self.cues.verb_final && last + 1 < i => {
                self.open(ClauseKind::Subordinate, last + 1, None)
            }
            None => {
                self.close_to(0, i);
                self.open(ClauseKind::Main, i, None);
            }
        }
    }

    /// Whether nothing but verbs and a final mark follow up to the next mark or conjunction.
    fn ends_after(&self, i: usize) -> bool {
        let next = (i + 1..self.tokens.len()).find(|&k| !self.is_verb(k));
        next.is_none_or(|k| matches!(self.pos(k), Some(Pos::Punct | Pos::Cconj | Pos::Sconj)))
    }

    /// A particle after its finite verb: "kondigde … aan".
    fn particle(&mut self, i: usize) {
        let next = self.pos(i + 1);
        let open = matches!(next, Some(Pos::Det | Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num));
        let before_marker = self.cue(i + 1, Cue::Infinitive)
            && self.infinitive_after(i + 1).is_some_and(|k| self.joined(i, k).is_some());
        if self.in_phrase(i)
            || before_marker
            || (open && self.pos(i) == Some(Pos::Adp))
            || self.is_verb(i + 1)
        {
            return;
        }
        let found = self.stack.iter().rev().find_map(|&k| self.drafts[k].finite.filter(|&v| v < i));
        if let Some(v) = found
            && self.pos(v) == Some(Pos::Verb)
        {
            self.join(i, v);
        }
    }

    /// Whether a word is a noun with something before it: "de weg".
    fn in_phrase(&self, i: usize) -> bool {
        let before = i.checked_sub(1).and_then(|b| self.pos(b));
        matches!(before, Some(Pos::Det | Pos::Adj | Pos::Num | Pos::Adp)) && self.pos(i) == Some(Pos::Noun)
    }

    /// The lemma of a particle with its verb, if the language has such a verb.
    fn joined(&self, particle: usize, verb: usize) -> Option<SmolStr> {
        let whole = smol_str::format_smolstr!("{}{}", self.tokens[particle].norm, self.tokens[verb].lemma);
        self.lexicon?.class(&whole)?;
        Some(whole)
    }

    fn join(&mut self, particle: usize, verb: usize) {
        // A verb has one particle; earlier verbs lie too far back to be asked for again.
        if self.lemmas.iter().rev().take(DEEPEST).any(|l| l.0 == verb) {
            return;
        }
        let Some(whole) = self.joined(particle, verb) else { return };
        self.lemmas.push((verb, whole));
        if let Some(&k) = self.stack.iter().rev().find(|&&k| self.drafts[k].verbs.contains(&verb)) {
            self.drafts[k].verbs.push(particle);
        }
    }
}

fn finish(
    cues: &Cues,
    drafts: Vec<Draft>,
    tokens: &[Token],
    first: u32,
    sentence: u32,
    out: &mut Vec<Clause>,
) {
    let trimmed = |r: &Range<usize>| {
        let edge = |i: &usize| tokens[*i].pos == Pos::Punct;
        let start = r.clone().find(|i| !edge(i)).unwrap_or(r.start);
        let end = r.clone().rev().find(|i| !edge(i)).map_or(r.end, |i| i + 1);
        start..end.max(start)
    };
    let ranges: Vec<Range<usize>> = drafts.iter().map(|d| trimmed(&d.range)).collect();
    // A main clause that turned out to have nothing of its own is left out; a sentence keeps at least one clause.
    let verbless = |d: &Draft| d.verbs.is_empty();
    let any_verb = drafts.iter().any(|d| !verbless(d));
    let keep = |k: usize| !ranges[k].is_empty() && (!any_verb || !verbless(&drafts[k]));
    let mut order: Vec<usize> = (0..drafts.len()).filter(|&k| keep(k)).collect();
    if order.is_empty() {
        order.push(0);
    }
    order.sort_by_key(|&k| (ranges[k].start, std::cmp::Reverse(ranges[k].end), k));
    let base = out.len() as u32;
    let mut numbers: Vec<Option<u32>> = vec![None; drafts.len()];
    for (n, &k) in order.iter().enumerate() {
        numbers[k] = Some(base + n as u32);
    }
    let number = |k: usize| numbers[k];
    // The innermost clause of every token.
    let mut owners = vec![0; tokens.len()];
    for &k in &order {
        owners[ranges[k].clone()].fill(k);
    }
    let up = |i: usize| first + i as u32;
    for &k in &order {
        let (d, r) = (&drafts[k], &ranges[k]);
        let last = r.end.saturating_sub(1).max(r.start);
        // A parent that was left out hands its children on to its own.
        let mut parent = d.parent;
        while let Some(p) = parent.filter(|&p| number(p).is_none()) {
            parent = drafts[p].parent;
        }
        let mut verbs = d.verbs.clone();
        verbs.sort_unstable();
        verbs.dedup();
        out.push(Clause {
            span: Span::new(tokens[r.start].span.start(), tokens[last].span.end()),
            sentence,
            tokens: up(r.start)..up(last + 1),
            kind: d.kind,
            conjunction: d.conjunction.map(up),
            head: head(&verbs, tokens).map(up),
            subject: subject::subject(cues, d, r, tokens, |i| owners[i] == k).map(|s| up(s.start)..up(s.end)),
            verbs: verbs.into_iter().map(up).collect(),
            parent: parent.and_then(number),
        });
    }
}

/// The last full verb of a group that is not finite, else the finite one, else an auxiliary.
fn head(verbs: &[usize], tokens: &[Token]) -> Option<usize> {
    let full = |v: &&usize| tokens[**v].pos == Pos::Verb;
    let finite = |v: &&usize| tokens[**v].morph.has(Morph::FINITE);
    let bare = verbs.iter().rev().find(|v| full(v) && !finite(v));
    bare.or_else(|| verbs.iter().find(full))
        .or_else(|| verbs.iter().rev().find(|v| tokens[**v].pos == Pos::Aux))
        .copied()
}
