//! Who says what: source, cue and content (PARC, PolNeAR), and how sure the source is (FactBank).

use crate::{LocalEntity, Span, Text};
use smol_str::SmolStr;

/// One thing that a report says somebody says, writes or believes.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Who says it; `None` for hearsay and passives without a speaker.
    pub source: Option<SourceMention>,
    /// Who probably says it, where the words do not tell. Shown as inferred, never as fact.
    pub inferred_source: Option<SourceMention>,
    /// The words that mark the report; `None` when quotation marks alone carry it.
    pub cue: Option<Cue>,
    /// What is said, without outer quotation marks, cue clause or "dat"; in text order.
    pub content: Vec<Span<Text>>,
    /// Between quotation marks, in the reporter's words, or both.
    pub quote_type: QuoteType,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Whether the source affirms or denies the content.
    pub polarity: Polarity,
    /// What the source does by saying it.
    pub stance: Stance,
    /// Sources from the nearest to the reader inwards ("Reuters", "SDF sources"); empty for a single source.
    pub chain: Vec<SourceMention>,
    /// The rule that found it.
    pub rule: SmolStr,
}

/// The words for a source, and whom they stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceMention {
    /// The noun phrase or pronoun.
    pub span: Span<Text>,
    /// Whom it stands for, where that is known.
    pub entity: Option<LocalEntity>,
    /// What kind of source.
    pub kind: SourceKind,
}

/// What kind of source speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// A person with a name.
    NamedPerson,
    /// An organisation, government, army.
    Organisation,
    /// A letter, study, law, poll.
    Document,
    /// A paper, agency, broadcaster or reporter.
    Medium,
    /// "a spokesman", "officials".
    UnnamedOfficial,
    /// "sources", someone who asks not to be named.
    Anonymous,
    /// "residents", "critics", "analysts".
    Collective,
    /// Cannot be told.
    Unknown,
}

impl SourceKind {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            SourceKind::NamedPerson => "named_person",
            SourceKind::Organisation => "organisation",
            SourceKind::Document => "document",
            SourceKind::Medium => "medium",
            SourceKind::UnnamedOfficial => "unnamed_official",
            SourceKind::Anonymous => "anonymous",
            SourceKind::Collective => "collective",
            SourceKind::Unknown => "unknown",
        }
    }
}

/// The reporting words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Where: the finite verb, or the whole of a contiguous cue.
    pub span: Span<Text>,
    /// Class of the cue in the pack (`say`, `deny`, `predict`, `hearsay`, …).
    pub class: SmolStr,
}

/// How the content is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteType {
    /// All between quotation marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// In the reporter's words with a quoted part.
    Mixed,
}

impl QuoteType {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            QuoteType::Direct => "direct",
            QuoteType::Indirect => "indirect",
            QuoteType::Mixed => "mixed",
        }
    }
}

/// How certain something is held to be (FactBank: CT, PR, PS, U).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Certainty {
    /// Stated flatly.
    #[default]
    Certain,
    /// "waarschijnlijk", "expected", hearsay.
    Probable,
    /// "mogelijk", "may".
    Possible,
    /// The words leave it open: questions, conditions, refusals.
    Underspecified,
}

impl Certainty {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Probable => "probable",
            Certainty::Possible => "possible",
            Certainty::Underspecified => "underspecified",
        }
    }
}

/// Whether something is affirmed or negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Polarity {
    /// Affirmed.
    #[default]
    Positive,
    /// Negated or denied.
    Negative,
    /// Left open.
    Underspecified,
}

impl Polarity {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Polarity::Positive => "positive",
            Polarity::Negative => "negative",
            Polarity::Underspecified => "underspecified",
        }
    }
}

/// What the speaker does with the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Stance {
    /// Says that it is so.
    #[default]
    Asserted,
    /// Says that it is not so, or does not confirm it.
    Denied,
    /// Says that it will be so.
    Predicted,
    /// Says that they will do it.
    Planned,
    /// Leaves it open, refuses to say.
    Doubted,
    /// Says it on a condition.
    Conditional,
    /// Asks for it.
    Asked,
    /// Orders or demands it.
    Demanded,
    /// Takes it back.
    Retracted,
}

impl Stance {
    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Stance::Asserted => "asserted",
            Stance::Denied => "denied",
            Stance::Predicted => "predicted",
            Stance::Planned => "planned",
            Stance::Doubted => "doubted",
            Stance::Conditional => "conditional",
            Stance::Asked => "asked",
            Stance::Demanded => "demanded",
            Stance::Retracted => "retracted",
        }
    }
}
