//! Scores our own gold (`quality/gold/*.jsonl`), with the metrics of the bench's scorer, so that it can be scored
//! anywhere.
//!
//! A line is `{"id","text","published","language","gold":{"times":[…],"quantities":[…],"names":[…],
//! "attributions":[…]}}`; offsets are code points. Spans are paired one to one, equal borders first, then the
//! longest overlap.

use anyhow::{Context, Result};
use kroniek_analyse::Analyser;
use kroniek_ingest::Reader;
use kroniek_model::{Analysis, Span, Text};
use serde_json::Value;
use std::collections::BTreeSet;

/// Right, printed, and wanted, of one metric.
#[derive(Default, Clone, Copy)]
pub(super) struct Count {
    right: usize,
    printed: usize,
    wanted: usize,
}

impl Count {
    /// Precision, recall and F1 in per cent.
    pub(super) fn prf(self) -> [f64; 3] {
        let part = |n: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * n as f64 / of as f64 };
        let (p, r) = (part(self.right, self.printed), part(self.right, self.wanted));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

/// Every metric of one file, by name.
pub(super) fn score(reader: &Reader, analyser: &Analyser, text: &str) -> Result<Vec<(&'static str, Count)>> {
    let names = [
        "times strict",
        "times value",
        "quantities found",
        "quantities full",
        "names span+kind",
        "attributions e2e",
    ];
    let mut counts = [Count::default(); 6];
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let mut doc: Value = serde_json::from_str(line).with_context(|| format!("line {}", i + 1))?;
        let gold = doc["gold"].take();
        let report = reader.line(&doc.to_string()).map_err(|e| anyhow::anyhow!("line {}: {e}", i + 1))?;
        let a = analyser.analyse(report);
        let at: Vec<u32> =
            a.report.text.char_indices().map(|(b, _)| b as u32).chain([a.report.text.len() as u32]).collect();
        let mut add = |k: usize, right: usize, printed: usize, wanted: usize| {
            counts[k].right += right;
            counts[k].printed += printed;
            counts[k].wanted += wanted;
        };
        let list = |layer: &str| gold[layer].as_array().cloned().unwrap_or_default();
        let span = |g: &Value| span(g, &at);

        let (g, p) = (list("times"), &a.times);
        let pairs =
            pairs(&g.iter().map(span).collect::<Vec<_>>(), &p.iter().map(|t| t.span).collect::<Vec<_>>());
        add(0, pairs.iter().filter(|&&(i, j)| span(&g[i]) == p[j].span).count(), p.len(), g.len());
        add(
            1,
            pairs.iter().filter(|&&(i, j)| g[i]["value"] == p[j].value.as_str()).count(),
            p.len(),
            g.len(),
        );

        let (g, p) = (list("quantities"), &a.quantities);
        let pairs = self::pairs(
            &g.iter().map(span).collect::<Vec<_>>(),
            &p.iter().map(|q| q.span).collect::<Vec<_>>(),
        );
        let full = |&&(i, j): &&(usize, usize)| {
            let (g, p) = (&g[i], &p[j]);
            let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-3 * b.abs().max(1.0),
                (None, _) => true,
                _ => false,
            };
            near(g["value"].as_f64(), Some(p.low))
                && near(g["high"].as_f64(), p.high)
                && g["unit"] == p.unit.as_str()
                && g["modifier"] == p.modifier.code()
        };
        add(2, pairs.len(), p.len(), g.len());
        add(3, pairs.iter().filter(full).count(), p.len(), g.len());

        let g: BTreeSet<(Span<Text>, &str)> =
            gold["names"].as_array().into_iter().flatten().map(|n| (span(n), kind(n))).collect();
        let p: BTreeSet<(Span<Text>, &str)> = a.mentions.iter().map(|m| (m.span, m.kind.code())).collect();
        add(4, g.intersection(&p).count(), p.len(), g.len());

        let g = list("attributions");
        add(5, end_to_end(&g, &a, &at), a.attributions.len(), g.len());
    }
    Ok(names.into_iter().zip(counts).filter(|(_, c)| c.wanted > 0).collect())
}

fn kind(name: &Value) -> &'static str {
    match name["type"].as_str().unwrap_or_default() {
        "PER" => "person",
        "ORG" => "organisation",
        "LOC" => "place",
        _ => "other",
    }
}

fn span(g: &Value, at: &[u32]) -> Span<Text> {
    let offset = |key: &str| at[(g[key].as_u64().unwrap_or(0) as usize).min(at.len() - 1)];
    Span::new(offset("start").min(offset("end")), offset("end"))
}

/// One-to-one pairs of overlapping spans.
fn pairs(gold: &[Span<Text>], found: &[Span<Text>]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in found.iter().enumerate().filter(|(_, p)| p.overlaps(*g)) {
            let shared = g.end().min(p.end()) - g.start().max(p.start());
            candidates.push((g != p, std::cmp::Reverse(shared), i, j));
        }
    }
    greedy(candidates)
}

fn greedy<A: Ord, B: Ord>(mut candidates: Vec<(A, B, usize, usize)>) -> Vec<(usize, usize)> {
    candidates.sort();
    let (mut left, mut right, mut pairs) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (_, _, i, j) in candidates {
        if !left.contains(&i) && !right.contains(&j) {
            left.insert(i);
            right.insert(j);
            pairs.push((i, j));
        }
    }
    pairs
}

/// Attributions with at least half of the content's words in common and an overlapping source (or none on both sides).
fn end_to_end(gold: &[Value], a: &Analysis, at: &[u32]) -> usize {
    let words = |spans: &[Span<Text>]| -> BTreeSet<u32> {
        let inside = |t: &&kroniek_model::Token| spans.iter().any(|s| s.contains(t.span));
        a.tokens.iter().filter(inside).map(|t| t.span.start()).collect()
    };
    let gold_spans =
        |g: &Value| g["content"].as_array().into_iter().flatten().map(|c| span(c, at)).collect::<Vec<_>>();
    let gw: Vec<_> = gold.iter().map(|g| words(&gold_spans(g))).collect();
    let pw: Vec<_> = a.attributions.iter().map(|x| words(&x.content)).collect();
    let jaccard = |i: usize, j: usize| {
        let shared = gw[i].intersection(&pw[j]).count();
        (shared * 1000) / (gw[i].len() + pw[j].len() - shared).max(1)
    };
    let mut candidates = Vec::new();
    for i in 0..gw.len() {
        for j in 0..pw.len() {
            if jaccard(i, j) > 0 {
                candidates.push((std::cmp::Reverse(jaccard(i, j)), (), i, j));
            }
        }
    }
    let sources_agree = |i: usize, j: usize| match (gold[i]["source"].is_null(), &a.attributions[j].source) {
        (true, None) => true,
        (false, Some(s)) => s.span.overlaps(span(&gold[i]["source"], at)),
        _ => false,
    };
    greedy(candidates).into_iter().filter(|&(i, j)| jaccard(i, j) >= 500 && sources_agree(i, j)).count()
}
