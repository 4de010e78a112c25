//! Dates of records and messages: RFC 822 and its many misspellings, ISO 8601.

use crate::edtf;
use jiff::tz::TimeZone;
use kroniek_model::When;

/// Reads a moment or a day. In UTC it becomes civil time in `zone`; with another offset it is the writer's own clock and
/// stays. `None` for what is not understood, and for the zeros that software writes where it knows no date.
pub(crate) fn parse(text: &str, zone: &TimeZone) -> Option<When> {
    let text = text.trim();
    let when = if text.len() >= 8 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
        iso(text, zone)?
    } else {
        message(text, zone)?
    };
    let year = when.earliest?.year();
    (1600..2200).contains(&year).then_some(when).filter(|w| !w.edtf.starts_with("1970-01-01T0"))
}

fn iso(text: &str, zone: &TimeZone) -> Option<When> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        // The basic format: `20240305T101500Z`.
        let (day, clock) = text.split_at(8);
        let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
        let clock = clock.trim_start_matches(['T', 't', ' ']);
        let is_clock =
            clock.len() >= 6 && clock.is_ascii() && clock.as_bytes()[..6].iter().all(u8::is_ascii_digit);
        return match is_clock {
            true => {
                let (time, offset) = clock.split_at(6);
                edtf::parse(&format!("{day}T{}:{}:{}{offset}", &time[..2], &time[2..4], &time[4..]), zone)
            }
            false => edtf::parse(&day, zone),
        };
    }
    let (day, clock) = text.split_at(text.find(['T', 't', ' ']).unwrap_or(text.len()));
    let day = day.replace(['/', '.'], "-");
    let day = pad(&day)?;
    let clock = clock.trim_start_matches(['T', 't', ' ']);
    if clock.is_empty() {
        return edtf::parse(&day, zone);
    }
    let clock = clock.replace(" GMT", "Z").replace(" UTC", "Z");
    edtf::parse(&format!("{day}T{clock}"), zone).or_else(|| edtf::parse(&day, zone))
}

/// `2024-3-5` with its zeros.
fn pad(day: &str) -> Option<String> {
    let parts: Vec<&str> = day.split('-').collect();
    if parts.len() > 3 || parts.iter().any(|p| p.is_empty() || !p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    Some(parts.iter().map(|p| format!("{p:0>2}")).collect::<Vec<_>>().join("-"))
}

/// The names of months that RFC 822 has, whatever language a message is in.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Names of zones that RFC 822 has, and those of Europe that feeds use; offsets in minutes.
const ZONES: [(&str, i32); 21] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("met", 60),
    ("mez", 60),
    ("cest", 120),
    ("mest", 120),
    ("eet", 120),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
];

/// `Tue, 05 Mar 2024 10:15:00 +0100`, its parts in any order and any of them but day, month and year missing.
fn message(text: &str, zone: &TimeZone) -> Option<When> {
    let (mut day, mut month, mut year, mut clock, mut offset) = (None, None, None, None, None);
    for token in text.split(|c: char| c.is_whitespace() || c == ',').filter(|t| !t.is_empty()).take(12) {
        if clock.is_some()
            && let Some(found) = minutes(token)
        {
            offset = offset.or(Some(found));
        } else if token.contains(':') {
            clock = clock.or(Some(token));
        } else {
            for part in token.split('-') {
                let number: Option<i32> = part.trim_end_matches('.').parse().ok();
                match number {
                    Some(n) if day.is_none() && part.len() <= 2 => day = Some(n),
                    Some(n) if year.is_none() && part.len() == 4 => year = Some(n),
                    Some(n) if year.is_none() && part.len() == 2 => {
                        year = Some(if n < 70 { 2000 + n } else { 1900 + n });
                    }
                    Some(_) => return None,
                    None => {
                        let start: String = part.to_ascii_lowercase().chars().take(3).collect();
                        let found = MONTHS.iter().position(|m| *m == start);
                        month = month.or(found.map(|m| m + 1));
                    }
                }
            }
        }
    }
    let date = format!("{:04}-{:02}-{:02}", year?, month?, day?);
    let Some(clock) = clock else { return edtf::parse(&date, zone) };
    let clock = if clock.find(':') == Some(1) { format!("0{clock}") } else { clock.to_owned() };
    let offset = match offset {
        Some(0) => "Z".to_owned(),
        Some(m) => format!("{}{:02}:{:02}", if m < 0 { '-' } else { '+' }, m.abs() / 60, m.abs() % 60),
        None => String::new(),
    };
    edtf::parse(&format!("{date}T{clock}{offset}"), zone).or_else(|| edtf::parse(&date, zone))
}

/// The offset that a token names, in minutes.
fn minutes(token: &str) -> Option<i32> {
    let low = token.trim_matches(['(', ')']).to_ascii_lowercase();
    let name = low.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let rest = &low[name.len()..];
    let named = ZONES.iter().find(|z| z.0 == name).map(|z| z.1);
    let sign = match rest.as_bytes().first() {
        None => return named,
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let number: i32 = digits.parse().ok()?;
    match digits.len() {
        1 | 2 => Some(sign * number * 60),
        4 => Some(sign * (number / 100 * 60 + number % 100)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        assert_eq!(parse(text, &zone).map_or("-".to_owned(), |w| w.edtf), expected, "{text}");
    }

    #[test]
    fn moments_as_feeds_write_them() {
        check("Tue, 05 Mar 2024 10:15:00 +0100", "2024-03-05T10:15");
        check("Tue, 5 Mar 2024 10:15 GMT", "2024-03-05T11:15");
        check("05 Mar 24 10:15:30 CET", "2024-03-05T10:15:30");
        check("Tue Mar  5 10:15:00 2024", "2024-03-05T10:15");
        check("Thu, 05 March 2024 9:15:00 EST", "2024-03-05T09:15");
        check("5-Mar-2024 10:15:00 GMT+0100", "2024-03-05T10:15");
        check("Tue, 05 Mar 2024", "2024-03-05");
        check("2024-03-05T10:15:00+01:00", "2024-03-05T10:15");
        check("2024-03-05T09:15:00.000Z", "2024-03-05T10:15");
        check("2024-03-05 10:15:00", "2024-03-05T10:15");
        check("2024/3/5", "2024-03-05");
        check("20240305T091500Z", "2024-03-05T10:15");
        check("2024-03", "-");
        check("Tue, 05 Mar 2024 25:15:00 +0100", "2024-03-05");
        check("Tue, 31 Feb 2024 10:15:00 +0100", "-");
        check("Thu, 01 Jan 1970 00:00:00 +0000", "-");
        check("0001-01-01T00:00:00Z", "-");
        check("gisteren", "-");
        check("", "-");
    }
}
