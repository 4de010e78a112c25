//! Trains the name models and measures them: `cargo xtask names`.
//!
//! ```text
//! cargo xtask names train CODE OUT SET…      train on annotated sets, write the model
//! cargo xtask names cv    CODE SET…          five-fold cross-validation, document by document
//! cargo xtask names test  CODE TEST SET…     train on the sets, measure on TEST, write nothing
//! ```
//!
//! A set is a `.jsonl` file (`id`, `text`, `gold.names` with `start`, `end` in code points and `type`) or an
//! `.iob2` file of Universal NER.

mod corpus;
mod crf;
mod file;

use anyhow::{Result, bail};
use corpus::Example;
use kroniek_analyse::name::feature::Votes;
use kroniek_analyse::name::label::{self, Label};
use kroniek_analyse::name::model::{Model, Pass};
use kroniek_analyse::name::tag;
use std::collections::BTreeMap;
use std::sync::Arc;

const FOLDS: usize = 5;

pub(crate) fn run(args: &[String]) -> Result<()> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match &words[..] {
        ["train", code, out, sets @ ..] if !sets.is_empty() => {
            let all = corpus::read(code, sets)?;
            let bytes = train(&all.iter().collect::<Vec<_>>());
            std::fs::write(crate::root().join(out), &bytes)?;
            println!("{out}: {} bytes, trained on {} documents", bytes.len(), all.len());
        }
        ["cv", code, sets @ ..] if !sets.is_empty() => cross_validate(&corpus::read(code, sets)?)?,
        ["test", code, test, sets @ ..] if !sets.is_empty() => {
            let all = corpus::read(code, sets)?;
            let model = open(train(&all.iter().collect::<Vec<_>>()))?;
            let mut score = Score::default();
            let test = corpus::read(code, &[test])?;
            test.iter().for_each(|e| score.add(e, &tag(&model, &e.document)));
            score.print("test");
        }
        _ => bail!("cargo xtask names train CODE OUT SET… | cv CODE SET… | test CODE TEST SET…"),
    }
    Ok(())
}

fn open(bytes: Vec<u8>) -> Result<Model> {
    Model::open(Arc::from(bytes)).map_err(anyhow::Error::msg)
}

/// Both passes. The second is trained on what first passes found in documents that they had not been trained on.
fn train(examples: &[&Example]) -> Vec<u8> {
    let first = crf::train(examples, None);
    let mut votes: Vec<Option<Votes>> = Vec::new();
    votes.resize_with(examples.len(), || None);
    for fold in 0..FOLDS {
        let (held, rest): (Vec<_>, Vec<_>) = (0..examples.len()).partition(|i| i % FOLDS == fold);
        let rest: Vec<&Example> = rest.iter().map(|&i| examples[i]).collect();
        let weights = crf::train(&rest, None);
        let model = open(file::write(&[&weights])).expect("a model just written");
        for i in held {
            let document = &examples[i].document;
            votes[i] = Some(Votes::count(document, &model.label(Pass::First, document, None)));
        }
    }
    let second = crf::train(examples, Some(&votes));
    file::write(&[&first, &second])
}

fn cross_validate(all: &[Example]) -> Result<()> {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for fold in 0..FOLDS {
        let (held, rest): (Vec<_>, Vec<_>) = (0..all.len()).partition(|i| i % FOLDS == fold);
        let rest: Vec<&Example> = rest.iter().map(|&i| &all[i]).collect();
        let model = open(train(&rest))?;
        for i in held {
            scores.entry(&all[i].set).or_default().add(&all[i], &tag(&model, &all[i].document));
        }
        eprintln!("fold {fold} done");
    }
    for (set, score) in &scores {
        score.print(set);
    }
    Ok(())
}

/// Counts of names found with the right borders and kind.
#[derive(Default)]
struct Score {
    gold: usize,
    found: usize,
    span: usize,
    kind: usize,
    gold_plo: usize,
    found_plo: usize,
    plo: usize,
}

impl Score {
    fn add(&mut self, e: &Example, labels: &[Label]) {
        use kroniek_model::EntityKind::Other;
        let found = label::names(&e.document, labels, &e.text);
        self.gold += e.names.len();
        self.found += found.len();
        self.gold_plo += e.names.iter().filter(|n| n.1 != Other).count();
        self.found_plo += found.iter().filter(|n| n.kind != Other).count();
        for f in &found {
            if let Some(g) = e.names.iter().find(|g| g.0 == f.span) {
                self.span += 1;
                self.kind += usize::from(g.1 == f.kind);
                self.plo += usize::from(g.1 == f.kind && f.kind != Other);
            }
        }
    }

    fn print(&self, set: &str) {
        for (what, hits, found, gold) in [
            ("span", self.span, self.found, self.gold),
            ("span+kind", self.kind, self.found, self.gold),
            ("PLO", self.plo, self.found_plo, self.gold_plo),
        ] {
            let (p, r) = (percent(hits, found), percent(hits, gold));
            let f = 2.0 * p * r / (p + r).max(1e-9);
            println!("{set}\tnames {what}\t{p:.1}\t{r:.1}\t{f:.1}");
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
