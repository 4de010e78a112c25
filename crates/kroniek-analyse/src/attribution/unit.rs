//! A unit: a sentence (or sentences that one quotation spans) with its quotations folded into one item each.
//!
//! Patterns look at items, so what stands between quotation marks never confuses the grammar around it. The inside of
//! a quotation becomes units of its own, one level deeper.

use super::lexicon::{Form, Lexicon, PhraseKind, Role};
use super::quotation::Quotation;
use kroniek_model::{Analysis, EntityKind, Morph, Pos, Span, Text, Token};

/// How deep quotations in quotations are looked into. Deeper ones are kept as text.
pub(super) const LEVELS: usize = 3;

/// One word, one punctuation mark, or one whole quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Its tokens, half-open indices into the analysis' list.
    pub(super) tokens: (u32, u32),
    pub(super) role: Role,
    /// The quotation (index into [`Report::quotations`]); `None` for a word or mark.
    pub(super) quote: Option<u32>,
    /// The punctuation mark; `\0` for a word.
    pub(super) mark: char,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// Lies in a time expression.
    pub(super) time: bool,
    /// A fixed phrase begins here: its number of items and what it is.
    pub(super) phrase: Option<(u8, PhraseKind)>,
}

impl Item {
    pub(super) fn is(&self, role: Role) -> bool {
        self.role.any(role)
    }

    pub(super) fn is_word(&self) -> bool {
        self.mark == '\0' && self.quote.is_none()
    }

    pub(super) fn is_end(&self) -> bool {
        matches!(self.mark, '.' | '!' | '?' | '…')
    }

    pub(super) fn is_comma(&self) -> bool {
        self.mark == ','
    }

    /// A dash or bracket that sets something apart.
    pub(super) fn is_break(&self) -> bool {
        matches!(self.mark, ';' | ':' | '(' | ')' | '–' | '—' | '-' | '[' | ']' | '|')
    }
}

/// A sentence or several, at one level of quotation.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) items: Vec<Item>,
    pub(super) paragraph: u32,
    /// The quotation that it lies in; `None` in the reporter's own text.
    pub(super) inside: Option<u32>,
}

/// The analysis with what the patterns ask of it at hand.
pub(super) struct Report<'a> {
    pub(super) a: &'a Analysis,
    pub(super) lexicon: &'a Lexicon,
    pub(super) quotations: Vec<Quotation>,
    by_level: [Vec<u32>; LEVELS],
    times: Vec<bool>,
    /// Tokens that look like a conjunction and open no clause ("zo goed als").
    idle: Vec<bool>,
    /// Tokens that end the name of an actor.
    name_ends: Vec<bool>,
    /// Whether a relative pronoun's antecedent is the source, not the pronoun.
    pub(super) antecedents: bool,
    /// Whether word classes are known.
    pub(super) classes: bool,
}

impl<'a> Report<'a> {
    pub(super) fn new(
        a: &'a Analysis,
        lexicon: &'a Lexicon,
        antecedents: bool,
        mut quotations: Vec<Quotation>,
    ) -> Self {
        quotations.retain(|q| !q.wrapper);
        for q in quotations.iter_mut().filter(|q| !q.closed) {
            cut_before_source(a, lexicon, q);
        }
        let mut ends: Vec<u32> = Vec::new();
        let mut by_level: [Vec<u32>; LEVELS] = Default::default();
        for (i, q) in quotations.iter_mut().enumerate() {
            while ends.last().is_some_and(|&e| e <= q.outer.start()) {
                ends.pop();
            }
            q.depth = ends.len() as u32;
            ends.push(q.outer.end());
            if let Some(level) = by_level.get_mut(q.depth as usize) {
                level.push(i as u32);
            }
        }
        let mut times = vec![false; a.tokens.len()];
        for t in &a.times {
            for slot in &mut times[tokens_in(&a.tokens, t.span)] {
                *slot = true;
            }
        }
        let mut name_ends = vec![false; a.tokens.len()];
        for m in a.mentions.iter().filter(|m| m.kind != EntityKind::Other) {
            if let Some(slot) = tokens_in(&a.tokens, m.span).last().and_then(|t| name_ends.get_mut(t)) {
                *slot = true;
            }
        }
        let mut idle: Vec<bool> = a.tokens.iter().map(|t| t.pos == Pos::Sconj).collect();
        for conjunction in a.clauses.iter().filter_map(|c| c.conjunction) {
            if let Some(slot) = idle.get_mut(conjunction as usize) {
                *slot = false;
            }
        }
        let classes = a.tokens.iter().take(200).any(|t| !matches!(t.pos, Pos::X | Pos::Punct));
        Report { a, lexicon, quotations, by_level, times, idle, name_ends, antecedents, classes }
    }

