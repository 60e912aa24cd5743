//! The ticket on which the rule that is open is tried. It stays chosen from rule to rule.

use crate::domain::automation::{Sample, sample};
use crate::domain::id::TicketId;
use crate::domain::remote::Remote;
use crate::domain::timeline::Page;

use super::super::effect::{Effect, Timer};
use super::super::event::Answer;
use super::super::model::Model;
use super::editor::PAUSE;
use super::{AutomationEffect, SEARCH, Typing};

/// A ticket in a list of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub id: TicketId,
    /// Its subject; hostile text.
    pub subject: String,
}

/// The ticket, and how it is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// What was typed; the ticket's number once it is chosen.
    pub query: String,
    /// What was found.
    pub hits: Remote<Page<Hit>>,
    /// The chosen ticket.
    pub ticket: Option<TicketId>,
    /// What is known of it.
    pub sample: Remote<Sample>,
    hits_asked: Option<u32>,
    sample_asked: Option<u32>,
}

/// Something that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewEvent {
    /// Somebody types a number or words.
    Typed(String),
    /// What was found.
    HitsArrived {
        /// Names the question.
        asked: u32,
        /// Tickets.
        answer: Answer<Page<Hit>>,
    },
    /// A ticket was chosen.
    Chosen(TicketId),
    /// What is known of it.
    SampleArrived {
        /// Names the question.
        asked: u32,
        /// The ticket.
        answer: Answer<Box<Sample>>,
    },
    /// Read the ticket again.
    RefreshClicked,
}

impl Preview {
    /// The ticket whose number was typed, with or without a number sign.
    pub fn typed_number(&self) -> Option<TicketId> {
        let digits = self.query.trim().trim_start_matches('#');
        digits.parse().ok().filter(|number| *number > 0).map(TicketId)
    }
}

/// What the rule that is open would do to the chosen ticket.
pub fn outcome(model: &Model) -> Option<sample::Preview> {
    let sample = model.automation.preview.sample.known()?;
    Some(model.open_rule()?.preview(model.subdomain(), sample))
}

pub(super) fn update(model: &mut Model, event: PreviewEvent) -> Vec<Effect> {
    let preview = &mut model.automation.preview;
    match event {
        PreviewEvent::Typed(query) => {
            preview.query = query;
            model.automation.typing = Some(Typing::Tickets);
            vec![Effect::Wake(Timer::Search(SEARCH), PAUSE)]
        }
        PreviewEvent::HitsArrived { asked, answer } => {
            if preview.hits_asked == Some(asked) {
                preview.hits_asked = None;
                preview.hits.absorb(answer);
            }
            Vec::new()
        }
        PreviewEvent::Chosen(ticket) => {
            if preview.ticket != Some(ticket) {
                preview.sample = Remote::Absent;
            }
            preview.ticket = Some(ticket);
            preview.query = format!("#{ticket}");
            preview.hits_asked = None;
            if model.automation.typing == Some(Typing::Tickets) {
                model.automation.typing = None;
            }
            read(model)
        }
        PreviewEvent::RefreshClicked => read(model),
        PreviewEvent::SampleArrived { asked, answer } => {
            if preview.sample_asked == Some(asked) {
                preview.sample_asked = None;
                preview.sample.absorb(answer.map(|sample| *sample));
            }
            Vec::new()
        }
    }
}

fn read(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    let preview = &mut model.automation.preview;
    let Some(ticket) = preview.ticket else { return Vec::new() };
    preview.sample_asked = Some(asked);
    preview.sample.ask();
    vec![Effect::Automation(AutomationEffect::LoadSample { asked, ticket })]
}

/// Asks for the tickets that were typed.
pub(super) fn ask_tickets(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    let preview = &mut model.automation.preview;
    if preview.query.trim().is_empty() {
        preview.hits = Remote::Absent;
        preview.hits_asked = None;
        return Vec::new();
    }
    preview.hits_asked = Some(asked);
    preview.hits.ask();
    vec![Effect::Automation(AutomationEffect::SearchTickets { asked, query: preview.query.trim().to_owned() })]
}
