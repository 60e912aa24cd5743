//! The named services, and some 2,500 more as a company of this size has them.

use super::policies::named;
use crate::pagerduty::integration::{Integration, Kind};
use crate::pagerduty::model::Service;
use crate::pagerduty::time::DAY;
use crate::pagerduty::world::World;

/// Name, description, policy, status, urgency.
const NAMED: [(&str, &str, &str, &str, &str); 11] = [
    ("Checkout API", "Authorizes and captures payments", "Checkout", "active", "high"),
    ("Payments Webhooks", "Tells merchants what happened to a payment", "Payments Webhooks", "active", "high"),
    ("Ledger", "The double-entry book of record", "Ledger", "active", "high"),
    ("Payouts", "Sends money to merchants' banks", "Payouts", "active", "high"),
    ("Card Issuing", "Virtual and physical cards", "Card Issuing", "active", "high"),
    ("Mobile App", "The apps for iOS and Android", "Mobile", "active", "high"),
    ("Search", "Search over payments and customers", "Search", "active", "low"),
    ("Customer Portal", "Where merchants sign in", "Customer Portal", "active", "high"),
    ("Office Access Gates", "Doors and badges", "Facilities", "active", "low"),
    ("Legacy Fax Gateway", "Retired in spring, kept for its history", "Integrations", "disabled", "low"),
    ("Statement Printer", "Under maintenance until the new tray arrives", "Ledger", "maintenance", "low"),
];

const PLACES: [&str; 10] = [
    "eu-west",
    "eu-central",
    "us-east",
    "us-west",
    "ap-south",
    "ap-northeast",
    "sa-east",
    "me-central",
    "af-south",
    "global",
];

const DOMAINS: [(&str, &str); 21] = [
    ("ledger", "Ledger"),
    ("payout", "Payouts"),
    ("settlement", "Payouts"),
    ("invoice", "Ledger"),
    ("card", "Card Issuing"),
    ("wallet", "Card Issuing"),
    ("token-vault", "Card Issuing"),
    ("checkout", "Checkout"),
    ("payment-link", "Checkout"),
    ("refund", "Payments Webhooks"),
    ("dispute", "Payments Webhooks"),
    ("fraud", "Identity & Risk"),
    ("kyc", "Identity & Risk"),
    ("session", "Identity & Risk"),
    ("search", "Search"),
    ("catalog", "Search"),
    ("push-notification", "Mobile"),
    ("partner-file", "Integrations"),
    ("warehouse", "Data"),
    ("dns", "Platform follow-the-sun"),
    ("kubernetes", "Platform follow-the-sun"),
];

const ROLES: [&str; 12] = [
    "reconciler",
    "gateway",
    "worker",
    "scheduler",
    "exporter",
    "cache",
    "replica",
    "indexer",
    "proxy",
    "monitor",
    "archiver",
    "broker",
];

/// Puts every service in.
pub(super) fn fill(world: &mut World, now: i64) {
    for (name, description, policy, status, urgency) in NAMED {
        put(world, name, description, policy, status, urgency, (None, None), now - 900 * DAY);
    }
    for place in PLACES {
        for (domain, policy) in DOMAINS {
            for role in ROLES {
                let urgency = if world.random.chance(60) { "high" } else { "low" };
                let status = if world.random.chance(1) { "disabled" } else { "active" };
                let age = world.random.between(20, 1_400);
                let name = format!("{place} {domain}-{role}");
                let description = format!("The {role} of {domain} in {place}");
                // Unattended machines lapse and clear by themselves; the named services wait for people.
                let timeouts = (Some(1_800), Some(14_400));
                put(world, &name, &description, policy, status, urgency, timeouts, now - age * DAY);
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "a row of the tables above")]
fn put(
    world: &mut World,
    name: &str,
    description: &str,
    policy: &str,
    status: &str,
    urgency: &str,
    timeouts: (Option<i64>, Option<i64>),
    created_at: i64,
) {
    let id = world.random.resource();
    let policy = named(world, policy).unwrap_or_default();
    let teams = world.policies.get(&policy).map(|policy| policy.teams.clone()).unwrap_or_default();
    let service = Service {
        id: id.clone(),
        name: name.to_owned(),
        description: description.to_owned(),
        status: status.to_owned(),
        created_at,
        acknowledgement_timeout: timeouts.0,
        auto_resolve_timeout: timeouts.1,
        escalation_policy: policy,
        teams,
        integrations: vec![Integration {
            id: world.random.resource(),
            name: "Events API v2".to_owned(),
            created_at,
            vendor: None,
            received: 0,
            kind: Kind::Events { key: world.random.uuid().replace('-', "") },
        }],
        urgency: urgency.to_owned(),
    };
    world.services.insert(id, service);
}
