//! Event classes as linking needs them: which say what happened, and which only frame what is said.

use kroniek_lang::{Error, Packs};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What a class that only frames what is said does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Somebody makes it known.
    Tells,
    /// Somebody bears it out.
    Confirms,
    /// Somebody contradicts it.
    Denies,
    /// Any other: it is a number, it begins, it is warned of.
    Other,
}

/// The classes that only frame what is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Events(BTreeMap<SmolStr, Frame>);

impl Events {
    /// Reads the column of `lang/common/event.tsv`.
    ///
    /// # Errors
    /// If it names no known frame.
    pub(crate) fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        for row in packs.common().table("event").rows() {
            let frame = match row.get("frame")? {
                "" => continue,
                "tells" => Frame::Tells,
                "confirms" => Frame::Confirms,
                "denies" => Frame::Denies,
                "frames" => Frame::Other,
                f => return Err(row.error(format!("frame {f} is none of tells, confirms, denies, frames"))),
            };
            all.insert(row.key().into(), frame);
        }
        Ok(Events(all))
    }

    /// What a class does with what is said; `None` for one that says what happened.
    pub(crate) fn frame(&self, event: &str) -> Option<Frame> {
        self.0.get(event).copied()
    }

    /// Whether a class only frames what is said.
    pub(crate) fn is_frame(&self, event: &str) -> bool {
        self.0.contains_key(event)
    }

    /// Whether two statements name the same event, by class or by predicate. That somebody speaks, or that something is
    /// a number or begins, makes no two statements one.
    pub(crate) fn same(&self, a: &str, b: &str) -> bool {
        a == b && a != "\"\"" && !self.is_frame(a)
    }
}
