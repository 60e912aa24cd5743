//! The table: a row for everyone else and one for each group.

use leptos::prelude::*;

use crate::domain::ability::{Abilities, Ability, Holder, Preset};
use crate::i18n::SettingsMessage;
use crate::kit::button::{Button, ButtonVariant, IconButton};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::icon::{IconName, small_icon};
use crate::kit::matrix::{Column, check_cell, matrix, matrix_cell, matrix_row};
use crate::kit::part::{element, nothing, part};
use crate::kit::reactive::{Slice, derive};
use crate::kit::rows::{Row, rows};
use crate::kit::select::{Choice, select};

use super::super::super::model::Model;
use super::super::super::permissions::{Listed, PermissionsEvent, Size, ability_id, listed, preset_id};
use super::super::screen::Screen;
use super::{ability_name, group_name, press, send};

/// The choice for what is no preset.
const CUSTOM: &str = "custom";

/// The whole table.
pub(super) fn table(screen: Screen) -> AnyView {
    let column = |label: SettingsMessage| Column { label: screen.say(label), label_hidden: false, slim: false };
    let mut columns = vec![column(SettingsMessage::PermissionsGroup), column(SettingsMessage::PermissionsPreset)];
    columns.extend(Ability::ALL.map(|ability| Column { slim: true, ..column(ability_name(ability)) }));
    columns.push(Column { label_hidden: true, slim: true, ..column(SettingsMessage::PermissionsRemove) });
    let groups = screen.slice(|model| {
        let shown = model.permissions.rows_shown();
        listed(model).into_iter().take(shown).collect::<Vec<_>>()
    });
    let each = move || {
        let row = |group: Listed| {
            let key = format!("{} {} {}", group.id, group.gone, group.name.as_deref().unwrap_or_default());
            Row::new(key, move || group_row(screen, &group))
        };
        groups.get().into_iter().map(row).collect()
    };
    let name = screen.say(SettingsMessage::PermissionsTable);
    part("div", "permissions__table").child(matrix(name, columns, vec![everyone_row(screen), rows(each)])).into()
}

/// How much of a long table is on the screen, and the rest.
pub(super) fn more(screen: Screen) -> AnyView {
    let counts = screen.slice(|model| {
        let total = listed(model).len();
        (model.permissions.rows_shown().min(total), total)
    });
    let cut = derive(move || counts.with(|(shown, total)| shown < total));
    shown_while(cut, move || {
        let words = screen.say_live(move || {
            let (shown, total) = counts.get();
            let number = |count: usize| screen.words.number(u64::try_from(count).unwrap_or(u64::MAX));
            SettingsMessage::PermissionsShown { shown: number(shown), total: number(total) }
        });
        let button = Button {
            id: Some("permissions-more".to_owned()),
            variant: ButtonVariant::Neutral,
            ..Button::new(screen.say(SettingsMessage::PermissionsMore), press(screen, PermissionsEvent::MoreShown))
        };
        part("div", "row row--wrapping")
            .child(button.view())
            .child(part("p", "text--subtle").attr("role", "status").words(words))
            .into()
    })
}

fn everyone_row(screen: Screen) -> AnyView {
    let name = screen.say(SettingsMessage::PermissionsEveryone);
    let hint = screen.say(SettingsMessage::PermissionsEveryoneHint);
    row(screen, Holder::EveryoneElse, name, detail(hint), None)
}

fn group_row(screen: Screen, group: &Listed) -> AnyView {
    let name = group_name(screen, group);
    let id = group.id;
    let below = if group.gone {
        let words = element("span").words(screen.say(SettingsMessage::PermissionsGone));
        part("span", "permissions__detail permissions__gone").child(small_icon(IconName::Warning)).child(words).into()
    } else {
        let size = screen.slice(move |model| model.permissions.sizes.get(&id).copied());
        let words = screen.say_if(move || {
            Some(match size.get()? {
                Size::Agents(count) => SettingsMessage::PermissionsAgents { count },
                Size::Unknown => SettingsMessage::PermissionsAgentsUnknown,
            })
        });
        detail(derive(move || words.get().unwrap_or_default()))
    };
    let label = screen.say_live(move || SettingsMessage::PermissionsRemoveGroup { group: name.get() });
    let remove = IconButton {
        id: Some(format!("remove-{id}")),
        ..IconButton::new(label, IconName::Close, press(screen, PermissionsEvent::GroupRemoved(id)))
    };
    row(screen, Holder::Group(id), name, below, Some(remove.view()))
}

