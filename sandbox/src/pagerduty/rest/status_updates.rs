//! `POST /incidents/{id}/status_updates`.

use super::answer::Answer;
use super::body;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::StatusUpdate;
use crate::pagerduty::rules::log::Line;
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::json;

pub(super) fn operations() -> [Operation; 1] {
    [Operation::new(MethodFilter::POST, "/incidents/{id}/status_updates", Needs::Act, send).requiring_from()]
}

#[derive(Deserialize)]
struct Draft {
    message: String,
    subject: Option<String>,
    html_message: Option<String>,
}

fn send(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let draft = body::read::<Draft>(&call.body)?;
    if draft.message.trim().is_empty() {
        return Err(Failure::input("Message cannot be empty"));
    }
    if draft.subject.is_some() != draft.html_message.is_some() {
        return Err(Failure::input("Subject and html_message must be given together"));
    }
    let id = call.incident_id(world)?;
    let agent = call.agent()?;
    let update = StatusUpdate {
        id: world.random.resource(),
        message: draft.message,
        subject: draft.subject,
        html_message: draft.html_message,
        sender: call.user()?.to_owned(),
        created_at: call.now,
    };
    let summary = format!("Status update sent by {}.", world.agent_name(&agent));
    let channel = json!({"type": "status_update", "summary": update.message});
    world.incident_mut(&id)?.status_updates.push(update.clone());
    world.log(&id, call.now, Line::new("status_update", &agent, summary).through(channel));
    Ok(Answer::ok(json!({"status_update": View::plain(world).status_update(&update)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn an_update_is_kept_with_its_sender_and_an_empty_one_is_refused() {
        let bench = Bench::new();
        let path = format!("/incidents/{}/status_updates", bench.triggered().await);
        let (status, sent) = bench.send("POST", &path, Some(json!({"message": "A fix is on its way"}))).await;
        assert_eq!(status, 200);
        assert_eq!(sent["status_update"]["sender"]["summary"], "Maya Chen");
        let log = bench.get(&path.replace("status_updates", "log_entries")).await;
        assert_eq!(log["log_entries"][0]["message"], "A fix is on its way");
        let dump = bench.pagerduty.dump();
        assert!(dump["incidents"].to_string().contains("A fix is on its way"));
        bench.refused("POST", &path, Some(json!({"message": ""})), 400, 2001).await;
        bench.refused("POST", &path, Some(json!({"message": "x", "subject": "alone"})), 400, 2001).await;
    }
}
