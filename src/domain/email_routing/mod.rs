//! Tickets that reach PagerDuty by e-mail, for accounts that route that way.
//!
//! A route is a PagerDuty service with an e-mail integration, a Zendesk e-mail target at its address, and Zendesk triggers that
//! mail it. [`mail`] says what the mails hold and how PagerDuty reads them, [`wanted`] what the integration must be, [`plan`] what
//! has to be done so that what exists is what the routes say.

pub mod inventory;
pub mod mail;
pub mod mailbox;
pub mod plan;
#[cfg(test)]
mod plan_tests;
pub mod triggers;
pub mod wanted;

use super::automation::Conditions;
use super::id::{IntegrationId, ServiceId};
use super::incident::Named;
use mailbox::{Creation, Fallback, is_address};

/// Every route, as the configuration keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmailRouting {
    /// The routes, in the order in which they were made.
    pub routes: Vec<EmailRoute>,
}

impl EmailRouting {
    /// The most routes there can be. Each is four triggers, and the configuration has little room.
    pub const MOST: usize = 20;

    /// The route of this id.
    pub fn route(&self, id: &RouteId) -> Option<&EmailRoute> {
        self.routes.iter().find(|route| route.id == *id)
    }

    /// The route of this id, to be changed.
    pub fn route_mut(&mut self, id: &RouteId) -> Option<&mut EmailRoute> {
        self.routes.iter_mut().find(|route| route.id == *id)
    }

    /// What keeps a route from being set up.
    pub fn problems(&self, route: &EmailRoute) -> Vec<RouteProblem> {
        let mut problems = Vec::new();
        let others = || self.routes.iter().filter(|other| other.id != route.id);
        if route.name.trim().is_empty() {
            problems.push(RouteProblem::NoName);
        } else if route.name.chars().count() > EmailRoute::LONGEST_NAME {
            problems.push(RouteProblem::NameTooLong);
        } else if others().any(|other| other.name.trim() == route.name.trim()) {
            problems.push(RouteProblem::NameTaken);
        }
        if route.service.is_none() {
            problems.push(RouteProblem::NoService);
        }
        let integration = route.existing();
        if integration.is_some() && others().any(|other| other.existing() == integration) {
            problems.push(RouteProblem::MailboxTaken);
        }
        if route.conditions.is_empty() {
            problems.push(RouteProblem::NoConditions);
        } else if !route.conditions.check().is_empty() {
            problems.push(RouteProblem::BadConditions);
        }
        if route.sender.as_deref().is_some_and(|sender| !is_sender(sender)) {
            problems.push(RouteProblem::BadSender);
        }
        problems
    }
}

/// Names a route in titles, tags and addresses: twelve small letters and digits, made at random so that nobody guesses an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteId(String);

impl RouteId {
    /// How long an id is.
    const LENGTH: usize = 12;

    /// The id that `text` is.
    pub fn parse(text: &str) -> Option<Self> {
        let fits =
            text.len() == Self::LENGTH && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// An id of random bits, of which sixty count.
    pub fn of(random: u64) -> Self {
        const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let letter = |at: usize| {
            let place = usize::try_from((random >> (at * 5)) & 31).unwrap_or_default();
            LETTERS.get(place).map_or('a', |letter| char::from(*letter))
        };
        Self((0..Self::LENGTH).map(letter).collect())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a route's mails arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Address {
    /// At an integration that is made for the route, and removed with it.
    #[default]
    Own,
    /// At one that was there before, whose other rules stay.
    Existing {
        /// Which.
        integration: IntegrationId,
        /// What held there before, and comes back when the route is removed.
        before: Before,
    },
}

/// What held at an integration before a route took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// What opened an incident.
    pub creation: Creation,
    /// What became of a mail that no rule was for.
    pub fallback: Fallback,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailRoute {
    /// Names it.
    pub id: RouteId,
    /// What administrators call it; also in the titles of what is made.
    pub name: String,
    /// Whether mails are sent. The triggers of a route that is off are there and do nothing.
    pub enabled: bool,
    /// Where its incidents belong; `None` until it was chosen.
    pub service: Option<Named<ServiceId>>,
    /// Where its mails arrive.
    pub address: Address,
    /// Which tickets.
    pub conditions: Conditions,
    /// Whether comments are mailed too, to be added to the incident.
    pub updates: bool,
    /// What becomes of a mail that PagerDuty's rules are not for.
    pub fallback: Fallback,
    /// The only sender whose mails are taken: an address, or a host such as `acme.zendesk.com`. `None` for any.
    pub sender: Option<String>,
}

/// What keeps a route from being set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RouteProblem {
    /// It has no name.
    NoName,
    /// Its name is longer than [`EmailRoute::LONGEST_NAME`].
    NameTooLong,
    /// Another route has this name.
    NameTaken,
    /// No service is chosen.
    NoService,
    /// Another route uses this integration.
    MailboxTaken,
    /// Every ticket would be mailed.
    NoConditions,
    /// A condition is wrong, or lacks its value.
    BadConditions,
    /// The sender is neither an address nor a host.
    BadSender,
}

impl EmailRoute {
    /// The longest name, in characters; it goes into titles, of which Zendesk takes 255.
    pub const LONGEST_NAME: usize = 60;

