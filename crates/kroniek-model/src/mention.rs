//! Names in a text, and who or what they stand for within that report.

use crate::{Span, Text};
use smol_str::SmolStr;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, army, party, ministry, paper, agency.
    Organisation,
    /// A country, town, river, street, building.
    Place,
    /// A nationality, language, event, work, product, law.
    Other,
}

impl EntityKind {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
            EntityKind::Other => "other",
        }
    }
}

/// Number of an entity within one report; index into [`crate::Analysis::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalEntity(pub u32);

/// One name in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where; without article, title or possessive ending.
    pub span: Span<Text>,
    /// What kind of name, here.
    pub kind: EntityKind,
    /// Who or what it stands for.
    pub entity: LocalEntity,
}

/// Who or what a report speaks of under one or more names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEntity {
    /// Its fullest name in the report.
    pub canonical: String,
    /// What kind.
    pub kind: EntityKind,
    /// The distinct spellings, first seen first.
    pub variants: Vec<String>,
    /// Concept id from the packs (a country, an agency) where the name is known; joins languages.
    pub concept: Option<SmolStr>,
    /// Role or title beside the name (`president`, `woordvoerder`), lower case, where the text gives one.
    pub role: Option<String>,
}
