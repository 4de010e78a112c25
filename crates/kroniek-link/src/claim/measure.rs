//! What a figure measures: its value in base units, the state and kind of what is counted, and whether it is a whole,
//! a part or an addition.

use super::lexicon::{Concept, Cues, Lexicon, Shared, Words};
use super::sense::{Found, Sense, find, line};
use super::statement::From;
use crate::Digest;
use crate::digest::hash;
use jiff::civil::DateTime;
use kroniek_model::{
    Certainty, EntityIx, Interval, Linked, LinkedQuantity, LinkedStatement, Modifier, Span, Stance, Text,
    When,
};
use smol_str::{SmolStr, format_smolstr};

/// What one figure measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measure {
    /// What its unit measures: `number`, `area`, `money/EUR`, …
    pub(super) dimension: SmolStr,
    /// The values it allows, in base units.
    pub(super) interval: Interval,
    /// What its unit is in base units.
    pub(super) factor: f64,
    /// The number as stated, in base units; both ends of a range.
    pub(super) stated: (f64, f64),
    pub(super) modifier: Modifier,
    pub(super) state: Option<Concept>,
    pub(super) thing: Thing,
    /// This many more, not the whole.
    pub(super) increment: bool,
    /// A part of another figure.
    pub(super) part: bool,
    /// Named only to be replaced, or as what was said before.
    pub(super) replaced: bool,
    /// Expected, not counted.
    pub(super) expected: bool,
    /// The time of an older event that it belongs to.
    pub(super) scope: Option<String>,
    /// It is of the figure before it in its paragraph, whose statement and number this is: "It is $4.6 million".
    pub(super) like: Option<(usize, usize)>,
    /// Whose figure it is, where each has its own: "party A eleven seats, party B six".
    pub(super) holder: Option<EntityIx>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// A kind of the packs' inventory.
    Kind(Concept),
    /// Any other noun, by the hash of its dictionary form.
    Noun(u32),
    /// The words do not say.
    Unsaid,
}

/// Reads the measure of every figure, by statement.
pub(super) struct Reader<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) digests: &'a [Digest],
    pub(super) linked: &'a Linked,
    pub(super) from: &'a [From],
    pub(super) senses: &'a [Sense],
}

