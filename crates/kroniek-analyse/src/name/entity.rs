//! One report's names taken together: full and short forms, initials, acronyms, spellings.
//!
//! Every name joins the entity it fits best or begins one of its own. Joins that would be wrong are worse than joins
//! that are missed: two people with one surname stay two, and a bare surname that fits both goes to the one named last.

use super::Found;
use super::context::{Context, Uses};
use super::feature::Document;
use super::gazetteer::Classes;
use kroniek_lang::fold;
use kroniek_model::{Analysis, EntityKind, LocalEntity, Mention, ReportEntity, Span, Text};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Joins the names of a report. `concept` tells the packs' concept of a name, if they know it.
pub fn resolve(
    a: &Analysis,
    document: &Document,
    found: &[Found],
    context: &Context,
    concept: impl Fn(Span<Text>, EntityKind) -> Option<SmolStr>,
) -> (Vec<Mention>, Vec<ReportEntity>) {
    let text = &a.report.text;
    let names: Vec<Name> = found.iter().map(|f| Name::read(f, text, document, context, &concept)).collect();
    let mut joiner = Joiner::default();
    let mut of = vec![0; names.len()];
    // Longer names first: a short form may come before the full one (a headline).
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(names[i].is_full()), i));
    for i in order {
        of[i] = joiner.place(&names[i], i, context);
    }
    joiner.finish(&names, &of, found)
}

const COMMON: Classes =
    Classes(Classes::COUNTRY.0 | Classes::CITY.0 | Classes::PEOPLE.0 | Classes::REGION.0 | Classes::FIRST.0);

/// A name with what joining asks of it.
struct Name {
    text: String,
    words: Vec<SmolStr>,
    kind: EntityKind,
    concept: Option<SmolStr>,
    role: Option<SmolStr>,
    /// First unit, to tell what stands nearest.
    at: usize,
    /// Whether its first word is a place's, a people's or a person's, or says only what sort of thing it is.
    common: bool,
    /// Whether an article ("al-") was left out of the words.
    article: bool,
    /// The name before this one in the text that it stands in brackets behind, or that stands in brackets behind it.
    defined: bool,
}

impl Name {
    fn read(
        f: &Found,
        text: &str,
        d: &Document,
        context: &Context,
        concept: &impl Fn(Span<Text>, EntityKind) -> Option<SmolStr>,
    ) -> Name {
        let at = d.units.partition_point(|u| u.span.start() < f.span.start());
        let end = d.units.partition_point(|u| u.span.end() <= f.span.end());
        let (words, article) = words(d, at, end, f.kind, context);
        let bracket = at.checked_sub(1).and_then(|p| d.units.get(p)).is_some_and(|u| u.norm == "(");
        Name {
            text: f.span.of(text).to_owned(),
            words,
            article,
            kind: f.kind,
            concept: concept(f.span, f.kind),
            role: (f.kind == EntityKind::Person).then(|| role(d, at, end, context)).flatten(),
            at,
            common: d.known.get(at).is_none_or(|k| k.alone.any(COMMON))
                || d.words
                    .get(at)
                    .is_none_or(|w| w.uses.any(Uses(Uses::ORGANISATION.0 | Uses::PLACE.0 | Uses::GROUP.0))),
            defined: bracket,
        }
    }

    fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    /// Capitals only, or nearly: may be an acronym.
    fn is_acronym(&self) -> bool {
        let capitals = self.text.chars().filter(|c| c.is_uppercase()).count();
        let letters = self.text.chars().filter(|c| c.is_alphabetic()).count();
        self.words.len() == 1 && (2..=8).contains(&letters) && capitals * 4 >= letters * 3
    }
}

