//! The wire contract of `annotate --text-only`: what reading made of a report. `text` is the body, without the title.

use super::annotate::{Date, date};
use kroniek_lang::Packs;
use kroniek_model::{RegionKind, Report};
use serde::Serialize;

/// One report after reading.
#[derive(Serialize)]
pub struct Record<'a> {
    id: &'a str,
    path: Option<&'a str>,
    language: &'a str,
    title: Option<&'a str>,
    byline: &'a [String],
    credits: &'a [String],
    publisher: Option<&'a str>,
    section: Option<&'a str>,
    url: Option<&'a str>,
    published: Date<'a>,
    /// EDTF; null where the page does not say.
    modified: Option<&'a str>,
    text: String,
}

/// Makes the record of a report.
pub fn record<'a>(r: &'a Report, packs: &Packs) -> Record<'a> {
    Record {
        id: &r.id,
        path: r.path.as_deref(),
        language: &r.language,
        title: r.title.as_deref(),
        byline: &r.byline,
        credits: &r.credits,
        publisher: r.publisher.as_deref(),
        section: r.section.as_deref(),
        url: r.url.as_deref(),
        published: date(&r.published, &r.language, packs),
        modified: r.modified.as_ref().map(|w| w.edtf.as_str()),
        text: body(r),
    }
}

/// What is left of the text without title, masthead and furniture; white space between what is left stays.
fn body(r: &Report) -> String {
    let mut out = String::with_capacity(r.text.len());
    let mut end: Option<(usize, bool)> = None;
    for region in &r.regions {
        let kept = matches!(region.kind, RegionKind::Body | RegionKind::Heading);
        let range = region.span.range();
        if kept {
            match end {
                Some((end, true)) => out.push_str(&r.text[end..range.start]),
                _ if !out.is_empty() => out.push_str("\n\n"),
                _ => {}
            }
            out.push_str(&r.text[range.clone()]);
        }
        end = Some((range.end, kept));
    }
    out
}
