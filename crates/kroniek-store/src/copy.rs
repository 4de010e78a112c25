//! Copies of an archive, and one archive taken into another.

use crate::error::Kind;
use crate::{Added, Archive, Error, forget};
use std::path::Path;

impl Archive {
    /// Writes a copy to a file that is not there yet: sound, compact and stamped.
    ///
    /// # Errors
    /// If this archive is damaged, if the file exists, or if it cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        self.refuse_broken()?;
        if to.exists() {
            return Err(Error::new(to, Kind::Disk, "the file exists; a copy is written to a new file"));
        }
        let name =
            to.to_str().ok_or_else(|| Error::new(to, Kind::Disk, "a file name in Unicode was expected"))?;
        let written = self.db.execute("VACUUM INTO ?1", [name]);
        if let Err(e) = written {
            let _ = std::fs::remove_file(to);
            return Err(Error::sqlite(to, e));
        }
        let mut copy = Archive::open(to)?;
        copy.written = true;
        copy.close()
    }

    /// Takes in all captures, removals and decisions of another archive. What it holds already stays as it is; what was
    /// removed here stays removed.
    ///
    /// # Errors
    /// If either archive is damaged, or this one cannot be written to.
    pub fn merge(&mut self, other: &Archive, read_at: &str) -> Result<Added, Error> {
        let captures = other.captures()?;
        let mut rows = Vec::with_capacity(captures.len());
        for capture in captures {
            if let Some(row) = other.derived(&capture)? {
                rows.push((capture, row));
            }
        }
        let added = self.add(rows.iter().map(|(c, d)| (c, d, None)), read_at)?;
        let path = self.path.clone();
        for stone in other.tombstones()? {
            forget::insert(&self.db, &stone).map_err(|e| Error::sqlite(&path, e))?;
        }
        let decisions = other.decisions()?;
        self.decide(decisions.iter().map(|d| (d.made_at.as_str(), d.body.as_str())))?;
        Ok(added)
    }
}
