//! Translations of one text: other words, but the same names, figures and days in the same order.

use super::align::Match;
use super::candidate;
use crate::Digest;
use crate::digest::hash;
use crate::skeleton::skeleton;
use kroniek_model::{Span, Text};

/// What stays when a text is translated.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    key: u32,
    sentence: u32,
    span: Span<Text>,
    figure: bool,
}

/// The anchors of a report, in text order.
#[derive(Debug, Default)]
pub(super) struct Anchors(Vec<Anchor>);

/// Longer reports are compared by so many anchors.
const MOST: usize = 200;
/// So many in the same order betray a translation, in two sentences at least.
const FEWEST: usize = 5;
/// And per cent of the anchors of the translation, and of the original.
const SHARE: (usize, usize) = (55, 35);

impl Anchors {
    pub(super) fn of(digest: &Digest) -> Self {
        let names = digest.mentions.iter().filter_map(|m| {
            let entity = digest.entities.get(m.entity.0 as usize)?;
            let name = match &entity.concept {
                Some(concept) => concept.to_string(),
                None => skeleton(entity.canonical.split_whitespace().next_back()?),
            };
            (name.chars().count() >= 2).then(|| (hash(&name), m.span, false))
        });
        let figures = digest.quantities.iter().map(|(q, _)| (hash(&format!("{}", q.low)), q.span, true));
        let days = digest.times.iter().filter_map(|t| {
            let when = t.when.as_ref().filter(|w| w.is_single_day())?;
            Some((hash(&when.earliest?.date().to_string()), t.span, false))
        });
        let mut all: Vec<(u32, Span<Text>, bool)> = names.chain(figures).chain(days).collect();
        all.sort_by_key(|a| (a.1, a.0));
        let sentence = |at: u32| digest.sentences.partition_point(|s| s.span.end() <= at) as u32;
        let anchor = |(key, span, figure): (u32, Span<Text>, bool)| Anchor {
            key,
            sentence: sentence(span.start()),
            span,
            figure,
        };
        Anchors(all.into_iter().map(anchor).take(MOST).collect())
    }

    /// Keys of neighbours among the anchors: a translation shares some with its original, and hardly anything else does.
    fn shingles(&self) -> Vec<u64> {
        let pair = |w: &[Anchor]| u64::from(w[0].key.min(w[1].key)) << 32 | u64::from(w[0].key.max(w[1].key));
        let mut keys: Vec<u64> = self.0.windows(2).filter(|w| w[0].key != w[1].key).map(pair).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The sentences of a report that were translated from `earlier`, by the anchors of both; none when it is no
    /// translation.
    pub(super) fn matches(&self, earlier: &Anchors, digest: &Digest) -> Vec<Match> {
        let (a, b) = (&earlier.0, &self.0);
        let kept = common(a, b);
        let is_enough = kept.len() >= FEWEST
            && kept.len() * 100 >= SHARE.0 * b.len()
            && kept.len() * 100 >= SHARE.1 * a.len();
        let mut matches: Vec<Match> = Vec::new();
        if !is_enough {
            return matches;
        }
        for &(i, j) in &kept {
            let (from, to) = (a[i].sentence, b[j].sentence);
            match matches.last_mut() {
                Some(last) if last.to == to => last.common += 1,
                _ => {
                    let words = digest.sentences.get(to as usize).map_or(0, |s| s.words.len()) as u32;
                    matches.push(Match {
                        from,
                        to,
                        common: 1,
                        own: words,
                        dropped: Vec::new(),
                        added: Vec::new(),
                        translated: true,
                    });
                }
            }
        }
        let sentences = matches.len();
        for m in &mut matches {
            let lost = |all: &[Anchor], sentence: u32, of: &dyn Fn(usize) -> bool| -> Vec<Span<Text>> {
                let gone =
                    all.iter().enumerate().filter(|(k, x)| x.figure && x.sentence == sentence && !of(*k));
                gone.map(|(_, x)| x.span).collect()
            };
            m.dropped = lost(a, m.from, &|k| kept.iter().any(|p| p.0 == k));
            m.added = lost(b, m.to, &|k| kept.iter().any(|p| p.1 == k));
        }
        if sentences < 2 { Vec::new() } else { matches }
    }
}

/// Pairs (earlier, later) by place in `order` of reports in different languages that may be translations.
pub(super) fn pairs(anchors: &[Anchors], digests: &[Digest], order: &[u32]) -> Vec<(u32, u32)> {
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for (place, &report) in order.iter().enumerate() {
        keyed.extend(anchors[report as usize].shingles().into_iter().map(|k| (k, place as u32)));
    }
    let language = |place: u32| &digests[order[place as usize] as usize].language;
    let mut shared = candidate::neighbours(&mut keyed);
    shared.retain(|&(a, b)| language(a) != language(b));
    shared.sort_unstable_by_key(|&(a, b)| (b, a));
    shared.chunk_by(|a, b| a == b).filter(|c| c.len() > 1).map(|c| c[0]).collect()
}

/// Longest common subsequence, as pairs of places.
fn common(a: &[Anchor], b: &[Anchor]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut length = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            length[i * width + j] = match a[i].key == b[j].key {
                true => length[(i + 1) * width + j + 1] + 1,
                false => length[(i + 1) * width + j].max(length[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].key == b[j].key {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length[(i + 1) * width + j] >= length[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
