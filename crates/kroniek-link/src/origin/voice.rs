//! The origins of statements: the wire that a passage goes back to, and the voices behind it.

use super::credit::origin;
use kroniek_model::{EntityIx, Linked, LinkedSource, OriginIx, OriginKind, SourceKind};
use rustc_hash::FxHashMap;

/// Fills the origins of all statements: the wire that their passage was taken from, then those on whose word they
/// are made. A statement on nobody's word goes back to its passage's outlet; with a voice behind it the outlet is
/// only who prints it, and the same voice in two papers is one origin.
pub(crate) fn of_statements(linked: &mut Linked) {
    let mut voices: FxHashMap<EntityIx, OriginIx> = FxHashMap::default();
    for i in 0..linked.statements.len() {
        let passage = super::of_passage(linked, linked.statements[i].evidence);
        let sources = linked.statements[i].sources.clone();
        let mut origins = Vec::new();
        for source in sources.iter().filter(|s| speaks(s)) {
            if let Some(entity) = source.entity {
                let voice = *voices.entry(entity).or_insert_with(|| add(linked, entity, source.kind));
                if !origins.contains(&voice) {
                    origins.push(voice);
                }
            }
        }
        let wire = linked.origins.get(passage.at()).is_some_and(|o| o.kind == OriginKind::Wire);
        if wire || origins.is_empty() {
            origins.insert(0, passage);
        }
        linked.statements[i].origins = origins;
    }
}

/// Whether a source is an origin of its own: not one that was guessed.
fn speaks(source: &LinkedSource) -> bool {
    !source.inferred
}

fn add(linked: &mut Linked, entity: EntityIx, kind: SourceKind) -> OriginIx {
    let kind = match kind {
        SourceKind::NamedPerson => OriginKind::Person,
        SourceKind::Organisation | SourceKind::Collective => OriginKind::Organisation,
        SourceKind::Document => OriginKind::Document,
        SourceKind::Medium => OriginKind::Outlet,
        SourceKind::UnnamedOfficial => OriginKind::Spokesperson,
        SourceKind::Anonymous | SourceKind::Unknown => OriginKind::Unknown,
    };
    let e = &linked.entities[entity.at()];
    let voice = origin(kind, &e.canonical, &e.id);
    linked.origins.push(voice);
    OriginIx(linked.origins.len() as u32 - 1)
}
