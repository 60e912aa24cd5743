//! What the ticket is told of an incident, and how often it may be told.
//!
//! Only what an agent does in this console is told, so that what Zendesk or PagerDuty changes by itself never comes round again.

use std::time::Duration;

use super::id::IncidentId;
use super::moment::Moment;
use super::ticket::TicketPriority;

/// What administrators let the console write to a ticket besides its links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mirroring {
    /// Whether a note for responders appears as a private comment.
    pub notes: bool,
    /// Whether a change to an incident adds a private comment.
    pub state_changes: bool,
    /// Whether a New ticket becomes Open when its incident is created, linked or acknowledged.
    pub open_new_tickets: bool,
    /// Which priorities follow each other; none until an administrator names them.
    pub priorities: PriorityMap,
}

impl Mirroring {
    /// Whether this is written.
    pub fn is_on(&self, switch: Switch) -> bool {
        match switch {
            Switch::Notes => self.notes,
            Switch::StateChanges => self.state_changes,
            Switch::OpenNewTickets => self.open_new_tickets,
        }
    }

    /// Turns it on or off.
    pub fn set(&mut self, switch: Switch, on: bool) {
        match switch {
            Switch::Notes => self.notes = on,
            Switch::StateChanges => self.state_changes = on,
            Switch::OpenNewTickets => self.open_new_tickets = on,
        }
    }

    /// What holds until an administrator says otherwise: private comments and New to Open, but no priorities, because only the
    /// account knows which of its own match.
    pub fn usual() -> Self {
        Self { notes: true, state_changes: true, open_new_tickets: true, priorities: PriorityMap::default() }
    }
}

/// Something that is written to tickets, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Switch {
    /// Notes for responders as private comments.
    Notes,
    /// Changes to an incident as private comments.
    StateChanges,
    /// New tickets become Open.
    OpenNewTickets,
}

impl Switch {
    /// Every switch, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Notes, Self::StateChanges, Self::OpenNewTickets];

    /// Its name in the configuration setting and in ids; never shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::StateChanges => "state_changes",
            Self::OpenNewTickets => "open_new_tickets",
        }
    }
}

/// Which incident priority, by its name in PagerDuty, belongs to which ticket priority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriorityMap(Vec<(TicketPriority, String)>);

impl PriorityMap {
    /// The map of these pairs; of two for the same ticket priority the first counts.
    pub fn new(pairs: impl IntoIterator<Item = (TicketPriority, String)>) -> Self {
        let pairs: Vec<_> = pairs.into_iter().collect();
        let of = |priority| pairs.iter().find(|(own, _)| *own == priority).cloned();
        Self(TicketPriority::ALL.into_iter().filter_map(of).collect())
    }

    /// Lets this incident priority follow the ticket's, or none.
    pub fn set(&mut self, ticket: TicketPriority, incident: Option<String>) {
        let others = std::mem::take(&mut self.0).into_iter().filter(|(own, _)| *own != ticket);
        *self = Self::new(others.chain(incident.map(|name| (ticket, name))));
    }

    /// Whether no priorities follow each other.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of the incident priority that follows the ticket's.
    pub fn for_incident(&self, ticket: TicketPriority) -> Option<&str> {
        self.0.iter().find(|(own, _)| *own == ticket).map(|(_, name)| name.as_str())
    }

    /// The ticket priority that follows the incident's. One that the ticket has already stays; of several the gravest counts.
    pub fn for_ticket(&self, incident: &str, now: Option<TicketPriority>) -> Option<TicketPriority> {
        let fits = |priority: TicketPriority| self.for_incident(priority) == Some(incident);
        now.filter(|now| fits(*now)).or_else(|| TicketPriority::ALL.into_iter().find(|priority| fits(*priority)))
    }
}

/// Something that an agent did here to an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Created it for the ticket.
    Created,
    /// Linked it to the ticket.
    Linked,
    /// Took it off the ticket.
    Unlinked,
    /// Acknowledged it.
    Acknowledged,
    /// Resolved it.
    Resolved,
    /// Gave it to these people, or to this policy.
    HandedOver(Vec<String>),
    /// Sent it to this level of its policy, from 1.
    Escalated(u32),
    /// Put it off for a while.
    Snoozed,
    /// Gave it this priority, or none.
    Priority(Option<String>),
    /// Wrote this note for responders.
    Note(String),
}

impl Change {
    /// Whether somebody works on the ticket from now on, so that it is no longer New.
    pub fn opens_ticket(&self) -> bool {
        matches!(self, Self::Created | Self::Linked | Self::Acknowledged)
    }
}

/// One thing that the ticket is told: who did what to which incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The incident.
    pub incident: IncidentId,
    /// Its number in the account.
    pub number: u64,
    /// Its title; hostile text.
    pub title: String,
    /// Its page in PagerDuty.
    pub url: Option<String>,
    /// The agent's name.
    pub by: String,
    /// What was done.
    pub change: Change,
}

