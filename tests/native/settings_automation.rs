//! Rules that Zendesk carries out: set up from the settings, a ticket's life, and what goes wrong on the way.

use incident_command_console::console::Event as ConsoleEvent;
use incident_command_console::domain::automation::found::{Found, Live};
use incident_command_console::domain::automation::health::Ailment;
use incident_command_console::domain::automation::plan::{Step, keys_wanted, plan};
use incident_command_console::domain::automation::ready_made::ReadyMade;
use incident_command_console::domain::automation::{
    Automation, Condition, Destination, DestinationId, Field, Operator, Region, Route, RoutingKey, Rule, RuleId, Value,
    foreign,
};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::incident::Status;
use incident_command_console::settings::automation::AutomationEffect;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::json;

use crate::desk::{Desk, JONAS, JONAS_EMAIL, sandbox};
use crate::office::{Office, PRIYA};
use crate::seat::Seat;
use crate::settings_desk::ADA;

#[tokio::test]
async fn a_tickets_life_drives_its_incident_and_the_console_shows_each_step() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let automation = office.rules("Checkout API", &ReadyMade::ALL).await;
    office.bring_in_line(&automation).await;
    assert_eq!(office.health(&automation).await, vec![Vec::new(); 5]);

    let ticket = office.urgent_ticket().await;
    let mut desk = Desk::new(&world, ticket, JONAS, Some(JONAS_EMAIL)).await;
    let opened = desk.only();
    assert_eq!(
        (opened.title.as_str(), opened.status, opened.service.name.as_str()),
        ("Checkout is down", Status::Triggered, "Checkout API")
    );

    office.change(ticket, json!({ "status": "open" })).await;
    desk.tell(ConsoleEvent::RefreshClicked).await;
    assert_eq!((desk.only().id, desk.only().status), (opened.id.clone(), Status::Acknowledged));

    office.change(ticket, json!({ "status": "solved" })).await;
    desk.tell(ConsoleEvent::RefreshClicked).await;
    assert_eq!(desk.only().status, Status::Resolved);

    office.change(ticket, json!({ "status": "open" })).await;
    desk.tell(ConsoleEvent::RefreshClicked).await;
    let again: Vec<_> = desk.shown().into_iter().filter(|it| it.id != opened.id).collect();
    assert_eq!(again.len(), 1, "a ticket that is opened again has another incident");
    assert_eq!(again[0].status, Status::Triggered, "and opening it is no acknowledgement");
    let deliveries = office.deliveries(&automation).await;
    assert_eq!((deliveries[0].latest.len(), deliveries[0].failures()), (4, 0));
}

#[tokio::test]
async fn the_incident_says_what_the_rule_says() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let automation = office.rules("Checkout API", &[ReadyMade::Urgent]).await;
    office.bring_in_line(&automation).await;
    let ticket = office.urgent_ticket().await;
    let desk = Desk::new(&world, ticket, JONAS, Some(JONAS_EMAIL)).await;
    let held = desk.in_pagerduty(&desk.only().id);
    let alert = &held["alerts"][0];
    assert_eq!(alert["alert_key"], json!(format!("Zendesk_northwind_{ticket}")));
    assert_eq!(alert["severity"], "critical");
    let text = held.to_string();
    for said in
        ["Nobody can pay", &format!("https://northwind.zendesk.com/agent/tickets/{ticket}"), "\"client\":\"Zendesk\""]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[tokio::test]
async fn two_rules_reach_two_services() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let destinations = [office.destination(1, "Checkout API").await, office.destination(2, "Search").await];
    let rule = |number: u64, destination: &Destination, tag: &str| {
        let mut rule = ReadyMade::Urgent.rule(RuleId::make(number), tag);
        let value = Value::Words(tag.into());
        rule.conditions.all.push(Condition { field: Field::Tags, operator: Operator::Includes, value });
        Rule { destination: Some(destination.id.clone()), ..rule }
    };
    let rules = vec![rule(1, &destinations[0], "payments"), rule(2, &destinations[1], "finding")];
    let automation = Automation { destinations: destinations.to_vec(), rules };
    assert_eq!(office.bring_in_line(&automation).await.len(), 3, "one webhook and two triggers");
    for (tag, service) in [("finding", "Search"), ("payments", "Checkout API")] {
        let ticket = json!({ "subject": tag, "comment": { "body": "x" }, "priority": "urgent", "tags": [tag] });
        let ticket = office.sandbox().create_ticket(PRIYA, &ticket).await.unwrap();
        let desk = Desk::new(&world, ticket, JONAS, Some(JONAS_EMAIL)).await;
        assert_eq!(desk.only().service.name, service);
    }
}

#[tokio::test]
async fn the_tag_sends_once_and_is_taken_off() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let automation = office.rules("Checkout API", &[ReadyMade::SendOnce]).await;
    office.bring_in_line(&automation).await;
    let ticket = office.urgent_ticket().await;
    assert_eq!(office.calls(), 0);
    office.change(ticket, json!({ "additional_tags": ["send_to_pagerduty"] })).await;
    let desk = Desk::new(&world, ticket, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(desk.only().status, Status::Triggered);
    assert!(!desk.tags().contains(&"send_to_pagerduty".to_owned()), "{:?}", desk.tags());
    office.change(ticket, json!({ "status": "pending" })).await;
    assert_eq!(office.calls(), 1, "once for each time that it is tagged");
}

