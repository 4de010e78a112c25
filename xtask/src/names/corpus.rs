//! Annotated sets, read into documents with gold labels.

use anyhow::{Context as _, Result, bail};
use kroniek_analyse::name;
use kroniek_analyse::name::feature::Document;
use kroniek_analyse::name::gazetteer::Classes;
use kroniek_analyse::name::label::{self, Label};
use kroniek_analyse::word;
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_model::{Analysis, EntityKind, Span, Text};
use serde::Deserialize;

/// One document with its gold names.
pub(super) struct Example {
    pub set: String,
    pub text: String,
    pub names: Vec<(Span<Text>, EntityKind)>,
    pub document: Document,
    pub labels: Vec<Label>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    gold: Gold,
}

#[derive(Deserialize)]
struct Gold {
    names: Vec<GoldName>,
}

#[derive(Deserialize)]
struct GoldName {
    start: usize,
    end: usize,
    r#type: String,
}

/// Text and names of one document, and whether nationalities and works are among the names.
struct Raw {
    id: String,
    text: String,
    names: Vec<(Span<Text>, EntityKind)>,
    complete: bool,
}

/// Reads sets and looks up their words with the packs.
pub(super) fn read(code: &str, sets: &[&str]) -> Result<Vec<Example>> {
    let packs = Packs::embedded(kroniek_packs::FILES).map_err(|e| anyhow::anyhow!("{e}"))?;
    let Some(pack) = packs.language(code) else { bail!("no pack for {code}") };
    let fail = |e: kroniek_lang::Error| anyhow::anyhow!("{e}");
    let words = word::Rules::compile(packs.common(), pack).map_err(fail)?;
    let names = name::Rules::compile(packs.common(), pack).map_err(fail)?;
    let reader = Reader::new(&packs).map_err(fail)?;
    let mut examples = Vec::new();
    let mut lost = 0;
    for path in sets {
        let set = std::path::Path::new(path)
            .file_stem()
            .map_or(String::new(), |s| s.to_string_lossy().into_owned());
        let text = std::fs::read_to_string(path).with_context(|| (*path).to_owned())?;
        let raws = match path.rsplit_once('.').map(|(_, end)| end) {
            Some("iob2") => iob2(&text),
            Some("txt") => marked(&text).with_context(|| (*path).to_owned())?,
            _ => jsonl(&text)?,
        };
        for raw in raws {
            let mut a = analysis(&reader, &raw, code)?;
            words.read(&mut a);
            let document = names.document(&a);
            let (mut labels, n) = label::gold(&document.units, &raw.names);
            lost += n;
            if n > 0 && std::env::var_os("LOST").is_some() {
                for name in &raw.names {
                    if label::gold(&document.units, &[*name]).1 > 0 {
                        eprintln!("{}: {}", raw.id, name.0.of(&raw.text));
                    }
                }
            }
            if !raw.complete {
                add_peoples(&document, &mut labels);
            }
            examples.push(Example { set: set.clone(), text: raw.text, names: raw.names, document, labels });
        }
    }
    eprintln!("{} documents; {lost} names do not fall on unit borders", examples.len());
    Ok(examples)
}

/// Universal NER does not mark nationalities; ours does.
fn add_peoples(d: &Document, labels: &mut [Label]) {
    for (i, l) in labels.iter_mut().enumerate() {
        if *l == label::OUTSIDE && d.units[i].case.is_capital() && d.known[i].alone.any(Classes::PEOPLE) {
            *l = label::label(EntityKind::Other, label::Part::Whole);
        }
    }
}

fn jsonl(text: &str) -> Result<Vec<Raw>> {
    let mut out = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)?;
        let mut bytes: Vec<usize> = line.text.char_indices().map(|(i, _)| i).collect();
        bytes.push(line.text.len());
        let mut names = Vec::new();
        for n in &line.gold.names {
            let (Some(&s), Some(&e)) = (bytes.get(n.start), bytes.get(n.end)) else {
                bail!("{}: a name beyond the text's end", line.id);
            };
            names.push((Span::at(s..e), kind(&n.r#type)));
        }
        names.sort();
        out.push(Raw { id: line.id, text: line.text, names, complete: true });
    }
    Ok(out)
}

/// Documents with their names marked in the text, "[P Anna Smit] woont in [L Zandwijk]": a blank line ends a document, a
/// line that begins with `#` is a comment.
fn marked(text: &str) -> Result<Vec<Raw>> {
    let mut out: Vec<Raw> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        if !open {
            let id = format!("line {}", number + 1);
            out.push(Raw { id, text: String::new(), names: Vec::new(), complete: true });
            open = true;
        }
        let Some(raw) = out.last_mut() else { continue };
        if !raw.text.is_empty() {
            raw.text.push('\n');
        }
        read_marks(line, raw).with_context(|| format!("line {}", number + 1))?;
    }
    Ok(out)
}

fn read_marks(line: &str, raw: &mut Raw) -> Result<()> {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        raw.text.push_str(before);
        let Some((name, after)) = after.split_once(']') else { bail!("a mark without its end") };
        let (code, name) = name.split_once(' ').unwrap_or(("", name));
        let kind = match code {
            "P" => EntityKind::Person,
            "O" => EntityKind::Organisation,
            "L" => EntityKind::Place,
            "M" => EntityKind::Other,
            _ => bail!("[{code} {name}]: P, O, L or M was expected after the bracket"),
        };
        let start = raw.text.len();
        raw.text.push_str(name);
        raw.names.push((Span::at(start..raw.text.len()), kind));
        rest = after;
    }
    raw.text.push_str(rest);
    Ok(())
}

fn kind(code: &str) -> EntityKind {
    match code {
        "PER" => EntityKind::Person,
        "ORG" => EntityKind::Organisation,
        "LOC" => EntityKind::Place,
        _ => EntityKind::Other,
    }
}

/// Sentences of a document one a line, as their `# text` has them.
fn iob2(text: &str) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::new();
    let mut at = 0;
    let mut open: Option<(usize, usize, EntityKind)> = None;
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            out.push(Raw { id: id.to_owned(), text: String::new(), names: Vec::new(), complete: false });
            at = 0;
            continue;
        }
        let Some(raw) = out.last_mut() else { continue };
        if let Some(sentence) = line.strip_prefix("# text = ") {
            if !raw.text.is_empty() {
                raw.text.push('\n');
            }
            at = raw.text.len();
            raw.text.push_str(sentence);
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 3 {
            if let Some((s, e, k)) = open.take() {
                raw.names.push((Span::at(s..e), k));
            }
            continue;
        }
        let Some(found) = raw.text[at..].find(cells[1]) else { continue };
        let start = at + found;
        at = start + cells[1].len();
        let inside = cells[2].starts_with("I-");
        if !inside && let Some((s, e, k)) = open.take() {
            raw.names.push((Span::at(s..e), k));
        }
        if let Some(k) = cells[2].strip_prefix("B-").filter(|k| *k != "OTHER") {
            open = Some((start, at, kind(k)));
        } else if inside && let Some((_, e, _)) = &mut open {
            *e = at;
        }
    }
    out
}

fn analysis(reader: &Reader, raw: &Raw, code: &str) -> Result<Analysis> {
    let line = serde_json::json!({"id": raw.id, "text": raw.text, "language": code}).to_string();
    let report = reader.line(&line).map_err(|_| anyhow::anyhow!("{}: not a report", raw.id))?;
    Ok(Analysis::new(report))
}
