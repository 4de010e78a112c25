//! Reports in, relations out. The reports are invented.

use crate::{Linker, digest::digest};
use kroniek_analyse::Analyser;
use kroniek_lang::Packs;
use kroniek_model::{
    DateBasis, Linked, Outcome, Published, Region, RegionKind, Report, SourceMap, Span, When,
};
use proptest::prelude::*;
use std::sync::LazyLock;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded(kroniek_packs::FILES).unwrap());
static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| Analyser::new(&PACKS).unwrap());
static LINKER: LazyLock<Linker> = LazyLock::new(|| Linker::new(&PACKS).unwrap());

/// A report with its day; the text is all body.
type Given<'a> = (&'a str, &'a str, &'a str);

fn report(id: usize, (language, day, text): Given<'_>) -> Report {
    let date: jiff::civil::Date = day.parse().unwrap();
    let when = When {
        earliest: Some(date.at(9, 0, 0, 0)),
        latest: Some(date.at(9, 0, 59, 0)),
        edtf: format!("{day}T09:00"),
    };
    Report {
        id: smol_str::format_smolstr!("r{id:05}"),
        path: None,
        capture: "0".into(),
        language: language.into(),
        title: None,
        byline: Vec::new(),
        credits: Vec::new(),
        publisher: Some(format!("Krant {id}")),
        url: None,
        published: Published { when: Some(when), basis: DateBasis::Given, ..Published::unknown() },
        manner: kroniek_model::Manner::Report,
        modified: None,
        section: None,
        zone: "Europe/Amsterdam".into(),
        regions: vec![Region { span: Span::at(0..text.len()), kind: RegionKind::Body }],
        map: Some(SourceMap::identity(text.len() as u32)),
        text: text.to_owned(),
        notices: Vec::new(),
    }
}

