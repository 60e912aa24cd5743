//! Three agents at one ticket for thousands of steps, with everything going wrong that can: afterwards nothing is there twice, nothing
//! that was confirmed is lost, and nobody has done what they may not.
//!
//! Two of them have accounts in PagerDuty and different permissions, the third may only look. What they do, which of the open
//! requests is answered next, what is lost and how time passes is drawn from a seed, which is printed when a law is broken;
//! `CONSOLE_SEED=<number>` plays that run again.

use incident_command_console::console::event::DraftChange;
use incident_command_console::console::manners::MannersEvent;
use incident_command_console::console::model::{Account, Me, Notice, Task};
use incident_command_console::console::{Effect, Event, LinkChange};
use incident_command_console::domain::ability::Ability;
use incident_command_console::domain::action::Action;
use incident_command_console::domain::id::{IncidentId, ServiceId};
use incident_command_console::domain::incident::Named;
use incident_command_console::domain::link::{LinkedIncidents, mentions};
use incident_command_console::domain::ticket::address;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use sandbox::zendesk::Push;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

use crate::desk::{Desk, JONAS, SAM, TIER_1, sandbox};
use crate::seed::{Random, Seed};

/// Priya Nair, who has an account and works at the Incident Desk and in Tier 1.
const PRIYA: u64 = 8_410_300_121;
const INCIDENT_DESK: u64 = 7_290_200_028;
const TICKET: u64 = 48_215;
const STEPS: u32 = 2_500;
const SEEDS: [u64; 3] = [1, 20_261_122, 12_648_430];

/// An agent in front of a console.
struct Seat {
    desk: Desk,
    agent: u64,
    email: Option<&'static str>,
    me: Option<Me>,
    /// What the agent may do, as the administrator has set it.
    may: Vec<Ability>,
    typed: u32,
    /// The notes that the agent has sent, by a word that no other note holds.
    notes: Vec<String>,
    /// The incidents that the agent has begun to create, by title.
    titles: Vec<String>,
}

/// What an agent can do: the events of one act. A new action joins with a line in [`ACTS`].
type Act = fn(&mut Seat, &mut Random) -> Vec<Event>;

const ACTS: [Act; 15] = [
    |seat, random| seat.on(random, Event::AcknowledgeClicked),
    |seat, random| seat.on(random, Event::ResolveClicked),
    |seat, _| {
        if matches!(seat.desk.model.task, Some(Task::Resolve { .. })) { vec![Event::ResolveConfirmed] } else { vec![] }
    },
    |seat, random| seat.on(random, Event::ResolveUndone),
    Seat::write_note,
    Seat::write_note,
    |seat, random| seat.deal_with_note(random),
    Seat::describe_incident,
    |seat, _| if seat.desk.model.task == Some(Task::Create) { vec![Event::CreateSubmitted] } else { vec![] },
    |seat, random| seat.on(random, Event::UnlinkClicked),
    Seat::link_some_incident,
    Seat::follow_notice,
    |_, _| vec![Event::TaskClosed],
    |_, _| vec![Event::RefreshClicked],
    |seat, random| seat.on(random, Event::IncidentToggled),
];

impl Seat {
    async fn new(world: &(Sandbox, Clock), agent: u64, email: Option<&'static str>, may: &[Ability]) -> Self {
        let desk = Desk::new(world, TICKET, agent, email).await;
        let me = desk.model.me().cloned();
        Self { desk, agent, email, me, may: may.to_vec(), typed: 0, notes: vec![], titles: vec![] }
    }

    fn some_incident(&self, random: &mut Random) -> Option<IncidentId> {
        let shown = self.desk.shown();
        shown.get(random.below(shown.len())).map(|incident| incident.id.clone())
    }

    fn on(&self, random: &mut Random, event: fn(IncidentId) -> Event) -> Vec<Event> {
        self.some_incident(random).map(event).into_iter().collect()
    }

