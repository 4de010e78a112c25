//! What the commands share: packs, analyser and linker, and the way from arguments to linked reports.

use super::InputFormat;
use super::input;
use anyhow::{Context, Result, bail};
use clap::Args;
use kroniek_analyse::{Analyser, Depth};
use kroniek_ingest::Reader;
use kroniek_lang::{Files, Packs};
use kroniek_link::story::Decisions;
use kroniek_link::{Digest, Linker, digest};
use kroniek_model::{Analysis, Linked, Report, When};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

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
    pub(super) packs: Option<PathBuf>,
    /// Time zone of reports that name none, instead of that of their publisher or language (`Europe/Brussels`).
    #[arg(long, value_name = "ZONE")]
    pub(super) zone: Option<String>,
    /// An archive made by `kroniek read`, to read from instead of files.
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub(super) archive: Option<PathBuf>,
}

impl InputArgs {
    /// Whether nothing to read was named.
    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.archive.is_none()
    }
}

/// The packs that were asked for, and a name for exactly them and this release.
pub(super) fn packs(dir: Option<&Path>) -> Result<(Packs, String)> {
    let files: Files = match dir {
        Some(dir) => files_below(dir)?,
        None => kroniek_packs::FILES.iter().map(|&(name, bytes)| (name.to_owned(), bytes.into())).collect(),
    };
    let mut hash = blake3::Hasher::new();
    for (name, bytes) in &files {
        hash.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
        hash.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    let made_by = format!("kroniek {} {}", env!("CARGO_PKG_VERSION"), &hash.finalize().to_hex()[..16]);
    Ok((Packs::compile(files)?, made_by))
}

/// Compiled packs and the engines that run on them.
pub(super) struct Session {
    pub(super) packs: Packs,
    reader: Reader,
    pub(super) analyser: Analyser,
    /// What a person decided on the stories of the archive that was read.
    decisions: OnceLock<Decisions>,
}

/// Analyses and what linking made of them. `Linked`'s report indices are indices into `analyses`.
pub(super) struct Work {
    pub(super) analyses: Vec<Analysis>,
    pub(super) linked: Linked,
    /// Some inputs could not be read; they have been listed.
    pub(super) failed: bool,
}

/// None of the inputs could be read; each has been listed with its reason, so there is no more to say or to print.
#[derive(Debug)]
pub(super) struct NothingRead;

impl std::fmt::Display for NothingRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("nothing could be read")
    }
}

impl std::error::Error for NothingRead {}

impl Session {
    /// Compiles the packs.
    pub(super) fn open(args: &InputArgs) -> Result<Self> {
        let (packs, _) = packs(args.packs.as_deref())?;
        let (mut reader, analyser) = (Reader::new(&packs)?, Analyser::new(&packs)?);
        if let Some(zone) = &args.zone {
            reader = reader.with_zone(zone)?;
        }
        Ok(Session { packs, reader, analyser, decisions: OnceLock::new() })
    }

    /// Reads, in the order of the input, at least one report; the flag tells whether something could not be read.
    pub(super) fn read(&self, args: &InputArgs) -> Result<(Vec<Report>, bool)> {
        if args.is_empty() {
            bail!(
                "nothing to read was named: give files, folders, `-` for standard input, or --archive FILE"
            );
        }
        let (reports, failed) = match &args.archive {
            Some(file) => {
                let (reports, failed, decisions) = input::read_archive(&self.reader, file)?;
                // A session reads once.
                let _ = self.decisions.set(decisions);
                (reports, failed)
            }
            None => input::read(&self.reader, &args.paths, args.input_format)?,
        };
        if reports.is_empty() {
            return Err(NothingRead.into());
        }
        Ok((reports, failed))
    }

    /// Reads and analyses, in the order of the input.
    pub(super) fn analyse(&self, args: &InputArgs) -> Result<(Vec<Analysis>, bool)> {
        let (reports, failed) = self.read(args)?;
        Ok((reports.into_par_iter().map(|r| self.analyser.analyse(r)).collect(), failed))
    }

    /// Reads, analyses and digests, keeping only the reports beside the digests; both in the order of their ids. The
    /// analysis goes as deep as is asked, and deeper only where a report's date must be found from what others say.
    pub(super) fn digest(&self, args: &InputArgs, depth: Depth) -> Result<(Vec<Report>, Vec<Digest>, bool)> {
        let (mut reports, failed) = self.read(args)?;
        let known = |r: &Report| r.published.when.as_ref().is_some_and(When::is_single_day);
        let depth = if reports.iter().all(known) { depth } else { Depth::Statements };
        reports.sort_by(|a, b| a.id.cmp(&b.id));
        let digested = reports.into_par_iter().map(|report| {
            let analysis = self.analyser.analyse_to(report, depth);
            let digest = digest::digest(&analysis);
            (analysis.report, digest)
        });
        let (reports, digests) = digested.unzip();
        Ok((reports, digests, failed))
    }

    /// The linking rules, with what was decided on the archive that was read.
    pub(super) fn linker(&self) -> Result<Linker> {
        Ok(Linker::new(&self.packs)?.deciding(self.decisions()))
    }

    /// What was decided on the stories of the archive that was read; nothing for other inputs.
    pub(super) fn decisions(&self) -> Decisions {
        self.decisions.get().cloned().unwrap_or_default()
    }

    /// Reads, analyses and links; reports come in the order of their ids.
    pub(super) fn link(&self, args: &InputArgs) -> Result<Work> {
        let (mut analyses, failed) = self.analyse(args)?;
        analyses.sort_by(|a, b| a.report.id.cmp(&b.report.id));
        let linked = self.linker()?.link(analyses.iter().map(digest::digest));
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
