//! A desk to tell stories at: the console's machine and the shell's effects against the sandbox, without a browser.

use incident_command_console::console::effect::SECTIONS;
use incident_command_console::console::event::Surroundings;
use incident_command_console::console::manners::{MannersEffect, MannersEvent};
use incident_command_console::console::model::Preferences;
use incident_command_console::console::{Effect, Event, Model, Timer};
use incident_command_console::domain::id::{IncidentId, TicketId};
use incident_command_console::domain::incident::Incident;
use incident_command_console::domain::moment::Moment;
use incident_command_console::shell::cabinet::{Cabinet, Place};
use incident_command_console::shell::perform::perform;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::ops::{Deref, DerefMut};
use std::rc::Rc;
use std::time::Duration;

use crate::seat::Seat;
pub(crate) use crate::seat::sandbox;

/// Jonas Okafor, who has an account in PagerDuty and works in Tier 1.
pub(crate) const JONAS: u64 = 8_410_300_104;
/// Jonas’ account in PagerDuty.
pub(crate) const JONAS_EMAIL: &str = "jonas.okafor@northwind.example";
/// Sam Rivera, who has none.
pub(crate) const SAM: u64 = 8_410_300_138;
/// Tier 1.
pub(crate) const TIER_1: u64 = 7_290_200_011;

/// The world of one agent at one ticket.
pub(crate) struct Desk {
    seat: Seat,
    pub(crate) model: Model,
    ticket: TicketId,
    timers: BTreeMap<Timer, i64>,
    /// What the agent's browser keeps.
    pub(crate) browser: Rc<RefCell<Cabinet>>,
    /// Effects of the screen that were asked for.
    pub(crate) seen: Vec<Effect>,
    pending: VecDeque<Effect>,
}

impl Deref for Desk {
    type Target = Seat;

    fn deref(&self) -> &Seat {
        &self.seat
    }
}

impl DerefMut for Desk {
    fn deref_mut(&mut self) -> &mut Seat {
        &mut self.seat
    }
}

impl Desk {
    /// Sits an agent down at a ticket; `email` is the agent's PagerDuty account.
    pub(crate) async fn new(sandbox: &(Sandbox, Clock), ticket: u64, agent: u64, email: Option<&str>) -> Self {
        Self::in_browser(sandbox, ticket, agent, email, Rc::default()).await
    }

    /// The same in a browser that an agent has used before.
    pub(crate) async fn in_browser(
        sandbox: &(Sandbox, Clock),
        ticket: u64,
        agent: u64,
        email: Option<&str>,
        browser: Rc<RefCell<Cabinet>>,
    ) -> Self {
        let seat = Seat::new(sandbox, Some(ticket), agent, email);
        let mut desk = Self {
            seat,
            model: Model::default(),
            ticket: TicketId(ticket),
            timers: BTreeMap::new(),
            browser,
            seen: Vec::new(),
            pending: VecDeque::new(),
        };
        let me = desk.sign_in().await;
        let surroundings = Surroundings {
            subdomain: "northwind".into(),
            ticket: Some(desk.ticket),
            can_sign_in: desk.settings.client_id.is_some(),
            redirect_address: None,
            has_read_only_key: desk.settings.has_read_only_key,
            permissions: desk.settings.permissions.clone(),
            mirroring: desk.settings.mirroring.clone(),
            me,
            display: desk.settings.display.clone(),
            preferences: Preferences { open: SECTIONS.into(), display: None },
            visible: true,
            online: true,
        };
        desk.tell(Event::Manners(MannersEvent::Began { seed: agent, shortcuts_off: false })).await;
        desk.tell(Event::Registered(Box::new(surroundings))).await;
        desk
    }

    fn place(&self, agent: u64) -> Place {
        Place { account: "northwind".into(), agent, ticket: self.ticket.0 }
    }

    /// Something happens, and all that follows from it until the console waits again.
    pub(crate) async fn tell(&mut self, event: Event) {
        self.take(event);
        for _ in 0..500 {
            if !self.perform_one(0).await {
                return;
            }
        }
        panic!("the console never comes to rest");
    }

    /// Performs one of the effects that wait in line; says whether there was any.
    pub(crate) async fn perform_one(&mut self, which: usize) -> bool {
        let place = which % self.pending.len().max(1);
        let Some(effect) = self.pending.remove(place) else { return false };
        let answer = match perform(&self.seat, effect) {
            Some(performing) => Some(performing.await),
            None => None,
        };
        if let Some(event) = answer {
            self.take(event);
        }
        true
    }

