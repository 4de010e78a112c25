//! The trained labeller: a linear-chain model with integer weights, read from its file's bytes where they lie.
//!
//! A file holds one or two passes. A pass is: the transition weights (16-bit), a table that leads from the upper half
//! of a feature's hash to the lower halves that have weights, and one row of signed bytes for each. All numbers are
//! little-endian.

use super::feature::{Document, Votes};
use super::label::{COUNT, Label, OUTSIDE, may_follow};
use std::sync::Arc;

/// First bytes of a model file.
pub const MAGIC: &[u8; 8] = b"kronNAM1";
const BUCKETS: usize = 1 << 16;

/// Which time over the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Knows the text only.
    First,
    /// Knows what the first found.
    Second,
}

/// A trained model.
#[derive(Debug, Clone)]
pub struct Model {
    bytes: Arc<[u8]>,
    passes: Vec<Layout>,
}

/// Where the parts of a pass lie in the file.
#[derive(Debug, Clone)]
struct Layout {
    transitions: Box<[[i32; COUNT]; COUNT]>,
    buckets: usize,
    keys: usize,
    rows: usize,
}

impl Model {
    /// Opens a model and checks that its parts are all there.
    ///
    /// # Errors
    /// If the bytes are not a model of this form; says what was found.
    pub fn open(bytes: Arc<[u8]>) -> Result<Self, String> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err("a name model was expected; train it again with `cargo xtask names`".into());
        }
        let mut at = 8;
        let count = read_u32(&bytes, &mut at)?;
        if !(1..=2).contains(&count) {
            return Err(format!("one or two passes were expected, found {count}"));
        }
        let mut passes = Vec::new();
        for _ in 0..count {
            let features = read_u32(&bytes, &mut at)? as usize;
            let mut transitions = Box::new([[0i32; COUNT]; COUNT]);
            for (before, row) in transitions.iter_mut().enumerate() {
                for (after, w) in row.iter_mut().enumerate() {
                    let b = bytes.get(at..at + 2).ok_or("the model ends too early")?;
                    at += 2;
                    let weight = i32::from(i16::from_le_bytes([b[0], b[1]]));
                    *w = if may_follow(before as Label, after as Label) { weight } else { FORBIDDEN };
                }
            }
            let buckets = at;
            let keys = buckets + (BUCKETS + 1) * 4;
            let rows = keys + features * 2;
            at = rows + features * COUNT;
            if bytes.len() < at {
                return Err("the model ends too early".into());
            }
            let layout = Layout { transitions, buckets, keys, rows };
            layout.check(&bytes, features)?;
            passes.push(layout);
        }
        Ok(Model { bytes, passes })
    }

    /// Whether there is a pass that knows what the first found.
    pub fn has_second_pass(&self) -> bool {
        self.passes.len() > 1
    }

    /// The best labels for the units of a report.
    pub fn label(&self, pass: Pass, document: &Document, votes: Option<&Votes>) -> Vec<Label> {
        let mut labels = vec![OUTSIDE; document.units.len()];
        let Some(layout) = self.passes.get(pass as usize) else { return labels };
        let mut features = Vec::with_capacity(128);
        let mut scores: Vec<[i32; COUNT]> = Vec::new();
        let mut back: Vec<[Label; COUNT]> = Vec::new();
        for stretch in &document.live {
            scores.clear();
            for i in stretch.clone() {
                document.features(i, votes, &mut features);
                let mut sum = [0i32; COUNT];
                for &f in &features {
                    if let Some(row) = layout.row(&self.bytes, f) {
                        for (s, &w) in sum.iter_mut().zip(row) {
                            *s += i32::from(w as i8);
                        }
                    }
                }
                scores.push(sum);
            }
            best_path(&layout.transitions, &scores, &mut back, &mut labels[stretch.clone()]);
        }
        labels
    }
}

const FORBIDDEN: i32 = -1 << 24;

impl Layout {
    fn check(&self, bytes: &[u8], features: usize) -> Result<(), String> {
        let mut before = 0;
        for b in 0..=BUCKETS {
            let n = self.bucket(bytes, b);
            if n < before || n > features {
                return Err("the table of a model is not in order".into());
            }
            before = n;
        }
        Ok(())
    }

    fn bucket(&self, bytes: &[u8], b: usize) -> usize {
        let at = self.buckets + b * 4;
        u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
    }

    /// The weights of a feature, one a label; `None` when it has none.
    fn row<'b>(&self, bytes: &'b [u8], feature: u32) -> Option<&'b [u8]> {
        let b = (feature >> 16) as usize;
        let (from, to) = (self.bucket(bytes, b), self.bucket(bytes, b + 1));
        let low = (feature as u16).to_le_bytes();
        let keys = &bytes[self.keys + from * 2..self.keys + to * 2];
        let n = from + keys.chunks_exact(2).position(|k| k == low)?;
        bytes.get(self.rows + n * COUNT..self.rows + (n + 1) * COUNT)
    }
}

fn read_u32(bytes: &[u8], at: &mut usize) -> Result<u32, String> {
    let b = bytes.get(*at..*at + 4).ok_or("the model ends too early")?;
    *at += 4;
    Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Viterbi; a stretch begins and ends outside any name. Ties go to the lower label.
fn best_path(
    transitions: &[[i32; COUNT]; COUNT],
    scores: &[[i32; COUNT]],
    back: &mut Vec<[Label; COUNT]>,
    labels: &mut [Label],
) {
    let Some(first) = scores.first() else { return };
    back.clear();
    let mut now = [0i32; COUNT];
    for (l, n) in now.iter_mut().enumerate() {
        *n = first[l] + transitions[OUTSIDE as usize][l];
    }
    for emission in &scores[1..] {
        let mut next = [i32::MIN; COUNT];
        let mut from = [0; COUNT];
        for (before, (&score, row)) in now.iter().zip(transitions).enumerate() {
            for (after, &t) in row.iter().enumerate() {
                let s = score.saturating_add(t);
                if s > next[after] {
                    (next[after], from[after]) = (s, before as Label);
                }
            }
        }
        for (n, e) in next.iter_mut().zip(emission) {
            *n = n.saturating_add(*e).max(2 * FORBIDDEN);
        }
        back.push(from);
        now = next;
    }
    let mut best = (i32::MIN, OUTSIDE);
    for (l, &n) in now.iter().enumerate() {
        let s = n.saturating_add(transitions[l][OUTSIDE as usize]);
        if s > best.0 {
            best = (s, l as Label);
        }
    }
    let mut l = best.1;
    for (i, slot) in labels.iter_mut().enumerate().rev() {
        *slot = l;
        if i > 0 {
            l = back[i - 1][usize::from(l)];
        }
    }
}
