//! Names from text to text: `[kind number name]` for each name, the number being its entity.

use crate::Analyser;
use kroniek_ingest::Reader;
use kroniek_lang::Packs;
use kroniek_model::Analysis;
use proptest::prelude::*;
use std::sync::LazyLock;

static RULES: LazyLock<(Reader, Analyser)> = LazyLock::new(|| {
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    (Reader::new(&packs).unwrap(), Analyser::new(&packs).unwrap())
});

fn analyse(language: &str, text: &str) -> Analysis {
    let quoted = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let clean: String = quoted.chars().filter(|c| !c.is_control()).collect();
    let line = format!(r#"{{"id":"t","language":"{language}","text":"{clean}"}}"#);
    RULES.1.analyse(RULES.0.line(&line).unwrap())
}

fn check(language: &str, text: &str, want: &str) {
    let a = analyse(language, text);
    let text = &a.report.text;
    let names = a.mentions.iter().map(|m| format!("[{} {} {}]", m.kind.code(), m.entity.0, m.span.of(text)));
    assert_eq!(names.collect::<Vec<_>>().join(" "), want, "{text}");
}

#[test]
fn short_forms_join_the_full_name() {
    check(
        "nl",
        "Volgens burgemeester Willem Jansen is de brand in Utrecht onder controle. Jansen sprak van geluk.",
        "[person 0 Willem Jansen] [place 1 Utrecht] [person 0 Jansen]",
    );
    check(
        "en",
        "The mayor, Mary Peterson, visited London on Monday. Peterson thanked the crews.",
        "[person 0 Mary Peterson] [place 1 London] [person 0 Peterson]",
    );
}

#[test]
fn an_unknown_name_has_one_kind_in_a_report() {
    let a = analyse(
        "nl",
        "In het dorpje Oskemar is gevochten. De mensen in Oskemar zijn bang. De strijd om Oskemar duurt voort.",
    );
    let kinds: Vec<_> = a.mentions.iter().map(|m| (m.kind.code(), m.entity.0)).collect();
    assert_eq!(kinds, [("place", 0); 3]);
}

#[test]
fn a_surname_with_an_article_joins_another_spelling_of_the_full_name() {
    let a = analyse(
        "nl",
        "Leider Omar al-Maghdudi is gevlucht, zegt minister Jan Visser. Al-Magdudi riep zijn volgers op te wachten.",
    );
    let people = a.mentions.iter().filter(|m| m.kind == kroniek_model::EntityKind::Person);
    let people: Vec<_> = people.map(|m| (m.span.of(&a.report.text), m.entity.0)).collect();
    assert_eq!(people, [("Omar al-Maghdudi", 0), ("Jan Visser", 1), ("Al-Magdudi", 0)]);
}

#[test]
fn a_source_is_never_the_place_in_its_description() {
    let a = analyse("nl", "Het in Utrecht gevestigde bureau zegt dat de brug veilig is.");
    let sources: Vec<_> = a.attributions.iter().filter_map(|x| x.source.as_ref()).map(|s| s.entity).collect();
    assert_eq!(sources, [None]);
}

#[test]
fn two_people_with_one_surname_stay_two() {
    check(
        "nl",
        "Minister Jan Visser en advocaat Anna Visser spraken elkaar in Den Haag.",
        "[person 0 Jan Visser] [person 1 Anna Visser] [place 2 Den Haag]",
    );
}

#[test]
fn names_of_one_concept_are_one() {
    let a = analyse(
        "nl",
        "De Verenigde Staten dreigen met sancties. De VS willen overleg met de Europese Unie (EU).",
    );
    let concepts: Vec<_> = a.entities.iter().map(|e| e.concept.as_deref().unwrap_or("-")).collect();
    assert_eq!(concepts, ["country.us", "eu"]);
}

#[test]
fn pronouns_and_role_nouns_find_their_person() {
    let a = analyse("en", "Police chief Anna Smith spoke in Dublin. She said the road was open.");
    let found: Vec<_> = a.references.iter().map(|r| (r.span.of(&a.report.text), r.entity.0)).collect();
    assert_eq!(found, [("She", 0)]);
}

#[test]
fn strange_text_gives_no_panic() {
    for text in [
        "",
        "\u{202e}\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{1f600}\u{1f600}",
        "AL HET NIEUWS VAN AMSTERDAM EN PARIJS",
        "alles klein in amsterdam",
        "A-B-C-/-/-D's’s",
        "İstanbul İİ ŉ ß ǅ",
        "((((((((",
        "- - - X -",
    ] {
        for language in ["nl", "en"] {
            analyse(language, text);
        }
    }
}

#[test]
fn one_long_line_takes_linear_time() {
    let text = "Jan de Vries van de Verenigde Naties (VN) sprak Piet Bakker in Den Haag ".repeat(3000);
    let a = analyse("nl", &text);
    assert!(a.mentions.len() > 6000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn names_lie_apart_and_have_an_entity(text in "([A-Za-zÀ-ž'.(),-]{1,9} ?){0,40}") {
        let a = analyse("nl", &text);
        let mut at = 0;
        for m in &a.mentions {
            prop_assert!(at <= m.span.start() && !m.span.is_empty());
            prop_assert!(a.report.text.get(m.span.range()).is_some());
            prop_assert!((m.entity.0 as usize) < a.entities.len());
            at = m.span.end();
        }
    }
}
