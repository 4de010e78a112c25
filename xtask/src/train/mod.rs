//! `train` and `cv`: the models of words, from treebanks.

mod conllu;
mod lemma;
pub(crate) mod lexicon;
mod perceptron;
mod tagger;

use anyhow::{Result, bail};
use conllu::Document;
use std::path::PathBuf;

/// `train CODE [DIR]`: trains the models of a language and writes them to `lang/CODE/model/`.
pub(crate) fn train(args: &[String]) -> Result<()> {
    let (language, documents) = corpus(args)?;
    let all: Vec<&Document> = documents.iter().collect();
    let lexicon = tagger::lexicon(&language)?;
    let models =
        [("tagger", tagger::train(&all, lexicon.as_ref())), ("lemma", lemma::train(&all, lexicon.as_ref()))];
    let dir = crate::root().join(format!("lang/{language}/model"));
    std::fs::create_dir_all(&dir)?;
    for (name, bytes) in models {
        let path = dir.join(format!("{name}.bin"));
        std::fs::write(&path, &bytes)?;
        println!("{}: {} bytes", path.display(), bytes.len());
    }
    Ok(())
}

/// `cv CODE [DIR]`: five-fold cross-validation by document.
pub(crate) fn cv(args: &[String]) -> Result<()> {
    let (language, documents) = corpus(args)?;
    let lexicon = tagger::lexicon(&language)?;
    let mut sum = tagger::Score::default();
    for fold in 0..FOLDS {
        let (train, test) = split(&documents, fold);
        let bytes = tagger::train(&train, lexicon.as_ref());
        let score = tagger::test(bytes, &test, lexicon.as_ref())?;
        let lemmas = lemma::train(&train, lexicon.as_ref());
        let (right, all) = lemma::test(&lemmas, &test, lexicon.as_ref()).map_err(anyhow::Error::msg)?;
        println!("{language} fold {fold}: {score}, lemma {:.2}", 100.0 * right as f64 / all as f64);
        sum.add(&score);
    }
    println!("{language} all: {sum}");
    sum.show_errors();
    Ok(())
}

const FOLDS: usize = 5;

/// Documents in turn to five folds, the longest first, so that folds are about as long.
fn split(documents: &[Document], fold: usize) -> (Vec<&Document>, Vec<&Document>) {
    let mut order: Vec<&Document> = documents.iter().collect();
    order.sort_by_key(|d| (std::cmp::Reverse(d.sentences.iter().map(Vec::len).sum::<usize>()), d.id.clone()));
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for (i, d) in order.into_iter().enumerate() {
        if i % FOLDS == fold { test.push(d) } else { train.push(d) }
    }
    (train, test)
}

fn corpus(args: &[String]) -> Result<(String, Vec<Document>)> {
    let Some(language) = args.first() else { bail!("expected: CODE [FOLDER OF TREEBANKS]") };
    let dir = args.get(1).map_or_else(|| crate::root().join("../shared/train/ud"), PathBuf::from);
    Ok((language.clone(), conllu::read(&conllu::files(&dir, language)?)?))
}
