//! What linking makes of many analyses: stories, entities, origins, claim groups, relations, report dates.

use crate::{
    Certainty, EntityKind, Interval, LocalEntity, Message, Modifier, Polarity, Published, RegionKind,
    SourceKind, Span, Stance, Tense, Text, When,
};
use smol_str::SmolStr;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The number as a list index.
            pub const fn at(self) -> usize { self.0 as usize }
        }
    )*};
}
index! {
    /// Index into [`Linked::reports`].
    ReportIx,
    /// Index into [`Linked::entities`].
    EntityIx,
    /// Index into [`Linked::origins`].
    OriginIx,
    /// Index into [`Linked::statements`].
    StatementIx,
}

/// Everything that linking found, in canonical order: reports by id, statements by report and place in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Linked {
    /// The reports.
    pub reports: Vec<LinkedReport>,
    /// Who and what they speak of.
    pub entities: Vec<Entity>,
    /// By report and by [`LocalEntity`]: which of `entities` it is. Ask with [`Linked::entity_of`].
    pub identities: Vec<Vec<EntityIx>>,
    /// Where statements begin.
    pub origins: Vec<Origin>,
    /// What is said.
    pub statements: Vec<LinkedStatement>,
    /// Statements about the same thing.
    pub groups: Vec<ClaimGroup>,
    /// How statements stand to one another.
    pub relations: Vec<Relation>,
    /// One quantity through successive reports.
    pub figures: Vec<FigureSeries>,
    /// Predictions and plans with their outcome.
    pub predictions: Vec<Prediction>,
    /// Stories.
    pub stories: Vec<Story>,
    /// Passages that one report took over from another, sorted by `to`, then `from`.
    pub copies: Vec<Copied>,
}

impl Linked {
    /// Who or what a report's own entity is across reports; `None` for a report or entity that was not linked.
    pub fn entity_of(&self, report: ReportIx, local: LocalEntity) -> Option<EntityIx> {
        self.identities.get(report.at())?.get(local.0 as usize).copied()
    }
}

/// Words of a report that carry a statement, a figure or an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// In which report.
    pub report: ReportIx,
    /// Where in its text.
    pub span: Span<Text>,
}

/// A report with what only the other reports could tell.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedReport {
    /// The report's id.
    pub id: SmolStr,
    /// Its date, solved across reports.
    pub published: Published,
    /// Index into [`Linked::stories`].
    pub story: u32,
    /// Where most of its text begins.
    pub origin: OriginIx,
    /// How much of it was found in no earlier report: per cent of the words outside quotation marks.
    pub own_percent: u8,
}

/// A sentence that one report took over from another, word for word or nearly so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copied {
    /// The sentence of the copy.
    pub to: Evidence,
    /// The sentence it goes back to: in the earlier report, or the one with the credit.
    pub from: Evidence,
    /// How it was taken over.
    pub kind: CopyKind,
    /// Words of `from` that the copy lacks or has replaced; neighbours joined, in text order. A dropped hedge or an
    /// old figure is here.
    pub dropped: Vec<Span<Text>>,
    /// Words of the copy that `from` lacks, likewise.
    pub added: Vec<Span<Text>>,
}

/// How a sentence was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyKind {
    /// Word for word.
    Exact,
    /// With words dropped, added or replaced.
    Edited,
    /// In another language; `dropped` and `added` hold the figures that differ.
    Translated,
}

/// Reports about the same running event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Id made from its reports.
    pub id: SmolStr,
    /// A headline chosen from its reports, never generated; `None` when none has a title.
    pub title: Option<String>,
    /// Names that most of its reports have, the commonest first; a few at most.
    pub names: Vec<String>,
    /// Its reports.
    pub reports: Vec<ReportIx>,
    /// Bursts of reports with silence between them, in order of time; empty when it has only one.
    pub chapters: Vec<Chapter>,
}

/// A stretch of a long-running story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// A headline chosen from its reports.
    pub title: Option<String>,
    /// Its reports. Those without a date belong to the story alone.
    pub reports: Vec<ReportIx>,
}

/// Who or what, across reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Id made from its name and reports.
    pub id: SmolStr,
    /// The fullest or most used name.
    pub canonical: String,
    /// What kind.
    pub kind: EntityKind,
    /// Every spelling with the reports that use it.
    pub variants: Vec<(String, Vec<ReportIx>)>,
    /// Why the spellings were taken together, one message a join.
    pub reasons: Vec<Message>,
    /// Where it lies, for known places.
    pub place: Option<Place>,
    /// For a place whose name several have and nothing decides: where it may lie, the largest first.
    pub candidates: Vec<Place>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Honest precision: the place lies within this many metres of the point.
    pub radius_m: u32,
    /// ISO 3166 code of the country; `None` for what lies in several.
    pub country: Option<SmolStr>,
}

/// The independent beginning of a statement. Copies count once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Id made from kind and label.
    pub id: SmolStr,
    /// What kind.
    pub kind: OriginKind,
    /// Name to show: `Reuters`, `Mustafa Bali`, the outlet.
    pub label: String,
}

/// What kind of origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginKind {
    /// An agency's wire.
    Wire,
    /// Somebody who speaks for an organisation.
    Spokesperson,
    /// A person with a name.
    Person,
    /// An organisation.
    Organisation,
    /// A document.
    Document,
    /// The outlet's own reporting.
    Outlet,
    /// Not known.
    Unknown,
}

impl OriginKind {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            OriginKind::Wire => "wire",
            OriginKind::Spokesperson => "spokesperson",
            OriginKind::Person => "person",
            OriginKind::Organisation => "organisation",
            OriginKind::Document => "document",
            OriginKind::Outlet => "outlet",
            OriginKind::Unknown => "unknown",
        }
    }
}

