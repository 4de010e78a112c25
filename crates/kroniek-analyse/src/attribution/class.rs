//! Classes of reporting words: what each says of its content before the content's own words are looked at.

use kroniek_lang::{Error, Pack, Row};
use kroniek_model::{Certainty, Polarity, Stance};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What a class of cues says of its content, and how it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) certainty: Certainty,
    pub(crate) polarity: Polarity,
    pub(crate) stance: Stance,
    pub(crate) negated: Negated,
    /// A clause of it says no more than who speaks; demands, promises, refusals and the like are happenings.
    pub(crate) plain: bool,
    /// Passes on what others tell.
    pub(crate) hearsay: bool,
    /// With words in the past it tells what was done, not what is planned.
    pub(crate) happened: bool,
    /// What is asked for may stand behind a marker, after the one it is asked of.
    pub(crate) request: bool,
    /// An infinitive of saying behind it is not said.
    pub(crate) refusal: bool,
    /// Looks like a cue and is none.
    pub(crate) skipped: bool,
}

/// What a negated cue makes of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Negated {
    /// It is certainly not so: "does not confirm that".
    Denied,
    /// It may or may not be so: "did not say that".
    Open,
    /// It is asked or demanded that it be not so.
    Kept,
}

/// Flat assertion, for a class the table does not know.
const FLAT: Class = Class {
    certainty: Certainty::Certain,
    polarity: Polarity::Positive,
    stance: Stance::Asserted,
    negated: Negated::Open,
    plain: false,
    hearsay: false,
    happened: false,
    request: false,
    refusal: false,
    skipped: false,
};

/// All classes, by id.
#[derive(Debug, Clone)]
pub(crate) struct Classes {
    by_id: FxHashMap<SmolStr, Class>,
    default: SmolStr,
    hearsay: SmolStr,
}

impl Classes {
    /// Reads `lang/common/lexicon/attribution/classes.tsv`.
    pub(crate) fn compile(common: &Pack) -> Result<Self, Error> {
        let mut all =
            Classes { by_id: FxHashMap::default(), default: SmolStr::default(), hearsay: SmolStr::default() };
        for row in common.table("attribution/classes").rows() {
            let id = SmolStr::new(row.key());
            let mut class = Class { negated: negated(row)?, ..FLAT };
            class.certainty = certainty(row)?;
            class.polarity = polarity(row)?;
            class.stance = stance(row)?;
            for word in row.get("use")?.split_whitespace() {
                match word {
                    "plain" => class.plain = true,
                    "default" => all.default = id.clone(),
                    "hearsay" => (class.hearsay, all.hearsay) = (true, id.clone()),
                    "happened" => class.happened = true,
                    "request" => class.request = true,
                    "refusal" => class.refusal = true,
                    "skipped" => class.skipped = true,
                    other => {
                        return Err(row.error(format!(
                            "use {other} found, plain, default, hearsay, happened, request, refusal or skipped expected"
                        )));
                    }
                }
            }
            all.by_id.insert(id, class);
        }
        Ok(all)
    }

    /// What a class says of its content; flat assertion for one the table does not know.
    pub(crate) fn get(&self, id: &str) -> Class {
        self.by_id.get(id).copied().unwrap_or(FLAT)
    }

    /// Whether there is such a class.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Of words that have a speaker and no cue.
    pub(crate) fn default(&self) -> SmolStr {
        self.default.clone()
    }

    /// Of what is told without saying by whom.
    pub(crate) fn hearsay(&self) -> SmolStr {
        self.hearsay.clone()
    }
}

fn certainty(row: Row) -> Result<Certainty, Error> {
    use Certainty::*;
    let code = row.get("certainty")?;
    let known = [Certain, Probable, Possible, Underspecified].into_iter().find(|c| c.code() == code);
    known.ok_or_else(|| {
        row.error(format!("certainty {code} found, certain, probable, possible or underspecified expected"))
    })
}

fn polarity(row: Row) -> Result<Polarity, Error> {
    use Polarity::*;
    let code = row.get("polarity")?;
    let known = [Positive, Negative, Underspecified].into_iter().find(|p| p.code() == code);
    known.ok_or_else(|| {
        row.error(format!("polarity {code} found, positive, negative or underspecified expected"))
    })
}

fn stance(row: Row) -> Result<Stance, Error> {
    use Stance::*;
    let code = row.get("stance")?;
    let all = [Asserted, Denied, Predicted, Planned, Doubted, Conditional, Asked, Demanded, Retracted];
    let known = all.into_iter().find(|s| s.code() == code);
    known.ok_or_else(|| {
        row.error(format!("stance {code} found, one of the stances of the wire contract expected"))
    })
}

fn negated(row: Row) -> Result<Negated, Error> {
    match row.get("negated")? {
        "denied" => Ok(Negated::Denied),
        "open" => Ok(Negated::Open),
        "kept" => Ok(Negated::Kept),
        other => Err(row.error(format!("negated {other} found, denied, open or kept expected"))),
    }
}
