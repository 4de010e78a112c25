//! The suite: cases in Markdown (`suite/**/*.md`), text in, text out.
//!
//! A case is one or more ```` ```report ```` blocks (after the word: `lang=nl`, `published=2026-11-20`, `id=a`),
//! followed by blocks named after what is looked at: `sentences`, `names`, `times`, `quantities`, `attributions`,
//! `statements`, and over all reports of the case `dates`, `relations`. A heading begins a new case. With
//! `UPDATE=1` in the environment the blocks are written anew; review them as a diff.

use kroniek_analyse::Analyser;
use kroniek_lang::Packs;
use kroniek_link::{Linker, digest};
use kroniek_model::{Analysis, Linked, Span, Text};
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[test]
fn every_case_prints_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suite");
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    let reader = kroniek_ingest::Reader::new(&packs).unwrap();
    let engine =
        Engine { reader, analyser: Analyser::new(&packs).unwrap(), linker: Linker::new(&packs).unwrap() };
    let (mut files, mut blocks, mut failures) = (Vec::new(), 0, String::new());
    walk(&root, &mut files);
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (updated, n) = engine.file(&text);
        blocks += n;
        if updated == text {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, updated).unwrap();
        } else {
            let name = file.strip_prefix(&root).unwrap().display();
            for (was, is) in text.lines().zip(updated.lines()).filter(|(a, b)| a != b) {
                writeln!(failures, "suite/{name}:\n  - {was}\n  + {is}").unwrap();
            }
            if text.lines().count() != updated.lines().count() {
                writeln!(
                    failures,
                    "suite/{name}: {} lines instead of {}",
                    updated.lines().count(),
                    text.lines().count()
                )
                .unwrap();
            }
        }
    }
    assert!(blocks > 0, "the suite has cases");
    assert!(failures.is_empty(), "{failures}\nUPDATE=1 cargo test --test suite writes the cases anew");
}

struct Engine {
    reader: kroniek_ingest::Reader,
    analyser: Analyser,
    linker: Linker,
}

impl Engine {
    /// The file with every block written anew, and how many blocks were looked at.
    fn file(&self, text: &str) -> (String, usize) {
        let (mut out, mut n) = (String::new(), 0);
        let mut case: Vec<Analysis> = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            writeln!(out, "{line}").unwrap();
            if line.starts_with('#') {
                case.clear();
            }
            let Some(name) = line.strip_prefix("```").filter(|n| !n.is_empty()) else { continue };
            let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
            if let Some(head) = name.strip_prefix("report") {
                case.push(self.report(head, &body.join("\n"), case.len()));
                body.iter().for_each(|l| writeln!(out, "{l}").unwrap());
            } else if let Some(shown) = self.block(name, &case) {
                n += 1;
                out.push_str(&shown);
            } else {
                body.iter().for_each(|l| writeln!(out, "{l}").unwrap());
            }
            out.push_str("```\n");
        }
        (out, n)
    }

    fn report(&self, head: &str, text: &str, number: usize) -> Analysis {
        let field = |key: &str| head.split_whitespace().find_map(|w| w.strip_prefix(key)?.strip_prefix('='));
        let mut line =
            serde_json::json!({ "id": field("id").map_or(number.to_string(), str::to_owned), "text": text });
        for key in ["language", "published", "publisher", "title"] {
            if let Some(value) = field(key) {
                line[key] = value.into();
            }
        }
        self.analyser.analyse(self.reader.line(&line.to_string()).expect("a report"))
    }

    /// What a block shows; `None` for blocks that are not ours (prose examples).
    fn block(&self, name: &str, case: &[Analysis]) -> Option<String> {
        let mut out = String::new();
        if matches!(name, "dates" | "relations") {
            let mut sorted: Vec<&Analysis> = case.iter().collect();
            sorted.sort_by(|a, b| a.report.id.cmp(&b.report.id));
            let linked = self.linker.link(sorted.iter().map(|a| digest::digest(a)));
            match name {
                "dates" => dates(&linked, &mut out),
                _ => relations(&linked, &sorted, &mut out),
            }
            return Some(out);
        }
        let a = case.last()?;
        let words = |s: Span<Text>| s.of(&a.report.text).replace('\n', " ");
        match name {
            "sentences" => a.sentences.iter().for_each(|s| writeln!(out, "{}", words(s.span)).unwrap()),
            "names" => {
                for m in &a.mentions {
                    let canonical = &a.entities[m.entity.0 as usize].canonical;
                    writeln!(out, "{} = {} {canonical}", words(m.span), m.kind.code()).unwrap();
                }
            }
            "times" => {
                for t in &a.times {
                    let modifier = t.modifier.as_ref().map(|m| format!(" {m}")).unwrap_or_default();
                    writeln!(out, "{} = {} {}{modifier}", words(t.span), t.kind.code(), t.value).unwrap();
                }
            }
            "quantities" => {
                for q in &a.quantities {
                    let high = q.high.map(|h| format!("..{h}")).unwrap_or_default();
                    let of = q.counted.map(|c| format!(" of {}", words(c))).unwrap_or_default();
                    writeln!(out, "{} = {} {}{high} {}{of}", words(q.span), q.modifier.code(), q.low, q.unit)
                        .unwrap();
                }
            }
            "attributions" => {
                for x in &a.attributions {
                    let source = match (&x.source, &x.inferred_source) {
                        (Some(s), _) => words(s.span),
                        (None, Some(s)) => format!("({}?)", words(s.span)),
                        (None, None) => "–".to_owned(),
                    };
                    let cue = x.cue.as_ref().map_or("–".to_owned(), |c| words(c.span));
                    let content: Vec<String> = x.content.iter().map(|&s| words(s)).collect();
                    let (quote, certainty) = (x.quote_type.code(), x.certainty.code());
                    let (polarity, stance) = (x.polarity.code(), x.stance.code());
                    writeln!(out, "{source} | {cue} | {}", content.join(" … ")).unwrap();
                    writeln!(out, "    {quote} {certainty} {polarity} {stance}").unwrap();
                }
            }
            "statements" => {
                for s in &a.statements {
                    let event = s.event.as_deref().map_or(format!("“{}”", s.predicate), str::to_owned);
                    let (certainty, polarity) = (s.certainty.code(), s.polarity.code());
                    let (tense, stance) = (s.tense.code(), s.stance.code());
                    writeln!(out, "{} | {event} | {certainty} {polarity} {tense} {stance}", words(s.span))
                        .unwrap();
                }
            }
            _ => return None,
        }
        Some(out)
    }
}

fn dates(linked: &Linked, out: &mut String) {
    for r in &linked.reports {
        let edtf = r.published.when.as_ref().map_or("?", |w| &w.edtf);
        writeln!(out, "{} = {edtf} {}", r.id, r.published.basis.code()).unwrap();
    }
}

fn relations(linked: &Linked, case: &[&Analysis], out: &mut String) {
    for r in &linked.relations {
        let words = |s: kroniek_model::StatementIx| {
            let e = linked.statements[s.at()].evidence;
            e.span.of(&case[e.report.at()].report.text).replace('\n', " ")
        };
        writeln!(out, "{} —{}→ {}", words(r.from), r.name.code(), words(r.to)).unwrap();
    }
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "md")
            && path.file_name().is_some_and(|n| n != "README.md")
        {
            files.push(path);
        }
    }
}
