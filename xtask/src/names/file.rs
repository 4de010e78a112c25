//! Writes weights as the analyser reads them: signed bytes, features sorted by hash.

use super::crf::Weights;
use kroniek_analyse::name::label::COUNT;
use kroniek_analyse::name::model::MAGIC;

/// How many features a pass may keep, so that two stay under four megabytes.
const MOST: usize = 98_000;
/// Weights beyond this are cut to it.
const LARGEST: f32 = 4.0;

/// The bytes of a model of one or two passes.
pub(super) fn write(passes: &[&Weights]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend((passes.len() as u32).to_le_bytes());
    for pass in passes {
        write_pass(pass, &mut out);
    }
    out
}

fn write_pass(w: &Weights, out: &mut Vec<u8>) {
    let largest = w.rows.iter().flatten().fold(0f32, |m, x| m.max(x.abs())).clamp(0.1, LARGEST);
    let scale = 127.0 / largest;
    let byte = |x: f32| (x * scale).round().clamp(-127.0, 127.0) as i8;
    let mut kept: Vec<(f32, usize)> = Vec::new();
    for (i, row) in w.rows.iter().enumerate() {
        if row.iter().any(|x| byte(*x) != 0) {
            kept.push((row.iter().map(|x| x * x).sum(), i));
        }
    }
    kept.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    kept.truncate(MOST);
    kept.sort_by_key(|k| w.features[k.1]);
    out.extend((kept.len() as u32).to_le_bytes());
    for t in w.transitions.iter().flatten() {
        out.extend(((t * scale).round().clamp(-32767.0, 32767.0) as i16).to_le_bytes());
    }
    let mut n = 0;
    for bucket in 0..=u32::from(u16::MAX) + 1 {
        while n < kept.len() && u64::from(w.features[kept[n].1]) < u64::from(bucket) << 16 {
            n += 1;
        }
        out.extend((n as u32).to_le_bytes());
    }
    for (_, i) in &kept {
        out.extend((w.features[*i] as u16).to_le_bytes());
    }
    for (_, i) in &kept {
        debug_assert_eq!(w.rows[*i].len(), COUNT);
        out.extend(w.rows[*i].iter().map(|x| byte(*x) as u8));
    }
}
