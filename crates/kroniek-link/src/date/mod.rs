//! Dates of reports that do not state them.
//!
//! Each report has a domain of days it can be of: what it prints of its date, what its own words allow
//! ([`domain`]), and what reports of the same story that speak of the same day allow ([`same_day`]). Domains are only
//! ever narrowed, to a fixed point, so neither the order of reports nor that of constraints shows. A single day comes
//! out only when every other has been ruled out. A contradiction empties a domain; then the report keeps what it
//! states and the contradiction is told.

mod domain;
mod same_day;
#[cfg(test)]
mod tests;

use crate::Digest;
use domain::Domain;
use kroniek_lang::{Error, Packs};
use kroniek_model::{DateBasis, Dct, Linked, Message, Published, TimeFunction, When};
use same_day::Link;

/// The stage's rules.
pub struct Rules;

impl Rules {
    /// Compiles the stage from the packs.
    ///
    /// # Errors
    /// If a table or rule is not well formed.
    pub fn compile(_packs: &Packs) -> Result<Self, Error> {
        Ok(Rules)
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
            for (r, published) in solve(digests, linked, &members) {
                digests[r].published = published;
            }
        }
        for (digest, report) in digests.iter_mut().zip(&mut linked.reports) {
            report.published = digest.published.clone();
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
fn solve(digests: &[Digest], linked: &Linked, members: &[usize]) -> Vec<(usize, Published)> {
    let stated: Vec<Domain> =
        members.iter().enumerate().map(|(me, &r)| Domain::stated(&digests[r], me)).collect();
    let anchors: Vec<Domain> = stated.iter().filter(|d| d.is_stated()).cloned().collect();
    let mut domains: Vec<Domain> = Vec::with_capacity(members.len());
    for (&r, own) in members.iter().zip(&stated) {
        let mut domain = own.clone();
        if !domain.is_stated() {
            // What it prints and says of its own days does not hang on what other reports are at hand.
            let bounded = domain.days().is_some();
            if bounded {
                domain.follow_own_words(&digests[r]);
            }
            anchors.iter().for_each(|a| domain.stay_near(a));
            if !bounded {
                domain.follow_own_words(&digests[r]);
            }
        }
        domains.push(domain);
    }
    let links = same_day::links(digests, linked, members);
    propagate(&mut domains, &links);
    let results = members.iter().zip(&domains).zip(&stated);
    results
        .filter(|((_, _), own)| !own.is_stated())
        .map(|((&r, domain), own)| (r, published(&digests[r], domain, own, &links, members, digests)))
        .collect()
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

fn published(
    digest: &Digest,
    domain: &Domain,
    own: &Domain,
    links: &[Link],
    members: &[usize],
    digests: &[Digest],
) -> Published {
    let mut out = digest.published.clone();
    if domain.is_contradiction() {
        let with = domain.partners().iter().map(|&p| digests[members[p]].id.to_string()).collect::<Vec<_>>();
        out.basis = DateBasis::Derived(Message::new("dating.contradiction").with("reports", with.join(", ")));
        if let Some(days) = own.days() {
            out.when = When::one_of_days(days);
        }
        return out;
    }
    let Some(days) = domain.days() else { return out };
    let narrower = own.days().is_none_or(|d| d.len() > days.len());
    if !narrower {
        return out;
    }
    let Some(mut when) = When::one_of_days(days) else { return out };
    // A printed clock time goes with the day, once that is known.
    if let (&[day], Some(time)) = (days, out.clue.time) {
        let at = day.to_datetime(time);
        let latest = at.with().second(59).build().unwrap_or(at);
        when = When {
            earliest: Some(at),
            latest: Some(latest),
            edtf: format!("{day}T{:02}:{:02}", time.hour(), time.minute()),
        };
    }
    out.when = Some(when);
    out.basis = DateBasis::Derived(reason(digest, domain, links, members, digests));
    out
}

/// Why a date was narrowed: the strongest ground first.
fn reason(
    _digest: &Digest,
    domain: &Domain,
    links: &[Link],
    members: &[usize],
    digests: &[Digest],
) -> Message {
    let ground =
        links.iter().find(|l| domain.partners().iter().any(|&p| (l.a == p || l.b == p) && domain.uses(l)));
    if let Some(link) = ground {
        let (other, sentence, here) = domain.other_side(link);
        return Message::new("dating.same-day")
            .with("report", digests[members[other]].id.as_str())
            .with("sentence", (sentence + 1).to_string())
            .with("own-sentence", (here + 1).to_string());
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
