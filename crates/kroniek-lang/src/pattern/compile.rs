//! From pattern text to a small program, and all programs together.

use super::atom::{Atoms, Vocabulary};
use crate::Error;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A rule as a rule file gives it.
#[derive(Debug, Clone)]
pub struct RuleSource {
    /// Its patterns; any of them.
    pub patterns: Vec<String>,
    /// The symbol it gives (`@day`); `None` for a rule that is a result by itself.
    pub gives: Option<String>,
}

/// One step of a pattern program.
#[derive(Debug, Clone)]
pub(super) enum Op {
    Word(u32),
    Class(u32, u32),
    Number {
        low: u32,
        high: u32,
        digits: (u32, u32),
        slot: u32,
    },
    Symbol(u32, u32),
    Glue,
    Open,
    Close,
    /// Go on here first, there on failure.
    Split(usize, usize),
    Jump(usize),
    Done,
}

/// One word or phrase of a class.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) words: Vec<u32>,
    pub(super) upper: bool,
    pub(super) id: u32,
}

/// A pattern's program and the rule it belongs to.
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) rule: u32,
    pub(super) entry: Entrance,
}

/// What the first two pieces of a match can be: told by looking at two pieces, most patterns need not be run.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Entrance {
    /// Pieces that it can begin with.
    pub(super) first: First,
    /// Pieces that can be all of it.
    pub(super) single: First,
    /// Pieces that can stand second.
    pub(super) second: First,
}

impl Entrance {
    /// Whether a match can begin with these two pieces.
    pub(super) fn admits(&self, atom: super::Atom, next: Option<super::Atom>) -> bool {
        self.first.has(atom) && (self.single.has(atom) || next.is_some_and(|n| self.second.has(n)))
    }

    fn join(&mut self, other: &Entrance) {
        self.first.join(&other.first);
        self.single.join(&other.single);
        self.second.join(&other.second);
    }
}

/// What a pattern can begin with.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct First {
    words: Vec<u64>,
    number: bool,
}

impl First {
    fn add(&mut self, word: u32) {
        let at = word as usize / 64;
        if self.words.len() <= at {
            self.words.resize(at + 1, 0);
        }
        self.words[at] |= 1 << (word % 64);
    }

    fn join(&mut self, other: &First) {
        self.number |= other.number;
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    fn is_empty(&self) -> bool {
        !self.number && self.words.iter().all(|w| *w == 0)
    }

    fn has_word(&self, word: usize) -> bool {
        self.words.get(word / 64).is_some_and(|w| w >> (word % 64) & 1 == 1)
    }

    pub(super) fn has(&self, atom: super::Atom) -> bool {
        if atom.number != u32::MAX {
            return self.number;
        }
        self.has_word(atom.word as usize)
    }
}

/// Collects classes and rules.
#[derive(Debug, Clone, Default)]
pub struct GrammarBuilder {
    vocabulary: Vocabulary,
    class_names: FxHashMap<String, u32>,
    classes: Vec<Vec<Entry>>,
    rules: Vec<(String, RuleSource)>,
}

impl GrammarBuilder {
    /// Adds a word or phrase to a class. `upper`: only with a capital. `id` is handed back by captures.
    pub fn entry(&mut self, class: &str, phrase: &str, upper: bool, id: u32) {
        let known = Vocabulary::default().scan(phrase, &[]);
        let words = known.iter().map(|a| self.vocabulary.intern(&phrase[a.start as usize..a.end as usize]));
        let words: Vec<u32> = words.collect();
        let next = self.classes.len() as u32;
        let class = *self.class_names.entry(class.to_owned()).or_insert(next);
        if class == next {
            self.classes.push(Vec::new());
        }
        if !words.is_empty() {
            self.classes[class as usize].push(Entry { words, upper, id });
        }
    }

    /// Adds a rule; `file` is named in errors. Rules keep the order in which they are added.
    pub fn rule(&mut self, file: &str, rule: RuleSource) {
        self.rules.push((file.to_owned(), rule));
    }

