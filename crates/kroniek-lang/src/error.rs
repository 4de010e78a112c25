//! The crate's one error.

use std::fmt;

/// A pack file that cannot be used: which file, which line, what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    file: String,
    line: Option<usize>,
    what: String,
}

impl Error {
    /// An error about a whole file.
    pub fn in_file(file: impl Into<String>, what: impl Into<String>) -> Self {
        Error { file: file.into(), line: None, what: what.into() }
    }

    /// An error about one line (counted from 1) of a file.
    pub fn at_line(file: impl Into<String>, line: usize, what: impl Into<String>) -> Self {
        Error { file: file.into(), line: Some(line), what: what.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

impl std::error::Error for Error {}
