//! Web pages: what of them is the article, and what they say of it.
//!
//! A page goes through html5ever's parser into [`dom`], is cut into [`block`]s, and [`body`] finds those of the article;
//! [`meta`] collects what the page says of it, and [`outcome`] tells whether it is an article at all. Title, the lines
//! between it and the first paragraph, and the article then go the way of plain text: the masthead is parsed as there.

mod block;
mod body;
mod dom;
mod fragment;
mod linked_data;
mod marks;
mod meta;
mod outcome;

pub(crate) use fragment::plain;
pub use outcome::Outcome;

use crate::masthead::line::{self, DatedLine};
use crate::text::{compose, take_apart};
use crate::{Reader, Refusal, decode, edtf};
use block::{Block, Kind};
use dom::{Data, Dom};
use jiff::tz::TimeZone;
use kroniek_lang::{Error, Packs};
use kroniek_model::{DateBasis, DateClue, Message, Notice, Published, Report, When};
use marks::Marks;
use meta::{Found, Meta};
use outcome::Walls;
use smol_str::{SmolStr, format_smolstr};

/// What reading pages needs of the packs.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    marks: Marks,
    walls: Walls,
}

impl Rules {
    /// Compiles the tables of the packs.
    ///
    /// # Errors
    /// If a table is not well formed.
    pub(crate) fn compile(packs: &Packs) -> Result<Self, Error> {
        Ok(Rules { marks: Marks::compile(packs)?, walls: Walls::compile(packs)? })
    }
}

/// Reads a page as one report. `url` is where it was fetched, where that is known.
///
/// # Errors
/// If the page is no article; the refusal names what it is.
pub(crate) fn read(
    reader: &Reader,
    path: Option<&str>,
    bytes: &[u8],
    url: Option<&str>,
) -> Result<Report, Refusal> {
    let (html, notices) = decode::page(bytes)?;
    let dom = Dom::parse(&html);
    let blocks = block::cut(&dom, &reader.pages.marks);
    let found = body::find(&dom, &blocks);
    let body = || found.iter().flat_map(|f| &blocks.all[f.1.clone()]).filter(|b| b.weight() > 0);
    let sample = body().take(40).map(|b| text(&dom, b)).collect::<Vec<_>>().join("\n");
    let language = language(reader, &dom, &sample);
    let habits = &reader.language(&language).habits;
    let meta = meta::read(&dom, &blocks, habits);
    let start = found.as_ref().map_or(0, |f| f.1.start);
    let article = Article::take(&dom, &blocks.all, found.map(|f| f.1), &meta);
    let outcome = outcome::tell(
        &meta,
        &article.body,
        &blocks.all,
        &|| whole(&dom, &blocks.all[start..]),
        &reader.pages.walls,
    );
    if !outcome.is_report() {
        return Err(refusal(outcome));
    }
    let hash = blake3::hash(bytes).to_hex();
    let source = article.source(&meta);
    let title = meta.title.as_ref().map(|t| t.text.as_str());
    let address = url.or(meta.url.as_deref());
    let (layout, mut report) = take_apart(reader, &source, language, title, address);
    report.id = format_smolstr!("r{}", &hash[..12]);
    report.path = path.map(str::to_owned);
    report.capture = hash.as_str().into();
    report.notices.splice(0..0, notices);
    compose(&source, &layout, &mut report);
    // The map leads to the text taken from the page, not to the page.
    report.map = None;
    let order = crate::masthead::Order { usual: habits.date_order, open: false };
    let zone = TimeZone::get(&report.zone).unwrap_or(TimeZone::UTC);
    let visible: Vec<DatedLine> = article
        .near
        .iter()
        .filter_map(|near| {
            let mut found = line::date(&near.line, habits, order);
            if let Some(when) = near.moment.as_deref().and_then(|m| edtf::parse(m, &zone)) {
                let label = line::label(&near.line, habits);
                found = Some(
                    found
                        .map_or_else(|| label.dated(when.clone()), |f| DatedLine { when: when.clone(), ..f }),
                );
            }
            found
        })
        .collect();
    fill(&mut report, meta, &visible);
    if dom.cut {
        report.notices.push(notice("ingest.page-cut"));
    }
    if outcome == Outcome::Stub {
        report.notices.push(notice("ingest.page-stub"));
    }
    Ok(report)
}

