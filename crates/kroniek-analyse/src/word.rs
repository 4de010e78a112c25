//! Sentences and words.

use kroniek_lang::{Error, Pack, fold};
use kroniek_model::{Analysis, Morph, Pos, Sentence, Span, Token};

/// The layer's rules for one language.
pub struct Rules;

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(_common: &Pack, _pack: &Pack) -> Result<Self, Error> {
        Ok(Rules)
    }

    /// Splits the prose of a report into sentences and words.
    pub fn read(&self, a: &mut Analysis) {
        let text = a.report.text.clone();
        let bytes = text.as_bytes();
        let mut paragraph = 0;
        let mut from = 0;
        let mut cuts = Vec::new();
        for (i, c) in text.char_indices() {
            if c == '\n'
                || (matches!(c, '.' | '!' | '?') && bytes.get(i + 1).is_none_or(|b| b.is_ascii_whitespace()))
            {
                cuts.push((from, i + c.len_utf8(), c == '\n'));
                from = i + c.len_utf8();
            }
        }
        cuts.push((from, text.len(), true));
        for (start, end, line) in cuts {
            let part = &text[start..end];
            let lead = part.len() - part.trim_start().len();
            let body = part.trim();
            if !body.is_empty() {
                let start = start + lead;
                let first = a.tokens.len() as u32;
                let mut word: Option<usize> = None;
                for (i, c) in body.char_indices().chain([(body.len(), ' ')]) {
                    if c.is_alphanumeric()
                        || matches!(c, '-' | '\'' | '’' | '.' | ',')
                            && word.is_some()
                            && body[i + c.len_utf8()..].starts_with(|d: char| d.is_alphanumeric())
                    {
                        word.get_or_insert(i);
                        continue;
                    }
                    if let Some(w) = word.take() {
                        push(a, &body[w..i], start + w, Pos::X);
                    }
                    if !c.is_whitespace() && i < body.len() {
                        push(a, &body[i..i + c.len_utf8()], start + i, Pos::Punct);
                    }
                }
                let span = Span::at(start..start + body.len());
                let region = a.report.region_at(span.start());
                a.sentences.push(Sentence { span, tokens: first..a.tokens.len() as u32, paragraph, region });
            }
            if line {
                paragraph += 1;
            }
        }
    }
}

fn push(a: &mut Analysis, word: &str, at: usize, pos: Pos) {
    let norm = fold(word);
    a.tokens.push(Token {
        span: Span::at(at..at + word.len()),
        lemma: norm.clone(),
        norm,
        pos,
        morph: Morph::default(),
    });
}
