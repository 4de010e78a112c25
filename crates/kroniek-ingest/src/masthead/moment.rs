//! Dates and clock times of mastheads: `di 3 mrt. 2020, 06.15 uur`, `Feb. 3, 2021 6:15 a.m. ET`.

use super::habits::{CalendarWord, Habits};
use jiff::civil::{Date, Time, Weekday};
use kroniek_lang::{DateOrder, fold};
use smol_str::SmolStr;
use std::ops::Range;

/// In which order day and month stand in dates of figures only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) usual: DateOrder,
    /// The other order occurs as well, and nothing tells which this text has.
    pub(crate) open: bool,
}

/// The parts of a date that are printed; nothing is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) year: Option<i16>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) weekday: Option<Weekday>,
    pub(crate) time: Option<Time>,
    pub(crate) zone: Option<SmolStr>,
    /// Day and month may be the other way round.
    pub(crate) either: bool,
    /// Counted back from the moment of fetching (`1 hr ago`): a date line that tells no date.
    pub(crate) ago: bool,
}

impl Moment {
    /// The day, when all its parts are printed and there is such a day.
    pub(crate) fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }

    /// Whether enough is printed for a line of nothing else to be a date line.
    fn tells(&self) -> bool {
        self.ago
            || self.month.is_some() && (self.day.is_some() || self.year.is_some())
            || self.weekday.is_some()
            || self.time.is_some()
    }

    /// Whether only a clock time is printed.
    pub(crate) fn is_time_only(&self) -> bool {
        self.time.is_some() && self.month.is_none() && self.day.is_none() && self.weekday.is_none()
    }

    /// Whether a day is printed without a clock time.
    pub(crate) fn lacks_time(&self) -> bool {
        self.day.is_some() && self.time.is_none()
    }

    /// Whether the parts cannot stand in running text by chance: a full date, or a day with a clock time.
    pub(crate) fn is_strong(&self) -> bool {
        self.date().is_some() || self.time.is_some() && (self.weekday.is_some() || self.day.is_some())
    }
}

/// Reads a date, a clock time or both at the beginning of `text`: what is printed, and how many bytes it took.
pub(crate) fn parse(text: &str, habits: &Habits, order: Order) -> Option<(Moment, usize)> {
    let tokens = lex(text);
    let mut p = Parser { text, tokens: &tokens, at: 0, end: 0, found: Moment::default(), habits, order };
    while p.step() {}
    (p.end > 0 && p.found.tells() && p.found.fits()).then_some((p.found, p.end))
}

/// `07.02` and nothing else: a clock time only where a date or a label stands before it.
pub(crate) fn dotted_clock(text: &str) -> Option<(Moment, usize)> {
    let (hour, minute) = text.split_once('.').filter(|(h, m)| (1..=2).contains(&h.len()) && m.len() == 2)?;
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    Some((Moment { time: Some(time), ..Moment::default() }, text.len()))
}

/// Whether a word is a month's or a weekday's name.
pub(crate) fn is_calendar_word(word: &str, habits: &Habits) -> bool {
    let word = fold(word.trim_end_matches(['.', ',']));
    matches!(habits.calendar.get(&word), Some(CalendarWord::Month(_) | CalendarWord::Weekday(_)))
}

impl Moment {
    /// Whether the day can be in the month; a weekday that is not the day's is left to the caller to notice.
    fn fits(&self) -> bool {
        let (Some(month), Some(day)) = (self.month, self.day) else { return true };
        Date::new(self.year.unwrap_or(2000), month, day).is_ok()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Mark,
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    range: Range<usize>,
    /// Nothing stands between this token and the one before it.
    tight: bool,
}

/// Enough for any date line; what comes after is not one.
const MOST_TOKENS: usize = 40;

fn lex(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if tokens.len() == MOST_TOKENS {
            break;
        }
        if c.is_whitespace() {
            continue;
        }
        let kind = match c {
            c if c.is_ascii_digit() => Kind::Number,
            c if c.is_alphabetic() => Kind::Word,
            _ => Kind::Mark,
        };
        let mut end = start + c.len_utf8();
        while let Some(&(i, d)) = chars.peek() {
            let goes_on = match kind {
                Kind::Number => d.is_ascii_digit(),
                // The full stop inside `a.m` belongs to it; the one after a whole word does not.
                Kind::Word => {
                    d.is_alphabetic()
                        || d == '.' && i == start + 1 && text[i + 1..].starts_with(char::is_alphabetic)
                }
                Kind::Mark => false,
            };
            if !goes_on {
                break;
            }
            end = i + d.len_utf8();
            chars.next();
        }
        let tight = tokens.last().is_some_and(|t| t.range.end == start);
        tokens.push(Token { kind, range: start..end, tight });
    }
    tokens
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    end: usize,
    found: Moment,
    habits: &'a Habits,
    order: Order,
}

