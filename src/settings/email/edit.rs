//! Making a route and changing it. Everything goes into the draft.

use std::time::Duration;

use crate::domain::email_routing::{Address, Before, EmailRoute, EmailRouting};
use crate::domain::id::ServiceId;
use crate::domain::incident::Named;

use super::super::effect::{Effect, Timer};
use super::super::model::Model;
use super::event::{Change, EmailEffect, EmailEvent};
use super::{SEARCH, ServiceSearch, Typing, conditions, look, search};

/// How long after the last letter a search is sent.
pub(super) const PAUSE: Duration = Duration::from_millis(250);

/// The id of the first field of the editor.
pub const FIRST_FIELD: &str = "email-name";

/// The id of the question whether a route is to be removed.
pub const QUESTION: &str = "email-remove-question";

/// The id of the button that makes a route.
pub const ADD: &str = "email-add";

pub(super) fn update(model: &mut Model, event: EmailEvent) -> Vec<Effect> {
    match event {
        EmailEvent::AddClicked if model.store.draft.email.routes.len() < EmailRouting::MOST => {
            vec![Effect::Email(EmailEffect::MakeRoute)]
        }
        EmailEvent::RouteMade(id) => {
            let routing = &mut model.store.draft.email;
            if routing.route(&id).is_none() && routing.routes.len() < EmailRouting::MOST {
                routing.routes.push(EmailRoute::new(id.clone()));
            }
            model.email.new = Some(id.clone());
            edit(model, EmailEvent::EditClicked(id))
        }
        EmailEvent::EditClicked(_) | EmailEvent::EditorClosed => {
            model.email.new = None;
            edit(model, event)
        }
        EmailEvent::Changed(change) => changed(model, change),
        EmailEvent::ServiceTyped(query) => {
            model.email.services.query = query;
            model.email.typing = Typing::Services;
            vec![Effect::Wake(Timer::Search(SEARCH), PAUSE)]
        }
        EmailEvent::ServicesArrived { asked, answer } => {
            let search = &mut model.email.services;
            if search.asked == Some(asked) {
                search.asked = None;
                search.found = Some(answer);
            }
            Vec::new()
        }
        EmailEvent::ThingFocused(place) => conditions::typed(model, place, None),
        EmailEvent::ThingTyped(place, query) => conditions::typed(model, place, Some(query)),
        EmailEvent::ThingsArrived { asked, answer } => conditions::arrived(model, asked, answer),
        EmailEvent::ServiceRead { asked, answer } => {
            if model.email.service_asked != Some(asked) {
                return Vec::new();
            }
            model.email.service_asked = None;
            match (answer, model.email.found.as_mut()) {
                (Ok(service), Some(found)) => {
                    found.put_service(service);
                    Vec::new()
                }
                // Asked as a whole it says what is wrong.
                _ => look(model),
            }
        }
        EmailEvent::RemoveClicked(id) => {
            model.email.confirming = Some(id);
            vec![Effect::Focus(QUESTION.to_owned())]
        }
        EmailEvent::RemoveCancelled => {
            let id = model.email.confirming.take();
            id.map(|id| Effect::Focus(format!("email-remove-{}", id.as_str()))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn edit(model: &mut Model, event: EmailEvent) -> Vec<Effect> {
    model.email.services = ServiceSearch::default();
    model.email.things = None;
    model.email.typing = Typing::Services;
    model.email.confirming = None;
    let EmailEvent::EditClicked(id) = event else {
        let closed = model.email.editing.take();
        let id = closed.map_or_else(|| ADD.to_owned(), |id| format!("email-edit-{}", id.as_str()));
        return vec![Effect::Focus(id)];
    };
    let Some(route) = model.store.draft.email.route(&id) else { return Vec::new() };
    let service = route.service.as_ref().map(|it| it.id.clone());
    model.email.services.query = route.service.as_ref().map(|it| it.name.clone()).unwrap_or_default();
    model.email.editing = Some(id);
    let mut effects = vec![Effect::Focus(FIRST_FIELD.to_owned())];
    effects.extend(search(model));
    effects.extend(service.and_then(|service| read(model, service)));
    effects
}

fn changed(model: &mut Model, change: Change) -> Vec<Effect> {
    let Some(id) = model.email.editing.clone() else { return Vec::new() };
    let Some(route) = model.store.draft.email.route_mut(&id) else { return Vec::new() };
    match change {
        Change::Name(name) => route.name = name,
        Change::Enabled(enabled) => route.enabled = enabled,
        Change::Condition(change) => return conditions::changed(model, change),
        Change::Updates(updates) => route.updates = updates,
        Change::Fallback(fallback) => route.fallback = fallback,
        Change::Sender(sender) => route.sender = Some(sender.trim().to_owned()).filter(|it| !it.is_empty()),
        Change::Service(service) => return service_chosen(model, &service),
        Change::Mailbox(None) => route.address = Address::Own,
        Change::Mailbox(Some(integration)) => {
            let service = route.service.as_ref().map(|it| it.id.clone());
            let mailbox = service.and_then(|service| model.email.found.as_ref()?.mailbox(&service, &integration));
            // What held there before is only known of one that has been read. Choosing it again must not take ours for it.
            if let Some(mailbox) = mailbox
                && let Some(route) = model.store.draft.email.route_mut(&id)
                && route.existing() != Some(&integration)
            {
                let before = Before { creation: mailbox.handling.creation, fallback: mailbox.handling.fallback };
                route.address = Address::Existing { integration, before };
            }
        }
    }
    Vec::new()
}

fn service_chosen(model: &mut Model, id: &ServiceId) -> Vec<Effect> {
    let found = model.email.services.found.as_ref().and_then(|found| found.as_ref().ok());
    let Some(chosen) = found.and_then(|page| page.items.iter().find(|it| it.id == *id)).cloned() else {
        return Vec::new();
    };
    model.email.services.query.clone_from(&chosen.name);
    let Named { id, name } = chosen;
    if let Some(editing) = model.email.editing.clone()
        && let Some(route) = model.store.draft.email.route_mut(&editing)
        && route.service.as_ref().is_none_or(|it| it.id != id)
    {
        // An integration belongs to its service.
        route.address = Address::Own;
        route.service = Some(Named { id: id.clone(), name });
    }
    read(model, id).into_iter().collect()
}

/// Reads a service's integrations, unless they are known.
fn read(model: &mut Model, service: ServiceId) -> Option<Effect> {
    if model.me().is_none() || model.email.found.as_ref().is_some_and(|found| found.service(&service).is_some()) {
        return None;
    }
    let asked = model.ask();
    model.email.service_asked = Some(asked);
    Some(Effect::Email(EmailEffect::ReadService { asked, service }))
}
