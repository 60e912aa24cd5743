//! Timeline and notes: read when their section is open, and read again when something changed.

use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::timeline::{Entry, Page, append_entries};

use super::effect::{Effect, Source};
use super::event::Answer;
use super::model::{Model, Section, Stage, Timeline, View};
use super::remote::Remote;
use super::{latest_update, linked_tickets, session};

impl Timeline {
    /// Takes in a page that was asked for from entry `offset` on.
    fn with(mut self, offset: u32, page: Page<Entry>) -> Self {
        let overlaps = page.items.iter().any(|entry| self.entries.iter().any(|known| known.id == entry.id));
        if offset == 0 && !overlaps {
            // More came since than fits on a page, so what is known no longer adjoins; or nothing was known.
            self.entries.clear();
        }
        let goes_further_back = offset > 0 || self.entries.is_empty();
        append_entries(&mut self.entries, page.items);
        Self { more: if goes_further_back { page.more } else { self.more }, entries: self.entries }
    }
}

/// What can be read for the incident that is open in full.
pub(super) fn open_incident(model: &Model) -> Option<(IncidentId, Source)> {
    let looking = model.stage == Stage::Running && model.online && model.view() == View::Incidents;
    if !looking {
        return None;
    }
    Some((model.open_incident()?, model.source()?))
}

/// Reads what an open section lacks.
pub(super) fn load_open_sections(model: &mut Model) -> Vec<Effect> {
    let Some((id, source)) = open_incident(model) else { return Vec::new() };
    let mut effects = latest_update::look(model, false);
    if model.reads(Section::Timeline) {
        let dossier = model.dossier(&id);
        if matches!(dossier.timeline, Remote::Absent) {
            effects.extend(ask_timeline(model, &id, source, 0));
        }
    }
    if model.reads(Section::Notes) {
        let dossier = model.dossier(&id);
        if matches!(dossier.notes, Remote::Absent) {
            effects.extend(ask_notes(model, &id, source));
        }
    }
    effects.extend(linked_tickets::load(model, &id));
    effects
}

/// Reads open sections again because something changed or the agent asked.
pub(super) fn reload_open_sections(model: &mut Model) -> Vec<Effect> {
    let open = open_incident(model).map(|(id, _)| id);
    // What is closed is read when it is opened.
    let closed: Vec<_> = model.dossiers.keys().filter(|id| Some(*id) != open.as_ref()).cloned().collect();
    for id in closed {
        let dossier = model.dossier(&id);
        dossier.timeline = Remote::Absent;
        dossier.notes = Remote::Absent;
        dossier.timeline_asked = None;
        dossier.notes_asked = None;
    }
    let Some((id, source)) = open_incident(model) else { return Vec::new() };
    let mut effects = latest_update::look(model, true);
    if model.reads(Section::Timeline) {
        effects.extend(ask_timeline(model, &id, source, 0));
    } else {
        model.dossier(&id).timeline = Remote::Absent;
    }
    if model.reads(Section::Notes) {
        effects.extend(ask_notes(model, &id, source));
    } else {
        model.dossier(&id).notes = Remote::Absent;
    }
    effects
}

/// Reads earlier entries.
pub(super) fn load_more(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let Some(source) = model.source() else { return Vec::new() };
    let dossier = model.dossier(id);
    let Some(timeline) = dossier.timeline.known() else {
        return ask_timeline(model, id, source, 0);
    };
    if dossier.timeline_asked.is_some() || (!timeline.more && dossier.timeline.failure().is_none()) {
        return Vec::new();
    }
    let offset = u32::try_from(timeline.entries.len()).unwrap_or(u32::MAX);
    ask_timeline(model, id, source, offset)
}

fn ask_timeline(model: &mut Model, id: &IncidentId, source: Source, offset: u32) -> Vec<Effect> {
    let asked = model.ask();
    let dossier = model.dossier(id);
    dossier.timeline.ask();
    dossier.timeline_asked = Some((asked, offset));
    vec![Effect::LoadTimeline { asked, source, incident: id.clone(), offset }]
}

/// Reads an incident's notes.
pub(super) fn ask_notes(model: &mut Model, id: &IncidentId, source: Source) -> Vec<Effect> {
    let asked = model.ask();
    let dossier = model.dossier(id);
    dossier.notes.ask();
    dossier.notes_asked = Some(asked);
    vec![Effect::LoadNotes { asked, source, incident: id.clone() }]
}

/// A page of entries came.
pub(super) fn arrived(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Page<Entry>>) -> Vec<Effect> {
    let expired = answer == Err(Failure::Unauthorized);
    let dossier = model.dossier(id);
    let Some((_, offset)) = dossier.timeline_asked.take_if(|(number, _)| *number == asked) else {
        return Vec::new();
    };
    match answer {
        Ok(page) => {
            let known = dossier.timeline.known().cloned().unwrap_or_default();
            dossier.timeline = Remote::Fresh(known.with(offset, page));
            Vec::new()
        }
        Err(failure) => {
            dossier.timeline.absorb(Err(failure));
            if expired { session::expired(model) } else { Vec::new() }
        }
    }
}
