//! Statements that stand for or against one another without figures: denied, confirmed, taken back, said again.
//!
//! "De gemeente spreekt het gerucht over asbest tegen" stands against "in het dorp gaat rond dat er asbest
//! zou liggen"; "Daarmee staat vast dat het ratten waren" bears out "zou zijn veroorzaakt door ratten". Two
//! statements are held against each other only where they share enough rare words, names or events; the rest is not
//! comparable, and nothing is drawn.

use super::super::align::{Candidate, Index, KEPT};
use super::super::lexicon::Cues;
use super::super::series::{before, likely_before};
use super::{Ground, avow, denial, drift, recant, relation, sides};
use crate::event::Frame;
use kroniek_model::{
    Certainty, LinkedStatement, Message, Polarity, RegionKind, Relation, RelationName, SourceKind, Stance,
    StatementIx, Tense,
};
use smol_str::SmolStr;

/// What two statements must share, in hundredths of both.
const DENIED: u32 = 15;
const TWO_SIDES: u32 = 26;
const CONFIRMED: u32 = 16;
const SAME: u32 = 45;

/// Weight of what the two clauses themselves share, whatever stands around them.
const OWN: u32 = 14;

/// Relations of each statement to those before it that share most.
pub(in super::super) fn relate(ground: &Ground<'_>, index: &Index, out: &mut Vec<Relation>) {
    for i in 0..ground.linked.statements.len() {
        let at = StatementIx(i as u32);
        let s = ground.statement(at);
        if ground.copied[i].is_some()
            || ground.sense(at).minor
            || s.region == RegionKind::Title
            || s.region == RegionKind::Heading
        {
            continue;
        }
        let like = index.like(at);
        let denial = denial::denial(ground, at);
        if denial.is_none() {
            out.extend(answer(ground, at));
        }
        out.extend(denial);
        out.extend(unconfirmed(ground, at));
        out.extend(avow::avow(ground, at, &like));
        out.extend(sides::not_yet(ground, at));
        out.extend(drift::drift(ground, at, &like));
        if let Some(r) = recant::recant(ground, at, &like) {
            out.push(r);
            continue;
        }
        let mut drawn = 0;
        out.extend(like.iter().filter_map(|c| dated(ground, at, *c)).take(2));
        for c in like.iter().take(KEPT) {
            if let Some(r) = stand(ground, at, *c) {
                out.push(r);
                drawn += 1;
            }
            if drawn == 3 {
                break;
            }
        }
    }
}

