//! Workflows: what can be run, what it does, running it, and what the timeline tells of it.

use crate::console::effect::WorkflowEffect;
use crate::console::event::Answer;
use crate::console::workflow::WorkflowEvent;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::workflow::{Runnable, RunnableId};
use crate::http::Transport;
use crate::pagerduty;
use crate::shell::world::World;

use super::act;

/// Performs one of them.
pub(super) async fn perform<W: World>(world: &W, effect: WorkflowEffect) -> WorkflowEvent {
    match effect {
        WorkflowEffect::Load { asked, incident, plays } => {
            let answer = act(world, async |api| offers(&api, &incident, plays).await).await;
            WorkflowEvent::Arrived { asked, answer }
        }
        WorkflowEffect::LoadSteps(id) => {
            let answer = act(world, async |api| api.workflow_steps(&id).await).await;
            WorkflowEvent::StepsArrived(id, answer)
        }
        WorkflowEffect::Start { asked, incident, id, instance } => {
            let start = async |api: super::Api<'_, W>| match &id {
                RunnableId::Workflow(id) => api.start_workflow(id, &instance, &incident).await,
                RunnableId::ResponsePlay(id) => api.run_response_play(id, &incident).await,
            };
            let answer = act(world, start).await;
            WorkflowEvent::Answered { asked, incident, answer }
        }
        WorkflowEffect::Trace { asked, incident, since, instance, name, agent } => {
            let read =
                async |api: super::Api<'_, W>| api.workflow_traces(&incident, since, &instance, &name, &agent).await;
            let answer = act(world, read).await;
            WorkflowEvent::Traced { asked, incident, answer }
        }
    }
}

/// The workflows that can be started by hand on the incident, then the response plays where the account still has them.
async fn offers<T: Transport>(api: &pagerduty::Api<T>, incident: &IncidentId, plays: bool) -> Answer<Vec<Runnable>> {
    let response_plays = async { if plays { api.response_plays().await } else { Vec::new() } };
    let (workflows, plays) = futures_util::future::join(api.manual_workflows(incident), response_plays).await;
    match workflows {
        Ok(mut all) => {
            all.extend(plays);
            Ok(all)
        }
        // An account without workflows that still has plays lacks nothing.
        Err(Failure::PaymentRequired | Failure::Forbidden(_) | Failure::NotFound) if !plays.is_empty() => Ok(plays),
        Err(failure) => Err(failure),
    }
}