fn detail(words: Signal<String>) -> AnyView {
    part("span", "permissions__detail").words(words).into()
}

/// What a row allows now; nothing in the moment before it goes away.
fn allowed(model: &Model, holder: Holder) -> Abilities {
    model.store.draft.permissions.row(holder).unwrap_or_default()
}

fn row(screen: Screen, holder: Holder, name: Signal<String>, below: AnyView, remove: Option<AnyView>) -> AnyView {
    let abilities = screen.slice(move |model| allowed(model, holder));
    let blind = derive(move || !abilities.get().has(Ability::View));
    let no_sight = dynamic(move || {
        blind.get().then(|| {
            let words = screen.say(SettingsMessage::PermissionsNoSight);
            part("span", "permissions__detail").words(words).into()
        })
    });
    let head = element("span").child(element("bdi").words(name)).child(below).child(no_sight).into();
    let mut cells = vec![matrix_cell(presets(screen, holder, name, abilities))];
    cells.extend(Ability::ALL.map(|ability| {
        let label = screen.say(ability_name(ability));
        let full =
            screen.say_live(move || SettingsMessage::PermissionsCell { ability: label.get(), group: name.get() });
        let checked = derive(move || abilities.get().has(ability));
        let turn = Callback::new(move |(on,): (bool,)| {
            send(screen, PermissionsEvent::AbilityTurned { holder, ability, on });
        });
        check_cell(&ability_id(holder, ability), full, label, checked, turn)
    }));
    cells.push(matrix_cell(remove.unwrap_or_else(nothing)));
    matrix_row(head, cells)
}

fn preset_name(preset: Preset) -> SettingsMessage {
    match preset {
        Preset::FullAccess => SettingsMessage::PermissionsFullAccess,
        Preset::WorkIncidents => SettingsMessage::PermissionsWorkIncidents,
        Preset::ViewAndNote => SettingsMessage::PermissionsViewAndNote,
        Preset::ViewOnly => SettingsMessage::PermissionsViewOnly,
        Preset::Nothing => SettingsMessage::PermissionsNothing,
    }
}

/// The list of presets. "Custom" is in it only while it is what stands there: there is nothing to choose about it.
fn presets(screen: Screen, holder: Holder, name: Signal<String>, abilities: Slice<Abilities>) -> AnyView {
    let current = derive(move || Preset::of(abilities.get()));
    let custom = screen.whether(move |model| Preset::of(allowed(model, holder)).is_none());
    let choices = move || {
        let choice =
            |value: &str, label: SettingsMessage| Choice { value: value.to_owned(), label: screen.words.say(label) };
        let presets = Preset::ALL.map(|preset| choice(preset.name(), preset_name(preset)));
        let custom = custom.get().then(|| choice(CUSTOM, SettingsMessage::PermissionsCustom));
        presets.into_iter().chain(custom).collect()
    };
    let value = derive(move || current.get().map_or(CUSTOM, Preset::name).to_owned());
    let choose = Callback::new(move |(value,): (String,)| {
        if let Some(preset) = Preset::named(&value) {
            send(screen, PermissionsEvent::PresetChosen { holder, preset });
        }
    });
    let label = screen.say_live(move || SettingsMessage::PermissionsPresetFor { group: name.get() });
    Field { id: Some(preset_id(holder)), label_hidden: true, ..Field::new(label) }
        .view(|links| select(links, choices, value, choose))
}
