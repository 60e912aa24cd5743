//! Response plays, which incident workflows have replaced: PagerDuty took them out of its documents in September 2025.
//!
//! An account that still answers to them offers them beside its workflows; everywhere else there are none.

use serde_json::json;

use crate::domain::id::{IncidentId, ResponsePlayId};
use crate::domain::workflow::{Runnable, RunnableId};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::name_of;

impl<T: Transport> Api<T> {
    /// The response plays that can be run by hand; none when the account does not answer to them, for whatever reason.
    /// PagerDuty REST, until September 2025: `GET /response_plays`.
    pub async fn response_plays(&self) -> Vec<Runnable> {
        let request = Request::new(Method::Get, "/response_plays").query("filter_for_manual_run", "true");
        let Ok(body) = self.ask_from(request).await else { return Vec::new() };
        Json::root(&body).at("response_plays").items_or_none().iter().filter_map(read).collect()
    }

    /// Runs a response play on an incident, once. PagerDuty REST, until September 2025: `POST /response_plays/{id}/run`.
    pub async fn run_response_play(&self, id: &ResponsePlayId, incident: &IncidentId) -> Result<(), Failure> {
        let body = json!({ "incident": { "id": incident.as_str(), "type": "incident_reference" } });
        let request = Request::new(Method::Post, format!("/response_plays/{}/run", id.as_str())).json(&body);
        self.ask_from(request).await.map(|_| ())
    }
}

fn read(place: &Json<'_>) -> Option<Runnable> {
    let id = place.at("id").read(ResponsePlayId::parse).ok()?;
    Some(Runnable {
        name: name_of(place).unwrap_or_else(|| id.as_str().to_owned()),
        id: RunnableId::ResponsePlay(id),
        description: place.at("description").text_or_empty().trim().to_owned(),
        restricted: false,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::fixture::{Line, body, header, now};
    use super::*;

    #[test]
    fn whatever_is_not_a_list_of_plays_is_none() {
        for status in [200, 400, 401, 403, 404, 410, 500] {
            assert!(now(Line::answering(status, &json!({ "error": {} })).api().response_plays()).is_empty());
        }
        let plays = json!([{ "id": "4f-1", "name": "Page all", "description": "d" }, { "id": "../x" }, {}]);
        let line = Line::answering(200, &json!({ "response_plays": plays }));
        let read = now(line.api().response_plays());
        assert_eq!((read.len(), read[0].name.as_str(), read[0].id.as_str()), (1, "Page all", "4f-1"));
    }

    #[test]
    fn a_play_is_run_as_the_agent() {
        let line = Line::answering(200, &json!({ "status": "ok" }));
        let (play, incident) = (ResponsePlayId::parse("4f-1").unwrap(), IncidentId::parse("P1").unwrap());
        now(line.api().run_response_play(&play, &incident)).unwrap();
        let request = line.only();
        assert_eq!(request.url, "https://api.pagerduty.com/response_plays/4f-1/run");
        assert_eq!(body(&request), json!({ "incident": { "id": "P1", "type": "incident_reference" } }));
        assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
    }
}