    /// The effects that wait in line.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &Effect> {
        self.pending.iter()
    }

    /// The event goes into the machine; what asks the vendors waits in line.
    pub(crate) fn take(&mut self, event: Event) {
        let now = Moment(self.clock().now());
        for effect in self.model.update(event, now) {
            match effect {
                Effect::Wake(timer, after) => {
                    self.timers.insert(timer, now.after(after).0);
                }
                Effect::Hush(timer) => {
                    self.timers.remove(&timer);
                }
                Effect::Stop => self.timers.clear(),
                Effect::Manners(MannersEffect::RecallDrafts { agent }) => {
                    let kept = self.browser.borrow().get(&self.place(agent));
                    self.take(Event::Manners(MannersEvent::Recalled(kept)));
                }
                Effect::Manners(MannersEffect::KeepDrafts { agent, shelf }) => {
                    let place = self.place(agent);
                    self.browser.borrow_mut().put(place, &shelf, now);
                }
                Effect::Manners(MannersEffect::ForgetDrafts { agent }) => {
                    self.browser.borrow_mut().forget("northwind", agent);
                }
                effect => {
                    self.seen.push(effect.clone());
                    self.pending.push_back(effect);
                }
            }
        }
    }

    /// What is due by the clock wakes the machine; nothing that follows is performed yet.
    pub(crate) fn wake_due(&mut self) {
        let now = self.clock().now();
        let due: Vec<_> = self.timers.iter().filter(|(_, at)| **at <= now).map(|(timer, _)| timer.clone()).collect();
        for timer in due {
            if self.timers.remove(&timer).is_some() {
                self.take(Event::Woke(timer));
            }
        }
    }

    /// Time passes; what is due happens.
    pub(crate) async fn wait(&mut self, span: Duration) {
        let end = self.clock().now() + i64::try_from(span.as_millis()).unwrap();
        loop {
            let due = self.timers.iter().filter(|(_, at)| **at <= end).min_by_key(|(_, at)| **at);
            let Some((timer, at)) = due.map(|(timer, at)| (timer.clone(), *at)) else { break };
            self.timers.remove(&timer);
            self.clock().advance((at - self.clock().now()).max(0));
            self.tell(Event::Woke(timer)).await;
        }
        self.clock().advance((end - self.clock().now()).max(0));
    }

    /// How many timers run.
    pub(crate) fn timers(&self) -> usize {
        self.timers.len()
    }

    /// The ticket's incidents on the screen.
    pub(crate) fn shown(&self) -> Vec<Incident> {
        self.model.shown_incidents()
    }

    /// The only incident on the screen.
    pub(crate) fn only(&self) -> Incident {
        let shown = self.shown();
        assert_eq!(shown.len(), 1, "{shown:?}");
        shown.into_iter().next().unwrap()
    }

    /// What PagerDuty holds about an incident.
    pub(crate) fn in_pagerduty(&self, id: &IncidentId) -> Value {
        let dump = self.sandbox.pagerduty().dump();
        let incidents = dump["incidents"].as_array().unwrap();
        incidents.iter().find(|incident| incident["id"] == json!(id.as_str())).cloned().unwrap()
    }

    /// How many incidents PagerDuty holds.
    pub(crate) fn count_in_pagerduty(&self) -> usize {
        self.sandbox.pagerduty().dump()["incidents"].as_array().unwrap().len()
    }

    /// The notes that PagerDuty holds on an incident.
    pub(crate) fn notes_in_pagerduty(&self, id: &IncidentId) -> Vec<String> {
        let incident = self.in_pagerduty(id);
        let notes = incident["notes"].as_array().cloned().unwrap_or_default();
        notes.iter().filter_map(|note| note["content"].as_str().map(str::to_owned)).collect()
    }

    /// What the ticket's field holds.
    pub(crate) fn field(&self) -> String {
        let ticket = self.sandbox.zendesk().ticket(self.ticket.0).unwrap();
        let id = self.sandbox.zendesk().requirement("pagerduty_incidents").unwrap();
        ticket
            .custom_fields
            .iter()
            .find(|(field, _)| *field == id)
            .and_then(|(_, value)| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The ticket's tags.
    pub(crate) fn tags(&self) -> Vec<String> {
        self.sandbox.zendesk().ticket(self.ticket.0).unwrap().tags.clone()
    }
}
