//! Who is told about an incident: reading subscribers, adding some, and finding users and teams to add.

use serde_json::json;

use crate::domain::id::{IncidentId, TeamId};
use crate::domain::status_update::{Subscriber, SubscriberId, Subscribers, Subscription};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE, without_repeats};
use super::incident_reader::name_of;

/// An incident may have 25,000 subscribers; what is read of them is counted, and the rest is "more".
const MOST_PAGES: u32 = 3;

/// As many teams as a list of suggestions can use.
const PAGE: u32 = 25;

impl<T: Transport> Api<T> {
    /// An incident's subscribers. PagerDuty REST: `GET /incidents/{id}/status_updates/subscribers`.
    ///
    /// Each is a user or a team and nothing but an id; kinds that we do not know are left out.
    pub async fn subscribers(&self, id: &IncidentId) -> Result<Subscribers, Failure> {
        let mut subscribers = Subscribers::default();
        for page in 0..MOST_PAGES {
            let request = Request::new(Method::Get, path(id));
            let page = self.page(request, "subscribers", LARGEST_PAGE, page * LARGEST_PAGE, |it| Ok(read(it))).await?;
            subscribers.ids.extend(page.items.into_iter().flatten());
            subscribers.more = page.more;
            if !page.more {
                break;
            }
        }
        without_repeats(&mut subscribers.ids, |id| format!("{} {}", id.kind(), id.as_str()));
        Ok(subscribers)
    }

    /// Subscribes users and teams, and tells what became of each. Doing it again changes nothing.
    /// PagerDuty REST: `POST /incidents/{id}/status_updates/subscribers`.
    pub async fn subscribe(&self, id: &IncidentId, wanted: &[SubscriberId]) -> Result<Vec<Subscription>, Failure> {
        let each = wanted.iter().map(|it| json!({ "subscriber_id": it.as_str(), "subscriber_type": it.kind() }));
        let body = json!({ "subscribers": each.collect::<Vec<_>>() });
        let answer = self.ask(Request::new(Method::Post, path(id)).json(&body)).await?;
        let root = Json::root(&answer);
        let list = root.at("subscriptions");
        let results: Vec<_> = list.items()?.iter().map(|item| (read(item), result(item))).collect();
        let of = |it: &SubscriberId| results.iter().find(|(id, _)| id.as_ref() == Some(it)).map(|(_, result)| *result);
        Ok(wanted.iter().map(|it| of(it).unwrap_or(Subscription::Unknown)).collect())
    }

    /// The name of a user or a team; empty when it is gone or may not be seen.
    /// PagerDuty REST: `GET /users/{id}`, `GET /teams/{id}`.
    pub async fn subscriber_name(&self, id: &SubscriberId) -> Result<String, Failure> {
        let kind = id.kind();
        match self.ask(Request::new(Method::Get, format!("/{kind}s/{}", id.as_str()))).await {
            Ok(body) => Ok(name_of(&Json::root(&body).at(kind)).unwrap_or_default()),
            Err(Failure::NotFound | Failure::Forbidden(_) | Failure::PaymentRequired) => Ok(String::new()),
            Err(failure) => Err(failure),
        }
    }

    /// The first teams and users whose name contains `query`. An account without teams has none.
    /// PagerDuty REST: `GET /teams`, `GET /users`.
    pub async fn possible_subscribers(&self, query: &str) -> Result<Vec<Subscriber>, Failure> {
        let mut request = Request::new(Method::Get, "/teams");
        if !query.trim().is_empty() {
            request = request.query("query", query.trim());
        }
        let teams = self.page(request, "teams", PAGE, 0, |place| {
            let id = place.at("id").read(TeamId::parse)?;
            Ok(Subscriber { name: name_of(place).unwrap_or_default(), id: SubscriberId::Team(id) })
        });
        let (teams, users) = futures_util::future::join(teams, self.users(query)).await;
        let mut found = match teams {
            Ok(page) => page.items,
            Err(Failure::PaymentRequired | Failure::Forbidden(_) | Failure::NotFound) => Vec::new(),
            Err(failure) => return Err(failure),
        };
        found.extend(users?.items.into_iter().map(|it| Subscriber { id: SubscriberId::User(it.id), name: it.name }));
        Ok(found)
    }
}

fn path(id: &IncidentId) -> String {
    format!("/incidents/{id}/status_updates/subscribers")
}