/// The words of a name without hyphens and full stops, and whether an article of a person's name was left out: one inside
/// the name or joined by a hyphen. In "Al Gore" it may be a first name, so it stays.
fn words(d: &Document, at: usize, end: usize, kind: EntityKind, context: &Context) -> (Vec<SmolStr>, bool) {
    let hyphen = |i: usize| i < end && d.units[i].norm == "-";
    let article = |i: &usize| {
        kind == EntityKind::Person
            && i + 1 < end
            && (*i > at || hyphen(i + 1) || !d.units[*i].case.is_capital())
            && context.is_name_article(&d.units[*i].norm)
    };
    let all = || (at..end.max(at)).filter(|&i| d.units[i].norm != "-" && d.units[i].norm != ".");
    let bare = |i: usize| SmolStr::new(d.units[i].norm.strip_suffix('.').unwrap_or(&d.units[i].norm));
    (all().filter(|i| !article(i)).map(bare).collect(), all().any(|i| article(&i)))
}

/// The role beside a person's name: the word before it, or one soon after a comma behind it.
fn role(d: &Document, at: usize, end: usize, context: &Context) -> Option<SmolStr> {
    let sentence = d.units.get(at)?.sentence;
    let same = |i: &usize| d.units.get(*i).is_some_and(|u| u.sentence == sentence);
    if let Some(word) = at.checked_sub(1).filter(same).and_then(|p| role_word(&d.units[p].norm, context)) {
        return Some(word);
    }
    if !same(&end) || d.units[end].norm != "," {
        return None;
    }
    let after = (end + 1..end + 6).take_while(|i| same(i) && d.units[*i].norm != ",");
    after
        .filter(|&i| !d.units[i].case.is_capital() || d.units[i].norm.contains('-'))
        .find_map(|i| role_word(&d.units[i].norm, context))
}

/// The role that a word names, by itself or as the last part of a compound ("legerwoordvoerder").
pub(super) fn role_word(norm: &str, context: &Context) -> Option<SmolStr> {
    let is = |w: &str| context.word(w).uses.any(Uses::ROLE);
    if is(norm) {
        return Some(SmolStr::new(norm));
    }
    let starts = norm.char_indices().map(|(i, _)| i).skip(3);
    starts.map(|i| &norm[i..]).take_while(|w| w.len() >= 5).take(24).find(|w| is(w)).map(SmolStr::new)
}

/// An entity while it grows.
struct Cluster {
    /// Kinds of its names, to be voted on.
    kinds: [u32; 4],
    names: Vec<usize>,
    /// Words of its fullest name.
    words: Vec<SmolStr>,
    concept: Option<SmolStr>,
    role: Option<SmolStr>,
    /// Whether a name of it had an article that was left out.
    article: bool,
    last: usize,
}

#[derive(Default)]
struct Joiner {
    clusters: Vec<Cluster>,
    by_text: FxHashMap<SmolStr, Vec<usize>>,
    by_concept: FxHashMap<SmolStr, usize>,
    by_word: FxHashMap<SmolStr, Vec<usize>>,
    by_acronym: FxHashMap<SmolStr, usize>,
}

/// How many candidates are looked at for one word: the ones named last. Keeps joining linear.
const CANDIDATES: usize = 12;

impl Joiner {
    /// The cluster of a name: one that it fits, or a new one.
    fn place(&mut self, name: &Name, index: usize, context: &Context) -> usize {
        let key: SmolStr = name.words.join(" ").into();
        let joined = self
            .same_text(name, &key)
            .or_else(|| name.concept.as_ref().and_then(|c| self.by_concept.get(c).copied()))
            .or_else(|| self.acronym(name))
            .or_else(|| self.short_form(name, context))
            .or_else(|| self.spelling(name))
            .or_else(|| self.surname(name, context));
        let c = joined.unwrap_or_else(|| {
            self.clusters.push(Cluster {
                kinds: [0; 4],
                names: Vec::new(),
                words: name.words.clone(),
                concept: None,
                role: None,
                article: false,
                last: 0,
            });
            self.clusters.len() - 1
        });
        self.learn(c, name, index, key, context);
        c
    }

