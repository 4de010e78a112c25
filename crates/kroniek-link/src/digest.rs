//! What linking needs of one report: compact, without its text.

use kroniek_model::{
    Analysis, Attribution, Mention, Pos, Published, Quantity, RegionKind, ReportEntity, Span, Statement,
    Text, TimeExpression, Token,
};
use smol_str::SmolStr;

/// What linking needs of one report.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// The report's id; digests are put in the order of it.
    pub id: SmolStr,
    /// Language code.
    pub language: SmolStr,
    /// Title.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Agencies and papers credited.
    pub credits: Vec<String>,
    /// Writers.
    pub byline: Vec<String>,
    /// What the report itself tells of its date.
    pub published: Published,
    /// Sentences, with their words as hashes.
    pub sentences: Vec<SentenceDigest>,
    /// Names.
    pub mentions: Vec<Mention>,
    /// Whom the names stand for.
    pub entities: Vec<ReportEntity>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
    /// Figures, each with the words for what it counts.
    pub quantities: Vec<(Quantity, Option<String>)>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// What the sources of `attributions` are called, in text order.
    pub sources: Vec<SourceLabel>,
    /// What is said.
    pub statements: Vec<Statement>,
}

impl Digest {
    /// Bytes that it takes, about: its lists by their elements, without what the allocator adds.
    pub fn bytes(&self) -> usize {
        fn of<T>(list: &[T]) -> usize {
            std::mem::size_of_val(list)
        }
        let sentence =
            |s: &SentenceDigest| of(&s.words) + of(&s.lemmas) + of(&s.roots) + of(&s.terms) + of(&s.pieces);
        let entity = |e: &ReportEntity| {
            e.canonical.len() + of(&e.variants) + e.variants.iter().map(String::len).sum::<usize>()
        };
        let lists = of(&self.sentences)
            + of(&self.mentions)
            + of(&self.entities)
            + of(&self.times)
            + of(&self.quantities)
            + of(&self.attributions)
            + of(&self.sources)
            + of(&self.statements);
        let inner = self.sentences.iter().map(sentence).sum::<usize>()
            + self.entities.iter().map(entity).sum::<usize>()
            + self.attributions.iter().map(|a| of(&a.content) + of(&a.chain)).sum::<usize>()
            + self.statements.iter().map(|s| of(&s.participants) + of(&s.quantities)).sum::<usize>();
        std::mem::size_of::<Digest>() + lists + inner
    }
}

/// A sentence without its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceDigest {
    /// Where it stands.
    pub span: Span<Text>,
    /// What part of the report it stands in.
    pub region: RegionKind,
    /// Paragraph number.
    pub paragraph: u32,
    /// Hash and span of every word's folded form, punctuation left out: for copies and their alignment.
    pub words: Vec<(u32, Span<Text>)>,
    /// Hash of the dictionary form and word class of every word in `words`, in the same order: for matching the packs'
    /// words and phrases without the text.
    pub lemmas: Vec<(u32, Pos)>,
    /// Hash of the first letters of every word in `words`, in the same order; 0 for short and function words. Joins
    /// compounds and derivations of one root ("zoekactie", "zoektocht").
    pub roots: Vec<u32>,
    /// Hashes of the dictionary forms of its content words (nouns, names, verbs, adjectives, numbers).
    pub terms: Vec<u32>,
    /// Hashes of the beginnings and endings of its long nouns, in order: a compound shares one with the word that it is
    /// put together from. Only where the sentence holds a time; empty elsewhere.
    pub pieces: Vec<u32>,
}

/// The words for a source, where it is no pronoun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLabel {
    /// The whole phrase, as in [`kroniek_model::SourceMention`].
    pub phrase: Span<Text>,
    /// Its core: without article, and without what a comma or relative clause adds.
    pub core: Span<Text>,
    /// The words of the core.
    pub words: SmolStr,
}

