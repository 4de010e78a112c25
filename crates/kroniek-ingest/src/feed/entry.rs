//! The entry of a feed of one entry.

use super::is_entry;
use crate::article::Article;
use crate::page::plain;
use crate::xml::{Inner, Token, Tokens, attribute, inner, local, unescape};
use crate::{Reader, Refusal, decode};
use kroniek_model::Report;

/// Reads an entry.
///
/// # Errors
/// If it has no text.
pub(crate) fn read(reader: &Reader, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
    let text = decode::xml(bytes)?;
    let mut entry = Entry {
        reader,
        article: Article::default(),
        link: None,
        content: String::new(),
        summary: String::new(),
        creators: Vec::new(),
    };
    let mut tokens = Tokens::new(&text);
    let mut inside = false;
    while let Some((_, token)) = tokens.next() {
        let Token::Start { name, attributes, empty } = token else { continue };
        if let Some(language) = attribute(attributes, "lang") {
            entry.article.language = Some(language);
        }
        let said = local(name);
        if is_entry(said) {
            inside = true;
            // RSS 1.0 names an item by its address.
            entry.link = attribute(attributes, "about").filter(|a| is_web(a));
        } else if !matches!(said, "rss" | "feed" | "RDF" | "channel") {
            let within = match empty {
                true => Inner { raw: "", text: String::new(), marked_up: false },
                false => inner(&mut tokens, name, &["item", "entry", "channel", "feed"]),
            };
            if inside {
                entry.field(name, attributes, &within);
            } else {
                entry.of_feed(said, &within);
            }
        }
    }
    entry.article().report(reader, path, bytes)
}

struct Entry<'r> {
    reader: &'r Reader,
    article: Article,
    link: Option<String>,
    content: String,
    summary: String,
    creators: Vec<String>,
}

impl Entry<'_> {
    /// The text of an element that may hold HTML, escaped or not.
    fn plain(&self, within: &Inner<'_>, attributes: &str) -> String {
        let kind = attribute(attributes, "type").unwrap_or_default();
        if within.marked_up {
            return plain(&self.reader.pages, within.raw);
        }
        match kind.as_str() {
            "text" | "text/plain" => {
                let lines = within.text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
                lines.filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
            }
            _ => plain(&self.reader.pages, &within.text),
        }
    }

    /// What the feed says of itself.
    fn of_feed(&mut self, name: &str, within: &Inner<'_>) {
        match name {
            "title" => {
                let title = self.plain(within, "").replace('\n', " ");
                self.article.publisher =
                    self.article.publisher.take().or(Some(title)).filter(|t| !t.is_empty());
            }
            "language" => self.article.language = Some(within.text.trim().to_owned()),
            _ => {}
        }
    }

    fn field(&mut self, name: &str, attributes: &str, within: &Inner<'_>) {
        let (prefix, said) = name.split_once(':').unwrap_or(("", name));
        if matches!(prefix, "media" | "itunes" | "image" | "thr" | "slash" | "wfw" | "podcast" | "georss") {
            return;
        }
        let text = within.text.trim();
        let date = |to: &mut Vec<(&'static str, String)>, field: &'static str| {
            if !text.is_empty() {
                to.push((field, text.to_owned()));
            }
        };
        match said {
            "title" => {
                let title = self.plain(within, attributes).replace('\n', " ");
                if self.article.title.is_none() && !title.is_empty() {
                    self.article.title = Some(title);
                }
            }
            "link" => self.link(attributes, text),
            "origLink" if is_web(text) => self.article.url = Some(text.to_owned()),
            "guid" | "id" | "identifier"
                if is_web(text) && attribute(attributes, "isPermaLink").as_deref() != Some("false") =>
            {
                self.link = self.link.take().or(Some(text.to_owned()));
            }
            "pubDate" | "pubdate" => date(&mut self.article.published, "pubDate"),
            "published" => date(&mut self.article.published, "published"),
            "issued" | "created" | "available" => date(&mut self.article.published, "issued"),
            "date" => date(&mut self.article.published, "date"),
            "updated" => date(&mut self.article.modified, "updated"),
            "modified" => date(&mut self.article.modified, "modified"),
            "author" | "creator" | "contributor" if said != "contributor" || self.creators.is_empty() => {
                self.creators.extend(writers(within));
            }
            "encoded" | "content" | "body" | "fullitem" | "div" => {
                let found = self.plain(within, attributes);
                if found.len() > self.content.len() {
                    self.content = found;
                }
            }
            "description" | "summary" | "abstract" => {
                let found = self.plain(within, attributes);
                if found.len() > self.summary.len() {
                    self.summary = found;
                }
            }
            "category" | "subject" if self.article.section.is_none() => {
                let term = attribute(attributes, "label").or_else(|| attribute(attributes, "term"));
                let section = term.unwrap_or_else(|| unescape(text));
                self.article.section = Some(section.trim().to_owned()).filter(|s| !s.is_empty());
            }
            _ => {}
        }
    }

    fn link(&mut self, attributes: &str, text: &str) {
        let target = attribute(attributes, "href").unwrap_or_else(|| text.to_owned());
        let rel = attribute(attributes, "rel").unwrap_or_else(|| "alternate".to_owned());
        let target = target.trim();
        if rel == "alternate" && is_web(target) && self.article.url.is_none() {
            self.article.url = Some(target.to_owned());
        }
    }

    fn article(self) -> Article {
        let mut article = self.article;
        article.body = if self.content.len() >= self.summary.len() { self.content } else { self.summary };
        article.url = article.url.or(self.link);
        for name in self.creators {
            if !article.writers.contains(&name) {
                article.writers.push(name);
            }
        }
        article
    }
}

pub(super) fn is_web(text: &str) -> bool {
    let low = text.trim().get(..8).unwrap_or("").to_ascii_lowercase();
    low.starts_with("http://") || low.starts_with("https://")
}

/// Names of writers: `<name>` of Atom, `mail@example.org (Jo Bell)` of RSS, a name alone.
fn writers(within: &Inner<'_>) -> Vec<String> {
    if within.marked_up {
        let mut tokens = Tokens::new(within.raw);
        while let Some((_, token)) = tokens.next() {
            if let Token::Start { name, empty: false, .. } = token
                && local(name) == "name"
            {
                let found = inner(&mut tokens, name, &[]);
                return name_of(&found.text).into_iter().collect();
            }
        }
    }
    name_of(&within.text).into_iter().collect()
}

fn name_of(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = match text.split_once('(').and_then(|(before, rest)| Some((before, rest.strip_suffix(')')?))) {
        Some((mail, name)) if mail.contains('@') => name.trim().to_owned(),
        _ if text.contains('<') => text.split('<').next().unwrap_or("").trim().to_owned(),
        _ => text,
    };
    (!name.is_empty() && !name.contains('@') && name.chars().count() <= 100).then_some(name)
}
