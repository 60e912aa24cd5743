//! Reading and writing the app's hidden setting.

use crate::domain::failure::Failure;
use crate::settings::store::{StoreEffect, StoreEvent, Stored};
use crate::shell::perform::Session;
use crate::shell::world::World;
use crate::zendesk::{self, configuration};

/// Performs one effect.
pub(super) async fn perform<W: World>(world: &W, effect: StoreEffect) -> StoreEvent {
    match effect {
        StoreEffect::Load { asked } => StoreEvent::Arrived { asked, answer: load(world).await },
    }
}

async fn load<W: World>(world: &W) -> Result<Stored, Failure> {
    let installation = world.installation().ok_or(Failure::NotFound)?;
    let text = zendesk::Api::new(Session(world)).configuration(installation).await?;
    let configuration = configuration::whole(&text);
    Ok(Stored { text, configuration })
}
