//! Entities across reports while they grow: who may be joined with whom.

use super::spelling::{Spelling, cost, near};
use kroniek_model::{EntityKind, Message};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// One or more reports' entities that are taken for one.
#[derive(Debug, Default)]
pub(super) struct Cluster {
    /// The local entities, as (report, number).
    pub members: Vec<(u32, u32)>,
    /// Kinds, to be voted on.
    pub kinds: [u32; 4],
    /// Distinct spellings as words, with how often they are met.
    pub names: BTreeMap<Vec<SmolStr>, u32>,
    /// Roles and titles met.
    pub roles: Vec<SmolStr>,
    pub concept: Option<SmolStr>,
    pub reasons: Vec<Message>,
    /// Whether the gazetteer has it.
    pub known: bool,
}

impl Cluster {
    pub(super) fn kind(&self) -> EntityKind {
        use EntityKind::{Organisation, Other, Person, Place};
        let most = (0..4).max_by_key(|&k| (self.kinds[k], 4 - k)).unwrap_or(3);
        [Person, Organisation, Place, Other][most]
    }

    /// Full names: of two words or more.
    fn full(&self) -> impl Iterator<Item = &Vec<SmolStr>> {
        self.names.keys().filter(|n| n.len() > 1)
    }

    /// Whether both have members in one report: that report told them apart.
    pub(super) fn told_apart(&self, other: &Cluster) -> bool {
        let (mut a, mut b) = (self.members.iter().peekable(), other.members.iter().peekable());
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }

    pub(super) fn absorb(&mut self, other: Cluster) {
        self.members.extend(other.members);
        self.members.sort_unstable();
        for (k, n) in self.kinds.iter_mut().zip(other.kinds) {
            *k += n;
        }
        for (name, n) in other.names {
            *self.names.entry(name).or_default() += n;
        }
        for role in other.roles {
            if !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
        self.concept = self.concept.take().or(other.concept);
        self.known |= other.known;
        self.reasons.extend(other.reasons);
    }
}

/// Whether names of two kinds may be one: a country and its government waver, people do not.
pub(super) fn kinds_fit(a: EntityKind, b: EntityKind) -> bool {
    use EntityKind::{Organisation, Person, Place};
    a == b || matches!((a, b), (Organisation, Place) | (Place, Organisation)) && a != Person
}

/// Why two people's names are taken for one; `None` when they are not.
///
/// The surname alone never joins two full names: the first names must fit too. A surname that is spelled otherwise needs
/// the same first name or the same role.
pub(super) fn person_reason(s: &Spelling, a: &Cluster, b: &Cluster) -> Option<&'static str> {
    let role = a.roles.iter().any(|r| b.roles.contains(r));
    let full_fit = a.full().all(|x| b.full().all(|y| first_names_fit(s, x, y)));
    if !full_fit {
        return None;
    }
    let last = |n: &Vec<SmolStr>| n.last().cloned().unwrap_or_default();
    let shared = a.names.keys().any(|x| b.names.keys().any(|y| last(x) == last(y)));
    let both_full = a.full().next().is_some() && b.full().next().is_some();
    if shared {
        let equal = a.full().any(|x| b.names.contains_key(x));
        return match () {
            () if equal => Some("entity.same-name"),
            () if both_full => Some("entity.first-name"),
            () => Some("entity.surname"),
        };
    }
    let close = a.names.keys().any(|x| b.names.keys().any(|y| near(s, &last(x), &last(y))));
    // With one full first name the surname may be further off: names are misheard.
    let heard = |x: &[SmolStr], y: &[SmolStr]| {
        x[0] == y[0] && x[0].chars().count() > 2 && misheard(&x[x.len() - 1], &y[y.len() - 1])
    };
    let same_first = a.full().any(|x| b.full().any(|y| heard(x, y)));
    ((close && role) || same_first).then_some("entity.spelling")
}

fn misheard(a: &str, b: &str) -> bool {
    let short = a.chars().count().min(b.chars().count());
    let letters = cost(a, b);
    a.chars().next() == b.chars().next() && (letters == 1 && short >= 4 || letters == 2 && short >= 6)
}

/// Equal, an initial of the other, a short form of it, or another spelling.
fn first_names_fit(s: &Spelling, a: &[SmolStr], b: &[SmolStr]) -> bool {
    let (Some(x), Some(y)) = (a.first(), b.first()) else { return false };
    let initial = |w: &str| w.chars().count() == 1;
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    x == y
        || (initial(short) && long.starts_with(short.as_str()))
        || (short.chars().count() >= 3 && long.starts_with(short.as_str()))
        || near(s, x, y)
}

/// Why two names of other kinds are taken for one across reports of a story; `None` when they are not.
pub(super) fn thing_reason(s: &Spelling, a: &Cluster, b: &Cluster) -> Option<&'static str> {
    let joined = |n: &Vec<SmolStr>| n.concat();
    for x in a.names.keys() {
        for y in b.names.keys() {
            let (p, q) = (joined(x), joined(y));
            if p == q {
                return Some("entity.same-name");
            }
            if initials_of(x, &p, y) || initials_of(y, &q, x) {
                return Some("entity.acronym");
            }
            let long_enough = p.chars().count().min(q.chars().count()) >= 5;
            if long_enough && x.len() == y.len() && x.iter().zip(y).all(|(v, w)| near(s, v, w)) {
                return Some("entity.spelling");
            }
        }
    }
    None
}

/// Whether the single word `acronym` is the first letters of `name`.
fn initials_of(acronym: &[SmolStr], letters: &str, name: &[SmolStr]) -> bool {
    acronym.len() == 1
        && (2..=6).contains(&letters.len())
        && name.len() == letters.chars().count()
        && name.iter().zip(letters.chars()).all(|(w, c)| w.starts_with(c))
}
