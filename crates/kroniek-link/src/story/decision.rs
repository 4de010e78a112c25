//! What a person decided: reports that belong together, and reports that do not.

use smol_str::SmolStr;

/// Decisions on stories; they hold however often stories are made again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Reports (by id) that are about one event: their stories become one.
    pub together: Vec<(SmolStr, SmolStr)>,
    /// Reports (by id) that are not: never in one story, whatever else is alike.
    pub apart: Vec<(SmolStr, SmolStr)>,
}

impl Decisions {
    /// The decisions that name a report that is not there: kept, and to be shown.
    pub fn unmet(&self, is_known: impl Fn(&str) -> bool) -> Vec<(SmolStr, SmolStr)> {
        let all = self.together.iter().chain(&self.apart);
        all.filter(|(a, b)| !is_known(a) || !is_known(b)).cloned().collect()
    }
}
