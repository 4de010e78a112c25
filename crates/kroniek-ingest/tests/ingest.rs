//! From bytes to reports: mastheads as papers print them, and properties of reading.

use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_model::{RegionKind, Report};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Packs::embedded(kroniek_packs::FILES).unwrap()).unwrap());

/// A body long enough to tell the language by.
const NL: &str =
    "De gemeente opent morgen een nieuw zwembad aan de rand van het dorp. Dat zegt de wethouder.";
const EN: &str = "The council will open a new swimming pool at the edge of the village, the mayor has said.";

/// What reading makes of a text, a line a field; the body stands for `NL` or `EN`.
fn shown(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            writeln!(out, "{name}: {value}").unwrap();
        }
    };
    line("title", report.title.as_deref().unwrap_or(""));
    line("by", &report.byline.join("; "));
    line("credit", &report.credits.join("; "));
    line("paper", report.publisher.as_deref().unwrap_or(""));
    line("date", report.published.when.as_ref().map_or("", |w| &w.edtf));
    let clue = report.published.clue;
    if !clue.is_empty() {
        let day = |n: Option<i8>| n.map_or("-".to_owned(), |n| n.to_string());
        let weekday = clue.weekday.map_or("-".to_owned(), |w| format!("{w:?}"));
        let time = clue.time.map_or("-".to_owned(), |t| t.strftime("%H:%M").to_string());
        line("clue", &format!("{} {} {weekday} {time}", day(clue.month), day(clue.day)));
    }
    for r in &report.regions {
        let text = r.span.of(&report.text).replace(NL, "NL").replace(EN, "EN").replace('\n', "/");
        match r.kind {
            RegionKind::Title => {}
            RegionKind::Heading => line("heading", &text),
            RegionKind::Body => line("body", &text),
            RegionKind::Dateline => line("dateline", &text),
            RegionKind::Masthead => line("masthead", &text),
            RegionKind::Furniture => line("furniture", &text),
        }
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let text = text.replace("{NL}", NL).replace("{EN}", EN);
    let found = shown(&READER.text(None, text.as_bytes()).unwrap());
    let trimmed: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(found.trim_end(), trimmed.join("\n"), "\n--- of\n{text}");
}

#[test]
fn nothing_is_taken_from_a_text_without_masthead() {
    check("{NL}", "body: NL");
    check("{EN}\n\n{EN}", "body: EN//EN");
    check(
        "Het regent vandaag.\nMorgen wordt het droog.",
        "body: Het regent vandaag./Morgen wordt het droog.",
    );
    check(
        "“Wij gaan niet weg voordat de gemeente met ons heeft gepraat over het plan.”\n\n{NL}",
        "body: “Wij gaan niet weg voordat de gemeente met ons heeft gepraat over het plan.”//NL",
    );
    check("17 december 2018", "body: 17 december 2018");
    check(
        "Op 3 mei 2021 om 10.00 uur begint de zitting over het zwembad in het dorp.",
        "body: Op 3 mei 2021 om 10.00 uur begint de zitting over het zwembad in het dorp.",
    );
}

#[test]
fn a_title_stands_above_the_body() {
    check("Nieuw zwembad voor Lutjewoud\n\n{NL}", "title: Nieuw zwembad voor Lutjewoud\nbody: NL");
    check("“Zwembad komt er toch”\n\n{NL}", "title: Zwembad komt er toch\nbody: NL");
    check("'Zwembad komt er toch'\n{NL}", "title: Zwembad komt er toch\nbody: NL");
    check("'Zwembad' is 'te duur'\n{NL}", "title: 'Zwembad' is 'te duur'\nbody: NL");
    check("Is a pool worth it?\n\n{EN}", "title: Is a pool worth it?\nbody: EN");
    check(
        "Nieuw zwembad voor Lutjewoud | de Volkskrant\n\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\npaper: de Volkskrant\nbody: NL",
    );
    check(
        "Nieuw zwembad voor Lutjewoud\nDorp wacht al sinds de jaren tachtig\n\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nheading: Dorp wacht al sinds de jaren tachtig\nbody: NL",
    );
    check(
        "Lutjewoud\nNieuw zwembad gaat morgen eindelijk open\n{NL}",
        "title: Nieuw zwembad gaat morgen eindelijk open\nbody: NL",
    );
}

