//! What scenes do to the help desk's tickets.

use serde_json::json;

use super::colleague;
use crate::Sandbox;
use crate::zendesk::seed::people::JONAS_OKAFOR;

/// Updates that an agent may make on a ticket in ten minutes.
const UPDATES: usize = 30;

/// Links every ticket of the queue to the newest open incident of `ticket`, and that ticket too. A link is not an update here, so that
/// closed tickets have one as well.
pub(super) fn link_the_queue(sandbox: &Sandbox, ticket: u64) -> Result<(), String> {
    let incident = colleague::shown(sandbox, ticket).ok_or("this ticket has no open incident")?;
    let mut world = sandbox.zendesk().lock();
    let field = world.link_field().ok_or("the app has no field for its links")?;
    let told = world.tickets.keys().copied().filter(|id| *id > 48_000 && *id != ticket).collect::<Vec<_>>();
    for (id, kept) in &mut world.tickets {
        if told.contains(id) {
            continue;
        }
        kept.custom_fields.retain(|(known, _)| *known != field);
        kept.custom_fields.push((field, json!(incident)));
        if !kept.tags.iter().any(|tag| tag == "pagerduty_incident") {
            kept.tags.push("pagerduty_incident".to_owned());
        }
    }
    Ok(())
}

/// The agent of the demo has just updated the ticket as often as Zendesk allows.
pub(super) fn use_up_updates(sandbox: &Sandbox, ticket: u64) {
    let now = sandbox.zendesk().now();
    let mut world = sandbox.zendesk().lock();
    world.updates.insert((JONAS_OKAFOR, ticket), std::iter::repeat_n(now, UPDATES).collect());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::*;
    use crate::zendesk::bench::{ask, sandbox};
    use crate::zendesk::seed::tickets::CHECKOUT;

    #[tokio::test]
    async fn hundreds_of_tickets_are_found_by_the_incident() {
        let (sandbox, _) = sandbox();
        link_the_queue(&sandbox, CHECKOUT).unwrap();
        let field = sandbox.zendesk().requirement("incidents").unwrap();
        let incident = colleague::shown(&sandbox, CHECKOUT).unwrap();
        let path = format!("/api/v2/search/count?query=type:ticket%20custom_field_{field}:{incident}");
        let (_, body) = ask(sandbox.zendesk_rest(), "GET", &path, JONAS_OKAFOR, Value::Null).await;
        assert!(body["count"].as_u64().unwrap() > 200, "{body}");
    }

    #[tokio::test]
    async fn a_used_up_limit_refuses_the_next_update() {
        let (sandbox, _) = sandbox();
        use_up_updates(&sandbox, CHECKOUT);
        let path = format!("/api/v2/tickets/{CHECKOUT}.json");
        let change = json!({"ticket": {"priority": "urgent"}});
        assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &path, JONAS_OKAFOR, change).await.0, 429);
    }
}