fn read(place: &Json<'_>) -> Option<SubscriberId> {
    SubscriberId::read(place.at("subscriber_type").text_or_empty(), place.at("subscriber_id").text_or_empty())
}

fn result(place: &Json<'_>) -> Subscription {
    match place.at("result").text_or_empty() {
        "success" => Subscription::Added,
        "duplicate" => Subscription::Duplicate,
        "unauthorized" => Subscription::Unauthorized,
        _ => Subscription::Unknown,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::Value;

    use super::super::fixture::{Line, body, now};
    use super::*;
    use crate::domain::id::UserId;

    fn id() -> IncidentId {
        IncidentId::parse("P1").unwrap()
    }

    fn one(kind: &str, id: &str, result: &str) -> Value {
        json!({ "subscriber_id": id, "subscriber_type": kind, "result": result })
    }

    fn user(id: &str) -> SubscriberId {
        SubscriberId::User(UserId::parse(id).unwrap())
    }

    #[test]
    fn subscribers_are_read_by_pages_each_once_and_only_known_kinds() {
        let first = json!({ "subscribers": [one("user", "PU1", ""), one("robot", "PR1", "")], "more": true });
        let second = json!({ "subscribers": [one("user", "PU1", ""), one("team", "PU1", "")], "more": false });
        let line = Line::answering(200, &first).then(200, &second);
        let read = now(line.api().subscribers(&id())).unwrap();
        assert_eq!((read.counts(), read.more), ((1, 1), false));
        let base = "https://api.pagerduty.com/incidents/P1/status_updates/subscribers";
        assert_eq!(line.requests()[1].url, format!("{base}?limit=100&offset=100"));
        let endless = Line::answering(200, &first);
        assert!(now(endless.api().subscribers(&id())).unwrap().more);
        assert_eq!(endless.requests().len(), 3);
    }

    #[test]
    fn each_subscription_has_a_result_of_its_own_whatever_the_order() {
        let results =
            [one("user", "PU3", "unauthorized"), one("user", "PU1", "success"), one("user", "PU2", "duplicate")];
        let line = Line::answering(200, &json!({ "subscriptions": results }));
        let wanted = ["PU1", "PU2", "PU3", "PU4"].map(user);
        let told = now(line.api().subscribe(&id(), &wanted)).unwrap();
        let expected =
            [Subscription::Added, Subscription::Duplicate, Subscription::Unauthorized, Subscription::Unknown];
        assert_eq!(told, expected);
        let sent = body(&line.only());
        assert_eq!(sent["subscribers"][0], json!({ "subscriber_id": "PU1", "subscriber_type": "user" }));
        assert_eq!(sent["subscribers"].as_array().unwrap().len(), 4);
    }

    #[test]
    fn a_name_that_may_not_be_read_is_empty_and_a_lost_answer_is_told() {
        let line = Line::answering(200, &json!({ "team": { "id": "PT1", "name": "Payments" } }));
        let team = SubscriberId::Team(TeamId::parse("PT1").unwrap());
        assert_eq!(now(line.api().subscriber_name(&team)).as_deref(), Ok("Payments"));
        assert_eq!(line.only().url, "https://api.pagerduty.com/teams/PT1");
        for status in [402, 403, 404] {
            let line = Line::answering(status, &json!({}));
            assert_eq!(now(line.api().subscriber_name(&user("PU1"))).as_deref(), Ok(""));
        }
        let down = Line::answering(503, &json!({}));
        assert_eq!(now(down.api().subscriber_name(&user("PU1"))), Err(Failure::Broken { status: 503 }));
    }

    #[test]
    fn teams_come_before_users_and_an_account_without_teams_has_users() {
        let both = json!({ "teams": [{ "id": "PT1", "name": "Ops" }], "users": [{ "id": "PU1", "name": "Mia" }] });
        let line = Line::answering(200, &both);
        let found = now(line.api().possible_subscribers(" o ")).unwrap();
        assert_eq!(found.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Ops", "Mia"]);
        assert_eq!(line.requests()[0].url, "https://api.pagerduty.com/teams?query=o&limit=25&offset=0");
        let line = Line::answering(402, &json!({})).then(200, &both);
        assert_eq!(now(line.api().possible_subscribers("")).unwrap().len(), 1);
    }
}