#[test]
fn initials_and_writers_run_into_a_title() {
    check(
        "“Zwembad komt er toch” KVE\n\n3 mei 2021\n\n10u05\n\n{NL}",
        "title: Zwembad komt er toch\nby: KVE\ndate: 2021-05-03T10:05\nbody: NL",
    );
    check(
        "Dorp krijgt eindelijk nieuw zwembad Karin de Boer\n\n3 mei 2021\n\n{NL}",
        "title: Dorp krijgt eindelijk nieuw zwembad\nby: Karin de Boer\ndate: 2021-05-03\nbody: NL",
    );
    // The body speaks of the man, so he belongs to the title.
    check(
        "Dorp wil nieuw zwembad wethouder Karel Bos\n\n3 mei 2021\n\n{NL} Bos is blij.",
        "title: Dorp wil nieuw zwembad wethouder Karel Bos\ndate: 2021-05-03\nbody: NL Bos is blij.",
    );
    check(
        "Nieuw zwembad voor Lutjewoud\nKarin de Boer\n3 mei 2021, 10:05\n\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nby: Karin de Boer\ndate: 2021-05-03T10:05\nbody: NL",
    );
}

#[test]
fn dutch_date_lines() {
    let date = |line: &str, expected: &str| {
        check(
            &format!("Nieuw zwembad voor Lutjewoud\n{line}\n\n{{NL}}"),
            &format!("title: Nieuw zwembad voor Lutjewoud\n{expected}\nbody: NL"),
        );
    };
    date("3 mei 2021", "date: 2021-05-03");
    date("3 mei 2021\n09u33", "date: 2021-05-03T09:33");
    date("3 mei 2021 12u19", "date: 2021-05-03T12:19");
    date("07/08/22 - 08u15", "date: 2022-08-07T08:15");
    date("15-11-2023 | 07:31", "date: 2023-11-15T07:31");
    date("wo 5 mei 2021, 07.05 uur", "date: 2021-05-05T07:05");
    date("woensdag 5 mei 2021 om 7.05", "date: 2021-05-05T07:05");
    date("3 mrt. 2020 om 14:05", "date: 2020-03-03T14:05");
    date("Geplaatst: 3 mei 2021 om 9:15", "date: 2021-05-03T09:15");
    date("Gepubliceerd op 3 mei 2021", "date: 2021-05-03");
    date("3 mei 2021, 10:12 - Laatste update: 10:38", "date: 2021-05-03T10:12");
    date("3 mei 2021, 06.50 uur. Bijgewerkt: 4 mei 2021, 11.15 uur", "date: 2021-05-03T06:50");
    date("Laatst bijgewerkt: 4 mei 2021, 11:15\nGepubliceerd: 3 mei 2021, 06:50", "date: 2021-05-03T06:50");
    date("vrijdag 17 november, 16:20", "date: XXXX-11-17T16:20\nclue: 11 17 Friday 16:20");
    date("ma 14/10 - 18u20", "date: XXXX-10-14T18:20\nclue: 10 14 Monday 18:20");
    date("vrijdag 16:20", "clue: - - Friday 16:20");
    date("3 uur geleden", "");
    date("01-mei-21", "date: 2021-05-01");
    date("2021-05-03 08:15:59", "date: 2021-05-03T08:15");
    date("Leestijd 2 min\n3 mei 2021", "date: 2021-05-03");
    date("3 mei 2021, 07:00 (gewijzigd 08:15)", "date: 2021-05-03T07:00");
    date("zaterdag 8 mei 2021, 22.47 uur | update zondag 00.15 uur", "date: 2021-05-08T22:47");
    date("03-05-2021 | 07.12", "date: 2021-05-03T07:12");
    date("03.05.21 13:05 • 1,4K keer gedeeld", "date: 2021-05-03T13:05");
    date("zo 9 mei, bijgewerkt 14.30", "date: XXXX-05-09\nclue: 5 9 Sunday -");
}

