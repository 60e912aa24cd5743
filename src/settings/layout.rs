//! What the console shows until an agent chooses otherwise.

use super::effect::Effect;
use super::model::Model;

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutEvent {}

pub(super) fn update(_model: &mut Model, event: LayoutEvent) -> Vec<Effect> {
    match event {}
}
