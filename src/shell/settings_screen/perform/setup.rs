//! What the checklist asks the vendors.

use crate::console::Source;
use crate::domain::failure::Failure;
use crate::domain::setup::{FieldReport, KeyReport, Probe};
use crate::http::{Request, Response, Transport};
use crate::settings::Answer;
use crate::settings::setup::{SetupEffect, SetupEvent};
use crate::shell::perform::{Session, act, ask};
use crate::shell::world::World;
use crate::{pagerduty, zendesk};

/// Performs one effect.
pub(super) async fn perform<W: World>(world: &W, effect: SetupEffect) -> SetupEvent {
    match effect {
        SetupEffect::LoadField { asked } => SetupEvent::FieldArrived { asked, answer: field(world).await },
        SetupEffect::AddToForm { asked, form, field } => {
            let answer = zendesk::Api::new(Session(world)).add_to_form(form, field).await;
            SetupEvent::FormAnswered { asked, form, answer }
        }
        SetupEffect::LoadSettings { asked } => {
            let answer = match world.installation() {
                Some(installation) => zendesk::Api::new(Session(world)).app_settings(installation).await,
                None => Err(Failure::NotFound),
            };
            SetupEvent::SettingsArrived { asked, answer }
        }
        SetupEffect::SaveConnection { asked, client_id, region } => {
            let answer = match world.installation() {
                Some(installation) => {
                    zendesk::Api::new(Session(world)).set_connection(installation, &client_id, region).await
                }
                None => Err(Failure::NotFound),
            };
            SetupEvent::ConnectionSaved { asked, answer }
        }
        SetupEffect::LoadProfile { asked } => {
            let answer = act(world, async |api| api.profile().await).await;
            SetupEvent::ProfileArrived { asked, answer }
        }
        SetupEffect::TryKey { asked } => SetupEvent::KeyTried { asked, answer: key(world).await },
        SetupEffect::LoadPlan { asked } => {
            let answer = act(world, async |api| api.plan().await).await;
            SetupEvent::PlanArrived { asked, answer }
        }
        SetupEffect::Probe { asked, probe } => SetupEvent::Probed { asked, answer: try_call(world, probe).await },
    }
}

async fn field<W: World>(world: &W) -> Answer<FieldReport> {
    match world.link_field().await? {
        Some(field) => zendesk::Api::new(Session(world)).field_report(field).await,
        None => Ok(FieldReport { field: None, forms: Vec::new() }),
    }
}

/// What PagerDuty, or Zendesk's proxy before it, says to the key.
async fn key<W: World>(world: &W) -> Answer<KeyReport> {
    match ask(world, Source::ReadOnlyKey, async |api| api.abilities().await).await {
        Ok(_) => Ok(KeyReport::Works),
        Err(Failure::Unauthorized) => Ok(KeyReport::Refused),
        // PagerDuty has nothing against this question but the key; what is refused otherwise was refused by the proxy.
        Err(Failure::Forbidden(_) | Failure::Rejected(_)) => Ok(KeyReport::NotSent),
        Err(failure) => Err(failure),
    }
}

/// Tries one call once: a lost answer is what is looked for, so it must not be asked for again.
async fn try_call<W: World>(world: &W, probe: Probe) -> Answer<()> {
    let (base, credential) = world.credential(Source::Agent).ok_or(Failure::Unauthorized)?;
    pagerduty::Api::new(Once(world), &base, credential).probe(probe).await
}

/// PagerDuty as the administrator; nothing is repeated.
struct Once<'a, W>(&'a W);

impl<W: World> Transport for Once<'_, W> {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        self.0.to_pagerduty(Source::Agent, request).await
    }
}
