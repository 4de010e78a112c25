//! What a person decided: an append-only list, each entry sealed with the one before it.
//!
//! The store keeps a decision as text; what it means is the program's. Undoing one is another decision.

use crate::derived::seal;
use crate::{Archive, Damage, Error};
use rusqlite::params;

/// A decision as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its place in the list, from 1.
    pub number: i64,
    /// When it was made.
    pub made_at: String,
    /// What was decided: one JSON object.
    pub body: String,
}

fn link(before: &[u8], made_at: &str, body: &str) -> [u8; 16] {
    seal(&[Some(before), Some(made_at.as_bytes()), Some(body.as_bytes())])
}

impl Archive {
    /// Writes decisions down, each with its moment, all or none; a pair that is in the list already is left out, so that
    /// importing twice is importing once. How many were new.
    ///
    /// # Errors
    /// If the file cannot be written to.
    pub fn decide<'d>(&mut self, all: impl IntoIterator<Item = (&'d str, &'d str)>) -> Result<usize, Error> {
        self.refuse_broken()?;
        self.written = true;
        let path = self.path.clone();
        let write = || -> rusqlite::Result<usize> {
            let batch = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            crate::schema::mark_open(&batch)?;
            let mut new = 0;
            for (made_at, body) in all {
                let known = "SELECT count(*) FROM decision WHERE made_at = ?1 AND body = ?2";
                if batch.query_row(known, params![made_at, body], |row| row.get::<_, i64>(0))? > 0 {
                    continue;
                }
                let last = "SELECT coalesce((SELECT seal FROM decision ORDER BY number DESC LIMIT 1), x'')";
                let before: Vec<u8> = batch.query_row(last, [], |row| row.get(0))?;
                batch.execute(
                    "INSERT INTO decision (made_at, body, seal) VALUES (?1, ?2, ?3)",
                    params![made_at, body, link(&before, made_at, body)],
                )?;
                new += 1;
            }
            batch.commit()?;
            Ok(new)
        };
        write().map_err(|e| Error::sqlite(&path, e))
    }

    /// All decisions in the order in which they were made.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        let all = self.sealed_decisions().map_err(|e| Error::sqlite(&self.path, e))?;
        Ok(all.into_iter().map(|(d, _)| d).collect())
    }

    fn sealed_decisions(&self) -> rusqlite::Result<Vec<(Decision, Vec<u8>)>> {
        let mut all = self.db.prepare("SELECT number, made_at, body, seal FROM decision ORDER BY number")?;
        let rows = all.query_map([], |row| {
            Ok((Decision { number: row.get(0)?, made_at: row.get(1)?, body: row.get(2)? }, row.get(3)?))
        })?;
        rows.collect()
    }

    pub(crate) fn check_decisions(&self, found: &mut Vec<Damage>) -> rusqlite::Result<()> {
        let mut before = Vec::new();
        for (decision, sealed) in self.sealed_decisions()? {
            if link(&before, &decision.made_at, &decision.body)[..] != sealed {
                let what = "it or one before it was changed or taken out".to_owned();
                found.push(Damage { place: format!("decision {}", decision.number), what });
            }
            before = sealed;
        }
        Ok(())
    }
}
