//! Known names: places, peoples, first names, surnames, organisations, found as phrases over units.

use super::unit::Unit;
use kroniek_lang::{Error, Pack, Table, fold};
use kroniek_model::EntityKind;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Classes that a known name may have, as a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(pub u16);

impl Classes {
    /// A country, a part of the world.
    pub const COUNTRY: Classes = Classes(1);
    /// A town with a hundred thousand inhabitants or more.
    pub const CITY: Classes = Classes(2);
    /// A smaller town.
    pub const TOWN: Classes = Classes(4);
    /// An adjective of a country or region, or its inhabitants, or a language.
    pub const PEOPLE: Classes = Classes(8);
    /// A first name.
    pub const FIRST: Classes = Classes(16);
    /// A surname.
    pub const SURNAME: Classes = Classes(32);
    /// An organisation.
    pub const ORGANISATION: Classes = Classes(64);
    /// A known person.
    pub const PERSON: Classes = Classes(128);
    /// Something else with a name: an event, a law, a work.
    pub const OTHER: Classes = Classes(256);
    /// A region, river, sea, mountain.
    pub const REGION: Classes = Classes(512);
    /// How many classes there are.
    pub const COUNT: u32 = 10;

    /// Whether any class of `other` is in the set.
    pub const fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    fn of_kind(kind: EntityKind) -> Classes {
        match kind {
            EntityKind::Person => Classes::PERSON,
            EntityKind::Organisation => Classes::ORGANISATION,
            EntityKind::Place => Classes::REGION,
            EntityKind::Other => Classes::OTHER,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    classes: Classes,
    /// One past the index into `concepts`; 0 for none.
    concept: u32,
}

/// All known names of one language.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// By the hash of the whole phrase.
    phrases: FxHashMap<u64, Entry>,
    /// How many units the longest phrase has that begins with a unit, by its hash.
    reach: FxHashMap<u32, u8>,
    concepts: Vec<(SmolStr, EntityKind)>,
}

/// What the gazetteer says of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Classes of the unit as a phrase by itself.
    pub alone: Classes,
    /// Classes of longer phrases that begin here.
    pub begin: Classes,
    /// Classes of longer phrases that go on here.
    pub inside: Classes,
}

