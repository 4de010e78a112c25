//! `kroniek decisions`: what a person decided on the reports of an archive, and how that is applied.

mod body;
mod file;

pub(super) use file::read as read_file;

use super::input::count;
use super::read::now;
use anyhow::{Context, Result, bail};
use body::{Body, Named, holding};
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use kroniek_ingest::edtf;
use kroniek_link::story::Decisions as Stories;
use kroniek_model::{Published, Report};
use kroniek_store::{Archive, Decision};
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `decisions`.
#[derive(Args)]
pub(super) struct Decisions {
    #[command(subcommand)]
    action: Option<Action>,
    /// The archive.
    #[arg(long, value_name = "FILE", default_value = "kroniek.db", global = true)]
    archive: PathBuf,
}

/// A report is named by its id, the hash of its bytes (8 characters or more of it), or the end of its path.
#[derive(Subcommand)]
enum Action {
    /// All decisions, with those that no longer hold or fit marked.
    List,
    /// Leave a report out of every view.
    Hide {
        report: String,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Say when a report was published (a day, a moment, or any EDTF date).
    Date {
        report: String,
        date: String,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Put reports in one story.
    Together {
        #[arg(required = true, num_args = 2..)]
        reports: Vec<String>,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Keep reports in different stories.
    Apart {
        #[arg(required = true, num_args = 2..)]
        reports: Vec<String>,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Write a note to a report, or to words of it.
    Note {
        report: String,
        text: String,
        #[arg(long, value_name = "WORDS")]
        exact: Option<String>,
    },
    /// Mark a report, or words of it.
    Star {
        report: String,
        #[arg(long, value_name = "WORDS")]
        exact: Option<String>,
    },
    /// Take back a decision, by its number in the list.
    Undo { number: i64 },
    /// Print all decisions as JSON Lines.
    Export,
    /// Take in decisions that were exported; those that are there already stay as they are.
    Import { file: PathBuf },
}

pub(super) fn run(args: &Decisions) -> Result<u8> {
    let mut archive = Archive::open(&args.archive)?;
    let held = Held::of(&archive)?;
    let body = match args.action.as_ref().unwrap_or(&Action::List) {
        Action::List => return list(&archive, &held),
        Action::Export => return export(&archive),
        Action::Import { file } => {
            let new = import(&mut archive, file)?;
            archive.close()?;
            writeln!(io::stdout(), "{} taken in", count(new, "decision"))?;
            return Ok(0);
        }
        Action::Undo { number } => {
            let all = archive.decisions()?;
            let Some(decision) = all.into_iter().find(|d| d.number == *number) else {
                bail!("there is no decision {number}; `kroniek decisions` lists them");
            };
            Body::Undo { made_at: decision.made_at, body: decision.body }
        }
        Action::Hide { report, why } => Body::Hide { of: held.named(report)?, why: why.clone() },
        Action::Date { report, date, why } => {
            if edtf::parse(date, &TimeZone::UTC).is_none() {
                bail!(
                    "{date}: a day (2019-03-23), a moment (2019-03-23T12:00) or another EDTF date was expected"
                );
            }
            let of = held.named(report)?;
            let saw = held.row(&of).and_then(|r| r.published.clone());
            Body::Date { of, saw, date: date.clone(), why: why.clone() }
        }
        Action::Together { reports, why } => Body::Together { reports: held.all(reports)?, why: why.clone() },
        Action::Apart { reports, why } => Body::Apart { reports: held.all(reports)?, why: why.clone() },
        Action::Note { report, text, exact } => Body::Note {
            of: held.quoted(report, exact.as_deref())?,
            exact: exact.clone(),
            text: text.clone(),
        },
        Action::Star { report, exact } => {
            Body::Star { of: held.quoted(report, exact.as_deref())?, exact: exact.clone() }
        }
    };
    let line = body.line();
    archive.decide([(now().as_str(), serde_json::to_string(&body)?.as_str())])?;
    archive.close()?;
    writeln!(io::stdout(), "{line}")?;
    Ok(0)
}

/// The reports that an archive holds, as decisions name them.
struct Held {
    rows: Vec<Row>,
}

struct Row {
    named: Named,
    paths: Vec<String>,
    published: Option<String>,
    text: String,
}

impl Held {
    fn of(archive: &Archive) -> Result<Held> {
        let mut rows = Vec::new();
        for capture in archive.captures()? {
            let Some(derived) = archive.derived(&capture)? else { continue };
            rows.push(Row {
                paths: capture.places.iter().filter_map(|p| p.path.clone()).collect(),
                named: Named { capture: capture.hash, report: derived.id },
                published: derived.published,
                text: derived.text,
            });
        }
        Ok(Held { rows })
    }

    fn row(&self, named: &Named) -> Option<&Row> {
        self.rows.iter().find(|r| r.named.capture == named.capture)
    }

    fn named(&self, name: &str) -> Result<Named> {
        let fits = |r: &&Row| {
            r.named.report == name
                || name.len() >= 8 && r.named.capture.starts_with(name)
                || r.paths.iter().any(|p| p == name || p.ends_with(&format!("/{name}")))
        };
        let found: Vec<&Row> = self.rows.iter().filter(fits).collect();
        match found[..] {
            [one] => Ok(one.named.clone()),
            [] => bail!("{name}: no report with this id, hash or path; `kroniek search` lists ids"),
            _ => bail!("{name} fits {} reports; give the id", found.len()),
        }
    }

    fn all(&self, names: &[String]) -> Result<Vec<Named>> {
        names.iter().map(|n| self.named(n)).collect()
    }

    /// A report with these exact words.
    fn quoted(&self, name: &str, exact: Option<&str>) -> Result<Named> {
        let named = self.named(name)?;
        if let (Some(exact), Some(row)) = (exact, self.row(&named))
            && !row.text.contains(exact)
        {
            bail!("“{exact}” does not stand in {name}; the exact words were expected");
        }
        Ok(named)
    }

    /// Why a decision does not fit what the archive holds now; `None` when it does.
    fn misfit(&self, body: &Body) -> Option<String> {
        for named in body.reports() {
            let Some(row) = self.row(named) else {
                return Some(format!("{} is not in the archive", named.report));
            };
            match body {
                Body::Date { saw, .. } if row.published != *saw => {
                    let now = row.published.as_deref().unwrap_or("unknown");
                    return Some(format!("the date is now read as {now}"));
                }
                Body::Note { exact: Some(exact), .. } | Body::Star { exact: Some(exact), .. }
                    if !row.text.contains(exact.as_str()) =>
                {
                    return Some(format!("“{exact}” no longer stands there"));
                }
                _ => {}
            }
        }
        None
    }
}

fn list(archive: &Archive, held: &Held) -> Result<u8> {
    let all = archive.decisions()?;
    let holds: Vec<i64> = holding(&all).iter().map(|(d, _)| d.number).collect();
    let mut out = io::stdout().lock();
    for decision in &all {
        let Decision { number, made_at, body } = decision;
        let Some(read) = Body::read(decision) else {
            writeln!(out, "{number}  {made_at}  not understood by this release: {body}")?;
            continue;
        };
        let undone = !holds.contains(number) && !matches!(read, Body::Undo { .. });
        let state = match held.misfit(&read) {
            _ if undone => " (undone)".to_owned(),
            Some(why) => format!(" (does not fit any more: {why})"),
            None => String::new(),
        };
        writeln!(out, "{number}  {made_at}  {}{state}", read.line())?;
    }
    Ok(0)
}

fn export(archive: &Archive) -> Result<u8> {
    let mut out = io::stdout().lock();
    for d in archive.decisions()? {
        let body: serde_json::Value = serde_json::from_str(&d.body).unwrap_or_default();
        serde_json::to_writer(&mut out, &serde_json::json!({"made_at": d.made_at, "decision": body}))?;
        writeln!(out)?;
    }
    Ok(0)
}

fn import(archive: &mut Archive, file: &std::path::Path) -> Result<usize> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut rows = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let at =
            || format!("{}:{}: a line of `kroniek decisions export` was expected", file.display(), i + 1);
        let value: serde_json::Value = serde_json::from_str(line).with_context(at)?;
        let made_at = value["made_at"].as_str().with_context(at)?.to_owned();
        let body: Body = serde_json::from_value(value["decision"].clone()).with_context(at)?;
        rows.push((made_at, serde_json::to_string(&body)?));
    }
    Ok(archive.decide(rows.iter().map(|(t, b)| (t.as_str(), b.as_str())))?)
}

/// Applies what holds to reports as they were read from an archive: dates are set, hidden reports taken out. What is
/// decided on stories comes back, to be linked by; what does not fit any more is told on stderr.
pub(super) fn apply(archive: &Archive, reports: &mut Vec<Report>) -> Result<Stories> {
    let mut stories = Stories::default();
    let all = archive.decisions()?;
    for (decision, body) in holding(&all) {
        let at = |named: &Named, reports: &[Report]| {
            reports.iter().position(|r| r.capture == named.capture.as_str())
        };
        let known = body.reports().iter().all(|n| at(n, reports).is_some());
        if !known {
            if !matches!(body, Body::Note { .. } | Body::Star { .. }) {
                eprintln!(
                    "kroniek: note: decision {} ({}) names a report that is not there",
                    decision.number,
                    body.line()
                );
            }
            continue;
        }
        match body {
            Body::Hide { of, .. } => reports.retain(|r| r.capture != of.capture.as_str()),
            Body::Date { of, saw, date, .. } => {
                let Some(i) = at(&of, reports) else { continue };
                let report = &mut reports[i];
                let read = report.published.when.as_ref().map(|w| w.edtf.clone());
                let zone = TimeZone::get(&report.zone).unwrap_or(TimeZone::UTC);
                match edtf::parse(&date, &zone) {
                    Some(when) if read == saw => report.published = Published::given(when),
                    _ => eprintln!(
                        "kroniek: note: decision {} was made when the date of {} was read as {}; it is now {}, so it \
                         was not applied",
                        decision.number,
                        of.report,
                        saw.as_deref().unwrap_or("unknown"),
                        read.as_deref().unwrap_or("unknown")
                    ),
                }
            }
            Body::Together { reports: named, .. } => stories.together.extend(pairs(&named)),
            Body::Apart { reports: named, .. } => stories.apart.extend(pairs(&named)),
            Body::Note { .. } | Body::Star { .. } | Body::Undo { .. } => {}
        }
    }
    Ok(stories)
}

fn pairs(named: &[Named]) -> Vec<(smol_str::SmolStr, smol_str::SmolStr)> {
    let id = |n: &Named| smol_str::SmolStr::new(&n.report);
    let each = named.iter().enumerate();
    each.flat_map(|(i, a)| named[i + 1..].iter().map(move |b| (id(a), id(b)))).collect()
}
