//! From linked statements to the dated chronicle and its ledgers. Pure: [`Linked`] in, [`Chronicle`] out.
//!
//! [`entry`] puts statements in order of when things happened; [`ledger`] tells how each figure stands; [`conflict`]
//! what stands against what; [`claim`] who said, confirmed and denied what first; [`voice`] what one speaker said and
//! what became of it. [`origin`] counts what is independent.

mod changes;
mod claim;
mod conflict;
mod entry;
mod ledger;
mod origin;
mod voice;

pub use changes::changes;
use kroniek_model::{Chronicle, Linked};

/// The chronicle of everything that was linked.
pub fn chronicle(linked: &Linked) -> Chronicle {
    Chronicle {
        entries: entry::entries(linked),
        ledgers: ledger::ledgers(linked),
        conflicts: conflict::conflicts(linked),
        drifts: conflict::drifts(linked),
        claims: claim::claims(linked),
        voices: voice::voices(linked),
    }
}
