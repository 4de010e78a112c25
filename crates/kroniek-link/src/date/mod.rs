//! Dates of reports that do not state them.
//!
//! Each report has a domain of days it can be of: what it prints of its date, what its own words allow
//! ([`domain`]), and what reports of the same story that speak of the same day allow ([`same_day`]). Domains are only
//! ever narrowed, to a fixed point, so neither the order of reports nor that of constraints shows. A single day comes
//! out only when every other has been ruled out. A contradiction empties a domain; then the report keeps what it
//! states and the contradiction is told.

mod domain;
mod happening;
mod same_day;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod text_tests;

use crate::{Digest, event::Events};
use domain::Domain;
use happening::Tie;
use kroniek_lang::{Error, Packs};
use kroniek_model::{DateBasis, Dct, Linked, Message, Published, TimeFunction, When};
use same_day::Link;

/// The stage's rules.
pub struct Rules {
    events: Events,
}

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(packs: &Packs) -> Result<Self, Error> {
        Ok(Rules { events: Events::compile(packs)? })
    }

    /// Solves report dates, then evaluates every time expression of the digests anew.
    pub fn solve(&self, digests: &mut [Digest], linked: &mut Linked) {
        for story in linked.stories.clone() {
            let members: Vec<usize> =
                story.reports.iter().map(|r| r.at()).filter(|&r| r < digests.len()).collect();
            let open = |&&r: &&usize| !domain::is_stated(&digests[r].published);
            if members.iter().filter(open).count() == 0 {
                continue;
            }
            for (r, published) in solve(digests, linked, &members, &self.events) {
                digests[r].published = published;
            }
        }
        for (digest, report) in digests.iter_mut().zip(&mut linked.reports) {
            // Solving needs every candidate; a reader is told the stretch that holds many.
            report.published = digest.published.clone();
            report.published.when = digest.published.when.as_ref().map(kroniek_model::When::in_brief);
            if !domain::is_stated(&digest.published)
                || matches!(digest.published.basis, DateBasis::Derived(_))
            {
                evaluate(digest);
            }
        }
    }
}

/// Values and bounds of a report's time expressions under its date as solved.
fn evaluate(digest: &mut Digest) {
    let dct = Dct::of(digest.published.when.as_ref());
    for time in &mut digest.times {
        time.evaluate(&dct);
    }
}

/// The dates of the reports of one story that do not state theirs.
fn solve(digests: &[Digest], linked: &Linked, members: &[usize], events: &Events) -> Vec<(usize, Published)> {
    let stated: Vec<Domain> =
        members.iter().enumerate().map(|(me, &r)| Domain::stated(&digests[r], me)).collect();
    let anchors: Vec<Domain> = stated.iter().filter(|d| d.is_stated()).cloned().collect();
    let links = same_day::links(digests, linked, members);
    let ties = happening::ties(digests, linked, members, &stated, events);
    let mut domains: Vec<Domain> = Vec::with_capacity(members.len());
    for (me, (&r, own)) in members.iter().zip(&stated).enumerate() {
        let mut domain = own.clone();
        if !domain.is_stated() {
            // What it prints and says of its own days does not hang on what other reports are at hand.
            let bounded = domain.days().is_some();
            if bounded {
                domain.follow_own_words(&digests[r], &[]);
            }
            anchors.iter().for_each(|a| domain.stay_near(a));
            if !bounded {
                domain.follow_own_words(&digests[r], &happening::lingering(me, &links, &ties, &stated));
            }
        }
        domains.push(domain);
    }
    let by_itself = domains.clone();
    propagate(&mut domains, &links);
    follow_happenings(&mut domains, &links, &ties);
    stay_with_kin(&mut domains, digests, members);
    let open = (0..members.len()).filter(|&m| !stated[m].is_stated());
    open.map(|m| {
        let days = Known { now: &domains[m], by_itself: &by_itself[m], printed: &stated[m] };
        (members[m], published(&days, &links, members, digests))
    })
    .collect()
}

/// Narrows domains to the days of happenings that dated reports tell of, unless that contradicts what is known.
fn follow_happenings(domains: &mut Vec<Domain>, links: &[Link], ties: &[Tie]) {
    if ties.is_empty() {
        return;
    }
    let mut to = domains.clone();
    for (me, domain) in to.iter_mut().enumerate().filter(|(_, d)| !d.is_contradiction()) {
        let own: Vec<&Tie> = ties.iter().filter(|t| t.report == me).collect();
        domain.follow(&own);
    }
    propagate(&mut to, links);
    if to.iter().zip(domains.iter()).all(|(new, old)| new.is_contradiction() == old.is_contradiction()) {
        *domains = to;
    }
}

/// Keeps reports that name their days by weekday near the dated reports that give the same figures.
fn stay_with_kin(domains: &mut [Domain], digests: &[Digest], members: &[usize]) {
    let anchors: Vec<(usize, jiff::civil::Date)> = (0..members.len())
        .filter_map(|r| match domains[r].days() {
            Some(&[day]) if domains[r].is_stated() => Some((r, day)),
            _ => None,
        })
        .collect();
    for me in 0..members.len() {
        let own = &digests[members[me]];
        let fresh = own.published.clue.weekday.is_some() || !domain::weekdays(own).is_empty();
        if domains[me].is_stated() || domains[me].is_contradiction() || !fresh {
            continue;
        }
        let kin = anchors.iter().filter(|(r, _)| share_figures(own, &digests[members[*r]]));
        let days = kin.map(|&(_, day)| day);
        if let (Some(first), Some(last)) = (days.clone().min(), days.max()) {
            domains[me].stay_within(first, last);
        }
    }
}

