//! Where the article is: the smallest part of a page that holds most of its running text.
//!
//! The idea is that of Readability (Arc90, 2009) and of boilerplate detection by text and link density (Kohlschütter,
//! Fankhauser and Nejdl, WSDM 2010), put together the other way round: instead of scoring every element, the walk goes
//! down from the page as long as one child keeps nearly all running text.

use super::block::{Block, Blocks, Kind, weights};
use super::dom::{Dom, Id};
use super::marks::Mark;
use html5ever::local_name;
use std::ops::Range;

/// Finds the blocks of the article, as a range of the page's blocks; which of those are kept, see [`is_kept`].
pub(super) fn find(dom: &Dom, blocks: &Blocks) -> Option<(Id, Range<usize>)> {
    let weight = weights(dom, &blocks.all, |b| !b.furniture);
    let total = weight[Dom::ROOT as usize];
    if total == 0 {
        return None;
    }
    let mut top = start(dom, blocks, &weight, total);
    loop {
        let here = weight[top as usize];
        let Some(best) = dom.children(top).max_by_key(|&c| (weight[c as usize], std::cmp::Reverse(c))) else {
            break;
        };
        if (weight[best as usize] as u64) * 100 < here as u64 * 92 || !is_container(dom, best) {
            break;
        }
        top = best;
    }
    let first = blocks.all.iter().position(|b| dom.is_within(b.element, top))?;
    let last = blocks.all.iter().rposition(|b| dom.is_within(b.element, top))?;
    Some((top, first..last + 1))
}

/// Elements that hold paragraphs, not words.
fn is_container(dom: &Dom, id: Id) -> bool {
    dom.name(id).is_some_and(|n| {
        !matches!(
            *n,
            local_name!("p")
                | local_name!("li")
                | local_name!("ul")
                | local_name!("ol")
                | local_name!("table")
                | local_name!("tbody")
                | local_name!("tr")
                | local_name!("td")
                | local_name!("blockquote")
        )
    })
}

/// Where the walk down begins: at what the page itself marks as the article, if that holds enough of its text.
fn start(dom: &Dom, blocks: &Blocks, weight: &[u32], total: u32) -> Id {
    let enough = |id: Id, percent: u64| weight[id as usize] as u64 * 100 >= total as u64 * percent;
    let best = |all: &mut dyn Iterator<Item = Id>, percent| {
        all.filter(|&id| enough(id, percent)).max_by_key(|&id| (weight[id as usize], id))
    };
    let property = &mut dom.descend(Dom::ROOT).filter(|&id| {
        dom.attribute(id, "itemprop").is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "articleBody"))
    });
    best(property, 40)
        .or_else(|| best(&mut blocks.marked.iter().filter(|m| m.1 == Mark::Content).map(|m| m.0), 50))
        .or_else(|| best(&mut dom.descend(Dom::ROOT).filter(|&id| dom.is(id, &local_name!("article"))), 50))
        .or_else(|| best(&mut dom.descend(Dom::ROOT).filter(|&id| dom.is(id, &local_name!("main"))), 50))
        .unwrap_or(Dom::ROOT)
}

/// Which blocks of the article's part of the page are the article: `title` is the page's.
pub(super) fn kept(blocks: &[Block], title: Option<&str>, text: impl Fn(&Block) -> String) -> Vec<bool> {
    let mut kept: Vec<bool> = blocks.iter().map(is_kept).collect();
    let is_prose = |b: &Block| b.chars >= 80 && b.linked * 2 < b.chars && !matches!(b.kind, Kind::Heading(_));
    // Before the first paragraph stand title, writer and date.
    let first = (0..blocks.len()).find(|&i| kept[i] && is_prose(&blocks[i])).unwrap_or(0);
    let title = title.map(letters);
    for i in 0..first {
        let line = text(&blocks[i]);
        let repeats = title.as_ref().is_some_and(|t| *t == letters(&line));
        let heading = matches!(blocks[i].kind, Kind::Heading(_));
        if repeats || !heading && !ends_sentence(&line) && blocks[i].chars < 60 {
            kept[i] = false;
        }
    }
    // A heading with nothing under it has lost what it stood over.
    let mut below = false;
    for i in (0..blocks.len()).rev().filter(|&i| i >= first) {
        if matches!(blocks[i].kind, Kind::Heading(_)) {
            kept[i] &= below;
        } else if kept[i] {
            below = true;
        }
    }
    kept
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ' ']).ends_with(['.', '!', '?', '…', ':'])
}

/// Letters and digits only, in small letters: how titles are compared.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_kept(block: &Block) -> bool {
    if block.furniture || block.kind == Kind::Caption {
        return false;
    }
    // A line of nothing but links is a list of other articles, unless it is a whole sentence.
    let linked = block.linked * 10 >= block.chars * 9;
    match block.kind {
        Kind::Heading(_) => !linked || block.chars > 15,
        _ => !linked,
    }
}