impl Reader<'_> {
    /// The measures of each statement's figures, in their order.
    pub(super) fn read(&self) -> Vec<Vec<Measure>> {
        let starts = self.story_starts();
        let mut all: Vec<Vec<Measure>> = Vec::with_capacity(self.linked.statements.len());
        // The last figure of the running paragraph: "It is now 12" counts what the sentence before counted.
        let mut last: Vec<(u32, Measure, (usize, usize))> = Vec::new();
        for (i, s) in self.linked.statements.iter().enumerate() {
            if i > 0 && self.from[i - 1].report != self.from[i].report {
                last.clear();
            }
            let d = &self.digests[self.from[i].report.at()];
            let paragraph = d.sentences.get(self.senses[i].sentence).map_or(0, |s| s.paragraph);
            last.retain(|(p, ..)| *p == paragraph);
            let start = starts.get(self.from[i].report.at()).copied().flatten();
            let mut own = Vec::with_capacity(s.quantities.len());
            for (k, q) in s.quantities.iter().enumerate() {
                let before: Vec<&Measure> = last.iter().map(|(_, m, _)| m).collect();
                let mut m = self.one(i, s, q, &before, start);
                if m.state.is_none() && q.counted.is_none() && self.refers_back(i) {
                    let same =
                        |x: &&(u32, Measure, (usize, usize))| x.1.dimension == m.dimension && x.2.0 != i;
                    m.like = last.iter().rev().find(same).map(|x| x.2);
                }
                last.push((paragraph, m.clone(), (i, k)));
                if last.len() > 8 {
                    last.remove(0);
                }
                own.push(m);
            }
            self.tell_apart(i, s, &mut own);
            all.push(own);
        }
        self.adopt(&mut all);
        all
    }

    /// The earliest moment that any report of the same story can be of, by report.
    fn story_starts(&self) -> Vec<Option<DateTime>> {
        let stories = self.linked.reports.iter().map(|r| r.story as usize + 1).max().unwrap_or(0);
        let mut earliest: Vec<Option<DateTime>> = vec![None; stories];
        for r in &self.linked.reports {
            if let Some(t) = r.published.when.as_ref().and_then(|w| w.earliest) {
                let e = &mut earliest[r.story as usize];
                *e = Some(e.map_or(t, |x| x.min(t)));
            }
        }
        self.linked.reports.iter().map(|r| earliest[r.story as usize]).collect()
    }

    fn one(
        &self,
        at: usize,
        s: &LinkedStatement,
        q: &LinkedQuantity,
        before: &[&Measure],
        story_start: Option<DateTime>,
    ) -> Measure {
        let shared = &self.lexicon.shared;
        let (d, sense) = (&self.digests[self.from[at].report.at()], &self.senses[at]);
        let words = self.lexicon.words(&d.language);
        let place = Place::of(d, sense, q);
        let cues = Cues::near(sense, &place);
        let (dimension, factor) = match before.last() {
            // "240 homes, down from 300"; "3 to 4 million euros … at most 2 million": the unit is not
            // said twice.
            Some(m) if q.unit == "count" && q.counted.is_none() && self.repeats_unit(sense, cues, m, q) => {
                (m.dimension.clone(), m.factor)
            }
            _ => dimension(shared, &q.unit),
        };
        let mut thing = if &*dimension == NUMBER {
            counted_thing(shared, words, d, sense, &place, q)
        } else {
            Thing::Unsaid
        };
        let mut state = self.state(d, sense, s, &place, &dimension, &mut thing);
        let anaphoric = state.is_none() && (thing == Thing::Unsaid || sense.cue().has(Cues::SAME_THING));
        if anaphoric {
            let like = before.iter().rev().find(|m| m.dimension == dimension && !m.expected);
            if let Some(m) = like {
                state = m.state;
                if thing == Thing::Unsaid {
                    thing = m.thing;
                }
            } else if let Some((found, counted)) = self.state_before(d, sense, &dimension, thing) {
                state = Some(found);
                if thing == Thing::Unsaid {
                    thing = counted;
                }
            }
        }
        let (low, high) = (q.low * factor, q.high.unwrap_or(q.low) * factor);
        Measure {
            interval: scale(q.interval, factor),
            factor,
            stated: (low, high),
            modifier: q.modifier,
            thing: whole_thing(shared, state, thing),
            state,
            increment: cues.has(Cues::INCREMENT),
            part: cues.has(Cues::PART) || cues.has(Cues::AMONG),
            replaced: cues.has(Cues::AND_NOT) || cues.has(Cues::PREVIOUS),
            expected: s.stance == Stance::Predicted && s.certainty != Certainty::Certain,
            scope: story_start.and_then(|t| older(d, sense, s.when.as_ref(), t)),
            holder: state.filter(|&c| shared.states[c as usize].held).and_then(|_| self.holder(at, q)),
            like: None,
            dimension,
        }
    }

    /// Whether a clause counts what the sentence before it counts: by its words, or because it says no more than a
    /// number ("It is $4.6 million").
    fn refers_back(&self, at: usize) -> bool {
        let sense = &self.senses[at];
        sense.cue().has(Cues::SAME_THING) || sense.words.len() <= SHORT
    }

    /// The name nearest before a figure in its sentence, else the one who acts.
    fn holder(&self, at: usize, q: &LinkedQuantity) -> Option<EntityIx> {
        let s = &self.linked.statements[at];
        let d = &self.digests[self.from[at].report.at()];
        let first = d.mentions.partition_point(|m| m.span.end() <= s.sentence.start());
        let before = d.mentions[first..].iter().take_while(|m| m.span.end() <= q.span.start());
        let entity = |m: &kroniek_model::Mention| self.linked.entity_of(s.evidence.report, m.entity);
        let named = before.filter_map(entity).filter(|e| !s.sources.iter().any(|x| x.entity == Some(*e)));
        named.last().or_else(|| s.who.first().map(|(_, e)| *e))
    }

    /// Within one clause: the old value of "from 84 to 79", and figures of one kind that belong to two who are named
    /// before each.
    fn tell_apart(&self, at: usize, s: &LinkedStatement, own: &mut [Measure]) {
        let d = &self.digests[self.from[at].report.at()];
        let sense = &self.senses[at];
        let Some(sentence) = d.sentences.get(sense.sentence) else { return };
        let words = self.lexicon.words(&d.language);
        let is = |word: usize, cue: Cues| {
            word > 0
                && words.cues.longest_at(line(sentence), word - 1).is_some_and(|(n, c)| n == 1 && c.has(cue))
        };
        for k in 1..own.len() {
            if own[k - 1].dimension != own[k].dimension {
                continue;
            }
            let (a, b) = (&s.quantities[k - 1], &s.quantities[k]);
            let (pa, pb) = (Place::of(d, sense, a), Place::of(d, sense, b));
            if is(pa.start, Cues::FROM) && is(pb.start, Cues::TO) && pb.start <= pa.end + 2 {
                own[k - 1].replaced = true;
                own[k].state = own[k].state.or(own[k - 1].state);
                continue;
            }
            let alike = own[k - 1].state == own[k].state
                && (own[k - 1].thing == own[k].thing || b.counted.is_none())
                && own[k - 1].interval.is_disjoint(own[k].interval);
            let plain = |m: &Measure| !(m.replaced || m.part || m.increment);
            if alike && plain(&own[k - 1]) && plain(&own[k]) {
                let holders = (self.holder(at, a), self.holder(at, b));
                if let (Some(x), Some(y)) = holders
                    && x != y
                {
                    (own[k - 1].holder, own[k].holder) = (Some(x), Some(y));
                }
            }
        }
    }

    /// Whether a bare number is in the unit of the figure before: it is an old value of it, or like it in size.
    fn repeats_unit(&self, sense: &Sense, cues: Cues, before: &Measure, q: &LinkedQuantity) -> bool {
        if before.dimension == NUMBER || before.dimension == "share" {
            return false;
        }
        let of_one_kind = cues.has(Cues::PREVIOUS) || sense.cue().has(Cues::SAME_THING);
        let ratio = q.low * before.factor / before.stated.0;
        of_one_kind && (0.1..=10.0).contains(&ratio)
    }

    /// The state that the figure's own noun names, or else the nearest one in the clause that fits, or the event.
    fn state(
        &self,
        d: &Digest,
        sense: &Sense,
        s: &LinkedStatement,
        place: &Place,
        dimension: &str,
        thing: &mut Thing,
    ) -> Option<Concept> {
        let shared = &self.lexicon.shared;
        let own = sense.states.iter().find(|f| f.start < place.end && place.start < f.end);
        let fitting = own.filter(|f| fits(shared, f.value.0, dimension, Thing::Unsaid));
        let weak = fitting.filter(|f| shared.states[f.value.0 as usize].weak);
        if let Some(f) = fitting.filter(|_| weak.is_none()) {
            if let (Thing::Unsaid, Some(t)) = (*thing, f.value.1) {
                *thing = Thing::Kind(t);
            }
            return Some(f.value.0);
        }
        let event = || shared.state(&s.event).filter(|&c| fits(shared, c, dimension, *thing));
        let line = line(d.sentences.get(sense.sentence)?);
        let words = self.lexicon.words(&d.language);
        let all = find(0..line.words.len(), |i| words.states.longest_at(line, i));
        // "Two visitors died": what happened to them, not that they came.
        let happened = |c: Concept| !shared.states[c as usize].weak || weak.is_none();
        let near = nearest(&all, place, &sense.words, |c| happened(c) && fits(shared, c, dimension, *thing));
        if near.is_none()
            && let Some(f) = weak
        {
            return event().filter(|&c| happened(c)).or(Some(f.value.0));
        }
        // "5.000 strijders weigeren zich over te geven" is no surrender, in whichever clause the refusing stands.
        let cues = find(0..line.words.len(), |i| words.cues.longest_at(line, i));
        let refused = |f: &Found<Cues>| f.value.has(Cues::REFUSE) && f.start + REFUSED >= sense.words.start;
        if cues.iter().any(|f| refused(f) && f.start < sense.words.end) {
            return None;
        }
        near.or_else(event)
    }

    /// The last state that fits in the sentence before, if that stands in the same paragraph.
    fn state_before(
        &self,
        d: &Digest,
        sense: &Sense,
        dimension: &str,
        thing: Thing,
    ) -> Option<(Concept, Thing)> {
        let (here, before) =
            (d.sentences.get(sense.sentence)?, d.sentences.get(sense.sentence.checked_sub(1)?)?);
        if here.paragraph != before.paragraph {
            return None;
        }
        let words = self.lexicon.words(&d.language);
        let all = find(0..before.words.len(), |i| words.states.longest_at(line(before), i));
        let shared = &self.lexicon.shared;
        let state = all.iter().rev().map(|f| f.value.0).find(|&c| fits(shared, c, dimension, thing))?;
        // What is counted there: "het aantal beschadigde woningen is bijgesteld. Het zijn er 24."
        let counted = find(0..before.words.len(), |i| words.things.longest_at(line(before), i));
        let kinds = counted.iter().rev().map(|f| Thing::Kind(f.value));
        let kind = kinds.filter(|&k| k != thing).find(|&k| fits(shared, state, dimension, k));
        Some((state, kind.unwrap_or(Thing::Unsaid)))
    }

    /// An area without a word for what it is ("set it at 700 hectares") is that which all other areas of the story are.
    fn adopt(&self, all: &mut [Vec<Measure>]) {
        let mut known: std::collections::BTreeMap<u32, Option<Concept>> = std::collections::BTreeMap::new();
        let story = |i: usize| self.linked.reports.get(self.from[i].report.at()).map_or(0, |r| r.story);
        let whole = |m: &Measure| m.dimension == "area" && m.scope.is_none();
        for (i, ms) in all.iter().enumerate() {
            for m in ms.iter().filter(|m| whole(m)) {
                if let Some(s) = m.state {
                    known.entry(story(i)).and_modify(|k| *k = k.filter(|&k| k == s)).or_insert(Some(s));
                }
            }
        }
        for (i, ms) in all.iter_mut().enumerate() {
            for m in ms.iter_mut().filter(|m| whole(m) && m.state.is_none()) {
                m.state = known.get(&story(i)).copied().flatten();
                m.thing = whole_thing(&self.lexicon.shared, m.state, m.thing);
            }
        }
    }
}

