//! Which event a clause tells of, from the packs' verbs, nouns and states.

use super::role::{Phrase, Thing, plain};
use super::segment::Segment;
use kroniek_lang::{Error, Pack, Phrases};
use kroniek_model::{Analysis, Morph, Pos};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// What makes an entry fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    None,
    Weak,
    Subject(Thing),
    Object(Thing),
    NoObject,
    Money,
    Percent,
    Of,
}

#[derive(Debug, Clone)]
struct Verb {
    event: SmolStr,
    particle: Option<SmolStr>,
    with: Vec<SmolStr>,
    subject: Option<SmolStr>,
    object: Option<SmolStr>,
    condition: Condition,
}

#[derive(Debug, Clone)]
struct NounEntry {
    event: SmolStr,
    person: bool,
    condition: Condition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Light {
    copula: bool,
    light: bool,
    passive: bool,
    passive_or_perfect: bool,
    perfect: bool,
}

/// The event of a clause, and who plays which part in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) event: Option<SmolStr>,
    /// First and last token of the trigger.
    pub(super) at: Option<(usize, usize)>,
    pub(super) lemma: SmolStr,
    pub(super) subject: Option<SmolStr>,
    pub(super) object: Option<SmolStr>,
    pub(super) passive: bool,
    /// A noun names the event, not the verb.
    pub(super) by_noun: bool,
    /// The noun names the people it happened to.
    pub(super) person: bool,
    pub(super) rule: &'static str,
}

impl Found {
    /// The role of those to whom it happened.
    pub(super) fn patient(&self) -> Option<SmolStr> {
        Some(SmolStr::new_static("patient"))
    }
}

/// A noun in a clause that names an event.
#[derive(Debug, Clone)]
pub(super) struct NounTrigger {
    /// Its token.
    pub(super) at: usize,
    pub(super) event: SmolStr,
    pub(super) person: bool,
    pub(super) weak: bool,
}

/// The event words of one language.
#[derive(Debug, Clone)]
pub(super) struct Triggers {
    verbs: FxHashMap<SmolStr, Vec<Verb>>,
    nouns: FxHashMap<SmolStr, Vec<NounEntry>>,
    states: Phrases<SmolStr>,
    light: FxHashMap<SmolStr, Light>,
    of: Phrases<()>,
    /// Dictionary forms of strong verbs by their other forms, for words that the lemmatiser does not know.
    forms: FxHashMap<SmolStr, SmolStr>,
    /// Roles of subject and object by event class.
    frames: FxHashMap<SmolStr, (Option<SmolStr>, Option<SmolStr>)>,
    /// Event classes by which what they happen to does not come about.
    undoing: FxHashSet<SmolStr>,
}

