//! From UTF-8 bytes to Unicode code points, the unit of the wire.

use kroniek_model::Span;

/// Code-point offsets of one text. ASCII texts cost nothing.
pub(super) struct Offsets {
    /// Code points before every 64th byte; empty for ASCII.
    blocks: Vec<u32>,
    bytes: Vec<u8>,
}

impl Offsets {
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Offsets { blocks: Vec::new(), bytes: Vec::new() };
        }
        let mut blocks = Vec::with_capacity(text.len() / 64 + 1);
        let mut n = 0;
        for (i, b) in text.bytes().enumerate() {
            if i % 64 == 0 {
                blocks.push(n);
            }
            n += u32::from(b & 0xC0 != 0x80);
        }
        if text.len().is_multiple_of(64) {
            blocks.push(n);
        }
        Offsets { blocks, bytes: text.as_bytes().to_vec() }
    }

    /// Code points before byte `at`, which must begin a character or be the end.
    pub(super) fn point(&self, at: u32) -> u32 {
        if self.blocks.is_empty() {
            return at;
        }
        let (block, at) = (at as usize / 64, at as usize);
        let rest = self.bytes[block * 64..at].iter().filter(|&&b| b & 0xC0 != 0x80).count();
        self.blocks[block] + rest as u32
    }

    /// Start and end in code points.
    pub(super) fn range<U>(&self, span: Span<U>) -> (u32, u32) {
        (self.point(span.start()), self.point(span.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_across_blocks() {
        let text = "é".repeat(100) + "x";
        let o = Offsets::new(&text);
        for (n, (i, _)) in text.char_indices().enumerate() {
            assert_eq!(o.point(i as u32), n as u32);
        }
        assert_eq!(o.point(text.len() as u32), 101);
    }
}
