//! The page `permissions`: the table of abilities by group, and what it means for one agent.

mod preview;
mod rows;

use leptos::prelude::*;

use crate::domain::ability::{Ability, Holder};
use crate::domain::remote::Remote;
use crate::i18n::{Message, SettingsMessage, explain};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::icon::IconName;
use crate::kit::part::{fragment, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::text_input::Text;

use super::super::event::Event;
use super::super::model::Model;
use super::super::permissions::{
    ADD, ADD_FIELD, FILTERED_FROM, Listed, PermissionsEvent, Remark, UNDO, addable, listed,
};
use super::screen::Screen;

/// What stands below the heading.
pub(super) fn page(screen: Screen) -> AnyView {
    let lead = part("div", "permissions__lead")
        .child(part("p", "text--subtle").words(screen.say(SettingsMessage::PermissionsLead)))
        .child(add_button(screen));
    part("div", "permissions stack stack--loose")
        .child(lead)
        .child(add_field(screen))
        .child(groups_trouble(screen))
        .child(remark(screen))
        .child(filter(screen))
        .child(rows::table(screen))
        .child(rows::more(screen))
        .child(part("p", "text--subtle").words(screen.say(SettingsMessage::PermissionsUnion)))
        .child(part("p", "text--subtle text--small").words(screen.say(SettingsMessage::PermissionsIncludes)))
        .child(preview::preview(screen))
        .into()
}

/// Sends an event of this page.
fn send(screen: Screen, event: PermissionsEvent) {
    screen.send(Event::Permissions(event));
}

/// What a press on this page sends.
fn press(screen: Screen, event: PermissionsEvent) -> Callback<()> {
    screen.press(Event::Permissions(event))
}

/// An ability as the head of a column.
fn ability_name(ability: Ability) -> SettingsMessage {
    match ability {
        Ability::View => SettingsMessage::PermissionsView,
        Ability::Create => SettingsMessage::PermissionsCreate,
        Ability::Link => SettingsMessage::PermissionsLink,
        Ability::Unlink => SettingsMessage::PermissionsUnlink,
        Ability::Acknowledge => SettingsMessage::PermissionsAcknowledge,
        Ability::Resolve => SettingsMessage::PermissionsResolve,
        Ability::Note => SettingsMessage::PermissionsNote,
        Ability::Responders => SettingsMessage::PermissionsResponders,
        Ability::Reassign => SettingsMessage::PermissionsReassign,
        Ability::Workflow => SettingsMessage::PermissionsWorkflow,
        Ability::StatusUpdate => SettingsMessage::PermissionsStatusUpdate,
        Ability::Priority => SettingsMessage::PermissionsPriority,
    }
}

/// What a group is called; its number when Zendesk has no name for it.
fn group_name(screen: Screen, group: &Listed) -> Signal<String> {
    match group.name.clone() {
        Some(name) if !name.is_empty() => derive(move || name.clone()),
        _ => screen.say(SettingsMessage::PermissionsNumbered { id: group.id.to_string() }),
    }
}

/// What a row is called.
fn holder_name(screen: Screen, holder: Holder) -> String {
    match holder {
        Holder::EveryoneElse => screen.words.say(SettingsMessage::PermissionsEveryone),
        Holder::Group(id) => {
            // Not followed: a remark that is drawn anew would take the focus off its button.
            let known = screen.model.with_untracked(|model| {
                let groups = model.permissions.groups.known();
                groups.and_then(|groups| groups.get(id)).map(|group| group.name.clone())
            });
            known.unwrap_or_else(|| screen.words.say(SettingsMessage::PermissionsNumbered { id: id.to_string() }))
        }
    }
}

fn add_button(screen: Screen) -> AnyView {
    let is_open = screen.whether(|model| model.permissions.adding.is_some());
    dynamic(move || {
        let (label, event) = if is_open.get() {
            (screen.say(Message::Cancel), PermissionsEvent::AddClosed)
        } else {
            (screen.say(SettingsMessage::PermissionsAdd), PermissionsEvent::AddOpened)
        };
        let icon = (!is_open.get()).then_some(IconName::Add);
        Some(Button { id: Some(ADD.to_owned()), icon, ..Button::new(label, press(screen, event)) }.view())
    })
}

/// The search among all groups that are not in the table.
fn add_field(screen: Screen) -> AnyView {
    let is_open = screen.whether(|model| model.permissions.adding.is_some());
    shown_while(is_open, move || {
        let field = Field {
            id: Some(ADD_FIELD.to_owned()),
            hint: Some(screen.say(SettingsMessage::PermissionsAddHint)),
            ..Field::new(screen.say(SettingsMessage::PermissionsAddLabel))
        };
        part("div", "permissions__search").child(field.view(|links| add_search(screen).view(links))).into()
    })
}

/// How far the search for a group is, without the groups themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adding {
    Loading,
    Failed,
    All,
    Nothing,
    Found(u64),
}

fn adding(model: &Model) -> Adding {
    match &model.permissions.groups {
        Remote::Absent | Remote::Loading => Adding::Loading,
        Remote::Failed(_) => Adding::Failed,
        Remote::Fresh(groups) | Remote::Stale(groups, _) => {
            let permissions = &model.store.draft.permissions;
            let found = addable(model).len();
            let left = groups.list.iter().any(|group| permissions.row(Holder::Group(group.id)).is_none());
            match (left, found) {
                (false, _) => Adding::All,
                (true, 0) => Adding::Nothing,
                (true, found) => Adding::Found(u64::try_from(found).unwrap_or(u64::MAX)),
            }
        }
    }
}

