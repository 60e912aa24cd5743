//! Adding a destination: a service's integration, a global event orchestration, or a key that is pasted.

use crate::domain::automation::{Destination, DestinationId, Fingerprint, Region, Route};
use crate::domain::id::{OrchestrationId, ServiceId};
use crate::domain::incident::Named;
use crate::domain::remote::Remote;
use crate::domain::timeline::Page;

use super::super::effect::{Effect, Timer};
use super::super::event::Answer;
use super::super::model::Model;
use super::destination::{
    ADD, CREATE, Choosing, Creating, KEY, LABEL, LONGEST_LABEL, ORCHESTRATION, Offer, Owner, SERVICE, TypedKey, Way,
};
use super::editor::{PAUSE, choosing_mut, lead_to};
use super::rules::new_destination;
use super::{AutomationEffect, SEARCH, Typing};

/// Something that happened while a destination is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoosingEvent {
    /// Show the ways.
    Opened,
    /// Hide them.
    Closed,
    /// Another way.
    WayChosen(Way),
    /// A service or an orchestration is searched.
    Typed(String),
    /// The services found.
    ServicesArrived {
        /// Names the question.
        asked: u32,
        /// The services.
        answer: Answer<Page<Named<ServiceId>>>,
    },
    /// The orchestrations.
    OrchestrationsArrived {
        /// Names the question.
        asked: u32,
        /// All of them.
        answer: Answer<Vec<Named<OrchestrationId>>>,
    },
    /// A service was chosen.
    ServiceChosen(ServiceId),
    /// An orchestration was chosen.
    OrchestrationChosen(OrchestrationId),
    /// The integrations of what was chosen.
    OffersArrived {
        /// Names the question.
        asked: u32,
        /// Those that take events in.
        answer: Answer<Vec<Offer>>,
    },
    /// An integration was chosen.
    OfferChosen(Route),
    /// Create an integration on the service.
    CreateClicked,
    /// The answer to that.
    Created {
        /// Names the question.
        asked: u32,
        /// The new integration.
        answer: Answer<Offer>,
    },
    /// Ask again for what could not be loaded.
    RetryClicked,
    /// The name of a pasted key's destination was typed.
    LabelTyped(String),
    /// The region of a pasted key was chosen.
    RegionChosen(Region),
    /// A key was typed or pasted.
    KeyTyped(TypedKey),
    /// Take the pasted key.
    PasteClicked,
}

/// The region of the account that the app is set up for.
fn region(model: &Model) -> Region {
    let named = model.surroundings.as_ref().and_then(|it| Region::named(&it.region));
    named.unwrap_or(Region::Us)
}

pub(super) fn update(model: &mut Model, event: ChoosingEvent) -> Vec<Effect> {
    if matches!(event, ChoosingEvent::Opened) {
        return open(model);
    }
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    match event {
        ChoosingEvent::LabelTyped(text) => choosing.label = text,
        ChoosingEvent::RegionChosen(region) => choosing.region = region,
        ChoosingEvent::KeyTyped(key) => choosing.key = key,
        ChoosingEvent::PasteClicked => return paste(model),
        ChoosingEvent::ServicesArrived { .. }
        | ChoosingEvent::OrchestrationsArrived { .. }
        | ChoosingEvent::OffersArrived { .. }
        | ChoosingEvent::Created { .. } => return arrived(model, event),
        // What is being created leads the rule to it, so nothing else is chosen meanwhile.
        _ if choosing.is_creating() => {}
        ChoosingEvent::Closed => {
            if let Some(editor) = model.automation.editor.as_mut() {
                editor.choosing = None;
            }
            forget_search(model);
            return vec![Effect::Focus(ADD.to_owned())];
        }
        ChoosingEvent::WayChosen(way) => {
            choosing.way = way;
            choosing.checked = false;
            choosing.query.clear();
            choosing.forget_owner();
            return load(model, false);
        }
        ChoosingEvent::Typed(query) => {
            choosing.query = query;
            choosing.forget_owner();
            if choosing.way == Way::Service {
                model.automation.typing = Some(Typing::Services);
                return vec![Effect::Wake(Timer::Search(SEARCH), PAUSE)];
            }
        }
        ChoosingEvent::ServiceChosen(id) => {
            let found = choosing.services.known().and_then(|page| page.items.iter().find(|it| it.id == id));
            let owner = found.cloned().map(Owner::Service);
            return owner_chosen(model, owner);
        }
        ChoosingEvent::OrchestrationChosen(id) => {
            let found = choosing.orchestrations.known().and_then(|all| all.iter().find(|it| it.id == id));
            let owner = found.cloned().map(Owner::Orchestration);
            return owner_chosen(model, owner);
        }
        ChoosingEvent::OfferChosen(route) => return offer_chosen(model, &route),
        ChoosingEvent::CreateClicked => return create(model),
        ChoosingEvent::RetryClicked => return load(model, true),
        ChoosingEvent::Opened => {}
    }
    Vec::new()
}

