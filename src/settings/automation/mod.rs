//! Tickets that open, acknowledge and resolve incidents by rules.
//!
//! The rules live in the draft of the configuration and are saved with it. What Zendesk does about them is another matter, looked
//! up and brought in line here: [`side`].

pub mod choosing;
pub mod destination;
pub mod editor;
pub mod preview;
pub mod rules;
pub mod run;
pub mod side;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod side_tests;
#[cfg(test)]
mod tests;

use crate::domain::automation::found::Found;
use crate::domain::automation::plan::Step;
use crate::domain::automation::trigger::{Trigger, TriggerId};
use crate::domain::automation::{Automation, Destination, DestinationId, Field, Region, RoutingKey, RuleId};
use crate::domain::id::{OrchestrationId, ServiceId, TicketId, WebhookId};

use super::effect::Effect;
use super::model::Model;
use choosing::ChoosingEvent;
use editor::{Editor, EditorEvent};
use preview::{Preview, PreviewEvent};
use rules::{RulesEvent, Undo};
use side::{Side, SideEvent};

/// The ids to which the focus returns.
pub const OFFERS: &str = "automation-add";
/// What brings back a rule.
pub const UNDO: &str = "automation-undo";
/// What brings Zendesk in line.
pub const SET_UP: &str = "automation-set-up";
/// What asks to remove everything.
pub const REMOVE_ALL: &str = "automation-remove-all";
/// What removes everything.
pub const REMOVE_CONFIRM: &str = "automation-remove-confirm";

/// What looks again.
pub const LOOK: &str = "automation-look";
/// What hides what came of a run.
pub const DISMISS: &str = "automation-dismiss";
/// What switches everything off.
pub const DISABLE_ALL: &str = "automation-disable-all";

/// The id of the button that switches a trigger of somebody else.
pub fn foreign_button(trigger: TriggerId) -> String {
    format!("foreign-{trigger}")
}

/// The id of the button that opens a rule.
pub fn edit_button(rule: &RuleId) -> String {
    format!("rule-{rule}-edit")
}

/// The id of the button with what else can be done to a rule.
pub fn more_button(rule: &RuleId) -> String {
    format!("rule-{rule}-more")
}

/// Keys that were pasted, until the page is closed: they are saved nowhere but in the triggers that need them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(Vec<(DestinationId, RoutingKey)>);

impl Keys {
    /// The key of a destination, if it was pasted.
    pub fn of(&self, destination: &DestinationId) -> Option<&RoutingKey> {
        self.0.iter().find(|(id, _)| id == destination).map(|(_, key)| key)
    }

    /// Keeps the key of a destination.
    pub(super) fn put(&mut self, destination: DestinationId, key: RoutingKey) {
        self.0.retain(|(id, _)| *id != destination);
        self.0.push((destination, key));
    }
}

/// For what the search waits until typing rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// Groups, organizations, brands or forms.
    Things,
    /// Services.
    Services,
    /// Tickets.
    Tickets,
}

