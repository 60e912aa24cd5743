//! What the page of synced attributes asks for.

use crate::settings::synced::{SyncedEffect, SyncedEvent};
use crate::shell::perform::act;
use crate::shell::world::World;

/// Performs one effect.
pub(super) async fn perform<W: World>(world: &W, effect: SyncedEffect) -> SyncedEvent {
    match effect {
        SyncedEffect::LoadPriorities { asked } => {
            let answer = act(world, async |api| api.priorities().await).await;
            SyncedEvent::PrioritiesArrived { asked, answer }
        }
    }
}
