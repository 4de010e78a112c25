//! From linked statements to the dated chronicle and its ledgers. Pure: [`Linked`] in, [`Chronicle`] out.
//!
//! [`entry`] puts statements in order of when things happened; [`ledger`] tells how each figure stands.

mod entry;
mod ledger;

use kroniek_model::{Chronicle, Linked};

/// The chronicle of everything that was linked.
pub fn chronicle(linked: &Linked) -> Chronicle {
    Chronicle { entries: entry::entries(linked), ledgers: ledger::ledgers(linked) }
}