/// Figures that two reports must share before they are taken to tell of the same days.
const FIGURES: usize = 2;
/// Counts below this are in every report.
const SMALL: f64 = 10.0;

/// Whether two reports give the same figures of the same things.
fn share_figures(a: &Digest, b: &Digest) -> bool {
    let telling = |(q, counted): &&(kroniek_model::Quantity, Option<String>)| {
        q.low >= SMALL && (counted.is_some() || q.unit != "count")
    };
    let shared = a.quantities.iter().filter(telling).filter(|(q, counted)| {
        let mut theirs = b.quantities.iter().filter(telling);
        theirs.any(|(p, other)| p.low == q.low && p.unit == q.unit && other == counted)
    });
    shared.take(FIGURES).count() == FIGURES
}

/// Narrows domains along the links until nothing changes.
fn propagate(domains: &mut [Domain], links: &[Link]) {
    loop {
        let mut changed = false;
        for link in links {
            let (a, b) = (link.a, link.b);
            let days_b = domains[b].days_of(&link.b_point);
            let days_a = domains[a].days_of(&link.a_point);
            changed |= days_b.is_some_and(|days| domains[a].keep_where(&link.a_point, &days, b));
            changed |= days_a.is_some_and(|days| domains[b].keep_where(&link.b_point, &days, a));
        }
        if !changed {
            return;
        }
    }
}

/// What is known of the days of one report, from the most to the least.
struct Known<'a> {
    now: &'a Domain,
    /// Without what other reports say of the same days.
    by_itself: &'a Domain,
    /// Without anything but what is printed above the report.
    printed: &'a Domain,
}

fn published(known: &Known<'_>, links: &[Link], members: &[usize], digests: &[Digest]) -> Published {
    let (domain, own, me) = (known.now, known.printed, known.now.me());
    let digest = &digests[members[me]];
    let mut out = digest.published.clone();
    if domain.is_contradiction() {
        // All that narrowed it, for any of them may be the one that is wrong; itself, where its own words disagree.
        let others: Vec<&str> = domain.partners().iter().map(|&p| digests[members[p]].id.as_str()).collect();
        let with = if others.is_empty() { digest.id.to_string() } else { others.join(", ") };
        out.basis = DateBasis::Derived(Message::new("dating.contradiction").with("report", with));
        // A day and month without a year stay what they are in this story; all else is as printed.
        let dated = digest.published.clue.month.is_some() && !known.by_itself.is_contradiction();
        let days = if dated { known.by_itself.days() } else { own.days() };
        if let Some(days) = days {
            out.when = at_clock(When::one_of_days(days), days, digest);
        }
        return out;
    }
    let Some(days) = domain.days() else { return out };
    let narrower = own.days().is_none_or(|d| d.len() > days.len());
    if !narrower {
        return out;
    }
    out.when = at_clock(When::one_of_days(days), days, digest);
    out.basis = DateBasis::Derived(reason(domain, links, members, digests));
    out
}

/// A printed clock time goes with the day, once that is known.
fn at_clock(when: Option<When>, days: &[jiff::civil::Date], digest: &Digest) -> Option<When> {
    let (&[day], Some(time)) = (days, digest.published.clue.time) else { return when };
    let at = day.to_datetime(time);
    let latest = at.with().second(59).build().unwrap_or(at);
    let edtf = format!("{day}T{:02}:{:02}", time.hour(), time.minute());
    Some(When { earliest: Some(at), latest: Some(latest), edtf })
}

/// Why a date was narrowed: the strongest ground first.
fn reason(domain: &Domain, links: &[Link], members: &[usize], digests: &[Digest]) -> Message {
    let other = |id: &'static str, report: usize, there: u32, here: u32| {
        Message::new(id)
            .with("report", digests[members[report]].id.as_str())
            .with("sentence", (there + 1).to_string())
            .with("own-sentence", (here + 1).to_string())
    };
    if let Some(link) = links.iter().find(|l| domain.uses(l)) {
        let (report, there, here) = domain.other_side(link);
        return other("dating.same-day", report, there, here);
    }
    if let Some(tie) = domain.tie() {
        return other("dating.happening", tie.partner, tie.partner_sentence, tie.sentence);
    }
    if let Some((first, last)) = domain.span() {
        return Message::new("dating.figures")
            .with("first", first.to_string())
            .with("last", last.to_string())
            .with("margin", domain::NEAR_DAYS.to_string());
    }
    if let (None, Some((day, sentence))) = (domain.own_sentence(), domain.known()) {
        return Message::new("dating.known")
            .with("day", day.to_string())
            .with("sentence", (sentence + 1).to_string());
    }
    match domain.own_sentence() {
        Some(sentence) => Message::new("dating.weekday").with("sentence", (sentence + 1).to_string()),
        None => Message::new("dating.story"),
    }
}

/// The point of a time function, where it is one.
fn point(function: &TimeFunction) -> Option<&kroniek_model::Point> {
    function.point()
}
