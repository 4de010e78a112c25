//! Predictions, plans and announced terms, and what later reports show of them.
//!
//! "De zoekactie kan woensdagavond worden afgerond", and a day later "Woensdagavond werd de zoektocht nog verlengd": the
//! prediction fails because a later report says otherwise. Silence never makes one fail. What came true after its term
//! fails too, with the later fulfilment shown.

use super::super::align::{Candidate, Index};
use super::super::lexicon::Cues;
use super::super::series::{before, likely_before};
use super::{Ground, refute, relation, term};
use kroniek_model::{
    Certainty, LinkedStatement, Message, Outcome, Polarity, Prediction, RegionKind, Relation, RelationName,
    Stance, StatementIx, Tense, When,
};

/// What a later statement must share with a prediction, in hundredths of both, to be its outcome: with words that say
/// so (put off, done) and without.
const LIKE_WITH_CUE: u32 = 18;
const LIKE_WITHOUT: u32 = 30;
/// Weight of what the two clauses themselves share that counts as much.
const OWN_WITH_CUE: u32 = 30;
/// Weight of what they share at least, whatever stands around them.
const OWN: u32 = 14;

/// Finds predictions, and draws `fulfils` and `fails`.
pub(in super::super) fn relate(
    ground: &Ground<'_>,
    index: &Index,
    out: &mut Vec<Relation>,
) -> Vec<Prediction> {
    let mut all = Vec::new();
    for (i, s) in ground.linked.statements.iter().enumerate() {
        let at = StatementIx(i as u32);
        if !is_prediction(ground, at) || ground.copied[i].is_some() {
            continue;
        }
        let due = due(ground, s, ground.due(at)).or_else(|| term::of(ground, at));
        let found = index.like(at).into_iter().filter_map(|c| outcome(ground, at, due.as_ref(), c)).next();
        let found = found.or_else(|| refute::by_what_is_still_there(ground, index, at, due.as_ref()?));
        let outcome = match found {
            None => Outcome::Open,
            Some((name, shown, id)) => {
                let term = due.as_ref().map_or_else(|| "?".to_owned(), |w| w.edtf.clone());
                out.push(relation(name, shown, at, Message::new(id).with("due", term), "prediction.outcome"));
                if name == RelationName::Fulfils { Outcome::Fulfils(shown) } else { Outcome::Fails(shown) }
            }
        };
        all.push(Prediction { statement: at, due, outcome });
    }
    all
}

/// Says, on somebody's word or the reporter's, that something will be so: by its words, or by a date that lies ahead of
/// the report ("kan vrijdag al terug naar huis").
pub(super) fn is_prediction(ground: &Ground<'_>, at: StatementIx) -> bool {
    let s = ground.statement(at);
    if s.region == RegionKind::Title || ground.sense(at).minor || s.stance == Stance::Asked {
        return false;
    }
    let cue = ground.sense(at).cue();
    if cue.has(Cues::PUT_OFF) || cue.has(Cues::EARLY) {
        return false;
    }
    let dated = s.when.as_ref().is_some_and(|w| before(published(ground, s), Some(w)));
    let foreseen = matches!(s.stance, Stance::Predicted | Stance::Planned);
    let open = s.certainty == Certainty::Underspecified || s.polarity == Polarity::Negative;
    let term = dated || due(ground, s, ground.due(at)).is_some() && ground.due(at).is_some();
    match s.stance {
        Stance::Asserted => dated || s.tense == Tense::Future && !open,
        _ => foreseen && (dated || s.tense == Tense::Future && (term || !open)),
    }
}

pub(super) fn published<'a>(ground: &Ground<'a>, s: &LinkedStatement) -> Option<&'a When> {
    ground.linked.reports.get(s.evidence.report.at()).and_then(|r| r.published.when.as_ref())
}

/// The term: what the statement names, or the time of its clause if that lies ahead.
fn due(ground: &Ground<'_>, s: &LinkedStatement, named: Option<&When>) -> Option<When> {
    let published = ground.linked.reports.get(s.evidence.report.at()).and_then(|r| r.published.when.as_ref());
    let ahead = |w: &&When| match (w.latest, published.and_then(|p| p.earliest)) {
        (Some(l), Some(p)) => l >= p,
        _ => true,
    };
    // A named term that lies before the report is no term; a time of the clause must lie ahead of it.
    named.filter(ahead).or(s.when.as_ref().filter(|w| before(published, Some(w)))).cloned()
}

