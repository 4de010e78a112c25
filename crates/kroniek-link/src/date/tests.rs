//! Dates solved from small hand-made stories, and the promises of the stage.

use super::Rules;
use crate::Digest;
use kroniek_lang::Packs;
use kroniek_model::{
    DateBasis, DateClue, Dct, Direction, EntityIx, EntityKind, Linked, LinkedReport, LocalEntity, Mention,
    OriginIx, Point, Published, Recurring, RegionKind, ReportIx, Span, Step, Story, TimeExpression,
    TimeFunction, TimeKind, When,
};
use proptest::prelude::*;
use smol_str::SmolStr;

/// A report: what it prints of its date, and its sentences, each a weekday with the names beside it.
#[derive(Debug, Clone)]
struct Sketch {
    id: &'static str,
    when: Option<&'static str>,
    weekdays: Vec<(i8, Vec<u32>)>,
}

fn when(edtf: &str) -> When {
    match edtf.parse::<jiff::civil::Date>() {
        Ok(day) => When::day(day),
        Err(_) => {
            let first: jiff::civil::Date = format!("{edtf}-01").parse().unwrap();
            kroniek_model::Stretch::holding(kroniek_model::Grain::Month, first.into()).unwrap().when()
        }
    }
}

fn digest(s: &Sketch) -> Digest {
    let mut d = Digest {
        id: s.id.into(),
        language: "nl".into(),
        title: None,
        publisher: None,
        credits: Vec::new(),
        byline: Vec::new(),
        published: Published { when: s.when.map(when), ..Published::unknown() },
        sentences: Vec::new(),
        mentions: Vec::new(),
        entities: Vec::new(),
        times: Vec::new(),
        quantities: Vec::new(),
        attributions: Vec::new(),
        sources: Vec::new(),
        statements: Vec::new(),
    };
    for (i, (weekday, names)) in s.weekdays.iter().enumerate() {
        // Far apart, so that neighbours share no names.
        for part in 0..3u32 {
            let at = (i as u32 * 3 + part) * 20;
            d.sentences.push(crate::digest::SentenceDigest {
                span: Span::new(at, at + 18),
                region: RegionKind::Body,
                paragraph: 0,
                words: Vec::new(),
                lemmas: Vec::new(),
                terms: Vec::new(),
                roots: Vec::new(),
                pieces: Vec::new(),
            });
        }
        let at = (i as u32 * 3 + 1) * 20;
        let function = TimeFunction::Point(Point::from_dct(vec![Step::Find(
            Recurring::Weekday(*weekday),
            Direction::Past,
        )]));
        let (value, when) = function.evaluate(&Dct::of(d.published.when.as_ref()));
        d.times.push(TimeExpression {
            span: Span::new(at, at + 4),
            kind: TimeKind::Date,
            modifier: None,
            value,
            when,
            function,
            past: false,
            rule: SmolStr::new_static("test"),
        });
        if let Some(line) = d.sentences.iter_mut().find(|l| l.span.contains(Span::new(at, at + 4))) {
            line.words.push((7, Span::new(at + 10, at + 14)));
            line.lemmas.push((7, kroniek_model::Pos::Noun));
        }
        for &n in names {
            d.mentions.push(Mention {
                span: Span::new(at + 5, at + 8),
                kind: EntityKind::Person,
                entity: LocalEntity(n),
            });
        }
    }
    d
}

fn solve(sketches: &[Sketch]) -> Vec<(SmolStr, Published)> {
    let mut sketches = sketches.to_vec();
    sketches.sort_by_key(|s| s.id);
    solve_digests(sketches.iter().map(digest).collect())
}

fn solve_digests(mut digests: Vec<Digest>) -> Vec<(SmolStr, Published)> {
    let mut linked = Linked::default();
    for d in &digests {
        linked.reports.push(LinkedReport {
            id: d.id.clone(),
            published: d.published.clone(),
            story: 0,
            origin: OriginIx(0),
            own_percent: 100,
        });
        linked.identities.push((0..8).map(EntityIx).collect());
    }
    let reports = (0..digests.len() as u32).map(ReportIx).collect();
    linked.stories.push(Story {
        id: "s".into(),
        title: None,
        names: Vec::new(),
        chapters: Vec::new(),
        reports,
    });
    let packs = Packs::embedded(kroniek_packs::FILES).unwrap();
    Rules::compile(&packs).unwrap().solve(&mut digests, &mut linked);
    linked.reports.into_iter().map(|r| (r.id, r.published)).collect()
}

#[track_caller]
fn check(sketches: &[Sketch], expected: &str) {
    let found: Vec<String> = solve(sketches)
        .into_iter()
        .map(|(id, p)| format!("{id} {}", p.when.map_or_else(|| "?".to_owned(), |w| w.edtf)))
        .collect();
    assert_eq!(found.join("; "), expected);
}

fn sketch(id: &'static str, when: Option<&'static str>, weekdays: &[(i8, &[u32])]) -> Sketch {
    Sketch { id, when, weekdays: weekdays.iter().map(|(w, n)| (*w, n.to_vec())).collect() }
}

#[test]
fn a_month_and_a_weekday_leave_the_days_on_or_after_it() {
    check(
        &[sketch("a", Some("2019-03"), &[(6, &[])])],
        "a [2019-03-02,2019-03-03,2019-03-09,2019-03-10,2019-03-16,2019-03-17,2019-03-23,2019-03-24,2019-03-30,2019-03-31]",
    );
}