fn link(given: &[Given<'_>]) -> (Linked, Vec<String>) {
    let reports: Vec<Report> = given.iter().enumerate().map(|(i, g)| report(i, *g)).collect();
    let texts = reports.iter().map(|r| r.text.clone()).collect();
    (LINKER.link(reports.into_iter().map(|r| digest(&ANALYSER.analyse(r)))), texts)
}

/// The relations as `name figure→figure` or `name`, sorted, each once.
fn relations(given: &[Given<'_>]) -> Vec<String> {
    let (linked, texts) = link(given);
    let words = |s: kroniek_model::StatementIx, q: u32| {
        let s = &linked.statements[s.at()];
        s.quantities[q as usize].span.of(&texts[s.evidence.report.at()]).to_owned()
    };
    let mut all: Vec<String> = linked
        .relations
        .iter()
        .map(|r| match r.figures {
            Some((f, t)) => format!("{} {} → {}", r.name.code(), words(r.from, f), words(r.to, t)),
            None => r.name.code().to_owned(),
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Every expected relation is drawn, and none of the forbidden names.
fn check(given: &[Given<'_>], expected: &[&str], never: &[&str]) {
    let drawn = relations(given);
    for e in expected {
        assert!(drawn.iter().any(|d| d == e), "{e} is missing in {drawn:#?}");
    }
    for n in never {
        assert!(!drawn.iter().any(|d| d.starts_with(n)), "{n} was drawn: {drawn:#?}");
    }
}

const FIRST: Given<'_> = (
    "nl",
    "2022-03-01",
    "Bij de brand in het hotel in Veldrade zijn zeker twee mensen omgekomen. Er worden nog negen gasten vermist.",
);
const LATER: Given<'_> = (
    "nl",
    "2022-03-02",
    "Bij de brand in het hotel in Veldrade zijn vijf mensen omgekomen. Er worden nog drie gasten vermist.",
);

#[test]
fn a_toll_grows_and_the_missing_fall() {
    check(
        &[FIRST, LATER],
        &["grew-to twee mensen → vijf mensen", "fell-to negen gasten → drie gasten"],
        &["conflicts", "corrects"],
    );
}

#[test]
fn a_toll_grows_across_languages() {
    let en = ("en", "2022-03-03", "Seven people died in the hotel fire in Veldrade, police said.");
    check(&[FIRST, LATER, en], &["grew-to vijf mensen → Seven people"], &["conflicts"]);
}

#[test]
fn a_correction_is_no_fall() {
    let corrected = (
        "nl",
        "2022-03-03",
        "Bij de brand in het hotel in Veldrade zijn vier mensen omgekomen en niet vijf, meldt de politie.",
    );
    check(&[FIRST, LATER, corrected], &["corrects vier mensen → vijf mensen"], &["fell-to vijf mensen"]);
}

#[test]
fn two_counts_of_one_moment_from_two_sides_conflict() {
    let text = "Duizenden mensen liepen mee in de optocht in Veldrade. De politie schat het aantal deelnemers op 2.000. \
                Volgens de organisatie waren er 6.000 deelnemers.";
    check(&[("nl", "2022-05-01", text)], &["conflicts 6.000 deelnemers → 2.000"], &["grew-to", "fell-to"]);
}

#[test]
fn an_older_disaster_is_not_compared() {
    let old = ("nl", "2022-03-02", "In 1987 kwamen bij een brand in Veldrade elf mensen om.");
    check(&[FIRST, old], &[], &["grew-to", "conflicts", "supersedes"]);
}

#[test]
fn one_figure_in_two_units_is_one() {
    let text = "The fire near Pell Creek has burned 9,400 acres, or about 15 square miles, officials said.";
    check(&[("en", "2022-08-01", text)], &["same 15 square miles → 9,400 acres"], &["conflicts", "fell-to"]);
}

#[test]
fn silence_leaves_a_prediction_open_and_a_denial_of_it_fails_it() {
    let plan = (
        "nl",
        "2022-03-01",
        "De gemeente Veldrade verwacht dat de brug op 10 maart weer opengaat. De bakker verkoopt taart. De school kreeg een dak. Een boer oogstte graan. De molen draait. Kinderen zwommen in het meer.",
    );
    let other = ("nl", "2022-04-01", "In Veldrade is het carnaval gevierd.");
    let late = (
        "nl",
        "2022-03-11",
        "De opening van de brug in Veldrade is uitgesteld. De brug had op 10 maart weer open moeten gaan.",
    );
    let outcomes = |given: &[Given<'_>]| -> Vec<bool> {
        link(given).0.predictions.iter().map(|p| matches!(p.outcome, Outcome::Fails(_))).collect()
    };
    assert!(!outcomes(&[plan, other]).contains(&true));
    assert!(outcomes(&[plan, late]).contains(&true));
}

/// What became of the predictions, in text order.
fn outcomes(given: &[Given<'_>]) -> Vec<&'static str> {
    let of = |p: &kroniek_model::Prediction| match p.outcome {
        Outcome::Open => "open",
        Outcome::Fulfils(_) => "fulfils",
        Outcome::Fails(_) => "fails",
    };
    link(given).0.predictions.iter().map(of).filter(|o| *o != "open").collect()
}

const NONE_LEFT: Given<'_> = (
    "nl",
    "2022-03-01",
    "Volgens wethouder Karin Smit zal in de haven van Veldrade over een maand geen krakersboot meer te vinden zijn.",
);

#[test]
fn what_was_to_be_gone_and_is_still_there_fails() {
    let still = "In de haven van Veldrade ligt nog een aantal krakersboten, meldt de havenmeester.";
    assert_eq!(outcomes(&[NONE_LEFT, ("nl", "2022-06-01", still)]), ["fails"]);
    assert!(outcomes(&[NONE_LEFT, ("nl", "2022-03-08", still)]).is_empty());
    let gone = "In de haven van Veldrade liggen geen krakersboten meer, meldt de havenmeester.";
    assert!(!outcomes(&[NONE_LEFT, ("nl", "2022-06-01", gone)]).contains(&"fails"));
}

#[test]
fn talk_of_the_same_thing_is_no_outcome() {
    let plan = (
        "nl",
        "2022-03-01",
        "Aannemer Karin Smit verwacht dat het gat in de kade van Veldrade vrijdag dicht is.",
    );
    let talk = (
        "nl",
        "2022-03-01",
        "De kade van Veldrade is ingestort. \"Eerst het gat dicht, dan de schuldvraag\", aldus Smit.",
    );
    assert!(outcomes(&[plan, talk]).is_empty());
}

#[test]
fn a_shared_name_confirms_nothing() {
    let count =
        ("nl", "2022-03-01", "Volgens de brandweer van Veldrade zijn zo'n tachtig kassen beschadigd.");
    let later = (
        "nl",
        "2022-03-02",
        "De brandweer van Veldrade krijgt hulp van het leger. De brandweer heeft het aantal beschadigde kassen bijgesteld.",
    );
    check(&[count, later], &[], &["confirms"]);
}

#[test]
fn a_term_of_a_few_days_is_missed_by_what_is_done_weeks_later() {
    let plan = (
        "nl",
        "2022-03-01",
        "Volgens wethouder Karin Smit zal de sluiting van zwembad Zuid in Veldrade binnen enkele dagen aangekondigd worden. De bakker verkoopt taart. De school kreeg een dak. Een boer oogstte graan. De molen draait. Kinderen zwommen in het meer.",
    );
    let done =
        ("nl", "2022-04-05", "\"De sluiting van zwembad Zuid is een feit\", zegt wethouder Karin Smit.");
    assert_eq!(outcomes(&[plan, done]), ["fails"]);
    assert!(outcomes(&[plan]).is_empty());
}

#[test]
fn a_day_makes_a_year_more_precise() {
    let year = ("nl", "2022-03-01", "Ridderbond riep in 2009 een vrijstaat uit op het eiland.");
    let day = ("nl", "2022-03-04", "Ridderbond stichtte op 12 mei 2009 een vrijstaat op het eiland.");
    let other = ("nl", "2022-03-04", "Ridderbond verkocht op 12 mei 2009 een schip.");
    check(&[year, day], &["refines"], &["conflicts"]);
    check(&[year, other], &[], &["refines"]);
}

#[test]
fn a_copy_that_drops_a_hedge_says_so_and_corroborates_nothing() {
    let first = "Door de brand in Veldrade zijn ruim 120 mensen hun huis uit gehaald. Dat heeft burgemeester Karin Smit \
                 bekendgemaakt. De brand zou zijn veroorzaakt door vuurwerk, zeggen bronnen bij de gemeente.";
    let copy = "Door de brand in Veldrade zijn ruim 120 mensen hun huis uit gehaald. Dat heeft burgemeester Karin Smit \
                bekendgemaakt. De brand is veroorzaakt door vuurwerk.";
    let given = [("nl", "2022-03-01", first), ("nl", "2022-03-02", copy)];
    check(&given, &["copies"], &["corroborates", "confirms"]);
    let dropped = |r: &kroniek_model::Relation| r.reason.id == "relation.copied-hedge";
    assert!(link(&given).0.relations.iter().any(dropped));
}

#[test]
fn a_correction_whose_noun_is_left_out_finds_what_it_counts() {
    let count = (
        "nl",
        "2022-03-01",
        "Volgens de brandweer zijn bij de storm in Veldrade zo'n tachtig woningen beschadigd.",
    );
    let fewer = (
        "nl",
        "2022-03-02",
        "De brandweer heeft het aantal beschadigde woningen in Veldrade bijgesteld. Het zijn er 60 en niet tachtig.",
    );
    check(&[count, fewer], &["corrects 60 → tachtig woningen"], &["confirms", "fell-to"]);
}

#[test]
fn a_higher_lower_bound_has_grown() {
    let some = ("nl", "2022-03-01", "Bij de storm in Veldrade zijn ruim 400 mensen geëvacueerd.");
    let more = ("nl", "2022-03-02", "Bij de storm in Veldrade zijn minstens 480 mensen geëvacueerd.");
    check(&[some, more], &["grew-to 400 mensen → 480 mensen"], &["refines"]);
}

#[test]
fn nothing_left_is_one_claim_by_two_voices_and_who_holds_out_stands_against_it() {
    let palace = "Het Rode Kruis meldt dat de laatste dorpen van het Zwarte Leger in Norland heroverd zijn. \
                  Volgens Amnesty International zijn er twee dorpen met strijders van het Zwarte Leger die weigeren zich over te geven.";
    let later = "Volgens het Leger des Heils heeft het Zwarte Leger geen dorp meer in handen.";
    check(&[("nl", "2022-03-01", palace), ("nl", "2022-03-02", later)], &["corroborates", "conflicts"], &[]);
    let months = [("nl", "2022-03-01", palace), ("nl", "2022-09-02", later)];
    check(&months, &["conflicts"], &["corroborates"]);
}

/// The rules and kinds of the relations, with the words at both ends.
fn drawn(given: &[Given<'_>]) -> Vec<String> {
    let (linked, texts) = link(given);
    let words = |s: kroniek_model::StatementIx| {
        let e = linked.statements[s.at()].evidence;
        e.span.of(&texts[e.report.at()]).to_owned()
    };
    linked.relations.iter().map(|r| format!("{} {} → {}", r.rule, words(r.from), words(r.to))).collect()
}

/// Whether a rule draws a relation, and that it does not for the counter-example.
fn check_rule(rule: &str, example: &[Given<'_>], counter: &[Given<'_>]) {
    let has = |given| drawn(given).iter().any(|d| d.starts_with(rule));
    assert!(has(example), "{rule} is missing in {:#?}", drawn(example));
    assert!(!has(counter), "{rule} was drawn: {:#?}", drawn(counter));
}

#[test]
fn what_somebody_claims_and_the_report_says_is_not_so_yet_are_two_sides() {
    let fallen = "Volgens de Ridderbond is het laatste bolwerk van de Baardmannen vanochtend gevallen. ";
    let not_yet = "Het gebied is nog niet volledig bevrijd.";
    let hostages = "De gijzelaars zijn nog niet allemaal bevrijd.";
    check_rule(
        "sides.not-yet",
        &[("nl", "2022-03-01", &format!("{fallen}{not_yet}"))],
        &[("nl", "2022-03-01", &format!("{fallen}{hostages}"))],
    );
    let means = "Dat betekent niet dat het gebied inmiddels geheel bevrijd is.";
    check_rule(
        "sides.not-yet",
        &[("nl", "2022-03-01", &format!("{fallen}{means}"))],
        &[("nl", "2022-03-01", &format!("{fallen}Dat betekent dat het gebied inmiddels geheel bevrijd is."))],
    );
    let one_voice = "De laatste wijk is gevallen. Het gebied is nog niet volledig bevrijd.";
    check_rule(
        "sides.not-yet",
        &[("nl", "2022-03-01", &format!("{fallen}De bakker verkoopt taart. {not_yet}"))],
        &[("nl", "2022-03-01", one_voice)],
    );
}

#[test]
fn a_hedge_that_falls_away_in_the_same_report_is_drift() {
    let hedged = "De laatste krakers zouden zich aan de politie hebben overgegeven. ";
    let flat = "In de haven lag een boot. De laatste krakers gaven zich over aan de politie van Veldrade.";
    let borne_out =
        "In de haven lag een boot. De burgemeester bevestigt dat de laatste krakers zich overgaven.";
    check_rule(
        "drift.hedge",
        &[("nl", "2022-03-01", &format!("{hedged}{flat}"))],
        &[("nl", "2022-03-01", &format!("{hedged}{borne_out}"))],
    );
    check_rule(
        "drift.hedge",
        &[(
            "en",
            "2022-03-01",
            "The last squatters have reportedly surrendered to the guard. A boat lay in the harbour. The last squatters surrendered to the guard at noon.",
        )],
        &[(
            "en",
            "2022-03-01",
            "The last squatters have reportedly surrendered to the guard. A boat lay in the harbour. The last two smugglers were sold.",
        )],
    );
}

#[test]
fn who_refuses_to_surrender_is_not_counted_with_those_who_do() {
    let refuse = ("nl", "2022-03-01", "Naar schatting 500 krakers weigeren zich over te geven.");
    let gave_up = ("nl", "2022-03-03", "In de haven gaven 40 krakers zich over.");
    let (linked, _) = link(&[refuse, gave_up]);
    assert!(linked.figures.iter().all(|f| f.entries.len() == 1), "{:#?}", linked.figures);
}

#[test]
fn a_denial_goes_with_the_claim_just_before_it() {
    let claim = "Volgens twee medewerkers was het alarm in de haven van Veldrade uitgezet. ";
    let denied = "Het alarm is nooit uitgezet, zegt havenmeester Karin Smit.";
    let other = "De kade is nooit breder geworden, zegt havenmeester Karin Smit.";
    check_rule(
        "denial.near",
        &[("nl", "2022-03-01", &format!("{claim}{denied}"))],
        &[("nl", "2022-03-01", &format!("De bakker verkoopt taart. Het regende. {other}"))],
    );
}

#[test]
fn an_old_value_named_again_finds_its_quantity() {
    let first = ("nl", "2022-03-01", "De rederij in Veldrade heeft een schuld van 86 miljoen euro.");
    let later = (
        "nl",
        "2022-03-04",
        "De curator van de rederij in Veldrade komt op een schuld van geen 86 maar 112 miljoen euro.",
    );
    let (linked, _) = link(&[first, later]);
    let most = linked.figures.iter().map(|f| f.entries.len()).max();
    assert!(most >= Some(2), "{:#?}", linked.figures);
}

#[test]
fn figures_of_odd_sizes_are_read_without_harm() {
    let digits = "9".repeat(400);
    let odd = format!(
        "Bij de brand in Veldrade zijn {digits} mensen omgekomen. Er zijn -3 gewonden en 0 vermisten. \
         De schade is 5 miljoen euro, ofwel 5 miljoen kilo. Het waren 40 km2 meter."
    );
    let (linked, _) = link(&[FIRST, ("nl", "2022-03-02", &odd), LATER]);
    assert!(linked.relations.iter().all(|r| r.from != r.to));
    let (alone, _) = link(&[("nl", "2022-03-02", &odd)]);
    assert!(
        alone.relations.iter().all(|r| r.name != kroniek_model::RelationName::Conflicts),
        "{:#?}",
        alone.relations
    );
}

#[test]
fn copies_never_corroborate() {
    let copy = |i: usize| ("nl", ["2022-03-01", "2022-03-02"][i % 2], FIRST.2);
    let many: Vec<Given<'_>> = (0..20).map(copy).collect();
    check(&many, &["copies"], &["corroborates", "conflicts", "grew-to"]);
}

#[test]
fn one_report_alone_and_no_report_at_all() {
    let (alone, _) = link(&[FIRST]);
    assert!(alone.relations.iter().all(|r| r.from != r.to));
    assert_eq!(link(&[]).0, Linked::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_reports_does_not_show(seed in 0usize..24) {
        let given = [FIRST, LATER, ("en", "2022-03-03", "Seven people died in the hotel fire in Veldrade, police said.")];
        let mut digests: Vec<_> =
            given.iter().enumerate().map(|(i, g)| digest(&ANALYSER.analyse(report(i, *g)))).collect();
        let once = LINKER.link(digests.clone());
        let n = digests.len();
        digests.rotate_left(seed % n);
        if seed % 2 == 1 {
            digests.reverse();
        }
        prop_assert_eq!(LINKER.link(digests), once);
    }

    #[test]
    fn odd_text_links_without_a_panic(text in "\\PC{0,120}", figure in "[0-9.,]{0,30}") {
        let odd = format!("{text} {figure} doden en -3 gewonden bij {text}.");
        link(&[FIRST, ("nl", "2022-03-02", &odd), ("xx", "2022-03-02", &odd)]);
    }
}
