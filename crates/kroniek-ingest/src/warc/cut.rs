//! Cutting a web archive into its records.
//!
//! A record tells its own length. Where that cannot be, because another record does not follow or the file ends before
//! it, the record is given up and the next one is looked for by its first line: one damaged record costs itself only.

use super::record::{Kind, Record, header_length};
use crate::container::{Found, goes_on, touches_before, unreadable};
use crate::{Cause, Refusal};
use kroniek_model::Media;
use std::io::{self, Read};

/// Longest header, in bytes.
const HEADER: usize = 64 << 10;

/// Longest record that is read, in bytes: the longest page, packed in chunks, and its header.
const LONGEST: u64 = 66 << 20;

/// Most that is looked at a second time in search of records, in bytes.
const AGAIN: usize = 1 << 30;

/// Cuts all records, each with its number from 1.
pub(crate) fn cut(from: &mut dyn Read, out: &mut dyn FnMut(u32, Found)) {
    let mut cutter = Cutter {
        source: Source { from, buffer: Vec::new(), at: 0, base: 0, ended: false, broken: None },
        number: 0,
        again: 0,
    };
    while let Some(found) = cutter.next() {
        out(cutter.number, found);
    }
    if cutter.number == 0 {
        let what = "no records were found; a web archive (WARC) was expected";
        out(1, Found::Refused(Refusal::new(what)));
    }
}

struct Cutter<'r> {
    source: Source<'r>,
    number: u32,
    again: usize,
}

impl Cutter<'_> {
    /// The next record, whole or damaged.
    fn next(&mut self) -> Option<Found> {
        self.source.pass_blanks();
        let at = self.source.place();
        if self.source.rest().is_empty() {
            let broken = self.source.broken.take()?;
            self.number = self.number.saturating_add(1);
            return Some(Found::Refused(unreadable(&broken)));
        }
        self.number = self.number.saturating_add(1);
        if !self.source.begins(b"WARC/") {
            self.find_record(0);
            return Some(damaged(at, "no record begins there; went on at the next one"));
        }
        let Some(header) = self.header() else {
            self.find_record(5);
            return Some(damaged(at, "its header does not end"));
        };
        let length = Record::parse(&self.source.rest()[..header]).and_then(|r| r.length());
        let Some(length) = length else {
            self.find_record(header);
            return Some(damaged(at, "its header tells no Content-Length"));
        };
        if length > LONGEST {
            return Some(self.pass(at, header, length));
        }
        let end = header + length as usize;
        if !self.source.fill(end) {
            let there = self.source.rest().len() - header;
            let broken = self.source.broken.take();
            let found = self.find_in(header, self.source.rest().len());
            if !found {
                self.source.at = self.source.buffer.len();
            }
            return Some(damaged(
                at,
                &match broken {
                    Some(e) => unreadable(&e).to_string(),
                    None if found => WITHIN.to_owned(),
                    None => format!("it is cut off: {there} bytes of {length}"),
                },
            ));
        }
        if !self.is_followed(end) {
            if self.find_in(header, end) {
                return Some(damaged(at, WITHIN));
            }
            // Something else may stand between two whole records, but an empty line ends each.
            if self.source.rest().get(end).is_some_and(|b| !b"\r\n".contains(b)) {
                self.find_record(end);
                return Some(damaged(at, "its length is wrong: it goes on behind its end"));
            }
        }
        let last = self.source.rest()[end..].trim_ascii().is_empty();
        if let Some(e) = self.source.broken.take_if(|e| last && touches_before(e)) {
            // The sum behind the packed record tells that it was changed.
            self.source.at = self.source.buffer.len();
            return Some(damaged(at, &unreadable(&e).to_string()));
        }
        let record = &self.source.rest()[..end];
        let found = match Record::parse(record).map(|r| r.kind()) {
            Some(Kind::Other(what)) => Found::Skipped(what.into_owned()),
            Some(_) => Found::Record(Media::WarcRecord, record.to_vec()),
            None => damaged(at, "its header cannot be read"),
        };
        self.source.at += end;
        Some(found)
    }

    /// Length of the header at hand.
    fn header(&mut self) -> Option<usize> {
        let mut want = 2048;
        loop {
            let more = self.source.fill(want);
            let rest = self.source.rest();
            match header_length(&rest[..rest.len().min(HEADER)]) {
                Some(n) => return Some(n),
                None if !more || want >= HEADER => return None,
                None => want *= 4,
            }
        }
    }

    /// Whether behind `end` comes a record, or nothing.
    fn is_followed(&mut self, end: usize) -> bool {
        let mut want = end + 16;
        loop {
            let more = self.source.fill(want);
            let rest = &self.source.rest()[end..];
            let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            match &rest[blanks..] {
                [] if !more => return true,
                next if next.len() >= 5 || !more => return next.starts_with(b"WARC/"),
                _ => want = want.max(end + blanks + 16),
            }
            if blanks > HEADER {
                return false;
            }
        }
    }

    /// Goes on to a record that begins between `from` and `to`; stays where there is none.
    fn find_in(&mut self, from: usize, to: usize) -> bool {
        let rest = self.source.rest();
        let found = if self.again < AGAIN { mark(&rest[from..to]) } else { None };
        self.again = self.again.saturating_add(to - from);
        self.source.at += found.map_or(0, |n| from + n);
        found.is_some()
    }

    /// Goes on to the next record behind `from`; to the end where there is none.
    fn find_record(&mut self, from: usize) {
        self.source.at += from;
        loop {
            match mark(self.source.rest()) {
                Some(n) => return self.source.at += n,
                None => {
                    // The first line may lie across two reads.
                    let keep = self.source.rest().len().min(MARK);
                    self.source.at = self.source.buffer.len() - keep;
                    if !self.source.fill(keep + 1) {
                        self.source.at = self.source.buffer.len();
                        return;
                    }
                }
            }
        }
    }

    /// Passes over a record that is too long, unless another one begins within what should be it.
    fn pass(&mut self, at: u64, header: usize, length: u64) -> Found {
        self.source.at += header;
        let end = self.source.place().saturating_add(length);
        while self.source.place() < end {
            let left = usize::try_from(end - self.source.place()).unwrap_or(usize::MAX);
            if !self.source.fill(left.min(1 << 20)) && self.source.rest().len() <= MARK {
                self.source.at = self.source.buffer.len();
                return damaged(at, &format!("it is cut off: {length} bytes were told"));
            }
            let rest = self.source.rest();
            let part = &rest[..rest.len().min(left)];
            if let Some(n) = mark(part) {
                self.source.at += n;
                return damaged(at, WITHIN);
            }
            let n = if part.len() == left { left } else { part.len().saturating_sub(MARK) };
            self.source.at += n;
        }
        let what =
            format!("a record of {} MB; at most {} MB are read", length / 1_000_000, LONGEST / 1_000_000);
        Found::Refused(Refusal::of(Cause::TooLarge, what))
    }
}

