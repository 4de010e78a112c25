//! Dates given beside a text: ISO 8601 and EDTF, of any precision.

use jiff::civil::{Date, DateTime, date};
use jiff::tz::{Offset, TimeZone};
use kroniek_model::When;

/// Reads a date, a date and time, an interval (`a/b`, open ends `..`) or a set of candidates (`[a,b]`).
///
/// A time with `Z` becomes civil time in `zone`; with any other offset it is the writer's own clock and stays as it
/// is. `None` when it is not of these forms or names a day that does not exist.
///
/// ```
/// let when = |s| kroniek_ingest::edtf::parse(s, &jiff::tz::TimeZone::UTC).unwrap();
/// assert_eq!(when("2019-03").latest.unwrap().to_string(), "2019-03-31T23:59:59");
/// assert_eq!(when("2019-02-16T12:19").edtf, "2019-02-16T12:19");
/// assert_eq!(when("[2019-03-22,2019-03-23]").earliest.unwrap().day(), 22);
/// assert!(when("2014-06-29/..").latest.is_none());
/// ```
pub fn parse(text: &str, zone: &TimeZone) -> Option<When> {
    let text = text.trim();
    if let Some(set) = text.strip_prefix(['[', '{']).and_then(|s| s.strip_suffix([']', '}'])) {
        return candidates(text, set, zone);
    }
    if let Some((from, to)) = text.split_once('/') {
        let end = |s: &str| match s {
            "" | ".." => Some((None, None)),
            s => one(s, zone).map(|w| (w.earliest, w.latest)),
        };
        let (earliest, latest) = (end(from)?.0, end(to)?.1);
        return ordered(When { earliest, latest, edtf: text.to_owned() });
    }
    one(text, zone)
}

fn candidates(text: &str, set: &str, zone: &TimeZone) -> Option<When> {
    let mut all = Vec::new();
    for part in set.split(',') {
        match part.trim().split_once("..") {
            Some((a, b)) => all.extend([one(a, zone)?, one(b, zone)?]),
            None => all.push(one(part.trim(), zone)?),
        }
    }
    let earliest = all.iter().map(|w| w.earliest).min()?;
    let latest = all.iter().map(|w| w.latest).max()?;
    ordered(When { earliest, latest, edtf: text.to_owned() })
}

fn ordered(when: When) -> Option<When> {
    match (when.earliest, when.latest) {
        (Some(a), Some(b)) if b < a => None,
        _ => Some(when),
    }
}

fn one(text: &str, zone: &TimeZone) -> Option<When> {
    match text.split_once(['T', 't', ' ']) {
        Some((day, clock)) => moment(day.trim(), clock.trim(), zone),
        None => {
            let (first, last) = calendar(text.trim_end_matches(['?', '~', '%']))?;
            let bound = |d: Option<Date>, h, m, s| d.map(|d| d.at(h, m, s, 0));
            let (earliest, latest) = (bound(first, 0, 0, 0), bound(last, 23, 59, 59));
            Some(When { earliest, latest, edtf: text.to_owned() })
        }
    }
}

/// A day with a clock time: to the minute or the second, with or without an offset.
fn moment(day: &str, clock: &str, zone: &TimeZone) -> Option<When> {
    let day: Date = day.parse().ok()?;
    let at = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    let (clock, offset) = (clock[..at].trim_end(), &clock[at..]);
    let mut parts = clock.split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute = parts.next().map_or(Some(0), |m| m.parse::<i8>().ok())?;
    let second = parts.next().map(|s| s.split('.').next().unwrap_or(s).parse::<i8>().ok());
    let second = second.unwrap_or(Some(0))?;
    let to_second = second != 0;
    let in_range = |n: i8, top| (0..=top).contains(&n);
    if parts.next().is_some() || !in_range(hour, 23) || !in_range(minute, 59) || !in_range(second, 59) {
        return None;
    }
    let mut t = day.at(hour, minute, second, 0);
    if matches!(offset, "Z" | "z" | "+00:00" | "-00:00" | "+0000") {
        t = Offset::UTC.to_timestamp(t).ok()?.to_zoned(zone.clone()).datetime();
    }
    let latest = if to_second { t } else { t.with().second(59).build().ok()? };
    Some(When { earliest: Some(t), latest: Some(latest), edtf: print(t, to_second) })
}

