//! What analysis makes of one report.

use crate::{
    Attribution, Clause, Mention, Notice, Quantity, Report, ReportEntity, Sentence, Span, Statement, Text,
    TimeExpression, Token,
};

/// A report with every layer that was found in it. Each list is in text order.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The report itself.
    pub report: Report,
    /// Sentences of the prose regions.
    pub sentences: Vec<Sentence>,
    /// Words of the sentences.
    pub tokens: Vec<Token>,
    /// Clauses of the sentences, by start; the outer one first.
    pub clauses: Vec<Clause>,
    /// Names; they do not overlap.
    pub mentions: Vec<Mention>,
    /// Whom the names stand for.
    pub entities: Vec<ReportEntity>,
    /// Pronouns and role nouns that stand for one of the entities ("hij", "de minister").
    pub references: Vec<Mention>,
    /// Nouns for persons ("woordvoerder"), whether or not it is known whom they stand for.
    pub role_nouns: Vec<Span<Text>>,
    /// Time expressions; they do not overlap.
    pub times: Vec<TimeExpression>,
    /// Figures; they do not overlap.
    pub quantities: Vec<Quantity>,
    /// Who says what; attributions may lie in one another.
    pub attributions: Vec<Attribution>,
    /// What is said, clause by clause.
    pub statements: Vec<Statement>,
    /// What was odd.
    pub notices: Vec<Notice>,
}

impl Analysis {
    /// The sentences that yielded no statement, in text order: what these layers did not understand, or had no need to.
    pub fn silent(&self) -> impl Iterator<Item = &Sentence> {
        let mut said = vec![false; self.sentences.len()];
        for statement in &self.statements {
            if let Some(slot) = said.get_mut(statement.sentence as usize) {
                *slot = true;
            }
        }
        self.sentences.iter().zip(said).filter(|(_, said)| !said).map(|(s, _)| s)
    }

    /// A report in which no layer has looked yet; the notices are those of its reading.
    pub fn new(report: Report) -> Self {
        Analysis {
            notices: report.notices.clone(),
            report,
            sentences: Vec::new(),
            tokens: Vec::new(),
            clauses: Vec::new(),
            mentions: Vec::new(),
            entities: Vec::new(),
            references: Vec::new(),
            role_nouns: Vec::new(),
            times: Vec::new(),
            quantities: Vec::new(),
            attributions: Vec::new(),
            statements: Vec::new(),
        }
    }
}
