//! Training and testing of the lemmatiser.

use super::conllu::{Document, Word};
use kroniek_analyse::word::lemma::{LONGEST, Lemmatiser, RANKS, Script, key};
use kroniek_analyse::word::tag::Label;
use kroniek_lang::Lexicon;
use kroniek_lang::fold;
use kroniek_model::Pos;
use std::collections::{BTreeMap, HashMap};

/// The lemma as Kroniek gives it, folded. Treebanks write compounds and separable verbs in parts: `staat_structuur`,
/// `aan_sporen`. A compound keeps the letters that join its parts (`staatsstructuur`); a verb whose particle stands
/// elsewhere is given its own part here, and the particle once the clause is known.
fn gold(word: &Word) -> String {
    let (norm, lemma) = (fold(&word.form), fold(&word.lemma));
    let Some((_, last)) = lemma.rsplit_once('_').filter(|(a, b)| !a.is_empty() && !b.is_empty()) else {
        return lemma.into();
    };
    if matches!(word.label.pos, Pos::Verb | Pos::Aux) {
        let first = lemma.split('_').next().unwrap_or_default();
        return if norm.starts_with(first) { lemma.replace('_', "") } else { last.to_owned() };
    }
    let start: String = last.chars().take(2).collect();
    match norm.rfind(&start) {
        Some(at) if at > 0 => [&norm[..at], last].concat(),
        _ => lemma.replace('_', ""),
    }
}

/// The bytes of a trained model.
pub(crate) fn train(documents: &[&Document], lexicon: Option<&Lexicon>) -> Vec<u8> {
    let mut types: BTreeMap<(String, Label, Script), usize> = BTreeMap::new();
    for word in documents.iter().flat_map(|d| &d.sentences).flatten() {
        let norm = fold(&word.form);
        let lemma = gold(word);
        // A lemma that shares nothing with the word ("was", "zijn") is put there whole.
        let whole =
            || Script { cut: norm.chars().count() as u8, ending: lemma.as_str().into(), infix: "".into() };
        if lemma.is_empty() || norm.chars().count() > 40 || lemma.len() > 60 {
            continue;
        }
        let verb = matches!(word.label.pos, Pos::Verb | Pos::Aux | Pos::Adj);
        let script = Script::between(&norm, &lemma, verb).unwrap_or_else(whole);
        *types.entry((norm.into(), word.label, script)).or_default() += 1;
    }
    let mut scripts: Vec<Script> = types.keys().map(|k| k.2.clone()).collect();
    scripts.sort();
    scripts.dedup();
    let id = |s: &Script| scripts.binary_search(s).expect("every script was collected") as u16;

    // How often each script goes with an ending, a type counting once.
    let mut endings: BTreeMap<(Label, String), BTreeMap<u16, usize>> = BTreeMap::new();
    let mut words: BTreeMap<(Label, String), BTreeMap<u16, usize>> = BTreeMap::new();
    for ((norm, label, script), n) in &types {
        *words.entry((*label, norm.clone())).or_default().entry(id(script)).or_default() += n;
        if matches!(label.pos, Pos::Punct | Pos::Sym | Pos::Num | Pos::X) {
            continue;
        }
        for (at, _) in norm.char_indices().rev().take(LONGEST) {
            *endings.entry((*label, norm[at..].to_owned())).or_default().entry(id(script)).or_default() += 1;
        }
    }
    let most = |counts: &BTreeMap<u16, usize>| {
        counts
            .iter()
            .max_by_key(|&(s, n)| (*n, std::cmp::Reverse(*s)))
            .map(|(s, n)| (*s, *n))
            .unwrap_or_default()
    };
    let mut keys: Vec<(u64, u16)> = Vec::new();
    let mut chosen: HashMap<(Label, &str), u16> = HashMap::new();
    let mut ordered: Vec<_> = endings.iter().collect();
    ordered.sort_by_key(|((label, e), _)| (e.chars().count(), *label, e.as_str()));
    for ((label, ending), counts) in ordered {
        let (script, n) = most(counts);
        let shorter =
            ending.char_indices().nth(1).and_then(|(i, _)| chosen.get(&(*label, &ending[i..])).copied());
        // An ending seen once says nothing about others.
        let keep = if n < 2 { shorter } else { Some(script) };
        if let Some(script) = keep {
            chosen.insert((*label, ending), script);
            if shorter != Some(script) {
                keys.push((key(*label, ending, false, 0), script));
            }
        }
        if n >= 2 && ending.chars().count() <= 4 {
            let mut others: Vec<(u16, usize)> =
                counts.iter().map(|(s, n)| (*s, *n)).filter(|&(s, n)| s != script && n >= 2).collect();
            others.sort_by_key(|&(s, n)| (std::cmp::Reverse(n), s));
            for (rank, (script, _)) in (1..RANKS).zip(others) {
                keys.push((key(*label, ending, false, rank), script));
            }
        }
    }
    for ((label, norm), counts) in &words {
        keys.push((key(*label, norm, true, 0), most(counts).0));
    }
    Lemmatiser::write(&lemma_flags(&types, lexicon), &scripts, &keys)
}

/// For each word class the flags of the word list that at least a third of the lemmas have, and at least three times
/// as many of them as of the words that are not their own lemma; all flags where none tells them apart.
fn lemma_flags(
    types: &BTreeMap<(String, Label, Script), usize>,
    lexicon: Option<&Lexicon>,
) -> [u16; Pos::ALL.len()] {
    let mut flags = [u16::MAX; Pos::ALL.len()];
    let Some(lexicon) = lexicon else { return flags };
    for &pos in Pos::ALL {
        let (mut lemma, mut other, mut n) = ([0; 16], [0; 16], 0);
        for (word, _, script) in types.keys().filter(|k| k.1.pos == pos && k.2 != Script::default()) {
            let Some(base) = script.apply(word) else { continue };
            n += 1;
            let (b, w) = (lexicon.class(&base).unwrap_or(0), lexicon.class(word).unwrap_or(0));
            for bit in 0..16 {
                lemma[bit] += usize::from(b >> bit & 1);
                other[bit] += usize::from(w >> bit & 1);
            }
        }
        let telling = (0..16).filter(|&b| lemma[b] * 3 >= n && lemma[b] >= 3 * other[b] && n > 20);
        let mask = telling.fold(0, |m, b| m | 1 << b);
        flags[pos as usize] = if mask == 0 { u16::MAX } else { mask };
    }
    flags
}

/// How many lemmas are right with the treebank's own word classes, and of how many words.
pub(crate) fn test(
    model: &[u8],
    documents: &[&Document],
    lexicon: Option<&Lexicon>,
) -> Result<(usize, usize), String> {
    let lemmatiser = Lemmatiser::read(model)?;
    let (mut right, mut all) = (0, 0);
    for word in documents.iter().flat_map(|d| &d.sentences).flatten() {
        let norm = fold(&word.form);
        let lemma = lemmatiser.lemma(&norm, word.label, lexicon);
        all += 1;
        right += usize::from(lemma == gold(word));
        if lemma != gold(word) && std::env::var_os("LEMMAS").is_some() {
            println!("lemma\t{norm}\t{}\t{lemma}\t{}", word.label.pos.code(), gold(word));
        }
    }
    Ok((right, all))
}
