//! What the chronicle and its ledgers share: which stories, as of when, and in whose words.

use super::session::{InputArgs, Session, Work};
use crate::export::chronicle::{Document, Look, build};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use jiff::civil::{Date, DateTime};
use kroniek_lang::{Pack, Packs};
use kroniek_link::digest;
use kroniek_model::{Analysis, Linked};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};

/// Arguments of every view of linked reports.
#[derive(Args)]
pub(super) struct ViewArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Only the stories whose id begins with this or whose title has these words.
    #[arg(long, value_name = "STORY")]
    story: Option<String>,
    /// As it was known then: only reports that had certainly been published (a day counts to its end).
    #[arg(long, value_name = "TIME", value_parser = time)]
    as_of: Option<DateTime>,
    /// Language of headings and reasons; without it, that of most reports.
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Whether to colour.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A moment, or the end of a day.
pub(super) fn time(text: &str) -> Result<DateTime, String> {
    let read = if text.contains(['T', 't', ' ']) {
        text.parse().ok()
    } else {
        text.parse::<Date>().ok().map(|day| day.at(23, 59, 59, 999_999_999))
    };
    read.ok_or_else(|| format!("{text}: a day (2019-02-16) or a moment (2019-02-16T12:00) was expected"))
}

/// A view that is ready to print.
pub(super) struct View {
    session: Session,
    work: Work,
    language: String,
    stories: Option<Vec<usize>>,
}

impl View {
    /// Reads, links as of the time asked for, and finds the stories.
    pub(super) fn open(args: &ViewArgs) -> Result<View> {
        let session = Session::open(&args.input)?;
        let work = match args.as_of {
            Some(time) => as_of(&session, &args.input, time)?,
            None => session.link(&args.input)?,
        };
        let language = language(&session.packs, &work, args.language.as_deref())?.code().to_owned();
        let stories = args.story.as_deref().map(|s| stories(&work, s)).transpose()?;
        Ok(View { session, work, language, stories })
    }

    pub(super) fn pack(&self) -> Result<&Pack> {
        self.session.packs.language(&self.language).context("there are no language packs")
    }

    pub(super) fn document(&self) -> Result<Document> {
        let chronicle = kroniek_chronicle::chronicle(&self.work.linked);
        let (linked, analyses) = (&self.work.linked, &self.work.analyses);
        Ok(build(&chronicle, linked, analyses, self.pack()?, self.stories.as_deref()))
    }

    /// What had certainly been published by a time, linked by itself.
    pub(super) fn known_by(&self, time: DateTime) -> Result<Linked> {
        let digests: Vec<_> = self.work.analyses.iter().map(digest::digest).collect();
        Ok(self.session.linker()?.as_of(&digests, time).linked)
    }

    pub(super) fn linked(&self) -> &Linked {
        &self.work.linked
    }

    pub(super) fn analyses(&self) -> &[Analysis] {
        &self.work.analyses
    }

    /// Whether some inputs could not be read.
    pub(super) fn failed(&self) -> bool {
        self.work.failed
    }
}

/// Links what had certainly been published by then, and lists what cannot be placed.
fn as_of(session: &Session, input: &InputArgs, time: DateTime) -> Result<Work> {
    let (analyses, failed) = session.analyse(input)?;
    let digests: Vec<_> = analyses.iter().map(digest::digest).collect();
    let known = session.linker()?.as_of(&digests, time);
    for &i in &known.undated {
        let report = &analyses[i].report;
        let name = report.path.as_deref().unwrap_or(&report.id);
        eprintln!("kroniek: {name}: left out, it cannot be told whether it was published by {time}");
    }
    if known.kept.is_empty() {
        eprintln!("kroniek: no report had certainly been published by {time}");
    }
    let mut all: Vec<_> = analyses.into_iter().map(Some).collect();
    let analyses = known.kept.iter().filter_map(|&i| all[i].take()).collect();
    Ok(Work { analyses, linked: known.linked, failed })
}

/// The stories that are asked for: by the beginning of an id, else by the words of a title.
fn stories(work: &Work, asked: &str) -> Result<Vec<usize>> {
    let all = || work.linked.stories.iter().enumerate();
    let words = kroniek_lang::fold(asked);
    let by_id: Vec<usize> = all().filter(|(_, s)| s.id.starts_with(asked)).map(|(i, _)| i).collect();
    if !by_id.is_empty() && !asked.is_empty() {
        return Ok(by_id);
    }
    let titled =
        |t: &Option<String>| t.as_deref().is_some_and(|t| kroniek_lang::fold(t).contains(words.as_str()));
    let by_title: Vec<usize> = all().filter(|(_, s)| titled(&s.title)).map(|(i, _)| i).collect();
    if by_title.is_empty() {
        let known: Vec<String> = all()
            .take(SHOWN)
            .map(|(_, s)| format!("{} {}", s.id, s.title.as_deref().unwrap_or("–")))
            .collect();
        bail!(
            "--story {asked}: no story has this id or these words in its title; there are\n  {}",
            known.join("\n  ")
        );
    }
    Ok(by_title)
}

/// Stories named in an error.
const SHOWN: usize = 12;

/// The pack that words the output: the one asked for, else that of most reports (ties: by code).
fn language<'p>(packs: &'p Packs, work: &Work, asked: Option<&str>) -> Result<&'p Pack> {
    let known = || packs.languages().map(Pack::code).collect::<Vec<_>>().join(", ");
    if let Some(code) = asked {
        let Some(pack) = packs.language(code) else {
            bail!("--language {code}: no such pack; there are {}", known())
        };
        return Ok(pack);
    }
    let mut count: BTreeMap<&str, i64> = BTreeMap::new();
    for a in &work.analyses {
        *count.entry(&a.report.language).or_default() -= 1;
    }
    let most = count
        .into_iter()
        .filter(|(code, _)| packs.language(code).is_some())
        .min_by_key(|&(code, n)| (n, code));
    let pack = most.and_then(|(code, _)| packs.language(code)).or_else(|| packs.languages().next());
    pack.context("there are no language packs")
}

/// How the terminal wants it.
pub(super) fn look(args: &ViewArgs, all: bool) -> Look {
    let terminal = io::stdout().is_terminal();
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let width = asked.or_else(|| terminal_size::terminal_size().map(|(w, _)| w.0.into())).unwrap_or(100);
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    };
    Look { width, color, all }
}
