//! From the handshake with Zendesk to the end.

use crate::domain::remote::Remote;

use super::effect::Effect;
use super::event::Event;
use super::model::{Account, Model, Stage};
use super::store;

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::OpenedOutside { script_missing } => {
            model.stage = Stage::Outside { script_missing };
            Vec::new()
        }
        Event::Registered(surroundings) => {
            model.stage = Stage::Running;
            model.page = surroundings.page;
            model.online = surroundings.online;
            if let Some(me) = surroundings.me.clone() {
                model.account = Account::SignedIn(me);
            }
            model.surroundings = Some(*surroundings);
            load_agent(model)
        }
        Event::AgentArrived(answer) => {
            model.agent.absorb(answer);
            let Remote::Fresh(agent) = &model.agent else { return Vec::new() };
            let mut effects = vec![Effect::SpeakLanguage(agent.locale.clone())];
            // Others are told whom to ask, and nothing is asked for them.
            if model.is_admin() {
                effects.extend(store::load(model));
                effects.extend(model.open_page());
            }
            effects
        }
        Event::RetryClicked => {
            if model.agent.known().is_some() {
                let mut effects = store::load(model);
                effects.extend(model.open_page());
                effects
            } else {
                load_agent(model)
            }
        }
        Event::ConnectivityChanged(online) => {
            model.online = online;
            Vec::new()
        }
        Event::Left => {
            model.stage = Stage::Ended;
            vec![Effect::Stop]
        }
        _ => Vec::new(),
    }
}

fn load_agent(model: &mut Model) -> Vec<Effect> {
    model.agent.ask();
    vec![Effect::LoadAgent]
}
