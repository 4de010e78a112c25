//! How figures of one quantity stand to one another: interval algebra, time and source.
//!
//! "Zeker één persoon is omgekomen", "ten minste twee", "vijf", and then "vier en niet vijf": the same quantity through
//! time grows, is made more precise, is corrected. Only two figures for the same moment, from different sources, whose
//! ranges have no value in common, conflict.

use super::super::lexicon::Cues;
use super::super::measure::{Measure, NUMBER};
use super::super::series::{Entry, Series, before, likely_before};
use super::Ground;
use jiff::civil::DateTime;
use kroniek_model::{Message, Modifier, Relation, RelationName, StatementIx, When};
use smol_str::SmolStr;

/// Figures that a new one is held against: the last ones that are no copies. More would draw ever longer chains.
const WINDOW: usize = 6;

/// Relations within one series.
pub(in super::super) fn relate(ground: &Ground<'_>, series: &Series, out: &mut Vec<Relation>) {
    let shared = &ground.lexicon.shared;
    let level = series.state.is_none_or(|s| shared.states[s as usize].level);
    let monotone = series.state.is_some_and(|s| shared.states[s as usize].toll);
    let mut seen: Vec<&Entry> = Vec::new();
    for (k, later) in series.entries.iter().enumerate() {
        if let Some(r) = alias(ground, &series.entries[..k], later) {
            out.push(r);
            continue;
        }
        let standing = standing(ground, &seen, later);
        let mut growths: Vec<(f64, f64)> = Vec::new();
        let mut changed = false;
        for earlier in seen.iter().rev().take(WINDOW) {
            let pair = Pair::new(ground, earlier, later, monotone);
            // A number that came back after another had stood does not bear out the old one.
            let equal = pair.same_value();
            let again = ground.sentence_cues(later.statement).has(Cues::REINSTATE);
            if equal && again && !later.prior && pair.may_be_later() && gone(out, earlier) {
                out.push(pair.again(RelationName::Reinstates, "relation.figure-reinstated"));
                break;
            }
            if equal && pair.withdraws() && !again {
                out.push(pair.again(RelationName::Withdraws, "relation.figure-withdrawn"));
                break;
            }
            if equal && pair.says_wrong() {
                out.push(pair.again(RelationName::Corrects, "relation.figure-wrong"));
                break;
            }
            if equal && changed {
                continue;
            }
            changed |= !equal && pair.is_later && !earlier.prior;
            let Some((name, forward, reason)) = pair.decide(&standing) else { continue };
            // Each happening has its own count: 240 who gave up on Thursday do not grow or fall to 200 on Friday.
            if !level && pair.is_later && !pair.is_total() && name != RelationName::Corrects {
                continue;
            }
            if matches!(name, RelationName::GrewTo | RelationName::FellTo | RelationName::Supersedes) {
                let value = pair.a.stated;
                if growths.len() == 2 && !growths.contains(&value) {
                    continue;
                }
                growths.push(value);
            }
            let ((from, f), (to, t)) = if forward {
                ((earlier.statement, earlier.figure), (later.statement, later.figure))
            } else {
                ((later.statement, later.figure), (earlier.statement, earlier.figure))
            };
            out.push(Relation {
                name,
                from,
                to,
                figures: Some((f, t)),
                kind: (name == RelationName::Conflicts).then(|| SmolStr::new_static("figure")),
                rule: SmolStr::new(format!("figure.{}", name.code())),
                reason,
            });
        }
        let value = |e: &Entry| ground.measures[e.statement.at()][e.figure as usize].stated;
        let repeated = ground.copied[later.statement.at()].is_some()
            && seen
                .iter()
                .rev()
                .take(WINDOW)
                .any(|e| value(e) == value(later) && ground.is_copy(e.statement, later.statement));
        if !repeated {
            seen.push(later);
        }
    }
}

/// Whether a figure was put right or taken back.
fn gone(out: &[Relation], e: &Entry) -> bool {
    out.iter().any(|r| {
        matches!(r.name, RelationName::Corrects | RelationName::Withdraws)
            && (r.to, r.figures.map(|f| f.1)) == (e.statement, Some(e.figure))
    })
}

