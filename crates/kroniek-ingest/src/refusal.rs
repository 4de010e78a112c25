//! Why bytes gave no report.

use crate::Outcome;
use std::fmt;

/// Why bytes gave no report: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    what: String,
    cause: Cause,
}

/// The kind of a refusal, for those who count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// What was found is no report, or none of the form that was expected.
    Form,
    /// A web page that is no article.
    Page(Outcome),
    /// There is no running text: an entry with a title and a link, a message with pictures only.
    NoText,
    /// Cut off, or changed on the way: what it says of itself does not hold.
    Damaged,
    /// More than is read.
    TooLarge,
    /// It grows beyond all measure when it is unpacked.
    Bomb,
    /// Locked with a password.
    Encrypted,
    /// A form or method that is known by name and not read.
    Unsupported,
}

impl Cause {
    /// The name in messages and records.
    pub const fn code(self) -> &'static str {
        match self {
            Cause::Form => "form",
            Cause::Page(outcome) => outcome.code(),
            Cause::NoText => "no-text",
            Cause::Damaged => "damaged",
            Cause::TooLarge => "too-large",
            Cause::Bomb => "bomb",
            Cause::Encrypted => "encrypted",
            Cause::Unsupported => "unsupported",
        }
    }
}

impl Refusal {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Refusal::of(Cause::Form, what)
    }

    pub(crate) fn of(cause: Cause, what: impl Into<String>) -> Self {
        Refusal { what: what.into(), cause }
    }

    pub(crate) fn page(outcome: Outcome, what: impl Into<String>) -> Self {
        Refusal::of(Cause::Page(outcome), what)
    }

    /// What kind of refusal it is.
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// What a web page turned out to be instead of an article; `None` where the bytes were no page.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.cause {
            Cause::Page(outcome) => Some(outcome),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Refusal {}
