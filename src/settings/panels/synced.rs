//! The page of synced attributes: which priorities go with each other, and what is written to tickets.

use leptos::prelude::*;

use crate::domain::mirror::Switch;
use crate::domain::ticket::TicketPriority;
use crate::i18n::{Message, SettingsMessage, explain};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::field::Field;
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::derive;
use crate::kit::select::{Choice, select};
use crate::kit::switch::Switch as SwitchRow;
use crate::kit::tag::{css_color, priority_dot};
use crate::kit::text_input::Text;

use super::super::event::Event;
use super::super::synced::{Choices, SyncedEvent};
use super::screen::Screen;
use super::store::words::{priority_name, switch_name};

/// What stands below the heading.
pub(super) fn page(screen: Screen) -> AnyView {
    fragment(vec![
        part("p", "settings__lead").words(screen.say(SettingsMessage::SyncedLead)).into(),
        priorities(screen),
        switches(screen),
    ])
}

fn priorities(screen: Screen) -> AnyView {
    let column = |message: SettingsMessage| element("th").attr("scope", "col").words(screen.say(message));
    let head = element("tr")
        .child(column(SettingsMessage::SyncedTicketPriority))
        .child(column(SettingsMessage::SyncedIncidentPriority));
    let rows = TicketPriority::ALL.map(|ticket| row(screen, ticket)).into();
    let table = part("table", "table synced-priorities")
        .attr("aria-labelledby", "synced-priority")
        .child(element("thead").child(head))
        .child(element("tbody").children(rows));
    let heading = part("h3", "settings__section-heading")
        .attr("id", "synced-priority")
        .words(screen.say(SettingsMessage::SyncedPriority));
    part("section", "settings__section")
        .child(heading)
        .child(part("p", "text--subtle").words(screen.say(SettingsMessage::SyncedPriorityLead)))
        .child(remark(screen))
        .child(table)
        .into()
}

/// Why there is nothing to choose from, if so.
fn remark(screen: Screen) -> AnyView {
    let choices = screen.slice(|model| (model.priority_choices(), model.synced.priorities.failure().cloned()));
    dynamic(move || {
        let say = |message: SettingsMessage| {
            let words = screen.words.say(message);
            Some(derive(move || Some(words.clone())))
        };
        let (tone, title, body, action) = match choices.get() {
            (Choices::Known | Choices::Loading, _) => return None,
            (Choices::SignedOut, _) => {
                let sign_in = (Message::SignIn, Event::SignInClicked);
                (
                    AlertTone::Info,
                    SettingsMessage::SyncedSignedOutTitle,
                    say(SettingsMessage::SyncedByHand),
                    Some(sign_in),
                )
            }
            (Choices::Unused, _) => {
                (AlertTone::Info, SettingsMessage::SyncedUnusedTitle, say(SettingsMessage::SyncedUnusedBody), None)
            }
            (Choices::Failed, failure) => {
                let explained = screen.words.consult(|catalog| {
                    failure.map(|failure| catalog.say(&explain::failure(&failure, catalog).body)).unwrap_or_default()
                });
                let body = [explained.unwrap_or_default(), screen.words.say(SettingsMessage::SyncedByHand)].join(" ");
                let again = (Message::TryAgain, Event::Synced(SyncedEvent::RetryClicked));
                let body = Some(derive(move || Some(body.clone())));
                (AlertTone::Warning, SettingsMessage::SyncedFailedTitle, body, Some(again))
            }
        };
        let button = |(label, event): (Message, Event)| {
            Button {
                id: Some("synced-remark".to_owned()),
                variant: ButtonVariant::Link,
                ..Button::new(screen.say(label), screen.press(event))
            }
            .view()
        };
        let actions = action.map(button).into_iter().collect();
        Some(Alert { tone, body, actions, ..Alert::new(screen.say(title)) }.view())
    })
}

fn row(screen: Screen, ticket: TicketPriority) -> AnyView {
    let chosen = screen
        .slice(move |model| model.store.draft.mirroring.priorities.for_incident(ticket).unwrap_or_default().to_owned());
    let known = screen.slice(|model| model.synced.priorities.known().cloned().unwrap_or_default());
    let on_change = Callback::new(move |(name,): (String,)| {
        screen.send(Event::Synced(SyncedEvent::Mapped(ticket, name)));
    });
    let typed = screen.whether(|model| !matches!(model.priority_choices(), Choices::Known | Choices::Loading));
    let choices = move || {
        let (chosen, known) = (chosen.get(), known.get());
        let own = |name: &String| Choice { value: name.clone(), label: name.clone() };
        let mut choices = vec![Choice { value: String::new(), label: screen.words.say(SettingsMessage::SyncedNone) }];
        choices.extend(known.iter().map(|priority| own(&priority.name)));
        if !chosen.is_empty() && !known.iter().any(|priority| priority.name == chosen) {
            // A name that was typed before, or a priority that PagerDuty no longer has.
            let label = screen.words.say(SettingsMessage::SyncedUnknown { name: chosen.clone() });
            choices.push(Choice { value: chosen, label });
        }
        choices
    };
    let color = move || {
        let chosen = chosen.get();
        known.with(|known| known.iter().find(|priority| priority.name == chosen)?.color.as_deref().and_then(css_color))
    };
    let dot = dynamic(move || color().map(priority_dot));
    let label = screen.say_live(move || SettingsMessage::SyncedIncidentPriorityFor {
        ticket: screen.words.say(priority_name(ticket)),
    });
    let control = dynamic(move || {
        let typed = typed.get();
        let field = Field { label_hidden: true, id: Some(format!("synced-{}", ticket.name())), ..Field::new(label) };
        Some(field.view(move |links| {
            if typed {
                Text { value: chosen.into(), on_input: on_change }.line(links)
            } else {
                select(links, choices, chosen.into(), on_change)
            }
        }))
    });
    let cell = part("div", "synced-priorities__choice").child(control).child(dot);
    element("tr")
        .child(element("th").attr("scope", "row").words(screen.say(priority_name(ticket))))
        .child(element("td").child(cell))
        .into()
}

fn switches(screen: Screen) -> AnyView {
    let each = Switch::ALL.map(|switch| {
        let hint = match switch {
            Switch::Notes => SettingsMessage::SyncedNotesHint,
            Switch::StateChanges => SettingsMessage::SyncedStateChangesHint,
            Switch::OpenNewTickets => SettingsMessage::SyncedOpenNewHint,
        };
        SwitchRow {
            label: screen.say(switch_name(switch)),
            hint: screen.say(hint),
            on: screen.whether(move |model| model.store.draft.mirroring.is_on(switch)),
            id: Some(format!("synced-{}", switch.name())),
            on_change: Callback::new(move |(on,): (bool,)| {
                screen.send(Event::Synced(SyncedEvent::Switched(switch, on)));
            }),
        }
        .view()
    });
    let heading = part("h3", "settings__section-heading").words(screen.say(SettingsMessage::SyncedComments));
    part("section", "settings__section synced-switches").child(heading).children(each.into()).into()
}
