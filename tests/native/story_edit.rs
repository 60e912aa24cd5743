//! Editing and snoozing in the stories: somebody else changes titles too, and nothing of theirs is overwritten unseen.

use incident_command_console::console::edit::{EditEvent, Written};
use incident_command_console::console::snooze::SnoozeEvent;
use incident_command_console::console::{Effect, Event};
use incident_command_console::domain::edit::{EditField, EditValues};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::IncidentId;
use incident_command_console::domain::incident::Status;
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::snooze::SnoozeChoice;

use crate::story::Story;

impl Story {
    /// The agent edits, gives way or snoozes; or somebody else edits.
    pub(crate) fn change_incident(&mut self, what: u8, which: usize, id: IncidentId) {
        match what {
            0 => {
                self.send(Event::Edit(EditEvent::Opened(id)));
                self.typed += 1;
                self.send(Event::Edit(EditEvent::TitleTyped(format!("Title {}", self.typed))));
                if which.is_multiple_of(2) {
                    self.send(Event::Edit(EditEvent::GaveWay(EditField::Title)));
                }
                self.now += 2_000;
                self.send(Event::Edit(EditEvent::Submitted));
            }
            1 => {
                self.send(Event::Snooze(SnoozeEvent::Opened(id)));
                self.send(Event::Snooze(SnoozeEvent::Chosen(SnoozeChoice::Hours(which as u64))));
                let before = self.open.len();
                self.send(Event::Snooze(SnoozeEvent::Submitted));
                self.send(Event::Snooze(SnoozeEvent::Submitted));
                assert!(self.open.len() <= before + 1, "a double press sends once");
            }
            _ => {
                let at = Moment(self.now);
                if let Some(incident) = self.incidents.iter_mut().find(|it| it.id == id) {
                    incident.title = format!("Theirs {}", at.0);
                    incident.updated_at = at;
                }
            }
        }
    }

    /// What the shell makes of an edit or a snooze; `done` says whether PagerDuty did it all the same.
    pub(crate) fn answer_change(&mut self, effect: Effect, done: bool, failure: Option<Failure>) -> Option<Event> {
        let at = Moment(self.now);
        let failed = |failure: Failure| Written::Failed { settled: !done, failure };
        match effect {
            Effect::Edit { asked, incident, change, seen } => {
                let found = self.incidents.iter_mut().find(|it| it.id == incident)?;
                let now = EditValues::of(found);
                let overtaken = change.fields().into_iter().any(|field| !seen.agrees(&now, field));
                let written = if overtaken || !found.is_open() {
                    Written::Overtaken(Box::new(found.clone()))
                } else {
                    if done {
                        found.title = change.title.clone().unwrap_or_else(|| found.title.clone());
                        found.updated_at = at;
                    }
                    failure.map_or_else(|| Written::Made(Box::new(found.clone())), failed)
                };
                Some(Event::Edit(EditEvent::Answered { asked, incident, written }))
            }
            Effect::Snooze { asked, incident, until, .. } => {
                let found = self.incidents.iter_mut().find(|it| it.id == incident)?;
                assert_ne!(found.status, Status::Resolved, "a snooze was sent for what the console knew to be over");
                if done {
                    found.triggers_again_at = Some(until);
                    found.updated_at = at;
                }
                let written = failure.map_or_else(|| Written::Made(Box::new(found.clone())), failed);
                Some(Event::Snooze(SnoozeEvent::Answered { asked, incident, written }))
            }
            _ => None,
        }
    }
}
