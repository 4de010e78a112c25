//! An attribution in the making, still in items of one unit.

use super::unit::{Item, Report};
use kroniek_model::{Span, Text};
use smol_str::SmolStr;
use std::ops::Range;

/// The shapes of sentence that the layer knows. A language turns each on with a rule of its own
/// (`rules/attribution/*.toml`), which also gives the id that appears in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Family {
    /// "…", said X.
    QuoteCueSource,
    /// "…", X said.
    QuoteSourceCue,
    /// …, X said.
    ClauseSourceCue,
    /// …, zegt X.
    ClauseCueSource,
    /// X said: "…"
    SourceCueQuote,
    /// X said that …
    SourceCueClause,
    /// Gisteren zei X dat …
    CueSourceClause,
    /// X promised to …
    SourceCueInfinitive,
    /// X announced the …
    SourceCueNoun,
    /// …, saying that …
    Participle,
    /// It was announced that …
    PassiveClause,
    /// X is expected to …
    PassiveInfinitive,
    /// According to X, …
    According,
    /// …, aldus X.
    Closing,
    /// Reportedly, …
    HearsayPhrase,
    /// X zou … hebben.
    HearsayModal,
    /// Het is bekend dat …
    Impersonal,
    /// reports that …
    NounClause,
    /// X declined to say …
    Refusal,
    /// A quotation alone continues the last source.
    Floating,
    /// SPEAKER: …
    Speaker,
    /// Dat zegt X: the sentence before is the content.
    Previous,
    /// "X declares …": a quotation that says itself whose words it is.
    Declaration,
    /// …, who said that …: the noun phrase before the pronoun is the source.
    Antecedent,
}

impl Family {
    const ALL: [(Family, &'static str); 24] = [
        (Family::QuoteCueSource, "quote-cue-source"),
        (Family::QuoteSourceCue, "quote-source-cue"),
        (Family::ClauseSourceCue, "clause-source-cue"),
        (Family::ClauseCueSource, "clause-cue-source"),
        (Family::SourceCueQuote, "source-cue-quote"),
        (Family::SourceCueClause, "source-cue-clause"),
        (Family::CueSourceClause, "cue-source-clause"),
        (Family::SourceCueInfinitive, "source-cue-infinitive"),
        (Family::SourceCueNoun, "source-cue-noun"),
        (Family::Participle, "participle"),
        (Family::PassiveClause, "passive-clause"),
        (Family::PassiveInfinitive, "passive-infinitive"),
        (Family::According, "according"),
        (Family::Closing, "closing"),
        (Family::HearsayPhrase, "hearsay-phrase"),
        (Family::HearsayModal, "hearsay-modal"),
        (Family::Impersonal, "impersonal"),
        (Family::NounClause, "noun-clause"),
        (Family::Refusal, "refusal"),
        (Family::Floating, "floating"),
        (Family::Speaker, "speaker"),
        (Family::Previous, "previous"),
        (Family::Declaration, "declaration"),
        (Family::Antecedent, "antecedent"),
    ];

    /// How many families there are.
    pub(super) const COUNT: usize = Family::ALL.len();

    /// The family of its name in a rule file.
    pub(super) fn from_code(code: &str) -> Option<Family> {
        Family::ALL.iter().find(|(_, c)| *c == code).map(|&(f, _)| f)
    }
}

/// An attribution before it is rated and its source is looked up.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) family: Family,
    pub(super) unit: u32,
    pub(super) source: Option<Span<Text>>,
    pub(super) cue: Option<Span<Text>>,
    pub(super) class: SmolStr,
    /// Whether the cue itself is negated ("did not confirm").
    pub(super) negated: bool,
    /// A medium between the source and the reader ("told AFP").
    pub(super) nearer: Option<Span<Text>>,
    /// Whom the source leans on ("citing two officials").
    pub(super) deeper: Option<Span<Text>>,
    /// Whether the subject only heard it from somebody ("was told by X").
    pub(super) relayed: bool,
    /// Whether the source is whoever spoke last.
    pub(super) last: bool,
    pub(super) content: Vec<Span<Text>>,
}

impl Draft {
    /// A draft of a cue class with its content, that nothing else is known of yet.
    pub(super) fn new(family: Family, unit: u32, class: SmolStr, content: Vec<Span<Text>>) -> Self {
        Draft {
            family,
            unit,
            source: None,
            cue: None,
            class,
            negated: false,
            nearer: None,
            deeper: None,
            relayed: false,
            last: false,
            content,
        }
    }
}

impl Report<'_> {
    /// The words of some items as content: without punctuation, conjunction marks and outer quotation marks at the
    /// borders. Pushes nothing when no word is left.
    pub(super) fn push_content(&self, u: &[Item], range: Range<usize>, out: &mut Vec<Span<Text>>) {
        let (mut from, mut to) = (range.start, range.end.min(u.len()));
        let edge = |x: &Item| {
            x.quote.is_none()
                && x.mark != '\0'
                && !matches!(x.mark, '$' | '€' | '£' | '%' | '(' | ')' | '[' | ']')
        };
        while from < to && edge(&u[from]) {
            from += 1;
        }
        while from < to && edge(&u[to - 1]) {
            to -= 1;
        }
        if from >= to {
            return;
        }
        let span = match u[from].quote {
            Some(q) if to == from + 1 => Some(self.quotations[q as usize].inner),
            _ => self.span(&u[from..to]),
        };
        // A quotation whose end is missing ends with the paragraph: its last mark is not content.
        if let Some(span) = span.filter(|s| !s.is_empty()) {
            out.push(span);
        }
    }
}
