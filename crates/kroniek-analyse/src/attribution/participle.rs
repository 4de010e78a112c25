//! Cues in the form of a present participle: "…, saying that …", "Citing costs, the company …".

use super::content::Opening;
use super::draft::{Draft, Family};
use super::lexicon::Role;
use super::unit::{Item, Report};
use super::usage::Hit;
use super::verb::{Drafting, Sofar};

impl Report<'_> {
    /// The attribution of a participle whose verb group ends before `end`.
    pub(super) fn participle(
        &self,
        u: &[Item],
        hit: &Hit,
        end: usize,
        sofar: &Sofar,
        draft: &Drafting,
    ) -> Option<Draft> {
        let frames = hit.cue.frames;
        let after_comma = hit.at > 0
            && (u[hit.at - 1].is_comma()
                || u[hit.at - 1].is(Role::COORDINATOR | Role::SUBORDINATOR | Role::BY)
                || hit.group == 0);
        let (start, opening) = self.opening(u, end, frames)?;
        let as_saying = hit.at > 0 && u[hit.at - 1].is(Role::SUBORDINATOR | Role::PREPOSITION);
        if !after_comma && !as_saying && !matches!(opening, Opening::That | Opening::Quote | Opening::Bare) {
            return None;
        }
        let to = self.border(u, start, opening, false);
        let mut d = draft(Family::Participle, None, &[start..to])?;
        // "a memo saying that", "quoted X as saying": what stands right before says it.
        let near = if as_saying { hit.group.checked_sub(1) } else { Some(hit.group) };
        if let Some(end) = near.filter(|&g| g > 0 && self.near(&u[g - 1])) {
            let own = self.phrase_left(u, 0, end).and_then(|s| self.source_span(u, s));
            if own.is_some() {
                d.source = own;
                return Some(d);
            }
        }
        if hit.group == 0 {
            // "Citing costs, the company closed": the subject follows the comma.
            let comma = u.iter().position(Item::is_comma)?;
            d.content.clear();
            self.push_content(u, start..comma, &mut d.content);
            d.source = self.phrase_right(u, comma + 1, false).and_then(|s| self.source_span(u, s));
            return (!d.content.is_empty()).then_some(d);
        }
        d.source = sofar.source.or_else(|| self.subject(u, hit.at).and_then(|s| self.source_span(u, s)));
        Some(d)
    }
}
