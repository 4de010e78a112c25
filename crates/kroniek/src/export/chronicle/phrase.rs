//! The phrases that text and Markdown share: who says it, how sure, how it stands to the rest; and the footnotes.

use super::document::{
    Document, Entry, Ledger, LedgerLine, Quote, Relation, Report, Source, Statement, Story,
};
use crate::export::dates;
use kroniek_lang::Pack;
use kroniek_model::Message;
use std::collections::{BTreeMap, BTreeSet};

/// Footnotes: each distinct stretch of a report once, numbered as they are asked for.
#[derive(Default)]
pub(super) struct Notes {
    quotes: Vec<Quote>,
    numbers: BTreeMap<(usize, u32, u32), usize>,
}

impl Notes {
    /// The number of a quotation, from 1.
    pub(super) fn number(&mut self, quote: &Quote) -> usize {
        let next = self.quotes.len() + 1;
        let number = *self.numbers.entry((quote.report, quote.start, quote.end)).or_insert(next);
        if number == next {
            self.quotes.push(quote.clone());
        }
        number
    }

    /// The quotations in the order of their numbers.
    pub(super) fn all(&self) -> &[Quote] {
        &self.quotes
    }
}

/// Words of the output in the language of the chronicle.
pub(super) struct Phrases<'a> {
    document: &'a Document,
    pack: &'a Pack,
}

impl<'a> Phrases<'a> {
    pub(super) fn new(document: &'a Document, pack: &'a Pack) -> Self {
        Phrases { document, pack }
    }

    pub(super) fn text(&self, id: &str) -> String {
        self.pack.text(id)
    }

    /// "1 report", "6 reports".
    pub(super) fn count(&self, what: &str, n: usize) -> String {
        match n {
            1 => self.pack.text(&format!("show.{what}-one")),
            n => self.pack.message(&Message::new(format!("show.{what}-many")).with("n", n.to_string())),
        }
    }

    /// A story's title: a headline of one of its reports.
    pub(super) fn title(&self, story: &Story) -> String {
        story.title.as_deref().map_or_else(|| self.pack.text("show.untitled"), one_line)
    }

    /// "6 reports, 4 origins".
    pub(super) fn summary(&self, story: &Story) -> String {
        self.counted(story.reports.len(), story.origins)
    }

    /// "7 reports, 2 origins": how many say a thing, and from how many independent beginnings.
    pub(super) fn counted(&self, reports: usize, origins: usize) -> String {
        format!("{}, {}", self.count("reports", reports), self.count("origins", origins))
    }

    /// "1 prediction", "3 predictions".
    pub(super) fn number_of(&self, prefix: &str, what: &str, n: usize) -> String {
        let number = if n == 1 { "one" } else { "many" };
        self.pack.message(&Message::new(format!("{prefix}-{what}-{number}")).with("n", n.to_string()))
    }

    /// Who says it, and where it is printed.
    pub(super) fn speaker(&self, sources: &[Source], report: usize) -> String {
        self.who(sources, &self.outlet(report))
    }

    /// "7 reports, 2 origins" for an entry that several reports make; `None` for one alone.
    pub(super) fn backing(&self, entry: &Entry) -> Option<String> {
        let reports: BTreeSet<usize> = entry.statements.iter().map(|s| s.evidence.report).collect();
        (reports.len() > 1).then(|| self.counted(reports.len(), entry.origins.len()))
    }

    /// The reports of a story.
    pub(super) fn reports(&self, story: &Story) -> impl Iterator<Item = &'a Report> + use<'a> {
        let reports = story.reports.clone();
        let document = self.document;
        reports.into_iter().map(move |n| &document.reports[n - 1])
    }

    /// Publisher with the report's number, or the number alone.
    pub(super) fn outlet(&self, report: usize) -> String {
        match &self.document.reports[report - 1].publisher {
            Some(name) => self.pack.message(
                &Message::new("show.outlet").with("name", name.as_str()).with("n", report.to_string()),
            ),
            None => self.number(report),
        }
    }

    fn number(&self, report: usize) -> String {
        self.pack.message(&Message::new("show.report-number").with("n", report.to_string()))
    }

    /// A report's line in the list of reports.
    pub(super) fn report(&self, r: &Report) -> String {
        let date = r
            .published
            .when
            .as_ref()
            .map_or_else(|| self.text("date.unknown"), |w| dates::words(w, self.pack));
        let how = self.text(&format!("show.published-{}", r.published.provenance));
        let head: Vec<String> = [&r.publisher, &r.title].into_iter().flatten().map(|t| one_line(t)).collect();
        let head = if head.is_empty() { self.number(r.number) } else { head.join(": ") };
        let why = match (&r.published.reason, r.published.provenance) {
            (Some(reason), "derived") => format!("; {reason}"),
            _ => String::new(),
        };
        if r.published.when.is_none() {
            format!("{head} ({date})")
        } else {
            format!("{head} ({date}; {how}{why})")
        }
    }

