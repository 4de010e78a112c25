//! The wire contract of `timeline`: one JSON object a date.

use serde::Serialize;

/// One date on the wire, with the sentences that tell it as they stand in their reports.
#[derive(Serialize)]
pub struct Record<'a> {
    date: String,
    sentences: Vec<&'a str>,
}

/// The record of a date.
pub fn record(date: jiff::civil::Date, sentences: Vec<&str>) -> Record<'_> {
    Record { date: date.to_string(), sentences }
}
