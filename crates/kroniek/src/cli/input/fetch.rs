//! Opening what was named: a file, or standard input.

use kroniek_ingest::container::{Form, Input, Out, cut};
use std::fs::{File, Metadata};
use std::io;

/// Opens a file, or standard input for `-`, and hands out what is in it; the error tells why it cannot be opened.
pub(super) fn fetch(path: &str, asked: Option<Form>, out: &mut Out<'_>) -> Result<(), String> {
    if path == "-" {
        cut(path, Input::Stream(&mut io::stdin().lock()), None, asked, out);
        return Ok(());
    }
    let about = std::fs::metadata(path).map_err(|e| missing(path, &e))?;
    if let Some(kind) = special(path, &about) {
        return Err(format!("{kind} was found; a file was expected; `-` reads standard input"));
    }
    let mut file = File::open(path).map_err(|e| unreadable(&e))?;
    if about.is_file() {
        cut(path, Input::File(&mut file), Some(about.len()), asked, out);
    } else {
        cut(path, Input::Stream(&mut file), None, asked, out);
    }
    Ok(())
}

/// What a path leads to that is no file and may never end; `None` for what can be read. A shell's `<(…)` is a pipe
/// below `/dev` or `/proc`, and can.
pub(super) fn special(path: &str, about: &Metadata) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = about.file_type();
        let shell = path.starts_with("/dev/") || path.starts_with("/proc/");
        if kind.is_fifo() && !shell {
            return Some("a named pipe");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    let _ = (path, about);
    None
}

/// Why nothing was found at a path, with a hint where something else may have been meant.
fn missing(path: &str, e: &io::Error) -> String {
    let what = unreadable(e);
    if e.kind() != io::ErrorKind::NotFound {
        return what;
    }
    if path.contains("://") {
        return "a web address was found; only files and folders are read: save the report as a text file"
            .to_owned();
    }
    let word = path.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if word { format!("{what}; if a command was meant: `kroniek --help` lists them") } else { what }
}

pub(super) fn unreadable(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied; it must be readable for you".to_owned(),
        _ => e.to_string(),
    }
}
