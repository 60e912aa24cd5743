//! What incidents and tickets have in common.

use super::effect::Effect;
use super::model::Model;

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncedEvent {}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncedEffect {}

/// Asks for what the page shows.
pub(super) fn open(_model: &mut Model) -> Vec<Effect> {
    Vec::new()
}

pub(super) fn update(_model: &mut Model, event: SyncedEvent) -> Vec<Effect> {
    match event {}
}
