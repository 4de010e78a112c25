//! Half-open byte ranges that know which text they index.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// The text of a report, as every analysis layer sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {}

/// The decoded capture: all of a file's characters, the masthead included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {}

/// A half-open range of UTF-8 bytes in the text named by `U`.
///
/// Spans of different texts do not mix: a `Span<Source>` cannot be used where a `Span<Text>` is asked.
/// Offsets are `u32`: a report's text is at most 4 GiB long, which ingest guarantees.
///
/// ```
/// use kroniek_model::{Span, Text};
/// let span = Span::<Text>::new(3, 8);
/// assert_eq!(span.of("De brand woedt nog."), "brand");
/// ```
pub struct Span<U> {
    start: u32,
    end: u32,
    unit: PhantomData<U>,
}

impl<U> Span<U> {
    /// The range `start..end` in bytes.
    ///
    /// # Panics
    /// If `end` lies before `start`.
    pub const fn new(start: u32, end: u32) -> Self {
        assert!(start <= end);
        Span { start, end, unit: PhantomData }
    }

    /// The range in bytes, from `usize` offsets as string searches give them.
    ///
    /// # Panics
    /// If `end` lies before `start` or beyond 4 GiB.
    pub fn at(range: Range<usize>) -> Self {
        let to = |n: usize| u32::try_from(n).expect("a text of at most 4 GiB");
        Span::new(to(range.start), to(range.end))
    }

    /// First byte.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as an index range.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words that the span covers.
    ///
    /// # Panics
    /// If the span does not lie in `text` or cuts a character in two.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside (equal borders count).
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span over both.
    pub fn cover(self, other: Self) -> Self {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

// Written out because a derive would ask the same of `U`.
impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Span<U> {}
impl<U> PartialEq for Span<U> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<U> Eq for Span<U> {}
impl<U> PartialOrd for Span<U> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<U> Ord for Span<U> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<U> std::hash::Hash for Span<U> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
