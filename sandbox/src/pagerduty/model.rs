//! What the account holds: people, services, policies and the incidents on them.
//!
//! Times are milliseconds since the Unix epoch; identifiers are PagerDuty's own strings.

use super::integration::Integration;
use serde_json::Value;
use std::collections::BTreeSet;

/// A PagerDuty identifier.
pub(crate) type Id = String;

/// A person with an account (PagerDuty REST: schema `User`).
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) email: String,
    /// One of the base roles: `owner`, `admin`, `user`, `limited_user`, `observer`, `restricted_access`,
    /// `read_only_user`, `read_only_limited_user`.
    pub(crate) role: String,
    pub(crate) time_zone: String,
    pub(crate) color: String,
    pub(crate) job_title: String,
    pub(crate) teams: Vec<Id>,
}

/// A team (PagerDuty REST: schema `Team`).
#[derive(Clone, Debug)]
pub(crate) struct Team {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) description: String,
}

/// A rotation: the users take turns of `turn_days`, handing over at `handoff_hour` in `time_zone`.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) name: String,
    pub(crate) time_zone: String,
    pub(crate) users: Vec<Id>,
    pub(crate) turn_days: i64,
    pub(crate) handoff_hour: i8,
}

/// Whom an escalation rule notifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    User(Id),
    Schedule(Id),
}

/// One level of an escalation policy.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: Id,
    pub(crate) delay_minutes: i64,
    pub(crate) targets: Vec<Target>,
}

/// An escalation policy (PagerDuty REST: schema `EscalationPolicy`).
#[derive(Clone, Debug)]
pub(crate) struct EscalationPolicy {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) rules: Vec<Rule>,
    pub(crate) num_loops: u32,
    pub(crate) teams: Vec<Id>,
}

/// A service (PagerDuty REST: schema `Service`).
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) description: String,
    /// `disabled` and `maintenance` are kept; `critical`, `warning` and `active` follow from the open incidents.
    pub(crate) status: String,
    pub(crate) created_at: i64,
    /// Seconds after which an acknowledgement lapses.
    pub(crate) acknowledgement_timeout: Option<i64>,
    /// Seconds after which an open incident resolves by itself.
    pub(crate) auto_resolve_timeout: Option<i64>,
    pub(crate) escalation_policy: Id,
    pub(crate) teams: Vec<Id>,
    /// Oldest first.
    pub(crate) integrations: Vec<Integration>,
    /// The urgency of incidents whose creator named none.
    pub(crate) urgency: String,
}

/// A priority of the account (PagerDuty REST: schema `Priority`).
#[derive(Clone, Debug)]
pub(crate) struct Priority {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) description: String,
    /// Six hexadecimal digits.
    pub(crate) color: String,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Agent {
    User(Id),
    Service(Id),
    Integration { service: Id, integration: Id },
}

/// Where an incident stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Triggered,
    Acknowledged,
    Resolved,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Triggered => "triggered",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "triggered" => Some(Self::Triggered),
            "acknowledged" => Some(Self::Acknowledged),
            "resolved" => Some(Self::Resolved),
            _ => None,
        }
    }
}

/// A user and since when: an assignment or an acknowledgement. An event acknowledges in the name of its service, whose
/// id then stands for the user's (schema `AcknowledgerReference`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Since {
    pub(crate) user: Id,
    pub(crate) at: i64,
}

/// A telephone number and an address to meet at.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConferenceBridge {
    pub(crate) number: Option<String>,
    pub(crate) url: Option<String>,
}

/// An alert under an incident (PagerDuty REST: schema `Alert`).
#[derive(Clone, Debug)]
pub(crate) struct Alert {
    pub(crate) id: Id,
    pub(crate) key: String,
    pub(crate) summary: String,
    pub(crate) severity: String,
    pub(crate) created_at: i64,
    pub(crate) resolved_at: Option<i64>,
    pub(crate) details: Value,
    /// Where it came in; later events reach it through the same integration only.
    pub(crate) integration: Id,
    /// Links and images (schema `Context`).
    pub(crate) contexts: Vec<Value>,
}

/// A note (PagerDuty REST: schema `IncidentNote`).
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) id: Id,
    pub(crate) user: Id,
    pub(crate) content: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// One line of an incident's timeline (PagerDuty REST: schema `LogEntry`).
#[derive(Clone, Debug)]
pub(crate) struct LogEntry {
    pub(crate) id: Id,
    /// The type without `_log_entry`.
    pub(crate) kind: &'static str,
    pub(crate) summary: String,
    pub(crate) created_at: i64,
    pub(crate) agent: Agent,
    /// The channel as it is sent when `include[]=channels` asks for it; without that only its type is sent.
    pub(crate) channel: Value,
    /// Links and images that came with it (schema `Context`).
    pub(crate) contexts: Vec<Value>,
    /// Users the entry names: `assignees` of an assignment, the `user` of a notification.
    pub(crate) users: Vec<Id>,
    /// The `resolution` given when resolving.
    pub(crate) note: Option<String>,
}

