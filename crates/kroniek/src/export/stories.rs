//! The wire contract of `stories`: one JSON object a report.

use kroniek_model::{Linked, LinkedReport};
use serde::Serialize;

/// One report on the wire, with the ids of its story and of the origin of most of its text.
#[derive(Serialize)]
pub struct Record<'a> {
    id: &'a str,
    path: Option<&'a str>,
    story: &'a str,
    origin: &'a str,
}

/// The record of a report.
pub fn record<'a>(linked: &'a Linked, report: &'a LinkedReport, path: Option<&'a str>) -> Record<'a> {
    Record {
        id: &report.id,
        path,
        story: &linked.stories[report.story as usize].id,
        origin: &linked.origins[report.origin.at()].id,
    }
}
