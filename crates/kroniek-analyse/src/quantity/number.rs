//! Numbers in figures and words, in the parts that a pack lists.

use super::piece::{Kind, Piece, PieceTable};
use kroniek_lang::{Error, Pack};
use kroniek_model::Modifier;
use smol_str::SmolStr;

/// How a word builds a number; see `lexicon/quantity/number.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    Digit,
    Ten,
    Hundred,
    Scale,
    Suffix,
    Joiner,
    Article,
    Group,
    Fraction,
    Share,
    Multiplier,
    Few,
    Vague,
}

/// A word that builds numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    value: f64,
    kind: PartKind,
    modifier: Option<Modifier>,
}

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Plain,
    Fraction,
    Vague,
}

/// A number in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    /// One past its last piece.
    pub(super) end: usize,
    pub(super) sort: Sort,
    /// The product of its scale words; 1 without one.
    pub(super) scale: f64,
    pub(super) modifier: Option<Modifier>,
    /// Whether it is written in figures.
    pub(super) figures: bool,
    /// Figures without separators or decimals, as years and product numbers are.
    pub(super) bare: bool,
    /// An article is all that makes it a number ("a dozen").
    pub(super) article: bool,
}

const NOTHING: Number = Number {
    value: 0.0,
    end: 0,
    sort: Sort::Plain,
    scale: 1.0,
    modifier: None,
    figures: false,
    bare: false,
    article: false,
};

/// The number words and separators of one language.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    words: PieceTable<Part>,
    parts: Vec<(SmolStr, Part)>,
    decimal: char,
    thousands: char,
}

impl Numbers {
    pub(super) fn compile(pack: &Pack) -> Result<Self, Error> {
        let (mut words, mut parts) = (PieceTable::default(), Vec::new());
        for row in pack.table("quantity/number").rows() {
            let value =
                row.get("value")?.parse().map_err(|_| row.error("a number was expected under value"))?;
            let kind = match row.get("kind")? {
                "digit" => PartKind::Digit,
                "ten" => PartKind::Ten,
                "hundred" => PartKind::Hundred,
                "scale" => PartKind::Scale,
                "suffix" => PartKind::Suffix,
                "joiner" => PartKind::Joiner,
                "article" => PartKind::Article,
                "group" => PartKind::Group,
                "fraction" => PartKind::Fraction,
                "share" => PartKind::Share,
                "multiplier" => PartKind::Multiplier,
                "few" => PartKind::Few,
                "vague" => PartKind::Vague,
                other => return Err(row.error(format!("{other} is not a kind of number word"))),
            };
            let modifier = super::bound::modifier(&row, row.get("modifier")?)?;
            let part = Part { value, kind, modifier };
            words.insert(row.key(), part);
            if matches!(
                kind,
                PartKind::Digit | PartKind::Ten | PartKind::Hundred | PartKind::Scale | PartKind::Joiner
            ) || kind == PartKind::Multiplier
            {
                parts.push((SmolStr::new(row.key()), part));
            }
        }
        // Longest first, so that "veertien" is not read as "veer" and "tien".
        parts.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let m = pack.manifest();
        Ok(Numbers { words, parts, decimal: m.decimal, thousands: m.thousands })
    }

    fn part(&self, p: &[Piece], at: usize, kinds: &[PartKind]) -> Option<(usize, Part)> {
        self.words.at(p, at, |x| kinds.contains(&x.kind)).map(|(n, x)| (n, *x))
    }

    /// The number that begins at piece `at`. `money`: a currency stands before it, so "m" means million.
    pub(super) fn at(&self, p: &[Piece], at: usize, money: bool) -> Option<Number> {
        let number = match p.get(at)?.kind {
            Kind::Figures => self.in_figures(p, at, money),
            Kind::Word => self.in_words(p, at),
            Kind::Sign => None,
        }?;
        (number.value.is_finite() && number.value < 1e18).then_some(number)
    }

    /// The article at piece `at`, read as one.
    pub(super) fn article_at(&self, p: &[Piece], at: usize) -> Option<Number> {
        let (len, part) = self.part(p, at, &[PartKind::Article])?;
        Some(Number { value: part.value, end: at + len, article: true, ..NOTHING })
    }