    fn same_text(&self, name: &Name, key: &str) -> Option<usize> {
        let all = self.by_text.get(key)?;
        let fits = |c: &&usize| compatible(self.clusters[**c].kind(), name.kind);
        all.iter()
            .rev()
            .take(CANDIDATES)
            .filter(fits)
            .min_by_key(|c| self.clusters[**c].last.abs_diff(name.at))
            .copied()
    }

    fn acronym(&self, name: &Name) -> Option<usize> {
        if name.kind == EntityKind::Person || !name.is_acronym() {
            return None;
        }
        self.by_acronym
            .get(&acronym_key(&name.words[0]))
            .copied()
            .filter(|&c| self.clusters[c].kind() != EntityKind::Person)
    }

    fn short_form(&self, name: &Name, context: &Context) -> Option<usize> {
        let last = name.words.last()?;
        let first = name.words.first()?;
        let candidates = [last, first]
            .into_iter()
            .filter_map(|w| self.by_word.get(w))
            .flat_map(|v| v.iter().rev().take(CANDIDATES));
        let mut best: Option<(u8, usize, usize)> = None;
        for &c in candidates {
            let cluster = &self.clusters[c];
            let Some(rank) = fit(name, cluster, context) else { continue };
            let candidate = (rank, cluster.last.abs_diff(name.at), c);
            best = Some(best.map_or(candidate, |b| b.min(candidate)));
        }
        best.map(|(_, _, c)| c)
    }

    /// Another romanisation of a name that the packs do not know, in the same report.
    fn spelling(&self, name: &Name) -> Option<usize> {
        if name.concept.is_some() || name.text.len() < 6 || name.is_acronym() {
            return None;
        }
        let all = self.by_text.get(&spelling_key(&name.words))?;
        all.iter().rev().take(CANDIDATES).copied().find(|&c| {
            let cluster = &self.clusters[c];
            cluster.kind() == name.kind
                && cluster.concept.is_none()
                && cluster.words.len() == name.words.len()
        })
    }

    /// The one person whose surname the report spells otherwise here ("Baghdadi" and "Bagdadi"), also after an article
    /// that the full name has too.
    fn surname(&self, name: &Name, context: &Context) -> Option<usize> {
        let last = match &name.words[..] {
            [last] => last,
            [first, last] if context.is_name_article(first) => last,
            _ => return None,
        };
        if name.kind != EntityKind::Person || last.chars().count() < 5 {
            return None;
        }
        let fits = |c: &&usize| {
            let cluster = &self.clusters[**c];
            cluster.kind() == EntityKind::Person
                && cluster.words.len() > 1
                && (cluster.article || name.words.len() == 1)
                && cluster.words.last().is_some_and(|w| bare_sounds(w) == bare_sounds(last))
        };
        let mut all = self.by_text.get(&surname_key(last))?.iter().rev().take(CANDIDATES).filter(fits);
        let found = all.next().copied();
        found.filter(|_| all.next().is_none())
    }

    fn learn(&mut self, c: usize, name: &Name, index: usize, key: SmolStr, context: &Context) {
        let fresh = self.clusters[c].names.is_empty();
        let cluster = &mut self.clusters[c];
        cluster.kinds[name.kind as usize] += 1;
        cluster.names.push(index);
        cluster.last = name.at;
        cluster.article |= name.article;
        if cluster.concept.is_none() {
            cluster.concept.clone_from(&name.concept);
        }
        if cluster.role.is_none() {
            cluster.role.clone_from(&name.role);
        }
        if name.words.len() > cluster.words.len() {
            cluster.words.clone_from(&name.words);
        }
        if let Some(concept) = &name.concept {
            self.by_concept.entry(concept.clone()).or_insert(c);
        }
        add(&mut self.by_text, key, c);
        add(&mut self.by_text, spelling_key(&name.words), c);
        if let (EntityKind::Person, [_, .., last]) = (name.kind, &name.words[..]) {
            add(&mut self.by_text, surname_key(last), c);
        }
        if name.kind != EntityKind::Person && name.words.len() > 1 {
            for letters in initials(&name.words, context) {
                self.by_acronym.entry(letters).or_insert(c);
            }
        }
        if fresh || name.is_full() {
            for w in &name.words {
                add(&mut self.by_word, w.clone(), c);
            }
        }
    }

