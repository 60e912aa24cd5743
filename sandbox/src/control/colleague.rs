//! Somebody at PagerDuty does something to the incident that a ticket shows.

use serde_json::Value;

use super::things::text;
use crate::Sandbox;
use crate::pagerduty::Deed;
use crate::zendesk::SUBDOMAIN;

/// Who acts when nobody is named, in this order: the second one where the first has acknowledged already.
const COLLEAGUES: [&str; 2] = ["maya.chen@northwind.example", "priya.nair@northwind.example"];
/// What is noted when no words are given.
const NOTE: &str = "Rolling back the last deployment. The error rate is falling.";

/// `{action: "acknowledge" | "resolve" | "note" | "join" | "decline", incident?, email?, content?}`; without `incident` it is the newest
/// open one of the ticket.
pub(super) fn act(sandbox: &Sandbox, ticket: u64, given: &Value) -> Result<(), String> {
    let written = |name: &str| given.get(name).and_then(Value::as_str);
    let deed = match text(given, "action")? {
        "acknowledge" => Deed::Acknowledge,
        "resolve" => Deed::Resolve,
        "join" => Deed::Join,
        "decline" => Deed::Decline,
        "note" => Deed::Note(written("content").unwrap_or(NOTE).to_owned()),
        other => return Err(format!("a colleague cannot {other}")),
    };
    let incident = match written("incident") {
        Some(incident) => incident.to_owned(),
        None => shown(sandbox, ticket).ok_or("this ticket has no open incident")?,
    };
    let people = written("email").map_or_else(|| COLLEAGUES.to_vec(), |email| vec![email]);
    let mut outcome = Err("nobody is there".to_owned());
    for email in people {
        outcome = sandbox.pagerduty().act_as(email, &incident, deed.clone());
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// The newest open incident among those that the ticket's field names or that carry the ticket's key.
pub(super) fn shown(sandbox: &Sandbox, ticket: u64) -> Option<String> {
    let field = sandbox.zendesk().lock().link_field();
    let kept = sandbox.zendesk().ticket(ticket)?;
    let linked = field.and_then(|field| kept.custom_field(field)?.as_str()).unwrap_or_default();
    let ids: Vec<&str> = linked.split_whitespace().collect();
    sandbox.pagerduty().open_incident(&ids, &format!("Zendesk_{SUBDOMAIN}_{ticket}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::*;
    use crate::zendesk::bench::sandbox;
    use crate::zendesk::seed::tickets::{CHECKOUT, NO_INCIDENT, SEVERAL};

    #[test]
    fn a_colleague_acts_on_the_incident_that_the_ticket_shows() {
        let (sandbox, _) = sandbox();
        act(&sandbox, CHECKOUT, &json!({"action": "acknowledge"})).unwrap();
        let names = |seen: &Value| seen["acknowledgements"].as_array().unwrap().len();
        let seen = sandbox.pagerduty().incident("1042").unwrap();
        assert_eq!(names(&seen), 2, "Maya had acknowledged, so Priya does");
        act(&sandbox, CHECKOUT, &json!({"action": "note"})).unwrap();
        act(&sandbox, CHECKOUT, &json!({"action": "resolve"})).unwrap();
        let seen = sandbox.pagerduty().incident("1042").unwrap();
        assert_eq!(seen["status"], "resolved");
        assert!(seen["notes"].as_array().unwrap().iter().any(|note| note["content"] == NOTE));
    }

    #[test]
    fn linked_incidents_are_found_and_a_ticket_without_any_is_refused_in_words() {
        let (sandbox, _) = sandbox();
        let first = shown(&sandbox, SEVERAL).unwrap();
        act(&sandbox, SEVERAL, &json!({"action": "resolve"})).unwrap();
        assert_ne!(shown(&sandbox, SEVERAL).unwrap(), first);
        let refused = act(&sandbox, NO_INCIDENT, &json!({"action": "resolve"})).unwrap_err();
        assert!(refused.contains("no open incident"), "{refused}");
        assert!(act(&sandbox, CHECKOUT, &json!({"action": "dance"})).is_err());
        let stranger = json!({"action": "resolve", "email": "nobody@northwind.example"});
        assert!(act(&sandbox, CHECKOUT, &stranger).unwrap_err().contains("nobody@northwind.example"));
    }
}
