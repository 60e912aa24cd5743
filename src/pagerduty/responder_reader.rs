//! Reads requests for help out of an answer. PagerDuty REST: `ResponderRequest`, `IncidentsRespondersReference`.
//!
//! They are a side of an incident that accounts without the feature lack, so whatever is odd is left out and nothing complains.

use crate::domain::id::{EscalationPolicyId, UserId};
use crate::domain::people::Target;
use crate::domain::responder::{Responder, ResponderRequest, ResponderState};
use crate::http::json::Json;

use super::incident_reader::{moment, named};

/// The requests of the incident at `place`, one for each target.
pub(super) fn requests(place: &Json<'_>) -> Vec<ResponderRequest> {
    place.at("responder_requests").items_or_none().iter().flat_map(targets).collect()
}

/// The targets of the request at `place`, each a request of its own.
pub(super) fn targets(place: &Json<'_>) -> Vec<ResponderRequest> {
    let requester = place.at("requester").at("id").read(UserId::parse).ok();
    let at = moment(place, "requested_at");
    let message = place.at("message").text_or_empty();
    let list = place.at("responder_request_targets");
    let each = |item: &Json<'_>| {
        // The schema lists the targets themselves, its examples wrap each of them.
        let wrapped = item.maybe("responder_request_target");
        let target = wrapped.as_ref().unwrap_or(item);
        let responders = responders(target);
        Some(ResponderRequest {
            requester: requester.clone(),
            at,
            message: message.to_owned(),
            target: target_at(target, &responders)?,
            responders,
        })
    };
    list.items_or_none().iter().filter_map(each).collect()
}

/// Reads a target. A user's name may stand only with the answer.
fn target_at(place: &Json<'_>, responders: &[Responder]) -> Option<Target> {
    match place.at("type").text_or_empty() {
        "user" | "user_reference" => {
            let user = named(place, UserId::parse)?;
            let known = responders.iter().find(|responder| responder.user.id == user.id);
            Some(Target::User(known.map_or(user, |known| known.user.clone())))
        }
        "escalation_policy" | "escalation_policy_reference" => {
            named(place, EscalationPolicyId::parse).map(Target::EscalationPolicy)
        }
        _ => None,
    }
}

/// Whom a target reached. The schema says `incident_responders`, its examples `incidents_responders`.
fn responders(place: &Json<'_>) -> Vec<Responder> {
    let list = place.maybe("incidents_responders").unwrap_or_else(|| place.at("incident_responders"));
    let each = |item: &Json<'_>| {
        Some(Responder {
            user: named(&item.at("user"), UserId::parse)?,
            state: state(item.at("state").text_or_empty())?,
            at: moment(item, "updated_at").or_else(|| moment(item, "requested_at")),
        })
    };
    list.items_or_none().iter().filter_map(each).collect()
}

fn state(text: &str) -> Option<ResponderState> {
    match text {
        "pending" => Some(ResponderState::Pending),
        "joined" => Some(ResponderState::Joined),
        "declined" => Some(ResponderState::Declined),
        "user_cancelled" | "cancelled" => Some(ResponderState::Cancelled),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::*;

    fn read(requests: &Value) -> Vec<ResponderRequest> {
        super::requests(&Json::root(&json!({ "responder_requests": requests })))
    }

    fn responder(id: &str, state: &str) -> Value {
        json!({ "state": state, "user": { "id": id, "summary": "Mia" }, "updated_at": "2026-11-22T14:08:00Z" })
    }

    #[test]
    fn wrapped_and_bare_targets_are_read_with_the_answers() {
        let wrapped = json!({ "responder_request_target": {
            "type": "user", "id": "PUSR001", "incidents_responders": [responder("PUSR001", "joined")],
        }});
        let bare = json!({
            "type": "escalation_policy", "id": "PPOL001", "summary": "Ledger",
            "incident_responders": [responder("PUSR002", "user_cancelled"), responder("PUSR003", "pending")],
        });
        let requester = json!({ "id": "PUSR009", "type": "user_reference" });
        let found = read(&json!([{ "requester": requester, "message": "Help", "requested_at": "2026-11-22T14:07:00Z",
                                   "responder_request_targets": [wrapped, bare] }]));
        assert_eq!(found.iter().map(|it| it.target.name()).collect::<Vec<_>>(), ["Mia", "Ledger"]);
        assert_eq!(found[0].responders[0].state, ResponderState::Joined);
        assert_eq!(found[1].responders[0].state, ResponderState::Cancelled);
        assert!(!found[0].is_pending() && found[1].is_pending());
        assert!(found.iter().all(|it| it.requester == UserId::parse("PUSR009") && it.message == "Help"));
    }

    #[test]
    fn what_is_odd_is_left_out() {
        let odd = [json!({ "type": "team", "id": "PTEAM01" }), json!({ "type": "user", "id": "../x" }), Value::Null];
        assert_eq!(read(&json!([{ "responder_request_targets": odd }, 7, null])), []);
        assert_eq!(read(&Value::Null), []);
        let strange =
            json!({ "type": "user", "id": "PUSR001", "incidents_responders": [responder("PUSR001", "on_leave")] });
        let found = read(&json!([{ "responder_request_targets": [strange] }]));
        assert_eq!((found.len(), found[0].responders.len()), (1, 0));
    }
}
