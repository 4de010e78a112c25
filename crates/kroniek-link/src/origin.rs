//! Copies, and where text begins.
//!
//! Reports that share runs of words are paired by sketches ([`signature`], [`candidate`]), aligned sentence by
//! sentence ([`align`]), and led back to an origin: the agency that a report credits, the report that most of its
//! text was taken from, or its own outlet. Two reports with the same quotation have not copied each other for that.

mod align;
mod candidate;
mod credit;
mod figure;
mod signature;
#[cfg(test)]
mod tests;
mod translate;
mod voice;

use crate::Digest;
use align::{Indexed, Match};
use credit::Agencies;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Copied, CopyKind, Evidence, Linked, LinkedReport, Origin, OriginIx, ReportIx};
use rustc_hash::FxHashMap;

/// The stage's rules.
pub struct Rules {
    agencies: Agencies,
    voices: voice::Lexicon,
    units: figure::Units,
}

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(packs: &Packs) -> Result<Self, Error> {
        Ok(Rules {
            agencies: Agencies::compile(packs)?,
            voices: voice::Lexicon::compile(packs)?,
            units: figure::Units::compile(packs)?,
        })
    }

    /// Finds copies and fills `linked.reports`, `linked.origins` and `linked.copies`.
    pub fn find(&self, digests: &[Digest], linked: &mut Linked) {
        let copies = Copies::find(digests);
        let of_report = self.origins(digests, &copies);
        let mut origins = of_report.clone();
        origins.sort();
        origins.dedup_by(|b, a| a.id == b.id);
        let place: FxHashMap<&str, u32> =
            origins.iter().enumerate().map(|(i, o)| (o.id.as_str(), i as u32)).collect();
        for (i, digest) in digests.iter().enumerate() {
            linked.reports.push(LinkedReport {
                id: digest.id.clone(),
                published: digest.published.clone(),
                story: 0,
                origin: OriginIx(place[of_report[i].id.as_str()]),
                own_percent: 100 - copies.source[i].map_or(0, |s| s.total.min(100)) as u8,
            });
        }
        linked.origins = origins;
        linked.copies = copies.copied;
    }

    /// Fills the origins of all statements, from the voices behind them and the passages they stand in.
    pub fn of_statements(&self, digests: &[Digest], linked: &mut Linked) {
        voice::of_statements(&self.voices, digests, linked);
    }

    /// Leads figures that a report gives on nobody's word back to whom another report names; after the ledgers are made.
    pub fn of_figures(&self, linked: &mut Linked) {
        figure::of_figures(&self.units, linked);
    }

    /// One origin for all reports that were copied from one another: the agency if one of them credits it, else the
    /// outlet that was first.
    fn origins(&self, digests: &[Digest], copies: &Copies) -> Vec<Origin> {
        let mut root: Vec<u32> = (0..digests.len() as u32).collect();
        let mut wire: Vec<Option<Origin>> = vec![None; digests.len()];
        // Sources come before what was copied from them, so the root of theirs is known already.
        for &r in &copies.order {
            let r = r as usize;
            if let Some(source) = copies.source[r].filter(|s| s.share >= HALF) {
                root[r] = root[source.report as usize];
            }
            let first = root[r] as usize;
            if wire[first].is_none() {
                wire[first] = self.agencies.wire(&digests[r]);
            }
        }
        root.iter()
            .map(|&first| {
                let first = first as usize;
                wire[first].clone().unwrap_or_else(|| credit::outlet(&digests[first]))
            })
            .collect()
    }
}

/// Pairs of reports that may share text, as places in `digests`: (likelier source, other), each once. Exact copies are
/// paired with the first of them only.
pub fn candidates(digests: &[Digest]) -> Vec<(u32, u32)> {
    let (signatures, order) = (signatures(digests), credit::order(digests));
    let (distinct, twins) = distinct(&signatures, &order);
    let pairs = candidate::pairs(&signatures, &distinct);
    pairs.into_iter().map(|(a, b)| (distinct[a as usize], distinct[b as usize])).chain(twins).collect()
}

fn signatures(digests: &[Digest]) -> Vec<signature::Signature> {
    digests.iter().map(signature::signature).collect()
}

/// The first of each set of exact copies, and the others as (first, copy).
fn distinct(signatures: &[signature::Signature], order: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let (mut distinct, mut twins) = (Vec::new(), Vec::new());
    for &r in order {
        let Some(exact) = signatures[r as usize].exact else { continue };
        match first.get(&exact) {
            Some(&source) => twins.push((source, r)),
            None => {
                first.insert(exact, r);
                distinct.push(r);
            }
        }
    }
    (distinct, twins)
}

