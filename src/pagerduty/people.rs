//! People and escalation policies with what is told of them before they are paged: time zone, levels, who is on call.

use crate::domain::id::{EscalationPolicyId, UserId};
use crate::domain::moment::Moment;
use crate::domain::people::{Candidate, OnCall, Target};
use crate::domain::timeline::Page;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE, without_repeats};
use super::incident_reader::{moment, named};

/// How many pages of on-calls are read at most: a thousand duties are more than anybody chooses at once.
const MOST_PAGES: u32 = 10;

impl<T: Transport> Api<T> {
    /// A page of a hundred users whose name contains `query`. PagerDuty REST: `GET /users`.
    pub async fn people(&self, query: &str, offset: u32) -> Result<Page<Candidate>, Failure> {
        self.page(search("/users", query), "users", LARGEST_PAGE, offset, person).await
    }

    /// A page of a hundred escalation policies whose name contains `query`, by name. PagerDuty REST: `GET /escalation_policies`.
    pub async fn policies(&self, query: &str, offset: u32) -> Result<Page<Candidate>, Failure> {
        let request = search("/escalation_policies", query).query("sort_by", "name");
        self.page(request, "escalation_policies", LARGEST_PAGE, offset, policy).await
    }

    /// One escalation policy with its levels. PagerDuty REST: `GET /escalation_policies/{id}`.
    pub async fn policy(&self, id: &EscalationPolicyId) -> Result<Candidate, Failure> {
        let body = self.ask(Request::new(Method::Get, format!("/escalation_policies/{id}"))).await?;
        policy(&Json::root(&body).at("escalation_policy"))
    }

    /// Who is on call now on any of these policies, at every level. PagerDuty REST: `GET /oncalls`.
    ///
    /// Without ids nothing is asked, because PagerDuty would answer with the whole account.
    pub async fn on_call_for(&self, policies: &[EscalationPolicyId]) -> Result<Vec<OnCall>, Failure> {
        self.on_calls("escalation_policy_ids[]", policies.iter().map(EscalationPolicyId::as_str)).await
    }

    /// Where any of these people are on call now. PagerDuty REST: `GET /oncalls`.
    pub async fn duties_of(&self, users: &[UserId]) -> Result<Vec<OnCall>, Failure> {
        self.on_calls("user_ids[]", users.iter().map(UserId::as_str)).await
    }

    /// The two filters of the operation narrow each other, so each is asked by itself.
    async fn on_calls(&self, filter: &str, ids: impl Iterator<Item = &str>) -> Result<Vec<OnCall>, Failure> {
        let request = Request::new(Method::Get, "/oncalls").query("earliest", "true").query("include[]", "users");
        let (mut request, mut any) = (request, false);
        for id in ids {
            request = request.query(filter, id);
            any = true;
        }
        let mut found = Vec::new();
        for page in 0..MOST_PAGES {
            if !any {
                break;
            }
            let page = self.page(request.clone(), "oncalls", LARGEST_PAGE, page * LARGEST_PAGE, on_call).await?;
            found.extend(page.items.into_iter().flatten());
            any = page.more;
        }
        without_repeats(&mut found, |duty| format!("{} {} {}", duty.policy.id, duty.level, duty.user.id));
        Ok(found)
    }
}

fn search(path: &str, query: &str) -> Request {
    let request = Request::new(Method::Get, path);
    match query.trim() {
        "" => request,
        query => request.query("query", query),
    }
}

fn person(place: &Json<'_>) -> Result<Candidate, Failure> {
    let user = named(place, UserId::parse).ok_or_else(|| place.at("id").malformed())?;
    Ok(Candidate {
        target: Target::User(user),
        title: place.at("job_title").text_or_empty().trim().to_owned(),
        time_zone: time_zone(place),
        delays: Vec::new(),
    })
}

fn policy(place: &Json<'_>) -> Result<Candidate, Failure> {
    let policy = named(place, EscalationPolicyId::parse).ok_or_else(|| place.at("id").malformed())?;
    let rules = place.at("escalation_rules");
    let delay = |rule: &Json<'_>| {
        let minutes = rule.at("escalation_delay_in_minutes").number().unwrap_or_default();
        u32::try_from(minutes).unwrap_or(u32::MAX)
    };
    Ok(Candidate {
        target: Target::EscalationPolicy(policy),
        title: String::new(),
        time_zone: None,
        delays: rules.items_or_none().iter().map(delay).collect(),
    })
}

