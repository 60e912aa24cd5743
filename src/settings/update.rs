//! One event at a time.

use std::time::Duration;

use crate::domain::moment::Moment;

use super::effect::{Effect, Timer};
use super::event::Event;
use super::model::{Model, Page, Spoken, Stage};
use super::{automation, email, layout, permissions, session, setup, start, store, synced};

/// How long an announcement stays before the same words can be announced again.
const READ_OUT: Duration = Duration::from_secs(5);

impl Model {
    /// Takes an event in at `now` and says what is to be done.
    pub fn update(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        if self.stage == Stage::Ended {
            return Vec::new();
        }
        self.now = now;
        let mut effects = self.take_in(event);
        if self.page == Page::Permissions && self.stage == Stage::Running && self.is_admin() {
            effects.extend(permissions::settle(self));
        }
        effects
    }

    fn take_in(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::OpenedOutside { .. }
            | Event::Registered(_)
            | Event::AgentArrived(_)
            | Event::RetryClicked
            | Event::ConnectivityChanged(_)
            | Event::Left => start::update(self, event),

            Event::PageChosen(page) => self.turn_to(page),

            Event::SignInClicked
            | Event::SignInCancelled
            | Event::SignInAnswered { .. }
            | Event::SignOutClicked
            | Event::SessionExpired => session::update(self, event),

            Event::CopyClicked(text) => {
                let mut effects = self.say(Spoken::Copied);
                effects.push(Effect::Copy(text));
                effects
            }
            // What follows changes things, and nobody but administrators may.
            _ if !self.is_admin() => Vec::new(),
            Event::Store(event) => store::update(self, event),
            Event::Setup(event) => setup::update(self, event),
            Event::Permissions(event) => permissions::update(self, event),
            Event::Synced(event) => synced::update(self, event),
            Event::Automation(event) => automation::update(self, event),
            Event::Email(event) => email::update(self, event),
            Event::Layout(event) => layout::update(self, event),
            Event::Woke(timer) => self.woke(&timer),
        }
    }

    fn woke(&mut self, timer: &Timer) -> Vec<Effect> {
        match timer {
            Timer::Announced => {
                self.announcement.spoken = None;
                Vec::new()
            }
            Timer::Probe => setup::woke(self),
            Timer::News => store::update(self, store::StoreEvent::NewsHeard),
            Timer::Search(name) => match *name {
                permissions::SEARCH => permissions::search(self),
                automation::SEARCH => automation::search(self),
                email::SEARCH => email::search(self),
                _ => Vec::new(),
            },
        }
    }

    /// Opens a page. What was edited on another stays in the draft.
    fn turn_to(&mut self, page: Page) -> Vec<Effect> {
        self.page = page;
        store::leave(self);
        let mut effects = vec![Effect::Focus("page-heading".to_owned())];
        effects.extend(self.open_page());
        effects
    }

    /// Asks for what the open page shows.
    pub(super) fn open_page(&mut self) -> Vec<Effect> {
        if !self.is_admin() {
            return Vec::new();
        }
        match self.page {
            Page::Setup => setup::open(self),
            Page::Permissions => permissions::open(self),
            Page::Synced => synced::open(self),
            Page::Automation => automation::open(self),
            Page::Email => email::open(self),
            Page::Layout => Vec::new(),
        }
    }

    /// Announces something to screen readers.
    pub(super) fn say(&mut self, spoken: Spoken) -> Vec<Effect> {
        self.announcement.number = self.announcement.number.wrapping_add(1);
        self.announcement.spoken = Some(spoken);
        vec![Effect::Wake(Timer::Announced, READ_OUT)]
    }
}
