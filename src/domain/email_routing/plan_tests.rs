//! The laws of plans: carrying one out leaves nothing to plan, from wherever it begins, and removal leaves nothing at all.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;

use super::inventory::Inventory;
use super::mailbox::{
    Act, Creation, Extractor, Fallback, FilterMode, Handling, KEY, Mailbox, Part, Predicate, Rule, ServiceMailboxes,
    Taking,
};
use super::plan::{Blocked, Outcome, Step, Work, remove, set_up};
use super::wanted::Difference;
use super::{Address, Before, EmailRoute, RouteId};
use crate::domain::automation::found::Target;
use crate::domain::automation::trigger::{Trigger, TriggerId};
use crate::domain::automation::{Condition, Field, Operator, Value};
use crate::domain::id::{IntegrationId, ServiceId};
use crate::domain::incident::Named;
use crate::domain::ticket::TicketPriority;

const SUBDOMAIN: &str = "acme";

fn service(id: &str) -> ServiceId {
    ServiceId::parse(id).unwrap()
}

fn integration(id: &str) -> IntegrationId {
    IntegrationId::parse(id).unwrap()
}

fn foreign() -> Mailbox {
    let key = Extractor { part: Part::Subject, name: KEY.into(), taking: Taking::Entire };
    let rule =
        Rule { act: Act::Trigger, predicate: Predicate::Contains(Part::Body, "DOWN".into()), extractors: vec![key] };
    Mailbox {
        id: integration("PINTOLD"),
        service: service("PSVC001"),
        name: "Monitoring".into(),
        address: "mon@acme.pagerduty.com".into(),
        handling: Handling {
            creation: Creation::EverySubject,
            filter_mode: FilterMode::TakeAll,
            filters: Vec::new(),
            rules: vec![rule],
            fallback: Fallback::Open,
        },
    }
}

fn empty() -> Inventory {
    let of = |id: &str, mailboxes| ServiceMailboxes {
        service: service(id),
        name: id.into(),
        host: "acme.pagerduty.com".into(),
        mailboxes,
    };
    Inventory { services: vec![of("PSVC001", vec![foreign()]), of("PSVC002", Vec::new())], ..Inventory::default() }
}

fn route(number: u64) -> EmailRoute {
    let mut route = EmailRoute::new(RouteId::of(number));
    route.name = format!("Route {number}");
    route.service = Some(Named { id: service("PSVC001"), name: "Payments".into() });
    let value = Value::Priority(TicketPriority::Urgent);
    route.conditions.all.push(Condition { field: Field::Priority, operator: Operator::Is, value });
    route
}

fn on_existing(number: u64) -> EmailRoute {
    let before = Before { creation: Creation::EverySubject, fallback: Fallback::Open };
    EmailRoute { address: Address::Existing { integration: integration("PINTOLD"), before }, ..route(number) }
}

/// Does what a vendor would do, with numbers of its own.
fn carry_out(work: &Work, number: u64) -> Outcome {
    match work {
        Work::MakeTarget(target) => Outcome::Target(Target { id: number, ..target.clone() }),
        Work::MendTarget(target) => Outcome::Target(target.clone()),
        Work::MakeMailbox { service, name, address, handling } => Outcome::Mailbox(Mailbox {
            id: integration(&format!("PINT{number}")),
            service: service.clone(),
            name: name.clone(),
            address: address.clone(),
            handling: handling.clone(),
        }),
        Work::MendMailbox { mailbox, .. } | Work::LeaveMailbox(mailbox) => Outcome::Mailbox(mailbox.clone()),
        Work::MakeTrigger { text, .. } => {
            let is = text.clone().unwrap_or_else(|| panic!("a trigger without a target"));
            Outcome::Trigger(Trigger { id: TriggerId(number), is })
        }
        Work::MendTrigger { id, text, .. } => Outcome::Trigger(Trigger { id: *id, is: text.clone() }),
        Work::RemoveTrigger { .. } | Work::RemoveMailbox { .. } | Work::RemoveTarget { .. } => Outcome::Gone,
    }
}

/// Carries out at most `most` steps, each planned anew, and says what they were.
fn follow(found: &mut Inventory, most: usize, plan: impl Fn(&Inventory) -> Vec<Step>) -> Vec<Work> {
    let mut done = Vec::new();
    while done.len() < most {
        let Some(Step { work, .. }) = plan(found).into_iter().next() else { return done };
        assert!(done.len() < 60, "no end: {done:?}");
        let numbers = found.targets.iter().map(|it| it.id).chain(found.triggers.iter().map(|it| it.id.0));
        let number = 1 + numbers.max().unwrap_or_default();
        work.settle(carry_out(&work, number), found);
        done.push(work);
    }
    done
}

