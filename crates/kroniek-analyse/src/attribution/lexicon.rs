//! The words the layer works with: cues and their frames, function words, kinds of source.

use super::class::Classes;
use kroniek_lang::{Error, Pack, Phrases};
use kroniek_model::SourceKind;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::ops::{BitOr, BitOrAssign};

/// A set of grammatical roles that a word may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Role(pub(super) u32);

impl Role {
    pub(super) const NONE: Role = Role(0);
    /// Whether any role of `other` is among these.
    pub(super) const fn any(self, other: Role) -> bool {
        self.0 & other.0 != 0
    }
    /// These roles less those of `other`.
    pub(super) const fn without(self, other: Role) -> Role {
        Role(self.0 & !other.0)
    }
}

impl BitOr for Role {
    type Output = Role;
    fn bitor(self, other: Role) -> Role {
        Role(self.0 | other.0)
    }
}

impl BitOrAssign for Role {
    fn bitor_assign(&mut self, other: Role) {
        self.0 |= other.0;
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $bit:literal $code:literal),* $(,)?) => {
        impl Role {
            $($(#[$doc])* pub(super) const $name: Role = Role(1 << $bit);)*
            /// The role of its name in `lexicon/attribution/words.tsv`.
            fn from_code(code: &str) -> Option<Role> {
                match code { $($code => Some(Role::$name),)* _ => None }
            }
        }
    };
}
roles! {
    /// Opens a noun phrase.
    DETERMINER = 0 "determiner",
    /// A preposition that ends a noun phrase to its right ("during", "tijdens").
    PREPOSITION = 1 "preposition",
    /// A preposition that may continue a noun phrase ("of", "van").
    JOIN = 2 "join",
    /// Joins like to like ("and", "en").
    COORDINATOR = 3 "coordinator",
    /// Opens an adverbial clause.
    SUBORDINATOR = 4 "subordinator",
    /// "that", "dat".
    THAT = 5 "that",
    /// "to", "te", "om".
    TO = 6 "to",
    /// "who", "die".
    RELATIVE = 7 "relative",
    /// A pronoun that can be a subject.
    PRONOUN = 8 "pronoun",
    /// A pronoun of the first person.
    FIRST = 9 "first-person",
    /// A pronoun that cannot be a subject.
    OBLIQUE = 10 "oblique",
    /// "has", "heeft".
    HAVE = 11 "have",
    /// "is", "wordt".
    BE = 12 "be",
    /// "will", "zou".
    MODAL = 13 "modal",
    /// "not", "niet".
    NEGATION = 14 "negation",
    /// An adverb that may stand between subject and verb, or between cue and content.
    ADVERB = 15 "adverb",
    /// "by", "door".
    BY = 16 "by",
    /// "whether", "what", "hoe".
    QUESTION = 17 "question",
    /// A finite verb of daily use that is not a cue; needed where word classes are not known.
    VERB = 18 "verb",
    /// "it", "er", "het": may open an impersonal clause.
    IMPERSONAL = 19 "impersonal",
    /// A preposition before the person spoken to ("tegen", "to").
    ADDRESSEE = 20 "addressee",
    /// Ends the content of what was said ("while", "terwijl").
    BREAK = 21 "break",
    /// Hearsay modal ("zou").
    HEARSAY = 22 "hearsay",
    /// Auxiliary of the perfect as an infinitive ("hebben", "zijn").
    PERFECT = 23 "perfect",
    /// A pronoun for a female person.
    FEMALE = 24 "female",
    /// A pronoun for a male person.
    MALE = 25 "male",
    /// A pronoun for several.
    PLURAL = 26 "plural",
    /// Keeps a hearsay modal from being hearsay ("kunnen", "als").
    UNREAL = 27 "unreal",
    /// Auxiliary of the passive as an infinitive ("worden").
    PASSIVE = 28 "passive",
    /// "from", "van": names who told.
    FROM = 29 "from",
}

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Forms {
    pub(super) finite: bool,
    pub(super) participle: bool,
    pub(super) infinitive: bool,
    pub(super) ing: bool,
}

/// What may follow or precede a cue. Each flag is a letter of the column `frames`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Frames {
    /// `c`: a clause with a conjunction.
    pub(super) clause: bool,
    /// `z`: a clause without one.
    pub(super) bare: bool,
    /// `q`: a quotation.
    pub(super) quotation: bool,
    /// `n`: a noun phrase.
    pub(super) noun: bool,
    /// `i`: an infinitive.
    pub(super) infinitive: bool,
    /// `o`: somebody is addressed first.
    pub(super) object: bool,
    /// `t`: stands after what is said, also without quotation marks.
    pub(super) trailing: bool,
    /// `w`: a dependent question.
    pub(super) question: bool,
    /// `f`: the subject only heard it, from whom "from" names.
    pub(super) from: bool,
    /// `l`: the last speaker goes on ("klonk het").
    pub(super) last: bool,
    /// `p`: reports without a speaker in the passive ("is expected to").
    pub(super) passive: bool,
    /// `d`: whoever says it in the present tense does it by saying so ("declare").
    pub(super) declares: bool,
}

