//! What a page says of its article: title, writers, dates, publisher, each with the place that won.
//!
//! Several places say the same thing, and not all are right: JSON-LD, OpenGraph, other `meta` fields, `itemprop`, the
//! heading and the visible lines. A field takes the best place that has it; what no place has stays open. A date of
//! crawling or of the file is never looked at.

use super::block::Blocks;
use super::dom::{Dom, Id};
use super::linked_data::{LinkedData, Node};
use super::marks::Mark;
use crate::masthead::{Habits, line};
use html5ever::local_name;

/// A field's value and the place it is from, as on the wire (`json-ld`, `meta article:published_time`, …).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) place: &'static str,
}

/// What a page says of its article.
#[derive(Debug, Clone, Default)]
pub(super) struct Meta {
    pub(super) title: Option<Found>,
    /// Names of writers, as printed.
    pub(super) writers: Vec<String>,
    /// When it was published, best place first.
    pub(super) published: Vec<Found>,
    pub(super) modified: Vec<Found>,
    /// The paper or site.
    pub(super) publisher: Option<String>,
    pub(super) section: Option<String>,
    pub(super) url: Option<String>,
    /// The page says that only subscribers can read all of it.
    pub(super) locked: bool,
    /// Some field says that the page is an article.
    pub(super) is_article: bool,
    /// The page says that it is an overview: a front page, a section, a search.
    pub(super) is_overview: bool,
    /// The article's text where JSON-LD holds it.
    pub(super) body: Option<String>,
    /// Dated entries of a live blog: time, heading, text.
    pub(super) updates: Vec<(Option<String>, Option<String>, String)>,
}

/// Reads all of it.
pub(super) fn read(dom: &Dom, blocks: &Blocks, habits: &Habits) -> Meta {
    let fields = Fields::collect(dom);
    let headings: Vec<String> = dom
        .descend(Dom::ROOT)
        .filter(|&n| dom.is(n, &local_name!("h1")))
        .map(|n| dom.words(n))
        .filter(|h| !h.is_empty())
        .take(20)
        .collect();
    let url = fields.link("canonical").or_else(|| fields.get(&["og:url"])).map(str::to_owned);
    let node = fields.data.article(|n| is_of_page(n, url.as_deref(), &headings, &fields));
    let is_article = node.is_some()
        || fields.get(&["og:type"]).is_some_and(|t| t.contains("article"))
        || fields.get(&["article:published_time"]).is_some();
    let overview = ["CollectionPage", "SearchResultsPage", "ItemList"].iter().any(|t| fields.data.has(t));
    let publisher = fields
        .get(&["og:site_name", "application-name"])
        .map(str::to_owned)
        .or_else(|| node.and_then(|n| n.names("publisher").into_iter().next()));
    let title = title(&fields, node, &headings, publisher.as_deref());
    let writers = writers(dom, blocks, &fields, node, publisher.as_deref(), habits);
    Meta {
        writers,
        published: published(dom, &fields, node),
        modified: modified(&fields, node),
        section: node
            .and_then(|n| n.text("articleSection"))
            .or_else(|| fields.get(&["article:section"]))
            .map(clean),
        locked: node.is_some_and(|n| n.denies("isAccessibleForFree"))
            || fields.get(&["article:content_tier"]).is_some_and(|t| t == "locked" || t == "metered"),
        is_overview: overview && node.is_none() || !is_article && fields.get(&["og:type"]) == Some("website"),
        is_article,
        body: node.and_then(|n| n.text("articleBody")).map(str::to_owned),
        updates: node.map_or_else(Vec::new, |n| {
            let entry = |u: Node<'_>| {
                let text = u.text("articleBody").or_else(|| u.text("description"))?;
                Some((
                    u.text("datePublished").map(str::to_owned),
                    u.text("headline").map(clean),
                    text.to_owned(),
                ))
            };
            n.updates().into_iter().filter_map(entry).collect()
        }),
        title,
        publisher,
        url,
    }
}

/// The `meta` and `link` fields of a page.
struct Fields {
    all: Vec<(String, String)>,
    links: Vec<(String, String)>,
    data: LinkedData,
    title: Option<String>,
}

impl Fields {
    fn collect(dom: &Dom) -> Fields {
        let mut fields =
            Fields { all: Vec::new(), links: Vec::new(), data: LinkedData::default(), title: None };
        for id in dom.descend(Dom::ROOT) {
            let Some(name) = dom.name(id) else { continue };
            let get = |a| dom.attribute(id, a).map(str::trim).filter(|v| !v.is_empty());
            match *name {
                local_name!("title") if fields.title.is_none() => {
                    fields.title = Some(clean(&dom.text(id))).filter(|t| !t.is_empty());
                }
                local_name!("meta") => {
                    let keys = ["property", "name", "itemprop", "http-equiv"].into_iter().filter_map(get);
                    if let Some(content) = get("content") {
                        fields.all.extend(keys.map(|k| (k.to_ascii_lowercase(), content.to_owned())));
                    }
                }
                local_name!("link") => {
                    if let (Some(rel), Some(href)) = (get("rel"), get("href")) {
                        fields.links.push((rel.to_ascii_lowercase(), href.to_owned()));
                    }
                }
                local_name!("script")
                    if get("type")
                        .is_some_and(|t| t.to_ascii_lowercase().starts_with("application/ld+json")) =>
                {
                    fields.data.add(&dom.text(id));
                }
                _ => {}
            }
        }
        fields
    }

