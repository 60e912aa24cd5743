//! Incidents: finding, reading, creating, acknowledging and resolving them.

use serde_json::{Value, json};

use crate::domain::draft::{Assignment, NewIncident, NewNote};
use crate::domain::id::{IncidentId, PriorityId, ServiceId};
use crate::domain::incident::{Incident, IncidentKey, Urgency};
use crate::domain::link::Reference;
use crate::domain::timeline::Page;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE, without_repeats};
use super::incident_reader::{read, read_one};

/// How many pages are read of the incidents that carry a key. A ticket has a handful; the bound is for a broken answer.
const MOST_PAGES: u32 = 3;

const OPEN: [&str; 2] = ["triggered", "acknowledged"];
const ANY: [&str; 3] = ["triggered", "acknowledged", "resolved"];

impl<T: Transport> Api<T> {
    /// Every incident that carries `key`, newest first. PagerDuty REST: `GET /incidents`.
    ///
    /// Incidents made through the Events API have no key of their own; PagerDuty finds them by the key of an alert. One with
    /// another key than was asked for is dropped.
    pub async fn incidents_with_key(&self, key: &IncidentKey) -> Result<Vec<Incident>, Failure> {
        let mut found = Vec::new();
        for page in 0..MOST_PAGES {
            let request = list(&ANY).query("incident_key", key.as_str());
            let page = self.page(request, "incidents", LARGEST_PAGE, page * LARGEST_PAGE, read).await?;
            found.extend(page.items.into_iter().filter(|incident| carries(incident, key)));
            if !page.more {
                break;
            }
        }
        without_repeats(&mut found, |incident| incident.id.to_string());
        Ok(found)
    }

    /// One incident, by id or by number. PagerDuty REST: `GET /incidents/{id}`.
    pub async fn incident(&self, reference: &Reference) -> Result<Incident, Failure> {
        let request = Request::new(Method::Get, format!("/incidents/{}", reference.segment()));
        read_one(&self.ask(request.query("include[]", "priorities")).await?)
    }

    /// A page of a hundred open incidents, newest first; only those of `service`, if one is given.
    pub async fn open_incidents(&self, service: Option<&ServiceId>, offset: u32) -> Result<Page<Incident>, Failure> {
        let mut request = list(&OPEN);
        if let Some(service) = service {
            request = request.query("service_ids[]", service.as_str());
        }
        self.page(request, "incidents", LARGEST_PAGE, offset, read).await
    }

    /// The open incident that carries `key` on `service`, of which there is at most one.
    pub async fn open_incident_with_key(
        &self,
        key: &IncidentKey,
        service: &ServiceId,
    ) -> Result<Option<Incident>, Failure> {
        let request = list(&OPEN).query("incident_key", key.as_str()).query("service_ids[]", service.as_str());
        let page = self.page(request, "incidents", LARGEST_PAGE, 0, read).await?;
        let matching =
            |incident: &Incident| incident.is_open() && incident.service.id == *service && carries(incident, key);
        Ok(page.items.into_iter().find(matching))
    }

    /// Creates an incident, once. PagerDuty REST: `POST /incidents`.
    ///
    /// A key that is open on the service is [`Failure::Rejected`]; after a lost answer look the key up.
    pub async fn create(&self, key: &IncidentKey, incident: &NewIncident) -> Result<Incident, Failure> {
        let request = Request::new(Method::Post, "/incidents").json(&creation(key, incident));
        read_one(&self.ask_from(request).await?)
    }

    /// Acknowledges an incident. PagerDuty REST: `PUT /incidents/{id}`.
    pub async fn acknowledge(&self, id: &IncidentId) -> Result<Incident, Failure> {
        self.change(id, json!({ "type": "incident_reference", "status": "acknowledged" })).await
    }

    /// Resolves an incident. PagerDuty REST: `PUT /incidents/{id}`.
    ///
    /// `resolution` goes to the log entry and is not seen in PagerDuty's own pages; who wants it seen posts it as a note too.
    pub async fn resolve(&self, id: &IncidentId, resolution: Option<&NewNote>) -> Result<Incident, Failure> {
        let mut change = json!({ "type": "incident_reference", "status": "resolved" });
        if let (Some(resolution), Some(change)) = (resolution, change.as_object_mut()) {
            change.insert("resolution".into(), resolution.text().into());
        }
        self.change(id, change).await
    }

    /// Gives an incident a priority of the account. PagerDuty REST: `PUT /incidents/{id}`. Doing so again changes nothing.
    pub async fn prioritize(&self, id: &IncidentId, priority: &PriorityId) -> Result<Incident, Failure> {
        let priority = json!({ "id": priority.as_str(), "type": "priority_reference" });
        self.change(id, json!({ "type": "incident_reference", "priority": priority })).await
    }

    /// Sends a change and gives the incident as it is then.
    pub(super) async fn change(&self, id: &IncidentId, change: Value) -> Result<Incident, Failure> {
        let request = Request::new(Method::Put, format!("/incidents/{id}")).json(&json!({ "incident": change }));
        read_one(&self.ask_from(request).await?)
    }
}

