//! What the class, id, role and name of an element say of it (`lang/common/lexicon/page/marks.tsv`).

use kroniek_lang::{Error, Packs};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What an element is by its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    /// Not part of the article: navigation, sharing, related links.
    Furniture,
    /// What readers wrote.
    Comments,
    /// Words that go with a picture.
    Caption,
    /// Holds the article's text.
    Content,
    /// Who wrote it.
    Writer,
    /// When it was published.
    Date,
    /// Words that are not seen in the line: for screen readers, or in a box that opens over a term.
    Unread,
    /// Asks for consent or payment.
    Wall,
}

/// The marks of the packs, by their first word.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    by_first: FxHashMap<SmolStr, Vec<Entry>>,
    count: u16,
}

/// One mark of the table: the words after its first, its use, and its number.
#[derive(Debug, Clone)]
struct Entry {
    rest: Vec<SmolStr>,
    mark: Mark,
    number: u16,
}

impl Marks {
    /// How many marks there are; their numbers are below it.
    pub(super) fn len(&self) -> usize {
        self.count.into()
    }

    /// Reads the table.
    ///
    /// # Errors
    /// If a use is not one of [`Mark`]'s.
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut marks = Marks::default();
        for row in packs.common().table("page/marks").rows() {
            let mark = match row.get("use")? {
                "furniture" => Mark::Furniture,
                "comments" => Mark::Comments,
                "caption" => Mark::Caption,
                "content" => Mark::Content,
                "writer" => Mark::Writer,
                "date" => Mark::Date,
                "unread" => Mark::Unread,
                "wall" => Mark::Wall,
                other => return Err(row.error(format!("{other:?} is no use of a mark"))),
            };
            let mut words = row.key().split(' ').map(SmolStr::new);
            let Some(first) = words.next() else { continue };
            let entry = Entry { rest: words.collect(), mark, number: marks.count };
            marks.by_first.entry(first).or_default().push(entry);
            marks.count += 1;
        }
        Ok(marks)
    }

    /// The marks that stand in a class or id, each with its number.
    pub(super) fn find(&self, value: &str, out: &mut Vec<(Mark, u16)>) {
        // Most words of most classes are no marks: they are cut off in a buffer, without an allocation each.
        let mut words: [SmolStr; 12] = Default::default();
        for token in value.split_ascii_whitespace() {
            let mut n = 0;
            cut(token, |word| {
                if n < words.len() {
                    words[n] = SmolStr::new(word);
                    n += 1;
                }
            });
            for i in 0..n {
                for entry in self.by_first.get(&words[i]).map_or(&[][..], Vec::as_slice) {
                    let (end, found) = (i + 1 + entry.rest.len(), (entry.mark, entry.number));
                    if end <= n && words[i + 1..end] == entry.rest[..] && !out.contains(&found) {
                        out.push(found);
                    }
                }
            }
        }
    }
}

/// Cuts `postContent__shareBar` into `post`, `content`, `share`, `bar`.
fn cut(token: &str, mut word: impl FnMut(&str)) {
    let mut buffer = [0u8; 32];
    let mut n = 0;
    let mut lower_before = false;
    for byte in token.bytes() {
        let boundary = !byte.is_ascii_alphanumeric() || byte.is_ascii_uppercase() && lower_before;
        if boundary && n > 0 {
            word(std::str::from_utf8(&buffer[..n]).unwrap_or(""));
            n = 0;
        }
        if byte.is_ascii_alphanumeric() && n < buffer.len() {
            buffer[n] = byte.to_ascii_lowercase();
            n += 1;
        }
        lower_before = byte.is_ascii_lowercase();
    }
    if n > 0 {
        word(std::str::from_utf8(&buffer[..n]).unwrap_or(""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(class: &str, expected: &[Mark]) {
        let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
        let mut found = Vec::new();
        Marks::compile(&packs).unwrap().find(class, &mut found);
        assert_eq!(found.iter().map(|m| m.0).collect::<Vec<_>>(), expected, "{class}");
    }

    #[test]
    fn a_class_is_cut_into_words() {
        check("c-ShareBar__list", &[Mark::Furniture]);
        check("shared-layout", &[]);
        check("articleBody", &[Mark::Content]);
        check("post-author", &[Mark::Writer]);
        check("shadow loader download", &[]);
        check("", &[]);
        check("--__--", &[]);
    }
}
