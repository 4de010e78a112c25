//! Containers: files of many records, cut into captures.
//!
//! [`cut`] tells what a file is and hands out its records one by one; a file of one record is its own only record.
//! Nothing is kept but the record at hand, so that a crawl of any length goes through. A record that is damaged is
//! handed out as a refusal with its place, and the others go on. Names inside an archive are names only: nothing is
//! ever written to the disk.

mod form;
mod gzip;
mod lines;
mod zip;

pub use form::Form;

use crate::{Cause, LONGEST, LONGEST_PAGE, Refusal, decode, feed, warc};
use kroniek_model::Media;
use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

/// How much of a file is looked at to tell what it is, in bytes.
const HEAD: u64 = 4096;

/// How deep containers may lie in one another: an archive of crawls in a compressed file has three.
const DEEPEST: u32 = 4;

/// What is handed out, and from where.
pub type Out<'o> = dyn FnMut(At<'_>, Found) + 'o;

/// Where something was found in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<'a> {
    /// The file's path as it was given; for what lies in a ZIP archive with `!/` and its name there behind it.
    pub path: &'a str,
    /// Number of the line or record, from 1, in a file of many.
    pub number: Option<u32>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A record that can be a report.
    Record(Media, Vec<u8>),
    /// Something damaged, or not read.
    Refused(Refusal),
    /// Something that is no report by its kind (a picture, a request); what to call it.
    Skipped(String),
}

/// Bytes to be read once, or a file that can be gone through at will.
pub enum Input<'r> {
    /// Read from the beginning to the end.
    Stream(&'r mut dyn Read),
    /// Read in any order.
    File(&'r mut dyn ReadSeek),
}

/// A reader that can go to any place.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Input::Stream(_) => "Stream",
            Input::File(_) => "File",
        })
    }
}

/// Cuts a file into records. `size` is its length where that is known, `asked` the form that the user says its
/// documents have; without it name and first bytes tell.
pub fn cut(path: &str, input: Input<'_>, size: Option<u64>, asked: Option<Form>, out: &mut Out<'_>) {
    Cutter { asked, out }.open(path, path, input, size, 0);
}

/// What holds for all of a file, and for what lies in it.
struct Cutter<'c, 'o> {
    asked: Option<Form>,
    out: &'c mut Out<'o>,
}

impl Cutter<'_, '_> {
    /// Cuts what lies at `path`; `name` is what its kind is told by (without the `.gz` of what was compressed).
    fn open(&mut self, path: &str, name: &str, input: Input<'_>, size: Option<u64>, depth: u32) {
        if depth > DEEPEST {
            let what = format!("archives in archives, more than {DEEPEST} deep; unpack the outer ones");
            return self.refuse(path, Refusal::of(Cause::Unsupported, what));
        }
        match input {
            Input::File(from) => {
                let (head, _) = head(from);
                // What broke the reading will break it again.
                if let Err(e) = from.seek(SeekFrom::Start(0)) {
                    return self.refuse(path, unreadable(&e));
                }
                match Form::tell(name, &head, self.asked) {
                    Form::Zip => zip::cut(self, path, from, size, depth),
                    form => self.stream(form, path, name, from, size, depth),
                }
            }
            Input::Stream(from) => {
                let (head, broken) = head(from);
                let form = Form::tell(name, &head, self.asked);
                let mut from = Begun { head: Cursor::new(head), broken, from };
                self.stream(form, path, name, &mut from, size, depth);
            }
        }
    }

    fn stream(
        &mut self,
        form: Form,
        path: &str,
        name: &str,
        from: &mut dyn Read,
        size: Option<u64>,
        depth: u32,
    ) {
        match form {
            Form::Gzip => {
                let mut members = gzip::Members::new(from);
                let inner = name.strip_suffix(".gz").unwrap_or(name);
                let tgz = [".tgz", ".tar"].iter().any(|t| inner.to_ascii_lowercase().ends_with(t));
                if tgz {
                    return self.refuse(path, Refusal::of(Cause::Unsupported, TAR));
                }
                self.open(path, inner, Input::Stream(&mut members), None, depth + 1);
            }
            Form::Zip => match whole(from, None, zip::IN_MEMORY, "one archive") {
                Ok(bytes) => {
                    let size = Some(bytes.len() as u64);
                    zip::cut(self, path, &mut Cursor::new(bytes), size, depth);
                }
                Err(e) => self.refuse(path, e),
            },
            Form::Warc => warc::cut(from, &mut |number, found| {
                (self.out)(At { path, number: Some(number) }, found);
            }),
            Form::Lines => lines::cut(from, &mut |number, found| (self.out)(At { path, number }, found)),
            Form::Feed | Form::JsonFeed => match whole(from, size, feed::LONGEST, "one feed") {
                Ok(bytes) => {
                    let cut = if form == Form::Feed { feed::cut } else { feed::cut_json };
                    cut(&bytes, &mut |number, found| (self.out)(At { path, number }, found));
                }
                Err(e) => self.refuse(path, e),
            },
            Form::Page => {
                self.single(path, Media::Html, whole(from, size, LONGEST_PAGE as u64, "one web page"))
            }
            Form::Text => self.single(path, Media::Text, text(from, size)),
        }
    }

