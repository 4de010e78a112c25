//! Time expressions: found by the pack's rules, kept as functions of the report's date.
//!
//! Patterns run over the raw text, not over tokens, so that "09u33", "15-11-2023" and "mid-1990s" need no agreement
//! with the tokeniser. What the words leave open is settled afterwards: the verb of the clause decides whether
//! "vrijdag" lies behind or ahead ([`tense`]), and "een dag later" counts from the time last spoken of.

mod context;
mod interval;
mod meaning;
mod narrative;
mod rules;
mod tense;
#[cfg(test)]
mod tests;
mod value;

use kroniek_lang::pattern::{Captures, Found};
use kroniek_lang::{Error, Pack};
use kroniek_model::{
    Analysis, Dct, Direction, Grain, Manner, Message, Notice, Point, Span, Step, Text, TimeExpression,
    TimeFunction,
};
use meaning::{Meaning, Order};
use std::ops::Range;
use value::Sense;

/// The layer's rules for one language.
pub struct Rules {
    report: rules::Compiled,
    utterance: rules::Compiled,
    tenses: tense::Tenses,
}

impl Rules {
    /// Compiles the layer from a pack.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        Ok(Rules {
            report: rules::compile(common, pack, Manner::Report)?,
            utterance: rules::compile(common, pack, Manner::Utterance)?,
            tenses: tense::Tenses::compile(pack)?,
        })
    }

    /// Finds time expressions and evaluates them under what the report itself tells of its date.
    pub fn find(&self, a: &mut Analysis) {
        let dct = Dct::of(a.report.published.when.as_ref());
        let spoken = a.report.manner == Manner::Utterance;
        let compiled = if spoken { &self.utterance } else { &self.report };
        let Matches { times: matches, impossible } = matches(compiled, &a.report.text, &breaks(a));
        for span in impossible {
            let message = Message::new("analyse.no-such-date").with("text", span.of(&a.report.text));
            a.notices.push(Notice { message, span: Some(span) });
        }
        let mut anchors =
            Anchors { narrative: narrative::is_narrative(&matches, &dct), spoken, ..Anchors::default() };
        for (span, rule, mut meaning) in matches {
            if meaning.is_open() && anchors.narrative {
                narrative::settle(
                    &mut meaning,
                    span.start().saturating_sub(anchors.at),
                    anchors.line.as_ref(),
                    anchors.last.as_ref(),
                );
            }
            if meaning.is_open() {
                meaning.decide(self.tenses.direction(a, span, meaning.tense_kind()));
            }
            anchors.settle(&mut meaning, span.end());
            if spoken {
                meaning.write_out();
            }
            let (value, when) = meaning.function.evaluate(&dct);
            let kind = meaning.kind();
            let rule = compiled.rules[rule].id.clone();
            let (modifier, function) = (meaning.modifier, meaning.function);
            let named = function.point().is_some_and(|p| !p.needs_dct() && p.grain() == Some(Grain::Day));
            let past = named && self.tenses.tells_past(a, span);
            a.times.push(TimeExpression { span, kind, modifier, value, when, function, past, rule });
        }
    }
}

/// What the rules find in a text.
struct Matches {
    /// As (span, rule, meaning).
    times: Vec<(Span<Text>, usize, Meaning)>,
    /// What is written like a date that no calendar has.
    impossible: Vec<Span<Text>>,
}

/// What a rule says of a date that no calendar has.
const NO_DATE: &str = "nodate";

/// What the rules find in a text.
fn matches(c: &rules::Compiled, text: &str, breaks: &[u32]) -> Matches {
    let atoms = c.grammar.scan(text, breaks);
    let build = |rule: usize, captures: &Captures<Sense>, range: Range<usize>| {
        let r = &c.rules[rule];
        if !context::fits(r, text, &atoms, range) {
            return None;
        }
        let sense = |id: u32| c.senses[id as usize].clone();
        match r.values.as_slice() {
            [one] => one.value(captures, &sense),
            many => {
                let times = many.iter().map(|e| match e.value(captures, &sense)? {
                    Sense::Time(m) => Some(m),
                    _ => None,
                });
                times.collect::<Option<Vec<Meaning>>>().map(Sense::Many)
            }
        }
    };
    let mut out = Matches { times: Vec::new(), impossible: Vec::new() };
    let span = |mark: &Range<usize>| {
        let (first, last) = (atoms.get(mark.start)?, atoms.get(mark.end.checked_sub(1)?)?);
        (first.start < last.end).then(|| Span::new(first.start, last.end))
    };
    for Found { rule, marks, value, .. } in c.grammar.find(&atoms, build) {
        let meanings = match value {
            Sense::Time(m) => vec![m],
            Sense::Many(m) => m,
            Sense::Word(word) => {
                if word == NO_DATE {
                    out.impossible.extend(marks.iter().filter_map(span));
                }
                continue;
            }
            Sense::Number(_) => continue,
        };
        let spans = marks.iter().map(span);
        out.times.extend(spans.zip(meanings).filter_map(|(span, meaning)| Some((span?, rule, meaning))));
    }
    turn(&mut out.times);
    out
}