/// The same figure in another unit beside it in one clause ("700 hectares, or some 7 square kilometres"): it follows the
/// first one and is compared with nothing else.
fn alias(ground: &Ground<'_>, before: &[Entry], later: &Entry) -> Option<Relation> {
    let mut same = before.iter().rev().take(4).filter(|e| e.statement == later.statement);
    same.find_map(|e| {
        let pair = Pair::new(ground, e, later, false);
        (pair.unit_differs() && pair.near(0.06)).then(|| Relation {
            name: RelationName::Same,
            from: later.statement,
            to: e.statement,
            figures: Some((later.figure, e.figure)),
            kind: None,
            reason: pair.reason("relation.figure-other-unit"),
            rule: SmolStr::new_static("figure.other-unit"),
        })
    })
}

/// The values that stood when a figure came: those of the last report before it. Only these can it correct.
fn standing(ground: &Ground<'_>, seen: &[&Entry], later: &Entry) -> Vec<f64> {
    let report = |e: &Entry| ground.statement(e.statement).evidence.report;
    let value = |e: &Entry| ground.measures[e.statement.at()][e.figure as usize].stated.0;
    let Some(last) = seen.iter().rev().find(|e| report(e) != report(later)) else { return Vec::new() };
    let of_last = seen.iter().rev().filter(|e| report(e) != report(later));
    of_last.take_while(|e| report(e) == report(last)).map(|e| value(e)).collect()
}

struct Pair<'a> {
    ground: &'a Ground<'a>,
    earlier: &'a Entry,
    later: &'a Entry,
    a: &'a Measure,
    b: &'a Measure,
    /// The later one holds for a later time, surely.
    is_later: bool,
    one_report: bool,
    monotone: bool,
}

impl<'a> Pair<'a> {
    fn new(ground: &'a Ground<'a>, earlier: &'a Entry, later: &'a Entry, monotone: bool) -> Self {
        let of = |e: &Entry| &ground.measures[e.statement.at()][e.figure as usize];
        let report = |e: &Entry| ground.statement(e.statement).evidence.report;
        Pair {
            ground,
            earlier,
            later,
            a: of(earlier),
            b: of(later),
            is_later: likely_before(earlier.as_of.as_ref(), later.as_of.as_ref())
                || earlier.prior && !later.prior && report(earlier) == report(later),
            one_report: report(earlier) == report(later),
            monotone,
        }
    }

    /// The later one names the number to take it back: "the police withdrew their count of 64".
    fn withdraws(&self) -> bool {
        self.may_be_later() && self.ground.sentence_cues(self.later.statement).has(Cues::WITHDRAW)
    }

    /// The later one names the number to say that it was wrong: "a figure of 20,000 rests on a typing error".
    fn says_wrong(&self) -> bool {
        let s = self.later.statement;
        let alone = self.ground.statement(s).quantities.len() == 1;
        let cue = self.ground.sentence_cues(s);
        let wrong = cue.has(Cues::CORRECT) && !self.ground.denied[s.at()] && !cue.has(Cues::TOTAL);
        self.may_be_later() && alone && wrong && !self.ground.is_copy(self.earlier.statement, s)
    }

    /// Of another report that is not known to be the earlier one: words of taking back tell the rest.
    fn may_be_later(&self) -> bool {
        !self.one_report && !before(self.later.as_of.as_ref(), self.earlier.as_of.as_ref())
    }

    /// A relation from the later figure to the same number in the earlier statement.
    fn again(&self, name: RelationName, id: &'static str) -> Relation {
        Relation {
            name,
            from: self.later.statement,
            to: self.earlier.statement,
            figures: Some((self.later.figure, self.earlier.figure)),
            kind: None,
            reason: self.reason(id),
            rule: SmolStr::new(format!("figure.{}", name.code())),
        }
    }

    /// The relation, whether it reads from the earlier to the later, and why.
    fn decide(&self, standing: &[f64]) -> Option<(RelationName, bool, Message)> {
        use RelationName as R;
        if self.one_report {
            return self.decide_within();
        }
        // The same sentence with a new number is news, not a copy.
        let held = |s| self.ground.measures.get(StatementIx::at(s)).into_iter().flatten();
        let repeats = held(self.earlier.statement).any(|m| m.stated == self.b.stated);
        if repeats && self.ground.is_copy(self.earlier.statement, self.later.statement) {
            return None;
        }
        if self.other_happening() {
            return None;
        }
        if self.same_value() {
            return self.decide_equal();
        }
        if self.is_later {
            if self.corrects(standing) {
                return Some((R::Corrects, false, self.reason("relation.figure-corrected")));
            }
            return self.decide_later();
        }
        if self.a.interval.is_disjoint(self.b.interval) {
            return self.conflict();
        }
        self.decide_precision()
    }

