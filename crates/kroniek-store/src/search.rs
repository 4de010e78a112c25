//! Searching what was said: words in any of their forms, phrases, and who, where, when, by whom, how.

use crate::{Archive, Error, IndexedStatement};
use rusqlite::types::Value;
use std::fmt::Write;

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Any of these forms or dictionary forms.
    Any(Vec<String>),
    /// These words, one after the other, as they stand.
    Phrase(String),
    /// No sentence with any of these.
    None(Vec<String>),
}

/// What is looked for; a field that is empty or `None` asks for nothing. Names and words are folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// All of these must fit.
    pub words: Vec<Word>,
    /// Part of the name of somebody or something that it is about.
    pub who: Option<String>,
    /// Part of the name of a place.
    pub place: Option<String>,
    /// Part of the name of who says it.
    pub source: Option<String>,
    /// Event class.
    pub event: Option<String>,
    /// Stance.
    pub stance: Option<String>,
    /// Language code.
    pub language: Option<String>,
    /// Part of the publisher's name.
    pub publisher: Option<String>,
    /// Not before this day (ISO): of what is spoken of, else of publication.
    pub from: Option<String>,
    /// Not after this day (ISO).
    pub to: Option<String>,
    /// At most so many sentences.
    pub limit: usize,
}

/// A sentence that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The report's id.
    pub report: String,
    /// Hash of the capture.
    pub hash: String,
    /// Title of the report.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Date of publication as EDTF.
    pub published: Option<String>,
    /// Language of the report.
    pub language: String,
    /// The report's text.
    pub text: String,
    /// First byte of the sentence in it.
    pub start: u32,
    /// Byte after its last.
    pub stop: u32,
    /// What it says, those statements that fit the filters.
    pub statements: Vec<IndexedStatement>,
}

