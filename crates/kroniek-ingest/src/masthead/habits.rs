//! What mastheads look like in a language: the tables of `lexicon/masthead/`, compiled.

use crate::publisher::Publishers;
use jiff::civil::Weekday;
use kroniek_lang::{DateOrder, Error, Pack, Packs, Row, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::sync::Arc;

/// How mastheads are written in one language.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    /// Words that announce what follows (`Bron:`, `By`), longest first.
    pub(super) labels: Vec<(SmolStr, Label, bool)>,
    pub(super) calendar: FxHashMap<SmolStr, CalendarWord>,
    pub(crate) date_order: DateOrder,
    /// Papers of this language write the other order as well.
    pub(crate) both_orders: bool,
    /// Words of outlets' names and lines, by what they tell.
    words: FxHashMap<SmolStr, WordClass>,
    /// Names of sections; some (`Nieuws`) are words of outlets' names as well.
    sections: FxHashSet<SmolStr>,
    /// Pieces of compound outlet names (`…courant`).
    outlet_parts: Vec<SmolStr>,
    /// Phrases of boxes around an article, with where on a line they tell.
    pub(super) furniture: Vec<(SmolStr, Place)>,
    /// First letters of those phrases.
    pub(super) furniture_letters: FxHashSet<char>,
    /// Words that stand between two names.
    pub(super) conjunctions: Vec<SmolStr>,
    shared: Arc<Shared>,
}

/// What all languages share.
#[derive(Debug)]
pub(crate) struct Shared {
    agencies: FxHashSet<SmolStr>,
    zones: FxHashMap<SmolStr, SmolStr>,
    publishers: Publishers,
}

impl Shared {
    pub(crate) fn compile(packs: &Packs) -> Result<Self, Error> {
        let common = packs.common();
        let agencies = common.table("masthead/agencies").rows().map(|row| fold(row.key())).collect();
        let mut zones = FxHashMap::default();
        for row in common.table("masthead/zones").rows() {
            zones.insert(SmolStr::new(row.key()), row.get("zone")?.into());
        }
        Ok(Shared { agencies, zones, publishers: Publishers::compile(packs)? })
    }
}

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Credit,
    Byline,
    Published,
    Modified,
    ReadingTime,
    Photo,
    Stamp,
}

/// What a word tells of a date or clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CalendarWord {
    Month(i8),
    Weekday(Weekday),
    /// `true` for the afternoon half.
    Half(bool),
    /// Between or after the figures of a clock time: `09u33`, `07.05 uur`.
    Clock,
    /// Ending of an ordinal number.
    Ordinal,
    /// Small words between the parts of a date.
    Join,
    /// Counts back from the moment of fetching; tells nothing that can be kept.
    Ago,
}

/// What a word tells of a masthead line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordClass {
    /// Part of an outlet's name.
    Outlet,
    /// The newsroom or its people: a byline without a name.
    Staff,
    /// Several agencies, unnamed.
    Agencies,
    /// With a capital, how an outlet's name begins: `De Kustbode`.
    Article,
}

/// Where on a line a furniture phrase tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The line begins with it.
    Start,
    /// The line is nothing but it, apart from figures.
    Whole,
    /// Anywhere in a short line at the end of the text.
    End,
}

impl Habits {
    /// The habits of a language; without a pack, those that all languages share.
    pub(crate) fn compile(shared: &Arc<Shared>, common: &Pack, pack: Option<&Pack>) -> Result<Self, Error> {
        let mut habits = Habits {
            labels: Vec::new(),
            calendar: FxHashMap::default(),
            date_order: pack.map_or(DateOrder::DayMonth, |p| p.manifest().date_order),
            both_orders: false,
            words: FxHashMap::default(),
            sections: FxHashSet::default(),
            outlet_parts: Vec::new(),
            furniture: Vec::new(),
            furniture_letters: FxHashSet::default(),
            conjunctions: Vec::new(),
            shared: Arc::clone(shared),
        };
        for pack in [Some(common), pack].into_iter().flatten() {
            habits.add(pack)?;
        }
        habits.labels.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        Ok(habits)
    }

    fn add(&mut self, pack: &Pack) -> Result<(), Error> {
        for row in pack.table("masthead/labels").rows() {
            self.labels.push((fold(row.key()), label(row)?, row.get("colon")? == "yes"));
        }
        for row in pack.table("masthead/calendar").rows() {
            self.calendar.insert(fold(row.key().trim_end_matches('.')), calendar(row)?);
        }
        for row in pack.table("masthead/habits").rows() {
            match (row.key(), row.get("value")?) {
                ("date-order", "both") => self.both_orders = true,
                (key, value) => return Err(row.error(format!("{key} {value}: date-order both was expected"))),
            }
        }
        for row in pack.table("masthead/words").rows() {
            let class = match row.get("class")? {
                "section" => {
                    self.sections.insert(fold(row.key()));
                    continue;
                }
                "outlet" => WordClass::Outlet,
                "staff" => WordClass::Staff,
                "agencies" => WordClass::Agencies,
                "article" => WordClass::Article,
                "conjunction" => {
                    self.conjunctions.push(fold(row.key()));
                    continue;
                }
                other => {
                    return Err(unknown(
                        row,
                        other,
                        "section, outlet, staff, agencies, article or conjunction",
                    ));
                }
            };
            let word = fold(row.key());
            if class == WordClass::Outlet && word.chars().count() >= 5 {
                self.outlet_parts.push(word.clone());
            }
            self.words.insert(word, class);
        }
        for row in pack.table("masthead/furniture").rows() {
            let place = match row.get("place")? {
                "start" => Place::Start,
                "whole" => Place::Whole,
                "end" => Place::End,
                other => return Err(unknown(row, other, "start, whole or end")),
            };
            let phrase = fold(row.key());
            self.furniture_letters.extend(phrase.chars().next());
            self.furniture.push((phrase, place));
        }
        Ok(())
    }