    /// Two figures of one report: two units, two sources, or an old figure and a new one.
    fn decide_within(&self) -> Option<(RelationName, bool, Message)> {
        use RelationName as R;
        if self.same_value() || self.unit_differs() && self.near(0.06) {
            let other = self.unit_differs();
            return other.then(|| (R::Same, false, self.reason("relation.figure-other-unit")));
        }
        // "240 homes, down from 300" in one clause: the old figure has its own report.
        if !self.a.interval.is_disjoint(self.b.interval)
            || self.is_later && self.earlier.statement == self.later.statement
        {
            return None;
        }
        if self.is_later {
            let cues = self
                .ground
                .sentence_cues(self.earlier.statement)
                .and(self.ground.sentence_cues(self.later.statement));
            if cues.has(Cues::CORRECT) {
                return Some((R::Corrects, false, self.reason("relation.figure-corrected")));
            }
            return Some((R::Supersedes, false, self.reason("relation.figure-newer")));
        }
        // "An earlier version said $6.4 million. It is $4.6 million."
        let at = (self.earlier.statement.at(), self.earlier.figure as usize);
        if self.b.like == Some(at) && self.ground.sentence_cues(self.earlier.statement).has(Cues::CORRECT) {
            return Some((R::Corrects, false, self.reason("relation.figure-corrected")));
        }
        if before(self.later.as_of.as_ref(), self.earlier.as_of.as_ref()) {
            return None;
        }
        let headline =
            |e: &Entry| self.ground.statement(e.statement).region == kroniek_model::RegionKind::Title;
        if headline(self.earlier) || headline(self.later) {
            return None;
        }
        let sides = match self.earlier.statement == self.later.statement {
            true => self.two_sides_in_one(),
            false => self.ground.other_source(self.earlier.statement, self.later.statement),
        };
        sides.then(|| (R::Conflicts, false, self.reason("relation.figure-conflict")))
    }

    /// "De politie telt 900 lopers, de vereniging ruim twaalfhonderd": words of estimating lie
    /// between the two.
    fn two_sides_in_one(&self) -> bool {
        let s = self.earlier.statement;
        let span = |e: &Entry| self.ground.statement(s).quantities[e.figure as usize].span;
        let (a, b) = (span(self.earlier).min(span(self.later)), span(self.earlier).max(span(self.later)));
        let Some(line) = self.ground.digest(s).sentences.get(self.ground.sense(s).sentence) else {
            return false;
        };
        self.ground.sense(s).cues.iter().any(|c| {
            let first = line.words.get(c.start).map(|w| w.1);
            c.value.has(Cues::SAME_THING)
                && first.is_some_and(|w| a.end() <= w.start() && w.end() <= b.start())
        })
    }

    fn decide_equal(&self) -> Option<(RelationName, bool, Message)> {
        use RelationName as R;
        if self.unit_differs() {
            return Some((R::Same, false, self.reason("relation.figure-other-unit")));
        }
        let (a, b) = (self.a.interval, self.b.interval);
        if self.a.modifier != self.b.modifier && b.is_within(a) && a != b {
            return Some((R::Refines, false, self.reason("relation.figure-more-precise")));
        }
        if self.ground.one_origin(self.earlier.statement, self.later.statement) {
            return Some((R::Same, false, self.reason("relation.figure-same-origin")));
        }
        Some((R::Corroborates, false, self.reason("relation.figure-other-origin")))
    }