    /// A file that is one record.
    fn single(&mut self, path: &str, media: Media, bytes: Result<Vec<u8>, Refusal>) {
        match bytes {
            Ok(bytes) => (self.out)(At { path, number: None }, Found::Record(media, bytes)),
            Err(e) => self.refuse(path, e),
        }
    }

    fn refuse(&mut self, path: &str, refusal: Refusal) {
        (self.out)(At { path, number: None }, Found::Refused(refusal));
    }

    fn skip(&mut self, path: &str, what: impl Into<String>) {
        (self.out)(At { path, number: None }, Found::Skipped(what.into()));
    }
}

const TAR: &str = "a tar archive was found; unpack it, or pack the files as ZIP";

/// The first bytes, and what broke the reading of them.
fn head(from: &mut dyn Read) -> (Vec<u8>, Option<io::Error>) {
    let mut head = Vec::new();
    let broken = from.take(HEAD).read_to_end(&mut head).err();
    (head, broken)
}

/// A stream of which the beginning has been looked at: those bytes, what broke the reading there, and the rest.
struct Begun<'r> {
    head: Cursor<Vec<u8>>,
    broken: Option<io::Error>,
    from: &'r mut dyn Read,
}

impl Read for Begun<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.head.read(out)? {
            0 => match self.broken.take() {
                Some(e) => Err(e),
                None => self.from.read(out),
            },
            n => Ok(n),
        }
    }
}

/// All bytes of a plain text.
fn text(from: &mut dyn Read, size: Option<u64>) -> Result<Vec<u8>, Refusal> {
    let most = LONGEST as u64;
    let too_long = |found| decode::too_long(found);
    match size.filter(|&n| n > most) {
        Some(found) => Err(too_long(Some(found))),
        None => up_to(from, most)?.ok_or_else(|| too_long(None)),
    }
}

/// All bytes of `what`, of which at most `most` were expected.
pub(crate) fn whole(
    from: &mut dyn Read,
    size: Option<u64>,
    most: u64,
    what: &str,
) -> Result<Vec<u8>, Refusal> {
    let too_large = || Refusal::of(Cause::TooLarge, format!("more than {} MB in {what}", most / 1_000_000));
    match size.filter(|&n| n > most) {
        Some(_) => Err(too_large()),
        None => up_to(from, most)?.ok_or_else(too_large),
    }
}

/// All bytes if there are no more than `most`: a size may have been told wrong, or grown.
fn up_to(from: &mut dyn Read, most: u64) -> Result<Option<Vec<u8>>, Refusal> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// What is wrong with compressed bytes.
#[derive(Debug)]
struct Damage {
    refusal: Refusal,
    /// The next read goes on behind the damage.
    passed: bool,
    /// Bytes of what is damaged were given before it showed.
    touches_before: bool,
}

impl Damage {
    fn error(self) -> io::Error {
        io::Error::other(self)
    }

    /// Damage behind which nothing can be read.
    fn last(refusal: Refusal) -> io::Error {
        Damage { refusal, passed: false, touches_before: true }.error()
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.fmt(f)
    }
}

impl std::error::Error for Damage {}

/// Whether what follows a read error can be read all the same.
pub(crate) fn goes_on(e: &io::Error) -> bool {
    damage(e).is_some_and(|d| d.passed)
}

/// Whether what was read last is damaged too.
pub(crate) fn touches_before(e: &io::Error) -> bool {
    damage(e).is_none_or(|d| d.touches_before)
}

/// The refusal of what could not be read to its end.
pub(crate) fn unreadable(e: &io::Error) -> Refusal {
    damage(e).map_or_else(|| Refusal::of(Cause::Damaged, e.to_string()), |d| d.refusal.clone())
}

fn damage(e: &io::Error) -> Option<&Damage> {
    e.get_ref()?.downcast_ref()
}
