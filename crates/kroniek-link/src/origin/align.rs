//! The verdict on a pair: which sentence goes back to which, and what was changed on the way.

use crate::Digest;
use crate::digest::SentenceDigest;
use kroniek_model::{QuoteType, Span, Text};
use rustc_hash::FxHashMap;

/// Longer sentences are compared by so many words: a text without full stops must not cost a square.
const LONGEST: usize = 256;
/// So many words in the same order make a copied sentence; fewer only if nothing else is in it.
const FEWEST: usize = 7;
/// And between two copied sentences.
const SHORTEST: usize = 4;

/// A sentence of the later report that goes back to one of the earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// Sentence numbers: in the earlier report, in the later.
    pub(super) from: u32,
    /// See `from`.
    pub(super) to: u32,
    /// Words in the same order in both.
    pub(super) common: u32,
    /// Of these, those outside quotation marks: two reporters may quote one speech without copying each other.
    pub(super) own: u32,
    /// Words that only the earlier has.
    pub(super) dropped: Vec<Span<Text>>,
    /// Words that only the later has.
    pub(super) added: Vec<Span<Text>>,
    /// It says in another language what the earlier says; then `common` counts names and figures.
    pub(super) translated: bool,
}

/// A report ready to be compared with likely sources.
pub(super) struct Indexed<'d> {
    digest: &'d Digest,
    /// Sentences by the runs of three words in them.
    by_trigram: FxHashMap<[u32; 3], Vec<u32>>,
    /// Whether each word stands outside quotation marks, sentence by sentence.
    own: Vec<Vec<bool>>,
}

impl<'d> Indexed<'d> {
    /// Indexes a report.
    pub(super) fn new(digest: &'d Digest) -> Self {
        let mut by_trigram: FxHashMap<[u32; 3], Vec<u32>> = FxHashMap::default();
        for (i, sentence) in digest.sentences.iter().enumerate() {
            for t in trigrams(sentence) {
                let list = by_trigram.entry(t).or_default();
                // A run that stands in many sentences tells nothing, and would make the comparison a square.
                if list.len() < 4 && list.last() != Some(&(i as u32)) {
                    list.push(i as u32);
                }
            }
        }
        Indexed { digest, by_trigram, own: outside_quotes(digest) }
    }

    /// How many words stand outside quotation marks.
    pub(super) fn own_words(&self) -> usize {
        self.own.iter().flatten().filter(|&&own| own).count()
    }

    /// The sentences of this report that go back to `earlier`, in order.
    pub(super) fn matches(&self, earlier: &Digest) -> Vec<Match> {
        let mut votes: Vec<(u32, u32)> = Vec::new();
        for (from, sentence) in earlier.sentences.iter().enumerate() {
            let shared = trigrams(sentence).filter_map(|t| self.by_trigram.get(&t));
            votes.extend(shared.flatten().map(|&to| (to, from as u32)));
        }
        votes.sort_unstable();
        let mut counted: Vec<(u32, usize, u32)> =
            votes.chunk_by(|a, b| a == b).map(|c| (c[0].0, c.len(), c[0].1)).collect();
        counted.sort_unstable_by_key(|&(to, shared, from)| (to, std::cmp::Reverse(shared), from));
        counted.dedup_by_key(|c| c.0);
        let judge =
            |&(to, shared, from): &(u32, usize, u32), short| self.verdict(earlier, from, to, shared, short);
        let sure: Vec<Option<Match>> = counted.iter().map(|c| judge(c, false)).collect();
        let mut pairs: Vec<(u32, u32)> = sure.iter().flatten().map(|m| (m.to, m.from)).collect();
        pairs.sort_unstable();
        // Between copied sentences a short one needs less to be a copy: "zou zijn veroorzaakt door" became "is veroorzaakt
        // door".
        let beside = |&(to, _, from): &(u32, usize, u32)| {
            let is = |t: Option<u32>, f: Option<u32>| {
                t.zip(f).is_some_and(|pair| pairs.binary_search(&pair).is_ok())
            };
            is(to.checked_sub(1), from.checked_sub(1)) || is(to.checked_add(1), from.checked_add(1))
        };
        let all = sure.into_iter().zip(&counted);
        all.filter_map(|(m, c)| m.or_else(|| beside(c).then(|| judge(c, true)).flatten())).collect()
    }

    fn verdict(&self, earlier: &Digest, from: u32, to: u32, shared: usize, short: bool) -> Option<Match> {
        let (a, b) = (cut(&earlier.sentences[from as usize]), cut(&self.digest.sentences[to as usize]));
        let shorter = a.len().min(b.len());
        // A third of the runs of the shorter sentence must be there before the words are aligned.
        if !short && shared * 3 < shorter.saturating_sub(2) {
            return None;
        }
        let kept = common(a, b);
        let whole = kept.len() == shorter && shorter >= 4;
        if kept.len() * 3 < shorter * 2 || kept.len() < FEWEST && !(whole || short && kept.len() >= SHORTEST)
        {
            return None;
        }
        let own = &self.own[to as usize];
        Some(Match {
            from,
            to,
            common: kept.len() as u32,
            own: kept.iter().filter(|k| own[k.1]).count() as u32,
            dropped: rest(a, kept.iter().map(|k| k.0)),
            added: rest(b, kept.iter().map(|k| k.1)),
            translated: false,
        })
    }
}

fn outside_quotes(digest: &Digest) -> Vec<Vec<bool>> {
    let direct = digest.attributions.iter().filter(|a| a.quote_type == QuoteType::Direct);
    let mut quotes: Vec<_> = direct.flat_map(|a| a.content.iter().copied()).collect();
    quotes.sort_unstable();
    let mut at = 0;
    let mut outside = |word: Span<Text>| {
        while quotes.get(at).is_some_and(|q| q.end() <= word.start()) {
            at += 1;
        }
        quotes.get(at).is_none_or(|q| !q.contains(word))
    };
    digest.sentences.iter().map(|s| s.words.iter().map(|w| outside(w.1)).collect()).collect()
}

fn cut(sentence: &SentenceDigest) -> &[(u32, Span<Text>)] {
    &sentence.words[..sentence.words.len().min(LONGEST)]
}

fn trigrams(sentence: &SentenceDigest) -> impl Iterator<Item = [u32; 3]> {
    cut(sentence).windows(3).map(|w| [w[0].0, w[1].0, w[2].0])
}

/// Longest common subsequence, as pairs of places. Ties keep the earliest place in `a`.
fn common(a: &[(u32, Span<Text>)], b: &[(u32, Span<Text>)]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut length = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            length[i * width + j] = if a[i].0 == b[j].0 {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].0 == b[j].0 {
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

/// The words not kept, neighbours joined.
fn rest(words: &[(u32, Span<Text>)], kept: impl Iterator<Item = usize>) -> Vec<Span<Text>> {
    let mut spans: Vec<Span<Text>> = Vec::new();
    let (mut next, mut joined) = (0, false);
    for k in kept.chain([words.len()]) {
        for w in &words[next..k] {
            match spans.last_mut() {
                Some(last) if joined => *last = last.cover(w.1),
                _ => spans.push(w.1),
            }
            joined = true;
        }
        (next, joined) = (k + 1, false);
    }
    spans
}