/// The list of incidents of any age, newest first. Without `date_range` PagerDuty leaves out what is older than a month.
fn list(statuses: &[&str]) -> Request {
    let request = Request::new(Method::Get, "/incidents")
        .query("date_range", "all")
        .query("sort_by", "created_at:desc")
        .query("include[]", "priorities");
    statuses.iter().fold(request, |request, status| request.query("statuses[]", status))
}

/// Whether an incident of an answer to a search by `key` carries it: itself, or by an alert if it has none.
fn carries(incident: &Incident, key: &IncidentKey) -> bool {
    incident.key.as_ref().is_none_or(|own| own == key)
}

/// The body of a creation. `assignments` and `escalation_policy` exclude each other; `details` takes only text.
fn creation(key: &IncidentKey, incident: &NewIncident) -> Value {
    let reference = |id: &str, kind: &str| json!({ "id": id, "type": kind });
    let mut body = json!({
        "type": "incident",
        "title": incident.title,
        "service": reference(incident.service.as_str(), "service_reference"),
        "urgency": match incident.urgency { Urgency::High => "high", Urgency::Low => "low" },
        "incident_key": key.as_str(),
    });
    let mut put = |name: &str, value: Value| {
        if let Some(fields) = body.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    if let Some(priority) = &incident.priority {
        put("priority", reference(priority.as_str(), "priority_reference"));
    }
    if !incident.description.is_empty() {
        put("body", json!({ "type": "incident_body", "details": incident.description }));
    }
    match &incident.assignment {
        Assignment::ServiceDefault => {}
        Assignment::EscalationPolicy(policy) => {
            put("escalation_policy", reference(policy.id.as_str(), "escalation_policy_reference"));
        }
        Assignment::User(user) => {
            put("assignments", json!([{ "assignee": reference(user.id.as_str(), "user_reference") }]));
        }
    }
    json!({ "incident": body })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use std::collections::BTreeSet;

    use super::super::fixture::{Line, body, header, now};
    use super::*;
    use crate::domain::id::{EscalationPolicyId, UserId};
    use crate::domain::incident::Named;

    const LIST: &str = "https://api.pagerduty.com/incidents?date_range=all&sort_by=created_at%3Adesc&include%5B%5D=priorities\
                        &statuses%5B%5D=triggered&statuses%5B%5D=acknowledged";

    fn incident(id: &str, key: Option<&str>) -> Value {
        json!({
            "id": id,
            "incident_number": 1,
            "title": "t",
            "status": "triggered",
            "created_at": "2026-11-22T14:08:00Z",
            "service": { "id": "PSVC001" },
            "incident_key": key,
        })
    }

    fn ids(incidents: &[Incident]) -> Vec<&str> {
        incidents.iter().map(|incident| incident.id.as_str()).collect()
    }

    fn key() -> IncidentKey {
        IncidentKey::parse("Zendesk_northwind_1").unwrap()
    }

    fn service() -> ServiceId {
        ServiceId::parse("PSVC001").unwrap()
    }

    fn new(assignment: Assignment) -> NewIncident {
        NewIncident {
            title: "Checkout \"fails\"".into(),
            service: service(),
            urgency: Urgency::Low,
            priority: PriorityId::parse("PPRI001"),
            assignment,
            description: "Since noon".into(),
        }
    }

    #[test]
    fn a_search_by_key_asks_for_every_age_and_status_and_drops_other_keys() {
        let found = [
            incident("P1", Some("Zendesk_northwind_1")),
            incident("P2", None),
            incident("P3", Some("Zendesk_northwind_12")),
        ];
        let line = Line::answering(200, &json!({ "incidents": found, "more": false }));
        assert_eq!(ids(&now(line.api().incidents_with_key(&key())).unwrap()), ["P1", "P2"]);
        let request = line.only();
        let rest = "&statuses%5B%5D=resolved&incident_key=Zendesk_northwind_1&limit=100&offset=0";
        assert_eq!(request.url, format!("{LIST}{rest}"));
        assert_eq!((request.method, header(&request, "From")), (Method::Get, None));
    }

    #[test]
    fn a_search_by_key_reads_a_bounded_number_of_pages_and_each_incident_once() {
        let line = Line::answering(200, &json!({ "incidents": [incident("P1", None)], "more": true }));
        assert_eq!(ids(&now(line.api().incidents_with_key(&key())).unwrap()), ["P1"]);
        let offsets: Vec<_> = line
            .requests()
            .iter()
            .filter_map(|it| it.url.rsplit_once("offset=").map(|(_, at)| at.to_owned()))
            .collect();
        assert_eq!(offsets, ["0", "100", "200"]);
    }

    #[test]
    fn open_incidents_come_by_the_hundred_and_by_service() {
        let line = Line::answering(200, &json!({ "incidents": [incident("P1", None)], "more": true }));
        let page = now(line.api().open_incidents(Some(&service()), 100)).unwrap();
        assert_eq!((ids(&page.items), page.more), (vec!["P1"], true));
        assert_eq!(line.only().url, format!("{LIST}&service_ids%5B%5D=PSVC001&limit=100&offset=100"));
    }

    #[test]
    fn one_broken_incident_in_a_list_names_its_place() {
        let line = Line::answering(200, &json!({ "incidents": [incident("P1", None), { "id": "P2" }] }));
        let complaint = now(line.api().open_incidents(None, 0));
        assert_eq!(complaint, Err(Failure::Malformed { path: "incidents[1].service.id".into() }));
        let line = Line::answering(200, &json!({ "incident": [] }));
        assert_eq!(now(line.api().open_incidents(None, 0)), Err(Failure::Malformed { path: "incidents".into() }));
    }

    #[test]
    fn the_open_incident_of_a_key_must_be_on_the_service_and_open() {
        let mut resolved = incident("P1", None);
        resolved["status"] = "resolved".into();
        let mut elsewhere = incident("P2", None);
        elsewhere["service"]["id"] = "PSVC002".into();
        let other = incident("P3", Some("another"));
        let found = [resolved, elsewhere, other, incident("P4", Some("Zendesk_northwind_1"))];
        let line = Line::answering(200, &json!({ "incidents": found }));
        let incident = now(line.api().open_incident_with_key(&key(), &service())).unwrap();
        assert_eq!(incident.unwrap().id.as_str(), "P4");
        let rest = "&incident_key=Zendesk_northwind_1&service_ids%5B%5D=PSVC001&limit=100&offset=0";
        assert_eq!(line.only().url, format!("{LIST}{rest}"));
    }

    #[test]
    fn an_incident_is_read_by_number_or_id() {
        let line = Line::answering(200, &json!({ "incident": incident("P1", None) }));
        now(line.api().incident(&Reference::Number(1042))).unwrap();
        assert_eq!(line.only().url, "https://api.pagerduty.com/incidents/1042?include%5B%5D=priorities");
    }

    #[test]
    fn a_creation_is_one_request_with_the_key_and_from() {
        let line = Line::answering(201, &json!({ "incident": incident("P1", None) }));
        let user = Named { id: UserId::parse("PUSR001").unwrap(), name: "Mia".into() };
        now(line.api().create(&key(), &new(Assignment::User(user)))).unwrap();
        let request = line.only();
        assert_eq!((request.method, request.url.as_str()), (Method::Post, "https://api.pagerduty.com/incidents"));
        assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
        assert_eq!(header(&request, "Content-Type").as_deref(), Some("application/json"));
        let expected = json!({ "incident": {
            "type": "incident",
            "title": "Checkout \"fails\"",
            "service": { "id": "PSVC001", "type": "service_reference" },
            "urgency": "low",
            "incident_key": "Zendesk_northwind_1",
            "priority": { "id": "PPRI001", "type": "priority_reference" },
            "body": { "type": "incident_body", "details": "Since noon" },
            "assignments": [{ "assignee": { "id": "PUSR001", "type": "user_reference" } }],
        }});
        assert_eq!(body(&request), expected);
    }

    #[test]
    fn a_creation_names_no_assignee_beside_a_policy_and_nothing_empty() {
        let policy = Named { id: EscalationPolicyId::parse("PPOL001").unwrap(), name: "Payments".into() };
        let by_policy = creation(&key(), &new(Assignment::EscalationPolicy(policy)));
        assert_eq!(
            by_policy["incident"]["escalation_policy"],
            json!({ "id": "PPOL001", "type": "escalation_policy_reference" })
        );
        assert_eq!(by_policy["incident"].get("assignments"), None);
        let plain = NewIncident { priority: None, description: String::new(), ..new(Assignment::ServiceDefault) };
        let fields = creation(&key(), &plain);
        let names: BTreeSet<_> = fields["incident"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, BTreeSet::from(["incident_key", "service", "title", "type", "urgency"]));
    }

    #[test]
    fn a_change_of_status_sends_the_status_and_no_more() {
        let id = IncidentId::parse("P1").unwrap();
        let line = Line::answering(200, &json!({ "incident": incident("P1", None) }));
        now(line.api().acknowledge(&id)).unwrap();
        let note = NewNote::check("Rolled back").unwrap();
        now(line.api().resolve(&id, Some(&note))).unwrap();
        now(line.api().resolve(&id, None)).unwrap();
        let sent: Vec<_> = line.requests().iter().map(body).collect();
        let of = |status: &str| json!({ "incident": { "type": "incident_reference", "status": status } });
        let mut with_note = of("resolved");
        with_note["incident"]["resolution"] = "Rolled back".into();
        assert_eq!(sent, [of("acknowledged"), with_note, of("resolved")]);
        for request in line.requests() {
            assert_eq!((request.method, request.url.as_str()), (Method::Put, "https://api.pagerduty.com/incidents/P1"));
            assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
        }
    }

    #[test]
    fn a_lost_answer_leaves_doubt() {
        let line = Line::default().then_raw(Err(Failure::Unreachable));
        let failure = now(line.api().create(&key(), &new(Assignment::ServiceDefault))).unwrap_err();
        assert!(failure.leaves_doubt());
        assert_eq!(line.requests().len(), 1);
    }
}
