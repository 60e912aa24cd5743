//! Agents, groups, customers and their organizations.

use super::super::model::{Group, Organization, Role, User};
use super::super::world::World;

/// Tier 1 Support: where tickets arrive.
pub const TIER_1: u64 = 7_290_200_011;
/// Incident Desk: the people who talk to the engineers.
pub const INCIDENT_DESK: u64 = 7_290_200_028;
/// Billing.
pub const BILLING: u64 = 7_290_200_045;

/// Jonas Okafor, Tier 1, has a PagerDuty account.
pub const JONAS_OKAFOR: u64 = 8_410_300_104;
/// Priya Nair, Incident Desk and Tier 1, has a PagerDuty account.
pub const PRIYA_NAIR: u64 = 8_410_300_121;
/// Sam Rivera, Tier 1, has no PagerDuty account.
pub const SAM_RIVERA: u64 = 8_410_300_138;
/// Ada Admin, who installed the app.
pub const ADA_ADMIN: u64 = 8_410_300_155;
/// Noor Haddad, the other admin.
pub const NOOR_HADDAD: u64 = 8_410_300_189;
/// Lena Vogt, a light agent: reads, and writes internal notes.
pub const LENA_VOGT: u64 = 8_410_300_172;

/// Elena Petrova of Brightside Coffee, the requester of ticket 48213.
pub const ELENA_PETROVA: u64 = 8_410_377_201;
/// Tomás Herrera of Casa Verde.
pub const TOMAS_HERRERA: u64 = 8_410_377_218;
/// Mei Tanaka of Kumo Stationery.
pub const MEI_TANAKA: u64 = 8_410_377_235;
/// A requester whose name is markup.
pub const HOSTILE: u64 = 8_410_377_252;
/// ليلى حداد of an Arabic-speaking shop.
pub const LAYLA_HADDAD: u64 = 8_410_377_269;
/// The status page's own mailbox: tickets that monitoring opens.
pub const MONITORING: u64 = 8_410_377_286;

/// Brightside Coffee.
pub const BRIGHTSIDE_COFFEE: u64 = 7_290_400_310;
/// Casa Verde.
pub const CASA_VERDE: u64 = 7_290_400_327;
/// Kumo Stationery.
pub const KUMO_STATIONERY: u64 = 7_290_400_344;

pub(super) fn add(world: &mut World) {
    for (id, name, description) in [
        (TIER_1, "Tier 1 Support", "First answers, all channels"),
        (INCIDENT_DESK, "Incident Desk", "Works with engineering during incidents"),
        (BILLING, "Billing", "Invoices, refunds and card disputes"),
    ] {
        world.groups.insert(id, Group { id, name: name.to_owned(), description: description.to_owned() });
    }
    for (id, name, domain) in [
        (BRIGHTSIDE_COFFEE, "Brightside Coffee", "brightside.example"),
        (CASA_VERDE, "Casa Verde", "casaverde.example"),
        (KUMO_STATIONERY, "Kumo Stationery", "kumo.example"),
    ] {
        let organization = Organization { id, name: name.to_owned(), domain_names: vec![domain.to_owned()] };
        world.organizations.insert(id, organization);
    }
    let staff = [
        (JONAS_OKAFOR, "Jonas Okafor", "jonas.okafor@northwind.example", Role::Agent, "Europe/Berlin", &[TIER_1][..]),
        (
            PRIYA_NAIR,
            "Priya Nair",
            "priya.nair@northwind.example",
            Role::Agent,
            "Asia/Kolkata",
            &[INCIDENT_DESK, TIER_1][..],
        ),
        (SAM_RIVERA, "Sam Rivera", "sam.rivera@northwind.example", Role::Agent, "America/New_York", &[TIER_1][..]),
        (ADA_ADMIN, "Ada Admin", "ada.admin@northwind.example", Role::Admin, "Europe/Berlin", &[INCIDENT_DESK][..]),
        (NOOR_HADDAD, "Noor Haddad", "noor.haddad@northwind.example", Role::Admin, "Asia/Dubai", &[BILLING][..]),
        (LENA_VOGT, "Lena Vogt", "lena.vogt@northwind.example", Role::LightAgent, "Europe/Berlin", &[BILLING][..]),
    ];
    for (id, name, email, role, time_zone, groups) in staff {
        insert(world, id, name, email, role, time_zone, None, groups);
    }
    let customers: [(u64, &str, &str, Option<u64>); 6] = [
        (ELENA_PETROVA, "Elena Petrova", "elena.petrova@brightside.example", Some(BRIGHTSIDE_COFFEE)),
        (TOMAS_HERRERA, "Tomás Herrera", "tomas@casaverde.example", Some(CASA_VERDE)),
        (MEI_TANAKA, "Mei Tanaka", "mei.tanaka@kumo.example", Some(KUMO_STATIONERY)),
        (HOSTILE, "<img src=x onerror=\"alert('name')\">Bobby</b>", "bobby.tables@drop.example", None),
        (LAYLA_HADDAD, "ليلى حداد", "layla.haddad@souq.example", None),
        (MONITORING, "Northwind Monitoring", "monitoring@northwind.example", None),
    ];
    for (id, name, email, organization) in customers {
        insert(world, id, name, email, Role::EndUser, "Europe/London", organization, &[]);
    }
}

#[expect(clippy::too_many_arguments, reason = "a private row of the tables above")]
fn insert(
    world: &mut World,
    id: u64,
    name: &str,
    email: &str,
    role: Role,
    time_zone: &str,
    organization: Option<u64>,
    groups: &[u64],
) {
    let user = User {
        id,
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        locale: "en-US".to_owned(),
        time_zone: time_zone.to_owned(),
        organization_id: organization,
        group_ids: groups.to_vec(),
    };
    world.users.insert(id, user);
}