fn finish(found: &mut Inventory, route: &EmailRoute) -> Vec<Work> {
    follow(found, usize::MAX, |found| set_up(route, SUBDOMAIN, found).unwrap())
}

fn clear(found: &mut Inventory, route: &EmailRoute) -> Vec<Work> {
    follow(found, usize::MAX, |found| remove(&route.id, Some(route), SUBDOMAIN, found))
}

#[test]
fn from_nothing_the_target_comes_first_then_the_integration_then_the_triggers() {
    let (route, mut found) = (route(1), empty());
    let plan = set_up(&route, SUBDOMAIN, &found).unwrap();
    assert!(matches!(plan[2].work, Work::MakeTrigger { text: None, .. }), "no trigger before there is a target");
    let done = finish(&mut found, &route);
    assert_eq!(done.len(), 6);
    assert!(matches!(&done[0], Work::MakeTarget(target)
        if target.email == format!("zendesk-{}@acme.pagerduty.com", route.id.as_str())));
    assert!(matches!(done[1], Work::MakeMailbox { .. }));
    assert!(done[2..].iter().all(|work| matches!(work, Work::MakeTrigger { text: Some(_), .. })));
}

#[test]
fn an_integration_that_was_there_is_used_and_comes_back_as_it_was() {
    let (route, mut found) = (on_existing(1), empty());
    let done = finish(&mut found, &route);
    assert!(matches!(&done[0], Work::MakeTarget(target) if target.email == "mon@acme.pagerduty.com"));
    assert!(matches!(&done[1], Work::MendMailbox { differences, .. } if differences.contains(&Difference::Rules)));
    clear(&mut found, &route);
    assert_eq!(found, empty());
}

#[test]
fn a_route_without_its_service_or_integration_is_blocked() {
    let mut found = empty();
    assert_eq!(set_up(&EmailRoute { service: None, ..route(1) }, SUBDOMAIN, &found), Err(Blocked::Incomplete));
    found.services[0].mailboxes.clear();
    assert_eq!(set_up(&on_existing(1), SUBDOMAIN, &found), Err(Blocked::MailboxGone));
    found.services.clear();
    assert_eq!(set_up(&route(1), SUBDOMAIN, &found), Err(Blocked::Unread));
    found.gone.push(service("PSVC001"));
    assert_eq!(set_up(&route(1), SUBDOMAIN, &found), Err(Blocked::ServiceGone));
}

#[test]
fn a_hand_edit_is_mended_where_it_is() {
    let (route, mut found) = (route(1), empty());
    finish(&mut found, &route);
    found.triggers[0].is.active = false;
    found.targets[0].email = "elsewhere@acme.example".into();
    found.services[0].mailboxes[1].handling.fallback = Fallback::Open;
    let done = finish(&mut found, &route);
    assert!(matches!(
        &done[..],
        [Work::MendTarget(_), Work::MendMailbox { differences, .. }, Work::MendTrigger { .. }]
            if *differences == [Difference::Fallback]
    ));
}

#[test]
fn who_moves_to_another_service_leaves_nothing_behind() {
    let (first, mut found) = (on_existing(1), empty());
    finish(&mut found, &first);
    let second = EmailRoute { service: Some(Named { id: service("PSVC002"), name: "Search".into() }), ..route(1) };
    let done = finish(&mut found, &second);
    assert!(matches!(done[0], Work::LeaveMailbox(_)), "before the target forgets where it wrote: {done:?}");
    assert_eq!(found.services[1].mailboxes.len(), 1);
    let third = route(1);
    let done = finish(&mut found, &third);
    assert!(matches!(done[0], Work::RemoveMailbox { .. }));
    assert_eq!((found.services[0].mailboxes.len(), found.services[1].mailboxes.len()), (2, 0));
}

#[test]
fn what_the_configuration_has_forgotten_is_found_by_its_target() {
    let (route, mut found) = (on_existing(1), empty());
    finish(&mut found, &route);
    follow(&mut found, usize::MAX, |found| remove(&route.id, None, SUBDOMAIN, found));
    assert_eq!((found.routes(), found.services[0].mailboxes[0].handling.rules.len()), (Vec::new(), 1));
}