/// How `at` stands to a statement that was made before it, or by another side in the same report.
fn stand(ground: &Ground<'_>, at: StatementIx, c: Candidate) -> Option<Relation> {
    use RelationName as R;
    let (later, earlier) = (ground.statement(at), ground.statement(c.statement));
    // Hearsay reads like what is to come ("zou liggen"); it can be denied as well as anything.
    let foreseen = matches!(earlier.stance, Stance::Predicted | Stance::Planned);
    if ground.said_before(at) || dated(ground, at, c).is_some() || recant::is_taken_back(ground, at) {
        return None;
    }
    let says_not = later.polarity == Polarity::Negative
        && later.sources.iter().any(|x| !x.inferred)
        && (ground.same_event(at, c.statement) && c.nouns + c.names >= 1
            || c.nouns >= 1 && c.nouns + c.names >= 2);
    let denies = is_denial(later) && denial_stands(ground, at) || says_not;
    let outer = is_outer(ground, at) || is_outer(ground, c.statement);
    if outer
        || is_frame(ground, at)
        || is_frame(ground, c.statement)
        || !comparable(later)
        || !(comparable(earlier) || foreseen)
    {
        return None;
    }
    let one_report = later.evidence.report == earlier.evidence.report;
    let published = |s: &LinkedStatement| {
        ground.linked.reports.get(s.evidence.report.at()).and_then(|r| r.published.when.clone())
    };
    let (then, now) = (published(earlier), published(later));
    let is_later = likely_before(then.as_ref(), now.as_ref()) || one_report && c.statement < at;
    let same_day = on_one_day(then.as_ref(), now.as_ref())
        && !likely_before(now.as_ref(), then.as_ref())
        && c.statement < at;
    if !(is_later || same_day) {
        return None;
    }
    let one_source = ground.one_source(later, earlier);
    let against = is_denial(later) != is_denial(earlier);
    if against {
        if one_source {
            return None;
        }
        if denies && c.likeness >= DENIED && c.own >= OWN && c.hits >= 2 && !one_report {
            let name = later
                .sources
                .first()
                .and_then(|x| x.entity)
                .map(|e| ground.linked.entities[e.at()].canonical.clone());
            let reason = match name {
                Some(name) => Message::new("relation.denied").with("source", name),
                None => Message::new("relation.denied-unnamed"),
            };
            return Some(relation(R::Denies, at, c.statement, reason, "stand.denied"));
        }
        let sides = !later.sources.is_empty() && !earlier.sources.is_empty();
        // What changed in between is no conflict: the two must be told of one time, or on one day.
        let times = match (&later.when, &earlier.when) {
            (Some(a), Some(b)) => a.may_meet(b),
            _ => one_report || on_one_day(then.as_ref(), now.as_ref()),
        };
        let enough = c.likeness >= TWO_SIDES && (ground.same_event(at, c.statement) || c.likeness >= SAME);
        if sides && times && enough && !ground.one_origin(at, c.statement) {
            let mut r = relation(
                R::Conflicts,
                at,
                c.statement,
                Message::new("relation.two-sides"),
                "stand.two-sides",
            );
            r.kind = Some(SmolStr::new_static("polarity"));
            return Some(r);
        }
        return None;
    }
    if is_denial(later) || one_report {
        return None;
    }
    let borne_out =
        earlier.certainty != Certainty::Certain || earlier.sources.first().is_some_and(|x| weak(x.kind));
    let firm = later.certainty == Certainty::Certain && !later.sources.first().is_some_and(|x| weak(x.kind));
    let official = later
        .sources
        .first()
        .is_some_and(|x| matches!(x.kind, SourceKind::Organisation | SourceKind::Document));
    let hearsay = earlier.certainty != Certainty::Certain || foreseen;
    let next = if hearsay { next_cues(ground, at) } else { Cues::default() };
    let confirms = ground.sentence_cues(at).and(next).has(Cues::CONFIRM);
    let beginning = ground.one_origin(at, c.statement);
    let enough = match (confirms, borne_out && firm && official, borne_out && firm) {
        (true, _, _) => CONFIRMED,
        (_, true, _) => CONFIRMED + 8,
        (_, _, true) => SAME,
        _ => u32::MAX,
    };
    let says = c.hits >= 2 && c.own >= OWN && (borne_out || c.likeness >= CONFIRMED + 9);
    let says = says && one_claim(ground, at, c, confirms);
    if !beginning && says && c.likeness >= enough && later.tense != Tense::Future {
        return Some(relation(
            R::Confirms,
            at,
            c.statement,
            Message::new("relation.confirmed"),
            "stand.confirmed",
        ));
    }
    let event = ground.same_event(at, c.statement) && c.nouns + c.names >= 1;
    let times = match (&later.when, &earlier.when) {
        (Some(a), Some(b)) => a.may_meet(b),
        _ => true,
    };
    if !event || !times || c.likeness < SAME || earlier.certainty != later.certainty {
        return None;
    }
    let no_figures = earlier.quantities.is_empty() && later.quantities.is_empty();
    if !no_figures {
        return None;
    }
    if beginning {
        let reason = if one_source { "relation.said-again" } else { "relation.same-origin" };
        return Some(relation(R::Same, at, c.statement, Message::new(reason), "stand.same"));
    }
    Some(relation(
        R::Corroborates,
        at,
        c.statement,
        Message::new("relation.other-origin"),
        "stand.corroborated",
    ))
}

/// Says the same of the same: one event with a noun in common, or enough nouns where words of confirming stand by. A name
/// that both share is not enough, and figures have relations of their own.
fn one_claim(ground: &Ground<'_>, at: StatementIx, c: Candidate, confirms: bool) -> bool {
    let (later, earlier) = (ground.statement(at), ground.statement(c.statement));
    let refused = |s: StatementIx| ground.sentence_cues(s).has(Cues::REFUSE);
    if refused(at) || refused(c.statement) || ground.sense(at).cue().has(Cues::CORRECT) {
        return false;
    }
    // What was to come is borne out by its outcome, not by another word of it.
    let ahead = |s: &LinkedStatement| {
        let told = ground.linked.reports.get(s.evidence.report.at()).and_then(|r| r.published.when.as_ref());
        ground.due(if s.id == later.id { at } else { c.statement }).is_some() || before(told, s.when.as_ref())
    };
    if ahead(earlier) || ahead(later) || earlier.stance == Stance::Planned {
        return false;
    }
    let event = ground.same_event(at, c.statement);
    let figures = later.quantities.is_empty() && earlier.quantities.is_empty();
    figures && (event && c.nouns >= 1 || confirms && c.nouns >= 2)
}

