//! The company that names keep: whether two reports speak of one story, told by the entities they share.

use super::cluster::Cluster;
use super::spelling::Spelling;
use kroniek_model::Linked;
use smol_str::SmolStr;

/// The entities of each report with their weight as evidence for a story.
#[derive(Debug, Default)]
pub(super) struct Company {
    /// Story of each report, as the story stage found it.
    stories: Vec<u32>,
    /// By report: number of a cluster and its weight, sorted.
    shared: Vec<Vec<(u32, u32)>>,
    /// By report: how the unknown names sound that are not joined yet, sorted: candidates speak for one another.
    sounds: Vec<Vec<SmolStr>>,
}

/// Weight of an entity that neither packs nor gazetteer know: hardly met by chance.
const UNKNOWN: u32 = 2;
/// Weight of a known one.
const KNOWN: u32 = 1;
/// Shared weight from which two reports are taken to speak of one story: one unknown entity, or two known ones. The
/// pair that is being judged does not count, for it is not joined yet.
const ENOUGH: u32 = 2;
/// How many unknown names must sound alike: the pair that is judged, and two more.
const ALIKE: usize = 3;

impl Company {
    /// The stories of so many reports.
    pub(super) fn new(reports: usize, linked: &Linked) -> Self {
        let mut stories: Vec<u32> = (0..reports as u32).map(|r| u32::MAX - r).collect();
        for (n, story) in linked.stories.iter().enumerate() {
            for r in &story.reports {
                if let Some(slot) = stories.get_mut(r.at()) {
                    *slot = n as u32;
                }
            }
        }
        Company { stories, shared: Vec::new(), sounds: Vec::new() }
    }

    /// Looks again at what reports share, after a round of joins.
    pub(super) fn refresh(&mut self, clusters: &[Option<Cluster>], spelling: &Spelling) {
        let reports = self.stories.len();
        // What every fifth report names tells nothing.
        let common = (reports / 5).max(40);
        self.shared = vec![Vec::new(); reports];
        self.sounds = vec![Vec::new(); reports];
        for (i, c) in clusters.iter().enumerate() {
            let Some(c) = c.as_ref().filter(|c| c.members.len() <= common) else { continue };
            let weight = if c.concept.is_some() || c.known { KNOWN } else { UNKNOWN };
            for m in &c.members {
                self.shared[m.0 as usize].push((i as u32, weight));
            }
            if weight == UNKNOWN {
                self.hear(c, spelling);
            }
        }
        for sounds in &mut self.sounds {
            sounds.sort_unstable();
            sounds.dedup();
        }
    }

    /// Notes how an unknown name sounds; short ones are met by chance.
    fn hear(&mut self, c: &Cluster, spelling: &Spelling) {
        const LETTERS: usize = 4;
        for name in c.names.keys() {
            let Some(sounds) = name.last().map(|w| spelling.skeleton(w)) else { continue };
            if sounds.chars().count() < LETTERS {
                continue;
            }
            for m in &c.members {
                self.sounds[m.0 as usize].push(sounds.as_str().into());
            }
        }
    }

    /// Whether so many unknown names of two reports sound alike that they hardly do by chance.
    fn sound_alike(&self, a: usize, b: usize) -> bool {
        let (Some(x), Some(y)) = (self.sounds.get(a), self.sounds.get(b)) else { return false };
        x.iter().filter(|s| y.binary_search(s).is_ok()).take(ALIKE).count() == ALIKE
    }

    /// Whether two reports speak of one story.
    pub(super) fn in_story(&self, a: u32, b: u32) -> bool {
        let (a, b) = (a as usize, b as usize);
        if self.stories.get(a) == self.stories.get(b) {
            return true;
        }
        let (Some(x), Some(y)) = (self.shared.get(a), self.shared.get(b)) else { return false };
        let mut sum = 0;
        let mut rest = y.iter().peekable();
        for n in x {
            while rest.next_if(|m| m.0 < n.0).is_some() {}
            if rest.peek().is_some_and(|m| m.0 == n.0) {
                sum += n.1;
            }
        }
        sum >= ENOUGH || self.sound_alike(a, b)
    }
}