impl Triggers {
    pub(super) fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let mut t = Triggers {
            verbs: FxHashMap::default(),
            nouns: FxHashMap::default(),
            states: Phrases::default(),
            light: FxHashMap::default(),
            of: Phrases::default(),
            forms: FxHashMap::default(),
            frames: FxHashMap::default(),
            undoing: FxHashSet::default(),
        };
        for row in common.table("event").rows() {
            if row.get("undoes")? == "yes" {
                t.undoing.insert(row.key().into());
            }
            t.frames.insert(SmolStr::new(row.key()), (cell(row.get("subject")?), cell(row.get("object")?)));
        }
        for row in pack.table("event/preposition").rows() {
            if row.get("role")? == "of" {
                t.of.insert(row.key(), ());
            }
        }
        let unknown = |event: &str| format!("event {event} is not in lang/common/event.tsv");
        for row in pack.table("event/verb").rows() {
            let event = row.get("event")?;
            let Some(frame) = t.frames.get(event).cloned() else { return Err(row.error(unknown(event))) };
            let (subject, object) = match row.get("roles")?.split_once(' ') {
                Some((s, o)) => (cell(s), cell(o)),
                None => frame,
            };
            let condition = condition(row.get("if")?).map_err(|e| row.error(e))?;
            let with = row.get("with")?.split_whitespace().map(kroniek_lang::fold).collect();
            let verb = Verb { event: event.into(), particle: None, with, subject, object, condition };
            if let Some((particle, base)) = row.key().split_once('|') {
                t.verbs.entry(format!("{particle}{base}").into()).or_default().push(verb.clone());
                let split = Verb { particle: Some(particle.into()), ..verb };
                t.verbs.entry(base.into()).or_default().push(split);
            } else {
                t.verbs.entry(row.key().into()).or_default().push(verb);
            }
        }
        for row in pack.table("event/noun").rows() {
            let event = row.get("event")?;
            if !t.frames.contains_key(event) {
                return Err(row.error(unknown(event)));
            }
            let condition = condition(row.get("if")?).map_err(|e| row.error(e))?;
            let entry = NounEntry { event: event.into(), person: row.get("kind")? == "person", condition };
            t.nouns.entry(row.key().into()).or_default().push(entry);
        }
        for row in pack.table("event/state").rows() {
            let event = row.get("event")?;
            if !t.frames.contains_key(event) {
                return Err(row.error(unknown(event)));
            }
            t.states.insert(row.key(), event.into());
        }
        for row in pack.table("event/form").rows() {
            t.forms.insert(row.key().into(), row.get("verb")?.into());
        }
        for row in pack.table("event/light").rows() {
            let light = t.light.entry(row.key().replace('_', "").into()).or_default();
            match row.get("kind")? {
                "copula" => light.copula = true,
                "light" => light.light = true,
                "passive" => light.passive = true,
                "perfect" => light.perfect = true,
                "passive-or-perfect" => light.passive_or_perfect = true,
                other => return Err(row.error(format!("{other} is no kind of light verb"))),
            }
        }
        Ok(t)
    }

    /// Whether what an event of this class happens to does not come about.
    pub(super) fn undoes(&self, event: &str) -> bool {
        self.undoing.contains(event)
    }

    /// The event that a clause tells of.
    pub(super) fn of_clause(
        &self,
        a: &Analysis,
        s: &Segment,
        phrases: &[Phrase],
        nouns: &[NounTrigger],
    ) -> Found {
        let Some(head) = s.head else {
            let state = self.state(a, s);
            return self.by_noun(a, nouns, phrases).or(state).unwrap_or_else(|| self.verbless(a, phrases));
        };
        let lemma = self.lemma(a, head);
        let light = self.light.get(&lemma).copied().unwrap_or_default();
        let verb = self.verb(a, s, phrases, head, &lemma);
        let sure = verb.as_ref().is_some_and(|(rank, _)| *rank >= 2);
        if (light.light || light.copula) && !sure {
            let state = light.copula.then(|| self.state(a, s)).flatten();
            let noun = || self.by_noun(a, nouns, phrases);
            if let Some(mut found) = state.or_else(noun) {
                if found.lemma.is_empty() {
                    found.lemma = lemma;
                }
                return found;
            }
        }
        match verb {
            Some((rank, found)) if rank > 0 => found,
            Some((_, found)) => self.by_noun(a, nouns, phrases).unwrap_or(found),
            None => {
                let (subject, object) = (Some("agent".into()), Some("patient".into()));
                let passive = self.is_passive(a, s, head, true);
                let (subject, object) = if passive { (object, None) } else { (subject, object) };
                let at = Some((head as usize, head as usize));
                Found { at, lemma, subject, object, passive, rule: "statement.predicate", ..Found::default() }
            }
        }
    }

    /// The dictionary form of a clause's verb, as this layer's tables have it where they know it.
    fn lemma(&self, a: &Analysis, head: u32) -> SmolStr {
        let token = &a.tokens[head as usize];
        let lemma = plain(&token.lemma);
        if self.verbs.contains_key(&lemma) || self.light.contains_key(&lemma) {
            return lemma;
        }
        self.forms.get(&token.norm).cloned().unwrap_or(lemma)
    }

    fn verbless(&self, a: &Analysis, phrases: &[Phrase]) -> Found {
        let lemma = phrases.first().map(|p| plain(&a.tokens[p.head as usize].lemma)).unwrap_or_default();
        Found { lemma, rule: "statement.verbless", ..Found::default() }
    }

    /// The best entry of the clause's verb, with a rank: 0 where it is only a weak guess.
    fn verb(
        &self,
        a: &Analysis,
        s: &Segment,
        phrases: &[Phrase],
        head: u32,
        lemma: &SmolStr,
    ) -> Option<(usize, Found)> {
        let norm = &a.tokens[head as usize].norm;
        let entries = self.verbs.get(lemma).or_else(|| self.verbs.get(norm))?;
        let mut best: Option<(usize, &Verb, bool)> = None;
        for v in entries {
            let passive = self.is_passive(a, s, head, v.object.is_some());
            let Some(rank) = self.rank(a, s, phrases, head, v, passive) else { continue };
            if best.as_ref().is_none_or(|(b, ..)| rank > *b) {
                best = Some((rank, v, passive));
            }
        }
        let (rank, v, passive) = best?;
        let (subject, object) =
            if passive { (v.object.clone(), None) } else { (v.subject.clone(), v.object.clone()) };
        let lemma = match &v.particle {
            Some(p) => format!("{p}{lemma}").into(),
            None => lemma.clone(),
        };
        let at = Some((head as usize, head as usize));
        let event = Some(v.event.clone());
        Some((
            rank,
            Found { event, at, lemma, subject, object, passive, rule: "statement.verb", ..Found::default() },
        ))
    }

    fn rank(
        &self,
        a: &Analysis,
        s: &Segment,
        phrases: &[Phrase],
        head: u32,
        v: &Verb,
        passive: bool,
    ) -> Option<usize> {
        let mut rank = 1;
        if let Some(p) = &v.particle {
            if !split_off(a, s, head, p) {
                return None;
            }
            rank += 2;
        }
        if !v.with.is_empty() {
            if !contains(a, s, &v.with) {
                return None;
            }
            rank += 2 + v.with.len();
        }
        let subject = || phrases.iter().find(|p| p.subject);
        let object = || {
            if passive {
                subject()
            } else {
                phrases.iter().find(|p| !p.subject && p.preposition.is_none() && !p.time)
            }
        };
        let figure = |fits: &dyn Fn(&str) -> bool| {
            a.quantities.iter().any(|q| fits(&q.unit) && q.span.overlaps(s.span) && s.holds(a, q.span))
        };
        let fits = match v.condition {
            Condition::None => return Some(rank),
            Condition::Weak => return Some(if rank > 1 { rank } else { 0 }),
            Condition::Subject(thing) => subject().is_some_and(|p| p.thing == thing),
            Condition::Object(thing) => object().is_some_and(|p| p.thing == thing),
            Condition::NoObject => object().is_none(),
            Condition::Money => figure(&|u| u.len() == 3 && u.bytes().all(|b| b.is_ascii_uppercase())),
            Condition::Percent => figure(&|u| u == "percent" || u == "points"),
            Condition::Of => true,
        };
        fits.then_some(rank + 1)
    }

    /// Whether the clause's verb group is passive; `transitive`: its verb takes an object.
    fn is_passive(&self, a: &Analysis, s: &Segment, head: u32, transitive: bool) -> bool {
        let participle = a.tokens[head as usize].morph.has(Morph::PARTICIPLE);
        participle
            && s.verbs.iter().filter(|&&v| v != head).any(|&v| {
                let light = self.light.get(&plain(&a.tokens[v as usize].lemma)).copied().unwrap_or_default();
                light.passive || light.passive_or_perfect && transitive
            })
    }

    /// "hebben overgegeven", "have fled": an auxiliary of the perfect in the infinitive, with a participle.
    pub(super) fn is_perfect_infinitive(&self, a: &Analysis, s: &Segment) -> bool {
        let has = |fits: &dyn Fn(usize) -> bool| s.verbs.iter().any(|&v| fits(v as usize));
        let participle = |v: usize| a.tokens[v].morph.has(Morph::PARTICIPLE);
        let auxiliary = |v: usize| {
            let t = &a.tokens[v];
            let base = t.morph.has(Morph::INFINITIVE) || t.norm == t.lemma;
            base && self.light.get(&plain(&t.lemma)).is_some_and(|l| l.perfect)
        };
        has(&participle) && has(&auxiliary)
    }

    /// A state after a verb of being ("is vermist", "was injured"), as an event.
    fn state(&self, a: &Analysis, s: &Segment) -> Option<Found> {
        let word = |k: usize| s.own.get(k).map(|&t| a.tokens[t as usize].norm.as_str());
        for i in 0..s.own.len() {
            let Some((len, event)) = self.states.longest_at(i, word) else { continue };
            let next = s.own.get(i + len).map(|&t| a.tokens[t as usize].pos);
            if matches!(next, Some(Pos::Noun | Pos::Propn | Pos::Adj)) {
                continue;
            }
            let (from, to) = (s.own[i] as usize, s.own[i + len - 1] as usize);
            let (subject, object) = self.frames.get(event).cloned().unwrap_or_default();
            let found = Found {
                event: Some(event.clone()),
                at: Some((from, to)),
                lemma: plain(&a.tokens[to].lemma),
                subject: object.or(subject),
                passive: true,
                rule: "statement.state",
                ..Found::default()
            };
            return Some(found);
        }
        None
    }

    /// The clause's event by one of its nouns: people with a figure first, then the subject's, then the first.
    fn by_noun(&self, a: &Analysis, nouns: &[NounTrigger], phrases: &[Phrase]) -> Option<Found> {
        let counted = |n: &NounTrigger| {
            a.quantities.iter().any(|q| q.counted.is_some_and(|c| c.overlaps(a.tokens[n.at].span)))
        };
        let in_time = |n: &NounTrigger| {
            phrases.iter().any(|p| p.time && p.from as usize <= n.at && n.at <= p.to as usize)
        };
        let rank = |n: &NounTrigger| {
            let phrase = phrases.iter().find(|p| p.from as usize <= n.at && n.at <= p.to as usize);
            let head = phrase.is_some_and(|p| p.head as usize == n.at);
            (n.weak, !(n.person && counted(n)), !head, phrase.is_some_and(|p| p.preposition.is_some()), n.at)
        };
        let noun = nouns.iter().filter(|n| !in_time(n)).min_by_key(|n| rank(n))?;
        let (subject, object) = self.frames.get(&noun.event).cloned().unwrap_or_default();
        Some(Found {
            event: Some(noun.event.clone()),
            at: Some((noun.at, noun.at)),
            lemma: plain(&a.tokens[noun.at].lemma),
            subject,
            object,
            by_noun: true,
            person: noun.person,
            rule: "statement.noun",
            ..Found::default()
        })
    }

    /// The nouns of a clause that name events.
    pub(super) fn nouns(&self, a: &Analysis, s: &Segment) -> Vec<NounTrigger> {
        let mut out = Vec::new();
        for (i, &t) in s.own.iter().enumerate() {
            let token = &a.tokens[t as usize];
            if !matches!(token.pos, Pos::Noun | Pos::X | Pos::Adj | Pos::Verb | Pos::Propn) {
                continue;
            }
            let lemma = plain(&token.lemma);
            let Some(entries) =
                self.noun_entries(&lemma, token.pos).or_else(|| self.noun_entries(&token.norm, token.pos))
            else {
                continue;
            };
            let word = |k: usize| s.own.get(k).map(|&t| a.tokens[t as usize].norm.as_str());
            let of = self.of.longest_at(i + 1, word).is_some();
            let entry = entries
                .iter()
                .find(|e| e.condition == Condition::Of && of)
                .or_else(|| entries.iter().find(|e| e.condition == Condition::None))
                .or_else(|| entries.iter().find(|e| e.condition == Condition::Weak));
            let Some(e) = entry else { continue };
            // Adjectives and participles used as nouns name people only ("the injured", "drie doden").
            let nounlike = matches!(token.pos, Pos::Noun | Pos::X) || token.pos != Pos::Propn && e.person;
            let next = s.own.get(i + 1).map(|&t| a.tokens[t as usize].pos);
            let modifies =
                e.person && token.pos == Pos::Adj && matches!(next, Some(Pos::Noun | Pos::Propn | Pos::Adj));
            if nounlike && !modifies {
                let weak = e.condition == Condition::Weak;
                out.push(NounTrigger { at: t as usize, event: e.event.clone(), person: e.person, weak });
            }
        }
        out
    }

    /// First and last token of what stands after "of" behind a noun, up to token `last`.
    pub(super) fn complement(&self, a: &Analysis, noun: usize, last: u32) -> Option<(usize, usize)> {
        let word = |k: usize| a.tokens.get(k).map(|t| t.norm.as_str());
        let (len, ()) = self.of.longest_at(noun + 1, word)?;
        let (from, to) = (noun + 1 + len, last as usize);
        (from <= to).then_some((from, to))
    }

    /// The role of what stands after "of" behind a noun of this event.
    pub(super) fn complement_role(&self, event: &SmolStr) -> Option<SmolStr> {
        let (subject, object) = self.frames.get(event)?;
        object.clone().or_else(|| subject.clone())
    }

    /// The entries of a noun, or of the last part of a compound.
    fn noun_entries(&self, noun: &str, pos: Pos) -> Option<&Vec<NounEntry>> {
        if let Some(entries) = self.nouns.get(noun) {
            return Some(entries);
        }
        if !matches!(pos, Pos::Noun | Pos::X) {
            return None;
        }
        let tails = noun.char_indices().skip(3).map(|(i, _)| &noun[i..]).filter(|tail| tail.len() >= 5);
        tails.take(24).find_map(|tail| self.nouns.get(tail))
    }
}

