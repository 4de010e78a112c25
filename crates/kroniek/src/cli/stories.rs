//! `kroniek stories`: which reports belong together, and how many independent origins they have.

use super::ListFormat;
use super::decision;
use super::session::{InputArgs, Session};
use crate::export;
use anyhow::Result;
use clap::Args;
use kroniek_analyse::Depth;
use kroniek_link::Linker;
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `stories`.
#[derive(Args)]
pub(super) struct Stories {
    #[command(flatten)]
    input: InputArgs,
    /// Text for people, or one JSON object a report.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// A tab-separated file of decisions: `together` or `apart`, and two or more reports by id, path or file name.
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
}

pub(super) fn run(args: &Stories) -> Result<u8> {
    let session = Session::open(&args.input)?;
    let (reports, digests, failed) = session.digest(&args.input, Depth::Names)?;
    let mut decisions = session.decisions();
    if let Some(file) = &args.decisions {
        let more = decision::read_file(file, &reports)?;
        decisions.together.extend(more.together);
        decisions.apart.extend(more.apart);
    }
    let linked = Linker::new(&session.packs)?.stories_by(digests, &decisions);
    let mut out = io::BufWriter::new(io::stdout().lock());
    match args.format {
        ListFormat::Jsonl => {
            for (report, l) in reports.iter().zip(&linked.reports) {
                let record = export::stories::record(&linked, l, report.path.as_deref());
                serde_json::to_writer(&mut out, &record)?;
                out.write_all(b"\n")?;
            }
        }
        ListFormat::Text => export::stories::text(&mut out, &session.packs, &reports, &linked)?,
    }
    out.flush()?;
    for unmet in decisions.unmet(|id| reports.iter().any(|r| r.id == id)) {
        eprintln!("{}", export::stories::unmet(&session.packs, &reports, &unmet));
    }
    Ok(u8::from(failed))
}
