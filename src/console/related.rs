//! Open incidents that resemble the ticket, read before an agent creates one more.

use std::time::Duration;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::ServiceId;
use crate::domain::incident::Incident;
use crate::domain::link::TAG;
use crate::domain::moment::Moment;
use crate::domain::related::{Clues, Related, related};
use crate::domain::timeline::Page;

use super::effect::Effect;
use super::event::Answer;
use super::model::{Model, Stage, Task, View};
use super::session;

/// What was read counts for so long; then the next look asks again.
const FRESH: Duration = Duration::from_secs(120);

/// The search for incidents that resemble the ticket. It fails silently: nothing that the agent wants depends on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelatedSearch {
    /// The questions that are open, and the service that each is about.
    pub asked: Vec<(u32, Option<ServiceId>)>,
    /// Open incidents as they were read last, by service.
    pub read: Vec<(Option<ServiceId>, Vec<Incident>)>,
    /// What was asked for last, by service, and when.
    pub looked: Vec<(Option<ServiceId>, Moment)>,
}

/// What happens to the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelatedEvent {
    /// Open incidents came.
    Arrived {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Page<Incident>>,
    },
}

/// What has to be done for the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelatedEffect {
    /// Read the newest hundred open incidents.
    Load {
        /// Names the question.
        asked: u32,
        /// Only those of this service.
        service: Option<ServiceId>,
    },
}

impl Model {
    /// The open incidents that resemble this ticket and are not on it, most alike first.
    pub fn related_incidents(&self) -> Vec<Related> {
        let ticket = self.ticket.known();
        let subject = ticket.map(|ticket| ticket.subject.as_str()).unwrap_or_default();
        let title = if self.create.begun { self.create.draft.title.as_str() } else { "" };
        let tags: Vec<String> =
            ticket.into_iter().flat_map(|it| it.tags.iter().filter(|tag| *tag != TAG).cloned()).collect();
        let service = self.create.draft.service.as_ref().map(|service| &service.id);
        let words = format!("{subject} {title}");
        let others = self.related.read.iter().flat_map(|(_, read)| read).filter(|incident| !self.belongs(&incident.id));
        related(Clues { service, words: &words, tags: &tags }, others)
    }
}

pub(super) fn update(model: &mut Model, event: RelatedEvent) -> Vec<Effect> {
    let RelatedEvent::Arrived { asked, answer } = event;
    let Some(place) = model.related.asked.iter().position(|(number, _)| *number == asked) else { return Vec::new() };
    let (_, service) = model.related.asked.remove(place);
    match answer {
        Ok(page) => {
            model.related.read.retain(|(known, _)| *known != service);
            model.related.read.push((service, page.items));
            Vec::new()
        }
        Err(Failure::Unauthorized) => session::expired(model),
        Err(_) => {
            model.related.looked.retain(|(looked, _)| *looked != service);
            Vec::new()
        }
    }
}

/// Looks among all open incidents where the agent may be about to create one: on a ticket that has none, and in the form.
pub(super) fn look(model: &mut Model) -> Vec<Effect> {
    let about_to = model.task == Some(Task::Create) || (model.task.is_none() && model.view() == View::Empty);
    if about_to { ask(model, None) } else { Vec::new() }
}

/// The agent has chosen a service, which may have more open incidents than the newest of all.
pub(super) fn look_on_service(model: &mut Model) -> Vec<Effect> {
    let service = model.create.draft.service.as_ref().map(|service| service.id.clone());
    if service.is_some() { ask(model, service) } else { Vec::new() }
}

fn ask(model: &mut Model, service: Option<ServiceId>) -> Vec<Effect> {
    let now = model.now;
    model.related.looked.retain(|(_, at)| at.age(now) < FRESH);
    let known = model.related.looked.iter().any(|(looked, _)| *looked == service);
    let allowed = model.permit(Action::Link).is_ok() && model.permit(Action::Create).is_ok();
    let paused = model.feed.paused_until.is_some_and(|until| until > now);
    if known || !allowed || paused || !model.visible || model.stage != Stage::Running {
        return Vec::new();
    }
    let asked = model.ask();
    model.related.looked.push((service.clone(), now));
    model.related.asked.push((asked, service.clone()));
    vec![Effect::Related(RelatedEffect::Load { asked, service })]
}
