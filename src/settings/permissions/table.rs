//! The rows of the table: which groups, in which order, and what a press changes.

use crate::domain::ability::{Abilities, Ability, Holder};
use crate::domain::staff::Group;
use crate::kit::fold::folded;

use super::super::effect::Effect;
use super::super::model::Model;
use super::{ADD, ADD_FIELD, PermissionsEffect, PermissionsEvent, UNDO};

/// Rows drawn before the administrator asks for more, and once more with each press.
const ROWS: usize = 50;

/// A table with fewer groups needs no filter.
pub const FILTERED_FROM: usize = 10;

/// So many groups are counted by one question.
const COUNTED_AT_ONCE: usize = 10;

/// How many agents are in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many.
    Agents(u64),
    /// Zendesk did not say.
    Unknown,
}

/// A group in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Zendesk's id.
    pub id: u64,
    /// What the account calls it; not known while the groups are being read, nor of one that is gone.
    pub name: Option<String>,
    /// Whether it is no longer in Zendesk.
    pub gone: bool,
}

/// What was done besides what was asked for, or can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A group was taken off the table.
    Removed {
        /// Which.
        group: Listed,
        /// Where it stood.
        place: usize,
        /// What it was allowed.
        abilities: Abilities,
    },
    /// Seeing was turned off, and all the rest with it.
    SightLost {
        /// The row.
        holder: Holder,
        /// What it allowed before.
        before: Abilities,
    },
    /// Seeing was turned on, because something else was.
    SightCame {
        /// The row.
        holder: Holder,
    },
}

/// The groups in the table whose names hold what is typed in the filter, by name; those that are gone come last. Only the first
/// [`rows_shown`] of them are drawn.
pub fn listed(model: &Model) -> Vec<Listed> {
    let filter = folded(&model.permissions.filter);
    let wanted = |listed: &Listed| {
        let name = folded(&listed.name.clone().unwrap_or_else(|| listed.id.to_string()));
        filter.split_whitespace().all(|word| name.contains(word))
    };
    let groups = model.store.draft.permissions.groups.iter();
    let mut all: Vec<Listed> = groups.map(|(id, _)| one(model, *id)).filter(wanted).collect();
    all.sort_by_cached_key(|listed| (listed.gone, listed.name.as_deref().map(folded), listed.id));
    all
}

fn one(model: &Model, id: u64) -> Listed {
    let known = model.permissions.groups.known();
    let name = known.and_then(|groups| groups.get(id)).map(|group| group.name.clone());
    Listed { id, gone: name.is_none() && known.is_some_and(|groups| groups.complete), name }
}

/// The groups that are not in the table yet and whose names hold what is typed, by name.
pub fn addable(model: &Model) -> Vec<Group> {
    let Some(groups) = model.permissions.groups.known() else { return Vec::new() };
    let typed = folded(model.permissions.adding.as_deref().unwrap_or_default());
    let permissions = &model.store.draft.permissions;
    let fits = |group: &&Group| {
        let name = folded(&group.name);
        permissions.row(Holder::Group(group.id)).is_none() && typed.split_whitespace().all(|word| name.contains(word))
    };
    let mut all: Vec<Group> = groups.list.iter().filter(fits).cloned().collect();
    all.sort_by_cached_key(|group| (folded(&group.name), group.id));
    all
}

impl super::State {
    /// How many rows of groups are drawn at most.
    pub fn rows_shown(&self) -> usize {
        ROWS.saturating_mul(self.pages.saturating_add(1))
    }
}

/// The id of a row's list of presets.
pub fn preset_id(holder: Holder) -> String {
    format!("preset-{}", holder_name(holder))
}

/// The id of a cell's checkbox.
pub fn ability_id(holder: Holder, ability: Ability) -> String {
    format!("ability-{}-{}", holder_name(holder), ability.name())
}

fn holder_name(holder: Holder) -> String {
    match holder {
        Holder::EveryoneElse => "everyone".to_owned(),
        Holder::Group(id) => id.to_string(),
    }
}

/// Asks for the groups.
pub(super) fn load(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    model.permissions.asked = Some(asked);
    model.permissions.groups.ask();
    vec![Effect::Permissions(PermissionsEffect::LoadGroups { asked })]
}

/// Asks for the sizes of groups that came into sight, a few at a time.
pub(super) fn count(model: &mut Model) -> Vec<Effect> {
    let state = &model.permissions;
    let unknown = |id: &u64| !state.sizes.contains_key(id);
    let any = model.store.draft.permissions.groups.iter().any(|(id, _)| unknown(id));
    if !any || state.counting.is_some() || state.counting_failed || state.groups.known().is_none() {
        return Vec::new();
    }
    let in_sight = listed(model).into_iter().take(state.rows_shown());
    let groups: Vec<u64> =
        in_sight.filter(|it| !it.gone).map(|it| it.id).filter(unknown).take(COUNTED_AT_ONCE).collect();
    if groups.is_empty() {
        return Vec::new();
    }
    let asked = model.ask();
    model.permissions.counting = Some(asked);
    vec![Effect::Permissions(PermissionsEffect::Count { asked, groups })]
}

