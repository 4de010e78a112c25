//! Reads the figures of one sentence.

use super::Rules;
use super::context::Role;
use super::counted::{self, noun_phrase, piece_after, token_at};
use super::number::{Number, Sort};
use super::piece::{Kind, Piece};
use kroniek_model::{Analysis, Modifier, Pos, Quantity, Sentence, Span, Text};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// One sentence to read, with all that is known of it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'r> {
    pub(super) rules: &'r Rules,
    pub(super) a: &'r Analysis,
    pub(super) s: &'r Sentence,
    pub(super) p: &'r [Piece],
    /// Figures that name products in this report.
    pub(super) products: &'r FxHashMap<SmolStr, ()>,
}

/// A figure that may still lack its noun or unit.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) q: Quantity,
    /// First and one past the last piece, modifier words left out.
    pub(super) pieces: (usize, usize),
    /// Neither noun nor unit was found beside it.
    pub(super) open: bool,
    /// It has a scale word ("miljard"), as money often has.
    pub(super) scaled: bool,
    /// A pronoun after it points back ("six of them").
    pub(super) them: bool,
    /// Cents of the currency named before.
    pub(super) of_last: bool,
    /// The same amount once more, in another unit between brackets.
    pub(super) bracketed: bool,
}

/// An amount: a number with the sign or unit that stands right beside it.
#[derive(Debug, Clone)]
struct Amount {
    n: Number,
    /// First piece, the sign before it included.
    start: usize,
    /// One past the last piece, the unit included.
    end: usize,
    unit: Option<SmolStr>,
    factor: f64,
    money: bool,
    of_last: bool,
    /// The sign stands before.
    sign: bool,
}