    /// Compiles everything.
    ///
    /// # Errors
    /// If a pattern is not well formed, or names a class or symbol that does not exist.
    pub fn build(mut self) -> Result<Grammar, Error> {
        let mut symbols: FxHashMap<String, u32> = FxHashMap::default();
        for (_, rule) in &self.rules {
            if let Some(name) = &rule.gives {
                let next = symbols.len() as u32;
                symbols.entry(name.clone()).or_insert(next);
            }
        }
        let mut slots = Vec::new();
        let mut programs = Vec::new();
        let mut by_symbol: Vec<Vec<u32>> = vec![Vec::new(); symbols.len()];
        let mut top = Vec::new();
        for (r, (file, rule)) in std::mem::take(&mut self.rules).into_iter().enumerate() {
            for text in &rule.patterns {
                let mut parser = Parser {
                    chars: text.chars().collect(),
                    at: 0,
                    ops: Vec::new(),
                    vocabulary: &mut self.vocabulary,
                    classes: &self.class_names,
                    symbols: &symbols,
                    slots: &mut slots,
                };
                let result = parser.alternatives(false).and_then(|()| parser.finish());
                result.map_err(|what| Error::in_file(&*file, format!("pattern `{text}`: {what}")))?;
                let mut ops = parser.ops;
                ops.push(Op::Done);
                let p = programs.len() as u32;
                programs.push(Program { ops, rule: r as u32, entry: Entrance::default() });
                match &rule.gives {
                    Some(name) => by_symbol[symbols[name] as usize].push(p),
                    None => top.push(p),
                }
            }
        }
        for class in &mut self.classes {
            class.sort_by_key(|e| std::cmp::Reverse(e.words.len()));
        }
        let mut grammar = Grammar {
            class_index: index_classes(&self.classes),
            vocabulary: self.vocabulary,
            programs,
            by_symbol,
            slots,
            entrances: Vec::new(),
            by_word: Vec::new(),
            by_number: Starts::default(),
        };
        grammar.find_first(&self.classes);
        grammar.index(&top);
        Ok(grammar)
    }
}

/// Per class, the entries by their first word.
fn index_classes(classes: &[Vec<Entry>]) -> Vec<FxHashMap<u32, Vec<Entry>>> {
    let by_first = |entries: &Vec<Entry>| {
        let mut map: FxHashMap<u32, Vec<Entry>> = FxHashMap::default();
        for e in entries {
            map.entry(e.words[0]).or_default().push(e.clone());
        }
        map
    };
    classes.iter().map(by_first).collect()
}

/// Compiled classes and rules.
#[derive(Debug, Clone)]
pub struct Grammar {
    pub(super) vocabulary: Vocabulary,
    pub(super) class_index: Vec<FxHashMap<u32, Vec<Entry>>>,
    pub(super) programs: Vec<Program>,
    pub(super) by_symbol: Vec<Vec<u32>>,
    pub(super) slots: Vec<SmolStr>,
    /// Per symbol, what its programs can begin with.
    pub(super) entrances: Vec<Entrance>,
    pub(super) by_word: Vec<Starts>,
    pub(super) by_number: Starts,
}

/// Programs that can begin with a piece.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    /// All of them.
    pub(super) all: Vec<u32>,
    /// Those of which it can be the whole match: the only ones to try before a piece that no pattern knows.
    pub(super) single: Vec<u32>,
}

impl Grammar {
    /// Cuts a text into the pieces that patterns see; `breaks` are byte offsets, in order, that no match reaches across.
    pub fn scan(&self, text: &str, breaks: &[u32]) -> Atoms {
        self.vocabulary.scan(text, breaks)
    }

    /// The number under which captures of this name are kept; `None` when no pattern has it.
    pub fn slot(&self, name: &str) -> Option<u32> {
        self.slots.iter().position(|s| s == name).map(|i| i as u32)
    }

