//! What other people at PagerDuty do, while the agent looks at the incident in the console.

use super::PagerDuty;
use super::model::{Agent, Incident, Status};

/// What a colleague does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Acknowledges the incident.
    Acknowledge,
    /// Resolves it.
    Resolve,
    /// Writes this note.
    Note(String),
    /// Says yes to a request for help.
    Join,
    /// Says no to it.
    Decline,
}

impl PagerDuty {
    /// Does something with an incident as the user with this address, by the rules of the REST API; the error says in
    /// words what it refuses. `incident` is an id or a number.
    pub fn act_as(&self, email: &str, incident: &str, deed: Deed) -> Result<(), String> {
        let now = self.shared.clock.now();
        let mut world = self.shared.lock();
        world.advance(now);
        let user = world.user_by_email(email).map(|user| user.id.clone());
        let user = user.ok_or_else(|| format!("PagerDuty knows nobody with the address {email}"))?;
        let id = world.incident_id(incident).map_err(|_| format!("there is no incident {incident}"))?;
        let done = match deed {
            Deed::Acknowledge => world.acknowledge(&id, &user, now),
            Deed::Resolve => world.resolve(&id, &Agent::User(user), None, now),
            Deed::Join => world.answer_request(&id, &user, "joined", now),
            Deed::Decline => world.answer_request(&id, &user, "declined", now),
            Deed::Note(words) => world.annotate(&id, &user, &words, now).map(drop),
        };
        done.map_err(|failure| format!("PagerDuty refused with {} (code {})", failure.status, failure.code))
    }

    /// The newest open incident that is among `ids` or carries `key`, as its own or as the key of an alert; triggered
    /// ones come before acknowledged ones.
    pub(crate) fn open_incident(&self, ids: &[&str], key: &str) -> Option<String> {
        let suffixed = format!("{key}_");
        let carries = |given: &str| given == key || given.starts_with(&suffixed);
        let named = |incident: &Incident| {
            ids.contains(&incident.id.as_str())
                || incident.incident_key.as_deref().is_some_and(carries)
                || incident.alerts.iter().any(|alert| carries(&alert.key))
        };
        let world = self.shared.lock();
        let open = world.incidents.values().filter(|incident| incident.open() && named(incident));
        open.max_by_key(|incident| (incident.status == Status::Triggered, incident.number)).map(|open| open.id.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::rest::bench::Bench;
    use super::*;

    const PRIYA: &str = "priya.nair@northwind.example";

    #[tokio::test]
    async fn a_colleague_acts_under_the_rules_of_the_api() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        bench.pagerduty.act_as(PRIYA, &id, Deed::Acknowledge).unwrap();
        bench.pagerduty.act_as(PRIYA, &id, Deed::Note("Looking.".to_owned())).unwrap();
        assert!(bench.pagerduty.act_as(PRIYA, &id, Deed::Acknowledge).unwrap_err().contains("1002"));
        let seen = bench.pagerduty.incident(&id).unwrap();
        assert_eq!((&seen["status"], &seen["notes"][0]["content"]), (&"acknowledged".into(), &"Looking.".into()));
        bench.pagerduty.act_as(PRIYA, &id, Deed::Resolve).unwrap();
        assert!(bench.pagerduty.act_as(PRIYA, &id, Deed::Resolve).unwrap_err().contains("1001"));
        assert!(bench.pagerduty.act_as("nobody@northwind.example", &id, Deed::Resolve).is_err());
        assert!(bench.pagerduty.act_as(PRIYA, "QNONE", Deed::Resolve).unwrap_err().contains("QNONE"));
    }

    #[tokio::test]
    async fn an_open_incident_is_found_by_its_id_or_its_key_and_triggered_ones_first() {
        let bench = Bench::new();
        let checkout = bench.pagerduty.open_incident(&[], "Zendesk_northwind_48213").unwrap();
        assert_eq!(bench.pagerduty.incident(&checkout).unwrap()["incident_number"], 1042);
        let triggered = bench.triggered().await;
        let both = bench.pagerduty.open_incident(&[&triggered], "Zendesk_northwind_48213");
        assert_eq!(both.as_ref(), Some(&triggered));
        bench.pagerduty.act_as(PRIYA, &triggered, Deed::Resolve).unwrap();
        assert_eq!(bench.pagerduty.open_incident(&[&triggered], "Zendesk_northwind_4821"), None);
    }
}