#[test]
fn an_undated_report_takes_the_day_of_one_that_tells_of_the_same() {
    let dated = sketch("a", Some("2019-03-23"), &[(5, &[1, 2])]);
    let undated = sketch("b", None, &[(5, &[1, 2])]);
    let other = sketch("c", Some("2019-03-20"), &[(2, &[5])]);
    let more = sketch("d", Some("2019-03-20"), &[(2, &[6])]);
    check(
        &[dated, undated, other, more],
        "a 2019-03-23; b [2019-03-22,2019-03-23]; c 2019-03-20; d 2019-03-20",
    );
}

#[test]
fn nothing_is_known_of_a_report_that_nothing_ties() {
    check(&[sketch("a", None, &[])], "a ?");
}

#[test]
fn a_contradiction_is_told_and_leaves_the_date_as_printed() {
    let dated = sketch("a", Some("2019-01-12"), &[(5, &[1, 2])]);
    let month = sketch("b", Some("2019-03"), &[(5, &[1, 2])]);
    let fill = [sketch("c", Some("2019-01-12"), &[]), sketch("d", Some("2019-01-12"), &[])];
    let found = solve(&[dated, month, fill[0].clone(), fill[1].clone()]);
    let b = &found[1].1;
    assert_eq!(b.when.as_ref().unwrap().edtf, "2019-03");
    assert!(matches!(&b.basis, DateBasis::Derived(m) if m.id == "dating.contradiction"), "{:?}", b.basis);
}

#[test]
fn a_printed_day_and_month_stand_against_what_others_say() {
    let a = digest(&sketch("a", Some("2019-09-06"), &[(5, &[1, 2])]));
    let mut b = digest(&sketch("b", None, &[(5, &[1, 2])]));
    b.published.clue =
        DateClue { month: Some(4), day: Some(8), weekday: Some(jiff::civil::Weekday::Monday), time: None };
    let found = solve_digests(vec![a, b]);
    let b = &found[1].1;
    assert_eq!(b.when.as_ref().unwrap().edtf, "2019-04-08");
    assert!(matches!(&b.basis, DateBasis::Derived(m) if m.id == "dating.contradiction"), "{:?}", b.basis);
}

#[test]
fn many_days_are_told_as_the_stretch_that_holds_them() {
    let dated = sketch("a", Some("2019-03-20"), &[]);
    let found = solve(&[dated, sketch("b", None, &[(5, &[])])]);
    assert_eq!(found[1].1.when.as_ref().unwrap().edtf, "[2018-02-16..2020-04-18]");
}

#[test]
fn printed_parts_count() {
    let mut d = digest(&sketch("a", Some("2023-11"), &[]));
    d.published.clue =
        DateClue { weekday: Some(jiff::civil::Weekday::Friday), day: Some(17), ..DateClue::default() };
    let mut domain = super::domain::Domain::stated(&d, 0);
    domain.follow_own_words(&d, &[]);
    assert_eq!(domain.days(), Some(&[jiff::civil::date(2023, 11, 17)][..]));
}

fn any_sketch(id: &'static str) -> impl Strategy<Value = Sketch> {
    let date = prop::sample::select(vec![None, Some("2019-03"), Some("2019-03-23"), Some("2019-03-20")]);
    let names = prop::collection::vec(0u32..4, 0..3);
    (date, prop::collection::vec((1i8..=7, names), 0..3)).prop_map(move |(when, weekdays)| Sketch {
        id,
        when,
        weekdays,
    })
}

fn days(p: &Published) -> Option<Vec<jiff::civil::Date>> {
    match Dct::of(p.when.as_ref()) {
        Dct::Moment { at, .. } => Some(vec![at.date()]),
        Dct::Days(days) => Some(days),
        Dct::Unknown | Dct::Between(..) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_order_of_reports_does_not_matter(a in any_sketch("a"), b in any_sketch("b"), c in any_sketch("c")) {
        let one = solve(&[a.clone(), b.clone(), c.clone()]);
        prop_assert_eq!(one, solve(&[c, a, b]));
    }

    #[test]
    fn a_solved_date_lies_within_what_is_printed(a in any_sketch("a"), b in any_sketch("b"), c in any_sketch("c")) {
        let sketches = [a, b, c];
        for ((_, p), s) in solve(&sketches).iter().zip(&sketches) {
            if let Some(printed) = s.when {
                let printed = days(&Published::given(when(printed))).unwrap();
                prop_assert!(days(p).unwrap().iter().all(|d| printed.contains(d)));
            }
        }
    }

    #[test]
    fn a_dated_report_more_never_widens(a in any_sketch("a"), b in any_sketch("b"), c in any_sketch("c")) {
        let fewer = solve(&[a.clone(), b.clone()]);
        let more = solve(&[a, b, c]);
        for ((_, x), (_, y)) in fewer.iter().zip(&more) {
            let told = |p: &Published| matches!(&p.basis, DateBasis::Derived(m) if m.id == "dating.contradiction");
            if let (Some(x), Some(y), false) = (days(x), days(y), told(y)) {
                prop_assert!(y.iter().all(|d| x.contains(d)), "{:?} grew to {:?}", x, y);
            }
        }
    }
}
