//! Plain text files.

use crate::{Reader, Refusal};
use kroniek_model::{Published, Region, RegionKind, Report, SourceMap, Span};

/// Reads one decoded text as a report.
pub(crate) fn read(reader: &Reader, path: Option<&str>, bytes: &[u8]) -> Result<Report, Refusal> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let hash = blake3::hash(bytes).to_hex();
    let language = reader.detector.detect(&text);
    Ok(Report {
        id: smol_str::format_smolstr!("r{}", &hash[..12]),
        path: path.map(str::to_owned),
        capture: hash.as_str().into(),
        zone: reader.zones.get(language.as_str()).cloned().unwrap_or_else(|| "UTC".into()),
        language,
        title: None,
        byline: Vec::new(),
        credits: Vec::new(),
        publisher: None,
        url: None,
        published: Published::unknown(),
        regions: vec![Region { span: Span::at(0..text.len()), kind: RegionKind::Body }],
        map: Some(SourceMap::identity(text.len() as u32)),
        text,
        notices: Vec::new(),
    })
}
