//! Beginning, and leaving: what Zendesk tells, and whether anybody is looking.

use crate::domain::ability::Permissions;

use super::effect::Effect;
use super::event::{Event, Surroundings};
use super::model::{Account, Model, Pending, Stage};
use super::remote::Remote;
use super::{command, feed, mirror, related};

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::OpenedOutside { script_missing } => {
            model.stage = Stage::Outside { script_missing };
            Vec::new()
        }
        Event::Registered(surroundings) => registered(model, *surroundings),
        Event::AgentArrived(answer) => {
            model.agent.absorb(answer);
            permit(model);
            let locale = model.agent.known().map(|agent| Effect::SpeakLanguage(agent.locale.clone()));
            let mut effects: Vec<_> = locale.into_iter().collect();
            effects.extend(super::timeline::load_open_sections(model));
            effects.extend(related::look(model));
            effects
        }
        Event::TicketArrived(answer) => {
            model.ticket.absorb(answer);
            let mut effects = feed::ticket_arrived(model);
            effects.extend(mirror::ticket_arrived(model));
            effects.extend(related::look(model));
            effects
        }
        Event::TicketChanged => model.ticket_id().map(|_| Effect::LoadTicket).into_iter().collect(),
        // Zendesk says at the start once more that the ticket is in front, while the first question is under way.
        Event::VisibilityChanged(visible) if visible == model.visible => Vec::new(),
        Event::ConnectivityChanged(online) if online == model.online => Vec::new(),
        Event::VisibilityChanged(visible) => {
            model.visible = visible;
            if visible { feed::resume(model) } else { feed::suspend() }
        }
        Event::ConnectivityChanged(online) => {
            model.online = online;
            if !online {
                return Vec::new();
            }
            let mut effects = feed::resume(model);
            effects.extend(mirror::flush(model));
            effects
        }
        Event::Left => leave(model),
        _ => Vec::new(),
    }
}

fn registered(model: &mut Model, surroundings: Surroundings) -> Vec<Effect> {
    model.stage = Stage::Running;
    model.visible = surroundings.visible;
    model.online = surroundings.online;
    model.preferences = surroundings.preferences.clone();
    model.account = match &surroundings.me {
        Some(me) => Account::SignedIn(me.clone()),
        None => Account::SignedOut(None),
    };
    let has_ticket = surroundings.ticket.is_some();
    model.surroundings = Some(surroundings);
    model.agent.ask();
    let mut effects = vec![Effect::LoadAgent];
    if has_ticket {
        model.ticket.ask();
        effects.push(Effect::LoadTicket);
        // The ticket's key is known without the ticket, so PagerDuty is asked at once.
        effects.extend(feed::resume(model));
    }
    effects
}

/// Works out what the agent may do.
pub(super) fn permit(model: &mut Model) {
    let (Some(surroundings), Some(agent)) = (&model.surroundings, model.agent.known()) else { return };
    let groups: Vec<u64> = agent.groups.iter().map(|(id, _)| *id).collect();
    model.abilities = match &surroundings.permissions {
        Ok(permissions) => permissions.of(&groups),
        Err(()) => Permissions::safest().of(&groups),
    };
}

/// Everything stops. A resolution whose hold has not ended goes out now: the agent confirmed it and did not take it back.
fn leave(model: &mut Model) -> Vec<Effect> {
    let held: Vec<_> = model
        .dossiers
        .iter()
        .filter_map(|(id, dossier)| match &dossier.pending {
            Some(Pending::Holding { note, .. }) => Some((id.clone(), note.clone())),
            Some(Pending::Acknowledging | Pending::Resolving { .. }) | None => None,
        })
        .filter(|(id, _)| command::may_resolve(model, id))
        .collect();
    let mut effects: Vec<_> =
        held.into_iter().map(|(incident, note)| Effect::Resolve { incident, note, leaving: true }).collect();
    effects.extend(mirror::leave(model));
    model.stage = Stage::Ended;
    effects.push(Effect::Stop);
    effects
}

/// Asks Zendesk again for what it failed to tell.
pub(super) fn load_missing(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    if matches!(model.agent, Remote::Failed(_)) {
        model.agent.ask();
        effects.push(Effect::LoadAgent);
    }
    if model.ticket_id().is_some() && model.ticket.failure().is_some() {
        model.ticket.ask();
        effects.push(Effect::LoadTicket);
    }
    effects
}
