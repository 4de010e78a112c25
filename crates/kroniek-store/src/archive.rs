//! An open archive.

use crate::derived::seal;
use crate::error::Kind;
use crate::{Capture, Damage, Derived, Error, Index, Media, Place, schema};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};

/// An open archive. Closing (dropping) it leaves one file.
#[derive(Debug)]
pub struct Archive {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    /// Something was written since the file was stamped.
    pub(crate) written: bool,
}

impl Drop for Archive {
    /// As [`Archive::close`]; where that fails the archive is left without a stamp, and that shows.
    fn drop(&mut self) {
        let _ = self.seal_file();
    }
}

/// What adding did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    /// Captures that were not there.
    pub new: usize,
    /// Captures that were there already.
    pub known: usize,
    /// Captures that were removed on purpose before, and are not taken in again.
    pub forgotten: usize,
}

impl Archive {
    /// Opens an archive, or makes one where there is no file.
    ///
    /// # Errors
    /// If the file is no archive, is damaged anywhere, is a later release's, or cannot be opened.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let archive = Archive::of(path, schema::open(path, true)?)?;
        // Writing to a damaged file would stamp the damage.
        archive.refuse_broken()?;
        Ok(archive)
    }

    fn of(path: &Path, opened: schema::Opened) -> Result<Self, Error> {
        let schema::Opened { db, fresh, version } = opened;
        let mut archive = Archive { db, path: path.to_owned(), written: fresh };
        if version < schema::VERSION {
            archive.refuse_broken()?;
            schema::migrate(&archive.db, path, version)?;
            archive.written = true;
        }
        Ok(archive)
    }

    /// Opens an archive that is there.
    ///
    /// # Errors
    /// As [`Archive::create`], and if there is no file; damage that does not keep it from being opened is no error.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Archive::of(path, schema::open(path, false)?)
    }

    /// Adds captures with what reading made of them, all or none. A capture that is there already gets its new places
    /// and its new row; with an [`Index`] its sentences can be searched. `read_at` is the moment of reading, as text.
    ///
    /// # Errors
    /// If the file cannot be written to; it is then as it was.
    pub fn add<'c>(
        &mut self,
        captures: impl IntoIterator<Item = (&'c Capture, &'c Derived, Option<&'c Index>)>,
        read_at: &str,
    ) -> Result<Added, Error> {
        let path = self.path.clone();
        self.written = true;
        self.add_all(captures, read_at).map_err(|e| Error::sqlite(&path, e))
    }

    /// Adds places to captures that are there, all or none; captures that are not there are passed over.
    ///
    /// # Errors
    /// If the file cannot be written to; it is then as it was.
    pub fn add_places<'c>(
        &mut self,
        all: impl IntoIterator<Item = (&'c str, kroniek_model::Media, &'c Place)>,
    ) -> Result<(), Error> {
        let path = self.path.clone();
        let mut all = all.into_iter().peekable();
        if all.peek().is_none() {
            return Ok(());
        }
        self.written = true;
        let add = || {
            let batch = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            schema::mark_open(&batch)?;
            for (hash, media, place) in all {
                let Some(number) = number_by(&batch, hash, media)? else { continue };
                if !places(&batch, number)?.contains(place) {
                    insert_place(&batch, number, place)?;
                }
            }
            batch.commit()
        };
        add().map_err(|e| Error::sqlite(&path, e))
    }

    fn add_all<'c>(
        &mut self,
        captures: impl IntoIterator<Item = (&'c Capture, &'c Derived, Option<&'c Index>)>,
        read_at: &str,
    ) -> rusqlite::Result<Added> {
        let mut added = Added::default();
        let batch = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // In the same transaction: another writer may have stamped the file since the last one.
        schema::mark_open(&batch)?;
        for (capture, derived, index) in captures {
            let number = match number_of(&batch, capture)? {
                Some(number) => {
                    added.known += 1;
                    number
                }
                None if crate::forget::is_forgotten(&batch, capture)? => {
                    added.forgotten += 1;
                    continue;
                }
                None => {
                    added.new += 1;
                    insert(&batch, capture, read_at)?
                }
            };
            for place in &capture.places {
                if !places(&batch, number)?.contains(place) {
                    insert_place(&batch, number, place)?;
                }
            }
            replace_report(&batch, number, derived)?;
            if let Some(index) = index {
                crate::index::replace(&batch, number, index)?;
            }
        }
        batch.commit()?;
        Ok(added)
    }

    /// All captures in the order in which they were first read, each compared with its hash and seal.
    ///
    /// # Errors
    /// If the file is damaged anywhere.
    pub fn captures(&self) -> Result<Vec<Capture>, Error> {
        self.refuse_broken()?;
        let mut damage = Vec::new();
        let all = self.sound_captures(&mut damage).map_err(|e| Error::sqlite(&self.path, e))?;
        match damage.first() {
            None => Ok(all),
            Some(first) => {
                let what = format!("damaged: {first}; `kroniek verify` lists all; restore it from a copy");
                Err(Error::new(&self.path, Kind::Damaged, what))
            }
        }
    }

    fn sound_captures(&self, damage: &mut Vec<Damage>) -> rusqlite::Result<Vec<Capture>> {
        self.check_captures(damage)?;
        self.check_places(damage)?;
        self.check_references(damage)?;
        if !damage.is_empty() {
            return Ok(Vec::new());
        }
        let mut all = self.db.prepare("SELECT number, hash, media, bytes FROM capture ORDER BY number")?;
        let rows = all.query_map([], |row| {
            let media: String = row.get(2)?;
            let media = Media::from_code(&media).ok_or(rusqlite::Error::InvalidQuery)?;
            let capture = Capture { hash: row.get(1)?, media, bytes: row.get(3)?, places: Vec::new() };
            Ok((row.get::<_, i64>(0)?, capture))
        })?;
        rows.map(|row| {
            let (number, mut capture) = row?;
            capture.places = places(&self.db, number)?;
            Ok(capture)
        })
        .collect()
    }

    /// What reading made of the capture with a hash, compared with its seal; `None` when it is not there.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn derived(&self, capture: &Capture) -> Result<Option<Derived>, Error> {
        let read = || match number_of(&self.db, capture)? {
            Some(number) => {
                Ok(derived(&self.db, number)?.map(|(row, sealed)| (row.seal(number)[..] == sealed, row)))
            }
            None => Ok(None),
        };
        match read().map_err(|e| Error::sqlite(&self.path, e))? {
            None => Ok(None),
            Some((true, row)) => Ok(Some(row)),
            Some((false, _)) => {
                let what = format!("damaged: {}: what reading made of it was changed", capture.places[0]);
                Err(Error::new(&self.path, Kind::Damaged, what))
            }
        }
    }

    /// Whether a capture is there with all its places, read by this release with these packs, and can be searched.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn is_current(&self, capture: &Capture, made_by: &str) -> Result<bool, Error> {
        let look = || -> rusqlite::Result<bool> {
            let Some(number) = number_of(&self.db, capture)? else { return Ok(false) };
            let sql = "SELECT made_by = ?2 AND EXISTS (SELECT 1 FROM sentence WHERE capture = ?1) FROM report \
                       WHERE capture = ?1";
            let made = self
                .db
                .prepare_cached(sql)?
                .query_row(params![number, made_by], |row| row.get(0))
                .optional()?;
            let held = places(&self.db, number)?;
            Ok(made == Some(true) && capture.places.iter().all(|p| held.contains(p)))
        };
        look().map_err(|e| Error::sqlite(&self.path, e))
    }

    /// How many captures there are.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn len(&self) -> Result<usize, Error> {
        let count = self.db.query_row("SELECT count(*) FROM capture", [], |row| row.get::<_, i64>(0));
        let count = count.map_err(|e| Error::sqlite(&self.path, e))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Whether nothing has been read into it.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.len()? == 0)
    }
}

