//! The blocks of a page: runs of characters between two block-level boundaries, in document order.

use super::dom::{Data, Dom, Id, is_silent};
use super::marks::{Mark, Marks};
use html5ever::{LocalName, local_name};
use rustc_hash::FxHashSet;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `h1` to `h6`, with the level.
    Heading(u8),
    /// A paragraph, or loose text in a division.
    Paragraph,
    /// An entry of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// The words under a picture.
    Caption,
}

/// A run of characters between two block-level boundaries.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// The block-level element that it stands in directly.
    pub(super) element: Id,
    /// The text nodes that it is made of; a line break is `None`.
    pub(super) pieces: Vec<Option<Id>>,
    /// Characters, with runs of white space as one.
    pub(super) chars: u32,
    /// Characters that are part of a link.
    pub(super) linked: u32,
    /// Whether it stands in something marked as no part of the article.
    pub(super) furniture: bool,
}

impl Block {
    /// How much running text it holds: characters outside links, none for a heading or a snippet.
    pub(super) fn weight(&self) -> u32 {
        let free = self.chars.saturating_sub(self.linked);
        match self.kind {
            _ if self.chars < 30 || free * 3 < self.chars => 0,
            Kind::Paragraph | Kind::Item => free,
            Kind::Cell => free / 2,
            Kind::Heading(_) | Kind::Caption => 0,
        }
    }
}

/// A page's blocks and what its elements are by their marks.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) all: Vec<Block>,
    /// Elements with marks that say where the article is, who wrote it and when, in document order.
    pub(super) marked: Vec<(Id, Mark)>,
}

/// Cuts a page into blocks.
pub(super) fn cut(dom: &Dom, marks: &Marks) -> Blocks {
    let mut cutter =
        Cutter { dom, marks, out: Blocks::default(), open: None, found: Vec::new(), away: Vec::new() };
    cutter.walk();
    let (mut out, away) = (cutter.out, cutter.away);
    // What is marked as no part of the article and yet holds most of the page's text is marked for another reason:
    // `page-with-sidebar`.
    let weights = weights(dom, &out.all, |_| true);
    let most = weights[Dom::ROOT as usize] / 2;
    // Nor does a mark that most of the text stands under: it is a building block of the site, `widget`.
    let mut by_mark = vec![0u32; marks.len()];
    let mut counted: FxHashSet<(Id, u16)> = FxHashSet::default();
    for (id, mark) in away.iter().filter_map(|&(id, mark)| Some((id, mark?))) {
        let weight = weights[id as usize];
        let inner =
            std::iter::successors(dom.parent(id), |&n| dom.parent(n)).any(|n| counted.contains(&(n, mark)));
        if weight > 0 && !inner {
            counted.insert((id, mark));
            by_mark[mark as usize] += weight;
        }
    }
    let mut is_away = vec![false; dom.len()];
    for (id, mark) in away {
        is_away[id as usize] |=
            weights[id as usize] <= most && mark.is_none_or(|m| by_mark[m as usize] <= most);
    }
    for block in &mut out.all {
        block.furniture =
            std::iter::successors(Some(block.element), |&n| dom.parent(n)).any(|n| is_away[n as usize]);
    }
    out
}

/// The weight of the blocks below each element, of those that `counts`.
pub(super) fn weights(dom: &Dom, blocks: &[Block], counts: impl Fn(&Block) -> bool) -> Vec<u32> {
    let mut weights = vec![0u32; dom.len()];
    for block in blocks.iter().filter(|b| counts(b)) {
        let weight = block.weight();
        let mut at = Some(block.element).filter(|_| weight > 0);
        while let Some(id) = at {
            weights[id as usize] = weights[id as usize].saturating_add(weight);
            at = dom.parent(id);
        }
    }
    weights
}

struct Cutter<'a> {
    dom: &'a Dom,
    marks: &'a Marks,
    out: Blocks,
    /// The block that is being filled.
    open: Option<Block>,
    found: Vec<(Mark, u16)>,
    /// Elements that say that they are no part of the article, with the number of the mark that says so.
    away: Vec<(Id, Option<u16>)>,
}

/// What holds for everything below an element.
#[derive(Clone, Copy)]
struct Context {
    /// The block-level element around.
    element: Id,
    kind: Kind,
    linked: bool,
    /// Not read: a word for screen readers, the box that opens over a term.
    unread: bool,
    /// White space counts.
    preformatted: bool,
}

