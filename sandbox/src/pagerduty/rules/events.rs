//! Events: alerts are opened, repeated, acknowledged and resolved by their keys.
//!
//! Source: PagerDuty developer documentation, "Send an Alert Event": follow-up events reach an open alert only through
//! the routing key that opened it, and those without an open alert are dropped.

use super::log::Line;
use super::open::{Assignee, Opening};
use crate::pagerduty::model::{Agent, Alert, Id, Service};
use crate::pagerduty::world::World;
use serde_json::{Value, json};

/// A trigger, on its way to one service.
pub(crate) struct Event<'a> {
    pub(crate) service: &'a str,
    pub(crate) integration: &'a str,
    pub(crate) dedup_key: &'a str,
    pub(crate) summary: &'a str,
    pub(crate) severity: &'a str,
    pub(crate) details: Value,
    /// Links and images (schema `Context`).
    pub(crate) contexts: Vec<Value>,
    /// The channel of the timeline line (schema `Channel`).
    pub(crate) channel: Value,
}

impl<'a> Event<'a> {
    /// An event of the Events API without links or a client.
    pub(crate) fn new(
        service: &'a str,
        integration: &'a str,
        dedup_key: &'a str,
        summary: &'a str,
        severity: &'a str,
        details: Value,
    ) -> Self {
        let channel = json!({"type": "api", "summary": summary, "description": summary, "details": details});
        Self { service, integration, dedup_key, summary, severity, details, contexts: Vec::new(), channel }
    }

    fn words(&self) -> &'static str {
        if self.channel.get("type").and_then(Value::as_str) == Some("email") {
            "Triggered through e-mail."
        } else {
            "Triggered through the API."
        }
    }
}

/// What an integration belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Service(Id),
    Orchestration(String),
}

/// Where an event comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) source: Source,
    pub(crate) integration: Id,
}

/// What a follow-up event asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follow {
    Acknowledge,
    Resolve,
}

impl World {
    /// The Events API integration that has this key, of a service or of an orchestration.
    pub(crate) fn origin(&self, routing_key: &str) -> Option<Origin> {
        let of_service = self.services.values().find_map(|service| {
            let found = service.integrations.iter().find(|one| one.routing_key() == Some(routing_key))?;
            Some(Origin { source: Source::Service(service.id.clone()), integration: found.id.clone() })
        });
        of_service.or_else(|| {
            self.orchestrations.iter().find_map(|one| {
                let found = one.integrations.iter().find(|integration| integration.key == routing_key)?;
                Some(Origin { source: Source::Orchestration(one.id.clone()), integration: found.id.clone() })
            })
        })
    }

    /// The service that a trigger goes to: an orchestration sends it where its open alert is, or else where the router
    /// says for `context`, the event as `{event, raw_event}`. `None` is unrouted.
    pub(crate) fn destination(&self, origin: &Origin, key: &str, context: &Value) -> Option<Id> {
        match &origin.source {
            Source::Service(service) => Some(service.clone()),
            Source::Orchestration(id) => match self.open_alert(&origin.integration, key) {
                Some(open) => self.incidents.get(&open).map(|incident| incident.service.clone()),
                None => self.orchestrations.iter().find(|one| one.id == *id)?.route(context).map(str::to_owned),
            },
        }
    }

    /// Takes in a trigger unless the service takes nothing: one that is disabled or under maintenance drops it.
    pub(crate) fn receive_trigger(&mut self, event: Event<'_>, at: i64) -> Option<Id> {
        self.services.get(event.service).filter(|service| takes(service))?;
        self.take_event(event, at)
    }

