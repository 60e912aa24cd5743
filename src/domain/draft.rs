//! Drafts that agents type, and the proof that they were checked.

use super::id::{EscalationPolicyId, PriorityId, ServiceId, UserId};
use super::incident::{Named, Urgency};

/// The longest title that PagerDuty is known to take everywhere; the Events API v2 states it for summaries.
pub const LONGEST_TITLE: usize = 1_024;

/// The longest note, in bytes. PagerDuty's knowledge base, "Edit Incidents".
pub const LONGEST_NOTE: usize = 65_535;

/// Who is to act on a new incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Assignment {
    /// Whoever the service's own escalation policy says.
    #[default]
    ServiceDefault,
    /// Whoever this escalation policy says.
    EscalationPolicy(Named<EscalationPolicyId>),
    /// This user. PagerDuty takes one when an incident is created.
    User(Named<UserId>),
}

/// An incident as far as the agent has described it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentDraft {
    /// What is wrong, in a line.
    pub title: String,
    /// Where.
    pub service: Option<Named<ServiceId>>,
    /// How loudly to notify.
    pub urgency: Urgency,
    /// How grave, if the account uses priorities.
    pub priority: Option<PriorityId>,
    /// Who is to act.
    pub assignment: Assignment,
    /// More about it.
    pub description: String,
}

impl Default for IncidentDraft {
    fn default() -> Self {
        Self {
            title: String::new(),
            service: None,
            urgency: Urgency::High,
            priority: None,
            assignment: Assignment::default(),
            description: String::new(),
        }
    }
}

/// What is missing or wrong in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DraftProblem {
    /// There is no title.
    NoTitle,
    /// The title has so many characters too many.
    TitleTooLong(usize),
    /// No service was chosen.
    NoService,
    /// The note is empty.
    NoteEmpty,
    /// The note has so many bytes too many.
    NoteTooLong(usize),
}

/// An incident that can be created: checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIncident {
    /// What is wrong; never blank.
    pub title: String,
    /// Where.
    pub service: ServiceId,
    /// How loudly to notify.
    pub urgency: Urgency,
    /// How grave.
    pub priority: Option<PriorityId>,
    /// Who is to act.
    pub assignment: Assignment,
    /// More about it; may be empty.
    pub description: String,
}

impl IncidentDraft {
    /// Checks the draft and gives every problem at once, in the order of the form.
    pub fn check(&self) -> Result<NewIncident, Vec<DraftProblem>> {
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut problems = Vec::new();
        match title.chars().count() {
            0 => problems.push(DraftProblem::NoTitle),
            count if count > LONGEST_TITLE => problems.push(DraftProblem::TitleTooLong(count - LONGEST_TITLE)),
            _ => {}
        }
        match &self.service {
            Some(service) if problems.is_empty() => Ok(NewIncident {
                title,
                service: service.id.clone(),
                urgency: self.urgency,
                priority: self.priority.clone(),
                assignment: self.assignment.clone(),
                description: self.description.trim().to_owned(),
            }),
            Some(_) => Err(problems),
            None => {
                problems.push(DraftProblem::NoService);
                Err(problems)
            }
        }
    }
}

/// A note that can be sent: checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote(String);

impl NewNote {
    /// Checks what was typed.
    pub fn check(text: &str) -> Result<Self, DraftProblem> {
        let text = text.trim();
        match text.len() {
            0 => Err(DraftProblem::NoteEmpty),
            length if length > LONGEST_NOTE => Err(DraftProblem::NoteTooLong(length - LONGEST_NOTE)),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The note's text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn service() -> Option<Named<ServiceId>> {
        ServiceId::parse("PSVC001").map(|id| Named { id, name: "Checkout".into() })
    }

    #[test]
    fn every_problem_is_told_at_once() {
        assert_eq!(IncidentDraft::default().check(), Err(vec![DraftProblem::NoTitle, DraftProblem::NoService]));
        let long =
            IncidentDraft { title: "x".repeat(LONGEST_TITLE + 3), service: service(), ..IncidentDraft::default() };
        assert_eq!(long.check(), Err(vec![DraftProblem::TitleTooLong(3)]));
    }

    #[test]
    fn a_title_of_blanks_is_none_and_line_breaks_become_blanks() {
        let draft = |title: &str| IncidentDraft { title: title.into(), service: service(), ..IncidentDraft::default() };
        assert_eq!(draft(" \n\t ").check(), Err(vec![DraftProblem::NoTitle]));
        assert_eq!(draft(" a\nb ").check().unwrap().title, "a b");
    }

    #[test]
    fn a_note_is_trimmed_and_measured_in_bytes() {
        assert_eq!(NewNote::check("  "), Err(DraftProblem::NoteEmpty));
        assert_eq!(NewNote::check(&"ü".repeat(32_768)), Err(DraftProblem::NoteTooLong(1)));
        assert_eq!(NewNote::check(" hi ").unwrap().text(), "hi");
    }
}
