//! Lexicon tables: tab-separated text, one entry a line.

use crate::Error;

/// A lexicon table. The first line that is not a comment names the columns; `#` begins a comment line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    file: String,
    columns: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// If it has no header, or a line has more cells than the header.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let mut table = Table { file: file.to_owned(), ..Table::default() };
        for (i, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<String> = line.split('\t').map(|c| c.trim().to_owned()).collect();
            if table.columns.is_empty() {
                table.columns = cells;
            } else if cells.len() > table.columns.len() {
                let what = format!("{} cells where the header has {}", cells.len(), table.columns.len());
                return Err(Error::at_line(file, i + 1, what));
            } else {
                table.rows.push((i + 1, cells));
            }
        }
        if table.columns.is_empty() {
            return Err(Error::in_file(file, "a header line with the names of the columns was expected"));
        }
        Ok(table)
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// One line of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    table: &'t Table,
    line: usize,
    cells: &'t [String],
}

impl<'t> Row<'t> {
    /// The cell under a column; empty when the line ends before it.
    ///
    /// # Errors
    /// If the table has no such column.
    pub fn get(&self, column: &str) -> Result<&'t str, Error> {
        match self.table.columns.iter().position(|c| c == column) {
            Some(i) => Ok(self.cells.get(i).map_or("", String::as_str)),
            None => Err(Error::in_file(&*self.table.file, format!("a column {column} was expected"))),
        }
    }

    /// The cell of the first column: the word.
    pub fn key(&self) -> &'t str {
        self.cells.first().map_or("", String::as_str)
    }

    /// An error about this line.
    pub fn error(&self, what: impl Into<String>) -> Error {
        Error::at_line(&*self.table.file, self.line, what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_header_comments_and_short_lines() {
        let t = Table::parse("t.tsv", "# words\nword\tclass\nzei\tsay\n\nvolgens\n").unwrap();
        let rows: Vec<_> = t.rows().map(|r| (r.key(), r.get("class").unwrap())).collect();
        assert_eq!(rows, [("zei", "say"), ("volgens", "")]);
        let e = t.rows().next().unwrap().get("frame").unwrap_err();
        assert_eq!(e.to_string(), "t.tsv: a column frame was expected");
    }
}
