//! Asking more people to help, and taking the question back.
//!
//! Source: PagerDuty REST `POST /incidents/{id}/responder_requests` and its `cancel`.

use super::log::Line;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Agent, Id, RequestTarget, Responder, ResponderRequest};
use crate::pagerduty::world::World;
use serde_json::json;

/// The most requests that one incident takes.
const MOST_REQUESTS: usize = 1_000;

impl World {
    /// Asks the targets (`user` or `escalation_policy`, id) to join.
    pub(crate) fn request_responders(
        &mut self,
        id: &str,
        requester: &str,
        message: &str,
        targets: &[(&'static str, Id)],
        at: i64,
    ) -> Result<ResponderRequest, Failure> {
        self.require_open(id)?;
        if self.incident(id)?.responder_requests.len() >= MOST_REQUESTS {
            return Err(Failure::input("An incident takes at most 1000 responder requests"));
        }
        let mut asked = Vec::new();
        for (kind, target) in targets {
            let users = match *kind {
                "user" if self.users.contains_key(target) => vec![target.clone()],
                "escalation_policy" if self.policies.contains_key(target) => {
                    self.next_level(target, 1, at).map(|(_, users)| users).ok_or_else(|| Failure::incident(1015))?
                }
                "user" => return Err(Failure::incident(1007)),
                _ => return Err(Failure::incident(1014)),
            };
            let responders =
                users.into_iter().map(|user| Responder { user, state: "pending", updated_at: at }).collect();
            asked.push(RequestTarget { kind, id: target.clone(), responders });
        }
        let request = ResponderRequest {
            requester: requester.to_owned(),
            message: message.to_owned(),
            requested_at: at,
            targets: asked,
        };
        let agent = Agent::User(requester.to_owned());
        let service = Agent::Service(self.incident(id)?.service.clone());
        let users: Vec<Id> = request
            .targets
            .iter()
            .flat_map(|target| target.responders.iter().map(|responder| responder.user.clone()))
            .collect();
        let names = users.iter().map(|user| self.user_name(user)).collect::<Vec<_>>().join(", ");
        let summary = format!("{} asked {names} to join.", self.user_name(requester));
        self.log(id, at, Line::new("responder_request", &agent, summary).naming(&users));
        for user in users {
            let line =
                Line::new("notify", &service, format!("Notified {} by push notification.", self.user_name(&user)))
                    .through(
                        json!({"type": "auto", "notification": {"type": "push_notification", "status": "success"}}),
                    )
                    .naming(&[user]);
            self.log(id, at, line);
        }
        self.incident_mut(id)?.responder_requests.push(request.clone());
        Ok(request)
    }

    /// Somebody who was asked answers: `joined` or `declined`. Only those who have not answered yet can.
    pub(crate) fn answer_request(&mut self, id: &str, user: &str, state: &'static str, at: i64) -> Result<(), Failure> {
        self.require_open(id)?;
        let incident = self.incident_mut(id)?;
        let asked = incident.responder_requests.iter_mut().flat_map(|request| request.targets.iter_mut());
        let mut waiting: Vec<&mut Responder> = asked
            .flat_map(|target| target.responders.iter_mut())
            .filter(|responder| responder.user == user && responder.state == "pending")
            .collect();
        if waiting.is_empty() {
            return Err(Failure::input("There is no pending request to this user"));
        }
        for responder in &mut waiting {
            responder.state = state;
            responder.updated_at = at;
        }
        let (agent, name) = (Agent::User(user.to_owned()), self.user_name(user));
        self.log(id, at, Line::new("responder_reply", &agent, format!("{name} {state}.")));
        Ok(())
    }

    /// Takes back the pending requests to one target: `cancelled`, `joined`, `declined` or `not_found`.
    pub(crate) fn cancel_request(&mut self, id: &str, kind: &str, target: &str, at: i64) -> &'static str {
        let mut result = "not_found";
        let Some(incident) = self.incidents.get_mut(id) else {
            return result;
        };
        let matching = incident
            .responder_requests
            .iter_mut()
            .flat_map(|request| request.targets.iter_mut())
            .filter(|asked| asked.kind == kind && asked.id == target);
        for responder in matching.flat_map(|asked| asked.responders.iter_mut()) {
            match responder.state {
                "pending" => {
                    responder.state = "cancelled";
                    responder.updated_at = at;
                    result = "cancelled";
                }
                "cancelled" => {}
                answered if result == "not_found" => result = answered,
                _ => {}
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::fixture::Fixture;

    #[test]
    fn an_answer_is_given_once_and_cannot_be_taken_back() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        let (maya, jonas) = (fixture.maya.clone(), fixture.jonas.clone());
        let asked = [("user", jonas.clone())];
        fixture.world.request_responders(&id, &maya, "Please help", &asked, 10).unwrap();
        fixture.world.answer_request(&id, &jonas, "joined", 20).unwrap();
        assert!(fixture.world.answer_request(&id, &jonas, "declined", 30).is_err());
        assert_eq!(fixture.world.cancel_request(&id, "user", &jonas, 40), "joined");
    }

    #[test]
    fn a_request_reaches_a_user_and_the_people_on_call_and_can_be_taken_back_once() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        let (maya, jonas, policy) = (fixture.maya.clone(), fixture.jonas.clone(), fixture.policy.clone());
        let targets = [("user", jonas.clone()), ("escalation_policy", policy)];
        let request = fixture.world.request_responders(&id, &maya, "Please help", &targets, 10).unwrap();
        assert_eq!(request.targets[0].responders[0].user, jonas);
        assert_eq!(request.targets[1].responders[0].user, maya);
        assert_eq!(fixture.world.cancel_request(&id, "user", &jonas, 20), "cancelled");
        assert_eq!(fixture.world.cancel_request(&id, "user", &jonas, 21), "not_found");
        let nobody = [("escalation_policy", fixture.empty_policy.clone())];
        assert_eq!(fixture.world.request_responders(&id, &maya, "x", &nobody, 30).unwrap_err().code, 1015);
        let stranger = [("user", "PNOBODY".to_owned())];
        assert_eq!(fixture.world.request_responders(&id, &maya, "x", &stranger, 30).unwrap_err().code, 1007);
    }
}
