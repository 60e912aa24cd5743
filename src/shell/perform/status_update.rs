//! Status updates: sending, looking for them, templates, subscribers, and the agent's reply.

use crate::console::effect::StatusUpdateEffect;
use crate::console::event::Answer;
use crate::console::status_update::StatusUpdateEvent;
use crate::domain::status_update::{Subscriber, SubscriberId};
use crate::shell::world::World;

use super::{Api, act, ask, search};

/// Performs one of them.
pub(super) async fn perform<W: World>(world: &W, effect: StatusUpdateEffect) -> StatusUpdateEvent {
    match effect {
        StatusUpdateEffect::Send { asked, incident, update } => {
            let answer = act(world, async |api| api.send_status_update(&incident, &update).await).await;
            StatusUpdateEvent::Answered { asked, incident, answer }
        }
        StatusUpdateEffect::LookUp { asked, incident, since } => {
            let answer = act(world, async |api| api.status_updates(&incident, Some(since)).await).await;
            StatusUpdateEvent::LookedUp { asked, incident, answer }
        }
        StatusUpdateEffect::LoadTemplates => {
            StatusUpdateEvent::TemplatesArrived(act(world, async |api| api.status_update_templates().await).await)
        }
        StatusUpdateEffect::Render { asked, template, incident, message } => {
            let answer = act(world, async |api| api.render(&template, &incident, &message).await).await;
            StatusUpdateEvent::Rendered { asked, incident, answer }
        }
        StatusUpdateEffect::LoadSubscribers { asked, incident } => {
            let answer = act(world, async |api| api.subscribers(&incident).await).await;
            StatusUpdateEvent::SubscribersArrived { asked, incident, answer }
        }
        StatusUpdateEffect::NameSubscribers { incident, ids } => {
            let names = act(world, async |api| Ok(names(&api, &ids).await)).await;
            StatusUpdateEvent::NamesArrived { incident, names: names.unwrap_or_default() }
        }
        StatusUpdateEffect::FindSubscribers { asked, query } => {
            let answer = search(world, "subscribers", async |api| api.possible_subscribers(&query).await).await;
            StatusUpdateEvent::SubscribersFound { asked, answer }
        }
        StatusUpdateEffect::Subscribe { asked, incident, ids } => {
            let answer = act(world, async |api| api.subscribe(&incident, &ids).await).await;
            StatusUpdateEvent::Subscribed { asked, incident, answer }
        }
        StatusUpdateEffect::LoadLatest { asked, source, incident, since } => {
            let answer = ask(world, source, async |api| api.status_updates(&incident, since).await).await;
            StatusUpdateEvent::LatestArrived { asked, incident, answer }
        }
        StatusUpdateEffect::Insert { text } => StatusUpdateEvent::Inserted(world.append_to_reply(&text).await),
    }
}

/// The names of these subscribers; one that cannot be read is empty and spoils no other.
async fn names<W: World>(api: &Api<'_, W>, ids: &[SubscriberId]) -> Vec<Subscriber> {
    let name = async |id: &SubscriberId| {
        let answer: Answer<String> = api.subscriber_name(id).await;
        Subscriber { id: id.clone(), name: answer.unwrap_or_default() }
    };
    futures_util::future::join_all(ids.iter().map(name)).await
}
