//! The other tickets of an incident: how many customers wait for the same thing, who they are, and since when.

use super::id::TicketId;
use super::moment::Moment;
use super::ticket::TicketStatus;

/// Another ticket to which the incident is linked. Zendesk: a result of `GET /api/v2/search/export`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedTicket {
    /// Its number.
    pub id: TicketId,
    /// Its subject; hostile text.
    pub subject: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// The requester's organization by its Zendesk id, if there is one.
    pub organization: Option<u64>,
    /// When it came in.
    pub created_at: Moment,
}

impl LinkedTicket {
    /// Whether the customer waits for us: not for a solved ticket, and not while we wait for the customer.
    pub fn waits(&self) -> bool {
        matches!(self.status, TicketStatus::New | TicketStatus::Open | TicketStatus::Hold)
    }
}

/// What is said of all of them, also of those that have not been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// How many there are besides this ticket; `None` when Zendesk did not say.
    pub total: Option<u64>,
    /// How many customers wait.
    pub waiting: u64,
    /// When the one who waits longest wrote.
    pub longest: Option<Moment>,
}

/// The tickets as far as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkedTickets {
    /// As Zendesk orders them; each once.
    pub tickets: Vec<LinkedTicket>,
    /// Names of organizations by id; hostile text.
    pub organizations: Vec<(u64, String)>,
    /// Where the next page begins; `None` after the last one. Zendesk forgets it after an hour.
    pub after: Option<String>,
    /// What is said of all of them.
    pub overview: Overview,
}

impl LinkedTickets {
    /// Takes in the next page. What is said of all comes with the first one and stays.
    #[must_use]
    pub fn with(mut self, page: Self) -> Self {
        for ticket in page.tickets {
            if !self.tickets.iter().any(|known| known.id == ticket.id) {
                self.tickets.push(ticket);
            }
        }
        for (id, name) in page.organizations {
            if self.organization(id).is_none() {
                self.organizations.push((id, name));
            }
        }
        Self { after: page.after, ..self }
    }

    /// The name of an organization.
    pub fn organization(&self, id: u64) -> Option<&str> {
        self.organizations.iter().find(|(known, _)| *known == id).map(|(_, name)| name.as_str())
    }

    /// How many organizations they come from, as far as they were read.
    pub fn organization_count(&self) -> usize {
        let mut ids: Vec<_> = self.tickets.iter().filter_map(|ticket| ticket.organization).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }

    /// The organizations with the most tickets first, at most `most` of them.
    pub fn largest_organizations(&self, most: usize) -> Vec<&str> {
        let count = |id: u64| self.tickets.iter().filter(|ticket| ticket.organization == Some(id)).count();
        let mut named: Vec<_> = self.organizations.iter().map(|(id, name)| (count(*id), name.as_str())).collect();
        named.retain(|(count, _)| *count > 0);
        named.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        named.into_iter().take(most).map(|(_, name)| name).collect()
    }

    /// How many tickets there are, and whether it may be more: Zendesk's own count lags behind and includes what was taken off.
    pub fn count(&self) -> (u64, bool) {
        let read = u64::try_from(self.tickets.len()).unwrap_or(u64::MAX);
        match (&self.after, self.overview.total) {
            (None, _) => (read, false),
            (Some(_), Some(total)) => (total.max(read), false),
            (Some(_), None) => (read, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(id: u64, organization: Option<u64>) -> LinkedTicket {
        LinkedTicket {
            id: TicketId(id),
            subject: String::new(),
            status: TicketStatus::Open,
            organization,
            created_at: Moment(0),
        }
    }

    fn page(tickets: Vec<LinkedTicket>, after: Option<&str>) -> LinkedTickets {
        let organizations = vec![(1, "Brightside".into()), (2, "Kumo".into())];
        LinkedTickets { tickets, organizations, after: after.map(str::to_owned), overview: Overview::default() }
    }

    #[test]
    fn pages_that_overlap_hold_each_ticket_once() {
        let first = page(vec![ticket(1, Some(1)), ticket(2, Some(2))], Some("x"));
        let whole = first.with(page(vec![ticket(2, Some(2)), ticket(3, Some(2)), ticket(4, None)], None));
        let ids: Vec<_> = whole.tickets.iter().map(|it| it.id.0).collect();
        assert_eq!((ids, whole.after.clone()), (vec![1, 2, 3, 4], None));
        assert_eq!((whole.organization_count(), whole.organizations.len()), (2, 2));
        assert_eq!(whole.largest_organizations(5), ["Kumo", "Brightside"]);
        assert_eq!(whole.largest_organizations(1), ["Kumo"]);
    }

    #[test]
    fn the_count_is_exact_when_all_were_read_and_else_what_zendesk_says() {
        let tickets = || vec![ticket(1, None), ticket(2, None)];
        assert_eq!(page(tickets(), None).count(), (2, false));
        assert_eq!(page(tickets(), Some("x")).count(), (2, true));
        let mut some = page(tickets(), Some("x"));
        some.overview.total = Some(340);
        assert_eq!(some.count(), (340, false));
        some.after = None;
        assert_eq!(some.count(), (2, false), "what was read is surer than a count");
    }

    #[test]
    fn nobody_waits_on_a_solved_or_pending_ticket() {
        let waits = |status| LinkedTicket { status, ..ticket(1, None) }.waits();
        assert!(waits(TicketStatus::New) && waits(TicketStatus::Open) && waits(TicketStatus::Hold));
        assert!(!waits(TicketStatus::Pending) && !waits(TicketStatus::Solved) && !waits(TicketStatus::Closed));
    }
}