#[test]
fn english_date_lines() {
    let date = |line: &str, expected: &str| {
        check(
            &format!("New pool for Little Wood\n{line}\n\n{{EN}}"),
            &format!("title: New pool for Little Wood\n{expected}\nbody: EN"),
        );
    };
    date("Feb. 3, 2021 6:15 a.m. PT", "date: 2021-02-03T06:15");
    date("March 01, 2008", "date: 2008-03-01");
    date("14 August 2023 • 8:02pm", "date: 2023-08-14T20:02");
    date("Thu 16 Feb 2023 19.30 GMT", "date: 2023-02-16T19:30");
    date("Published Feb. 5, 2022, 10:00 a.m.", "date: 2022-02-05T10:00");
    date("Sunday, 6:10 p.m.", "clue: - - Sunday 18:10");
    date("Feb 3, 2021 Updated 2 hrs ago", "date: 2021-02-03");
    date("May 3rd, 2021 at 12 pm", "date: 2021-05-03T12:00");
    date("12:05 a.m. May 3, 2021", "date: 2021-05-03T00:05");
    date("Updated: 5 May 2021 10:00 | First published: 3 May 2021 09:00", "date: 2021-05-03T09:00");
    date("2 hours ago", "");
    date("3 Oct '21", "date: 2021-10-03");
    date("Posted 13/03/2021 at 00:51 | 3 min read | 412 shares", "date: 2021-03-13T00:51");
    date("Monday 3 May 2021, 6pm edition, updated 18:20", "date: 2021-05-03T18:00");
    date("Comments (388) | 3 May 2021", "date: 2021-05-03");
    date("Jo Bell and agencies | 3 May 2021 | 18:20 CET", "by: Jo Bell\ndate: 2021-05-03T18:20");
    // Day and month are two candidates until something tells: the weekday, the zone, the paper.
    date("5/3/2021 2:05 PM", "date: [2021-03-05,2021-05-03]\nclue: - - - 14:05");
    date("Monday 5/3/2021", "date: 2021-05-03");
    date("Friday 5/3/2021", "date: 2021-03-05");
    date("5/3/2021 2:05 PM ET", "date: 2021-05-03T14:05");
    date("The Guardian | 5/3/2021", "paper: The Guardian\ndate: 2021-03-05");
    date("USA Today | 5/3/2021", "paper: USA Today\ndate: 2021-05-03");
    date("5/13/2021", "date: 2021-05-13");
    date("Sept. 9", "date: XXXX-09-09\nclue: 9 9 - -");
}

#[test]
fn a_month_that_a_collection_puts_in_front_stays_a_month() {
    check(" date 2019-03 {NL}", "date: 2019-03\nbody: NL");
    check(
        "date 2021-05\nDe Polderkrant\n\nNieuw zwembad voor Lutjewoud\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\npaper: De Polderkrant\ndate: 2021-05\nbody: NL",
    );
    check(
        "date 2021-05 “Zwembad komt er toch” KVE\n\n3 mei 2021\n\n{NL}",
        "title: Zwembad komt er toch\nby: KVE\ndate: 2021-05-03\nbody: NL",
    );
    // Year and month from the stamp, day from the date line.
    check(
        "date 2023-11\nNieuw zwembad voor Lutjewoud\nvrijdag 17 november, 16:20\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\ndate: 2023-11-17T16:20\nbody: NL",
    );
    check(
        "date 2023-11\nNieuw zwembad voor Lutjewoud\nvrijdag, 16:20\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\ndate: 2023-11\nclue: - - Friday 16:20\nbody: NL",
    );
}

#[test]
fn credits_with_counters_and_without() {
    check("Bron: Reuters 3 {NL}", "credit: Reuters\nbody: NL");
    check(
        "Nieuw zwembad voor Lutjewoud\n\nBron: De Polderkrant 12 {NL}",
        "title: Nieuw zwembad voor Lutjewoud\ncredit: De Polderkrant\nbody: NL",
    );
    check("Bron: ANP, Belga {NL}", "credit: ANP; Belga\nbody: NL");
    check(
        "Nieuw zwembad voor Lutjewoud\nBron: ANP\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\ncredit: ANP\nbody: NL",
    );
    check(
        "Nieuw zwembad voor Lutjewoud\nBron: ANP      3 mrt. 2020 om 14:05\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\ncredit: ANP\ndate: 2020-03-03T14:05\nbody: NL",
    );
    check(
        "Nieuw zwembad voor Lutjewoud\nBELGA/kve\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nby: kve\ncredit: BELGA\nbody: NL",
    );
    check("Source: Reuters 14 {EN}", "credit: Reuters\nbody: EN");
    check(
        "New pool for Little Wood\nAgencies\n{EN}",
        "title: New pool for Little Wood\ncredit: Agencies\nbody: EN",
    );
    check("{NL} (kve)", "by: kve\nbody: NL\nfurniture: (kve)");
    check("{NL}\n\n(Belga/kve)", "by: kve\ncredit: Belga\nbody: NL\nfurniture: (Belga/kve)");
    check("{NL} © ANP", "credit: ANP\nbody: NL\nfurniture: © ANP");
    check("Dat is goed (zegt de raad). {NL}", "body: Dat is goed (zegt de raad). NL");
}

