//! A report: one article as one publisher printed it, with its masthead taken apart.

use crate::{DateBasis, Notice, Source, Span, Text, When};
use jiff::civil::{Date, Time, Weekday};
use smol_str::SmolStr;

/// One article by one publisher, in one state of it.
///
/// `text` holds what is analysed: the title (where there is one) and the body, without place and agency before it. What else a masthead holds is in
/// the fields; `map` leads from each byte of `text` back to the decoded file. With JSON Lines input `text` is the
/// line's own, unchanged, and `regions` tell the masthead from the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Stable name: given by JSON Lines input, otherwise made from the capture's hash.
    pub id: SmolStr,
    /// The file's path exactly as it was given; `None` for standard input and for JSON Lines.
    pub path: Option<String>,
    /// Hash (BLAKE3, hexadecimal) of the capture's bytes.
    pub capture: SmolStr,
    /// Language code (`nl`, `en`, …) or `und` when it could not be told.
    pub language: SmolStr,
    /// Title without the quotation marks around it; `None` when the file has none.
    pub title: Option<String>,
    /// Names of the writers, as printed.
    pub byline: Vec<String>,
    /// Agencies and papers credited (`Reuters`, `ANP`), as printed.
    pub credits: Vec<String>,
    /// Who publishes it, where that is known.
    pub publisher: Option<String>,
    /// Where it was published on the web.
    pub url: Option<String>,
    /// When it was published: what is known of the document creation time.
    pub published: Published,
    /// How it is to be read: as a report, or as words spoken at a known moment.
    pub manner: Manner,
    /// When the text was last changed, where the page says so beside the date of publication.
    pub modified: Option<When>,
    /// The part of the paper that it stands in, where that is said.
    pub section: Option<String>,
    /// Time zone that its clock times are in (IANA name), from publisher or language.
    pub zone: SmolStr,
    /// What is analysed.
    pub text: String,
    /// What each part of `text` is, in order, not overlapping, together covering all but white space.
    pub regions: Vec<Region>,
    /// The way from `text` to the decoded file; `None` where the report is not plain text.
    pub map: Option<SourceMap>,
    /// What reading noticed.
    pub notices: Vec<Notice>,
}

impl Report {
    /// A text of which nothing is known but its language, all of it running text.
    pub fn plain(id: &str, language: &str, text: &str) -> Self {
        Report {
            id: id.into(),
            path: None,
            capture: SmolStr::default(),
            language: language.into(),
            title: None,
            byline: Vec::new(),
            credits: Vec::new(),
            publisher: None,
            url: None,
            published: Published::unknown(),
            manner: Manner::Report,
            modified: None,
            section: None,
            zone: "UTC".into(),
            text: text.to_owned(),
            regions: vec![Region { span: Span::at(0..text.len()), kind: RegionKind::Body }],
            map: None,
            notices: Vec::new(),
        }
    }

    /// The kind of the region that holds byte `at`; body where no region says otherwise.
    pub fn region_at(&self, at: u32) -> RegionKind {
        let i = self.regions.partition_point(|r| r.span.end() <= at);
        match self.regions.get(i) {
            Some(r) if r.span.start() <= at => r.kind,
            _ => RegionKind::Body,
        }
    }
}

/// What kind of text it is, as far as time expressions are read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    /// A report: "from 2014 to 2018" names two dates, "the third quarter" is `2018-Q3` (TIMEX3).
    #[default]
    Report,
    /// A question, a request, an appointment, spoken or typed at a known moment: a stretch is one expression from
    /// begin to end (ISO 8601 interval), "in two weeks" is a day, and shorthand ("9a", "Sat at 5") is understood.
    Utterance,
}

/// What is known of the moment of publication, and from where.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The date as far as it is known; `None` when nothing is.
    pub when: Option<When>,
    /// Where the date comes from.
    pub basis: DateBasis,
    /// What is printed beyond `when`: parts of a date that fix no day by themselves.
    pub clue: DateClue,
}