/// The language of the article's text; of a text too short to tell, the one that the page says.
fn language(reader: &Reader, dom: &Dom, sample: &str) -> SmolStr {
    let detected = reader.detector.detect(sample);
    if detected != crate::language::UNKNOWN {
        return detected;
    }
    let html = dom.children(Dom::ROOT).find_map(|n| dom.attribute(n, "lang"));
    let code = html.and_then(|l| l.trim().split(['-', '_']).next()).unwrap_or("").to_ascii_lowercase();
    if code.is_empty() { detected } else { code.into() }
}

/// All that stands in some blocks, a block a line.
fn whole(dom: &Dom, blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|b| push_line(&mut out, &text(dom, b)));
    out
}

fn notice(id: &'static str) -> Notice {
    Notice { message: Message::new(id), span: None }
}

/// Why a page is no report.
fn refusal(outcome: Outcome) -> Refusal {
    Refusal::page(
        outcome,
        match outcome {
            Outcome::ConsentWall => {
                "a page that asks for consent was found, an article was expected; save the page after the consent"
            }
            Outcome::Overview => {
                "an overview of articles was found, an article was expected; save the articles themselves"
            }
            Outcome::Missing => "a message that there is no such page was found, an article was expected",
            _ => "a page without the text of an article was found",
        },
    )
}

/// A short line near the title, and the machine-readable moment of a `time` element in it.
#[derive(Debug)]
struct Near {
    line: String,
    moment: Option<String>,
}

/// The text of a page that matters.
#[derive(Debug, Default)]
struct Article {
    /// Lines between title and first paragraph, and before the title: writer, date, section.
    head: String,
    /// All short lines around the title and before the first paragraph, where a date may stand.
    near: Vec<Near>,
    /// The article, a paragraph a line.
    body: String,
}

impl Article {
    fn take(dom: &Dom, blocks: &[Block], range: Option<std::ops::Range<usize>>, meta: &Meta) -> Article {
        let Some(range) = range else {
            return Article { body: paragraphs(meta.body.as_deref()), ..Article::default() };
        };
        let title = meta.title.as_ref().map(|t| t.text.as_str());
        let all = &blocks[range.clone()];
        let kept = body::kept(all, title, |b| text(dom, b));
        let mut article = Article::default();
        for (block, _) in all.iter().zip(&kept).filter(|(_, k)| **k) {
            push_line(&mut article.body, &text(dom, block));
        }
        let first = kept.iter().zip(all).position(|(k, b)| *k && b.weight() > 60).unwrap_or(0) + range.start;
        // The heading stands a few lines above the text at most.
        let is_title = |b: &Block| {
            matches!(b.kind, Kind::Heading(1))
                || title.is_some_and(|t| b.chars > 10 && meta::letters(t) == meta::letters(&text(dom, b)))
        };
        let from = blocks[..first].iter().rposition(is_title).map_or(first.saturating_sub(4), |i| i + 1);
        let mut before = Vec::new();
        for (i, block) in blocks.iter().enumerate().take(first + 1).skip(from.saturating_sub(9)) {
            if block.chars <= 160 && !matches!(block.kind, Kind::Caption) {
                let time = |&p: &Option<dom::Id>| {
                    let parent = dom.parent(p?)?;
                    dom.attribute(parent, "datetime").map(str::to_owned)
                };
                let near = Near { line: text(dom, block), moment: block.pieces.iter().find_map(time) };
                // Behind the title is the usual place; before it stand other articles' dates as well.
                if i >= from { article.near.push(near) } else { before.push(near) }
            }
            if i < from || i >= first {
                continue;
            }
            let taken = i >= range.start && kept[i - range.start];
            let short = block.chars <= 120 && !matches!(block.kind, Kind::Heading(_) | Kind::Caption);
            if short && !taken && !block.furniture && i + 12 > first {
                push_line(&mut article.head, &text(dom, block));
            }
        }
        article.near.extend(before.into_iter().rev());
        // What scripts put into the page later may stand in its data.
        let held = paragraphs(meta.body.as_deref());
        if held.len() > 400 && article.body.len() * 10 < held.len() * 6 {
            article.body = held;
        }
        article
    }