#[test]
fn writers() {
    let by = |line: &str, expected: &str| {
        check(
            &format!("New pool for Little Wood\n{line}\n\n{{EN}}"),
            &format!("title: New pool for Little Wood\n{expected}\nbody: EN"),
        );
    };
    by("By Hannah Wells and Miguel Otero", "by: Hannah Wells; Miguel Otero");
    by("By: Tyler Brook", "by: Tyler Brook");
    by("By Hannah Wells, Associated Press", "by: Hannah Wells\ncredit: Associated Press");
    by("By Hannah Wells, May 3, 2021", "by: Hannah Wells\ndate: 2021-05-03");
    by("WOOD COUNTY STAFF REPORTS", "by: WOOD COUNTY STAFF REPORTS");
    check(
        "Nieuw zwembad voor Lutjewoud\nDoor onze redactie - 3 mei 2021, 10:12\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nby: onze redactie\ndate: 2021-05-03T10:12\nbody: NL",
    );
    check(
        "Nieuw zwembad voor Lutjewoud\nTekst en foto's: K. de Boer\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nby: K. de Boer\nbody: NL",
    );
    check(
        "Nieuw zwembad voor Lutjewoud\nOnze verslaggeefster Karin de Boer\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nby: Karin de Boer\nbody: NL",
    );
    check(
        "Nieuw zwembad voor Lutjewoud\n3/5/2021 om 14:05 door kve\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nby: kve\ndate: 2021-05-03T14:05\nbody: NL",
    );
    check("Door storm gaat zwembad dicht\n{NL}", "title: Door storm gaat zwembad dicht\nbody: NL");
    check("By the river, a new pool\n{EN}", "title: By the river, a new pool\nbody: EN");
}

#[test]
fn outlets_sections_and_breadcrumbs() {
    check(
        "Polderland Nieuws\nHome > 112 > Lutjewoud\nNieuw zwembad voor Lutjewoud\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\npaper: Polderland Nieuws\nbody: NL",
    );
    check(
        "DE DAGBODE | Binnenland\n\nNieuw zwembad voor Lutjewoud\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\npaper: DE DAGBODE\nbody: NL",
    );
    check(
        "De Scheldecourant - Buitenland\nNieuw zwembad voor Lutjewoud\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\npaper: De Scheldecourant\nbody: NL",
    );
    check(
        "dorpsnieuws.be | POLITIEK\nNieuw zwembad voor Lutjewoud\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\npaper: dorpsnieuws.be\nbody: NL",
    );
    check(
        "Omroep Polderland\nNIEUWS   SPORT   GEMIST\nNieuw zwembad voor Lutjewoud\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\npaper: Omroep Polderland\nbody: NL",
    );
    check(
        "Wood County Sentinel\nUpdates | Weather | Obituaries | e-Edition\nNew pool for Little Wood\n{EN}",
        "title: New pool for Little Wood\npaper: Wood County Sentinel\nbody: EN",
    );
    check(
        "New pool for Little Wood\nEastern Wire | Feb. 3, 2021 6:15 a.m. PT\n{EN}",
        "title: New pool for Little Wood\npaper: Eastern Wire\ndate: 2021-02-03T06:15\nbody: EN",
    );
    check(
        "(c) Foto: het oude zwembad\nNieuw zwembad voor Lutjewoud\n{NL}",
        "title: Nieuw zwembad voor Lutjewoud\nbody: NL",
    );
    check(
        "Channel Four Newsroom\nNew pool for Little Wood\n{EN}",
        "title: New pool for Little Wood\npaper: Channel Four Newsroom\nbody: EN",
    );
}

#[test]
fn an_outlet_beside_a_writer_is_the_publisher() {
    let nl = |line: &str, expected: &str| {
        check(
            &format!("Dijk bij Oosterwaal opnieuw verzwakt\n{line}\n\n{{NL}}"),
            &format!("title: Dijk bij Oosterwaal opnieuw verzwakt\n{expected}\nbody: NL"),
        );
    };
    let both = "by: Maaike Terpstra\npaper: De Kustbode\ndate: 2021-05-03";
    nl("Door Maaike Terpstra, De Kustbode\n3 mei 2021", both);
    nl("De Kustbode\nDoor Maaike Terpstra, De Kustbode\n3 mei 2021", both);
    nl("De Kustbode, Maaike Terpstra\n3 mei 2021", both);
    nl("De Kustbode\nMaaike Terpstra\n3 mei 2021", both);
    nl("Maaike Terpstra | De Kustbode | 3 mei 2021", both);
    nl("De Kustbode, 3 mei 2021", "paper: De Kustbode\ndate: 2021-05-03");
    // An article and a surname behind a label are a writer's all the same.
    nl("Door De Vries\n3 mei 2021", "by: De Vries\ndate: 2021-05-03");
    check(
        "De Kustbode\n\nDijk bij Oosterwaal opnieuw verzwakt\n\nDoor Maaike Terpstra, De Kustbode\n\n{NL}",
        "title: Dijk bij Oosterwaal opnieuw verzwakt\nby: Maaike Terpstra\npaper: De Kustbode\nbody: NL",
    );
    let en = |line: &str, expected: &str| {
        check(
            &format!("Banks cut rates again after a quiet week\n{line}\n\n{{EN}}"),
            &format!("title: Banks cut rates again after a quiet week\n{expected}\nbody: EN"),
        );
    };
    en("Harbour Post Europe\n3 May 2021", "paper: Harbour Post Europe\ndate: 2021-05-03");
    en("Harbour Post Europe May 3, 2021 10:15", "paper: Harbour Post Europe\ndate: 2021-05-03T10:15");
    en("By Jo Bell, Harbour Post Europe", "by: Jo Bell\npaper: Harbour Post Europe");
    en(
        "Jo Bell, Harbour Post Europe\n3 May 2021",
        "by: Jo Bell\npaper: Harbour Post Europe\ndate: 2021-05-03",
    );
    en("By Kim Post", "by: Kim Post");
    en("By Jan van der Post", "by: Jan van der Post");
}

