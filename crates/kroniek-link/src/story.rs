//! Which reports are about the same running event.
//!
//! Each report is made a [`profile`] of terms by rarity. Pairs that share key terms ([`candidate`]) are weighed: two
//! reports belong together when they are more alike than each is to reports on the same subject at large. Groups
//! merge by average likeness ([`cluster`]) within components of the pairs ([`index`]). Nothing depends on the order in
//! which reports arrive, nor on whether they arrive at once.

mod candidate;
mod chapter;
mod cluster;
mod decision;
mod index;
mod profile;
#[cfg(test)]
mod tests;
mod title;
mod weights;

use crate::Digest;
pub use decision::Decisions;
use index::Index;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Linked, ReportIx, Story};
use profile::Profile;
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};
use weights::Weights;

/// The stage's rules.
pub struct Rules {
    weights: Weights,
}

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(packs: &Packs) -> Result<Self, Error> {
        Ok(Rules { weights: Weights::compile(packs)? })
    }

    /// Fills `linked.stories` and the story of every report. `digests` are in the order of their ids.
    pub fn find(&self, digests: &[Digest], decisions: &Decisions, linked: &mut Linked) {
        let mut growing = self.growing(decisions.clone());
        growing.add(digests);
        let place: FxHashMap<&str, u32> =
            digests.iter().enumerate().rev().map(|(i, d)| (d.id.as_str(), i as u32)).collect();
        // Reports with one id are told apart by their place in the list.
        let mut copies: FxHashMap<u32, u32> = FxHashMap::default();
        for group in growing.stories() {
            let number = linked.stories.len() as u32;
            let mut members = Vec::new();
            for id in &group {
                let first = place[id.as_str()];
                let nth = copies.entry(first).or_default();
                members.push(first + *nth);
                *nth += 1;
            }
            members.sort_unstable();
            for &m in &members {
                linked.reports[m as usize].story = number;
            }
            linked.stories.push(Story {
                id: id(&group),
                title: title::choose(digests, &self.weights, &members),
                names: title::names(digests, &members),
                chapters: chapter::chapters(digests, &self.weights, &members),
                reports: members.into_iter().map(ReportIx).collect(),
            });
        }
    }

    /// Stories that reports can be added to.
    pub fn growing(&self, decisions: Decisions) -> Growing<'_> {
        Growing {
            weights: &self.weights,
            decisions,
            index: Index::default(),
            twins: Vec::new(),
            by_words: FxHashMap::default(),
        }
    }
}

/// Stories that grow report by report. In whatever order and portions reports are added, the stories are those of all of
/// them at once; only what new reports touch is made again.
pub struct Growing<'r> {
    weights: &'r Weights,
    decisions: Decisions,
    index: Index,
    /// Reports with the same words are weighed once: a million copies of one text cost as much as one.
    twins: Vec<Twins>,
    by_words: FxHashMap<[u8; 16], u32>,
}

/// Reports with the same words, by the profile of the first in canonical order.
struct Twins {
    profile: Profile,
    ids: Vec<SmolStr>,
}

impl Growing<'_> {
    /// Adds reports.
    pub fn add<'d>(&mut self, digests: impl IntoIterator<Item = &'d Digest>) {
        let known = self.twins.len();
        let mut stale = false;
        for digest in digests {
            let slot = match words(digest) {
                // Reports without a word have nothing in common.
                None => self.twins.len() as u32,
                Some(key) => *self.by_words.entry(key).or_insert(self.twins.len() as u32),
            } as usize;
            if slot == self.twins.len() {
                let profile = profile::profile(digest, self.weights);
                self.twins.push(Twins { profile, ids: vec![digest.id.clone()] });
                continue;
            }
            let twins = &mut self.twins[slot];
            let at = twins.ids.partition_point(|id| *id <= digest.id);
            twins.ids.insert(at, digest.id.clone());
            let published = digest.published.when.as_ref().and_then(|w| w.earliest);
            let earlier = published.is_some_and(|p| twins.profile.published.is_none_or(|q| p < q));
            if at == 0 || earlier {
                twins.profile.published = if earlier { published } else { twins.profile.published };
                twins.profile.id = twins.ids[0].clone();
                stale |= slot < known;
            }
        }
        let from = if stale { 0 } else { known };
        if stale {
            // A copy that is older than what it was taken for: rare, and then all are placed again.
            self.index = Index::default();
        }
        let profiles = self.twins[from..].iter().map(|t| t.profile.clone()).collect();
        self.index.add(profiles, self.weights, &self.by_first(&self.decisions));
    }

    /// The stories as sorted lists of report ids, in the order of their first ids.
    pub fn stories(&self) -> Vec<Vec<SmolStr>> {
        let of = |group: &Vec<u32>| {
            let mut ids: Vec<SmolStr> =
                group.iter().flat_map(|&g| self.twins[g as usize].ids.iter().cloned()).collect();
            ids.sort();
            ids
        };
        let mut stories: Vec<Vec<SmolStr>> = self.index.groups().iter().map(of).collect();
        stories.sort();
        stories
    }

    /// Bytes that are kept of each report that is no copy, on average.
    pub fn bytes_per_report(&self) -> usize {
        self.index.bytes_per_report() + std::mem::size_of::<Twins>() + 32
    }

    /// Decisions on copies, put down to the reports that they are weighed with.
    fn by_first(&self, decisions: &Decisions) -> Decisions {
        if *decisions == Decisions::default() {
            return Decisions::default();
        }
        let first: FxHashMap<&SmolStr, &SmolStr> =
            self.twins.iter().flat_map(|t| t.ids.iter().map(|id| (id, &t.profile.id))).collect();
        let one = |id: &SmolStr| first.get(id).map_or_else(|| id.clone(), |f| (*f).clone());
        let all = |pairs: &[(SmolStr, SmolStr)]| pairs.iter().map(|(a, b)| (one(a), one(b))).collect();
        Decisions { together: all(&decisions.together), apart: all(&decisions.apart) }
    }
}

/// A key of all words in order; `None` without any.
fn words(digest: &Digest) -> Option<[u8; 16]> {
    let mut hasher = blake3::Hasher::new();
    let mut any = false;
    for word in digest.sentences.iter().flat_map(|s| &s.words) {
        hasher.update(&word.0.to_le_bytes());
        any = true;
    }
    let hash = hasher.finalize();
    any.then(|| hash.as_bytes()[..16].try_into().unwrap_or_default())
}

fn id(members: &[SmolStr]) -> SmolStr {
    let mut hasher = blake3::Hasher::new();
    for id in members {
        hasher.update(id.as_bytes()).update(&[0]);
    }
    format_smolstr!("s{}", &hasher.finalize().to_hex()[..12])
}