/// The origin of a passage: that of the report it was copied from, led back as far as it goes; otherwise that of its
/// own report.
pub fn of_passage(linked: &Linked, passage: Evidence) -> OriginIx {
    let mut at = passage;
    // Copies lead back to earlier reports only, so this ends; the bound keeps it so whatever is handed in.
    for _ in 0..linked.reports.len() {
        let from = linked.copies.partition_point(|c| c.to.report < at.report);
        let of_report = linked.copies[from..].iter().take_while(|c| c.to.report == at.report);
        match of_report.into_iter().find(|c| c.to.span.overlaps(at.span)) {
            Some(c) => at = c.from,
            None => break,
        }
    }
    linked.reports[at.report.at()].origin
}

/// Per cent of a report's words that make it a copy as a whole.
const HALF: u32 = 50;

/// Where most of a report comes from.
#[derive(Debug, Clone, Copy)]
struct Source {
    /// The report that gave the most.
    report: u32,
    /// Per cent of the words outside quotation marks that it gave.
    share: u32,
    /// Per cent that all sources gave together.
    total: u32,
}

/// Both lists of pairs in one, sorted by the later report, each pair once.
fn merged(a: &[(u32, u32)], b: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut all = [a, b].concat();
    all.sort_unstable_by_key(|&(earlier, later)| (later, earlier));
    all.dedup();
    all
}

struct Copies {
    /// Reports, the likelier source first.
    order: Vec<u32>,
    source: Vec<Option<Source>>,
    copied: Vec<Copied>,
}

impl Copies {
    fn find(digests: &[Digest]) -> Copies {
        let (signatures, order) = (signatures(digests), credit::order(digests));
        let (distinct, twins) = distinct(&signatures, &order);
        let mut all = Copies { source: vec![None; digests.len()], order, copied: Vec::new() };
        let pairs = candidate::pairs(&signatures, &distinct);
        let anchors: Vec<_> = digests.iter().map(translate::Anchors::of).collect();
        let translated = translate::pairs(&anchors, digests, &distinct);
        for later in merged(&pairs, &translated).chunk_by(|a, b| a.1 == b.1) {
            let to = distinct[later[0].1 as usize];
            let copy = Indexed::new(&digests[to as usize]);
            let mut found: Vec<(u32, Match)> = Vec::new();
            for &(earlier, _) in later {
                let from = distinct[earlier as usize];
                let matches = match digests[from as usize].language == digests[to as usize].language {
                    true => copy.matches(&digests[from as usize]),
                    false => anchors[to as usize].matches(&anchors[from as usize], &digests[to as usize]),
                };
                found.extend(matches.into_iter().map(|m| (from, m)));
            }
            all.add(digests, to, copy.own_words(), found);
        }
        for (from, to) in twins {
            let copy = Indexed::new(&digests[to as usize]);
            let found = copy.matches(&digests[from as usize]).into_iter().map(|m| (from, m)).collect();
            all.add(digests, to, copy.own_words(), found);
            all.source[to as usize] = Some(Source { report: from, share: 100, total: 100 });
        }
        all.copied.sort();
        all
    }

    /// Keeps the closest source of each sentence; of equally close ones the first in order.
    fn add(&mut self, digests: &[Digest], to: u32, words: usize, mut found: Vec<(u32, Match)>) {
        found.sort_by_key(|(_, m)| (m.to, m.translated, std::cmp::Reverse(m.common)));
        found.dedup_by_key(|(_, m)| m.to);
        let words = words.max(1) as u32;
        let mut given: Vec<(u32, u32)> = Vec::new();
        for (from, m) in &found {
            match given.iter_mut().find(|g| g.0 == *from) {
                Some(g) => g.1 += m.own,
                None => given.push((*from, m.own)),
            }
        }
        let most = given.iter().max_by_key(|g| (g.1, std::cmp::Reverse(g.0)));
        let total = given.iter().map(|g| g.1).sum::<u32>() * 100 / words;
        self.source[to as usize] =
            most.map(|&(report, own)| Source { report, share: own * 100 / words, total });
        self.copied.extend(found.into_iter().map(|(from, m)| Copied {
            to: Evidence { report: ReportIx(to), span: digests[to as usize].sentences[m.to as usize].span },
            from: Evidence {
                report: ReportIx(from),
                span: digests[from as usize].sentences[m.from as usize].span,
            },
            kind: match m.translated {
                true => CopyKind::Translated,
                false if m.dropped.is_empty() && m.added.is_empty() => CopyKind::Exact,
                false => CopyKind::Edited,
            },
            dropped: m.dropped,
            added: m.added,
        }));
    }
}