#[test]
fn section_and_outlet_behind_a_title_go() {
    let nl = |tail: &str, expected: &str| {
        check(
            &format!("Dijk bij Oosterwaal opnieuw verzwakt{tail}\n\n{{NL}}"),
            &format!("title: Dijk bij Oosterwaal opnieuw verzwakt{expected}\nbody: NL"),
        );
    };
    nl(" | Binnenland | Het Avondblad", "\npaper: Het Avondblad");
    nl(" | Binnenland | Oosterwaal Actueel", "\npaper: Oosterwaal Actueel");
    nl(" | Economie | NRC", "\npaper: NRC");
    nl(" | Binnenland", "");
    nl(" - Het Avondblad", "\npaper: Het Avondblad");
    nl(" | Terpstra: niet weer", " | Terpstra: niet weer");
    nl(" - Maaike Terpstra", " - Maaike Terpstra");
}

#[test]
fn lines_of_many_papers() {
    let nl = |line: &str, expected: &str| {
        check(
            &format!("Zwembad gaat toch open\n{line}\n\n{{NL}}"),
            &format!("title: Zwembad gaat toch open\n{expected}\nbody: NL"),
        );
    };
    nl("ANP\n3 mei 2021 14:05\nLaatste update 3 mei 2021 16:00", "credit: ANP\ndate: 2021-05-03T14:05");
    nl("Door ANNEKE KUIPERS\n3 mei 2021 in BINNENLAND", "by: ANNEKE KUIPERS\ndate: 2021-05-03");
    nl("Door: Anneke Kuipers\nVandaag, 14:05", "by: Anneke Kuipers");
    nl("03/05/2021 om 14:05 | Bron: BELGA", "credit: BELGA\ndate: 2021-05-03T14:05");
    nl("© ANP", "credit: ANP");
    nl("NU.nl/ANP", "credit: NU.nl; ANP");
    nl("Redactie 3-5-2021, 13:45\nLaatste update: 14:00", "by: Redactie\ndate: 2021-05-03T13:45");
    nl(
        "Joris Smit\nRedacteur binnenland\n3 mei 2021 om 14:05\nLeestijd 3 minuten",
        "by: Joris Smit\ndate: 2021-05-03T14:05",
    );
    nl(
        "Maandag 3 mei, 14:05 • Aangepast maandag 3 mei, 16:00",
        "date: XXXX-05-03T14:05\nclue: 5 3 Monday 14:05",
    );
    nl(
        "Gepubliceerd: 3 mei 2021 13:45\nAuteur: Joke Smit\nFoto: gemeente Lutjewoud",
        "by: Joke Smit\ndate: 2021-05-03T13:45",
    );
    let en = |line: &str, expected: &str| {
        check(
            &format!("New pool for Little Wood\n{line}\n\n{{EN}}"),
            &format!("title: New pool for Little Wood\n{expected}\nbody: EN"),
        );
    };
    en(
        "By ANNA PRICE, Associated Press\nMay 3, 2021 GMT",
        "by: ANNA PRICE\ncredit: Associated Press\ndate: 2021-05-03",
    );
    en("By Anna Price\nBBC News\n\n3 May 2021", "by: Anna Price\npaper: BBC News\ndate: 2021-05-03");
    en(
        "Anna Price\nMon 3 May 2021 14.05 BST\nLast modified on Mon 3 May 2021 16.00 BST",
        "by: Anna Price\ndate: 2021-05-03T14:05",
    );
    en(
        "Anna Price, USA TODAY\nPublished 2:05 p.m. ET May 3, 2021 | Updated 4:00 p.m. ET May 3, 2021",
        "by: Anna Price\npaper: USA Today\ndate: 2021-05-03T14:05",
    );
    en("Anna Price | Staff Writer\nMay 3, 2021", "by: Anna Price\ndate: 2021-05-03");
    en("Story by Anna Price • 3h", "by: Anna Price");
    en("3 May 2021 Last updated at 14:05 GMT", "date: 2021-05-03");
    check("Home / News / Local\nNew pool for Little Wood\n{EN}", "title: New pool for Little Wood\nbody: EN");
    check("Nieuws\n\nZwembad gaat toch open\n\n{NL}", "title: Zwembad gaat toch open\nbody: NL");
    check(
        "NOS Nieuws\n•\nMaandag 3 mei 2021, 14:05\nZwembad gaat toch open\n{NL}",
        "title: Zwembad gaat toch open\npaper: NOS\ndate: 2021-05-03T14:05\nbody: NL",
    );
    check("Zwembad gaat toch open © Belga\n\n{NL}", "title: Zwembad gaat toch open\ncredit: Belga\nbody: NL");
}

