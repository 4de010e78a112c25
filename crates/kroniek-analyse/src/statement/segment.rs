//! The clauses of a report as this layer reads them.

use crate::certainty;
use kroniek_model::{Analysis, ClauseKind, Morph, Pos, Span, Text};
use std::ops::Range;

/// One clause, or a piece of a sentence where no clauses are known.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) span: Span<Text>,
    pub(super) sentence: u32,
    pub(super) tokens: Range<u32>,
    /// Its tokens without those of clauses inside it.
    pub(super) own: Vec<u32>,
    pub(super) verbs: Vec<u32>,
    pub(super) head: Option<u32>,
    pub(super) subject: Option<Range<u32>>,
    pub(super) kind: ClauseKind,
    /// Index into [`Analysis::clauses`].
    pub(super) clause: Option<u32>,
    pub(super) conjunction: Option<u32>,
}

impl Segment {
    /// Whether a span lies in the clause's own words.
    pub(super) fn holds(&self, a: &Analysis, span: Span<Text>) -> bool {
        if !self.span.overlaps(span) {
            return false;
        }
        let first = a.tokens.partition_point(|t| t.span.end() <= span.start()) as u32;
        self.own.binary_search(&first).is_ok()
    }
}

/// The segments of a report, in text order, the outer ones first.
pub(super) fn segments(a: &Analysis) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut clauses = a.clauses.iter().enumerate().peekable();
    for (i, s) in a.sentences.iter().enumerate() {
        let mut any = false;
        while let Some((k, c)) = clauses.next_if(|(_, c)| c.sentence <= i as u32) {
            any = true;
            let mut own = Vec::new();
            certainty::own_tokens(a, k as u32, &mut own);
            out.push(Segment {
                span: tight(a, &c.tokens).unwrap_or(c.span),
                sentence: c.sentence,
                tokens: c.tokens.clone(),
                own,
                verbs: c.verbs.clone(),
                head: c.head,
                subject: c.subject.clone(),
                kind: c.kind,
                clause: Some(k as u32),
                conjunction: c.conjunction,
            });
        }
        if !any {
            pieces(a, i as u32, s.tokens.clone(), &mut out);
        }
    }
    join_torn(a, join_names(a, out))
}

/// Puts a verb cluster together again that a typing error or quotation mark tore apart ("zouden zich” hebben
/// overgegeven"): a piece that opens with a verb and has no subject goes on with a piece that has nothing but auxiliaries,
/// or with a subordinate clause that has no verb yet.
fn join_torn(a: &Analysis, segments: Vec<Segment>) -> Vec<Segment> {
    let auxiliary = |t: &u32| a.tokens[*t as usize].pos == Pos::Aux;
    let word = |t: &&u32| a.tokens[**t as usize].pos != Pos::Punct;
    let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
    for s in segments {
        let first = s.own.iter().find(word);
        let verb = |t: u32| matches!(a.tokens[t as usize].pos, Pos::Verb | Pos::Aux);
        let opens = first.is_some_and(|&t| verb(t) && !is_past(a, t));
        let rest = opens && s.subject.is_none() && s.conjunction.is_none() && s.kind == ClauseKind::Main;
        let only = s.own.iter().filter(word).all(auxiliary);
        let before = out.last_mut().filter(|b| {
            let near = b.sentence == s.sentence && (b.tokens.end..s.tokens.start).all(|t| !word(&&t));
            let waits = if b.verbs.is_empty() {
                b.conjunction.is_some() && b.kind != ClauseKind::Main
            } else {
                // A verb past the piece's end was found by looking ahead.
                b.verbs.iter().filter(|&&v| v < b.tokens.end).all(auxiliary)
            };
            rest && near && b.clause.is_some() && (only || waits)
        });
        match before {
            Some(b) => {
                let ahead = b.head.is_some_and(|h| h >= b.tokens.end);
                b.head = if ahead || only && b.head.is_some() { b.head } else { s.head.or(b.head) };
                b.span = b.span.cover(s.span);
                b.tokens = b.tokens.start..s.tokens.end;
                b.own.extend(&s.own);
                b.verbs.extend(&s.verbs);
                b.verbs.sort_unstable();
                b.verbs.dedup();
            }
            None => out.push(s),
        }
    }
    out
}

