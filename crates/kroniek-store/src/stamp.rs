//! The stamp: a checksum of the whole file, in the file itself.
//!
//! SQLite leaves four bytes of its header to the application. A closed archive holds there the CRC-32 of all its bytes
//! with those four taken as zero, so that a changed byte shows wherever it lies: in a page that nothing uses, too.

use crate::error::Kind;
use crate::{Archive, Error};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// In the stamp's place while something is written (`Kron` in ASCII): it stays there when the writer crashes.
pub(crate) const OPEN: u32 = 0x4b72_6f6e;

/// Where SQLite's header keeps the application's number.
const FIELD: std::ops::Range<usize> = 68..72;

/// What the stamp says of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// Every byte is as it was written.
    Sound,
    /// The last writing was not ended: there is nothing to compare with.
    Unstamped,
    /// A byte was changed.
    Broken,
}

impl Archive {
    /// Compares every byte of the file with the stamp.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stamp(&self) -> Result<Stamp, Error> {
        // Under a shared lock nobody writes, and what a crash left half done has been undone.
        self.locked("BEGIN; SELECT count(*) FROM sqlite_schema;", |path| {
            let mut file = File::open(path)?;
            let (found, sum) = sums(&mut file)?;
            let stamp = match found {
                OPEN => Stamp::Unstamped,
                n if n == sum => Stamp::Sound,
                _ => Stamp::Broken,
            };
            Ok((stamp, file))
        })
    }

    /// Refuses an archive of which a byte was changed.
    pub(crate) fn refuse_broken(&self) -> Result<(), Error> {
        match self.stamp()? {
            Stamp::Sound | Stamp::Unstamped => Ok(()),
            Stamp::Broken => {
                let what = "damaged: the file is not as it was written; `kroniek verify` tells where; restore it from \
                            a copy";
                Err(Error::new(&self.path, Kind::Damaged, what))
            }
        }
    }

    /// Ends a session of writing: stamps the file.
    ///
    /// # Errors
    /// If the file cannot be read or written to. It is then as after a crash: everything is there, without a stamp.
    pub fn close(mut self) -> Result<(), Error> {
        self.seal_file()
    }

    pub(crate) fn seal_file(&mut self) -> Result<(), Error> {
        if !std::mem::take(&mut self.written) {
            return Ok(());
        }
        self.locked("BEGIN EXCLUSIVE;", |path| {
            let mut file = OpenOptions::new().read(true).write(true).open(path)?;
            let (_, sum) = sums(&mut file)?;
            file.seek(SeekFrom::Start(FIELD.start as u64))?;
            file.write_all(&sum.to_be_bytes())?;
            file.sync_all()?;
            Ok(((), file))
        })
    }

    /// Runs `work` on the bare file under a lock of SQLite's.
    fn locked<T>(&self, lock: &str, work: impl FnOnce(&Path) -> io::Result<(T, File)>) -> Result<T, Error> {
        self.db.execute_batch(lock).map_err(|e| Error::sqlite(&self.path, e))?;
        let done = work(&self.path);
        let unlocked = self.db.execute_batch("ROLLBACK;").map_err(|e| Error::sqlite(&self.path, e));
        // The file is closed only now: closing it would take the lock away (POSIX locks belong to the process).
        let (value, file) = done.map_err(|e| {
            Error::new(&self.path, Kind::Disk, format!("the file cannot be read or written to: {e}"))
        })?;
        drop(file);
        unlocked.map(|()| value)
    }
}

/// The stamp that is there, and the checksum of everything else.
fn sums(file: &mut File) -> io::Result<(u32, u32)> {
    let mut head = [0; 100];
    file.read_exact(&mut head)?;
    let mut found = [0; 4];
    found.copy_from_slice(&head[FIELD]);
    head[FIELD].fill(0);
    let mut sum = crc32fast::Hasher::new();
    sum.update(&head);
    let mut part = vec![0; 1 << 18];
    loop {
        match file.read(&mut part) {
            Ok(0) => break,
            Ok(n) => sum.update(&part[..n]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    // The one sum that would read as "being written" gives way to its neighbour.
    let sum = match sum.finalize() {
        OPEN => OPEN ^ 1,
        sum => sum,
    };
    Ok((u32::from_be_bytes(found), sum))
}
