//! From text to tokens, after the conventions of the Universal Dependencies treebanks of each language.
//!
//! Tokens are found chunk by chunk (a chunk is what stands between white space). What a language joins and what it
//! cuts is data: `rules/word/tokens.toml` for its habits, `lexicon/word/` for its lists. A character is looked at a
//! bounded number of times, so a text of one line costs no more than one of many.

use kroniek_lang::{Error, Pack, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use smol_str::SmolStr;

/// Where tokens begin and end, for one language.
pub struct Tokeniser {
    habits: Habits,
    /// Abbreviations with their full stop; the value says whether one may end a sentence.
    /// Whether each may end a sentence, and whether it is written with a capital.
    abbreviations: FxHashMap<SmolStr, (bool, bool)>,
    /// Folded endings that are words of their own, by their number of characters, longest first.
    endings: Vec<(usize, SmolStr)>,
    /// Folded words written as one that are two; the number of characters of the first.
    fused: FxHashMap<SmolStr, usize>,
    /// Folded words that begin with an apostrophe.
    elided: FxHashSet<SmolStr>,
    /// Folded first parts that keep their hyphen where hyphens are cut.
    prefixes: FxHashSet<SmolStr>,
    /// Folded units that are cut from the figures they are written against.
    units: FxHashSet<SmolStr>,
    /// Faces made of punctuation.
    faces: FxHashSet<SmolStr>,
}

/// `rules/word/tokens.toml`: how a language writes its words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habits {
    /// Whether a hyphen inside a word is cut out as a token.
    #[serde(default)]
    pub cut_hyphens: bool,
    /// Whether a slash between words is cut out as a token.
    #[serde(default)]
    pub cut_slashes: bool,
    /// Texts with their tokens; each is a test.
    #[serde(default)]
    pub example: Vec<Example>,
}

/// A text and its tokens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The text.
    pub text: String,
    /// What it is cut into.
    pub tokens: Vec<String>,
}

impl Tokeniser {
    /// Reads habits and lists.
    ///
    /// # Errors
    /// If one is not well formed.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let mut habits = Habits { cut_hyphens: false, cut_slashes: false, example: Vec::new() };
        for (file, text) in pack.rules("word")? {
            if file.ends_with("/tokens.toml") {
                habits = toml::from_str(text).map_err(|e| Error::in_file(file, e.message().to_owned()))?;
            }
        }
        let mut t = Tokeniser {
            habits,
            abbreviations: FxHashMap::default(),
            endings: Vec::new(),
            fused: FxHashMap::default(),
            elided: FxHashSet::default(),
            prefixes: FxHashSet::default(),
            units: FxHashSet::default(),
            faces: FxHashSet::default(),
        };
        for pack in [common, pack] {
            for row in pack.table("word/abbreviations").rows() {
                let ends = match row.get("final")? {
                    "maybe" => true,
                    "never" => false,
                    other => return Err(row.error(format!("final: found {other}, expected maybe or never"))),
                };
                t.abbreviations.insert(fold(row.key()), (ends, row.key().contains(char::is_uppercase)));
            }
            for row in pack.table("word/tokens").rows() {
                let word = fold(row.key());
                match row.get("kind")? {
                    "ending" => t.endings.push((word.chars().count(), word)),
                    "fused" => match row.key().split_once('|') {
                        Some((a, b)) => drop(t.fused.insert(fold(&format!("{a}{b}")), a.chars().count())),
                        None => return Err(row.error("a fused word has | where it is cut")),
                    },
                    "elided" => drop(t.elided.insert(word)),
                    "prefix" => drop(t.prefixes.insert(word)),
                    "unit" => drop(t.units.insert(word)),
                    "face" => drop(t.faces.insert(row.key().into())),
                    other => {
                        return Err(row.error(format!(
                            "kind: found {other}, expected ending, fused, elided, prefix, unit or face"
                        )));
                    }
                }
            }
        }
        t.endings.sort_by(|a, b| b.cmp(a));
        Ok(t)
    }

    /// The habits, with the examples they are tested by.
    pub fn habits(&self) -> &Habits {
        &self.habits
    }

    /// Whether a token is an abbreviation with its full stop, and then whether it may end a sentence.
    pub fn abbreviation(&self, token: &str) -> Option<bool> {
        if !token.ends_with('.') || token.len() < 2 {
            return None;
        }
        match self.listed(token) {
            Some(ends) => Some(ends),
            None => {
                let mut parts = token.trim_end_matches('.').split('.');
                let letters = |p: &str| p.chars().all(char::is_alphabetic);
                (parts.all(letters) && token.starts_with(char::is_alphabetic))
                    .then(|| token.matches('.').count() > 1)
            }
        }
    }

    /// What the list says of a word with its full stop: whether it may end a sentence. An acronym in capitals is not
    /// the small abbreviation of the same letters: "van de VS. Het" ends a sentence, "Ajax vs. PSV" does not.
    fn listed(&self, word: &str) -> Option<bool> {
        let folded = fold(word);
        let &(ends, capitals) = self.abbreviations.get(&folded)?;
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let acronym = letters.clone().count() > 1 && letters.all(char::is_uppercase);
        (capitals || !acronym).then_some(ends)
    }

    /// Adds the tokens of `text` to `out` as half-open byte ranges, moved up by `base`.
    pub fn cut(&self, text: &str, base: usize, out: &mut Vec<(u32, u32)>) {
        let mut cutter = Cutter { rules: self, text, base, out };
        let mut from = None;
        for (i, c) in text.char_indices() {
            match (is_space(c), from) {
                (true, Some(start)) => {
                    cutter.chunk(start, i);
                    from = None;
                }
                (false, None) => from = Some(i),
                _ => {}
            }
        }
        if let Some(start) = from {
            cutter.chunk(start, text.len());
        }
    }
}