    fn decide_later(&self) -> Option<(RelationName, bool, Message)> {
        use RelationName as R;
        let (a, b) = (self.a, self.b);
        let money = a.dimension.starts_with("money/");
        let up = level(b) > level(a);
        let disjoint = a.interval.is_disjoint(b.interval);
        // "Ruim twintig", then 24: the same count made precise. "Zeker drie", then vijf: more were found.
        let open = matches!(b.modifier, Modifier::AtLeast | Modifier::MoreThan);
        let just_above = a.modifier == Modifier::MoreThan && !open && level(b) <= level(a) * 1.2;
        let open_below = matches!(a.modifier, Modifier::AtLeast | Modifier::MoreThan) && up && !just_above;
        if disjoint || open_below {
            if money || (self.monotone && !up) {
                return Some((R::Supersedes, false, self.reason("relation.figure-newer")));
            }
            let (name, id) =
                if up { (R::GrewTo, "relation.figure-grew") } else { (R::FellTo, "relation.figure-fell") };
            return Some((name, true, self.reason(id)));
        }
        self.decide_precision()
    }

    /// Ranges that share values: the narrower one says more.
    fn decide_precision(&self) -> Option<(RelationName, bool, Message)> {
        use RelationName as R;
        let (a, b) = (self.a.interval, self.b.interval);
        if self.unit_differs() && self.near(0.06) {
            return Some((R::Same, false, self.reason("relation.figure-other-unit")));
        }
        // Of two lower bounds neither is made more precise by the other.
        let bound = |m: &Measure| matches!(m.modifier, Modifier::AtLeast | Modifier::MoreThan);
        if bound(self.a) && bound(self.b) {
            return None;
        }
        if b.is_within(a) {
            return Some((R::Refines, false, self.reason("relation.figure-more-precise")));
        }
        let ratio = level(self.a) / level(self.b);
        let near = (0.5..=2.0).contains(&ratio);
        (near && a.is_within(b)).then(|| (R::Within, true, self.reason("relation.figure-within")))
    }

    /// A conflict needs one moment, two sources and two beginnings.
    fn conflict(&self) -> Option<(RelationName, bool, Message)> {
        let (a, b) = (self.earlier.statement, self.later.statement);
        let narrow = |w: Option<&When>| w.is_some_and(|w| width_days(w).is_some_and(|d| d <= MOMENT_DAYS));
        let dated = narrow(self.earlier.as_of.as_ref()) && narrow(self.later.as_of.as_ref());
        let meet = match (&self.earlier.as_of, &self.later.as_of) {
            (Some(x), Some(y)) => x.may_meet(y),
            _ => false,
        };
        if !(dated && meet) || self.ground.one_origin(a, b) {
            return None;
        }
        Some((RelationName::Conflicts, false, self.reason("relation.figure-conflict")))
    }

    /// Words of a running total beside either.
    fn is_total(&self) -> bool {
        let cue = |e: &Entry| self.ground.sense(e.statement).cue();
        cue(self.earlier).and(cue(self.later)).has(Cues::TOTAL) || self.a.dimension.starts_with("money/")
    }

    /// Counts of two happenings: two named places, or two named days of which neither is the report's own.
    fn other_happening(&self) -> bool {
        let (a, b) =
            (self.ground.statement(self.earlier.statement), self.ground.statement(self.later.statement));
        let places = matches!((a.place, b.place), (Some(x), Some(y)) if x != y);
        let day = |w: &Option<When>| {
            w.as_ref().filter(|w| w.is_single_day()).and_then(|w| w.earliest).map(|d| d.date())
        };
        let total = self.ground.sense(self.earlier.statement).cue().has(Cues::TOTAL)
            || self.ground.sense(self.later.statement).cue().has(Cues::TOTAL);
        let published = |e: &Entry| e.as_of.as_ref().and_then(|w| w.earliest).map(|d| d.date());
        let days = match (day(&a.when), day(&b.when)) {
            (Some(x), Some(y)) => {
                x != y
                    && Some(x) != published(self.earlier)
                    && Some(y) != published(self.later)
                    && !self.monotone
            }
            _ => false,
        };
        !total && (places && !self.monotone || days)
    }

