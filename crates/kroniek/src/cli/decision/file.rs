//! Decisions on stories from a tab-separated file.

use anyhow::{Context, Result, bail};
use kroniek_link::story::Decisions;
use kroniek_model::Report;
use smol_str::SmolStr;
use std::path::Path;

/// Reads decisions: a line `together` or `apart` with two or more reports, by id, path or file name; `#` begins a comment. A
/// report that is not among `reports` keeps the name that was given.
pub(in crate::cli) fn read(file: &Path, reports: &[Report]) -> Result<Decisions> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut decisions = Decisions::default();
    for (i, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('\t').map(str::trim).filter(|c| !c.is_empty()).collect();
        let Some((kind, names)) = cells.split_first().filter(|(kind, _)| !kind.starts_with('#')) else {
            continue;
        };
        let ids: Vec<SmolStr> = names.iter().map(|name| id(name, reports)).collect();
        if ids.len() < 2 {
            bail!("{}:{}: two reports or more were expected after {kind:?}", file.display(), i + 1);
        }
        let pairs = ids
            .iter()
            .enumerate()
            .flat_map(|(k, a)| ids[k + 1..].iter().map(move |b| (a.clone(), b.clone())));
        match *kind {
            "together" => decisions.together.extend(pairs),
            "apart" => decisions.apart.extend(pairs),
            other => bail!("{}:{}: {other:?} found, `together` or `apart` expected", file.display(), i + 1),
        }
    }
    Ok(decisions)
}

fn id(name: &str, reports: &[Report]) -> SmolStr {
    let file = |r: &&Report| {
        let path = r.path.as_deref().map(Path::new);
        path.is_some_and(|p| p == Path::new(name) || p.file_name().is_some_and(|f| f == name))
    };
    let found = reports.iter().find(|r| r.id == name).or_else(|| reports.iter().find(file));
    found.map_or_else(|| name.into(), |r| r.id.clone())
}
