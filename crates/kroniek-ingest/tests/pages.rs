//! Web pages: page in, report or refusal out.

use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_model::{RegionKind, Report};
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Packs::embedded(kroniek_packs::FILES).unwrap()).unwrap());

/// Two paragraphs that read as an article.
const DUTCH: &str = "<p>De brandweer heeft maandagavond twee mensen uit een brandend pand in de binnenstad van \
    Veldermonde gehaald. Volgens een woordvoerder is de oorzaak nog niet bekend en raakte niemand ernstig gewond.</p>\
    <p>De burgemeester sprak van een wonder. ‘Het had veel slechter kunnen aflopen’, zei hij voor het stadhuis, waar \
    bewoners uit de straat werden opgevangen. Het onderzoek gaat woensdag verder.</p>";

const ENGLISH: &str = "<p>Two people were pulled from a burning building in the old town on Monday evening. The cause \
    is not yet known and nobody was badly hurt, a spokeswoman for the fire service said.</p><p>The mayor spoke of a \
    miracle. “It could have ended far worse,” he said outside the town hall, where people from the street were given \
    shelter. The inquiry goes on on Wednesday.</p>";

/// The report as lines: what was read of the page, then its text without the title.
fn show(r: &Report) -> String {
    let mut out = format!("title: {}\n", r.title.as_deref().unwrap_or("-"));
    out += &format!("by: {} | {}\n", r.byline.join(", "), r.publisher.as_deref().unwrap_or("-"));
    let edtf = |w: &Option<kroniek_model::When>| w.as_ref().map_or("-".to_owned(), |w| w.edtf.clone());
    out += &format!("published: {} modified: {} in {}\n", edtf(&r.published.when), edtf(&r.modified), r.zone);
    for region in r.regions.iter().filter(|g| g.kind != RegionKind::Title) {
        out += &format!("{:?}: {}\n", region.kind, &r.text[region.span.range()]);
    }
    out
}

#[track_caller]
fn check(page: &str, expected: &[&str], absent: &[&str]) {
    let shown = match READER.page(Some("a.html"), page.as_bytes(), None) {
        Ok(report) => show(&report),
        Err(refusal) => format!("{:?}: {refusal}", refusal.outcome()),
    };
    for e in expected {
        assert!(shown.contains(e), "{e:?} was expected in\n{shown}");
    }
    for a in absent {
        assert!(!shown.contains(a), "{a:?} was not expected in\n{shown}");
    }
}

#[test]
fn an_article_is_found_between_what_stands_around_it() {
    let page = format!(
        "<html lang=nl><head><title>Brand in Veldermonde | De Oostbode</title><meta property='og:site_name' content='De \
         Oostbode'></head><body><nav><a href=/>Voorpagina</a> <a href=/sport>Sport</a></nav><main><article><h1>Brand \
         in Veldermonde</h1><div class='article-meta'><span class=author>Door Els Verhagen</span> <time \
         datetime='2024-03-05T07:30:00+01:00'>5 maart 2024, 07:30</time></div><div class='c-share'>Deel dit: \
         Facebook</div>{DUTCH}<aside class=newsletter><p>Schrijf je in voor onze nieuwsbrief en ontvang elke ochtend het \
         belangrijkste nieuws uit de regio in je mailbox.</p></aside></article></main><section class=related><h2>Lees \
         ook</h2><h3><a href=/b>Nog een brand in de binnenstad van gisteren</a></h3></section><div id=comments><p>Wat \
         een verhaal, ik stond erbij en heb alles gezien wat er gebeurde die avond.</p></div><footer>© De \
         Oostbode</footer></body></html>"
    );
    check(
        &page,
        &[
            "title: Brand in Veldermonde\n",
            "by: Els Verhagen | De Oostbode",
            "published: 2024-03-05T07:30",
            "Body: De brandweer heeft maandagavond",
            "Het onderzoek gaat woensdag verder.",
        ],
        &["nieuwsbrief", "Facebook", "gisteren", "ik stond erbij", "©", "Voorpagina"],
    );
}

#[test]
fn linked_data_goes_before_lines_and_says_what_was_changed() {
    let page = format!(
        r#"<html lang=en><head><title>Fire in old town - Harbour Post</title><script type="application/ld+json">
        {{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle","headline":"Fire in old town",
        "datePublished":"2024-03-05T06:30:00+00:00","dateModified":"2024-03-05T09:10:00+00:00",
        "author":[{{"@type":"Person","name":"Ann Lee"}},{{"@type":"Person","name":"Jo Bell"}}],
        "publisher":{{"@type":"Organization","name":"Harbour Post"}}}}]}}</script></head><body><h1>Fire in old town</h1>
        <p>Updated 5 March 2024</p>{ENGLISH}</body></html>"#
    );
    check(
        &page,
        &[
            "title: Fire in old town\n",
            "by: Ann Lee, Jo Bell | Harbour Post",
            "published: 2024-03-05T06:30 modified: 2024-03-05T09:10",
        ],
        &[],
    );
}