    fn finish(self, names: &[Name], of: &[usize], found: &[Found]) -> (Vec<Mention>, Vec<ReportEntity>) {
        // Entities are numbered by their first name in the text.
        let mut numbers: Vec<Option<u32>> = vec![None; self.clusters.len()];
        let mut entities: Vec<ReportEntity> = Vec::new();
        let mut mentions = Vec::with_capacity(names.len());
        for ((name, &c), f) in names.iter().zip(of).zip(found) {
            let n = *numbers[c].get_or_insert_with(|| {
                let cluster = &self.clusters[c];
                entities.push(ReportEntity {
                    canonical: canonical(cluster, names),
                    kind: cluster.kind(),
                    variants: Vec::new(),
                    concept: cluster.concept.clone(),
                    role: cluster.role.as_ref().map(SmolStr::to_string),
                });
                entities.len() as u32 - 1
            });
            let variants = &mut entities[n as usize].variants;
            if !variants.contains(&name.text) {
                variants.push(name.text.clone());
            }
            mentions.push(Mention { span: f.span, kind: f.kind, entity: LocalEntity(n) });
        }
        (mentions, entities)
    }
}

impl Cluster {
    fn kind(&self) -> EntityKind {
        use EntityKind::{Organisation, Other, Person, Place};
        let all = [Person, Organisation, Place, Other];
        let most = (0..4).max_by_key(|&k| (self.kinds[k], 4 - k)).unwrap_or(3);
        all[most]
    }
}

/// Whether two equal names of these kinds can be one: labels waver between a country and its government, but a person
/// is never a place.
fn compatible(a: EntityKind, b: EntityKind) -> bool {
    use EntityKind::{Organisation, Other, Person, Place};
    a == b
        || !matches!(
            (a, b),
            (Person, Place | Other)
                | (Place | Other, Person)
                | (Place, Other)
                | (Other, Place)
                | (Person, Organisation)
                | (Organisation, Person)
        )
}

/// How well a name fits an entity as a short form of it, smaller is better; `None` when it does not.
fn fit(name: &Name, cluster: &Cluster, context: &Context) -> Option<u8> {
    let (short, full) = (&name.words, &cluster.words);
    if cluster.kind() == EntityKind::Person && name.kind == EntityKind::Person {
        return person_fit(short, full);
    }
    if !compatible(cluster.kind(), name.kind) || cluster.kind() == EntityKind::Person || short == full {
        return None;
    }
    let (long, brief) = if short.len() > full.len() { (short, full) } else { (full, short) };
    let legal = |w: &SmolStr| context.word(w).uses.any(Uses::LEGAL);
    if long.len() > brief.len() && long.starts_with(brief) && long.last().is_some_and(legal) {
        return Some(1);
    }
    // "Hartveld" for "Hartveld Pompen", where the word is no place's or people's.
    let both = |k: EntityKind| name.kind == k && cluster.kind() == k;
    let plain = both(EntityKind::Organisation) && !name.common;
    if plain && full.len() > short.len() && full.starts_with(short) {
        return Some(2);
    }
    // "the A380s" for "Airbus A380", where a figure tells that it is no common word.
    let model = |w: &SmolStr| w.chars().any(|c| c.is_ascii_digit());
    if both(EntityKind::Other) && long.len() > brief.len() && model(&brief[0]) && ends_alike(long, brief) {
        return Some(2);
    }
    // "Air Force" for "United States Air Force".
    let ends_general =
        brief.len() > 1 && brief.last().is_some_and(|w| context.word(w).uses.any(Uses::ORGANISATION));
    if both(EntityKind::Organisation) && ends_general && long.len() > brief.len() && long.ends_with(brief) {
        return Some(2);
    }
    // "the Observatory" for the "Port Observatory of Marine Life".
    let general = |w: &SmolStr| context.word(w).uses.any(Uses::ORGANISATION);
    let contains = full.windows(short.len()).any(|w| w == &short[..]);
    (full.len() > short.len() && contains && short.iter().all(general)).then_some(3)
}