/// A reporting verb.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    pub(super) class: SmolStr,
    pub(super) frames: Frames,
    /// The particle that a split verb needs further on ("kondigde … aan").
    pub(super) particle: Option<SmolStr>,
}

/// How a fixed phrase reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PhraseKind {
    /// A source follows; the content stands after or around ("volgens").
    According,
    /// A source follows; the content stands before ("aldus").
    Closing,
    /// No source ("naar verluidt", "reportedly").
    Hearsay,
    /// A clause with a conjunction follows and there is no source ("men neemt aan").
    Impersonal,
}

/// A fixed phrase that reports.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) class: SmolStr,
    pub(super) kind: PhraseKind,
}

/// A cue word in one of its forms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) cue: u32,
    pub(super) forms: Forms,
}

/// All words of the layer for one language.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    pub(super) cues: Vec<Cue>,
    forms: FxHashMap<SmolStr, Vec<Form>>,
    pub(super) phrases: Phrases<Phrase>,
    roles: FxHashMap<SmolStr, Role>,
    /// Words after which a source names whom it leans on ("citing").
    pub(super) leans: Phrases<()>,
    pub(super) nouns: FxHashMap<SmolStr, SmolStr>,
    kinds: FxHashMap<SmolStr, SourceKind>,
    pub(super) classes: Classes,
    pub(super) contractions: Vec<SmolStr>,
    not_sources: FxHashSet<SmolStr>,
    also_nouns: FxHashSet<SmolStr>,
}

