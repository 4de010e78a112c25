//! The crate's one error.

use std::fmt;
use std::path::Path;

/// An archive that cannot be used: which file, what was found, what was expected.
#[derive(Debug)]
pub struct Error {
    file: String,
    kind: Kind,
    what: String,
    cause: Option<rusqlite::Error>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is no such file, or it cannot be opened.
    Absent,
    /// The file is no archive, is cut off, or does not hold what it should.
    Damaged,
    /// A later release made it.
    Newer,
    /// Somebody else is writing.
    Locked,
    /// The disk refused.
    Disk,
}

impl Error {
    pub(crate) fn new(file: &Path, kind: Kind, what: impl Into<String>) -> Self {
        Error { file: file.display().to_string(), kind, what: what.into(), cause: None }
    }

    /// An error of SQLite's, sorted by what a caller can do about it.
    pub(crate) fn sqlite(file: &Path, cause: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
            PermissionDenied, ReadOnly, SystemIoFailure,
        };
        let (kind, what) = match cause.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => {
                (Kind::Locked, "another program is writing to it; try again when that has ended".to_owned())
            }
            Some(DiskFull) => (Kind::Disk, "the disk is full; the archive is as it was before".to_owned()),
            Some(ReadOnly | PermissionDenied) => (
                Kind::Disk,
                "the file or its folder cannot be written to; the archive is as it was".to_owned(),
            ),
            Some(CannotOpen) => (Kind::Absent, "the file cannot be opened".to_owned()),
            Some(SystemIoFailure) => (Kind::Disk, format!("the disk failed: {cause}")),
            Some(DatabaseCorrupt | NotADatabase) => (Kind::Damaged, format!("the file is damaged: {cause}")),
            _ => (Kind::Damaged, format!("the file does not hold what an archive should: {cause}")),
        };
        Error { file: file.display().to_string(), kind, what, cause: Some(cause) }
    }

    /// Whether the file is no archive, is cut off, or does not hold what it should.
    pub fn is_damaged(&self) -> bool {
        matches!(self.kind, Kind::Damaged | Kind::Newer)
    }

    /// Whether a later release made the archive.
    pub fn is_newer(&self) -> bool {
        self.kind == Kind::Newer
    }

    /// Whether somebody else is writing.
    pub fn is_locked(&self) -> bool {
        self.kind == Kind::Locked
    }

    /// Whether there is no file that could be opened.
    pub fn is_absent(&self) -> bool {
        self.kind == Kind::Absent
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|e| e as _)
    }
}