/// The dimension of plain counts.
pub(super) const NUMBER: &str = "number";

/// Words of a clause that says no more than a number.
const SHORT: usize = 7;

/// Words between "weigeren" and what is refused.
const REFUSED: usize = 3;

/// What a unit measures and the factor to its base; an unknown unit measures itself.
fn dimension(shared: &Shared, unit: &str) -> (SmolStr, f64) {
    if let Some((measure, factor)) = shared.units.get(unit) {
        return (measure.clone(), *factor);
    }
    match unit {
        "count" => (NUMBER.into(), 1.0),
        "percent" => ("share".into(), 0.01),
        "fraction" => ("share".into(), 1.0),
        u if u.len() == 3 && u.bytes().all(|b| b.is_ascii_uppercase()) => (format_smolstr!("money/{u}"), 1.0),
        u => (u.into(), 1.0),
    }
}

fn scale(i: Interval, factor: f64) -> Interval {
    Interval { low: i.low * factor, high: i.high * factor }
}

/// Where a figure stands among its sentence's words.
struct Place {
    start: usize,
    end: usize,
}

impl Place {
    fn of(d: &Digest, sense: &Sense, q: &LinkedQuantity) -> Self {
        let Some(s) = d.sentences.get(sense.sentence) else { return Place { start: 0, end: 0 } };
        let start = s.words.partition_point(|(_, w)| w.end() <= q.span.start());
        let end = s.words.partition_point(|(_, w)| w.start() < q.span.end());
        Place { start, end: end.max(start) }
    }

