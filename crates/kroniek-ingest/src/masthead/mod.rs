//! The masthead of a plain text: title, writers, credits, dates, told apart from the body.
//!
//! A missing masthead is normal: then everything is body. What is taken for masthead is taken line by line
//! ([`piece`]); the lines at the head that are none, before the first that reads as prose, are outlet, title and
//! subtitle, by their order.

mod dateline;
mod furniture;
mod habits;
mod head;
pub(crate) mod line;
mod moment;
mod piece;
mod published;

pub(crate) use habits::{Habits, Shared};
pub(crate) use moment::Order;

use habits::Label;
use kroniek_lang::fold;
use kroniek_model::{Notice, Published, RegionKind};
use moment::Moment;
use piece::{Piece, trim};
use smol_str::SmolStr;
use std::ops::Range;

/// A text taken apart. Ranges are bytes of the source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    /// What each part of the source is: in order, not overlapping, covering all but white space.
    pub(crate) parts: Vec<Part>,
    /// The title without quotation marks around it.
    pub(crate) title: Option<Range<usize>>,
    pub(crate) byline: Vec<String>,
    pub(crate) credits: Vec<String>,
    pub(crate) publisher: Option<String>,
    dates: Vec<DateFound>,
}

/// A stretch of the source and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) range: Range<usize>,
    pub(crate) kind: RegionKind,
}

/// A date in the masthead.
#[derive(Debug, Clone)]
struct DateFound {
    moment: Moment,
    role: Role,
    range: Range<usize>,
}

/// What a date in the masthead is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Published,
    Plain,
    Dateline,
    Modified,
    Stamp,
}

/// How many lines from the top can be masthead.
const HEAD: usize = 14;

/// Takes a text apart. `title` is the title given beside it, if any.
pub(crate) fn parse(source: &str, title: Option<&str>, habits: &Habits, order: Order) -> Layout {
    let mut layout = Layout::default();
    let mut lines = lines(source);
    layout.stamp(source, &mut lines, habits, order);
    let body = head::read(&mut layout, source, &mut lines, title, habits, order);
    layout.body(source, &lines[body.min(lines.len())..], body, habits, order);
    layout.parts.sort_by_key(|p| p.range.start);
    layout
}

impl Layout {
    /// The date of publication that the masthead states, and the zone it is in.
    pub(crate) fn published(&self, source: &str) -> (Published, Option<SmolStr>, Vec<Notice>) {
        published::choose(source, &self.dates)
    }

    fn part(&mut self, range: Range<usize>, kind: RegionKind) {
        if !range.is_empty() {
            self.parts.push(Part { range, kind });
        }
    }

    /// `date 2019-03` at the very start, with the body or nothing behind it.
    fn stamp(&mut self, source: &str, lines: &mut Vec<Range<usize>>, habits: &Habits, order: Order) {
        let Some(first) = lines.first().cloned() else { return };
        let text = &source[first.clone()];
        let Some((Label::Stamp, n)) = piece::label_at(text, habits) else { return };
        let at = trim(source, first.start + n..first.end);
        let Some((moment, used)) = moment::parse(&source[at.clone()], habits, order) else { return };
        if moment.year.is_none() {
            return;
        }
        let end = at.start + used;
        let rest = trim(source, end..first.end);
        if rest.is_empty() && lines.len() == 1 {
            return;
        }
        self.dates.push(DateFound { moment, role: Role::Stamp, range: first.start..end });
        self.part(first.start..end, RegionKind::Masthead);
        if rest.is_empty() {
            lines.remove(0);
        } else {
            lines[0] = rest;
        }
    }

    /// A masthead line: its pieces go into the fields, the line becomes a masthead region.
    fn masthead(
        &mut self,
        source: &str,
        line: Range<usize>,
        pieces: Vec<Piece>,
        titled: bool,
        habits: &Habits,
    ) {
        let place = pieces.iter().any(|p| matches!(p, Piece::Place));
        let dated = pieces.iter().position(|p| matches!(p, Piece::Date { .. }));
        for (i, piece) in pieces.into_iter().enumerate() {
            match piece {
                Piece::Date { moment, label, range } => {
                    let role = match label {
                        Some(Label::Published) => Role::Published,
                        Some(Label::Modified) => Role::Modified,
                        _ => Role::Plain,
                    };
                    self.dates.push(DateFound { moment, role, range });
                }
                Piece::Credit(range) => self.credit(&source[range], habits),
                Piece::Byline(range) => self.writers(&source[range], true, habits),
                // The newsroom above the title is the outlet: `Channel Nine Newsroom`.
                Piece::Staff(range) if !titled && dated.is_none() => self.outlet(&source[range], habits),
                // Behind a name it is only that writer's office.
                Piece::Staff(_) if !self.byline.is_empty() => {}
                Piece::Staff(range) => self.byline.push(source[range].trim_matches(['(', ')']).to_owned()),
                Piece::Publisher(range) => self.outlet(&source[range], habits),
                Piece::Other(range) => {
                    let text = &source[range];
                    let before_date = dated.is_none_or(|d| i < d);
                    if text.starts_with(|c: char| c.is_ascii_digit()) {
                        continue;
                    }
                    if self.publisher.is_none() && (habits.is_outlet(text) || !titled && before_date) {
                        self.outlet(text, habits);
                    } else if titled && is_full_name(text) {
                        self.writers(text, false, habits);
                    }
                }
                Piece::Label | Piece::Place => {}
            }
        }
        self.part(line, if place { RegionKind::Dateline } else { RegionKind::Masthead });
    }

