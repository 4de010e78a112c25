//! A piece of HTML without a page around it: the text of a feed's entry, of a message.

use super::block::{self, Kind};
use super::dom::Dom;
use super::{Rules, push_line, text};

/// The paragraphs of a piece of HTML, a line each; captions and what is marked as no part of an article left out.
pub(crate) fn plain(rules: &Rules, html: &str) -> String {
    let mut out = String::new();
    if !html.contains(['<', '&']) {
        html.lines().for_each(|line| push_line(&mut out, &super::meta::clean(line)));
        return out;
    }
    let dom = Dom::parse(html);
    for block in &block::cut(&dom, &rules.marks).all {
        if !block.furniture && block.kind != Kind::Caption {
            push_line(&mut out, &text(&dom, block));
        }
    }
    out
}