/// Damage that people or lost answers do.
#[derive(Clone, Debug)]
enum Damage {
    DropTrigger(usize),
    CopyTrigger(usize),
    EditTrigger(usize),
    DropTarget,
    CopyTarget,
    EditTarget,
    DropMailbox,
    CopyMailbox,
    EditMailbox,
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0_usize..4).prop_map(Damage::DropTrigger),
        (0_usize..4).prop_map(Damage::CopyTrigger),
        (0_usize..4).prop_map(Damage::EditTrigger),
        Just(Damage::DropTarget),
        Just(Damage::CopyTarget),
        Just(Damage::EditTarget),
        Just(Damage::DropMailbox),
        Just(Damage::CopyMailbox),
        Just(Damage::EditMailbox),
    ]
}

fn hurt(found: &mut Inventory, route: &RouteId, damage: &Damage, number: u64) {
    let triggers: Vec<_> = found.triggers_of(route).map(|it| it.id).collect();
    let nth = |at: &usize| triggers.get(*at).copied();
    let target = found.targets_of(route).next().cloned();
    let mailbox = found.own_mailboxes(route).next().cloned();
    match damage {
        Damage::DropTrigger(at) => found.triggers.retain(|it| Some(it.id) != nth(at)),
        Damage::CopyTrigger(at) => {
            let copy = found.triggers.iter().find(|it| Some(it.id) == nth(at)).cloned();
            found.triggers.extend(copy.map(|it| Trigger { id: TriggerId(number), ..it }));
        }
        Damage::EditTrigger(at) => {
            if let Some(trigger) = found.triggers.iter_mut().find(|it| Some(it.id) == nth(at)) {
                trigger.is.all.pop();
            }
        }
        Damage::DropTarget => found.targets.retain(|it| Some(it) != target.as_ref()),
        Damage::CopyTarget => found.targets.extend(target.map(|it| Target { id: number, ..it })),
        Damage::EditTarget => {
            if let Some(target) = target {
                found.put_target(Target { active: false, ..target });
            }
        }
        Damage::DropMailbox => {
            if let Some(mailbox) = mailbox {
                found.forget_mailbox(&mailbox.service, &mailbox.id);
            }
        }
        Damage::CopyMailbox => {
            if let Some(mailbox) = mailbox {
                let address = format!("copy{number}@acme.pagerduty.com");
                found.put_mailbox(Mailbox { id: integration(&format!("PCOPY{number}")), address, ..mailbox });
            }
        }
        Damage::EditMailbox => {
            if let Some(mut mailbox) = mailbox {
                mailbox.handling.rules.pop();
                found.put_mailbox(mailbox);
            }
        }
    }
}

proptest! {
    #[test]
    fn planning_after_executing_yields_nothing_from_wherever_it_begins(
        existing in any::<bool>(),
        updates in any::<bool>(),
        stop in 0_usize..8,
        damages in proptest::collection::vec(damage(), 0..6),
    ) {
        let base = if existing { on_existing(1) } else { route(1) };
        let ours = EmailRoute { updates, ..base };
        let other = route(2);
        let mut found = empty();
        finish(&mut found, &other);
        let untouched: Vec<_> = found.triggers_of(&other.id).cloned().collect();
        follow(&mut found, stop, |found| set_up(&ours, SUBDOMAIN, found).unwrap());
        for (number, damage) in (5_000..).zip(&damages) {
            hurt(&mut found, &ours.id, damage, number);
        }
        finish(&mut found, &ours);
        prop_assert_eq!(set_up(&ours, SUBDOMAIN, &found), Ok(Vec::new()));
        prop_assert_eq!(found.targets_of(&ours.id).count(), 1);
        prop_assert_eq!(found.triggers_of(&ours.id).count(), ours.kinds().count());
        prop_assert_eq!(found.own_mailboxes(&ours.id).count(), usize::from(!existing));
        prop_assert_eq!(set_up(&other, SUBDOMAIN, &found), Ok(Vec::new()));
        prop_assert_eq!(found.triggers_of(&other.id).cloned().collect::<Vec<_>>(), untouched);
    }

    #[test]
    fn removal_leaves_nothing_from_wherever_it_begins(
        existing in any::<bool>(),
        stop in 0_usize..8,
        damages in proptest::collection::vec(damage(), 0..6),
    ) {
        let ours = if existing { on_existing(1) } else { route(1) };
        let mut found = empty();
        follow(&mut found, stop, |found| set_up(&ours, SUBDOMAIN, found).unwrap());
        for (number, damage) in (5_000..).zip(&damages) {
            hurt(&mut found, &ours.id, damage, number);
        }
        clear(&mut found, &ours);
        prop_assert_eq!(remove(&ours.id, Some(&ours), SUBDOMAIN, &found), Vec::new());
        prop_assert_eq!(found, empty());
    }
}
