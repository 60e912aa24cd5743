//! One item of the checklist: its state, what was found, what can be done.

use leptos::prelude::*;

use crate::i18n::SettingsMessage;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::icon::{Icon, IconName, IconTone};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::derive;
use crate::kit::tag::{TagTone, tag};

use super::super::super::event::Event;
use super::super::super::setup::{Item, SetupEvent, Standing, standing};
use super::super::screen::Screen;
use super::names::{meaning, standing_name, title};
use super::words::{lines, speak};

/// The item with its paragraphs, `content` below them and `actions` before the button that checks again.
pub(super) fn item(screen: Screen, item: Item, content: Vec<AnyView>, actions: Vec<AnyView>) -> AnyView {
    let now = screen.slice(move |model| standing(model, item));
    let mark = dynamic(move || {
        let (name, tone) = drawing(now.get());
        Some(Icon { tone, ..Icon::new(name) }.view())
    });
    let state = tag(screen.say_live(move || standing_name(now.get())), move || (tone(now.get()), None));
    let heading = part("h3", "check__title")
        .attr("id", &format!("check-{}", item.name()))
        .attr("tabindex", "-1")
        .words(screen.say(title(item)));
    let found = screen.slice(move |model| lines(model, item));
    let paragraphs = dynamic(move || {
        let paragraphs = found.get().into_iter().map(|line| {
            let text = derive(move || speak(screen, &line));
            element("p").words(text).into()
        });
        Some(fragment(paragraphs.collect()))
    });
    let body = part("div", "check__body")
        .child(part("div", "check__head").child(heading).child(state))
        .child(part("p", "text--subtle").words(screen.say(meaning(item))))
        .child(part("div", "check__found").child(paragraphs))
        .children(content)
        .child(part("div", "check__actions").children(actions).child_maybe(again(screen, item)));
    part("li", "check")
        .attr("aria-labelledby", &format!("check-{}", item.name()))
        .child(part("div", "check__mark").child(mark))
        .child(body)
        .into()
}

/// Checks this item alone again. The redirect address has nothing to ask anybody: a sign-in is what tests it.
fn again(screen: Screen, item: Item) -> Option<AnyView> {
    if item == Item::Redirect {
        return None;
    }
    let checking = screen.whether(move |model| standing(model, item) == Standing::Checking);
    let name = screen.say_live(move || SettingsMessage::SetupCheckAgainName { item: screen.words.say(title(item)) });
    let signed_out = screen.whether(move |model| item.needs_account() && model.me().is_none());
    let button = Button {
        id: Some(format!("check-again-{}", item.name())),
        variant: ButtonVariant::Basic,
        compact: true,
        name: Some(name),
        busy: Some(checking),
        disabled_because: Some(screen.say_if(move || signed_out.get().then_some(SettingsMessage::SetupNeedsAccount))),
        ..Button::new(
            screen.say(SettingsMessage::SetupCheckAgain),
            screen.press(Event::Setup(SetupEvent::CheckClicked(item))),
        )
    };
    Some(button.view())
}

fn drawing(standing: Standing) -> (IconName, IconTone) {
    match standing {
        Standing::Checking => (IconName::Refresh, IconTone::Inherited),
        Standing::Done => (IconName::Success, IconTone::Success),
        Standing::NeedsYou => (IconName::Warning, IconTone::Warning),
        Standing::Unknown => (IconName::Error, IconTone::Inherited),
        Standing::NotNeeded => (IconName::Info, IconTone::Inherited),
    }
}

fn tone(standing: Standing) -> TagTone {
    match standing {
        Standing::Done => TagTone::Success,
        Standing::NeedsYou => TagTone::Warning,
        Standing::Checking | Standing::Unknown | Standing::NotNeeded => TagTone::Neutral,
    }
}
