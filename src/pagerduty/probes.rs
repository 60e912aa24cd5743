//! Trying whether a call comes through, without doing anything.

use serde_json::json;

use crate::domain::setup::Probe;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

/// Stands where an id belongs. PagerDuty's ids have 7 or 14 characters, so nothing can have this one.
const NOBODY: &str = "NOSUCHTHING";

impl<T: Transport> Api<T> {
    /// Sends one harmless request of this kind, with the headers that the real one has.
    ///
    /// What reads asks for one thing, or for something that is not there. What writes names something that cannot exist and says
    /// nothing, so that PagerDuty refuses it for two reasons. Any answer means that the call comes through:
    /// only [`Failure::Unreachable`] and [`Failure::TimedOut`] mean that none came.
    pub async fn probe(&self, probe: Probe) -> Result<(), Failure> {
        let (method, path) = match probe.call().split_once(' ') {
            Some(("GET", path)) => (Method::Get, path),
            Some(("PUT", path)) => (Method::Put, path),
            Some((_, path)) => (Method::Post, path),
            None => return Ok(()),
        };
        let path = path.replace("{integration_id}", NOBODY).replace("{id}", NOBODY);
        let mut request = Request::new(method, path);
        if method != Method::Get {
            let request = request.json(&json!({}));
            return if needs_from(probe) { self.ask_from(request).await } else { self.ask(request).await }.map(|_| ());
        }
        if probe == Probe::WorkflowTriggers {
            request = request.query("trigger_type", "manual");
        }
        if probe == Probe::Templates {
            request = request.query("template_type", "status_update");
        }
        if is_list(probe) {
            request = request.query("limit", "1");
        }
        self.ask(request).await.map(|_| ())
    }
}

/// Whether PagerDuty's schema asks for `From`, which a preflight names.
fn needs_from(probe: Probe) -> bool {
    matches!(probe, Probe::Create | Probe::Change | Probe::PostNote | Probe::Snooze | Probe::SendUpdate)
}

/// Whether the answer is a list that can be kept short.
fn is_list(probe: Probe) -> bool {
    matches!(
        probe,
        Probe::Incidents
            | Probe::Timeline
            | Probe::Services
            | Probe::Users
            | Probe::Policies
            | Probe::OnCalls
            | Probe::Teams
            | Probe::Priorities
            | Probe::Templates
            | Probe::WorkflowTriggers
            | Probe::Orchestrations
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::Value;

    use super::super::fixture::{Line, body, header, now};
    use super::*;
    use crate::domain::id::is_id;

    fn sent(probe: Probe) -> Request {
        let line = Line::answering(404, &json!({}));
        assert_eq!(now(line.api().probe(probe)), Err(Failure::NotFound));
        line.only()
    }

    #[test]
    fn what_reads_asks_for_little() {
        assert_eq!(sent(Probe::Me).url, "https://api.pagerduty.com/users/me");
        assert_eq!(sent(Probe::Incidents).url, "https://api.pagerduty.com/incidents?limit=1");
        assert_eq!(sent(Probe::Notes).url, "https://api.pagerduty.com/incidents/NOSUCHTHING/notes");
        assert_eq!(
            sent(Probe::Integration).url,
            "https://api.pagerduty.com/services/NOSUCHTHING/integrations/NOSUCHTHING"
        );
        assert_eq!(
            sent(Probe::WorkflowTriggers).url,
            "https://api.pagerduty.com/incident_workflows/triggers?trigger_type=manual&limit=1"
        );
        for probe in Probe::READING {
            let request = sent(probe);
            assert_eq!((request.method, request.body), (Method::Get, None), "{probe:?}");
        }
    }

    #[test]
    fn what_writes_names_nothing_that_can_exist_and_says_nothing() {
        assert!(is_id(NOBODY) && ![7, 14].contains(&NOBODY.len()));
        for probe in Probe::WRITING {
            let request = sent(probe);
            assert_eq!(body(&request), Value::Object(serde_json::Map::new()), "{probe:?}");
            assert!(probe == Probe::Create || request.url.contains("/NOSUCHTHING"), "{probe:?}");
            assert!(!request.url.contains('{'), "{probe:?}");
        }
    }

    #[test]
    fn what_writes_carries_the_headers_that_a_preflight_names() {
        let note = sent(Probe::PostNote);
        assert_eq!(header(&note, "From").as_deref(), Some("mia@northwind.example"));
        assert_eq!(header(&note, "Content-Type").as_deref(), Some("application/json"));
        assert_eq!(header(&sent(Probe::Subscribe), "From"), None);
    }
}