impl Archive {
    /// The sentences that fit, best first; where several fit as well, the earlier report first.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn search(&self, query: &Query) -> Result<Vec<Hit>, Error> {
        self.find(query).map_err(|e| Error::sqlite(&self.path, e))
    }

    /// Reports whose sentences cannot be searched yet: read by an earlier release.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn unindexed(&self) -> Result<usize, Error> {
        let sql = "SELECT count(*) FROM capture WHERE number NOT IN (SELECT capture FROM sentence)";
        let count = self.db.query_row(sql, [], |row| row.get::<_, i64>(0));
        Ok(usize::try_from(count.map_err(|e| Error::sqlite(&self.path, e))?).unwrap_or(0))
    }

    fn find(&self, query: &Query) -> rusqlite::Result<Vec<Hit>> {
        let words = expression(&query.words);
        let mut args: Vec<Value> = Vec::new();
        let mut bind = |value: String| {
            args.push(Value::Text(value));
            args.len()
        };
        // What fits a statement, and what fits a report.
        let (mut of_statement, mut of_report) = (String::new(), String::new());
        let columns = [
            ("t.who_key", &query.who, true),
            ("t.place_key", &query.place, true),
            ("t.source_key", &query.source, true),
            ("t.event", &query.event, false),
            ("t.stance", &query.stance, false),
        ];
        for (column, value, part) in columns {
            if let Some(value) = value {
                let n = bind(value.clone());
                let test =
                    if part { format!("instr({column}, ?{n}) > 0") } else { format!("{column} = ?{n}") };
                let _ = write!(of_statement, " AND {test}");
            }
        }
        if let Some(language) = &query.language {
            let n = bind(language.clone());
            let _ = write!(of_report, " AND r.language = ?{n}");
        }
        if let Some(publisher) = &query.publisher {
            let n = bind(publisher.clone());
            let _ = write!(of_report, " AND instr(lower(coalesce(r.publisher, '')), ?{n}) > 0");
        }
        // A statement without a time of its own is of the report's.
        let mut of_time = String::new();
        if let Some(from) = &query.from {
            let n = bind(from.clone());
            let _ = write!(of_time, " AND coalesce(t.latest, r.latest) >= ?{n}");
        }
        if let Some(to) = &query.to {
            let n = bind(format!("{to}T23:59:59"));
            let _ = write!(of_time, " AND coalesce(t.earliest, r.earliest) <= ?{n}");
        }
        let joined = of_statement.is_empty() && of_time.is_empty();
        let any = if joined {
            String::new()
        } else {
            format!(
                " AND EXISTS (SELECT 1 FROM statement t WHERE t.sentence = s.number{of_statement}{of_time})"
            )
        };
        let (from, matched, order) = match &words {
            Some(words) => {
                let n = bind(words.clone());
                let from = "words w JOIN sentence s ON s.number = w.rowid";
                (from, format!("words MATCH ?{n}"), "bm25(words, 4.0, 3.0, 1.0), ")
            }
            None => ("sentence s", "1".to_owned(), ""),
        };
        let limit = if query.limit == 0 { i64::MAX } else { i64::try_from(query.limit).unwrap_or(i64::MAX) };
        let sql = format!(
            "SELECT s.number, r.id, c.hash, r.title, r.publisher, r.published, r.language, r.text, s.start, s.stop \
             FROM {from} JOIN report r ON r.capture = s.capture JOIN capture c ON c.number = s.capture \
             WHERE {matched}{of_report}{any} \
             ORDER BY {order}coalesce(r.earliest, '9999'), r.id, s.start LIMIT {limit}"
        );
        let of = format!(
            "SELECT t.start, t.stop, t.event, t.who, t.place, t.source, t.stance, t.certainty, t.polarity, t.earliest, \
             t.latest FROM statement t JOIN sentence s ON s.number = t.sentence JOIN report r ON r.capture = s.capture \
             WHERE t.sentence = ?{}{of_statement}{of_time} ORDER BY t.number",
            args.len() + 1
        );
        let mut found = self.db.prepare(&sql)?;
        let rows = found.query_map(rusqlite::params_from_iter(&args), |row| {
            let hit = Hit {
                report: row.get(1)?,
                hash: row.get(2)?,
                title: row.get(3)?,
                publisher: row.get(4)?,
                published: row.get(5)?,
                language: row.get(6)?,
                text: row.get(7)?,
                start: row.get(8)?,
                stop: row.get(9)?,
                statements: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, hit))
        })?;
        let mut statements = self.db.prepare(&of)?;
        rows.map(|row| {
            let (number, mut hit) = row?;
            let all = args.iter().cloned().chain([Value::Integer(number)]);
            let of_hit = statements.query_map(rusqlite::params_from_iter(all), |row| {
                Ok(IndexedStatement {
                    start: row.get(0)?,
                    stop: row.get(1)?,
                    event: row.get(2)?,
                    who: row.get(3)?,
                    place: row.get(4)?,
                    source: row.get(5)?,
                    stance: row.get(6)?,
                    certainty: row.get(7)?,
                    polarity: row.get(8)?,
                    earliest: row.get(9)?,
                    latest: row.get(10)?,
                    keys: Default::default(),
                })
            })?;
            hit.statements = of_hit.collect::<rusqlite::Result<_>>()?;
            Ok(hit)
        })
        .collect()
    }
}

/// The expression of FTS5 for the words; `None` when nothing but exclusions, or nothing at all, is asked.
fn expression(words: &[Word]) -> Option<String> {
    // In double quotes nothing is an operator; a quote within is doubled.
    let quoted = |w: &str| format!("\"{}\"", w.replace('"', "\"\""));
    let any =
        |all: &[String]| format!("({})", all.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(" OR "));
    let mut wanted = Vec::new();
    let mut unwanted = Vec::new();
    for word in words {
        match word {
            Word::Any(all) if !all.is_empty() => wanted.push(any(all)),
            Word::Phrase(phrase) if !phrase.trim().is_empty() => {
                wanted.push(format!("form : {}", quoted(phrase)))
            }
            Word::None(all) if !all.is_empty() => unwanted.push(any(all)),
            _ => {}
        }
    }
    if wanted.is_empty() {
        return None;
    }
    let mut out = format!("({})", wanted.join(" AND "));
    for not in unwanted {
        let _ = write!(out, " NOT {not}");
    }
    Some(out)
}
