//! A language pack, and all packs together.

use crate::messages::{self, Messages};
use crate::{Error, Manifest, Table};
use kroniek_model::Message;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by their path below the repository root (`lang/nl/pack.toml`), as embedded or read from a folder.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// One language's data (or, for [`Packs::common`], what languages share).
#[derive(Debug, Clone)]
pub struct Pack {
    code: String,
    manifest: Option<Manifest>,
    messages: Messages,
    tables: BTreeMap<String, Table>,
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Pack {
    fn compile(code: &str, files: BTreeMap<String, Arc<[u8]>>) -> Result<Self, Error> {
        let mut pack = Pack {
            code: code.to_owned(),
            manifest: None,
            messages: Messages::default(),
            tables: BTreeMap::new(),
            files,
        };
        for (name, bytes) in &pack.files {
            let path = format!("lang/{code}/{name}");
            let text =
                || std::str::from_utf8(bytes).map_err(|_| Error::in_file(&path, "UTF-8 text was expected"));
            if name == "pack.toml" {
                let manifest = Manifest::parse(&path, text()?)?;
                if manifest.code != code {
                    return Err(Error::in_file(
                        path,
                        format!("code {} in a folder named {code}", manifest.code),
                    ));
                }
                pack.manifest = Some(manifest);
            } else if name.starts_with("messages/") && name.ends_with(".toml") {
                pack.messages.add(&path, text()?)?;
            } else if let Some(table) = name.strip_suffix(".tsv") {
                let table = table.strip_prefix("lexicon/").unwrap_or(table).to_owned();
                pack.tables.insert(table, Table::parse(&path, text()?)?);
            }
        }
        Ok(pack)
    }

    /// Language code, or `common`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What the pack says of itself.
    ///
    /// # Panics
    /// For [`Packs::common`], which has no manifest.
    pub fn manifest(&self) -> &Manifest {
        self.manifest.as_ref().expect("a language pack has a manifest")
    }

    /// The table `lexicon/<name>.tsv`; an empty one when the pack has no such file, since a pack may be partial.
    pub fn table(&self, name: &str) -> &Table {
        static NONE: std::sync::LazyLock<Table> = std::sync::LazyLock::new(Table::default);
        self.tables.get(name).unwrap_or(&NONE)
    }

    /// The tables of a folder, `lexicon/<folder>/*.tsv`, by file name without ending, in the order of their names.
    pub fn tables(&self, folder: &str) -> impl Iterator<Item = (&str, &Table)> {
        let inside =
            move |name: &str| name.strip_prefix(folder).and_then(|n| n.strip_prefix('/')).map(str::len);
        self.tables
            .iter()
            .filter_map(move |(name, table)| inside(name).map(|n| (&name[name.len() - n..], table)))
    }

    /// The rule files of a layer, `rules/<layer>/*.toml`, as (path, text) in the order of their names.
    ///
    /// # Errors
    /// If one is not UTF-8.
    pub fn rules<'p>(&'p self, layer: &str) -> Result<Vec<(String, &'p str)>, Error> {
        let dir = format!("rules/{layer}/");
        let in_layer =
            self.files.iter().filter(|(name, _)| name.starts_with(&dir) && name.ends_with(".toml"));
        in_layer
            .map(|(name, bytes)| {
                let path = format!("lang/{}/{name}", self.code);
                match std::str::from_utf8(bytes) {
                    Ok(text) => Ok((path, text)),
                    Err(_) => Err(Error::in_file(path, "UTF-8 text was expected")),
                }
            })
            .collect()
    }

    /// The bytes of any file by its path below the pack's folder.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(|b| &**b)
    }

    /// The same bytes to keep, without copying them: for models.
    pub fn shared_file(&self, name: &str) -> Option<Arc<[u8]>> {
        self.files.get(name).cloned()
    }

    /// The words of a message in this language; its id in brackets when the pack has none, so that the lack is seen.
    pub fn message(&self, message: &Message) -> String {
        let Some(text) = self.messages.get(&message.id) else { return format!("[{}]", message.id) };
        messages::fill(text, |name| message.args.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()))
    }

    /// The words of a message without arguments.
    pub fn text(&self, id: &str) -> String {
        self.message(&Message::new(id))
    }

    /// Ids of all messages, sorted; languages are checked against one another with it.
    pub fn message_ids(&self) -> impl Iterator<Item = &str> {
        self.messages.ids()
    }
}

/// All packs: the languages, what they share, and the publisher files.
#[derive(Debug, Clone)]
pub struct Packs {
    common: Pack,
    languages: BTreeMap<String, Pack>,
    publishers: BTreeMap<String, Arc<[u8]>>,
}

impl Packs {
    /// Sorts files into packs and compiles each.
    ///
    /// # Errors
    /// If a file is not what its name says, or a language folder has no `pack.toml`.
    pub fn compile(files: Files) -> Result<Self, Error> {
        let mut dirs: BTreeMap<String, BTreeMap<String, Arc<[u8]>>> = BTreeMap::new();
        let mut publishers = BTreeMap::new();
        for (path, bytes) in files {
            if let Some(rest) = path.strip_prefix("lang/") {
                if let Some((code, name)) = rest.split_once('/') {
                    dirs.entry(code.to_owned()).or_default().insert(name.to_owned(), bytes);
                }
            } else if let Some(name) = path.strip_prefix("publishers/") {
                publishers.insert(name.to_owned(), bytes);
            }
        }
        let common = Pack::compile("common", dirs.remove("common").unwrap_or_default())?;
        let mut languages = BTreeMap::new();
        for (code, files) in dirs {
            let pack = Pack::compile(&code, files)?;
            if pack.manifest.is_none() {
                return Err(Error::in_file(format!("lang/{code}"), "a pack.toml was expected"));
            }
            languages.insert(code, pack);
        }
        Ok(Packs { common, languages, publishers })
    }

    /// Packs from embedded files.
    ///
    /// # Errors
    /// As [`Packs::compile`].
    pub fn embedded(files: &[(&str, &[u8])]) -> Result<Self, Error> {
        Packs::compile(files.iter().map(|&(name, bytes)| (name.to_owned(), Arc::from(bytes))).collect())
    }

    /// What languages share: `lang/common`.
    pub fn common(&self) -> &Pack {
        &self.common
    }

    /// The pack of a language code; `None` for a language without one.
    pub fn language(&self, code: &str) -> Option<&Pack> {
        self.languages.get(code)
    }

    /// All languages, by code.
    pub fn languages(&self) -> impl Iterator<Item = &Pack> {
        self.languages.values()
    }

    /// Publisher files by name, as text.
    pub fn publishers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.publishers.iter().map(|(n, b)| (n.as_str(), &**b))
    }
}
