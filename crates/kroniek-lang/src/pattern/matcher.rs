//! Runs pattern programs over the pieces of a text.

use super::atom::Atom;
use super::compile::{Grammar, Op};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::rc::Rc;

/// What a named element of a pattern matched.
#[derive(Debug, Clone, PartialEq)]
pub enum Capture<V> {
    /// A word of a class: the id its entry was added with.
    Entry(u32),
    /// A figure and how many digits it was written with.
    Number(u32, u32),
    /// What a rule of a symbol gave.
    Value(V),
}

/// What the named elements of a pattern matched, and where.
#[derive(Debug, Clone)]
pub struct Captures<V> {
    list: Vec<(u32, Capture<V>)>,
    /// Pieces of the marked parts; all that matched when the pattern marks none.
    pub marks: Vec<Range<usize>>,
}

impl<V> Captures<V> {
    /// The capture of a slot ([`Grammar::slot`]); the last one when there are several.
    pub fn get(&self, slot: u32) -> Option<&Capture<V>> {
        self.list.iter().rev().find(|(s, _)| *s == slot).map(|(_, c)| c)
    }
}

/// A rule that matched.
#[derive(Debug, Clone)]
pub struct Found<V> {
    /// Number of the rule, in the order in which rules were added.
    pub rule: usize,
    /// Pieces that the whole pattern covers.
    pub atoms: Range<usize>,
    /// Pieces of the marked parts.
    pub marks: Vec<Range<usize>>,
    /// What the rule gives.
    pub value: V,
}

/// Steps that all programs together may take from one piece: far more than any sane rule needs.
const STEPS: usize = 20_000;
/// How deep symbols may stand in one another.
const DEPTH: usize = 12;

impl Grammar {
    /// Finds, from left to right, the longest match at each piece; matches do not overlap. `build` makes a rule's
    /// value from its captures, or refuses the match; it gets the rule's number, the captures and the pieces covered.
    pub fn find<V: Clone>(
        &self,
        atoms: &[Atom],
        build: impl Fn(usize, &Captures<V>, Range<usize>) -> Option<V>,
    ) -> Vec<Found<V>> {
        let mut run = Run { grammar: self, atoms, build, memo: FxHashMap::default(), steps: 0 };
        let mut found = Vec::new();
        let mut i = 0;
        while i < atoms.len() {
            let atom = atoms[i];
            let programs = match atom.number {
                u32::MAX => &self.by_word[atom.word as usize],
                _ => &self.by_number,
            };
            match run.longest(programs, i) {
                Some(f) => {
                    i = f.atoms.end.max(i + 1);
                    found.push(f);
                }
                None => i += 1,
            }
        }
        found
    }
}

type Results<V> = Rc<Vec<(usize, V)>>;

struct Run<'a, V, B> {
    grammar: &'a Grammar,
    atoms: &'a [Atom],
    build: B,
    memo: FxHashMap<(u32, usize), Results<V>>,
    steps: usize,
}

