//! Whether something may be done now, and why not when it may not.

use super::ability::{Abilities, Ability};
use super::incident::{Incident, Status};

/// Something an agent can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Create an incident for the ticket.
    Create,
    /// Link an open incident to the ticket.
    Link,
    /// Take the incident off the ticket.
    Unlink,
    /// Acknowledge the incident.
    Acknowledge,
    /// Resolve the incident.
    Resolve,
    /// Write a note.
    Note,
    /// Ask more people to help.
    AddResponders,
    /// Give the incident to somebody else, or to another level.
    Reassign,
    /// Run an incident workflow.
    RunWorkflow,
    /// Send a status update to the incident's subscribers.
    SendStatusUpdate,
    /// Change title, priority or urgency.
    Edit,
    /// Keep an acknowledged incident quiet for a while.
    Snooze,
}

impl Action {
    /// Every action, in the order in which reasons are told.
    pub const ALL: [Self; 12] = [
        Self::Create,
        Self::Link,
        Self::Unlink,
        Self::Acknowledge,
        Self::Resolve,
        Self::Note,
        Self::AddResponders,
        Self::Reassign,
        Self::RunWorkflow,
        Self::SendStatusUpdate,
        Self::Edit,
        Self::Snooze,
    ];

    /// The ability that the agent's groups must have.
    pub fn ability(self) -> Ability {
        match self {
            Self::Create => Ability::Create,
            Self::Link => Ability::Link,
            Self::Unlink => Ability::Unlink,
            // Snoozing prolongs an acknowledgement.
            Self::Acknowledge | Self::Snooze => Ability::Acknowledge,
            Self::Resolve => Ability::Resolve,
            Self::Note => Ability::Note,
            Self::AddResponders => Ability::Responders,
            Self::Reassign => Ability::Reassign,
            Self::RunWorkflow => Ability::Workflow,
            Self::SendStatusUpdate => Ability::StatusUpdate,
            Self::Edit => Ability::Priority,
        }
    }

    /// Whether it writes to the Zendesk ticket.
    pub fn writes_ticket(self) -> bool {
        matches!(self, Self::Create | Self::Link | Self::Unlink)
    }

    /// Whether it writes to PagerDuty, so that the agent's own account is needed.
    pub fn writes_pagerduty(self) -> bool {
        !matches!(self, Self::Unlink)
    }
}

/// Why something may not be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// None of the agent's groups has the ability.
    NotPermitted(Ability),
    /// The agent is not signed in to PagerDuty.
    SignedOut,
    /// The agent's PagerDuty role is a stakeholder's: it sees incidents and changes none.
    Stakeholder,
    /// The ticket is closed, so Zendesk takes no change to it.
    TicketClosed,
    /// The browser says that there is no network.
    Offline,
    /// The incident is resolved.
    AlreadyResolved,
    /// The incident is acknowledged.
    AlreadyAcknowledged,
    /// The incident is not acknowledged, so there is nothing to keep quiet.
    NotAcknowledged,
    /// The last change to this incident is still on its way.
    Busy,
}

/// All that the answer depends on besides the incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and every combination occurs")]
pub struct Circumstances {
    /// What the agent's groups allow.
    pub abilities: Abilities,
    /// Whether the agent's own PagerDuty token is at hand.
    pub signed_in: bool,
    /// Whether the agent's PagerDuty role may only look.
    pub stakeholder: bool,
    /// Whether the ticket is closed.
    pub ticket_closed: bool,
    /// Whether the browser is online.
    pub online: bool,
}

impl Circumstances {
    /// Whether `action` may be done at all, whichever the incident. The most lasting reason is given first.
    pub fn permit(&self, action: Action) -> Result<(), Refusal> {
        if !self.abilities.has(action.ability()) {
            return Err(Refusal::NotPermitted(action.ability()));
        }
        if action.writes_ticket() && self.ticket_closed {
            return Err(Refusal::TicketClosed);
        }
        if action.writes_pagerduty() && !self.signed_in {
            return Err(Refusal::SignedOut);
        }
        if action.writes_pagerduty() && self.stakeholder {
            return Err(Refusal::Stakeholder);
        }
        // A note waits until the network is back.
        if !self.online && action != Action::Note {
            return Err(Refusal::Offline);
        }
        Ok(())
    }

    /// Whether `action` may be done to `incident`; `busy` says that a change to it is still on its way.
    pub fn permit_on(&self, action: Action, incident: &Incident, busy: bool) -> Result<(), Refusal> {
        self.permit(action)?;
        match (action, incident.status) {
            (
                Action::Acknowledge
                | Action::Resolve
                | Action::AddResponders
                | Action::Reassign
                | Action::Edit
                | Action::Snooze,
                Status::Resolved,
            ) => Err(Refusal::AlreadyResolved),
            (Action::Snooze, Status::Triggered) => Err(Refusal::NotAcknowledged),
            (Action::Acknowledge, Status::Acknowledged) => Err(Refusal::AlreadyAcknowledged),
            (
                Action::Acknowledge
                | Action::Resolve
                | Action::Unlink
                | Action::Reassign
                | Action::Edit
                | Action::Snooze,
                _,
            ) if busy => Err(Refusal::Busy),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine() -> Circumstances {
        Circumstances {
            abilities: Abilities::all(),
            signed_in: true,
            stakeholder: false,
            ticket_closed: false,
            online: true,
        }
    }

    #[test]
    fn an_action_without_its_ability_is_refused_whatever_else_holds() {
        for action in Action::ALL {
            let abilities: Abilities = Ability::ALL.into_iter().filter(|it| *it != action.ability()).collect();
            let refusal = Circumstances { abilities, ..fine() }.permit(action);
            assert_eq!(refusal, Err(Refusal::NotPermitted(action.ability())));
            assert_eq!(fine().permit(action), Ok(()));
        }
    }

    #[test]
    fn a_closed_ticket_refuses_links_but_not_incident_command() {
        let closed = Circumstances { ticket_closed: true, ..fine() };
        assert_eq!(closed.permit(Action::Link), Err(Refusal::TicketClosed));
        assert_eq!(closed.permit(Action::Acknowledge), Ok(()));
    }

    #[test]
    fn unlinking_needs_no_account_in_pagerduty() {
        let signed_out = Circumstances { signed_in: false, ..fine() };
        assert_eq!(signed_out.permit(Action::Unlink), Ok(()));
        assert_eq!(signed_out.permit(Action::Note), Err(Refusal::SignedOut));
    }
}
