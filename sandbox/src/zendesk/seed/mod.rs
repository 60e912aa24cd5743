//! The help desk at the start: Northwind, a shop platform whose customers cannot check out.

pub mod desk;
pub mod people;
mod queue;
pub mod tickets;

use serde_json::Value;

use super::installation::Installation;
use super::model::TicketField;
use super::world::World;

/// Everything at the start of a demo or a test. `linked` are incident ids for the ticket that shows several.
pub(crate) fn world(manifest: &Value, requirements: &Value, linked: &[String], seed: u64, now: i64) -> World {
    let mut world = World::new(Installation::new(manifest.clone(), requirements, now - 30 * super::stamp::DAY));
    for made in world.installation.requirements.clone() {
        if made.kind == "ticket_fields" {
            let declared = requirements.get("ticket_fields").and_then(|fields| fields.get(&made.identifier));
            let text = |key: &str| {
                declared.and_then(|field| field.get(key)).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let field =
                TicketField { id: made.id, kind: text("type"), title: text("title"), description: text("description") };
            world.fields.insert(made.id, field);
        }
    }
    desk::add(&mut world, now);
    people::add(&mut world);
    tickets::add(&mut world, linked, now);
    queue::add(&mut world, seed, now);
    world
}
