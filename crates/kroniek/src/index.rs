//! From analysis to what an archive can search: words, dictionary forms, parts, names; and what each sentence says.

use kroniek_lang::{Compounds, Error, Packs, fold};
use kroniek_model::{Analysis, LocalEntity, Pos, Statement};
use kroniek_store::{Index, IndexedSentence, IndexedStatement};
use std::collections::BTreeMap;

/// Makes the searchable side of reports.
pub struct Indexer {
    compounds: BTreeMap<String, Compounds>,
}

impl Indexer {
    /// Compiles what it needs of the packs.
    ///
    /// # Errors
    /// If a table is not well formed.
    pub fn new(packs: &Packs) -> Result<Self, Error> {
        let compile = |pack: &kroniek_lang::Pack| Ok((pack.code().to_owned(), Compounds::compile(pack)?));
        Ok(Indexer { compounds: packs.languages().map(compile).collect::<Result<_, Error>>()? })
    }

    /// The searchable side of one report. One in a language without a pack has its text as a single sentence.
    pub fn index(&self, a: &Analysis) -> Index {
        let text = &a.report.text;
        if a.sentences.is_empty() {
            let whole =
                IndexedSentence { stop: text.len() as u32, form: text.clone(), ..IndexedSentence::default() };
            return Index { sentences: vec![whole] };
        }
        let compounds = self.compounds.get(a.report.language.as_str());
        let mut sentences: Vec<IndexedSentence> = Vec::with_capacity(a.sentences.len());
        for s in &a.sentences {
            let mut row = IndexedSentence {
                start: s.span.start(),
                stop: s.span.end(),
                form: text[s.span.range()].to_owned(),
                ..IndexedSentence::default()
            };
            for token in &a.tokens[s.tokens.start as usize..s.tokens.end as usize] {
                if token.pos == Pos::Punct {
                    continue;
                }
                push(&mut row.lemma, &token.lemma);
                let parts = compounds.map(|c| c.parts(&token.lemma)).unwrap_or_default();
                if parts.len() > 1 {
                    parts.iter().for_each(|p| push(&mut row.more, p));
                }
            }
            sentences.push(row);
        }
        // A name is found under every spelling that the report uses for it.
        for m in &a.mentions {
            let at = a.sentences.partition_point(|s| s.span.end() <= m.span.start());
            if let (Some(row), Some(entity)) = (sentences.get_mut(at), a.entities.get(m.entity.0 as usize)) {
                for name in std::iter::once(&entity.canonical).chain(&entity.variants) {
                    if !row.form.contains(name.as_str()) {
                        push(&mut row.more, name);
                    }
                }
                if let Some(concept) = &entity.concept {
                    push(&mut row.more, concept);
                }
            }
        }
        for s in &a.statements {
            let Some(row) = sentences.get_mut(s.sentence as usize) else { continue };
            if let Some(event) = &s.event {
                push(&mut row.more, event);
            }
            row.statements.push(statement(a, s));
        }
        Index { sentences }
    }
}

fn statement(a: &Analysis, s: &Statement) -> IndexedStatement {
    let when = s.time.and_then(|t| a.times[t as usize].when.as_ref());
    let source = s.attribution.and_then(|i| {
        let attribution = &a.attributions[i as usize];
        attribution.source.as_ref().or(attribution.inferred_source.as_ref())
    });
    let in_roles = |places: bool| {
        let mut out = String::new();
        for p in s.participants.iter().filter(|p| (p.role == "place") == places) {
            add_names(&mut out, a, p.entity, &a.report.text[p.span.range()]);
        }
        out
    };
    let mut by = String::new();
    if let Some(source) = source {
        add_names(&mut by, a, source.entity, &a.report.text[source.span.range()]);
    }
    let (who, place) = (in_roles(false), in_roles(true));
    IndexedStatement {
        keys: [&who, &place, &by].map(|names| fold(names).to_string()),
        start: s.span.start(),
        stop: s.span.end(),
        event: s.event.as_ref().map(ToString::to_string),
        who,
        place,
        source: by,
        stance: s.stance.code().to_owned(),
        certainty: s.certainty.code().to_owned(),
        polarity: s.polarity.code().to_owned(),
        earliest: when.and_then(|w| w.earliest).map(|t| t.to_string()),
        latest: when.and_then(|w| w.latest).map(|t| t.to_string()),
    }
}

/// The words, and every name of whom they stand for, divided by `|`.
fn add_names(out: &mut String, a: &Analysis, entity: Option<LocalEntity>, words: &str) {
    let mut add = |name: &str| {
        if !out.split('|').any(|n| fold(n) == fold(name)) {
            if !out.is_empty() {
                out.push('|');
            }
            out.push_str(&name.replace('|', " "));
        }
    };
    add(words);
    if let Some(entity) = entity.and_then(|e| a.entities.get(e.0 as usize)) {
        add(&entity.canonical);
        entity.variants.iter().for_each(|v| add(v));
    }
}

fn push(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}
