//! What was known at a time: the reports that had certainly been published by then.

use crate::{Digest, Linker};
use jiff::civil::DateTime;
use kroniek_model::{Linked, When};

/// The chronicle's ground as it stood at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct AsOf {
    /// What linking makes of the reports that had been published, and of no others.
    pub linked: Linked,
    /// Indices of those reports among the digests, in the order of `linked.reports`.
    pub kept: Vec<usize>,
    /// Indices of the reports that may or may not have been published by then: their date is not known well enough.
    pub undated: Vec<usize>,
}

impl Linker {
    /// Links the reports whose latest possible publication is not after `time`.
    ///
    /// A date that is derived may hang on reports that came later. So what remains is linked anew, without them, until
    /// every report that is left is dated early enough by those left alone: the result is that of an archive which
    /// never held the others.
    pub fn as_of(&self, digests: &[Digest], time: DateTime) -> AsOf {
        let mut kept: Vec<usize> = (0..digests.len()).collect();
        kept.sort_by(|&a, &b| digests[a].id.cmp(&digests[b].id));
        let mut undated: Vec<usize> = Vec::new();
        loop {
            let linked = self.link(kept.iter().map(|&i| digests[i].clone()));
            let when = |k: usize| linked.reports.get(k).and_then(|r| r.published.when.as_ref());
            let (stay, out): (Vec<usize>, Vec<usize>) =
                (0..kept.len()).partition(|&k| is_before(when(k), time));
            if out.is_empty() {
                undated.sort_unstable();
                return AsOf { linked, kept, undated };
            }
            undated.extend(out.iter().filter(|&&k| may_be_before(when(k), time)).map(|&k| kept[k]));
            kept = stay.into_iter().map(|k| kept[k]).collect();
        }
    }
}

/// Whether something was certainly published by then.
fn is_before(when: Option<&When>, time: DateTime) -> bool {
    when.and_then(|w| w.latest).is_some_and(|l| l <= time)
}

/// Whether it may have been: nothing places it after.
fn may_be_before(when: Option<&When>, time: DateTime) -> bool {
    when.and_then(|w| w.earliest).is_none_or(|e| e <= time)
}
