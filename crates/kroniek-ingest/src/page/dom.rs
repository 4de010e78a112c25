//! The tree of a page: nodes in one vector, as html5ever's tree builder makes them.
//!
//! Hostile pages are cut off, not followed: nesting, nodes and attributes have a limit each, and [`Dom::cut`] tells.

use super::block::is_block;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, ParseOpts, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Deepest nesting that is followed. Real pages have 20 to 60; the tree builder looks at all open elements again and
/// again, so that without a limit a page of nothing but `<div>` costs the square of its length.
const DEEPEST: u32 = 1500;

/// Most nodes of one page. A page of 8 MB has 300,000.
const MOST_NODES: usize = 2_000_000;

/// How much is parsed between two looks at the limits, in bytes.
const CHUNK: usize = 16 << 10;

/// A node's place in [`Dom`].
pub(super) type Id = u32;

/// No node.
const NONE: Id = Id::MAX;

/// The tree of a page.
#[derive(Debug, Default)]
pub(super) struct Dom {
    nodes: Vec<Node>,
    /// Whether parsing stopped at a limit: the tree holds the beginning of the page only.
    pub(super) cut: bool,
}

#[derive(Debug)]
struct Node {
    parent: Id,
    first: Id,
    last: Id,
    next: Id,
    previous: Id,
    data: Data,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
    /// An HTML, SVG or MathML element.
    Element { name: LocalName, attributes: Vec<Attribute> },
    /// Characters, entities decoded.
    Text(StrTendril),
    /// The document, a comment, a doctype.
    Other,
}

impl Dom {
    /// Parses a page of any length and quality; what a browser would make of it, within the limits.
    pub(super) fn parse(html: &str) -> Dom {
        let sink = Sink::default();
        sink.push(Data::Other, NONE);
        let mut parser = html5ever::parse_document(sink, ParseOpts::default());
        let mut rest = html;
        let mut cut = false;
        while !rest.is_empty() {
            let at = rest.len().min(CHUNK);
            let at = (at..=rest.len()).find(|&i| rest.is_char_boundary(i)).unwrap_or(rest.len());
            let (chunk, after) = rest.split_at(at);
            parser.process(StrTendril::from_slice(chunk));
            rest = after;
            let sink = &parser.tokenizer.sink.sink;
            if sink.deepest.get() > DEEPEST || sink.nodes.borrow().len() > MOST_NODES {
                cut = !rest.is_empty();
                break;
            }
        }
        let nodes = parser.finish();
        Dom { nodes, cut }
    }

    /// The document node.
    pub(super) const ROOT: Id = 0;

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn data(&self, id: Id) -> &Data {
        &self.nodes[id as usize].data
    }

    /// The name of an element; `None` for text and others.
    pub(super) fn name(&self, id: Id) -> Option<&LocalName> {
        match self.data(id) {
            Data::Element { name, .. } => Some(name),
            _ => None,
        }
    }

    pub(super) fn is(&self, id: Id, name: &LocalName) -> bool {
        self.name(id) == Some(name)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match self.data(id) {
            Data::Element { attributes, .. } => {
                attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
            }
            _ => None,
        }
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        some(self.nodes[id as usize].parent)
    }

    pub(super) fn next(&self, id: Id) -> Option<Id> {
        some(self.nodes[id as usize].next)
    }

    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(some(self.nodes[id as usize].first), |&n| self.next(n))
    }

    /// The nodes below and with `top` in document order.
    pub(super) fn descend(&self, top: Id) -> Descend<'_> {
        Descend { dom: self, top, at: Some(top) }
    }

    /// Whether `id` is `top` or below it.
    pub(super) fn is_within(&self, id: Id, top: Id) -> bool {
        std::iter::successors(Some(id), |&n| self.parent(n)).any(|n| n == top)
    }

    /// All text below a node, white space as it stands.
    pub(super) fn text(&self, top: Id) -> String {
        let mut out = String::new();
        for id in self.descend(top) {
            if let Data::Text(t) = self.data(id) {
                out.push_str(t);
            }
        }
        out
    }

    /// All text below a node, runs of white space as one space, none at the ends.
    pub(super) fn words(&self, top: Id) -> String {
        let mut out = String::new();
        let mut walk = self.descend(top);
        while let Some(id) = walk.next() {
            match self.data(id) {
                Data::Text(t) => out.push_str(t),
                Data::Element { name, .. } if is_silent(name) => walk.pass(id),
                Data::Element { name, .. } if *name == local_name!("br") || is_block(name) => out.push(' '),
                _ => {}
            }
        }
        let mut words = String::with_capacity(out.len());
        for word in out.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        words
    }
}

/// Elements whose characters nobody reads.
pub(super) fn is_silent(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("noscript")
            | local_name!("svg")
            | local_name!("math")
            | local_name!("iframe")
            | local_name!("object")
            | local_name!("head")
            | local_name!("select")
            | local_name!("textarea")
            | local_name!("button")
            | local_name!("canvas")
            | local_name!("audio")
            | local_name!("video")
    )
}

/// A walk in document order; see [`Dom::descend`].
pub(super) struct Descend<'d> {
    dom: &'d Dom,
    top: Id,
    at: Option<Id>,
}