impl Lexicon {
    pub(super) fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let classes = Classes::compile(common)?;
        let mut lexicon = Lexicon {
            cues: Vec::new(),
            forms: FxHashMap::default(),
            phrases: Phrases::default(),
            roles: FxHashMap::default(),
            leans: Phrases::default(),
            nouns: FxHashMap::default(),
            kinds: FxHashMap::default(),
            classes,
            contractions: Vec::new(),
            not_sources: FxHashSet::default(),
            also_nouns: FxHashSet::default(),
        };
        lexicon.read_cues(pack)?;
        lexicon.read_phrases(pack)?;
        for row in pack.table("attribution/words").rows() {
            let code = row.key();
            if code == "contraction" {
                lexicon.contractions.extend(row.get("words")?.split_whitespace().map(SmolStr::new));
                continue;
            }
            if code == "also-noun" {
                lexicon.also_nouns.extend(row.get("words")?.split_whitespace().map(SmolStr::new));
                continue;
            }
            let role = Role::from_code(code).ok_or_else(|| {
                row.error(format!("role {code} found, one of those in attribution/lexicon.rs expected"))
            })?;
            for word in row.get("words")?.split_whitespace() {
                *lexicon.roles.entry(SmolStr::new(word)).or_default() |= role;
            }
        }
        for row in pack.table("attribution/chains").rows() {
            for phrase in row.key().split('|') {
                lexicon.leans.insert(phrase.trim(), ());
            }
        }
        for row in pack.table("attribution/sources").rows() {
            if row.key() == "none" {
                lexicon.not_sources.extend(row.get("words")?.split_whitespace().map(SmolStr::new));
                continue;
            }
            let kind = source_kind(row.key())
                .ok_or_else(|| row.error(format!("kind {} found, a kind of source expected", row.key())))?;
            for word in row.get("words")?.split_whitespace() {
                lexicon.kinds.insert(SmolStr::new(word), kind);
            }
        }
        Ok(lexicon)
    }

    fn read_cues(&mut self, pack: &Pack) -> Result<(), Error> {
        for row in pack.table("attribution/cues").rows() {
            let class = SmolStr::new(row.get("class")?);
            if !self.classes.has(&class) {
                return Err(row.error(format!(
                    "class {class} found, one of lang/common/lexicon/attribution/classes.tsv expected"
                )));
            }
            let cue = self.cues.len() as u32;
            let frames = frames(row.get("frames")?);
            let particle = Some(row.get("particle")?).filter(|p| !p.is_empty()).map(SmolStr::new);
            self.cues.push(Cue { class, frames, particle });
            let columns = ["finite", "participle", "infinitive", "ing"];
            for (k, column) in columns.into_iter().enumerate() {
                for word in row.get(column)?.split_whitespace() {
                    self.add_form(word, cue, k);
                }
            }
        }
        for row in pack.table("attribution/nouns").rows() {
            for word in row.get("words")?.split_whitespace() {
                self.nouns.insert(SmolStr::new(word), SmolStr::new(row.key()));
            }
        }
        Ok(())
    }

    fn add_form(&mut self, word: &str, cue: u32, column: usize) {
        let list = self.forms.entry(SmolStr::new(word)).or_default();
        let at = list.iter().position(|f| f.cue == cue).unwrap_or_else(|| {
            list.push(Form { cue, forms: Forms::default() });
            list.len() - 1
        });
        let forms = &mut list[at].forms;
        *[&mut forms.finite, &mut forms.participle, &mut forms.infinitive, &mut forms.ing][column] = true;
    }

    fn read_phrases(&mut self, pack: &Pack) -> Result<(), Error> {
        for row in pack.table("attribution/phrases").rows() {
            let kind = match row.get("kind")? {
                "according" => PhraseKind::According,
                "closing" => PhraseKind::Closing,
                "hearsay" => PhraseKind::Hearsay,
                "impersonal" => PhraseKind::Impersonal,
                other => {
                    return Err(row.error(format!(
                        "kind {other} found, according, closing, hearsay or impersonal expected"
                    )));
                }
            };
            let class = SmolStr::new(row.get("class")?);
            if !self.classes.has(&class) {
                return Err(row.error(format!(
                    "class {class} found, one of lang/common/lexicon/attribution/classes.tsv expected"
                )));
            }
            for phrase in row.key().split('|') {
                self.phrases.insert(phrase.trim(), Phrase { class: class.clone(), kind });
            }
        }
        Ok(())
    }

    /// The cue verbs that a folded word can be a form of.
    pub(super) fn forms(&self, norm: &str) -> &[Form] {
        self.forms.get(norm).map_or(&[], Vec::as_slice)
    }

    pub(super) fn role(&self, norm: &str) -> Role {
        self.roles.get(norm).copied().unwrap_or_default()
    }

    pub(super) fn kind(&self, norm: &str) -> Option<SourceKind> {
        self.kinds.get(norm).copied()
    }

    /// Whether a cue's form is a noun as well ("claims", "orders").
    pub(super) fn is_noun(&self, norm: &str) -> bool {
        self.also_nouns.contains(norm) || self.nouns.contains_key(norm)
    }

    /// Whether a noun after "according to" names a yardstick, not somebody who speaks ("plan", "method").
    pub(super) fn no_source(&self, norm: &str) -> bool {
        self.not_sources.contains(norm)
    }
}

fn frames(letters: &str) -> Frames {
    let has = |c: char| letters.contains(c);
    Frames {
        clause: has('c'),
        bare: has('z'),
        quotation: has('q'),
        noun: has('n'),
        infinitive: has('i'),
        object: has('o'),
        trailing: has('t'),
        question: has('w'),
        from: has('f'),
        last: has('l'),
        passive: has('p'),
        declares: has('d'),
    }
}

fn source_kind(code: &str) -> Option<SourceKind> {
    use SourceKind::*;
    [NamedPerson, Organisation, Document, Medium, UnnamedOfficial, Anonymous, Collective]
        .into_iter()
        .find(|k| k.code() == code)
}

impl std::ops::BitAnd for Role {
    type Output = Role;
    fn bitand(self, other: Role) -> Role {
        Role(self.0 & other.0)
    }
}