    /// Whether an item ends the name of a person, organisation or place.
    pub(super) fn ends_name(&self, item: &Item) -> bool {
        self.name_ends[item.tokens.1 as usize - 1]
    }

    /// Whether an item is a noun that heads a source ("spokesman").
    pub(super) fn heads_source(&self, item: &Item) -> bool {
        item.is_word() && self.lexicon.kind(self.norm(item)).is_some()
    }

    /// Whether an item is a number in figures.
    pub(super) fn is_number(&self, item: &Item) -> bool {
        item.is_word() && self.norm(item).starts_with(|c: char| c.is_ascii_digit())
    }

    pub(super) fn text(&self) -> &'a str {
        &self.a.report.text
    }

    pub(super) fn token(&self, i: u32) -> &'a Token {
        &self.a.tokens[i as usize]
    }

    pub(super) fn norm(&self, item: &Item) -> &'a str {
        if item.quote.is_some() { "" } else { self.token(item.tokens.0).norm.as_str() }
    }

    pub(super) fn forms(&self, item: &Item) -> &'a [Form] {
        if item.is_word() { self.lexicon.forms(self.norm(item)) } else { &[] }
    }

    /// Number of words between a quotation's marks.
    pub(super) fn words_in(&self, quote: u32) -> usize {
        let inner = self.quotations[quote as usize].inner;
        self.a.tokens[tokens_in(&self.a.tokens, inner)].iter().filter(|t| is_word(t)).count()
    }

    /// Whether a quotation can be somebody's words rather than one word held at arm's length.
    pub(super) fn is_speech(&self, quote: u32) -> bool {
        let inner = self.quotations[quote as usize].inner.of(self.text());
        let words = self.words_in(quote);
        let closed = inner.ends_with(['.', '!', '?', ',', '…']);
        words >= 5 || words >= 2 && closed || words >= 1 && inner.ends_with(['!', '?', '.'])
    }

    /// The words from the first to the last item, as a span.
    pub(super) fn span(&self, items: &[Item]) -> Option<Span<Text>> {
        let (first, last) = (items.first()?, items.last()?);
        let start = match first.quote {
            Some(q) => self.quotations[q as usize].outer.start(),
            None => self.token(first.tokens.0).span.start(),
        };
        let end = match last.quote {
            Some(q) => self.quotations[q as usize].outer.end(),
            None => self.token(last.tokens.1 - 1).span.end(),
        };
        (start < end).then(|| Span::new(start, end))
    }

    /// A finite verb, as far as that can be told.
    pub(super) fn is_finite(&self, item: &Item) -> bool {
        if !item.is_word() {
            return false;
        }
        let t = self.token(item.tokens.0);
        if t.span.of(self.text()).len() > 1 && t.span.of(self.text()).bytes().all(|b| b.is_ascii_uppercase())
        {
            return false;
        }
        if self.classes {
            return matches!(t.pos, Pos::Verb | Pos::Aux)
                && (t.morph.has(Morph::FINITE)
                    || !t.morph.has(Morph::INFINITIVE) && !t.morph.has(Morph::PARTICIPLE));
        }
        item.is(Role::VERB | Role::HAVE | Role::BE | Role::MODAL)
            || self.forms(item).iter().any(|f| f.forms.finite)
    }

    /// All units: those of the reporter's text and those inside quotations, in text order of their level.
    pub(super) fn units(&self) -> Vec<Unit> {
        let mut units = Vec::new();
        self.level(0, 0..self.a.sentences.len(), None, &mut units);
        for level in 0..LEVELS - 1 {
            for &q in &self.by_level[level] {
                if self.words_in(q) < 5 {
                    continue;
                }
                let inner = self.quotations[q as usize].inner;
                let first = self.a.sentences.partition_point(|s| s.span.end() <= inner.start());
                let last = self.a.sentences.partition_point(|s| s.span.start() < inner.end());
                self.level(level + 1, first..last.max(first), Some(q), &mut units);
            }
        }
        units
    }

    /// The units of one level: sentences, joined where a quotation of that level spans their border.
    fn level(
        &self,
        level: usize,
        sentences: std::ops::Range<usize>,
        inside: Option<u32>,
        units: &mut Vec<Unit>,
    ) {
        let bounds = inside.map(|q| tokens_in(&self.a.tokens, self.quotations[q as usize].inner));
        let mut s = sentences.start;
        while s < sentences.end {
            let first = &self.a.sentences[s];
            if !first.region.is_prose() {
                s += 1;
                continue;
            }
            let mut last = s;
            while last + 1 < sentences.end
                && (level == 0 && self.continues_quote(last)
                    || self.spans(
                        level,
                        self.a.sentences[last].span.end(),
                        self.a.sentences[last + 1].span.start(),
                    ))
            {
                last += 1;
            }
            let (mut from, mut to) =
                (first.tokens.start as usize, self.a.sentences[last].tokens.end as usize);
            if let Some(b) = &bounds {
                from = from.max(b.start);
                to = to.min(b.end);
            }
            let items = self.items(level, from, to);
            if !items.is_empty() {
                units.push(Unit { items, paragraph: first.paragraph, inside });
            }
            s = last + 1;
        }
    }

    /// Whether the sentence after `last` is the source clause of a quotation that ends here: it begins with a small
    /// letter ("said X."), or is no more than a subject and a cue ("Mr X said.").
    fn continues_quote(&self, last: usize) -> bool {
        let (here, next) = (&self.a.sentences[last], &self.a.sentences[last + 1]);
        let list = &self.by_level[0];
        let k = list.partition_point(|&q| self.quotations[q as usize].outer.end() < here.span.end());
        let ends = |q: &u32| self.quotations[*q as usize].outer.end() == here.span.end();
        if !list.get(k).is_some_and(ends) {
            return false;
        }
        let tokens = &self.a.tokens[next.tokens.start as usize..next.tokens.end as usize];
        let small = tokens.first().is_some_and(|t| t.span.of(self.text()).starts_with(char::is_lowercase));
        let mut words = tokens.iter().filter(|t| is_word(t));
        let cue = |t: &Token| self.lexicon.forms(&t.norm).iter().any(|f| f.forms.finite);
        small || words.clone().count() <= 6 && words.next_back().is_some_and(cue)
    }

    /// Whether a quotation of this level covers the gap between two sentences.
    fn spans(&self, level: usize, end: u32, start: u32) -> bool {
        let list = &self.by_level[level];
        let i = list.partition_point(|&q| self.quotations[q as usize].outer.end() < start.max(end));
        // One that ends exactly where a sentence begins closes it: `said.'' Then`.
        list.get(i).is_some_and(|&q| {
            let outer = self.quotations[q as usize].outer;
            outer.start() < end && outer.end() > end
        })
    }

    fn items(&self, level: usize, from: usize, to: usize) -> Vec<Item> {
        let mut items = Vec::new();
        let list = &self.by_level[level];
        let mut i = from;
        while i < to {
            let t = &self.a.tokens[i];
            let k = list.partition_point(|&q| self.quotations[q as usize].outer.end() <= t.span.start());
            if let Some(&q) = list.get(k)
                && self.quotations[q as usize].outer.start() <= t.span.start()
            {
                let end = self.quotations[q as usize].outer.end();
                let last = i + self.a.tokens[i..to].partition_point(|t| t.span.start() < end);
                let last = last.max(i + 1);
                items.push(Item { tokens: (i as u32, last as u32), quote: Some(q), ..self.item(i) });
                i = last;
                continue;
            }
            items.push(self.item(i));
            i += 1;
        }
        self.mark_phrases(&mut items);
        items
    }

    fn item(&self, i: usize) -> Item {
        let t = &self.a.tokens[i];
        let word = t.span.of(self.text());
        let mark = if is_word(t) { '\0' } else { word.chars().next().unwrap_or('.') };
        // "IS", "WHO", "IT": capitals make a name of a function word.
        let shouted = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        let mut role = if mark == '\0' && !shouted { self.lexicon.role(&t.norm) } else { Role::NONE };
        if self.idle[i] {
            role = role.without(Role::SUBORDINATOR | Role::UNREAL);
        }
        let capital = word.starts_with(char::is_uppercase);
        let tokens = (i as u32, i as u32 + 1);
        Item { tokens, role, quote: None, mark, capital, time: self.times[i], phrase: None }
    }

    fn mark_phrases(&self, items: &mut [Item]) {
        for i in 0..items.len() {
            if !items[i].is_word() {
                continue;
            }
            let word = |k: usize| items.get(k).filter(|x| x.is_word()).map(|x| self.norm(x));
            let found = self.lexicon.phrases.longest_at(i, word).map(|(n, p)| (n as u8, p.kind));
            items[i].phrase = found;
        }
    }
}

