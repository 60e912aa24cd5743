//! What Zendesk does about the saved rules: whether it is in line, what has to be done, and the ways to switch off and remove.

use leptos::prelude::*;

use crate::domain::automation::DestinationId;
use crate::domain::automation::delivery::Deliveries;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::icon::IconName;
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;
use crate::kit::rows::{Row, rows};
use crate::kit::text_input::Text;

use super::super::super::automation::destination::TypedKey;
use super::super::super::automation::side::{KeyProblem, SideEvent, key_field};
use super::super::super::automation::{AutomationEvent, DISABLE_ALL, LOOK, REMOVE_ALL, REMOVE_CONFIRM};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::paste::secret;
use super::{foreign, health, press, run, send, words};

/// What a press tells this part.
pub(super) fn side_press(screen: Screen, event: SideEvent) -> Callback<()> {
    press(screen, AutomationEvent::Side(event))
}

/// The whole box.
pub(super) fn side(screen: Screen) -> AnyView {
    let there = screen.whether(|model| {
        // Without a rule and without anything found there is nothing to say.
        let found = model.automation.side.found.known();
        let ours = found.is_some_and(|found| found.triggers.iter().any(|it| it.rule().is_some()));
        let saved = model.store.saved().is_some_and(|saved| !saved.automation.rules.is_empty());
        ours || saved || !model.store.draft.automation.rules.is_empty() || !model.foreign().is_empty()
    });
    shown_while(there, move || {
        part("section", "stack stack--loose automation__side")
            .attr("aria-labelledby", "automation-side")
            .child(head(screen))
            .child(seeing(screen))
            .child(run::plan(screen))
            .child(keys(screen))
            .child(deliveries(screen))
            .child(foreign::foreign(screen))
            .child(off(screen))
            .into()
    })
}

fn head(screen: Screen) -> AnyView {
    let looking = screen.whether(|model| model.automation.side.is_looking());
    let look = Button {
        id: Some(LOOK.to_owned()),
        variant: ButtonVariant::Basic,
        compact: true,
        icon: Some(IconName::Refresh),
        busy: Some(looking),
        ..Button::new(screen.say(SettingsMessage::LookAgain), side_press(screen, SideEvent::LookClicked))
    };
    let heading =
        part("h3", "automation__heading").attr("id", "automation-side").words(screen.say(SettingsMessage::SideHeading));
    part("div", "stack stack--tight")
        .child(part("div", "row row--apart").child(heading).child(look.view()))
        .child(part("p", "text--subtle").words(screen.say(SettingsMessage::SideIntro)))
        .into()
}

/// Whether it can be seen what there is.
fn seeing(screen: Screen) -> AnyView {
    let failure = screen.slice(|model| {
        let found = &model.automation.side.found;
        Some((found.failure()?.clone(), found.known().is_some()))
    });
    let loading = screen.whether(|model| {
        let side = &model.automation.side;
        side.found.known().is_none() && side.found.failure().is_none()
    });
    let failed = dynamic(move || {
        let (failure, stale) = failure.get()?;
        let mut body = words::zendesk_trouble(screen.words, &failure);
        if stale {
            body = format!("{body} {}", screen.words.say(SettingsMessage::LookStale));
        }
        let again = Button::link(screen.say(Message::TryAgain), side_press(screen, SideEvent::LookClicked));
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || Some(body.clone()))),
            actions: vec![again],
            ..Alert::new(screen.say(SettingsMessage::LookFailed))
        };
        Some(alert.view())
    });
    let loading = shown_while(loading, move || {
        part("p", "text--subtle").attr("role", "status").words(screen.say(SettingsMessage::LookingAt)).into()
    });
    part("div", "stack").child(failed).child(loading).into()
}

/// The keys that have to be pasted once more.
fn keys(screen: Screen) -> AnyView {
    let wanted = screen.slice(|model| {
        let automation = model.store.saved().map(|saved| &saved.automation);
        let label = |id: DestinationId| {
            let label = automation.and_then(|it| it.destination(&id)).map(|it| it.label.clone()).unwrap_or_default();
            (id, label)
        };
        if model.rules_are_saved() { model.keys_wanted().into_iter().map(label).collect() } else { Vec::new() }
    });
    let each = rows(move || {
        let row =
            |(id, label): (DestinationId, String)| Row::new(format!("{id} {label}"), move || key(screen, id, label));
        wanted.get().into_iter().map(row).collect()
    });
    part("div", "stack").child(each).into()
}

fn key(screen: Screen, id: DestinationId, label: String) -> AnyView {
    let own = id.clone();
    let typed = screen.slice(move |model| {
        let all = &model.automation.side.repasted;
        all.iter().find(|(other, _)| *other == own).map(|(_, it)| it.clone()).unwrap_or_default()
    });
    let key = crate::kit::reactive::memo(move || typed.with(|it| it.key.clone()));
    let own = id.clone();
    let text = Text {
        value: secret(key),
        on_input: Callback::new(move |(text,)| {
            send(screen, AutomationEvent::Side(SideEvent::KeyTyped(own.clone(), TypedKey::new(text))));
        }),
    };
    let field = Field {
        id: Some(key_field(&id)),
        hint: Some(screen.say(SettingsMessage::KeyAgainHint)),
        error: Some(screen.say_if(move || {
            Some(match typed.with(|it| it.problem)? {
                KeyProblem::NoKey => SettingsMessage::KeyWrong,
                KeyProblem::Another => SettingsMessage::KeyAnother,
            })
        })),
        required: true,
        ..Field::new(screen.say(SettingsMessage::KeyAgain { destination: label }))
    }
    .view(|links| text.secret(links));
    let take = Button {
        variant: ButtonVariant::Neutral,
        compact: true,
        ..Button::new(screen.say(SettingsMessage::KeyTake), side_press(screen, SideEvent::KeyGiven(id)))
    };
    part("div", "well stack").child(field).child(part("div", "row").child(take.view())).into()
}

