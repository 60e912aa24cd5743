//! Tickets that open, acknowledge and resolve incidents by rules.

use super::effect::Effect;
use super::model::Model;

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AutomationEvent {}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AutomationEffect {}

/// Names the search of this page.
pub(super) const SEARCH: &str = "automation";

/// Searches for what has been typed.
pub(super) fn search(_model: &mut Model) -> Vec<Effect> {
    Vec::new()
}

/// Asks for what the page shows.
pub(super) fn open(_model: &mut Model) -> Vec<Effect> {
    Vec::new()
}

pub(super) fn update(_model: &mut Model, event: AutomationEvent) -> Vec<Effect> {
    match event {}
}