/// A finite verb in the past tense, which no auxiliary asks for.
fn is_past(a: &Analysis, token: u32) -> bool {
    let morph = a.tokens[token as usize].morph;
    morph.has(Morph::PAST) && !morph.has(Morph::PARTICIPLE)
}

/// Takes back clauses whose only verb is a name, number or cue that looks like one ("IS"): they belong to the clause after them.
fn join_names(a: &Analysis, segments: Vec<Segment>) -> Vec<Segment> {
    let phrases = phrase_cues(a);
    let named = |t: u32| {
        let span = a.tokens[t as usize].span;
        let p = phrases.partition_point(|p| p.end() <= span.start());
        if phrases.get(p).is_some_and(|p| p.contains(span)) {
            return true;
        }
        let q = a.quantities.partition_point(|q| q.span.end() <= span.start());
        if a.quantities.get(q).is_some_and(|q| q.span.contains(span)) {
            return true;
        }
        let m = a.mentions.partition_point(|m| m.span.end() <= span.start());
        a.mentions.get(m).is_some_and(|m| m.span.overlaps(span))
    };
    let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
    for mut s in segments {
        let real: Vec<u32> = s.verbs.iter().copied().filter(|&v| !named(v)).collect();
        if real.len() < s.verbs.len() {
            s.head = s.head.filter(|&h| !named(h)).or(real.last().copied());
            s.verbs = real;
        }
        let before = out.last().filter(|b| {
            let empty = b.verbs.is_empty() && b.head.is_none() && b.clause.is_some();
            empty && b.sentence == s.sentence && b.tokens.end == s.tokens.start && s.kind == ClauseKind::Main
        });
        if let Some(b) = before.cloned()
            && b.own.iter().any(|&t| named(t))
        {
            out.pop();
            let subject = s.subject.is_none().then(|| b.tokens.clone());
            s.subject = subject.or(s.subject);
            s.span = b.span.cover(s.span);
            s.tokens = b.tokens.start..s.tokens.end;
            s.own = b.own.into_iter().chain(s.own).collect();
        }
        out.push(s);
    }
    out
}

/// The cues of several words, in text order: "according to" has the form of a verb and tells nothing.
fn phrase_cues(a: &Analysis) -> Vec<Span<Text>> {
    let several = |c: &Span<Text>| c.of(&a.report.text).contains(char::is_whitespace);
    let mut cues: Vec<_> =
        a.attributions.iter().filter_map(|x| x.cue.as_ref()).map(|c| c.span).filter(several).collect();
    cues.sort_unstable();
    cues
}

/// The span of tokens without punctuation at the borders.
fn tight(a: &Analysis, tokens: &Range<u32>) -> Option<Span<Text>> {
    let word = |t: &u32| a.tokens[*t as usize].pos != Pos::Punct;
    let first = tokens.clone().find(word)?;
    let last = tokens.clone().rev().find(word)?;
    Some(a.tokens[first as usize].span.cover(a.tokens[last as usize].span))
}

/// Cuts a sentence without clauses at its semicolons and colons.
fn pieces(a: &Analysis, sentence: u32, tokens: Range<u32>, out: &mut Vec<Segment>) {
    let mut from = tokens.start;
    for t in tokens.clone() {
        let cut = matches!(a.tokens[t as usize].norm.as_str(), ";" | ":") || t + 1 == tokens.end;
        if !cut {
            continue;
        }
        let range = from..t + 1;
        from = t + 1;
        let Some(span) = tight(a, &range) else { continue };
        let verb = |t: &u32| matches!(a.tokens[*t as usize].pos, Pos::Verb | Pos::Aux);
        let verbs: Vec<u32> = range.clone().filter(verb).collect();
        out.push(Segment {
            span,
            sentence,
            own: range.clone().collect(),
            tokens: range,
            head: verbs.last().copied(),
            verbs,
            subject: None,
            kind: ClauseKind::Main,
            clause: None,
            conjunction: None,
        });
    }
}