impl Published {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Published { when: None, basis: DateBasis::Unknown, clue: DateClue::default() }
    }

    /// A date given by the caller.
    pub fn given(when: When) -> Self {
        Published { when: Some(when), basis: DateBasis::Given, clue: DateClue::default() }
    }
}

/// Printed parts of a publication date that do not fix a day without more: `Sunday, 6:10 p.m.`, `17 november, 16:20`.
///
/// They bound the date all the same: whoever solves it takes only days that fit every part. All `None` when the
/// report prints no such part, or when its date is known to the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateClue {
    /// 1 to 12.
    pub month: Option<i8>,
    /// Day of the month, 1 to 31.
    pub day: Option<i8>,
    /// Day of the week.
    pub weekday: Option<Weekday>,
    /// Time of day, in the report's zone.
    pub time: Option<Time>,
}

impl DateClue {
    /// Whether nothing is printed beyond the date itself.
    pub fn is_empty(&self) -> bool {
        *self == DateClue::default()
    }

    /// Whether a day has every part that is printed.
    pub fn fits(&self, day: Date) -> bool {
        self.month.is_none_or(|m| m == day.month())
            && self.day.is_none_or(|d| d == day.day())
            && self.weekday.is_none_or(|w| w == day.weekday())
    }
}

/// A stretch of a report's text and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Where.
    pub span: Span<Text>,
    /// What.
    pub kind: RegionKind,
}

/// What a stretch of text is. Only titles, headings and body are analysed for statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegionKind {
    /// The headline.
    Title,
    /// A heading between paragraphs.
    Heading,
    /// Running text.
    Body,
    /// Place and agency before the first sentence: `AMSTERDAM (ANP) -`.
    Dateline,
    /// Writer, credit, date, section label, counter: part of the masthead.
    Masthead,
    /// Newsletter box, "read also", share counter, comment count.
    Furniture,
}

impl RegionKind {
    /// Whether sentences here say something about the world.
    pub fn is_prose(self) -> bool {
        matches!(self, RegionKind::Title | RegionKind::Heading | RegionKind::Body)
    }
}

/// The way from a report's text back to the decoded file: pieces that were taken over letter by letter.
///
/// Text between the pieces (a blank line put between title and body) has no source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    pieces: Vec<(u32, u32, u32)>,
    /// Code points of the file before each piece; shorter than `pieces` until they are counted.
    points: Vec<u32>,
}

impl SourceMap {
    /// A map of one piece: the text is the whole file.
    pub fn identity(len: u32) -> Self {
        SourceMap { pieces: vec![(0, 0, len)], points: vec![0] }
    }

    /// Adds `len` bytes that lie at `text` in the report and at `source` in the file; pieces come in text order.
    ///
    /// # Panics
    /// If the piece starts before the end of the one before it.
    pub fn push(&mut self, text: u32, source: u32, len: u32) {
        if let Some(&(t, _, n)) = self.pieces.last() {
            assert!(t + n <= text, "pieces in text order");
        }
        if len > 0 {
            self.pieces.push((text, source, len));
        }
    }

    /// Counts the code points of the decoded file before every piece; to be called once all pieces are there.
    pub fn count_points(&mut self, file: &str) {
        let (mut points, mut from) = (0, 0);
        // Pieces are in text order; the file is nearly always in the same order, so each stretch is counted once.
        self.points.clear();
        for &(_, s, _) in &self.pieces {
            let s = (s as usize).min(file.len());
            if s < from {
                (points, from) = (0, 0);
            }
            points += code_points(&file.as_bytes()[from..s]);
            from = s;
            self.points.push(points);
        }
    }