    fn find_first(&mut self, classes: &[Vec<Entry>]) {
        self.entrances = vec![Entrance::default(); self.by_symbol.len()];
        // Symbols refer to one another; a few rounds reach the fixed point.
        loop {
            let mut changed = false;
            for p in 0..self.programs.len() {
                let entry = self.entrance_of(p, classes);
                changed |= entry != self.programs[p].entry;
                self.programs[p].entry = entry;
            }
            for (symbol, programs) in self.by_symbol.iter().enumerate() {
                for &q in programs {
                    self.entrances[symbol].join(&self.programs[q as usize].entry);
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn entrance_of(&self, p: usize, classes: &[Vec<Entry>]) -> Entrance {
        let ops = &self.programs[p].ops;
        let mut entry = Entrance::default();
        for at in reached(ops, 0).0 {
            let (then, done) = reached(ops, at + 1);
            let own = self.begin_of(&ops[at], classes);
            entry.first.join(&own.first);
            entry.second.join(&own.second);
            if own.single.is_empty() {
                continue;
            }
            if done {
                entry.single.join(&own.single);
            }
            for next in then {
                entry.second.join(&self.begin_of(&ops[next], classes).first);
            }
        }
        entry
    }

    /// What one consuming step can begin with.
    fn begin_of(&self, op: &Op, classes: &[Vec<Entry>]) -> Entrance {
        let mut entry = Entrance::default();
        match op {
            Op::Word(w) => {
                entry.first.add(*w);
                entry.single.add(*w);
            }
            Op::Class(c, _) => {
                for e in &classes[*c as usize] {
                    entry.first.add(e.words[0]);
                    match e.words.get(1) {
                        Some(second) => entry.second.add(*second),
                        None => entry.single.add(e.words[0]),
                    }
                }
            }
            Op::Number { .. } => {
                entry.first.number = true;
                entry.single.number = true;
            }
            Op::Symbol(s, _) => entry = self.entrances[*s as usize].clone(),
            _ => {}
        }
        entry
    }

    fn index(&mut self, top: &[u32]) {
        self.by_word = vec![Starts::default(); self.vocabulary.len() + 1];
        for &p in top {
            let Entrance { first, single, .. } = &self.programs[p as usize].entry;
            for (w, starts) in self.by_word.iter_mut().enumerate().skip(1) {
                starts.add(p, first.has_word(w), single.has_word(w));
            }
            self.by_number.add(p, first.number, single.number);
        }
    }
}

impl Starts {
    fn add(&mut self, program: u32, first: bool, single: bool) {
        if first {
            self.all.push(program);
        }
        if single {
            self.single.push(program);
        }
    }
}

/// The consuming steps that can be reached from one without consuming, and whether the end can.
fn reached(ops: &[Op], from: usize) -> (Vec<usize>, bool) {
    let (mut steps, mut done) = (Vec::new(), false);
    let mut seen = vec![false; ops.len()];
    let mut todo = vec![from];
    while let Some(at) = todo.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        match &ops[at] {
            Op::Glue | Op::Open | Op::Close => todo.push(at + 1),
            Op::Split(a, b) => todo.extend([*a, *b]),
            Op::Jump(a) => todo.push(*a),
            Op::Done => done = true,
            _ => steps.push(at),
        }
    }
    (steps, done)
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    ops: Vec<Op>,
    vocabulary: &'a mut Vocabulary,
    classes: &'a FxHashMap<String, u32>,
    symbols: &'a FxHashMap<String, u32>,
    slots: &'a mut Vec<SmolStr>,
}

impl Parser<'_> {
    fn finish(&self) -> Result<(), String> {
        match self.chars.get(self.at) {
            None => Ok(()),
            Some(c) => Err(format!("`{c}` closes nothing")),
        }
    }

    /// `a b | c`, up to a closing bracket.
    fn alternatives(&mut self, glued: bool) -> Result<(), String> {
        let mut jumps = Vec::new();
        loop {
            let split = self.ops.len();
            self.ops.push(Op::Jump(split + 1));
            if glued {
                self.ops.push(Op::Glue);
            }
            self.sequence()?;
            if self.chars.get(self.at) != Some(&'|') {
                break;
            }
            self.at += 1;
            jumps.push(self.ops.len());
            self.ops.push(Op::Done);
            let next = self.ops.len();
            self.ops[split] = Op::Split(split + 1, next);
        }
        let end = self.ops.len();
        jumps.into_iter().for_each(|j| self.ops[j] = Op::Jump(end));
        Ok(())
    }

    fn sequence(&mut self) -> Result<(), String> {
        let mut begun = false;
        loop {
            let before = self.at;
            while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
                self.at += 1;
            }
            let glued = begun && self.at == before;
            match self.chars.get(self.at) {
                None | Some('|' | ')' | ']') => return Ok(()),
                // A mark stands between elements and joins nothing itself.
                Some('<') => {
                    self.at += 1;
                    self.ops.push(Op::Open);
                    begun = glued;
                    continue;
                }
                Some('>') => {
                    self.at += 1;
                    self.ops.push(Op::Close);
                }
                Some(_) => self.element(glued)?,
            }
            begun = true;
        }
    }

    fn element(&mut self, glued: bool) -> Result<(), String> {
        let c = self.chars[self.at];
        let from = self.ops.len();
        match c {
            '(' | '[' => {
                self.at += 1;
                let optional = c == '[';
                if optional {
                    self.ops.push(Op::Done);
                }
                self.alternatives(glued)?;
                let close = if optional { ']' } else { ')' };
                if self.chars.get(self.at) != Some(&close) {
                    return Err(format!("`{close}` was expected"));
                }
                self.at += 1;
                if self.chars.get(self.at) == Some(&'+') {
                    self.at += 1;
                    self.ops.push(Op::Split(from + usize::from(optional), self.ops.len() + 1));
                }
                if optional {
                    self.ops[from] = Op::Split(from + 1, self.ops.len());
                }
                return Ok(());
            }
            _ => {}
        }
        if glued {
            self.ops.push(Op::Glue);
        }
        match c {
            '{' => {
                let inside = self.until('}')?;
                let (what, slot) =
                    inside.split_once(':').unwrap_or((&inside, inside.trim_start_matches('#')));
                let slot = self.slot(slot);
                if let Some(range) = what.strip_prefix('#') {
                    let (low, high) =
                        range.split_once('-').ok_or("a range LOW-HIGH was expected after `#`")?;
                    let number = |s: &str| s.parse::<u32>().map_err(|_| format!("`{s}` is not a number"));
                    let digits = (low.len() as u32, high.len() as u32);
                    self.ops.push(Op::Number { low: number(low)?, high: number(high)?, digits, slot });
                } else {
                    let class =
                        self.classes.get(what).ok_or_else(|| format!("there is no class `{what}`"))?;
                    self.ops.push(Op::Class(*class, slot));
                }
            }
            '@' => {
                self.at += 1;
                let name = self.word();
                let symbol = *self.symbols.get(&name).ok_or_else(|| format!("no rule gives `@{name}`"))?;
                let slot = if self.chars.get(self.at) == Some(&':') {
                    self.at += 1;
                    self.word()
                } else {
                    name
                };
                let slot = self.slot(&slot);
                self.ops.push(Op::Symbol(symbol, slot));
            }
            _ => {
                // A literal: cut as a text is cut, its pieces joined.
                let rest: String = self.chars[self.at..]
                    .iter()
                    .take_while(|c| !c.is_whitespace() && !"()[]{}<>|@+".contains(**c))
                    .collect();
                let pieces = Vocabulary::default().scan(&rest, &[]);
                if pieces.is_empty() {
                    return Err(format!("`{c}` was not expected"));
                }
                for (k, a) in pieces.iter().enumerate() {
                    if k > 0 {
                        self.ops.push(Op::Glue);
                    }
                    if a.number == u32::MAX {
                        let id = self.vocabulary.intern(&rest[a.start as usize..a.end as usize]);
                        self.ops.push(Op::Word(id));
                    } else {
                        let slot = self.slot("");
                        let digits = (a.digits(), a.digits());
                        self.ops.push(Op::Number { low: a.number, high: a.number, digits, slot });
                    }
                }
                self.at += rest.chars().count();
            }
        }
        Ok(())
    }

    fn until(&mut self, close: char) -> Result<String, String> {
        let from = self.at + 1;
        let len = self.chars[from..].iter().position(|&c| c == close);
        let len = len.ok_or_else(|| format!("`{close}` was expected"))?;
        self.at = from + len + 1;
        Ok(self.chars[from..from + len].iter().collect())
    }

    fn word(&mut self) -> String {
        let from = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            self.at += 1;
        }
        self.chars[from..self.at].iter().collect()
    }

    fn slot(&mut self, name: &str) -> u32 {
        let at = self.slots.iter().position(|s| s == name).unwrap_or_else(|| {
            self.slots.push(name.into());
            self.slots.len() - 1
        });
        at as u32
    }
}
