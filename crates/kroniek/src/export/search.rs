//! What a search found: for people, and a line a sentence as JSON. Offsets are Unicode code points, half-open.

use super::offsets::Offsets;
use kroniek_lang::fold;
use kroniek_store::{Hit, IndexedStatement};
use serde::Serialize;
use std::fmt::Write;
use std::ops::Range;

/// A sentence on the wire.
#[derive(Serialize)]
pub struct Record<'a> {
    evidence: Evidence<'a>,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    published: Option<&'a str>,
    language: &'a str,
    /// Where the words that were looked for stand.
    matches: Vec<Points>,
    statements: Vec<Statement<'a>>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    report: &'a str,
    /// BLAKE3 of the capture.
    capture: &'a str,
    start: u32,
    end: u32,
    exact: &'a str,
}

#[derive(Serialize)]
struct Points {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Statement<'a> {
    start: u32,
    end: u32,
    event: Option<&'a str>,
    who: Vec<&'a str>,
    r#where: Vec<&'a str>,
    sources: Vec<&'a str>,
    stance: &'a str,
    certainty: &'a str,
    polarity: &'a str,
    earliest: Option<&'a str>,
    latest: Option<&'a str>,
}

/// A found sentence as one record; `words` are the folded words and dictionary forms that were looked for.
pub fn record<'a>(hit: &'a Hit, words: &[String]) -> Record<'a> {
    let offsets = Offsets::new(&hit.text);
    let names = |all: &'a str| all.split('|').filter(|n| !n.is_empty()).collect();
    let statement = |s: &'a IndexedStatement| Statement {
        start: offsets.point(s.start),
        end: offsets.point(s.stop),
        event: s.event.as_deref(),
        who: names(&s.who),
        r#where: names(&s.place),
        sources: names(&s.source),
        stance: &s.stance,
        certainty: &s.certainty,
        polarity: &s.polarity,
        earliest: s.earliest.as_deref(),
        latest: s.latest.as_deref(),
    };
    let marks = matches(hit, words).into_iter();
    Record {
        evidence: Evidence {
            report: &hit.report,
            capture: &hit.hash,
            start: offsets.point(hit.start),
            end: offsets.point(hit.stop),
            exact: sentence(hit),
        },
        title: hit.title.as_deref(),
        publisher: hit.publisher.as_deref(),
        published: hit.published.as_deref(),
        language: &hit.language,
        matches: marks
            .map(|r| Points { start: offsets.point(r.start as u32), end: offsets.point(r.end as u32) })
            .collect(),
        statements: hit.statements.iter().map(statement).collect(),
    }
}

/// A found sentence for people: report and date, then the sentence with the words marked.
pub fn text(hit: &Hit, words: &[String], color: bool, out: &mut String) {
    let mut head: Vec<&str> = Vec::new();
    head.extend(hit.published.as_deref());
    head.extend(hit.publisher.as_deref());
    head.extend(hit.title.as_deref());
    head.push(&hit.report);
    let _ = writeln!(out, "{}", head.join(" · "));
    let (on, off) = if color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut line = String::new();
    let mut at = hit.start as usize;
    for range in matches(hit, words) {
        line.push_str(&hit.text[at..range.start]);
        let _ = write!(line, "{on}{}{off}", &hit.text[range.clone()]);
        at = range.end;
    }
    line.push_str(&hit.text[at..hit.stop as usize]);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "  {line}");
    let mut said: Vec<String> = Vec::new();
    for s in hit.statements.iter().filter(|s| !s.source.is_empty()) {
        let source = s.source.split('|').next().unwrap_or("");
        let line = format!("  — {source} ({}, {}, {})", s.stance, s.certainty, s.polarity);
        if !said.contains(&line) {
            let _ = writeln!(out, "{line}");
            said.push(line);
        }
    }
}

fn sentence(hit: &Hit) -> &str {
    hit.text.get(hit.start as usize..hit.stop as usize).unwrap_or("")
}

/// The words of a sentence that were looked for, as bytes of the report's text: the form itself, or one that begins as
/// its dictionary form does and ends within three letters of it.
fn matches(hit: &Hit, words: &[String]) -> Vec<Range<usize>> {
    let is_letter = |c: char| c.is_alphanumeric();
    let base = hit.start as usize;
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in sentence(hit).char_indices().chain([(sentence(hit).len(), ' ')]) {
        match (is_letter(c), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                let word = fold(&sentence(hit)[from..i]);
                if words.iter().any(|w| fits(&word, w)) {
                    out.push(base + from..base + i);
                }
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn fits(word: &str, wanted: &str) -> bool {
    if word == wanted {
        return true;
    }
    let common = word.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
    let (a, b) = (word.chars().count(), wanted.chars().count());
    common >= 4 && common + 1 >= b.min(a) && a.abs_diff(b) <= 3 || b >= 5 && word.contains(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, words: &[&str], expected: &str) {
        let hit = Hit {
            report: "r1".to_owned(),
            hash: String::new(),
            title: None,
            publisher: None,
            published: None,
            language: "nl".to_owned(),
            text: sentence.to_owned(),
            start: 0,
            stop: sentence.len() as u32,
            statements: Vec::new(),
        };
        let words: Vec<String> = words.iter().map(|&w| w.to_owned()).collect();
        let found: Vec<&str> = matches(&hit, &words).into_iter().map(|r| &sentence[r]).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn forms_of_a_word_are_marked() {
        check("De dijken braken; de dijk brak.", &["dijk", "breken"], "dijken dijk");
        check("Het rivierwater stond hoog.", &["water"], "rivierwater");
        check("Een man, geen mand.", &["man"], "man");
        check("", &["man"], "");
    }
}
