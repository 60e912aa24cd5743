//! Asking for help, taking that back, and handing an incident over.

use serde_json::{Value, json};

use crate::domain::id::{IncidentId, UserId};
use crate::domain::incident::Incident;
use crate::domain::people::Target;
use crate::domain::responder::{Cancellation, Handover, Plea, ResponderRequest};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::read_one;
use super::responder_reader;

impl<T: Transport> Api<T> {
    /// Asks people and policies to help, once, and gives what came of each target.
    /// PagerDuty REST: `POST /incidents/{id}/responder_requests`; accounts without `coordinated_responding` get 402.
    pub async fn request_responders(
        &self,
        id: &IncidentId,
        me: &UserId,
        plea: &Plea,
    ) -> Result<Vec<ResponderRequest>, Failure> {
        let wrap = |target: &Target| json!({ "responder_request_target": reference(target) });
        let body = json!({
            "requester_id": me.as_str(),
            "message": plea.message,
            "responder_request_targets": plea.targets.iter().map(wrap).collect::<Vec<_>>(),
        });
        let request = Request::new(Method::Post, format!("/incidents/{id}/responder_requests")).json(&body);
        let body = self.ask(request).await?;
        Ok(responder_reader::targets(&Json::root(&body).at("responder_request")))
    }

    /// Takes back what one target has not answered yet.
    /// PagerDuty REST: `PUT /incidents/{id}/responder_requests/cancel`, whose targets are not wrapped.
    pub async fn cancel_responders(
        &self,
        id: &IncidentId,
        me: &UserId,
        target: &Target,
    ) -> Result<Cancellation, Failure> {
        let body = json!({ "requester_id": me.as_str(), "responder_request_targets": [reference(target)] });
        let request = Request::new(Method::Put, format!("/incidents/{id}/responder_requests/cancel")).json(&body);
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let list = root.at("responder_request_targets");
        let items = list.items()?;
        let Some(item) = items.first() else { return Ok(Cancellation::NotFound) };
        item.at("result").read(cancellation)
    }

    /// Hands an incident over, once; an acknowledged one is triggered again. PagerDuty REST: `PUT /incidents/{id}`.
    pub async fn hand_over(&self, id: &IncidentId, handover: &Handover) -> Result<Incident, Failure> {
        let mut change = json!({ "type": "incident_reference" });
        let (name, value) = match handover {
            Handover::Users(users) => {
                let assignee = |user: &_| json!({ "assignee": reference(&Target::User(Clone::clone(user))) });
                ("assignments", users.iter().map(assignee).collect())
            }
            Handover::EscalationPolicy(policy) => {
                ("escalation_policy", reference(&Target::EscalationPolicy(policy.clone())))
            }
            Handover::Level(level) => ("escalation_level", Value::from(*level)),
        };
        if let Some(change) = change.as_object_mut() {
            change.insert(name.to_owned(), value);
        }
        let request = Request::new(Method::Put, format!("/incidents/{id}")).json(&json!({ "incident": change }));
        read_one(&self.ask_from(request).await?)
    }
}

fn reference(target: &Target) -> Value {
    let kind = if target.is_policy() { "escalation_policy_reference" } else { "user_reference" };
    json!({ "id": target.id(), "type": kind })
}

