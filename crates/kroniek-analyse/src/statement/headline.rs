//! Headlines that say flatly what their text only reports, doubts or foresees.

use kroniek_model::{
    Analysis, Certainty, LocalEntity, Message, Notice, Polarity, RegionKind, Stance, Statement, Tense,
};

/// Adds a notice for each flat statement of a headline whose event the text tells more carefully every time.
pub(super) fn compare(a: &mut Analysis) {
    let title = |s: &&Statement| a.report.region_at(s.span.start()) == RegionKind::Title;
    let mut notices = Vec::new();
    for headline in a.statements.iter().take_while(title).filter(|s| is_flat(s)) {
        let body = a.statements.iter().filter(|s| !title(s));
        let mut same = body.filter(|s| is_same(headline, s)).peekable();
        let Some(first) = same.peek().copied() else { continue };
        if same.all(|s| is_weaker(headline, s)) {
            let said = first.span.of(&a.report.text);
            let message = Message::new("attribution.headline-says-more").with("text", said);
            notices.push(Notice { message, span: Some(headline.span) });
        }
    }
    a.notices.extend(notices);
}

/// Said in the report's own words, without a doubt, of what has happened.
fn is_flat(s: &Statement) -> bool {
    s.event.is_some()
        && s.attribution.is_none()
        && s.certainty == Certainty::Certain
        && s.stance == Stance::Asserted
        && s.tense != Tense::Future
}

/// The same event with somebody or some place in common, or the same verb where neither names anybody.
fn is_same(headline: &Statement, body: &Statement) -> bool {
    let entities =
        |s: &Statement| -> Vec<LocalEntity> { s.participants.iter().filter_map(|p| p.entity).collect() };
    let (theirs, ours) = (entities(headline), entities(body));
    headline.event == body.event && ours.iter().any(|e| theirs.contains(e))
}

/// Not certain, not yet so, the other way round, or only said by somebody who claims, doubts or foresees it.
fn is_weaker(headline: &Statement, body: &Statement) -> bool {
    body.certainty != Certainty::Certain
        || body.stance != Stance::Asserted
        || body.tense == Tense::Future
        || body.polarity != headline.polarity && body.polarity != Polarity::Positive
}