    /// The page as a plain text: title, masthead lines, body.
    fn source(&self, meta: &Meta) -> String {
        let mut out = String::new();
        if let Some(title) = &meta.title {
            push_line(&mut out, &title.text);
        }
        push_line(&mut out, &self.head);
        if !out.is_empty() {
            out.push('\n');
        }
        push_line(&mut out, &self.body);
        out
    }
}

/// Text of JSON-LD as lines; markup in it is taken out.
fn paragraphs(body: Option<&str>) -> String {
    let Some(body) = body else { return String::new() };
    let plain = if body.contains("</") {
        let dom = Dom::parse(body);
        dom.text(Dom::ROOT)
    } else {
        body.to_owned()
    };
    let mut out = String::new();
    for line in plain.lines() {
        push_line(&mut out, &meta::clean(line));
    }
    out
}

fn push_line(out: &mut String, line: &str) {
    if line.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(line);
}

/// The characters of a block, runs of white space as one space.
fn text(dom: &Dom, block: &Block) -> String {
    let mut out = String::with_capacity(block.chars as usize + 8);
    let mut space = false;
    for piece in &block.pieces {
        let part = match piece {
            Some(id) => match dom.data(*id) {
                Data::Text(t) => t,
                _ => continue,
            },
            None => " ",
        };
        for c in part.chars() {
            if c.is_whitespace() {
                space = !out.is_empty();
            } else if c != '\u{ad}' && c != '\u{200b}' && c != '\u{feff}' {
                if space {
                    out.push(' ');
                    space = false;
                }
                out.push(c);
            }
        }
    }
    out
}

/// What the page says of itself goes before what its lines look like; a date that is printed beside the title and says
/// of itself that it is older, before one that a site's software set anew.
fn fill(report: &mut Report, meta: Meta, visible: &[DatedLine]) {
    report.title = meta.title.map(|t| t.text).or(report.title.take());
    if !meta.writers.is_empty() {
        report.byline = meta.writers;
    }
    report.section = meta.section;
    report.publisher = report.publisher.take().or(meta.publisher);
    report.url = report.url.take().or(meta.url);
    let zone = TimeZone::get(&report.zone).unwrap_or(TimeZone::UTC);
    let stated = |when, place: &str, text: String| {
        let message = Message::new("published.page").with("place", place).with("text", text);
        Published { when: Some(when), basis: DateBasis::Stated(message), clue: DateClue::default() }
    };
    report.modified = best(&meta.modified, &zone)
        .map(|(when, _)| when)
        .or_else(|| visible.iter().find(|d| d.is_modified).map(|d| d.when.clone()));
    let printed = visible.iter().filter(|d| !d.is_modified).min_by_key(|d| !d.is_published);
    let said = best(&meta.published, &zone);
    let changed = report.modified.clone();
    let day = |w: &When| w.earliest.map(|t| t.date());
    match (said, printed) {
        // The text as it stands is of the printed day: a page may be years older than what it says now.
        (Some((when, _)), Some(line))
            if line.when.latest < when.earliest
                || changed.as_ref().is_some_and(|c| day(c) == day(&line.when)) =>
        {
            report.published = stated(line.when.clone(), "page", line.when.edtf.clone());
        }
        (Some((when, found)), _) => report.published = stated(when, found.place, found.text.clone()),
        (None, Some(line)) => report.published = stated(line.when.clone(), "page", line.when.edtf.clone()),
        (None, None) => {}
    }
}

/// The first place whose date can be read.
fn best<'f>(all: &'f [Found], zone: &TimeZone) -> Option<(When, &'f Found)> {
    all.iter().find_map(|f| Some((edtf::parse(&f.text, zone)?, f)))
}
