//! The packs' words for states, things and cues, ready to be found in a digest.

use crate::digest::hash;
use crate::event::Events;
use kroniek_lang::{Error, Pack, Packs, fold};
use kroniek_model::{Pos, Span, Text};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A concept by its place in the common table.
pub(super) type Concept = u16;

/// What all languages share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) states: Vec<State>,
    pub(super) things: Vec<Thing>,
    /// Unit symbol to what it measures and the factor to that measure's base unit.
    pub(super) units: BTreeMap<String, (SmolStr, f64)>,
    pub(super) ends: Vec<End>,
    pub(super) events: Events,
}

/// An event that comes to it that nothing is left of somebody's hold.
#[derive(Debug)]
pub(super) struct End {
    pub(super) event: SmolStr,
    /// It says so where it is denied: "has no ground in hand".
    pub(super) negative: bool,
    /// Only said of the last that was left.
    pub(super) remnant: bool,
}

/// What is the matter with a counted thing.
#[derive(Debug)]
pub(super) struct State {
    pub(super) id: SmolStr,
    /// What is counted when the words do not say.
    pub(super) thing: SmolStr,
    /// A running total, not a count of each happening.
    pub(super) level: bool,
    /// It can only grow, unless somebody counted wrongly.
    pub(super) toll: bool,
    /// Each party, company or side has a figure of its own.
    pub(super) held: bool,
    /// The state that it is the same as: who fled is displaced.
    pub(super) same_as: Option<Concept>,
    /// A word for it that names what is counted gives way to what the clause says happened to them.
    pub(super) weak: bool,
}

/// A kind of counted thing.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) id: SmolStr,
    /// The wider kind.
    pub(super) kind: Option<Concept>,
    /// It only says what they were doing there: passengers, workers.
    pub(super) role: bool,
}

macro_rules! cues {
    ($($name:ident = $bit:literal, $code:literal;)*) => {
        /// How a statement stands to an earlier one: a small set of flags.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(super) struct Cues(u32);
        impl Cues {
            $(pub(super) const $name: Cues = Cues(1 << $bit);)*
            fn from_code(code: &str) -> Option<Cues> { match code { $($code => Some(Cues::$name),)* _ => None } }
            pub(super) const fn has(self, other: Cues) -> bool { self.0 & other.0 != 0 }
            pub(super) const fn and(self, other: Cues) -> Cues { Cues(self.0 | other.0) }
        }
    };
}
cues! {
    CORRECT = 0, "correct";
    PREVIOUS = 1, "previous";
    WITHDRAW = 2, "withdraw";
    REINSTATE = 3, "reinstate";
    PUT_OFF = 4, "put-off";
    EARLY = 5, "early";
    DONE = 6, "done";
    CONFIRM = 7, "confirm";
    INCREMENT = 8, "increment";
    PART = 9, "part";
    TOTAL = 10, "total";
    RANK = 11, "rank";
    AND_NOT = 12, "and-not";
    SAME_THING = 13, "same-thing";
    PROLONG = 14, "prolong";
    LAST = 15, "last";
    AMONG = 16, "among";
    REFUSE = 17, "refuse";
    STILL = 18, "still";
    NONE = 19, "none";
    TERM = 20, "term";
    REMNANT = 21, "remnant";
    HEDGE = 22, "hedge";
    COMPLETE = 23, "complete";
    CONTRAST = 24, "contrast";
    FROM = 25, "from";
    TO = 26, "to";
    DISMISS = 27, "dismiss";
    NOT = 28, "not";
    CONCEDE = 29, "concede";
    THAT = 30, "that";
}

/// One language's words.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) states: Finder<(Concept, Option<Concept>)>,
    pub(super) things: Finder<Concept>,
    pub(super) cues: Finder<Cues>,
}

/// All languages' words.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) shared: Shared,
    languages: BTreeMap<String, Words>,
    none: Words,
}

impl Lexicon {
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let shared = Shared { events: Events::compile(packs)?, ..Shared::compile(packs.common())? };
        let mut languages = BTreeMap::new();
        for pack in packs.languages() {
            languages.insert(pack.code().to_owned(), Words::compile(&shared, pack)?);
        }
        Ok(Lexicon { shared, languages, none: Words::default() })
    }

    /// The words of a language; none for a language without a pack.
    pub(super) fn words(&self, language: &str) -> &Words {
        self.languages.get(language).unwrap_or(&self.none)
    }
}

impl Shared {
    fn compile(common: &Pack) -> Result<Self, Error> {
        let mut shared = Shared::default();
        for row in common.table("claim/states").rows() {
            let (level, toll) = match row.get("course")? {
                "event" => (false, false),
                "level" => (true, false),
                "toll" => (true, true),
                c => return Err(row.error(format!("course {c} is none of event, level, toll"))),
            };
            let (held, weak) = (row.get("of")? == "holder", row.get("of")? == "weak");
            let (id, thing) = (row.key().into(), row.get("thing")?.into());
            let same_as = match row.get("as")? {
                "" => None,
                other => Some(
                    shared
                        .state(other)
                        .ok_or_else(|| row.error("the state it is the same as must stand above"))?,
                ),
            };
            shared.states.push(State { id, thing, level, toll, held, weak, same_as });
        }
        for row in common.table("claim/things").rows() {
            let kind = row.get("kind")?;
            let kind = (!kind.is_empty()).then(|| shared.thing(kind));
            if kind == Some(None) {
                return Err(row.error("the wider kind must stand above"));
            }
            let role = row.get("role")? == "yes";
            shared.things.push(Thing { id: row.key().into(), kind: kind.flatten(), role });
        }
        for row in common.table("claim/ends").rows() {
            let (negative, remnant) = (row.get("polarity")? == "negative", row.get("of")? == "remnant");
            shared.ends.push(End { event: row.key().into(), negative, remnant });
        }
        for row in common.table("unit").rows() {
            let factor =
                row.get("factor")?.parse().map_err(|_| row.error("factor: a number was expected"))?;
            shared.units.insert(row.key().to_owned(), (row.get("measure")?.into(), factor));
        }
        Ok(shared)
    }

