//! The averaged perceptron, and its rounding to small integers.

use kroniek_analyse::word::weights::Feature;
use std::collections::HashMap;

/// A linear model while it is trained.
#[derive(Default)]
pub(crate) struct Perceptron {
    rows: HashMap<u32, Vec<Cell>>,
    step: i64,
}

/// A label's weight under one feature, and the sum of what it was at each step up to `since`.
struct Cell {
    label: u8,
    weight: i32,
    total: i64,
    since: i64,
}

impl Perceptron {
    /// The label with the highest score; the first of equals.
    pub(crate) fn best(&self, features: &[u32], scores: &mut [i32]) -> usize {
        scores.fill(0);
        for cell in features.iter().filter_map(|f| self.rows.get(f)).flatten() {
            scores[usize::from(cell.label)] += cell.weight;
        }
        (1..scores.len()).fold(0, |b, k| if scores[k] > scores[b] { k } else { b })
    }

    /// Begins again from nothing, keeping what was averaged so far: the average over several runs, each in its own
    /// order, is steadier than one.
    pub(crate) fn restart(&mut self) {
        for cell in self.rows.values_mut().flatten() {
            cell.total += i64::from(cell.weight) * (self.step - cell.since);
            cell.since = self.step;
            cell.weight = 0;
        }
    }

    /// One step: moves weights where the guess was wrong, or where the right label did not win by `margin`.
    pub(crate) fn learn(&mut self, features: &[u32], right: usize, scores: &[i32], margin: i32) {
        self.step += 1;
        let rival =
            (0..scores.len()).filter(|&k| k != right).max_by_key(|&k| (scores[k], std::cmp::Reverse(k)));
        let Some(guess) = rival.filter(|&k| scores[k] + margin >= scores[right]) else { return };
        for &f in features {
            let row = self.rows.entry(f).or_default();
            for (label, by) in [(right, 1), (guess, -1)] {
                let label = label as u8;
                let at = row.iter().position(|c| c.label == label).unwrap_or_else(|| {
                    row.push(Cell { label, weight: 0, total: 0, since: self.step });
                    row.len() - 1
                });
                let cell = &mut row[at];
                cell.total += i64::from(cell.weight) * (self.step - cell.since);
                cell.since = self.step;
                cell.weight += by;
            }
        }
    }

    /// The averaged weights as integers from -127 to 127, features sorted by hash. Weights that round to less than
    /// `least` are left out.
    pub(crate) fn features(&self, least: i32) -> Vec<Feature> {
        let average =
            |c: &Cell| (c.total + i64::from(c.weight) * (self.step - c.since)) as f64 / self.step as f64;
        let mut sizes: Vec<f64> = self.rows.values().flatten().map(|c| average(c).abs()).collect();
        sizes.sort_by(f64::total_cmp);
        // The few largest are cut off at 127; finer steps for all others are worth more.
        let top =
            sizes.get(sizes.len().saturating_sub(sizes.len() / 2000 + 1)).copied().unwrap_or(1.0).max(1e-9);
        let mut out: Vec<Feature> = Vec::new();
        let mut rows: Vec<(u32, &Vec<Cell>)> = self.rows.iter().map(|(&h, r)| (h, r)).collect();
        rows.sort_unstable_by_key(|r| r.0);
        for (hash, row) in rows {
            let mut list: Vec<(u8, i8)> = row
                .iter()
                .map(|c| (c.label, (average(c) * 127.0 / top).round().clamp(-127.0, 127.0) as i32))
                .filter(|&(_, w)| w.abs() >= least)
                .map(|(l, w)| (l, w as i8))
                .collect();
            list.sort_unstable();
            if !list.is_empty() {
                out.push((hash, list));
            }
        }
        out
    }
}

/// A fixed order that looks random: the same every time.
pub(crate) struct Shuffle(pub(crate) u64);

impl Shuffle {
    pub(crate) fn next(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    pub(crate) fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i, self.next(i + 1));
        }
        order
    }
}