    /// What a folded word or short phrase tells.
    pub(super) fn word(&self, folded: &str) -> Option<WordClass> {
        self.words.get(folded).copied()
    }

    /// All publishers.
    pub(crate) fn publishers(&self) -> &Publishers {
        &self.shared.publishers
    }

    /// Whether the words are the name of a section.
    pub(super) fn is_section(&self, words: &str) -> bool {
        self.sections.contains(&fold(words))
    }

    /// Whether the words are a mark under which an agency or a paper is credited.
    pub(super) fn is_credited(&self, words: &str) -> bool {
        self.is_agency(words) || self.publishers().by_mark(words).is_some()
    }

    /// Whether the words are an agency's mark, in any case of letters.
    pub(super) fn is_agency(&self, words: &str) -> bool {
        self.shared.agencies.contains(&fold(words))
    }

    /// The time zone that an abbreviation stands for.
    pub(super) fn zone(&self, abbreviation: &str) -> Option<&SmolStr> {
        self.shared.zones.get(abbreviation)
    }

    /// Whether words begin as an outlet's name does, with an article: `The Evening Herald`; `De Vries` does too.
    pub(super) fn has_article(&self, words: &str) -> bool {
        let mut each = words.split_whitespace();
        let first = each.next().unwrap_or("");
        first.starts_with(char::is_uppercase)
            && self.word(&fold(first)) == Some(WordClass::Article)
            && each.next().is_some_and(|w| w.starts_with(char::is_uppercase))
    }

    /// Whether a name where a writer's could stand is an outlet's: `Harbour Post Europe`, but not `Kim Post`. `beside`:
    /// another name or no label shows that it need not be a writer's.
    pub(super) fn is_outlet_not_writer(&self, name: &str, beside: bool) -> bool {
        if self.publishers().by_mark(name).is_some() || is_domain(name) {
            return true;
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        if self.has_article(name) && (beside || self.is_outlet(name)) {
            return true;
        }
        // `Jan van der Post`: small words are parts of a person's name.
        if words.len() < 3 || words.iter().any(|w| w.starts_with(char::is_lowercase)) {
            return false;
        }
        self.is_outlet(&words[..words.len() - 1].join(" "))
    }

    /// Whether a short line reads like the name of a paper or broadcaster.
    pub(super) fn is_outlet(&self, line: &str) -> bool {
        let line = line.trim();
        self.publishers().by_mark(line).is_some()
            || is_domain(line)
            || line.split_whitespace().count() <= 8
                && fold(line).split(|c: char| !c.is_alphanumeric()).any(|word| {
                    self.word(word) == Some(WordClass::Outlet)
                        || self.outlet_parts.iter().any(|p| word.ends_with(p.as_str()))
                })
    }
}

/// Whether a line is nothing but a host name: `StadsbladOnline.nl`.
pub(super) fn is_domain(line: &str) -> bool {
    let Some((name, top)) = line.rsplit_once('.') else { return false };
    let label = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (2..=4).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_lowercase())
        && name.len() >= 2
        && name.split('.').all(label)
}

fn label(row: Row<'_>) -> Result<Label, Error> {
    Ok(match row.get("class")? {
        "credit" => Label::Credit,
        "byline" => Label::Byline,
        "published" => Label::Published,
        "modified" => Label::Modified,
        "reading-time" => Label::ReadingTime,
        "photo" => Label::Photo,
        "stamp" => Label::Stamp,
        other => {
            return Err(unknown(
                row,
                other,
                "credit, byline, published, modified, reading-time, photo or stamp",
            ));
        }
    })
}

fn calendar(row: Row<'_>) -> Result<CalendarWord, Error> {
    let value = row.get("value")?;
    let number = || value.parse::<i8>().map_err(|_| row.error(format!("{value}: a number was expected")));
    Ok(match row.get("class")? {
        "month" => CalendarWord::Month(number()?),
        "weekday" => {
            let day = Weekday::from_monday_one_offset(number()?);
            CalendarWord::Weekday(day.map_err(|_| row.error("1 for Monday to 7 was expected"))?)
        }
        "half" => CalendarWord::Half(value == "pm"),
        "clock" => CalendarWord::Clock,
        "ordinal" => CalendarWord::Ordinal,
        "join" => CalendarWord::Join,
        "ago" => CalendarWord::Ago,
        other => return Err(unknown(row, other, "month, weekday, half, clock, ordinal, join or ago")),
    })
}

fn unknown(row: Row<'_>, found: &str, expected: &str) -> Error {
    row.error(format!("class {found}: {expected} was expected"))
}