impl<V: Clone, B: Fn(usize, &Captures<V>, Range<usize>) -> Option<V>> Run<'_, V, B> {
    fn longest(&mut self, programs: &[u32], at: usize) -> Option<Found<V>> {
        if programs.is_empty() {
            return None;
        }
        self.memo.clear();
        self.steps = 0;
        let mut best: Option<Found<V>> = None;
        for &p in programs {
            for (end, captures) in self.execute(p, at, 0) {
                if best.as_ref().is_some_and(|b| b.atoms.end >= end) {
                    continue;
                }
                let rule = self.grammar.programs[p as usize].rule as usize;
                if let Some(value) = (self.build)(rule, &captures, at..end) {
                    best = Some(Found { rule, atoms: at..end, marks: captures.marks, value });
                }
            }
        }
        best
    }

    /// All ends that a symbol can reach from a piece, each with its value; the first rule wins where two end alike.
    fn symbol(&mut self, symbol: u32, at: usize, depth: usize) -> Results<V> {
        if let Some(known) = self.memo.get(&(symbol, at)) {
            return Rc::clone(known);
        }
        let mut results: Vec<(usize, V)> = Vec::new();
        if depth < DEPTH {
            let grammar = self.grammar;
            for &p in &grammar.by_symbol[symbol as usize] {
                if !grammar.programs[p as usize].first.has(self.atoms[at]) {
                    continue;
                }
                for (end, captures) in self.execute(p, at, depth + 1) {
                    if results.iter().any(|(e, _)| *e == end) {
                        continue;
                    }
                    let rule = grammar.programs[p as usize].rule as usize;
                    if let Some(value) = (self.build)(rule, &captures, at..end) {
                        results.push((end, value));
                    }
                }
            }
        }
        // The longest is tried first.
        results.sort_by_key(|r| std::cmp::Reverse(r.0));
        let results = Rc::new(results);
        self.memo.insert((symbol, at), Rc::clone(&results));
        results
    }

    /// All ways a program can match from a piece, as (end, captures).
    fn execute(&mut self, program: u32, at: usize, depth: usize) -> Vec<(usize, Captures<V>)> {
        let grammar = self.grammar;
        let ops = &grammar.programs[program as usize].ops;
        let mut done: Vec<(usize, Captures<V>)> = Vec::new();
        let start = State { op: 0, at, captures: Vec::new(), opened: Vec::new(), closed: Vec::new() };
        let mut stack = vec![start];
        while let Some(mut s) = stack.pop() {
            loop {
                self.steps += 1;
                if self.steps > STEPS {
                    return done;
                }
                match &ops[s.op] {
                    Op::Split(a, b) => {
                        stack.push(State { op: *b, ..s.clone() });
                        s.op = *a;
                        continue;
                    }
                    Op::Jump(a) => {
                        s.op = *a;
                        continue;
                    }
                    Op::Glue => match self.atoms.get(s.at) {
                        Some(a) if a.is_glued() => {}
                        _ => break,
                    },
                    Op::Open => s.opened.push(s.at),
                    Op::Close => s.closed.push(s.at),
                    Op::Done => {
                        if s.at > at && !done.iter().any(|(e, _)| *e == s.at) {
                            done.push((s.at, s.finish(at)));
                        }
                        break;
                    }
                    consuming => {
                        let Some(&atom) = self.atoms.get(s.at) else { break };
                        if s.at > at && atom.is_break() {
                            break;
                        }
                        match *consuming {
                            Op::Word(w) if atom.word == w => s.at += 1,
                            Op::Number { low, high, digits, slot }
                                if (low..=high).contains(&atom.number)
                                    && (digits.0..=digits.1).contains(&atom.digits()) =>
                            {
                                s.captures.push((slot, Capture::Number(atom.number, atom.digits())));
                                s.at += 1;
                            }
                            Op::Class(class, slot) => {
                                let Some((len, id)) = self.entry(class, s.at) else { break };
                                s.captures.push((slot, Capture::Entry(id)));
                                s.at += len;
                            }
                            Op::Symbol(symbol, slot) => {
                                let results = self.symbol(symbol, s.at, depth);
                                let Some(((end, value), rest)) = results.split_first() else { break };
                                for (end, value) in rest.iter().rev() {
                                    let mut other = s.clone();
                                    other.captures.push((slot, Capture::Value(value.clone())));
                                    other.at = *end;
                                    other.op += 1;
                                    stack.push(other);
                                }
                                s.captures.push((slot, Capture::Value(value.clone())));
                                s.at = *end;
                            }
                            _ => break,
                        }
                    }
                }
                s.op += 1;
            }
        }
        done
    }

    /// The longest entry of a class at a piece, as (number of pieces, id).
    fn entry(&self, class: u32, at: usize) -> Option<(usize, u32)> {
        let first = self.atoms[at];
        let entries = self.grammar.class_index[class as usize].get(&first.word)?;
        let fits = |e: &&super::compile::Entry| {
            (!e.upper || first.is_upper())
                && e.words.iter().enumerate().all(|(k, w)| {
                    self.atoms.get(at + k).is_some_and(|a| a.word == *w && (k == 0 || !a.is_break()))
                })
        };
        entries.iter().find(fits).map(|e| (e.words.len(), e.id))
    }
}

#[derive(Clone)]
struct State<V> {
    op: usize,
    at: usize,
    captures: Vec<(u32, Capture<V>)>,
    opened: Vec<usize>,
    closed: Vec<usize>,
}

impl<V> State<V> {
    fn finish(&self, from: usize) -> Captures<V>
    where
        V: Clone,
    {
        let marks = if self.opened.is_empty() {
            std::iter::once(from..self.at).collect()
        } else {
            self.opened.iter().zip(&self.closed).map(|(&a, &b)| a..b.max(a)).collect()
        };
        Captures { list: self.captures.clone(), marks }
    }
}
