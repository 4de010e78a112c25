//! Which reports are about the same running event.
//!
//! Candidate pairs come from shared rare terms, are weighed field by field, and merged best first into stories.

mod candidate;
mod cluster;
mod profile;

use crate::Digest;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Linked, ReportIx, Story};

/// The stage's rules.
pub struct Rules;

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(_packs: &Packs) -> Result<Self, Error> {
        Ok(Rules)
    }

    /// Fills `linked.stories` and the story of every report.
    pub fn find(&self, digests: &[Digest], linked: &mut Linked) {
        let profiles = profile::all(digests);
        let pairs = candidate::pairs(&profiles);
        let weighed = pairs.into_iter().map(|(a, b)| {
            (a, b, profile::likeness(&profiles[a as usize], &profiles[b as usize]) - THRESHOLD)
        });
        for members in cluster::merge(profiles.len(), weighed.collect()) {
            let number = linked.stories.len() as u32;
            for &m in &members {
                linked.reports[m as usize].story = number;
            }
            linked.stories.push(story(digests, &members));
        }
    }
}

/// Likeness from which two reports are about the same event.
const THRESHOLD: f32 = 0.2;

fn story(digests: &[Digest], members: &[u32]) -> Story {
    let mut hasher = blake3::Hasher::new();
    for &m in members {
        hasher.update(digests[m as usize].id.as_bytes()).update(&[0]);
    }
    Story {
        id: smol_str::format_smolstr!("s{}", &hasher.finalize().to_hex()[..12]),
        title: members.iter().find_map(|&m| digests[m as usize].title.clone()),
        reports: members.iter().map(|&m| ReportIx(m)).collect(),
    }
}
