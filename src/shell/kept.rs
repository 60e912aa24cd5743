//! What the browser keeps between visits: tokens, preferences, the language, what was typed and not sent.
//!
//! In a partitioned frame storage can be missing or throw; then things are kept until the page goes.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use vecmap::VecMap;
use web_sys::Storage;

use crate::console::effect::SECTIONS;
use crate::console::manners::drafts::Shelf;
use crate::console::model::{Me, Preferences, Section};
use crate::domain::display::{Arrangement, Display};
use crate::domain::id::UserId;
use crate::domain::moment::Moment;
use crate::pagerduty::oauth::Tokens;

use super::cabinet::{Cabinet, Place};
use super::session::Safe;

const TOKENS: &str = "console.tokens";
const USER: &str = "console.user";
const OPEN_SECTIONS: &str = "console.sections";
const DISPLAY: &str = "console.display";
const LOCALE: &str = "console.locale";
const DRAFTS: &str = "console.drafts";
const SHORTCUTS_OFF: &str = "console.shortcuts_off";

/// The browser's storage, or memory where there is none.
#[derive(Clone, Default)]
pub(super) struct Kept {
    memory: Rc<RefCell<VecMap<&'static str, String>>>,
}

/// The agent's PagerDuty user as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptUser {
    id: String,
    name: String,
    email: String,
    stakeholder: bool,
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

impl Kept {
    fn read(&self, name: &'static str) -> Option<String> {
        let stored = storage().and_then(|storage| storage.get_item(name).ok().flatten());
        stored.or_else(|| self.memory.borrow().get(name).cloned())
    }

    fn write(&self, name: &'static str, value: String) {
        let stored = storage().is_some_and(|storage| storage.set_item(name, &value).is_ok());
        if !stored {
            self.memory.borrow_mut().insert(name, value);
        }
    }

    fn forget(&self, name: &'static str) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(name);
        }
        self.memory.borrow_mut().remove(name);
    }

    /// Whose tokens are kept; nobody's unless the tokens are there too.
    pub(super) fn user(&self) -> Option<Me> {
        self.tokens()?;
        let kept: KeptUser = serde_json::from_str(&self.read(USER)?).ok()?;
        let id = UserId::parse(&kept.id)?;
        Some(Me { id, name: kept.name, email: kept.email, stakeholder: kept.stakeholder })
    }

    /// Keeps whose tokens they are.
    pub(super) fn keep_user(&self, me: &Me) {
        let kept = KeptUser {
            id: me.id.to_string(),
            name: me.name.clone(),
            email: me.email.clone(),
            stakeholder: me.stakeholder,
        };
        if let Ok(text) = serde_json::to_string(&kept) {
            self.write(USER, text);
        }
    }

    /// Forgets tokens and user.
    pub(super) fn sign_out(&self) {
        self.forget(TOKENS);
        self.forget(USER);
    }

    /// Which sections the agent keeps open, and what the agent has chosen to see.
    pub(super) fn preferences(&self) -> Preferences {
        let open = match self.read(OPEN_SECTIONS) {
            Some(text) => text.split(' ').filter_map(section).collect(),
            None => Preferences::default().open,
        };
        let display = self.read(DISPLAY).map(|text| {
            let (blocks, fields) = text.split_once('|').unwrap_or((&text, ""));
            Display {
                blocks: Arrangement::read(blocks.split(' '), true),
                fields: Arrangement::read(fields.split(' '), true),
            }
        });
        Preferences { open, display }
    }

    /// Keeps which sections are open and what is shown.
    pub(super) fn keep_preferences(&self, preferences: &Preferences) {
        let names: Vec<_> = preferences.open.iter().map(|section| name(*section)).collect();
        self.write(OPEN_SECTIONS, names.join(" "));
        match &preferences.display {
            Some(display) => self.write(DISPLAY, format!("{}|{}", display.blocks.write(), display.fields.write())),
            None => self.forget(DISPLAY),
        }
    }

    /// What was typed at this place and not sent.
    pub(super) fn drafts(&self, place: &Place, now: Moment) -> Shelf {
        self.cabinet(now).get(place)
    }

    /// Keeps what was typed at this place.
    pub(super) fn keep_drafts(&self, place: Place, drafts: &Shelf, now: Moment) {
        let mut cabinet = self.cabinet(now);
        cabinet.put(place, drafts, now);
        self.keep_cabinet(&cabinet);
    }

    /// Forgets what this agent typed, at every ticket.
    pub(super) fn forget_drafts(&self, account: &str, agent: u64, now: Moment) {
        let mut cabinet = self.cabinet(now);
        cabinet.forget(account, agent);
        self.keep_cabinet(&cabinet);
    }

    fn cabinet(&self, now: Moment) -> Cabinet {
        Cabinet::read(&self.read(DRAFTS).unwrap_or_default(), now)
    }

    fn keep_cabinet(&self, cabinet: &Cabinet) {
        match cabinet.write() {
            Some(text) => self.write(DRAFTS, text),
            None => self.forget(DRAFTS),
        }
    }

    /// Whether the agent has turned the shortcuts off.
    pub(super) fn shortcuts_off(&self) -> bool {
        self.read(SHORTCUTS_OFF).is_some()
    }

    /// Keeps whether the shortcuts are off.
    pub(super) fn keep_shortcuts_off(&self, off: bool) {
        if off { self.write(SHORTCUTS_OFF, "off".to_owned()) } else { self.forget(SHORTCUTS_OFF) }
    }

    /// The language of the last visit, as Zendesk named it.
    pub(super) fn locale(&self) -> Option<String> {
        self.read(LOCALE)
    }

    /// Keeps the language.
    pub(super) fn keep_locale(&self, locale: &str) {
        self.write(LOCALE, locale.to_owned());
    }
}

impl Safe for Kept {
    fn tokens(&self) -> Option<Tokens> {
        Tokens::from_storage(&self.read(TOKENS)?)
    }

    fn keep(&self, tokens: &Tokens) {
        self.write(TOKENS, tokens.to_storage());
    }
}

fn name(section: Section) -> &'static str {
    match section {
        Section::Details => "details",
        Section::Timeline => "timeline",
        Section::Notes => "notes",
        Section::Tickets => "tickets",
    }
}

fn section(word: &str) -> Option<Section> {
    SECTIONS.into_iter().find(|section| name(*section) == word)
}
