//! From many analyses to origins, stories, entities, claim groups, relations and report dates.
//!
//! Pure: digests and packs in, [`Linked`] out. Digests are put in canonical order first, so the order in which
//! reports arrive never shows. The stages, each in a module of its own:
//!
//! [`origin`] (copies and where text begins) → [`story`] (which reports belong together) → [`entity`] (one identity
//! for all spellings) → [`date`] (dates of reports that do not state them) → [`claim`] (groups, relations, figures,
//! predictions).

mod as_of;
pub mod claim;
pub mod date;
pub mod digest;
pub mod entity;
mod event;
pub mod origin;
mod skeleton;
pub mod story;
pub mod timeline;
mod vector;

pub use as_of::AsOf;
pub use digest::Digest;
use kroniek_lang::{Error, Packs};
use kroniek_model::Linked;

/// All linking rules, compiled from the packs.
pub struct Linker {
    origins: origin::Rules,
    stories: story::Rules,
    entities: entity::Rules,
    dates: date::Rules,
    claims: claim::Rules,
    decisions: story::Decisions,
}

impl Linker {
    /// Compiles the rules.
    ///
    /// # Errors
    /// If a rule or table is not well formed.
    pub fn new(packs: &Packs) -> Result<Self, Error> {
        Ok(Linker {
            origins: origin::Rules::compile(packs)?,
            stories: story::Rules::compile(packs)?,
            entities: entity::Rules::compile(packs)?,
            dates: date::Rules::compile(packs)?,
            claims: claim::Rules::compile(packs)?,
            decisions: story::Decisions::default(),
        })
    }

    /// The same rules with what a person decided on stories: it holds in all that is linked.
    pub fn deciding(self, decisions: story::Decisions) -> Self {
        Linker { decisions, ..self }
    }

    /// Stories that reports can be added to: the same as those of all reports at once.
    pub fn growing(&self, decisions: story::Decisions) -> story::Growing<'_> {
        self.stories.growing(decisions)
    }

    /// Origins and stories only, without entities, dates and claims: reports come back sorted by id.
    pub fn stories(&self, digests: impl IntoIterator<Item = Digest>) -> Linked {
        self.stories_by(digests, &self.decisions)
    }

    /// [`Linker::stories`] with what a person decided on them.
    pub fn stories_by(
        &self,
        digests: impl IntoIterator<Item = Digest>,
        decisions: &story::Decisions,
    ) -> Linked {
        let digests = in_order(digests);
        let mut linked = Linked::default();
        self.origins.find(&digests, &mut linked);
        self.stories.find(&digests, decisions, &mut linked);
        linked
    }

    /// Solves the dates of reports that do not state them, and the times that hang on them; what a timeline needs.
    /// Digests come back sorted by id.
    pub fn dated(&self, digests: impl IntoIterator<Item = Digest>) -> Vec<Digest> {
        let mut digests = in_order(digests);
        if digests.iter().any(|d| timeline::day_of(&d.published).is_none()) {
            let mut linked = Linked::default();
            self.origins.find(&digests, &mut linked);
            self.stories.find(&digests, &self.decisions, &mut linked);
            self.entities.find(&digests, &mut linked);
            self.dates.solve(&mut digests, &mut linked);
        }
        digests
    }

    /// Links reports. The result does not depend on their order.
    pub fn link(&self, digests: impl IntoIterator<Item = Digest>) -> Linked {
        let mut digests = in_order(digests);
        let mut linked = Linked::default();
        self.origins.find(&digests, &mut linked);
        self.stories.find(&digests, &self.decisions, &mut linked);
        self.entities.find(&digests, &mut linked);
        self.dates.solve(&mut digests, &mut linked);
        self.claims.find(&self.origins, &digests, &mut linked);
        linked
    }
}

/// Canonical order: by id.
fn in_order(digests: impl IntoIterator<Item = Digest>) -> Vec<Digest> {
    let mut digests: Vec<Digest> = digests.into_iter().collect();
    digests.sort_by(|a, b| a.id.cmp(&b.id));
    digests
}