/// Reads day and month the other way round throughout, where some date of the text allows that order only and none the
/// usual one only.
fn turn(times: &mut [(Span<Text>, usize, Meaning)]) {
    let any = |order: Order| times.iter().any(|(_, _, m)| m.order == order);
    if !any(Order::Turned) || any(Order::Usual) {
        return;
    }
    for (_, _, meaning) in times {
        if let Order::Either(other) = std::mem::take(&mut meaning.order) {
            *meaning = *other;
        }
    }
}

/// Offsets at which a line begins that does not go on with a sentence: no expression reaches across.
fn breaks(a: &Analysis) -> Vec<u32> {
    let text = &a.report.text;
    let mut sentences = a.sentences.iter().peekable();
    let lines = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1);
    lines
        .filter(|&at| {
            while sentences.next_if(|s| s.span.end() <= at).is_some() {}
            sentences.peek().is_none_or(|s| s.span.start() >= at)
        })
        .collect()
}

/// The times last spoken of, from which "een dag later" and a bare "14.30 uur" count.
#[derive(Default)]
struct Anchors {
    /// Any point.
    last: Option<Point>,
    /// Where in the text it ended.
    at: u32,
    /// In a history, the last month, season or day: where the story has come to, whatever year is mentioned beside.
    line: Option<Point>,
    /// A point on one day.
    day: Option<Point>,
    /// A month or what is finer.
    month: Option<Point>,
    /// Whether the text tells of the past year by year ([`narrative`]).
    narrative: bool,
    /// Whether it is an utterance: a clock time in another part of it is one by itself.
    spoken: bool,
}

impl Anchors {
    /// The place that a time counts from: one that tells the unit needed, if any does. "The day before" does not
    /// count from a year that was mentioned last.
    fn place(&self, needs: Option<Grain>) -> Option<&Point> {
        let fine = match needs {
            Some(unit) if unit <= Grain::Day => self.day.as_ref(),
            Some(Grain::Weekend | Grain::Week | Grain::Month) => self.month.as_ref(),
            _ => return self.last.as_ref(),
        };
        let coarse = || self.last.as_ref().filter(|_| self.narrative);
        fine.or_else(coarse)
    }

    /// Gives a meaning its anchor, then keeps it as an anchor for those after it.
    fn settle(&mut self, meaning: &mut Meaning, end: u32) {
        if meaning.anchored || meaning.here && self.narrative {
            if let Some(place) = self.place(meaning.needs()) {
                meaning.anchor(place);
            }
        } else if meaning.lacks_day()
            && !self.spoken
            && let Some(day) = &self.day
        {
            meaning.anchor(day);
        }
        if let TimeFunction::Point(p) = &meaning.function
            && !meaning.lacks_day()
        {
            let mut point = p.clone();
            // The day counts, not the hour.
            if point.grain().is_none_or(|g| g < Grain::Day) {
                point.steps.retain(|s| !matches!(s, Step::Clock(..) | Step::Part(_)));
                self.day = Some(point.clone());
            } else if point.grain() == Some(Grain::Day) {
                self.day = Some(point.clone());
            }
            // What hangs on the day of writing is no place in a history.
            if self.narrative && point.needs_dct() {
                return;
            }
            if point.grain().is_some_and(|g| g < Grain::Year) {
                self.line = Some(point.clone());
            }
            if point.grain().is_none_or(|g| g <= Grain::Month) {
                self.month = Some(point.clone());
            }
            self.at = end;
            self.last = Some(point);
        }
    }
}

/// Which way the verb points where it does not say.
const DEFAULT: Direction = Direction::Past;
