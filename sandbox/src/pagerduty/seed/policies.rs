//! Rotations and escalation policies.

use super::people::person;
use crate::pagerduty::model::{EscalationPolicy, Id, Rule, Schedule, Target};
use crate::pagerduty::rules::duty::Turn;
use crate::pagerduty::world::World;

/// How near a handoff may not be, in milliseconds.
const NEAR: i64 = 6 * 60 * 60 * 1_000;

/// Name, team, time zone, handoff hour, people on the first level, people on the second, the one on the third.
type Row =
    (&'static str, &'static str, &'static str, i8, &'static [&'static str], &'static [&'static str], &'static str);

const POLICIES: [Row; 12] = [
    (
        "Checkout",
        "Payments",
        "America/Los_Angeles",
        9,
        &["maya.chen", "arjun.sharma", "mateus.carvalho"],
        &["taro.yamada", "priya.nair"],
        "amelia.thornton",
    ),
    (
        "Payments Webhooks",
        "Payments",
        "Asia/Kolkata",
        10,
        &["arjun.sharma", "priya.nair", "mateus.carvalho"],
        &["maya.chen"],
        "amelia.thornton",
    ),
    (
        "Ledger",
        "Ledger & Money Movement",
        "Europe/Berlin",
        9,
        &["juergen.grossmann", "anna.sokolova", "fang.wang"],
        &["hubert.w", "juergen.grossmann"],
        "maya.chen",
    ),
    (
        "Payouts",
        "Ledger & Money Movement",
        "Europe/Tallinn",
        9,
        &["anna.sokolova", "fang.wang", "hubert.w"],
        &["juergen.grossmann"],
        "maya.chen",
    ),
    (
        "Card Issuing",
        "Card Issuing",
        "Asia/Dubai",
        8,
        &["thabo.mokoena", "sara.alhaddad"],
        &["sara.alhaddad"],
        "amelia.thornton",
    ),
    (
        "Mobile",
        "Mobile",
        "Asia/Tokyo",
        10,
        &["seoyeon.kim", "huong.nguyen", "misaki.sato"],
        &["misaki.sato"],
        "maya.chen",
    ),
    (
        "Search",
        "Search & Discovery",
        "Europe/Athens",
        9,
        &["eleni.papadopoulou", "zeynep.yilmaz"],
        &["zeynep.yilmaz", "eleni.papadopoulou"],
        "maya.chen",
    ),
    (
        "Customer Portal",
        "Customer Experience",
        "Europe/Paris",
        9,
        &["chloe.lefevre", "jonas.okafor"],
        &["priya.nair"],
        "amelia.thornton",
    ),
    (
        "Platform follow-the-sun",
        "Platform",
        "UTC",
        8,
        &["dmytro.shevchenko", "asdis.jonsdottir", "somchai.jaidee", "aroha.ngata"],
        &["siobhan.obrien", "taro.yamada"],
        "maya.chen",
    ),
    ("Data", "Data", "Asia/Singapore", 9, &["mingxuan.li"], &["fang.wang"], "amelia.thornton"),
    (
        "Identity & Risk",
        "Identity & Risk",
        "Asia/Jerusalem",
        8,
        &["yael.cohen", "siobhan.obrien"],
        &["dmytro.shevchenko"],
        "amelia.thornton",
    ),
    (
        "Integrations",
        "Integrations",
        "Europe/Madrid",
        9,
        &["lukasz.wisniewski", "jose.munoz"],
        &["jose.munoz"],
        "maya.chen",
    ),
];

/// Puts the schedules and policies in, and one policy with nobody on call.
pub(super) fn fill(world: &mut World, now: i64) {
    for (name, team, time_zone, hour, first, second, third) in POLICIES {
        let primary = schedule(world, now, &format!("{name} primary"), time_zone, hour, 7, first);
        let secondary = schedule(world, now, &format!("{name} secondary"), time_zone, hour, 1, second);
        let mut rules = vec![rule(world, 15, Target::Schedule(primary)), rule(world, 20, Target::Schedule(secondary))];
        if let Some(id) = person(world, third) {
            rules.push(rule(world, 30, Target::User(id)));
        }
        policy(world, name, team, rules, 2);
    }
    let empty = schedule(world, now, "Facilities", "Europe/London", 9, 7, &[]);
    let rules = vec![rule(world, 30, Target::Schedule(empty))];
    policy(world, "Facilities", "Platform", rules, 0);
}

fn schedule(world: &mut World, now: i64, name: &str, time_zone: &str, hour: i8, days: i64, people: &[&str]) -> Id {
    let id = world.random.resource();
    let users: Vec<Id> = people.iter().filter_map(|address| person(world, address)).collect();
    let mut schedule =
        Schedule { name: name.to_owned(), time_zone: time_zone.to_owned(), users, turn_days: days, handoff_hour: hour };
    // Stories begin some hours before now and go on after it. A handoff in the middle of them would change whom they are about.
    let is_near = |turn: &Turn| now - turn.start < NEAR || turn.end - now < NEAR;
    if schedule.turn(now).as_ref().is_some_and(is_near) {
        schedule.handoff_hour = (hour + 12) % 24;
    }
    // Whoever is named first has the turn when the account begins, on whatever day that is, so that stories can name people.
    let turn = schedule.turn(now);
    if let Some(holder) = turn.and_then(|turn| schedule.users.iter().position(|user| *user == turn.user)) {
        schedule.users.rotate_right(holder);
    }
    world.schedules.insert(id.clone(), schedule);
    id
}

fn rule(world: &mut World, delay_minutes: i64, target: Target) -> Rule {
    Rule { id: world.random.resource(), delay_minutes, targets: vec![target] }
}

fn policy(world: &mut World, name: &str, team: &str, rules: Vec<Rule>, num_loops: u32) {
    let id = world.random.resource();
    let teams = world.teams.values().filter(|known| known.name == team).map(|known| known.id.clone()).collect();
    let policy = EscalationPolicy { id: id.clone(), name: name.to_owned(), rules, num_loops, teams };
    world.policies.insert(id, policy);
}

/// The id of the policy with this name.
pub(super) fn named(world: &World, name: &str) -> Option<Id> {
    world.policies.values().find(|policy| policy.name == name).map(|policy| policy.id.clone())
}