pub(super) fn update(model: &mut Model, event: PermissionsEvent) -> Vec<Effect> {
    match event {
        PermissionsEvent::GroupsArrived { asked, answer } => {
            if model.permissions.asked.take_if(|open| *open == asked).is_some() {
                model.permissions.groups.absorb(answer);
            }
            Vec::new()
        }
        PermissionsEvent::GroupsRetried => super::open(model),
        PermissionsEvent::Counted { asked, sizes } => {
            counted(model, asked, sizes);
            Vec::new()
        }
        PermissionsEvent::AbilityTurned { holder, ability, on } => {
            turn(model, holder, ability, on);
            Vec::new()
        }
        PermissionsEvent::PresetChosen { holder, preset } => {
            model.store.draft.permissions.set(holder, preset.abilities());
            model.permissions.remark = None;
            Vec::new()
        }
        PermissionsEvent::AddOpened => {
            model.permissions.adding = Some(String::new());
            vec![Effect::Focus(ADD_FIELD.to_owned())]
        }
        PermissionsEvent::AddClosed => {
            model.permissions.adding = None;
            vec![Effect::Focus(ADD.to_owned())]
        }
        PermissionsEvent::AddTyped(typed) => {
            model.permissions.adding = Some(typed);
            Vec::new()
        }
        PermissionsEvent::GroupAdded(group) => add(model, group),
        PermissionsEvent::GroupRemoved(group) => remove(model, group),
        PermissionsEvent::Undone => undo(model),
        PermissionsEvent::RemarkDismissed => {
            model.permissions.remark = None;
            vec![Effect::Focus(ADD.to_owned())]
        }
        PermissionsEvent::FilterTyped(typed) => {
            model.permissions.filter = typed;
            model.permissions.pages = 0;
            Vec::new()
        }
        PermissionsEvent::MoreShown => {
            model.permissions.pages = model.permissions.pages.saturating_add(1);
            Vec::new()
        }
        // The rest is about one agent.
        _ => Vec::new(),
    }
}

fn counted(model: &mut Model, asked: u32, sizes: Vec<(u64, super::Answer<u64>)>) {
    if model.permissions.counting.take_if(|open| *open == asked).is_none() {
        return;
    }
    // An answer about nothing counts as a failure too, or the same would be asked for ever.
    model.permissions.counting_failed = sizes.is_empty();
    for (group, size) in sizes {
        match size {
            Ok(agents) => model.permissions.sizes.insert(group, Size::Agents(agents)),
            Err(failure) if failure.may_pass() => {
                model.permissions.counting_failed = true;
                continue;
            }
            Err(_) => model.permissions.sizes.insert(group, Size::Unknown),
        };
    }
}

fn turn(model: &mut Model, holder: Holder, ability: Ability, on: bool) {
    let permissions = &mut model.store.draft.permissions;
    let Some(before) = permissions.row(holder) else { return };
    let after = before.turned(ability, on);
    permissions.set(holder, after);
    let alone: Abilities = [ability].into_iter().collect();
    model.permissions.remark = if ability == Ability::View && !on && before.union(alone) != alone {
        Some(Remark::SightLost { holder, before })
    } else if ability != Ability::View && on && !before.has(Ability::View) {
        Some(Remark::SightCame { holder })
    } else {
        None
    };
}

/// A group begins with what its agents may do without it, so that adding one changes nothing by itself.
fn add(model: &mut Model, group: u64) -> Vec<Effect> {
    let there = model.permissions.groups.known().is_some_and(|groups| groups.get(group).is_some());
    let permissions = &mut model.store.draft.permissions;
    let abilities = permissions.default;
    if !there || !permissions.list(group, abilities, usize::MAX) {
        return Vec::new();
    }
    model.permissions.adding = None;
    model.permissions.remark = None;
    model.permissions.filter.clear();
    show(model, group)
}

/// Sees to it that the row is drawn, and puts the focus there.
fn show(model: &mut Model, group: u64) -> Vec<Effect> {
    if let Some(place) = listed(model).iter().position(|listed| listed.id == group) {
        model.permissions.pages = model.permissions.pages.max(place / ROWS);
    }
    vec![Effect::Focus(preset_id(Holder::Group(group)))]
}

fn remove(model: &mut Model, group: u64) -> Vec<Effect> {
    let listed = one(model, group);
    let Some((place, abilities)) = model.store.draft.permissions.unlist(group) else { return Vec::new() };
    model.permissions.remark = Some(Remark::Removed { group: listed, place, abilities });
    // The button that was pressed is gone.
    vec![Effect::Focus(UNDO.to_owned())]
}

fn undo(model: &mut Model) -> Vec<Effect> {
    match model.permissions.remark.take() {
        Some(Remark::Removed { group, place, abilities }) => {
            model.store.draft.permissions.list(group.id, abilities, place);
            model.permissions.filter.clear();
            show(model, group.id)
        }
        Some(Remark::SightLost { holder, before }) => {
            model.store.draft.permissions.set(holder, before);
            vec![Effect::Focus(ability_id(holder, Ability::View))]
        }
        Some(Remark::SightCame { .. }) | None => Vec::new(),
    }
}
