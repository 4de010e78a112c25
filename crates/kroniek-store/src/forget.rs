//! Removing a capture on purpose: bytes and text go, the hash and the reason stay.

use crate::archive::number_of;
use crate::derived::seal;
use crate::error::Kind;
use crate::{Archive, Capture, Damage, Error, index};
use rusqlite::{Connection, OptionalExtension, params};

/// What is left of a capture that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// BLAKE3 of the bytes that are gone, hexadecimal.
    pub hash: String,
    /// Their media type.
    pub media: String,
    /// The id that the report had.
    pub id: String,
    /// Why they were removed.
    pub reason: String,
    /// When.
    pub forgotten_at: String,
}

impl Tombstone {
    fn seal(&self) -> [u8; 16] {
        let parts = [&self.hash, &self.media, &self.id, &self.reason, &self.forgotten_at];
        seal(&parts.map(|p| Some(p.as_bytes())))
    }
}

impl Archive {
    /// Removes the captures of a report: by its id, by the hash of the bytes or the beginning of that (8 characters at
    /// least). The pages of the file that held them are overwritten. What was removed is not taken in again.
    ///
    /// # Errors
    /// If there is no such report, if the beginning of a hash fits several, or if the file cannot be written to.
    pub fn forget(&mut self, name: &str, reason: &str, at: &str) -> Result<Vec<Tombstone>, Error> {
        self.refuse_broken()?;
        let path = self.path.clone();
        let found = self.named(name).map_err(|e| Error::sqlite(&path, e))?;
        let hashes: std::collections::BTreeSet<&str> = found.iter().map(|(_, t)| t.hash.as_str()).collect();
        if hashes.is_empty() {
            let what = format!("no report with the id or hash {name} was found; `kroniek search` lists ids");
            return Err(Error::new(&path, Kind::Absent, what));
        }
        if hashes.len() > 1 {
            let what = format!("{name} fits {} captures; give more of the hash", hashes.len());
            return Err(Error::new(&path, Kind::Absent, what));
        }
        let stones: Vec<(i64, Tombstone)> = found
            .into_iter()
            .map(|(n, t)| (n, Tombstone { reason: reason.to_owned(), forgotten_at: at.to_owned(), ..t }))
            .collect();
        self.written = true;
        self.remove(&stones).map_err(|e| Error::sqlite(&path, e))?;
        Ok(stones.into_iter().map(|(_, t)| t).collect())
    }

    fn named(&self, name: &str) -> rusqlite::Result<Vec<(i64, Tombstone)>> {
        let sql = "SELECT c.number, c.hash, c.media, coalesce(r.id, '') FROM capture c \
                   LEFT JOIN report r ON r.capture = c.number \
                   WHERE r.id = ?1 OR c.hash = ?1 OR (length(?1) >= 8 AND substr(c.hash, 1, length(?1)) = ?1) \
                   ORDER BY c.number";
        let mut all = self.db.prepare(sql)?;
        let rows = all.query_map([name], |row| {
            let stone = Tombstone {
                hash: row.get(1)?,
                media: row.get(2)?,
                id: row.get(3)?,
                reason: String::new(),
                forgotten_at: String::new(),
            };
            Ok((row.get(0)?, stone))
        })?;
        rows.collect()
    }

    fn remove(&mut self, stones: &[(i64, Tombstone)]) -> rusqlite::Result<()> {
        // Freed pages are overwritten with zeros: the bytes must not be found in the file.
        self.db.execute_batch("PRAGMA secure_delete = ON;")?;
        let batch = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        crate::schema::mark_open(&batch)?;
        for (number, stone) in stones {
            index::remove(&batch, *number)?;
            for table in ["report", "place"] {
                batch.execute(&format!("DELETE FROM {table} WHERE capture = ?1"), [number])?;
            }
            batch.execute("DELETE FROM capture WHERE number = ?1", [number])?;
            insert(&batch, stone)?;
        }
        batch.commit()?;
        // Search keeps words in blocks that are only marked as deleted: they are made anew.
        self.db.execute_batch("INSERT INTO words (words) VALUES ('optimize'); VACUUM;")
    }

    /// What was removed, in the order in which that was done.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>, Error> {
        let read = || -> rusqlite::Result<Vec<Tombstone>> {
            Ok(self.sealed_stones()?.into_iter().map(|(stone, _)| stone).collect())
        };
        read().map_err(|e| Error::sqlite(&self.path, e))
    }

    fn sealed_stones(&self) -> rusqlite::Result<Vec<(Tombstone, Vec<u8>)>> {
        let sql = "SELECT hash, media, id, reason, forgotten_at, seal FROM tombstone ORDER BY number";
        let mut all = self.db.prepare(sql)?;
        let rows = all.query_map([], |row| {
            let stone = Tombstone {
                hash: row.get(0)?,
                media: row.get(1)?,
                id: row.get(2)?,
                reason: row.get(3)?,
                forgotten_at: row.get(4)?,
            };
            Ok((stone, row.get(5)?))
        })?;
        rows.collect()
    }

    pub(crate) fn check_tombstones(&self, found: &mut Vec<Damage>) -> rusqlite::Result<()> {
        for (stone, sealed) in self.sealed_stones()? {
            if stone.seal()[..] != sealed {
                let what = "the note of what was removed was changed".to_owned();
                found.push(Damage { place: format!("removed report {}", stone.id), what });
            }
        }
        Ok(())
    }
}

/// Adds a tombstone, unless there is one.
pub(crate) fn insert(db: &Connection, stone: &Tombstone) -> rusqlite::Result<()> {
    let Tombstone { hash, media, id, reason, forgotten_at } = stone;
    db.execute(
        "INSERT OR IGNORE INTO tombstone (hash, media, id, reason, forgotten_at, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![hash, media, id, reason, forgotten_at, stone.seal()],
    )?;
    Ok(())
}

/// Whether a capture was removed on purpose.
pub(crate) fn is_forgotten(db: &Connection, capture: &Capture) -> rusqlite::Result<bool> {
    let gone = db
        .prepare_cached("SELECT 1 FROM tombstone WHERE hash = ?1 AND media = ?2")?
        .query_row(params![capture.hash, capture.media.code()], |_| Ok(()))
        .optional()?;
    Ok(gone.is_some() && number_of(db, capture)?.is_none())
}
