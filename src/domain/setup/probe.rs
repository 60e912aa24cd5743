//! The calls to PagerDuty that the app makes from the browser, to be tried one by one.
//!
//! PagerDuty lets a browser's foreign pages call its API (CORS), and has been seen to forget that for single calls. Such a refusal
//! looks like a broken network, so each kind of call is tried for itself.

/// A part of the app that needs a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Signing in.
    SignIn,
    /// The incidents beside a ticket.
    Incidents,
    /// Notes on an incident.
    Notes,
    /// The timeline of an incident.
    Timeline,
    /// Creating an incident.
    Create,
    /// Acknowledge, resolve, edit, reassign.
    Change,
    /// Snooze.
    Snooze,
    /// Finding people and policies, and who is on call.
    People,
    /// Asking others to help.
    Responders,
    /// Status updates and who receives them.
    StatusUpdates,
    /// Templates for status updates.
    Templates,
    /// Incident workflows.
    Workflows,
    /// Priorities.
    Priorities,
    /// This page.
    Setup,
    /// Tickets that open incidents by rules or by e-mail.
    Automation,
}

/// One kind of call. The names are those of PagerDuty's REST reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Probe {
    /// `GET /users/me`. Also the one by which a broken network is told from a refusal.
    Me,
    /// `GET /abilities`.
    Abilities,
    /// `GET /incidents`.
    Incidents,
    /// `GET /incidents/{id}`.
    Incident,
    /// `GET /incidents/{id}/notes`.
    Notes,
    /// `GET /incidents/{id}/log_entries`.
    Timeline,
    /// `GET /services`.
    Services,
    /// `GET /users`.
    Users,
    /// `GET /escalation_policies`.
    Policies,
    /// `GET /oncalls`.
    OnCalls,
    /// `GET /teams`.
    Teams,
    /// `GET /priorities`.
    Priorities,
    /// `GET /incidents/{id}/status_updates/subscribers`.
    Subscribers,
    /// `GET /templates`.
    Templates,
    /// `GET /incident_workflows/triggers`.
    WorkflowTriggers,
    /// `GET /incident_workflows/{id}`.
    Workflow,
    /// `GET /services/{id}/integrations/{integration_id}`.
    Integration,
    /// `GET /event_orchestrations`.
    Orchestrations,
    /// `POST /incidents`.
    Create,
    /// `PUT /incidents/{id}`.
    Change,
    /// `POST /incidents/{id}/notes`.
    PostNote,
    /// `POST /incidents/{id}/snooze`.
    Snooze,
    /// `POST /incidents/{id}/responder_requests`.
    RequestResponders,
    /// `PUT /incidents/{id}/responder_requests/cancel`.
    CancelResponders,
    /// `POST /incidents/{id}/status_updates`.
    SendUpdate,
    /// `POST /incidents/{id}/status_updates/subscribers`.
    Subscribe,
    /// `POST /templates/{id}/render`.
    Render,
    /// `POST /incident_workflows/{id}/instances`.
    StartWorkflow,
    /// `POST /services/{id}/integrations`.
    MakeIntegration,
}

impl Probe {
    /// The calls that read.
    pub const READING: [Self; 18] = [
        Self::Me,
        Self::Abilities,
        Self::Incidents,
        Self::Incident,
        Self::Notes,
        Self::Timeline,
        Self::Services,
        Self::Users,
        Self::Policies,
        Self::OnCalls,
        Self::Teams,
        Self::Priorities,
        Self::Subscribers,
        Self::Templates,
        Self::WorkflowTriggers,
        Self::Workflow,
        Self::Integration,
        Self::Orchestrations,
    ];

    /// The calls that change something when they name something that exists, which a probe never does.
    pub const WRITING: [Self; 11] = [
        Self::Create,
        Self::Change,
        Self::PostNote,
        Self::Snooze,
        Self::RequestResponders,
        Self::CancelResponders,
        Self::SendUpdate,
        Self::Subscribe,
        Self::Render,
        Self::StartWorkflow,
        Self::MakeIntegration,
    ];

    /// Whether it is one of [`Self::WRITING`].
    pub fn writes(self) -> bool {
        Self::WRITING.contains(&self)
    }

    /// The call as PagerDuty's reference names it: the method and the path.
    pub fn call(self) -> &'static str {
        match self {
            Self::Me => "GET /users/me",
            Self::Abilities => "GET /abilities",
            Self::Incidents => "GET /incidents",
            Self::Incident => "GET /incidents/{id}",
            Self::Notes => "GET /incidents/{id}/notes",
            Self::Timeline => "GET /incidents/{id}/log_entries",
            Self::Services => "GET /services",
            Self::Users => "GET /users",
            Self::Policies => "GET /escalation_policies",
            Self::OnCalls => "GET /oncalls",
            Self::Teams => "GET /teams",
            Self::Priorities => "GET /priorities",
            Self::Subscribers => "GET /incidents/{id}/status_updates/subscribers",
            Self::Templates => "GET /templates",
            Self::WorkflowTriggers => "GET /incident_workflows/triggers",
            Self::Workflow => "GET /incident_workflows/{id}",
            Self::Integration => "GET /services/{id}/integrations/{integration_id}",
            Self::Orchestrations => "GET /event_orchestrations",
            Self::Create => "POST /incidents",
            Self::Change => "PUT /incidents/{id}",
            Self::PostNote => "POST /incidents/{id}/notes",
            Self::Snooze => "POST /incidents/{id}/snooze",
            Self::RequestResponders => "POST /incidents/{id}/responder_requests",
            Self::CancelResponders => "PUT /incidents/{id}/responder_requests/cancel",
            Self::SendUpdate => "POST /incidents/{id}/status_updates",
            Self::Subscribe => "POST /incidents/{id}/status_updates/subscribers",
            Self::Render => "POST /templates/{id}/render",
            Self::StartWorkflow => "POST /incident_workflows/{id}/instances",
            Self::MakeIntegration => "POST /services/{id}/integrations",
        }
    }

    /// The part of the app that does not work without it.
    pub fn place(self) -> Place {
        match self {
            Self::Me => Place::SignIn,
            Self::Abilities => Place::Setup,
            Self::Incidents | Self::Incident => Place::Incidents,
            Self::Notes | Self::PostNote => Place::Notes,
            Self::Timeline => Place::Timeline,
            Self::Services | Self::Create => Place::Create,
            Self::Users | Self::Policies | Self::OnCalls => Place::People,
            Self::Teams | Self::Subscribers | Self::SendUpdate | Self::Subscribe => Place::StatusUpdates,
            Self::Priorities => Place::Priorities,
            Self::Templates | Self::Render => Place::Templates,
            Self::WorkflowTriggers | Self::Workflow | Self::StartWorkflow => Place::Workflows,
            Self::Integration | Self::Orchestrations | Self::MakeIntegration => Place::Automation,
            Self::Change => Place::Change,
            Self::Snooze => Place::Snooze,
            Self::RequestResponders | Self::CancelResponders => Place::Responders,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_in_one_list_and_the_lists_part_reading_from_writing() {
        for probe in Probe::READING {
            assert!(!probe.writes() && probe.call().starts_with("GET /"), "{probe:?}");
        }
        for probe in Probe::WRITING {
            assert!(probe.writes() && !probe.call().starts_with("GET "), "{probe:?}");
        }
        let mut calls: Vec<_> = Probe::READING.iter().chain(&Probe::WRITING).map(|probe| probe.call()).collect();
        calls.sort_unstable();
        calls.dedup();
        assert_eq!(calls.len(), Probe::READING.len() + Probe::WRITING.len());
    }
}
