//! A story's title: one of its reports' own, never made up.

use super::profile::Profile;
use crate::Digest;
use crate::vector::Vector;

/// Reports that the choice is made from, however long the story.
const MOST: usize = 200;

/// The title of the report that is most like all others; of equal ones the first. `None` when none has a title.
pub(super) fn choose(digests: &[&Digest], profiles: &[Profile], members: &[u32]) -> Option<String> {
    let members = members.iter().step_by(members.len().div_ceil(MOST).max(1));
    let all = members.clone().flat_map(|&m| profiles[m as usize].terms.terms().iter().copied());
    let middle = Vector::new(all.collect()).unit();
    let titled = members.filter_map(|&m| {
        let title = digests[m as usize].title.as_ref()?;
        Some((profiles[m as usize].terms.dot(&middle), title))
    });
    let best = titled.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, title)| title.clone())
}