/// Whether a particle split off from the verb stands in the clause: after the verb, with nothing that it could be a
/// preposition of behind it.
fn split_off(a: &Analysis, s: &Segment, head: u32, particle: &str) -> bool {
    s.own.iter().enumerate().any(|(i, &t)| {
        let next = s.own.get(i + 1).map(|&n| a.tokens[n as usize].pos);
        t > head
            && a.tokens[t as usize].norm == particle
            && !matches!(next, Some(Pos::Det | Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron | Pos::Adj))
    })
}

/// Whether the clause has these words in a row, in any form that its dictionary forms know.
fn contains(a: &Analysis, s: &Segment, words: &[SmolStr]) -> bool {
    let is = |t: u32, w: &SmolStr| {
        let x = &a.tokens[t as usize];
        x.norm == *w || x.lemma == *w
    };
    s.own.windows(words.len()).any(|run| run.iter().zip(words).all(|(&t, w)| is(t, w)))
}

fn cell(text: &str) -> Option<SmolStr> {
    (!text.is_empty() && text != "-").then(|| SmolStr::new(text))
}

fn condition(code: &str) -> Result<Condition, String> {
    Ok(match code {
        "" => Condition::None,
        "weak" => Condition::Weak,
        "place-subject" => Condition::Subject(Thing::Place),
        "person-subject" => Condition::Subject(Thing::Person),
        "place-object" => Condition::Object(Thing::Place),
        "person-object" => Condition::Object(Thing::Person),
        "no-object" => Condition::NoObject,
        "money" => Condition::Money,
        "percent" => Condition::Percent,
        "of" => Condition::Of,
        other => return Err(format!("{other} is no condition of an event word")),
    })
}
