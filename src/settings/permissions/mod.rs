//! Who may do what: the table of abilities by Zendesk group, and what it means for one agent.
//!
//! What is edited goes into the draft at once ([`super::store`] saves it); kept here is only what Zendesk tells of groups and agents,
//! and what of the table is on the screen.

mod preview;
mod table;

use vecmap::VecMap;

use crate::domain::ability::{Ability, Holder, Preset};
use crate::domain::remote::Remote;
use crate::domain::staff::{Colleague, Groups};

use super::effect::Effect;
use super::event::Answer;
use super::model::Model;

pub use preview::{Outcome, Preview, outcome};
pub use table::{FILTERED_FROM, Listed, Remark, Size, ability_id, addable, listed, preset_id};

/// The button that opens the search for a group to add; the focus returns to it.
pub const ADD: &str = "permissions-add";

/// The search for a group to add.
pub const ADD_FIELD: &str = "permissions-add-field";

/// The button that takes back what a remark tells of.
pub const UNDO: &str = "permissions-undo";

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The account's groups.
    pub groups: Remote<Groups>,
    /// The open question for them.
    asked: Option<u32>,
    /// How many agents are in each group, as far as somebody has asked.
    pub sizes: VecMap<u64, Size>,
    /// The open question for sizes.
    counting: Option<u32>,
    /// Whether Zendesk could not answer to it, so that nothing more is counted until the page is opened again.
    counting_failed: bool,
    /// What the names of the groups in the table must hold.
    pub filter: String,
    /// How often the administrator asked for more rows.
    pages: usize,
    /// What is typed to find a group to add, while the search is open.
    pub adding: Option<String>,
    /// What was just done besides what was asked for, or can be undone.
    pub remark: Option<Remark>,
    /// What one agent would see.
    pub preview: Preview,
}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermissionsEvent {
    /// The groups have arrived.
    GroupsArrived {
        /// Names the question.
        asked: u32,
        /// The groups.
        answer: Answer<Groups>,
    },
    /// The administrator wants the groups asked for again.
    GroupsRetried,
    /// Groups were counted.
    Counted {
        /// Names the question.
        asked: u32,
        /// Each group and how many agents it has.
        sizes: Vec<(u64, Answer<u64>)>,
    },
    /// A cell of the table was turned on or off.
    AbilityTurned {
        /// The row.
        holder: Holder,
        /// The column.
        ability: Ability,
        /// Whether it is on now.
        on: bool,
    },
    /// A preset was chosen for a row.
    PresetChosen {
        /// The row.
        holder: Holder,
        /// The preset.
        preset: Preset,
    },
    /// The search for a group to add is to be opened.
    AddOpened,
    /// It is to be closed.
    AddClosed,
    /// Something was typed in it.
    AddTyped(String),
    /// This group is to be in the table.
    GroupAdded(u64),
    /// This group is to be no longer in the table.
    GroupRemoved(u64),
    /// What the remark tells of is to be undone.
    Undone,
    /// The remark was read.
    RemarkDismissed,
    /// Only groups whose names hold this are to be shown.
    FilterTyped(String),
    /// More rows are wanted.
    MoreShown,
    /// Something of an agent's name or address was typed.
    AgentTyped(String),
    /// Zendesk has looked for agents.
    AgentsFound {
        /// Names the question.
        asked: u32,
        /// Who was found.
        answer: Answer<Vec<Colleague>>,
    },
    /// The agent with this id is to be shown.
    AgentChosen(u64),
    /// The groups of that agent have arrived.
    AgentGroupsArrived {
        /// Names the question.
        asked: u32,
        /// The groups.
        answer: Answer<Groups>,
    },
    /// What could not be found out about agents is to be asked again.
    PreviewRetried,
}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermissionsEffect {
    /// Read the account's groups.
    LoadGroups {
        /// Names the question.
        asked: u32,
    },
    /// Count the agents of these groups, one after the other.
    Count {
        /// Names the question.
        asked: u32,
        /// The groups' ids.
        groups: Vec<u64>,
    },
    /// Look for agents and administrators.
    FindAgents {
        /// Names the question.
        asked: u32,
        /// What was typed.
        typed: String,
    },
    /// Read the groups of an agent.
    LoadAgentGroups {
        /// Names the question.
        asked: u32,
        /// The agent's id.
        agent: u64,
    },
}

/// Names the search of this page.
pub(super) const SEARCH: &str = "permissions";

/// Searches for what has been typed.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    preview::search(model)
}

/// Asks for what the page shows.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    model.permissions.counting_failed = false;
    table::load(model)
}

/// To be called after every event while the page is open: what came into sight is counted.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    table::count(model)
}

pub(super) fn update(model: &mut Model, event: PermissionsEvent) -> Vec<Effect> {
    match event {
        PermissionsEvent::AgentTyped(_)
        | PermissionsEvent::AgentsFound { .. }
        | PermissionsEvent::AgentChosen(_)
        | PermissionsEvent::AgentGroupsArrived { .. }
        | PermissionsEvent::PreviewRetried => preview::update(model, event),
        _ => table::update(model, event),
    }
}
