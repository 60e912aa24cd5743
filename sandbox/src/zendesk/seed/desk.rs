//! Forms, brands and the category of triggers; and hundreds of groups when somebody asks for them.

use super::super::desk::{Brand, TicketForm};
use super::super::model::{BRAND, FORM, Group, SUBDOMAIN, TicketField};
use super::super::triggers::Category;
use super::super::world::World;
use super::people::{JONAS_OKAFOR, PRIYA_NAIR, SAM_RIVERA};

/// The form for outages. The app's field is not on it: an admin has to put it there.
pub const INCIDENT_FORM: u64 = 7_290_113_472;
/// The brand of the wholesale shop.
pub const WHOLESALE: u64 = 7_290_113_419;
/// The category that triggers are in when nothing else is said.
pub const NOTIFICATIONS: u64 = 7_290_113_506;

/// Fields that every account has: id, type and title.
pub(crate) const BUILT_IN: [(u64, &str, &str); 7] = [
    (7_290_113_301, "subject", "Subject"),
    (7_290_113_302, "description", "Description"),
    (7_290_113_303, "status", "Status"),
    (7_290_113_304, "tickettype", "Type"),
    (7_290_113_305, "priority", "Priority"),
    (7_290_113_306, "group", "Group"),
    (7_290_113_307, "assignee", "Assignee"),
];

/// The first id of the groups that [`many_groups`] makes.
const FIRST_GROUP: u64 = 7_290_210_000;
const PLACES: [&str; 8] = ["Berlin", "Lisbon", "Dublin", "Pune", "Austin", "Osaka", "Toronto", "Nairobi"];
const CRAFTS: [&str; 9] =
    ["Payments", "Shipping", "Catalog", "Returns", "Fraud", "Onboarding", "Partners", "Escalations", "Night shift"];

/// The built-in fields as records.
pub(crate) fn built_in() -> Vec<TicketField> {
    BUILT_IN
        .iter()
        .map(|(id, kind, title)| TicketField {
            id: *id,
            kind: (*kind).to_owned(),
            title: (*title).to_owned(),
            description: String::new(),
        })
        .collect()
}

pub(super) fn add(world: &mut World, now: i64) {
    let usual: Vec<u64> = BUILT_IN.iter().map(|(id, ..)| *id).collect();
    let with_ours = usual.iter().chain(world.fields.keys()).copied().collect();
    for (id, name, default, field_ids) in
        [(FORM, "Default ticket form", true, with_ours), (INCIDENT_FORM, "Outage report", false, usual)]
    {
        world.forms.insert(id, TicketForm { id, name: name.to_owned(), default, field_ids });
    }
    for (id, name, subdomain, default) in
        [(BRAND, "Northwind", SUBDOMAIN, true), (WHOLESALE, "Northwind Wholesale", "northwind-wholesale", false)]
    {
        let brand = Brand { id, name: name.to_owned(), subdomain: subdomain.to_owned(), default };
        world.brands.insert(id, brand);
    }
    let category = Category { id: NOTIFICATIONS, name: "Notifications".to_owned(), position: 0, created_at: now };
    world.categories.insert(NOTIFICATIONS, category);
}

/// Adds groups until `count` were added, each with one or two agents in it.
pub(crate) fn many_groups(world: &mut World, count: u64) {
    let pick = |list: &'static [&str], at: u64| {
        let length = u64::try_from(list.len()).unwrap_or(1);
        usize::try_from(at % length).ok().and_then(|at| list.get(at)).copied().unwrap_or_default()
    };
    for number in 0..count {
        let id = FIRST_GROUP + number;
        let name = format!("{} {} {}", pick(&PLACES, number), pick(&CRAFTS, number / 8), number / 72 + 1);
        world.groups.insert(id, Group { id, name, description: String::new() });
        let agents = if number % 3 == 0 { &[JONAS_OKAFOR, PRIYA_NAIR][..] } else { &[SAM_RIVERA][..] };
        for agent in agents {
            if let Some(user) = world.users.get_mut(agent).filter(|user| !user.group_ids.contains(&id)) {
                user.group_ids.push(id);
            }
        }
    }
}
