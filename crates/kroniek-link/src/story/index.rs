//! Stories that grow: reports are added, and only what they touch is made again.
//!
//! The result is a function of the reports alone. Candidates come from keyed blocks in order of date; a pair's likeness
//! depends on the two, what is usual on the candidates of each; and groups form within connected components of the pairs
//! that are alike enough. So adding reports in any order, at once or one by one, ends the same.

use super::candidate::{Blocks, Place};
use super::profile::Profile;
use super::weights::Weights;
use super::{cluster, decision::Decisions};
use kroniek_model::DisjointSets;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Weight of a pair that a person put together, and of one that a person put apart; the latter outweighs.
const TOGETHER: f32 = 1e6;
const APART: f32 = -1e12;

/// Reports with their candidates and groups.
#[derive(Debug, Default)]
pub(super) struct Index {
    profiles: Vec<Profile>,
    blocks: Blocks,
    /// By report: the candidates it chose, with their likeness.
    chosen: Vec<Vec<(u32, f32)>>,
    /// By report: those that chose it.
    choosers: Vec<BTreeSet<u32>>,
    usual: Vec<f32>,
    /// By report: number of its component.
    component: Vec<u32>,
    /// Components with their groups.
    components: FxHashMap<u32, Vec<Vec<u32>>>,
    next: u32,
    /// Pairs that a person decided on, by report.
    decided: FxHashMap<u32, Vec<(u32, f32)>>,
}

impl Index {
    /// Adds reports. Decisions must be the same on every call.
    pub(super) fn add(&mut self, profiles: Vec<Profile>, weights: &Weights, decisions: &Decisions) {
        let first = self.profiles.len() as u32;
        self.profiles.extend(profiles);
        let new = first..self.profiles.len() as u32;
        self.chosen.resize(self.profiles.len(), Vec::new());
        self.choosers.resize(self.profiles.len(), BTreeSet::new());
        self.usual.resize(self.profiles.len(), 0.0);
        self.component.resize(self.profiles.len(), u32::MAX);
        let mut dirty: BTreeSet<u32> = new.clone().collect();
        dirty.extend(self.decide(decisions, first));
        let affected = self.blocks.add(&self.profiles, new);
        let mut changed: BTreeSet<u32> = BTreeSet::new();
        for &report in &affected {
            self.choose(report, weights, &mut changed);
        }
        for &report in &changed {
            self.usual[report as usize] = self.usual_of(report, weights);
        }
        for &report in &changed {
            dirty.insert(report);
            dirty.extend(self.near(report).into_iter().map(|n| n.0));
        }
        self.regroup(&dirty, weights);
    }

    /// The groups, each sorted by id, in the order of their first ids.
    pub(super) fn groups(&self) -> Vec<Vec<u32>> {
        let mut numbers: Vec<u32> = self.component.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let of = |n: &u32| self.components.get(n).into_iter().flatten().cloned();
        let mut groups: Vec<Vec<u32>> = numbers.iter().flat_map(of).collect();
        groups.sort_by(|a, b| self.place(a[0]).cmp(&self.place(b[0])));
        groups
    }

    fn place(&self, report: u32) -> (&str, u32) {
        (&self.profiles[report as usize].id, report)
    }

    /// Notes decisions on reports that came in; answers whom they concern.
    fn decide(&mut self, decisions: &Decisions, first: u32) -> Vec<u32> {
        if decisions == &Decisions::default() {
            return Vec::new();
        }
        let known: BTreeMap<&str, u32> =
            self.profiles.iter().enumerate().map(|(i, p)| (p.id.as_str(), i as u32)).collect();
        let with = |pairs: &[(smol_str::SmolStr, smol_str::SmolStr)], weight: f32| -> Vec<(u32, u32, f32)> {
            let pair = |(a, b): &(smol_str::SmolStr, smol_str::SmolStr)| {
                Some((*known.get(a.as_str())?, *known.get(b.as_str())?, weight))
            };
            pairs.iter().filter_map(pair).filter(|p| p.0 != p.1).collect()
        };
        let all = [with(&decisions.together, TOGETHER), with(&decisions.apart, APART)].concat();
        let mut concerned = Vec::new();
        for (a, b, weight) in all.into_iter().filter(|p| p.0 >= first || p.1 >= first) {
            self.decided.entry(a).or_default().push((b, weight));
            self.decided.entry(b).or_default().push((a, weight));
            concerned.extend([a, b]);
        }
        concerned
    }

    /// Chooses the candidates of a report anew; notes all whose candidates that changes.
    fn choose(&mut self, report: u32, weights: &Weights, changed: &mut BTreeSet<u32>) {
        let me = &self.profiles[report as usize];
        let partners = self.blocks.partners(&self.profiles, report);
        let before = std::mem::take(&mut self.chosen[report as usize]);
        let known: FxHashMap<u32, f32> = before.iter().copied().collect();
        let likeness = |other: u32| {
            known.get(&other).copied().unwrap_or_else(|| me.likeness(&self.profiles[other as usize], weights))
        };
        let now: Vec<(u32, f32)> = partners.into_iter().map(|other| (other, likeness(other))).collect();
        if now != before {
            changed.insert(report);
        }
        let mut kept: Vec<u32> = now.iter().map(|n| n.0).collect();
        kept.sort_unstable();
        for &(other, _) in before.iter().filter(|b| kept.binary_search(&b.0).is_err()) {
            self.choosers[other as usize].remove(&report);
            changed.insert(other);
        }
        for &(other, _) in now.iter().filter(|n| !known.contains_key(&n.0)) {
            self.choosers[other as usize].insert(report);
            changed.insert(other);
        }
        self.chosen[report as usize] = now;
    }