    fn write_note(&mut self, random: &mut Random) -> Vec<Event> {
        let Some(id) = self.some_incident(random) else { return Vec::new() };
        if self.desk.model.permit_on(Action::Note, &id).is_err() {
            return vec![Event::NoteSubmitted(id)];
        }
        self.typed += 1;
        let word = format!("note-{}-{}.", self.agent, self.typed);
        let draft = self.desk.model.dossiers.get(&id).map(|it| it.note_draft.clone()).unwrap_or_default();
        self.notes.push(word.clone());
        vec![Event::NoteTyped(id.clone(), draft + &word), Event::NoteSubmitted(id)]
    }

    fn deal_with_note(&mut self, random: &mut Random) -> Vec<Event> {
        let again = random.one_in(2);
        let found = self.desk.model.dossiers.iter().find_map(|(id, dossier)| {
            let note = dossier.outbox.iter().find(|note| note.failure.is_some() || note.waiting.is_some())?;
            Some((id.clone(), note.asked))
        });
        let event = |(id, asked)| if again { Event::NoteRetried(id, asked) } else { Event::NoteTakenBack(id, asked) };
        found.map(event).into_iter().collect()
    }

    fn describe_incident(&mut self, random: &mut Random) -> Vec<Event> {
        let services = self.desk.sandbox.pagerduty().dump()["services"].as_array().cloned().unwrap_or_default();
        let service = &services[random.below(services.len().min(3))];
        let id = ServiceId::parse(service["id"].as_str().unwrap()).unwrap();
        let service = Named { id, name: service["name"].as_str().unwrap().to_owned() };
        let mut events = vec![Event::CreateClicked { description: "From the ticket".into() }];
        if !self.desk.model.create.begun && self.desk.model.permit(Action::Create).is_ok() {
            self.typed += 1;
            let title = format!("incident-{}-{}.", self.agent, self.typed);
            self.titles.push(title.clone());
            events.push(Event::DraftChanged(DraftChange::Title(title)));
        }
        events.push(Event::DraftChanged(DraftChange::Service(Some(service))));
        events
    }

    fn link_some_incident(&mut self, random: &mut Random) -> Vec<Event> {
        let open = self.desk.model.link.read.known().map(|page| page.items.clone()).unwrap_or_default();
        let chosen = open.get(random.below(open.len().min(4))).cloned();
        let chosen = chosen.map(|incident| Event::LinkChosen(Box::new(incident)));
        [Event::LinkClicked].into_iter().chain(chosen).collect()
    }

    fn follow_notice(&mut self, random: &mut Random) -> Vec<Event> {
        let notices = &self.desk.model.notices;
        let change = match notices.get(random.below(notices.len())) {
            Some(Notice::CreatedNotLinked { incident, .. }) => LinkChange::Add(incident.clone()),
            Some(Notice::Unlinked { incident }) => LinkChange::Add(incident.id.clone()),
            Some(Notice::LinkFailed { change, .. }) => change.clone(),
            Some(Notice::BacklinkFailed { incident, .. }) => return vec![Event::BacklinkRequested(incident.clone())],
            _ => return vec![Event::NoticeDismissed(0)],
        };
        vec![Event::LinkChangeRequested(change)]
    }

    fn sign_in_again(&mut self) {
        let (Some(email), Some(me), None) = (self.email, self.me.clone(), self.desk.model.me()) else { return };
        self.desk.take(Event::SignInClicked);
        if let Account::SigningIn { attempt } = self.desk.model.account {
            self.desk.renew_token(email);
            self.desk.take(Event::SignInAnswered { attempt, answer: Ok(me) });
        }
    }

    /// What the agent needs for an effect; nothing for those that change nothing.
    fn needs(effect: &Effect) -> Vec<Ability> {
        match effect {
            Effect::Acknowledge(_) => vec![Ability::Acknowledge],
            Effect::Resolve { .. } => vec![Ability::Resolve],
            Effect::PostNote { .. } => vec![Ability::Note],
            Effect::Create { .. } => vec![Ability::Create],
            Effect::WriteLinks(LinkChange::Remove { .. }) => vec![Ability::Unlink],
            Effect::WriteLinks(LinkChange::Add(_)) | Effect::EnsureBacklink(_) => {
                vec![Ability::Create, Ability::Link, Ability::Unlink]
            }
            // The ticket is told of what was done, whatever it was.
            Effect::Mirror(_) => Ability::ALL.into_iter().filter(|it| *it != Ability::View).collect(),
            effect => {
                assert!(!effect.writes(), "say what {effect:?} needs");
                Vec::new()
            }
        }
    }