    /// Names of agencies and papers; small letters beside them are a writer's initials.
    fn credit(&mut self, names: &str, habits: &Habits) {
        for name in piece::split_names(names, habits) {
            let agency = habits.is_agency(name) || habits.publishers().by_mark(name).is_some();
            let list = if piece::is_initials(name) && !agency { &mut self.byline } else { &mut self.credits };
            let is_year = name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit());
            if !is_year && !list.iter().any(|n| n == name) {
                list.push(name.to_owned());
            }
        }
    }

    /// Names of writers, behind a label or not; an agency among them is credited, an outlet is the publisher.
    fn writers(&mut self, names: &str, labelled: bool, habits: &Habits) {
        let each = piece::split_names(names, habits);
        for (i, name) in each.iter().copied().enumerate() {
            let beside = !labelled || i > 0 || each.len() > 1 || !self.byline.is_empty();
            let is_own = self.publisher.as_deref().is_some_and(|p| fold(p) == fold(name));
            if !habits.is_agency(name) && (is_own || habits.is_outlet_not_writer(name, beside)) {
                self.outlet(name, habits);
                continue;
            }
            let list = if habits.is_agency(name) { &mut self.credits } else { &mut self.byline };
            if !list.iter().any(|n| n == name) {
                list.push(name.to_owned());
            }
        }
    }

    fn outlet(&mut self, name: &str, habits: &Habits) {
        if self.publisher.is_none() {
            let known = habits.publishers().by_mark(name);
            self.publisher = Some(known.map_or_else(|| name.trim().to_owned(), |p| p.name.clone()));
        }
    }

    /// The lines from the first of the body on; `number` is its place among all lines.
    fn body(&mut self, source: &str, lines: &[Range<usize>], number: usize, habits: &Habits, order: Order) {
        let mut tail = lines.len();
        while tail > 1
            && (furniture::is_closing(&source[lines[tail - 1].clone()], habits)
                || self.closing_names(source, lines[tail - 1].clone(), habits, order))
        {
            tail -= 1;
        }
        let mut prose = false;
        for (i, line) in lines.iter().enumerate() {
            let mut line = line.clone();
            let text = &source[line.clone()];
            if i >= tail {
                self.part(line, RegionKind::Furniture);
                continue;
            }
            // Nothing of the masthead comes after the first lines, nor where nothing else is left to be body.
            if number + i < HEAD && lines.len() > 1 && (i > 0 || prose) && i + 1 < tail {
                let pieces = piece::pieces(source, line.clone(), habits, order);
                if let Some(pieces) = pieces.filter(|p| head::is_sure(p)) {
                    self.masthead(source, line, pieces, true, habits);
                    continue;
                }
            }
            if i > 0 && furniture::is_furniture(text, habits) {
                self.part(line, RegionKind::Furniture);
                continue;
            }
            if i > 0
                && lines.get(i + 1).filter(|_| i + 1 < tail).is_some_and(|next| {
                    furniture::is_heading(&source[lines[i - 1].clone()], text, &source[next.clone()])
                })
            {
                self.part(line, RegionKind::Heading);
                continue;
            }
            if !prose && let Some(found) = dateline::find(source, line.clone(), habits, order) {
                if let Some(agency) = found.agency {
                    self.credit(&source[agency], habits);
                }
                if let Some((moment, range)) = found.date {
                    self.dates.push(DateFound { moment, role: Role::Dateline, range });
                }
                line = trim(source, found.range.end..line.end);
                self.part(found.range, RegionKind::Dateline);
            }
            prose = true;
            if i + 1 == tail
                && let Some((whole, names)) = furniture::closing_credit(source, line.clone(), habits)
            {
                self.credit(&source[names], habits);
                self.prose(trim(source, line.start..whole.start));
                self.part(whole, RegionKind::Furniture);
                continue;
            }
            self.prose(line);
        }
    }

    /// `Bron: ANP`, `(Reporting by Jo Bell; Editing by Ann Lee)` behind the body: whether the line is such a one.
    fn closing_names(&mut self, source: &str, line: Range<usize>, habits: &Habits, order: Order) -> bool {
        let text = &source[line.clone()];
        let bare = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).map_or(text, str::trim);
        let start = line.start + text.find(bare).unwrap_or(0);
        if piece::label_at(bare, habits).is_none() {
            return false;
        }
        let Some(pieces) = piece::pieces(source, start..start + bare.len(), habits, order) else {
            return false;
        };
        let names = |p: &Piece| matches!(p, Piece::Credit(_) | Piece::Byline(_) | Piece::Staff(_));
        if !pieces.iter().all(names) {
            return false;
        }
        for piece in pieces {
            match piece {
                Piece::Credit(range) => self.credit(&source[range], habits),
                Piece::Byline(range) => self.writers(&source[range], true, habits),
                _ => {}
            }
        }
        true
    }

    /// Running text: lines that follow one another are one region.
    fn prose(&mut self, line: Range<usize>) {
        match self.parts.last_mut() {
            Some(last) if last.kind == RegionKind::Body && !line.is_empty() => last.range.end = line.end,
            _ => self.part(line, RegionKind::Body),
        }
    }
}

/// Two words or more, the first and the last with a capital.
fn is_full_name(text: &str) -> bool {
    piece::is_name_like(text) && text.contains(' ') && text.starts_with(char::is_uppercase)
}

/// The lines that are not blank, without white space at their ends.
fn lines(source: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    for line in source.split_inclusive(['\n', '\u{2028}', '\u{2029}']) {
        let range = trim(source, from..from + line.len());
        from += line.len();
        if !range.is_empty() {
            out.push(range);
        }
    }
    out
}
