//! One identity for all spellings, across reports.
//!
//! Entities of single reports are joined in rounds, the surest first: by concept of the packs, by equal full name, and
//! then, only between reports of one story, by short forms and spellings. A key (sounds of the consonants, first
//! letters) finds candidates; kind, first name, role and company decide. Two entities that one report tells apart are
//! never joined. Every join leaves a reason.

mod cluster;
mod company;
mod place;
mod spelling;

use crate::Digest;
use cluster::{Cluster, kinds_fit, person_reason, thing_reason};
use company::Company;
use kroniek_lang::{Error, Packs};
use kroniek_model::{DisjointSets, Entity, EntityIx, EntityKind, Linked, Message, ReportIx};
use place::Places;
use smol_str::SmolStr;
use spelling::Spelling;
use std::collections::{BTreeMap, BTreeSet};

/// The stage's rules.
pub struct Rules {
    spelling: Spelling,
    places: Places,
}

/// How many candidates one key may give; a key that gives more says nothing.
const CANDIDATES: usize = 48;
/// How many reports of an entity are asked whether they share a story with another's.
const MEMBERS: usize = 8;

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(packs: &Packs) -> Result<Self, Error> {
        let spelling = Spelling::compile(packs.common())?;
        let places = Places::compile(packs, &spelling)?;
        Ok(Rules { spelling, places })
    }

    /// Fills `linked.entities` and `linked.identities`. Reports are numbered in the order of the digests.
    pub fn find(&self, digests: &[Digest], linked: &mut Linked) {
        let mut join = Join::new(&self.spelling, &self.places, digests, linked);
        join.by_key(
            |c| c.concept.iter().cloned().collect(),
            |_, a, b| kinds_fit(a.kind(), b.kind()).then_some("entity.same-concept"),
        );
        join.by_key(full_names, |_, a, b| full_name_reason(a, b));
        let spelling = &self.spelling;
        let near_names = |c: &Cluster| story_keys(spelling, c);
        join.by_key(any_name, |j, a, b| j.in_story(a, b, mislabelled));
        // Twice: a join may bring the first name or the role that another one needs.
        for _ in 0..2 {
            join.by_key(near_names, |j, a, b| j.in_story(a, b, |a, b| spelled_otherwise(spelling, a, b)));
            join.by_key(surnames, |j, a, b| j.in_story(a, b, |a, b| person_in_story(spelling, a, b)));
        }
        join.finish(digests, linked, self);
    }
}

/// Keys of names that join wherever they are met: full names of people, and any name of other things.
fn full_names(c: &Cluster) -> Vec<SmolStr> {
    let person = c.kind() == EntityKind::Person;
    c.names.keys().filter(|n| !person || n.len() > 1).map(|n| n.join(" ").into()).collect()
}

fn any_name(c: &Cluster) -> Vec<SmolStr> {
    c.names.keys().map(|n| n.join(" ").into()).collect()
}

/// One name, two kinds: in one story the labeller erred, unless one of them is a person with a first name.
fn mislabelled(a: &Cluster, b: &Cluster) -> Option<&'static str> {
    let plain = |c: &Cluster| c.kind() != EntityKind::Person || c.names.keys().all(|n| n.len() == 1);
    let known = |c: &Cluster| c.concept.is_some() || c.known;
    let one_full = || a.names.keys().any(|n| n.len() > 1 && b.names.contains_key(n));
    (!known(a) && !known(b) && (plain(a) && plain(b) || one_full())).then_some("entity.same-name")
}

fn full_name_reason(a: &Cluster, b: &Cluster) -> Option<&'static str> {
    let known_apart = a.concept.is_some() && b.concept.is_some() && a.concept != b.concept;
    (kinds_fit(a.kind(), b.kind()) && !known_apart).then_some("entity.same-name")
}

