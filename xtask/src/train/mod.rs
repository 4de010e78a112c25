//! `train` and `cv`: the models of words, from treebanks.

mod conllu;
mod lemma;
pub(crate) mod lexicon;
mod perceptron;
mod sentence;
mod tagger;

use anyhow::{Result, bail};
use conllu::Document;
use std::path::PathBuf;

/// `train CODE [DIR]`: trains the models of a language and writes them to `lang/CODE/model/`.
pub(crate) fn train(args: &[String]) -> Result<()> {
    let (language, documents) = corpus(args)?;
    let all: Vec<&Document> = documents.iter().collect();
    let lists = tagger::lists(&language)?;
    let models = [
        ("tagger", tagger::train(&all, &lists)),
        ("lemma", lemma::train(&all, lists.lexicon.as_ref())),
        ("sentence", sentence::train(&all, &lists)),
    ];
    let dir = crate::root().join(format!("lang/{language}/model"));
    std::fs::create_dir_all(&dir)?;
    for (name, bytes) in models {
        let path = dir.join(format!("{name}.bin"));
        std::fs::write(&path, &bytes)?;
        println!("{}: {} bytes", path.display(), bytes.len());
    }
    Ok(())
}

/// `cv CODE [DIR]`: five-fold cross-validation by document; writes the language's lines of `quality/cv.tsv`.
pub(crate) fn cv(args: &[String]) -> Result<()> {
    let (language, documents) = corpus(args)?;
    let lists = tagger::lists(&language)?;
    let mut tags = tagger::Score::default();
    let (mut lemmas, mut words, mut sentences) = (0, 0, [0; 3]);
    for fold in 0..FOLDS {
        let (train, test) = split(&documents, fold);
        let score = tagger::test(tagger::train(&train, &lists), &test, &lists)?;
        println!("{language} fold {fold}: {score}");
        tags.add(&score);
        let model = lemma::train(&train, lists.lexicon.as_ref());
        let (right, all) = lemma::test(&model, &test, lists.lexicon.as_ref()).map_err(anyhow::Error::msg)?;
        (lemmas, words) = (lemmas + right, words + all);
        let found = sentence::test(&sentence::train(&train, &lists), &test, &lists)?;
        println!("  sentences right, found, there: {found:?}; lemmas {right} of {all}");
        (0..3).for_each(|i| sentences[i] += found[i]);
    }
    println!("{language} all: {tags}");
    tags.show_errors();
    let (class, label) = tags.parts();
    let lines = [
        ("word class", class),
        ("word class and features", label),
        ("lemma, given the class", 100.0 * lemmas as f64 / words.max(1) as f64),
        (
            "sentence F1, on one line",
            200.0 * sentences[0] as f64 / (sentences[1] + sentences[2]).max(1) as f64,
        ),
    ];
    write_scores(&language, &lines)
}

/// Puts a language's lines into `quality/cv.tsv`, which stays sorted by language.
fn write_scores(language: &str, lines: &[(&str, f64)]) -> Result<()> {
    let path = crate::root().join("quality/cv.tsv");
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    let kept = old.lines().filter(|l| !l.starts_with('#') && !l.starts_with("language\t"));
    let mut rows: Vec<String> =
        kept.filter(|l| !l.starts_with(&format!("{language}\twords\t"))).map(str::to_owned).collect();
    for (what, score) in lines {
        println!("{language} {what} {score:.2}");
        rows.push(format!("{language}\twords\t{what}\t{score:.2}"));
    }
    rows.sort();
    let head = "# Five-fold cross-validation over documents (cargo xtask cv CODE FOLDER).\nlanguage\tlayer\twhat\tscore\n";
    std::fs::create_dir_all(crate::root().join("quality"))?;
    std::fs::write(path, format!("{head}{}\n", rows.join("\n")))?;
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
