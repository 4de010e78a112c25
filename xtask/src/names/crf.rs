//! A linear-chain conditional random field, trained with AdaGrad; the weights of the last epochs are averaged.

use super::corpus::Example;
use kroniek_analyse::name::feature::Votes;
use kroniek_analyse::name::label::{COUNT, Label, OUTSIDE, may_follow};
use rustc_hash::FxHashMap;

const EPOCHS: usize = 12;
/// Epochs whose weights are averaged.
const AVERAGED: usize = 6;
const RATE: f32 = 0.02;
/// L2, on the features at hand only.
const SHRINK: f32 = 2e-5;
/// A feature seen less often is left out.
const LEAST: u32 = 2;

/// Trained weights.
pub(super) struct Weights {
    /// Feature hashes; rows of `rows`.
    pub features: Vec<u32>,
    pub rows: Vec<[f32; COUNT]>,
    pub transitions: [[f32; COUNT]; COUNT],
}

struct Stretch {
    features: Vec<Vec<u32>>,
    gold: Vec<Label>,
}

/// Trains on all stretches of the examples.
pub(super) fn train(examples: &[&Example], votes: Option<&[Option<Votes>]>) -> Weights {
    let (features, stretches) = observe(examples, votes);
    let mut t = Trainer::new(features.len());
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut sum = vec![[0f32; COUNT]; features.len()];
    let mut sum_transitions = [[0f32; COUNT]; COUNT];
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        for &i in &order {
            t.step(&stretches[i]);
        }
        if epoch >= EPOCHS - AVERAGED {
            add(&mut sum, &t.rows);
            add(&mut sum_transitions, &t.transitions);
        }
    }
    let n = AVERAGED as f32;
    sum.iter_mut().flatten().for_each(|w| *w /= n);
    sum_transitions.iter_mut().flatten().for_each(|w| *w /= n);
    Weights { features, rows: sum, transitions: sum_transitions }
}

fn add(sum: &mut [[f32; COUNT]], rows: &[[f32; COUNT]]) {
    for (s, w) in sum.iter_mut().flatten().zip(rows.iter().flatten()) {
        *s += w;
    }
}

fn observe(examples: &[&Example], votes: Option<&[Option<Votes>]>) -> (Vec<u32>, Vec<Stretch>) {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut stretches = Vec::new();
    let mut buffer = Vec::new();
    for (n, e) in examples.iter().enumerate() {
        let votes = votes.and_then(|v| v[n].as_ref());
        for stretch in &e.document.live {
            let mut features = Vec::new();
            for i in stretch.clone() {
                e.document.features(i, votes, &mut buffer);
                for &f in &buffer {
                    *counts.entry(f).or_default() += 1;
                }
                features.push(buffer.clone());
            }
            let mut gold = e.labels[stretch.clone()].to_vec();
            mend(&mut gold);
            stretches.push(Stretch { features, gold });
        }
    }
    let mut features: Vec<u32> = counts.iter().filter(|(_, n)| **n >= LEAST).map(|(f, _)| *f).collect();
    features.sort_unstable();
    let number: FxHashMap<u32, u32> = features.iter().enumerate().map(|(i, f)| (*f, i as u32)).collect();
    for stretch in &mut stretches {
        for list in &mut stretch.features {
            *list = list.iter().filter_map(|f| number.get(f).copied()).collect();
        }
    }
    (features, stretches)
}

/// A name that a stretch cuts off is no path that the model can take.
fn mend(gold: &mut [Label]) {
    let mut before = OUTSIDE;
    for i in 0..gold.len() {
        if !may_follow(before, gold[i]) {
            gold[i] = OUTSIDE;
            if !may_follow(before, OUTSIDE) {
                gold[..i]
                    .iter_mut()
                    .rev()
                    .take_while(|l| **l != OUTSIDE && !may_follow(**l, OUTSIDE))
                    .for_each(|l| *l = OUTSIDE);
            }
        }
        before = gold[i];
    }
    if !may_follow(before, OUTSIDE) {
        gold.iter_mut().rev().take_while(|l| !may_follow(**l, OUTSIDE)).for_each(|l| *l = OUTSIDE);
    }
}

struct Trainer {
    rows: Vec<[f32; COUNT]>,
    squares: Vec<[f32; COUNT]>,
    transitions: [[f32; COUNT]; COUNT],
    transition_squares: [[f32; COUNT]; COUNT],
    allowed: [[bool; COUNT]; COUNT],
}