impl Cutter<'_> {
    /// Goes through the tree without recursion: a page may be nested deeply.
    fn walk(&mut self) {
        let top = Context {
            element: Dom::ROOT,
            kind: Kind::Paragraph,
            linked: false,
            unread: false,
            preformatted: false,
        };
        // For each open element its context, whether it is a block, and the next child to look at.
        let mut stack = vec![(top, true, self.dom.children(Dom::ROOT).next())];
        while let Some((context, block, next)) = stack.last_mut() {
            let Some(id) = *next else {
                if *block {
                    self.close();
                }
                stack.pop();
                continue;
            };
            *next = self.dom.next(id);
            let context = *context;
            match self.dom.data(id) {
                Data::Text(text) if !context.unread => self.text(id, text, context),
                Data::Element { name, .. } => {
                    if is_silent(name) {
                        // A list of choices or a picture ends no sentence, a script neither.
                        continue;
                    }
                    if *name == local_name!("br") {
                        self.line_break();
                        continue;
                    }
                    let inner = self.enter(id, name, context);
                    let block = is_block(name);
                    if block {
                        self.close();
                    }
                    stack.push((inner, block, self.dom.children(id).next()));
                }
                Data::Text(_) | Data::Other => {}
            }
        }
    }

    fn is_hidden(&self, id: Id) -> bool {
        let dom = self.dom;
        dom.attribute(id, "hidden").is_some_and(|v| v != "until-found")
            || dom.attribute(id, "aria-hidden") == Some("true")
            || dom.attribute(id, "style").is_some_and(|s| {
                let s = s.to_ascii_lowercase();
                let after =
                    |key: &str| s.find(key).map(|i| s[i + key.len()..].trim_start_matches([' ', ':']));
                after("display").is_some_and(|v| v.starts_with("none"))
                    || after("visibility").is_some_and(|v| v.starts_with("hidden"))
            })
    }

    fn enter(&mut self, id: Id, name: &LocalName, around: Context) -> Context {
        let mut inner = around;
        if is_block(name) {
            inner.element = id;
            inner.kind = match *name {
                local_name!("h1") => Kind::Heading(1),
                local_name!("h2") => Kind::Heading(2),
                local_name!("h3") => Kind::Heading(3),
                local_name!("h4") => Kind::Heading(4),
                local_name!("h5") => Kind::Heading(5),
                local_name!("h6") => Kind::Heading(6),
                local_name!("li") | local_name!("dd") | local_name!("dt") => Kind::Item,
                local_name!("td") | local_name!("th") | local_name!("caption") => Kind::Cell,
                local_name!("figcaption") => Kind::Caption,
                local_name!("p") if matches!(around.kind, Kind::Caption | Kind::Item | Kind::Cell) => {
                    around.kind
                }
                local_name!("p") => Kind::Paragraph,
                _ if matches!(around.kind, Kind::Heading(_)) => Kind::Paragraph,
                _ => around.kind,
            };
        }
        inner.preformatted |= *name == local_name!("pre");
        inner.linked |= *name == local_name!("a");
        let inline = !is_block(name);
        let role = self.dom.attribute(id, "role").is_some_and(|r| AWAY_ROLES.contains(&r));
        if role || is_aside(name) || self.is_hidden(id) {
            inner.unread |= inline;
            self.away.push((id, None));
        }
        self.found.clear();
        for attribute in ["class", "id", "data-component", "data-testid", "data-block-type"] {
            if let Some(value) = self.dom.attribute(id, attribute) {
                self.marks.find(value, &mut self.found);
            }
        }
        if self.found.is_empty() {
            return inner;
        }
        for i in 0..self.found.len() {
            let (mark, _) = self.found[i];
            match mark {
                Mark::Furniture | Mark::Comments | Mark::Wall | Mark::Unread => {}
                Mark::Caption if !inline && around.kind != Kind::Caption => inner.kind = Kind::Caption,
                Mark::Caption => {}
                Mark::Content | Mark::Writer | Mark::Date => self.out.marked.push((id, mark)),
            }
        }
        if !self.found.iter().any(|m| m.0 == Mark::Content) {
            let away = self.found.iter().filter(|m| matches!(m.0, Mark::Furniture | Mark::Comments));
            inner.unread |= inline && self.found.iter().any(|m| m.0 == Mark::Unread);
            self.away.extend(away.map(|m| (id, Some(m.1))));
        }
        inner
    }

    fn text(&mut self, id: Id, text: &str, context: Context) {
        let mut chars = 0u32;
        let mut space = self.open.as_ref().is_none_or(|b| b.chars == 0);
        for c in text.chars() {
            let is_space = c.is_whitespace();
            chars += u32::from(!(is_space && space));
            space = is_space;
        }
        if chars == 0 && self.open.is_none() {
            return;
        }
        let block = self.open.get_or_insert_with(|| Block {
            kind: context.kind,
            element: context.element,
            pieces: Vec::new(),
            chars: 0,
            linked: 0,
            furniture: false,
        });
        block.pieces.push(Some(id));
        block.chars += chars;
        if context.linked {
            block.linked += chars;
        }
    }

    fn line_break(&mut self) {
        if let Some(block) = &mut self.open {
            if block.pieces.last() == Some(&None) && block.chars > 0 {
                // Two breaks in a row are how old pages end a paragraph.
                self.close();
            } else {
                block.pieces.push(None);
            }
        }
    }

    fn close(&mut self) {
        if let Some(block) = self.open.take()
            && block.chars > 0
        {
            self.out.all.push(block);
        }
    }
}

/// Roles (WAI-ARIA) of what stands beside an article.
const AWAY_ROLES: [&str; 13] = [
    "navigation",
    "complementary",
    "dialog",
    "alertdialog",
    "contentinfo",
    "search",
    "menu",
    "banner",
    "menubar",
    "toolbar",
    "tablist",
    "alert",
    "tooltip",
];

/// Elements for what stands beside an article.
fn is_aside(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("nav")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("dialog")
            | local_name!("aside")
            | local_name!("menu")
    )
}

/// Elements that end the line before them.
pub(super) fn is_block(name: &LocalName) -> bool {
    !matches!(
        *name,
        local_name!("a")
            | local_name!("abbr")
            | local_name!("acronym")
            | local_name!("b")
            | local_name!("bdi")
            | local_name!("bdo")
            | local_name!("big")
            | local_name!("cite")
            | local_name!("code")
            | local_name!("data")
            | local_name!("del")
            | local_name!("dfn")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("img")
            | local_name!("ins")
            | local_name!("kbd")
            | local_name!("label")
            | local_name!("mark")
            | local_name!("picture")
            | local_name!("q")
            | local_name!("s")
            | local_name!("samp")
            | local_name!("small")
            | local_name!("source")
            | local_name!("span")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("time")
            | local_name!("tt")
            | local_name!("u")
            | local_name!("var")
            | local_name!("wbr")
            | local_name!("meta")
            | local_name!("link")
    )
}
