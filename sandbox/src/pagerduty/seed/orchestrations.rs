//! The account's global event orchestrations, and a mailbox from before them.

use super::people::person;
use crate::pagerduty::integration::{Integration, Kind};
use crate::pagerduty::mailbox::Mailbox;
use crate::pagerduty::orchestration::{Orchestration, OrchestrationIntegration, RouterRule};
use crate::pagerduty::pcl::Expression;
use crate::pagerduty::random::Random;
use crate::pagerduty::time::DAY;
use crate::pagerduty::world::{SUBDOMAIN, World};

/// Label, conditions, service.
type Rule = (&'static str, &'static [&'static str], &'static str);

/// Name, description, team, further key, rules, catch-all.
type Row =
    (&'static str, &'static str, Option<&'static str>, Option<&'static str>, &'static [Rule], Option<&'static str>);

const ORCHESTRATIONS: [Row; 3] = [
    (
        "Customer reports",
        "What customers tell us, to the team that can help",
        Some("Payments"),
        Some("Help desk"),
        &[
            (
                "Checkout and payments",
                &["event.summary matches part 'checkout'", "event.summary matches part 'payment'"],
                "Checkout API",
            ),
            (
                "Money has not arrived",
                &["event.custom_details.tags matches part 'payout' or event.summary matches regex 'pay-?out'"],
                "Payouts",
            ),
            ("Sign-in", &["event.summary matches regex 'sign|log.?in'"], "Customer Portal"),
        ],
        Some("Customer Portal"),
    ),
    (
        "Monitoring",
        "Alerts of machines; what nobody has claimed is left unrouted",
        Some("Platform"),
        None,
        &[
            ("The book of record", &["event.component matches 'ledger'"], "Ledger"),
            ("Search in trouble", &["event.severity == 'critical' and event.source matches part 'search'"], "Search"),
        ],
        None,
    ),
    ("Sandbox of the admins", "Tried out before it is given to a team", None, None, &[], Some("Office Access Gates")),
];

/// Puts them in, with ids and keys from a source of their own, so that no other id depends on them.
pub(super) fn fill(world: &mut World, random: &mut Random, now: i64) {
    let author = person(world, "priya.nair").unwrap_or_default();
    for (age, (name, description, team, further, rules, catch_all)) in (1..).zip(ORCHESTRATIONS) {
        let service =
            |name: &str| world.services.values().find(|service| service.name == name).map(|service| service.id.clone());
        let integrations = std::iter::once(format!("{name} Default Integration"))
            .chain(further.map(str::to_owned))
            .map(|label| OrchestrationIntegration {
                id: random.uuid(),
                label,
                key: random.orchestration_key(32),
                received: 0,
            })
            .collect();
        let rules = rules
            .iter()
            .filter_map(|(label, conditions, to)| {
                Some(RouterRule {
                    id: random.uuid().get(..8)?.to_owned(),
                    label: (*label).to_owned(),
                    conditions: conditions.iter().filter_map(|text| Expression::read(text)).collect(),
                    route_to: service(to)?,
                })
            })
            .collect();
        let team = team.and_then(|name| world.teams.values().find(|team| team.name == name));
        let orchestration = Orchestration {
            id: random.uuid(),
            name: name.to_owned(),
            description: description.to_owned(),
            team: team.map(|team| team.id.clone()),
            created_at: now - (300 - age) * DAY,
            author: author.clone(),
            version: random.secret(24),
            integrations,
            rules,
            catch_all: catch_all.and_then(service),
        };
        world.orchestrations.push(orchestration);
    }
    let address = format!("customer-portal@{SUBDOMAIN}.pagerduty.com");
    let mailbox = Integration {
        id: random.resource(),
        name: "Mail from the old help desk".to_owned(),
        created_at: now - 800 * DAY,
        vendor: None,
        received: 0,
        kind: Kind::Email(Box::new(Mailbox::new(address))),
    };
    if let Some(portal) = world.services.values_mut().find(|service| service.name == "Customer Portal") {
        portal.integrations.push(mailbox);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::*;
    use crate::pagerduty::rest::bench::NOW;

    #[test]
    fn every_rule_of_the_table_can_be_read_and_names_a_service() {
        let world = crate::pagerduty::seed::world(42, NOW);
        assert_eq!(world.orchestrations.len(), ORCHESTRATIONS.len());
        for (made, (name, _, team, _, rules, catch_all)) in world.orchestrations.iter().zip(ORCHESTRATIONS) {
            assert_eq!((made.name.as_str(), made.rules.len()), (name, rules.len()));
            assert_eq!(
                (made.team.is_some(), made.catch_all.is_some()),
                (team.is_some(), catch_all.is_some()),
                "{name}"
            );
            for (rule, (_, conditions, _)) in made.rules.iter().zip(rules) {
                assert_eq!(rule.conditions.len(), conditions.len(), "{}", rule.label);
            }
            for integration in &made.integrations {
                assert_eq!(integration.key.len(), 32, "{name}");
                assert!(integration.key.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            }
        }
    }
}
