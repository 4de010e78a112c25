//! From tokens to sentences, inside one paragraph.
//!
//! Rules know final marks, abbreviations and quotation marks. A model learnt from treebanks adds ends after
//! abbreviations; in a text without line breaks it also corrects the rules, and finds the ends that no mark shows
//! (headings, lists run into one line).

use super::tag::shape;
use super::token::Tokeniser;
use super::weights::{Weights, hash, pair, text as text_hash};
use kroniek_lang::{Lexicon, fold};

/// The ends of sentences among the tokens of a paragraph: each the index of the token after the last.
///
/// `lined` says that line breaks part the paragraphs of the text, so that an end inside one has a mark. The last end
/// is the number of tokens.
pub fn ends(
    rules: &Tokeniser,
    model: Option<(&Weights, Option<&Lexicon>)>,
    text: &str,
    tokens: &[(u32, u32)],
    lined: bool,
) -> Vec<usize> {
    let by_rule = rule_ends(rules, text, tokens);
    let Some((weights, lexicon)) = model else { return by_rule };
    let mut gaps = Gaps::new(rules, lexicon, text, tokens, &by_rule);
    let mut out = Vec::new();
    let mut features = Vec::new();
    for k in 1..tokens.len() {
        if gaps.is_candidate(k, lined) {
            features.clear();
            gaps.features(k, &mut features);
            let mut scores = [0; 2];
            for &f in &features {
                weights.add(f, &mut scores);
            }
            // Where lines part paragraphs the rules are surer of a mark than the model, which learnt from single lines.
            if scores[1] > scores[0] || (lined && gaps.by_rule[k]) {
                out.push(k);
                gaps.decide(k);
            }
        }
    }
    if !tokens.is_empty() {
        out.push(tokens.len());
    }
    out
}

/// The gaps between tokens where a sentence may end, as the model sees them.
pub struct Gaps<'a> {
    text: &'a str,
    tokens: &'a [(u32, u32)],
    rules: &'a Tokeniser,
    lexicon: Option<&'a Lexicon>,
    by_rule: Vec<bool>,
    /// First token of the sentence so far.
    start: usize,
    /// Quotation marks seen up to a token.
    quotes: (usize, Quotes),
}

impl<'a> Gaps<'a> {
    /// The gaps of a paragraph, with what the rules say.
    pub fn new(
        rules: &'a Tokeniser,
        lexicon: Option<&'a Lexicon>,
        text: &'a str,
        tokens: &'a [(u32, u32)],
        by_rule: &[usize],
    ) -> Self {
        let mut flags = vec![false; tokens.len() + 1];
        by_rule.iter().for_each(|&k| flags[k] = true);
        Gaps { text, tokens, rules, lexicon, by_rule: flags, start: 0, quotes: (0, Quotes::default()) }
    }