    /// Opens an incident with an alert, or adds to the open alert that has the key.
    ///
    /// The incident's own `incident_key` stays null; the alert holds the key. Such an incident has no priority: an
    /// event cannot name one.
    pub(crate) fn take_event(&mut self, event: Event<'_>, at: i64) -> Option<Id> {
        let service = self.services.get(event.service)?;
        let (service, policy, urgency) =
            (service.id.clone(), service.escalation_policy.clone(), service.urgency.clone());
        let agent = Agent::Integration { service: service.clone(), integration: event.integration.to_owned() };
        let words = event.words();
        if let Some(id) = self.open_alert(event.integration, event.dedup_key) {
            let line = Line::new("trigger", &agent, words).through(event.channel).showing(event.contexts);
            self.log(&id, at, line);
            return Some(id);
        }
        let id = self.open(
            Opening {
                title: event.summary.to_owned(),
                service,
                incident_key: None,
                urgency,
                priority: None,
                body: None,
                conference_bridge: None,
                incident_type: "incident_default".to_owned(),
                assignee: Assignee::Policy(policy),
                agent,
            },
            at,
        );
        let alert = Alert {
            id: self.random.incident(),
            key: event.dedup_key.to_owned(),
            summary: event.summary.to_owned(),
            severity: event.severity.to_owned(),
            created_at: at,
            resolved_at: None,
            details: event.details,
            integration: event.integration.to_owned(),
            contexts: event.contexts.clone(),
        };
        if let Some(incident) = self.incidents.get_mut(&id) {
            incident.alerts.push(alert);
            if let Some(first) = incident.log.first_mut() {
                words.clone_into(&mut first.summary);
                first.channel = event.channel;
                first.contexts = event.contexts;
            }
        }
        Some(id)
    }

    /// Acknowledges the incident of an open alert, or resolves the alert and, with its last one, the incident.
    /// `None` when there is no open alert with this key from this integration, or the service takes nothing.
    pub(crate) fn follow_up(&mut self, integration: &str, key: &str, follow: Follow, at: i64) -> Option<Id> {
        let id = self.open_alert(integration, key)?;
        let service = self.incidents.get(&id)?.service.clone();
        self.services.get(&service).filter(|service| takes(service))?;
        let agent = Agent::Integration { service: service.clone(), integration: integration.to_owned() };
        match follow {
            Follow::Acknowledge => {
                let again = self.incidents.get(&id)?.acknowledgements.iter().any(|one| one.user == service);
                if !again {
                    let words = "Acknowledged through the API.".to_owned();
                    self.mark_acknowledged_by(&id, &service, &agent, words, at);
                }
            }
            Follow::Resolve => {
                let incident = self.incidents.get_mut(&id)?;
                let closing = incident.alerts.iter_mut().filter(|alert| alert.open_from(integration, key));
                closing.for_each(|alert| alert.resolved_at = Some(at));
                if incident.alerts.iter().all(|alert| alert.resolved_at.is_some()) {
                    self.resolve(&id, &agent, None, at).ok()?;
                } else {
                    incident.updated_at = at;
                }
            }
        }
        Some(id)
    }

    /// The open incident that holds the open alert with this key from this integration.
    fn open_alert(&self, integration: &str, key: &str) -> Option<Id> {
        let open = self.incidents.values().filter(|incident| incident.open());
        open.filter(|incident| incident.alerts.iter().any(|alert| alert.open_from(integration, key)))
            .map(|incident| incident.id.clone())
            .next()
    }

    /// Counts what came in at an integration.
    pub(crate) fn count_received(&mut self, origin: &Origin) {
        let received = match &origin.source {
            Source::Service(id) => self.services.get_mut(id).and_then(|service| {
                let found = service.integrations.iter_mut().find(|one| one.id == origin.integration);
                found.map(|one| &mut one.received)
            }),
            Source::Orchestration(id) => self.orchestrations.iter_mut().find(|one| one.id == *id).and_then(|one| {
                let found = one.integrations.iter_mut().find(|one| one.id == origin.integration);
                found.map(|one| &mut one.received)
            }),
        };
        if let Some(received) = received {
            *received += 1;
        }
    }

    /// Takes an Events API key away: nobody can send with it any more. Whether somebody could before.
    pub(crate) fn revoke_integration(&mut self, routing_key: &str) -> bool {
        let Some(Origin { source, integration }) = self.origin(routing_key) else {
            return false;
        };
        match source {
            Source::Service(id) => {
                if let Some(service) = self.services.get_mut(&id) {
                    service.integrations.retain(|one| one.id != integration);
                }
            }
            Source::Orchestration(id) => {
                if let Some(one) = self.orchestrations.iter_mut().find(|one| one.id == id) {
                    one.integrations.retain(|one| one.id != integration);
                }
            }
        }
        true
    }
}

impl Alert {
    fn open_from(&self, integration: &str, key: &str) -> bool {
        self.key == key && self.integration == integration && self.resolved_at.is_none()
    }
}

/// Whether a service takes events in at all.
pub(super) fn takes(service: &Service) -> bool {
    !matches!(service.status.as_str(), "disabled" | "maintenance")
}
