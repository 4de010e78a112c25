//! Labels of units: outside, or beginning, inside, end or whole of a name of a kind (BIOES).

use super::feature::Document;
use super::{Found, unit::Unit};
use kroniek_model::{EntityKind, Span, Text};

/// How many labels there are: outside, and four for each kind.
pub const COUNT: usize = 17;

/// A label: 0 outside; 1 + 4 × kind + part.
pub type Label = u8;

/// Outside any name.
pub const OUTSIDE: Label = 0;

const KINDS: [EntityKind; 4] =
    [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Other];

/// Which part of a name a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// First of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several.
    End,
    /// The only one.
    Whole,
}

/// The label of a part of a name.
pub fn label(kind: EntityKind, part: Part) -> Label {
    let k = KINDS.iter().position(|x| *x == kind).unwrap_or(3) as u8;
    1 + 4 * k + part as u8
}

/// Kind and part of a label; `None` outside.
pub fn parts(label: Label) -> Option<(EntityKind, Part)> {
    let n = label.checked_sub(1)?;
    let part = [Part::Begin, Part::Inside, Part::End, Part::Whole][usize::from(n % 4)];
    Some((*KINDS.get(usize::from(n / 4))?, part))
}

/// Whether one label may follow another.
pub fn may_follow(before: Label, after: Label) -> bool {
    let open = |l| matches!(parts(l), Some((_, Part::Begin | Part::Inside)));
    match (parts(before), parts(after)) {
        (Some((k, _)), Some((m, Part::Inside | Part::End))) => open(before) && k == m,
        (_, Some((_, Part::Inside | Part::End))) => false,
        _ => !open(before),
    }
}

/// The labels that gold names give to units; a name whose borders are not units' borders gives none. Returns with them
/// how many names had no place.
pub fn gold(units: &[Unit], names: &[(Span<Text>, EntityKind)]) -> (Vec<Label>, usize) {
    let mut labels = vec![OUTSIDE; units.len()];
    let mut lost = 0;
    for (span, kind) in names {
        let first = units.partition_point(|u| u.span.start() < span.start());
        let last = units.partition_point(|u| u.span.end() <= span.end());
        let fits = first < last
            && units[first].span.start() == span.start()
            && units[last - 1].span.end() == span.end()
            && units[first].sentence == units[last - 1].sentence;
        if !fits {
            lost += 1;
            continue;
        }
        let n = last - first;
        for (i, l) in labels[first..last].iter_mut().enumerate() {
            let part = match i {
                _ if n == 1 => Part::Whole,
                0 => Part::Begin,
                _ if i == n - 1 => Part::End,
                _ => Part::Inside,
            };
            *l = label(*kind, part);
        }
    }
    (labels, lost)
}

/// The names that labels mark.
pub fn names(document: &Document, labels: &[Label], text: &str) -> Vec<Found> {
    let units = &document.units;
    let mut found = Vec::new();
    let mut start = None;
    for (i, &l) in labels.iter().enumerate() {
        let Some((kind, part)) = parts(l) else {
            start = None;
            continue;
        };
        match part {
            Part::Begin => start = Some(i),
            Part::Inside => {}
            Part::Whole => start = Some(i),
            Part::End => {}
        }
        if let (Part::Whole | Part::End, Some(s)) = (part, start) {
            let span = Span::new(units[s].span.start(), units[i].span.end());
            if !span.of(text).trim().is_empty() {
                found.push(Found { span, kind });
            }
            start = None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_one_another_within_a_name_of_one_kind() {
        use EntityKind::{Person, Place};
        let l = label;
        assert!(may_follow(OUTSIDE, l(Person, Part::Begin)));
        assert!(may_follow(l(Person, Part::Begin), l(Person, Part::End)));
        assert!(!may_follow(l(Person, Part::Begin), l(Place, Part::End)));
        assert!(!may_follow(l(Person, Part::Begin), OUTSIDE));
        assert!(!may_follow(OUTSIDE, l(Person, Part::End)));
        assert!(may_follow(l(Person, Part::Whole), l(Place, Part::Whole)));
        for n in 0..COUNT as u8 {
            assert_eq!(parts(n).map_or(OUTSIDE, |(k, p)| l(k, p)), n);
        }
    }
}