fn cancellation(text: &str) -> Option<Cancellation> {
    match text {
        "cancelled" => Some(Cancellation::Cancelled),
        "joined" => Some(Cancellation::Joined),
        "declined" => Some(Cancellation::Declined),
        "not_found" => Some(Cancellation::NotFound),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::fixture::{Line, body, header, now};
    use super::*;
    use crate::domain::id::EscalationPolicyId;
    use crate::domain::incident::Named;
    use crate::http::Told;

    fn id() -> IncidentId {
        IncidentId::parse("P1").unwrap()
    }

    fn me() -> UserId {
        UserId::parse("PUSR009").unwrap()
    }

    fn user(id: &str) -> Named<UserId> {
        Named { id: UserId::parse(id).unwrap(), name: "Mia".into() }
    }

    fn policy() -> Named<EscalationPolicyId> {
        Named { id: EscalationPolicyId::parse("PPOL001").unwrap(), name: "Ledger".into() }
    }

    #[test]
    fn a_request_for_help_wraps_its_targets_and_names_its_author_without_from() {
        let answer = json!({ "responder_request": { "responder_request_targets": [
            { "responder_request_target": { "type": "user", "id": "PUSR001" } },
        ]}});
        let line = Line::answering(200, &answer);
        let targets = vec![Target::User(user("PUSR001")), Target::EscalationPolicy(policy())];
        let plea = Plea { targets, message: "Please \"help\"".into() };
        let made = now(line.api().request_responders(&id(), &me(), &plea)).unwrap();
        assert_eq!(made.len(), 1);
        let request = line.only();
        let url = "https://api.pagerduty.com/incidents/P1/responder_requests";
        assert_eq!((request.method, request.url.as_str(), header(&request, "From")), (Method::Post, url, None));
        let expected = json!({
            "requester_id": "PUSR009",
            "message": "Please \"help\"",
            "responder_request_targets": [
                { "responder_request_target": { "id": "PUSR001", "type": "user_reference" } },
                { "responder_request_target": { "id": "PPOL001", "type": "escalation_policy_reference" } },
            ],
        });
        assert_eq!(body(&request), expected);
    }

    #[test]
    fn taking_a_request_back_does_not_wrap_and_tells_what_came_of_it() {
        for (result, expected) in [("cancelled", Cancellation::Cancelled), ("joined", Cancellation::Joined)] {
            let target = json!({ "type": "user_reference", "id": "PUSR001", "result": result });
            let line = Line::answering(200, &json!({ "responder_request_targets": [target] }));
            assert_eq!(now(line.api().cancel_responders(&id(), &me(), &Target::User(user("PUSR001")))), Ok(expected));
            let request = line.only();
            let url = "https://api.pagerduty.com/incidents/P1/responder_requests/cancel";
            assert_eq!((request.method, request.url.as_str()), (Method::Put, url));
            let targets = json!([{ "id": "PUSR001", "type": "user_reference" }]);
            assert_eq!(body(&request), json!({ "requester_id": "PUSR009", "responder_request_targets": targets }));
        }
        let line = Line::answering(200, &json!({ "responder_request_targets": [{ "result": "shrug" }] }));
        let path = "responder_request_targets[0].result".into();
        let answer = now(line.api().cancel_responders(&id(), &me(), &Target::User(user("PUSR001"))));
        assert_eq!(answer, Err(Failure::Malformed { path }));
    }

    #[test]
    fn a_handover_sends_one_kind_with_from() {
        let incident = json!({ "id": "P1", "incident_number": 1, "status": "triggered",
                               "created_at": "2026-11-22T14:08:00Z", "service": { "id": "PSVC001" } });
        let line = Line::answering(200, &json!({ "incident": incident }));
        let users = Handover::Users(vec![user("PUSR001"), user("PUSR002")]);
        for handover in [users, Handover::EscalationPolicy(policy()), Handover::Level(2)] {
            now(line.api().hand_over(&id(), &handover)).unwrap();
        }
        let sent: Vec<_> = line.requests().iter().map(|request| body(request)["incident"].clone()).collect();
        let person = |id: &str| json!({ "assignee": { "id": id, "type": "user_reference" } });
        let kind = "incident_reference";
        assert_eq!(sent[0], json!({ "type": kind, "assignments": [person("PUSR001"), person("PUSR002")] }));
        let policy = json!({ "id": "PPOL001", "type": "escalation_policy_reference" });
        assert_eq!(sent[1], json!({ "type": kind, "escalation_policy": policy }));
        assert_eq!(sent[2], json!({ "type": kind, "escalation_level": 2 }));
        for request in line.requests() {
            assert_eq!((request.method, request.url.as_str()), (Method::Put, "https://api.pagerduty.com/incidents/P1"));
            assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
        }
    }

    #[test]
    fn an_account_without_the_feature_is_told_so() {
        let line = Line::answering(402, &json!({ "error": { "code": 2014, "message": "Account is missing ability" } }));
        let plea = Plea { targets: vec![Target::User(user("PUSR001"))], message: "x".into() };
        assert_eq!(now(line.api().request_responders(&id(), &me(), &plea)), Err(Failure::PaymentRequired));
        let line = Line::answering(400, &json!({ "error": { "code": 1015, "message": "No", "errors": ["nobody"] } }));
        let told = Told { code: 1015, words: "No nobody".into() };
        assert_eq!(now(line.api().hand_over(&id(), &Handover::Level(9))), Err(Failure::Rejected(told)));
    }
}
