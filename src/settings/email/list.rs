//! How each route stands, and everything that would be done.

use crate::domain::configuration::Problem;
use crate::domain::email_routing::inventory::Inventory;
use crate::domain::email_routing::mailbox::Mailbox;
use crate::domain::email_routing::plan::{self, Blocked, Step, Work};
use crate::domain::email_routing::wanted::{self, Difference};
use crate::domain::email_routing::{EmailRoute, RouteId, RouteProblem};

use super::super::model::Model;

/// How a route stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It lacks something.
    Incomplete(Vec<RouteProblem>),
    /// What exists is not known.
    Unknown,
    /// Its service is not there any more.
    ServiceGone,
    /// The integration that it uses is not there any more.
    MailboxGone,
    /// Nothing of it exists.
    Absent,
    /// Something of it is missing or was changed by hand.
    Differs(Vec<Step>),
    /// Everything is as it should be, and mails are sent.
    Working,
    /// Everything is as it should be, and nothing is sent.
    Off,
}

impl Model {
    /// How a route of the draft stands.
    pub fn email_standing(&self, id: &RouteId) -> Option<Standing> {
        self.store.draft.email.route(id).map(|route| standing(self, route))
    }

    /// What would be removed of routes that are no more.
    pub fn email_strays(&self) -> Vec<Step> {
        strays(self)
    }

    /// What an integration that is there differs in from what the route being edited needs.
    pub fn email_differences(&self, mailbox: &Mailbox) -> Vec<Difference> {
        let Some(route) = self.edited_route() else { return Vec::new() };
        wanted::differences(mailbox, &wanted::repaired(mailbox, route, self.account_subdomain()))
    }

    /// What administrators call a route, as far as anybody knows.
    pub fn email_route_name(&self, id: &RouteId) -> Option<String> {
        let saved = || self.store.saved().and_then(|saved| saved.email.route(id));
        let route = self.store.draft.email.route(id).or_else(saved)?;
        Some(route.name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// Everything that setting up would do now.
    pub fn email_plan(&self) -> Vec<Step> {
        plan(self)
    }
}

fn standing(model: &Model, route: &EmailRoute) -> Standing {
    let problems = model.store.draft.email.problems(route);
    if !problems.is_empty() {
        return Standing::Incomplete(problems);
    }
    let Some(found) = model.email.found.as_ref() else { return Standing::Unknown };
    match plan::set_up(route, model.account_subdomain(), found) {
        Err(Blocked::Incomplete) => Standing::Incomplete(Vec::new()),
        Err(Blocked::Unread) => Standing::Unknown,
        Err(Blocked::ServiceGone) => Standing::ServiceGone,
        Err(Blocked::MailboxGone) => Standing::MailboxGone,
        Ok(steps) if steps.is_empty() && route.enabled => Standing::Working,
        Ok(steps) if steps.is_empty() => Standing::Off,
        Ok(_) if !exists(&route.id, found) => Standing::Absent,
        Ok(steps) => Standing::Differs(steps),
    }
}

fn exists(route: &RouteId, found: &Inventory) -> bool {
    found.targets_of(route).next().is_some()
        || found.triggers_of(route).next().is_some()
        || found.own_mailboxes(route).next().is_some()
}

/// What setting up would do: remove what is left of others first, since it may have an address or mail the same tickets.
pub(super) fn plan(model: &Model) -> Vec<Step> {
    let Some(found) = model.email.found.as_ref() else { return Vec::new() };
    let email = &model.store.draft.email;
    let mut steps = strays(model);
    for route in email.routes.iter().filter(|route| email.problems(route).is_empty()) {
        steps.extend(plan::set_up(route, model.account_subdomain(), found).unwrap_or_default());
    }
    steps
}

/// What would be removed of routes that are in the configuration no more.
pub(super) fn strays(model: &Model) -> Vec<Step> {
    let Some(found) = model.email.found.as_ref() else { return Vec::new() };
    // A configuration that cannot be read knows no routes; theirs must not be taken for left over.
    let Some(saved) = model.store.saved().filter(|_| !is_unreadable(model)) else { return Vec::new() };
    let draft = &model.store.draft.email;
    let known = |id: &RouteId| draft.route(id).is_some() || saved.email.route(id).is_some();
    let strays = found.routes().into_iter().filter(|id| !known(id));
    strays.flat_map(|id| plan::remove(&id, None, model.account_subdomain(), found)).collect()
}

/// Whether the part of the configuration that holds the routes could not be read, so that none are known.
fn is_unreadable(model: &Model) -> bool {
    let problems = model.store.stored.known().map(|stored| stored.problems.as_slice()).unwrap_or_default();
    problems.iter().any(|problem| matches!(problem, Problem::Wrong { place } if place.starts_with("email")))
}

impl Standing {
    /// Whether setting up would do something for the route.
    pub fn has_work(&self) -> bool {
        matches!(self, Self::Absent | Self::Differs(_))
    }

    /// The steps that repair something that exists; none when everything is missing or as it should be.
    pub fn repairs(&self) -> &[Step] {
        match self {
            Self::Differs(steps) => steps,
            _ => &[],
        }
    }

    /// Whether a person changed something by hand: it exists and is another.
    pub fn was_edited(&self) -> bool {
        self.repairs()
            .iter()
            .any(|step| matches!(step.work, Work::MendTarget(_) | Work::MendMailbox { .. } | Work::MendTrigger { .. }))
    }
}