    /// The first of the keys that the page has.
    fn get(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|k| self.all.iter().find(|(key, _)| key == k)).map(|(_, v)| v.as_str())
    }

    fn link(&self, rel: &str) -> Option<&str> {
        self.links.iter().find(|(r, _)| r == rel).map(|(_, h)| h.as_str())
    }
}

/// Whether a node of JSON-LD speaks of this page, not of one it links to.
fn is_of_page(node: &Node<'_>, url: Option<&str>, headings: &[String], fields: &Fields) -> bool {
    let same_address = ["url", "@id", "mainEntityOfPage"]
        .iter()
        .any(|f| node.text(f).zip(url).is_some_and(|(a, b)| a.split('#').next().map(bare) == Some(bare(b))));
    same_address
        || node.text("headline").is_some_and(|h| {
            let h = letters(h);
            headings.iter().map(String::as_str).chain(fields.get(&["og:title"])).any(|t| letters(t) == h)
        })
}

fn bare(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    rest.trim_start_matches("www.").trim_end_matches('/')
}

/// The heading that other places agree with; else what the page says most formally.
fn title(fields: &Fields, node: Option<Node<'_>>, headings: &[String], site: Option<&str>) -> Option<Found> {
    let named: Vec<(&'static str, String)> = [
        ("json-ld", node.and_then(|n| n.text("headline")).map(clean)),
        ("meta og:title", fields.get(&["og:title"]).map(clean)),
        (
            "meta title",
            fields.get(&["twitter:title", "dc.title", "title", "parsely-title", "sailthru.title"]).map(clean),
        ),
        ("title element", fields.title.clone()),
    ]
    .into_iter()
    .filter_map(|(place, text)| Some((place, text.filter(|t| !t.is_empty())?)))
    .collect();
    let site_letters = site.map(letters);
    let agrees = |h: &String| {
        let h = letters(h);
        h.len() > 5
            && Some(&h) != site_letters.as_ref()
            && named.iter().any(|(_, t)| {
                let t = letters(t);
                t.starts_with(&h) || t.contains(&h) && h.len() > 15 || h.contains(&t) && t.len() > 15
            })
    };
    if let Some(h) = headings.iter().find(|h| agrees(h)) {
        return Some(Found { text: h.clone(), place: "heading" });
    }
    // A single heading of several words is the title, whatever the fields made for search machines say.
    if let [only] = headings
        && only.split_whitespace().count() >= 4
        && Some(letters(only)) != site_letters
    {
        return Some(Found { text: only.clone(), place: "heading" });
    }
    let (place, text) = named.into_iter().next()?;
    Some(Found { text: without_site(&text, site), place })
}

