//! ZIP archives: of reports, and of crawls (WACZ, which is a ZIP with the crawl in `archive/`).

use super::{Cutter, Damage, Form, Input, ReadSeek};
use crate::{Cause, Refusal};
use std::io::{self, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Longest archive that is held in memory, where it cannot be read in any order (standard input, an archive within an
/// archive), in bytes.
pub(super) const IN_MEMORY: u64 = 1 << 30;

/// What all members together may give beyond [`GROWTH`] times the archive, in bytes.
const HARMLESS: u64 = 256 << 20;

/// Most that a byte of the archive may become, all members together. Members may share their bytes, and so a small
/// archive may be endless.
const GROWTH: u64 = 200;

/// Cuts the members of an archive, in the order of its directory.
pub(super) fn cut(
    cutter: &mut Cutter<'_, '_>,
    path: &str,
    from: &mut dyn ReadSeek,
    size: Option<u64>,
    depth: u32,
) {
    let mut archive = match ZipArchive::new(from) {
        Ok(archive) => archive,
        Err(e) => return cutter.refuse(path, refusal(&e)),
    };
    if let Some(kind) = document(&archive) {
        return cutter.refuse(
            path,
            Refusal::of(Cause::Unsupported, format!("{kind} was found; save it as text or HTML")),
        );
    }
    let crawl = archive.index_for_name("datapackage.json").is_some()
        && archive.file_names().any(|n| n.is_ok_and(|n| n.starts_with("archive/")));
    let mut left = HARMLESS.saturating_add(size.unwrap_or(0).saturating_mul(GROWTH));
    for i in 0..archive.len() {
        let name = archive.name_for_index(i).and_then(Result::ok).map(|n| n.into_owned());
        let name = name.unwrap_or_else(|| format!("member {}", i + 1));
        let place = format!("{path}!/{}", printable(&name));
        if name.ends_with(['/', '\\']) {
            continue;
        }
        if let Some(kind) = passed_over(&name, crawl) {
            cutter.skip(&place, kind);
            continue;
        }
        match archive.by_index(i) {
            Err(e) => cutter.refuse(&place, refusal(&e)),
            Ok(member) if member.is_symlink() => cutter.skip(&place, "links"),
            Ok(member) => {
                let size = Some(member.size());
                let mut capped = Capped { from: member, left: &mut left };
                cutter.open(&place, &name, Input::Stream(&mut capped), size, depth + 1);
            }
        }
        if left == 0 {
            let what =
                format!("what was unpacked is more than {GROWTH} times the archive: not unpacked further");
            return cutter.refuse(path, Refusal::of(Cause::Bomb, what));
        }
    }
}

/// What a member is that is not looked at; of a crawl, all but the crawl itself (indexes and lists of pages).
fn passed_over(name: &str, crawl: bool) -> Option<String> {
    if crawl {
        return (!name.starts_with("archive/")).then(|| "parts of a crawl's index".to_owned());
    }
    if name.split(['/', '\\']).any(|p| p.starts_with('.') && p != ".." && p != "." || p == "__MACOSX") {
        return Some("hidden".to_owned());
    }
    Form::skipped(name)
}

/// What an archive is that holds one document of an office program.
fn document<R: Read + io::Seek>(archive: &ZipArchive<R>) -> Option<&'static str> {
    let has = |name| archive.index_for_name(name).is_some();
    match () {
        () if has("[Content_Types].xml") => Some("an office document"),
        () if has("META-INF/container.xml") && has("mimetype") => Some("an e-book"),
        () if has("mimetype") && has("content.xml") => Some("an office document"),
        () => None,
    }
}

/// A name without what would play tricks on a terminal.
fn printable(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(1000).collect()
}

fn refusal(e: &ZipError) -> Refusal {
    match e {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => Refusal::of(
            Cause::Encrypted,
            "locked with a password was found, an open archive was expected; unpack it yourself",
        ),
        ZipError::UnsupportedArchive(what) => method(what),
        other => Refusal::of(Cause::Damaged, format!("the ZIP archive is damaged: {other}")),
    }
}

fn method(what: &str) -> Refusal {
    let what = format!("packed in a way that is not read ({what}); pack it again with deflate");
    Refusal::of(Cause::Unsupported, what)
}

/// A member that stops when all members together have given too much.
struct Capped<'l, R> {
    from: R,
    left: &'l mut u64,
}

impl<R: Read> Read for Capped<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(usize::try_from(*self.left).unwrap_or(usize::MAX));
        if most == 0 && !out.is_empty() {
            let what = "unpacked too much with the members before it; not unpacked further";
            return Err(Damage::last(Refusal::of(Cause::Bomb, what)));
        }
        let n = self.from.read(&mut out[..most]).map_err(|e| match e.kind() {
            io::ErrorKind::Interrupted => e,
            _ if e.to_string().contains("not supported") => Damage::last(method(&e.to_string())),
            _ => Damage::last(Refusal::of(Cause::Damaged, format!("the member is damaged: {e}"))),
        })?;
        *self.left -= n as u64;
        Ok(n)
    }
}
