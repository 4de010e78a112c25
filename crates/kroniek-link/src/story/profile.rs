//! What a report is about: its words by rarity, those of title and lead first; and what languages share of it.

use super::weights::{Weights, shared};
use crate::Digest;
use crate::skeleton::skeleton;
use crate::vector::Vector;
use jiff::civil::DateTime;
use kroniek_model::{EntityKind, Pos, RegionKind};
use smol_str::SmolStr;
use std::mem::size_of;

/// Sentences of running text that make the lead.
const LEAD: usize = 3;
/// Terms by which candidates are found.
const KEYS: usize = 48;
/// Terms that are kept of a long report.
const TERMS: usize = 400;

/// A report as story clustering sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// The report's id.
    pub(super) id: SmolStr,
    /// Language code.
    pub(super) language: SmolStr,
    /// The earliest moment of publication; `None` when nothing is known of it.
    pub(super) published: Option<DateTime>,
    /// Words by rarity; of length one.
    pub(super) terms: Vector,
    /// Names, figures and kinds of event, the same in all languages; of length one.
    pub(super) shared: Vector,
    /// The terms that weigh most, with their weights.
    pub(super) keys: Vec<(u32, f32)>,
}

/// The profile of a report.
pub(super) fn profile(digest: &Digest, weights: &Weights) -> Profile {
    let (mut counts, mut running) = (Vec::new(), 0);
    let mut common = of_names(digest);
    for sentence in &digest.sentences {
        let field = match sentence.region {
            RegionKind::Title => weights.title,
            _ if running < LEAD => 1.0,
            _ => weights.body,
        };
        for &(lemma, pos) in sentence.lemmas.iter().filter(|l| is_content(l.1)) {
            let class = if pos == Pos::Num { weights.number } else { 1.0 };
            counts.push((lemma, field, class * weights.of(lemma)));
            if let Some(&event) = weights.events.get(&lemma) {
                common.push((event, EVENT * field));
            }
        }
        running += usize::from(sentence.region == RegionKind::Body);
    }
    common.extend(of_figures(digest));
    let terms = by_weight(counts);
    let shared = Vector::new(common);
    let shared = Vector::new(shared.terms().iter().map(|&(t, n)| (t, n.sqrt())).collect()).unit();
    let mut keys: Vec<(u32, f32)> = terms.terms().iter().copied().filter(|t| weights.finds(t.0)).collect();
    heaviest(&mut keys, KEYS);
    let mut others = shared.terms().to_vec();
    heaviest(&mut others, KEYS / 4);
    keys.extend(others);
    Profile {
        id: digest.id.clone(),
        language: digest.language.clone(),
        published: digest.published.when.as_ref().and_then(|w| w.earliest),
        terms,
        shared,
        keys,
    }
}

impl Profile {
    /// How alike two reports are, from 0 to 1.
    pub(super) fn likeness(&self, other: &Profile, weights: &Weights) -> f32 {
        let shared = if self.language == other.language { weights.kin } else { weights.across };
        self.terms.dot(&other.terms).max(shared * self.shared.dot(&other.shared))
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        let pairs = self.terms.terms().len() + self.shared.terms().len() + self.keys.len();
        size_of::<Profile>() + pairs * size_of::<(u32, f32)>()
    }
}

fn is_content(pos: Pos) -> bool {
    matches!(pos, Pos::Adj | Pos::Noun | Pos::Num | Pos::Propn | Pos::Verb | Pos::X)
}

/// The root of the count times rarity, because the tenth time that a word is used tells less than the first.
fn by_weight(mut counts: Vec<(u32, f32, f32)>) -> Vector {
    counts.sort_by_key(|c| c.0);
    let mut terms: Vec<(u32, f32)> = Vec::new();
    for same in counts.chunk_by(|a, b| a.0 == b.0) {
        let count: f32 = same.iter().map(|c| c.1).sum();
        let rarity = same.iter().map(|c| c.2).fold(0.0, f32::max);
        terms.push((same[0].0, count.sqrt() * rarity));
    }
    heaviest(&mut terms, TERMS);
    Vector::new(terms).unit()
}

fn heaviest(terms: &mut Vec<(u32, f32)>, most: usize) {
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.truncate(most);
}

/// What a kind of event, a name and a figure weigh against one another across languages.
const EVENT: f32 = 0.5;
const NAME: f32 = 3.0;
const KNOWN: f32 = 1.5;
const FIGURE: f32 = 2.0;
/// A smaller number comes up in any report.
const SPECIFIC: f64 = 10.0;

/// Names by what they stand for, else by the last word of a person's and all words of others', as far as spelled alike.
fn of_names(digest: &Digest) -> Vec<(u32, f32)> {
    let mut terms = Vec::new();
    for entity in &digest.entities {
        if let Some(concept) = &entity.concept {
            terms.push((shared("concept", concept), KNOWN));
            continue;
        }
        let words: Vec<&str> = entity.canonical.split_whitespace().collect();
        let words = match entity.kind {
            EntityKind::Person => &words[words.len().saturating_sub(1)..],
            _ => &words[..],
        };
        let long = words.iter().map(|w| skeleton(w)).filter(|s| s.chars().count() >= 3);
        terms.extend(long.map(|s| (shared("name", &s), NAME)));
    }
    terms
}

fn of_figures(digest: &Digest) -> impl Iterator<Item = (u32, f32)> {
    let specific = digest.quantities.iter().filter(|(q, _)| q.low >= SPECIFIC);
    specific.map(|(q, _)| (shared("figure", &format!("{} {}", q.low, q.unit)), FIGURE))
}
