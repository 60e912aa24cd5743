//! Changing an incident's title, urgency and priority, without overwriting what somebody else changed meanwhile.

use super::draft::{DraftProblem, LONGEST_TITLE};
use super::id::PriorityId;
use super::incident::{Incident, Urgency};

/// One of the fields that can be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditField {
    /// The title.
    Title,
    /// The urgency.
    Urgency,
    /// The priority.
    Priority,
}

impl EditField {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Title, Self::Urgency, Self::Priority];
}

/// The values of the fields that can be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditValues {
    /// The title as typed.
    pub title: String,
    /// How loudly it notifies.
    pub urgency: Urgency,
    /// How grave it is.
    pub priority: Option<PriorityId>,
}

impl EditValues {
    /// Those of an incident.
    pub fn of(incident: &Incident) -> Self {
        Self {
            title: incident.title.clone(),
            urgency: incident.urgency,
            priority: incident.priority.as_ref().map(|priority| priority.id.clone()),
        }
    }

    /// Whether both have the same value in `field`; white space around and inside a title does not count.
    pub fn agrees(&self, other: &Self, field: EditField) -> bool {
        match field {
            EditField::Title => self.line() == other.line(),
            EditField::Urgency => self.urgency == other.urgency,
            EditField::Priority => self.priority == other.priority,
        }
    }

    /// Takes the value of `field` from the other.
    pub fn take(&mut self, other: &Self, field: EditField) {
        match field {
            EditField::Title => self.title.clone_from(&other.title),
            EditField::Urgency => self.urgency = other.urgency,
            EditField::Priority => self.priority.clone_from(&other.priority),
        }
    }

    fn line(&self) -> String {
        self.title.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// An edit under way: what the agent last saw in PagerDuty, and what the agent wants instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// As PagerDuty had it when the agent last saw it.
    pub seen: EditValues,
    /// As the agent wants it.
    pub wanted: EditValues,
    /// The fields that the agent and somebody else have both changed, to different values.
    pub disputed: Vec<EditField>,
}

impl Edit {
    /// An edit that changes nothing yet.
    pub fn of(incident: &Incident) -> Self {
        let seen = EditValues::of(incident);
        Self { wanted: seen.clone(), seen, disputed: Vec::new() }
    }

    /// Whether the agent wants `field` to be another than PagerDuty has it.
    pub fn changes(&self, field: EditField) -> bool {
        !self.wanted.agrees(&self.seen, field)
    }

    /// PagerDuty has other values than the agent last saw; says whether that disputes what the agent wants.
    ///
    /// A field that the agent has left alone follows. One that both have changed becomes disputed, and keeps what the agent typed.
    pub fn meet(&mut self, now: &EditValues) -> bool {
        let mut disputes = false;
        for field in EditField::ALL {
            if self.seen.agrees(now, field) {
                continue;
            }
            if !self.changes(field) {
                self.wanted.take(now, field);
            } else if !self.wanted.agrees(now, field) && !self.disputed.contains(&field) {
                self.disputed.push(field);
                disputes = true;
            }
            self.seen.take(now, field);
        }
        self.settle();
        disputes
    }

    /// The agent gives way in `field`.
    pub fn give_way(&mut self, field: EditField) {
        self.wanted.take(&self.seen, field);
        self.settle();
    }

    /// What is no longer wanted is no longer disputed.
    pub fn settle(&mut self) {
        let wanted: Vec<_> = EditField::ALL.into_iter().filter(|field| self.changes(*field)).collect();
        self.disputed.retain(|field| wanted.contains(field));
    }

    /// What is to be sent: only what is changed. `None` when that is nothing.
    pub fn check(&self) -> Result<Option<IncidentChange>, DraftProblem> {
        let title = self.wanted.line();
        match title.chars().count() {
            0 => return Err(DraftProblem::NoTitle),
            count if count > LONGEST_TITLE && self.changes(EditField::Title) => {
                return Err(DraftProblem::TitleTooLong(count - LONGEST_TITLE));
            }
            _ => {}
        }
        let change = IncidentChange {
            title: self.changes(EditField::Title).then_some(title),
            urgency: self.changes(EditField::Urgency).then_some(self.wanted.urgency),
            priority: self.changes(EditField::Priority).then(|| self.wanted.priority.clone()),
        };
        Ok((!change.is_empty()).then_some(change))
    }
}

/// A checked change of at least one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncidentChange {
    /// The new title; never blank.
    pub title: Option<String>,
    /// The new urgency.
    pub urgency: Option<Urgency>,
    /// The new priority; `Some(None)` takes it away.
    pub priority: Option<Option<PriorityId>>,
}

