//! PagerDuty's REST API.

use incident_command_console::domain::draft::{Assignment, NewIncident, NewNote};
use incident_command_console::domain::id::IncidentId;
use incident_command_console::domain::incident::{Incident, IncidentKey, Status, Urgency};
use incident_command_console::domain::link::Reference;
use incident_command_console::domain::timeline::EntryKind;
use incident_command_console::http::{Failure, Transport};
use incident_command_console::pagerduty::{AccessToken, Api, Credential, Endpoints, Region};
use sandbox::Sandbox;
use sandbox::pagerduty::Region as Place;

use super::bench::{MAYA, fresh, into};

pub(crate) fn api(sandbox: &Sandbox, email: &str) -> Api<impl Transport + use<>> {
    let access = AccessToken::parse(&sandbox.pagerduty().token_for(email).unwrap()).unwrap();
    let credential = Credential::Token { access, from: Some(email.to_owned()) };
    Api::new(into(sandbox.pagerduty_rest(Place::Us), None), Endpoints::vendor().rest(Region::Us), credential)
}

fn key(text: &str) -> IncidentKey {
    IncidentKey::parse(text).unwrap()
}

async fn new_incident(api: &Api<impl Transport>) -> NewIncident {
    let service = api.services("Checkout").await.unwrap().items.into_iter().next().unwrap();
    NewIncident {
        title: "Cards are declined".into(),
        service: service.id,
        urgency: Urgency::Low,
        priority: api.priorities().await.unwrap().into_iter().next().map(|priority| priority.id),
        assignment: Assignment::ServiceDefault,
        description: "Since noon".into(),
    }
}

#[tokio::test]
async fn the_incident_of_a_ticket_is_found_by_key_number_and_id() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox, MAYA);
    let found = api.incidents_with_key(&key("Zendesk_northwind_48213")).await.unwrap();
    let [incident] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((incident.number, incident.status), (1042, Status::Acknowledged));
    assert_eq!(incident.priority.as_ref().unwrap().name, "P1");
    assert!(incident.priority.as_ref().unwrap().color.is_some());
    assert!(incident.url.is_some() && incident.escalation_policy.is_some() && !incident.teams.is_empty());
    assert_eq!(incident.acknowledged[0].user.name, "Maya Chen");
    assert_eq!(api.incident(&Reference::Number(1042)).await.as_ref(), Ok(incident));
    assert_eq!(api.incident(&Reference::Id(incident.id.clone())).await.as_ref(), Ok(incident));
    assert_eq!(api.incident(&Reference::Number(999_999)).await, Err(Failure::NotFound));
    assert_eq!(api.incidents_with_key(&key("Zendesk_northwind_1")).await, Ok(Vec::new()));
}

#[tokio::test]
async fn an_incident_of_the_events_api_is_found_by_its_alert() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox, MAYA);
    let service = api.services("Checkout").await.unwrap().items.into_iter().next().unwrap();
    let routing = sandbox.pagerduty().routing_key(&service.name).unwrap();
    let id = sandbox.pagerduty().trigger_event(&routing, "Zendesk_northwind_7", "From a trigger").unwrap();
    let found = api.incidents_with_key(&key("Zendesk_northwind_7")).await.unwrap();
    assert_eq!((found[0].id.as_str(), found[0].key.as_ref()), (id.as_str(), None));
    let open = api.open_incident_with_key(&key("Zendesk_northwind_7"), &service.id).await.unwrap();
    assert_eq!(open.unwrap().id.as_str(), id);
}

#[tokio::test]
async fn an_incident_lives_from_create_to_resolve() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox, MAYA);
    let (own, new) = (key("Zendesk_northwind_9"), new_incident(&api).await);
    let created = api.create(&own, &new).await.unwrap();
    assert_eq!(
        (created.title.as_str(), created.urgency, created.key.as_ref()),
        ("Cards are declined", Urgency::Low, Some(&own))
    );
    assert_eq!((&created.service.id, created.status), (&new.service, Status::Triggered));
    assert!(!created.assigned.is_empty());

    let again = api.create(&own, &new).await;
    assert!(matches!(&again, Err(Failure::Rejected(told)) if !told.words.is_empty()), "{again:?}");
    let open = api.open_incident_with_key(&own, &new.service).await.unwrap();
    assert_eq!(open.map(|incident| incident.id), Some(created.id.clone()));

    let acknowledged = api.acknowledge(&created.id).await.unwrap();
    assert_eq!(
        (acknowledged.status, acknowledged.acknowledged[0].user.name.as_str()),
        (Status::Acknowledged, "Maya Chen")
    );
    let note = api.post_note(&created.id, &NewNote::check("Rolled back").unwrap()).await.unwrap();
    assert_eq!((note.who.as_str(), note.content.as_str()), ("Maya Chen", "Rolled back"));
    assert_eq!(api.notes(&created.id).await.unwrap(), [note]);

    let resolved = api.resolve(&created.id, Some(&NewNote::check("Fixed").unwrap())).await.unwrap();
    assert_eq!(resolved.status, Status::Resolved);
    assert_eq!(api.open_incident_with_key(&own, &new.service).await, Ok(None));
    let kinds: Vec<_> =
        api.timeline(&created.id, 0).await.unwrap().items.into_iter().map(|entry| (entry.kind, entry.who)).collect();
    let maya = Some("Maya Chen".to_owned());
    assert_eq!(kinds.first(), Some(&(EntryKind::Resolve, maya.clone())));
    for expected in
        [(EntryKind::Annotate, maya.clone()), (EntryKind::Acknowledge, maya.clone()), (EntryKind::Trigger, maya)]
    {
        assert!(kinds.contains(&expected), "{expected:?} in {kinds:?}");
    }
    let refused = api.resolve(&created.id, None).await;
    assert!(matches!(&refused, Err(Failure::Rejected(told)) if told.code == 1001), "{refused:?}");
}