/// What is announced of this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A rule was taken away.
    Removed,
    /// What was changed in a rule was given up.
    Reverted,
    /// It was brought back.
    PutBack,
    /// A rule stands at this place now, from 1.
    Moved {
        /// Which.
        place: usize,
    },
    /// Zendesk is in line with the rules.
    InLine,
    /// Every rule is switched off in Zendesk.
    AllOff,
    /// Nothing of ours is left in Zendesk.
    AllRemoved,
    /// It was begun and stopped.
    Stopped,
    /// A trigger was let go.
    Released,
    /// A trigger of somebody else was switched.
    Switched,
}

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whether what can be added is shown.
    pub offers_shown: bool,
    /// The rule that is open.
    pub editor: Option<Editor>,
    /// What can be brought back.
    pub undo: Option<Undo>,
    /// The ticket on which rules are tried.
    pub preview: Preview,
    /// Keys that were pasted.
    pub keys: Keys,
    /// What Zendesk does.
    pub side: Side,
    typing: Option<Typing>,
}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AutomationEvent {
    /// To the list of rules.
    Rules(RulesEvent),
    /// To the rule that is open.
    Editor(EditorEvent),
    /// To a destination that is being added.
    Choosing(ChoosingEvent),
    /// To the ticket on which rules are tried.
    Preview(PreviewEvent),
    /// To what Zendesk does.
    Side(SideEvent),
}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AutomationEffect {
    /// Search groups, organizations, brands or forms by name; nothing typed asks for the first ones.
    SearchThings {
        /// Names the question.
        asked: u32,
        /// Which of them: a field whose values are things.
        field: Field,
        /// What was typed.
        query: String,
    },
    /// Search services by name.
    SearchServices {
        /// Names the question.
        asked: u32,
        /// What was typed.
        query: String,
    },
    /// Read a service's integrations that take events in.
    LoadIntegrations {
        /// Names the question.
        asked: u32,
        /// The service.
        service: ServiceId,
    },
    /// Make such an integration. Not repeated by itself.
    CreateIntegration {
        /// Names the question.
        asked: u32,
        /// The service.
        service: ServiceId,
    },
    /// Read every global event orchestration.
    LoadOrchestrations {
        /// Names the question.
        asked: u32,
    },
    /// Read the integrations of an orchestration.
    LoadOrchestrationIntegrations {
        /// Names the question.
        asked: u32,
        /// The orchestration.
        orchestration: OrchestrationId,
    },
    /// Search tickets by words or number.
    SearchTickets {
        /// Names the question.
        asked: u32,
        /// What was typed.
        query: String,
    },
    /// Read a ticket with all that a rule can look at.
    LoadSample {
        /// Names the question.
        asked: u32,
        /// Which.
        ticket: TicketId,
    },
    /// See what there is in Zendesk, and in PagerDuty of these destinations.
    Look {
        /// Names the question.
        asked: u32,
        /// Where rules lead.
        destinations: Vec<Destination>,
    },
    /// Read what became of the latest calls of our webhooks.
    LoadDeliveries {
        /// Names the question.
        asked: u32,
        /// Our webhooks.
        webhooks: Vec<(Region, WebhookId)>,
    },
    /// Take one step. Not repeated by itself.
    Take {
        /// Names the question.
        asked: u32,
        /// What is to be done.
        step: Step,
        /// The rules by which it is to be done.
        automation: Box<Automation>,
        /// What there is.
        found: Box<Found>,
        /// The key of the step's destination, if it was pasted here.
        key: Option<RoutingKey>,
    },
    /// Let a trigger of ours go: take the mark off it and leave it as it is.
    Release {
        /// Names the question.
        asked: u32,
        /// As it is.
        trigger: Box<Trigger>,
    },
    /// Switch a trigger that is not ours.
    Switch {
        /// Names the question.
        asked: u32,
        /// Which.
        trigger: TriggerId,
        /// On or off.
        active: bool,
    },
}

/// Names the search of this page.
pub(super) const SEARCH: &str = "automation";

/// Searches for what has been typed.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    match model.automation.typing.take() {
        Some(Typing::Things) => editor::ask_things(model),
        Some(Typing::Services) => choosing::ask_services(model),
        Some(Typing::Tickets) => preview::ask_tickets(model),
        None => Vec::new(),
    }
}

/// Asks for what the page shows.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let mut effects = side::look(model);
    effects.extend(choosing::load(model, false));
    effects
}

pub(super) fn update(model: &mut Model, event: AutomationEvent) -> Vec<Effect> {
    match event {
        AutomationEvent::Rules(event) => rules::update(model, event),
        AutomationEvent::Editor(event) => editor::update(model, event),
        AutomationEvent::Choosing(event) => choosing::update(model, event),
        AutomationEvent::Preview(event) => preview::update(model, event),
        AutomationEvent::Side(event) => side::update(model, event),
    }
}

impl Model {
    /// A number for a new id: of the time, the account and how much was asked, stirred so that near ones give far ones.
    fn random(&mut self) -> u64 {
        let asked = u64::from(self.ask());
        let subdomain = self.surroundings.as_ref().map_or("", |it| it.subdomain.as_str());
        let account = subdomain
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let mut mixed = account ^ self.now.0.unsigned_abs() ^ asked.rotate_left(44);
        for multiplier in [0xbf58_476d_1ce4_e5b9_u64, 0x94d0_49bb_1331_11eb] {
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(multiplier);
        }
        mixed ^ (mixed >> 31)
    }

    /// The account's subdomain; part of every incident's key.
    pub(super) fn subdomain(&self) -> &str {
        self.surroundings.as_ref().map_or("", |it| it.subdomain.as_str())
    }

    /// The rule that is open, if it is still there.
    pub fn open_rule(&self) -> Option<&crate::domain::automation::Rule> {
        self.store.draft.automation.rule(&self.automation.editor.as_ref()?.rule)
    }
}