    /// A state by its id; one that is told by another's name is that one.
    pub(super) fn state(&self, id: &str) -> Option<Concept> {
        let i = self.states.iter().position(|s| s.id == id)?;
        Some(self.states[i].same_as.unwrap_or(i as Concept))
    }

    pub(super) fn thing(&self, id: &str) -> Option<Concept> {
        self.things.iter().position(|s| s.id == id).map(|i| i as Concept)
    }

    /// A kind and all wider ones.
    pub(super) fn is_a(&self, mut thing: Concept, wider: &str) -> bool {
        loop {
            let t = &self.things[thing as usize];
            if t.id == wider {
                return true;
            }
            match t.kind {
                Some(k) => thing = k,
                None => return false,
            }
        }
    }
}

impl Words {
    fn compile(shared: &Shared, pack: &Pack) -> Result<Self, Error> {
        let mut w = Words::default();
        for row in pack.table("claim/states").rows() {
            let (state, thing) = (row.get("state")?, row.get("thing")?);
            let id = shared
                .state(state)
                .ok_or_else(|| row.error(format!("state {state} is not in lang/common")))?;
            let of = match thing {
                "" => None,
                t => Some(
                    shared.thing(t).ok_or_else(|| row.error(format!("thing {t} is not in lang/common")))?,
                ),
            };
            w.states.add_all(row.key(), (id, of));
        }
        for row in pack.table("claim/things").rows() {
            let thing = row.get("thing")?;
            let id = shared
                .thing(thing)
                .ok_or_else(|| row.error(format!("thing {thing} is not in lang/common")))?;
            w.things.add_all(row.key(), id);
        }
        // One phrase may be several cues.
        let mut cues: BTreeMap<&str, Cues> = BTreeMap::new();
        for row in pack.table("claim/cues").rows() {
            let cue = row.get("cue")?;
            let id = Cues::from_code(cue).ok_or_else(|| row.error(format!("cue {cue} is not known")))?;
            for phrase in row.key().split('|') {
                let all = cues.entry(phrase).or_default();
                *all = all.and(id);
            }
        }
        for (phrase, all) in cues {
            w.cues.add_all(phrase, all);
        }
        Ok(w)
    }
}

/// Words and phrases by the hashes of their words, found as written or by dictionary form.
#[derive(Debug)]
pub(super) struct Finder<T> {
    by_first: FxHashMap<u32, Vec<(Vec<u32>, T)>>,
}

impl<T> Default for Finder<T> {
    fn default() -> Self {
        Finder { by_first: FxHashMap::default() }
    }
}

/// A sentence's words as the digest has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'d> {
    pub(super) words: &'d [(u32, Span<Text>)],
    pub(super) lemmas: &'d [(u32, Pos)],
}

impl<T: Copy> Finder<T> {
    fn add_all(&mut self, phrases: &str, value: T) {
        for phrase in phrases.split('|') {
            let mut words = phrase.split_whitespace().map(|w| hash(&fold(w)));
            let Some(first) = words.next() else { continue };
            let rest: Vec<u32> = words.collect();
            let list = self.by_first.entry(first).or_default();
            let at = list.partition_point(|(r, _)| r.len() >= rest.len());
            list.insert(at, (rest, value));
        }
    }

    /// The longest phrase that begins at word `at`: number of words and value.
    pub(super) fn longest_at(&self, line: Line<'_>, at: usize) -> Option<(usize, T)> {
        let is = |i: usize, h: u32| {
            line.words.get(i).is_some_and(|w| w.0 == h) || line.lemmas.get(i).is_some_and(|l| l.0 == h)
        };
        let found = |first: u32| {
            let list = self.by_first.get(&first)?;
            list.iter().find(|(rest, _)| rest.iter().enumerate().all(|(k, &h)| is(at + 1 + k, h)))
        };
        let (word, lemma) = (line.words.get(at)?.0, line.lemmas.get(at)?.0);
        let by_word = found(word);
        let by_lemma = if lemma == word { None } else { found(lemma) };
        let best = match (by_word, by_lemma) {
            (Some(a), Some(b)) => Some(if b.0.len() > a.0.len() { b } else { a }),
            (a, b) => a.or(b),
        };
        best.map(|(rest, value)| (rest.len() + 1, *value))
    }

    /// The value of a single written word.
    pub(super) fn word(&self, folded: &str) -> Option<T> {
        self.by_first.get(&hash(folded))?.iter().find(|(rest, _)| rest.is_empty()).map(|(_, v)| *v)
    }
}