impl Gazetteer {
    /// Reads the tables of a pack and those that languages share.
    ///
    /// # Errors
    /// If a table lacks a column or names a kind that does not exist.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let mut g = Gazetteer::default();
        g.add_concepts(common, pack)?;
        g.add_countries(pack)?;
        for row in common.table("name/places").rows() {
            let many = row.get("population")?.parse::<u32>().unwrap_or(0) >= 100_000;
            let class = if many { Classes::CITY } else { Classes::TOWN };
            g.add(row.key(), class, 0);
            for variant in list(row.get("variants")?) {
                g.add(variant, class, 0);
            }
        }
        g.add_all(pack.table("name/cities"), Classes::CITY);
        g.add_all(pack.table("name/exonyms"), Classes::CITY);
        g.add_all(common.table("name/states"), Classes::REGION);
        g.add_all(pack.table("name/regions"), Classes::COUNTRY);
        g.add_all(pack.table("name/languages"), Classes::PEOPLE);
        g.add_all(common.table("name/first-names"), Classes::FIRST);
        g.add_all(common.table("name/surnames"), Classes::SURNAME);
        Ok(g)
    }

    fn add_all(&mut self, table: &Table, classes: Classes) {
        for row in table.rows() {
            self.add(row.key(), classes, 0);
        }
    }

    /// Organisations and others that languages share, each under its names of every language at hand.
    fn add_concepts(&mut self, common: &Pack, pack: &Pack) -> Result<(), Error> {
        let mut numbers: FxHashMap<&str, (u32, EntityKind)> = FxHashMap::default();
        for row in common.table("name/concepts").rows() {
            let kind = kind(row.get("kind")?)
                .ok_or_else(|| row.error("kind is one of person, organisation, place, other"))?;
            self.concepts.push((SmolStr::new(row.key()), kind));
            let number = self.concepts.len() as u32;
            numbers.insert(row.key(), (number, kind));
            for name in list(row.get("names")?) {
                self.add(name, Classes::of_kind(kind), number);
            }
        }
        for row in pack.table("name/concepts").rows() {
            let Some(&(number, kind)) = numbers.get(row.key()) else {
                return Err(row.error(format!("lang/common has no concept {}", row.key())));
            };
            for name in list(row.get("names")?) {
                self.add(name, Classes::of_kind(kind), number);
            }
        }
        Ok(())
    }

    fn add_countries(&mut self, pack: &Pack) -> Result<(), Error> {
        let mut numbers: FxHashMap<SmolStr, u32> = FxHashMap::default();
        let mut number = |g: &mut Gazetteer, code: &str| {
            *numbers.entry(SmolStr::new(code)).or_insert_with(|| {
                g.concepts
                    .push((SmolStr::new(format!("country.{}", code.to_lowercase())), EntityKind::Place));
                g.concepts.len() as u32
            })
        };
        for row in pack.table("name/demonyms").rows() {
            let n = number(self, row.key());
            for name in list(row.get("names")?) {
                self.add(name, Classes::COUNTRY, n);
            }
            self.concepts
                .push((SmolStr::new(format!("people.{}", row.key().to_lowercase())), EntityKind::Other));
            let people = self.concepts.len() as u32;
            for name in list(row.get("adjectives")?) {
                self.add(name, Classes::PEOPLE, people);
            }
            for name in list(row.get("people")?) {
                self.add(name, Classes::PEOPLE, people);
            }
        }
        for row in pack.table("name/countries").rows() {
            let n = number(self, row.get("country")?);
            self.add(row.key(), Classes::COUNTRY, n);
        }
        Ok(())
    }

    fn add(&mut self, name: &str, classes: Classes, concept: u32) {
        let mut hash = PHRASE;
        let (mut first, mut n) = (0, 0u8);
        for_units(name, |word| {
            let h = key(&fold(word));
            if n == 0 {
                first = h;
            }
            hash = extend(hash, h);
            n = n.saturating_add(1);
        });
        if n == 0 || n > LONGEST {
            return;
        }
        let entry = self.phrases.entry(hash).or_default();
        entry.classes.0 |= classes.0;
        if entry.concept == 0 {
            entry.concept = concept;
        }
        let reach = self.reach.entry(first).or_insert(0);
        *reach = (*reach).max(n);
    }

    /// Looks up every phrase of the units; phrases begin at a unit with a capital or a figure and stay within a
    /// sentence.
    pub fn read(&self, units: &[Unit], keys: &[u32]) -> Vec<Known> {
        let mut known = vec![Known::default(); units.len()];
        for i in 0..units.len() {
            if !units[i].case.is_capital() {
                continue;
            }
            let Some(&reach) = self.reach.get(&keys[i]) else { continue };
            let mut hash = PHRASE;
            for n in 0..usize::from(reach) {
                let j = i + n;
                if j >= units.len() || units[j].sentence != units[i].sentence {
                    break;
                }
                hash = extend(hash, keys[j]);
                let Some(entry) = self.phrases.get(&hash) else { continue };
                if n == 0 {
                    known[i].alone.0 |= entry.classes.0;
                } else {
                    known[i].begin.0 |= entry.classes.0;
                    for k in &mut known[i + 1..=j] {
                        k.inside.0 |= entry.classes.0;
                    }
                }
            }
        }
        known
    }

    /// Classes of a whole name.
    pub fn classes_of(&self, name: &str) -> Classes {
        self.entry(name).map_or(Classes::default(), |e| e.classes)
    }

    /// The concept that a whole name of that kind stands for; a government may be meant by its country, so an
    /// organisation may have a place's concept.
    pub fn concept_of(&self, name: &str, kind: EntityKind) -> Option<SmolStr> {
        let entry = self.entry(name)?;
        let (id, of) = self.concepts.get((entry.concept as usize).checked_sub(1)?)?;
        let fits = *of == kind
            || matches!((of, kind), (EntityKind::Place, EntityKind::Organisation))
            || matches!((of, kind), (EntityKind::Organisation, EntityKind::Place));
        fits.then(|| id.clone())
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        let mut hash = PHRASE;
        for_units(name, |word| hash = extend(hash, key(&fold(word))));
        self.phrases.get(&hash)
    }
}

/// Phrases of more units than this are not looked up, so that lookup stays linear.
const LONGEST: u8 = 10;
const PHRASE: u64 = 0xcbf2_9ce4_8422_2325;

fn extend(hash: u64, word: u32) -> u64 {
    (hash ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// The key of a folded word: without accents and closing full stop.
pub fn key(norm: &str) -> u32 {
    let word = norm.strip_suffix('.').filter(|w| !w.is_empty()).unwrap_or(norm);
    if word.is_ascii() {
        return crate::name::feature::hash(word.as_bytes());
    }
    let mut h = crate::name::feature::Fnv::default();
    let mut buffer = [0; 4];
    for c in word.nfkd().filter(|c| !is_combining_mark(*c)) {
        h.write(c.encode_utf8(&mut buffer).as_bytes());
    }
    h.finish()
}

/// Cuts a name as [`super::unit::units`] cuts text.
fn for_units(name: &str, mut each: impl FnMut(&str)) {
    for word in name.split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find(['-', '/']) {
            if at > 0 {
                each(&rest[..at]);
            }
            each(&rest[at..=at]);
            rest = &rest[at + 1..];
        }
        if !rest.is_empty() {
            each(rest);
        }
    }
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|s| !s.is_empty())
}

fn kind(code: &str) -> Option<EntityKind> {
    use EntityKind::{Organisation, Other, Person, Place};
    [Person, Organisation, Place, Other].into_iter().find(|k| k.code() == code)
}