#[test]
fn names_behind_the_body() {
    check("{NL}\n\nBron: ANP", "credit: ANP\nbody: NL\nfurniture: Bron: ANP");
    check("{NL}\n\nDoor: Anneke Kuipers", "by: Anneke Kuipers\nbody: NL\nfurniture: Door: Anneke Kuipers");
    check(
        "LITTLE WOOD, England, May 3 (Reuters) - {EN}\n\n(Reporting by Anna Price; Editing by Bob Lee)",
        "by: Anna Price\ncredit: Reuters\ndate: XXXX-05-03\nclue: 5 3 - -\n\
           body: EN\nfurniture: (Reporting by Anna Price; Editing by Bob Lee)",
    );
    check("{NL}\n\nDoor de storm.", "body: NL//Door de storm.");
}

#[test]
fn datelines() {
    check("Lutjewoud - {NL}", "body: NL");
    check("Bergen op Zoom – {NL}", "body: NL");
    check("(CNN) {EN}", "credit: CNN\nbody: EN");
    check("LUTJEWOUD, 3 mei 2021 (ANP) - {NL}", "credit: ANP\ndate: 2021-05-03\nbody: NL");
    check("Van onze verslaggever Jan de Wit\nLUTJEWOUD - {NL}", "by: Jan de Wit\nbody: NL");
    check("LUTJEWOUD - {NL}", "body: NL");
    check("DEN HAAG (ANP) - {NL}", "credit: ANP\nbody: NL");
    check("LITTLE WOOD, Ore. (EW) — {EN}", "credit: EW\nbody: EN");
    check("(Reuters) - {EN}", "credit: Reuters\nbody: EN");
    check("Brussel (Belga) - {NL}", "credit: Belga\nbody: NL");
    check("BRUSSEL (BELGA) {NL}", "credit: BELGA\nbody: NL");
    check("LONDON, May 3 (Reuters) - {EN}", "credit: Reuters\ndate: XXXX-05-03\nclue: 5 3 - -\nbody: EN");
    check(
        "New pool for Little Wood\nLONDON 1996-08-30\n{EN}",
        "title: New pool for Little Wood\ndate: 1996-08-30\nbody: EN",
    );
    check(
        "De raad - verdeeld als altijd - stemt morgen over het zwembad, zo bleek gisteren.",
        "body: De raad - verdeeld als altijd - stemt morgen over het zwembad, zo bleek gisteren.",
    );
    check("VOETBAL - SC Lutjewoud wint\n{NL}", "title: VOETBAL - SC Lutjewoud wint\nbody: NL");
}

#[test]
fn furniture_around_the_body() {
    check(
        "{NL}\n\nLees ook: Zwembad was te duur\n\n{NL}",
        "body: NL\nfurniture: Lees ook: Zwembad was te duur\nbody: NL",
    );
    check(
        "{NL}\nDeel dit artikel: 37 x gedeeld\nReacties (8)",
        "body: NL\nfurniture: Deel dit artikel: 37 x gedeeld\nfurniture: Reacties (8)",
    );
    check(
        "{NL}\n\nHeb je een tip? Mail de redactie!",
        "body: NL\nfurniture: Heb je een tip? Mail de redactie!",
    );
    check(
        "{NL}\n\nSchrijf je in voor onze nieuwsbrief van de dag!",
        "body: NL\nfurniture: Schrijf je in voor onze nieuwsbrief van de dag!",
    );
    check(
        "{EN}\n\nSupport our reporting. Subscribe today for $2 a month.\n12 comments",
        "body: EN\nfurniture: Support our reporting. Subscribe today for $2 a month.\nfurniture: 12 comments",
    );
    check(
        "{EN}\n\nRead more: Pool was too dear\n\n{EN}",
        "body: EN\nfurniture: Read more: Pool was too dear\nbody: EN",
    );
    // A sentence about newsletters is no box.
    check("De nieuwsbrief van de club is weg.\n\n{NL}", "body: De nieuwsbrief van de club is weg.//NL");
}