/// A moment as EDTF, to the minute or the second.
pub(crate) fn print(t: DateTime, to_second: bool) -> String {
    let minute = format!("{}T{:02}:{:02}", t.date(), t.hour(), t.minute());
    if to_second { format!("{minute}:{:02}", t.second()) } else { minute }
}

/// First and last day of a date whose parts may be cut off or unspecified; both `None` for a date without a year.
fn calendar(text: &str) -> Option<(Option<Date>, Option<Date>)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() || year.len() != 4 || year.bytes().any(|b| b != b'X' && !b.is_ascii_digit()) {
        return None;
    }
    let number = |s: &str| match s {
        "XX" => Some(None),
        s if s.len() == 2 => s.parse::<i8>().ok().map(Some),
        _ => None,
    };
    let month = month.map_or(Some(None), number)?;
    let day = day.map_or(Some(None), number)?;
    if year.starts_with('X') {
        return Some((None, None));
    }
    let low: i16 = year.replace('X', "0").parse().ok()?;
    let high: i16 = year.replace('X', "9").parse().ok()?;
    let (first, last) = match month {
        None => (1, 12),
        // Seasons without a hemisphere: spring to winter, as weather services count them.
        Some(21) => (3, 5),
        Some(22) => (6, 8),
        Some(23) => (9, 11),
        Some(24) => {
            let last = Date::new(high + 1, 2, 1).ok()?.last_of_month();
            return Some((Some(date(low, 12, 1)), Some(last)));
        }
        Some(m) if (1..=12).contains(&m) => (m, m),
        Some(_) => return None,
    };
    match day {
        Some(d) => {
            Some((Date::new(low, first, d).ok(), Date::new(high, last, d).ok())).filter(|p| p.0.is_some())
        }
        None => Some((Some(date(low, first, 1)), Some(date(high, last, 1).last_of_month()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let side = |t: Option<DateTime>| t.map_or("..".to_owned(), |t| print(t, t.second() != 0));
        let found = parse(text, &zone)
            .map_or("-".to_owned(), |w| format!("{} {} {}", w.edtf, side(w.earliest), side(w.latest)));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_of_every_precision() {
        check("2019", "2019 2019-01-01T00:00 2019-12-31T23:59:59");
        check("2019-02", "2019-02 2019-02-01T00:00 2019-02-28T23:59:59");
        check("2019-02-16", "2019-02-16 2019-02-16T00:00 2019-02-16T23:59:59");
        check("2019-02-16T12:19", "2019-02-16T12:19 2019-02-16T12:19 2019-02-16T12:19:59");
        check("2019-02-16 12:19:30", "2019-02-16T12:19:30 2019-02-16T12:19:30 2019-02-16T12:19:30");
        check("201X", "201X 2010-01-01T00:00 2019-12-31T23:59:59");
        check("2019-03?", "2019-03? 2019-03-01T00:00 2019-03-31T23:59:59");
        check("2019-22", "2019-22 2019-06-01T00:00 2019-08-31T23:59:59");
        check("XXXX-11-17", "XXXX-11-17 .. ..");
    }

    #[test]
    fn universal_time_becomes_the_zones_own_and_a_written_offset_stays() {
        check("2019-07-01T23:30:00Z", "2019-07-02T01:30 2019-07-02T01:30 2019-07-02T01:30:59");
        check("2023-08-12T07:48-07:00", "2023-08-12T07:48 2023-08-12T07:48 2023-08-12T07:48:59");
        check("2019-07-01T23:30:00.000+02:00", "2019-07-01T23:30 2019-07-01T23:30 2019-07-01T23:30:59");
    }

    #[test]
    fn intervals_and_sets() {
        check("2019-03-22/2019-03-23", "2019-03-22/2019-03-23 2019-03-22T00:00 2019-03-23T23:59:59");
        check("../2019-03-23", "../2019-03-23 .. 2019-03-23T23:59:59");
        check("[2019-03-22,2019-03-30]", "[2019-03-22,2019-03-30] 2019-03-22T00:00 2019-03-30T23:59:59");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "vrijdag",
            "2019-13",
            "2019-02-30",
            "2019-02-16T25:00",
            "2020/2019",
            "19-02-16",
            "[]",
            "9999-24",
        ] {
            check(text, "-");
        }
    }
}
