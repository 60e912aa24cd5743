//! What is set up and what is missing.

use super::effect::Effect;
use super::model::Model;

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupEvent {}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupEffect {}

/// Asks for what the page shows.
pub(super) fn open(_model: &mut Model) -> Vec<Effect> {
    Vec::new()
}

pub(super) fn update(_model: &mut Model, event: SetupEvent) -> Vec<Effect> {
    match event {}
}
