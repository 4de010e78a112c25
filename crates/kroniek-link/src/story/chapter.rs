//! Chapters of a long-running story: bursts of reports with silence between them.

use super::title;
use super::weights::Weights;
use crate::Digest;
use jiff::civil::Date;
use kroniek_model::{Chapter, ReportIx};

/// Days without a report that end a chapter.
const SILENCE: i32 = 21;

/// The chapters of a story in order of time; none when it has only one. Reports whose date is not known to the month
/// belong to the story and to no chapter.
pub(super) fn chapters(digests: &[Digest], weights: &Weights, members: &[u32]) -> Vec<Chapter> {
    let mut dated: Vec<(Date, Date, u32)> =
        members.iter().filter_map(|&m| days(&digests[m as usize], m)).collect();
    dated.sort_unstable();
    let mut bursts: Vec<Vec<u32>> = Vec::new();
    let mut until: Option<Date> = None;
    for (first, last, member) in dated {
        let silent = until.is_none_or(|u| (first - u).get_days() > SILENCE);
        match bursts.last_mut() {
            Some(burst) if !silent => burst.push(member),
            _ => bursts.push(vec![member]),
        }
        until = Some(until.map_or(last, |u| u.max(last)));
    }
    if bursts.len() < 2 {
        return Vec::new();
    }
    let chapter = |mut burst: Vec<u32>| {
        burst.sort_unstable();
        let title = title::choose(digests, weights, &burst);
        Chapter { title, reports: burst.into_iter().map(ReportIx).collect() }
    };
    bursts.into_iter().map(chapter).collect()
}

/// The first and last day that a report may be of, where these are in one month at most.
fn days(digest: &Digest, member: u32) -> Option<(Date, Date, u32)> {
    let when = digest.published.when.as_ref()?;
    let (first, last) = (when.earliest?.date(), when.latest?.date());
    ((last - first).get_days() <= 31).then_some((first, last, member))
}
