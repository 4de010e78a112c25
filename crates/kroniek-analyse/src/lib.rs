//! From report to analysis, layer by layer. Pure: no file, clock, environment or network; it cannot fail.
//!
//! Each layer is a module with a `Rules` type compiled once from the packs, and reads what the layers before it
//! wrote into the [`Analysis`]: [`word`] (sentences and words) → [`name`] → [`time`] → [`quantity`] →
//! [`attribution`] → [`statement`].

pub mod attribution;
pub mod certainty;
pub mod name;
pub mod quantity;
pub mod statement;
pub mod time;
pub mod word;

use kroniek_lang::{Error, Packs};
use kroniek_model::{Analysis, Message, Notice, Report};
use std::collections::BTreeMap;

/// All layers of all languages, compiled from the packs.
pub struct Analyser {
    languages: BTreeMap<String, Layers>,
}

/// How deep an analysis goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Words, times and figures: what a timeline of dated reports needs.
    Times,
    /// Names beside these: what stories are told apart by.
    Names,
    /// Every layer.
    Statements,
}

struct Layers {
    words: word::Rules,
    names: name::Rules,
    times: time::Rules,
    quantities: quantity::Rules,
    attributions: attribution::Rules,
    statements: statement::Rules,
}

impl Analyser {
    /// Compiles every language of the packs.
    ///
    /// # Errors
    /// If a rule or table is not well formed; the message names file and line.
    pub fn new(packs: &Packs) -> Result<Self, Error> {
        let mut languages = BTreeMap::new();
        for pack in packs.languages() {
            let common = packs.common();
            let layers = Layers {
                words: word::Rules::compile(common, pack)?,
                names: name::Rules::compile(common, pack)?,
                times: time::Rules::compile(common, pack)?,
                quantities: quantity::Rules::compile(common, pack)?,
                attributions: attribution::Rules::compile(common, pack)?,
                statements: statement::Rules::compile(common, pack)?,
            };
            languages.insert(pack.code().to_owned(), layers);
        }
        Ok(Analyser { languages })
    }

    /// Analyses one report. A report in a language without a pack comes back with a notice and no layers.
    pub fn analyse(&self, report: Report) -> Analysis {
        self.analyse_to(report, Depth::Statements)
    }

    /// Analyses one report no deeper than is asked; the lists of the layers left out stay empty.
    pub fn analyse_to(&self, report: Report, depth: Depth) -> Analysis {
        let mut a = Analysis::new(report);
        let Some(layers) = self.languages.get(a.report.language.as_str()) else {
            let message =
                Message::new("analyse.unsupported-language").with("language", a.report.language.as_str());
            a.notices.push(Notice { message, span: None });
            return a;
        };
        layers.words.read(&mut a);
        if depth == Depth::Times {
            layers.times.find(&mut a);
            layers.quantities.find(&mut a);
            return a;
        }
        layers.names.find(&mut a);
        layers.times.find(&mut a);
        layers.quantities.find(&mut a);
        if depth == Depth::Names {
            return a;
        }
        layers.attributions.find(&mut a);
        layers.statements.find(&mut a);
        a
    }
}

/// What the tests of the layers share.
#[cfg(test)]
mod testing {
    use super::Analyser;
    use kroniek_lang::Packs;
    use kroniek_model::{Analysis, Published, Region, RegionKind, Report, Span};
    use std::sync::LazyLock;

    pub(crate) static PACKS: LazyLock<Packs> =
        LazyLock::new(|| Packs::embedded(kroniek_packs::FILES).unwrap());
    static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| Analyser::new(&PACKS).unwrap());

    /// A text analysed as the body of a report without a date.
    pub(crate) fn analyse(language: &str, text: &str) -> Analysis {
        let span = Span::at(0..text.len());
        ANALYSER.analyse(Report {
            id: "t".into(),
            path: None,
            capture: "".into(),
            language: language.into(),
            title: None,
            byline: vec![],
            credits: vec![],
            publisher: None,
            url: None,
            published: Published::unknown(),
            manner: kroniek_model::Manner::Report,
            modified: None,
            section: None,
            zone: "UTC".into(),
            text: text.to_owned(),
            regions: vec![Region { span, kind: RegionKind::Body }],
            map: None,
            notices: vec![],
        })
    }
}
