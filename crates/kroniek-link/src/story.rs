//! Which reports are about the same running event.
//!
//! Each report is made a [`profile`] of terms by rarity. Pairs that share key terms ([`candidate`]) are weighed: two
//! reports belong together when they are more alike than each is to reports on the same subject at large. Groups
//! merge by average likeness ([`cluster`]). Nothing depends on the order in which reports arrive.

mod candidate;
mod cluster;
mod profile;
#[cfg(test)]
mod tests;
mod title;
mod weights;

use crate::Digest;
use crate::vector::Rarity;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Linked, ReportIx, Story};
use profile::Profile;
use rustc_hash::FxHashMap;
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

    /// Fills `linked.stories` and the story of every report.
    pub fn find(&self, digests: &[Digest], linked: &mut Linked) {
        let (first, twins) = twins(digests);
        let distinct: Vec<&Digest> = first.iter().map(|&i| &digests[i as usize]).collect();
        let profiles = self.profiles(&distinct);
        for group in self.groups(&distinct, &profiles) {
            let number = linked.stories.len() as u32;
            let title = title::choose(&distinct, &profiles, &group);
            let mut members: Vec<u32> =
                group.iter().flat_map(|&g| twins[g as usize].iter().copied()).collect();
            members.sort_unstable();
            for &m in &members {
                linked.reports[m as usize].story = number;
            }
            linked.stories.push(Story {
                id: id(digests, &members),
                title,
                reports: members.into_iter().map(ReportIx).collect(),
            });
        }
    }

    fn profiles(&self, digests: &[&Digest]) -> Vec<Profile> {
        let terms = |d: &&Digest| d.sentences.iter().flat_map(|s| s.terms.iter().copied()).collect();
        let rarity = Rarity::new(digests.iter().map(terms), &self.weights.common, self.weights.background);
        digests.iter().map(|d| profile::profile(d, &rarity, &self.weights)).collect()
    }

    fn groups(&self, digests: &[&Digest], profiles: &[Profile]) -> Vec<Vec<u32>> {
        let (order, undated) = by_date(digests);
        let pairs = candidate::pairs(profiles, &order, undated);
        let mut alike: Vec<(u32, u32, f32)> = pairs
            .into_iter()
            .map(|(a, b)| (a, b, profiles[a as usize].terms.dot(&profiles[b as usize].terms)))
            .collect();
        let usual = usual(profiles.len(), &alike, self.weights.floor);
        for (a, b, likeness) in &mut alike {
            *likeness /= (usual[*a as usize] * usual[*b as usize]).sqrt();
        }
        cluster::merge(profiles.len(), &alike, self.weights.threshold, candidate::PARTNERS)
    }
}

/// The first of each set of reports with the same words, and for each of them all of the set: a million copies of one
/// text are weighed once.
fn twins(digests: &[Digest]) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut by_words: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
    let (mut first, mut twins): (Vec<u32>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
    for (i, digest) in digests.iter().enumerate() {
        let words: Vec<u32> = digest.sentences.iter().flat_map(|s| s.words.iter().map(|w| w.0)).collect();
        // Reports without a word have nothing in common.
        let slot = if words.is_empty() {
            twins.len() as u32
        } else {
            *by_words.entry(words).or_insert(twins.len() as u32)
        };
        if slot as usize == twins.len() {
            first.push(i as u32);
            twins.push(Vec::new());
        }
        twins[slot as usize].push(i as u32);
    }
    (first, twins)
}

/// Reports by date, those without one last; and how many these are.
fn by_date(digests: &[&Digest]) -> (Vec<u32>, usize) {
    let date = |i: u32| digests[i as usize].published.when.as_ref().and_then(|w| w.earliest);
    let mut order: Vec<u32> = (0..digests.len() as u32).collect();
    order.sort_by_key(|&i| (date(i).is_none(), date(i), i));
    let undated = order.iter().rev().take_while(|&&i| date(i).is_none()).count();
    (order, undated)
}

/// The report whose likeness tells what is usual on a subject: beyond most stories, within most subjects. Two reports
/// on one subject share its words, whatever the event: two elections, two mergers.
const USUAL: usize = 20;

/// How alike each report is to reports on its subject at large.
fn usual(n: usize, alike: &[(u32, u32, f32)], floor: f32) -> Vec<f32> {
    let mut each: Vec<Vec<f32>> = vec![Vec::new(); n];
    for &(a, b, likeness) in alike {
        each[a as usize].push(likeness);
        each[b as usize].push(likeness);
    }
    let at_rank = |mut l: Vec<f32>| {
        l.sort_unstable_by(|a, b| b.total_cmp(a));
        l.get(USUAL).copied().unwrap_or(0.0) + floor
    };
    each.into_iter().map(at_rank).collect()
}

fn id(digests: &[Digest], members: &[u32]) -> smol_str::SmolStr {
    let mut hasher = blake3::Hasher::new();
    for &m in members {
        hasher.update(digests[m as usize].id.as_bytes()).update(&[0]);
    }
    smol_str::format_smolstr!("s{}", &hasher.finalize().to_hex()[..12])
}
