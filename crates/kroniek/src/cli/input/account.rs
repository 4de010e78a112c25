//! What was read, skipped and refused, and why.

use kroniek_ingest::{Cause, Refusal};
use kroniek_store::Place;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most refusals of one file that are listed one by one.
const LISTED: usize = 20;

/// What was read, skipped and refused; printed on stderr.
#[derive(Debug, Default)]
pub(in crate::cli) struct Account {
    /// Reports that were read.
    pub(in crate::cli) read: usize,
    pub(in crate::cli) refusals: usize,
    notes: usize,
    /// Refusals by their kind, where it is known.
    causes: BTreeMap<Cause, usize>,
    lines: Vec<String>,
    /// Refusals by file, so that a wholly broken one does not fill the screen.
    by_file: BTreeMap<Option<String>, usize>,
}

impl Account {
    /// Something that could not be read.
    pub(super) fn refused(&mut self, place: &Place, why: String) {
        self.refusals += 1;
        let n = self.by_file.entry(place.path.clone()).or_default();
        *n += 1;
        if *n <= LISTED {
            self.lines.push(format!("{place}: {why}"));
        }
    }

    /// Something that gave no report.
    pub(super) fn refusal(&mut self, place: &Place, refusal: &Refusal) {
        *self.causes.entry(refusal.cause()).or_default() += 1;
        self.refused(place, refusal.to_string());
    }

    /// Something to know that is no failure.
    pub(super) fn note(&mut self, what: String) {
        self.notes += 1;
        if self.notes <= LISTED {
            self.lines.push(format!("note: {what}"));
        }
    }

    /// Files in a folder that are no reports by their names; `kinds` counts them by what to call them.
    pub(super) fn skipped(&mut self, folder: &str, kinds: &BTreeMap<String, usize>) {
        let total: usize = kinds.values().sum();
        if total == 0 {
            return;
        }
        let each = kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect::<Vec<_>>().join(", ");
        let files = if total == 1 { "file" } else { "files" };
        self.note(format!("{folder}: {total} {files} skipped that cannot be reports ({each}); name a file itself to have it read"));
    }

    /// Records in a container that are no reports by their kinds; `kinds` counts them by what to call them.
    pub(super) fn skipped_records(&mut self, path: &str, kinds: &BTreeMap<String, usize>) {
        let total: usize = kinds.values().sum();
        if total == 0 {
            return;
        }
        let each = kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect::<Vec<_>>().join(", ");
        let records = if total == 1 { "record" } else { "records" };
        self.note(format!("{path}: {total} {records} skipped that cannot be reports ({each})"));
    }

    /// Whether something could not be read.
    pub(in crate::cli) fn has_failures(&self) -> bool {
        self.refusals > 0
    }

    /// Prints all of it on stderr, with a total where something was refused.
    ///
    /// # Errors
    /// If stderr cannot be written to.
    pub(in crate::cli) fn print(&self) -> io::Result<()> {
        let mut err = io::stderr().lock();
        for line in &self.lines {
            writeln!(err, "kroniek: {line}")?;
        }
        if self.notes > LISTED {
            writeln!(err, "kroniek: note: {} more like these", self.notes - LISTED)?;
        }
        for (path, n) in self.by_file.iter().filter(|(_, n)| **n > LISTED) {
            let path = path.as_deref().unwrap_or("-");
            writeln!(err, "kroniek: {path}: {} more lines like these", n - LISTED)?;
        }
        if self.refusals > 0 {
            writeln!(
                err,
                "kroniek: {} read, {} not read",
                count(self.read, "report"),
                count(self.refusals, "input")
            )?;
        }
        Ok(())
    }
}

/// `1 report`, `2 reports`.
pub(in crate::cli) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A counter on the terminal, for more than a moment takes.
pub(super) struct Progress {
    done: AtomicUsize,
    shown: bool,
}

/// Reports between two showings of the counter.
const STEP: usize = 250;

impl Progress {
    pub(super) fn new() -> Self {
        Progress { done: AtomicUsize::new(0), shown: io::stderr().is_terminal() }
    }

    pub(super) fn step(&self) {
        let n = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown && n.is_multiple_of(STEP) {
            let _ = write!(io::stderr().lock(), "\r{n} records");
        }
    }

    /// Wipes the counter.
    pub(super) fn end(&self) {
        if self.shown && self.done.load(Ordering::Relaxed) >= STEP {
            let _ = write!(io::stderr().lock(), "\r{:20}\r", "");
        }
    }
}