    /// The later one says that the earlier was wrong: words of correction in its sentence or its headline; and where it
    /// names the old figure ("en niet vijf"), it is that one.
    fn corrects(&self, standing: &[f64]) -> bool {
        let s = self.later.statement;
        let cue = self.ground.sense(s).cue().and(self.ground.sentence_cues(s)).and(self.headline_cues());
        let denied = self.ground.denied[s.at()];
        // An old figure that is named again corrects nothing.
        if self.b.replaced {
            return false;
        }
        let names_old = self.ground.statement(s).quantities.len() > 1
            && self.ground.measures[s.at()].iter().any(|m| m.replaced && m.dimension == self.b.dimension);
        if !cue.has(Cues::AND_NOT) && (!cue.has(Cues::CORRECT) || denied) && !names_old {
            return false;
        }
        if names_old && !cue.has(Cues::AND_NOT) && !cue.has(Cues::CORRECT) && !cue.has(Cues::NOT) {
            return false;
        }
        let sentence = |o: &StatementIx| {
            let (x, y) = (self.ground.statement(*o), self.ground.statement(s));
            (x.evidence.report, x.sentence) == (y.evidence.report, y.sentence)
        };
        let near = (s.0.saturating_sub(NEAR)..=s.0 + NEAR).map(StatementIx);
        let near = near.filter(|o| self.ground.measures.len() > o.at() && sentence(o));
        let mut old = near
            .flat_map(|o| &self.ground.measures[o.at()])
            .filter(|m| m.replaced && m.dimension == self.b.dimension)
            .peekable();
        // A converted figure is as good as the one it was converted from.
        let tolerance = if self.a.dimension == NUMBER { 1e-9 } else { 0.04 };
        let is = |v: f64| close(v, self.a.stated.0, tolerance) || close(v, level(self.a), tolerance);
        match old.peek() {
            Some(_) => old.any(|m| is(m.stated.0)),
            None => standing.iter().any(|&v| is(v)),
        }
    }

    fn headline_cues(&self) -> Cues {
        let d = self.ground.digest(self.later.statement);
        let words = self.ground.lexicon.words(&d.language);
        let titles = d.sentences.iter().take(3).filter(|s| s.region == kroniek_model::RegionKind::Title);
        titles.fold(Cues::default(), |all, s| {
            let line = super::super::sense::line(s);
            let found = super::super::sense::find(0..line.words.len(), |i| words.cues.longest_at(line, i));
            found.iter().fold(all, |c, f| c.and(f.value))
        })
    }

    fn unit_differs(&self) -> bool {
        let unit = |e: &Entry| &self.ground.statement(e.statement).quantities[e.figure as usize].unit;
        unit(self.earlier) != unit(self.later)
    }

    fn near(&self, tolerance: f64) -> bool {
        close(self.a.stated.0, self.b.stated.0, tolerance)
            && close(self.a.stated.1, self.b.stated.1, tolerance)
    }

    /// Equal numbers; in two units, equal to the precision that a conversion keeps.
    fn same_value(&self) -> bool {
        self.near(if self.unit_differs() { 0.03 } else { 1e-9 })
    }

    fn reason(&self, id: &'static str) -> Message {
        let show = |e: &Entry| show(&self.ground.statement(e.statement).quantities[e.figure as usize]);
        Message::new(id).with("earlier", show(self.earlier)).with("later", show(self.later))
    }
}

/// Clauses on either side in which an old figure may be named.
const NEAR: u32 = 3;

/// A time this short counts as one moment.
const MOMENT_DAYS: i64 = 0;

fn width_days(w: &When) -> Option<i64> {
    let (a, b): (DateTime, DateTime) = (w.earliest?, w.latest?);
    Some((b.date() - a.date()).get_days().into())
}

/// The number that stands for a figure when levels are compared.
fn level(m: &Measure) -> f64 {
    match m.modifier {
        Modifier::AtMost | Modifier::LessThan => m.stated.1,
        _ => m.stated.0,
    }
}

fn close(x: f64, y: f64, tolerance: f64) -> bool {
    (x - y).abs() <= tolerance * x.abs().max(y.abs())
}

/// A figure without words, for reasons: `≥3`, `11–14`.
fn show(q: &kroniek_model::LinkedQuantity) -> String {
    let sign = match q.modifier {
        Modifier::Exact | Modifier::Vague => "",
        Modifier::Approx => "±",
        Modifier::AtLeast => "≥",
        Modifier::MoreThan => ">",
        Modifier::AtMost => "≤",
        Modifier::LessThan => "<",
    };
    match q.high {
        Some(high) if high != q.low => format!("{sign}{}–{high}", q.low),
        _ => format!("{sign}{}", q.low),
    }
}
