//! People: finding them, who is on call, requests for help, handovers.

use incident_command_console::domain::id::IncidentId;
use incident_command_console::domain::incident::Status;
use incident_command_console::domain::link::Reference;
use incident_command_console::domain::people::{Candidate, Target, level_of, levels};
use incident_command_console::domain::responder::{Cancellation, Handover, Plea, ResponderState};
use incident_command_console::http::{Failure, Transport};
use incident_command_console::pagerduty::{AccessToken, Api, Credential, Endpoints, Region};
use sandbox::Sandbox;
use sandbox::pagerduty::{Deed, Region as Place};

use super::bench::{MAYA, fresh, into};

const PRIYA: &str = "priya.nair@northwind.example";

fn api(sandbox: &Sandbox) -> Api<impl Transport> {
    let access = AccessToken::parse(&sandbox.pagerduty().token_for(MAYA).unwrap()).unwrap();
    let credential = Credential::Token { access, from: Some(MAYA.to_owned()) };
    Api::new(into(sandbox.pagerduty_rest(Place::Us), None), Endpoints::vendor().rest(Region::Us), credential)
}

async fn person(api: &Api<impl Transport>, name: &str) -> Candidate {
    api.people(name, 0).await.unwrap().items.into_iter().next().unwrap()
}

async fn policy(api: &Api<impl Transport>, name: &str) -> Candidate {
    api.policies(name, 0).await.unwrap().items.into_iter().next().unwrap()
}

async fn checkout(api: &Api<impl Transport>) -> IncidentId {
    api.incident(&Reference::Number(1042)).await.unwrap().id
}

#[tokio::test]
async fn a_policy_tells_its_levels_and_who_stands_at_each() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox);
    let incident = api.incident(&Reference::Number(1042)).await.unwrap();
    let own = incident.escalation_policy.clone().unwrap();
    let known = api.policy(&own.id).await.unwrap();
    assert_eq!(known.delays, [15, 20, 30]);
    let duties = api.on_call_for(std::slice::from_ref(&own.id)).await.unwrap();
    let levels = levels(&own.id, &known.delays, &duties, 1);
    assert_eq!(levels.iter().map(|level| level.after).collect::<Vec<_>>(), [Some(0), Some(15), Some(35)]);
    let assigned: Vec<_> = incident.assigned.iter().map(|since| since.user.id.clone()).collect();
    assert_eq!(level_of(&assigned, &levels), Some(1));
    let maya = person(&api, "Maya").await;
    assert_eq!(maya.time_zone.as_deref(), Some("America/Los_Angeles"));
    let Target::User(user) = maya.target else { panic!("a person") };
    let hers = api.duties_of(std::slice::from_ref(&user.id)).await.unwrap();
    assert!(hers.len() > 1 && hers.iter().all(|duty| duty.user.id == user.id));
}

#[tokio::test]
async fn a_request_for_help_lives_from_asking_to_answering() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox);
    let (id, me) = (checkout(&api).await, api.me().await.unwrap().id);
    let (priya, ledger) = (person(&api, "Priya").await.target, policy(&api, "Ledger").await.target);
    let plea = Plea { targets: vec![priya.clone(), ledger.clone()], message: "Please \"help\" <b>".into() };
    let made = api.request_responders(&id, &me, &plea).await.unwrap();
    // The incident began with a request of somebody else.
    let read = async || {
        let all = api.incident(&Reference::Id(id.clone())).await.unwrap().responder_requests;
        all.into_iter().skip(1).collect::<Vec<_>>()
    };
    assert_eq!(read().await, made);
    assert_eq!(made.iter().map(|it| it.target.clone()).collect::<Vec<_>>(), [priya.clone(), ledger.clone()]);
    assert!(made.iter().all(|it| it.requester.as_ref() == Some(&me) && it.message == plea.message && it.at.is_some()));

    sandbox.pagerduty().act_as(PRIYA, id.as_str(), Deed::Decline).unwrap();
    assert_eq!(api.cancel_responders(&id, &me, &priya).await, Ok(Cancellation::Declined));
    assert_eq!(api.cancel_responders(&id, &me, &ledger).await, Ok(Cancellation::Cancelled));
    let nobody = policy(&api, "Search").await.target;
    assert_eq!(api.cancel_responders(&id, &me, &nobody).await, Ok(Cancellation::NotFound));
    let states: Vec<_> = read().await.iter().map(|it| it.responders[0].state).collect();
    assert_eq!(states, [ResponderState::Declined, ResponderState::Cancelled]);

    sandbox.pagerduty().remove_ability("coordinated_responding");
    assert_eq!(api.request_responders(&id, &me, &plea).await, Err(Failure::PaymentRequired));
    assert_eq!(read().await, [], "such an account does not tell of requests either");
}

#[tokio::test]
async fn an_incident_is_handed_over_by_each_way() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox);
    let id = checkout(&api).await;
    let higher = api.hand_over(&id, &Handover::Level(2)).await.unwrap();
    assert_eq!((higher.status, higher.assigned_directly), (Status::Triggered, false));
    let Target::EscalationPolicy(ledger) = policy(&api, "Ledger").await.target else { panic!("a policy") };
    let other = api.hand_over(&id, &Handover::EscalationPolicy(ledger.clone())).await.unwrap();
    assert_eq!(other.escalation_policy, Some(ledger));
    let Target::User(priya) = person(&api, "Priya").await.target else { panic!("a person") };
    let given = api.hand_over(&id, &Handover::Users(vec![priya.clone()])).await.unwrap();
    assert_eq!((given.assigned[0].user.clone(), given.assigned_directly), (priya, true));
    let refused = api.hand_over(&id, &Handover::Level(9)).await;
    assert!(matches!(&refused, Err(Failure::Rejected(told)) if told.code == 1006), "{refused:?}");
}
