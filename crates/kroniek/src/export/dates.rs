//! Dates in words: an EDTF date as a reader of the language would write it.

use jiff::civil::{Date, DateTime};
use kroniek_lang::{Pack, Packs};
use kroniek_model::{Message, When};

/// The date in words; the EDTF text itself where no pattern fits, so that nothing is lost.
pub(super) fn words(when: &When, pack: &Pack) -> String {
    let edtf = when.edtf.as_str();
    if let Some(list) = edtf.strip_prefix('[').and_then(|e| e.strip_suffix(']')) {
        if list.split(',').count() > 3 {
            let (first, last) =
                (list.split(',').next().unwrap_or(list), list.rsplit(',').next().unwrap_or(list));
            let message =
                Message::new("date.some-day").with("from", one(first, pack)).with("to", one(last, pack));
            return pack.message(&message);
        }
        let all: Vec<String> = list.split(',').map(|d| one(d, pack)).collect();
        let (last, first) = all.split_last().expect("split gives at least one");
        let message = Message::new("date.one-of").with("list", first.join(", ")).with("last", last);
        return if first.is_empty() { last.clone() } else { pack.message(&message) };
    }
    match edtf.split_once('/') {
        Some(("..", to)) => pack.message(&Message::new("date.until").with("date", one(to, pack))),
        Some((from, "..")) => pack.message(&Message::new("date.from").with("date", one(from, pack))),
        Some((from, to)) => pack
            .message(&Message::new("date.between").with("from", one(from, pack)).with("to", one(to, pack))),
        None => one(edtf, pack),
    }
}

/// The date without weekday, for narrow places; a single day only, otherwise as [`words`].
pub(super) fn short(when: &When, pack: &Pack) -> String {
    match when.earliest.filter(|_| when.is_single_day()) {
        Some(t) => {
            let d = t.date();
            let month = pack.text(&format!("date.month-{}", d.month()));
            let message =
                Message::new("date.day-short").with("day", d.day().to_string()).with("month", month);
            let day = pack.message(&message.with("year", d.year().to_string()));
            time(when).map_or(day.clone(), |time| format!("{day} {time}"))
        }
        None => words(when, pack),
    }
}

/// A message in the words of a language, or of the first one where that has no pack; `None` without any pack.
pub(super) fn reason(m: &Message, language: &str, packs: &Packs) -> Option<String> {
    let pack = packs.language(language).or_else(|| packs.languages().next());
    pack.map(|p| message(m, p))
}

/// A message in words; arguments that are EDTF dates are put in words first, but `text`, which quotes a report.
pub(super) fn message(message: &Message, pack: &Pack) -> String {
    let is_date = |v: &str| {
        let year = v.trim_start_matches('[').bytes().take_while(u8::is_ascii_digit).count() == 4;
        let rest = v.bytes().all(|b| b.is_ascii_digit() || b"-T:[],/.~?%".contains(&b));
        year && rest && v.contains(['-', '/'])
    };
    let mut worded = message.clone();
    for (_, value) in worded.args.iter_mut().filter(|(k, v)| k != "text" && is_date(v)) {
        *value = words(&When { earliest: None, latest: None, edtf: value.clone() }, pack);
    }
    pack.message(&worded)
}

/// The heading that entries of one day share: the date without its time; `None` for anything but one day.
pub(super) fn day(when: &When, pack: &Pack) -> Option<String> {
    when.is_single_day().then(|| full_day(when.earliest.expect("a single day has bounds").date(), pack))
}

/// The time of day where the date has one.
pub(super) fn time(when: &When) -> Option<String> {
    let (_, time) = when.edtf.split_once('T')?;
    (when.is_single_day() && time.len() >= 5).then(|| time[..5].to_owned())
}

fn one(edtf: &str, pack: &Pack) -> String {
    let (edtf, doubt) = match edtf.strip_suffix(['~', '?', '%']) {
        Some(bare) => (bare, true),
        None => (edtf, false),
    };
    let text = if edtf.contains('T')
        && let Ok(t) = edtf.parse::<DateTime>()
    {
        let time = format!("{:02}:{:02}", t.hour(), t.minute());
        pack.message(&Message::new("date.minute").with("day", full_day(t.date(), pack)).with("time", time))
    } else if let Ok(d) = edtf.parse::<Date>() {
        full_day(d, pack)
    } else if let Some((year, month)) = edtf.split_once('-').filter(|(y, m)| y.len() == 4 && m.len() == 2) {
        match month.parse::<u8>() {
            Ok(m @ 1..=12) if year.bytes().all(|b| b.is_ascii_digit()) => pack.message(
                &Message::new("date.month")
                    .with("month", pack.text(&format!("date.month-{m}")))
                    .with("year", year),
            ),
            _ => edtf.to_owned(),
        }
    } else {
        edtf.to_owned()
    };
    if doubt { pack.message(&Message::new("date.about").with("date", text)) } else { text }
}

fn full_day(d: Date, pack: &Pack) -> String {
    let weekday = pack.text(&format!("date.weekday-{}", d.weekday().to_monday_one_offset()));
    let month = pack.text(&format!("date.month-{}", d.month()));
    let message = Message::new("date.day").with("weekday", weekday).with("day", d.day().to_string());
    pack.message(&message.with("month", month).with("year", d.year().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kroniek_lang::Packs;

    #[track_caller]
    fn check(edtf: &str, nl: &str, en: &str) {
        let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
        let when = When { earliest: None, latest: None, edtf: edtf.to_owned() };
        assert_eq!(words(&when, packs.language("nl").unwrap()), nl);
        assert_eq!(words(&when, packs.language("en").unwrap()), en);
    }

    #[test]
    fn dates_in_messages_are_put_in_words_and_figures_stay() {
        let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
        let m = Message::new("relation.figure-grew").with("earlier", "2022-03").with("later", "2022");
        let text = message(&m, packs.language("en").unwrap());
        assert!(text.contains("March 2022") && text.contains(" 2022"), "{text}");
    }

    #[test]
    fn dates_read_as_a_reader_writes_them() {
        check("2022-02-08", "dinsdag 8 februari 2022", "Tuesday 8 February 2022");
        check("2022-02-08T04:15", "dinsdag 8 februari 2022, 04:15", "Tuesday 8 February 2022, 04:15");
        check("2022-03", "maart 2022", "March 2022");
        check("2014", "2014", "2014");
        check(
            "2022-02-08/2022-02-10",
            "tussen dinsdag 8 februari 2022 en donderdag 10 februari 2022",
            "between Tuesday 8 February 2022 and Thursday 10 February 2022",
        );
        check("../2022-03", "uiterlijk maart 2022", "by March 2022");
        check(
            "[2022-03-05,2022-03-12]",
            "zaterdag 5 maart 2022 of zaterdag 12 maart 2022",
            "Saturday 5 March 2022 or Saturday 12 March 2022",
        );
        check(
            "[2022-03-01,2022-03-08,2022-03-15,2022-03-22]",
            "één dag tussen dinsdag 1 maart 2022 en dinsdag 22 maart 2022",
            "one day between Tuesday 1 March 2022 and Tuesday 22 March 2022",
        );
        check("2022-03~", "omstreeks maart 2022", "around March 2022");
        check("XXXX-WXX-5", "XXXX-WXX-5", "XXXX-WXX-5");
    }
}
