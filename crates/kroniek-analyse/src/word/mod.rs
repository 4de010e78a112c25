//! Sentences and words: the text of a report becomes paragraphs, tokens, sentences.

mod clause;
mod cues;
pub mod lemma;
mod paragraph;
pub mod sentence;
mod subject;
pub mod tag;
mod token;
pub mod weights;

pub use token::{Example, Habits, Tokeniser};

use cues::{Cue, Cues};
use kroniek_lang::{Compounds, Error, Lexicon, Pack, fold};
use kroniek_model::{Analysis, Morph, Pos, RegionKind, Report, Sentence, Span, Token};
use lemma::Lemmatiser;
use std::ops::Range;
use tag::{Tagger, Word, Work};
use weights::Weights;

/// The layer's rules for one language.
pub struct Rules {
    tokeniser: Tokeniser,
    cues: Cues,
    compounds: Compounds,
    lexicon: Option<Lexicon>,
    tagger: Option<Tagger>,
    lemmatiser: Option<Lemmatiser>,
    breaks: Option<Weights>,
}

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let tokeniser = Tokeniser::compile(common, pack)?;
        let read = |name: &str| pack.shared_file(&format!("model/{name}"));
        let at =
            |name: &'static str| move |e| Error::in_file(format!("lang/{}/model/{name}", pack.code()), e);
        let tagger = |bytes| Weights::read(bytes).and_then(Tagger::new);
        Ok(Rules {
            breaks: read("sentence.bin").map(Weights::read).transpose().map_err(at("sentence.bin"))?,
            tokeniser,
            cues: Cues::compile(pack)?,
            compounds: Compounds::compile(pack)?,
            lexicon: read("lexicon.bin").map(Lexicon::read).transpose().map_err(at("lexicon.bin"))?,
            tagger: read("tagger.bin").map(tagger).transpose().map_err(at("tagger.bin"))?,
            lemmatiser: read("lemma.bin")
                .map(|b| Lemmatiser::read(&b))
                .transpose()
                .map_err(at("lemma.bin"))?,
        })
    }

    /// Splits the prose of a report into sentences and words.
    pub fn read(&self, a: &mut Analysis) {
        let mut work = (Vec::new(), Work::default());
        let mut paragraph = 0;
        for (kind, range) in prose(&a.report) {
            for block in blocks(&a.report.text, kind, range) {
                self.block(a, block, kind, paragraph, &mut work);
                paragraph += 1;
            }
        }
    }

    fn block(
        &self,
        a: &mut Analysis,
        block: Range<usize>,
        region: RegionKind,
        paragraph: u32,
        work: &mut (Vec<u32>, Work),
    ) {
        let text = &a.report.text;
        let mut cuts = Vec::new();
        self.tokeniser.cut(&text[block.clone()], block.start, &mut cuts);
        let ends = match region {
            RegionKind::Title => vec![cuts.len()],
            _ => {
                let model = self.breaks.as_ref().map(|w| (w, self.lexicon.as_ref()));
                let lined = text.trim().contains('\n');
                sentence::ends(&self.tokeniser, model, text, &cuts, lined)
            }
        };
        let mut from = 0;
        for end in ends {
            let Some((first, last)) = cuts.get(from).zip(cuts.get(end.wrapping_sub(1))) else { continue };
            let start = a.tokens.len() as u32;
            a.tokens.extend(cuts[from..end].iter().map(|&(s, e)| token(text, s, e)));
            self.classify(text, &mut a.tokens[start as usize..], work);
            let (number, tokens) = (a.sentences.len() as u32, &mut a.tokens[start as usize..]);
            clause::clauses(&self.cues, self.lexicon.as_ref(), tokens, start, number, &mut a.clauses);
            let span = Span::new(first.0, last.1);
            a.sentences.push(Sentence { span, tokens: start..a.tokens.len() as u32, paragraph, region });
            from = end;
        }
    }
}

impl Rules {
    /// Gives the tokens of a sentence their word class, features and lemma.
    fn classify(&self, text: &str, tokens: &mut [Token], (words, work): &mut (Vec<u32>, Work)) {
        let Some(tagger) = &self.tagger else { return };
        words.clear();
        work.types.tidy();
        words.extend(tokens.iter().map(|t| {
            let word = t.span.of(text);
            work.types.number(word, || Word::new(word, &t.norm, self.lexicon.as_ref(), &self.compounds))
        }));
        tagger.tag(words, work);
        // "IS" among words in small letters is a name, not a form of "is", and the words beside it should see none.
        let mixed = tokens.iter().any(|t| t.span.of(text).starts_with(char::is_lowercase));
        let verb = |label: &tag::Label| matches!(label.pos, Pos::Verb | Pos::Aux);
        let mistaken = |i: usize| verb(&work.labels[i]) && initials(tokens[i].span.of(text));
        let mistaken: Vec<usize> =
            if mixed { (0..tokens.len()).filter(|&i| mistaken(i)).collect() } else { Vec::new() };
        for &i in &mistaken {
            let word = Word::new(tokens[i].span.of(text), UNKNOWN, None, &self.compounds);
            words[i] = work.types.add(word);
        }
        if !mistaken.is_empty() {
            tagger.tag(words, work);
        }
        for (i, (token, label)) in tokens.iter_mut().zip(&work.labels).enumerate() {
            (token.pos, token.morph) = (label.pos, label.morph);
            if token.pos == Pos::Verb && self.cues.is(&token.norm, Cue::Time) {
                (token.pos, token.morph) = (Pos::Adv, Morph::default());
                continue;
            }
            if mistaken.contains(&i) {
                (token.pos, token.morph) = (Pos::Propn, Morph::default());
                continue;
            }
            if let Some(lemmatiser) = &self.lemmatiser {
                token.lemma = lemmatiser.lemma(&token.norm, *label, self.lexicon.as_ref());
            }
        }
    }
}

/// Stands for initials whose letters also spell a word: in no list, without an ending that tells anything.
const UNKNOWN: &str = "xx";

/// Two letters or more, all capitals.
fn initials(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
}

fn token(text: &str, start: u32, end: u32) -> Token {
    let word = &text[start as usize..end as usize];
    let norm = fold(word);
    let pos = if word.chars().any(char::is_alphanumeric) { Pos::X } else { Pos::Punct };
    Token { span: Span::new(start, end), lemma: norm.clone(), norm, pos, morph: Morph::default() }
}

/// The stretches that are read, with their kind. What no region covers is body.
fn prose(report: &Report) -> Vec<(RegionKind, Range<usize>)> {
    let mut out = Vec::new();
    let mut from = 0;
    for region in &report.regions {
        let range = region.span.range();
        if from < range.start {
            out.push((RegionKind::Body, from..range.start));
        }
        if region.kind.is_prose() {
            out.push((region.kind, range.clone()));
        }
        from = from.max(range.end);
    }
    if from < report.text.len() {
        out.push((RegionKind::Body, from..report.text.len()));
    }
    out
}

/// The paragraphs of a region; a title is one whatever it looks like.
fn blocks(text: &str, kind: RegionKind, range: Range<usize>) -> Vec<Range<usize>> {
    let Some(part) = text.get(range.clone()) else { return Vec::new() };
    match kind {
        RegionKind::Title => vec![range],
        _ => paragraph::paragraphs(part)
            .into_iter()
            .map(|p| p.start + range.start..p.end + range.start)
            .collect(),
    }
}

#[cfg(test)]
mod tests;
