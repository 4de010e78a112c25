//! What a page says of itself in JSON-LD (schema.org): the article's own node, its title, writers, dates.

use serde_json::{Map, Value};

/// Nodes looked at on one page; a hostile page may hold millions.
const MOST: usize = 5_000;

/// Types of schema.org that are articles.
const ARTICLES: [&str; 14] = [
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Report",
    "Review",
    "TechArticle",
    "ScholarlyArticle",
    "AdvertiserContentArticle",
];

/// The nodes of a page's JSON-LD.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    nodes: Vec<Map<String, Value>>,
}

impl LinkedData {
    /// Adds a script's text; one that is no JSON even after mending is left out.
    pub(super) fn add(&mut self, text: &str) {
        let Some(value) = parse(text) else { return };
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            if self.nodes.len() >= MOST {
                return;
            }
            match value {
                Value::Array(all) => open.extend(all.into_iter().rev()),
                Value::Object(mut node) => {
                    if let Some(graph) = node.remove("@graph") {
                        open.push(graph);
                    }
                    // A page that wraps its article: `WebPage` with `mainEntity`.
                    for key in ["mainEntity", "hasPart"] {
                        if let Some(inner @ (Value::Object(_) | Value::Array(_))) = node.get(key) {
                            open.push(inner.clone());
                        }
                    }
                    self.nodes.push(node);
                }
                _ => {}
            }
        }
    }

    /// The node of the article that the page is about: of several the one whose address or title is the page's.
    pub(super) fn article(&self, is_page: impl Fn(&Node<'_>) -> bool) -> Option<Node<'_>> {
        let all = || {
            let of = |node| Node { data: self, node };
            self.nodes.iter().map(of).filter(|n| n.types().any(|t| ARTICLES.contains(&t)))
        };
        all().find(&is_page).or_else(|| all().next())
    }

    /// The first node of any type that has the field: a `WebPage` with a date, where there is no article.
    pub(super) fn any(&self, field: &str) -> Option<Node<'_>> {
        let of = |node| Node { data: self, node };
        self.nodes.iter().filter(|n| n.contains_key(field)).map(of).next()
    }

    /// Whether the page has a node of the type.
    pub(super) fn has(&self, kind: &str) -> bool {
        self.nodes.iter().any(|node| Node { data: self, node }.types().any(|t| t == kind))
    }

    fn by_id(&self, id: &str) -> Option<&Map<String, Value>> {
        // The same node may stand there twice, once as a mere mention.
        self.nodes.iter().find(|n| n.get("@id").and_then(Value::as_str) == Some(id) && n.contains_key("name"))
    }
}

/// One node.
#[derive(Clone, Copy)]
pub(super) struct Node<'d> {
    data: &'d LinkedData,
    node: &'d Map<String, Value>,
}

impl<'d> Node<'d> {
    fn types(&self) -> impl Iterator<Item = &'d str> + use<'d> {
        let value = self.node.get("@type");
        let one = value.and_then(Value::as_str);
        let many = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        one.into_iter().chain(many.iter().filter_map(Value::as_str))
    }

    /// A text field; the first of a list.
    pub(super) fn text(&self, field: &str) -> Option<&'d str> {
        let value = self.node.get(field)?;
        let one = value.as_array().and_then(|a| a.first()).unwrap_or(value);
        one.as_str().or_else(|| one.get("@value").and_then(Value::as_str)).filter(|t| !t.trim().is_empty())
    }

    /// Whether a field says no, as text or as truth value.
    pub(super) fn denies(&self, field: &str) -> bool {
        match self.node.get(field) {
            Some(Value::Bool(b)) => !b,
            Some(Value::String(s)) => s.eq_ignore_ascii_case("false"),
            _ => false,
        }
    }

    /// The names of persons or bodies in a field, references followed.
    pub(super) fn names(&self, field: &str) -> Vec<String> {
        let Some(value) = self.node.get(field) else { return Vec::new() };
        let each = match value {
            Value::Array(all) => all.as_slice(),
            one => std::slice::from_ref(one),
        };
        let name = |v: &Value| -> Option<String> {
            let name = match v {
                Value::String(s) => s.clone(),
                Value::Object(o) => match o.get("name") {
                    Some(Value::String(s)) => s.clone(),
                    Some(Value::Array(a)) => a.first()?.as_str()?.to_owned(),
                    _ => self.data.by_id(o.get("@id")?.as_str()?)?.get("name")?.as_str()?.to_owned(),
                },
                _ => return None,
            };
            Some(name)
        };
        each.iter().filter_map(name).collect()
    }

    /// Dated parts of a live blog: when, heading and text of each.
    pub(super) fn updates(&self) -> Vec<Node<'d>> {
        let of = |v: &'d Value| v.as_object().map(|node| Node { data: self.data, node });
        match self.node.get("liveBlogUpdate") {
            Some(Value::Array(all)) => all.iter().filter_map(of).collect(),
            Some(one) => of(one).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

/// Reads JSON as pages hold it: within comment marks, with line breaks in its texts.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let text = text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    serde_json::from_str(&mend(text)).ok()
}

/// The text without what templates leave in JSON: control characters, and a comma behind the last of a list.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where a comma outside texts stands that only white space has followed so far.
    let mut comma = None;
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => (quoted, comma) = (!quoted, None),
            _ if quoted || c == ' ' => {}
            ',' => comma = Some(out.len()),
            ']' | '}' => {
                if let Some(at) = comma.take() {
                    out.truncate(at);
                }
            }
            _ => comma = None,
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scripts: &[&str], expected: &str) {
        let mut data = LinkedData::default();
        scripts.iter().for_each(|s| data.add(s));
        let found = data.article(|n| n.text("url") == Some("/here")).map_or(String::new(), |n| {
            format!("{} by {}", n.text("headline").unwrap_or("-"), n.names("author").join(", "))
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn the_pages_own_article_is_found() {
        check(
            &[r#"{"@type":"NewsArticle","headline":"Dijk","author":{"name":"Jo Bell"}}"#],
            "Dijk by Jo Bell",
        );
        check(
            &[
                r##"{"@graph":[{"@type":["WebPage"]},{"@type":["Article"],"headline":"A","author":{"@id":"#p"}},
               {"@type":"Person","@id":"#p","name":"Ann Lee"}]}"##,
            ],
            "A by Ann Lee",
        );
        check(
            &[
                r#"{"@type":"NewsArticle","headline":"Elsewhere","url":"/there"}"#,
                r#"[{"@type":"NewsArticle","headline":"Here","url":"/here","author":["A","B"]}]"#,
            ],
            "Here by A, B",
        );
    }

    #[test]
    fn json_is_mended_or_left_out() {
        check(&["<!-- {\"@type\":\"Article\",\"headline\":\"a\nb\"} -->"], "a b by ");
        check(&[r#"{"@type":"Article","headline":"a, ] \", }", "author":["B", ],}"#], "a, ] \", } by B");
        check(&["{broken", "", "17", "null"], "");
        check(&[&format!("{}{}", "[".repeat(5000), "]".repeat(5000))], "");
    }
}
