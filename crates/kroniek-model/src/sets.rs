//! Disjoint sets: what belongs together, found by joining two at a time.

/// Numbers from 0 in disjoint sets, each known by its smallest member, so that sets come in the order of their first
/// members whatever the order of the joins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DisjointSets(Vec<u32>);

impl DisjointSets {
    /// So many numbers, each in a set of its own.
    pub fn new(count: usize) -> Self {
        DisjointSets((0..count as u32).collect())
    }

    /// The smallest member of the set that holds `i`; a number outside the range is alone.
    pub fn root(&mut self, i: usize) -> usize {
        let mut i = i as u32;
        while let Some(&up) = self.0.get(i as usize).filter(|&&up| up != i) {
            // Halving the path keeps later look-ups short.
            let next = self.0[up as usize];
            self.0[i as usize] = next;
            i = next;
        }
        i as usize
    }

    /// Makes one set of the two that hold `a` and `b`.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(up) = self.0.get_mut(a.max(b)) {
            *up = a.min(b) as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_known_by_its_smallest_member_in_any_order_of_joins() {
        let joins = [(4, 2), (7, 4), (1, 0), (2, 1)];
        let roots = |order: &[usize]| {
            let mut sets = DisjointSets::new(8);
            order.iter().for_each(|&k| sets.join(joins[k].0, joins[k].1));
            (0..8).map(|i| sets.root(i)).collect::<Vec<_>>()
        };
        let once = roots(&[0, 1, 2, 3]);
        assert_eq!(once, [0, 0, 0, 3, 0, 5, 6, 0]);
        assert_eq!(roots(&[3, 2, 1, 0]), once);
    }

    #[test]
    fn a_number_outside_is_alone() {
        let mut sets = DisjointSets::new(2);
        sets.join(0, 9);
        assert_eq!((sets.root(0), sets.root(9)), (0, 9));
    }
}
