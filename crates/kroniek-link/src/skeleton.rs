//! What spellings of one name have in common.

use kroniek_lang::fold;

/// The consonants of a name, doubled ones once: spellings of one name differ in the rest.
pub(crate) fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for c in fold(word).chars().filter(|c| c.is_alphanumeric()) {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j');
        if (!vowel || out.is_empty()) && !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}
