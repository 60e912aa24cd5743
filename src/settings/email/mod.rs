//! Tickets that reach PagerDuty by e-mail: the routes, what of them exists, and the work that brings the two together.
//!
//! Routes are edited in the draft. What exists is asked of both vendors and is the truth. [`work`] takes the difference one step
//! at a time, and looks again after each.

mod conditions;
mod edit;
mod event;
mod list;
mod work;

#[cfg(test)]
mod tests;

use crate::domain::email_routing::inventory::Inventory;
use crate::domain::email_routing::{EmailRoute, RouteId};
use crate::domain::id::ServiceId;
use crate::domain::incident::Named;
use crate::domain::timeline::Page;

use super::automation::editor::ThingSearch;
use super::effect::Effect;
use super::event::Answer;
use super::model::Model;

pub use edit::{ADD, FIRST_FIELD, QUESTION};
pub use event::{Change, EmailEffect, EmailEvent, Failing, Vendor};
pub use list::Standing;
pub use work::{End, Goal, Run, Said, Stage};

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What exists, as it was when both vendors were asked last.
    pub found: Option<Inventory>,
    /// Why it could not be found out last time.
    pub trouble: Option<Failing>,
    /// The route that is being edited.
    pub editing: Option<RouteId>,
    /// A route that was just made: what it lacks is on its way, and no mistake yet.
    pub new: Option<RouteId>,
    /// The route whose removal waits for a yes.
    pub confirming: Option<RouteId>,
    /// The search for a service.
    pub services: ServiceSearch,
    /// The search for the value of a condition.
    pub things: Option<ThingSearch>,
    /// Which of the two was typed into last.
    typing: Typing,
    /// The work that is under way, or was done last.
    pub run: Option<Run>,
    /// Whether it is shown what the mails hold.
    pub mails_open: bool,
    /// The question about what exists.
    asked: Option<u32>,
    /// The question about one service.
    service_asked: Option<u32>,
}

/// Which search the screen is woken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Typing {
    #[default]
    Services,
    Things,
}

/// A search for a service by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceSearch {
    /// What was typed.
    pub query: String,
    /// What was found, if anything was asked; an answer that failed.
    pub found: Option<Answer<Page<Named<ServiceId>>>>,
    /// The question.
    asked: Option<u32>,
}

impl State {
    /// Whether an answer about what exists is awaited.
    pub fn is_looking(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether a service is being read.
    pub fn is_reading_service(&self) -> bool {
        self.service_asked.is_some()
    }

    /// Whether a service is being searched.
    pub fn is_searching(&self) -> bool {
        self.services.asked.is_some()
    }

    /// Whether work is under way.
    pub fn is_working(&self) -> bool {
        self.run.as_ref().is_some_and(|run| !matches!(run.stage, Stage::Ended(_)))
    }
}

/// Names the search of this page.
pub(super) const SEARCH: &str = "email";

/// Searches for what has been typed.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    if model.email.typing == Typing::Things {
        return conditions::search(model);
    }
    let asked = model.ask();
    let search = &mut model.email.services;
    search.asked = Some(asked);
    vec![Effect::Email(EmailEffect::SearchServices { asked, query: search.query.clone() })]
}

/// Asks for what the page shows.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() || model.email.is_working() { Vec::new() } else { look(model) }
}

/// Asks both vendors what exists.
fn look(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    model.email.asked = Some(asked);
    let mut services = Vec::new();
    let saved = model.store.saved().into_iter().flat_map(|saved| &saved.email.routes);
    for route in model.store.draft.email.routes.iter().chain(saved) {
        if let Some(service) = &route.service
            && !services.contains(&service.id)
        {
            services.push(service.id.clone());
        }
    }
    vec![Effect::Email(EmailEffect::Look { asked, services })]
}

pub(super) fn update(model: &mut Model, event: EmailEvent) -> Vec<Effect> {
    match event {
        EmailEvent::Looked { asked, answer } => {
            if model.email.asked != Some(asked) {
                return Vec::new();
            }
            model.email.asked = None;
            match answer {
                Ok(found) => {
                    model.email.found = Some(found);
                    model.email.trouble = None;
                    work::go_on(model)
                }
                Err(failing) => {
                    note_expiry(model, &failing);
                    model.email.trouble = Some(failing.clone());
                    work::stop(model, failing);
                    Vec::new()
                }
            }
        }
        EmailEvent::RefreshClicked if !model.email.is_working() => look(model),
        EmailEvent::SetUpClicked => work::begin(model, Goal::SetUp),
        EmailEvent::TidyClicked => work::begin(model, Goal::Tidy),
        EmailEvent::RemoveConfirmed => match model.email.confirming.take() {
            Some(route) => work::begin(model, Goal::Remove(route)),
            None => Vec::new(),
        },
        EmailEvent::TryAgainClicked => work::again(model),
        EmailEvent::Done { asked, answer } => work::done(model, asked, answer),
        EmailEvent::ReportClosed if !model.email.is_working() => {
            model.email.run = None;
            Vec::new()
        }
        EmailEvent::MailsToggled => {
            model.email.mails_open = !model.email.mails_open;
            Vec::new()
        }
        // What is being carried out must not change under the hands of whoever carries it out.
        _ if model.email.is_working() => Vec::new(),
        event => edit::update(model, event),
    }
}

/// A token that is no longer taken has to be told to the screen, which then offers to sign in.
fn note_expiry(model: &mut Model, failing: &Failing) {
    use super::model::Account;
    use crate::domain::account::SignInProblem;
    use crate::domain::failure::Failure;
    if failing.vendor == Vendor::PagerDuty && failing.failure == Failure::Unauthorized {
        model.account = Account::SignedOut(Some(SignInProblem::Expired));
    }
}

impl Model {
    /// The subdomain of the account, which is part of every key.
    pub(in crate::settings) fn account_subdomain(&self) -> &str {
        self.surroundings.as_ref().map_or("", |it| it.subdomain.as_str())
    }

    /// Whether the routes are saved as they are shown. What is set up must be what everybody finds in the configuration.
    pub fn email_is_saved(&self) -> bool {
        self.store.saved().is_some_and(|saved| saved.email == self.store.draft.email)
    }

    /// The route that is being edited.
    pub fn edited_route(&self) -> Option<&EmailRoute> {
        self.store.draft.email.route(self.email.editing.as_ref()?)
    }
}
