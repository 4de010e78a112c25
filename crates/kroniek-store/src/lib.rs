//! The archive: one file of captures and what was derived from them.

mod capture;

pub use capture::{Capture, Media, Place};