fn outcome(
    ground: &Ground<'_>,
    prediction: StatementIx,
    due: Option<&When>,
    c: Candidate,
) -> Option<(RelationName, StatementIx, &'static str)> {
    use RelationName::{Fails, Fulfils};
    let (p, o) = (ground.statement(prediction), ground.statement(c.statement));
    let one_report = p.evidence.report == o.evidence.report;
    let told_later = likely_before(published(ground, p), published(ground, o));
    let cue = ground.sense(c.statement).cue();
    let foreseen = ground.sense(prediction).cue();
    let put_off = cue.has(Cues::PUT_OFF) || cue.has(Cues::PROLONG) && !foreseen.has(Cues::LAST);
    if is_prediction(ground, c.statement) && !put_off || !(told_later || one_report && put_off) {
        return None;
    }
    if one_report && due.is_none() {
        return None;
    }
    let happened = o.when.as_ref().or(published(ground, o));
    let term_passed = match (due.and_then(|d| d.earliest), published(ground, o).and_then(|w| w.latest)) {
        (Some(due), Some(told)) => due <= told,
        _ => due.is_none(),
    };
    let before_term = due.is_some_and(|d| in_time(happened, d));
    if cue.has(Cues::EARLY) && before_term && c.likeness >= LIKE_WITH_CUE / 2 {
        return Some((Fails, c.statement, "relation.outcome-early"));
    }
    let near = c.likeness >= LIKE_WITH_CUE
        || c.own >= OWN_WITH_CUE
        || c.hits + c.roots.min(1) >= 2 && c.likeness >= LIKE_WITH_CUE / 2
        // "Het gat is donderdag gedicht, later dan verwacht": dated after the term, of the same thing.
        || c.nouns >= 1 && due.is_some_and(|d| before(Some(d), o.when.as_ref()));
    if put_off && near && term_passed {
        return Some((Fails, c.statement, "relation.outcome-put-off"));
    }
    // Whether it came true: only what a term was set for, told as news once that term runs.
    let due = due?;
    let event = ground.same_event(prediction, c.statement) && c.nouns + c.names >= 1;
    let done = cue.has(Cues::DONE) && c.nouns >= 1;
    if !told_as_fact(o) || put_off || c.own < OWN || c.hits.max(c.nouns + c.names) < 2 || !(event || done) {
        return None;
    }
    // Talk in quotation marks is no fact, unless it says in so many words that the thing is done.
    if ground.is_quoted(c.statement) && !done {
        return None;
    }
    if before(Some(due), o.when.as_ref()) && (c.likeness >= LIKE_WITH_CUE || done) {
        return Some((Fails, c.statement, "relation.outcome-too-late"));
    }
    // No time is named: news at the head of a report that came after the term is later than the term.
    let news = ground.sense(c.statement).sentence < HEAD && o.when.is_none();
    if news && done && (c.names >= 1 || c.nouns >= 2) && before(Some(due), published(ground, o)) {
        return Some((Fails, c.statement, "relation.outcome-too-late"));
    }
    let like = c.likeness >= LIKE_WITHOUT || c.likeness >= LIKE_WITH_CUE && (event || done);
    (like && term_passed && in_time(happened, due)).then_some((
        Fulfils,
        c.statement,
        "relation.outcome-in-time",
    ))
}

/// Said to be so, for certain and not of the future.
pub(super) fn told_as_fact(o: &LinkedStatement) -> bool {
    o.tense != Tense::Future
        && o.polarity != Polarity::Negative
        && o.certainty == Certainty::Certain
        && matches!(o.stance, Stance::Asserted)
}

/// Sentences at the head of a report that tell the news.
const HEAD: usize = 6;

fn in_time(happened: Option<&When>, due: &When) -> bool {
    match (happened.and_then(|w| w.earliest), due.latest) {
        (Some(h), Some(d)) => h <= d,
        _ => false,
    }
}