    fn word(&self, k: usize) -> &'a str {
        self.tokens.get(k).map_or("", |&(a, b)| &self.text[a as usize..b as usize])
    }

    /// Whether a sentence may end before token `k`.
    pub fn is_candidate(&self, k: usize, lined: bool) -> bool {
        let (before, next) = (self.word(k - 1), self.word(k));
        let adjacent = self.tokens[k - 1].1 == self.tokens[k].0;
        let mark = !before.ends_with(char::is_alphanumeric);
        let short = before.ends_with('.');
        if self.by_rule[k] {
            return true;
        }
        // Marks in a row (". .") stay together; what a colon announces belongs to it ("PORTER: The bridge is safe").
        if adjacent || is_final(next) || before == ":" {
            return false;
        }
        // A mark, or closing marks after one.
        let ended = short || (mark && (k.saturating_sub(3)..k).any(|j| is_final(self.word(j))));
        if lined {
            return ended;
        }
        mark || short || !next.starts_with(char::is_lowercase)
    }

    /// Tells that a sentence ends before token `k`.
    pub fn decide(&mut self, k: usize) {
        self.start = k;
        self.quotes = (k, Quotes::default());
    }

    /// Adds the features of the gap before token `k`.
    pub fn features(&mut self, k: usize, out: &mut Vec<u32>) {
        let (from, mut quotes) = self.quotes;
        (from..k).for_each(|j| quotes.see(self.word(j)));
        self.quotes = (k, quotes);
        let folded = |i: Option<usize>| i.map_or(1, |i| text_hash(&fold(short(self.word(i)))));
        let shape_at = |i: Option<usize>| i.map_or(1 << 40, |i| shape(short(self.word(i))));
        let class = |i: usize| {
            let class = self.lexicon.and_then(|l| l.class(&fold(short(self.word(i)))));
            class.map_or(1 << 17, u64::from)
        };
        let back = |n: usize| k.checked_sub(n);
        let (a, b, c, d) = (folded(back(1)), folded(Some(k)), folded(back(2)), folded(Some(k + 1)));
        let (sa, sb) = (shape_at(back(1)), shape_at(Some(k)));
        let (sc, sd) = (shape_at(back(2)), shape_at(Some(k + 1)));
        let length = (k - self.start).min(40) as u64;
        let size = [1, 2, 3, 4, 6, 9, 14, 40].iter().position(|&n| length <= n).unwrap_or(8) as u64;
        let before = self.word(k - 1);
        let abbreviation = self.rules.abbreviation(before).map_or(2, u64::from);
        let rule = u64::from(self.by_rule[k]);
        let open = u64::from(quotes.double) | u64::from(quotes.single) << 1;
        let capitals =
            (self.start..k).take(12).filter(|&j| self.word(j).starts_with(char::is_uppercase)).count() as u64;
        let mostly = u64::from(capitals * 2 > length.min(12));
        let mut t = 0;
        let mut add = |value: u64| {
            t += 1;
            out.push(hash(t, value));
        };
        add(0);
        add(rule);
        add(pair(rule, sb));
        add(a);
        add(b);
        add(c);
        add(d);
        add(pair(a, b));
        add(pair(a, sb));
        add(pair(sa, b));
        add(pair(sa, sb));
        add(pair(pair(sc, sa), pair(sb, sd)));
        add(pair(pair(sa, sb), size));
        add(pair(pair(sa, sb), mostly));
        add(pair(class(k), sb));
        add(pair(class(k), pair(sa, sb)));
        add(pair(class(k - 1), sb));
        add(pair(class(k - 1), class(k)));
        add(pair(rule, size));
        add(pair(rule, open));
        add(pair(pair(rule, open), a));
        add(pair(abbreviation, sb));
        add(pair(pair(abbreviation, class(k)), sb));
        add(pair(pair(mostly, size), pair(sa, sb)));
        add(pair(sb, sd));
        add(pair(b, sd));
        add(pair(c, a));
    }
}

/// Long tokens look alike by their beginning.
fn short(word: &str) -> &str {
    word.char_indices().nth(24).map_or(word, |(i, _)| &word[..i])
}

/// The ends that the rules find.
pub fn rule_ends(rules: &Tokeniser, text: &str, tokens: &[(u32, u32)]) -> Vec<usize> {
    let word = |k: usize| tokens.get(k).map_or("", |&(a, b)| &text[a as usize..b as usize]);
    let adjacent = |k: usize| k > 0 && k < tokens.len() && tokens[k - 1].1 == tokens[k].0;
    let mut out = Vec::new();
    let mut quotes = Quotes::default();
    let mut k = 0;
    while k < tokens.len() {
        let t = word(k);
        quotes.see(t);
        k += 1;
        if !is_final(t) && rules.abbreviation(t) != Some(true) {
            continue;
        }
        // Closing marks belong to the sentence that they close.
        while quotes.closes(word(k), adjacent(k)) {
            quotes.see(word(k));
            k += 1;
        }
        let next = word(k);
        if next.is_empty() || is_final(next) {
            continue;
        }
        let lost_space = adjacent(k) && !(t == "." && next.starts_with(char::is_uppercase));
        let begins = next.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_alphanumeric());
        let joins = matches!(next, "," | ";" | ":" | ")" | "]" | "-" | "–" | "—");
        if begins
            && !joins
            && !lost_space
            && !t.ends_with(char::is_alphanumeric)
            && rules.abbreviation(t).is_none()
        {
            out.push(k);
            quotes = Quotes::default();
        }
    }
    if !tokens.is_empty() {
        out.push(tokens.len());
    }
    out
}

/// Full stop, question or exclamation mark, or a row of them.
pub(crate) fn is_final(token: &str) -> bool {
    !token.is_empty() && token.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '؟' | '۔' | '।'))
}

/// Which quotation marks are open.
#[derive(Debug, Default, Clone, Copy)]
struct Quotes {
    double: bool,
    single: bool,
}

impl Quotes {
    fn see(&mut self, token: &str) {
        match token {
            "\"" => self.double = !self.double,
            "'" => self.single = !self.single,
            "“" | "„" | ",," | "``" | "«" => self.double = true,
            "”" | "''" | "»" | "’’" => self.double = false,
            "‘" | "`" => self.single = true,
            "’" => self.single = false,
            _ => {}
        }
    }

    /// Whether a token after a final mark closes what is open; marks that could open must stand against the word.
    fn closes(&self, token: &str, adjacent: bool) -> bool {
        match token {
            ")" | "]" | "}" | "”" | "’" | "»" | "''" | "’’" => true,
            "\"" => adjacent || self.double,
            "'" => adjacent || self.single,
            _ => false,
        }
    }
}
