//! `kroniek stories`: which reports belong together, and how many independent origins they have.

use super::ListFormat;
use super::session::{InputArgs, Session};
use crate::export;
use anyhow::Result;
use clap::Args;
use kroniek_analyse::Depth;
use kroniek_link::Linker;
use kroniek_model::{Linked, Report};
use std::io::{self, Write};

/// Arguments of `stories`.
#[derive(Args)]
pub(super) struct Stories {
    #[command(flatten)]
    input: InputArgs,
    /// Text for people, or one JSON object a report.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
}

pub(super) fn run(args: &Stories) -> Result<u8> {
    let session = Session::open(&args.input)?;
    let (reports, digests, failed) = session.digest(&args.input, Depth::Names)?;
    let linked = Linker::new(&session.packs)?.stories(digests);
    let mut out = io::BufWriter::new(io::stdout().lock());
    match args.format {
        ListFormat::Jsonl => {
            for (report, l) in reports.iter().zip(&linked.reports) {
                let record = export::stories::record(&linked, l, report.path.as_deref());
                serde_json::to_writer(&mut out, &record)?;
                out.write_all(b"\n")?;
            }
        }
        ListFormat::Text => text(&mut out, &reports, &linked)?,
    }
    out.flush()?;
    Ok(u8::from(failed))
}

/// Stories with the most reports first; a line a report below each.
fn text(out: &mut impl Write, reports: &[Report], linked: &Linked) -> io::Result<()> {
    let mut stories: Vec<_> = linked.stories.iter().collect();
    stories.sort_by(|a, b| b.reports.len().cmp(&a.reports.len()).then(a.id.cmp(&b.id)));
    for story in stories {
        let mut origins: Vec<_> = story.reports.iter().map(|r| linked.reports[r.at()].origin).collect();
        origins.sort_unstable();
        origins.dedup();
        let title = story.title.as_deref().unwrap_or(&story.id);
        writeln!(out, "{title}  [{} / {}]", story.reports.len(), origins.len())?;
        for r in &story.reports {
            let l = &linked.reports[r.at()];
            let date = l.published.when.as_ref().map_or("?", |w| &w.edtf);
            let report = &reports[r.at()];
            let name = report.path.as_deref().unwrap_or(&report.id);
            let origin = &linked.origins[l.origin.at()].label;
            writeln!(out, "  {date:16}  {name}  ({origin})")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