#[tokio::test]
async fn a_revoked_key_is_seen_and_another_one_repairs_it() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let mut automation = office.rules("Checkout API", &[ReadyMade::Urgent]).await;
    office.bring_in_line(&automation).await;
    office.urgent_ticket().await;
    let found = office.look(&automation).await;
    let key = found.key(&automation.destinations[0]).unwrap();
    assert!(office.sandbox().pagerduty().revoke_integration(key.expose_secret()));
    assert_eq!(office.health(&automation).await, [[Ailment::IntegrationGone]], "before anything was sent");
    office.seat.clock().advance(1_000);
    office.urgent_ticket().await;
    assert_eq!(office.health(&automation).await, [[Ailment::IntegrationGone, Ailment::KeyRefused]]);
    let deliveries = office.deliveries(&automation).await;
    assert_eq!((deliveries[0].last().unwrap().status, deliveries[0].failures()), (400, 1));
    assert!(!format!("{deliveries:?}").contains(key.expose_secret()));

    let fresh = office.destination(1, "Checkout API").await;
    assert_ne!(fresh.fingerprint, automation.destinations[0].fingerprint);
    automation.destinations = vec![fresh];
    assert!(matches!(office.bring_in_line(&automation).await[..], [Step::UpdateTrigger(..)]));
    office.seat.clock().advance(1_000);
    office.urgent_ticket().await;
    assert_eq!(office.health(&automation).await, [[]]);
    assert_eq!(office.deliveries(&automation).await[0].last().unwrap().status, 202);
}

#[tokio::test]
async fn a_pasted_key_is_asked_for_once_and_found_in_the_trigger_from_then_on() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let key = office.sandbox().pagerduty().orchestration_key("Customer reports").unwrap();
    let key = RoutingKey::parse(&key).unwrap();
    let destination = Destination {
        id: DestinationId::make(1),
        label: "Customer reports".into(),
        region: Region::Us,
        route: Route::Pasted,
        fingerprint: Some(key.fingerprint()),
    };
    let rule = Rule { destination: Some(destination.id.clone()), ..ReadyMade::Urgent.rule(RuleId::make(1), "U") };
    let mut automation = Automation { destinations: vec![destination], rules: vec![rule] };
    let found = office.look(&automation).await;
    let steps = plan(&automation, &found, "northwind");
    assert_eq!(keys_wanted(&automation, &found, &steps), [DestinationId::make(1)]);
    let (step, failure) = office.try_to_bring_in_line(&automation, None).await.unwrap_err();
    assert!(matches!((&step, &failure), (Step::CreateTrigger(_), Failure::Forbidden(_))), "{step:?} {failure:?}");
    office.try_to_bring_in_line(&automation, Some(&key)).await.unwrap();
    automation.rules[0].title = "Renamed".into();
    let found = office.look(&automation).await;
    let steps = plan(&automation, &found, "northwind");
    assert!(keys_wanted(&automation, &found, &steps).is_empty());
    office.bring_in_line(&automation).await;
    let ticket = office.urgent_ticket().await;
    let desk = Desk::new(&world, ticket, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(desk.only().service.name, "Checkout API", "the orchestration chose");
}

#[tokio::test]
async fn a_set_up_whose_answers_are_lost_makes_nothing_twice() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let automation = office.rules("Checkout API", &ReadyMade::ALL).await;
    office.fault("POST", "/api/v2/webhooks", Kind::DropAnswer);
    office.fault("POST", "/api/v2/triggers", Kind::DropAnswer);
    assert_eq!(office.bring_in_line(&automation).await.len(), 6, "what is found was made");

    let changed = office.rules("Checkout API", &[]).await;
    let changed = Automation { rules: automation.rules.iter().take(2).cloned().collect(), ..changed };
    office.fault("DELETE", "/api/v2/triggers", Kind::DropRequest);
    let (step, failure) = office.try_to_bring_in_line(&changed, None).await.unwrap_err();
    assert!(
        matches!(step, Step::DeleteTrigger(_)) && failure.leaves_doubt(),
        "it broke off, and is not repeated by itself"
    );
    assert_eq!(office.bring_in_line(&changed).await.len(), 3, "and is gone on with");
    let zendesk = office.sandbox().zendesk();
    assert_eq!((zendesk.webhooks().len(), office.look(&changed).await.triggers.len()), (1, 2));
    assert_eq!(office.health(&changed).await, vec![Vec::new(); 2]);
}

#[tokio::test]
async fn a_lost_answer_to_a_new_integration_leaves_one() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let lost = Fault::new(Target::Pagerduty, Kind::DropAnswer).method("POST").path("/services").times(1);
    office.sandbox().faults().add(lost);
    let one = office.destination(1, "Checkout API").await;
    let other = office.destination(1, "Checkout API").await;
    assert_eq!(one, other, "ours is used again");
}