/// A statement placed among those of all reports.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedStatement {
    /// Id made from the report and the words.
    pub id: SmolStr,
    /// Its words.
    pub evidence: Evidence,
    /// The whole sentence that it stands in.
    pub sentence: Span<Text>,
    /// What part of the report it stands in.
    pub region: RegionKind,
    /// Event class, or the predicate's dictionary form in quotation marks where no class fits.
    pub event: SmolStr,
    /// Who takes part, with role.
    pub who: Vec<(SmolStr, EntityIx)>,
    /// Where it happened.
    pub place: Option<EntityIx>,
    /// When it happened, as far as its sentence tells; `None` when that gives no time. Never filled in from the
    /// report's date.
    pub when: Option<When>,
    /// Whether it lies ahead, seen from the report.
    pub tense: Tense,
    /// Its figures.
    pub quantities: Vec<LinkedQuantity>,
    /// On whose word, from the nearest to the reader inwards; empty in the reporter's own words.
    pub sources: Vec<LinkedSource>,
    /// What the source does by saying it.
    pub stance: Stance,
    /// How sure.
    pub certainty: Certainty,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Origins, from the wire to the spokesperson behind it.
    pub origins: Vec<OriginIx>,
}

/// A figure of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedQuantity {
    /// Its words.
    pub span: Span<Text>,
    /// The number as stated; the lower end of a range.
    pub low: f64,
    /// The upper end of a stated range.
    pub high: Option<f64>,
    /// Its bound.
    pub modifier: Modifier,
    /// The values that the words allow.
    pub interval: Interval,
    /// Its unit.
    pub unit: SmolStr,
    /// What is counted, as written.
    pub counted: Option<String>,
}

/// Somebody on whose word a statement is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedSource {
    /// The words for the source.
    pub span: Span<Text>,
    /// Whom they stand for.
    pub entity: Option<EntityIx>,
    /// What kind of source.
    pub kind: SourceKind,
    /// Inferred, not stated.
    pub inferred: bool,
}

/// Statements, from any report, that speak about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimGroup {
    /// Id made from its statements.
    pub id: SmolStr,
    /// Words of one of its statements, to show.
    pub label: Evidence,
    /// Its statements.
    pub statements: Vec<StatementIx>,
}

/// How one statement stands to another. Read "`from` name `to`".
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Which relation.
    pub name: RelationName,
    /// The later, derived or more precise statement (`grew-to`, `fell-to`: the earlier one).
    pub from: StatementIx,
    /// The other.
    pub to: StatementIx,
    /// Which figures of the two, as indices into [`LinkedStatement::quantities`]; `None` where it is not about figures.
    pub figures: Option<(u32, u32)>,
    /// What differs, for conflicts (`figure`, `polarity`, `who`, `where`, `when`, `cause`), and where a copy or a
    /// repetition drops the hedge (`certainty`) or the source (`source`); `None` elsewhere.
    pub kind: Option<SmolStr>,
    /// Why, worded by the packs.
    pub reason: Message,
    /// The rule that drew it.
    pub rule: SmolStr,
}

macro_rules! relations {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// The closed vocabulary of relations.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RelationName { $($(#[$doc])* $name),* }
        impl RelationName {
            /// All of them.
            pub const ALL: &'static [RelationName] = &[$(RelationName::$name),*];
            /// The name on the wire.
            pub const fn code(self) -> &'static str { match self { $(RelationName::$name => $code),* } }
        }
    };
}
relations! {
    /// Says the same, from the same origin.
    Same = "same",
    /// Says the same, from another origin.
    Corroborates = "corroborates",
    /// Is more precise, and compatible.
    Refines = "refines",
    /// One figure's interval lies in the other's.
    Within = "within",
    /// The same quantity, larger at a later time.
    GrewTo = "grew-to",
    /// The same quantity, smaller at a later time.
    FellTo = "fell-to",
    /// The same quantity or state, overtaken.
    Supersedes = "supersedes",
    /// Cannot both hold.
    Conflicts = "conflicts",
    /// Says that it is not so.
    Denies = "denies",
    /// Says that it is so indeed, with more certainty or a better source.
    Confirms = "confirms",
    /// Replaces what was said before, expressly.
    Corrects = "corrects",
    /// Takes back.
    Withdraws = "withdraws",
    /// Brings back what was withdrawn.
    Reinstates = "reinstates",
    /// Shows that a prediction came true in time.
    Fulfils = "fulfils",
    /// Shows that a prediction did not come true in time.
    Fails = "fails",
    /// Was copied from.
    Copies = "copies",
    /// Cannot be held against each other.
    NotComparable = "not-comparable",
}

/// One quantity through successive reports, as linking grouped it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSeries {
    /// Id made from its entries.
    pub id: SmolStr,
    /// What is the matter with what is counted (`die`, `missing`, `burn`): a state of the packs' inventory; `None`
    /// where no state fits.
    pub state: Option<SmolStr>,
    /// The time of the older event that it is about; `None` for the story's own.
    pub scope: Option<String>,
    /// By as-of time.
    pub entries: Vec<SeriesEntry>,
}

/// One figure of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesEntry {
    /// The statement.
    pub statement: StatementIx,
    /// Which of its figures: index into [`LinkedStatement::quantities`].
    pub figure: u32,
    /// The time that the figure holds for: the report's, or an earlier one that the words name. `None` when unknown.
    pub as_of: Option<When>,
}

/// A prediction or plan and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The statement that predicts.
    pub statement: StatementIx,
    /// When it should have come true; `None` when no term is named.
    pub due: Option<When>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a prediction. Absence of news never makes one fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// No report shows an outcome.
    Open,
    /// A report shows that it came true in time.
    Fulfils(StatementIx),
    /// A report shows that it did not, or too late.
    Fails(StatementIx),
}
