//! What a unit looks like to the model: hashed features of the word, its neighbours and the whole report.

use super::casing;
use super::context::{Context, Uses, Word};
use super::gazetteer::{Classes, Gazetteer, Known, key};
use super::label::{Label, parts};
use super::unit::{Case, Unit};
use kroniek_lang::Lexicon;
use kroniek_model::Pos;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A report cut into units, with all that is known of each.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The units, in text order.
    pub units: Vec<Unit>,
    /// Hash of each unit's folded form.
    pub keys: Vec<u32>,
    /// Class of each in the word list; `None` for words that it lacks, and for all without a list.
    pub listed: Vec<Option<u16>>,
    /// What the gazetteer says of each.
    pub known: Vec<Known>,
    /// What each does beside or in a name.
    pub words: Vec<Word>,
    /// The stretches that can hold a name: units near a capital, each stretch within one sentence.
    pub live: Vec<Range<usize>>,
    facts: FxHashMap<u32, Facts>,
    styles: Vec<Style>,
    subject: Subject,
    acronyms: Vec<bool>,
}

/// What the report as a whole tells of a word, as a set of flags.
#[derive(Debug, Clone, Copy, Default)]
struct Facts(u16);

impl Facts {
    const SMALL: u16 = 1;
    const CAPITAL: u16 = 2;
    const AFTER_TITLE: u16 = 4;
    const AFTER_FIRST: u16 = 8;
    const BEFORE_LEGAL: u16 = 16;
    const AFTER_AT: u16 = 32;
    const OFTEN: u16 = 64;
    const BEFORE_CAPITAL: u16 = 128;
    const AFTER_ARTICLE: u16 = 256;
    const ACRONYM: u16 = 512;
    const COUNT: u32 = 10;
}

/// How a sentence is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
enum Style {
    /// Few capitals.
    #[default]
    Running,
    /// Most words begin with a capital.
    Title,
    /// No small letters.
    Upper,
    /// Names and figures: a line of a table.
    Table,
}

/// What a report is about, as far as it matters to names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
enum Subject {
    /// Anything.
    #[default]
    General,
    /// Sport: towns are clubs, countries are teams.
    Sport,
    /// Companies and markets.
    Business,
}

impl Subject {
    /// One word in so many must be of a subject.
    const SHARE: usize = 40;

    fn of(words: &[Word]) -> Subject {
        let count = |uses: Uses| words.iter().filter(|w| w.uses.any(uses)).count();
        let (sport, business) = (count(Uses::SPORT), count(Uses::BUSINESS));
        match () {
            () if sport.max(business) * Subject::SHARE < words.len().max(1) => Subject::General,
            () if sport >= business => Subject::Sport,
            () => Subject::Business,
        }
    }
}

impl Document {
    /// Looks up the words of a report.
    pub fn read(
        mut units: Vec<Unit>,
        gazetteer: &Gazetteer,
        context: &Context,
        lexicon: Option<&Lexicon>,
    ) -> Document {
        let keys: Vec<u32> = units.iter().map(|u| key(&u.norm)).collect();
        casing::restore(&mut units, &keys, gazetteer, lexicon);
        let mut d = Document {
            known: gazetteer.read(&units, &keys),
            words: units.iter().map(|u| context.word(&u.norm)).collect(),
            acronyms: vec![false; units.len()],
            listed: units
                .iter()
                .map(|u| lexicon.filter(|_| u.case.is_capital()).and_then(|l| l.class(&u.norm)))
                .collect(),
            keys,
            units,
            ..Document::default()
        };
        d.subject = Subject::of(&d.words);
        d.styles = d.read_styles();
        d.find_acronyms();
        d.gather_facts();
        d.find_live();
        d
    }

    fn read_styles(&self) -> Vec<Style> {
        let sentences = self.units.iter().map(|u| u.sentence as usize + 1).max().unwrap_or(0);
        let mut counts = vec![[0u32; 4]; sentences];
        for u in &self.units {
            let c = &mut counts[u.sentence as usize];
            match u.case {
                Case::Lower if u.norm.len() > 3 => c[0] += 1,
                Case::Initial | Case::Mixed => c[1] += 1,
                Case::Upper => c[2] += 1,
                Case::Number => c[3] += 1,
                _ => {}
            }
        }
        let style = |[lower, initial, upper, number]: [u32; 4]| match () {
            () if number > 1 && number > 2 * lower && number + lower >= (initial + upper) / 2 => Style::Table,
            () if upper > 1 && upper >= 3 * (lower + initial) => Style::Upper,
            () if initial + upper > 2 && initial + upper >= 3 * lower => Style::Title,
            () => Style::Running,
        };
        counts.into_iter().map(style).collect()
    }