    fn in_figures(&self, p: &[Piece], at: usize, money: bool) -> Option<Number> {
        let text = p[at].norm.as_str();
        let bare = text.bytes().all(|b| b.is_ascii_digit());
        let mut n = Number { value: self.figures(text)?, end: at + 1, figures: true, bare, ..NOTHING };
        if p.get(n.end).is_some_and(|x| x.glued && x.kind == Kind::Figures) {
            n.value += self.figures(&p[n.end].norm).filter(|v| *v < 1.0)?;
            n.end += 1;
        }
        // "67,-"
        let sign = |k: usize, s: &str| p.get(k).is_some_and(|x| x.glued && x.norm == s);
        if sign(n.end, ",") && (sign(n.end + 1, "-") || sign(n.end + 1, "–")) {
            n.end += 2;
        }
        if p.get(n.end).is_some_and(|x| x.glued && x.kind == Kind::Word) {
            let suffix = self.part(p, n.end, &[PartKind::Suffix, PartKind::Scale]);
            if let Some((len, part)) =
                suffix.filter(|(_, x)| x.kind == PartKind::Scale || money || p[n.end].norm != "m")
            {
                n.value *= part.value;
                n.scale *= part.value;
                n.end += len;
            }
        }
        self.scales(p, &mut n);
        self.fraction(p, n)
    }

    /// Scale words after a number, also joined by a hyphen ("1.75-billion").
    fn scales(&self, p: &[Piece], n: &mut Number) {
        loop {
            let hyphen = usize::from(p.get(n.end).is_some_and(|x| x.norm == "-" && x.glued));
            let Some((len, part)) = self.part(p, n.end + hyphen, &[PartKind::Scale, PartKind::Group]) else {
                return;
            };
            n.value *= part.value;
            n.scale *= part.value;
            n.bare = false;
            n.end += hyphen + len;
        }
    }

    /// The denominator after a numerator ("two-thirds"), or the halves after a whole ("two and a half").
    fn fraction(&self, p: &[Piece], mut n: Number) -> Option<Number> {
        let hyphen = usize::from(p.get(n.end).is_some_and(|x| x.norm == "-"));
        if let Some((len, part)) = self.part(p, n.end + hyphen, &[PartKind::Fraction]) {
            let value = n.value * part.value;
            if n.scale == 1.0 && n.value >= 1.0 && value <= 1.0 {
                return Some(Number {
                    value,
                    end: n.end + hyphen + len,
                    sort: Sort::Fraction,
                    bare: false,
                    ..n
                });
            }
        }
        let half = self.part(p, n.end, &[PartKind::Joiner]).and_then(|(a, _)| {
            let (b, _) = self.part(p, n.end + a, &[PartKind::Article])?;
            let (c, part) =
                self.part(p, n.end + a + b, &[PartKind::Share, PartKind::Multiplier, PartKind::Fraction])?;
            Some((a + b + c, part.value))
        });
        if let Some((len, value)) = half.filter(|_| n.scale == 1.0) {
            n.value += value;
            n.end += len;
            n.bare = false;
            self.scales(p, &mut n);
        }
        Some(n)
    }

    /// The value of figures with separators; `None` where they are no number (versions, dates) or too long for one.
    fn figures(&self, text: &str) -> Option<f64> {
        match text {
            "½" => return Some(0.5),
            "¼" => return Some(0.25),
            "¾" => return Some(0.75),
            _ => {}
        }
        if text.bytes().filter(u8::is_ascii_digit).count() > 18 {
            return None;
        }
        let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
        let separators: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
        let last = *separators.last().unwrap_or(&self.thousands);
        let threes = |g: &[&str]| g[0].len() <= 3 && g[0] != "0" && g[1..].iter().all(|x| x.len() == 3);
        let same = separators.iter().all(|&c| c == last);
        let text: String = if separators.is_empty() {
            if groups[0].len() > 1 && groups[0].starts_with('0') {
                return None;
            }
            groups[0].to_owned()
        } else if same && threes(&groups) && (last != self.decimal || separators.len() > 1) {
            groups.concat()
        } else if separators.len() == 1 && matches!(last, '.' | ',') {
            format!("{}.{}", groups[0], groups[1])
        } else if last == self.decimal || matches!(last, '.' | ',') {
            let (whole, decimals) = groups.split_at(groups.len() - 1);
            let inner = &separators[..separators.len() - 1];
            if !threes(whole) || inner.contains(&last) {
                return None;
            }
            format!("{}.{}", whole.concat(), decimals[0])
        } else {
            return None;
        };
        text.parse().ok()
    }

