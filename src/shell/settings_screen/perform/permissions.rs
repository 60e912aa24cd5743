//! Groups and agents, for the table of permissions.

use crate::settings::permissions::{PermissionsEffect, PermissionsEvent};
use crate::shell::perform::Session;
use crate::shell::world::World;
use crate::zendesk::Api;

/// Performs one effect.
pub(super) async fn perform<W: World>(world: &W, effect: PermissionsEffect) -> PermissionsEvent {
    let api = Api::new(Session(world));
    match effect {
        PermissionsEffect::LoadGroups { asked } => {
            PermissionsEvent::GroupsArrived { asked, answer: api.groups().await }
        }
        PermissionsEffect::Count { asked, groups } => {
            let mut sizes = Vec::new();
            for group in groups {
                let size = api.group_size(group).await;
                // Who cannot answer now is not asked for the others: nobody waits for these numbers.
                let give_up = size.as_ref().is_err_and(crate::domain::failure::Failure::may_pass);
                sizes.push((group, size));
                if give_up {
                    break;
                }
            }
            PermissionsEvent::Counted { asked, sizes }
        }
        PermissionsEffect::FindAgents { asked, typed } => {
            PermissionsEvent::AgentsFound { asked, answer: api.search_colleagues(&typed).await }
        }
        PermissionsEffect::LoadAgentGroups { asked, agent } => {
            PermissionsEvent::AgentGroupsArrived { asked, answer: api.groups_of(agent).await }
        }
    }
}