fn damaged(at: u64, what: &str) -> Found {
    Found::Refused(Refusal::of(Cause::Damaged, format!("the record at byte {at} is damaged: {what}")))
}

const WITHIN: &str = "its length is wrong: another record begins within it";

/// What is kept of one read for the next when a record's first line is looked for, in bytes.
const MARK: usize = 24;

/// Where a record begins: a line `WARC/1.0` with a field behind it.
fn mark(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"WARC/").find(|&n| {
        let starts = n == 0 || bytes[n - 1] == b'\n';
        let version = bytes[n + 5..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let behind = &bytes[n + 5 + version..];
        // Where the record before is cut off, the line has no beginning of its own.
        let is_header = behind.starts_with(b"\r\nWARC-");
        version >= 3 && (is_header || starts && (behind.starts_with(b"\r\n") || behind.starts_with(b"\n")))
    })
}

/// Bytes that are looked at before they are taken.
struct Source<'r> {
    from: &'r mut dyn Read,
    buffer: Vec<u8>,
    at: usize,
    /// Place of the first byte of `buffer`.
    base: u64,
    ended: bool,
    /// Why reading stopped, and where it may go on.
    broken: Option<io::Error>,
}

impl Source<'_> {
    fn place(&self) -> u64 {
        self.base + self.at as u64
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    fn begins(&mut self, with: &[u8]) -> bool {
        self.fill(with.len());
        self.rest().starts_with(with)
    }

    /// Reads on until `n` bytes are at hand; `false` where there are not so many, or reading broke before.
    fn fill(&mut self, n: usize) -> bool {
        if self.rest().len() >= n {
            return true;
        }
        if self.at > (1 << 20) || self.at == self.buffer.len() {
            self.buffer.drain(..self.at);
            self.base += self.at as u64;
            self.at = 0;
        }
        while self.rest().len() < n && !self.ended && self.broken.is_none() {
            let before = self.buffer.len();
            self.buffer.resize(before + (64 << 10), 0);
            let got = self.from.read(&mut self.buffer[before..]);
            self.buffer.truncate(before + *got.as_ref().unwrap_or(&0));
            match got {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.ended = !goes_on(&e);
                    self.broken = Some(e);
                }
            }
        }
        self.rest().len() >= n
    }

    /// Goes over the empty lines between records.
    fn pass_blanks(&mut self) {
        while self.fill(1) && self.rest()[0].is_ascii_whitespace() {
            self.at += self.rest().iter().take_while(|b| b.is_ascii_whitespace()).count();
        }
    }
}