#[test]
fn headings_between_paragraphs() {
    check("{NL}\n\nEen lange geschiedenis\n\n{NL}", "body: NL\nheading: Een lange geschiedenis\nbody: NL");
    check("{EN}\n\nWhat comes next?\n{EN}", "body: EN\nheading: What comes next?\nbody: EN");
    check("{NL}\n- een lijst\n- van dingen\n{NL}", "body: NL/- een lijst/- van dingen/NL");
    check(
        "De gemeente opent morgen een nieuw zwembad aan de\nrand van het dorp. Dat zegt\nde wethouder van Sport in een brief aan de raad.",
        "body: De gemeente opent morgen een nieuw zwembad aan de/rand van het dorp. Dat zegt/de wethouder van Sport in een brief aan de raad.",
    );
}

#[test]
fn json_lines_keep_their_text() {
    let text = format!("De Polderkrant\n\nNieuw zwembad\n3 mei 2021, 10:12\n\nLUTJEWOUD - {NL}\n");
    let line = serde_json::json!({ "id": "a", "text": text }).to_string();
    let report = READER.line(&line).unwrap();
    assert_eq!(report.text, text);
    let expected = "title: Nieuw zwembad\npaper: De Polderkrant\ndate: 2021-05-03T10:12\nmasthead: De Polderkrant\n\
                    masthead: 3 mei 2021, 10:12\ndateline: LUTJEWOUD -\nbody: NL\n";
    assert_eq!(shown(&report), expected);
}

#[test]
fn json_lines_take_the_given_fields_first() {
    let text = format!("Zwembad open.\n3 mei 2021\n{NL}");
    let line = serde_json::json!({ "id": 7, "text": text, "title": "Zwembad open", "published": "2021-05-04T10:00:00Z",
        "language": "nl-NL", "url": "https://www.standaard.be/x" });
    let report = READER.line(&line.to_string()).unwrap();
    assert_eq!(
        (report.id.as_str(), report.language.as_str(), report.zone.as_str()),
        ("7", "nl", "Europe/Brussels")
    );
    let expected =
        "title: Zwembad open\npaper: De Standaard\ndate: 2021-05-04T12:00\nmasthead: 3 mei 2021\nbody: NL\n";
    assert_eq!(shown(&report), expected);
    assert!(READER.line("{\"id\": 1}").unwrap_err().to_string().contains("found no \"text\""));
    assert!(READER.line("[1, 2").is_err());
}

#[test]
fn carriage_returns_are_left_out_and_lead_back() {
    let source = format!("Nieuw zwembad\r\n3 mei 2021\r\n\r\n{NL}\r\n\r\n{NL}\r\n");
    let report = READER.text(None, source.as_bytes()).unwrap();
    assert_eq!(report.text, format!("Nieuw zwembad\n\n{NL}\n\n{NL}"));
    leads_back(&report, &source);
}

/// Every region's words are in the source where the map says.
fn leads_back(report: &Report, source: &str) {
    let map = report.map.as_ref().unwrap();
    for (text, from, len) in map.pieces() {
        let (text, from, len) = (*text as usize, *from as usize, *len as usize);
        assert_eq!(&report.text[text..text + len], &source[from..from + len]);
    }
    for r in &report.regions {
        let s = map.to_source(r.span).expect("a region lies in the file");
        assert_eq!(r.span.of(&report.text), s.of(source).replace('\r', ""));
    }
}

