//! From weighed pairs to groups: the two groups most alike on average are merged first, until none are alike enough.

use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Groups `n` things by the weights of their pairs; groups merge while their members are alike by more than
/// `threshold` on average, an unlisted pair counting as nought. A thing has about `partners` listed pairs at most,
/// so in large groups no more are expected of each. Groups are sorted by their first member.
///
/// Cost is that of the pairs, times a logarithm: of two groups the one with fewer links is moved, and an average that
/// shrank because a group grew is only worked out anew when its turn comes.
pub(super) fn merge(n: usize, pairs: &[(u32, u32, f32)], threshold: f32, partners: usize) -> Vec<Vec<u32>> {
    let mut groups = Groups {
        members: (0..n as u32).map(|i| vec![i]).collect(),
        links: vec![FxHashMap::default(); n],
        heap: BinaryHeap::new(),
        threshold,
        partners,
    };
    for &(a, b, weight) in pairs {
        groups.links[a as usize].insert(b, weight);
        groups.links[b as usize].insert(a, weight);
        groups.offer(a, b, weight);
    }
    while let Some(best) = groups.heap.pop() {
        let (a, b) = (best.a as usize, best.b as usize);
        if groups.members[a].is_empty() || groups.members[b].is_empty() {
            continue;
        }
        let sum = groups.links[a].get(&best.b).copied().unwrap_or(0.0);
        if groups.average(best.a, best.b, sum) < best.average {
            groups.offer(best.a, best.b, sum);
        } else {
            groups.join(best.a, best.b);
        }
    }
    let mut found: Vec<Vec<u32>> = groups.members.into_iter().filter(|g| !g.is_empty()).collect();
    found.iter_mut().for_each(|g| g.sort_unstable());
    found.sort();
    found
}

struct Groups {
    /// Members by the group's number; empty once it was merged away.
    members: Vec<Vec<u32>>,
    /// Sum of the weights between two groups.
    links: Vec<FxHashMap<u32, f32>>,
    heap: BinaryHeap<Offer>,
    threshold: f32,
    partners: usize,
}

impl Groups {
    fn average(&self, a: u32, b: u32, sum: f32) -> f32 {
        let (a, b) = (self.members[a as usize].len(), self.members[b as usize].len());
        sum / (a * b).min(a.min(b) * self.partners).max(1) as f32
    }

    fn offer(&mut self, a: u32, b: u32, sum: f32) {
        let average = self.average(a, b, sum);
        if average > self.threshold {
            self.heap.push(Offer { average, a: a.min(b), b: a.max(b) });
        }
    }

    fn join(&mut self, a: u32, b: u32) {
        let few = self.links[b as usize].len() <= self.links[a as usize].len();
        let (into, from) = if few { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[from as usize]);
        self.members[into as usize].extend(moved);
        let mut links: Vec<(u32, f32)> = std::mem::take(&mut self.links[from as usize]).into_iter().collect();
        links.sort_unstable_by_key(|l| l.0);
        for (other, weight) in links {
            self.links[other as usize].remove(&from);
            if other != into {
                let sum = self.links[into as usize].entry(other).or_default();
                *sum += weight;
                let sum = *sum;
                self.links[other as usize].insert(into, sum);
                self.offer(into, other, sum);
            }
        }
    }
}

/// Two groups that may be merged, as alike as they were when this was written down.
struct Offer {
    average: f32,
    a: u32,
    b: u32,
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.average.total_cmp(&other.average).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}
impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Offer {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_link_does_not_chain_two_groups() {
        let pairs = [(0, 1, 1.9), (2, 3, 1.8), (1, 2, 1.1)];
        assert_eq!(merge(5, &pairs, 1.0, 40), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(merge(5, &pairs, 0.2, 40), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn a_group_too_large_for_all_its_pairs_still_holds_together() {
        let near = |i: u32| (i + 1..(i + 9).min(2000)).map(move |j| (i, j, 3.0));
        let pairs: Vec<_> = (0..2000).flat_map(near).collect();
        assert_eq!(merge(2000, &pairs, 1.0, 4).len(), 1);
    }
}
