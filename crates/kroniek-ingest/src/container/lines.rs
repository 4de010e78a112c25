//! JSON Lines: one JSON object a line.

use super::{Found, unreadable};
use crate::{Cause, Refusal};
use kroniek_model::Media;
use std::io::{BufRead, BufReader, Read};

/// Longest line that is waited for, in bytes: far more than the longest text with every letter escaped.
const LONGEST: u64 = 64 << 20;

/// Cuts a file into its lines; one at a time is held.
pub(super) fn cut(from: &mut dyn Read, out: &mut dyn FnMut(Option<u32>, Found)) {
    let mut from = BufReader::with_capacity(64 << 10, from);
    let (mut line, mut number, mut empty) = (Vec::new(), 0u32, true);
    loop {
        line.clear();
        let read = (&mut from).take(LONGEST).read_until(b'\n', &mut line);
        number = number.saturating_add(1);
        let found = match read {
            Ok(0) => break,
            Ok(n) if n as u64 >= LONGEST && line.last() != Some(&b'\n') => {
                let what = format!(
                    "a line of more than {} MB; a JSON object a line was expected",
                    LONGEST / 1_000_000
                );
                return out(None, Found::Refused(Refusal::of(Cause::TooLarge, what)));
            }
            Ok(_) => {
                record(if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line })
            }
            Err(e) => return out(Some(number), Found::Refused(unreadable(&e))),
        };
        if let Some(found) = found {
            empty = false;
            out(Some(number), found);
        }
    }
    if empty {
        let what = "no lines were found; a JSON object a line was expected";
        out(None, Found::Refused(Refusal::new(what)));
    }
}

fn record(line: &[u8]) -> Option<Found> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return None;
    }
    Some(match std::str::from_utf8(line) {
        Ok(_) => Found::Record(Media::Json, line.to_vec()),
        Err(e) => Found::Refused(Refusal::new(format!(
            "byte {} is no UTF-8; JSON Lines are UTF-8",
            e.valid_up_to()
        ))),
    })
}
