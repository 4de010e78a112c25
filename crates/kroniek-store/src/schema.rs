//! The tables, their version, and what is looked at before a file is taken for an archive.

use crate::Error;
use crate::error::Kind;
use crate::stamp::OPEN;
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Version of the tables; an archive with a higher one was made by a later release.
pub const VERSION: i32 = 2;

const TABLES: &str = "
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The bytes as they were found. Never changed.
CREATE TABLE capture (
    number INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes BLOB NOT NULL,
    read_at TEXT NOT NULL,
    seal BLOB NOT NULL,
    UNIQUE (hash, media)
) STRICT;

-- Where they were found.
CREATE TABLE place (
    number INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES capture (number),
    path TEXT,
    line INTEGER,
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX place_of_capture ON place (capture);

-- What reading made of them. Can be deleted and made again.
CREATE TABLE report (
    capture INTEGER PRIMARY KEY REFERENCES capture (number),
    id TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT,
    byline TEXT NOT NULL,
    credits TEXT NOT NULL,
    publisher TEXT,
    url TEXT,
    published TEXT,
    earliest TEXT,
    latest TEXT,
    basis TEXT NOT NULL,
    zone TEXT NOT NULL,
    text TEXT NOT NULL,
    made_by TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT;
";

/// What makes an archive of schema n one of schema n + 1, from 1 on. A step never changes once it has been released.
const STEPS: [&str; 1] = ["
-- What was removed on purpose: the hash and the reason stay, bytes and text are gone.
CREATE TABLE tombstone (
    number INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    media TEXT NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    forgotten_at TEXT NOT NULL,
    seal BLOB NOT NULL,
    UNIQUE (hash, media)
) STRICT;

-- What a person decided. Rows are only added; each seal holds the one before it.
CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    body TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT;

-- The sentences of the reports, for searching. Can be deleted and made again, as all below.
CREATE TABLE sentence (
    number INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES capture (number),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL
) STRICT;
CREATE INDEX sentence_of_capture ON sentence (capture);

-- What they say.
CREATE TABLE statement (
    number INTEGER PRIMARY KEY,
    sentence INTEGER NOT NULL REFERENCES sentence (number),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    event TEXT,
    who TEXT NOT NULL,
    place TEXT NOT NULL,
    source TEXT NOT NULL,
    -- The same three folded, for comparing.
    who_key TEXT NOT NULL,
    place_key TEXT NOT NULL,
    source_key TEXT NOT NULL,
    stance TEXT NOT NULL,
    certainty TEXT NOT NULL,
    polarity TEXT NOT NULL,
    earliest TEXT,
    latest TEXT
) STRICT;
CREATE INDEX statement_of_sentence ON statement (sentence);

-- Words as they stand; dictionary forms; parts of compounds, names and event classes. The row is the sentence's number.
CREATE VIRTUAL TABLE words USING fts5 (
    form, lemma, more, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
"];

/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tells that the file is being written to, where its stamp will be.
pub(crate) fn mark_open(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(&format!("PRAGMA application_id = {OPEN};"))
}

/// Opens an archive, or makes one where there is no file and `create` is asked.
pub(crate) fn open(path: &Path, create: bool) -> Result<Opened, Error> {
    if path.is_dir() {
        return Err(Error::new(path, Kind::Absent, "this is a folder; the file of an archive was expected"));
    }
    let fresh = look(path, create)?;
    let with = |flags| Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let write = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let db = if create {
        with(write | OpenFlags::SQLITE_OPEN_CREATE)
    } else {
        with(write).or_else(|_| with(OpenFlags::SQLITE_OPEN_READ_ONLY))
    };
    let db = db.map_err(|e| Error::sqlite(path, e))?;
    let version = prepare(&db, path, fresh)?;
    Ok(Opened { db, fresh, version })
}

/// A database that is an archive of some schema.
pub(crate) struct Opened {
    pub(crate) db: Connection,
    /// It was made just now.
    pub(crate) fresh: bool,
    /// Its schema, at most [`VERSION`].
    pub(crate) version: i32,
}

/// Brings an archive of an older schema up to date, all or nothing.
pub(crate) fn migrate(db: &Connection, path: &Path, from: i32) -> Result<(), Error> {
    let steps = usize::try_from(from - 1).ok().and_then(|n| STEPS.get(n..)).unwrap_or_default().concat();
    db.execute_batch(&format!(
        "BEGIN IMMEDIATE; PRAGMA application_id = {OPEN}; PRAGMA user_version = {VERSION}; {steps}
         UPDATE meta SET value = '{VERSION}' WHERE key = 'schema'; COMMIT;"
    ))
    .map_err(|e| {
        let _ = db.execute_batch("ROLLBACK;");
        Error::sqlite(path, e)
    })
}

/// Checks that the database is an archive; its schema.
fn prepare(db: &Connection, path: &Path, fresh: bool) -> Result<i32, Error> {
    let run = |sql: &str| db.execute_batch(sql).map_err(|e| Error::sqlite(path, e));
    db.busy_timeout(PATIENCE).map_err(|e| Error::sqlite(path, e))?;
    run("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;")?;
    if fresh {
        // One file after every close: a rollback journal, not a write-ahead log.
        run("PRAGMA journal_mode = DELETE; PRAGMA encoding = 'UTF-8';")?;
        run(&format!(
            "BEGIN IMMEDIATE; PRAGMA application_id = {OPEN}; PRAGMA user_version = {VERSION}; {TABLES}{}
             INSERT INTO meta VALUES ('schema', '{VERSION}'); COMMIT;",
            STEPS.concat()
        ))?;
        return Ok(VERSION);
    }
    let number = |pragma: &str| {
        db.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).map_err(|e| Error::sqlite(path, e))
    };
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('meta', 'capture', 'place', 'report')";
    let tables = db.query_row(tables, [], |row| row.get::<_, i64>(0)).map_err(|e| Error::sqlite(path, e))?;
    if tables != 4 {
        let what = "an SQLite database of another program; an archive made by `kroniek read` was expected";
        return Err(Error::new(path, Kind::Damaged, what));
    }
    let version = match number("user_version")? {
        n @ 1..=VERSION => n,
        n if n > VERSION => {
            let what = format!(
                "schema {n} was found, and this release knows up to {VERSION}; a later release made it: use that one"
            );
            return Err(Error::new(path, Kind::Newer, what));
        }
        n => return Err(Error::new(path, Kind::Damaged, format!("schema {n} was found, which never was"))),
    };
    let noted =
        db.query_row("SELECT value FROM meta WHERE key = 'schema'", [], |row| row.get::<_, String>(0));
    match noted.map_err(|e| Error::sqlite(path, e))? {
        v if v == version.to_string() => Ok(version),
        v => {
            Err(Error::new(path, Kind::Damaged, format!("the header says schema {version}, the tables {v}")))
        }
    }
}

/// Looks at the first bytes and the length; `true` when the file is still to be made.
fn look(path: &Path, create: bool) -> Result<bool, Error> {
    let mut head = Vec::new();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && create => return Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let what = "no such file; `kroniek read PATH…` makes an archive";
            return Err(Error::new(path, Kind::Absent, what));
        }
        Err(e) => return Err(Error::new(path, Kind::Absent, e.to_string())),
    };
    let found = file.metadata().map_or(0, |m| m.len());
    let damaged = |what: String| Err(Error::new(path, Kind::Damaged, what));
    if file.take(100).read_to_end(&mut head).is_err() {
        return damaged("the file cannot be read".to_owned());
    }
    if head.is_empty() {
        return if create {
            Ok(true)
        } else {
            damaged("the file is empty; an archive was expected".to_owned())
        };
    }
    if !head.starts_with(b"SQLite format 3\0") {
        return damaged("no archive: the file does not begin as an SQLite database does".to_owned());
    }
    // Versions of reading and writing, and the shares of a page: one value each in every archive. With another SQLite
    // would open the file in another way, or not at all.
    if head.get(18..24).is_some_and(|h| h != [1, 1, 0, 64, 32, 32]) {
        return damaged("the header of the file was changed; restore it from a copy".to_owned());
    }
    let Some(&[a, b]) = head.get(16..18) else { return damaged(format!("cut off after {found} bytes")) };
    let page = match u64::from(u16::from_be_bytes([a, b])) {
        1 => 65_536,
        n => n,
    };
    let Some(pages) = head.get(28..32).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
        return damaged(format!("cut off after {found} bytes"));
    };
    let expected = page * u64::from(u32::from_be_bytes(pages));
    if found < expected {
        return damaged(format!("cut off: {found} bytes of {expected}; restore it from a copy"));
    }
    Ok(false)
}
