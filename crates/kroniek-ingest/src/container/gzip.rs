//! gzip (RFC 1952): members one after the other, as one stream.
//!
//! A member that is damaged gives one error; reading then goes on at the next member. So of a `.warc.gz`, where each
//! record is a member, only the damaged records are lost.

use super::Damage;
use crate::{Cause, Refusal};
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// How much a member may grow before its growth is looked at, in bytes.
const HARMLESS: u64 = 64 << 20;

/// Most that a byte may become, beyond [`HARMLESS`]. Text shrinks to a fifth, a log to a thirtieth; a bomb to less than
/// a two-hundredth.
const GROWTH: u64 = 100;

/// How much of a member is kept so that the search for the next one begins where this one did, in bytes.
const KEPT: usize = 8 << 20;

/// Most that is looked at a second time, in bytes: of a file that is damaged throughout, less is recovered.
const AGAIN: u64 = 256 << 20;

/// The unpacked bytes of all members.
pub(super) struct Members<'r> {
    state: State<'r>,
    /// Bytes that the member at hand has given.
    grown: u64,
    /// Whether a member was read.
    begun: bool,
    again: u64,
}

enum State<'r> {
    Between(Box<Raw<'r>>),
    Within(Box<GzDecoder<Raw<'r>>>),
    /// Damage was found: the next member is to be looked for.
    Lost(Box<Raw<'r>>),
    End,
}

impl<'r> Members<'r> {
    pub(super) fn new(from: &'r mut dyn Read) -> Self {
        let raw = Raw { from, buffer: Vec::new(), at: 0, base: 0, mark: 0, ended: false };
        Members { state: State::Between(Box::new(raw)), grown: 0, begun: false, again: 0 }
    }

    /// Leaves the member at hand, which is damaged.
    fn lose(&mut self, mut raw: Raw<'r>, cause: Cause, what: &str) -> io::Error {
        let place = raw.mark;
        if self.again < AGAIN {
            self.again += raw.back();
        }
        self.state = State::Lost(Box::new(raw));
        let refusal = Refusal::of(cause, format!("the gzip member at byte {place} {what}"));
        Damage { refusal, passed: true, touches_before: self.grown > 0 }.error()
    }
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::End => return Ok(0),
                State::Lost(mut raw) => {
                    if !raw.find_member()? {
                        return Ok(0);
                    }
                    self.state = State::Between(raw);
                }
                State::Between(mut raw) => {
                    if self.begun {
                        raw.pass_zeros()?;
                    }
                    raw.mark = raw.place();
                    if raw.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    (self.begun, self.grown) = (true, 0);
                    self.state = State::Within(Box::new(GzDecoder::new(*raw)));
                }
                State::Within(mut decoder) => match decoder.read(out) {
                    Ok(0) if out.is_empty() => {
                        self.state = State::Within(decoder);
                        return Ok(0);
                    }
                    Ok(0) => self.state = State::Between(Box::new(decoder.into_inner())),
                    Ok(n) => {
                        self.grown += n as u64;
                        let packed = decoder.get_ref().since_mark();
                        if self.grown > HARMLESS && self.grown / GROWTH > packed {
                            let what =
                                format!("grows to more than {GROWTH} times its size: not unpacked further");
                            return Err(self.lose(decoder.into_inner(), Cause::Bomb, &what));
                        }
                        self.state = State::Within(decoder);
                        return Ok(n);
                    }
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => self.state = State::Within(decoder),
                    Err(e) => {
                        let raw = decoder.into_inner();
                        let what = match e.kind() {
                            io::ErrorKind::UnexpectedEof => "is cut off",
                            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => "is damaged",
                            // The disk or the pipe broke, not the member.
                            _ => return Err(e),
                        };
                        return Err(self.lose(raw, Cause::Damaged, what));
                    }
                },
            }
        }
    }
}

/// Packed bytes, those of the member at hand kept.
struct Raw<'r> {
    from: &'r mut dyn Read,
    buffer: Vec<u8>,
    /// The next byte to be read, in `buffer`.
    at: usize,
    /// Place of the first byte of `buffer` in the file.
    base: u64,
    /// Place of the member at hand in the file.
    mark: u64,
    ended: bool,
}

impl Raw<'_> {
    fn place(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Bytes of the member at hand that have been read.
    fn since_mark(&self) -> u64 {
        self.place() - self.mark
    }

    /// Back to the first byte behind the mark, where that is still kept; the number of bytes gone back.
    fn back(&mut self) -> u64 {
        let before = self.at;
        if let Some(kept) = self.mark.checked_sub(self.base) {
            self.at = (kept as usize + 1).min(self.at);
        }
        (before - self.at) as u64
    }

    /// Goes over zeros: behind the last member they are usual on tapes.
    fn pass_zeros(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.fill_buf()?;
            let n = bytes.iter().take_while(|&&b| b == 0).count();
            let all = n == bytes.len();
            self.consume(n);
            if !all || n == 0 {
                return Ok(());
            }
        }
    }

    /// Goes on to what looks like the beginning of a member.
    fn find_member(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.fill_buf()?;
            let found = memchr::memmem::find(bytes, &[0x1f, 0x8b, 8]);
            // A mark may lie across two reads.
            let n = found.unwrap_or(bytes.len().saturating_sub(2));
            let flags = bytes.get(n + 3).copied();
            self.consume(n);
            match flags.filter(|_| found.is_some()) {
                // Three bits of the flags are reserved and zero.
                Some(f) if f & 0xe0 == 0 => return Ok(true),
                Some(_) => self.consume(1),
                None if !self.more()? => return Ok(false),
                None => {}
            }
        }
    }

    /// Reads on; `false` at the end.
    fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        // What stands before the mark is not needed again; of what stands behind it, not more than is reasonable.
        let passed = self.mark.saturating_sub(self.base).min(self.at as u64) as usize;
        let drop = if self.buffer.len() - passed > KEPT { self.at } else { passed };
        self.buffer.drain(..drop);
        self.at -= drop;
        self.base += drop as u64;
        let before = self.buffer.len();
        self.buffer.resize(before + (64 << 10), 0);
        let got = loop {
            match self.from.read(&mut self.buffer[before..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(before + *got.as_ref().unwrap_or(&0));
        self.ended = got? == 0;
        Ok(!self.ended)
    }
}

impl Read for Raw<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let n = bytes.len().min(out.len());
        out[..n].copy_from_slice(&bytes[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Raw<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.more()?;
        }
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.buffer.len());
    }
}
