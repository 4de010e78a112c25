//! Pronouns and role nouns: whom "hij", "de minister" or "the company" stands for, by sex, number and nearness.

use super::context::{Context, Sex, Uses, Word};
use super::entity::role_word;
use super::feature::Document;
use kroniek_model::{Analysis, EntityKind, LocalEntity, Mention, Morph, Pos, Span, Text};

/// Whom the words of a noun phrase or pronoun stand for; `None` when that cannot be told.
///
/// A name in the phrase decides, a person's before others, unless the phrase is about somebody unnamed of a named
/// organisation; then what [`references`] found there.
pub fn at(a: &Analysis, span: Span<Text>) -> Option<LocalEntity> {
    let first = a.mentions.partition_point(|m| m.span.end() <= span.start());
    let inside = a.mentions[first..].iter().take_while(|m| m.span.start() < span.end());
    let inside: Vec<&Mention> = inside.filter(|m| span.contains(m.span)).take(16).collect();
    if let Some(person) = inside.iter().find(|m| m.kind == EntityKind::Person) {
        return Some(person.entity);
    }
    let first = a.references.partition_point(|m| m.span.end() <= span.start());
    let reference = a.references.get(first).filter(|m| span.contains(m.span));
    if let Some(r) = reference {
        return Some(r.entity);
    }
    // The name is the head when nothing but an article or adjective stands before it.
    let head = inside.iter().find(|m| m.kind != EntityKind::Other)?;
    let before = a.tokens.partition_point(|t| t.span.start() < head.span.start());
    let open = a.tokens.partition_point(|t| t.span.start() < span.start());
    let near = before - open.min(before) <= 2 && !a.role_nouns.iter().any(|s| span.contains(*s));
    (near && heads(a, span, head)).then_some(head.entity)
}

/// Whether a name in a phrase is what the phrase is about, and not a part of what describes its head: not after a
/// preposition ("the observatory in Leeds", "the Leeds-based institute"), and for a place not before another noun ("Paris
/// officials") or as the first part of a compound.
pub fn heads(a: &Analysis, span: Span<Text>, name: &Mention) -> bool {
    let text = a.report.text.as_str();
    let first = a.tokens.partition_point(|t| t.span.end() <= name.span.start());
    let open = a.tokens.partition_point(|t| t.span.start() < span.start());
    let before = &a.tokens[open.min(first)..first];
    if before.iter().any(|t| t.pos == Pos::Adp) || glued_before(text, name.span) {
        return false;
    }
    if name.kind != EntityKind::Place {
        return true;
    }
    let next = a.tokens.partition_point(|t| t.span.end() <= name.span.end());
    let after = a.tokens.get(next).filter(|t| span.contains(t.span));
    !glued_after(text, name.span) && !after.is_some_and(|t| matches!(t.pos, Pos::Noun | Pos::Adj | Pos::Verb))
}

/// Whether a name is a later part of a compound: "anti-NAVO-leger".
fn glued_before(text: &str, name: Span<Text>) -> bool {
    text.get(..name.range().start).is_some_and(|t| t.ends_with(['-', '\u{2011}']))
}

/// Whether a name is the first part of a compound: "NAVO-leger".
fn glued_after(text: &str, name: Span<Text>) -> bool {
    let rest = text.get(name.range().end..).and_then(|t| t.strip_prefix(['-', '\u{2011}']));
    rest.is_some_and(|r| r.starts_with(char::is_alphanumeric))
}

/// An entity as pronouns see it.
struct Seen {
    kind: EntityKind,
    sex: Sex,
    role: Option<String>,
    /// Where it was named last: sentence and unit.
    last: Option<(u32, usize)>,
    /// Where it was named first in that sentence.
    opened: usize,
}

/// How many sentences back a pronoun may reach.
const REACH: u32 = 3;

/// Finds the pronouns and role nouns of a report that stand for one of its entities, in text order, and beside them
/// where nouns for persons stand at all.
pub fn references(a: &Analysis, d: &Document, context: &Context) -> (Vec<Mention>, Vec<Span<Text>>) {
    let mut seen: Vec<Seen> = a.entities.iter().map(|e| seen(e, context)).collect();
    let mut recent: Vec<usize> = Vec::new();
    let mut out = Vec::new();
    let mut nouns = Vec::new();
    let mut mentions = a.mentions.iter().peekable();
    for (i, u) in d.units.iter().enumerate() {
        while let Some(m) = mentions.next_if(|m| m.span.start() <= u.span.start()) {
            // What only describes the rest of a compound is not taken up, nor what a dateline says.
            if u.sentence as usize >= a.sentences.len()
                || glued_before(&a.report.text, m.span)
                || glued_after(&a.report.text, m.span)
            {
                continue;
            }
            let e = m.entity.0 as usize;
            let s = &mut seen[e];
            if s.last.is_none_or(|(n, _)| n != u.sentence) {
                s.opened = i;
            }
            s.last = Some((u.sentence, i));
            recent.retain(|&r| r != e);
            recent.push(e);
            if recent.len() > 24 {
                recent.remove(0);
            }
        }
        if a.mentions
            .get(a.mentions.partition_point(|m| m.span.end() <= u.span.start()))
            .is_some_and(|m| m.span.contains(u.span))
        {
            continue;
        }
        let word = d.words[i];
        let role = role_word(&u.norm, context).filter(|_| !word.uses.any(Uses::PRONOUN));
        if let Some(role) = &role {
            nouns.push(u.span);
            if word.plural == Some(true) || !definite(d, i) || names_next(a, d, i) {
                continue;
            }
            if let Some(e) = by_role(&seen, &recent, role, u.sentence) {
                out.push(Mention { span: u.span, kind: seen[e].kind, entity: LocalEntity(e as u32) });
            }
            continue;
        }
        let e = if word.uses.any(Uses::PRONOUN) && !word.uses.any(Uses::ARTICLE) {
            pronoun(a, d, &mut seen, &recent, i, word)
        } else if word.uses.any(Uses::GROUP)
            && word.plural != Some(true)
            && definite(d, i)
            && !names_next(a, d, i)
        {
            nearest(&seen, &recent, u.sentence, |s| s.kind == EntityKind::Organisation)
        } else {
            None
        };
        if let Some(e) = e {
            out.push(Mention { span: u.span, kind: seen[e].kind, entity: LocalEntity(e as u32) });
        }
    }
    (out, nouns)
}

