//! From tokens to sentences, inside one paragraph.

use super::token::Tokeniser;

/// The ends of sentences among the tokens of a paragraph: each the index of the token after the last.
///
/// The last end is the number of tokens.
pub(crate) fn ends(rules: &Tokeniser, text: &str, tokens: &[(u32, u32)]) -> Vec<usize> {
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
pub(crate) struct Quotes {
    double: bool,
    single: bool,
}

impl Quotes {
    pub(crate) fn see(&mut self, token: &str) {
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
    pub(crate) fn closes(&self, token: &str, adjacent: bool) -> bool {
        match token {
            ")" | "]" | "}" | "”" | "’" | "»" | "''" | "’’" => true,
            "\"" => adjacent || self.double,
            "'" => adjacent || self.single,
            _ => false,
        }
    }
}
