//! Reading and writing the app's hidden setting.

use crate::domain::configuration::{Configuration, LARGEST};
use crate::domain::failure::Failure;
use crate::domain::hint::CONFIGURATION;
use crate::settings::store::{Outcome, StoreEffect, StoreEvent, Stored};
use crate::shell::perform::Session;
use crate::shell::world::World;
use crate::zendesk::{self, configuration};

/// Performs one effect.
pub(super) async fn perform<W: World>(world: &W, effect: StoreEffect) -> StoreEvent {
    match effect {
        StoreEffect::Load { asked } => StoreEvent::Arrived { asked, answer: load(world).await.map(stored) },
        StoreEffect::Measure { asked, draft, before } => {
            StoreEvent::Measured { asked, bytes: configuration::write(&draft, &before).len() }
        }
        StoreEffect::Save { asked, draft, loaded, doubt } => {
            let outcome = Box::new(save(world, &draft, loaded, doubt).await);
            StoreEvent::Ended { asked, outcome }
        }
        StoreEffect::Export { draft, before } => StoreEvent::Exported { text: configuration::export(&draft, &before) },
        StoreEffect::Examine { asked, text } => {
            StoreEvent::FileExamined { asked, answer: configuration::import(&text).map(Box::new) }
        }
        StoreEffect::Announce => {
            if let Some(app) = world.app_id() {
                // Consoles that do not hear it read the setting when somebody next looks at them.
                let _ = zendesk::Api::new(Session(world)).announce(app, CONFIGURATION).await;
            }
            StoreEvent::Announced
        }
    }
}

/// The text of the setting. Zendesk may be asked twice: reads are repeated when no answer comes.
async fn load<W: World>(world: &W) -> Result<String, Failure> {
    let installation = world.installation().ok_or(Failure::NotFound)?;
    zendesk::Api::new(Session(world)).configuration(installation).await
}

fn stored(text: String) -> Stored {
    match configuration::examine(&text) {
        Ok((configuration, problems)) => Stored { text, configuration: Ok(configuration), problems },
        Err(problem) => Stored { text, configuration: Err(problem), problems: Vec::new() },
    }
}

/// Looks, writes, and looks again. `doubt` is a text that an earlier attempt wrote and that may have arrived after all.
///
/// Between looking and writing another administrator can still save, because Zendesk takes no condition with a write; that span is
/// one request long, and what is read back at the end tells who was last.
async fn save<W: World>(world: &W, draft: &Configuration, loaded: String, doubt: Option<String>) -> Outcome {
    let now = match load(world).await {
        Ok(now) => now,
        Err(failure) => return Outcome::NotRead(failure),
    };
    if now != loaded && doubt.as_ref() != Some(&now) {
        return Outcome::Overtaken(stored(now));
    }
    let text = configuration::write(draft, &now);
    if text == now {
        return Outcome::Saved(stored(now));
    }
    if text.len() > LARGEST {
        return Outcome::TooLarge { bytes: text.len() };
    }
    let Some(installation) = world.installation() else { return Outcome::NotRead(Failure::NotFound) };
    let written = zendesk::Api::new(Session(world)).write_configuration(installation, &text).await;
    if let Err(failure) = &written
        && !failure.leaves_doubt()
    {
        return Outcome::NotWritten(failure.clone());
    }
    match (load(world).await, written) {
        (Ok(after), _) if after == text => Outcome::Saved(stored(after)),
        // It is as it was before, so the lost request did not get there.
        (Ok(after), Err(failure)) if after == now => Outcome::NotWritten(failure),
        (Ok(after), Err(_)) => Outcome::Overtaken(stored(after)),
        (Ok(after), Ok(())) => Outcome::Mismatch(stored(after)),
        (Err(failure), _) => Outcome::Unsure { failure, text },
    }
}
