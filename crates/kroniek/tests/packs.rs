//! The packs fit one another: every language words every message, and a new language is a folder.

use kroniek_analyse::Analyser;
use kroniek_ingest::Reader;
use kroniek_lang::{Files, Packs};
use kroniek_link::{Linker, digest};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

fn embedded() -> Files {
    kroniek_packs::FILES.iter().map(|&(name, bytes)| (name.to_owned(), Arc::from(bytes))).collect()
}

#[test]
fn every_language_words_every_message() {
    let packs = Packs::compile(embedded()).unwrap();
    let all: BTreeSet<&str> = packs.languages().flat_map(|p| p.message_ids()).collect();
    for pack in packs.languages() {
        let own: BTreeSet<&str> = pack.message_ids().collect();
        let lacks: Vec<_> = all.difference(&own).collect();
        assert!(lacks.is_empty(), "lang/{}/messages lacks {lacks:?}", pack.code());
    }
}

#[test]
fn every_table_says_where_it_comes_from() {
    for (name, bytes) in kroniek_packs::FILES.iter().filter(|(n, _)| n.ends_with(".tsv")) {
        let text = std::str::from_utf8(bytes).unwrap();
        let head: String =
            text.lines().take_while(|l| l.starts_with('#')).collect::<Vec<_>>().join(" ").to_lowercase();
        let folder = name.contains("/model/"); // these have a README and a LICENSE beside them
        assert!(folder || head.contains("licence"), "{name}: its comment names no licence");
    }
}

/// The template alone makes a language: copied under another name it compiles, and a report in that language goes
/// the whole way.
#[test]
fn the_template_is_a_language() {
    let mut files = embedded();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/_template");
    let mut open = vec![root.clone()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).unwrap().replace("\"_template\"", "\"xx\"");
            files.insert(format!("lang/xx/{name}"), Arc::from(text.into_bytes()));
        }
    }
    let packs = Packs::compile(files).unwrap();
    let (reader, analyser) = (Reader::new(&packs).unwrap(), Analyser::new(&packs).unwrap());
    let linker = Linker::new(&packs).unwrap();
    let line = r#"{"id":"a","language":"xx","text":"Lorem ipsum dolor sit amet. \"Consectetur\" 12 adipiscing 2021-05-03."}"#;
    let analysis = analyser.analyse(reader.line(line).unwrap());
    assert!(!analysis.sentences.is_empty());
    let linked = linker.link([digest::digest(&analysis)]);
    assert_eq!(linked.reports.len(), 1);
}
