//! Notes for responders: shown at once, never sent twice, never lost.
//!
//! Without a network they wait, and go out one after the other when it is back. One that an earlier visit left waiting is looked for
//! first, since another window may have sent it.

use crate::domain::action::Action;
use crate::domain::draft::NewNote;
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, UserId};
use crate::domain::mirror::Change;
use crate::domain::timeline::Note;

use super::effect::{Effect, Focus};
use super::event::{Answer, Event};
use super::model::{Expanded, Model, OutgoingNote, Section, Spoken, Waiting};
use super::{mirror, session, timeline};

/// Clocks differ: a note that PagerDuty dates so much before ours can still be ours.
const CLOCK_SKEW: std::time::Duration = std::time::Duration::from_secs(120);

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::AddNoteClicked(id) => {
            if model.permit_on(Action::Note, &id).is_err() {
                return Vec::new();
            }
            model.expanded = Expanded::One(id.clone());
            model.notes_wanted = true;
            let mut effects = Vec::new();
            if model.preferences.open.insert(Section::Notes) {
                effects.push(Effect::Remember(model.preferences.clone()));
            }
            effects.extend(timeline::load_open_sections(model));
            effects.push(Effect::Focus(Focus::NoteDraft(id)));
            effects
        }
        Event::NoteTyped(id, text) => {
            let dossier = model.dossier(&id);
            dossier.note_draft = text;
            dossier.note_problem = None;
            Vec::new()
        }
        Event::NoteSubmitted(id) => submit(model, &id),
        Event::NoteAnswered { asked, incident, answer } => answered(model, asked, &incident, answer),
        Event::NoteRetried(id, asked) => retry(model, &id, asked),
        Event::NoteTakenBack(id, asked) => take_back(model, &id, asked),
        Event::NotesArrived { asked, incident, answer } => arrived(model, asked, &incident, answer),
        _ => Vec::new(),
    }
}

fn submit(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    if model.permit_on(Action::Note, id).is_err() {
        return Vec::new();
    }
    match NewNote::check(&model.dossier(id).note_draft) {
        Err(problem) => {
            model.dossier(id).note_problem = Some(problem);
            vec![Effect::Focus(Focus::NoteDraft(id.clone()))]
        }
        Ok(note) => {
            let (asked, at, online) = (model.ask(), model.now, model.online);
            let Some(author) = model.me().map(|me| me.id.clone()) else { return Vec::new() };
            let dossier = model.dossier(id);
            dossier.note_draft.clear();
            dossier.note_problem = None;
            // One that comes after a waiting one waits too, so that they arrive in the order in which they were written.
            let waits = !online || dossier.outbox.iter().any(|note| note.waiting.is_some());
            let waiting = waits.then_some(Waiting { author, look_first: false });
            dossier.outbox.push(OutgoingNote { asked, at, note: note.clone(), failure: None, missing: false, waiting });
            if !waits {
                return vec![Effect::PostNote { asked, incident: id.clone(), note }];
            }
            let mut effects = model.say_of(id, Spoken::NoteWaits);
            effects.extend(resume(model, false));
            effects
        }
    }
}

/// Sends what waits, as far as that is possible now: for each incident the first, and the next when its answer has come. `looks`
/// allows to read notes, for those that may have been written already.
pub(super) fn resume(model: &mut Model, looks: bool) -> Vec<Effect> {
    let Some(me) = model.me().map(|me| me.id.clone()) else { return Vec::new() };
    let with_notes = model.dossiers.iter().filter(|(_, dossier)| !dossier.outbox.is_empty());
    let ids: Vec<_> = with_notes.map(|(id, _)| id.clone()).collect();
    let mut effects = Vec::new();
    for id in ids {
        if !model.online || model.permit_on(Action::Note, &id).is_err() {
            continue;
        }
        give_back_of_others(model, &id, &me);
        let outbox = &model.dossier(&id).outbox;
        let in_doubt = |note: &OutgoingNote| match &note.waiting {
            Some(waiting) => waiting.look_first,
            None => note.failure.is_some() && !note.can_be_sent_again(),
        };
        if looks && outbox.iter().any(in_doubt) {
            effects.extend(look_whether_written(model, &id));
        }
        effects.extend(send_next(model, &id));
    }
    effects
}

fn send_next(model: &mut Model, id: &IncidentId) -> Option<Effect> {
    let (again, at) = (model.ask(), model.now);
    let outbox = &mut model.dossier(id).outbox;
    if outbox.iter().any(|note| note.waiting.is_none() && note.failure.is_none()) {
        return None;
    }
    let note = outbox.iter_mut().find(|note| note.waiting.is_some())?;
    note.waiting.take_if(|waiting| !waiting.look_first)?;
    (note.asked, note.at) = (again, at);
    Some(Effect::PostNote { asked: again, incident: id.clone(), note: note.note.clone() })
}

