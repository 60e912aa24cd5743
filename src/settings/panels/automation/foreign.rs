//! What other PagerDuty integrations left in Zendesk.

use leptos::prelude::*;

use crate::domain::automation::foreign::{ForeignTrigger, Through};
use crate::i18n::SettingsMessage;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;
use crate::kit::tag::{TagTone, tag};

use super::super::super::automation::foreign_button;
use super::super::super::automation::side::SideEvent;
use super::super::screen::Screen;
use super::side::side_press;
use super::{health, words};

/// The list, if there is anything.
pub(super) fn foreign(screen: Screen) -> AnyView {
    let found = screen.slice(move |model| {
        let foreign = model.foreign();
        let title = |it: &ForeignTrigger| {
            it.doubles.iter().map(|rule| words::title_of(screen.words, model, rule)).collect::<Vec<_>>()
        };
        let titles: Vec<_> = foreign.triggers.iter().map(title).collect();
        (foreign, titles)
    });
    dynamic(move || {
        let (foreign, titles) = found.get();
        if foreign.is_empty() {
            return None;
        }
        let rows = foreign.triggers.iter().zip(&titles).map(|(it, doubles)| row(screen, it, doubles)).collect();
        let targets = foreign.targets.iter().map(|(_, name)| name.clone());
        let idle: Vec<String> = foreign.webhooks.iter().map(|(_, name)| name.clone()).chain(targets).collect();
        let idle = (foreign.triggers.is_empty() && !idle.is_empty()).then(|| {
            let names = screen.words.list(&idle);
            part("p", "text--subtle").words(screen.say(SettingsMessage::ForeignIdle { names })).into()
        });
        let content = part("div", "stack")
            .child(part("h4", "text--strong").words(screen.say(SettingsMessage::ForeignHeading)))
            .child(part("p", "text--subtle text--small").words(screen.say(SettingsMessage::ForeignIntro)))
            .child(part("ul", "rules").attr("role", "list").children(rows))
            .child_maybe(idle);
        Some(content.into())
    })
}

fn row(screen: Screen, trigger: &ForeignTrigger, doubles: &[String]) -> AnyView {
    let ForeignTrigger { id, title, active, through, .. } = trigger;
    let (id, active) = (*id, *active);
    let through = match through {
        Through::Webhook(name) => SettingsMessage::ThroughWebhook { name: name.clone() },
        Through::OurWebhook => SettingsMessage::ThroughOurs,
        Through::Target(name) => SettingsMessage::ThroughTarget { name: name.clone() },
    };
    let named = title.clone();
    let (label, name) = if active {
        (SettingsMessage::ForeignDeactivate, SettingsMessage::ForeignDeactivateName { trigger: named })
    } else {
        (SettingsMessage::ForeignActivate, SettingsMessage::ForeignActivateName { trigger: named })
    };
    let pending = screen.whether(move |model| {
        model.automation.side.touch.as_ref().is_some_and(|touch| touch.trigger == id && touch.asked.is_some())
    });
    let others = health::busy(screen);
    let button = Button {
        id: Some(foreign_button(id)),
        variant: ButtonVariant::Neutral,
        compact: true,
        name: Some(screen.say(name)),
        busy: Some(pending),
        disabled_because: Some(derive(move || if pending.get() { None } else { others.get() })),
        ..Button::new(screen.say(label), side_press(screen, SideEvent::SwitchClicked(id, !active)))
    };
    let state = if active { SettingsMessage::ForeignOn } else { SettingsMessage::ForeignOff };
    let tone = if active { TagTone::Warning } else { TagTone::Neutral };
    let head = part("div", "row row--wrapping")
        .child(part("bdi", "text--strong").text(title))
        .child(tag(screen.say(state), move || (tone, None)))
        .child(part("span", "row__end").child(button.view()));
    let warning = (!doubles.is_empty()).then(|| {
        let words = SettingsMessage::ForeignDoubles { rules: screen.words.list(doubles) };
        let words = element("span").words(screen.say(words));
        part("p", "row row--top row--tight text--warning").child(small_icon(IconName::Warning)).child(words).into()
    });
    part("li", "well well--plain stack stack--tight")
        .child(head)
        .child(part("p", "text--subtle text--small").words(screen.say(through)))
        .child_maybe(warning)
        .into()
}
