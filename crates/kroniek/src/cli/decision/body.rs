//! What a decision says: one JSON object, with the evidence it names and the value it saw, so that it survives a rebuild.

use kroniek_store::Decision;
use serde::{Deserialize, Serialize};

/// A report that a decision names: by the hash of its bytes, with the id it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Named {
    /// BLAKE3 of the capture.
    pub(super) capture: String,
    /// The report's id.
    pub(super) report: String,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Body {
    /// The report is left out of every view.
    Hide {
        #[serde(flatten)]
        of: Named,
        why: String,
    },
    /// The report was published then.
    Date {
        #[serde(flatten)]
        of: Named,
        /// EDTF as it was read; null when nothing was known.
        saw: Option<String>,
        /// EDTF.
        date: String,
        why: String,
    },
    /// The reports are of one story.
    Together { reports: Vec<Named>, why: String },
    /// The reports are not of one story.
    Apart { reports: Vec<Named>, why: String },
    /// A note to words of a report, or to the whole of it.
    Note {
        #[serde(flatten)]
        of: Named,
        /// The exact words; null for the whole report.
        exact: Option<String>,
        text: String,
    },
    /// Words of a report that matter, or the whole of it.
    Star {
        #[serde(flatten)]
        of: Named,
        exact: Option<String>,
    },
    /// An earlier decision no longer holds.
    Undo { made_at: String, body: String },
}

impl Body {
    pub(super) fn read(decision: &Decision) -> Option<Body> {
        serde_json::from_str(&decision.body).ok()
    }

    /// The reports that it names.
    pub(super) fn reports(&self) -> Vec<&Named> {
        match self {
            Body::Hide { of, .. } | Body::Date { of, .. } | Body::Note { of, .. } | Body::Star { of, .. } => {
                vec![of]
            }
            Body::Together { reports, .. } | Body::Apart { reports, .. } => reports.iter().collect(),
            Body::Undo { .. } => Vec::new(),
        }
    }

    /// In a line.
    pub(super) fn line(&self) -> String {
        let because = |why: &str| if why.is_empty() { String::new() } else { format!(": {why}") };
        let all =
            |reports: &[Named]| reports.iter().map(|r| r.report.as_str()).collect::<Vec<_>>().join(", ");
        let words = |exact: &Option<String>| exact.as_ref().map_or(String::new(), |e| format!(" “{e}”"));
        match self {
            Body::Hide { of, why } => format!("hide {}{}", of.report, because(why)),
            Body::Date { of, saw, date, why } => {
                let saw = saw.as_deref().unwrap_or("unknown");
                format!("date {}: {saw} → {date}{}", of.report, because(why))
            }
            Body::Together { reports, why } => format!("together {}{}", all(reports), because(why)),
            Body::Apart { reports, why } => format!("apart {}{}", all(reports), because(why)),
            Body::Note { of, exact, text } => format!("note {}{}: {text}", of.report, words(exact)),
            Body::Star { of, exact } => format!("star {}{}", of.report, words(exact)),
            Body::Undo { made_at, .. } => format!("undo the decision of {made_at}"),
        }
    }
}

/// The decisions that hold: those that no later one undoes; undoing an undoing brings the first back.
pub(super) fn holding(all: &[Decision]) -> Vec<(&Decision, Body)> {
    let mut out: Vec<(&Decision, Body, bool)> = Vec::new();
    for decision in all {
        let Some(body) = Body::read(decision) else { continue };
        let mut target = body.clone();
        let mut on = true;
        // What an undoing undoes may be an undoing itself: each step down turns the switch.
        while let Body::Undo { made_at, body } = target {
            on = !on;
            let found = out.iter_mut().find(|(d, _, _)| d.made_at == made_at && d.body == body);
            let Some((_, inner, holds)) = found else { break };
            if !matches!(inner, Body::Undo { .. }) {
                *holds = on;
            }
            target = inner.clone();
        }
        out.push((decision, body, true));
    }
    out.into_iter()
        .filter(|(_, b, holds)| *holds && !matches!(b, Body::Undo { .. }))
        .map(|(d, b, _)| (d, b))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn star(report: &str) -> Body {
        Body::Star { of: Named { capture: "c".to_owned(), report: report.to_owned() }, exact: None }
    }

    fn list(bodies: &[Body]) -> Vec<Decision> {
        let made = |(i, b): (usize, &Body)| Decision {
            number: i as i64 + 1,
            made_at: format!("t{i}"),
            body: serde_json::to_string(b).unwrap(),
        };
        bodies.iter().enumerate().map(made).collect()
    }

    fn undo(all: &[Decision], i: usize) -> Body {
        Body::Undo { made_at: all[i].made_at.clone(), body: all[i].body.clone() }
    }

    #[test]
    fn an_undone_decision_holds_no_more_and_can_be_brought_back() {
        let mut bodies = vec![star("a"), star("b")];
        let lines = |bodies: &[Body]| {
            holding(&list(bodies)).iter().map(|(_, b)| b.line()).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(lines(&bodies), "star a; star b");
        bodies.push(undo(&list(&bodies), 0));
        assert_eq!(lines(&bodies), "star b");
        bodies.push(undo(&list(&bodies), 2));
        assert_eq!(lines(&bodies), "star a; star b");
        bodies.push(undo(&list(&bodies), 3));
        assert_eq!(lines(&bodies), "star b");
    }
}
