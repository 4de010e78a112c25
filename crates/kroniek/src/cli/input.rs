//! Reading what the user named.

use super::InputFormat;
use anyhow::Result;
use kroniek_ingest::Reader;
use kroniek_model::Report;
use std::io::Read;

/// Reads all inputs; the flag tells whether something could not be read (it has been listed on stderr).
pub(super) fn read(reader: &Reader, paths: &[String], format: InputFormat) -> Result<(Vec<Report>, bool)> {
    let (mut reports, mut failed) = (Vec::new(), false);
    for path in paths {
        let bytes = if path == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            bytes
        } else {
            std::fs::read(path)?
        };
        if format == InputFormat::Jsonl {
            for (i, line) in
                String::from_utf8_lossy(&bytes).lines().enumerate().filter(|(_, l)| !l.trim().is_empty())
            {
                match reader.line(line) {
                    Ok(report) => reports.push(report),
                    Err(e) => {
                        eprintln!("kroniek: {path}:{}: {e}", i + 1);
                        failed = true;
                    }
                }
            }
        } else {
            match reader.text((path != "-").then_some(path), &bytes) {
                Ok(report) => reports.push(report),
                Err(e) => {
                    eprintln!("kroniek: {path}: {e}");
                    failed = true;
                }
            }
        }
    }
    Ok((reports, failed))
}
