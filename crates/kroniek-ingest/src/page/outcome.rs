//! What a page is: an article, the stub of one, a wall, an overview, nothing of the kind.

use super::block::{Block, Kind};
use super::meta::Meta;
use kroniek_lang::{Error, Packs, fold};

/// What a page turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// An article.
    Article,
    /// An article that grows by dated entries.
    LiveBlog,
    /// The beginning of an article; the rest is for subscribers.
    Stub,
    /// A page that asks for consent before it shows anything.
    ConsentWall,
    /// A front page, a section or a list of results.
    Overview,
    /// A message that there is no such page.
    Missing,
    /// Anything else without running text.
    NoArticle,
}

impl Outcome {
    /// The name in messages and records.
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Article => "article",
            Outcome::LiveBlog => "live-blog",
            Outcome::Stub => "stub",
            Outcome::ConsentWall => "consent-wall",
            Outcome::Overview => "overview",
            Outcome::Missing => "missing",
            Outcome::NoArticle => "no-article",
        }
    }

    /// Whether the page gives a report.
    pub const fn is_report(self) -> bool {
        matches!(self, Outcome::Article | Outcome::LiveBlog | Outcome::Stub)
    }
}

/// Phrases of walls, of all packs (a Dutch site may ask for consent in English).
#[derive(Debug, Clone, Default)]
pub(super) struct Walls {
    phrases: Vec<(String, Wall)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wall {
    Consent,
    Payment,
    Missing,
}

impl Walls {
    /// Reads `page/walls.tsv` of every pack.
    ///
    /// # Errors
    /// If a kind is unknown.
    pub(super) fn compile(packs: &Packs) -> Result<Self, Error> {
        let mut walls = Walls::default();
        for pack in packs.languages() {
            for row in pack.table("page/walls").rows() {
                let kind = match row.get("kind")? {
                    "consent" => Wall::Consent,
                    "payment" => Wall::Payment,
                    "missing" => Wall::Missing,
                    other => return Err(row.error(format!("{other:?} is no kind of wall"))),
                };
                walls.phrases.push((fold(row.key()).to_string(), kind));
            }
        }
        Ok(walls)
    }

    fn count(&self, folded: &str, kind: Wall) -> usize {
        self.phrases.iter().filter(|(p, k)| *k == kind && folded.contains(p.as_str())).count()
    }
}

/// Least letters of running text that make an article: two or three sentences.
const LEAST: usize = 180;

/// Most letters of an article that a wall is looked for in: no wall says more.
const WALL: usize = 2_500;

/// Letters below which an article may be no more than the beginning of one.
const SHORT: usize = 900;

/// Tells what a page is from its article text, all its blocks and what it says of itself.
pub(super) fn tell(
    meta: &Meta,
    article: &str,
    blocks: &[Block],
    page: &dyn Fn() -> String,
    walls: &Walls,
) -> Outcome {
    let letters = article.chars().filter(|c| c.is_alphabetic()).count();
    if letters < WALL {
        let text = fold(article);
        // Sentences that speak of consent; the marks of a wall come thick.
        let lines = text.lines().filter(|l| !l.trim().is_empty()).count().max(1);
        let asking = text.lines().filter(|l| walls.count(l, Wall::Consent) > 0).count();
        // An article on cookies has a writer or a date; a wall has neither.
        let written = meta.is_article || !meta.published.is_empty() || !meta.writers.is_empty();
        let dense = asking * 2 >= lines || asking * 3 >= lines && walls.count(&text, Wall::Consent) >= 6;
        if !written && walls.count(&text, Wall::Consent) >= 3 && dense {
            return Outcome::ConsentWall;
        }
        let head = fold(meta.title.as_ref().map_or("", |t| t.text.as_str()));
        if walls.count(&head, Wall::Missing) > 0 || letters < 600 && walls.count(&text, Wall::Missing) > 0 {
            return Outcome::Missing;
        }
    }
    if !meta.updates.is_empty() {
        return Outcome::LiveBlog;
    }
    let page_folded = if letters < WALL { fold(&page()) } else { String::new().into() };
    if letters < LEAST && !meta.locked && walls.count(&page_folded, Wall::Consent) >= 4 && !meta.is_article {
        return Outcome::ConsentWall;
    }
    if is_overview(meta, blocks, letters) {
        return Outcome::Overview;
    }
    let asks = if letters < WALL { walls.count(&page_folded, Wall::Payment) } else { 0 };
    if meta.locked && (asks > 0 || letters < SHORT) || asks > 1 || asks > 0 && letters < SHORT {
        return if letters >= 40 { Outcome::Stub } else { Outcome::NoArticle };
    }
    if letters < LEAST && !(meta.is_article && letters >= 60) {
        return Outcome::NoArticle;
    }
    Outcome::Article
}

/// Many headings that are links, and little text that is not teasers.
fn is_overview(meta: &Meta, blocks: &[Block], letters: usize) -> bool {
    let teasers =
        blocks.iter().filter(|b| matches!(b.kind, Kind::Heading(_)) && b.linked * 10 >= b.chars * 8).count();
    let long = blocks.iter().filter(|b| !b.furniture && b.weight() >= 200).count();
    if meta.is_article {
        return false;
    }
    meta.is_overview && (teasers >= 4 || long < 3) && letters < 4_000 || teasers >= 8 && long * 2 < teasers
}