/// What became of the latest calls of our webhooks.
fn deliveries(screen: Screen) -> AnyView {
    let all = screen.slice(|model| (model.automation.side.deliveries.known().cloned().unwrap_or_default(), model.now));
    let failure = screen.slice(|model| model.automation.side.deliveries.failure().cloned());
    let list = dynamic(move || {
        let (all, now) = all.get();
        if all.is_empty() {
            return None;
        }
        let rows = all.iter().map(|it| delivery(screen, it, now.0)).collect();
        let heading = part("h4", "text--strong").words(screen.say(SettingsMessage::DeliveriesHeading));
        Some(
            part("div", "stack stack--tight")
                .child(heading)
                .child(part("ul", "stack").attr("role", "list").children(rows))
                .into(),
        )
    });
    let failed = dynamic(move || {
        let body = words::zendesk_trouble(screen.words, &failure.get()?);
        let alert = Alert {
            tone: AlertTone::Warning,
            body: Some(derive(move || Some(body.clone()))),
            ..Alert::new(screen.say(SettingsMessage::DeliveriesFailed))
        };
        Some(alert.view())
    });
    part("div", "stack").child(list).child(failed).into()
}

fn delivery(screen: Screen, deliveries: &Deliveries, now: i64) -> AnyView {
    let region = screen.words.say(words::region(deliveries.region));
    let total = deliveries.latest.len();
    let sum = match deliveries.failures() {
        _ if total == 0 => SettingsMessage::DeliveriesNone,
        0 => SettingsMessage::DeliveriesGood { count: words::counted(total) },
        failed => SettingsMessage::DeliveriesBad { failed: failed.to_string(), total: total.to_string() },
    };
    let failed = deliveries.latest.iter().filter(|it| !it.is_good()).take(3);
    let line =
        |it| part("li", "text--subtle text--small").words(screen.say(health::failed_call(screen, it, now))).into();
    let head = part("p", "row row--wrapping")
        .child(element("span").words(screen.say(SettingsMessage::DeliveriesRegion { region })))
        .child(part("span", "text--subtle").words(screen.say(sum)));
    part("li", "").child(head).child(part("ul", "").attr("role", "list").children(failed.map(line).collect())).into()
}

/// Switching off and removing.
fn off(screen: Screen) -> AnyView {
    let ours = screen.whether(|model| {
        let found = model.automation.side.found.known();
        found.is_some_and(|found| {
            found.triggers.iter().any(|it| it.rule().is_some()) || found.webhooks.iter().any(|it| it.region().is_some())
        })
    });
    shown_while(ours, move || {
        let busy = health::busy(screen);
        let disable = Button {
            id: Some(DISABLE_ALL.to_owned()),
            variant: ButtonVariant::Neutral,
            disabled_because: Some(busy),
            ..Button::new(screen.say(SettingsMessage::DisableAll), side_press(screen, SideEvent::DisableAllClicked))
        };
        let remove = Button {
            id: Some(REMOVE_ALL.to_owned()),
            variant: ButtonVariant::Neutral,
            disabled_because: Some(busy),
            ..Button::new(screen.say(SettingsMessage::RemoveAll), side_press(screen, SideEvent::RemoveAllClicked))
        };
        part("div", "stack")
            .child(part("h4", "text--strong").words(screen.say(SettingsMessage::OffHeading)))
            .child(part("p", "text--subtle text--small").words(screen.say(SettingsMessage::DisableHint)))
            .child(part("div", "row row--wrapping").child(disable.view()).child(remove.view()))
            .child(confirm(screen))
            .into()
    })
}

/// What removing means, before it is done.
fn confirm(screen: Screen) -> AnyView {
    let asked = screen.whether(|model: &Model| model.automation.side.confirming_removal);
    shown_while(asked, move || {
        let confirm = Button {
            id: Some(REMOVE_CONFIRM.to_owned()),
            variant: ButtonVariant::Danger,
            disabled_because: Some(health::busy(screen)),
            ..Button::new(screen.say(SettingsMessage::RemoveConfirm), side_press(screen, SideEvent::RemoveAllConfirmed))
        };
        let cancel = Button {
            variant: ButtonVariant::Basic,
            ..Button::new(screen.say(Message::Cancel), side_press(screen, SideEvent::RemoveAllCancelled))
        };
        Alert {
            tone: AlertTone::Warning,
            body: Some(screen.say_some(SettingsMessage::RemoveBody)),
            actions: vec![confirm.view(), cancel.view()],
            ..Alert::new(screen.say(SettingsMessage::RemoveTitle))
        }
        .view()
    })
}