#[tokio::test]
async fn a_user_or_a_policy_takes_a_new_incident() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox, MAYA);
    let new = new_incident(&api).await;
    let user = api.users("").await.unwrap().items.into_iter().find(|user| user.name != "Maya Chen").unwrap();
    let by_user = NewIncident { assignment: Assignment::User(user.clone()), ..new.clone() };
    assert_eq!(api.create(&key("one"), &by_user).await.unwrap().assigned[0].user, user);
    let policies = api.escalation_policies("").await.unwrap();
    let policy = policies.items.into_iter().next().unwrap();
    let by_policy = NewIncident { assignment: Assignment::EscalationPolicy(policy.clone()), ..new };
    assert_eq!(api.create(&key("two"), &by_policy).await.unwrap().escalation_policy, Some(policy));
}

#[tokio::test]
async fn open_incidents_and_long_timelines_come_by_pages() {
    let (sandbox, _) = fresh();
    let api = api(&sandbox, MAYA);
    let page = api.open_incidents(None, 0).await.unwrap();
    assert!(page.items.len() > 5 && page.items.iter().all(Incident::is_open));
    assert!(page.items.is_sorted_by(|one, next| one.created_at >= next.created_at));
    let service = &page.items[0].service;
    let of_service = api.open_incidents(Some(&service.id), 0).await.unwrap();
    assert!(!of_service.items.is_empty() && of_service.items.iter().all(|incident| incident.service == *service));

    let mut longest: Option<(IncidentId, u32)> = None;
    for incident in page.items {
        if api.timeline(&incident.id, 100).await.unwrap().more {
            longest = Some((incident.id, 150));
        }
    }
    let (id, mut offset) = longest.unwrap();
    while api.timeline(&id, offset).await.unwrap().more {
        offset += 50;
    }
    assert_eq!(offset, 950);
}

#[tokio::test]
async fn services_are_searched_and_people_are_told_apart_by_role() {
    let (sandbox, _) = fresh();
    let maya = api(&sandbox, MAYA);
    let page = maya.services("").await.unwrap();
    assert_eq!((page.items.len() <= 25, page.more), (true, true));
    assert!(maya.services("no such service, surely").await.unwrap().items.is_empty());
    let me = maya.me().await.unwrap();
    assert_eq!((me.name.as_str(), me.email.as_str(), me.stakeholder), ("Maya Chen", MAYA, false));
    sandbox.pagerduty().set_role(MAYA, "read_only_user");
    assert!(maya.me().await.unwrap().stakeholder);
    let new = new_incident(&maya).await;
    assert!(matches!(maya.create(&key("k"), &new).await, Err(Failure::Forbidden(told)) if told.code == 2010));
}

#[tokio::test]
async fn a_service_whose_whole_name_is_typed_comes_first_however_many_others_contain_it() {
    let (sandbox, _) = fresh();
    let maya = api(&sandbox, MAYA);
    for (typed, expected) in [("Ledger", "Ledger"), ("search", "Search"), (" LEDGER ", "Ledger")] {
        let page = maya.services(typed).await.unwrap();
        let names: Vec<_> = page.items.iter().map(|service| service.name.as_str()).collect();
        assert_eq!((names.first(), names.len(), page.more), (Some(&expected), 25, true), "{typed}: {names:?}");
    }
    let policies = maya.escalation_policies("ledger").await.unwrap();
    assert_eq!(policies.items.first().map(|policy| policy.name.as_str()), Some("Ledger"));
    let users = maya.users("maya").await.unwrap();
    assert_eq!(users.items.first().map(|user| user.name.as_str()), Some("Maya Chen"));
}

#[tokio::test]
async fn an_account_without_priorities_and_a_token_that_ended_are_told() {
    let (sandbox, _) = fresh();
    let maya = api(&sandbox, MAYA);
    assert!(!maya.priorities().await.unwrap().is_empty());
    sandbox.pagerduty().remove_ability("priorities");
    assert_eq!(maya.priorities().await, Ok(Vec::new()));
    sandbox.pagerduty().expire_tokens();
    assert_eq!(maya.me().await, Err(Failure::Unauthorized));
}