fn open(model: &mut Model) -> Vec<Effect> {
    let region = region(model);
    let signed_in = model.me().is_some();
    let Some(editor) = model.automation.editor.as_mut() else { return Vec::new() };
    let choosing = editor.choosing.get_or_insert_with(|| Choosing::new(region));
    if !signed_in {
        // The one way that asks PagerDuty nothing.
        choosing.way = Way::Paste;
    }
    let first = match choosing.way {
        Way::Service => SERVICE,
        Way::Orchestration => ORCHESTRATION,
        Way::Paste => LABEL,
    };
    let mut effects = vec![Effect::Focus(first.to_owned())];
    effects.extend(load(model, false));
    effects
}

fn owner_chosen(model: &mut Model, owner: Option<Owner>) -> Vec<Effect> {
    let (Some(owner), Some(choosing)) = (owner, choosing_mut(model)) else { return Vec::new() };
    choosing.forget_owner();
    owner.name().clone_into(&mut choosing.query);
    choosing.owner = Some(owner);
    forget_search(model);
    load_offers(model)
}

/// Asks for what the chosen way shows, if that is not known; `again` asks for what failed as well.
pub(super) fn load(model: &mut Model, again: bool) -> Vec<Effect> {
    if model.me().is_none() {
        return Vec::new();
    }
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    let unknown = if choosing.owner.is_some() {
        choosing.offers == Remote::Absent
    } else {
        match choosing.way {
            Way::Service => choosing.services == Remote::Absent,
            Way::Orchestration => choosing.orchestrations == Remote::Absent,
            Way::Paste => return Vec::new(),
        }
    };
    if !unknown && !again {
        return Vec::new();
    }
    match choosing.way {
        _ if choosing.owner.is_some() => load_offers(model),
        Way::Service => ask_services(model),
        Way::Orchestration => {
            let asked = model.ask();
            if let Some(choosing) = choosing_mut(model) {
                choosing.listed = Some(asked);
                choosing.orchestrations.ask();
            }
            vec![Effect::Automation(AutomationEffect::LoadOrchestrations { asked })]
        }
        Way::Paste => Vec::new(),
    }
}

/// Asks for the services whose name was typed.
pub(super) fn ask_services(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() {
        return Vec::new();
    }
    let asked = model.ask();
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    choosing.listed = Some(asked);
    choosing.services.ask();
    vec![Effect::Automation(AutomationEffect::SearchServices { asked, query: choosing.query.clone() })]
}

fn load_offers(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    let Some(owner) = choosing.owner.clone() else { return Vec::new() };
    choosing.asked = Some(asked);
    choosing.offers.ask();
    vec![Effect::Automation(match owner {
        Owner::Service(it) => AutomationEffect::LoadIntegrations { asked, service: it.id },
        Owner::Orchestration(it) => AutomationEffect::LoadOrchestrationIntegrations { asked, orchestration: it.id },
    })]
}

/// Drops a search that waits for typing to rest.
pub(super) fn forget_search(model: &mut Model) {
    model.automation.typing = None;
}

