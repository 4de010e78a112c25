//! Whether an archive still holds what was put into it.

use crate::archive::{DERIVED, capture_seal, place_seal, row_of};
use crate::{Archive, Media, Place, Stamp};
use rusqlite::types::ValueRef;
use std::fmt;

/// Something in an archive that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Which row: a capture's path or number.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl Archive {
    /// Everything in the file that is not as it was written: the stamp of the whole file, hashes, seals, references, and
    /// SQLite's own structure. Empty when nothing is.
    pub fn check(&self) -> Vec<Damage> {
        let mut found = Vec::new();
        match self.stamp() {
            Ok(Stamp::Sound | Stamp::Unstamped) => {}
            Ok(Stamp::Broken) => {
                let what = "the checksum of the whole file is not the one that it was closed with".to_owned();
                found.push(Damage { place: "file".to_owned(), what });
            }
            Err(e) => found.push(Damage { place: "file".to_owned(), what: e.to_string() }),
        }
        type Part = fn(&Archive, &mut Vec<Damage>) -> rusqlite::Result<()>;
        let parts: [(&str, Part); 7] = [
            ("file", Archive::check_structure),
            ("captures", Archive::check_captures),
            ("places", Archive::check_places),
            ("reports", Archive::check_reports),
            ("references", Archive::check_references),
            ("removed reports", Archive::check_tombstones),
            ("decisions", Archive::check_decisions),
        ];
        for (place, part) in parts {
            if let Err(e) = part(self, &mut found) {
                found.push(Damage { place: place.to_owned(), what: format!("cannot be read: {e}") });
            }
        }
        found
    }

    fn check_structure(&self, found: &mut Vec<Damage>) -> rusqlite::Result<()> {
        let mut all = self.db.prepare("PRAGMA integrity_check(50)")?;
        for line in all.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                found.push(Damage { place: "file".to_owned(), what: line });
            }
        }
        Ok(())
    }

    pub(crate) fn check_captures(&self, found: &mut Vec<Damage>) -> rusqlite::Result<()> {
        let mut all = self.db.prepare("SELECT number, hash, media, bytes, read_at, seal FROM capture")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let bytes = row.get_ref(3)?.as_blob().unwrap_or_default();
            let text = |i| row.get_ref(i).map(letters);
            let (hash, media, read_at) = (text(1)?, text(2)?, text(4)?);
            let mut damage = |what: &str| {
                found.push(Damage { place: self.name(number), what: what.to_owned() });
            };
            if blake3::hash(bytes).to_hex().as_str() != hash {
                damage("the bytes are not those of the hash");
            }
            if row.get_ref(5)?.as_blob().unwrap_or_default() != capture_seal(&hash, &media, &read_at) {
                damage("hash, media type or time of reading were changed");
            } else if Media::from_code(&media).is_none() {
                damage("its media type is unknown");
            }
        }
        Ok(())
    }

    pub(crate) fn check_places(&self, found: &mut Vec<Damage>) -> rusqlite::Result<()> {
        let mut all = self.db.prepare("SELECT capture, path, line, seal FROM place")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let path = match row.get_ref(1)? {
                ValueRef::Null => None,
                value => Some(letters(value)),
            };
            let place = Place { path, line: row.get(2).unwrap_or_default() };
            if row.get_ref(3)?.as_blob().unwrap_or_default() != place_seal(number, &place) {
                found.push(Damage {
                    place: self.name(number),
                    what: "its path or line was changed".to_owned(),
                });
            }
        }
        Ok(())
    }

    fn check_reports(&self, found: &mut Vec<Damage>) -> rusqlite::Result<()> {
        let mut all = self.db.prepare(DERIVED)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(15)?;
            let sealed = row.get_ref(14)?.as_blob().unwrap_or_default().to_owned();
            // A row that is no longer text cannot be read at all.
            if row_of(row).ok().is_none_or(|d| d.seal(number)[..] != sealed) {
                let what = "what reading made of it was changed".to_owned();
                found.push(Damage { place: self.name(number), what });
            }
        }
        Ok(())
    }

    pub(crate) fn check_references(&self, found: &mut Vec<Damage>) -> rusqlite::Result<()> {
        let orphans = "SELECT capture FROM place WHERE capture NOT IN (SELECT number FROM capture) UNION \
                       SELECT capture FROM report WHERE capture NOT IN (SELECT number FROM capture)";
        for number in self.db.prepare(orphans)?.query_map([], |row| row.get::<_, i64>(0))? {
            let place = format!("capture {}", number?);
            found.push(Damage { place, what: "it is referred to but is not there".to_owned() });
        }
        let bare = "SELECT number FROM capture WHERE number NOT IN (SELECT capture FROM place)";
        for number in self.db.prepare(bare)?.query_map([], |row| row.get::<_, i64>(0))? {
            found
                .push(Damage { place: format!("capture {}", number?), what: "its place is gone".to_owned() });
        }
        Ok(())
    }

    fn name(&self, number: i64) -> String {
        match crate::archive::places(&self.db, number).ok().and_then(|p| p.into_iter().next()) {
            Some(place) => format!("{place} (capture {number})"),
            None => format!("capture {number}"),
        }
    }
}

/// The letters of a value, whatever has become of it.
fn letters(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(b) | ValueRef::Blob(b) => String::from_utf8_lossy(b).into_owned(),
        _ => String::new(),
    }
}
