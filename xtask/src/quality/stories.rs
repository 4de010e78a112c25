//! Runs the bench's scorer of whole stories over our own gold: the open part, and the part that was put aside.

use super::{Scores, score as run};
use crate::root;
use anyhow::Result;
use std::path::Path;

/// Scores `quality/gold/stories` with the distractors, and `quality/gold/stories/held` apart.
pub(super) fn score(bench: &Path, scores: &mut Scores) -> Result<()> {
    let gold = root().join("quality/gold");
    let scorer = bench.join("score_stories.py");
    if !scorer.is_file() {
        return Ok(());
    }
    let folder = std::env::temp_dir().join(format!("kroniek-gold-{}", std::process::id()));
    for (name, from) in
        [("own-stories", gold.join("stories")), ("own-stories-held", gold.join("stories/held"))]
    {
        let set = folder.join(name);
        let Ok(stories) = std::fs::read_dir(&from) else { continue };
        for story in stories.flatten().map(|e| e.path()).filter(|p| p.join("gold.json").is_file()) {
            copy(&story, &set.join(story.file_name().unwrap_or_default()))?;
        }
        if set.is_dir() {
            copy(&gold.join("distractors"), &set.join("distractors"))?;
            run(&scorer, &[&set], scores)?;
        }
    }
    std::fs::remove_dir_all(&folder).ok();
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)?.flatten().filter(|f| f.path().is_file()) {
        std::fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}