/// Makes the digest of an analysis.
pub fn digest(a: &Analysis) -> Digest {
    use Pos::{Adj, Noun, Num, Propn, Punct, Verb, X};
    let text = &a.report.text;
    let sentences = a.sentences.iter().map(|s| {
        let tokens = &a.tokens[s.tokens.start as usize..s.tokens.end as usize];
        let words = || tokens.iter().filter(|t| t.pos != Punct);
        let content = tokens.iter().filter(|t| matches!(t.pos, Adj | Noun | Num | Propn | Verb | X));
        SentenceDigest {
            span: s.span,
            region: s.region,
            paragraph: s.paragraph,
            words: words().map(|t| (hash(&t.norm), t.span)).collect(),
            lemmas: words().map(|t| (hash(&t.lemma), t.pos)).collect(),
            roots: words().map(|t| root(&t.norm, t.pos)).collect(),
            terms: content.map(|t| hash(&t.lemma)).collect(),
            pieces: match a.times.iter().any(|t| s.span.contains(t.span)) {
                true => pieces(tokens),
                false => Vec::new(),
            },
        }
    });
    let counted = |q: &Quantity| q.counted.map(|s| s.of(text).to_owned());
    Digest {
        id: a.report.id.clone(),
        language: a.report.language.clone(),
        title: a.report.title.clone(),
        publisher: a.report.publisher.clone(),
        credits: a.report.credits.clone(),
        byline: a.report.byline.clone(),
        published: a.report.published.clone(),
        sentences: sentences.collect(),
        mentions: a.mentions.clone(),
        entities: a.entities.clone(),
        times: a.times.clone(),
        quantities: a.quantities.iter().map(|q| (q.clone(), counted(q))).collect(),
        attributions: a.attributions.clone(),
        sources: source_labels(a),
        statements: a.statements.clone(),
    }
}

/// Words that the core of a source has at most.
const CORE: usize = 8;

fn source_labels(a: &Analysis) -> Vec<SourceLabel> {
    let named = |x: &'_ Attribution| -> Vec<Span<Text>> {
        x.source.iter().chain(&x.inferred_source).chain(&x.chain).map(|m| m.span).collect()
    };
    let mut phrases: Vec<Span<Text>> = a.attributions.iter().flat_map(named).collect();
    phrases.sort_unstable();
    phrases.dedup();
    let label = |phrase: Span<Text>| {
        let first = a.tokens.partition_point(|t| t.span.end() <= phrase.start());
        let inside = a.tokens[first..].iter().take_while(|t| t.span.start() < phrase.end());
        let mut core = inside.skip_while(|t| matches!(t.pos, Pos::Det | Pos::Punct)).take(CORE).peekable();
        let start = core.peek().filter(|t| t.pos != Pos::Pron)?.span;
        let last =
            core.take_while(|t| t.pos != Pos::Punct || t.span.len() > 1).last().map_or(start, |t| t.span);
        let core = start.cover(last);
        Some(SourceLabel { phrase, core, words: core.of(&a.report.text).into() })
    };
    phrases.into_iter().filter_map(label).collect()
}

/// Letters that make a root, and the letters a word needs to have one beside its ending.
const ROOT: (usize, usize) = (4, 5);

fn root(norm: &str, pos: Pos) -> u32 {
    let content = matches!(pos, Pos::Noun | Pos::Verb | Pos::Adj | Pos::Adv | Pos::X);
    match norm.char_indices().nth(ROOT.0) {
        Some((end, _)) if content && norm.chars().count() >= ROOT.1 => hash(&norm[..end]),
        _ => 0,
    }
}

/// Letters that the piece of a compound has at least, and letters that it leaves over.
const PIECE: (usize, usize) = (4, 3);

fn pieces(tokens: &[Token]) -> Vec<u32> {
    let mut out = Vec::new();
    for norm in tokens.iter().filter(|t| t.pos == Pos::Noun).map(|t| t.norm.as_str()) {
        let letters = norm.chars().count();
        for (at, (i, _)) in norm.char_indices().enumerate().take(LONGEST) {
            if at >= PIECE.0 && letters - at >= PIECE.1 {
                out.push(hash(&norm[..i]));
            }
            if at >= PIECE.1 && letters - at >= PIECE.0 {
                out.push(hash(&norm[i..]));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A word's letters beyond this are not looked at.
const LONGEST: usize = 40;

/// 32-bit FNV-1a: fixed for ever, so digests can be stored.
pub fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
