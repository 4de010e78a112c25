//! `messages/*.toml`: interface texts with `{named}` gaps.

use crate::Error;
use std::collections::BTreeMap;

/// Texts by id; tables of the file become dotted ids (`[relation] grew-to` is `relation.grew-to`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Messages(BTreeMap<String, String>);

impl Messages {
    pub(crate) fn add(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let table: toml::Table =
            toml::from_str(text).map_err(|e| Error::in_file(file, e.message().to_owned()))?;
        flatten(file, "", &table, &mut self.0)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn flatten(
    file: &str,
    prefix: &str,
    table: &toml::Table,
    all: &mut BTreeMap<String, String>,
) -> Result<(), Error> {
    for (key, value) in table {
        let id = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::String(text) => {
                if all.insert(id.clone(), text.clone()).is_some() {
                    return Err(Error::in_file(file, format!("{id}: the id stands in another file already")));
                }
            }
            toml::Value::Table(inner) => flatten(file, &id, inner, all)?,
            other => {
                return Err(Error::in_file(
                    file,
                    format!("{id}: a text was expected, found {}", other.type_str()),
                ));
            }
        }
    }
    Ok(())
}

/// Fills `{name}` gaps. A gap without an argument stays as it is, so that the lack is seen.
pub(crate) fn fill<'a>(text: &str, mut value: impl FnMut(&str) -> Option<&'a str>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        match value(&rest[open + 1..open + close]) {
            Some(v) => out.push_str(v),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_become_dotted_ids_and_gaps_are_filled() {
        let mut m = Messages::default();
        m.add("m.toml", "[a]\nb = 'van {low} naar {high} {x}'").unwrap();
        let text = fill(m.get("a.b").unwrap(), |k| match k {
            "low" => Some("2"),
            "high" => Some("3"),
            _ => None,
        });
        assert_eq!(text, "van 2 naar 3 {x}");
    }
}
