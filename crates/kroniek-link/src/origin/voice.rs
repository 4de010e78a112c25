//! The origins of statements: the voices on whose word they are made, else the report or wire their passage goes back
//! to.
//!
//! A voice is the same wherever it is quoted. A person is known by name; whoever speaks for an organisation is that
//! organisation; an office or body without a name ("the forest service") is one within a story; others without a name
//! ("a neighbour") are one within the text that quotes them.

use super::credit::origin;
use crate::Digest;
use crate::digest::{SourceLabel, hash};
use kroniek_lang::{Error, Packs};
use kroniek_model::{
    EntityIx, EntityKind, Evidence, Linked, LinkedSource, LocalEntity, OriginIx, OriginKind, Pos, ReportIx,
    SourceKind, Span, Text,
};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// The packs' words for sources that stand for another.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// Nouns for whoever speaks in another's name, by hash.
    spokesperson: FxHashSet<u32>,
    /// Nouns that stand for an organisation or document named before.
    reference: FxHashSet<u32>,
}

impl Lexicon {
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut lexicon = Lexicon::default();
        for row in packs.languages().flat_map(|p| p.table("origin/voices").rows()) {
            let words = row.get("words")?.split_whitespace().map(hash);
            match row.key() {
                "spokesperson" => lexicon.spokesperson.extend(words),
                "reference" => lexicon.reference.extend(words),
                other => {
                    return Err(row.error(format!("class {other} found, spokesperson or reference expected")));
                }
            }
        }
        Ok(lexicon)
    }
}

/// Whose voice it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Voice {
    /// Somebody known by name.
    Known(EntityIx),
    /// An office or body without a name, by the nouns it is called by, within a story.
    Office(u32, Vec<u32>),
    /// Anyone else, within the text that quotes them.
    Someone(OriginIx, Vec<u32>),
}

