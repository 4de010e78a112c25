//! Training and testing of the ends of sentences, on texts whose sentences are put on one line.

use super::conllu::Document;
use super::perceptron::{Perceptron, Shuffle};
use super::tagger::Lists;
use anyhow::{Result, anyhow};
use kroniek_analyse::word::Tokeniser;
use kroniek_analyse::word::sentence::{Gaps, ends, rule_ends};
use kroniek_analyse::word::weights::Weights;

const ROUNDS: usize = 12;
const MARGIN: i32 = 10;
const DROP: usize = 15;

/// A text on one line: its tokens, and which of them begin a sentence.
struct Line {
    text: String,
    tokens: Vec<(u32, u32)>,
    starts: Vec<u32>,
}

fn line(document: &Document, tokeniser: &Tokeniser) -> Line {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for sentence in &document.sentences {
        starts.push(text.len() as u32);
        for word in sentence {
            text.push_str(&word.form);
            if word.space {
                text.push(' ');
            }
        }
        if !text.ends_with(' ') {
            text.push(' ');
        }
    }
    let mut tokens = Vec::new();
    tokeniser.cut(&text, 0, &mut tokens);
    Line { text, tokens, starts }
}

/// The bytes of a trained model.
pub(crate) fn train(documents: &[&Document], lists: &Lists) -> Vec<u8> {
    let lines: Vec<Line> = documents.iter().map(|d| line(d, &lists.tokeniser)).collect();
    let mut model = Perceptron::default();
    let mut shuffle = Shuffle(1);
    let mut chance = Shuffle(2);
    let (mut scores, mut found) = ([0; 2], Vec::new());
    for _ in 0..ROUNDS {
        for k in shuffle.order(lines.len()) {
            let line = &lines[k];
            let by_rule = rule_ends(&lists.tokeniser, &line.text, &line.tokens);
            let mut gaps =
                Gaps::new(&lists.tokeniser, lists.lexicon.as_ref(), &line.text, &line.tokens, &by_rule);
            for i in 1..line.tokens.len() {
                if !gaps.is_candidate(i, false) {
                    continue;
                }
                found.clear();
                gaps.features(i, &mut found);
                found.retain(|_| chance.next(100) >= DROP);
                model.best(&found, &mut scores);
                let right = usize::from(line.starts.binary_search(&line.tokens[i].0).is_ok());
                model.learn(&found, right, &scores, MARGIN);
                if right == 1 {
                    gaps.decide(i);
                }
            }
        }
    }
    Weights::write(&[[0; 4], [1, 0, 0, 0]], &model.features(1))
}

/// Sentences found right, found, and there are.
pub(crate) fn test(model: &[u8], documents: &[&Document], lists: &Lists) -> Result<[usize; 3]> {
    let weights = Weights::read(model.into()).map_err(|e| anyhow!(e))?;
    let mut sum = [0; 3];
    for document in documents {
        let line = line(document, &lists.tokeniser);
        let model = Some((&weights, lists.lexicon.as_ref()));
        let found = ends(&lists.tokeniser, model, &line.text, &line.tokens, false);
        let mut from = 0;
        let mut spans = Vec::new();
        for end in found {
            spans.push((line.tokens[from].0, line.tokens[end - 1].1));
            from = end;
        }
        let ends = line.starts.iter().skip(1).copied().chain([line.text.len() as u32]);
        let gold: Vec<(u32, u32)> = line
            .starts
            .iter()
            .zip(ends)
            .map(|(&a, b)| (a, a + line.text[a as usize..b as usize].trim_end().len() as u32))
            .collect();
        sum[0] += spans.iter().filter(|s| gold.binary_search(s).is_ok()).count();
        sum[1] += spans.len();
        sum[2] += gold.len();
    }
    Ok(sum)
}