#[tokio::test]
async fn what_others_do_by_hand_is_told_and_put_right() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let automation = office.rules("Checkout API", &[ReadyMade::Urgent, ReadyMade::Resolve]).await;
    office.bring_in_line(&automation).await;
    let found = office.look(&automation).await;
    let ids: Vec<_> = automation.rules.iter().map(|rule| found.triggers_of(&rule.id)[0].id).collect();
    let zendesk = office.sandbox().zendesk();
    zendesk.edit_trigger(ids[0].0, &json!({ "active": false })).unwrap();
    zendesk.edit_trigger(ids[1].0, &json!({ "title": "Ours now" })).unwrap();
    let told = office.health(&automation).await;
    assert_eq!(told[0], [Ailment::SwitchedOff(ids[0])]);
    assert!(
        matches!(&told[1][..], [Ailment::Edited(id, differences)] if *id == ids[1] && differences.len() == 1),
        "{told:?}"
    );
    let steps = office.bring_in_line(&automation).await;
    assert_eq!(
        steps,
        [
            Step::SwitchTrigger(automation.rules[0].id.clone(), ids[0], true),
            Step::UpdateTrigger(automation.rules[1].id.clone(), ids[1]),
        ]
    );
    assert_eq!(office.health(&automation).await, vec![Vec::new(); 2]);

    let trigger = Box::new(office.look(&automation).await.triggers_of(&automation.rules[1].id)[0].clone());
    office.ask(AutomationEffect::Release { asked: 1, trigger }).await;
    let after = office.look(&automation).await;
    assert!(after.triggers_of(&automation.rules[1].id).is_empty(), "it is let go");
    assert!(after.triggers.iter().any(|it| it.id == ids[1] && it.call().is_some()), "and does what it did");
}

#[tokio::test]
async fn removal_leaves_nothing_of_ours_and_everything_of_others() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let zendesk = office.sandbox().zendesk();
    let hook = json!({ "name": "Old events", "status": "active", "endpoint": "https://events.pagerduty.com/v2/enqueue",
        "http_method": "POST", "request_format": "json", "subscriptions": ["conditional_ticket_events"] });
    let hook = zendesk.add_webhook(&hook).unwrap();
    let old = json!({ "title": "Old trigger", "conditions": { "all": [{ "field": "priority", "operator": "is", "value": "urgent" }], "any": [] },
        "actions": [{ "field": "notification_webhook", "value": [hook["id"], "{\"event_action\": \"trigger\"}"] }] });
    let old = zendesk.add_trigger(&old).unwrap();
    let before = (zendesk.triggers(), zendesk.webhooks());
    let automation = office.rules("Checkout API", &ReadyMade::ALL).await;
    office.bring_in_line(&automation).await;
    let foreign = foreign::of(&automation, &office.look(&automation).await);
    assert_eq!(foreign.triggers.len(), 1);
    let doubled: Vec<_> = automation.rules.iter().filter(|it| foreign.triggers[0].doubles.contains(&it.id)).collect();
    let titles: Vec<_> = doubled.iter().map(|rule| rule.title.as_str()).collect();
    assert_eq!(titles, ["Urgent", "Reopened", "SendOnce"]);
    let trigger = foreign.triggers[0].id;
    office.ask(AutomationEffect::Switch { asked: 1, trigger, active: false }).await;
    assert!(!office.look(&automation).await.triggers.iter().any(|it| it.id == trigger && it.is.active));
    zendesk.edit_trigger(old["id"].as_u64().unwrap(), &json!({ "active": true })).unwrap();

    office.bring_in_line(&Automation::default()).await;
    let without_time = |mut list: Vec<serde_json::Value>| {
        list.iter_mut().filter_map(|it| it.as_object_mut()).for_each(|it| drop(it.remove("updated_at")));
        list
    };
    assert_eq!(without_time(zendesk.triggers()), without_time(before.0));
    assert_eq!(zendesk.webhooks(), before.1);
    office.bring_in_line(&automation).await;
    assert_eq!(office.health(&automation).await, vec![Vec::new(); 5], "and it can be set up anew");
}

#[tokio::test]
async fn nobody_but_administrators_can_set_anything_up() {
    let world = sandbox();
    let seat = Seat::new(&world, None, JONAS, Some(JONAS_EMAIL));
    seat.sign_in().await;
    let office = Office { seat };
    let step = Step::CreateWebhook(Region::Us);
    let answer = office.take(&Automation::default(), &Found::default(), &step, None).await;
    assert!(matches!(answer, Err(Failure::Forbidden(_))), "{answer:?}");
    assert!(office.sandbox().zendesk().webhooks().is_empty());
}

#[tokio::test]
async fn a_key_that_pagerduty_does_not_tell_stays_unknown() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let automation = office.rules("Checkout API", &[ReadyMade::Urgent]).await;
    let found = office.look(&automation).await;
    assert!(matches!(found.live(&DestinationId::make(1)), Some(Live::Key(_))));
    let signed_out = Office { seat: Seat::new(&world, None, ADA, None) };
    assert_eq!(signed_out.look(&automation).await.live, []);
}