/// Fills the origins of all statements.
pub(super) fn of_statements(lexicon: &Lexicon, digests: &[Digest], linked: &mut Linked) {
    let mut voices = Voices {
        of_phrase: FxHashMap::default(),
        speaks_for: FxHashMap::default(),
        number: FxHashMap::default(),
        by_name: FxHashMap::default(),
    };
    for (i, digest) in digests.iter().enumerate() {
        Reader { lexicon, digest, linked, report: ReportIx(i as u32), voices: &mut voices, named: None }
            .read();
    }
    let mut shared: Vec<Evidence> = linked.copies.iter().flat_map(|c| [c.from, c.to]).collect();
    shared.sort_unstable();
    for i in 0..linked.statements.len() {
        let evidence = linked.statements[i].evidence;
        let passage = super::of_passage(linked, evidence);
        let mut origins = Vec::new();
        for phrase in phrases(&digests[evidence.report.at()], linked, i) {
            let Some((voice, kind, label)) = voices.of_phrase.get(&(evidence.report, phrase)).cloned() else {
                continue;
            };
            let origin = voices.origin(linked, voice, kind, label);
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        // Who prints a voice is no origin. The wire that brought it is one on the way to it, where papers are seen to have
        // the passage from it; a credit over a whole report does not tell which of its voices came that way.
        let wire = linked.origins.get(passage.at()).is_some_and(|o| o.kind == OriginKind::Wire);
        if wire && is_shared(&shared, evidence) || origins.is_empty() {
            origins.insert(0, passage);
        }
        linked.statements[i].origins = origins;
    }
}

/// Whether a statement stands in one of some sentences, sorted.
fn is_shared(sentences: &[Evidence], statement: Evidence) -> bool {
    let start = |e: &Evidence| (e.report, e.span.start());
    let at = sentences.partition_point(|e| start(e) <= start(&statement));
    let near = sentences[at.saturating_sub(1)..].iter().take(2);
    near.into_iter().any(|e| e.report == statement.report && e.span.overlaps(statement.span))
}

/// The sources of a statement that are origins: without those guessed, and without the papers and agencies that only
/// pass on what another said.
fn phrases(digest: &Digest, linked: &Linked, statement: usize) -> Vec<Span<Text>> {
    let s = &linked.statements[statement];
    let stated: Vec<&LinkedSource> = s.sources.iter().filter(|x| !x.inferred).collect();
    if stated.is_empty() {
        // A clause that holds both the speaker and a few words of what was said: "the company called it false".
        let all =
            digest.attributions.iter().filter(|a| a.content.iter().any(|c| c.overlaps(s.evidence.span)));
        let mut speakers = all.filter_map(|a| a.source.as_ref()).map(|m| m.span);
        return speakers.find(|m| s.evidence.span.contains(*m)).into_iter().collect();
    }
    let passes_on = |i: usize| stated[i].kind == SourceKind::Medium && i + 1 < stated.len();
    (0..stated.len()).filter(|&i| !passes_on(i)).map(|i| stated[i].span).collect()
}

struct Voices {
    of_phrase: FxHashMap<(ReportIx, Span<Text>), (Voice, SourceKind, String)>,
    /// Spokespeople with those they speak for.
    speaks_for: FxHashMap<EntityIx, Voice>,
    number: FxHashMap<Voice, OriginIx>,
    by_name: FxHashMap<SmolStr, EntityIx>,
}

impl Voices {
    fn origin(&mut self, linked: &mut Linked, voice: Voice, kind: SourceKind, label: String) -> OriginIx {
        let voice = match &voice {
            Voice::Known(e) => self.speaks_for.get(e).cloned().unwrap_or(voice),
            _ => voice,
        };
        if let Some(&known) = self.number.get(&voice) {
            return known;
        }
        let made = match &voice {
            Voice::Known(e) => {
                let entity = &linked.entities[e.at()];
                let kind = match entity.kind {
                    EntityKind::Person if kind != SourceKind::Organisation => OriginKind::Person,
                    EntityKind::Organisation => OriginKind::Organisation,
                    _ => origin_kind(kind),
                };
                origin(kind, &entity.canonical, &entity.id)
            }
            Voice::Office(story, nouns) => {
                let story = linked.stories.get(*story as usize).map_or("", |s| s.id.as_str());
                let kind = match origin_kind(kind) {
                    OriginKind::Unknown => OriginKind::Organisation,
                    known => known,
                };
                origin(kind, &label, &format!("{story}{nouns:?}"))
            }
            Voice::Someone(passage, nouns) => {
                let passage = linked.origins.get(passage.at()).map_or("", |o| o.id.as_str());
                origin(origin_kind(kind), &label, &format!("{passage}{nouns:?}"))
            }
        };
        linked.origins.push(made);
        let at = OriginIx(linked.origins.len() as u32 - 1);
        self.number.insert(voice, at);
        at
    }
}

fn origin_kind(kind: SourceKind) -> OriginKind {
    match kind {
        SourceKind::NamedPerson => OriginKind::Person,
        SourceKind::Organisation | SourceKind::Collective => OriginKind::Organisation,
        SourceKind::Document => OriginKind::Document,
        SourceKind::Medium => OriginKind::Outlet,
        SourceKind::UnnamedOfficial => OriginKind::Spokesperson,
        SourceKind::Anonymous | SourceKind::Unknown => OriginKind::Unknown,
    }
}

/// Reads one report's sources in text order, since some stand for one named before.
struct Reader<'a> {
    lexicon: &'a Lexicon,
    digest: &'a Digest,
    linked: &'a Linked,
    report: ReportIx,
    voices: &'a mut Voices,
    /// The organisation or document that was named last as a source.
    named: Option<Voice>,
}