impl Parser<'_> {
    fn step(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.at) else { return false };
        match token.kind {
            Kind::Number => self.ago() || self.numeric_date() || self.clock() || self.plain_number(),
            Kind::Word => self.word(),
            Kind::Mark => {
                let mark = &self.text[token.range.clone()];
                // `3 Oct '23`
                let short_year = matches!(mark, "'" | "’")
                    && self.found.day.is_some()
                    && self.found.year.is_none()
                    && self.tight(1)
                    && self.number(1).is_some_and(|(_, n)| n == 2);
                let separates = short_year
                    || matches!(mark, "," | "." | ";" | "|" | "-" | "–" | "—" | "•" | "·" | "(" | ")" | "@");
                self.at += 1;
                // `Vandaag, 14:05`: a small word may come first, a mark may not.
                separates && self.at > 1
            }
        }
    }

    /// Takes `n` tokens as part of the date.
    fn take(&mut self, n: usize) -> bool {
        self.at += n;
        self.end = self.tokens[self.at - 1].range.end;
        true
    }

    fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        let t = self.tokens.get(self.at + ahead).filter(|t| t.kind == Kind::Number)?;
        self.text[t.range.clone()].parse().ok().map(|n| (n, t.range.len()))
    }

    fn mark(&self, ahead: usize) -> Option<&str> {
        let t = self.tokens.get(self.at + ahead).filter(|t| t.kind == Kind::Mark)?;
        Some(&self.text[t.range.clone()])
    }

    fn tight(&self, ahead: usize) -> bool {
        self.tokens.get(self.at + ahead).is_some_and(|t| t.tight)
    }

    fn calendar(&self, ahead: usize) -> Option<CalendarWord> {
        let t = self.tokens.get(self.at + ahead).filter(|t| t.kind == Kind::Word)?;
        self.habits.calendar.get(&fold(&self.text[t.range.clone()])).copied()
    }

    fn zone(&self, ahead: usize) -> Option<&SmolStr> {
        let t = self.tokens.get(self.at + ahead).filter(|t| t.kind == Kind::Word)?;
        self.habits.zone(&self.text[t.range.clone()])
    }

    /// `3 uur geleden`, `1 hr. ago`: a number, a word, and the word that counts back.
    fn ago(&mut self) -> bool {
        let dot = usize::from(self.mark(2) == Some("."));
        let counts_back = self.number(0).is_some() && self.calendar(2 + dot) == Some(CalendarWord::Ago);
        self.found.ago |= counts_back;
        counts_back && self.take(3 + dot)
    }

    /// `15-11-2023`, `07/08/22`, `2019-03-22`, `2019-03`, `14/10`.
    fn numeric_date(&mut self) -> bool {
        if self.found.day.is_some() || self.found.month.is_some() {
            return false;
        }
        let (Some((a, a_len)), Some((b, b_len))) = (self.number(0), self.number(2)) else { return false };
        let sep = match self.mark(1) {
            Some(m @ ("-" | "/" | ".")) if self.tight(1) && self.tight(2) => m,
            _ => return false,
        };
        let third = self.number(4).filter(|_| self.mark(3) == Some(sep) && self.tight(3) && self.tight(4));
        if a_len == 4 && b_len <= 2 && sep != "." {
            let (Ok(year), Some(month)) = (i16::try_from(a), in_range(b, 12)) else { return false };
            if !is_year(year) {
                return false;
            }
            (self.found.year, self.found.month) = (Some(year), Some(month));
            return match third {
                Some((d, 1..=2)) if in_range(d, 31).is_some() => {
                    self.found.day = in_range(d, 31);
                    self.take(5)
                }
                _ => self.take(3),
            };
        }
        let Some((day, month)) = self.day_and_month(a, b) else { return false };
        match third {
            Some((y, n @ (2 | 4))) => {
                let Some(year) = full_year(y, n) else { return false };
                (self.found.year, self.found.month, self.found.day) = (Some(year), Some(month), Some(day));
                self.found.either = self.order.open && day <= 12 && day != month;
                self.take(5)
            }
            Some(_) => false,
            None if sep == "/" && (self.found.weekday.is_some() || self.found.time.is_some()) => {
                (self.found.month, self.found.day) = (Some(month), Some(day));
                self.take(3)
            }
            None => false,
        }
    }

    fn day_and_month(&self, a: u32, b: u32) -> Option<(i8, i8)> {
        let (day, month) = match self.order.usual {
            DateOrder::DayMonth => (a, b),
            DateOrder::MonthDay => (b, a),
        };
        let (day, month) = if month > 12 { (month, day) } else { (day, month) };
        Some((in_range(day, 31)?, in_range(month, 12)?))
    }

    /// `09u33`, `07:31`, `8:02pm`, `7:48 a.m.`, `07.05 uur`, `6 pm`, `12 uur`, `0712 GMT`.
    fn clock(&mut self) -> bool {
        if self.found.time.is_some() {
            return false;
        }
        let Some((a, a_len)) = self.number(0) else { return false };
        let (mut hour, mut minute, mut taken) = (a, 0, 1);
        let mut sure = false;
        let two = self.number(2).filter(|&(_, n)| n == 2);
        // `May 3, 2021 GMT`: four figures right behind a day are the year.
        let year_due = self.found.day.is_some() && self.found.year.is_none();
        if a_len == 4 && self.zone(1).is_some() && !year_due {
            (hour, minute, sure) = (a / 100, a % 100, true);
        } else if a_len > 2 {
            return false;
        } else if let (Some((m, _)), true) = (two, self.tight(1) && self.tight(2)) {
            let colon = self.mark(1) == Some(":");
            let dot = self.mark(1) == Some(".");
            let letter = self.calendar(1) == Some(CalendarWord::Clock);
            if colon || dot || letter {
                (minute, taken) = (m, 3);
                // Seconds are left out.
                if colon && self.mark(3) == Some(":") && self.number(4).is_some_and(|(s, n)| n == 2 && s < 60)
                {
                    taken = 5;
                }
                sure = colon || letter || self.found.day.is_some() && self.mark(3) != Some(".");
            }
        }
        if let Some(CalendarWord::Half(afternoon)) = self.calendar(taken) {
            if hour > 12 {
                return false;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            taken += 1;
            sure = true;
            if self.mark(taken) == Some(".") && self.tight(taken) {
                taken += 1;
            }
        } else if self.calendar(taken) == Some(CalendarWord::Clock)
            && !self.number(taken + 1).is_some_and(|_| self.tight(taken + 1))
        {
            taken += 1;
            sure = true;
        }
        let (Ok(h), Ok(m)) = (i8::try_from(hour), i8::try_from(minute)) else { return false };
        match Time::new(h, m, 0, 0) {
            Ok(time) if sure => {
                self.found.time = Some(time);
                self.take(taken)
            }
            _ => false,
        }
    }

    fn plain_number(&mut self) -> bool {
        let Some((n, len)) = self.number(0) else { return false };
        let before = self.at.checked_sub(1).and_then(|i| self.tokens.get(i));
        let short_year = before.is_some_and(|t| matches!(&self.text[t.range.clone()], "-" | "'" | "’"));
        if len == 4 && self.found.month.is_some() && self.found.year.is_none() {
            self.found.year = i16::try_from(n).ok().filter(|&y| is_year(y));
            return self.found.year.is_some() && self.take(1);
        }
        if len == 2 && short_year && self.found.day.is_some() && self.found.year.is_none() {
            self.found.year = full_year(n, 2);
            return self.take(1);
        }
        if self.found.day.is_some() || len > 2 {
            return false;
        }
        let ordinal = usize::from(self.calendar(1) == Some(CalendarWord::Ordinal) && self.tight(1));
        // A bare number is a day only beside a month.
        let dot = usize::from(self.mark(1 + ordinal) == Some("."));
        let dash = usize::from(self.mark(1 + ordinal + dot) == Some("-"));
        let mut next = 1 + ordinal + dot + dash;
        if self.calendar(next) == Some(CalendarWord::Join) {
            next += 1;
        }
        let month_follows = matches!(self.calendar(next), Some(CalendarWord::Month(_)));
        if self.found.month.is_none() && !month_follows {
            return false;
        }
        self.found.day = in_range(n, 31);
        self.found.day.is_some() && self.take(1 + ordinal)
    }

    fn word(&mut self) -> bool {
        if let Some(zone) = self.zone(0).cloned()
            && (self.found.time.is_some() || self.found.day.is_some())
        {
            self.found.zone = Some(zone);
            return self.take(1);
        }
        match self.calendar(0) {
            Some(CalendarWord::Month(m)) if self.found.month.is_none() => {
                // A month word alone is a name as often as a month.
                let dot = usize::from(self.mark(1) == Some("."));
                let dash = usize::from(self.mark(1 + dot) == Some("-"));
                if self.found.day.is_none() && self.number(1 + dot + dash).is_none() {
                    return false;
                }
                self.found.month = Some(m);
                self.take(1)
            }
            Some(CalendarWord::Weekday(d)) if self.found.weekday.is_none() => {
                self.found.weekday = Some(d);
                self.take(1)
            }
            Some(CalendarWord::Join) => {
                self.at += 1;
                true
            }
            _ => false,
        }
    }
}

fn in_range(n: u32, top: i8) -> Option<i8> {
    i8::try_from(n).ok().filter(|n| (1..=top).contains(n))
}

/// News is printed since 1600; later than 2100 it is some other number.
fn is_year(year: i16) -> bool {
    (1600..=2100).contains(&year)
}

/// Two figures are of the century from 1970 to 2069.
fn full_year(n: u32, digits: usize) -> Option<i16> {
    let n = i16::try_from(n).ok()?;
    match digits {
        4 => Some(n).filter(|&y| is_year(y)),
        _ if n < 70 => Some(2000 + n),
        _ => Some(1900 + n),
    }
}
