//! E-mail routes: what exists at both vendors, and one step at a time.

use crate::domain::automation::found::Target;
use crate::domain::email_routing::RouteId;
use crate::domain::email_routing::inventory::{Inventory, mark};
use crate::domain::email_routing::plan::{Outcome, Work};
use crate::domain::email_routing::triggers::mark_of;
use crate::domain::failure::Failure;
use crate::domain::id::ServiceId;
use crate::http::Transport;
use crate::kit::fold::folded;
use crate::pagerduty;
use crate::settings::email::{EmailEffect, EmailEvent, Failing, Vendor};
use crate::settings::event::Answer;
use crate::shell::chance::secret_number;
use crate::shell::perform::{Session, act, search};
use crate::shell::world::World;
use crate::zendesk;

/// Performs one effect.
pub(super) async fn perform<W: World>(world: &W, effect: EmailEffect) -> EmailEvent {
    match effect {
        EmailEffect::Look { asked, services } => EmailEvent::Looked { asked, answer: look(world, services).await },
        EmailEffect::MakeRoute => EmailEvent::RouteMade(RouteId::of(secret_number())),
        EmailEffect::SearchServices { asked, query } => {
            let answer = search(world, "services", async |api| api.services(&query).await).await;
            EmailEvent::ServicesArrived { asked, answer }
        }
        EmailEffect::SearchThings { asked, field, query } => {
            let answer = zendesk::Api::new(Session(world)).things(field, &query, folded).await;
            EmailEvent::ThingsArrived { asked, answer }
        }
        EmailEffect::ReadService { asked, service } => {
            let answer = act(world, async |api| api.service_mailboxes(&service).await).await;
            EmailEvent::ServiceRead { asked, answer }
        }
        EmailEffect::Do { asked, work } => EmailEvent::Done { asked, answer: carry_out(world, work).await },
    }
}

/// What exists in Zendesk, and the integrations of the services that routes and our targets name.
async fn look<W: World>(world: &W, mut services: Vec<ServiceId>) -> Result<Inventory, Failing> {
    let zendesk = |failure| Failing { vendor: Vendor::Zendesk, failure };
    let api = zendesk::Api::new(Session(world));
    let mut targets = api.targets().await.map_err(zendesk)?;
    targets.retain(|target| mark(&target.title).is_some());
    let mut triggers = api.triggers().await.map_err(zendesk)?;
    triggers.retain(|trigger| mark_of(trigger).is_some());
    for (_, service) in targets.iter().filter_map(|target| mark(&target.title)) {
        if !services.contains(&service) {
            services.push(service);
        }
    }
    let mut found = Inventory { targets, triggers, ..Inventory::default() };
    if services.is_empty() {
        return Ok(found);
    }
    let read = async |api: crate::shell::perform::Api<'_, W>| {
        for service in services {
            match api.service_mailboxes(&service).await {
                Ok(known) => found.services.push(known),
                Err(Failure::NotFound) => found.gone.push(service),
                Err(failure) => return Err(failure),
            }
        }
        Ok(found)
    };
    act(world, read).await.map_err(|failure| Failing { vendor: Vendor::PagerDuty, failure })
}

/// Does one step and says what is there then. What was to be changed and is gone has to be made anew.
async fn carry_out<W: World>(world: &W, work: Work) -> Answer<Outcome> {
    let mends = matches!(work, Work::MendTarget(_) | Work::MendMailbox { .. } | Work::MendTrigger { .. });
    let leaves = matches!(work, Work::LeaveMailbox(_));
    let answer = if work.is_in_pagerduty() {
        act(world, async |api| in_pagerduty(&api, work).await).await
    } else {
        in_zendesk(&zendesk::Api::new(Session(world)), work).await
    };
    match answer {
        Err(Failure::NotFound) if mends || leaves => Ok(Outcome::Gone),
        answer => answer,
    }
}

async fn in_zendesk<T: Transport>(api: &zendesk::Api<T>, work: Work) -> Answer<Outcome> {
    match work {
        Work::MakeTarget(Target { title, email, subject, .. }) => {
            api.create_email_target(&title, &email, &subject).await.map(Outcome::Target)
        }
        Work::MendTarget(Target { id, title, email, subject, .. }) => {
            api.update_email_target(id, &title, &email, &subject).await.map(Outcome::Target)
        }
        Work::RemoveTarget { id } => api.delete_target(id).await.map(|()| Outcome::Gone),
        Work::MakeTrigger { text: Some(text), .. } => api.create_trigger(&text).await.map(Outcome::Trigger),
        Work::MendTrigger { id, text, .. } => api.update_trigger(id, &text).await.map(Outcome::Trigger),
        Work::RemoveTrigger { id, .. } => api.delete_trigger(id).await.map(|()| Outcome::Gone),
        // A trigger that has no target yet comes after the target, and the rest is PagerDuty's.
        Work::MakeTrigger { text: None, .. }
        | Work::MakeMailbox { .. }
        | Work::MendMailbox { .. }
        | Work::RemoveMailbox { .. }
        | Work::LeaveMailbox(_) => Err(Failure::NotFound),
    }
}

/// An integration is read back after it was written: what PagerDuty keeps is compared, not what it answers.
async fn in_pagerduty<T: Transport>(api: &pagerduty::Api<T>, work: Work) -> Answer<Outcome> {
    let written = match work {
        Work::MakeMailbox { service, name, address, handling } => {
            api.make_mailbox(&service, &name, &address, &handling).await?
        }
        Work::MendMailbox { mailbox, .. } | Work::LeaveMailbox(mailbox) => api.write_mailbox(&mailbox).await?,
        Work::RemoveMailbox { service, id } => {
            api.remove_mailbox(&service, &id).await?;
            return Ok(Outcome::Gone);
        }
        Work::MakeTarget(_)
        | Work::MendTarget(_)
        | Work::RemoveTarget { .. }
        | Work::MakeTrigger { .. }
        | Work::MendTrigger { .. }
        | Work::RemoveTrigger { .. } => return Err(Failure::NotFound),
    };
    api.mailbox(&written.service, &written.id).await.map(Outcome::Mailbox)
}