/// Reads a duty; one of a user who was deleted since names nobody and is left out.
fn on_call(place: &Json<'_>) -> Result<Option<OnCall>, Failure> {
    let user = place.at("user");
    let Some(person) = named(&user, UserId::parse) else { return Ok(None) };
    let policy = place.at("escalation_policy");
    let level = place.at("escalation_level");
    Ok(Some(OnCall {
        user: person,
        time_zone: time_zone(&user),
        policy: named(&policy, EscalationPolicyId::parse).ok_or_else(|| policy.at("id").malformed())?,
        level: level.number().ok().and_then(|level| u32::try_from(level).ok()).ok_or_else(|| level.malformed())?,
        until: until(place),
    }))
}

fn until(place: &Json<'_>) -> Option<Moment> {
    moment(place, "end")
}

fn time_zone(user: &Json<'_>) -> Option<String> {
    let zone = user.at("time_zone").text_or_empty();
    (!zone.is_empty()).then(|| zone.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::super::fixture::{Line, now};
    use super::*;

    fn duty(user: &str, level: u32, end: &Value) -> Value {
        json!({
            "user": { "id": user, "type": "user", "summary": user, "time_zone": "Asia/Kolkata" },
            "escalation_policy": { "id": "PPOL001", "summary": "Payments" },
            "escalation_level": level, "start": null, "end": end,
        })
    }

    #[test]
    fn people_and_policies_are_searched_by_the_hundred() {
        let users = [json!({ "id": "PUSR001", "name": "Mia", "time_zone": "Europe/Berlin", "job_title": " SRE " })];
        let line = Line::answering(200, &json!({ "users": users, "more": true }));
        let page = now(line.api().people(" mi a", 100)).unwrap();
        assert_eq!((page.items[0].title.as_str(), page.more), ("SRE", true));
        assert_eq!(page.items[0].time_zone.as_deref(), Some("Europe/Berlin"));
        assert_eq!(line.only().url, "https://api.pagerduty.com/users?query=mi%20a&limit=100&offset=100");

        let rules = [json!({ "escalation_delay_in_minutes": 15 }), json!({ "escalation_delay_in_minutes": "x" })];
        let policies = [json!({ "id": "PPOL001", "name": "Payments", "escalation_rules": rules })];
        let line = Line::answering(200, &json!({ "escalation_policies": policies }));
        assert_eq!(now(line.api().policies("", 0)).unwrap().items[0].delays, [15, 0]);
        assert_eq!(line.only().url, "https://api.pagerduty.com/escalation_policies?sort_by=name&limit=100&offset=0");
    }

    #[test]
    fn one_question_tells_who_is_on_call_for_several_policies() {
        let duties =
            [duty("A", 1, &"2026-11-22T18:00:00+01:00".into()), duty("A", 1, &Value::Null), duty("B", 2, &Value::Null)];
        let line = Line::answering(200, &json!({ "oncalls": duties }));
        let ids = ["PPOL001", "PPOL002"].map(|id| EscalationPolicyId::parse(id).unwrap());
        let found = now(line.api().on_call_for(&ids)).unwrap();
        assert_eq!(found.iter().map(|it| (it.user.name.as_str(), it.level)).collect::<Vec<_>>(), [("A", 1), ("B", 2)]);
        assert_eq!((found[0].until, found[1].until), (Moment::parse("2026-11-22T17:00:00Z"), None));
        assert_eq!(found[0].time_zone.as_deref(), Some("Asia/Kolkata"));
        let expected = "https://api.pagerduty.com/oncalls?earliest=true&include%5B%5D=users\
                        &escalation_policy_ids%5B%5D=PPOL001&escalation_policy_ids%5B%5D=PPOL002&limit=100&offset=0";
        assert_eq!(line.only().url, expected);
    }

    #[test]
    fn nobody_is_asked_for_without_an_id_and_long_answers_are_read_to_the_end() {
        let line = Line::answering(200, &json!({ "oncalls": [], "more": true }));
        assert_eq!(now(line.api().duties_of(&[])), Ok(Vec::new()));
        assert!(line.requests().is_empty());
        now(line.api().duties_of(&[UserId::parse("PUSR001").unwrap()])).unwrap();
        assert_eq!(line.requests().len(), 10);
    }

    #[test]
    fn a_duty_without_a_person_is_left_out_and_one_without_a_level_names_the_place() {
        let mut ghost = duty("A", 1, &Value::Null);
        ghost["user"] = Value::Null;
        let line = Line::answering(200, &json!({ "oncalls": [ghost] }));
        let id = EscalationPolicyId::parse("PPOL001").unwrap();
        assert_eq!(now(line.api().on_call_for(std::slice::from_ref(&id))), Ok(Vec::new()));
        let mut odd = duty("A", 1, &Value::Null);
        odd["escalation_level"] = "one".into();
        let line = Line::answering(200, &json!({ "oncalls": [odd] }));
        let path = "oncalls[0].escalation_level".into();
        assert_eq!(now(line.api().on_call_for(&[id])), Err(Failure::Malformed { path }));
    }
}