fn add_search(screen: Screen) -> Combobox {
    let query = screen.slice(|model| model.permissions.adding.clone().unwrap_or_default());
    let found = screen.slice(addable);
    let options = memo(move || {
        let option = |group: &crate::domain::staff::Group| ComboboxOption {
            key: group.id.to_string(),
            label: group.name.clone(),
            ..ComboboxOption::default()
        };
        found.with(|found| found.iter().map(option).collect::<Vec<_>>())
    });
    let standing = screen.slice(adding);
    let note = screen.say_live(move || match standing.get() {
        Adding::Loading => SettingsMessage::PermissionsGroupsLoading,
        Adding::Failed => SettingsMessage::PermissionsGroupsFailed,
        Adding::All => SettingsMessage::PermissionsAddAll,
        Adding::Nothing => SettingsMessage::PermissionsAddNone,
        Adding::Found(count) => SettingsMessage::PermissionsAddFound { count },
    });
    let again = move || (standing.get() == Adding::Failed).then_some(Message::TryAgain);
    Combobox {
        query: query.into(),
        on_query: Callback::new(move |(text,)| send(screen, PermissionsEvent::AddTyped(text))),
        options,
        chosen: None,
        on_choose: Callback::new(move |(key,): (String,)| {
            if let Ok(id) = key.parse() {
                send(screen, PermissionsEvent::GroupAdded(id));
            }
        }),
        note,
        more: screen.say_if(again),
        on_more: press(screen, PermissionsEvent::GroupsRetried),
        busy: derive(move || standing.get() == Adding::Loading),
        list_label: screen.say(SettingsMessage::PermissionsAddList),
        placeholder: screen.say(SettingsMessage::PermissionsAddPlaceholder),
        wide: false,
    }
}

/// That the names of the groups are missing, or some of them.
fn groups_trouble(screen: Screen) -> AnyView {
    let failure = screen.slice(|model| model.permissions.groups.failure().cloned());
    let partial = screen.whether(|model| model.permissions.groups.known().is_some_and(|groups| !groups.complete));
    let failed = dynamic(move || {
        let failure = failure.get()?;
        let body = screen.words.consult(|catalog| catalog.say(&explain::zendesk_failure(&failure, catalog).body));
        let again = Button::link(screen.say(Message::TryAgain), press(screen, PermissionsEvent::GroupsRetried));
        let alert = Alert {
            tone: AlertTone::Warning,
            body: Some(derive(move || body.clone())),
            actions: vec![again],
            ..Alert::new(screen.say(SettingsMessage::PermissionsGroupsFailed))
        };
        Some(alert.view())
    });
    let partial = shown_while(partial, move || {
        part("p", "text--subtle").words(screen.say(SettingsMessage::PermissionsGroupsIncomplete)).into()
    });
    fragment(vec![failed, partial])
}

/// What was done besides what was asked for, and the way back. The region is always there, so that it is read out.
fn remark(screen: Screen) -> AnyView {
    let remark = screen.slice(|model| model.permissions.remark.clone());
    let shown = dynamic(move || {
        let remark = remark.get()?;
        let (title, body) = match &remark {
            Remark::Removed { group, .. } => {
                let group = group_name(screen, group).get();
                (SettingsMessage::PermissionsRemovedTitle { group }, SettingsMessage::PermissionsRemovedBody)
            }
            Remark::SightLost { holder, .. } => {
                let group = holder_name(screen, *holder);
                (SettingsMessage::PermissionsSightLostTitle { group }, SettingsMessage::PermissionsSightBody)
            }
            Remark::SightCame { holder } => {
                let group = holder_name(screen, *holder);
                (SettingsMessage::PermissionsSightCameTitle { group }, SettingsMessage::PermissionsSightBody)
            }
        };
        let undo = Button {
            id: Some(UNDO.to_owned()),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::Undo), press(screen, PermissionsEvent::Undone))
        };
        let undo = (!matches!(remark, Remark::SightCame { .. })).then(|| undo.view());
        let dismiss = Button::link(screen.say(Message::Dismiss), press(screen, PermissionsEvent::RemarkDismissed));
        let alert = Alert {
            body: Some(screen.say_some(body)),
            quiet: true,
            actions: undo.into_iter().chain([dismiss]).collect(),
            ..Alert::new(screen.say(title))
        };
        Some(alert.view())
    });
    part("div", "permissions__remark").attr("role", "status").child(shown).into()
}

/// The filter of a long table.
fn filter(screen: Screen) -> AnyView {
    let long = screen.whether(|model| model.store.draft.permissions.groups.len() > FILTERED_FROM);
    let typed = screen.slice(|model| model.permissions.filter.clone());
    let nothing = screen.whether(|model| !model.permissions.filter.trim().is_empty() && listed(model).is_empty());
    shown_while(long, move || {
        let text = Text {
            value: typed.into(),
            on_input: Callback::new(move |(text,)| send(screen, PermissionsEvent::FilterTyped(text))),
        };
        let field = Field::new(screen.say(SettingsMessage::PermissionsFilter)).view(|links| text.line(links));
        let note = part("p", "text--subtle text--small")
            .attr("role", "status")
            .words_maybe(screen.say_if(move || nothing.get().then_some(SettingsMessage::PermissionsFilterNone)));
        part("div", "permissions__search").child(field).child(note).into()
    })
}