fn surnames(c: &Cluster) -> Vec<SmolStr> {
    let person = c.kind() == EntityKind::Person;
    let last = c.names.keys().filter(|_| person).filter_map(|n| n.last().cloned());
    last.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Keys that spellings of one name share: the sounds of its last word, the letters without spaces, first letters.
fn story_keys(s: &Spelling, c: &Cluster) -> Vec<SmolStr> {
    let mut keys = BTreeSet::new();
    for name in c.names.keys() {
        let Some(last) = name.last() else { continue };
        let sounds = s.skeleton(last);
        // One sound may be more or less: each left out in turn.
        for (i, sound) in sounds.char_indices() {
            let rest = format!("{}{}", &sounds[..i], &sounds[i + sound.len_utf8()..]);
            if rest.len() > 1 {
                keys.insert(SmolStr::new(format!("~{rest}")));
            }
        }
        keys.insert(SmolStr::new(format!("~{sounds}")));
        if let ([first, ..], true) = (&name[..], name.len() > 1 && c.kind() == EntityKind::Person) {
            keys.insert(SmolStr::new(format!("#{first} {}", last.chars().next().unwrap_or(' '))));
        }
        if c.kind() != EntityKind::Person {
            keys.insert(SmolStr::new(format!("={}", name.concat())));
            if name.len() > 1 {
                let letters: String = name.iter().filter_map(|w| w.chars().next()).collect();
                keys.insert(SmolStr::new(format!("={letters}")));
            }
        }
    }
    keys.into_iter().collect()
}

fn person_in_story(s: &Spelling, a: &Cluster, b: &Cluster) -> Option<&'static str> {
    let both = a.kind() == EntityKind::Person && b.kind() == EntityKind::Person;
    both.then(|| person_reason(s, a, b)).flatten()
}

fn spelled_otherwise(s: &Spelling, a: &Cluster, b: &Cluster) -> Option<&'static str> {
    if a.kind() == EntityKind::Person || b.kind() == EntityKind::Person {
        return person_in_story(s, a, b);
    }
    // What the packs or the gazetteer know by its own name is not another spelling of something else they know.
    if !kinds_fit(a.kind(), b.kind()) || (a.concept.is_some() && b.concept.is_some()) || (a.known && b.known)
    {
        return None;
    }
    thing_reason(s, a, b).filter(|r| *r != "entity.spelling" || (a.concept.is_none() && b.concept.is_none()))
}

/// Joining in progress.
struct Join<'r> {
    /// `None` where a cluster was joined to another.
    clusters: Vec<Option<Cluster>>,
    company: Company,
    spelling: &'r Spelling,
}

impl<'r> Join<'r> {
    fn new(spelling: &'r Spelling, places: &Places, digests: &[Digest], linked: &Linked) -> Self {
        let mut clusters = Vec::new();
        for (r, d) in digests.iter().enumerate() {
            for (l, e) in d.entities.iter().enumerate() {
                let mut c = Cluster {
                    members: vec![(r as u32, l as u32)],
                    concept: e.concept.clone(),
                    ..Cluster::default()
                };
                c.kinds[e.kind as usize] += 1;
                c.roles.extend(e.role.iter().map(SmolStr::new));
                for v in &e.variants {
                    *c.names.entry(spelling.words(v)).or_default() += 1;
                }
                c.names.remove(&Vec::new());
                c.known = e.kind == EntityKind::Place && c.names.keys().any(|n| places.knows(n));
                clusters.push(Some(c));
            }
        }
        let company = Company::new(digests.len(), linked);
        Join { clusters, company, spelling }
    }

    /// One round: clusters that share a key are joined where `reason` gives one.
    fn by_key(
        &mut self,
        keys: impl Fn(&Cluster) -> Vec<SmolStr>,
        reason: impl Fn(&Self, &Cluster, &Cluster) -> Option<&'static str>,
    ) {
        self.company.refresh(&self.clusters, self.spelling);
        let mut blocks: BTreeMap<SmolStr, Vec<usize>> = BTreeMap::new();
        for (i, c) in self.clusters.iter().enumerate() {
            for key in c.iter().flat_map(&keys) {
                blocks.entry(key).or_default().push(i);
            }
        }
        let mut into = DisjointSets::new(self.clusters.len());
        for block in blocks.into_values().filter(|b| b.len() > 1) {
            for (n, &i) in block.iter().enumerate() {
                for &j in block[..n].iter().rev().take(CANDIDATES) {
                    let (a, b) = (into.root(i), into.root(j));
                    let (Some(x), Some(y)) = (&self.clusters[a], &self.clusters[b]) else { continue };
                    if a == b || x.told_apart(y) {
                        continue;
                    }
                    if let Some(why) = reason(self, x, y) {
                        let (keep, gone) = (a.min(b), a.max(b));
                        into.join(keep, gone);
                        self.merge(keep, gone, why);
                    }
                }
            }
        }
    }

    fn merge(&mut self, keep: usize, gone: usize, why: &str) {
        let Some(other) = self.clusters[gone].take() else { return };
        let Some(c) = &mut self.clusters[keep] else { return };
        let name = |c: &Cluster| c.names.iter().max_by_key(|(w, n)| (**n, w.len())).map(|(w, _)| w.join(" "));
        let (a, b) = (name(c).unwrap_or_default(), name(&other).unwrap_or_default());
        // Equal names need no words.
        let message = Message::new(why).with("name", a).with("other", b);
        if !c.reasons.contains(&message) && why != "entity.same-name" {
            c.reasons.push(message);
        }
        c.absorb(other);
    }

