//! A desk for administrators: the settings screen's machine and its effects against the sandbox, without a browser.

use incident_command_console::domain::ability::{Abilities, Ability, Permissions};
use incident_command_console::domain::configuration::Configuration;
use incident_command_console::domain::moment::Moment;
use incident_command_console::settings::store::StoreEvent;
use incident_command_console::settings::{Effect, Event, Model, Page, Surroundings, Timer};
use incident_command_console::shell::settings_screen::perform::perform;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use sandbox::zendesk::INSTALLATION_ID;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use crate::desk::TIER_1;
use crate::seat::Seat;

/// Where the setting is read and written.
const INSTALLATION: &str = "/api/v2/apps/installations/";

/// Ada Admin, who installed the app and administers Zendesk.
pub(crate) const ADA: u64 = 8_410_300_155;
/// The account with which Ada signs in to PagerDuty: Maya Chen, an administrator there.
pub(crate) const MAYA_EMAIL: &str = "maya.chen@northwind.example";

/// The world of one person at the settings screen.
pub(crate) struct SettingsDesk {
    seat: Seat,
    pub(crate) model: Model,
    timers: BTreeMap<Timer, i64>,
    /// Effects that were asked for, oldest first.
    pub(crate) seen: Vec<Effect>,
    pending: VecDeque<Effect>,
}

impl Deref for SettingsDesk {
    type Target = Seat;

    fn deref(&self) -> &Seat {
        &self.seat
    }
}

impl DerefMut for SettingsDesk {
    fn deref_mut(&mut self) -> &mut Seat {
        &mut self.seat
    }
}

impl SettingsDesk {
    /// Ada opens the settings, signed in to PagerDuty.
    pub(crate) async fn ada(world: &(Sandbox, Clock)) -> Self {
        Self::new(world, ADA, Some(MAYA_EMAIL), Page::Setup).await
    }

    /// Somebody opens the settings on a page; `email` is the account in PagerDuty.
    pub(crate) async fn new(world: &(Sandbox, Clock), agent: u64, email: Option<&str>, page: Page) -> Self {
        let mut desk = Self::closed(world, agent, email);
        let surroundings = desk.surroundings(page).await;
        desk.tell(Event::Registered(Box::new(surroundings))).await;
        desk
    }

    /// The same before Zendesk has registered the app.
    pub(crate) fn closed(world: &(Sandbox, Clock), agent: u64, email: Option<&str>) -> Self {
        Self {
            seat: Seat::new(world, None, agent, email),
            model: Model::default(),
            timers: BTreeMap::new(),
            seen: Vec::new(),
            pending: VecDeque::new(),
        }
    }

    /// What Zendesk tells when it registers the app.
    pub(crate) async fn surroundings(&self, page: Page) -> Surroundings {
        Surroundings {
            subdomain: "northwind".into(),
            installation: Some(INSTALLATION_ID),
            client_id: self.settings.client_id.clone(),
            scope: self.settings.scope.clone(),
            region: "us".into(),
            redirect_address: Some("https://1048213.apps.zdusercontent.com/1/assets/oauth.html".into()),
            redirect_is_own: false,
            has_read_only_key: self.settings.has_read_only_key,
            me: self.sign_in().await,
            page,
            online: true,
        }
    }

    /// Something happens, and all that follows from it until the screen waits again.
    pub(crate) async fn tell(&mut self, event: Event) {
        self.take(event);
        for _ in 0..500 {
            if !self.perform_one().await {
                return;
            }
        }
        panic!("the settings never come to rest");
    }

    /// The event goes into the machine; what asks the vendors waits in line.
    pub(crate) fn take(&mut self, event: Event) {
        let now = Moment(self.clock().now());
        for effect in self.model.update(event, now) {
            self.seen.push(effect.clone());
            match effect {
                Effect::Wake(timer, after) => {
                    self.timers.insert(timer, now.after(after).0);
                }
                Effect::Hush(timer) => {
                    self.timers.remove(&timer);
                }
                Effect::Stop => self.timers.clear(),
                effect => self.pending.push_back(effect),
            }
        }
    }

    /// Performs the effect that waits longest; says whether there was any.
    pub(crate) async fn perform_one(&mut self) -> bool {
        let Some(effect) = self.pending.pop_front() else { return false };
        let answer = match perform(&self.seat, effect) {
            Some(performing) => Some(performing.await),
            None => None,
        };
        if let Some(event) = answer {
            self.take(event);
        }
        true
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

    /// The files that were offered for saving: names and what they hold.
    pub(crate) fn downloads(&self) -> Vec<(String, String)> {
        let file = |effect: &Effect| match effect {
            Effect::Download { name, text } => Some((name.clone(), text.clone())),
            _ => None,
        };
        self.seen.iter().filter_map(file).collect()
    }

    /// The text of the setting as Zendesk holds it.
    pub(crate) fn setting(&self) -> String {
        self.sandbox.zendesk().settings()["configuration"].as_str().unwrap_or_default().to_owned()
    }

    /// What Zendesk holds of the setting, as JSON.
    pub(crate) fn setting_json(&self) -> Value {
        serde_json::from_str(&self.setting()).unwrap_or_default()
    }

    /// What the pages edit, to be changed as a page would.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Configuration)) {
        change(&mut self.model.store.draft);
    }

    /// Narrows the permissions in the draft to [`view_and_note`].
    pub(crate) fn narrow(&mut self) {
        self.edit(|draft| draft.permissions = view_and_note());
    }

    /// Presses Save, and confirms what is shown.
    pub(crate) async fn save(&mut self) {
        self.tell(store(StoreEvent::SaveClicked)).await;
        self.tell(store(StoreEvent::SaveConfirmed)).await;
    }

    /// How often the setting was written from here.
    pub(crate) fn setting_writes(&self) -> usize {
        self.written.borrow().iter().filter(|line| line.starts_with("PUT ") && line.contains(INSTALLATION)).count()
    }
}

/// Something that happens to what is saved.
pub(crate) fn store(event: StoreEvent) -> Event {
    Event::Store(event)
}

/// Everybody may look, and Tier 1 may write notes too.
pub(crate) fn view_and_note() -> Permissions {
    let tier_1 = [Ability::View, Ability::Note].into_iter().collect();
    Permissions { default: Abilities::view_only(), groups: vec![(TIER_1, tier_1)] }
}

/// Lets the next requests about the setting go wrong.
pub(crate) fn setting_fault(world: &(Sandbox, Clock), method: &str, kind: Kind, times: u32) {
    world.0.faults().add(Fault::new(Target::Zendesk, kind).method(method).path(INSTALLATION).times(times));
}

/// Puts this text into the setting, past everybody.
pub(crate) fn configure(world: &(Sandbox, Clock), text: &str) {
    assert!(world.0.zendesk().set_setting("configuration", text));
}
