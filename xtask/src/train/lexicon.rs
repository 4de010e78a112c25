//! `lexicon`: word lists as compact sets, with a class that says how a word behaves.
//!
//! From a plain list, the class says which other forms of a word are in the list ("groot" has "grote" and "groter",
//! "huis" has "huizen" and "huisje"): that tells word classes apart without anyone having noted them. From WordNet
//! it says in which parts of speech a form is known.

use anyhow::{Context, Result, bail};
use kroniek_lang::Lexicon;
use kroniek_lang::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// `lexicon CODE FILE|FOLDER…`: a plain list of words, or the folder of WordNet's database; writes
/// `lang/CODE/model/lexicon.bin`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let Some((language, sources)) = args.split_first() else { bail!("expected: CODE LIST|WORDNET…") };
    let mut words: BTreeMap<String, u16> = BTreeMap::new();
    for source in sources.iter().map(Path::new) {
        if source.is_dir() {
            wordnet(source, &mut words)?;
        } else {
            let with_wordnet = sources.len() > 1;
            list(
                &std::fs::read_to_string(source).context(source.display().to_string())?,
                with_wordnet,
                &mut words,
            );
        }
    }
    let all: Vec<(&str, u16)> = words.iter().map(|(w, &c)| (w.as_str(), c)).collect();
    let bytes = Lexicon::write(&all);
    let path = crate::root().join(format!("lang/{language}/model/lexicon.bin"));
    std::fs::create_dir_all(path.parent().expect("it has a folder"))?;
    std::fs::write(&path, &bytes)?;
    println!("{}: {} words, {} bytes", path.display(), all.len(), bytes.len());
    Ok(())
}

/// Known in lower case.
const LOWER: u16 = 1;
/// Known with a capital.
const CAPITAL: u16 = 2;

/// A plain list. Beside WordNet only the capitals matter.
fn list(text: &str, only_case: bool, words: &mut BTreeMap<String, u16>) {
    let single = |w: &&str| !w.is_empty() && !w.contains(' ') && w.chars().any(char::is_alphabetic);
    let known: BTreeSet<&str> = text.lines().map(str::trim).filter(single).collect();
    for &word in &known {
        let capital = word.starts_with(char::is_uppercase);
        let class = words.entry(fold(word).into()).or_default();
        *class |= if capital { CAPITAL } else { LOWER };
        if !capital && !only_case {
            *class |= behaviour(word, &known);
        }
    }
}

/// Which other forms of a word of a Germanic language's list are in the list.
fn behaviour(word: &str, known: &BTreeSet<&str>) -> u16 {
    let is = |w: &str| known.contains(w);
    let any =
        |stems: &[String], ends: &[&str]| stems.iter().any(|s| ends.iter().any(|e| is(&format!("{s}{e}"))));
    let own = [word.to_owned()];
    let open = stems_before_vowel(word);
    let mut class = 0;
    let mut set = |bit: u16, when: bool| class |= u16::from(when) << bit;
    set(2, any(&open, &["en"]));
    set(3, any(&own, &["s", "'s"]));
    set(4, any(&own, &["je", "tje", "pje", "etje", "kje"]));
    set(5, any(&open, &["e"]));
    set(6, any(&open, &["er"]) || any(&own, &["der"]));
    set(7, any(&own, &["t"]));
    if let Some(stem) = word.strip_suffix("en").or_else(|| word.strip_suffix('n')) {
        let closed = stems_before_consonant(stem);
        set(8, any(&closed, &["t"]));
        set(9, any(&closed, &["de", "te"]));
        set(
            10,
            closed.iter().any(|s| is(&format!("ge{s}d")) || is(&format!("ge{s}t")) || is(&format!("ge{s}"))),
        );
        set(14, any(&closed, &["je", "tje", "pje", "etje"]));
    }
    set(11, any(&own, &["heid"]) || any(&open, &["ing"]));
    if let Some(stem) = word.strip_suffix('t').or_else(|| word.strip_suffix('d')) {
        set(12, any(&stems_before_vowel(stem), &["en"]));
        if let Some(rest) = stem.strip_prefix("ge") {
            set(15, any(&stems_before_vowel(rest), &["en"]));
        }
    }
    let past = ["den", "ten", "de", "te"].iter().find_map(|e| word.strip_suffix(e));
    if let Some(stem) = past {
        set(13, any(&stems_before_vowel(stem), &["en"]));
    }
    class
}

