//! What reading made of a capture, as it is kept.

use kroniek_model::Report;

/// The row of one report: what is compared when an archive is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The report's id.
    pub id: String,
    /// Language code.
    pub language: String,
    /// Title.
    pub title: Option<String>,
    /// Writers, a line each.
    pub byline: String,
    /// Agencies and papers credited, a line each.
    pub credits: String,
    /// Publisher.
    pub publisher: Option<String>,
    /// Web address.
    pub url: Option<String>,
    /// Date of publication as EDTF.
    pub published: Option<String>,
    /// First moment it can be.
    pub earliest: Option<String>,
    /// Last moment it can be.
    pub latest: Option<String>,
    /// Where the date comes from.
    pub basis: String,
    /// Time zone.
    pub zone: String,
    /// The text that every analysis sees.
    pub text: String,
    /// Release and packs that made it.
    pub made_by: String,
}

impl Derived {
    /// The row of a report, made by a release with certain packs.
    pub fn of(r: &Report, made_by: &str) -> Self {
        let when = r.published.when.as_ref();
        Derived {
            id: r.id.to_string(),
            language: r.language.to_string(),
            title: r.title.clone(),
            byline: r.byline.join("\n"),
            credits: r.credits.join("\n"),
            publisher: r.publisher.clone(),
            url: r.url.clone(),
            published: when.map(|w| w.edtf.clone()),
            earliest: when.and_then(|w| w.earliest).map(|t| t.to_string()),
            latest: when.and_then(|w| w.latest).map(|t| t.to_string()),
            basis: r.published.basis.code().to_owned(),
            zone: r.zone.to_string(),
            text: r.text.clone(),
            made_by: made_by.to_owned(),
        }
    }

    /// The columns by name, in the order of the table.
    pub(crate) fn columns(&self) -> [(&'static str, Option<&str>); 14] {
        [
            ("id", Some(&self.id)),
            ("language", Some(&self.language)),
            ("title", self.title.as_deref()),
            ("byline", Some(&self.byline)),
            ("credits", Some(&self.credits)),
            ("publisher", self.publisher.as_deref()),
            ("url", self.url.as_deref()),
            ("published", self.published.as_deref()),
            ("earliest", self.earliest.as_deref()),
            ("latest", self.latest.as_deref()),
            ("basis", Some(&self.basis)),
            ("zone", Some(&self.zone)),
            ("text", Some(&self.text)),
            ("made_by", Some(&self.made_by)),
        ]
    }

    /// The names of the columns that differ from another row's.
    pub fn differences(&self, other: &Derived) -> Vec<&'static str> {
        let both = self.columns().into_iter().zip(other.columns());
        both.filter(|(a, b)| a.1 != b.1).map(|(a, _)| a.0).collect()
    }

    pub(crate) fn seal(&self, capture: i64) -> [u8; 16] {
        let mut parts: Vec<Option<&[u8]>> = Vec::with_capacity(15);
        let number = capture.to_le_bytes();
        parts.push(Some(&number));
        parts.extend(self.columns().iter().map(|(_, value)| value.map(str::as_bytes)));
        seal(&parts)
    }
}

/// The first half of the BLAKE3 of the parts, each with its length before it.
pub(crate) fn seal(parts: &[Option<&[u8]>]) -> [u8; 16] {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        match part {
            Some(bytes) => {
                hash.update(&(bytes.len() as u64 + 1).to_le_bytes());
                hash.update(bytes);
            }
            None => {
                hash.update(&0u64.to_le_bytes());
            }
        }
    }
    let mut out = [0; 16];
    hash.finalize_xof().fill(&mut out);
    out
}