/// White space, and the characters without width that web pages put between words.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}') || (c.is_control() && c != '\u{AD}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Letters, figures, and the marks that stand on them.
fn is_wordy(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{FE0F}')
}

struct Cutter<'a> {
    rules: &'a Tokeniser,
    text: &'a str,
    base: usize,
    out: &'a mut Vec<(u32, u32)>,
}

impl Cutter<'_> {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.out.push(((self.base + start) as u32, (self.base + end) as u32));
        }
    }

    fn at(&self, i: usize, end: usize) -> Option<char> {
        self.text[i..end].chars().next()
    }

    fn chunk(&mut self, start: usize, end: usize) {
        let chunk = &self.text[start..end];
        if chunk.bytes().all(|b| b.is_ascii_alphabetic()) {
            self.word(start, end);
            return;
        }
        if self.rules.faces.contains(chunk) {
            self.push(start, end);
            return;
        }
        match address(chunk) {
            Some((a, b)) => {
                self.scan(start, start + a);
                self.push(start + a, start + b);
                self.scan(start + b, end);
            }
            None => self.scan(start, end),
        }
    }

    fn scan(&mut self, start: usize, end: usize) {
        let mut i = start;
        while let Some(c) = self.at(i, end) {
            i = if is_wordy(c) {
                let stop = self.word_end(i, start, end);
                self.word(i, stop);
                stop
            } else {
                self.mark(i, start, end, c)
            };
        }
    }

    /// One token that does not begin with a letter or figure; returns where it ends.
    fn mark(&mut self, i: usize, start: usize, end: usize, c: char) -> usize {
        let after = i + c.len_utf8();
        let next = self.at(after, end);
        if is_apostrophe(c)
            && let Some(stop) = self.elided(i, after, end)
        {
            self.push(i, stop);
            return stop;
        }
        let joins = match c {
            '#' | '@' => next.is_some_and(is_wordy),
            '.' => i == start && next.is_some_and(|n| n.is_ascii_digit()),
            _ if is_hyphen(c) => {
                i == start
                    && !self.rules.habits.cut_hyphens
                    && next.is_some_and(|n| n.is_lowercase() || n.is_ascii_digit())
            }
            _ => false,
        };
        if joins {
            let stop = self.word_end(after, start, end);
            self.push(i, stop);
            return stop;
        }
        let stop = match c {
            '\'' | '`' | ',' | '´' if next == Some(c) => after + c.len_utf8(),
            '!' | '?' => self.run(i, end, |d| matches!(d, '!' | '?')),
            '.' | '-' | '=' | '*' | '_' | '~' | '#' | '<' | '>' | '+' | '$' | '—' | '–' | '|' | '/'
            | '\\' => self.run(i, end, |d| d == c),
            // Marks on an emoji belong to it.
            _ => self.run(after, end, |d| matches!(d, '\u{FE0F}' | '\u{200D}' | '\u{1F3FB}'..='\u{1F3FF}')),
        };
        self.push(i, stop);
        stop
    }

    fn run(&self, from: usize, end: usize, of: impl Fn(char) -> bool) -> usize {
        self.text[from..end].char_indices().find(|&(_, c)| !of(c)).map_or(end, |(k, _)| from + k)
    }

    /// Words that begin with an apostrophe: those of the list, and years without their century ('80, '80s).
    fn elided(&self, i: usize, after: usize, end: usize) -> Option<usize> {
        let stop = self.run(after, end, char::is_alphanumeric);
        // No such word is longer; what follows is not looked at again.
        if stop == after || stop - after > 8 {
            return None;
        }
        let body = &self.text[after..stop];
        let year = body.len() >= 2
            && body.as_bytes()[..2].iter().all(u8::is_ascii_digit)
            && body[2..].bytes().all(|b| b.is_ascii_alphabetic())
            && !self.text[stop..end].starts_with(is_apostrophe);
        (year || self.rules.elided.contains(&fold(&self.text[i..stop]))).then_some(stop)
    }

    /// Where the word that begins at `i` ends.
    fn word_end(&self, i: usize, start: usize, end: usize) -> usize {
        let mut j = i;
        let mut before = '\0';
        while let Some(c) = self.at(j, end) {
            let after = j + c.len_utf8();
            if is_wordy(c) || c == '_' {
                before = c;
                j = after;
                continue;
            }
            let next = self.at(after, end);
            let wordy_next = next.is_some_and(is_wordy);
            let digits = before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
            let join = match c {
                '.' if wordy_next => digits || self.dot_joins(i, j, after, before, end),
                '.' => {
                    return if self.is_short(i, after, next) {
                        self.after_short(i, after, start, end)
                    } else {
                        j
                    };
                }
                ',' | ':' => digits,
                '/' => digits || (wordy_next && !self.rules.habits.cut_slashes),
                '&' => wordy_next && before.is_uppercase() && next.is_some_and(char::is_uppercase),
                '@' => wordy_next,
                '$' => return if before.is_uppercase() && self.text[i..j].len() <= 3 { after } else { j },
                '(' => match self.inner_bracket(after, end) {
                    Some(stop) if !self.rules.habits.cut_hyphens => return stop,
                    _ => false,
                },
                _ if is_apostrophe(c) => wordy_next,
                _ if is_hyphen(c) => match (wordy_next, self.rules.habits.cut_hyphens) {
                    (true, false) => true,
                    (true, true) => self.hyphen_stays(i, j, end),
                    // The first half of a pair: "mond- en klauwzeer".
                    (false, false) if after == end && before.is_alphabetic() => return after,
                    (false, _) => false,
                },
                _ => false,
            };
            if !join {
                return j;
            }
            before = c;
            j = after;
        }
        j
    }

    /// A full stop between two letters joins ("i.p.v.", "sp.a"), unless it looks like a lost space: "gedaan.Daarna".
    fn dot_joins(&self, i: usize, j: usize, after: usize, before: char, end: usize) -> bool {
        let mut next = self.text[after..end].chars();
        let lost_space = next.next().is_some_and(char::is_uppercase)
            && next.next().is_some_and(char::is_lowercase)
            && before.is_lowercase()
            && self.text[i..j].chars().rev().take_while(|c| c.is_alphabetic()).count() > 2;
        !lost_space
    }

    /// Whether the word from `i` with its full stop is an abbreviation or an initial.
    fn is_short(&self, i: usize, after: usize, next: Option<char>) -> bool {
        let word = &self.text[i..after];
        // The longest abbreviation has no more; a longer word is not looked at again.
        if word.len() > 40 || next == Some('.') {
            return false;
        }
        if self.rules.listed(word).is_some() {
            return true;
        }
        let mut parts = word[..word.len() - 1].split('.');
        let dotted = word[..word.len() - 1].contains('.');
        parts.all(|p| {
            let n = p.chars().count();
            (1..=if dotted { 2 } else { 1 }).contains(&n) && p.chars().all(char::is_alphabetic)
        }) && (dotted || word.starts_with(char::is_uppercase))
    }

    /// An abbreviation may go on as a word: "St.-Pieter".
    fn after_short(&self, i: usize, after: usize, start: usize, end: usize) -> usize {
        let mut rest = self.text[after..end].chars();
        let hyphen = rest.next().is_some_and(is_hyphen);
        if hyphen && !self.rules.habits.cut_hyphens && rest.next().is_some_and(is_wordy) && i >= start {
            return self.word_end(after + 1, start, end);
        }
        after
    }

    /// "partij(en)": a bracketed part of a word, at most six letters long.
    fn inner_bracket(&self, after: usize, end: usize) -> Option<usize> {
        let stop = self.text[after..end].char_indices().take(7).find(|&(_, c)| !c.is_lowercase());
        match stop {
            Some((k, ')')) if k > 0 => Some(after + k + 1),
            _ => None,
        }
    }

    /// Where hyphens are cut, they stay in figures that are not a range (dates, telephone numbers) and after some
    /// prefixes.
    fn hyphen_stays(&self, i: usize, j: usize, end: usize) -> bool {
        let head = &self.text[i..j];
        if head.len() <= 12 && self.rules.prefixes.contains(&fold(head)) {
            return true;
        }
        if !head.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return false;
        }
        // No number with hyphens is longer; what follows is not looked at again.
        let rest = self.text[j..end].bytes().take(24);
        let stop = j + rest.take_while(|b| b.is_ascii_digit() || *b == b'-').count();
        let (digits, groups) = (&self.text[i..stop], self.text[i..stop].split('-').count());
        digits.len() <= 20 && (groups > 2 || (groups == 2 && head.len() == 3 && digits.len() == 8))
    }

    /// Adds a word, cut where a language writes two as one.
    fn word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if word.len() <= 40
            && let Some(cut) = self.inner_cut(word)
        {
            self.push(start, start + cut);
            self.push(start + cut, end);
            return;
        }
        self.push(start, end);
    }

    fn inner_cut(&self, word: &str) -> Option<usize> {
        let rules = self.rules;
        if rules.fused.is_empty() && rules.endings.is_empty() && rules.units.is_empty() {
            return None;
        }
        let nth = |n: usize| word.char_indices().nth(n).map(|(i, _)| i);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let cut = word.rfind(|c: char| c.is_ascii_digit())? + 1;
            if cut < word.len() && rules.units.contains(&fold(&word[cut..])) {
                return Some(cut);
            }
        }
        if let Some(&n) = rules.fused.get(&fold(word)) {
            return nth(n);
        }
        if !word.contains(is_apostrophe) {
            return None;
        }
        let length = word.chars().count();
        for (n, ending) in &rules.endings {
            if *n < length {
                let cut = nth(length - n)?;
                if fold(&word[cut..]) == *ending {
                    return Some(cut);
                }
            }
        }
        None
    }
}

/// A web or mail address inside a chunk.
fn address(chunk: &str) -> Option<(usize, usize)> {
    let open = |c: char| !c.is_alphanumeric();
    let start = if let Some(i) = chunk.find("://") {
        let scheme = chunk[..i].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        if scheme == 0 {
            return None;
        }
        i - scheme
    } else {
        let lead = chunk.find(|c| !open(c))?;
        let body = &chunk[lead..];
        let www = body.get(..4).is_some_and(|b| b.eq_ignore_ascii_case("www."));
        let mail = body.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_+".contains(&b))
                && host.contains('.')
        });
        if !www && !mail {
            return None;
        }
        lead
    };
    let body = chunk[start..].find(['<', '>', '"', '”']).map_or(chunk.len(), |k| start + k);
    let close = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '\'' | '’' | '»' | '*');
    // "http://example.org/..." keeps its dots: they stand for the rest of the address.
    let end = if chunk[start..body].ends_with("...") {
        body
    } else {
        start + chunk[start..body].trim_end_matches(close).len()
    };
    (end > start).then_some((start, end))
}
