//! What a stage noticed, as an id with arguments. The words are the language pack's.

use smol_str::SmolStr;

/// A message id with its arguments, worded by a language pack when it is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message {
    /// Key into the packs' `messages/*.toml`, for instance `relation.figure-later`.
    pub id: SmolStr,
    /// Named arguments in the order of their names.
    pub args: Vec<(SmolStr, String)>,
}

impl Message {
    /// A message without arguments.
    pub fn new(id: impl Into<SmolStr>) -> Self {
        Message { id: id.into(), args: Vec::new() }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: impl Into<SmolStr>, value: impl Into<String>) -> Self {
        self.args.push((name.into(), value.into()));
        self.args.sort();
        self
    }
}

/// Something odd that a stage met and went on from: an unpaired quotation mark, a broken date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// What.
    pub message: Message,
    /// Where in the report's text; `None` when it is about the whole report.
    pub span: Option<crate::Span<crate::Text>>,
}