    /// Heading that entries share: the day, or a longer stretch in words; apart for what was only reported then.
    pub(super) fn heading(&self, entry: &Entry) -> String {
        let date = match &entry.when {
            Some(w) => dates::day(w, self.pack).unwrap_or_else(|| dates::words(w, self.pack)),
            None => return self.text("show.undated"),
        };
        if entry.reported {
            self.pack.message(&Message::new("show.reported").with("date", date))
        } else {
            date
        }
    }

    /// Time of day of an entry, where its statements give one.
    pub(super) fn time(&self, entry: &Entry) -> Option<String> {
        entry.when.as_ref().filter(|_| !entry.reported).and_then(dates::time)
    }

    /// The entries of a story to show, and how many are left out: those further down a report without
    /// a date, a source, a figure or a relation of their own are its background, shown only when `all` are asked for.
    pub(super) fn shown(&self, story: usize, all: bool) -> (Vec<&'a Entry>, usize) {
        let own = |s: &Statement| !s.sources.is_empty() || !s.figures.is_empty() || s.stance != "asserted";
        let carries = |e: &Entry| e.opens || !e.relations.is_empty() || e.statements.iter().any(own);
        let of_story = || self.document.entries.iter().filter(move |e| e.story == story);
        let shown: Vec<&Entry> = of_story().filter(|e| all || !e.reported || carries(e)).collect();
        let left = of_story().count() - shown.len();
        (shown, left)
    }