    fn in_words(&self, p: &[Piece], at: usize) -> Option<Number> {
        let n = Number { end: at, ..NOTHING };
        let article = self.part(p, at, &[PartKind::Article]).map_or(0, |(len, _)| len);
        self.vague(p, at, article, n)
            .or_else(|| self.share(p, at, article, n))
            .or_else(|| self.multiplied(p, at, article, n))
            .or_else(|| self.of_article(p, at, article, n))
            .or_else(|| self.counted_out(p, at, n))
    }

    /// "honderden", "enkele tientallen", "a few hundred million".
    fn vague(&self, p: &[Piece], at: usize, article: usize, mut n: Number) -> Option<Number> {
        let few = self.part(p, at + article, &[PartKind::Few]).map(|(len, _)| article + len);
        let kinds: &[PartKind] = if few.is_some() {
            &[PartKind::Vague, PartKind::Hundred, PartKind::Scale, PartKind::Group]
        } else {
            &[PartKind::Vague]
        };
        n.end = at + few.unwrap_or(0);
        let (len, first) = self.part(p, n.end, kinds)?;
        n.value = first.value;
        n.end += len;
        while let Some((len, part)) = self.part(p, n.end, &[PartKind::Vague, PartKind::Scale]) {
            n.value *= part.value;
            n.end += len;
        }
        Some(Number { sort: Sort::Vague, modifier: Some(Modifier::Vague), ..n })
    }

    /// "de helft", "a third", "driekwart".
    fn share(&self, p: &[Piece], at: usize, article: usize, mut n: Number) -> Option<Number> {
        let kinds: &[PartKind] =
            if article > 0 { &[PartKind::Fraction, PartKind::Share] } else { &[PartKind::Share] };
        let (len, part) = self.part(p, at + article, kinds)?;
        n.end = at + article + len;
        // "half a million"
        if self.part(p, n.end, &[PartKind::Article]).is_some_and(|(a, _)| {
            self.part(p, n.end + a, &[PartKind::Scale, PartKind::Hundred, PartKind::Group]).is_some()
        }) {
            return None;
        }
        let article = article > 0 && part.kind == PartKind::Fraction;
        Some(Number { value: part.value, sort: Sort::Fraction, article, ..n })
    }

    /// "anderhalf miljoen", "een half miljoen", "half a million".
    fn multiplied(&self, p: &[Piece], at: usize, article: usize, mut n: Number) -> Option<Number> {
        let (len, part) = self.part(p, at + article, &[PartKind::Multiplier])?;
        n.value = part.value;
        n.end = at + article + len;
        let between = self.part(p, n.end, &[PartKind::Article]).map_or(0, |(len, _)| len);
        let scaled = self.part(p, n.end + between, &[PartKind::Scale, PartKind::Group]).is_some();
        if scaled {
            n.end += between;
            self.scales(p, &mut n);
        }
        // A half of something else than a number is left to units ("een halve kilometer").
        Some(Number { article: !scaled && part.value < 1.0, ..n })
    }

    /// "a hundred", "een dozijn", "a million".
    fn of_article(&self, p: &[Piece], at: usize, article: usize, mut n: Number) -> Option<Number> {
        let kinds = &[PartKind::Hundred, PartKind::Scale, PartKind::Group];
        let (len, part) = (article > 0).then(|| self.part(p, at + article, kinds)).flatten()?;
        n = Number {
            value: part.value,
            scale: part.value,
            end: at + article + len,
            modifier: part.modifier,
            ..n
        };
        self.scales(p, &mut n);
        Some(n)
    }

