//! What one agent would see: their groups, what these allow, and the words for what they do not.

use std::time::Duration;

use crate::domain::ability::{Abilities, Ability, Holder};
use crate::domain::remote::Remote;
use crate::domain::staff::{Colleague, Groups};

use super::super::effect::{Effect, Timer};
use super::super::model::Model;
use super::{PermissionsEffect, PermissionsEvent, SEARCH};

/// So long nothing is asked while somebody types.
const TYPING: Duration = Duration::from_millis(300);

/// Fewer letters find too many.
const SHORTEST: usize = 2;

/// The search for an agent, and the one who was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// What is typed.
    pub typed: String,
    /// Who was found.
    pub found: Remote<Vec<Colleague>>,
    /// The open question for agents.
    asked: Option<u32>,
    /// The agent who is shown.
    pub chosen: Option<Colleague>,
    /// The groups of that agent.
    pub groups: Remote<Groups>,
    /// The open question for them.
    asked_groups: Option<u32>,
}

impl Preview {
    /// Whether what is typed is too little to look for.
    pub fn is_short(&self) -> bool {
        self.typed.trim().chars().count() < SHORTEST
    }

    /// Whether Zendesk is being asked for agents.
    pub fn is_searching(&self) -> bool {
        self.asked.is_some()
    }
}

/// What the console will offer to the agent, by the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The agent's name.
    pub name: String,
    /// The names of the agent's groups, which the console repeats.
    pub groups: Vec<String>,
    /// The names of those that are in the table.
    pub counting: Vec<String>,
    /// All that they allow together.
    pub abilities: Abilities,
}

impl Outcome {
    /// What the agent lacks. Who may not see lacks nothing else worth telling: nothing else is on the screen.
    pub fn lacking(&self) -> Vec<Ability> {
        if self.abilities.has(Ability::View) {
            Ability::ALL.into_iter().filter(|ability| !self.abilities.has(*ability)).collect()
        } else {
            vec![Ability::View]
        }
    }
}

/// What the chosen agent would see, once the groups are known.
pub fn outcome(model: &Model) -> Option<Outcome> {
    let preview = &model.permissions.preview;
    let (chosen, groups) = (preview.chosen.as_ref()?, preview.groups.known()?);
    let permissions = &model.store.draft.permissions;
    let ids: Vec<u64> = groups.list.iter().map(|group| group.id).collect();
    let counting = groups.list.iter().filter(|group| permissions.row(Holder::Group(group.id)).is_some());
    Some(Outcome {
        name: chosen.name.clone(),
        groups: groups.list.iter().map(|group| group.name.clone()).collect(),
        counting: counting.map(|group| group.name.clone()).collect(),
        abilities: permissions.of(&ids),
    })
}

/// Asks for agents whose name or address holds what is typed.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    if model.permissions.preview.is_short() {
        return Vec::new();
    }
    let asked = model.ask();
    let preview = &mut model.permissions.preview;
    preview.asked = Some(asked);
    vec![Effect::Permissions(PermissionsEffect::FindAgents { asked, typed: preview.typed.trim().to_owned() })]
}

fn load_groups(model: &mut Model, agent: u64) -> Vec<Effect> {
    let asked = model.ask();
    let preview = &mut model.permissions.preview;
    preview.asked_groups = Some(asked);
    preview.groups.ask();
    vec![Effect::Permissions(PermissionsEffect::LoadAgentGroups { asked, agent })]
}

pub(super) fn update(model: &mut Model, event: PermissionsEvent) -> Vec<Effect> {
    let preview = &mut model.permissions.preview;
    match event {
        PermissionsEvent::AgentTyped(typed) => {
            preview.typed = typed;
            preview.asked = None;
            if preview.is_short() {
                preview.found = Remote::Absent;
                return vec![Effect::Hush(Timer::Search(SEARCH))];
            }
            vec![Effect::Wake(Timer::Search(SEARCH), TYPING)]
        }
        PermissionsEvent::AgentsFound { asked, answer } => {
            if preview.asked.take_if(|open| *open == asked).is_some() {
                // Who was found for other words is nobody's answer to these.
                preview.found = Remote::Absent;
                preview.found.absorb(answer);
            }
            Vec::new()
        }
        PermissionsEvent::AgentChosen(id) => {
            let found = preview.found.known().and_then(|found| found.iter().find(|colleague| colleague.id == id));
            let Some(chosen) = found.cloned() else { return Vec::new() };
            preview.typed.clone_from(&chosen.name);
            preview.chosen = Some(chosen);
            preview.groups = Remote::Absent;
            load_groups(model, id)
        }
        PermissionsEvent::AgentGroupsArrived { asked, answer } => {
            if preview.asked_groups.take_if(|open| *open == asked).is_some() {
                preview.groups.absorb(answer);
            }
            Vec::new()
        }
        PermissionsEvent::PreviewRetried => match &preview.chosen {
            Some(chosen) if preview.groups.failure().is_some() => {
                let id = chosen.id;
                load_groups(model, id)
            }
            _ => search(model),
        },
        // The rest is about the table.
        _ => Vec::new(),
    }
}
