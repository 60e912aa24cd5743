//! Effects that ask the vendors, and the events that their answers become.

mod automation;
mod email;
mod permissions;
mod setup;
mod store;
mod synced;

use std::pin::Pin;

use crate::settings::{Effect, Event};
use crate::shell::world::World;

/// The answer to an effect, on its way. A box for each effect, as in the console's [`perform`](crate::shell::perform).
pub type Performing<'world> = Pin<Box<dyn Future<Output = Event> + 'world>>;

/// Performs an effect that asks a vendor and tells what came of it.
///
/// `None` for effects of the screen, which the runtime performs itself.
pub fn perform<W: World>(world: &W, effect: Effect) -> Option<Performing<'_>> {
    let performing: Performing<'_> = match effect {
        Effect::LoadAgent => Box::pin(async { Event::AgentArrived(world.agent().await) }),
        Effect::Store(effect) => Box::pin(async { Event::Store(store::perform(world, effect).await) }),
        Effect::Synced(effect) => Box::pin(async { Event::Synced(synced::perform(world, effect).await) }),
        Effect::Permissions(effect) => {
            Box::pin(async { Event::Permissions(permissions::perform(world, effect).await) })
        }
        Effect::Automation(effect) => Box::pin(async { Event::Automation(automation::perform(world, effect).await) }),
        Effect::Email(effect) => Box::pin(async { Event::Email(email::perform(world, effect).await) }),
        Effect::Setup(effect) => Box::pin(async { Event::Setup(setup::perform(world, effect).await) }),
        Effect::OpenSignIn { .. }
        | Effect::AbandonSignIn
        | Effect::SignOut
        | Effect::Wake(..)
        | Effect::Hush(_)
        | Effect::Focus(_)
        | Effect::Regain(_)
        | Effect::Copy(_)
        | Effect::Download { .. }
        | Effect::SpeakLanguage(_)
        | Effect::Stop => return None,
    };
    Some(performing)
}
