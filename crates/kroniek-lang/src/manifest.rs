//! `pack.toml`: what a language pack says of itself.

use crate::Error;
use serde::Deserialize;

/// A language's name, version and habits with numbers and dates.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Language code; equal to the folder's name.
    pub code: String,
    /// The language's name in itself (`Nederlands`).
    pub name: String,
    /// Version of the pack, named by everything derived with it.
    pub version: String,
    /// Time zone (IANA) of its reports where the publisher does not tell.
    pub zone: String,
    /// Separates the whole number from its decimals.
    pub decimal: char,
    /// Separates thousands.
    pub thousands: char,
    /// Whether `7/8` is 7 August (`day-month`) or July 8 (`month-day`).
    pub date_order: DateOrder,
}

/// Order of day and month in dates written with figures only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 7/8 is 7 August.
    DayMonth,
    /// 7/8 is July 8.
    MonthDay,
}

impl Manifest {
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| Error::in_file(file, e.message().to_owned()))
    }
}
