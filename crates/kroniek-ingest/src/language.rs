//! Which language a text is in.

use kroniek_lang::{Error, Packs, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// What could not be told.
pub const UNKNOWN: &str = "und";

/// Letters looked at: the first ones of a text tell enough.
const SAMPLE: usize = 4000;

/// Weight of a trigram that a profile does not have, in hundredths of a natural logarithm.
const ABSENT: i64 = -1150;

/// Mean weight a trigram under which a text is in none of the profiles. On the sentences of 40 letters and more that
/// the profiles were made of, 99 in 100 lie above -870; German lies near -950 under the Dutch profile.
const FLOOR: i64 = -960;

/// Tells the languages of the packs apart by letter trigrams, and knows others by their commonest words.
#[derive(Debug, Clone, Default)]
pub struct Detector {
    profiles: Vec<Profile>,
    /// Languages without a pack.
    others: Vec<SmolStr>,
    /// Function words of those, with a bit for each that has the word.
    other_words: FxHashMap<SmolStr, u64>,
}

#[derive(Debug, Clone)]
struct Profile {
    code: SmolStr,
    trigrams: FxHashMap<[char; 3], i64>,
    words: FxHashSet<SmolStr>,
}

impl Detector {
    /// Compiles `model/language/trigrams.tsv` and `words.tsv` of every pack, and `lexicon/language/words.tsv` of the
    /// common pack.
    ///
    /// # Errors
    /// If a table is not well formed.
    pub fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut detector = Detector::default();
        for pack in packs.languages() {
            let mut trigrams = FxHashMap::default();
            for row in pack.table("model/language/trigrams").rows() {
                let gram: Vec<char> = row.key().replace('_', " ").chars().collect();
                let gram =
                    <[char; 3]>::try_from(gram).map_err(|_| row.error("three letters were expected"))?;
                let weight = row.get("weight")?.parse().map_err(|_| row.error("a number was expected"))?;
                trigrams.insert(gram, weight);
            }
            let words = pack.table("model/language/words").rows().map(|r| fold(r.key())).collect();
            detector.profiles.push(Profile { code: pack.code().into(), trigrams, words });
        }
        for row in packs.common().table("language/words").rows() {
            if packs.language(row.key()).is_none() {
                let bit = 1u64.checked_shl(detector.others.len() as u32);
                let bit = bit.ok_or_else(|| row.error("at most 64 languages were expected"))?;
                for word in row.get("words")?.split_whitespace() {
                    *detector.other_words.entry(fold(word)).or_default() |= bit;
                }
                detector.others.push(row.key().into());
            }
        }
        Ok(detector)
    }

    /// The code of a pack, of another known language, or [`UNKNOWN`].
    pub fn detect(&self, text: &str) -> SmolStr {
        let letters = letters(sample(text));
        let trigrams = letters.len().saturating_sub(2);
        let words: Vec<SmolStr> =
            sample(text).split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(fold).collect();
        let hits = |set: &FxHashSet<SmolStr>| words.iter().filter(|w| set.contains(*w)).count() as i64;
        // A common word weighs as much as two likely trigrams, so that names do not decide a short text.
        let score = |p: &Profile| {
            let sum: i64 = letters.windows(3).map(|g| p.weight(g)).sum();
            sum + 600 * hits(&p.words)
        };
        // Ties go to the first code in the alphabet.
        let best = self.profiles.iter().map(|p| (score(p), p)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some((_, best)) = best.filter(|_| trigrams >= 6) else { return UNKNOWN.into() };
        let known = hits(&best.words);
        let sum: i64 = letters.windows(3).map(|g| best.weight(g)).sum();
        let foreign = sum < FLOOR * trigrams as i64;
        let mut counts = vec![0i64; self.others.len()];
        for mask in words.iter().filter_map(|w| self.other_words.get(w)) {
            counts.iter_mut().enumerate().for_each(|(i, n)| *n += i64::from(mask >> i & 1 == 1));
        }
        let other = counts.into_iter().zip(&self.others);
        if let Some((n, code)) = other.reduce(|a, b| if b.0 > a.0 { b } else { a })
            && (2 * n > 3 * known && (n >= 6 || n >= 2 && foreign) || n > known && n >= 10)
        {
            return code.clone();
        }
        let wordless = known * 12 < words.len() as i64;
        if foreign && wordless { UNKNOWN.into() } else { best.code.clone() }
    }
}

impl Profile {
    fn weight(&self, gram: &[char]) -> i64 {
        <[char; 3]>::try_from(gram).ok().and_then(|g| self.trigrams.get(&g)).copied().unwrap_or(ABSENT)
    }
}

fn sample(text: &str) -> &str {
    match text.char_indices().nth(SAMPLE) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// The letters of a text in lower case, with one space for all that lies between words, and one at each end.
pub fn letters(text: &str) -> Vec<char> {
    let mut out = vec![' '];
    for c in text.chars() {
        if c.is_alphabetic() {
            out.extend(c.to_lowercase());
        } else if out.last() != Some(&' ') {
            out.push(' ');
        }
    }
    if out.last() != Some(&' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
        assert_eq!(Detector::compile(&packs).unwrap().detect(text), expected, "{text}");
    }

    #[test]
    fn dutch_and_english() {
        check("De burgemeester opent vrijdag de nieuwe brug.", "nl");
        check("The mayor will open the new bridge on Friday.", "en");
        check("Storm raast over eilanden", "nl");
        check("Floods cut off three villages", "en");
        check("Hij sprak vanmorgen met The Washington Post over de toekomst van zijn partij.", "nl");
        check("VLISSINGEN - Een schip met aardappelen is donderdag vastgelopen.", "nl");
    }

    #[test]
    fn languages_without_a_pack_are_named() {
        check(
            "Die Bürgermeisterin hat am Freitag die neue Brücke eröffnet, und viele Leute sind gekommen.",
            "de",
        );
        check(
            "Le maire a ouvert le nouveau pont vendredi, et les habitants sont venus avec leurs enfants.",
            "fr",
        );
        check("El alcalde inauguró el viernes el nuevo puente y los vecinos llegaron con sus hijos.", "es");
        check("Borgmesteren åbnede fredag den nye bro, og mange var kommet for at se på det.", "da");
        check(
            "Die burgemeester sê dat hulle nie die brug kan oopmaak nie, maar sy kantoor is ook nog nie seker oor wat hy daar sal word nie.",
            "af",
        );
    }

    #[test]
    fn what_is_no_text_is_unknown() {
        check("", "und");
        check("12 34 56", "und");
        check("Мэр открыл новый мост в пятницу, и пришло много людей.", "und");
        check("市长星期五开通了新桥,许多人前来观看。", "und");
    }
}
