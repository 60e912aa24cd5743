//! `GET /oncalls`: who is on call for which level of which policy, in windows of at most 90 days.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{EscalationPolicy, Id, Target};
use crate::pagerduty::time::DAY;
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::http::StatusCode;
use axum::routing::MethodFilter;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The longest window.
const LONGEST_WINDOW: i64 = 90 * DAY;

pub(super) fn operations() -> [Operation; 1] {
    // The schema says that the operation has a limit of its own without naming it.
    [Operation::new(MethodFilter::GET, "/oncalls", Needs::ReadIncidents, list).limited(300)]
}

/// One stretch of duty; a direct target is on call for ever and has neither schedule, start nor end.
struct Duty<'a> {
    user: Id,
    schedule: Option<&'a str>,
    policy: &'a EscalationPolicy,
    level: usize,
    span: Option<(i64, i64)>,
}

fn duties(world: &World, since: i64, until: i64) -> Vec<Duty<'_>> {
    let mut duties = Vec::new();
    for policy in world.policies.values() {
        for (place, rule) in policy.rules.iter().enumerate() {
            let level = place + 1;
            for target in &rule.targets {
                match target {
                    Target::User(id) => {
                        duties.push(Duty { user: id.clone(), schedule: None, policy, level, span: None });
                    }
                    Target::Schedule(id) => {
                        let turns = world.schedules.get(id).map(|schedule| schedule.turns(since, until));
                        duties.extend(turns.unwrap_or_default().into_iter().map(|turn| Duty {
                            user: turn.user,
                            schedule: Some(id),
                            policy,
                            level,
                            span: Some((turn.start, turn.end)),
                        }));
                    }
                }
            }
        }
    }
    duties
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let query = &call.query;
    let since = query.time("since")?.unwrap_or(call.now);
    let until = query.time("until")?.unwrap_or(since);
    if until < since || until - since > LONGEST_WINDOW {
        return Err(Failure::new(StatusCode::BAD_REQUEST, 2005, "Invalid Query Date Range"));
    }
    let mut found = duties(world, since, until);
    found.retain(|duty| {
        query.admits("user_ids[]", &duty.user)
            && query.admits("escalation_policy_ids[]", &duty.policy.id)
            && query.admits("schedule_ids[]", duty.schedule.unwrap_or("null"))
    });
    found.sort_by(|one, other| {
        (&one.policy.name, one.level, one.span).cmp(&(&other.policy.name, other.level, other.span))
    });
    if query.flag("earliest")? {
        let mut seen = BTreeSet::new();
        found.retain(|duty| seen.insert((duty.policy.id.clone(), duty.level, duty.user.clone())));
    }
    let view = call.view(world)?;
    query.page("oncalls", &found, |duty| write(&view, duty)).map(Answer::ok)
}

fn write(view: &View<'_>, duty: &Duty<'_>) -> Value {
    let asked = |name: &str| view.includes.contains(name);
    let user = view.world.users.get(&duty.user).filter(|_| asked("users"));
    json!({
        "user": user.map_or_else(|| view.user_reference(&duty.user), |user| view.user(user)),
        "schedule": duty.schedule.map(|id| {
            if asked("schedules") { view.schedule_by_id(id) } else { view.schedule_reference(id) }
        }),
        "escalation_policy": if asked("escalation_policies") {
            view.policy(duty.policy)
        } else {
            view.policy_reference(&duty.policy.id)
        },
        "escalation_level": duty.level,
        "start": duty.span.map(|(start, _)| view.time(start)),
        "end": duty.span.map(|(_, end)| view.time(end)),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn somebody_is_on_call_now_and_the_turns_of_a_month_follow_each_other() {
        let bench = Bench::new();
        let policy = bench.policy("Checkout");
        let now = bench.get(&format!("/oncalls?escalation_policy_ids[]={policy}&include[]=users")).await;
        let first = &now["oncalls"][0];
        assert_eq!((&first["escalation_level"], &first["user"]["type"]), (&json!(1), &json!("user")));
        let path = format!(
            "/oncalls?escalation_policy_ids[]={policy}&since=2026-10-01T00:00:00Z&until=2026-11-01T00:00:00Z&limit=100"
        );
        let month = bench.get(&path).await;
        let month = month["oncalls"].as_array().unwrap();
        let level_one: Vec<_> = month.iter().filter(|duty| duty["escalation_level"] == 1).collect();
        assert!(level_one.len() >= 4);
        assert!(level_one.windows(2).all(|pair| pair[0]["end"] == pair[1]["start"]));
        let earliest = bench.get(&format!("{path}&earliest=true")).await;
        assert!(earliest["oncalls"].as_array().unwrap().len() < month.len());
    }

    #[tokio::test]
    async fn a_window_over_ninety_days_and_one_that_runs_backwards_are_refused() {
        let bench = Bench::new();
        for query in ["since=2026-01-01T00:00:00Z&until=2026-04-02T00:00:00Z", "since=2026-02-01&until=2026-01-01"] {
            bench.refused("GET", &format!("/oncalls?{query}"), None, 400, 2005).await;
        }
        let nobody = bench.get(&format!("/oncalls?escalation_policy_ids[]={}", bench.policy("Facilities"))).await;
        assert_eq!(nobody["oncalls"], json!([]));
    }
}