    /// A route that nothing was said about yet.
    pub fn new(id: RouteId) -> Self {
        Self {
            id,
            name: String::new(),
            enabled: true,
            service: None,
            address: Address::Own,
            conditions: Conditions::default(),
            updates: true,
            fallback: Fallback::default(),
            sender: None,
        }
    }

    /// The tag that tickets have whose incident this route has opened.
    pub fn tag(&self) -> String {
        tag(&self.id)
    }

    /// The integration that was there before, if the route uses one.
    pub fn existing(&self) -> Option<&IntegrationId> {
        match &self.address {
            Address::Own => None,
            Address::Existing { integration, .. } => Some(integration),
        }
    }

    /// The mails that it sends.
    pub fn kinds(&self) -> impl Iterator<Item = mail::Kind> + use<> {
        let updates = self.updates;
        mail::Kind::ALL.into_iter().filter(move |kind| updates || kind.is_always_sent())
    }
}

/// The tag of a route's tickets.
pub fn tag(id: &RouteId) -> String {
    format!("pagerduty_mail_{}", id.as_str())
}

/// Whether `text` names a sender or the host of one.
fn is_sender(text: &str) -> bool {
    is_address(text) || mailbox::is_host(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;

    fn route(id: u64, name: &str) -> EmailRoute {
        EmailRoute { name: name.into(), ..EmailRoute::new(RouteId::of(id)) }
    }

    #[test]
    fn ids_are_small_letters_and_digits() {
        for random in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
            let id = RouteId::of(random);
            assert_eq!(RouteId::parse(id.as_str()), Some(id));
        }
        assert_ne!(RouteId::of(1), RouteId::of(2));
        for text in ["", "short", "abcdefghijkL", "abcdefghijk-", "abcdefghijklm"] {
            assert_eq!(RouteId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_route_says_what_it_lacks() {
        let routing = EmailRouting { routes: vec![route(1, " Payments "), route(2, "Payments")] };
        let problems = routing.problems(&routing.routes[1]);
        assert_eq!(problems, [RouteProblem::NameTaken, RouteProblem::NoService, RouteProblem::NoConditions]);
        let long = EmailRoute { sender: Some("not a sender".into()), ..route(3, &"é".repeat(61)) };
        let problems = routing.problems(&long);
        assert!(problems.contains(&RouteProblem::NameTooLong) && problems.contains(&RouteProblem::BadSender));
        assert!(routing.problems(&route(3, "  ")).contains(&RouteProblem::NoName));
    }

    #[test]
    fn two_routes_cannot_share_an_integration_that_was_there_before() {
        let integration = IntegrationId::parse("P1").unwrap();
        let address = Address::Existing {
            integration,
            before: Before { creation: Creation::EveryMail, fallback: Fallback::Open },
        };
        let with = |id, name: &str| EmailRoute { address: address.clone(), ..route(id, name) };
        let routing = EmailRouting { routes: vec![with(1, "a"), with(2, "b")] };
        assert!(routing.problems(&routing.routes[0]).contains(&RouteProblem::MailboxTaken));
        let alone = EmailRouting { routes: vec![with(1, "a"), route(2, "b")] };
        assert!(!alone.problems(&alone.routes[0]).contains(&RouteProblem::MailboxTaken));
    }

    #[test]
    fn who_wants_no_updates_sends_none() {
        let route = EmailRoute { updates: false, ..route(1, "a") };
        assert_eq!(route.kinds().collect::<Vec<_>>(), [mail::Kind::Opened, mail::Kind::Resolved]);
    }
}