    /// The ledgers of a story that have a place of their own: where a figure came more than once. Single figures
    /// stand in the entries.
    pub(super) fn ledgers(&self, story: usize) -> Vec<&'a Ledger> {
        self.document.figures.iter().filter(|l| l.story == story && l.entries.len() > 1).collect()
    }

    /// Says how many entries were left out; `None` when none were.
    pub(super) fn left_out(&self, n: usize) -> Option<String> {
        (n > 0).then(|| self.pack.message(&Message::new("show.left-out").with("n", n.to_string())))
    }

    /// The voices of an entry: each line once, with the sentence it stands in. The words are given only where a voice
    /// speaks in another sentence than the entry's first.
    pub(super) fn voices<'e>(&self, entry: &'e Entry) -> Vec<(String, &'e Quote)> {
        let mut lines: Vec<(String, &Quote)> = Vec::new();
        // Two clauses of the sentence told in two manners: each needs its words.
        let lead = entry.statements.iter().filter(|s| entry.sentences.first() == Some(&s.sentence));
        let manners: BTreeSet<String> = lead.map(|s| self.manner(s)).collect();
        for s in &entry.statements {
            let told = entry.sentences.first() == Some(&s.sentence) && manners.len() < 2;
            let words =
                if told { String::new() } else { format!(" — “{}”", one_line(&s.evidence.exact)) };
            let line = (format!("{}{words}", self.voice(s)), &s.sentence);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// How an entry stands to others, the weightiest first: what stands against it before what bears it out. A plain
    /// copy within the entry is left out (its voice is listed), and so is all beyond the first few of a kind.
    pub(super) fn standings(&self, entry: &Entry) -> Vec<(&'static str, String)> {
        let holds = |id: &str| entry.statements.iter().any(|s| s.id == id);
        let plain_copy = |r: &Relation| r.name == "copies" && r.reason == "relation.copied";
        let inside = |r: &Relation| holds(&r.from) && holds(&r.to);
        let mut listed: Vec<&Relation> =
            entry.relations.iter().filter(|r| !plain_copy(r) || !inside(r)).collect();
        listed.sort_by_key(|r| WEIGHT.iter().position(|n| *n == r.name));
        let mut lines: Vec<(&'static str, String)> = Vec::new();
        for r in listed {
            let line = self.standing(r);
            let same = lines.iter().filter(|(name, _)| *name == r.name).count();
            if same < OF_A_KIND && !lines.iter().any(|(_, l)| *l == line) {
                lines.push((r.name, line));
            }
        }
        lines
    }

    fn standing(&self, r: &Relation) -> String {
        let (name, words, outlet) = (self.relation(r), one_line(&r.other.exact), self.outlet(r.other.report));
        format!("{name}: “{words}” ({outlet}; {})", r.why)
    }

    /// Who says it and how sure: "mayor Benali, in De Rivierbode: probable".
    fn voice(&self, s: &Statement) -> String {
        let outlet = self.outlet(s.evidence.report);
        format!("{}: {}", self.who(&s.sources, &outlet), self.manner(s))
    }

    /// How somebody says it: "prediction, due 5 March, probable".
    fn manner(&self, s: &Statement) -> String {
        let mut manner: Vec<String> = Vec::new();
        for id in [
            format!("stance.{}", s.stance),
            format!("certainty.{}", s.certainty),
            format!("polarity.{}", s.polarity),
        ] {
            let words = self.text(&id);
            if !words.is_empty() {
                manner.push(words);
            }
        }
        if let Some(term) = &s.term {
            let date = dates::words(term, self.pack);
            manner
                .insert(1.min(manner.len()), self.pack.message(&Message::new("show.due").with("date", date)));
        }
        manner.join(", ")
    }

    /// Who says it.
    fn who(&self, sources: &[Source], outlet: &str) -> String {
        let name = |s: &Source| match &s.name {
            Some(name) if !s.exact.contains(name.as_str()) => self.pack.message(
                &Message::new("show.who-is").with("words", s.exact.as_str()).with("name", name.as_str()),
            ),
            _ => s.exact.clone(),
        };
        let message = match sources {
            [] => Message::new("show.own-words"),
            [one] if one.inferred => Message::new("show.source-inferred").with("who", name(one)),
            [one] => Message::new("show.source").with("who", name(one)),
            [via @ .., last] => {
                let via: Vec<String> = via.iter().map(name).collect();
                Message::new("show.source-chain").with("who", name(last)).with("via", via.join(", "))
            }
        };
        self.pack.message(&message.with("outlet", outlet))
    }

    /// How an entry's statement stands to another: "grew to", seen from the entry's side.
    fn relation(&self, r: &Relation) -> String {
        let side = if r.outward { "relation-name" } else { "relation-name-back" };
        self.text(&format!("{side}.{}", r.name))
    }

    /// What a ledger counts: the words of its first figure that has any, and its unit where there are none.
    pub(super) fn ledger_title(&self, ledger: &Ledger) -> String {
        let counted = ledger.counted.clone().unwrap_or_else(|| match ledger.unit.as_str() {
            "count" => self.text("show.number"),
            unit => unit.to_owned(),
        });
        // A scrap of a clause says too little.
        let whole = |e: &LedgerLine| match e.statement.exact.split_whitespace().count() {
            0..4 => one_line(&e.sentence.exact),
            _ => one_line(&e.statement.exact),
        };
        match ledger.entries.iter().map(whole).min_by_key(String::len) {
            Some(words) if words != counted => format!("{counted} — “{words}”"),
            _ => counted,
        }
    }

    /// A line of a ledger: date, figure as stated, on whose word, how it stands.
    pub(super) fn ledger_line(&self, line: &LedgerLine) -> String {
        let date =
            line.when.as_ref().map_or_else(|| self.text("date.unknown"), |w| dates::short(w, self.pack));
        let who = self.who(&line.sources, &self.outlet(line.evidence.report));
        let backing = match line.reports {
            0 | 1 => String::new(),
            n => format!(" ({})", self.counted(n as usize, line.origins as usize)),
        };
        format!(
            "{date}: {} — {who}; {}{backing}",
            self.figure(line),
            self.text(&format!("status.{}", line.status))
        )
    }

    fn figure(&self, line: &LedgerLine) -> String {
        self.pack.message(
            &Message::new(format!("modifier.{}", line.figure.modifier)).with("n", line.figure.exact.as_str()),
        )
    }

    /// A footnote: report, place in it, exact words.
    pub(super) fn note(&self, q: &Quote) -> String {
        let place =
            Message::new("show.characters").with("from", q.start.to_string()).with("to", q.end.to_string());
        format!("{}, {}: “{}”", self.outlet(q.report), self.pack.message(&place), one_line(&q.exact))
    }
}

/// Relations by weight, for the order of an entry's lines.
const WEIGHT: [&str; 17] = [
    "conflicts",
    "denies",
    "corrects",
    "withdraws",
    "reinstates",
    "fails",
    "fulfils",
    "confirms",
    "corroborates",
    "grew-to",
    "fell-to",
    "supersedes",
    "refines",
    "within",
    "copies",
    "same",
    "not-comparable",
];

/// Lines of one relation that an entry shows; the ledgers and `link` have them all.
const OF_A_KIND: usize = 2;

/// Words on one line, without characters that steer a terminal.
pub(super) fn one_line(text: &str) -> String {
    let clean = text.replace(|c: char| c.is_control(), " ");
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}