    /// Whether a word of the agent's stands somewhere on the screen.
    fn keeps(&self, word: &str) -> bool {
        self.desk.model.dossiers.values().any(|dossier| {
            dossier.note_draft.contains(word) || dossier.outbox.iter().any(|note| note.note.text().contains(word))
        })
    }
}

/// The whole room.
struct Room {
    world: (Sandbox, Clock),
    random: Random,
    seats: Vec<Seat>,
    pushes: Receiver<Push>,
}

impl Room {
    async fn new(seed: u64) -> Self {
        let world = sandbox();
        let tier_1 = [Ability::View, Ability::Create, Ability::Link, Ability::Acknowledge, Ability::Note];
        let names = |abilities: &[Ability]| abilities.iter().map(|it| it.name()).collect::<Vec<_>>();
        let groups = json!({
            TIER_1.to_string(): names(&tier_1),
            INCIDENT_DESK.to_string(): names(&Ability::ALL),
        });
        let configuration = json!({ "version": 1, "permissions": { "default": ["view"], "groups": groups } });
        assert!(world.0.zendesk().set_setting("configuration", configuration.to_string()));
        let pushes = world.0.zendesk().pushes();
        let seats = vec![
            Seat::new(&world, JONAS, Some("jonas.okafor@northwind.example"), &tier_1).await,
            Seat::new(&world, PRIYA, Some("priya.nair@northwind.example"), &Ability::ALL).await,
            Seat::new(&world, SAM, None, &[]).await,
        ];
        Self { world, random: Random(seed), seats, pushes }
    }

    fn some_seat(&mut self) -> usize {
        self.random.below(self.seats.len())
    }

    async fn step(&mut self) {
        let place = self.some_seat();
        match self.random.below(100) {
            0..40 => self.act(place),
            40..84 => self.perform(place).await,
            84..90 => {
                let span = [200, 1_000, 4_000, 12_000][self.random.below(4)];
                self.pass(span);
            }
            90..94 => self.break_something(),
            94 | 95 => self.world.0.faults().clear(),
            96 => {
                let online = self.random.one_in(2);
                self.seats[place].desk.take(Event::ConnectivityChanged(online));
            }
            97 => {
                let visible = !self.random.one_in(3);
                self.seats[place].desk.take(Event::VisibilityChanged(visible));
            }
            98 if self.random.one_in(3) => self.reload(place).await,
            _ => self.seats[place].sign_in_again(),
        }
        self.hear();
    }

    fn act(&mut self, place: usize) {
        let act = ACTS[self.random.below(ACTS.len())];
        let events = act(&mut self.seats[place], &mut self.random);
        for event in events {
            self.seats[place].desk.take(event);
        }
    }

    /// One open request is made and answered. The laws about the ticket's field hold at every single step.
    async fn perform(&mut self, place: usize) {
        let seat = &mut self.seats[place];
        let which = self.random.below(4);
        let waiting = seat.desk.pending().count();
        let Some(effect) = seat.desk.pending().nth(which % waiting.max(1)).cloned() else { return };
        let needs = Seat::needs(&effect);
        let may = needs.is_empty() || needs.iter().any(|ability| seat.may.contains(ability));
        assert!(may, "{effect:?} without the ability");
        let before = LinkedIncidents::read(&seat.desk.field());
        seat.desk.perform_one(which).await;
        let field = seat.desk.field();
        let after = LinkedIncidents::read(&field);
        let words: Vec<_> = field.split_whitespace().collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{field} names one twice");
        let change = match &effect {
            Effect::WriteLinks(change) => Some(change),
            _ => None,
        };
        for id in before.ids().iter().filter(|id| !after.has(id)) {
            assert!(
                matches!(change, Some(LinkChange::Remove { incident, .. }) if incident == id),
                "{id} was lost by {effect:?}"
            );
        }
        for id in after.ids().iter().filter(|id| !before.has(id)) {
            assert!(
                matches!(change, Some(LinkChange::Add(incident)) if incident == id),
                "{id} was added by {effect:?}"
            );
        }
    }

