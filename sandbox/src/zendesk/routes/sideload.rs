//! Side-loading: `include=users,groups,organizations` puts the records that a ticket names beside it.
//!
//! Source: developer.zendesk.com, `documentation/ticketing/using-the-zendesk-api/side_loading`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::model::{Group, Organization, Ticket, User};
use super::super::world::World;

/// The lists that were asked for, each record once; names that Zendesk does not know are passed over.
pub(super) fn beside(world: &World, ticket: &Ticket, include: &str) -> Map<String, Value> {
    let mut lists = Map::new();
    for name in include.split(',').map(str::trim) {
        let records: Option<Value> = match name {
            "users" => {
                let named = [Some(ticket.requester_id), Some(ticket.submitter_id()), ticket.assignee_id];
                let named: BTreeSet<u64> = named.into_iter().flatten().collect();
                Some(named.iter().filter_map(|id| world.users.get(id)).map(User::to_json).collect())
            }
            "groups" => {
                Some(ticket.group_id.iter().filter_map(|id| world.groups.get(id)).map(Group::to_json).collect())
            }
            "organizations" => {
                let organization = ticket.organization_id.iter().filter_map(|id| world.organizations.get(id));
                Some(organization.map(Organization::to_json).collect())
            }
            _ => None,
        };
        if let Some(records) = records {
            lists.insert(name.to_owned(), records);
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::super::super::bench::{ask, sandbox};
    use super::super::super::seed::people::{BRIGHTSIDE_COFFEE, ELENA_PETROVA, JONAS_OKAFOR, TIER_1};
    use super::super::super::seed::tickets::CHECKOUT;

    fn ids(list: &Value) -> Vec<u64> {
        list.as_array().unwrap().iter().map(|record| record["id"].as_u64().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_ticket_comes_with_the_people_it_names_when_they_are_asked_for() {
        let (sandbox, _) = sandbox();
        let get = async |query: &str| {
            let path = format!("/api/v2/tickets/{CHECKOUT}.json{query}");
            ask(sandbox.zendesk_rest(), "GET", &path, JONAS_OKAFOR, Value::Null).await.1
        };
        let bare = get("").await;
        assert_eq!(bare.as_object().unwrap().len(), 1, "{bare}");
        let whole = get("?include=users,groups,organizations,weather").await;
        assert_eq!(ids(&whole["users"]), [JONAS_OKAFOR, ELENA_PETROVA], "each once, whoever submitted");
        assert_eq!(whole["users"][1]["name"], json!("Elena Petrova"));
        assert_eq!((ids(&whole["groups"]), ids(&whole["organizations"])), (vec![TIER_1], vec![BRIGHTSIDE_COFFEE]));
        assert_eq!(whole["ticket"]["id"], json!(CHECKOUT));
        assert!(whole.get("weather").is_none());
    }
}
