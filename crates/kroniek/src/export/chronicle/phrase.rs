//! The phrases that text and Markdown share: who says it, how sure, how it stands to the rest; and the footnotes.

use super::document::{Document, Entry, Ledger, LedgerLine, Quote, Relation, Report, Source, Statement};
use crate::export::dates;
use kroniek_lang::Pack;
use kroniek_model::Message;

/// Footnotes: each distinct stretch of a report once, numbered as they are asked for.
#[derive(Default)]
pub(super) struct Notes {
    quotes: Vec<Quote>,
}

impl Notes {
    /// The number of a quotation, from 1.
    pub(super) fn number(&mut self, quote: &Quote) -> usize {
        match self.quotes.iter().position(|q| q == quote) {
            Some(i) => i + 1,
            None => {
                self.quotes.push(quote.clone());
                self.quotes.len()
            }
        }
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

    /// Title of the largest story.
    pub(super) fn title(&self) -> String {
        let title = self.document.stories.first().and_then(|s| s.title.clone());
        title.unwrap_or_else(|| self.pack.text("show.untitled"))
    }

    /// "6 reports, 4 origins".
    pub(super) fn summary(&self) -> String {
        let mut origins: Vec<&str> = self.document.reports.iter().map(|r| r.origin.as_str()).collect();
        origins.sort_unstable();
        origins.dedup();
        format!(
            "{}, {}",
            self.count("reports", self.document.reports.len()),
            self.count("origins", origins.len())
        )
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
        let head: Vec<&str> = [r.publisher.as_deref(), r.title.as_deref()].into_iter().flatten().collect();
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

    /// The entries to show, and how many are left out: those without a date, a source, a figure or a relation of
    /// their own are a report's background, and shown only when `all` are asked for.
    pub(super) fn shown(&self, all: bool) -> (Vec<&'a Entry>, usize) {
        let carries = |e: &Entry| {
            !e.relations.is_empty()
                || e.statements.iter().any(|s| !s.sources.is_empty() || !s.figures.is_empty())
        };
        let shown: Vec<&Entry> =
            self.document.entries.iter().filter(|e| all || !e.reported || carries(e)).collect();
        let left = self.document.entries.len() - shown.len();
        (shown, left)
    }

    /// Says how many entries were left out; `None` when none were.
    pub(super) fn left_out(&self, n: usize) -> Option<String> {
        (n > 0).then(|| self.pack.message(&Message::new("show.left-out").with("n", n.to_string())))
    }

    /// The voices of an entry: each line once, with the sentence it stands in. The words are given only where a voice
    /// speaks in another sentence than the entry's first.
    pub(super) fn voices<'e>(&self, entry: &'e Entry) -> Vec<(String, &'e Quote)> {
        let mut lines: Vec<(String, &Quote)> = Vec::new();
        for s in &entry.statements {
            let told = entry.sentences.first() == Some(&s.sentence);
            let words =
                if told { String::new() } else { format!(" — “{}”", one_line(&s.evidence.exact)) };
            let line = (format!("{}{words}", self.voice(s)), &s.sentence);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// How an entry stands to others: relation, the other's words, and why.
    pub(super) fn standing(&self, r: &Relation) -> String {
        let (name, words, outlet) = (self.relation(r), one_line(&r.other.exact), self.outlet(r.other.report));
        format!("{name}: “{words}” ({outlet}; {})", r.why)
    }

    /// Who says it and how sure: "mayor Benali, in De Rivierbode: probable".
    fn voice(&self, s: &Statement) -> String {
        let outlet = self.outlet(s.evidence.report);
        let who = self.who(&s.sources, &outlet);
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
        format!("{who}: {}", manner.join(", "))
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
        let counted = ledger.counted.clone().unwrap_or_else(|| ledger.unit.clone());
        match ledger.entries.iter().map(|e| one_line(&e.statement.exact)).min_by_key(String::len) {
            Some(words) if words != counted => format!("{counted} — “{words}”"),
            _ => counted,
        }
    }

    /// A line of a ledger: date, figure as stated, on whose word, how it stands.
    pub(super) fn ledger_line(&self, line: &LedgerLine) -> String {
        let date =
            line.when.as_ref().map_or_else(|| self.text("date.unknown"), |w| dates::short(w, self.pack));
        let who = self.who(&line.sources, &self.outlet(line.evidence.report));
        format!("{date}: {} — {who}; {}", self.figure(line), self.text(&format!("status.{}", line.status)))
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

/// Words on one line, without the quotation marks around them.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
