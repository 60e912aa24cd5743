//! Who and what the stories are about.

use incident_command_console::console::model::Me;
use incident_command_console::domain::id::{IncidentId, ServiceId, UserId};
use incident_command_console::domain::incident::{Incident, IncidentKey, Named, Status, Urgency};
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::ticket::Agent;

pub(crate) fn me() -> Me {
    Me {
        id: UserId::parse("PUSER01").unwrap(),
        name: "Jonas".into(),
        email: "jonas@example.com".into(),
        stakeholder: false,
    }
}

pub(crate) fn incident(id: &str, service: &str, key: Option<IncidentKey>, at: i64) -> Incident {
    Incident {
        id: IncidentId::parse(id).unwrap(),
        number: 1,
        title: "Title".into(),
        status: Status::Triggered,
        urgency: Urgency::High,
        priority: None,
        service: Named { id: ServiceId::parse(service).unwrap(), name: service.into() },
        escalation_policy: None,
        teams: Vec::new(),
        assigned: Vec::new(),
        acknowledged: Vec::new(),
        created_at: Moment(at),
        changed_at: Moment(at),
        updated_at: Moment(at),
        key,
        url: None,
        escalates_at: None,
        assigned_directly: false,
        responder_requests: Vec::new(),
        triggers_again_at: None,
        merged_into: None,
    }
}

pub(crate) fn agent() -> Agent {
    Agent { id: 1, name: "Jonas".into(), is_admin: false, locale: "en".into(), time_zone: None, groups: vec![] }
}
