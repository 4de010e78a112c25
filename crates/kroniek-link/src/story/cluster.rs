//! From weighed pairs to groups: the two groups most alike on average are merged first, until none are alike enough.

use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

struct Merge {
    weight: f32,
    a: u32,
    b: u32,
}

impl PartialEq for Merge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Merge {}
impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Merge {
    fn cmp(&self, other: &Self) -> Ordering {
        self.weight.total_cmp(&other.weight).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

/// Groups `n` things by weighed pairs (positive: belong together). Groups are sorted by their first member.
pub(super) fn merge(n: usize, pairs: Vec<(u32, u32, f32)>) -> Vec<Vec<u32>> {
    let mut links: Vec<FxHashMap<u32, f32>> = vec![FxHashMap::default(); n];
    let mut heap = BinaryHeap::new();
    for &(a, b, weight) in &pairs {
        links[a as usize].insert(b, weight);
        links[b as usize].insert(a, weight);
        if weight > 0.0 {
            heap.push(Merge { weight, a, b });
        }
    }
    let mut groups: Vec<Vec<u32>> = (0..n as u32).map(|i| vec![i]).collect();
    while let Some(best) = heap.pop() {
        let (a, b) = (best.a as usize, best.b as usize);
        let current = links[a].get(&best.b).map(|&sum| mean(sum, &groups[a], &groups[b]));
        if groups[a].is_empty() || groups[b].is_empty() || current != Some(best.weight) {
            continue;
        }
        let moved = std::mem::take(&mut groups[b]);
        groups[a].extend(moved);
        let mut theirs: Vec<(u32, f32)> = std::mem::take(&mut links[b]).into_iter().collect();
        theirs.sort_unstable_by_key(|l| l.0);
        links[a].remove(&best.b);
        for (c, weight) in theirs {
            links[c as usize].remove(&best.b);
            if c != best.a {
                *links[a].entry(c).or_default() += weight;
            }
        }
        let mut mine: Vec<(u32, f32)> = links[a].iter().map(|(&c, &w)| (c, w)).collect();
        mine.sort_unstable_by_key(|l| l.0);
        for (c, sum) in mine {
            links[c as usize].insert(best.a, sum);
            let weight = mean(sum, &groups[a], &groups[c as usize]);
            if weight > 0.0 {
                heap.push(Merge { weight, a: best.a.min(c), b: best.a.max(c) });
            }
        }
    }
    groups.retain(|g| !g.is_empty());
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort();
    groups
}

fn mean(sum: f32, a: &[u32], b: &[u32]) -> f32 {
    sum / (a.len() * b.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_link_does_not_chain_two_groups() {
        let pairs = vec![(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.1), (0, 2, -0.5), (1, 3, -0.5), (0, 3, -0.5)];
        assert_eq!(merge(5, pairs), [vec![0, 1], vec![2, 3], vec![4]]);
    }
}