    /// A reason that holds only between reports of one story.
    fn in_story(
        &self,
        a: &Cluster,
        b: &Cluster,
        reason: impl Fn(&Cluster, &Cluster) -> Option<&'static str>,
    ) -> Option<&'static str> {
        reason(a, b).filter(|_| {
            let near = |x: &(u32, u32), y: &(u32, u32)| self.company.in_story(x.0, y.0);
            let few = |c: &Cluster| c.members.len().min(MEMBERS);
            a.members[..few(a)].iter().any(|x| b.members[..few(b)].iter().any(|y| near(x, y)))
        })
    }

    fn finish(self, digests: &[Digest], linked: &mut Linked, rules: &Rules) {
        let mut alive: Vec<Cluster> = self.clusters.into_iter().flatten().collect();
        alive.sort_by(|a, b| a.members.cmp(&b.members));
        linked.identities = digests.iter().map(|d| vec![EntityIx(0); d.entities.len()]).collect();
        let mut entities: Vec<Entity> = Vec::with_capacity(alive.len());
        for (n, c) in alive.iter().enumerate() {
            for &(r, l) in &c.members {
                linked.identities[r as usize][l as usize] = EntityIx(n as u32);
            }
            entities.push(entity(c, digests));
        }
        linked.entities = entities;
        locate(&alive, rules, self.spelling, linked);
    }
}

fn entity(c: &Cluster, digests: &[Digest]) -> Entity {
    let mut variants: Vec<(String, Vec<ReportIx>)> = Vec::new();
    let mut best: Option<(usize, usize, &str)> = None;
    for &(r, l) in &c.members {
        let e = &digests[r as usize].entities[l as usize];
        for v in &e.variants {
            match variants.iter_mut().find(|(text, _)| text == v) {
                Some((_, reports)) if reports.last() == Some(&ReportIx(r)) => {}
                Some((_, reports)) => reports.push(ReportIx(r)),
                None => variants.push((v.clone(), vec![ReportIx(r)])),
            }
        }
        let uses = c
            .members
            .iter()
            .filter(|m| digests[m.0 as usize].entities[m.1 as usize].canonical == e.canonical);
        let rank = (uses.take(64).count(), e.canonical.chars().count(), e.canonical.as_str());
        if best.is_none_or(|b| (rank.0, rank.1, b.2) > (b.0, b.1, rank.2)) {
            best = Some(rank);
        }
    }
    let canonical = best.map(|b| b.2.to_owned()).unwrap_or_default();
    let first = c.members.first().map(|&(r, l)| (digests[r as usize].id.as_str(), l)).unwrap_or_default();
    let key = format!("{}\n{canonical}\n{}\n{}", c.kind().code(), first.0, first.1);
    Entity {
        id: SmolStr::new(&blake3::hash(key.as_bytes()).to_hex()[..16]),
        canonical,
        kind: c.kind(),
        variants,
        reasons: c.reasons.clone(),
        place: None,
        candidates: Vec::new(),
    }
}

/// Gives known places their coordinates. Countries named in the same reports help to choose.
fn locate(clusters: &[Cluster], rules: &Rules, spelling: &Spelling, linked: &mut Linked) {
    let code =
        |c: &Cluster| c.concept.as_ref()?.strip_prefix("country.").map(|c| SmolStr::new(c.to_uppercase()));
    let mut countries: BTreeMap<u32, BTreeSet<SmolStr>> = BTreeMap::new();
    for c in clusters {
        if let Some(code) = code(c) {
            for m in &c.members {
                countries.entry(m.0).or_default().insert(code.clone());
            }
        }
    }
    for (c, e) in clusters.iter().zip(&mut linked.entities) {
        if e.kind != EntityKind::Place {
            continue;
        }
        if let Some(code) = code(c) {
            e.place = rules.places.country(&code);
            continue;
        }
        let around: BTreeSet<SmolStr> =
            c.members.iter().filter_map(|m| countries.get(&m.0)).flatten().cloned().collect();
        let around: Vec<SmolStr> = around.into_iter().collect();
        if let Some((place, reasons)) = rules.places.town(spelling, &e.canonical, &around) {
            e.place = Some(place);
            e.reasons.extend(reasons);
        } else {
            e.candidates = rules.places.candidates(spelling, &e.canonical);
        }
    }
}