    /// Words between the figure and something else; what follows counts as a little further off, since most words
    /// that a figure depends on precede it.
    fn distance(&self, start: usize, end: usize) -> usize {
        if end <= self.start { (self.start - end) * 2 } else { start.saturating_sub(self.end) * 2 + 1 }
    }
}

impl Cues {
    /// The cues that are about this figure: those that touch it, and for parts and old values those just beside it.
    fn near(sense: &Sense, place: &Place) -> Cues {
        let mut all = Cues::default();
        for c in &sense.cues {
            let gap_before = (c.end <= place.start).then(|| place.start - c.end);
            let touches = c.start <= place.end && place.start <= c.end;
            let inside = c.start < place.end && place.start < c.end;
            let beside = place.distance(c.start, c.end) <= 5;
            let counts = if c.value.has(Cues::PART) {
                place.end <= c.start && beside
            } else if c.value.has(Cues::AMONG) {
                gap_before.is_some_and(|g| g <= 2)
            } else if c.value.has(Cues::INCREMENT) {
                touches
            } else if c.value.has(Cues::AND_NOT) {
                gap_before.is_some_and(|g| g <= 1)
            } else if c.value.has(Cues::NOT) {
                // ", not 1.2 million"; "geen 86 maar 112".
                if gap_before == Some(0) {
                    all = all.and(Cues::AND_NOT);
                }
                false
            } else if c.value.has(Cues::PREVIOUS) || c.value.has(Cues::CORRECT) {
                // "An earlier figure of 11".
                let far = if sense.cue().has(Cues::CORRECT) && c.value.has(Cues::PREVIOUS) { 2 } else { 0 };
                gap_before.is_some_and(|g| g <= far) && !inside
            } else {
                inside
            };
            if counts {
                let old = c.value.has(Cues::CORRECT) && !inside;
                all = all.and(if old { Cues::PREVIOUS } else { c.value });
            }
        }
        all
    }
}

