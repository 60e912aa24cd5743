//! What can happen to routes, and what they want done.

use crate::domain::automation::Field;
use crate::domain::automation::condition::Thing;
use crate::domain::email_routing::RouteId;
use crate::domain::email_routing::inventory::Inventory;
use crate::domain::email_routing::mailbox::{Fallback, ServiceMailboxes};
use crate::domain::email_routing::plan::{Outcome, Work};
use crate::domain::failure::Failure;
use crate::domain::id::{IntegrationId, ServiceId};
use crate::domain::incident::Named;
use crate::domain::timeline::Page;

use super::super::automation::editor::{Change as ConditionChange, Place};
use super::super::event::Answer;

/// Who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vendor {
    /// Zendesk, as the administrator.
    Zendesk,
    /// PagerDuty, as the administrator.
    PagerDuty,
}

/// A call that failed, and whose it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// Who was asked.
    pub vendor: Vendor,
    /// Why nothing came of it.
    pub failure: Failure,
}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailEvent {
    /// What exists has been found out.
    Looked {
        /// Names the question.
        asked: u32,
        /// What exists.
        answer: Result<Inventory, Failing>,
    },
    /// Look again.
    RefreshClicked,
    /// Make a new route.
    AddClicked,
    /// Here is an id for it.
    RouteMade(RouteId),
    /// Edit a route.
    EditClicked(RouteId),
    /// Close the editor; what was edited stays in the draft.
    EditorClosed,
    /// The administrator changed something of the route that is being edited.
    Changed(Change),
    /// The administrator typed in the search for a service.
    ServiceTyped(String),
    /// Services have been found.
    ServicesArrived {
        /// Names the question.
        asked: u32,
        /// What was found.
        answer: Answer<Page<Named<ServiceId>>>,
    },
    /// The focus came to the search of a condition.
    ThingFocused(Place),
    /// The administrator typed there.
    ThingTyped(Place, String),
    /// Groups, organizations, brands or forms have been found.
    ThingsArrived {
        /// Names the question.
        asked: u32,
        /// What was found.
        answer: Answer<Page<Thing>>,
    },
    /// The integrations of a service have been read.
    ServiceRead {
        /// Names the question.
        asked: u32,
        /// The service with its integrations.
        answer: Answer<ServiceMailboxes>,
    },
    /// Remove a route, with everything that was made for it.
    RemoveClicked(RouteId),
    /// Yes, remove it.
    RemoveConfirmed,
    /// No, do not.
    RemoveCancelled,
    /// Set up what is not as the routes say.
    SetUpClicked,
    /// Remove what is left of routes that are no more.
    TidyClicked,
    /// Take up the work where it stopped.
    TryAgainClicked,
    /// Show what the mails hold, or hide it.
    MailsToggled,
    /// Put the report of the work away.
    ReportClosed,
    /// A step has been done, or not.
    Done {
        /// Names the question.
        asked: u32,
        /// What is there now.
        answer: Answer<Outcome>,
    },
}

/// A change of the route that is being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its name.
    Name(String),
    /// Whether it is on.
    Enabled(bool),
    /// Its service.
    Service(ServiceId),
    /// An integration that is there; `None` for one of its own.
    Mailbox(Option<IntegrationId>),
    /// Which tickets.
    Condition(ConditionChange),
    /// Whether comments are mailed.
    Updates(bool),
    /// What becomes of mails that no rule is for.
    Fallback(Fallback),
    /// The only sender.
    Sender(String),
}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailEffect {
    /// Find out what exists: targets, triggers, and the integrations of these services and of those that our targets name.
    Look {
        /// Names the question.
        asked: u32,
        /// The services of routes.
        services: Vec<ServiceId>,
    },
    /// Think of an id that nobody guesses.
    MakeRoute,
    /// Search services by name.
    SearchServices {
        /// Names the question.
        asked: u32,
        /// What was typed.
        query: String,
    },
    /// Search groups, organizations, brands or forms by name.
    SearchThings {
        /// Names the question.
        asked: u32,
        /// Which of them.
        field: Field,
        /// What was typed.
        query: String,
    },
    /// Read a service's integrations.
    ReadService {
        /// Names the question.
        asked: u32,
        /// The service.
        service: ServiceId,
    },
    /// Do one step.
    Do {
        /// Names the question.
        asked: u32,
        /// The step.
        work: Work,
    },
}
