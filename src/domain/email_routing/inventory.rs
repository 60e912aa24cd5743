//! What exists in Zendesk and PagerDuty for routes. It is the truth; the configuration only says what is wanted.

use super::RouteId;
use super::mailbox::{Mailbox, ServiceMailboxes};
use super::{triggers, wanted};
use crate::domain::automation::foreign::OUR_NAME;
use crate::domain::automation::found::Target;
use crate::domain::automation::trigger::{Trigger, TriggerId};
use crate::domain::id::{IntegrationId, ServiceId};

/// What follows in the title of every target of ours, which has no description that could hold a mark.
const PURPOSE: &str = "e-mail for ";

/// All that exists for routes, and what of it is ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The services of routes, and those that the titles of targets name.
    pub services: Vec<ServiceMailboxes>,
    /// Services that are not there any more, or that this administrator may not see.
    pub gone: Vec<ServiceId>,
    /// The e-mail targets whose titles say that they are ours.
    pub targets: Vec<Target>,
    /// The triggers whose descriptions say so.
    pub triggers: Vec<Trigger>,
}

impl Inventory {
    /// What is known of a service.
    pub fn service(&self, id: &ServiceId) -> Option<&ServiceMailboxes> {
        self.services.iter().find(|service| service.service == *id)
    }

    /// An integration of a service.
    pub fn mailbox(&self, service: &ServiceId, id: &IntegrationId) -> Option<&Mailbox> {
        self.service(service)?.mailboxes.iter().find(|mailbox| mailbox.id == *id)
    }

    /// Every integration.
    pub fn mailboxes(&self) -> impl Iterator<Item = &Mailbox> {
        self.services.iter().flat_map(|service| &service.mailboxes)
    }

    /// The integrations that were made for a route.
    pub fn own_mailboxes(&self, route: &RouteId) -> impl Iterator<Item = &Mailbox> {
        self.mailboxes().filter(move |mailbox| wanted::owner(&mailbox.name).as_ref() == Some(route))
    }

    /// The targets of a route.
    pub fn targets_of(&self, route: &RouteId) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(move |target| mark(&target.title).is_some_and(|(owner, _)| owner == *route))
    }

    /// The triggers of a route.
    pub fn triggers_of(&self, route: &RouteId) -> impl Iterator<Item = &Trigger> {
        self.triggers.iter().filter(move |trigger| triggers::mark_of(trigger).is_some_and(|(owner, _)| owner == *route))
    }

    /// Every route of which something exists, each once.
    pub fn routes(&self) -> Vec<RouteId> {
        let mut routes: Vec<_> = self.targets.iter().filter_map(|it| Some(mark(&it.title)?.0)).collect();
        routes.extend(self.triggers.iter().filter_map(|it| Some(triggers::mark_of(it)?.0)));
        routes.extend(self.mailboxes().filter_map(|mailbox| wanted::owner(&mailbox.name)));
        routes.sort();
        routes.dedup();
        routes
    }

    /// Puts an integration in the place of what was known of it.
    pub fn put_mailbox(&mut self, mailbox: Mailbox) {
        let Some(service) = self.services.iter_mut().find(|it| it.service == mailbox.service) else { return };
        match service.mailboxes.iter_mut().find(|it| it.id == mailbox.id) {
            Some(place) => *place = mailbox,
            None => service.mailboxes.push(mailbox),
        }
    }

    /// Puts a target in the place of what was known of it.
    pub fn put_target(&mut self, target: Target) {
        match self.targets.iter_mut().find(|it| it.id == target.id) {
            Some(place) => *place = target,
            None => self.targets.push(target),
        }
    }

    /// Puts a trigger in the place of what was known of it.
    pub fn put_trigger(&mut self, trigger: Trigger) {
        match self.triggers.iter_mut().find(|it| it.id == trigger.id) {
            Some(place) => *place = trigger,
            None => self.triggers.push(trigger),
        }
    }

    /// Forgets a trigger.
    pub fn forget_trigger(&mut self, id: TriggerId) {
        self.triggers.retain(|it| it.id != id);
    }

    /// Forgets a target.
    pub fn forget_target(&mut self, id: u64) {
        self.targets.retain(|it| it.id != id);
    }

    /// Forgets an integration.
    pub fn forget_mailbox(&mut self, service: &ServiceId, id: &IntegrationId) {
        if let Some(service) = self.services.iter_mut().find(|it| it.service == *service) {
            service.mailboxes.retain(|it| it.id != *id);
        }
    }

    /// Puts a service in the place of what was known of it.
    pub fn put_service(&mut self, service: ServiceMailboxes) {
        self.gone.retain(|it| *it != service.service);
        match self.services.iter_mut().find(|it| it.service == service.service) {
            Some(place) => *place = service,
            None => self.services.push(service),
        }
    }
}

/// The title of a route's target: what the administrator calls the route, and at its end whose it is and on which service.
pub fn title(name: &str, route: &RouteId, service: &ServiceId) -> String {
    format!("{OUR_NAME}{PURPOSE}{} ({}/{service})", name.trim(), route.as_str())
}

/// Whose target a title says that it is, and on which service; `None` when it is not one of ours.
pub fn mark(title: &str) -> Option<(RouteId, ServiceId)> {
    let rest = title.strip_prefix(OUR_NAME)?.strip_prefix(PURPOSE)?.strip_suffix(')')?;
    let (route, service) = rest.rsplit_once('(')?.1.split_once('/')?;
    Some((RouteId::parse(route)?, ServiceId::parse(service)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_of_others_are_nobodys() {
        for text in [
            "",
            "Incident Command Console: e-mail for Payments",
            "PagerDuty (aaaaaaaaaaaa/PSVC001)",
            "Incident Command Console: e-mail for x (aaaaaaaaaaaa)",
            "Incident Command Console: e-mail for x (AAAAAAAAAAAA/PSVC001)",
            "Incident Command Console: e-mail for x (aaaaaaaaaaaa/../x)",
            "Incident Command Console: e-mail for x (aaaaaaaaaaaa/PSVC001) copy",
        ] {
            assert_eq!(mark(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_title_tells_whose_it_is_whatever_the_route_is_called(name in "\\PC{0,60}", random in any::<u64>()) {
            let (route, service) = (RouteId::of(random), ServiceId::parse("PSVC001").unwrap());
            prop_assert_eq!(mark(&title(&name, &route, &service)), Some((route, service)));
        }
    }
}