/// A state in another clause counts as this much further off.
const OUTSIDE: usize = 7;

fn nearest(
    states: &[Found<(Concept, Option<Concept>)>],
    place: &Place,
    clause: &std::ops::Range<usize>,
    fits: impl Fn(Concept) -> bool,
) -> Option<Concept> {
    let near = states.iter().filter(|f| fits(f.value.0));
    let outside = |f: &Found<_>| if clause.contains(&f.start) { 0 } else { OUTSIDE };
    near.min_by_key(|f| (place.distance(f.start, f.end) + outside(f), f.start)).map(|f| f.value.0)
}

/// The kind of what is counted, from the words of the count themselves: the last one that is a known kind, else the
/// last noun.
fn counted_thing(
    shared: &Shared,
    words: &Words,
    d: &Digest,
    sense: &Sense,
    place: &Place,
    q: &LinkedQuantity,
) -> Thing {
    let Some(s) = d.sentences.get(sense.sentence) else { return Thing::Unsaid };
    let Some(counted) = &q.counted else {
        // "The number of civilians killed stands at 47".
        let from = place.start.saturating_sub(COUNTED_BEFORE);
        let things = find(from..place.start, |i| words.things.longest_at(line(s), i));
        let cues = find(from..place.start, |i| words.cues.longest_at(line(s), i));
        let total = cues.iter().find(|c| c.value.has(Cues::TOTAL));
        let after = |c: &Found<Cues>| things.iter().find(|f| f.start >= c.start && f.start <= c.end + 2);
        return total.and_then(after).map_or(Thing::Unsaid, |f| Thing::Kind(f.value));
    };
    let found = find(place.start..place.end, |i| words.things.longest_at(line(s), i));
    // "39 civilian dead": the kind that says more.
    if let Some(f) =
        found.iter().rev().find(|f| shared.things[f.value as usize].kind.is_some()).or(found.last())
    {
        return Thing::Kind(f.value);
    }
    // A compound's last part says what it is: "IS-strijders".
    let parts = counted.rsplit(|c: char| c.is_whitespace() || c == '-').map(kroniek_lang::fold);
    let mut parts = parts.filter(|p| !p.is_empty());
    let Some(last) = parts.next() else { return Thing::Unsaid };
    match words.things.word(&last) {
        Some(t) => Thing::Kind(t),
        None => Thing::Noun(s.lemmas.get(place.end.wrapping_sub(1)).map_or_else(|| hash(&last), |l| l.0)),
    }
}

