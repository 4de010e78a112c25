//! One identity for all spellings, across reports.

use crate::Digest;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Entity, EntityIx, EntityKind, Linked, ReportEntity, ReportIx};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The stage's rules.
pub struct Rules;

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(_packs: &Packs) -> Result<Self, Error> {
        Ok(Rules)
    }

    /// Fills `linked.entities` and `linked.identities`. Reports are numbered in the order of the digests.
    pub fn find(&self, digests: &[Digest], linked: &mut Linked) {
        let mut known: BTreeMap<(EntityKind, &str), EntityIx> = BTreeMap::new();
        for (r, digest) in digests.iter().enumerate() {
            let report = ReportIx(r as u32);
            let mut own = Vec::with_capacity(digest.entities.len());
            for e in &digest.entities {
                let key = (e.kind, e.concept.as_deref().unwrap_or(&e.canonical));
                let ix = *known.entry(key).or_insert_with(|| {
                    linked.entities.push(fresh(e));
                    EntityIx(linked.entities.len() as u32 - 1)
                });
                add_variants(&mut linked.entities[ix.at()], e, report);
                own.push(ix);
            }
            linked.identities.push(own);
        }
        name_entities(digests, linked);
    }
}

fn fresh(e: &ReportEntity) -> Entity {
    Entity {
        id: SmolStr::default(),
        canonical: e.canonical.clone(),
        kind: e.kind,
        variants: Vec::new(),
        reasons: Vec::new(),
        place: None,
    }
}

fn add_variants(entity: &mut Entity, e: &ReportEntity, report: ReportIx) {
    for v in &e.variants {
        match entity.variants.iter_mut().find(|(text, _)| text == v) {
            Some((_, reports)) if reports.last() == Some(&report) => {}
            Some((_, reports)) => reports.push(report),
            None => entity.variants.push((v.clone(), vec![report])),
        }
    }
}

/// Ids come from content: the kind, the name, and the first report that has it with the entity's number there.
fn name_entities(digests: &[Digest], linked: &mut Linked) {
    let mut first: Vec<Option<(usize, usize)>> = vec![None; linked.entities.len()];
    for (r, own) in linked.identities.iter().enumerate() {
        for (l, ix) in own.iter().enumerate() {
            first[ix.at()].get_or_insert((r, l));
        }
    }
    for (entity, at) in linked.entities.iter_mut().zip(first) {
        let (r, l) = at.unwrap_or_default();
        let report = digests.get(r).map_or("", |d| &d.id);
        let key = format!("{}\n{}\n{report}\n{l}", entity.kind.code(), entity.canonical);
        entity.id = SmolStr::new(&blake3::hash(key.as_bytes()).to_hex()[..16]);
    }
}