/// A quotation without its end mark ends before the source clause that closes the paragraph: `"We stop, says X.`
fn cut_before_source(a: &Analysis, lexicon: &Lexicon, q: &mut Quotation) {
    let range = tokens_in(&a.tokens, q.inner);
    let tokens = &a.tokens[range];
    let says = |i: usize| {
        let word = |k: usize| tokens.get(k).map(|t| t.norm.as_str());
        let phrase = lexicon.phrases.longest_at(i, word).is_some_and(|(_, p)| p.kind == PhraseKind::Closing);
        let verb = lexicon
            .forms(&tokens[i].norm)
            .iter()
            .any(|f| f.forms.finite && lexicon.cues[f.cue as usize].frames.trailing);
        phrase || verb
    };
    let floor = tokens.len().saturating_sub(20);
    for k in (floor.max(3)..tokens.len().saturating_sub(1)).rev() {
        if tokens[k].norm == "," && says(k + 1) {
            let end = tokens[k].span.start();
            q.inner = Span::new(q.inner.start(), end.max(q.inner.start()));
            q.outer = Span::new(q.outer.start(), end.max(q.outer.start()));
            return;
        }
    }
}

/// Whether a token is a word, not punctuation.
pub(super) fn is_word(t: &Token) -> bool {
    t.norm.chars().next().is_some_and(char::is_alphanumeric)
        || t.norm.starts_with(['\'', '$', '€', '%', '#', '@']) && t.norm.chars().any(char::is_alphanumeric)
        || matches!(t.norm.as_str(), "$" | "€" | "%" | "£")
}

/// Indices of the tokens that lie in a span.
pub(super) fn tokens_in(tokens: &[Token], span: Span<Text>) -> std::ops::Range<usize> {
    let first = tokens.partition_point(|t| t.span.end() <= span.start());
    let last = tokens.partition_point(|t| t.span.start() < span.end());
    first..last.max(first)
}