    /// Acronyms in brackets after the words that they stand for: "Verenigde Naties (VN)".
    fn find_acronyms(&mut self) {
        for i in 2..self.units.len().saturating_sub(1) {
            let u = &self.units[i];
            let bracketed = self.units[i - 1].norm == "(" && self.units[i + 1].norm == ")";
            if bracketed && matches!(u.case, Case::Upper | Case::Mixed) && self.initials(i) {
                self.acronyms[i] = true;
            }
        }
    }

    /// Whether the letters of unit `i` are the first letters of words before the bracket.
    fn initials(&self, i: usize) -> bool {
        let mut letters = self.units[i].norm.chars().rev().filter(|c| c.is_alphabetic());
        let mut want = letters.next();
        let mut hits = 0;
        for j in (0..i - 1).rev().take(12) {
            if self.units[j].sentence != self.units[i].sentence {
                break;
            }
            let Some(w) = want else { break };
            if self.units[j].norm.starts_with(w) {
                hits += 1;
                want = letters.next();
            } else if self.units[j].case.is_capital() && hits == 0 && j + 2 < i {
                return false;
            }
        }
        want.is_none() && hits >= 2
    }

    fn gather_facts(&mut self) {
        let mut seen: FxHashMap<u32, u32> = FxHashMap::default();
        for i in 0..self.units.len() {
            let u = &self.units[i];
            if matches!(u.case, Case::Mark | Case::Number) {
                continue;
            }
            let fact = self.facts.entry(self.keys[i]).or_default();
            if !u.case.is_capital() {
                fact.0 |= Facts::SMALL;
                continue;
            }
            let n = seen.entry(self.keys[i]).or_default();
            *n += 1;
            if *n > 2 {
                fact.0 |= Facts::OFTEN;
            }
            let running = self.styles[u.sentence as usize] == Style::Running;
            if !u.opens && running {
                fact.0 |= Facts::CAPITAL;
            }
            if self.acronyms[i] {
                fact.0 |= Facts::ACRONYM;
            }
            if let Some(p) = i.checked_sub(1).filter(|&p| self.units[p].sentence == u.sentence) {
                let before = self.words[p].uses;
                let pairs = [
                    (before.any(Uses(Uses::TITLE.0 | Uses::ROLE.0)), Facts::AFTER_TITLE),
                    (self.known[p].alone.any(Classes::FIRST), Facts::AFTER_FIRST),
                    (before.any(Uses::AT), Facts::AFTER_AT),
                    (before.any(Uses::ARTICLE), Facts::AFTER_ARTICLE),
                ];
                fact.0 |= pairs.iter().filter(|(is, _)| *is).map(|(_, f)| f).fold(0, |a, f| a | f);
            }
            if let Some(next) = self.units.get(i + 1).filter(|n| n.sentence == u.sentence) {
                if self.words[i + 1].uses.any(Uses::LEGAL) {
                    fact.0 |= Facts::BEFORE_LEGAL;
                }
                if next.case.is_capital() && running {
                    fact.0 |= Facts::BEFORE_CAPITAL;
                }
            }
        }
    }

    fn find_live(&mut self) {
        let n = self.units.len();
        let mut live = vec![false; n];
        for i in 0..n {
            if self.units[i].case.is_capital() {
                for (j, l) in live.iter_mut().enumerate().take((i + 3).min(n)).skip(i.saturating_sub(2)) {
                    *l |= self.units[j].sentence == self.units[i].sentence;
                }
            }
        }
        let mut i = 0;
        while i < n {
            let start = i;
            while i < n && live[i] && self.units[i].sentence == self.units[start].sentence {
                i += 1;
            }
            if i > start {
                self.live.push(start..i);
            } else {
                i += 1;
            }
        }
    }

    /// The unit at a distance, if it stands in the same sentence.
    fn near(&self, i: usize, distance: isize) -> Option<usize> {
        let j = i.checked_add_signed(distance)?;
        (self.units.get(j)?.sentence == self.units[i].sentence).then_some(j)
    }

    /// How many capitals stand in a row before (or after) unit `i`, at most 3.
    fn run(&self, i: usize, step: isize) -> u32 {
        let capital = |d| self.near(i, step * d).is_some_and(|j| self.units[j].case.is_capital());
        (1..=3).take_while(|&d| capital(d)).count() as u32
    }

