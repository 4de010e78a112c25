//! Words around and inside names: titles, roles, particles, words for companies and places.

use kroniek_lang::{Error, Pack, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// What a word does beside or inside a name, as a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uses(pub u16);

impl Uses {
    /// Comes before a person's name.
    pub const TITLE: Uses = Uses(1);
    /// What somebody is; also stands for a person.
    pub const ROLE: Uses = Uses(2);
    /// What an organisation or a place is; stands for one.
    pub const GROUP: Uses = Uses(4);
    /// Stands inside surnames.
    pub const PARTICLE: Uses = Uses(8);
    /// Stands inside names of organisations.
    pub const ORGANISATION: Uses = Uses(16);
    /// Ends the name of a company.
    pub const LEGAL: Uses = Uses(32);
    /// Stands inside names of places.
    pub const PLACE: Uses = Uses(64);
    /// Stands inside names of events, laws and treaties.
    pub const EVENT: Uses = Uses(128);
    /// A preposition before places.
    pub const AT: Uses = Uses(256);
    /// May stand inside a longer name.
    pub const LINK: Uses = Uses(512);
    /// A month, a weekday: never a name.
    pub const CALENDAR: Uses = Uses(1024);
    /// A personal or possessive pronoun.
    pub const PRONOUN: Uses = Uses(2048);
    /// An article or demonstrative.
    pub const ARTICLE: Uses = Uses(4096);

    /// Belongs to reports on sport, where towns are clubs.
    pub const SPORT: Uses = Uses(8192);
    /// Belongs to reports on companies and markets.
    pub const BUSINESS: Uses = Uses(16384);

    /// How many uses there are.
    pub const COUNT: u32 = 15;

    const NAMES: [(&str, Uses); 15] = [
        ("title", Uses::TITLE),
        ("role", Uses::ROLE),
        ("group", Uses::GROUP),
        ("particle", Uses::PARTICLE),
        ("organisation", Uses::ORGANISATION),
        ("legal", Uses::LEGAL),
        ("place", Uses::PLACE),
        ("event", Uses::EVENT),
        ("at", Uses::AT),
        ("link", Uses::LINK),
        ("calendar", Uses::CALENDAR),
        ("pronoun", Uses::PRONOUN),
        ("article", Uses::ARTICLE),
        ("sport", Uses::SPORT),
        ("business", Uses::BUSINESS),
    ];

    /// Whether any use of `other` is in the set.
    pub const fn any(self, other: Uses) -> bool {
        self.0 & other.0 != 0
    }
}

/// Grammatical or natural sex, as far as a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Sex {
    /// The word does not tell.
    #[default]
    Unknown,
    /// A man.
    Male,
    /// A woman.
    Female,
    /// A thing.
    Neuter,
}

/// What is known of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Word {
    /// What it does.
    pub uses: Uses,
    /// The sex it tells of.
    pub sex: Sex,
    /// Whether it is about more than one; `None` where it does not tell.
    pub plural: Option<bool>,
}

/// The context words of one language, and the sex of first names.
#[derive(Debug, Default)]
pub struct Context {
    words: FxHashMap<SmolStr, Word>,
    first_names: FxHashMap<SmolStr, Sex>,
    name_articles: FxHashSet<SmolStr>,
}

impl Context {
    /// Reads `name/context` and the first names.
    ///
    /// # Errors
    /// If a row has a class, sex or number that does not exist.
    pub fn compile(common: &Pack, pack: &Pack) -> Result<Self, Error> {
        let mut c = Context::default();
        for row in pack.table("name/context").rows() {
            let class = row.get("class")?;
            let Some((_, uses)) = Uses::NAMES.iter().find(|(n, _)| *n == class) else {
                return Err(row.error(format!("no class {class}; see the table's head")));
            };
            let word = c.words.entry(fold(row.key())).or_default();
            word.uses.0 |= uses.0;
            match sex(row.get("sex")?) {
                None => return Err(row.error("sex is m, f, n or empty")),
                Some(Sex::Unknown) => {}
                Some(s) => word.sex = s,
            }
            match row.get("number")? {
                "s" => word.plural = Some(false),
                "p" => word.plural = Some(true),
                "" => {}
                other => return Err(row.error(format!("number is s, p or empty, found {other}"))),
            }
        }
        for row in common.table("name/first-names").rows() {
            if let Some(s @ (Sex::Male | Sex::Female)) = sex(row.get("sex")?) {
                c.first_names.insert(fold(row.key()), s);
            }
        }
        c.name_articles = common.table("name/articles").rows().map(|r| fold(r.key())).collect();
        Ok(c)
    }

    /// What is known of a folded word.
    pub fn word(&self, norm: &str) -> Word {
        match self.words.get(norm) {
            Some(word) => *word,
            None => norm.strip_suffix('.').and_then(|w| self.words.get(w)).copied().unwrap_or_default(),
        }
    }

    /// Whether a folded word is an article inside names ("al-Masri"), which some spellings leave out.
    pub fn is_name_article(&self, norm: &str) -> bool {
        self.name_articles.contains(norm)
    }

    /// The sex that a folded first name tells of.
    pub fn sex_of_first_name(&self, norm: &str) -> Sex {
        self.first_names.get(norm).copied().unwrap_or_default()
    }
}

fn sex(code: &str) -> Option<Sex> {
    Some(match code {
        "" => Sex::Unknown,
        "m" => Sex::Male,
        "f" => Sex::Female,
        "n" => Sex::Neuter,
        _ => return None,
    })
}