pub(crate) fn number_of(db: &Connection, capture: &Capture) -> rusqlite::Result<Option<i64>> {
    number_by(db, &capture.hash, capture.media)
}

fn number_by(db: &Connection, hash: &str, media: Media) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT number FROM capture WHERE hash = ?1 AND media = ?2")?
        .query_row(params![hash, media.code()], |row| row.get(0))
        .optional()
}

fn insert(db: &Connection, capture: &Capture, read_at: &str) -> rusqlite::Result<i64> {
    let Capture { hash, media, bytes, .. } = capture;
    let seal = capture_seal(hash, media.code(), read_at);
    db.prepare_cached("INSERT INTO capture (hash, media, bytes, read_at, seal) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![hash, media.code(), bytes, read_at, seal])?;
    Ok(db.last_insert_rowid())
}

/// Seals what the hash of the bytes does not.
pub(crate) fn capture_seal(hash: &str, media: &str, read_at: &str) -> [u8; 16] {
    seal(&[Some(hash.as_bytes()), Some(media.as_bytes()), Some(read_at.as_bytes())])
}

fn insert_place(db: &Connection, capture: i64, place: &Place) -> rusqlite::Result<()> {
    let seal = place_seal(capture, place);
    db.prepare_cached("INSERT INTO place (capture, path, line, seal) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![capture, place.path, place.line, seal])?;
    Ok(())
}

pub(crate) fn place_seal(capture: i64, place: &Place) -> [u8; 16] {
    let line = place.line.map(u32::to_le_bytes);
    seal(&[
        Some(&capture.to_le_bytes()),
        place.path.as_deref().map(str::as_bytes),
        line.as_ref().map(|l| &l[..]),
    ])
}

pub(crate) fn places(db: &Connection, capture: i64) -> rusqlite::Result<Vec<Place>> {
    let mut all = db.prepare_cached("SELECT path, line FROM place WHERE capture = ?1 ORDER BY number")?;
    let rows = all.query_map([capture], |row| Ok(Place { path: row.get(0)?, line: row.get(1)? }))?;
    rows.collect()
}

fn replace_report(db: &Connection, capture: i64, d: &Derived) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO report (capture, id, language, title, byline, credits, publisher, url, published, \
         earliest, latest, basis, zone, text, made_by, seal) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        capture,
        d.id,
        d.language,
        d.title,
        d.byline,
        d.credits,
        d.publisher,
        d.url,
        d.published,
        d.earliest,
        d.latest,
        d.basis,
        d.zone,
        d.text,
        d.made_by,
        d.seal(capture)
    ])?;
    Ok(())
}

pub(crate) const DERIVED: &str = "SELECT id, language, title, byline, credits, publisher, url, published, earliest, \
                                  latest, basis, zone, text, made_by, seal, capture FROM report";

/// The row of a capture with its seal.
fn derived(db: &Connection, capture: i64) -> rusqlite::Result<Option<(Derived, Vec<u8>)>> {
    let mut one = db.prepare_cached(&format!("{DERIVED} WHERE capture = ?1"))?;
    one.query_row([capture], |row| Ok((row_of(row)?, row.get(14)?))).optional()
}

pub(crate) fn row_of(row: &Row<'_>) -> rusqlite::Result<Derived> {
    Ok(Derived {
        id: row.get(0)?,
        language: row.get(1)?,
        title: row.get(2)?,
        byline: row.get(3)?,
        credits: row.get(4)?,
        publisher: row.get(5)?,
        url: row.get(6)?,
        published: row.get(7)?,
        earliest: row.get(8)?,
        latest: row.get(9)?,
        basis: row.get(10)?,
        zone: row.get(11)?,
        text: row.get(12)?,
        made_by: row.get(13)?,
    })
}