impl Trainer {
    fn new(features: usize) -> Self {
        let mut allowed = [[false; COUNT]; COUNT];
        for (b, row) in allowed.iter_mut().enumerate() {
            for (a, ok) in row.iter_mut().enumerate() {
                *ok = may_follow(b as Label, a as Label);
            }
        }
        Trainer {
            rows: vec![[0.0; COUNT]; features],
            squares: vec![[1e-6; COUNT]; features],
            transitions: [[0.0; COUNT]; COUNT],
            transition_squares: [[1e-6; COUNT]; COUNT],
            allowed,
        }
    }

    // Plain indices: the formulas of forward and backward read best so.
    #[expect(clippy::needless_range_loop)]
    /// One stochastic step: observed minus expected counts of one stretch.
    fn step(&mut self, s: &Stretch) {
        let n = s.features.len();
        let o = OUTSIDE as usize;
        let mut moves = [[0f32; COUNT]; COUNT];
        for b in 0..COUNT {
            for a in 0..COUNT {
                if self.allowed[b][a] {
                    moves[b][a] = self.transitions[b][a].exp();
                }
            }
        }
        let emissions: Vec<[f32; COUNT]> = s.features.iter().map(|f| self.emission(f)).collect();
        let mut forward = vec![[0f32; COUNT]; n];
        for i in 0..n {
            let before = if i == 0 { None } else { Some(forward[i - 1]) };
            let row = &mut forward[i];
            for a in 0..COUNT {
                let reach = match &before {
                    None => moves[o][a],
                    Some(f) => (0..COUNT).map(|b| f[b] * moves[b][a]).sum(),
                };
                row[a] = reach * emissions[i][a];
            }
            normalise(row);
        }
        let mut after = [0f32; COUNT];
        for (b, x) in after.iter_mut().enumerate() {
            *x = moves[b][o];
        }
        let mut expected = [[0f32; COUNT]; COUNT];
        for i in (0..n).rev() {
            let mut p = [0f32; COUNT];
            for l in 0..COUNT {
                p[l] = forward[i][l] * after[l];
            }
            normalise(&mut p);
            let mut ahead = [0f32; COUNT];
            for l in 0..COUNT {
                ahead[l] = emissions[i][l] * after[l];
            }
            let mut next = [0f32; COUNT];
            let mut total = 0f32;
            let mut pairs = [[0f32; COUNT]; COUNT];
            for b in 0..COUNT {
                let f = if i == 0 { f32::from(u8::from(b == o)) } else { forward[i - 1][b] };
                for a in 0..COUNT {
                    let m = moves[b][a] * ahead[a];
                    next[b] += m;
                    pairs[b][a] = f * m;
                    total += f * m;
                }
            }
            if total > 0.0 {
                for (e, p) in expected.iter_mut().flatten().zip(pairs.iter().flatten()) {
                    *e += p / total;
                }
            }
            normalise(&mut next);
            after = next;
            p[usize::from(s.gold[i])] -= 1.0;
            self.update(&s.features[i], &p);
        }
        // The step out at the end is a transition too.
        let mut before = OUTSIDE;
        for &g in &s.gold {
            expected[usize::from(before)][usize::from(g)] -= 1.0;
            before = g;
        }
        for b in 0..COUNT {
            for a in 0..COUNT {
                let g = expected[b][a];
                if self.allowed[b][a] && g != 0.0 {
                    self.transition_squares[b][a] += g * g;
                    self.transitions[b][a] -= RATE * g / self.transition_squares[b][a].sqrt();
                }
            }
        }
    }

    fn emission(&self, features: &[u32]) -> [f32; COUNT] {
        let mut e = [0f32; COUNT];
        for &f in features {
            for (e, w) in e.iter_mut().zip(&self.rows[f as usize]) {
                *e += w;
            }
        }
        let most = e.iter().copied().fold(f32::MIN, f32::max);
        e.map(|x| (x - most).exp().max(1e-30))
    }

    fn update(&mut self, features: &[u32], gradient: &[f32; COUNT]) {
        for &f in features {
            let (row, squares) = (&mut self.rows[f as usize], &mut self.squares[f as usize]);
            for ((w, q), g) in row.iter_mut().zip(squares).zip(gradient) {
                if g.abs() > 1e-4 {
                    let g = g + SHRINK * *w;
                    *q += g * g;
                    *w -= RATE * g / q.sqrt();
                }
            }
        }
    }
}

fn normalise(row: &mut [f32; COUNT]) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|x| *x /= sum);
    }
}
