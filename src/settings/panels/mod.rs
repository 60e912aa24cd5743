//! What the settings look like.
//!
//! A panel reads the model and dispatches an event; it never awaits, and sees no client. Panels branch on shape and read by
//! field, so that an answer that arrives changes text and nothing else: the focus stays, a field keeps its cursor.

mod automation;
mod email;
mod frame;
mod layout;
mod permissions;
mod places;
mod screen;
mod setup;
mod store;
mod synced;

use leptos::prelude::*;

use crate::i18n::{Message, SettingsMessage};
use crate::kit::dynamic::dynamic;
use crate::kit::live_regions::live_regions;
use crate::kit::part::part;
use crate::kit::reactive::derive;

use super::event::Event;
use super::model::{Model, Page, Spoken, Stage};
use screen::Screen;

/// Where the panels' events go. Synchronous: the window for signing in opens within the administrator's click.
#[derive(Clone, Copy)]
pub struct Dispatch(UnsyncCallback<Event>);

impl Dispatch {
    /// Sends every event to `receive`.
    pub fn new(receive: impl Fn(Event) + 'static) -> Self {
        Self(UnsyncCallback::new(receive))
    }

    /// Sends an event; one that comes after the screen has closed is dropped.
    pub fn send(self, event: Event) {
        let _ = self.0.try_run(event);
    }
}

/// What stands on the screen; nothing that can be read as a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Loading,
    Outside { script_missing: bool },
    NotAdmin,
    Failed,
    Pages,
}

impl Shape {
    fn of(model: &Model) -> Self {
        match model.stage {
            Stage::Outside { script_missing } => Self::Outside { script_missing },
            Stage::Starting => Self::Loading,
            Stage::Running | Stage::Ended => match model.agent.known() {
                Some(agent) if !agent.is_admin => Self::NotAdmin,
                // What an administrator edits stays on the screen whatever happens to the answers.
                Some(_) if model.store.stored.known().is_some() => Self::Pages,
                Some(_) if model.store.stored.failure().is_some() => Self::Failed,
                None if model.agent.failure().is_some() => Self::Failed,
                _ => Self::Loading,
            },
        }
    }
}

/// The settings screen. Reads `model`, changes nothing itself; the words come from the context (`i18n::Words::provide`).
#[component]
pub fn Settings(
    /// All that the screen knows.
    model: RwSignal<Model>,
    /// Where events go.
    dispatch: Dispatch,
) -> impl IntoView {
    let screen = Screen::new(model, dispatch);
    let shape = screen.slice(Shape::of);
    AnyView::from(part("div", "settings").child(announcer(screen)).child(dynamic(move || {
        Some(match shape.get() {
            Shape::Loading => places::loading(screen),
            Shape::Outside { script_missing } => places::outside(screen, script_missing),
            Shape::NotAdmin => places::not_admin(screen),
            Shape::Failed => places::failed(screen),
            Shape::Pages => frame::frame(screen),
        })
    })))
}

/// One page of the settings, without its heading.
fn page(screen: Screen, page: Page) -> AnyView {
    match page {
        Page::Setup => setup::page(screen),
        Page::Permissions => permissions::page(screen),
        Page::Synced => synced::page(screen),
        Page::Automation => automation::page(screen),
        Page::Email => email::page(screen),
        Page::Layout => layout::page(screen),
    }
}

/// The name of a page, in the list at the side and as its heading.
fn page_name(page: Page) -> SettingsMessage {
    match page {
        Page::Setup => SettingsMessage::SetupHeading,
        Page::Permissions => SettingsMessage::PermissionsHeading,
        Page::Synced => SettingsMessage::SyncedHeading,
        Page::Automation => SettingsMessage::AutomationHeading,
        Page::Email => SettingsMessage::EmailHeading,
        Page::Layout => SettingsMessage::LayoutHeading,
    }
}

/// Says to screen readers what the machine announces.
fn announcer(screen: Screen) -> AnyView {
    let announcement = screen.slice(|model| model.announcement.clone());
    let polite = derive(move || {
        let spoken = announcement.get().spoken;
        spoken.map(|spoken| announced(screen, &spoken)).unwrap_or_default()
    });
    live_regions(polite, derive(String::new))
}

fn announced(screen: Screen, spoken: &Spoken) -> String {
    match spoken {
        Spoken::SignedIn => screen.words.say(Message::SignInDone),
        Spoken::SignedOut => screen.words.say(Message::SignedOut),
        Spoken::Copied => screen.words.say(SettingsMessage::Copied),
        Spoken::Email(said) => screen.words.say(email::said(*said)),
        Spoken::Automation(said) => automation::announced(screen, *said),
        Spoken::Saved => screen.words.say(SettingsMessage::StoreSaved),
        Spoken::Discarded => screen.words.say(SettingsMessage::StoreDiscarded),
        Spoken::Imported => screen.words.say(SettingsMessage::StoreImported),
        Spoken::WasReset => screen.words.say(SettingsMessage::StoreWasReset),
        Spoken::Moved(place, total) => screen.words.say({
            let number = |number: &usize| screen.words.number(u64::try_from(*number).unwrap_or(u64::MAX));
            Message::DisplayPlace { place: number(place), total: number(total) }
        }),
        Spoken::LayoutReset => screen.words.say(Message::DisplayWasReset),
        Spoken::Checked { done, total } => setup::checked(screen, *done, *total),
        Spoken::FieldAdded => screen.words.say(SettingsMessage::SetupFieldAdded),
    }
}
