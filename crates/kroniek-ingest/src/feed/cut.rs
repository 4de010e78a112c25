//! Cutting a feed in XML into its entries.

use super::is_entry;
use crate::container::Found;
use crate::xml::{Token, Tokens, local};
use crate::{Refusal, decode};
use kroniek_model::Media;

/// Deepest nesting above an entry.
const DEEPEST: usize = 16;

/// Cuts a feed; each entry with its number from 1.
pub(crate) fn cut(bytes: &[u8], out: &mut dyn FnMut(Option<u32>, Found)) {
    let text = match decode::xml(bytes) {
        Ok(text) => text,
        Err(refusal) => return out(None, Found::Refused(refusal)),
    };
    let mut head = Head::default();
    let mut number = 0u32;
    let mut tokens = Tokens::new(&text);
    while let Some((at, token)) = tokens.next() {
        match token {
            Token::Start { name, empty: false, .. } if is_entry(local(name)) => {
                number = number.saturating_add(1);
                let end = entry_end(&mut tokens, &text, name);
                let capture = head.around(&text[at..end], name);
                out(Some(number), Found::Record(Media::Entry, capture.into_bytes()));
            }
            Token::Start { name, empty: false, .. } => head.enter(&text, at, name, &mut tokens),
            Token::Start { name, empty: true, .. } if is_said(local(name)) => head.say(&text[at..tokens.at]),
            Token::End { name } => head.leave(name),
            _ => {}
        }
    }
    if number == 0 {
        let what = match head.is_feed {
            true => "a feed without entries was found",
            false => "XML that is no feed was found; RSS, Atom or NewsML-G2 was expected",
        };
        out(None, Found::Refused(Refusal::new(what)));
    }
}

/// What a feed says of itself that goes with each entry.
fn is_said(local: &str) -> bool {
    matches!(local, "title" | "link" | "language")
}

/// Where an entry ends: behind its end tag, or before what cannot lie in it.
fn entry_end(tokens: &mut Tokens<'_>, text: &str, entry: &str) -> usize {
    loop {
        let before = tokens.at;
        match tokens.next() {
            Some((_, Token::End { name })) if name == entry => return tokens.at,
            Some((at, Token::Start { name, .. })) if name == entry => {
                tokens.at = before;
                return at;
            }
            Some((at, Token::End { name })) if matches!(local(name), "channel" | "rss" | "feed" | "RDF") => {
                tokens.at = before;
                return at;
            }
            Some(_) => {}
            None => return text.len(),
        }
    }
}

/// The elements around the entries, and what they say.
#[derive(Default)]
struct Head<'t> {
    /// Start tags as they stand, with their names.
    open: Vec<(&'t str, &'t str)>,
    said: String,
    is_feed: bool,
}

impl<'t> Head<'t> {
    fn enter(&mut self, text: &'t str, at: usize, name: &'t str, tokens: &mut Tokens<'t>) {
        let tag = &text[at..tokens.at];
        match local(name) {
            "rss" | "feed" | "RDF" | "channel" => {
                self.is_feed = true;
                if self.open.len() < DEEPEST {
                    self.open.push((name, tag));
                }
            }
            // What a picture or a search box of the feed is called is not what the feed is called.
            "image" | "textInput" | "textinput" | "author" | "items" => {
                crate::xml::inner(tokens, name, &["item", "entry", "channel", "feed"]);
            }
            said => {
                let is_said = is_said(said) && (name == said || said == "language");
                crate::xml::inner(tokens, name, &["item", "entry", "channel", "feed"]);
                if is_said {
                    self.say(&text[at..tokens.at]);
                }
            }
        }
    }

    fn say(&mut self, element: &str) {
        if self.said.len() + element.len() < 4096 {
            self.said.push_str(element);
        }
    }

    fn leave(&mut self, name: &str) {
        // What the channel of RDF says holds for the items behind it.
        if self.open.last().is_some_and(|(n, _)| *n == name) {
            self.open.pop();
        }
    }

    /// A feed of one entry.
    fn around(&self, entry: &str, name: &str) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.open.iter().for_each(|(_, tag)| out.push_str(tag));
        out.push_str(&self.said);
        out.push_str(entry);
        let end = format!("</{name}>");
        if !entry.trim_end().ends_with(&end) {
            out.push_str(&end);
        }
        for (name, _) in self.open.iter().rev() {
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
        out
    }
}
