//! What is searched: the sentences of a report with their words, and what they say.

use rusqlite::{Connection, params};

/// The searchable side of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// Its sentences in text order.
    pub sentences: Vec<IndexedSentence>,
}

/// A sentence. Bounds are bytes of the report's text, half-open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexedSentence {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub stop: u32,
    /// Its words as they stand.
    pub form: String,
    /// Their dictionary forms, in the same order.
    pub lemma: String,
    /// Parts of its compounds, other names of those it names, its event classes.
    pub more: String,
    /// What it says.
    pub statements: Vec<IndexedStatement>,
}

/// One thing that a sentence says. Several names are divided by `|`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexedStatement {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub stop: u32,
    /// Event class.
    pub event: Option<String>,
    /// Whom it is about.
    pub who: String,
    /// Where.
    pub place: String,
    /// Who says it; empty in the report's own words.
    pub source: String,
    /// `who`, `place` and `source` folded: what a search compares with.
    pub keys: [String; 3],
    /// What the source does by saying it.
    pub stance: String,
    /// How sure.
    pub certainty: String,
    /// Affirmed or negated.
    pub polarity: String,
    /// First moment that it speaks of.
    pub earliest: Option<String>,
    /// Last moment.
    pub latest: Option<String>,
}

/// Takes a capture's sentences out.
pub(crate) fn remove(db: &Connection, capture: i64) -> rusqlite::Result<()> {
    let of = "(SELECT number FROM sentence WHERE capture = ?1)";
    db.prepare_cached(&format!("DELETE FROM words WHERE rowid IN {of}"))?.execute([capture])?;
    db.prepare_cached(&format!("DELETE FROM statement WHERE sentence IN {of}"))?.execute([capture])?;
    db.prepare_cached("DELETE FROM sentence WHERE capture = ?1")?.execute([capture])?;
    Ok(())
}

/// Puts a capture's sentences in the place of those that were there.
pub(crate) fn replace(db: &Connection, capture: i64, index: &Index) -> rusqlite::Result<()> {
    remove(db, capture)?;
    for s in &index.sentences {
        db.prepare_cached("INSERT INTO sentence (capture, start, stop) VALUES (?1, ?2, ?3)")?
            .execute(params![capture, s.start, s.stop])?;
        let number = db.last_insert_rowid();
        db.prepare_cached("INSERT INTO words (rowid, form, lemma, more) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![number, s.form, s.lemma, s.more])?;
        for t in &s.statements {
            db.prepare_cached(
                "INSERT INTO statement (sentence, start, stop, event, who, place, source, stance, certainty, polarity, \
                 earliest, latest, who_key, place_key, source_key) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                number, t.start, t.stop, t.event, t.who, t.place, t.source, t.stance, t.certainty, t.polarity,
                t.earliest, t.latest, t.keys[0], t.keys[1], t.keys[2]
            ])?;
        }
    }
    Ok(())
}
