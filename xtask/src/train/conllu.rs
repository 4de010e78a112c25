//! Treebanks in CoNLL-U, as documents of sentences.

use anyhow::{Context, Result, bail};
use kroniek_analyse::word::tag::Label;
use kroniek_model::{Morph, Pos};
use std::path::{Path, PathBuf};

/// One text of a treebank.
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) sentences: Vec<Vec<Word>>,
}

/// One syntactic word.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    pub(crate) label: Label,
    /// Whether white space follows.
    pub(crate) space: bool,
}

/// Files of a language in a folder: `<code>_*.conllu`, sorted.
pub(crate) fn files(dir: &Path, language: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in
        std::fs::read_dir(dir).with_context(|| format!("no folder of treebanks at {}", dir.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(&format!("{language}_")) && name.ends_with(".conllu") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("no {language}_*.conllu in {}", dir.display());
    }
    Ok(files)
}

/// Reads treebanks.
pub(crate) fn read(files: &[PathBuf]) -> Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file)?;
        let mut id = String::new();
        for block in text.split("\n\n").filter(|b| !b.trim().is_empty()) {
            // Either the text says where a document begins, or each sentence says where it is from.
            for line in block.lines() {
                if let Some(new) = line.strip_prefix("# newdoc id = ") {
                    id = new.trim().to_owned();
                } else if let Some(source) = line.strip_prefix("# source = ") {
                    id = source_document(source.trim()).to_owned();
                }
            }
            if documents.last().is_none_or(|d| d.id != id) {
                documents.push(Document { id: id.clone(), sentences: Vec::new() });
            }
            let words = sentence(block).with_context(|| format!("{}: {id}", file.display()))?;
            documents.last_mut().expect("one was just added").sentences.push(words);
        }
    }
    Ok(documents)
}

/// `…/WR-P-P-H-0000000105.p.5.s.4.xml` is of document `…/WR-P-P-H-0000000105`.
fn source_document(source: &str) -> &str {
    let name = source.rfind('/').map_or(0, |i| i + 1);
    source[name..].find(".p.").or_else(|| source[name..].find('.')).map_or(source, |i| &source[..name + i])
}

fn sentence(block: &str) -> Result<Vec<Word>> {
    let mut words: Vec<Word> = Vec::new();
    // The last word of a fused pair, and whether white space follows the pair.
    let mut fused: Option<(usize, bool)> = None;
    for line in block.lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() != 10 {
            bail!("{} cells, 10 were expected: {line}", cells.len());
        }
        let space = !cells[9].contains("SpaceAfter=No");
        if let Some((_, to)) = cells[0].split_once('-') {
            fused = Some((to.parse()?, space));
            continue;
        }
        if cells[0].contains('.') {
            continue;
        }
        let number: usize = cells[0].parse()?;
        let space = match fused {
            Some((to, after)) if number == to => after,
            Some((to, _)) if number < to => false,
            _ => space,
        };
        words.push(Word {
            form: cells[1].to_owned(),
            lemma: cells[2].to_owned(),
            label: label(cells[3], cells[4], cells[5])?,
            space,
        });
    }
    Ok(words)
}

/// Word class and the features that the model of words keeps.
fn label(upos: &str, xpos: &str, feats: &str) -> Result<Label> {
    let Some(pos) = Pos::from_code(upos) else { bail!("{upos} is no universal word class") };
    let feats = |name: &str| feats.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('='));
    // Dutch treebanks keep number and gender of pronouns in the language's own tag.
    let own = |tag: &str| pos == Pos::Pron && xpos.split('|').any(|t| t == tag);
    let verb = matches!(pos, Pos::Verb | Pos::Aux);
    let mut morph = Morph::default();
    let mut set = |when: bool, flag: Morph| {
        if when {
            morph = morph.and(flag);
        }
    };
    let form = feats("VerbForm");
    set(verb && form == Some("Fin"), Morph::FINITE);
    set(verb && form == Some("Inf"), Morph::INFINITIVE);
    set(verb && matches!(form, Some("Part" | "Ger")), Morph::PARTICIPLE);
    set(verb && feats("Tense") == Some("Past"), Morph::PAST);
    set(verb && (feats("Tense") == Some("Pres") || form == Some("Ger")), Morph::PRESENT);
    set(feats("Mood") == Some("Imp"), Morph::IMPERATIVE);
    let counted = verb || matches!(pos, Pos::Noun | Pos::Propn | Pos::Pron);
    set(counted && (feats("Number") == Some("Plur") || own("mv")), Morph::PLURAL);
    set(counted && (feats("Number") == Some("Sing") || own("ev")), Morph::SINGULAR);
    let pronoun = pos == Pos::Pron;
    set(pronoun && feats("Person") == Some("1"), Morph::FIRST);
    set(pronoun && feats("Person") == Some("2"), Morph::SECOND);
    set(pronoun && feats("Person") == Some("3"), Morph::THIRD);
    set(pronoun && (feats("Gender") == Some("Fem") || own("fem")), Morph::FEMININE);
    set(pronoun && (feats("Gender") == Some("Masc") || own("masc")), Morph::MASCULINE);
    Ok(Label { pos, morph })
}