/// All that one update tells the ticket. Zendesk: `PUT /api/v2/tickets/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketUpdate {
    /// Travels with the update, so that it can be looked up when its answer was lost; empty until it is sent.
    pub mark: String,
    /// What one private comment tells.
    pub reports: Vec<Report>,
    /// Whether a New ticket becomes Open.
    pub open: bool,
    /// The priority that the ticket gets.
    pub priority: Option<TicketPriority>,
    /// Whether it may have arrived already.
    pub unsure: bool,
}

impl TicketUpdate {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty() && !self.open && self.priority.is_none()
    }

    /// Takes in what was to be told later, so that one update does.
    pub fn absorb(&mut self, later: Self) {
        self.reports.extend(later.reports);
        self.open |= later.open;
        self.priority = later.priority.or(self.priority);
    }
}

/// When the ticket was updated here, to keep within what Zendesk allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updates(Vec<Moment>);

impl Updates {
    /// Zendesk lets one agent update one ticket so often within [`Self::WINDOW`]. Zendesk: "Rate limits", Update Ticket.
    pub const ALLOWED: usize = 30;
    /// The span that the limit speaks of.
    pub const WINDOW: Duration = Duration::from_secs(600);
    /// So many of them are left to what the agent saves and links by hand.
    const RESERVED: usize = 5;

    /// Notes that an update is made.
    pub fn count(&mut self, now: Moment) {
        self.0.retain(|at| at.age(now) < Self::WINDOW);
        self.0.push(now);
    }

    /// How long to wait before the next update by the console itself; zero when it may be made now.
    pub fn wait(&self, now: Moment) -> Duration {
        let recent: Vec<_> = self.0.iter().filter(|at| at.age(now) < Self::WINDOW).collect();
        let most = Self::ALLOWED - Self::RESERVED;
        // The wait ends when so many have aged that one is free.
        match recent.len().checked_sub(most).and_then(|over| recent.get(over)) {
            Some(at) => Self::WINDOW.saturating_sub(at.age(now)).max(Duration::from_secs(1)),
            None => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    fn map() -> PriorityMap {
        use TicketPriority::{High, Low, Normal, Urgent};
        PriorityMap::new([(Low, "P5".into()), (High, "P1".into()), (Urgent, "P1".into()), (Normal, "P3".into())])
    }

    #[test]
    fn a_priority_that_fits_already_is_not_raised() {
        assert_eq!(map().for_ticket("P1", Some(TicketPriority::High)), Some(TicketPriority::High));
        assert_eq!(map().for_ticket("P1", Some(TicketPriority::Low)), Some(TicketPriority::Urgent));
        assert_eq!(map().for_ticket("P1", None), Some(TicketPriority::Urgent));
        assert_eq!(map().for_ticket("P9", None), None);
        assert_eq!(PriorityMap::default().for_incident(TicketPriority::Urgent), None);
    }

    #[test]
    fn later_reports_ride_along_and_the_last_priority_counts() {
        let mut update = TicketUpdate { priority: Some(TicketPriority::Low), ..TicketUpdate::default() };
        assert!(TicketUpdate::default().is_empty() && !update.is_empty());
        update.absorb(TicketUpdate { open: true, ..TicketUpdate::default() });
        update.absorb(TicketUpdate { priority: Some(TicketPriority::High), ..TicketUpdate::default() });
        assert!(update.open);
        assert_eq!(update.priority, Some(TicketPriority::High));
    }

    proptest! {
        #[test]
        fn priorities_never_chase_each_other(
            pairs in proptest::collection::vec((0_usize..4, 0_u8..3), 0..6),
            start in 0_usize..4,
        ) {
            let pairs = pairs.into_iter().map(|(at, name)| (*TicketPriority::ALL.get(at).unwrap(), format!("P{name}")));
            let map = PriorityMap::new(pairs);
            let ticket = *TicketPriority::ALL.get(start).unwrap();
            if let Some(incident) = map.for_incident(ticket) {
                prop_assert_eq!(map.for_ticket(incident, Some(ticket)), Some(ticket));
            }
        }

        #[test]
        fn however_often_something_is_told_ten_minutes_hold_no_more_than_is_allowed(
            pauses in proptest::collection::vec(0_u64..120, 1..200),
        ) {
            let (mut updates, mut now, mut made) = (Updates::default(), Moment(0), Vec::<Moment>::new());
            for pause in pauses {
                now = now.after(Duration::from_secs(pause)).after(updates.wait(now.after(Duration::from_secs(pause))));
                prop_assert_eq!(updates.wait(now), Duration::ZERO, "who has waited may go on");
                updates.count(now);
                made.push(now);
                let recent = made.iter().filter(|at| at.age(now) < Updates::WINDOW).count();
                prop_assert!(recent <= Updates::ALLOWED - Updates::RESERVED);
            }
        }
    }
}
