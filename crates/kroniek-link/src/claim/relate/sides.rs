//! Two sides within one report: somebody has it that a thing is done, and the report goes on to say that it is not yet so.
//!
//! "Volgens de burgemeester is de laatste dijk vannacht gedicht", and further on "Dat betekent niet dat de polder al
//! helemaal veilig is"; "volgens de rebellen is het laatste bolwerk gevallen", and "het gebied is nog niet volledig
//! bevrijd". The second says so in words of what is complete ("al", "volledig"), of the same event or of one that comes
//! to the same end (`lang/common/lexicon/claim/ends.tsv`).

use super::super::lexicon::Cues;
use super::super::sense::{find, line};
use super::{Ground, relation};
use kroniek_model::{
    Certainty, EntityIx, EntityKind, LinkedStatement, Message, Polarity, Relation, RelationName, Stance,
    StatementIx, Tense,
};
use smol_str::SmolStr;

/// Statements before it in its report that are looked at.
const REACH: usize = 64;

/// A `conflicts` from what is not yet so to the nearest claim before it that it is.
pub(super) fn not_yet(ground: &Ground<'_>, at: StatementIx) -> Option<Relation> {
    let s = ground.statement(at);
    // "Dat betekent niet dat …" leaves open what hangs on it, and with "al", "volledig" says that it is not so yet.
    let left_open = s.polarity == Polarity::Underspecified && ground.denied[at.at()];
    let not_so = s.polarity == Polarity::Negative && s.certainty == Certainty::Certain;
    let negative = (not_so || left_open) && told(s);
    if !negative || !ground.sense(at).cue().has(Cues::COMPLETE) || ground.sense(at).minor {
        return None;
    }
    let before = (0..at.0).rev().map(StatementIx).take(REACH);
    let mut same = before.take_while(|o| ground.statement(*o).evidence.report == s.evidence.report);
    let to = same.find(|&o| claims_done(ground, o, at))?;
    let mut r = relation(RelationName::Conflicts, at, to, Message::new("relation.not-yet"), "sides.not-yet");
    r.kind = Some(SmolStr::new_static("polarity"));
    Some(r)
}

/// Whether `o` has it on somebody else's word that what `at` denies is so.
fn claims_done(ground: &Ground<'_>, o: StatementIx, at: StatementIx) -> bool {
    let (claim, s) = (ground.statement(o), ground.statement(at));
    let voiced = claim.sources.iter().any(|x| !x.inferred) && !ground.one_source(claim, s);
    let times = match (&claim.when, &s.when) {
        (Some(a), Some(b)) => a.may_meet(b),
        _ => true,
    };
    voiced
        && times
        && told(claim)
        && claim.polarity == Polarity::Positive
        && !ground.sense(o).minor
        && one_end(ground, o, at)
        && one_theme(ground, o, at)
}

/// Said to be so or not, and not ahead.
fn told(s: &LinkedStatement) -> bool {
    matches!(s.stance, Stance::Asserted | Stance::Denied) && s.tense != Tense::Future && s.region.is_prose()
}

/// The same event, or two that come to the same end.
fn one_end(ground: &Ground<'_>, a: StatementIx, b: StatementIx) -> bool {
    let ends = |s: StatementIx| {
        ground.lexicon.shared.ends.iter().any(|e| !e.negative && e.event == ground.statement(s).event)
    };
    ground.same_event(a, b) || ends(a) && ends(b)
}

/// Of the same places as far as both name any, and both of people or neither: a village that fell is not refuted by
/// hostages who are not yet free.
fn one_theme(ground: &Ground<'_>, a: StatementIx, b: StatementIx) -> bool {
    let (x, y) = (places(ground, a), places(ground, b));
    let places = x.is_empty() || y.is_empty() || x.iter().any(|p| y.contains(p));
    places && of_people(ground, a) == of_people(ground, b)
}

fn places(ground: &Ground<'_>, at: StatementIx) -> Vec<EntityIx> {
    let s = ground.statement(at);
    let named = s.who.iter().map(|(_, e)| *e).chain(s.place);
    named.filter(|e| ground.linked.entities[e.at()].kind == EntityKind::Place).collect()
}

fn of_people(ground: &Ground<'_>, at: StatementIx) -> bool {
    let (d, sense) = (ground.digest(at), ground.sense(at));
    let Some(sentence) = d.sentences.get(sense.sentence) else { return false };
    let words = ground.lexicon.words(&d.language);
    let found = find(sense.words.clone(), |i| words.things.longest_at(line(sentence), i));
    found.iter().any(|f| ground.lexicon.shared.is_a(f.value, "person"))
}
