//! Pairs of reports worth weighing: those that share key terms, near one another in time.

use super::profile::Profile;
use jiff::civil::DateTime;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::ops::Range;

/// In a block a report looks at so many before it and as many after it, so that cost grows with the reports and not
/// with their square.
const NEAR: usize = 100;
/// The likeliest partners of a report that are weighed in full.
pub(super) const PARTNERS: usize = 40;

/// Where a report stands in a block: those without a date last, then by date, then by id.
pub(super) type Place = (bool, Option<DateTime>, SmolStr, u32);

/// Reports by key term.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    by_key: FxHashMap<u32, Block>,
}

/// The reports with one key term, in canonical order, each with the term's weight.
#[derive(Debug, Default)]
struct Block {
    members: Vec<(Place, f32)>,
    undated: usize,
}

impl Blocks {
    /// Adds reports; answers all whose candidates that may change, the new ones among them.
    pub(super) fn add(&mut self, profiles: &[Profile], new: Range<u32>) -> BTreeSet<u32> {
        let mut affected: BTreeSet<u32> = new.clone().collect();
        let mut touched: FxHashMap<u32, Vec<(Place, f32)>> = FxHashMap::default();
        for report in new.clone() {
            let profile = &profiles[report as usize];
            for &(key, weight) in &profile.keys {
                touched.entry(key).or_default().push((place(profile, report), weight));
            }
        }
        let mut keys: Vec<u32> = touched.keys().copied().collect();
        keys.sort_unstable();
        for key in keys {
            let added = touched.remove(&key).unwrap_or_default();
            let block = self.by_key.entry(key).or_default();
            let fresh = block.members.is_empty();
            block.undated += added.iter().filter(|m| m.0.0).count();
            block.members.extend(added);
            block.members.sort_by(|a, b| a.0.cmp(&b.0));
            if fresh {
                continue;
            }
            let dated = block.members.len() - block.undated;
            for (at, _) in block.members.iter().enumerate().filter(|(_, m)| new.contains(&m.0.3)) {
                let around =
                    &block.members[at.saturating_sub(NEAR + 1)..(at + NEAR + 2).min(block.members.len())];
                affected.extend(around.iter().map(|m| m.0.3));
            }
            affected.extend(block.members[dated..].iter().map(|m| m.0.3));
        }
        affected
    }

    /// The likeliest partners of a report, the likeliest first.
    pub(super) fn partners(&self, profiles: &[Profile], report: u32) -> Vec<u32> {
        let profile = &profiles[report as usize];
        let mine = place(profile, report);
        let mut shared: FxHashMap<u32, (f32, &Place)> = FxHashMap::default();
        for &(key, weight) in &profile.keys {
            let Some(block) = self.by_key.get(&key) else { continue };
            for (place, theirs) in block.near(&mine) {
                shared.entry(place.3).or_insert((0.0, place)).0 += weight * theirs;
            }
        }
        shared.remove(&report);
        let mut ranked: Vec<(f32, &Place)> = shared.into_values().collect();
        let better = |a: &(f32, &Place), b: &(f32, &Place)| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1));
        if ranked.len() > PARTNERS {
            ranked.select_nth_unstable_by(PARTNERS, better);
            ranked.truncate(PARTNERS);
        }
        ranked.sort_by(better);
        ranked.into_iter().map(|r| r.1.3).collect()
    }
}

impl Block {
    /// The members that a report looks at.
    fn near(&self, mine: &Place) -> impl Iterator<Item = &(Place, f32)> {
        let members = &self.members;
        let (range, step) = if mine.0 {
            (0..members.len(), members.len().div_ceil(2 * NEAR).max(1))
        } else {
            let at = members.partition_point(|m| m.0 < *mine);
            (at.saturating_sub(NEAR)..(at + NEAR).min(members.len()), 1)
        };
        members[range].iter().step_by(step)
    }
}

fn place(profile: &Profile, report: u32) -> Place {
    (profile.published.is_none(), profile.published, profile.id.clone(), report)
}
