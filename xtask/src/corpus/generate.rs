//! Synthetic reports: sentences of written ones with names and figures of their own, in stories of a few reports each,
//! some of them copies of one another. The same number gives the same reports.

/// A report that nobody wrote.
#[derive(Debug, Clone)]
pub(crate) struct Synthetic {
    /// `g` and its number.
    pub(crate) id: String,
    /// Language code.
    pub(crate) language: String,
    /// Headline.
    pub(crate) title: String,
    /// Paper.
    pub(crate) publisher: String,
    /// Day of publication, `YYYY-MM-DD`.
    pub(crate) published: String,
    /// Running text.
    pub(crate) text: String,
}

/// Reports of a story.
const STORY: u64 = 8;
/// Of so many reports one is an edited copy of the one before it.
const COPY: u64 = 6;

/// The first `n` reports made from `texts` (language, text).
pub(crate) fn reports(texts: &[(String, String)], n: u64) -> Vec<Synthetic> {
    let sentences: Vec<(String, Vec<String>)> =
        texts.iter().map(|(language, text)| (language.clone(), sentences(text))).collect();
    let usable: Vec<&(String, Vec<String>)> = sentences.iter().filter(|s| s.1.len() >= 4).collect();
    let mut out: Vec<Synthetic> = Vec::new();
    if usable.is_empty() {
        return out;
    }
    for i in 0..n {
        let story = i / STORY;
        let mut dice = Dice(i.wrapping_mul(0x9e37_79b9).wrapping_add(7));
        let (language, pool) = usable[(story as usize).wrapping_mul(7) % usable.len()];
        let copied = i % STORY != 0 && dice.below(COPY) == 0;
        let text = match out.last().filter(|_| copied) {
            Some(before) => edited(&before.text, &mut dice),
            None => {
                let mut chosen = Vec::new();
                for _ in 0..8 {
                    let sentence = &pool[dice.below(pool.len() as u64) as usize];
                    chosen.push(retold(sentence, story, &mut dice));
                }
                chosen.join(" ")
            }
        };
        let day = story / 40 % 3650 + dice.below(6);
        out.push(Synthetic {
            id: format!("g{i:08}"),
            language: language.clone(),
            title: retold(&pool[story as usize % pool.len()], story, &mut dice),
            publisher: format!("{} {}", name(i % 211, 1), name(i % 31, 2)),
            published: date(day),
            text,
        });
    }
    out
}

/// A small generator of numbers (SplitMix64), the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let h = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        h ^ (h >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
}

fn sentences(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|l| l.len() > 60);
    let parts = lines.flat_map(|l| l.split_inclusive(". ")).map(str::trim);
    parts.filter(|s| s.split_whitespace().count() >= 6).map(str::to_owned).collect()
}

/// A sentence with names of the story's own, and figures near those that stood there.
fn retold(sentence: &str, story: u64, dice: &mut Dice) -> String {
    let word = |(i, w): (usize, &str)| {
        let core = w.trim_matches(|c: char| !c.is_alphanumeric());
        let first = core.chars().next().unwrap_or(' ');
        if i > 0 && first.is_uppercase() && core.chars().count() > 3 {
            let seed = core.bytes().fold(story, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b)));
            return w.replace(core, &name(seed, 2));
        }
        match core.parse::<u64>() {
            Ok(n) if n > 4 => w.replace(core, &(n + dice.below(3)).to_string()),
            _ => w.to_owned(),
        }
    };
    sentence.split_whitespace().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// A text with a word of every twenty left out.
fn edited(text: &str, dice: &mut Dice) -> String {
    text.split_whitespace().filter(|_| dice.below(20) != 0).collect::<Vec<_>>().join(" ")
}

fn name(seed: u64, syllables: u32) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "dor", "mel", "ri", "sten", "vo", "kar", "lin", "hu", "gat", "pe", "zan", "tor", "wi", "nes",
        "fal", "mo", "ker", "du", "lat", "so", "ven", "ra", "bil",
    ];
    let mut dice = Dice(seed);
    let word: String = (0..=syllables).map(|_| SYLLABLES[dice.below(24) as usize]).collect();
    word[..1].to_uppercase() + &word[1..]
}

/// The day that lies so many days after 1 January 2015, by months of 28 days: every date exists.
fn date(day: u64) -> String {
    let (year, rest) = (2015 + day / 336, day % 336);
    format!("{year:04}-{:02}-{:02}", rest / 28 + 1, rest % 28 + 1)
}
