//! Web archives (WARC, ISO 28500): a crawl's records, cut out one by one, and the report in one.
//!
//! The date of a record is that of the crawl. It says nothing of the report and is never looked at.

mod cut;
mod http;
mod record;

pub(crate) use cut::cut;

use crate::{Reader, Refusal, decode};
use kroniek_model::Report;
use record::{Kind, Record};

/// Reads one record.
///
/// # Errors
/// If it holds no page or text, or the page is no article.
pub(crate) fn read(reader: &Reader, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
    let Some(record) = Record::parse(bytes) else {
        return Err(Refusal::new("no record of a web archive was found"));
    };
    let url = record.target();
    let (body, charset, is_page) = match record.kind() {
        Kind::Response(response) => {
            let charset = response.charset().map(str::to_owned);
            (response.body()?, charset, true)
        }
        Kind::Page => (record.block.into(), record.charset().map(str::to_owned), true),
        Kind::Text => (record.block.into(), record.charset().map(str::to_owned), false),
        Kind::Other(what) => return Err(Refusal::new(format!("{what} was found, a page was expected"))),
    };
    let body = decode::labelled(&body, charset.as_deref());
    let mut report = match is_page {
        true => reader.page(path, &body, url)?,
        false => reader.text(path, &body)?,
    };
    report.url = url.map(str::to_owned).or(report.url);
    // The way back leads to the decoded text of the page, not into the record.
    report.map = None;
    report.identify(bytes);
    Ok(report)
}

/// Naming a report after the bytes of its capture.
pub(crate) trait Identify {
    /// Takes capture and id from the hash of the bytes.
    fn identify(&mut self, bytes: &[u8]);
}

impl Identify for Report {
    fn identify(&mut self, bytes: &[u8]) {
        let hash = blake3::hash(bytes).to_hex();
        self.capture = hash.as_str().into();
        self.id = smol_str::format_smolstr!("r{}", &hash[..12]);
    }
}