/// The same event with a more precise date: "in 2014", and "op 29 juni 2014".
fn dated(ground: &Ground<'_>, at: StatementIx, c: Candidate) -> Option<Relation> {
    let (s, o) = (ground.statement(at), ground.statement(c.statement));
    if s.evidence.report == o.evidence.report || !(s.quantities.is_empty() && o.quantities.is_empty()) {
        return None;
    }
    let (narrow, wide) = (s.when.as_ref()?, o.when.as_ref()?);
    let inside = narrow.earliest? >= wide.earliest? && narrow.latest? <= wide.latest?;
    let days = |w: &kroniek_model::When| Some((w.latest?.date() - w.earliest?.date()).get_days() + 1);
    let (n, w) = (days(narrow)?, days(wide)?);
    // A set of days is not one date, and a date of a week or less is not made more precise by luck.
    let one_date = |w: &kroniek_model::When| !w.edtf.contains(['[', '{', '/', '.']);
    if !(inside && one_date(narrow) && one_date(wide) && (28..=366).contains(&w) && n * 4 <= w) {
        return None;
    }
    let told =
        |s: &LinkedStatement| s.stance == Stance::Asserted && s.tense != Tense::Future && s.region.is_prose();
    let agent = |s: &LinkedStatement| s.who.iter().find(|(role, _)| role == super::AGENT).map(|(_, e)| *e);
    let one_agent = agent(s).is_some() && agent(s) == agent(o) && c.nouns >= 1;
    let one_event = ground.same_event(at, c.statement) && c.nouns >= 2;
    let alike = told(s) && told(o) && (one_agent || one_event);
    alike.then(|| {
        let reason = Message::new("relation.date-more-precise")
            .with("earlier", wide.edtf.clone())
            .with("later", narrow.edtf.clone());
        relation(RelationName::Refines, at, c.statement, reason, "stand.dated")
    })
}

fn on_one_day(a: Option<&kroniek_model::When>, b: Option<&kroniek_model::When>) -> bool {
    let day = |w: Option<&kroniek_model::When>| {
        w.filter(|w| w.is_single_day()).and_then(|w| w.earliest).map(|d| d.date())
    };
    day(a).is_some() && day(a) == day(b)
}

/// Says that something is or was so, or is not; questions, conditions, wishes and the future are compared with nothing.
pub(super) fn comparable(s: &LinkedStatement) -> bool {
    // Announced, and done already ("aangekondigd dat de stad heroverd is"): that is said to be so.
    let done =
        s.stance == Stance::Planned && s.tense == Tense::NonFuture && s.certainty == Certainty::Certain;
    // "weigeren zich over te geven": not done, and still open.
    let open = s.stance == Stance::Asserted && s.certainty == Certainty::Underspecified;
    (matches!(s.stance, Stance::Asserted | Stance::Denied) || done)
        && !(open && s.polarity != Polarity::Positive)
        && s.tense != Tense::Future
        && !matches!(s.region, RegionKind::Title | RegionKind::Heading)
}

/// A clause that holds another one, which says the thing itself ("Zij ontkent [dat er een lek was]").
pub(super) fn is_outer(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    let next = (at.at() + 1..ground.linked.statements.len()).take(3).map(|i| StatementIx(i as u32));
    let inside = |o: &StatementIx| {
        let x = ground.statement(*o);
        x.evidence.report == s.evidence.report
            && x.evidence.span != s.evidence.span
            && s.evidence.span.contains(x.evidence.span)
    };
    next.take_while(inside).any(|o| !ground.sense(o).minor)
}

/// A clause that only says that somebody speaks ("zeggen bronnen rond het onderzoek").
fn is_frame(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    ground.frame(at).is_some() && s.stance != Stance::Denied && ground.sense(at).words.len() <= 7
}

fn is_denial(s: &LinkedStatement) -> bool {
    s.stance == Stance::Denied || s.polarity == Polarity::Negative
}

/// Denies in its own words, or goes on from a denial by the same paragraph ("Dat klopt niet. Er is geen
/// aanwijzing in die richting").
fn denial_stands(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    if s.stance == Stance::Denied {
        return true;
    }
    let paragraph =
        |o: StatementIx| ground.digest(o).sentences.get(ground.sense(o).sentence).map(|x| x.paragraph);
    let before = (0..at.0).rev().map(StatementIx).take(6);
    let mut near = before.take_while(|&o| {
        ground.statement(o).evidence.report == s.evidence.report && paragraph(o) == paragraph(at)
    });
    near.any(|o| ground.statement(o).stance == Stance::Denied && !ground.sense(o).minor)
}

