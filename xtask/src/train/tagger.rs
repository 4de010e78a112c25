//! Training and testing of the tagger.

use super::conllu::{Document, Word as Row};
use super::perceptron::{Perceptron, Shuffle};
use anyhow::{Result, anyhow, bail};
use kroniek_analyse::word::Tokeniser;
use kroniek_analyse::word::tag::{Label, Tagger, Word, Work, features, is_title};
use kroniek_analyse::word::weights::Weights;
use kroniek_lang::{Compounds, Lexicon, Packs, fold};
use std::collections::BTreeMap;
use std::fmt;

/// Weights that round to less (of 127) are left out, for the size of the file.
const LEAST: i32 = 8;
/// Runs whose average is taken, and rounds over the text in each.
const RUNS: usize = 3;
const ROUNDS: usize = 8;
/// By how much the right label must win. With neither margin nor drop the cross-validated word class was 93.6 for
/// Dutch and 92.7 for English, with both 94.3 and 93.3.
const MARGIN: i32 = 15;
/// How many of a hundred features are left out at each step.
const DROP: usize = 15;

/// A language's word list, if it has one, and what it says of compounds.
pub(crate) struct Lists {
    pub(crate) lexicon: Option<Lexicon>,
    compounds: Compounds,
    pub(crate) tokeniser: Tokeniser,
}

/// The lists of a language, from the packs this program was built with.
pub(crate) fn lists(language: &str) -> Result<Lists> {
    let packs = Packs::embedded(kroniek_packs::FILES)?;
    let Some(pack) = packs.language(language) else { bail!("there is no pack {language}") };
    let lexicon = pack.shared_file("model/lexicon.bin").map(Lexicon::read).transpose();
    Ok(Lists {
        lexicon: lexicon.map_err(|e| anyhow!(e))?,
        compounds: Compounds::compile(pack)?,
        tokeniser: Tokeniser::compile(packs.common(), pack)?,
    })
}

/// A sentence to learn from.
struct Lesson {
    words: Vec<Word>,
    gold: Vec<usize>,
    title: bool,
}

/// The bytes of a trained model.
pub(crate) fn train(documents: &[&Document], lists: &Lists) -> Vec<u8> {
    let all = || documents.iter().flat_map(|d| &d.sentences);
    let mut labels: Vec<Label> = all().flatten().map(|w| w.label).collect();
    labels.sort_unstable();
    labels.dedup();
    let lessons: Vec<Lesson> = all()
        .map(|s| {
            let words = words(s, lists);
            let find = |w: &Row| labels.binary_search(&w.label).expect("every label was collected");
            Lesson { title: is_title(words.iter()), gold: s.iter().map(find).collect(), words }
        })
        .collect();
    let features = learn(&lessons, &labels).features(LEAST);
    let labels: Vec<[u8; 4]> = labels.into_iter().map(Label::bytes).collect();
    Weights::write(&labels, &features)
}

fn learn(lessons: &[Lesson], labels: &[Label]) -> Perceptron {
    let mut model = Perceptron::default();
    let mut scores = vec![0; labels.len()];
    let mut found = Vec::new();
    let mut done = Vec::new();
    let mut chance = Shuffle(2);
    let mut shuffle = Shuffle(1);
    for round in 0..RUNS * ROUNDS {
        if round % ROUNDS == 0 {
            model.restart();
        }
        for k in shuffle.order(lessons.len()) {
            let lesson = &lessons[k];
            done.clear();
            for (i, &right) in lesson.gold.iter().enumerate() {
                found.clear();
                features(&lesson.words, i, lesson.title, &done, &mut found);
                let guess = model.best(&found, &mut scores);
                // Now and then a feature is not there, so that others learn to do without it.
                found.retain(|_| chance.next(100) >= DROP);
                model.best(&found, &mut scores);
                model.learn(&found, right, &scores, MARGIN);
                done.push(labels[guess]);
            }
        }
    }
    model
}

fn words(sentence: &[Row], lists: &Lists) -> Vec<Word> {
    sentence
        .iter()
        .map(|w| Word::new(&w.form, &fold(&w.form), lists.lexicon.as_ref(), &lists.compounds))
        .collect()
}

/// How many words got the right word class, and class and features.
#[derive(Default)]
pub(crate) struct Score {
    words: usize,
    class: usize,
    label: usize,
    errors: BTreeMap<String, usize>,
}

impl Score {
    pub(crate) fn add(&mut self, other: &Score) {
        self.words += other.words;
        self.class += other.class;
        self.label += other.label;
        for (k, n) in &other.errors {
            *self.errors.entry(k.clone()).or_default() += n;
        }
    }

    pub(crate) fn show_errors(&self) {
        let mut list: Vec<_> = self.errors.iter().collect();
        list.sort_by_key(|&(k, n)| (std::cmp::Reverse(*n), k));
        for (k, n) in list.into_iter().take(60) {
            println!("{n:5} {k}");
        }
    }
}

impl Score {
    /// Percentages: word class, class and features.
    pub(crate) fn parts(&self) -> (f64, f64) {
        let part = |n: usize| 100.0 * n as f64 / self.words.max(1) as f64;
        (part(self.class), part(self.label))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |n: usize| 100.0 * n as f64 / self.words.max(1) as f64;
        write!(
            f,
            "{} words, class {:.2}, class and features {:.2}",
            self.words,
            part(self.class),
            part(self.label)
        )
    }
}

/// Tests a model on other documents.
pub(crate) fn test(model: Vec<u8>, documents: &[&Document], lists: &Lists) -> Result<Score> {
    let weights = Weights::read(model.into()).map_err(|e| anyhow!(e))?;
    let tagger = Tagger::new(weights).map_err(|e| anyhow!(e))?;
    let mut work = Work::default();
    let mut score = Score::default();
    for sentence in documents.iter().flat_map(|d| &d.sentences) {
        work.types.tidy();
        let numbers: Vec<u32> = words(sentence, lists).into_iter().map(|w| work.types.add(w)).collect();
        tagger.tag(&numbers, &mut work);
        for (row, found) in sentence.iter().zip(&work.labels) {
            score.words += 1;
            score.class += usize::from(row.label.pos == found.pos);
            score.label += usize::from(row.label == *found);
            if row.label.pos != found.pos {
                let error = format!("{}-{}", row.label.pos.code(), found.pos.code());
                *score.errors.entry(error).or_default() += 1;
                if std::env::var_os("WORDS").is_some() {
                    let error = format!("{}: {}-{}", fold(&row.form), row.label.pos.code(), found.pos.code());
                    *score.errors.entry(error).or_default() += 1;
                }
            }
        }
    }
    Ok(score)
}
