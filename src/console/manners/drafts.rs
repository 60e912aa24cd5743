//! What agents typed and did not send survives a reload.
//!
//! Everything typed is mirrored on one shelf of named texts, which the browser keeps for this agent at this ticket. A task joins in
//! one of two ways: with a line in [`KEEPERS`] when its draft stands in the model, or by calling [`Shelf::put`] and [`Shelf::get`] itself.

use crate::domain::draft::{Assignment, IncidentDraft, NewIncident, NewNote};
use crate::domain::failure::Failure;
use crate::domain::id::{EscalationPolicyId, IncidentId, PriorityId, ServiceId, UserId};
use crate::domain::incident::{IncidentKey, Named, Urgency};
use crate::domain::moment::Moment;

use super::super::create::{Attempt, Sending};
use super::super::effect::Effect;
use super::super::model::{Model, OutgoingNote, Task, Waiting};
use super::super::notes;
use super::{MannersEffect, told};

/// The longest text that is kept; PagerDuty's longest note is as long.
const LONGEST: usize = 65_536;

/// The most texts that are kept for a ticket.
const MOST: usize = 60;

/// Named texts, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf(Vec<(String, String)>);

impl Shelf {
    /// Keeps `text` under `name`; nothing is kept of a blank one, of one that is too long, or when the shelf is full.
    pub fn put(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.put_text(name.into(), text.into());
    }

    fn put_text(&mut self, name: String, text: String) {
        let place = self.0.binary_search_by(|(known, _)| known.cmp(&name));
        let worthless = text.trim().is_empty() || text.len() > LONGEST;
        match place {
            Ok(place) if worthless => drop(self.0.remove(place)),
            Ok(place) => {
                if let Some((_, known)) = self.0.get_mut(place) {
                    *known = text;
                }
            }
            Err(place) if !worthless && self.0.len() < MOST => self.0.insert(place, (name, text)),
            Err(_) => {}
        }
    }

    /// The text under `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Drops the texts whose names begin with `prefix`.
    pub fn drop_all(&mut self, prefix: &str) {
        self.0.retain(|(name, _)| !name.starts_with(prefix));
    }

    /// Names and texts.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts whose names begin with `prefix`: the rest of the name, and the text.
    pub(super) fn below(&self, prefix: &str) -> Vec<(String, String)> {
        let rest = |(name, text): (&str, &str)| Some((name.strip_prefix(prefix)?.to_owned(), text.to_owned()));
        self.entries().filter_map(rest).collect()
    }
}

/// The shelf, and what of it the browser has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// What was typed.
    pub shelf: Shelf,
    /// What the browser keeps.
    kept: Shelf,
    /// Whether what the browser kept from an earlier visit has come.
    recalled: bool,
    /// Whether the agent has signed out, and wants nothing kept until the next sign-in. An expired session is none.
    signed_out: bool,
}

/// Mirrors the draft of one task on the shelf, and puts it back.
struct Keeper {
    keep: fn(&Model, &mut Shelf),
    put_back: fn(&mut Model, &Shelf),
}

/// Whose drafts are kept. A task joins with a line here.
const KEEPERS: [Keeper; 5] = [
    Keeper { keep: keep_notes, put_back: put_notes_back },
    Keeper { keep: keep_create, put_back: put_create_back },
    Keeper { keep: keep_resolution, put_back: |_, _| {} },
    Keeper { keep: told::keep_updates, put_back: told::put_updates_back },
    Keeper { keep: told::keep_runs, put_back: told::put_runs_back },
];

/// Asks for what the browser kept, once.
pub(super) fn recall(model: &Model, effects: &mut Vec<Effect>) {
    if let (Some(agent), false) = (model.agent.known(), model.manners.drafts.recalled) {
        effects.push(Effect::Manners(MannersEffect::RecallDrafts { agent: agent.id }));
    }
}

/// What the browser kept has come. What was typed since then is newer and stays.
pub(super) fn recalled(model: &mut Model, shelf: &Shelf) -> Vec<Effect> {
    if model.manners.drafts.recalled {
        return Vec::new();
    }
    model.manners.drafts = Drafts { shelf: shelf.clone(), kept: shelf.clone(), recalled: true, signed_out: false };
    for keeper in &KEEPERS {
        (keeper.put_back)(model, shelf);
    }
    Vec::new()
}

/// Keeps what has changed. It goes first, so that what is sent next is never taken for unsent after a crash.
pub(super) fn keep(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Some(agent), true) = (model.agent.known().map(|agent| agent.id), model.manners.drafts.recalled) else {
        return;
    };
    let mut shelf = std::mem::take(&mut model.manners.drafts.shelf);
    for keeper in &KEEPERS {
        (keeper.keep)(model, &mut shelf);
    }
    let signed_in = model.me().is_some();
    let drafts = &mut model.manners.drafts;
    drafts.shelf = shelf;
    drafts.signed_out &= !signed_in;
    if drafts.shelf != drafts.kept && !drafts.signed_out {
        drafts.kept = drafts.shelf.clone();
        effects.insert(0, Effect::Manners(MannersEffect::KeepDrafts { agent, shelf: drafts.kept.clone() }));
    }
}