impl Reader<'_> {
    fn read(mut self) {
        let mentions = self.digest.attributions.iter().flat_map(|a| a.source.iter().chain(&a.chain));
        let mut mentions: Vec<_> = mentions.cloned().collect();
        mentions.sort_by_key(|m| m.span);
        for m in mentions {
            let label = self.digest.sources.binary_search_by_key(&m.span, |s| s.phrase).ok();
            let label = label.map(|i| self.digest.sources[i].clone());
            let Some(voice) = self.voice(m.entity, m.kind, label.as_ref()) else { continue };
            if self.is_body(&voice, m.kind) {
                self.named = Some(voice.clone());
            }
            let words = label.map_or_else(String::new, |l| l.words.to_string());
            self.voices.of_phrase.insert((self.report, m.span), (voice, m.kind, words));
        }
    }

    fn voice(
        &mut self,
        entity: Option<LocalEntity>,
        kind: SourceKind,
        label: Option<&SourceLabel>,
    ) -> Option<Voice> {
        let Some(label) = label else { return self.known(entity) };
        let nouns = self.nouns(label.core);
        let is_spokesperson = nouns.iter().any(|n| self.lexicon.spokesperson.contains(n));
        let mine = |m: &&kroniek_model::Mention| label.phrase.contains(m.span);
        let mentions: Vec<_> = self.digest.mentions.iter().filter(mine).cloned().collect();
        let of_kind = |kind| mentions.iter().find(|m| m.kind == kind).map(|m| m.entity);
        let person = of_kind(EntityKind::Person);
        let bodies = mentions.iter().filter(|m| m.kind == EntityKind::Organisation);
        let body = bodies.clone().map(|m| m.entity).next();
        // "An employee of X" is not X.
        let heads = |m: &&kroniek_model::Mention| !self.has_preposition(label.core, m.span);
        let head = bodies.clone().find(heads).map(|m| m.entity);
        if is_spokesperson {
            let rest: Vec<u32> =
                nouns.iter().copied().filter(|n| !self.lexicon.spokesperson.contains(n)).collect();
            let speaker = self.known(person.or(entity));
            let behind = self.known(body).or_else(|| self.body(&rest, speaker.is_some()));
            if let (Some(Voice::Known(who)), Some(behind)) = (&speaker, &behind) {
                self.voices.speaks_for.entry(*who).or_insert_with(|| behind.clone());
            }
            return behind.or(speaker);
        }
        if let Some(known) = self.known(entity.or(person)) {
            return Some(known);
        }
        if let Some(known) = self
            .known(head)
            .filter(|_| matches!(kind, SourceKind::Organisation | SourceKind::Document | SourceKind::Medium))
        {
            return Some(known);
        }
        let refers = nouns.len() == 1 && self.lexicon.reference.contains(&nouns[0]);
        if let Some(named) = self.named.clone().filter(|_| refers) {
            return Some(named);
        }
        let proper =
            label.words.split_whitespace().skip(1).any(|w| w.chars().next().is_some_and(char::is_uppercase));
        match kind {
            _ if nouns.is_empty() => None,
            SourceKind::Organisation
            | SourceKind::UnnamedOfficial
            | SourceKind::Document
            | SourceKind::Medium => Some(self.office(nouns)),
            _ if proper => Some(self.office(nouns)),
            _ => Some(Voice::Someone(self.linked.reports[self.report.at()].origin, nouns)),
        }
    }

    /// The body that other nouns of a spokesperson's phrase name, or the one that spoke last.
    fn body(&self, nouns: &[u32], is_named: bool) -> Option<Voice> {
        match nouns {
            [] => self.named.clone(),
            _ if is_named => self.named.clone(),
            _ => Some(self.office(nouns.to_vec())),
        }
    }

    fn office(&self, nouns: Vec<u32>) -> Voice {
        Voice::Office(self.linked.reports[self.report.at()].story, nouns)
    }

    /// The entity; of several with one and the same name the first, so that the name counts once.
    fn known(&mut self, entity: Option<LocalEntity>) -> Option<Voice> {
        let known = self.linked.entity_of(self.report, entity?)?;
        let name = kroniek_lang::fold(&self.linked.entities[known.at()].canonical);
        Some(Voice::Known(*self.voices.by_name.entry(name).or_insert(known)))
    }

    /// Whether later words like "the company" can stand for it.
    fn is_body(&self, voice: &Voice, kind: SourceKind) -> bool {
        match voice {
            Voice::Known(e) => {
                kind != SourceKind::NamedPerson || self.linked.entities[e.at()].kind != EntityKind::Person
            }
            Voice::Office(..) => {
                matches!(kind, SourceKind::Organisation | SourceKind::Document | SourceKind::Unknown)
            }
            Voice::Someone(..) => false,
        }
    }

    /// Whether a preposition stands before a name in a phrase.
    fn has_preposition(&self, core: Span<Text>, name: Span<Text>) -> bool {
        let at = self.digest.sentences.partition_point(|s| s.span.end() <= core.start());
        let Some(sentence) = self.digest.sentences.get(at) else { return false };
        let mut words = sentence.words.iter().zip(&sentence.lemmas);
        words.any(|(w, l)| l.1 == Pos::Adp && core.contains(w.1) && w.1.end() <= name.start())
    }

    /// Hashes of the dictionary forms of the nouns of a phrase, sorted.
    fn nouns(&self, core: Span<Text>) -> Vec<u32> {
        let at = self.digest.sentences.partition_point(|s| s.span.end() <= core.start());
        let Some(sentence) = self.digest.sentences.get(at) else { return Vec::new() };
        let words = sentence.words.iter().zip(&sentence.lemmas);
        let inside =
            words.filter(|(w, l)| core.contains(w.1) && matches!(l.1, Pos::Noun | Pos::Propn | Pos::X));
        let mut nouns: Vec<u32> = inside.map(|(_, l)| l.0).collect();
        nouns.sort_unstable();
        nouns.dedup();
        nouns
    }
}