    /// All that a report is weighed against, with likeness, each once, in canonical order.
    fn near(&self, report: u32) -> Vec<(u32, f32)> {
        let mine = &self.chosen[report as usize];
        let theirs = self.choosers[report as usize].iter().filter_map(|&other| {
            let of_other = &self.chosen[other as usize];
            of_other.iter().find(|c| c.0 == report).map(|c| (other, c.1))
        });
        let mut near: Vec<(u32, f32)> = mine.iter().copied().chain(theirs).collect();
        near.sort_by_key(|n| n.0);
        near.dedup_by_key(|n| n.0);
        near
    }

    /// How alike a report is to others on its subject.
    fn usual_of(&self, report: u32, weights: &Weights) -> f32 {
        let mut likeness: Vec<f32> = self.near(report).into_iter().map(|n| n.1).collect();
        likeness.sort_unstable_by(|a, b| b.total_cmp(a));
        likeness.get(weights.rank).copied().unwrap_or(0.0).clamp(weights.floor, weights.ceiling)
    }

    /// Forms groups again in all components that hold one of `dirty`.
    fn regroup(&mut self, dirty: &BTreeSet<u32>, weights: &Weights) {
        let mut again: BTreeSet<u32> = dirty.clone();
        for &report in dirty {
            if let Some(groups) = self.components.remove(&self.component[report as usize]) {
                again.extend(groups.into_iter().flatten());
            }
        }
        let mut members: Vec<u32> = again.into_iter().collect();
        members.sort_by(|&a, &b| self.place(a).cmp(&self.place(b)));
        let local: FxHashMap<u32, u32> = members.iter().enumerate().map(|(i, &m)| (m, i as u32)).collect();
        let mut pairs: BTreeMap<(u32, u32), f32> = BTreeMap::new();
        for (i, &a) in members.iter().enumerate() {
            for (b, likeness) in self.near(a) {
                if let Some(&j) = local.get(&b).filter(|&&j| j > i as u32) {
                    let usual = (self.usual[a as usize] * self.usual[b as usize]).sqrt();
                    pairs.insert((i as u32, j), likeness / usual.max(f32::MIN_POSITIVE));
                }
            }
            for &(b, weight) in self.decided.get(&a).into_iter().flatten() {
                if let Some(&j) = local.get(&b).filter(|&&j| j > i as u32) {
                    let known = pairs.entry((i as u32, j)).or_insert(weight);
                    *known = if weight < 0.0 { weight } else { known.max(weight) };
                }
            }
        }
        let root = components(members.len(), &pairs, weights.threshold);
        let mut of_root: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (i, &r) in root.iter().enumerate() {
            of_root.entry(r).or_default().push(i as u32);
        }
        let mut by_root: BTreeMap<u32, Vec<(u32, u32, f32)>> = BTreeMap::new();
        for (&(i, j), &weight) in pairs.iter().filter(|((i, j), _)| root[*i as usize] == root[*j as usize]) {
            by_root.entry(root[i as usize]).or_default().push((i, j, weight));
        }
        for (r, inside) in of_root {
            let place = |i: u32| inside.binary_search(&i).unwrap_or(0) as u32;
            let pairs: Vec<(u32, u32, f32)> = by_root
                .remove(&r)
                .unwrap_or_default()
                .into_iter()
                .map(|(i, j, w)| (place(i), place(j), w))
                .collect();
            let groups = cluster::merge(inside.len(), &pairs, weights.threshold, super::candidate::PARTNERS);
            let name = |i: &u32| members[inside[*i as usize] as usize];
            let groups: Vec<Vec<u32>> = groups.iter().map(|g| g.iter().map(name).collect()).collect();
            for &report in groups.iter().flatten() {
                self.component[report as usize] = self.next;
            }
            self.components.insert(self.next, groups);
            self.next += 1;
        }
    }

    /// Bytes that the index takes for each report, on average.
    pub(super) fn bytes_per_report(&self) -> usize {
        let profiles: usize = self.profiles.iter().map(Profile::bytes).sum();
        let keys: usize = self.profiles.iter().map(|p| p.keys.len() * size_of::<Place>()).sum();
        let chosen: usize = self.chosen.iter().map(|c| c.len() * 16).sum();
        (profiles + keys + chosen) / self.profiles.len().max(1)
    }
}

/// The least member of each one's component, over the pairs that are alike enough to merge by themselves.
fn components(n: usize, pairs: &BTreeMap<(u32, u32), f32>, threshold: f32) -> Vec<u32> {
    let mut sets = DisjointSets::new(n);
    for (&(i, j), _) in pairs.iter().filter(|p| *p.1 > threshold) {
        sets.join(i as usize, j as usize);
    }
    (0..n).map(|i| sets.root(i) as u32).collect()
}