/// The agent signs out: the browser keeps nothing. What stands on the screen stays there.
pub(super) fn forget(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(agent) = model.agent.known().map(|agent| agent.id) else { return };
    model.manners.drafts = Drafts { recalled: true, signed_out: true, ..Drafts::default() };
    effects.insert(0, Effect::Manners(MannersEffect::ForgetDrafts { agent }));
}

/// The agent left a task whose text is not wanted again.
pub(super) fn discard(model: &mut Model, task: &Task) {
    if let Task::Resolve { incident, .. } = task {
        model.manners.drafts.shelf.drop_all(&resolution(incident));
    }
}

/// The name under which the resolution note of an incident is kept.
pub(in super::super) fn resolution(incident: &IncidentId) -> String {
    format!("resolve {incident}")
}

fn keep_resolution(model: &Model, shelf: &mut Shelf) {
    if let Some(Task::Resolve { incident, note, .. }) = &model.task {
        shelf.put(resolution(incident), note.clone());
    }
}

fn keep_notes(model: &Model, shelf: &mut Shelf) {
    shelf.drop_all("note ");
    shelf.drop_all("outgoing ");
    for (id, dossier) in &model.dossiers {
        shelf.put(format!("note {id}"), dossier.note_draft.clone());
        for note in &dossier.outbox {
            let (author, fate) = match &note.waiting {
                Some(waiting) => (waiting.author.as_str(), "waits"),
                None if note.can_be_sent_again() => ("", "failed"),
                None => ("", "sent"),
            };
            let name = format!("outgoing {id} {:016}", note.asked);
            shelf.put(name, format!("{fate} {} {author}\n{}", note.at.0, note.note.text()));
        }
    }
}

fn put_notes_back(model: &mut Model, shelf: &Shelf) {
    for (id, text) in shelf.below("note ") {
        let Some(id) = IncidentId::parse(&id) else { continue };
        let draft = &mut model.dossier(&id).note_draft;
        if draft.is_empty() {
            *draft = text;
        }
    }
    for (name, text) in shelf.below("outgoing ") {
        let id = name.split(' ').next().and_then(IncidentId::parse);
        let asked = model.ask();
        if let (Some(id), Some(note)) = (id, outgoing(asked, &text)) {
            let dossier = model.dossier(&id);
            match note {
                Ok(note) => dossier.outbox.push(note),
                // It was refused, so it is not in PagerDuty: the agent has it back to send or to change.
                Err(note) => notes::append(&mut dossier.note_draft, note.text()),
            }
        }
    }
}

/// A note that was under way when the page went; `Err` when it is known not to have been written.
fn outgoing(asked: u32, text: &str) -> Option<Result<OutgoingNote, NewNote>> {
    let (head, text) = text.split_once('\n')?;
    let mut words = head.split(' ');
    let (fate, at, author) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
    let note = NewNote::check(text).ok()?;
    let sent = OutgoingNote { asked, at: Moment(at), note, failure: None, missing: false, waiting: None };
    Some(match fate {
        "waits" => {
            let waiting = Waiting { author: UserId::parse(author)?, look_first: true };
            Ok(OutgoingNote { waiting: Some(waiting), ..sent })
        }
        "sent" => Ok(OutgoingNote { failure: Some(Failure::Unreachable), ..sent }),
        _ => Err(sent.note),
    })
}

fn keep_create(model: &Model, shelf: &mut Shelf) {
    shelf.drop_all("create ");
    if !model.create.begun {
        return;
    }
    let attempt = match &model.create.sending {
        Sending::Sending(attempt) | Sending::Checking { attempt, .. } => Some(attempt),
        Sending::Editing | Sending::Exists(_) => model.create.unsure.as_ref(),
    };
    if let Some(attempt) = attempt {
        shelf.put("create attempt", format!("{}\n{}", attempt.key.as_str(), attempt.incident.service));
    }
    let draft = &model.create.draft;
    shelf.put("create title", draft.title.clone());
    shelf.put("create description", draft.description.clone());
    if draft.urgency == Urgency::Low {
        shelf.put("create urgency", "low");
    }
    if let Some(service) = &draft.service {
        shelf.put("create service", format!("{}\n{}", service.id, service.name));
    }
    if let Some(priority) = &draft.priority {
        shelf.put("create priority", priority.as_str());
    }
    match &draft.assignment {
        Assignment::ServiceDefault => {}
        Assignment::EscalationPolicy(policy) => {
            shelf.put("create policy", format!("{}\n{}", policy.id, policy.name));
        }
        Assignment::User(user) => shelf.put("create user", format!("{}\n{}", user.id, user.name)),
    }
}

fn named<T>(text: Option<&str>, parse: fn(&str) -> Option<T>) -> Option<Named<T>> {
    let (id, name) = text?.split_once('\n')?;
    Some(Named { id: parse(id)?, name: name.to_owned() })
}

