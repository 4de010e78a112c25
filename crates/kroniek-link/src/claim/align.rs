//! Which statements may speak about the same thing: what they share in words, names, events, states and days, weighted
//! by how rare it is in the story. Candidates come from an inverted index only.

use super::sense::{Sense, is_content};
use super::statement::From;
use crate::Digest;
use kroniek_model::{Linked, LinkedStatement, StatementIx, When};
use rustc_hash::FxHashMap;

/// Statements by what they share.
pub(super) struct Index {
    features: Vec<Vec<Feature>>,
    postings: FxHashMap<(u32, u64), Vec<StatementIx>>,
    stories: Vec<u32>,
    sizes: FxHashMap<u32, u32>,
}

/// Something that a statement has, and how far it is its own: words of the clause count whole, those of the sentences
/// around it a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Feature {
    key: u64,
    /// In hundredths.
    part: u32,
    /// It names somebody or something: a name or a noun.
    thing: bool,
}

/// Another statement with what it shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) statement: StatementIx,
    /// Weight of what is shared.
    pub(super) shared: u32,
    /// Weight of what the two clauses themselves share, without the words around them.
    pub(super) own: u32,
    /// How many things that is; a day counts here, but has no weight in `own`.
    pub(super) hits: u32,
    /// How many roots of words; a word shared outright counts in both.
    pub(super) roots: u32,
    /// How many nouns that are no names the two clauses share.
    pub(super) nouns: u32,
    /// How many names they share.
    pub(super) names: u32,
    /// Share of the weight that both have in common, in hundredths.
    pub(super) likeness: u32,
}

/// What two statements share, while it is summed up.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    shared: u32,
    own: u32,
    hits: u32,
    roots: u32,
    nouns: u32,
    names: u32,
}

/// A posting list longer than this tells nothing.
const COMMON: usize = 64;
/// Candidates kept for one statement.
pub(super) const KEPT: usize = 12;
/// Candidates handed out for those that look further.
const FAR: usize = 48;
/// Sentences before it in the paragraph whose words count as its context.
const CONTEXT: usize = 2;
/// Weight of words around the clause, in hundredths.
const AROUND: u32 = 35;

impl Index {
    /// Builds the index; copies stay out of it, since their originals stand for them.
    pub(super) fn new(
        digests: &[Digest],
        linked: &Linked,
        from: &[From],
        senses: &[Sense],
        copied: &[Option<StatementIx>],
    ) -> Self {
        let stories: Vec<u32> =
            from.iter().map(|f| linked.reports.get(f.report.at()).map_or(0, |r| r.story)).collect();
        let mut index = Index {
            features: Vec::with_capacity(from.len()),
            postings: FxHashMap::default(),
            stories,
            sizes: FxHashMap::default(),
        };
        let names = Names::new(digests, linked);
        for (i, s) in linked.statements.iter().enumerate() {
            let d = &digests[from[i].report.at()];
            let features = features(d, s, &senses[i], &names, from[i].report.at());
            if copied[i].is_none() && !senses[i].minor {
                let story = index.stories[i];
                *index.sizes.entry(story).or_default() += 1;
                for f in &features {
                    index.postings.entry((story, f.key)).or_default().push(StatementIx(i as u32));
                }
            }
            index.features.push(features);
        }
        index
    }

    /// The statements of the same story that share most, best first.
    pub(super) fn like(&self, at: StatementIx) -> Vec<Candidate> {
        let story = self.stories[at.at()];
        let mut sums: FxHashMap<StatementIx, Sum> = FxHashMap::default();
        let mut order = Vec::new();
        for f in &self.features[at.at()] {
            let Some(list) = self.postings.get(&(story, f.key)).filter(|l| l.len() <= COMMON) else {
                continue;
            };
            for &o in list.iter().filter(|&&o| o != at) {
                let part = self.part(o, f.key).min(f.part);
                let weight = self.weight(story, f.key) * part / 100;
                let (kind, whole) = (f.key >> 60, part == 100);
                let sum = sums.entry(o).or_insert_with(|| {
                    order.push(o);
                    Sum::default()
                });
                sum.shared += weight;
                sum.own += if whole && kind != DAY { weight } else { 0 };
                sum.hits += u32::from(whole && kind != ROOT);
                sum.roots += u32::from(whole && kind == ROOT);
                sum.nouns += u32::from(whole && kind == WORD && f.thing);
                sum.names += u32::from(whole && kind == ENTITY);
            }
        }
        let whole = self.total(at);
        let one = |o: StatementIx| {
            let Sum { shared, own, hits, roots, nouns, names } = sums[&o];
            let likeness = 200 * shared / (whole + self.total(o)).max(1);
            Candidate { statement: o, shared, own, hits, roots, nouns, names, likeness }
        };
        let mut all: Vec<Candidate> = order.into_iter().map(one).collect();
        all.sort_by_key(|c| (std::cmp::Reverse(c.shared), std::cmp::Reverse(c.likeness), c.statement));
        all.truncate(FAR);
        self.common_names(at, &mut all);
        all
    }

    /// Counts names that are too common to find a statement by.
    fn common_names(&self, at: StatementIx, all: &mut [Candidate]) {
        let story = self.stories[at.at()];
        let whole = self.features[at.at()].iter().filter(|f| f.key >> 60 == ENTITY && f.part == 100);
        let common = whole.filter(|f| self.postings.get(&(story, f.key)).is_some_and(|l| l.len() > COMMON));
        for f in common {
            for c in all.iter_mut().filter(|c| self.part(c.statement, f.key) == 100) {
                c.names += 1;
            }
        }
    }