impl Descend<'_> {
    /// Leaves out what lies below `id`, the node given last.
    pub(super) fn pass(&mut self, id: Id) {
        self.at = self.after(id);
    }

    fn after(&self, id: Id) -> Option<Id> {
        let mut n = id;
        while n != self.top {
            if let Some(next) = self.dom.next(n) {
                return Some(next);
            }
            n = self.dom.parent(n)?;
        }
        None
    }
}

impl Iterator for Descend<'_> {
    type Item = Id;

    fn next(&mut self) -> Option<Id> {
        let id = self.at?;
        self.at = some(self.dom.nodes[id as usize].first).or_else(|| self.after(id));
        Some(id)
    }
}

fn some(id: Id) -> Option<Id> {
    (id != NONE).then_some(id)
}

/// What html5ever holds of a node: its place, and the name of an element.
#[derive(Clone, Debug)]
struct Handle {
    id: Id,
    name: Option<Rc<QualName>>,
}

#[derive(Default)]
struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// Depth of each node; as deep as it was when it was put in.
    depths: RefCell<Vec<u32>>,
    deepest: Cell<u32>,
}

impl Sink {
    fn push(&self, data: Data, parent: Id) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        let id = nodes.len() as Id;
        nodes.push(Node { parent, first: NONE, last: NONE, next: NONE, previous: NONE, data });
        self.depths.borrow_mut().push(0);
        id
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let node = &mut nodes[id as usize];
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        match some(previous) {
            Some(p) => nodes[p as usize].next = next,
            None if parent != NONE => nodes[parent as usize].first = next,
            None => {}
        }
        match some(next) {
            Some(n) => nodes[n as usize].previous = previous,
            None if parent != NONE => nodes[parent as usize].last = previous,
            None => {}
        }
    }

    /// Puts a detached node before `before`, or last.
    fn attach(&self, id: Id, parent: Id, before: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let previous = match some(before) {
            Some(b) => std::mem::replace(&mut nodes[b as usize].previous, id),
            None => std::mem::replace(&mut nodes[parent as usize].last, id),
        };
        match some(previous) {
            Some(p) => nodes[p as usize].next = id,
            None => nodes[parent as usize].first = id,
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next) = (parent, previous, before);
        let mut depths = self.depths.borrow_mut();
        depths[id as usize] = depths[parent as usize] + 1;
        self.deepest.set(self.deepest.get().max(depths[id as usize]));
    }

    fn insert(&self, parent: Id, before: Id, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.id);
                self.attach(handle.id, parent, before);
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let previous = match some(before) {
                    Some(b) => nodes[b as usize].previous,
                    None => nodes[parent as usize].last,
                };
                if let Some(p) = some(previous)
                    && let Data::Text(old) = &mut nodes[p as usize].data
                {
                    old.push_tendril(&text);
                    return;
                }
                drop(nodes);
                let id = self.push(Data::Text(text), NONE);
                self.attach(id, parent, before);
            }
        }
    }
}

/// The name of an element, borrowed from its handle.
#[derive(Debug)]
struct Name<'a>(ExpandedName<'a>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        self.0.local
    }
}

/// What stands in for the name of a node that has none; html5ever never asks.
static NAMELESS: (Namespace, LocalName) = (ns!(), local_name!(""));

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Vec<Node>;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: Dom::ROOT, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Name<'a> {
        Name(match &target.name {
            Some(name) => name.expanded(),
            None => ExpandedName { ns: &NAMELESS.0, local: &NAMELESS.1 },
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let id = self.push(Data::Element { name: name.local.clone(), attributes }, NONE);
        Handle { id, name: Some(Rc::new(name)) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle { id: self.push(Data::Other, NONE), name: None }
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle { id: self.push(Data::Other, NONE), name: None }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[element.id as usize].parent;
        if parent == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, node: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(handle) = &node {
            self.detach(handle.id);
        }
        let parent = self.nodes.borrow()[sibling.id as usize].parent;
        if parent != NONE {
            self.insert(parent, sibling.id, node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, more: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.id as usize].data {
            for new in more {
                if !attributes.iter().any(|a| a.name == new.name) {
                    attributes.push(new);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        loop {
            let first = self.nodes.borrow()[node.id as usize].first;
            if first == NONE {
                return;
            }
            self.detach(first);
            self.attach(first, parent.id, NONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(Dom::parse(html).words(Dom::ROOT), expected);
    }

    #[test]
    fn the_tree_is_what_a_browser_makes_of_it() {
        check("<p>een<p>twee", "een twee");
        check("a<b>b<i>c</b>d</i>e", "abcde");
        check("<table><tr><td>x</table>", "x");
        check("<table>voor<tr><td>x</table>", "voor x");
        check("<script>weg()</script>caf&eacute; &amp; &#8364;5", "café & €5");
        check("", "");
    }

    #[test]
    fn a_page_without_bottom_is_cut_off() {
        let dom = Dom::parse(&"<div>".repeat(300_000));
        assert!(dom.cut && dom.len() < 10_000);
        assert!(!Dom::parse(&"<p>x".repeat(50_000)).cut);
    }
}
