//! The other tickets of an incident: read when their section is open, page by page, and opened in Zendesk.

use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, TicketId};
use crate::domain::linked_tickets::LinkedTickets;

use super::effect::Effect;
use super::event::Answer;
use super::model::{Model, Section, Spoken, Stage};
use super::remote::Remote;

/// How many more rows each press shows.
const STEP: usize = 20;

/// The tickets of one incident, as far as they were read and are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketsRead {
    /// What was read.
    pub read: Remote<LinkedTickets>,
    /// The question that is open, and the cursor with which it goes on.
    pub asked: Option<(u32, Option<String>)>,
    /// How many rows are shown besides the first [`STEP`].
    pub more: usize,
}

impl TicketsRead {
    /// How many rows are shown at most.
    pub fn shown(&self) -> usize {
        STEP + self.more
    }

    /// Whether there are tickets that are not shown.
    pub fn has_more(&self) -> bool {
        self.read.known().is_some_and(|read| read.after.is_some() || read.tickets.len() > self.shown())
    }
}

/// What happens to the tickets of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketsEvent {
    /// A page came.
    Arrived {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<LinkedTickets>,
    },
    /// The agent wants more of them, or the last attempt made again.
    MoreClicked(IncidentId),
    /// The agent wants to see one.
    OpenClicked(TicketId),
}

/// What has to be done about the tickets of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketsEffect {
    /// Read a page.
    Load {
        /// Names the question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// Where the page begins; `None` for the first, which also brings what is said of all.
        after: Option<String>,
    },
    /// Open a ticket in a tab of Zendesk's own.
    Open(TicketId),
}

pub(super) fn update(model: &mut Model, event: TicketsEvent) -> Vec<Effect> {
    match event {
        TicketsEvent::Arrived { asked, incident, answer } => arrived(model, asked, &incident, answer),
        TicketsEvent::MoreClicked(id) => more(model, &id),
        TicketsEvent::OpenClicked(ticket) => vec![Effect::Tickets(TicketsEffect::Open(ticket))],
    }
}

/// Reads the first page when the section is open and nothing is known.
pub(super) fn load(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let open = model.reads(Section::Tickets);
    let absent = model.dossiers.get(id).is_none_or(|dossier| matches!(dossier.tickets.read, Remote::Absent));
    if open && absent { ask(model, id, None) } else { Vec::new() }
}

/// Reads from the beginning, because the agent asked for fresh data.
pub(super) fn reload(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.open_incident() else { return Vec::new() };
    if model.reads(Section::Tickets) { ask(model, &id, None) } else { Vec::new() }
}

fn ask(model: &mut Model, id: &IncidentId, after: Option<String>) -> Vec<Effect> {
    if model.stage != Stage::Running || !model.online || model.ticket_id().is_none() {
        return Vec::new();
    }
    let asked = model.ask();
    let tickets = &mut model.dossier(id).tickets;
    tickets.read.ask();
    tickets.asked = Some((asked, after.clone()));
    vec![Effect::Tickets(TicketsEffect::Load { asked, incident: id.clone(), after })]
}

fn more(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let tickets = &mut model.dossier(id).tickets;
    if tickets.asked.is_some() {
        return Vec::new();
    }
    let Some(read) = tickets.read.known() else { return ask(model, id, None) };
    let (held, after, failure) = (read.tickets.len(), read.after.clone(), tickets.read.failure().cloned());
    if held > tickets.shown() {
        tickets.more += STEP;
        return Vec::new();
    }
    match failure {
        // A cursor lives for an hour; without it the list begins anew.
        Some(Failure::Rejected(_) | Failure::NotFound) => ask(model, id, None),
        Some(_) => ask(model, id, after),
        None if after.is_some() => ask(model, id, after),
        None => Vec::new(),
    }
}

fn arrived(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<LinkedTickets>) -> Vec<Effect> {
    let tickets = &mut model.dossier(id).tickets;
    let Some((_, after)) = tickets.asked.take_if(|(number, _)| *number == asked) else { return Vec::new() };
    match answer {
        Ok(page) if after.is_some() => {
            let known = tickets.read.known().cloned().unwrap_or_default();
            tickets.read = Remote::Fresh(known.with(page));
            tickets.more += STEP;
            let count = tickets.read.known().map_or(0, |read| read.tickets.len());
            model.say(Spoken::Results(count))
        }
        answer => {
            let first = answer.is_ok();
            tickets.read.absorb(answer);
            if first {
                tickets.more = 0;
            }
            Vec::new()
        }
    }
}