    /// The statements of the same story whose sentences or paragraphs have a word, by its dictionary form.
    pub(super) fn with_word(&self, at: StatementIx, lemma: u32) -> &[StatementIx] {
        let list = self.postings.get(&(self.stories[at.at()], key(WORD, u64::from(lemma))));
        list.map(Vec::as_slice).unwrap_or_default()
    }

    fn part(&self, at: StatementIx, key: u64) -> u32 {
        let list = &self.features[at.at()];
        list.binary_search_by_key(&key, |f| f.key).map_or(0, |i| list[i].part)
    }

    /// How much a feature tells: about the binary logarithm of how rare it is, times eight.
    fn weight(&self, story: u32, key: u64) -> u32 {
        let (all, with) = (
            self.sizes.get(&story).copied().unwrap_or(1),
            self.postings.get(&(story, key)).map_or(1, Vec::len),
        );
        let ratio = 256 * u64::from(all + 1) / (with as u64 + 1);
        let log = 63 - ratio.max(256).leading_zeros() as u64 - 8;
        // Between powers of two, by the next three bits.
        let bits = (ratio.max(256) >> (log + 5)) & 7;
        let kind = match key >> 60 {
            ROOT => 2,
            WORD | STATE => 4,
            _ => 5,
        };
        (log * 8 + bits + 1) as u32 * kind / 4
    }

    fn total(&self, at: StatementIx) -> u32 {
        let story = self.stories[at.at()];
        self.features[at.at()].iter().map(|f| self.weight(story, f.key) * f.part / 100).sum()
    }
}

const WORD: u64 = 0;
const ROOT: u64 = 1;
const ENTITY: u64 = 2;
const EVENT: u64 = 3;
const STATE: u64 = 4;
const DAY: u64 = 5;

fn key(kind: u64, value: u64) -> u64 {
    kind << 60 | value & ((1 << 60) - 1)
}

/// Entities by report and place in the text.
struct Names<'a> {
    digests: &'a [Digest],
    linked: &'a Linked,
}

impl<'a> Names<'a> {
    fn new(digests: &'a [Digest], linked: &'a Linked) -> Self {
        Names { digests, linked }
    }

    fn within(
        &self,
        report: usize,
        span: kroniek_model::Span<kroniek_model::Text>,
    ) -> impl Iterator<Item = u64> {
        let d = &self.digests[report];
        let first = d.mentions.partition_point(|m| m.span.end() <= span.start());
        let inside = d.mentions[first..].iter().take_while(move |m| m.span.start() < span.end());
        let ix = kroniek_model::ReportIx(report as u32);
        inside.filter_map(move |m| self.linked.entity_of(ix, m.entity)).map(|e| u64::from(e.0))
    }
}

fn features(
    d: &Digest,
    s: &LinkedStatement,
    sense: &Sense,
    names: &Names<'_>,
    report: usize,
) -> Vec<Feature> {
    let mut all: Vec<Feature> = Vec::new();
    let mut add = |key: u64, part: u32| all.push(Feature { key, part, thing: false });
    for n in names.within(report, s.evidence.span) {
        add(key(ENTITY, n), 100);
    }
    for (_, e) in &s.who {
        add(key(ENTITY, u64::from(e.0)), 100);
    }
    for source in s.sources.iter().filter_map(|x| x.entity) {
        add(key(ENTITY, u64::from(source.0)), AROUND);
    }
    if !s.event.starts_with('"') {
        add(key(EVENT, u64::from(crate::digest::hash(&s.event))), 100);
    }
    for f in &sense.states {
        add(key(STATE, u64::from(f.value.0)), 100);
    }
    if let Some(day) = s.when.as_ref().and_then(day) {
        add(key(DAY, day), 100);
    }
    let mut add = |key: u64, part: u32, thing: bool| all.push(Feature { key, part, thing });
    if let Some(line) = d.sentences.get(sense.sentence) {
        for i in 0..line.words.len() {
            let part = if sense.words.contains(&i) { 100 } else { AROUND };
            word(line, i, part, &mut add);
        }
        let before = d.sentences[..sense.sentence].iter().rev().take(CONTEXT);
        for before in before.take_while(|b| b.paragraph == line.paragraph) {
            for i in 0..before.words.len() {
                word(before, i, AROUND, &mut add);
            }
        }
    }
    all.sort_by_key(|f| (f.key, std::cmp::Reverse(f.part)));
    all.dedup_by_key(|f| f.key);
    all
}

fn word(line: &crate::digest::SentenceDigest, i: usize, part: u32, add: &mut impl FnMut(u64, u32, bool)) {
    let Some(&(lemma, pos)) = line.lemmas.get(i) else { return };
    // Numbers are compared as figures, not as words.
    if is_content(pos) && pos != kroniek_model::Pos::Num {
        add(key(WORD, u64::from(lemma)), part, pos == kroniek_model::Pos::Noun);
    }
    if let Some(&root) = line.roots.get(i).filter(|&&r| r != 0) {
        add(key(ROOT, u64::from(root)), part, false);
    }
}

/// The day that a statement is about, as a number.
fn day(w: &When) -> Option<u64> {
    if !w.is_single_day() {
        return None;
    }
    let date = w.earliest?.date();
    u64::try_from(i64::from(date.year()) * 400 + i64::from(date.day_of_year())).ok()
}
