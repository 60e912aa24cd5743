//! The account of Northwind Pay, a payments company: its people, services, rotations and the last twenty days.

mod orchestrations;
mod people;
mod policies;
mod recent;
mod routine;
mod services;
mod stories;
mod story;
mod tools;

use super::random::Random;
use super::world::World;

/// Every ability the account's plan has. `event_orchestrations`, `priorities`, `incident_workflows` and
/// `status_update_templates` are the sandbox's names for features that PagerDuty switches outside this list.
pub(crate) const ABILITIES: [&str; 13] = [
    "coordinated_responding",
    "event_orchestrations",
    "incident_workflows",
    "manual_alert_grouping",
    "permissions_service",
    "priorities",
    "read_only_users",
    "response_operations",
    "service_support_hours",
    "sso",
    "status_update_templates",
    "teams",
    "urgencies",
];

/// Builds the account as it stands at `now`.
pub(crate) fn world(seed: u64, now: i64) -> World {
    let mut world = World::empty(seed);
    world.abilities = ABILITIES.iter().map(|name| (*name).to_owned()).collect();
    people::fill(&mut world);
    policies::fill(&mut world, now);
    services::fill(&mut world, now);
    tools::fill(&mut world, now);
    orchestrations::fill(&mut world, &mut Random::new(seed.wrapping_add(3)), now);
    stories::fill(&mut world, now);
    world.advance(now);
    // What happens from here on must not depend on how much the past has drawn.
    world.random = Random::new(seed.wrapping_add(2));
    world
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::*;
    use crate::pagerduty::model::Status;
    use crate::pagerduty::rest::bench::NOW;
    use crate::pagerduty::time::DAY;
    use std::collections::BTreeSet;

    #[test]
    fn the_account_is_as_large_and_as_varied_as_a_real_one() {
        let world = world(42, NOW);
        assert!(world.services.len() > 2_500);
        let names: BTreeSet<_> = world.services.values().map(|service| &service.name).collect();
        assert_eq!(names.len(), world.services.len(), "no two services share a name");
        assert!(world.users.len() >= 30);
        for role in ["admin", "user", "limited_user", "observer", "read_only_user"] {
            assert!(world.users.values().any(|user| user.role == role), "{role}");
        }
        assert!(world.incidents.len() >= 40);
        for status in [Status::Triggered, Status::Acknowledged, Status::Resolved] {
            assert!(world.incidents.values().filter(|incident| incident.status == status).count() >= 3);
        }
        assert!(
            world.incidents.values().all(|incident| incident.created_at > NOW - 21 * DAY && incident.updated_at <= NOW)
        );
        assert_eq!(world.incidents.values().map(|incident| incident.log.len()).max(), Some(1_000));
    }

    #[test]
    fn the_checkout_incident_is_linked_to_its_ticket_and_acknowledged_by_maya() {
        let world = world(42, NOW);
        let incident = world.incident("1042").unwrap();
        assert_eq!(incident.title, "Checkout API: elevated 5xx errors on payment authorization");
        assert_eq!(incident.incident_key.as_deref(), Some("Zendesk_northwind_48213"));
        assert_eq!(incident.status, Status::Acknowledged);
        assert_eq!(world.user_name(&incident.acknowledgements[0].user), "Maya Chen");
        let priority = world.priorities.iter().find(|one| Some(&one.id) == incident.priority.as_ref());
        assert_eq!(priority.unwrap().name, "P1");
    }

    #[test]
    fn timelines_run_forward_and_ids_repeat_for_a_seed_whatever_the_time() {
        let one = world(42, NOW);
        for incident in one.incidents.values() {
            assert!(incident.log.windows(2).all(|pair| pair[0].created_at <= pair[1].created_at), "{}", incident.title);
        }
        let later = world(42, NOW + 3 * DAY);
        assert_eq!(one.incidents.keys().collect::<Vec<_>>(), later.incidents.keys().collect::<Vec<_>>());
        assert_eq!(one.access.read_only_key, later.access.read_only_key);
        assert_ne!(one.account, world(43, NOW).account);
    }

    #[test]
    fn hostile_titles_are_kept_as_they_are() {
        let world = world(42, NOW);
        let has = |text: &str| world.incidents.values().any(|incident| incident.title.contains(text));
        assert!(has("<img src=x onerror=alert(1)>"));
        assert!(has("\u{202e}"));
        assert!(world.incidents.values().any(|incident| incident.title.chars().count() == 1_000));
    }
}
