//! Sparse vectors over terms: how alike two stretches of text are.

use rustc_hash::FxHashMap;

/// Terms with weights, sorted by term.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Vector(Vec<(u32, f32)>);

impl Vector {
    /// Weights of equal terms are added up.
    pub(crate) fn new(mut terms: Vec<(u32, f32)>) -> Self {
        terms.sort_by_key(|t| t.0);
        terms.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 += b.1;
            }
            same
        });
        Vector(terms)
    }

    /// The terms, sorted.
    pub(crate) fn terms(&self) -> &[(u32, f32)] {
        &self.0
    }

    /// Scaled to length one; the empty vector stays empty.
    pub(crate) fn unit(mut self) -> Self {
        let length = self.0.iter().map(|t| t.1 * t.1).sum::<f32>().sqrt();
        if length > 0.0 {
            self.0.iter_mut().for_each(|t| t.1 /= length);
        }
        self
    }

    /// Inner product; the cosine of unit vectors.
    pub(crate) fn dot(&self, other: &Vector) -> f32 {
        let (mut a, mut b, mut sum) = (self.0.as_slice(), other.0.as_slice(), 0.0);
        while let (Some(x), Some(y)) = (a.first(), b.first()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => a = &a[1..],
                std::cmp::Ordering::Greater => b = &b[1..],
                std::cmp::Ordering::Equal => {
                    sum += x.1 * y.1;
                    (a, b) = (&a[1..], &b[1..]);
                }
            }
        }
        sum
    }
}

/// How rare terms are: by the texts at hand, and by what the packs know of the language.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rarity {
    documents: u32,
    by_term: FxHashMap<u32, f32>,
    other: f32,
}

impl Rarity {
    /// Counts the distinct terms of documents. `common` tells the share of texts that have a term in general, and
    /// weighs as much as `background` documents: a handful of texts on one event would otherwise make its own words
    /// look common.
    pub(crate) fn new(
        documents: impl Iterator<Item = Vec<u32>>,
        common: &FxHashMap<u32, f32>,
        background: f32,
    ) -> Self {
        let mut rarity = Rarity::default();
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for mut terms in documents {
            rarity.documents += 1;
            terms.sort_unstable();
            terms.dedup();
            for term in terms {
                *counts.entry(term).or_default() += 1;
            }
        }
        let total = f64::from(rarity.documents as f32 + background);
        let bits = |n: u32, share: f32| {
            log2((total + 1.0) / (f64::from(n) + f64::from(share * background) + 0.5)) as f32
        };
        rarity.other = bits(1, 0.0);
        let with = |(term, n): (u32, u32)| (term, bits(n, common.get(&term).copied().unwrap_or(0.0)));
        rarity.by_term = counts.into_iter().map(with).collect();
        rarity
    }

    /// In bits: what it tells that a document has the term.
    pub(crate) fn of(&self, term: u32) -> f32 {
        self.by_term.get(&term).copied().unwrap_or(self.other)
    }
}

/// Binary logarithm from arithmetic alone, the same on every machine (the standard library's is the platform's).
///
/// Exact to about 1e-9. Zero and below give 0.
pub(crate) fn log2(x: f64) -> f64 {
    if x <= 0.0 || !x.is_finite() {
        return 0.0;
    }
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as f64 - 1023.0;
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    let z = (m - 1.0) / (m + 1.0);
    let (square, mut power, mut sum) = (z * z, z, 0.0);
    for k in 0..10 {
        sum += power / f64::from(2 * k + 1);
        power *= square;
    }
    exponent + sum * 2.0 * std::f64::consts::LOG2_E
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_the_logarithm() {
        for x in [1e-9, 0.3, 1.0, 1.5, 2.0, 7.0, 1000.0, 1e12] {
            assert!((log2(x) - x.log2()).abs() < 1e-8, "{x}");
        }
    }

    #[test]
    fn equal_vectors_are_alike_and_disjoint_ones_are_not() {
        let v = |t: &[u32]| Vector::new(t.iter().map(|&t| (t, 1.0)).collect()).unit();
        assert!((v(&[1, 2, 2]).dot(&v(&[2, 1, 2])) - 1.0).abs() < 1e-6);
        assert_eq!(v(&[1, 2]).dot(&v(&[3])), 0.0);
        assert_eq!(v(&[]).dot(&v(&[])), 0.0);
    }
}