    fn pass(&mut self, milliseconds: i64) {
        self.world.1.advance(milliseconds);
        for seat in &mut self.seats {
            seat.desk.wake_due();
        }
    }

    fn break_something(&mut self) {
        let target = [Target::Pagerduty, Target::Pagerduty, Target::Zendesk, Target::Proxy][self.random.below(4)];
        let code = [401, 402, 403, 404, 409, 429, 500, 503][self.random.below(8)];
        let kind = match self.random.below(6) {
            0 => Kind::DropRequest,
            1 | 2 => Kind::DropAnswer,
            3 => Kind::Malformed,
            _ => Kind::Status { code, retry_after: Some(2), body: None },
        };
        let times = 1 + u32::try_from(self.random.below(3)).unwrap();
        let fault = Fault::new(target, kind).times(times);
        let writes = ["POST", "PUT"][self.random.below(2)];
        self.world.0.faults().add(if self.random.one_in(3) { fault } else { fault.method(writes) });
    }

    /// The page is loaded again: what was under way is never answered, what was typed comes back.
    async fn reload(&mut self, place: usize) {
        let faults = self.world.0.faults().list();
        self.world.0.faults().clear();
        let seat = &mut self.seats[place];
        let browser = std::rc::Rc::clone(&seat.desk.browser);
        let written = std::mem::take(&mut *seat.desk.written.borrow_mut());
        seat.desk = Desk::in_browser(&self.world, TICKET, seat.agent, seat.email, browser).await;
        seat.desk.written.borrow_mut().splice(0..0, written);
        for fault in faults {
            self.world.0.faults().add(fault);
        }
    }

    /// Zendesk brings notifications to every open instance.
    fn hear(&mut self) {
        while let Ok(push) = self.pushes.try_recv() {
            let event = match push {
                Push::AppNotification { body: Value::String(text), .. } => {
                    Event::Manners(MannersEvent::HintHeard(text))
                }
                Push::TicketUpdated { .. } => Event::TicketChanged,
                _ => continue,
            };
            for seat in &mut self.seats {
                seat.desk.take(event.clone());
            }
        }
    }

    /// Nothing goes wrong any more, everybody looks, and all that waits goes out.
    async fn settle(&mut self) {
        self.world.0.faults().clear();
        for _ in 0..12 {
            for seat in &mut self.seats {
                seat.desk.take(Event::ConnectivityChanged(true));
                seat.desk.take(Event::VisibilityChanged(true));
                seat.sign_in_again();
                seat.desk.take(Event::RefreshClicked);
                let mut steps = 0;
                while seat.desk.perform_one(0).await {
                    steps += 1;
                    assert!(steps < 2_000, "the console never comes to rest");
                }
            }
            self.hear();
            self.pass(20_000);
        }
    }