/// What somebody else wrote on this screen does not go out under the name of who has signed in since.
fn give_back_of_others(model: &mut Model, id: &IncidentId, me: &UserId) {
    let dossier = model.dossier(id);
    let draft = &mut dossier.note_draft;
    dossier.outbox.retain(|note| {
        let other = note.waiting.as_ref().is_some_and(|waiting| waiting.author != *me);
        if other {
            append(draft, note.note.text());
        }
        !other
    });
}

/// Adds a note to a draft, on a line of its own.
pub(super) fn append(draft: &mut String, text: &str) {
    if !draft.trim().is_empty() {
        draft.push('\n');
    }
    draft.push_str(text);
}

fn answered(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Note>) -> Vec<Effect> {
    let dossier = model.dossier(id);
    let Some(place) =
        dossier.outbox.iter().position(|note| note.asked == asked && note.failure.is_none() && note.waiting.is_none())
    else {
        return Vec::new();
    };
    match answer {
        Ok(note) => {
            dossier.outbox.remove(place);
            let written = Change::Note(note.content.clone());
            if let Some(notes) = dossier.notes.known_mut()
                && !notes.iter().any(|other| other.id == note.id)
            {
                notes.insert(0, note);
            }
            let mut effects = model.say_of(id, Spoken::NoteAdded);
            effects.extend(mirror::tell(model, id, written));
            effects
        }
        Err(failure) => {
            if let Some(note) = dossier.outbox.get_mut(place) {
                note.failure = Some(failure.clone());
            }
            // What is being read now may be from before the note.
            dossier.notes_asked = None;
            let mut effects = model.say_of(id, Spoken::Failed(failure.clone()));
            if failure.leaves_doubt() {
                // It may have been written all the same: look before anybody sends it again.
                effects.extend(look_whether_written(model, id));
            }
            if failure == Failure::Unauthorized {
                effects.extend(session::expired(model));
            }
            effects
        }
    }
}

fn look_whether_written(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    match model.source() {
        Some(source) if model.dossier(id).notes_asked.is_none() => timeline::ask_notes(model, id, source),
        Some(_) | None => Vec::new(),
    }
}

fn retry(model: &mut Model, id: &IncidentId, asked: u32) -> Vec<Effect> {
    if model.permit_on(Action::Note, id).is_err() {
        return Vec::new();
    }
    let (again, at) = (model.ask(), model.now);
    let dossier = model.dossier(id);
    let Some(note) = dossier.outbox.iter_mut().find(|note| note.asked == asked && note.failure.is_some()) else {
        return Vec::new();
    };
    if !note.can_be_sent_again() {
        return look_whether_written(model, id);
    }
    *note = OutgoingNote { asked: again, at, failure: None, missing: false, waiting: None, note: note.note.clone() };
    vec![Effect::PostNote { asked: again, incident: id.clone(), note: note.note.clone() }]
}

fn take_back(model: &mut Model, id: &IncidentId, asked: u32) -> Vec<Effect> {
    let dossier = model.dossier(id);
    let resting = |note: &OutgoingNote| note.asked == asked && (note.failure.is_some() || note.waiting.is_some());
    let Some(place) = dossier.outbox.iter().position(resting) else { return Vec::new() };
    if dossier.outbox.get(place).is_some_and(|note| !note.can_be_taken_back()) {
        return look_whether_written(model, id);
    }
    let note = dossier.outbox.remove(place);
    append(&mut dossier.note_draft, note.note.text());
    vec![Effect::Focus(Focus::NoteDraft(id.clone()))]
}

fn arrived(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Vec<Note>>) -> Vec<Effect> {
    let expired = answer == Err(Failure::Unauthorized);
    let me = model.me().map(|me| me.name.clone());
    let dossier = model.dossier(id);
    if dossier.notes_asked != Some(asked) {
        return Vec::new();
    }
    dossier.notes_asked = None;
    let mut written = Vec::new();
    if let Ok(notes) = &answer {
        // A note whose answer was lost is there after all.
        dossier.outbox.retain(|outgoing| {
            let lost = outgoing.failure.as_ref().is_some_and(Failure::leaves_doubt);
            let in_doubt = lost || outgoing.waiting.as_ref().is_some_and(|waiting| waiting.look_first);
            let is_it = |note: &Note| {
                note.content == outgoing.note.text()
                    && note.at >= outgoing.at.before(CLOCK_SKEW)
                    && me.as_ref().is_none_or(|me| *me == note.who)
            };
            let is_there = in_doubt && notes.iter().any(is_it);
            if is_there {
                written.push(Change::Note(outgoing.note.text().to_owned()));
            }
            !is_there
        });
        for outgoing in &mut dossier.outbox {
            outgoing.missing = outgoing.failure.is_some();
            if let Some(waiting) = &mut outgoing.waiting {
                waiting.look_first = false;
            }
        }
    }
    dossier.notes.absorb(answer);
    if expired {
        return session::expired(model);
    }
    written.into_iter().flat_map(|note| mirror::tell(model, id, note)).collect()
}