/// `Dijk bij Oosterwaal breekt | De Rivierbode` without the site's name.
fn without_site(title: &str, site: Option<&str>) -> String {
    for mark in [" | ", " - ", " – ", " — ", " · ", " » ", " :: ", " « "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let is_site = site.is_some_and(|s| letters(s) == letters(tail));
            let words = |t: &str| t.split_whitespace().count();
            if is_site || words(tail) <= 3 && words(head) >= 4 || mark == " | " && words(head) >= words(tail)
            {
                return head.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

fn writers(
    dom: &Dom,
    blocks: &Blocks,
    fields: &Fields,
    node: Option<Node<'_>>,
    site: Option<&str>,
    habits: &Habits,
) -> Vec<String> {
    let tidy = |all: Vec<String>| -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for name in all {
            let name = clean(&name);
            let name = name.trim_matches([',', ';', '|', '·', '-', ' ']).to_owned();
            let fits = !name.is_empty()
                && name.chars().count() <= 80
                && !name.contains("://")
                && !name.contains('@');
            if fits && !out.iter().any(|n| letters(n) == letters(&name)) {
                out.push(name);
            }
        }
        out
    };
    let from_data = tidy(node.map_or_else(Vec::new, |n| n.names("author")));
    let from_fields = {
        let keys = [
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
            "cxenseparse:author",
        ];
        let all = fields.all.iter().filter(|(k, _)| keys.contains(&k.as_str()));
        tidy(all.flat_map(|(_, v)| line::writers(v, habits)).collect())
    };
    let is_site = |all: &[String]| {
        all.len() == 1 && site.is_some_and(|s| letters(s) == letters(&all[0]))
            || all.iter().all(|n| is_handle(n))
    };
    let visible = tidy(visible_writers(dom, blocks, habits));
    for all in [&from_data, &from_fields, &visible] {
        if !all.is_empty() && !is_site(all) {
            return all.clone();
        }
    }
    [visible, from_data, from_fields].into_iter().find(|all| !all.is_empty()).unwrap_or_default()
}

/// `jpowell`, `admin`: the name of an account, not of a person.
fn is_handle(name: &str) -> bool {
    !name.contains(' ') && !name.chars().any(char::is_uppercase)
}

/// What elements marked as the writer's hold, best marked first.
fn visible_writers(dom: &Dom, blocks: &Blocks, habits: &Habits) -> Vec<String> {
    let has = |n: Id, attribute: &str, value: &str| {
        dom.attribute(n, attribute).is_some_and(|v| v.split_ascii_whitespace().any(|v| v == value))
    };
    let property = dom.descend(Dom::ROOT).filter(|&n| has(n, "itemprop", "author")).take(8).flat_map(|n| {
        let name = dom.descend(n).find(|&m| m != n && has(m, "itemprop", "name")).unwrap_or(n);
        line::writers(&dom.attribute(name, "content").map_or_else(|| dom.words(name), str::to_owned), habits)
    });
    let property: Vec<String> = property.collect();
    if !property.is_empty() {
        return property;
    }
    let names = |id: Id| {
        let words = dom.words(id);
        let short = words.split_whitespace().count() <= 14;
        if short { line::writers(&words, habits) } else { Vec::new() }
    };
    // The innermost marked element that holds a name: `<div class=author>By <span class=author-name>Jo Bell`.
    let marked: Vec<Id> = blocks.marked.iter().filter(|m| m.1 == Mark::Writer).map(|m| m.0).collect();
    let found = |id: &Id| {
        let all = names(*id);
        let inner = marked.iter().any(|&m| m != *id && dom.is_within(m, *id) && !names(m).is_empty());
        (!all.is_empty() && !inner && all.iter().all(|n| n.split_whitespace().count() <= 5)).then_some(all)
    };
    let links = || {
        let link = dom.descend(Dom::ROOT).filter(|&n| has(n, "rel", "author"));
        link.map(names).find(|n| !n.is_empty())
    };
    links().or_else(|| marked.iter().take(40).find_map(found)).unwrap_or_default()
}

fn published(dom: &Dom, fields: &Fields, node: Option<Node<'_>>) -> Vec<Found> {
    let mut out = Vec::new();
    let mut add = |place, text: Option<&str>| {
        if let Some(text) = text {
            out.push(Found { text: text.trim().to_owned(), place });
        }
    };
    add("json-ld", node.and_then(|n| n.text("datePublished").or_else(|| n.text("dateCreated"))));
    add("meta article:published_time", fields.get(&["article:published_time", "og:article:published_time"]));
    add(
        "meta date",
        fields.get(&[
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish_date",
            "publish-date",
            "publication_date",
            "dc.date",
            "dc.date.issued",
            "dcterms.date",
            "dcterms.created",
            "parsely-pub-date",
            "sailthru.date",
            "article.published",
            "cxenseparse:recs:publishtime",
            "citation_publication_date",
            "ptime",
            "displaydate",
        ]),
    );
    let property = dom
        .descend(Dom::ROOT)
        .find(|&n| dom.attribute(n, "itemprop").is_some_and(|v| v.split(' ').any(|v| v == "datePublished")));
    let value = property.map(|n| {
        let attribute = ["content", "datetime", "title"].iter().find_map(|a| dom.attribute(n, a));
        attribute.map_or_else(|| dom.words(n), str::to_owned)
    });
    add("itemprop datePublished", value.as_deref());
    add("json-ld page", fields.data.any("datePublished").and_then(|n| n.text("datePublished")));
    out
}

fn modified(fields: &Fields, node: Option<Node<'_>>) -> Vec<Found> {
    let places = [
        ("json-ld", node.and_then(|n| n.text("dateModified"))),
        ("meta article:modified_time", fields.get(&["article:modified_time", "og:updated_time"])),
        ("meta date", fields.get(&["datemodified", "last-modified", "lastmod", "dcterms.modified"])),
    ];
    let found = |(place, text): (_, Option<&str>)| Some(Found { text: text?.trim().to_owned(), place });
    places.into_iter().filter_map(found).collect()
}

/// Runs of white space as one space, none at the ends; what was escaped twice, once more undone.
pub(super) fn clean(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (entity, c) in [
        ("&amp;", "&"),
        ("&#038;", "&"),
        ("&#x27;", "'"),
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&quot;", "\""),
        ("&#8217;", "’"),
        ("&nbsp;", " "),
        ("&#8211;", "–"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
    ] {
        if text.contains('&') {
            text = text.replace(entity, c);
        }
    }
    text
}

/// Letters and digits only, in small letters: how names and titles are compared.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
