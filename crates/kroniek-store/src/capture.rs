//! A capture: the bytes of one record, as they were found.

use kroniek_model::Media;
use std::fmt;

/// The bytes of one report's record, what they are, and where they were found. The bytes never change; a container
/// (a JSON Lines file) is many captures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// BLAKE3 of the bytes, hexadecimal.
    pub hash: String,
    /// What the bytes are.
    pub media: Media,
    /// The bytes; for a line of a JSON Lines file without the line's end.
    pub bytes: Vec<u8>,
    /// Where they were found, first place first; never empty.
    pub places: Vec<Place>,
}

impl Capture {
    /// A capture found at one place.
    pub fn new(media: Media, bytes: Vec<u8>, place: Place) -> Self {
        Capture { hash: blake3::hash(&bytes).to_hex().to_string(), media, bytes, places: vec![place] }
    }
}

/// Where a capture was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path exactly as it was given or found below a folder that was given; `None` for standard input.
    pub path: Option<String>,
    /// Number of the line or record, from 1, in a file of many captures.
    pub line: Option<u32>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path.as_deref().unwrap_or("-"))?;
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}
