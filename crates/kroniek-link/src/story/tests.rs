//! Texts in, stories out.

use super::*;
use crate::Linker;
use crate::digest::digest;
use kroniek_analyse::Analyser;
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINES: LazyLock<(Analyser, Linker)> = LazyLock::new(|| {
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    (Analyser::new(&packs).unwrap(), Linker::new(&packs).unwrap())
});

fn digests(language: &str, texts: &[&str]) -> Vec<Digest> {
    let read = |(i, text): (usize, &&str)| {
        let mut report = bare(i, text);
        report.language = language.into();
        digest(&ENGINES.0.analyse(report))
    };
    texts.iter().enumerate().map(read).collect()
}

/// A report without masthead or date.
fn bare(i: usize, text: &str) -> kroniek_model::Report {
    use kroniek_model::{Published, Region, RegionKind, Report, SourceMap, Span};
    Report {
        id: format!("r{i:03}").into(),
        path: None,
        capture: "".into(),
        language: "und".into(),
        title: None,
        byline: Vec::new(),
        credits: Vec::new(),
        publisher: None,
        url: None,
        published: Published::unknown(),
        manner: kroniek_model::Manner::Report,
        modified: None,
        section: None,
        zone: "UTC".into(),
        regions: vec![Region { span: Span::at(0..text.len()), kind: RegionKind::Body }],
        map: Some(SourceMap::identity(text.len() as u32)),
        text: text.to_owned(),
        notices: Vec::new(),
    }
}

/// The stories as lists of report numbers.
fn stories(digests: Vec<Digest>) -> Vec<Vec<u32>> {
    let linked = ENGINES.1.stories(digests);
    linked.stories.iter().map(|s| s.reports.iter().map(|r| r.0).collect()).collect()
}

const TEXTS: [&str; 6] = [
    "The cable car on Mount Ansel stopped halfway on Sunday with thirty skiers inside. Rescuers lowered them by rope.",
    "Thirty skiers hung for five hours in a cable car on Mount Ansel. The operator blames a frozen cable.",
    "The Ansel cable car will stay shut for a week after Sunday's rescue of thirty skiers, the operator says.",
    "The museum of Dorvik has bought a lost painting by Ilse Kramm. It was found in an attic.",
    "A painting by Ilse Kramm, lost for a century, goes to the Dorvik museum, which paid two million for it.",
    "Milk will be dearer next year, farmers warn. Feed costs have doubled since the spring.",
];

#[test]
fn reports_on_one_event_are_a_story_and_others_are_not() {
    assert_eq!(stories(digests("en", &TEXTS)), [vec![0, 1, 2], vec![3, 4], vec![5]]);
}

#[test]
fn copies_are_weighed_once_and_reports_without_words_stay_alone() {
    let mut texts = vec![TEXTS[0]; 2000];
    texts.extend(["", "Word", "", TEXTS[3]]);
    let found = stories(digests("en", &texts));
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2000, 1, 1, 1, 1]);
}

/// The stories of reports that come in portions.
fn grown(portions: &[Vec<Digest>], decisions: &Decisions) -> Vec<Vec<String>> {
    let mut growing = ENGINES.1.growing(decisions.clone());
    portions.iter().for_each(|p| growing.add(p));
    growing.stories().iter().map(|s| s.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn what_a_person_puts_together_or_apart_stays_so() {
    let all = digests("en", &TEXTS);
    let decisions = Decisions {
        together: vec![("r005".into(), "r003".into())],
        apart: vec![("r000".into(), "r002".into()), ("r000".into(), "gone".into())],
    };
    let at_once = grown(std::slice::from_ref(&all), &decisions);
    let with = |id: &str| at_once.iter().find(|s| s.iter().any(|x| x == id)).unwrap();
    assert!(with("r005").iter().any(|x| x == "r003"));
    assert!(!with("r000").iter().any(|x| x == "r002"));
    let one_by_one: Vec<Vec<Digest>> = all.iter().rev().map(|d| vec![d.clone()]).collect();
    assert_eq!(grown(&one_by_one, &decisions), at_once);
    assert_eq!(decisions.unmet(|id| id.starts_with('r')), [("r000".into(), "gone".into())]);
}

#[test]
fn reports_of_one_event_in_two_languages_are_a_story() {
    let nl = "De kabelbaan op Mount Ansel bij Dorvik is zondag blijven hangen met 34 skiers aan boord. Operator Lauri \
        Brandt werd niet gearresteerd. Kramm Lifts betaalt 1.250 euro per persoon.";
    let en = "The cable car on Mount Ansel near Dorvik got stuck on Sunday with 34 skiers inside. Operator Lauri Brandt \
        was not arrested. Kramm Lifts pays 1,250 euros a person.";
    let mut all = digests("nl", &[nl]);
    let mut more = digests("en", &[TEXTS[5], en]);
    more.iter_mut().for_each(|d| d.id = format!("e{}", d.id).into());
    all.extend(more);
    let found = grown(&[all], &Decisions::default());
    assert_eq!(found, [vec!["er000".to_string()], vec!["er001".into(), "r000".into()]]);
}

#[test]
fn a_day_of_reports_with_one_title_and_reports_of_a_word_end() {
    let texts: Vec<String> =
        (0..300).map(|i| format!("News of the day\n\nItem w{i} about x{}.", i * 7)).collect();
    let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    texts.extend(["a", "b", "a"]);
    let found = stories(digests("en", &texts));
    assert_eq!(found.iter().map(Vec::len).sum::<usize>(), 303);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_arrival_does_not_show(order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle()) {
        let all = digests("en", &TEXTS);
        let shuffled: Vec<Digest> = order.iter().map(|&i| all[i].clone()).collect();
        prop_assert_eq!(ENGINES.1.stories(all), ENGINES.1.stories(shuffled));
    }

    #[test]
    fn portions_do_not_show(
        order in Just((0..TEXTS.len() + 3).collect::<Vec<_>>()).prop_shuffle(),
        cuts in prop::collection::vec(any::<bool>(), TEXTS.len() + 3),
    ) {
        // Two copies among them, one older than what it copies.
        let mut all = digests("en", &[&TEXTS[..], &[TEXTS[3], TEXTS[0], "Word"]].concat());
        all[6].published = on_day(3);
        all[3].published = on_day(9);
        let mut portions: Vec<Vec<Digest>> = vec![Vec::new()];
        for (&i, &cut) in order.iter().zip(&cuts) {
            if cut {
                portions.push(Vec::new());
            }
            portions.last_mut().unwrap().push(all[i].clone());
        }
        prop_assert_eq!(grown(&portions, &Decisions::default()), grown(&[all], &Decisions::default()));
    }
}

fn on_day(day: i8) -> kroniek_model::Published {
    let day = jiff::civil::date(2021, 5, day);
    kroniek_model::Published::given(kroniek_model::When {
        earliest: Some(day.at(0, 0, 0, 0)),
        latest: Some(day.at(23, 59, 59, 0)),
        edtf: day.to_string(),
    })
}
