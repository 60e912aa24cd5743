//! Which incidents get the priority that belongs to their ticket's without anybody's asking.
//!
//! What a Zendesk trigger sends to PagerDuty's Events API cannot carry a priority, so such an incident begins without one, and the
//! first that sees it with a right to do so sets it. What a person has decided stays: an incident that a person opened, or whose
//! priority was ever changed, is left alone, one without a priority too.

use super::incident::Incident;
use super::mirror::PriorityMap;
use super::ticket::TicketPriority;

/// The name of the priority that `incident` should get, as far as the incident itself tells; its [`Past`] has the last word.
///
/// `carries_key` says whether it was found by the ticket's key, `ticket` is the ticket's priority.
pub fn wanted<'map>(
    incident: &Incident,
    carries_key: bool,
    ticket: Option<TicketPriority>,
    map: &'map PriorityMap,
) -> Option<&'map str> {
    let open_question = carries_key && incident.is_open() && incident.priority.is_none();
    ticket.filter(|_| open_question).and_then(|ticket| map.for_incident(ticket))
}

/// What an incident's timeline tells of where it came from and of its priority. Take its entries in with [`Past::saw`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Whether the oldest trigger that was seen was an event, not a person.
    opened_by_event: bool,
    /// Whether its priority was ever changed.
    prioritized: bool,
    /// Whether the timeline was read to its beginning.
    whole: bool,
}

/// What one entry of the timeline tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// It was triggered, for the first time or once more.
    Triggered {
        /// Whether a person did it.
        by_person: bool,
    },
    /// Its priority was set, changed or taken away.
    Prioritized,
    /// Something that does not matter here.
    Other,
}

impl Past {
    /// Takes an entry in that is older than those before.
    pub fn saw(&mut self, trace: Trace) {
        match trace {
            Trace::Triggered { by_person } => self.opened_by_event = !by_person,
            Trace::Prioritized => self.prioritized = true,
            Trace::Other => {}
        }
    }

    /// There is nothing older.
    pub fn began(&mut self) {
        self.whole = true;
    }

    /// Whether nobody has decided about the priority yet. What is not known to be so counts as decided.
    pub fn leaves_priority_open(self) -> bool {
        self.whole && self.opened_by_event && !self.prioritized
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;
    use crate::domain::id::{IncidentId, PriorityId, ServiceId};
    use crate::domain::incident::{Named, Priority, Status, Urgency};
    use crate::domain::moment::Moment;

    fn incident(status: Status, priority: Option<&str>) -> Incident {
        Incident {
            id: IncidentId::parse("Q1").unwrap(),
            number: 1,
            title: "Cards fail".into(),
            status,
            urgency: Urgency::High,
            priority: priority.map(|name| Priority {
                id: PriorityId::parse("PPRI001").unwrap(),
                name: name.into(),
                color: None,
            }),
            service: Named { id: ServiceId::parse("PSVC001").unwrap(), name: "Cards".into() },
            escalation_policy: None,
            teams: Vec::new(),
            assigned: Vec::new(),
            acknowledged: Vec::new(),
            created_at: Moment(0),
            changed_at: Moment(0),
            updated_at: Moment(0),
            key: None,
            url: None,
            escalates_at: None,
            triggers_again_at: None,
            merged_into: None,
            assigned_directly: false,
            responder_requests: Vec::new(),
        }
    }

    #[test]
    fn only_an_open_incident_of_the_ticket_without_a_priority_gets_the_mapped_one() {
        let map = PriorityMap::new([(TicketPriority::Urgent, "P1".to_owned())]);
        let urgent = Some(TicketPriority::Urgent);
        for status in [Status::Triggered, Status::Acknowledged] {
            assert_eq!(wanted(&incident(status, None), true, urgent, &map), Some("P1"));
        }
        assert_eq!(wanted(&incident(Status::Resolved, None), true, urgent, &map), None);
        assert_eq!(wanted(&incident(Status::Triggered, Some("P3")), true, urgent, &map), None);
        assert_eq!(wanted(&incident(Status::Triggered, None), false, urgent, &map), None, "somebody linked it");
        assert_eq!(wanted(&incident(Status::Triggered, None), true, Some(TicketPriority::Low), &map), None);
        assert_eq!(wanted(&incident(Status::Triggered, None), true, None, &map), None);
        assert_eq!(wanted(&incident(Status::Triggered, None), true, urgent, &PriorityMap::default()), None);
    }

    fn any_trace() -> impl Strategy<Value = Trace> {
        prop_oneof![
            3 => Just(Trace::Other),
            2 => any::<bool>().prop_map(|by_person| Trace::Triggered { by_person }),
            1 => Just(Trace::Prioritized),
        ]
    }

    proptest! {
        #[test]
        fn whatever_a_person_decided_stays(traces in proptest::collection::vec(any_trace(), 0..8), whole: bool) {
            let mut past = Past::default();
            for trace in &traces {
                past.saw(*trace);
            }
            if whole {
                past.began();
            }
            let oldest = traces.iter().rev().find(|trace| matches!(trace, Trace::Triggered { .. }));
            let by_event = oldest == Some(&Trace::Triggered { by_person: false });
            let decided = traces.contains(&Trace::Prioritized);
            prop_assert_eq!(past.leaves_priority_open(), whole && by_event && !decided);
        }
    }
}