/// Whether one name ends in the words of the other, a plural's ending aside.
fn ends_alike(long: &[SmolStr], brief: &[SmolStr]) -> bool {
    let ends = &long[long.len() - brief.len()..];
    let (Some((x, ends)), Some((y, brief))) = (ends.split_last(), brief.split_last()) else { return false };
    let singular = |w: &SmolStr| SmolStr::new(w.strip_suffix('s').unwrap_or(w));
    ends == brief && singular(x) == singular(y)
}

fn person_fit(short: &[SmolStr], full: &[SmolStr]) -> Option<u8> {
    if short.len() < full.len() && full.ends_with(short) {
        return Some(0);
    }
    if full.len() < short.len() && short.ends_with(full) {
        return Some(0);
    }
    if short.len() == 1 && full.len() > 1 && full.first() == short.first() {
        return Some(2);
    }
    // "B. Jansen" and "Bert Jansen", "Bert A. Jansen" and "Bert Jansen".
    let (s, f) = (short.first()?, full.first()?);
    let initial = |a: &SmolStr, b: &SmolStr| {
        a.chars().filter(|c| c.is_alphabetic()).count() == 1 && a.chars().next() == b.chars().next()
    };
    let same_first = s == f || initial(s, f) || initial(f, s);
    (short.len() > 1 && full.len() > 1 && short.last() == full.last() && same_first).then_some(1)
}

/// First letters of the words, with and without the small words between.
fn initials(words: &[SmolStr], context: &Context) -> [SmolStr; 2] {
    let small = |w: &SmolStr| context.word(w).uses.any(Uses(Uses::LINK.0 | Uses::ARTICLE.0));
    let letters = |all: bool| -> SmolStr {
        words
            .iter()
            .filter(|w| all || !small(w))
            .filter_map(|w| w.chars().next())
            .filter(|c| c.is_alphanumeric())
            .collect()
    };
    [letters(false), letters(true)]
}

fn acronym_key(word: &str) -> SmolStr {
    fold(word).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Equal for spellings that differ in vowels, doubled letters and h: a candidate only.
fn spelling_key(words: &[SmolStr]) -> SmolStr {
    let mut out = String::from("\u{1}");
    for w in words {
        let mut last = ' ';
        for (i, c) in w.chars().enumerate() {
            let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h');
            if (i > 0 && vowel) || c == last {
                continue;
            }
            out.push(c);
            last = c;
        }
        out.push(' ');
    }
    out.into()
}

/// The letters of a word without inner h and with doubled ones once: what spellings of one surname share.
fn bare_sounds(word: &str) -> SmolStr {
    let mut out = String::new();
    for c in word.chars().filter(|c| c.is_alphanumeric()) {
        if !out.ends_with(c) && (c != 'h' || out.is_empty()) {
            out.push(c);
        }
    }
    out.into()
}

fn surname_key(last: &str) -> SmolStr {
    SmolStr::new(format!("\u{2}{}", bare_sounds(last)))
}

fn canonical(cluster: &Cluster, names: &[Name]) -> String {
    let mut best: Option<&Name> = None;
    for &i in cluster.names.iter().take(1000) {
        let n = &names[i];
        let rank = |n: &Name| {
            (!n.defined || !n.is_acronym(), !n.is_acronym(), n.words.len(), n.text.chars().count())
        };
        if best.is_none_or(|b| rank(n) > rank(b) || (rank(n) == rank(b) && n.at < b.at && n.text != b.text)) {
            best = Some(n);
        }
    }
    best.map(|n| n.text.clone()).unwrap_or_default()
}

fn add(map: &mut FxHashMap<SmolStr, Vec<usize>>, key: SmolStr, c: usize) {
    let list = map.entry(key).or_default();
    if list.last() != Some(&c) {
        list.push(c);
    }
}