#[test]
fn a_wall_an_overview_and_an_error_give_no_report() {
    check(
        "<html lang=nl><title>Privacy</title><body><h1>Jouw privacy is belangrijk</h1><p>Wij en onze partners gebruiken \
         cookies om persoonsgegevens te verwerken. Met akkoord geef je toestemming voor gepersonaliseerde \
         advertenties.</p><p>Ga je niet akkoord, dan kun je je privacy-instellingen aanpassen. Lees ons cookiebeleid.</p>\
         <button>Alles accepteren</button></body>",
        &["Some(ConsentWall): a page that asks for consent was found"],
        &[],
    );
    let teasers: String = (0..14)
        .map(|i| {
            format!(
                "<div><h3><a href=/{i}>Nieuwsbericht nummer {i} met een kop</a></h3><p>Een korte inleiding van \
                 één regel bij bericht {i}.</p></div>"
            )
        })
        .collect();
    check(
        &format!("<html lang=nl><title>Nieuws</title><body><h1>Het laatste nieuws</h1>{teasers}</body>"),
        &["Some(Overview)"],
        &[],
    );
    check(
        "<title>Pagina niet gevonden</title><h1>Pagina niet gevonden</h1><p>De pagina die u zoekt bestaat niet meer. Ga \
         terug naar de voorpagina of gebruik het zoekveld.</p>",
        &["Some(Missing)"],
        &[],
    );
    check("<p>Kort.", &["Some(NoArticle)"], &[]);
    check("", &["None: the file is empty"], &[]);
}

#[test]
fn a_stub_says_that_the_rest_is_missing() {
    let page = format!(
        r#"<html lang=nl><head><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Brand",
        "isAccessibleForFree":"False"}}</script></head><body><h1>Brand</h1>{}<div class=paywall>Verder lezen met een
        abonnement?</div></body></html>"#,
        &DUTCH[..DUTCH.find("</p>").unwrap() + 4]
    );
    let report = READER.page(None, page.as_bytes(), None).unwrap();
    assert!(report.notices.iter().any(|n| n.message.id == "ingest.page-stub"));
}

#[test]
fn the_declared_encoding_is_used() {
    let page = format!(
        "<html lang=nl><head><meta charset=iso-8859-1></head><body><h1>Brand</h1>{DUTCH}<p>\u{1}</p>"
    );
    let latin: Vec<u8> = page
        .replace('\u{1}', "De coördinator sprak van een ramp in Belgie")
        .chars()
        .map(|c| c as u32 as u8)
        .collect();
    let report = READER.page(None, &latin, None).unwrap();
    assert!(report.text.contains("coördinator"), "{}", report.text);
}

#[test]
fn hostile_pages_are_read_in_bounded_time() {
    let deep = format!("{}{DUTCH}", "<div>".repeat(200_000));
    let _ = READER.page(None, deep.as_bytes(), None);
    let flood = format!("<p class=\"{}\">{DUTCH}", "share ".repeat(500_000));
    let _ = READER.page(None, flood.as_bytes(), None);
    let entities = format!("<p>{}</p>{DUTCH}", "&amp;&lt;&#x41;".repeat(100_000));
    let _ = READER.page(None, entities.as_bytes(), None);
    let unclosed = "<b><i><u><a><font>".repeat(20_000);
    let _ = READER.page(None, unclosed.as_bytes(), None);
    let tables = "<table><tr><td>".repeat(50_000);
    let _ = READER.page(None, tables.as_bytes(), None);
}

#[test]
fn nothing_on_a_page_makes_reading_panic() {
    use proptest::prelude::*;
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</div>".to_owned()),
        Just("<time datetime='2024-02-30'>".to_owned()),
        Just(
            "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"@id\":1}}</script>"
                .to_owned()
        ),
        Just("<meta property=og:title content='é'>".to_owned()),
        Just("<table><b>".to_owned()),
        "\\PC{0,40}",
        "[a-z ]{40,90}[.]",
    ];
    let mut runner = proptest::test_runner::TestRunner::default();
    let pages = proptest::collection::vec(piece, 0..30);
    runner
        .run(&pages, |pieces| {
            if let Ok(report) = READER.page(None, pieces.concat().as_bytes(), None) {
                for region in &report.regions {
                    prop_assert!(report.text.get(region.span.range()).is_some());
                }
            }
            Ok(())
        })
        .unwrap();
}