impl Reader<'_> {
    pub(super) fn read(&self) -> Vec<Draft> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.p.len() {
            match self.amount(at, out.last().map_or(0, |d: &Draft| d.pieces.1)) {
                Some(amount) if !self.masked(amount.start, amount.n.end) || self.beyond_time(&amount) => {
                    let end = amount.end.max(at + 1);
                    at = self.quantity(amount, &mut out).unwrap_or(end).max(at + 1);
                }
                Some(amount) => at = amount.n.end.max(at + 1),
                None => {
                    let share = self.one_in_article(at);
                    at = share.as_ref().map_or(at + 1, |d| d.pieces.1);
                    out.extend(share);
                }
            }
        }
        out
    }

    /// "een op de vijf": a share whose first number is the article.
    fn one_in_article(&self, at: usize) -> Option<Draft> {
        let n = self.rules.numbers.article_at(self.p, at)?;
        let (start, end) = (at, n.end);
        let one =
            Amount { n, start, end, unit: None, factor: 1.0, money: false, of_last: false, sign: false };
        let (to, share) = self.one_in(&one)?;
        Some(self.draft(&one, None, to, ("fraction".into(), share), None, self.modifier(&one, to, to).1))
    }

    /// The amount whose number begins at piece `at`; a sign before it begins at `from` or later.
    fn amount(&self, at: usize, from: usize) -> Option<Amount> {
        let Rules { numbers, units, .. } = self.rules;
        let sign = units.sign_before(self.p, at).filter(|(start, _)| *start >= from);
        let mut n = numbers.at(self.p, at, sign.is_some())?;
        let lost_pound =
            sign.as_ref().is_some_and(|(start, _)| *start + 1 == at && self.p[*start].norm == "#");
        let sign = sign.filter(|_| !lost_pound || n.scale > 1.0 || n.value.fract() != 0.0);
        let (start, mut end) = (sign.as_ref().map_or(at, |s| s.0), n.end);
        if self.spoiled(at, start, from, &n) {
            return None;
        }
        let mut amount = Amount {
            n,
            start,
            end,
            unit: None,
            factor: 1.0,
            money: false,
            of_last: false,
            sign: sign.is_some(),
        };
        if let Some((_, code)) = sign {
            (amount.unit, amount.money) = (Some(code), true);
            // "$5.9 billion dollars"
            if let Some((to, _)) = units.after(self.p, end).filter(|(_, u)| u.money && !u.of_last) {
                end = to;
            }
        } else if let Some((to, unit)) = units.after(self.p, end) {
            amount.unit = Some(unit.symbol.clone());
            (amount.factor, amount.money, amount.of_last) = (unit.factor, unit.money, unit.of_last);
            end = to;
        } else if let Some((to, code)) = units.sign_at(self.p, end) {
            let next_number = self.p.get(to).is_some_and(|x| x.kind == Kind::Figures);
            let touches = self.p[end].glued || to == self.p.len() || !next_number;
            if touches && code != "GBP" || self.p[end].glued {
                (amount.unit, amount.money) = (Some(code), true);
                end = to;
            }
        }
        if matches!(n.sort, Sort::Vague) && amount.unit.is_none() {
            // "millions of dollars", "tientallen kilometers"
            let of = self.rules.context.at(self.p, end, Role::Partitive).unwrap_or(end);
            if let Some((to, unit)) = units.after(self.p, of) {
                amount.unit = Some(unit.symbol.clone());
                (amount.factor, amount.money) = (unit.factor, unit.money);
                end = to;
            }
        }
        // A half needs something to be half of.
        if n.article && n.sort == Sort::Plain && amount.unit.is_none() {
            return None;
        }
        n.value *= amount.factor;
        amount.n = n;
        amount.end = end;
        Some(amount)
    }

    /// Whether what stands against the number makes it part of something else: "A-38", "12:30", "787s", "3/4".
    fn spoiled(&self, at: usize, start: usize, from: usize, n: &Number) -> bool {
        let p = self.p;
        let before = (start == at && at > from && p[at].glued).then(|| &p[at - 1]);
        let stuck = before.is_some_and(|x| match x.norm.as_str() {
            "-" | "–" | "‑" => at >= 2 && p[at - 1].glued,
            "/" | ":" | "." | "@" | "_" | "=" => at >= 2 && p[at - 1].glued,
            _ => x.kind != Kind::Sign,
        });
        let behind = p.get(n.end).filter(|x| x.glued);
        let runs_on = behind.is_some_and(|x| match x.norm.as_str() {
            ":" | "/" => p.get(n.end + 1).is_some_and(|y| y.glued && y.kind == Kind::Figures),
            _ if x.kind == Kind::Word && n.figures => self.rules.units.after(p, n.end).is_none(),
            _ => false,
        });
        stuck || runs_on
    }

    fn masked(&self, from: usize, to: usize) -> bool {
        let span: Span<Text> = Span::at(self.p[from].start..self.p[to - 1].end);
        let i = self.a.times.partition_point(|x| x.span.end() <= span.start());
        let time = self.a.times.get(i).is_some_and(|x| x.span.overlaps(span));
        let k = self.a.mentions.partition_point(|x| x.span.end() <= span.start());
        let name = self.a.mentions.get(k).is_some_and(|m| {
            m.span.overlaps(span) && !(m.span.start() == span.start() && m.span.end() > span.end())
        });
        time || name
    }

    /// Whether money or a percentage runs on beyond the time expression that the number was taken for ("om 14 miljard
    /// dollar").
    fn beyond_time(&self, x: &Amount) -> bool {
        let start = self.p[x.start].start as u32;
        let i = self.a.times.partition_point(|t| t.span.end() <= start);
        let number_end = self.p[x.n.end - 1].end as u32;
        let cut = self
            .a
            .times
            .get(i)
            .is_some_and(|t| t.span.end() < number_end || t.span.end() <= number_end && x.money);
        cut && (x.money || x.unit.as_deref() == Some("percent"))
    }

    /// Makes the figure of an amount, with a range where another amount follows; the piece to go on from.
    fn quantity(&self, low: Amount, out: &mut Vec<Draft>) -> Option<usize> {
        if let Some((to, share)) = self.one_in(&low) {
            out.push(self.draft(
                &low,
                None,
                to,
                ("fraction".into(), share),
                None,
                self.modifier(&low, to, to).1,
            ));
            return Some(to);
        }
        if let Some(next) = self.tally(&low, out) {
            return Some(next);
        }
        let (low, high) = self.range(low);
        let last = high.as_ref().unwrap_or(&low);
        let end = last.end;
        if last.unit.is_some() {
            if self.measures_time(end) && !last.money {
                return None;
            }
            let unit = last.unit.clone().unwrap_or_default();
            let draft = self.measured(&low, high.as_ref(), unit);
            out.push(draft);
            return Some(end);
        }
        self.counted(&low, high.as_ref(), out)
    }

    /// "one in five": one past its last piece, and the share.
    fn one_in(&self, low: &Amount) -> Option<(usize, f64)> {
        let link = self.rules.context.at(self.p, low.end, Role::OneIn)?;
        let n = self.rules.numbers.at(self.p, link, false)?;
        let fits = low.unit.is_none()
            && self.rules.context.before(self.p, low.start, Role::NotAfter).is_none()
            && low.n.value >= 1.0
            && low.n.value <= 10.0
            && n.value > low.n.value
            && n.value <= 1e4
            && !n.bare_year()
            && !self.masked(link, n.end)
            && self.rules.units.after(self.p, n.end).is_none()
            && !self.measures_time(n.end);
        fits.then_some((n.end, low.n.value / n.value))
    }

    /// "52-35": two counts, where the first is not the smaller.
    fn tally(&self, low: &Amount, out: &mut Vec<Draft>) -> Option<usize> {
        let p = self.p;
        let dash = p.get(low.end).is_some_and(|x| x.glued && matches!(x.norm.as_str(), "-" | "–"));
        let second = p.get(low.end + 1).filter(|x| dash && x.glued && x.kind == Kind::Figures)?;
        let n = self.rules.numbers.at(p, low.end + 1, false)?;
        let plain = |n: &Number| n.bare && n.figures && n.value < 1000.0;
        let fits = low.unit.is_none()
            && plain(&low.n)
            && plain(&n)
            && low.n.value >= n.value
            && !self.names(low)
            && !p.get(n.end).is_some_and(|x| x.glued && x.kind != Kind::Sign)
            && !second.capital;
        if !fits {
            return None;
        }
        let high = Amount { n, start: low.end + 1, end: n.end, ..low.clone() };
        for amount in [low, &high] {
            let mut d =
                self.draft(amount, None, amount.end, ("count".into(), amount.n.value), None, Modifier::Exact);
            d.q.rule = "quantity.tally".into();
            out.push(d);
        }
        Some(n.end)
    }

    /// Whether the figures name something ("Boeing 737", "flight 93", a year), rather than count.
    fn names(&self, x: &Amount) -> bool {
        let p = self.p;
        if x.sign || !x.n.figures || !x.n.bare {
            return false;
        }
        let product = x.end == x.start + 1 && self.products.contains_key(&p[x.start].norm);
        let before = (x.start > 0).then(|| &p[x.start - 1]);
        let name = before.is_some_and(|b| {
            b.capital
                && b.kind == Kind::Word
                && b.start > self.s.span.start() as usize
                && !self.is_lower_word(b)
        });
        product || name && p.get(x.end).is_none_or(|y| y.kind != Kind::Word || y.capital)
    }

    /// A capitalised piece that the word classes know as no name.
    fn is_lower_word(&self, x: &Piece) -> bool {
        let t = token_at(self.a, x.start);
        self.a.tokens.get(t as usize).is_some_and(|t| !matches!(t.pos, Pos::Propn | Pos::X | Pos::Noun))
    }

    /// A second amount that makes a range with the first.
    fn range(&self, low: Amount) -> (Amount, Option<Amount>) {
        let c = &self.rules.context;
        if !matches!(low.n.sort, Sort::Plain) {
            return (low, None);
        }
        let between = c.before(self.p, low.start, Role::Between);
        let link = c
            .at(self.p, low.end, Role::Range)
            .or_else(|| between.and_then(|_| c.at(self.p, low.end, Role::And)));
        let Some(link) = link else { return (low, None) };
        let start = (link..=link + 3).find(|&k| {
            k < self.p.len()
                && self.rules.numbers.at(self.p, k, false).is_some()
                && (k == link || self.rules.units.sign_before(self.p, k).is_some_and(|(s, _)| s == link))
        });
        let Some(high) = start.and_then(|k| self.amount(k, link)) else { return (low, None) };
        // "from 14% to 17%" is a change; "from 5 to 8 miles" a range.
        let both = low.unit.is_some() && high.unit.is_some();
        let alike = low.unit.is_none() || high.unit.is_none() && low.sign || low.unit == high.unit;
        let change = both && between.is_none() && !low.sign && self.p[low.end].kind != Kind::Sign
            || both
                && between.is_some_and(|b| c.at(self.p, b, Role::And).is_none() && !self.has_and(&low, link));
        let mut low = low;
        if low.n.scale == 1.0
            && high.n.scale > 1.0
            && low.n.value < high.n.value / high.n.scale
            && low.factor == 1.0
        {
            low.n.value *= high.n.scale;
        }
        if low.unit.is_none() {
            low.n.value *= high.factor;
        }
        if !alike
            || change
            || high.n.value <= low.n.value
            || self.masked(link, high.n.end)
            || self.names(&low)
        {
            return (low, None);
        }
        let mut high = high;
        high.unit = high.unit.or_else(|| low.unit.clone());
        high.money |= low.money;
        (low, Some(high))
    }

    fn has_and(&self, low: &Amount, link: usize) -> bool {
        self.rules.context.at(self.p, low.end, Role::And) == Some(link)
    }

    /// Whether a word of time, age or rank follows.
    fn measures_time(&self, end: usize) -> bool {
        let hyphen = usize::from(self.p.get(end).is_some_and(|x| x.norm == "-"));
        self.rules.context.at(self.p, end + hyphen, Role::Time).is_some()
    }

    fn measured(&self, low: &Amount, high: Option<&Amount>, unit: SmolStr) -> Draft {
        let end = high.unwrap_or(low).end;
        let modifier = self.modifier(low, end, end).1;
        let mut d = self.draft(low, high, end, (unit, low.n.value), None, modifier);
        d.of_last = high.unwrap_or(low).of_last;
        d
    }

    fn modifier(&self, low: &Amount, number_end: usize, end: usize) -> (usize, Modifier) {
        let changes = |i: usize| self.rules.context.changes(self.p, i);
        let before = self.rules.bounds.before(self.p, low.start, changes).map(|x| x.1);
        let after = self.rules.bounds.after(self.p, number_end);
        // Behind the noun one word is too little: "290 passengers plus freight".
        let behind = || self.rules.bounds.after(self.p, end).filter(|x| x.0 > end + 1);
        let late = after.or_else(behind);
        let own = low.n.modifier;
        let modifier = own.filter(|m| *m == Modifier::Vague).or(before.filter(|m| *m != Modifier::Exact));
        (after.map_or(number_end, |x| x.0), modifier.or(late.map(|x| x.1)).or(own).unwrap_or(Modifier::Exact))
    }

    /// A number without a unit: it counts the noun after it, or stays open, or is no figure.
    fn counted(&self, low: &Amount, high: Option<&Amount>, out: &mut Vec<Draft>) -> Option<usize> {
        let (p, c) = (self.p, &self.rules.context);
        let number_end = high.unwrap_or(low).end;
        if self.measures_time(number_end)
            || c.before(p, low.start, Role::NotAfter).is_some() && low.n.value < 1e4
        {
            return None;
        }
        if low.n.sort == Sort::Fraction {
            return self.share(low, out);
        }
        let (after, _) = self.modifier(low, number_end, number_end);
        let hyphen = p.get(after).is_some_and(|x| x.norm == "-" && x.glued);
        let from = if hyphen { after + 1 } else { after };
        let of = c.at(p, from, Role::Partitive);
        let determined = of.and_then(|k| c.at(p, k, Role::Determiner).or_else(|| self.owner(k)));
        let them = of.and_then(|k| c.at(p, k, Role::Them));
        let vague = low.n.sort == Sort::Vague;
        let noun_at =
            determined.or(of.filter(|_| vague || low.n.scale > 1.0 && !low.n.figures)).unwrap_or(from);
        let compound = hyphen && c.at(p, after, Role::Compound).is_none();
        if hyphen && low.n.figures && (compound || self.names(low) || p.get(from).is_none_or(|x| !x.glued)) {
            return None;
        }
        let noun = self.noun(noun_at).filter(|_| them.is_none());
        let modifier = self.modifier(low, number_end, noun.map_or(number_end, |x| x.0)).1;
        // "one of our greatest days"
        let noun = match noun {
            Some((_, head)) if self.is_time(head) => return None,
            other => other,
        };
        let Some((end, head)) = noun else {
            let lone = self.stands_alone(low, number_end) || them.is_some();
            if !lone {
                return None;
            }
            let mut d = self.draft(low, high, number_end, ("count".into(), low.n.value), None, modifier);
            (d.open, d.them) = (true, them.is_some());
            out.push(d);
            return Some(number_end);
        };
        if self.names(low) && high.is_none() && self.p[low.start].glued
            || self.products.contains_key(&p[low.start].norm) && low.n.bare
        {
            return None;
        }
        out.push(self.draft(low, high, end, ("count".into(), low.n.value), Some(head), modifier));
        Some(end)
    }

    /// A name with a possessive ending at piece `at` ("of Boeing's planes").
    fn owner(&self, at: usize) -> Option<usize> {
        let p = self.p;
        let capital = p.get(at).is_some_and(|x| x.capital);
        let ending = (at + 1..at + 4).any(|k| p.get(k).is_some_and(|x| x.norm == "'s" || x.norm == "'"));
        let inside = p.get(at).is_some_and(|x| x.norm.ends_with("'s"));
        (capital && (ending || inside)).then_some(at)
    }

    /// Whether the last word of a noun phrase measures time.
    fn is_time(&self, head: Span<Text>) -> bool {
        let last = self.p.partition_point(|x| (x.end as u32) < head.end());
        self.rules.context.at(self.p, last, Role::Time).is_some()
    }

    /// A share of something: the span is the share alone.
    fn share(&self, low: &Amount, out: &mut Vec<Draft>) -> Option<usize> {
        let (p, c) = (self.p, &self.rules.context);
        let of = c.at(p, low.end, Role::Partitive);
        let determined = c.at(p, of.unwrap_or(low.end), Role::Determiner);
        let noun_at = determined.or(of).unwrap_or(low.end);
        let noun = self.noun(noun_at);
        let half_time = p.get(low.end).is_some_and(|x| x.norm == "-" && x.glued);
        // "een derde slachtoffer" is the third; so is the second half of a game.
        if low.n.article && of.is_none() && determined.is_none() && noun.is_some()
            || c.before(p, low.start, Role::Part).is_some()
            || half_time
        {
            return None;
        }
        let mut start = low.start;
        if let Some(k) = c.before(p, start, Role::Determiner).filter(|k| k + 1 == start && !low.n.article) {
            // "de helft": the article belongs to it.
            start = if self.rules.takes_article(p, start) { k } else { start };
        }
        let amount = Amount { start, ..low.clone() };
        let modifier = self.modifier(&amount, low.end, low.end).1;
        let head = noun.filter(|_| of.is_some() || determined.is_some()).map(|x| x.1);
        out.push(self.draft(&amount, None, low.end, ("fraction".into(), low.n.value), head, modifier));
        Some(low.end)
    }

    /// The noun phrase that begins at piece `at`: one past its last piece, and its head.
    fn noun(&self, at: usize) -> Option<(usize, Span<Text>)> {
        let first = self.p.get(at)?;
        let token = token_at(self.a, first.start);
        let unknown = self.a.tokens.get(token as usize).is_some_and(|t| t.pos == Pos::X);
        let little = [Role::And, Role::Partitive, Role::Determiner, Role::Range, Role::Change];
        if unknown && little.into_iter().any(|r| self.rules.context.at(self.p, at, r).is_some()) {
            return None;
        }
        let counted::Counted { head, end } =
            noun_phrase(self.a, token, self.s.tokens.end, &self.rules.context)?;
        let last = self.a.tokens[end as usize - 1].span.end();
        Some((piece_after(self.p, last), head))
    }

    /// Whether a number without a noun may be a figure at all.
    fn stands_alone(&self, x: &Amount, end: usize) -> bool {
        let p = self.p;
        let before = (x.start > 0).then(|| p[x.start - 1].norm.as_str());
        let after = p.get(end).map(|y| y.norm.as_str());
        let year = x.n.bare_year();
        let listed = x.start == 0 && matches!(after, Some("." | ")" | "-" | ":") | None);
        let bracketed = before == Some("(") && after == Some(")") || before == Some("[");
        let age = matches!(before, Some("," | "("))
            && matches!(after, Some("," | ")" | "."))
            && x.start >= 2
            && p[x.start - 2].capital
            && x.n.value < 130.0;
        let pronoun = !x.n.figures && x.n.value == 1.0;
        let title_word = !x.n.figures && p[x.start].capital && x.start > 0 && p[x.start - 1].capital;
        let dotted = x.n.figures
            && after == Some(".")
            && p.get(end).is_some_and(|y| y.glued)
            && p.get(end + 1).is_some_and(|y| y.glued);
        let verb = self.a.tokens.get(token_at(self.a, p[x.start].start) as usize).is_some_and(|t| {
            !x.n.figures && x.n.value < 13.0 && matches!(t.pos, Pos::Verb | Pos::Aux | Pos::Adv)
        });
        !(year || listed || bracketed || age || pronoun || title_word || dotted || verb || self.names(x))
    }

    /// Whether only commas and words like "and" stand between two pieces.
    pub(super) fn only_joiners(&self, from: usize, to: usize) -> bool {
        let c = &self.rules.context;
        let mut at = from;
        while at < to {
            let joiner = [Role::And, Role::Range].into_iter().find_map(|r| c.at(self.p, at, r));
            match joiner {
                Some(next) => at = next,
                None if self.p[at].norm == "," => at += 1,
                None => return false,
            }
        }
        at == to && from < to
    }

    fn draft(
        &self,
        low: &Amount,
        high: Option<&Amount>,
        end: usize,
        (unit, value): (SmolStr, f64),
        counted: Option<Span<Text>>,
        modifier: Modifier,
    ) -> Draft {
        let kind = match unit.as_str() {
            _ if high.is_some() => "range",
            _ if low.money => "money",
            "count" if modifier == Modifier::Vague => "vague",
            "count" | "fraction" | "percent" | "points" => unit.as_str(),
            _ => "measure",
        };
        let rule = SmolStr::new(format!("quantity.{kind}"));
        let span = Span::at(self.p[low.start].start..self.p[end - 1].end);
        let high_value = high.map(|h| h.n.value);
        Draft {
            q: Quantity { span, low: value, high: high_value, unit, counted, modifier, rule },
            pieces: (low.start, end),
            open: false,
            scaled: high.unwrap_or(low).n.scale >= 1e6,
            them: false,
            of_last: false,
            bracketed: false,
        }
    }
}

impl Number {
    fn bare_year(&self) -> bool {
        self.bare && self.value >= 1500.0 && self.value < 2100.0 && self.value.fract() == 0.0
    }
}
