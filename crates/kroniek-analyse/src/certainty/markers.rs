//! The words that change how a clause is read, from `lexicon/certainty/markers.tsv`.

use kroniek_lang::{Error, Pack, Phrases};

/// What a word or phrase does to the clause it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// "not", "geen".
    Negative,
    /// "may", "misschien".
    Possible,
    /// "can", "kunnen": epistemic only with a perfect infinitive or together with a conditional.
    Can,
    /// A [`Mark::Can`] that turned out to say what somebody is able to do.
    Ability,
    /// "likely", "vermoedelijk".
    Probable,
    /// Leaves it open: "unclear".
    Open,
    /// "would", "zou": future in the past, condition or hearsay; the layer that asks decides.
    Would,
    /// "reportedly", "naar verluidt".
    Hearsay,
    /// "will", "zal".
    Future,
    /// "plans", "wil": somebody intends it.
    Intended,
    /// "expected", "naar verwachting".
    Expected,
    /// "if", "tenzij".
    Condition,
    /// "whether", a question mark.
    Question,
    /// "must", "moet": an obligation, so it lies ahead.
    Duty,
    /// Auxiliary of the perfect in the infinitive, where a conditional with it is hearsay: "hebben", "zijn". No mark of
    /// its own.
    Perfect,
    /// "wordt", "is being": a participle beside it does not tell of the past. No mark of its own.
    Ongoing,
    /// "of": a question only where it opens a subordinate clause; elsewhere it means "or". No mark of its own.
    Whether,
    /// "should": advice, so it lies ahead and is left open.
    Advice,
    /// "gaat": lies ahead with an infinitive in its clause. No mark of its own.
    Go,
    /// "the": what it names is mostly taken for granted. No mark of its own.
    Definite,
    /// "dat", "that": opens a clause that its clause above may cast doubt on. No mark of its own.
    Content,
    /// "cancelled", "geannuleerde": beside a noun it says that what the noun names does not come about; a clause with
    /// it is none the less so. No mark of its own.
    Void,
    /// "originally", "oorspronkelijk": what was foreseen then has not come about as foreseen.
    Former,
    /// Looks like a marker and is none ("due to"). No mark of its own.
    Plain,
    /// The same where a conditional with it tells what did not come about: "have". No mark of its own.
    Unreal,
}

impl Mark {
    fn from_code(code: &str) -> Option<Mark> {
        Some(match code {
            "negative" => Mark::Negative,
            "possible" => Mark::Possible,
            "can" => Mark::Can,
            "probable" => Mark::Probable,
            "open" => Mark::Open,
            "would" => Mark::Would,
            "hearsay" => Mark::Hearsay,
            "future" => Mark::Future,
            "intended" => Mark::Intended,
            "expected" => Mark::Expected,
            "condition" => Mark::Condition,
            "question" => Mark::Question,
            "duty" => Mark::Duty,
            "perfect" => Mark::Perfect,
            "unreal" => Mark::Unreal,
            "whether" => Mark::Whether,
            "ongoing" => Mark::Ongoing,
            "advice" => Mark::Advice,
            "go" => Mark::Go,
            "definite" => Mark::Definite,
            "content" => Mark::Content,
            "void" => Mark::Void,
            "former" => Mark::Former,
            "plain" => Mark::Plain,
            _ => return None,
        })
    }
}

/// All markers of a language.
#[derive(Debug, Clone)]
pub(super) struct Markers(Phrases<Mark>);

impl Markers {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let mut phrases = Phrases::default();
        for row in pack.table("certainty/markers").rows() {
            let code = row.get("mark")?;
            let mark = Mark::from_code(code).ok_or_else(|| {
                row.error(format!("mark {code} found, one of those in certainty/markers.rs expected"))
            })?;
            for phrase in row.key().split('|') {
                phrases.insert(phrase.trim(), mark);
            }
        }
        Ok(Markers(phrases))
    }

    pub(super) fn longest_at<'w>(
        &self,
        at: usize,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(usize, Mark)> {
        self.0.longest_at(at, word).map(|(n, &m)| (n, m))
    }

    pub(super) fn is_perfect(&self, norm: &str) -> bool {
        matches!(self.of_word(norm), Some(Mark::Perfect | Mark::Unreal))
    }

    /// The mark of a single word.
    pub(super) fn of_word(&self, norm: &str) -> Option<Mark> {
        self.0.word(norm).copied()
    }
}