    /// First and last of a span in code points of the decoded file, half-open; `text` is the report's. A span over
    /// several pieces covers what lies between them. `None` when an end lies in no piece or the points are not counted.
    pub fn to_points(&self, text: &str, span: Span<Text>) -> Option<(u32, u32)> {
        let at = |byte: u32, i: usize| {
            let (&(t, _, n), &p) = (self.pieces.get(i)?, self.points.get(i)?);
            let before = text.as_bytes().get(t as usize..byte as usize)?;
            (t <= byte && byte <= t + n).then(|| p + code_points(before))
        };
        let first = self.pieces.partition_point(|&(t, _, n)| t + n <= span.start());
        let last = self.pieces.partition_point(|&(t, _, n)| t + n < span.end());
        let (start, end) = (at(span.start(), first)?, at(span.end(), last)?);
        (start <= end).then_some((start, end))
    }

    /// The pieces as (text start, source start, length) in bytes.
    pub fn pieces(&self) -> &[(u32, u32, u32)] {
        &self.pieces
    }

    /// Where a span of the text lies in the file; `None` when it covers something that is not in the file.
    ///
    /// A span may run over pieces that touch in the text: nothing but carriage returns lies between those in the file.
    pub fn to_source(&self, span: Span<Text>) -> Option<Span<Source>> {
        let ends_before = |&(t, _, n): &(u32, u32, u32)| t + n <= span.start();
        let first = self.pieces.partition_point(ends_before).min(self.pieces.len().checked_sub(1)?);
        let (t, s, mut n) = self.pieces[first];
        let start = span.start().checked_sub(t).filter(|&d| d <= n)? + s;
        let (mut t, mut s) = (t, s);
        for &(t2, s2, n2) in &self.pieces[first + 1..] {
            if span.end() <= t + n {
                break;
            }
            if t2 != t + n || s2 < s + n {
                return None;
            }
            (t, s, n) = (t2, s2, n2);
        }
        let end = span.end().checked_sub(t).filter(|&d| d <= n)? + s;
        (start <= end).then(|| Span::new(start, end))
    }
}

fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_of_the_file_are_counted_over_pieces() {
        let file = "é kop\nreclame\nde café";
        let text = "é kop\n\nde café";
        let mut map = SourceMap::default();
        map.push(0, 0, 6);
        map.push(8, 15, 8);
        map.count_points(file);
        assert_eq!(map.to_points(text, Span::at(0..6)), Some((0, 5)));
        assert_eq!(map.to_points(text, Span::at(11..16)), Some((17, 21)));
        assert_eq!(map.to_points(text, Span::at(3..10)), Some((2, 16)));
    }

    #[test]
    fn a_span_in_one_piece_has_a_source_and_one_across_the_seam_has_none() {
        let mut map = SourceMap::default();
        map.push(0, 10, 5);
        map.push(7, 40, 10);
        assert_eq!(map.to_source(Span::new(0, 5)), Some(Span::new(10, 15)));
        assert_eq!(map.to_source(Span::new(8, 10)), Some(Span::new(41, 43)));
        assert_eq!(map.to_source(Span::new(3, 9)), None);
        assert_eq!(map.to_source(Span::new(16, 18)), None);
        assert_eq!(SourceMap::default().to_source(Span::new(0, 0)), None);
    }

    #[test]
    fn a_span_may_run_over_a_dropped_carriage_return() {
        let mut map = SourceMap::default();
        map.push(0, 0, 5);
        map.push(5, 6, 4);
        map.push(9, 11, 3);
        assert_eq!(map.to_source(Span::new(2, 11)), Some(Span::new(2, 13)));
        assert_eq!(map.to_source(Span::new(5, 9)), Some(Span::new(6, 10)));
    }

    #[test]
    fn a_clue_takes_only_days_that_have_every_printed_part() {
        let clue = DateClue { day: Some(17), weekday: Some(Weekday::Friday), ..DateClue::default() };
        assert!(clue.fits(jiff::civil::date(2023, 11, 17)));
        assert!(!clue.fits(jiff::civil::date(2022, 11, 17)));
        assert!(!clue.fits(jiff::civil::date(2023, 11, 24)));
    }
}
