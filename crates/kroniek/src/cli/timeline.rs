//! `kroniek timeline`: the dates that matter and the sentences that tell them.

use super::ListFormat;
use super::session::{InputArgs, Session};
use crate::export;
use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use kroniek_analyse::Depth;
use kroniek_link::timeline;
use std::io::{self, Write};

/// Arguments of `timeline`.
#[derive(Args)]
pub(super) struct Timeline {
    #[command(flatten)]
    input: InputArgs,
    /// Text for people, or one JSON object a date.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// No date before this day.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// No date after this day.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// At most so many dates.
    #[arg(long, default_value_t = 20, value_name = "N")]
    max_dates: usize,
    /// At most so many sentences a date.
    #[arg(long, default_value_t = 2, value_name = "N")]
    max_sentences: usize,
}

pub(super) fn run(args: &Timeline) -> Result<u8> {
    let session = Session::open(&args.input)?;
    let (reports, digests, failed) = session.digest(&args.input, Depth::Times)?;
    let digests = session.linker()?.dated(digests);
    let options = timeline::Options {
        from: args.from,
        to: args.to,
        max_dates: args.max_dates,
        max_sentences: args.max_sentences,
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for day in timeline::select(&digests, &options) {
        let sentences = day.sentences.iter().map(|e| e.span.of(&reports[e.report.at()].text));
        match args.format {
            ListFormat::Jsonl => {
                serde_json::to_writer(&mut out, &export::timeline::record(day.date, sentences.collect()))?;
                out.write_all(b"\n")?;
            }
            ListFormat::Text => {
                writeln!(out, "{}", day.date)?;
                for (e, sentence) in day.sentences.iter().zip(sentences) {
                    let report = &reports[e.report.at()];
                    let name = report.path.as_deref().unwrap_or(&report.id);
                    writeln!(
                        out,
                        "  {} ({name})",
                        sentence.split_whitespace().collect::<Vec<_>>().join(" ")
                    )?;
                }
            }
        }
    }
    out.flush()?;
    Ok(u8::from(failed))
}