    /// Writes the features of unit `i`.
    pub fn features(&self, i: usize, votes: Option<&Votes>, out: &mut Vec<u32>) {
        out.clear();
        let u = &self.units[i];
        let case = u.case as u32;
        let mut put = |template: u32, value: u32| out.push(mix(template, value));
        put(0, 0);
        let mut near = [None; 5];
        for (slot, d) in near.iter_mut().zip(-2..=2) {
            *slot = self.near(i, d);
        }
        let key_at = |n: usize| near[n].map_or(n as u32, |j| self.keys[j]);
        let case_at = |n: usize| near[n].map_or(15, |j| self.units[j].case as u32);
        let uses_at = |n: usize| near[n].map_or(0, |j| u32::from(self.words[j].uses.0));
        let known_at = |n: usize| near[n].map_or(Known::default(), |j| self.known[j]);
        for n in 0..5 {
            put(1 + n as u32, key_at(n));
            put(6 + n as u32, case_at(n));
        }
        put(11, key_at(2).wrapping_mul(31) ^ case);
        put(12, case_at(1) | case << 4 | case_at(3) << 8);
        put(13, two(key_at(1), key_at(2)));
        put(14, two(key_at(2), key_at(3)));
        put(15, two(key_at(1), key_at(3)));
        put(16, two(key_at(1), case));
        put(17, two(key_at(3), case));
        self.affixes(i, &near, &mut put);
        self.list_features(known_at, uses_at, case, &mut put);
        let style = self.styles[u.sentence as usize] as u32;
        let facts = u32::from(self.facts.get(&self.keys[i]).map_or(0, |f| f.0));
        let place = u32::from(u.opens) | style << 1 | u32::from(u.glued) << 3;
        put(70, place | case << 4);
        put(71, (facts & 3) << 8 | place | case << 4);
        for bit in (0..Facts::COUNT).filter(|b| facts >> b & 1 == 1) {
            put(72, bit | case << 4);
        }
        put(73, facts | u32::from(u.opens) << 15);
        put(74, self.run(i, -1) | self.run(i, 1) << 2 | case << 4);
        if u.case.is_capital() {
            let listed = self.listed[i].map_or(1 << 17, u32::from);
            put(90, u32::from(self.listed[i].is_some()) | place << 1 | case << 5);
            put(91, listed);
            put(92, listed.rotate_left(4) ^ place);
            let next = near[3].map_or(0, |j| self.listed[j].map_or(1, |_| 2));
            let before = near[1].map_or(0, |j| self.listed[j].map_or(1, |_| 2));
            put(93, u32::from(self.listed[i].is_some()) | next << 1 | before << 3 | case << 5);
        }
        if self.acronyms[i] {
            put(75, 0);
        }
        let subject = self.subject as u32;
        put(94, subject | case << 2 | place << 5);
        let classes = |k: Known| u32::from(k.alone.0) | u32::from(k.begin.0 | k.inside.0) << 16;
        put(95, two(subject, classes(known_at(2))));
        put(96, two(subject, case_at(1) | case_at(3) << 4 | case << 8));
        put(97, two(subject, key_at(1)));
        put(98, two(subject, key_at(3)));
        if u.pos != Pos::X {
            let pos_at = |n: usize| near[n].map_or(31, |j| self.units[j].pos as u32);
            put(76, pos_at(1));
            put(77, pos_at(2));
            put(78, pos_at(3));
            put(79, pos_at(2) | case << 5 | u32::from(u.opens) << 9);
        }
        if let Some(v) = votes {
            v.features(self, i, &near, &mut put);
        }
    }

    fn affixes(&self, i: usize, near: &[Option<usize>; 5], put: &mut impl FnMut(u32, u32)) {
        let norm = self.units[i].norm.as_bytes();
        for n in 1..=4usize.min(norm.len()) {
            put(20 + n as u32, hash(&norm[..n]));
            put(25 + n as u32, hash(&norm[norm.len() - n..]));
        }
        if norm.len() > 5 {
            put(30, hash(&norm[norm.len() - 5..]));
        }
        put(31, shape(&self.units[i]));
        for (t, n) in [(32, 1), (33, 3)] {
            if let Some(j) = near[n] {
                let w = self.units[j].norm.as_bytes();
                put(t, hash(&w[w.len().saturating_sub(3)..]));
            }
        }
        put(34, norm.len().min(12) as u32);
    }

