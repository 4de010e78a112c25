//! XML as it is found: tags, text and CDATA one after the other, whatever is wrong between them.
//!
//! Feeds in the wild have bare ampersands, tags that are never closed, HTML that was not escaped, and HTML's entities. A
//! parser that keeps to the standard must stop at each; this one has no errors, and what uses it looks for names. Every
//! token is a slice of the document, so that parts of it can be cut out as they stand.

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag: name, what stands behind it, whether it is empty (`<x/>`).
    Start { name: &'a str, attributes: &'a str, empty: bool },
    /// An end tag.
    End { name: &'a str },
    /// Characters with references in them.
    Text(&'a str),
    /// Characters as they stand.
    Literal(&'a str),
}

/// Longest start tag, in bytes.
const TAG: usize = 64 << 10;

/// The tokens of a document, each with the place where it begins.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    pub(crate) at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Tokens { text, at: 0 }
    }

    /// Up to and with `end`, or to the end of the document.
    fn to(&self, from: usize, end: &str) -> (usize, usize) {
        let rest = &self.text.as_bytes()[from..];
        match memchr::memmem::find(rest, end.as_bytes()) {
            Some(n) => (from + n, from + n + end.len()),
            None => (self.text.len(), self.text.len()),
        }
    }

    /// The end of a tag: the first `>` that is not in quotes, or else the first.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let part = &bytes[from..bytes.len().min(from + TAG)];
        let mut quote = None;
        for (i, &b) in part.iter().enumerate() {
            match (quote, b) {
                (None, b'>') => return Some(from + i),
                (None, b'<') => break,
                (None, b'"' | b'\'') => quote = Some(b),
                (Some(q), b) if b == q => quote = None,
                _ => {}
            }
        }
        memchr::memchr(b'>', part).map(|n| from + n)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (text, at) = (self.text, self.at);
            let rest = text.get(at..).filter(|r| !r.is_empty())?;
            if let Some(comment) = rest.strip_prefix("<!--") {
                self.at = self.to(text.len() - comment.len(), "-->").1;
            } else if rest.starts_with("<![CDATA[") {
                let (end, next) = self.to(at + 9, "]]>");
                self.at = next;
                return Some((at, Token::Literal(&text[at + 9..end])));
            } else if rest.starts_with("<?") {
                self.at = self.to(at, "?>").1;
            } else if rest.starts_with("<!") {
                let subset = rest.find(['>', '[']).is_some_and(|n| rest[n..].starts_with('['));
                self.at = self.to(at, if subset { "]>" } else { ">" }).1;
            } else if let Some(tag) = rest.strip_prefix('<')
                && tag.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/')
                && let Some(end) = self.tag_end(at + 1)
            {
                self.at = end + 1;
                let inside = &text[at + 1..end];
                if let Some(name) = inside.strip_prefix('/') {
                    return Some((at, Token::End { name: name.trim() }));
                }
                let (inside, empty) = match inside.strip_suffix('/') {
                    Some(inside) => (inside, true),
                    None => (inside, false),
                };
                let split = inside.find(char::is_whitespace).unwrap_or(inside.len());
                let (name, attributes) = inside.split_at(split);
                return Some((at, Token::Start { name, attributes, empty }));
            } else {
                let end = rest[1..].find('<').map_or(rest.len(), |n| n + 1);
                self.at = at + end;
                return Some((at, Token::Text(&rest[..end])));
            }
        }
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The name of the first element, without its prefix.
pub(crate) fn first_name(text: &str) -> Option<&str> {
    Tokens::new(text).find_map(|(_, token)| match token {
        Token::Start { name, .. } => Some(local(name)),
        _ => None,
    })
}

/// The value of an attribute, with or without prefix, references decoded.
pub(crate) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, next) = match quote {
            Some(q) => after[1..].split_once(q).unwrap_or((&after[1..], "")),
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if local(name.trim()).eq_ignore_ascii_case(wanted) {
            return Some(unescape(value));
        }
        rest = next.trim_start();
    }
    None
}

/// Text with the references of XML decoded; others (HTML's, bare ampersands) stay as they are.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(12).position(|b| b == b';');
        let decoded = end.and_then(|n| Some((reference(after.get(..n)?)?, n)));
        match decoded {
            Some((c, n)) => {
                out.push(c);
                rest = &after[n + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // HTML's reading of the codes that windows-1252 gives to letters.
            if (0x80..0xa0).contains(&code) {
                let byte = [code as u8];
                return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next();
            }
            char::from_u32(code).filter(|&c| c != '\0')?
        }
    })
}

/// What stands in an element: from behind its start tag to its end tag, or to what must lie outside of it.
pub(crate) struct Inner<'a> {
    /// As it stands in the document.
    pub(crate) raw: &'a str,
    /// Characters without tags.
    pub(crate) text: String,
    /// Whether there are elements in it.
    pub(crate) marked_up: bool,
}

/// Reads to the end tag of the element that was just begun. `outside` names elements that cannot lie in it: their tags
/// end it, and are left to be read.
pub(crate) fn inner<'a>(tokens: &mut Tokens<'a>, name: &str, outside: &[&str]) -> Inner<'a> {
    let from = tokens.at;
    let (mut text, mut marked_up) = (String::new(), false);
    let (mut end, mut depth) = (tokens.text.len(), 0usize);
    loop {
        let before = tokens.at;
        let Some((at, token)) = tokens.next() else { break };
        match token {
            Token::Text(t) => text.push_str(&unescape(t)),
            Token::Literal(t) => text.push_str(t),
            Token::End { name: n } if n == name && depth == 0 => {
                end = at;
                break;
            }
            Token::End { name: n } | Token::Start { name: n, .. }
                if outside.contains(&local(n)) && n != name =>
            {
                (tokens.at, end) = (before, at);
                break;
            }
            Token::End { name: n } => depth -= usize::from(n == name),
            Token::Start { name: n, empty, .. } => {
                marked_up = true;
                depth += usize::from(n == name && !empty);
            }
        }
    }
    Inner { raw: &tokens.text[from..end.max(from)], text, marked_up }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        for (_, token) in Tokens::new(text) {
            out += &match token {
                Token::Start { name, attributes, empty } => {
                    format!("<{name}|{}{}>", attributes.trim(), if empty { "/" } else { "" })
                }
                Token::End { name } => format!("</{name}>"),
                Token::Text(t) => format!("[{}]", unescape(t)),
                Token::Literal(t) => format!("[!{t}]"),
            };
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn what_is_wrong_is_text_and_the_rest_is_read() {
        check("<?xml version='1.0'?><a b=\"c>d\">x</a>", "<a|b=\"c>d\">[x]</a>");
        check("<a/><!-- <b> --><![CDATA[<i>&amp;]]>", "<a|/>[!<i>&amp;]");
        check("AT&T &amp; &#8217;&#x41;&#146; &eacute; &", "[AT&T & ’A’ &eacute; &]");
        check("1 < 2 <b>x", "[1 ][< 2 ]<b|>[x]");
        check("<a b='c>x</a>", "<a|b='c>[x]</a>");
        check("<!DOCTYPE rss [<!ENTITY x 'y'>]><rss>", "<rss|>");
        check("<!-- never", "");
        check("<", "[<]");
        assert_eq!(attribute(" rel=self href = 'a&amp;b'", "href").as_deref(), Some("a&b"));
        assert_eq!(attribute(" xml:lang=\"nl\"", "lang").as_deref(), Some("nl"));
    }
}