    /// "vijfhonderd", "twenty-five thousand", "five hundred and twenty".
    fn counted_out(&self, p: &[Piece], at: usize, mut n: Number) -> Option<Number> {
        let mut sum = Sum::default();
        let mut last_joiner = None;
        let mut k = at;
        while let Some(x) = p.get(k) {
            if k > at && x.norm == "-" && x.glued && p.get(k + 1).is_some_and(|y| y.glued) && sum.tens() {
                k += 1;
                continue;
            }
            if k > at
                && let Some((len, _)) = self.part(p, k, &[PartKind::Joiner])
                && sum.whole_hundreds()
                && x.glued == p[k - 1].glued
            {
                last_joiner = Some(k);
                k += len;
                continue;
            }
            let Some(parts) = self.segment(x) else { break };
            let mut next = sum;
            if last_joiner.is_some() && parts.first().is_some_and(|y| y.value >= 100.0) {
                break;
            }
            if !parts.iter().all(|part| next.add(*part)) {
                break;
            }
            sum = next;
            last_joiner = None;
            k += 1;
            n.end = k;
        }
        if n.end == at {
            // A group alone needs no article after its noun is named ("dozen of").
            return None;
        }
        n.value = sum.total();
        n.scale = sum.scale;
        self.scales(p, &mut n);
        self.fraction(p, n)
    }

    /// The number parts that a word is made of; `None` for other words.
    fn segment(&self, piece: &Piece) -> Option<Vec<Part>> {
        let word = piece.norm.as_str();
        if piece.kind != Kind::Word || word.len() > 80 {
            return None;
        }
        // best[i]: the part that ends a reading of the first i bytes.
        let mut best: Vec<Option<(usize, Part)>> = vec![None; word.len() + 1];
        for from in 0..word.len() {
            if from > 0 && best[from].is_none() {
                continue;
            }
            for (key, part) in &self.parts {
                let to = from + key.len();
                let fits = word[from..].starts_with(key.as_str()) && best[to].is_none();
                let alone = matches!(part.kind, PartKind::Joiner | PartKind::Multiplier);
                if fits && (!alone || from > 0 && (to < word.len() || part.kind == PartKind::Multiplier)) {
                    best[to] = Some((from, *part));
                }
            }
            if from == 0 && best.iter().all(Option::is_none) {
                return None;
            }
        }
        let mut parts = Vec::new();
        let mut at = word.len();
        while at > 0 {
            let (from, part) = best[at]?;
            parts.push(part);
            at = from;
        }
        parts.reverse();
        Some(parts)
    }
}

/// A number as its parts come in.
#[derive(Debug, Clone, Copy)]
struct Sum {
    total: f64,
    current: f64,
    scale: f64,
    joined: bool,
    begun: bool,
}

impl Default for Sum {
    fn default() -> Self {
        Sum { total: 0.0, current: 0.0, scale: 1.0, joined: false, begun: false }
    }
}

impl Sum {
    fn total(self) -> f64 {
        self.total + self.current
    }

    fn tens(self) -> bool {
        self.current >= 20.0 && self.current % 10.0 == 0.0
    }

    fn whole_hundreds(self) -> bool {
        self.begun && self.current % 100.0 == 0.0
    }

    /// Takes in one part; `false` where it does not continue the number.
    fn add(&mut self, part: Part) -> bool {
        let v = part.value;
        let (ones, hundreds) = (self.current % 10.0, self.current % 100.0);
        let fits = match part.kind {
            PartKind::Joiner => {
                self.joined = true;
                return self.begun;
            }
            PartKind::Multiplier => {
                self.current += v;
                self.joined && v < 1.0
            }
            // "vijfentwintig": the ones come first.
            PartKind::Ten if self.joined && hundreds > 0.0 && hundreds < 10.0 => {
                self.current += v;
                true
            }
            PartKind::Digit if v < 10.0 => {
                let fits =
                    !self.begun || (ones == 0.0 && (hundreds != 10.0) && self.current + self.total > 0.0);
                self.current += v;
                fits
            }
            PartKind::Digit | PartKind::Ten => {
                let fits = !self.begun || hundreds == 0.0;
                self.current += v;
                fits
            }
            PartKind::Hundred => {
                let fits = self.current < 100.0;
                self.current = if self.current == 0.0 { 1.0 } else { self.current } * v;
                fits
            }
            PartKind::Scale => {
                let fits = self.total == 0.0 || v < self.scale;
                let current = if self.current == 0.0 { 1.0 } else { self.current };
                self.total += current * v;
                self.current = 0.0;
                self.scale = v;
                fits && (self.begun || v <= 1000.0)
            }
            _ => false,
        };
        self.joined = false;
        self.begun = true;
        fits
    }
}