    fn list_features(
        &self,
        known_at: impl Fn(usize) -> Known,
        uses_at: impl Fn(usize) -> u32,
        case: u32,
        put: &mut impl FnMut(u32, u32),
    ) {
        let k = known_at(2);
        for bit in 0..Classes::COUNT {
            let has = |c: Classes| c.0 >> bit & 1 == 1;
            for (t, c) in [(40, k.alone), (41, k.begin), (42, k.inside)] {
                if has(c) {
                    put(t, bit);
                }
            }
            if has(known_at(1).alone) {
                put(43, bit);
            }
            if has(known_at(3).alone) {
                put(44, bit);
            }
        }
        let all = |k: Known| u32::from(k.alone.0) | u32::from(k.begin.0 | k.inside.0) << 16;
        put(45, all(k));
        put(46, two(all(k), case));
        put(47, two(all(known_at(1)), all(k)));
        put(48, two(all(k), all(known_at(3))));
        for n in 0..5u32 {
            let uses = uses_at(n as usize);
            for bit in (0..Uses::COUNT).filter(|b| uses >> b & 1 == 1) {
                put(50 + n, bit);
                if n == 1 || n == 3 {
                    put(60 + n, bit | case << 5);
                }
            }
        }
        put(66, two(uses_at(1), all(k)));
        put(67, two(uses_at(3), all(k)));
    }
}

/// The letters of a unit as classes, runs shortened.
fn shape(u: &Unit) -> u32 {
    // The folded form has lost its capitals; their pattern is in the case, digits and marks are still there.
    let mut h = Fnv::default();
    let mut last = 0u8;
    for b in u.norm.bytes() {
        let class = match b {
            b'a'..=b'z' => b'x',
            b'0'..=b'9' => b'd',
            0x80.. => b'x',
            other => other,
        };
        if class != last {
            h.write(&[class]);
        }
        last = class;
    }
    h.write(&[u.case as u8]);
    h.finish()
}

/// What the first pass found for each word, over the whole report.
#[derive(Debug, Default)]
pub struct Votes {
    labels: Vec<Label>,
    by_word: FxHashMap<u32, [u16; 6]>,
}

impl Votes {
    /// Counts labels by word: one slot for each kind, one for outside, one for the last word of a longer person's name.
    pub fn count(document: &Document, labels: &[Label]) -> Votes {
        let mut by_word: FxHashMap<u32, [u16; 6]> = FxHashMap::default();
        for (i, &l) in labels.iter().enumerate() {
            if !document.units[i].case.is_capital() {
                continue;
            }
            let counts = by_word.entry(document.keys[i]).or_default();
            let slot = parts(l).map_or(4, |(kind, _)| kind as usize);
            counts[slot] = counts[slot].saturating_add(1);
            if matches!(parts(l), Some((kroniek_model::EntityKind::Person, super::label::Part::End))) {
                counts[5] = counts[5].saturating_add(1);
            }
        }
        Votes { labels: labels.to_vec(), by_word }
    }

    fn features(&self, d: &Document, i: usize, near: &[Option<usize>; 5], put: &mut impl FnMut(u32, u32)) {
        let label_at = |n: usize| near[n].map_or(31, |j| u32::from(self.labels[j]));
        put(80, label_at(2));
        put(81, label_at(1) | label_at(2) << 5);
        put(82, label_at(3) | label_at(2) << 5);
        if !d.units[i].case.is_capital() {
            return;
        }
        let Some(counts) = self.by_word.get(&d.keys[i]) else { return };
        let most = (0..5).max_by_key(|&k| (counts[k], 5 - k)).unwrap_or(4);
        let total: u32 = counts[..5].iter().map(|&c| u32::from(c)).sum();
        let share = u32::from(counts[most]) * 4 / total.max(1);
        put(83, most as u32);
        put(84, most as u32 | share << 3 | total.min(4) << 6);
        put(85, most as u32 | label_at(2) << 3);
        if counts[5] > 0 {
            put(86, u32::from(d.units[i].case as u8));
            put(87, label_at(2));
        }
        let kinds = (0..5).filter(|&k| counts[k] > 0).fold(0u32, |m, k| m | 1 << k);
        put(88, kinds | label_at(2) << 5);
    }
}

fn two(a: u32, b: u32) -> u32 {
    (a.rotate_left(13) ^ b).wrapping_mul(0x9e37_79b1)
}

fn mix(template: u32, value: u32) -> u32 {
    let mut h = value ^ template.wrapping_mul(0x9e37_79b1);
    h ^= h >> 16;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^= h >> 13;
    h = h.wrapping_mul(0xc2b2_ae35);
    h ^ h >> 16
}

/// 32-bit FNV-1a, fixed for ever: models name features by it.
pub fn hash(bytes: &[u8]) -> u32 {
    let mut h = Fnv::default();
    h.write(bytes);
    h.finish()
}

/// [`hash`] in pieces.
#[derive(Debug)]
pub struct Fnv(u32);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0x811c_9dc5)
    }
}

impl Fnv {
    /// Goes on with more bytes.
    pub fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193));
    }

    /// The hash of all that was written.
    pub fn finish(&self) -> u32 {
        self.0
    }
}