fn seen(e: &kroniek_model::ReportEntity, context: &Context) -> Seen {
    let first = e.canonical.split(' ').next().map(kroniek_lang::fold).unwrap_or_default();
    let by_name = if e.canonical.contains(' ') { context.sex_of_first_name(&first) } else { Sex::Unknown };
    let by_role = e.role.as_deref().map_or(Sex::Unknown, |r| context.word(r).sex);
    let sex = if by_role == Sex::Unknown { by_name } else { by_role };
    Seen { kind: e.kind, sex, role: e.role.clone(), last: None, opened: 0 }
}

fn definite(d: &Document, i: usize) -> bool {
    let back =
        (1..=2).filter_map(|n| i.checked_sub(n)).filter(|&j| d.units[j].sentence == d.units[i].sentence);
    let mut back = back.map(|j| d.words[j]);
    back.any(|w| w.uses.any(Uses::ARTICLE))
}

/// Whether a name follows at once: "the company Acme", "minister Jansen".
fn names_next(a: &Analysis, d: &Document, i: usize) -> bool {
    let Some(next) = d.units.get(i + 1).filter(|n| n.sentence == d.units[i].sentence) else { return false };
    let m = a.mentions.partition_point(|m| m.span.end() <= next.span.start());
    a.mentions.get(m).is_some_and(|m| m.span.contains(next.span))
}

fn by_role(seen: &[Seen], recent: &[usize], role: &str, sentence: u32) -> Option<usize> {
    let fits = |s: &Seen| s.role.as_deref().is_some_and(|r| r == role || r.ends_with(role));
    let near = |e: &&usize| seen[**e].last.is_some_and(|(n, _)| sentence.saturating_sub(n) <= 4 * REACH);
    recent.iter().rev().filter(near).find(|e| fits(&seen[**e])).copied()
}

fn nearest(seen: &[Seen], recent: &[usize], sentence: u32, fits: impl Fn(&Seen) -> bool) -> Option<usize> {
    let near = |e: &&usize| seen[**e].last.is_some_and(|(n, _)| sentence.saturating_sub(n) <= REACH);
    recent.iter().rev().filter(near).find(|e| fits(&seen[**e])).copied()
}

fn pronoun(
    a: &Analysis,
    d: &Document,
    seen: &mut [Seen],
    recent: &[usize],
    i: usize,
    word: Word,
) -> Option<usize> {
    let sentence = d.units[i].sentence;
    let sex = match word.sex {
        Sex::Unknown if word.plural.is_none() && singular_verb_near(a, d, i) => Sex::Female,
        Sex::Unknown => return nearest(seen, recent, sentence, |s| s.kind == EntityKind::Organisation),
        Sex::Neuter => return nearest(seen, recent, sentence, |s| s.kind == EntityKind::Organisation),
        sex => sex,
    };
    let fits = |s: &Seen| s.kind == EntityKind::Person && (s.sex == sex || s.sex == Sex::Unknown);
    let here = |s: &Seen, n: u32| s.last.is_some_and(|(m, _)| m == n);
    // In its own sentence the nearest; in the one before, the person named first, who is its subject more often.
    let own = recent.iter().rev().find(|&&e| here(&seen[e], sentence) && fits(&seen[e]));
    let before = || {
        let all = recent.iter().filter(|&&e| sentence > 0 && here(&seen[e], sentence - 1) && fits(&seen[e]));
        all.min_by_key(|&&e| seen[e].opened).copied()
    };
    let e = own.copied().or_else(before).or_else(|| nearest(seen, recent, sentence, fits))?;
    seen[e].sex = sex;
    Some(e)
}

/// Whether a finite verb beside the pronoun is singular, so that it speaks of one person.
fn singular_verb_near(a: &Analysis, d: &Document, i: usize) -> bool {
    let near = [i + 1, i.wrapping_sub(1), i + 2];
    let token = |j: &usize| {
        let u = d.units.get(*j).filter(|u| u.sentence == d.units[i].sentence)?;
        let t = a.tokens.partition_point(|t| t.span.end() <= u.span.start());
        a.tokens.get(t)
    };
    let verb = near.iter().filter_map(token).find(|t| t.morph.has(Morph::FINITE));
    verb.is_some_and(|t| t.morph.has(Morph::SINGULAR) || !t.morph.has(Morph::PLURAL))
}