impl IncidentChange {
    fn is_empty(&self) -> bool {
        self.title.is_none() && self.urgency.is_none() && self.priority.is_none()
    }

    /// The fields that it changes.
    pub fn fields(&self) -> Vec<EditField> {
        let is_changed = |field: &EditField| match field {
            EditField::Title => self.title.is_some(),
            EditField::Urgency => self.urgency.is_some(),
            EditField::Priority => self.priority.is_some(),
        };
        EditField::ALL.into_iter().filter(is_changed).collect()
    }

    /// Whether the incident is as this change wants it.
    pub fn is_made(&self, incident: &Incident) -> bool {
        let now = EditValues::of(incident);
        let mut wanted = now.clone();
        if let Some(title) = &self.title {
            wanted.title.clone_from(title);
        }
        if let Some(urgency) = self.urgency {
            wanted.urgency = urgency;
        }
        if let Some(priority) = &self.priority {
            wanted.priority.clone_from(priority);
        }
        EditField::ALL.into_iter().all(|field| now.agrees(&wanted, field))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(title: &str, urgency: Urgency, priority: Option<&str>) -> EditValues {
        EditValues { title: title.into(), urgency, priority: priority.and_then(PriorityId::parse) }
    }

    fn edit(seen: EditValues) -> Edit {
        Edit { wanted: seen.clone(), seen, disputed: Vec::new() }
    }

    #[test]
    fn only_what_is_changed_is_sent() {
        let mut edit = edit(values("Checkout fails", Urgency::High, Some("P1")));
        assert_eq!(edit.check(), Ok(None));
        edit.wanted.title = "  Checkout   fails ".into();
        assert_eq!(edit.check(), Ok(None), "white space is no change");
        edit.wanted.priority = None;
        assert_eq!(edit.check(), Ok(Some(IncidentChange { priority: Some(None), ..IncidentChange::default() })));
    }

    #[test]
    fn a_blank_or_endless_title_is_a_problem() {
        let mut edit = edit(values("Checkout fails", Urgency::High, None));
        edit.wanted.title = " \n".into();
        assert_eq!(edit.check(), Err(DraftProblem::NoTitle));
        edit.wanted.title = "x".repeat(LONGEST_TITLE + 3);
        assert_eq!(edit.check(), Err(DraftProblem::TitleTooLong(3)));
    }

    #[test]
    fn what_the_agent_left_alone_follows_and_what_both_changed_is_disputed() {
        let mut edit = edit(values("Old", Urgency::High, None));
        edit.wanted.title = "Mine".into();
        assert!(edit.meet(&values("Theirs", Urgency::Low, Some("P2"))));
        assert_eq!(edit.wanted, values("Mine", Urgency::Low, Some("P2")));
        assert_eq!(edit.disputed, [EditField::Title]);
        assert!(!edit.meet(&values("Theirs", Urgency::Low, Some("P2"))), "the same again is no news");
        edit.give_way(EditField::Title);
        assert_eq!((edit.wanted.title.as_str(), edit.disputed.len()), ("Theirs", 0));
    }

    #[test]
    fn the_same_change_by_both_is_no_dispute() {
        let mut edit = edit(values("Old", Urgency::High, None));
        edit.wanted.urgency = Urgency::Low;
        assert!(!edit.meet(&values("Old", Urgency::Low, None)));
        assert_eq!((edit.check(), edit.disputed.len()), (Ok(None), 0));
    }

    fn any_values() -> impl Strategy<Value = EditValues> {
        (0_u8..3, any::<bool>(), 0_u8..3).prop_map(|(title, low, priority)| {
            let urgency = if low { Urgency::Low } else { Urgency::High };
            EditValues { title: format!("T{title}"), urgency, priority: PriorityId::parse(&format!("P{priority}")) }
        })
    }

    proptest! {
        #[test]
        fn nothing_of_somebody_else_is_overwritten_unless_the_agent_was_told(
            start in any_values(), wanted in any_values(), theirs in proptest::collection::vec(any_values(), 0..5),
        ) {
            let mut edit = edit(start.clone());
            edit.wanted = wanted;
            let mut before = start.clone();
            let mut told = Vec::new();
            for now in &theirs {
                edit.meet(now);
                told.extend(edit.disputed.clone());
                before = now.clone();
            }
            prop_assert_eq!(&edit.seen, &before);
            for field in EditField::ALL {
                let theirs_changed = theirs.last().is_some_and(|last| !last.agrees(&start, field));
                if edit.changes(field) && theirs_changed {
                    prop_assert!(told.contains(&field), "{field:?}");
                }
            }
        }
    }
}
