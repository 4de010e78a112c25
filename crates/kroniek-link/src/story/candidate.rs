//! Pairs of reports worth weighing: those that share key terms, near one another in time.

use super::profile::Profile;

/// In a block a report looks at so many before it and as many after it, so that cost grows with the reports and not
/// with their square.
const NEAR: usize = 200;
/// The likeliest partners of a report that are weighed in full.
pub(super) const PARTNERS: usize = 40;

/// Pairs (first, second) with first < second, sorted, each once. `order` lists the reports by date; the last
/// `undated` of them have none, and look at all of a block in even steps.
pub(super) fn pairs(profiles: &[Profile], order: &[u32], undated: usize) -> Vec<(u32, u32)> {
    let mut block_entries: Vec<(u32, u32, f32)> = Vec::new();
    for (place, &report) in order.iter().enumerate() {
        let keys = &profiles[report as usize].keys;
        block_entries.extend(keys.iter().map(|&(key, weight)| (key, place as u32, weight)));
    }
    block_entries.sort_unstable_by_key(|e| (e.0, e.1));
    let mut shared = vec![0.0f32; order.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut pairs = Vec::new();
    for (place, &report) in order.iter().enumerate() {
        for &(key, weight) in &profiles[report as usize].keys {
            let from = block_entries.partition_point(|e| e.0 < key);
            let len = block_entries[from..].partition_point(|e| e.0 == key);
            let block = &block_entries[from..from + len];
            let dated = place + undated < order.len();
            for &(_, other, theirs) in near(block, place as u32, dated) {
                if shared[other as usize] == 0.0 {
                    touched.push(other);
                }
                shared[other as usize] += weight * theirs;
            }
        }
        touched.retain(|&t| t as usize != place);
        touched.sort_unstable_by(|&a, &b| shared[b as usize].total_cmp(&shared[a as usize]).then(a.cmp(&b)));
        pairs.extend(touched.iter().take(PARTNERS).map(|&other| {
            let other = order[other as usize];
            (report.min(other), report.max(other))
        }));
        shared[place] = 0.0;
        touched.drain(..).for_each(|t| shared[t as usize] = 0.0);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The members of a block that a report at `place` looks at.
fn near(block: &[(u32, u32, f32)], place: u32, dated: bool) -> impl Iterator<Item = &(u32, u32, f32)> {
    let (range, step) = if dated {
        let at = block.partition_point(|e| e.1 < place);
        (at.saturating_sub(NEAR)..(at + NEAR).min(block.len()), 1)
    } else {
        (0..block.len(), block.len().div_ceil(2 * NEAR).max(1))
    };
    block[range].iter().step_by(step)
}
