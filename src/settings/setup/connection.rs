//! Client id and region, which are edited here and kept in the app's own settings.

use crate::domain::failure::Failure;
use crate::domain::region::Region;
use crate::domain::setup::{AppSettings, ClientIdProblem, client_id};

use super::super::effect::Effect;
use super::super::event::Answer;
use super::super::model::Model;
use super::SetupEffect;

/// What is edited, and how saving goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The client id as it is typed.
    pub client_id: String,
    /// The chosen region.
    pub region: Region,
    /// Whether somebody has edited it since it was read or saved.
    pub touched: bool,
    /// What is wrong with what is typed, once saving was asked for.
    pub problem: Option<ClientIdProblem>,
    /// Why saving failed.
    pub failure: Option<Failure>,
    saving: Option<u32>,
}

impl Connection {
    /// Whether it is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Takes over what Zendesk holds, unless somebody is editing.
    pub(super) fn follow(&mut self, settings: &AppSettings) {
        if !self.touched && !self.is_saving() {
            self.client_id = settings.client_id.clone().unwrap_or_default();
            self.region = settings.region;
        }
    }

    /// What is typed is something else than before.
    fn touch(&mut self) {
        self.touched = true;
        self.problem = None;
        self.failure = None;
    }
}

pub(super) fn typed(model: &mut Model, text: String) -> Vec<Effect> {
    model.setup.connection.client_id = text;
    model.setup.connection.touch();
    Vec::new()
}

pub(super) fn region_chosen(model: &mut Model, region: Region) -> Vec<Effect> {
    model.setup.connection.region = region;
    model.setup.connection.touch();
    Vec::new()
}

/// Goes back to what Zendesk holds.
pub(super) fn discarded(model: &mut Model) -> Vec<Effect> {
    let connection = &mut model.setup.connection;
    if connection.is_saving() {
        return Vec::new();
    }
    *connection = Connection::default();
    if let Some(settings) = model.setup.settings.found.known() {
        connection.follow(settings);
    }
    Vec::new()
}

pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    if model.setup.connection.is_saving() {
        return Vec::new();
    }
    let asked = model.ask();
    let connection = &mut model.setup.connection;
    connection.failure = None;
    match client_id(&connection.client_id) {
        Ok(id) => {
            connection.problem = None;
            connection.saving = Some(asked);
            let effect = SetupEffect::SaveConnection { asked, client_id: id.to_owned(), region: connection.region };
            vec![Effect::Setup(effect)]
        }
        Err(problem) => {
            connection.problem = Some(problem);
            vec![Effect::Focus("client-id".to_owned())]
        }
    }
}

pub(super) fn saved(model: &mut Model, asked: u32, answer: Answer<AppSettings>) -> Vec<Effect> {
    let state = &mut model.setup;
    let connection = &mut state.connection;
    if connection.saving != Some(asked) {
        return Vec::new();
    }
    connection.saving = None;
    match answer {
        Ok(settings) => {
            // What was typed while it was being saved stays.
            let is_same = client_id(&connection.client_id) == Ok(settings.client_id.as_deref().unwrap_or_default())
                && connection.region == settings.region;
            connection.touched = !is_same;
            connection.follow(&settings);
            state.settings.learn(settings);
        }
        Err(failure) => connection.failure = Some(failure),
    }
    Vec::new()
}