/// Lines as mastheads have them, and others.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just(NL.to_owned()),
        Just(EN.to_owned()),
        Just("“Zwembad komt er toch” KVE".to_owned()),
        Just("date 2019-03 Een zin. En nog een zin hier.".to_owned()),
        Just("3 mei 2021 - 09u33".to_owned()),
        Just("Bron: Reuters 3 Volgens de raad komt het er toch.".to_owned()),
        Just("DEN HAAG (ANP) — Er komt een zwembad, zegt de raad.".to_owned()),
        Just("Lees ook: zwembad\r".to_owned()),
        "[A-Za-zé “”‘’|>\\-—.,:0-9()]{0,60}",
        "\\PC{0,20}",
    ];
    (proptest::collection::vec(line, 0..12), prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n")])
        .prop_map(|(lines, end)| lines.join(end))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn regions_cover_the_text_and_lead_back(source in lines()) {
        let Ok(report) = READER.text(None, source.as_bytes()) else { return Ok(()) };
        let mut end = 0;
        for r in &report.regions {
            prop_assert!(end <= r.span.start() && !r.span.is_empty());
            prop_assert!(report.text[end as usize..r.span.start() as usize].trim().is_empty());
            end = r.span.end();
        }
        prop_assert!(report.text[end as usize..].trim().is_empty());
        leads_back(&report, source.strip_prefix('\u{feff}').unwrap_or(&source));
    }

    #[test]
    fn json_lines_find_what_a_file_has(source in lines()) {
        let Ok(file) = READER.text(None, source.as_bytes()) else { return Ok(()) };
        let line = READER.line(&serde_json::json!({ "id": "x", "text": source }).to_string()).unwrap();
        prop_assert_eq!(&line.text, &source);
        prop_assert_eq!(&line.title, &file.title);
        prop_assert_eq!(&line.byline, &file.byline);
        prop_assert_eq!(&line.credits, &file.credits);
        prop_assert_eq!(&line.published, &file.published);
        let body = |r: &Report| {
            let kept = r.regions.iter().filter(|r| !matches!(r.kind, RegionKind::Masthead | RegionKind::Dateline | RegionKind::Title));
            kept.map(|g| g.span.of(&r.text).replace('\r', "")).collect::<Vec<_>>()
        };
        let in_file = body(&file);
        let in_line: Vec<String> = body(&line);
        prop_assert_eq!(in_file.concat().split_whitespace().collect::<String>(), in_line.concat().split_whitespace().collect::<String>());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = READER.text(None, &bytes);
        let _ = READER.line(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_date_line_is_one_whatever_stands_beside_the_date() {
    let dated = |line: &str, expected: &str| {
        let text = format!("De Zandpost\nZwembad gaat open na jaren van uitstel\n{line}\n\n{NL}\n");
        let found = shown(&READER.text(None, text.as_bytes()).unwrap());
        assert!(found.contains(&format!("date: {expected}\n")), "{line}\n{found}");
        assert!(found.starts_with("title: Zwembad gaat open na jaren van uitstel\n"), "{line}\n{found}");
    };
    dated("14.05.24 13:05 • redactie • 1,2K keer gedeeld", "2024-05-14T13:05");
    dated("zaterdag 8 juli 2023, 23.47 uur   |   update zondag 00.35 uur", "2023-07-08T23:47");
    dated("15 juli 2023, 07:00 (gewijzigd 09:30)", "2023-07-15T07:00");
    dated("door Redactie  -  29/07/23  -  9:04     1.204 likes", "2023-07-29T09:04");
    dated("zo 10 sept., bijgewerkt 14.30", "XXXX-09-10");
    dated("van onze verslaggevers\n15 juli 2023, 07:00", "2023-07-15T07:00");
    let dated = |line: &str, expected: &str| {
        let text = format!("The Sand Post\nPool opens after years of delay at last\n{line}\n\n{EN}\n");
        let found = shown(&READER.text(None, text.as_bytes()).unwrap());
        assert!(found.contains(&format!("date: {expected}\n")), "{line}\n{found}");
    };
    dated("by the evening desk, 3 Oct '23", "2023-10-03");
    dated("Posted 23/03/2024 at 00:51 by admin   |   3 min read   |   412 shares", "2024-03-23T00:51");
    dated("Ann Lee and agencies | 12 Sep 2022 | 18:20 GMT", "2022-09-12T18:20");
    dated("Monday 11 March 2024, 6pm bulletin, updated 18:20", "2024-03-11T18:00");
}

#[test]
fn a_date_in_a_title_leaves_it_a_title() {
    check(
        "Brand van 5 maart 2024 in Velde kostte twee levens\n\n{NL}\n{NL}",
        "
        title: Brand van 5 maart 2024 in Velde kostte twee levens
        body: NL/NL
    ",
    );
}

#[test]
fn the_title_stands_behind_an_outlet_with_its_line_or_section() {
    let titled = |head: &str| {
        let text = format!("{head}\nZwembad gaat open na jaren van uitstel\n3 mei 2024\n\n{NL}\n");
        let report = READER.text(None, text.as_bytes()).unwrap();
        assert_eq!(report.title.as_deref(), Some("Zwembad gaat open na jaren van uitstel"), "{head}");
    };
    titled("Bestuur Lokaal, vakblad voor gemeenten");
    titled("Zandlander | regio Velde");
    titled("Zandlander | regio Velde\n112");
    titled("HET ZANDLAND\nweekblad voor Velde en omstreken");
    titled("wereldZAND - 24/7 nieuws");
    titled("Dagblad Zand & Veen\nONTZETTING");
}
