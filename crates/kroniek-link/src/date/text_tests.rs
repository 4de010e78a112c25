//! Dates solved from texts. The reports are invented.

use super::Rules;
use crate::{Linker, digest::digest};
use kroniek_analyse::Analyser;
use kroniek_lang::Packs;
use kroniek_model::{
    Linked, LinkedReport, OriginIx, Published, Region, RegionKind, Report, ReportIx, Span, Story, When,
};
use std::sync::LazyLock;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded(kroniek_packs::FILES).unwrap());
static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| Analyser::new(&PACKS).unwrap());

fn report(id: usize, day: &str, text: &str) -> Report {
    let when = day.parse().ok().map(When::day);
    Report {
        id: smol_str::format_smolstr!("r{id:05}"),
        path: None,
        capture: "0".into(),
        language: "nl".into(),
        title: None,
        byline: Vec::new(),
        credits: Vec::new(),
        publisher: None,
        url: None,
        published: Published { when, ..Published::unknown() },
        manner: kroniek_model::Manner::Report,
        modified: None,
        section: None,
        zone: "Europe/Amsterdam".into(),
        regions: vec![Region { span: Span::at(0..text.len()), kind: RegionKind::Body }],
        map: None,
        text: text.to_owned(),
        notices: Vec::new(),
    }
}

/// One story: the first report has no date, the others do. Checks the date of the first.
#[track_caller]
fn check(text: &str, others: &[(&str, &str)], expected: &str) {
    let first = [("", text)];
    let all = first.iter().chain(others).enumerate();
    check_reports(all.map(|(i, (day, t))| report(i, day, t)).collect(), expected);
}

/// Checks the date of the first of these reports of one story.
#[track_caller]
fn check_reports(reports: Vec<Report>, expected: &str) {
    let mut digests: Vec<_> = reports.into_iter().map(|r| digest(&ANALYSER.analyse(r))).collect();
    let mut linked = Linked::default();
    for d in &digests {
        linked.reports.push(LinkedReport {
            id: d.id.clone(),
            published: d.published.clone(),
            story: 0,
            origin: OriginIx(0),
            own_percent: 100,
        });
    }
    let reports = (0..digests.len() as u32).map(ReportIx).collect();
    linked.stories.push(Story {
        id: "s".into(),
        title: None,
        names: Vec::new(),
        chapters: Vec::new(),
        reports,
    });
    Linker::new(&PACKS).unwrap().entities.find(&digests, &mut linked);
    Rules::compile(&PACKS).unwrap().solve(&mut digests, &mut linked);
    // Months in which anything can be are not spelt out.
    let when = linked.reports[0].published.when.as_ref();
    let edtf = when.map_or("unknown", |w| w.edtf.as_str());
    let months = when.and_then(|w| Some(w.latest?.date().since(w.earliest?.date()).ok()?.get_days() > 100));
    let found = if months == Some(true) { "wide" } else { edtf };
    assert_eq!(found, expected);
}

const STORY: &[(&str, &str)] = &[
    (
        "2017-05-09",
        "Bij Veldhoven is dinsdagochtend een spoorbrug ingestort. De brug lag er sinds 1932. Boven de brug hing rook.",
    ),
    ("2017-05-11", "De brug bij Veldhoven wordt herbouwd. Dat zei minister Anna Kuiper donderdag."),
];

#[test]
fn a_compound_names_the_same_happening() {
    check(
        "Bij de brugramp van dinsdag in Veldhoven is een man omgekomen. Duikers vonden hem woensdag.",
        STORY,
        "[2017-05-10,2017-05-11]",
    );
}

#[test]
fn a_day_on_which_somebody_speaks_ties_nothing() {
    let text = "De brug bij Veldhoven was oud. Dat zei burgemeester Piet Smit dinsdag.";
    check(text, STORY, "wide");
}

#[test]
fn what_happens_week_after_week_ties_nothing() {
    let weekly = &[
        ("2017-05-07", "In Breda was zaterdag een betoging tegen de nieuwe weg. De betoging verliep rustig."),
        (
            "2017-05-14",
            "In Breda was zaterdag een betoging tegen de nieuwe weg. De betoging liep uit de hand.",
        ),
    ];
    check("Bij de betoging van zaterdag in Breda vielen gewonden. De betoging duurde lang.", weekly, "wide");
}

#[test]
fn a_report_does_not_know_what_is_yet_to_come() {
    let first: jiff::civil::Date = "2017-05-01".parse().unwrap();
    let month = kroniek_model::Stretch::holding(kroniek_model::Grain::Month, first.into()).unwrap().when();
    let mut told = report(0, "", "De brug bij Veldhoven stortte in op 29 mei 2017. Er vielen drie doden.");
    told.published.when = Some(month);
    let other = report(1, "2017-05-12", "De brug bij Veldhoven is open.");
    check_reports(vec![told, other], "[2017-05-29..2017-05-31]");
}
