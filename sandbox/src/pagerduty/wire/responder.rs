//! Responder requests and the people they reached.

use super::{View, with};
use crate::pagerduty::model::{Incident, RequestTarget, Responder, ResponderRequest};
use serde_json::{Value, json};

impl View<'_> {
    /// A responder request with its targets.
    pub(crate) fn responder_request(&self, incident: &str, request: &ResponderRequest) -> Value {
        let targets: Vec<Value> = request
            .targets
            .iter()
            .map(|target| {
                let responders: Vec<Value> =
                    target.responders.iter().map(|responder| self.responder(incident, request, responder)).collect();
                json!({"responder_request_target": {
                    "type": target.kind,
                    "id": target.id,
                    "summary": self.target_name(target),
                    "incidents_responders": responders,
                }})
            })
            .collect();
        json!({
            "incident": self.incident_reference(incident),
            "requester": self.user_reference(&request.requester),
            "requested_at": self.time(request.requested_at),
            "message": request.message,
            "responder_request_targets": targets,
        })
    }

    /// Everybody asked, with the state of their answer.
    pub(super) fn incident_responders(&self, incident: &Incident) -> Vec<Value> {
        incident
            .responder_requests
            .iter()
            .flat_map(|request| {
                request
                    .targets
                    .iter()
                    .flat_map(|target| target.responders.iter())
                    .map(|responder| self.responder(&incident.id, request, responder))
            })
            .collect()
    }

    fn target_name(&self, target: &RequestTarget) -> Option<&str> {
        match target.kind {
            "user" => self.world.users.get(&target.id).map(|user| user.name.as_str()),
            _ => self.world.policies.get(&target.id).map(|policy| policy.name.as_str()),
        }
    }

    fn responder(&self, incident: &str, request: &ResponderRequest, responder: &Responder) -> Value {
        let avatar = json!({"avatar_url": "https://pd-static-assets.pagerduty.com/users/blank-avatar.png"});
        json!({
            // A request that was taken back is told by another word than the operation that does it.
            "state": if responder.state == "cancelled" { "user_cancelled" } else { responder.state },
            "user": with(self.user_reference(&responder.user), avatar.clone()),
            "incident": self.incident_reference(incident),
            "updated_at": self.time(responder.updated_at),
            "message": request.message,
            "requester": with(self.user_reference(&request.requester), avatar),
            "requested_at": self.time(request.requested_at),
        })
    }
}