fn create(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() {
        return Vec::new();
    }
    let asked = model.ask();
    let Some(choosing) = choosing_mut(model).filter(|it| it.may_create()) else { return Vec::new() };
    let Some(Owner::Service(service)) = choosing.owner.clone() else { return Vec::new() };
    choosing.creating = Creating::Asked(asked);
    vec![Effect::Automation(AutomationEffect::CreateIntegration { asked, service: service.id })]
}

fn arrived(model: &mut Model, event: ChoosingEvent) -> Vec<Effect> {
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    match event {
        ChoosingEvent::ServicesArrived { asked, answer } if choosing.listed == Some(asked) => {
            choosing.listed = None;
            choosing.services.absorb(answer);
        }
        ChoosingEvent::OrchestrationsArrived { asked, answer } if choosing.listed == Some(asked) => {
            choosing.listed = None;
            choosing.orchestrations.absorb(answer);
        }
        ChoosingEvent::OffersArrived { asked, answer } if choosing.asked == Some(asked) => {
            choosing.asked = None;
            // What was in doubt is known now: it stands in the list, or it was not created.
            if answer.is_ok() && matches!(choosing.creating, Creating::Doubt(_)) {
                choosing.creating = Creating::Idle;
            }
            choosing.offers.absorb(answer);
        }
        ChoosingEvent::Created { asked, answer } if choosing.creating == Creating::Asked(asked) => {
            return created(model, answer);
        }
        _ => {}
    }
    Vec::new()
}

fn created(model: &mut Model, answer: Answer<Offer>) -> Vec<Effect> {
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    match answer {
        Ok(offer) => {
            choosing.creating = Creating::Idle;
            let route = offer.route.clone();
            let mut known = choosing.offers.known().cloned().unwrap_or_default();
            known.push(offer);
            choosing.offers = Remote::Fresh(known);
            offer_chosen(model, &route)
        }
        Err(failure) if failure.leaves_doubt() => {
            choosing.creating = Creating::Doubt(failure);
            load_offers(model)
        }
        Err(failure) => {
            choosing.creating = Creating::Refused(failure);
            vec![Effect::Focus(CREATE.to_owned())]
        }
    }
}

/// Leads the rule to an integration; what leads there already is not added twice. One whose key cannot be seen cannot be used.
fn offer_chosen(model: &mut Model, route: &Route) -> Vec<Effect> {
    let region = region(model);
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    let offer = choosing.offers.known().and_then(|all| all.iter().find(|it| it.route == *route)).cloned();
    let (Some(Offer { route, fingerprint: Some(fingerprint), .. }), Some(owner)) = (offer, choosing.owner.clone())
    else {
        return Vec::new();
    };
    let known = model.store.draft.automation.destinations.iter_mut().find(|it| it.route == route);
    let id = match known {
        Some(known) => {
            known.fingerprint = Some(fingerprint);
            known.id.clone()
        }
        None => add(model, owner.name(), region, route, fingerprint),
    };
    lead_to(model, id)
}

fn paste(model: &mut Model) -> Vec<Effect> {
    let Some(choosing) = choosing_mut(model) else { return Vec::new() };
    choosing.checked = true;
    if !choosing.label_is_good() {
        return vec![Effect::Focus(LABEL.to_owned())];
    }
    let Some(key) = choosing.key.key() else { return vec![Effect::Focus(KEY.to_owned())] };
    let (label, region) = (choosing.label.trim().to_owned(), choosing.region);
    let fingerprint = key.fingerprint();
    // The same key again is the same destination.
    let same =
        model.store.draft.automation.destinations.iter().find(|it| {
            it.route == Route::Pasted && it.region == region && it.fingerprint.as_ref() == Some(&fingerprint)
        });
    let id = match same {
        Some(same) => same.id.clone(),
        None => add(model, &label, region, Route::Pasted, fingerprint),
    };
    model.automation.keys.put(id.clone(), key);
    lead_to(model, id)
}

fn add(model: &mut Model, label: &str, region: Region, route: Route, fingerprint: Fingerprint) -> DestinationId {
    let id = new_destination(model);
    let label = label.chars().take(LONGEST_LABEL).collect();
    let destination = Destination { id: id.clone(), label, region, route, fingerprint: Some(fingerprint) };
    model.store.draft.automation.destinations.push(destination);
    id
}
