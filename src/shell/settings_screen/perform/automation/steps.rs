//! Seeing what there is, and taking the steps that bring it in line.

use futures_util::future::join3;

use crate::domain::automation::delivery::Deliveries;
use crate::domain::automation::found::{Found, Live};
use crate::domain::automation::plan::{self, Step};
use crate::domain::automation::{Automation, Destination, DestinationId, Region, Route, RoutingKey, RuleId};
use crate::domain::failure::{Failure, Told};
use crate::domain::id::WebhookId;
use crate::shell::perform::{Api, Session, act};
use crate::shell::world::World;
use crate::zendesk;

/// Everything that has to do with PagerDuty in Zendesk, and what PagerDuty says of these destinations.
///
/// What PagerDuty does not tell, because nobody is signed in or may see it, stays unknown; Zendesk's part is worth showing alone.
pub(super) async fn look<W: World>(world: &W, destinations: &[Destination]) -> Result<Found, Failure> {
    let zendesk = zendesk::Api::new(Session(world));
    let (webhooks, triggers, targets) = join3(zendesk.webhooks(), zendesk.triggers(), zendesk.targets()).await;
    let mut found = Found { webhooks: webhooks?, triggers: triggers?, targets: targets?, live: Vec::new() };
    for destination in destinations.iter().filter(|it| it.can_be_read()) {
        found.live.extend(live(world, destination).await);
    }
    Ok(found)
}

async fn live<W: World>(world: &W, destination: &Destination) -> Option<(DestinationId, Live)> {
    let live = match read_key(world, destination).await {
        Ok(Some(key)) => Live::Key(key.fingerprint()),
        Err(Failure::NotFound) => Live::Gone,
        Ok(None) | Err(_) => return None,
    };
    Some((destination.id.clone(), live))
}

/// The key of a destination as PagerDuty tells it; `None` when the administrator's role there may not see it.
async fn read_key<W: World>(world: &W, destination: &Destination) -> Result<Option<RoutingKey>, Failure> {
    match &destination.route {
        Route::Service { service, integration } => {
            let read = async |api: Api<'_, W>| api.service_integration(service, integration).await;
            Ok(act(world, read).await?.key().cloned())
        }
        Route::Orchestration { orchestration, integration } => {
            let read = async |api: Api<'_, W>| api.orchestration_integration(orchestration, integration).await;
            Ok(act(world, read).await?.key)
        }
        Route::Pasted => Ok(None),
    }
}

/// What became of the latest calls of these webhooks of ours.
pub(super) async fn deliveries<W: World>(
    world: &W,
    webhooks: &[(Region, WebhookId)],
) -> Result<Vec<Deliveries>, Failure> {
    let zendesk = zendesk::Api::new(Session(world));
    let mut all = Vec::new();
    for (region, webhook) in webhooks {
        all.push(zendesk.deliveries(*region, webhook).await?);
    }
    Ok(all)
}

/// Takes one step, once. `found` is what there was just before; `pasted` the key of the step's destination, if somebody pasted it.
///
/// After an answer that leaves doubt nobody knows whether it was done: look again and plan anew.
pub(super) async fn take<W: World>(
    world: &W,
    step: &Step,
    automation: &Automation,
    found: &Found,
    pasted: Option<RoutingKey>,
) -> Result<(), Failure> {
    let zendesk = zendesk::Api::new(Session(world));
    match step {
        Step::CreateWebhook(region) => zendesk.create_webhook(*region).await.map(drop),
        Step::RepairWebhook(region, webhook) => zendesk.repair_webhook(*region, webhook).await,
        Step::CreateTrigger(rule) => {
            let draft = draft(world, automation, found, rule, pasted).await?;
            zendesk.create_trigger(&draft).await.map(drop)
        }
        Step::UpdateTrigger(rule, trigger) => {
            let draft = draft(world, automation, found, rule, pasted).await?;
            zendesk.update_trigger(*trigger, &draft).await.map(drop)
        }
        Step::SwitchTrigger(_, trigger, active) => zendesk.switch_trigger(*trigger, *active).await.map(drop),
        Step::DeleteTrigger(trigger) => zendesk.delete_trigger(*trigger).await,
        Step::DeleteWebhook(webhook) => zendesk.delete_webhook(webhook).await,
    }
}

async fn draft<W: World>(
    world: &W,
    automation: &Automation,
    found: &Found,
    rule: &RuleId,
    pasted: Option<RoutingKey>,
) -> Result<crate::domain::automation::trigger::TriggerDraft, Failure> {
    let incomplete = || Failure::Rejected(Told::default());
    let destination = automation.rule(rule).and_then(|rule| automation.destination_of(rule)).ok_or_else(incomplete)?;
    let key = key(world, destination, found, pasted).await?;
    plan::draft(automation, found, rule, &world.subdomain(), &key).ok_or_else(incomplete)
}

/// The key of a destination: pasted, told by PagerDuty, or out of a trigger that has it.
async fn key<W: World>(
    world: &W,
    destination: &Destination,
    found: &Found,
    pasted: Option<RoutingKey>,
) -> Result<RoutingKey, Failure> {
    if let Some(key) = pasted {
        return Ok(key);
    }
    match read_key(world, destination).await {
        Ok(Some(key)) => Ok(key),
        Err(Failure::NotFound) => Err(Failure::NotFound),
        Ok(None) => found.key(destination).ok_or_else(|| Failure::Forbidden(Told::default())),
        Err(failure) => found.key(destination).ok_or(failure),
    }
}