/// Words before a bare number in which it may be said what it counts.
const COUNTED_BEFORE: usize = 14;

/// What a state counts when nothing is said.
fn whole_thing(shared: &Shared, state: Option<Concept>, thing: Thing) -> Thing {
    match (state, thing) {
        (Some(s), Thing::Unsaid) => {
            shared.thing(&shared.states[s as usize].thing).map_or(Thing::Unsaid, Thing::Kind)
        }
        _ => thing,
    }
}

/// The kind that a figure is compared under: people in a role are people.
pub(super) fn whole_kind(shared: &Shared, state: Option<Concept>, thing: Thing) -> Thing {
    match thing {
        Thing::Kind(t) if state.is_some() && shared.things[t as usize].role => {
            shared.things[t as usize].kind.map_or(thing, Thing::Kind)
        }
        _ => thing,
    }
}

/// Whether a state can be said of such a figure.
fn fits(shared: &Shared, state: Concept, dimension: &str, thing: Thing) -> bool {
    let default = shared.states[state as usize].thing.as_str();
    match default {
        "money" => dimension.starts_with("money/"),
        "area" | "length" | "points" | "time" | "speed" => dimension == default,
        "share" => dimension == "share",
        "person" | "fighter" => {
            dimension == NUMBER
                && match thing {
                    Thing::Kind(t) => {
                        shared.is_a(t, "person") || ["family", "household"].iter().any(|k| shared.is_a(t, k))
                    }
                    Thing::Noun(_) | Thing::Unsaid => true,
                }
        }
        _ => {
            dimension == NUMBER
                && match thing {
                    Thing::Kind(t) => !shared.is_a(t, "person"),
                    Thing::Noun(_) | Thing::Unsaid => true,
                }
        }
    }
}

/// Sixty days before a story's first report: what lies further back is another event, told for comparison.
const BACKGROUND_DAYS: i64 = 60;

/// The date of an older event that the sentence names, as EDTF; `None` when it is about the story's own.
fn older(d: &Digest, sense: &Sense, when: Option<&When>, story_start: DateTime) -> Option<String> {
    let border = story_start.checked_sub(jiff::Span::new().days(BACKGROUND_DAYS)).ok()?;
    let is_old = |w: &When| w.latest.is_some_and(|l| l < border) && w.earliest.is_some();
    if let Some(w) = when {
        return is_old(w).then(|| w.edtf.clone());
    }
    let sentence: Span<Text> = d.sentences.get(sense.sentence)?.span;
    let first = d.times.partition_point(|t| t.span.start() < sentence.start());
    let inside = d.times[first..].iter().take_while(|t| t.span.end() <= sentence.end());
    inside.filter_map(|t| t.when.as_ref()).find(|w| is_old(w)).map(|w| w.edtf.clone())
}