/// A stem as it is written before an ending that begins with a vowel: itself, its last consonant doubled, or its
/// double vowel single.
fn stems_before_vowel(stem: &str) -> Vec<String> {
    let mut out = vec![stem.to_owned()];
    let letters: Vec<char> = stem.chars().collect();
    let n = letters.len();
    if n >= 2 {
        let (v, c) = (letters[n - 2], letters[n - 1]);
        let head: String = letters[..n - 1].iter().collect();
        if !vowel(c) {
            out.push(format!("{stem}{c}"));
            let voiced = match c {
                's' => Some('z'),
                'f' => Some('v'),
                _ => None,
            };
            out.extend(voiced.map(|z| format!("{head}{z}")));
            if n >= 3 && vowel(v) && letters[n - 3] == v {
                let short: String = letters[..n - 2].iter().collect();
                out.push(format!("{short}{c}"));
                out.extend(voiced.map(|z| format!("{short}{z}")));
            }
        }
    }
    out
}

/// The reverse: a stem before a vowel as it is written at the end of a word or before a consonant.
fn stems_before_consonant(stem: &str) -> Vec<String> {
    let mut out = vec![stem.to_owned()];
    let letters: Vec<char> = stem.chars().collect();
    let n = letters.len();
    if n >= 2 {
        let (v, c) = (letters[n - 2], letters[n - 1]);
        let head: String = letters[..n - 1].iter().collect();
        let end = match c {
            'z' => 's',
            'v' => 'f',
            _ => c,
        };
        if !vowel(c) && c == v {
            out.push(head);
        } else if !vowel(c) {
            out.push(format!("{head}{end}"));
            if vowel(v) {
                out.push(format!("{head}{v}{end}"));
            }
        }
    }
    out
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// WordNet's database files: bits 2 to 5 for a base form that is noun, verb, adjective or adverb; 6 plural; 7 -s of
/// a verb; 8 past; 9 -ing; 10 comparative or superlative; 11 to 14 the class that the tagged senses have most.
fn wordnet(dir: &Path, words: &mut BTreeMap<String, u16>) -> Result<()> {
    let open =
        |name: &str| std::fs::read_to_string(dir.join(name)).context(dir.join(name).display().to_string());
    let mut most: BTreeMap<String, (u32, u16)> = BTreeMap::new();
    for (bit, name) in ["noun", "verb", "adj", "adv"].into_iter().enumerate() {
        for line in open(&format!("index.{name}"))?.lines().filter(|l| !l.starts_with(' ')) {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let Some(word) = cells.first().filter(|w| !w.contains('_')) else { continue };
            *words.entry((*word).to_owned()).or_default() |= 1 << (bit + 2);
            // "lemma pos synset_cnt p_cnt [symbols] sense_cnt tagsense_cnt offsets"
            let symbols: usize = cells.get(3).unwrap_or(&"0").parse()?;
            let tagged: u32 = cells.get(5 + symbols).unwrap_or(&"0").parse()?;
            let entry = most.entry((*word).to_owned()).or_default();
            if tagged > entry.0 {
                *entry = (tagged, 1 << (bit + 11));
            }
            if word.bytes().all(|b| b.is_ascii_lowercase()) && word.len() > 1 {
                for (form, bit) in inflected(word, bit) {
                    *words.entry(form).or_default() |= 1 << bit;
                }
            }
        }
        for line in open(&format!("{name}.exc"))?.lines() {
            let Some(word) = line.split_whitespace().next().filter(|w| !w.contains('_')) else { continue };
            let bit = match name {
                "noun" => 6,
                "verb" if word.ends_with("ing") => 9,
                "verb" => 8,
                _ => 10,
            };
            *words.entry(word.to_owned()).or_default() |= 1 << bit;
        }
    }
    for (word, (_, bit)) in most {
        *words.entry(word).or_default() |= bit;
    }
    Ok(())
}

fn inflected(word: &str, class: usize) -> Vec<(String, u16)> {
    let last = word.chars().next_back().unwrap_or('a');
    let soft = word.ends_with('y') && !word.chars().rev().nth(1).is_some_and(vowel);
    let stem = &word[..word.len() - 1];
    let s = if soft {
        format!("{stem}ies")
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e)) {
        format!("{word}es")
    } else {
        format!("{word}s")
    };
    let ed = |e: &str| {
        let mut out = vec![];
        if last == 'e' {
            out.push(format!("{stem}{e}"));
        } else if soft {
            out.push(format!("{stem}i{e}"));
        } else {
            out.push(format!("{word}{e}"));
            if !vowel(last) && word.len() <= 6 && word.chars().rev().nth(1).is_some_and(vowel) {
                out.push(format!("{word}{last}{e}"));
            }
        }
        out
    };
    match class {
        0 => vec![(s, 6)],
        1 => {
            let ing = if last == 'e' {
                vec![format!("{stem}ing")]
            } else {
                ed("ing").into_iter().map(|f| f.replace("iing", "ying")).collect()
            };
            let past = ed("ed").into_iter().map(|f| (f, 8));
            [(s, 7)].into_iter().chain(past).chain(ing.into_iter().map(|f| (f, 9))).collect()
        }
        2 if word.len() <= 7 => ["er", "est"].iter().flat_map(|e| ed(e)).map(|f| (f, 10)).collect(),
        _ => Vec::new(),
    }
}