/// Words in a clause that only points back: "Het bedrijf bestrijdt dat".
const SHORT: usize = 6;

/// A side that contests what the sentence before it says, and what it says itself after that: "S. verklaart dat hij heeft
/// gewaarschuwd. De fabriek spreekt dat tegen: Wij wisten van niets."
fn answer(ground: &Ground<'_>, at: StatementIx) -> Vec<Relation> {
    let s = ground.statement(at);
    let sense = ground.sense(at);
    let next_denies = || {
        let next = StatementIx(at.0 + 1);
        let follows = ground.linked.statements.get(next.at()).is_some_and(|n| {
            n.evidence.report == s.evidence.report
                && n.stance == Stance::Denied
                && n.sentence.start() <= s.sentence.end() + 2
        });
        follows && !ground.sense(next).minor
    };
    let contests = sense.words.len() <= SHORT
        && (s.stance == Stance::Denied || ground.frame(at) == Some(Frame::Denies) || next_denies())
        && !sense.minor;
    if !contests {
        return Vec::new();
    }
    let place = |o: StatementIx| {
        let line = ground.digest(o).sentences.get(ground.sense(o).sentence);
        (ground.statement(o).evidence.report, line.map(|l| l.paragraph), ground.sense(o).sentence)
    };
    let (report, paragraph, sentence) = place(at);
    let near = |o: &StatementIx| place(*o).0 == report && place(*o).1 == paragraph && !ground.sense(*o).minor;
    let mut before = (0..at.0).rev().map(StatementIx).take(8).filter(near);
    let contested = before.find(|&o| {
        place(o).2 + 1 == sentence && !ground.statement(o).sources.is_empty() && ground.other_source(o, at)
    });
    let Some(contested) = contested else { return Vec::new() };
    let count = ground.linked.statements.len() as u32;
    let after = (at.0 + 1..count).map(StatementIx).take(3).find(|o| near(o) && place(*o).2 <= sentence + 1);
    let said = after.filter(|&o| is_denial(ground.statement(o)));
    let one = |from: StatementIx| {
        let mut r = relation(
            RelationName::Conflicts,
            from,
            contested,
            Message::new("relation.two-sides"),
            "stand.answer",
        );
        r.kind = Some(SmolStr::new_static("polarity"));
        r
    };
    std::iter::once(at).chain(said).map(one).collect()
}

/// A side that does not confirm what another claims in the same report ("De strijdkrachten hebben de claim nog niet
/// bevestigd").
fn unconfirmed(ground: &Ground<'_>, at: StatementIx) -> Option<Relation> {
    let s = ground.statement(at);
    let said = matches!(s.stance, Stance::Asserted | Stance::Denied) && s.certainty == Certainty::Certain;
    if ground.frame(at) != Some(Frame::Confirms)
        || s.polarity != Polarity::Negative
        || !said
        || s.tense == Tense::Future
    {
        return None;
    }
    let report = s.evidence.report;
    let before =
        || (0..at.0).rev().map(StatementIx).take_while(|o| ground.statement(*o).evidence.report == report);
    let other = |o: &StatementIx| !ground.statement(*o).sources.is_empty() && ground.other_source(*o, at);
    let nearest = before().find(other)?;
    let source = |o: StatementIx| ground.statement(o).sources.first().and_then(|x| x.entity);
    // The claim itself, not the latest mention of it: something that happened, on the same word.
    let claims = |o: &StatementIx| {
        let x = ground.statement(*o);
        let same = source(*o).is_some() && source(*o) == source(nearest);
        same && !x.event.starts_with('"') && ground.frame(*o).is_none() && !ground.sense(*o).minor
    };
    let to = before().filter(claims).last().unwrap_or(nearest);
    let mut r =
        relation(RelationName::Conflicts, at, to, Message::new("relation.unconfirmed"), "stand.unconfirmed");
    r.kind = Some(SmolStr::new_static("polarity"));
    Some(r)
}

/// Cues of the sentence that follows in the same paragraph: "Daarmee staat vast dat het ratten waren".
fn next_cues(ground: &Ground<'_>, at: StatementIx) -> Cues {
    let d = ground.digest(at);
    let here = ground.sense(at).sentence;
    let (Some(own), Some(next)) = (d.sentences.get(here), d.sentences.get(here + 1)) else {
        return Cues::default();
    };
    if own.paragraph != next.paragraph {
        return Cues::default();
    }
    super::super::sense::cues_of(ground.lexicon, d, here + 1)
}

/// A source that another may bear out.
fn weak(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::Anonymous | SourceKind::Collective | SourceKind::Unknown)
}
