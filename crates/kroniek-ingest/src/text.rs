//! Plain text files.

use crate::masthead::{self, Layout, Order};
use crate::{Reader, Refusal, decode};
use kroniek_model::{Manner, Region, RegionKind, Report, SourceMap, Span};
use smol_str::{SmolStr, format_smolstr};

/// What stands between the title and the body of a report's text.
const SEAM: &str = "\n\n";

/// Reads a file as one report: its masthead goes into the fields, its title and body are the text.
pub(crate) fn read(reader: &Reader, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
    let (source, notices) = decode::decode(bytes)?;
    let hash = blake3::hash(bytes).to_hex();
    let language = reader.detector.detect(&source);
    let (layout, mut report) = take_apart(reader, &source, language, None, None);
    report.id = format_smolstr!("r{}", &hash[..12]);
    report.path = path.map(str::to_owned);
    report.capture = hash.as_str().into();
    report.notices.splice(0..0, notices);
    compose(&source, &layout, &mut report);
    Ok(report)
}

/// A report with all that the masthead tells, and as yet without text and regions.
pub(crate) fn take_apart(
    reader: &Reader,
    source: &str,
    language: SmolStr,
    title: Option<&str>,
    url: Option<&str>,
) -> (Layout, Report) {
    let known = reader.language(&language);
    let publishers = known.habits.publishers();
    let mut publisher = url.and_then(|u| publishers.by_url(u));
    // A paper that is known writes its own order, or its language's; one that is not may write either.
    let habits = &known.habits;
    let order = |p: Option<&crate::Publisher>| Order {
        usual: p.and_then(|p| p.date_order).unwrap_or(habits.date_order),
        open: p.is_none() && habits.both_orders,
    };
    let mut layout = masthead::parse(source, title, habits, order(publisher));
    if publisher.is_none() {
        publisher = layout.publisher.as_deref().and_then(|name| publishers.by_mark(name));
        // The paper's own order of day and month is known only once its name has been read.
        if order(publisher) != order(None) {
            layout = masthead::parse(source, title, habits, order(publisher));
        }
    }
    let (published, zone, notices) = layout.published(source);
    let usual = || publisher.map_or_else(|| known.zone.clone(), |p| p.zone.as_str().into());
    let zone = zone.or_else(|| reader.zone.clone()).unwrap_or_else(usual);
    let report = Report {
        id: SmolStr::default(),
        path: None,
        capture: SmolStr::default(),
        language,
        title: layout.title.clone().map(|r| one_line(&source[r])),
        byline: layout.byline.clone(),
        credits: layout.credits.clone(),
        publisher: publisher.map(|p| p.name.clone()).or_else(|| layout.publisher.clone()),
        url: url.map(str::to_owned),
        published,
        manner: Manner::Report,
        modified: None,
        section: None,
        zone,
        text: String::new(),
        regions: Vec::new(),
        map: None,
        notices,
    };
    (layout, report)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Puts title and body together, each piece with its way back to the source. Carriage returns are left out.
pub(crate) fn compose(source: &str, layout: &Layout, report: &mut Report) {
    let mut map = SourceMap::default();
    let mut text = String::with_capacity(source.len());
    let mut before: Option<(usize, RegionKind)> = None;
    for (i, part) in layout.parts.iter().enumerate() {
        if matches!(part.kind, RegionKind::Masthead | RegionKind::Dateline) {
            continue;
        }
        let title = part.kind == RegionKind::Title;
        let range = layout.title.clone().filter(|_| title).unwrap_or_else(|| part.range.clone());
        let touches = before.filter(|&(end, kind)| {
            kind != RegionKind::Title && !title && layout.parts[i - 1].range.end == end
        });
        match touches {
            Some((end, _)) => copy(source, end..range.start, &mut text, &mut map),
            None if before.is_some() => text.push_str(SEAM),
            None => {}
        }
        let start = text.len();
        copy(source, range, &mut text, &mut map);
        report.regions.push(Region { span: Span::at(start..text.len()), kind: part.kind });
        before = Some((part.range.end, part.kind));
    }
    report.text = text;
    map.count_points(source);
    report.map = Some(map);
}

fn copy(source: &str, range: std::ops::Range<usize>, text: &mut String, map: &mut SourceMap) {
    let mut from = range.start;
    for piece in source[range].split_inclusive('\r') {
        let kept = piece.strip_suffix('\r').unwrap_or(piece);
        map.push(text.len() as u32, from as u32, kept.len() as u32);
        text.push_str(kept);
        from += piece.len();
    }
}

/// The regions of a text that stays as it is.
pub(crate) fn regions(layout: &Layout) -> Vec<Region> {
    layout.parts.iter().map(|p| Region { span: Span::at(p.range.clone()), kind: p.kind }).collect()
}
