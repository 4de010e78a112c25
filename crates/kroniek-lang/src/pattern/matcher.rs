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
        let mut run =
            Run { grammar: self, atoms, build, memo: FxHashMap::default(), steps: 0, pool: Vec::new() };
        let mut found = Vec::new();
        let mut i = 0;
        while i < atoms.len() {
            let atom = atoms[i];
            let starts = match atom.number {
                u32::MAX => &self.by_word[atom.word as usize],
                _ => &self.by_number,
            };
            let next = run.next(i);
            let programs = if next.is_some_and(Atom::is_known) { &starts.all } else { &starts.single };
            match run.longest(programs, i, next) {
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
    /// Buffers of programs that have run, to be used again.
    pool: Vec<Scratch<V>>,
}

/// What a symbol matches at a piece does not hang on where the search began; so many results are kept.
const KEPT: usize = 4096;

impl<V: Clone, B: Fn(usize, &Captures<V>, Range<usize>) -> Option<V>> Run<'_, V, B> {
    /// The piece after one, unless a new block begins there.
    fn next(&self, at: usize) -> Option<Atom> {
        self.atoms.get(at + 1).copied().filter(|a| !a.is_break())
    }

    fn longest(&mut self, programs: &[u32], at: usize, next: Option<Atom>) -> Option<Found<V>> {
        if programs.is_empty() {
            return None;
        }
        if self.memo.len() > KEPT {
            self.memo.clear();
        }
        self.steps = 0;
        let mut best: Option<Found<V>> = None;
        let grammar = self.grammar;
        for &p in programs {
            if !grammar.programs[p as usize].entry.admits(self.atoms[at], next) {
                continue;
            }
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
    /// `None` when it cannot match there at all.
    fn symbol(&mut self, symbol: u32, at: usize, depth: usize) -> Option<Results<V>> {
        let (atom, next) = (self.atoms[at], self.next(at));
        if !self.grammar.entrances[symbol as usize].admits(atom, next) {
            return None;
        }
        if let Some(known) = self.memo.get(&(symbol, at)) {
            return Some(Rc::clone(known));
        }
        let mut results: Vec<(usize, V)> = Vec::new();
        if depth < DEPTH {
            let grammar = self.grammar;
            for &p in &grammar.by_symbol[symbol as usize] {
                if !grammar.programs[p as usize].entry.admits(atom, next) {
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
        Some(results)
    }

    /// All ways a program can match from a piece, as (end, captures).
    fn execute(&mut self, program: u32, at: usize, depth: usize) -> Vec<(usize, Captures<V>)> {
        let mut scratch = self.pool.pop().unwrap_or_default();
        let done = self.run(program, at, depth, &mut scratch);
        scratch.clear();
        self.pool.push(scratch);
        done
    }

    fn run(
        &mut self,
        program: u32,
        at: usize,
        depth: usize,
        s: &mut Scratch<V>,
    ) -> Vec<(usize, Captures<V>)> {
        let grammar = self.grammar;
        let ops = &grammar.programs[program as usize].ops;
        let mut done: Vec<(usize, Captures<V>)> = Vec::new();
        s.branch(0, at, None);
        while let Some((mut op, mut here)) = s.resume() {
            loop {
                self.steps += 1;
                if self.steps > STEPS {
                    return done;
                }
                match &ops[op] {
                    Op::Split(a, b) => {
                        s.branch(*b, here, None);
                        op = *a;
                        continue;
                    }
                    Op::Jump(a) => {
                        op = *a;
                        continue;
                    }
                    Op::Glue => match self.atoms.get(here) {
                        Some(a) if a.is_glued() => {}
                        _ => break,
                    },
                    Op::Open => s.opened.push(here),
                    Op::Close => s.closed.push(here),
                    Op::Done => {
                        if here > at && !done.iter().any(|(e, _)| *e == here) {
                            done.push((here, s.finish(at..here)));
                        }
                        break;
                    }
                    consuming => match self.consume(consuming, here, at, depth) {
                        Some((end, capture)) => {
                            match capture {
                                Some(Kept::Capture(slot, c)) => s.captures.push((slot, c)),
                                // The longest first; the others when this one leads nowhere.
                                Some(Kept::Results(slot, results)) => {
                                    s.captures.push((slot, Capture::Value(results[0].1.clone())));
                                    if results.len() > 1 {
                                        s.rest(op + 1, slot, results);
                                    }
                                }
                                None => {}
                            }
                            here = end;
                        }
                        None => break,
                    },
                }
                op += 1;
            }
        }
        done
    }

    /// One step that takes pieces: the end, and what is kept of it.
    fn consume(
        &mut self,
        op: &Op,
        here: usize,
        from: usize,
        depth: usize,
    ) -> Option<(usize, Option<Kept<V>>)> {
        let &atom = self.atoms.get(here)?;
        if here > from && atom.is_break() {
            return None;
        }
        match *op {
            Op::Word(w) => (atom.word == w).then_some((here + 1, None)),
            Op::Number { low, high, digits, slot } => {
                let fits =
                    (low..=high).contains(&atom.number) && (digits.0..=digits.1).contains(&atom.digits());
                let capture = Capture::Number(atom.number, atom.digits());
                fits.then_some((here + 1, Some(Kept::Capture(slot, capture))))
            }
            Op::Class(class, slot) => {
                let (len, id) = self.entry(class, here)?;
                Some((here + len, Some(Kept::Capture(slot, Capture::Entry(id)))))
            }
            Op::Symbol(symbol, slot) => {
                let results = self.symbol(symbol, here, depth)?;
                let end = results.first()?.0;
                Some((end, Some(Kept::Results(slot, results))))
            }
            _ => None,
        }
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

/// What a step keeps: one capture, or all that a symbol matched.
enum Kept<V> {
    Capture(u32, Capture<V>),
    Results(u32, Results<V>),
}

/// A way to go on later. Captures and marks are one row for all branches of a program; a branch cuts it back to the
/// length it had.
struct Branch<V> {
    op: usize,
    at: usize,
    captures: usize,
    opened: usize,
    closed: usize,
    /// The other results of a symbol, from this one on.
    rest: Option<(u32, Results<V>, usize)>,
}

/// The buffers of one run of a program.
struct Scratch<V> {
    branches: Vec<Branch<V>>,
    captures: Vec<(u32, Capture<V>)>,
    opened: Vec<usize>,
    closed: Vec<usize>,
}

impl<V> Default for Scratch<V> {
    fn default() -> Self {
        Scratch { branches: Vec::new(), captures: Vec::new(), opened: Vec::new(), closed: Vec::new() }
    }
}

impl<V: Clone> Scratch<V> {
    fn clear(&mut self) {
        self.branches.clear();
        self.captures.clear();
        self.opened.clear();
        self.closed.clear();
    }

    /// Keeps a way to go on from a step at a piece.
    fn branch(&mut self, op: usize, at: usize, rest: Option<(u32, Results<V>, usize)>) {
        let (captures, opened, closed) = (self.captures.len(), self.opened.len(), self.closed.len());
        self.branches.push(Branch { op, at, captures, opened, closed, rest });
    }

    /// Keeps the results of a symbol after the first, whose capture is the last one made.
    fn rest(&mut self, op: usize, slot: u32, results: Results<V>) {
        let last = self.captures.pop();
        self.branch(op, 0, Some((slot, results, 1)));
        self.captures.extend(last);
    }

    /// Takes up the way kept last: the step and the piece.
    fn resume(&mut self) -> Option<(usize, usize)> {
        let mut b = self.branches.pop()?;
        self.captures.truncate(b.captures);
        self.opened.truncate(b.opened);
        self.closed.truncate(b.closed);
        let Some((slot, results, i)) = b.rest.take() else { return Some((b.op, b.at)) };
        let (end, value) = results.get(i)?.clone();
        if i + 1 < results.len() {
            self.branch(b.op, 0, Some((slot, results, i + 1)));
        }
        self.captures.push((slot, Capture::Value(value)));
        Some((b.op, end))
    }

    fn finish(&self, all: Range<usize>) -> Captures<V> {
        let marks = if self.opened.is_empty() {
            std::iter::once(all).collect()
        } else {
            self.opened.iter().zip(&self.closed).map(|(&a, &b)| a..b.max(a)).collect()
        };
        Captures { list: self.captures.clone(), marks }
    }
}