    fn check(&self) {
        let dump = self.world.0.pagerduty().dump();
        let incidents = dump["incidents"].as_array().unwrap();
        let contents: Vec<&str> = incidents
            .iter()
            .flat_map(|incident| incident["notes"].as_array().into_iter().flatten())
            .filter_map(|note| note["content"].as_str())
            .collect();
        let ticket = self.world.0.zendesk().ticket(TICKET).unwrap();
        for seat in &self.seats {
            for word in &seat.notes {
                let told = ticket.comments.iter().filter(|comment| comment.body.contains(word.as_str())).count();
                assert!(told <= 1, "the ticket was told {told} times of {word}");
                let written = contents.iter().filter(|content| content.contains(word.as_str())).count();
                assert!(written <= 1, "{word} was written {written} times");
                assert!(written == 1 || seat.keeps(word), "{word} is lost");
            }
            for title in &seat.titles {
                let made = incidents.iter().filter(|incident| incident["title"] == json!(title)).count();
                assert!(made <= 1, "{title} was created {made} times");
                assert!(made == 1 || seat.desk.model.create.draft.title == *title, "{title} is lost");
            }
        }
        let address = address("northwind", incident_command_console::domain::id::TicketId(TICKET)).unwrap();
        for incident in incidents {
            let notes = incident["notes"].as_array().into_iter().flatten();
            let backlinks =
                notes.filter(|note| mentions(note["content"].as_str().unwrap_or_default(), &address)).count();
            assert!(backlinks <= 1, "{} links back {backlinks} times", incident["id"]);
        }
        let field = LinkedIncidents::read(&self.seats[0].desk.field());
        for seat in &self.seats {
            let known = seat.desk.model.ticket.known().map(|ticket| ticket.links.clone());
            assert_eq!(known, Some(field.clone()), "every console has heard of every link");
            for id in field.ids() {
                let told = incidents.iter().find(|incident| incident["id"] == json!(id.as_str())).unwrap();
                let shown =
                    seat.desk.model.incident(id).map(|incident| format!("{:?}", incident.status).to_lowercase());
                assert_eq!(shown.as_deref(), told["status"].as_str(), "every console shows {id} as it is");
            }
        }
        let resolves = |seat: &Seat| seat.desk.written.borrow().iter().any(|sent| sent.contains("\"resolved\""));
        assert!(!resolves(&self.seats[0]), "Tier 1 may not resolve");
        let wrote = self.seats[2].desk.written.borrow().iter().find(|sent| !sent.contains("/proxy")).cloned();
        assert_eq!(wrote, None, "who may only look has sent nothing");
    }

    async fn leave(&mut self) {
        for seat in &mut self.seats {
            seat.desk.take(Event::Left);
            while seat.desk.perform_one(0).await {}
            let written = seat.desk.written.borrow().len();
            for act in ACTS {
                for event in act(seat, &mut self.random) {
                    seat.desk.take(event);
                }
            }
            self.world.1.advance(60_000);
            seat.desk.wake_due();
            assert!(!seat.desk.perform_one(0).await, "nothing happens after leaving");
            assert_eq!((seat.desk.written.borrow().len(), seat.desk.timers()), (written, 0));
        }
    }
}

#[tokio::test]
async fn nothing_is_doubled_lost_or_forbidden_when_three_agents_work_one_ticket() {
    let given = std::env::var("CONSOLE_SEED").ok().and_then(|seed| seed.parse().ok());
    for seed in given.map_or_else(|| SEEDS.to_vec(), |seed| vec![seed]) {
        let _seed = Seed(seed);
        let mut room = Box::pin(Room::new(seed)).await;
        let acts = room.seats.iter().map(|seat| seat.notes.len()).sum::<usize>();
        assert_eq!(acts, 0);
        for _ in 0..STEPS {
            room.step().await;
        }
        room.settle().await;
        room.check();
        let sent: usize = room.seats.iter().map(|seat| seat.desk.written.borrow().len()).sum();
        assert!(sent > 100, "only {sent} requests changed anything");
        room.leave().await;
    }
}

#[tokio::test]
async fn a_change_shows_at_another_desk_within_seconds() {
    let mut room = Box::pin(Room::new(7)).await;
    let id = room.seats[1].desk.shown()[0].id.clone();
    room.seats[1].desk.tell(Event::NoteTyped(id.clone(), "Look at this".into())).await;
    room.seats[1].desk.tell(Event::NoteSubmitted(id.clone())).await;
    room.seats[1].desk.wait(Duration::from_secs(1)).await;
    room.hear();
    room.seats[0].desk.wait(Duration::from_secs(7)).await;
    let notes = room.seats[0].desk.model.dossiers[&id].notes.known().unwrap().clone();
    assert!(notes.iter().any(|note| note.content == "Look at this"), "{notes:?}");
}
