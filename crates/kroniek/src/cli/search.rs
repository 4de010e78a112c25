//! `kroniek search`: what was said, by words, who, where, when, by whom and how.

use super::ListFormat;
use super::input::count;
use super::session;
use crate::export::search as export;
use anyhow::{Result, bail};
use clap::Args;
use jiff::civil::Date;
use kroniek_analyse::{Analyser, Depth};
use kroniek_lang::{Packs, fold};
use kroniek_model::{Pos, Report};
use kroniek_store::{Archive, Query, Word};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Arguments of `search`.
#[derive(Args)]
pub(super) struct Search {
    /// Words in any of their forms; "…" for words in a row; -word for sentences without it.
    query: Vec<String>,
    /// The archive.
    #[arg(long, value_name = "FILE", default_value = "kroniek.db")]
    archive: PathBuf,
    /// Whom or what it is about: part of a name.
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Where: part of a place's name.
    #[arg(long = "where", value_name = "PLACE")]
    place: Option<String>,
    /// Who says it: part of a name.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Class of the event (`die`, `surrender`, …).
    #[arg(long, value_name = "CLASS")]
    event: Option<String>,
    /// What the source does by saying it (`asserted`, `denied`, `predicted`, …).
    #[arg(long, value_name = "STANCE")]
    stance: Option<String>,
    /// Part of the publisher's name.
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Language of the report.
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Not before this day: of what is spoken of, else of publication.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Not after this day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// Most sentences that are printed; 0 for all.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How the sentences are printed.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// A folder with language packs (`lang/`, `publishers/`) to use instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("{text}: a day (2019-02-16) was expected"))
}

pub(super) fn run(args: &Search) -> Result<u8> {
    let folded = |v: &Option<String>| v.as_deref().map(|v| fold(v.trim()).to_string());
    let (packs, _) = session::packs(args.packs.as_deref())?;
    let asked = args.query.join(" ");
    let (words, forms) = words(&asked, &packs)?;
    let filters =
        [&args.who, &args.place, &args.source, &args.event, &args.stance, &args.publisher, &args.language];
    let wanted = words.iter().any(|w| !matches!(w, Word::None(_)));
    if !wanted && filters.iter().all(|f| f.is_none()) && args.from.is_none() && args.to.is_none() {
        bail!("nothing to look for was named: give words, or --who, --where, --source, --event, --from, …");
    }
    let query = Query {
        words,
        who: folded(&args.who),
        place: folded(&args.place),
        source: folded(&args.source),
        publisher: folded(&args.publisher),
        event: args.event.clone(),
        stance: args.stance.clone(),
        language: args.language.clone(),
        from: args.from.map(|d| d.to_string()),
        to: args.to.map(|d| d.to_string()),
        limit: args.limit,
    };
    let archive = Archive::open(&args.archive)?;
    let hits = archive.search(&query)?;
    let mut out = io::stdout().lock();
    match args.format {
        ListFormat::Jsonl => {
            for hit in &hits {
                serde_json::to_writer(&mut out, &export::record(hit, &forms))?;
                writeln!(out)?;
            }
        }
        ListFormat::Text => {
            let color = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let mut text = String::new();
            for (i, hit) in hits.iter().enumerate() {
                if i > 0 {
                    text.push('\n');
                }
                export::text(hit, &forms, color, &mut text);
            }
            out.write_all(text.as_bytes())?;
        }
    }
    let left = archive.unindexed()?;
    if left > 0 {
        eprintln!(
            "kroniek: note: {} cannot be searched yet (read by an earlier release, or merged); `kroniek rebuild` makes \
             the index",
            count(left, "report")
        );
    }
    Ok(0)
}

/// The words of a query, each with its dictionary form in every language; and all forms, to be marked in the answers.
fn words(asked: &str, packs: &Packs) -> Result<(Vec<Word>, Vec<String>)> {
    let (mut out, mut forms) = (Vec::new(), Vec::new());
    let mut lemmas: Option<Analyser> = None;
    for (i, part) in asked.split('"').enumerate() {
        if i % 2 == 1 {
            forms.extend(part.split_whitespace().map(|w| fold(w).to_string()));
            out.push(Word::Phrase(part.to_owned()));
            continue;
        }
        for word in part.split_whitespace() {
            let (bare, without) = match word.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (rest, true),
                _ => (word, false),
            };
            let analyser = match &mut lemmas {
                Some(analyser) => analyser,
                none => none.insert(Analyser::new(packs)?),
            };
            let all = forms_of(bare, packs, analyser);
            if without {
                out.push(Word::None(all));
            } else {
                forms.extend(all.iter().cloned());
                out.push(Word::Any(all));
            }
        }
    }
    Ok((out, forms))
}

/// A word folded, and its dictionary form in each language.
fn forms_of(word: &str, packs: &Packs, analyser: &Analyser) -> Vec<String> {
    let mut all = vec![fold(word).to_string()];
    for pack in packs.languages() {
        let analysis = analyser.analyse_to(Report::plain("q", pack.code(), word), Depth::Times);
        let words: Vec<String> = analysis
            .tokens
            .iter()
            .filter(|t| t.pos != Pos::Punct)
            .map(|t| fold(&t.lemma).to_string())
            .collect();
        let lemma = words.join(" ");
        if !lemma.is_empty() && !all.contains(&lemma) {
            all.push(lemma);
        }
    }
    all
}