/// Somebody asked to help, and their answer.
#[derive(Clone, Debug)]
pub(crate) struct Responder {
    pub(crate) user: Id,
    /// `pending`, `joined`, `declined` or `cancelled`.
    pub(crate) state: &'static str,
    pub(crate) updated_at: i64,
}

/// A responder request; each target lists the people it reached.
#[derive(Clone, Debug)]
pub(crate) struct ResponderRequest {
    pub(crate) requester: Id,
    pub(crate) message: String,
    pub(crate) requested_at: i64,
    pub(crate) targets: Vec<RequestTarget>,
}

/// One target of a responder request: `user` or `escalation_policy`.
#[derive(Clone, Debug)]
pub(crate) struct RequestTarget {
    pub(crate) kind: &'static str,
    pub(crate) id: Id,
    pub(crate) responders: Vec<Responder>,
}

/// A status update sent to subscribers.
#[derive(Clone, Debug)]
pub(crate) struct StatusUpdate {
    pub(crate) id: Id,
    pub(crate) message: String,
    pub(crate) subject: Option<String>,
    pub(crate) html_message: Option<String>,
    pub(crate) sender: Id,
    pub(crate) created_at: i64,
}

/// An incident (PagerDuty REST: schema `Incident`).
#[derive(Clone, Debug)]
#[allow(clippy::struct_field_names, reason = "the fields carry the names of the schema")]
pub(crate) struct Incident {
    pub(crate) id: Id,
    pub(crate) number: u64,
    pub(crate) title: String,
    /// `None` when the incident was opened by an event: then its alerts hold the keys.
    pub(crate) incident_key: Option<String>,
    pub(crate) service: Id,
    pub(crate) escalation_policy: Id,
    pub(crate) urgency: String,
    pub(crate) status: Status,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) resolved_at: Option<i64>,
    pub(crate) last_status_change_at: i64,
    pub(crate) last_status_change_by: Agent,
    pub(crate) assignments: Vec<Since>,
    /// True while people were named one by one; such an incident does not escalate.
    pub(crate) direct: bool,
    pub(crate) acknowledgements: Vec<Since>,
    pub(crate) priority: Option<Id>,
    /// The level of the policy it stands at, from 1.
    pub(crate) escalation_level: usize,
    /// How often the policy has begun again.
    pub(crate) loops: u32,
    pub(crate) escalate_at: Option<i64>,
    pub(crate) unacknowledge_at: Option<i64>,
    pub(crate) auto_resolve_at: Option<i64>,
    pub(crate) unsnooze_at: Option<i64>,
    pub(crate) body: Option<String>,
    pub(crate) conference_bridge: Option<ConferenceBridge>,
    /// The incident this one was merged into.
    pub(crate) merged_into: Option<Id>,
    pub(crate) resolution: Option<String>,
    pub(crate) incident_type: String,
    pub(crate) alerts: Vec<Alert>,
    pub(crate) notes: Vec<Note>,
    /// Oldest first.
    pub(crate) log: Vec<LogEntry>,
    pub(crate) responder_requests: Vec<ResponderRequest>,
    pub(crate) status_updates: Vec<StatusUpdate>,
    /// `(subscriber_type, subscriber_id)`.
    pub(crate) subscribers: BTreeSet<(String, Id)>,
    /// `(instance id, workflow id)` of the workflows started on it.
    pub(crate) workflow_instances: Vec<(String, Id)>,
    /// When workflows that run will be done, with the instance id and the workflow's name; first started first.
    pub(crate) workflows_running: Vec<(i64, String, String)>,
}

impl Incident {
    pub(crate) fn open(&self) -> bool {
        self.status != Status::Resolved
    }

    /// Whether the incident or one of its alerts carries `key`.
    pub(crate) fn carries(&self, key: &str) -> bool {
        self.incident_key.as_deref() == Some(key) || self.alerts.iter().any(|alert| alert.key == key)
    }
}

/// An incident workflow and how it may be started.
#[derive(Clone, Debug)]
pub(crate) struct Workflow {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) created_at: i64,
    pub(crate) team: Option<Id>,
    pub(crate) steps: Vec<String>,
    pub(crate) triggers: Vec<WorkflowTrigger>,
}

/// A manual or conditional trigger of a workflow.
#[derive(Clone, Debug)]
pub(crate) struct WorkflowTrigger {
    pub(crate) id: String,
    /// `manual` or `conditional`.
    pub(crate) kind: &'static str,
    pub(crate) condition: Option<String>,
    /// Empty means every service.
    pub(crate) services: Vec<Id>,
    /// Restricted to this team when set.
    pub(crate) team: Option<Id>,
}

/// A response play, which only accounts with the ability `response_plays` still answer to.
#[derive(Clone, Debug)]
pub(crate) struct ResponsePlay {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
}

/// A status update template in Liquid.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) created_at: i64,
    pub(crate) author: Id,
    pub(crate) email_subject: String,
    pub(crate) email_body: String,
    pub(crate) message: String,
}
