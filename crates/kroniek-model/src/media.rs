//! What the bytes of a capture are.

/// The kind of record that a capture holds: one page, one entry, one message, never a container of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// Plain text in any encoding.
    Text,
    /// One JSON object with `id` and `text`: a line of a JSON Lines file.
    Json,
    /// A web page.
    Html,
    /// A record of a web archive (ISO 28500): its header and its block.
    WarcRecord,
    /// A feed of one entry, RSS or Atom: what the feed says of itself, and the entry.
    Entry,
    /// A JSON Feed of one item.
    JsonEntry,
    /// An e-mail (RFC 5322).
    Mail,
    /// A web page with its pictures in one file (MHTML).
    Mhtml,
    /// A header line and one line of comma-separated values.
    Row,
    /// One news item of the IPTC in JSON.
    Ninjs,
    /// One news item of the IPTC in XML (NewsML-G2).
    NewsItem,
}

impl Media {
    /// All kinds.
    pub const ALL: [Media; 11] = [
        Media::Text,
        Media::Json,
        Media::Html,
        Media::WarcRecord,
        Media::Entry,
        Media::JsonEntry,
        Media::Mail,
        Media::Mhtml,
        Media::Row,
        Media::Ninjs,
        Media::NewsItem,
    ];

    /// The internet media type.
    pub const fn code(self) -> &'static str {
        match self {
            Media::Text => "text/plain",
            Media::Json => "application/json",
            Media::Html => "text/html",
            Media::WarcRecord => "application/warc",
            Media::Entry => "application/atom+xml;type=entry",
            Media::JsonEntry => "application/feed+json",
            Media::Mail => "message/rfc822",
            Media::Mhtml => "multipart/related",
            Media::Row => "text/csv",
            Media::Ninjs => "application/ninjs+json",
            Media::NewsItem => "application/vnd.iptc.g2.newsitem+xml",
        }
    }

    /// The kind of a media type's name.
    pub fn from_code(code: &str) -> Option<Self> {
        Media::ALL.into_iter().find(|m| m.code() == code)
    }
}
