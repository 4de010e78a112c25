//! Which of the masthead's dates is the date of publication, and how far it is known.

use super::moment::Moment;
use super::{DateFound, Role};
use crate::edtf;
use jiff::civil::{Date, date};
use kroniek_model::{DateBasis, DateClue, Message, Notice, Published, When};
use smol_str::SmolStr;

/// The date of publication, its zone where the masthead names one, and what was odd about it.
pub(super) fn choose(source: &str, dates: &[DateFound]) -> (Published, Option<SmolStr>, Vec<Notice>) {
    let joined = join_lines(dates);
    // The first of the best role; one that is only "some time ago" tells nothing.
    let best = joined.iter().filter(|d| !d.moment.ago && !d.moment.is_time_only()).min_by_key(|d| d.role);
    let Some(best) = best else { return (Published::unknown(), None, Vec::new()) };
    let stamp = dates.iter().find(|d| d.role == Role::Stamp).map(|d| &d.moment);
    let moment = complete(&best.moment, stamp);
    let moment = settle(moment);
    let when = when(&moment);
    let mut notices = Vec::new();
    let clue = match moment.date() {
        // Of two days neither is known: only the clock time is, and a weekday that fits neither is noticed no further.
        Some(_) if moment.either => DateClue { time: moment.time, ..DateClue::default() },
        Some(day) => {
            if moment.weekday.is_some_and(|w| w != day.weekday()) {
                let message =
                    Message::new("ingest.weekday-mismatch").with("text", &source[best.range.clone()]);
                notices.push(Notice { message, span: None });
            }
            DateClue::default()
        }
        None => DateClue {
            month: moment.month.filter(|_| moment.year.is_none()),
            day: moment.day,
            weekday: moment.weekday,
            time: moment.time,
        },
    };
    let id = match best.role {
        Role::Published | Role::Plain => "published.printed",
        Role::Dateline => "published.dateline",
        Role::Modified => "published.modified",
        Role::Stamp => "published.stamp",
    };
    let text = source[best.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let basis = DateBasis::Stated(Message::new(id).with("text", text));
    (Published { when, basis, clue }, moment.zone, notices)
}

/// A day on one line and its clock time on the next are one date.
fn join_lines(dates: &[DateFound]) -> Vec<DateFound> {
    let mut out: Vec<DateFound> = Vec::new();
    for found in dates {
        if let Some(last) = out.last_mut()
            && last.role != Role::Stamp
            && found.role == Role::Plain
            && found.moment.is_time_only()
            && last.moment.time.is_none()
            && last.moment.day.is_some()
        {
            (last.moment.time, last.moment.zone) = (found.moment.time, found.moment.zone.clone());
            last.range.end = found.range.end;
        } else {
            out.push(found.clone());
        }
    }
    out
}

/// A year that only the stamp prints belongs to a date that does not contradict it.
fn complete(moment: &Moment, stamp: Option<&Moment>) -> Moment {
    let mut moment = moment.clone();
    let Some(stamp) = stamp.filter(|_| moment.year.is_none()) else { return moment };
    match (moment.month, stamp.month) {
        (None, _) if moment.day.is_none() => {
            (moment.year, moment.month, moment.day) = (stamp.year, stamp.month, stamp.day);
        }
        (Some(a), Some(b)) if a == b => moment.year = stamp.year,
        (Some(_), None) => moment.year = stamp.year,
        _ => {}
    }
    moment
}

/// A weekday or the zone tells which of two orders of day and month is meant.
pub(super) fn settle(mut m: Moment) -> Moment {
    let (Some(day), true) = (m.date(), m.either) else { return m };
    let Ok(other) = Date::new(day.year(), day.day(), day.month()) else { return m };
    let swapped = match (m.weekday, &m.zone) {
        (Some(w), _) if w == day.weekday() => false,
        (Some(w), _) if w == other.weekday() => true,
        (None, Some(zone)) => zone.starts_with("America/"),
        _ => return m,
    };
    m.either = false;
    if swapped {
        (m.month, m.day) = (Some(other.month()), Some(other.day()));
    }
    m
}

pub(super) fn when(m: &Moment) -> Option<When> {
    if let (Some(day), true) = (m.date(), m.either)
        && let Ok(other) = Date::new(day.year(), day.day(), day.month())
    {
        let (first, last) = (day.min(other), day.max(other));
        return Some(When {
            earliest: Some(first.at(0, 0, 0, 0)),
            latest: Some(last.at(23, 59, 59, 0)),
            edtf: format!("[{first},{last}]"),
        });
    }
    if let Some(day) = m.date() {
        return Some(match m.time {
            Some(time) => {
                let t = day.to_datetime(time);
                let latest = t.with().second(59).build().unwrap_or(t);
                When { earliest: Some(t), latest: Some(latest), edtf: edtf::print(t, false) }
            }
            None => When {
                earliest: Some(day.at(0, 0, 0, 0)),
                latest: Some(day.at(23, 59, 59, 0)),
                edtf: day.to_string(),
            },
        });
    }
    match (m.year, m.month, m.day) {
        (Some(year), Some(month), None) => {
            let first = date(year, month, 1);
            let (earliest, latest) = (first.at(0, 0, 0, 0), first.last_of_month().at(23, 59, 59, 0));
            Some(When {
                earliest: Some(earliest),
                latest: Some(latest),
                edtf: format!("{year:04}-{month:02}"),
            })
        }
        (Some(year), None, None) => Some(When {
            earliest: Some(date(year, 1, 1).at(0, 0, 0, 0)),
            latest: Some(date(year, 12, 31).at(23, 59, 59, 0)),
            edtf: format!("{year:04}"),
        }),
        (None, Some(month), Some(day)) => {
            let clock = m.time.map_or(String::new(), |t| format!("T{:02}:{:02}", t.hour(), t.minute()));
            Some(When { earliest: None, latest: None, edtf: format!("XXXX-{month:02}-{day:02}{clock}") })
        }
        _ => None,
    }
}
