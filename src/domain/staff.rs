//! Who works in Zendesk: groups and the people in them, as administrators see them.

/// A group of agents. Zendesk Groups API: `group`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Zendesk's id.
    pub id: u64,
    /// What the account calls it; hostile text.
    pub name: String,
}

/// The groups of the account, as far as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// The groups, in Zendesk's order.
    pub list: Vec<Group>,
    /// Whether these are all, so that a group that is not among them is no longer there.
    pub complete: bool,
}

impl Groups {
    /// The group with this id.
    pub fn get(&self, id: u64) -> Option<&Group> {
        self.list.iter().find(|group| group.id == id)
    }
}

/// Somebody who answers tickets. Zendesk Users API: `user` with the role `agent` or `admin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Zendesk's id.
    pub id: u64,
    /// The name; hostile text.
    pub name: String,
    /// The address that tells people of one name apart; empty when Zendesk does not say.
    pub email: String,
}
