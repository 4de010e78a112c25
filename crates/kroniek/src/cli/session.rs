//! What the commands share: packs, analyser and linker, and the way from arguments to linked reports.

use super::InputFormat;
use super::input;
use anyhow::{Context, Result, bail};
use clap::Args;
use kroniek_analyse::Analyser;
use kroniek_ingest::Reader;
use kroniek_lang::{Files, Packs};
use kroniek_link::{Digest, Linker, digest};
use kroniek_model::{Analysis, Linked, Report};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// What every command that reads reports takes.
#[derive(Args)]
pub(super) struct InputArgs {
    /// Files and folders; `-` is standard input.
    pub(super) paths: Vec<String>,
    /// What the input is.
    #[arg(long, value_enum, default_value_t = InputFormat::Auto)]
    pub(super) input_format: InputFormat,
    /// A folder with language packs (`lang/`, `publishers/`) to use instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
}

/// Compiled packs and the engines that run on them.
pub(super) struct Session {
    pub(super) packs: Packs,
    reader: Reader,
    pub(super) analyser: Analyser,
}

/// Analyses and what linking made of them. `Linked`'s report indices are indices into `analyses`.
pub(super) struct Work {
    pub(super) analyses: Vec<Analysis>,
    pub(super) linked: Linked,
    /// Some inputs could not be read; they have been listed.
    pub(super) failed: bool,
}

impl Session {
    /// Compiles the packs.
    pub(super) fn open(args: &InputArgs) -> Result<Self> {
        let packs = match &args.packs {
            Some(dir) => Packs::compile(files_below(dir)?)?,
            None => Packs::embedded(kroniek_packs::FILES)?,
        };
        let (reader, analyser) = (Reader::new(&packs)?, Analyser::new(&packs)?);
        Ok(Session { packs, reader, analyser })
    }

    /// Reads, in the order of the input; the flag tells whether something could not be read.
    pub(super) fn read(&self, args: &InputArgs) -> Result<(Vec<Report>, bool)> {
        input::read(&self.reader, &args.paths, args.input_format)
    }

    /// Reads and analyses, in the order of the input.
    pub(super) fn analyse(&self, args: &InputArgs) -> Result<(Vec<Analysis>, bool)> {
        let (reports, failed) = self.read(args)?;
        Ok((reports.into_par_iter().map(|r| self.analyser.analyse(r)).collect(), failed))
    }

    /// Reads, analyses and digests, keeping only the reports beside the digests; both in the order of their ids.
    pub(super) fn digest(&self, args: &InputArgs) -> Result<(Vec<Report>, Vec<Digest>, bool)> {
        let (mut reports, failed) = self.read(args)?;
        reports.sort_by(|a, b| a.id.cmp(&b.id));
        let digested = reports.into_par_iter().map(|report| {
            let analysis = self.analyser.analyse(report);
            let digest = digest::digest(&analysis);
            (analysis.report, digest)
        });
        let (reports, digests) = digested.unzip();
        Ok((reports, digests, failed))
    }

    /// Reads, analyses and links; reports come in the order of their ids.
    pub(super) fn link(&self, args: &InputArgs) -> Result<Work> {
        let (mut analyses, failed) = self.analyse(args)?;
        analyses.sort_by(|a, b| a.report.id.cmp(&b.report.id));
        let linked = Linker::new(&self.packs)?.link(analyses.iter().map(digest::digest));
        Ok(Work { analyses, linked, failed })
    }
}

fn files_below(dir: &Path) -> Result<Files> {
    let mut files = Files::new();
    for top in ["lang", "publishers"] {
        let mut open = vec![dir.join(top)];
        while let Some(folder) = open.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            for entry in entries {
                let path = entry?.path();
                let name = path.strip_prefix(dir)?.to_string_lossy().replace('\\', "/");
                let skip = path
                    .file_name()
                    .is_some_and(|n| n == "train" || n.to_string_lossy().starts_with(['_', '.']));
                match (skip, path.is_dir()) {
                    (true, _) => {}
                    (_, true) => open.push(path),
                    (_, false) => {
                        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
                        files.insert(name, bytes.into());
                    }
                }
            }
        }
    }
    if files.is_empty() {
        bail!("{}: no lang/ folder with language packs was found there", dir.display());
    }
    Ok(files)
}
