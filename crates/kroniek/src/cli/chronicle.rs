//! `kroniek PATH…` and `kroniek chronicle`: the whole job.

use super::session::{InputArgs, Session};
use anyhow::Result;
use clap::Args;

/// Arguments of the main job.
#[derive(Args)]
pub(super) struct Chronicle {
    #[command(flatten)]
    input: InputArgs,
}

impl Chronicle {
    /// Whether nothing was asked.
    pub(super) fn is_empty(&self) -> bool {
        self.input.paths.is_empty()
    }
}

pub(super) fn run(args: &Chronicle) -> Result<u8> {
    let work = Session::open(&args.input)?.link(&args.input)?;
    println!("{} {}", work.analyses.len(), work.linked.statements.len());
    Ok(u8::from(work.failed))
}
