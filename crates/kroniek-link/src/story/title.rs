//! A story's title and key names: its reports' own, never made up.

use super::profile;
use super::weights::Weights;
use crate::Digest;
use crate::vector::Vector;
use kroniek_model::EntityKind;
use std::collections::BTreeMap;

/// Reports that the choice is made from, however long the story.
const MOST: usize = 200;
/// Key names of a story.
const NAMES: usize = 5;

/// The title that tells most of what all reports share; of equal ones the first. `None` when none has a title.
pub(super) fn choose(digests: &[Digest], weights: &Weights, members: &[u32]) -> Option<String> {
    let members: Vec<u32> = members.iter().copied().step_by(members.len().div_ceil(MOST).max(1)).collect();
    let titled: Vec<u32> = members.iter().copied().filter(|&m| digests[m as usize].title.is_some()).collect();
    if titled.len() < 2 {
        return digests[*titled.first()? as usize].title.clone();
    }
    let profiles: Vec<_> =
        members.iter().map(|&m| profile::profile(&digests[m as usize], weights).terms).collect();
    let middle = Vector::new(profiles.iter().flat_map(|p| p.terms().iter().copied()).collect()).unit();
    let scored = titled.into_iter().map(|m| (title_terms(&digests[m as usize], weights).dot(&middle), m));
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    digests[best.1 as usize].title.clone()
}

/// The words of a report's title by rarity.
fn title_terms(digest: &Digest, weights: &Weights) -> Vector {
    let titles = digest.sentences.iter().filter(|s| s.region == kroniek_model::RegionKind::Title);
    let words = titles.flat_map(|s| &s.terms).map(|&t| (t, weights.of(t)));
    Vector::new(words.collect()).unit()
}

/// Who and what most of its reports name: the names in most reports, each counted once a report; none that only one
/// of several reports has.
pub(super) fn names(digests: &[Digest], members: &[u32]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for &m in members {
        let entities = digests[m as usize].entities.iter().filter(|e| e.kind != EntityKind::Other);
        let mut mine: Vec<&str> = entities.map(|e| e.canonical.as_str()).collect();
        mine.sort_unstable();
        mine.dedup();
        for name in mine {
            *counts.entry(name).or_default() += 1;
        }
    }
    let least = if members.len() > 2 { 2 } else { 1 };
    let mut ranked: Vec<(u32, &str)> =
        counts.into_iter().map(|(n, c)| (c, n)).filter(|r| r.0 >= least).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.len().cmp(&a.1.len())).then(a.1.cmp(b.1)));
    // "Dirksen" tells nothing beside "Hanneke Dirksen".
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in ranked {
        if !names.iter().any(|n| n.contains(name) || name.contains(n)) {
            names.push(name);
        }
        if names.len() == NAMES {
            break;
        }
    }
    names.into_iter().map(str::to_owned).collect()
}
