//! Changes of an incident that leave its state alone, and snoozing.

use serde_json::{Value, json};

use crate::domain::edit::IncidentChange;
use crate::domain::id::IncidentId;
use crate::domain::incident::{Incident, Urgency};
use crate::domain::snooze::Snooze;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::read_one;

impl<T: Transport> Api<T> {
    /// Changes title, urgency and priority, as far as `change` names them. PagerDuty REST: `PUT /incidents/{id}`.
    ///
    /// A priority that is taken away is sent as null, which the schema does not mention and PagerDuty's own live console sends.
    /// 1001 when the incident is resolved.
    pub async fn edit(&self, id: &IncidentId, change: &IncidentChange) -> Result<Incident, Failure> {
        let mut body = json!({ "type": "incident_reference" });
        let mut put = |name: &str, value: Value| {
            if let Some(fields) = body.as_object_mut() {
                fields.insert(name.to_owned(), value);
            }
        };
        if let Some(title) = &change.title {
            put("title", title.as_str().into());
        }
        if let Some(urgency) = change.urgency {
            put("urgency", if urgency == Urgency::High { "high" } else { "low" }.into());
        }
        if let Some(priority) = &change.priority {
            let reference = |id: &str| json!({ "id": id, "type": "priority_reference" });
            put("priority", priority.as_ref().map_or(Value::Null, |id| reference(id.as_str())));
        }
        self.change(id, body).await
    }

    /// Keeps an acknowledged incident quiet. PagerDuty REST: `POST /incidents/{id}/snooze`.
    ///
    /// 1012 when it is not acknowledged. A snooze that is sent again begins anew.
    pub async fn snooze(&self, id: &IncidentId, snooze: Snooze) -> Result<Incident, Failure> {
        let request = Request::new(Method::Post, format!("/incidents/{id}/snooze"));
        read_one(&self.ask_from(request.json(&json!({ "duration": snooze.seconds() }))).await?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::fixture::{Line, body, header, now};
    use super::*;
    use crate::domain::id::PriorityId;
    use crate::domain::moment::Moment;
    use crate::domain::snooze::{SnoozeChoice, SnoozeUnit};

    fn answering() -> Line {
        Line::answering(
            200,
            &json!({ "incident": {
                "id": "P1",
                "incident_number": 1,
                "status": "acknowledged",
                "created_at": "2026-11-22T14:08:00Z",
                "service": { "id": "PSVC001" },
                "pending_actions": [{ "type": "unacknowledge", "at": "2026-11-22T18:08:00Z" }],
            }}),
        )
    }

    fn id() -> IncidentId {
        IncidentId::parse("P1").unwrap()
    }

    #[test]
    fn a_change_names_only_what_it_changes() {
        let sent = |change: IncidentChange| {
            let line = answering();
            now(line.api().edit(&id(), &change)).unwrap();
            let request = line.only();
            assert_eq!((request.method, request.url.as_str()), (Method::Put, "https://api.pagerduty.com/incidents/P1"));
            assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
            body(&request)
        };
        let title = IncidentChange { title: Some("Checkout \"fails\"".into()), ..IncidentChange::default() };
        let expected = json!({ "incident": { "type": "incident_reference", "title": "Checkout \"fails\"" } });
        assert_eq!(sent(title), expected);
        let rest = IncidentChange {
            urgency: Some(Urgency::Low),
            priority: Some(PriorityId::parse("PPRI001")),
            ..IncidentChange::default()
        };
        let expected = json!({ "incident": {
            "type": "incident_reference",
            "urgency": "low",
            "priority": { "id": "PPRI001", "type": "priority_reference" },
        }});
        assert_eq!(sent(rest), expected);
        let none = IncidentChange { priority: Some(None), ..IncidentChange::default() };
        assert_eq!(sent(none), json!({ "incident": { "type": "incident_reference", "priority": null } }));
    }

    #[test]
    fn a_snooze_is_sent_in_seconds_and_says_when_it_ends() {
        let line = answering();
        let snooze = Snooze::check(SnoozeChoice::Hours(4), "", SnoozeUnit::Hours, Moment(0)).unwrap();
        let incident = now(line.api().snooze(&id(), snooze)).unwrap();
        assert_eq!(incident.triggers_again_at, Moment::parse("2026-11-22T18:08:00Z"));
        let request = line.only();
        assert_eq!(
            (request.method, request.url.as_str()),
            (Method::Post, "https://api.pagerduty.com/incidents/P1/snooze")
        );
        assert_eq!(body(&request), json!({ "duration": 14_400 }));
        assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
    }
}