fn put_create_back(model: &mut Model, shelf: &Shelf) {
    if model.create.begun || shelf.below("create ").is_empty() {
        return;
    }
    let policy = named(shelf.get("create policy"), EscalationPolicyId::parse).map(Assignment::EscalationPolicy);
    let user = named(shelf.get("create user"), UserId::parse).map(Assignment::User);
    let text = |name: &str| shelf.get(name).unwrap_or_default().to_owned();
    model.create.draft = IncidentDraft {
        title: text("create title"),
        service: named(shelf.get("create service"), ServiceId::parse),
        urgency: if shelf.get("create urgency").is_some() { Urgency::Low } else { Urgency::High },
        priority: shelf.get("create priority").and_then(PriorityId::parse),
        assignment: policy.or(user).unwrap_or_default(),
        description: text("create description"),
    };
    model.create.begun = true;
    // It was under way when the page went: before anything is sent it is looked for.
    let attempt = shelf.get("create attempt").and_then(|text| text.split_once('\n'));
    let attempt = attempt.and_then(|(key, service)| Some((IncidentKey::parse(key)?, ServiceId::parse(service)?)));
    model.create.unsure = attempt.and_then(|(key, service)| {
        let incident = model.create.draft.check().ok()?;
        Some(Attempt { key, incident: NewIncident { service, ..incident } })
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn id() -> IncidentId {
        IncidentId::parse("Q1").unwrap()
    }

    fn kept(model: &Model) -> Shelf {
        let mut shelf = Shelf::default();
        for keeper in &KEEPERS {
            (keeper.keep)(model, &mut shelf);
        }
        shelf
    }

    fn put_back(shelf: &Shelf) -> Model {
        let mut model = Model::default();
        recalled(&mut model, shelf);
        model
    }

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let mut model = Model::default();
        model.dossier(&id()).note_draft = "half\nwritten".into();
        model.create.begun = true;
        model.create.draft = IncidentDraft {
            title: "T".into(),
            service: Some(Named { id: ServiceId::parse("PS1").unwrap(), name: "Checkout".into() }),
            urgency: Urgency::Low,
            priority: PriorityId::parse("PP1"),
            assignment: Assignment::User(Named { id: UserId::parse("PU1").unwrap(), name: "Ada".into() }),
            description: "D".into(),
        };
        let incident = model.create.draft.check().unwrap();
        let attempt = Attempt { key: IncidentKey::parse("Zendesk_acme_7").unwrap(), incident };
        model.create.sending = Sending::Sending(attempt.clone());
        let again = put_back(&kept(&model));
        assert_eq!(again.create.draft, model.create.draft);
        assert_eq!(again.create.unsure, Some(attempt), "it may have been created");
        assert_eq!(again.dossiers.get(&id()).unwrap().note_draft, "half\nwritten");
    }

    #[test]
    fn notes_under_way_come_back_waiting_in_doubt_or_as_a_draft() {
        let note = |text: &str| OutgoingNote {
            asked: 1,
            at: Moment(5),
            note: NewNote::check(text).unwrap(),
            failure: None,
            missing: false,
            waiting: None,
        };
        let author = UserId::parse("PU1").unwrap();
        let mut model = Model::default();
        let outbox = &mut model.dossier(&id()).outbox;
        let waiting = Some(Waiting { author: author.clone(), look_first: true });
        outbox.push(OutgoingNote { asked: 1, waiting, ..note("waits") });
        outbox.push(OutgoingNote { asked: 2, ..note("under way") });
        outbox.push(OutgoingNote { asked: 3, failure: Some(Failure::NotFound), ..note("refused") });
        let again = put_back(&kept(&model));
        let dossier = again.dossiers.get(&id()).unwrap();
        let [waits, sent] = dossier.outbox.as_slice() else { unreachable!("two notes") };
        assert_eq!(waits.waiting, Some(Waiting { author, look_first: true }));
        assert!(sent.waiting.is_none() && !sent.can_be_sent_again(), "nobody knows whether it was written");
        assert_eq!(dossier.note_draft, "refused");
    }

    #[test]
    fn a_shelf_from_another_hand_does_no_harm() {
        let mut shelf = Shelf::default();
        for (name, text) in [
            ("note ../x", "a"),
            ("outgoing Q1", "waits"),
            ("outgoing Q1 2", "waits soon P1\ntext"),
            ("outgoing Q1 3", "waits 5 ../\ntext"),
            ("create service", "no line"),
            ("create policy", "../\nname"),
        ] {
            shelf.put(name, text);
        }
        let model = put_back(&shelf);
        assert!(model.dossiers.values().all(|dossier| dossier.outbox.is_empty()));
        assert_eq!(model.create.draft.service, None);
        assert_eq!(model.create.draft.assignment, Assignment::ServiceDefault);
    }

    #[test]
    fn a_shelf_is_bounded() {
        let mut shelf = Shelf::default();
        shelf.put("long", "x".repeat(LONGEST + 1));
        shelf.put("blank", " \n");
        for number in 0..100 {
            shelf.put(format!("n {number:03}"), "text");
        }
        assert_eq!((shelf.entries().count(), shelf.get("long"), shelf.get("blank")), (MOST, None, None));
    }
}
