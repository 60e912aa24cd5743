//! A PagerDuty and a Zendesk in a few maps, which answer the console's effects well or badly, and check the laws after each step.

use std::collections::{BTreeMap, VecDeque};

use incident_command_console::console::event::{DraftChange, Found};
use incident_command_console::console::linked_tickets::{TicketsEffect, TicketsEvent};
use incident_command_console::console::mirror::{MirrorEffect, MirrorEvent, Prioritized};
use incident_command_console::console::model::{Preferences, SignInProblem};
use incident_command_console::console::people::{PeopleEffect, Purpose};
use incident_command_console::console::related::{RelatedEffect, RelatedEvent};
use incident_command_console::console::{Effect, Event, LinkChange, Model, Source, Surroundings, Timer};
use incident_command_console::domain::ability::{Abilities, Ability, Permissions};
use incident_command_console::domain::display::Display;
use incident_command_console::domain::failure::{Failure, Told};
use incident_command_console::domain::id::{IncidentId, PriorityId, ServiceId, TicketId};
use incident_command_console::domain::incident::{Incident, IncidentKey, Named, Priority, Status};
use incident_command_console::domain::link::LinkedIncidents;
use incident_command_console::domain::mirror::{Change, Mirroring, PriorityMap, Report};
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::ticket::{Ticket, TicketPriority, TicketStatus};
use incident_command_console::domain::timeline::{Note, Page};

use crate::story_cast::{agent, incident, me};
use crate::story_tell::Broadcasts;

/// A PagerDuty and a Zendesk in a few maps, with an agent who clicks about.
pub(crate) struct Story {
    pub(crate) model: Model,
    pub(crate) now: i64,
    pub(crate) abilities: Abilities,
    /// Effects that were not answered yet.
    pub(crate) open: VecDeque<Effect>,
    pub(crate) timers: BTreeMap<Timer, i64>,
    pub(crate) incidents: Vec<Incident>,
    pub(crate) notes: Vec<(IncidentId, String)>,
    pub(crate) links: LinkedIncidents,
    /// What the ticket was told, by the update's mark.
    pub(crate) told: Vec<(String, Vec<Report>)>,
    /// The ticket's priority.
    pub(crate) priority: Option<TicketPriority>,
    /// Texts of notes that the agent has sent, each different.
    pub(crate) sent: Vec<String>,
    /// How many different texts the agent has typed.
    pub(crate) typed: usize,
    /// How often the agent began to describe an incident.
    pub(crate) drafts: usize,
    /// Incidents that this console has created.
    pub(crate) created: usize,
    pub(crate) attempt: Option<u32>,
    /// What was told to others.
    pub(crate) broadcasts: Broadcasts,
}

impl Story {
    pub(crate) fn new(abilities: Abilities, signed_in: bool) -> Self {
        let mut story = Self {
            model: Model::default(),
            now: 1_000_000,
            abilities,
            open: VecDeque::new(),
            timers: BTreeMap::new(),
            incidents: vec![
                incident("Q111111", "PS1", IncidentKey::parse("Zendesk_acme_7"), 10),
                incident("Q222222", "PS2", None, 20),
            ],
            notes: Vec::new(),
            links: LinkedIncidents::read("Q222222"),
            told: Vec::new(),
            priority: None,
            sent: Vec::new(),
            typed: 0,
            drafts: 0,
            created: 0,
            attempt: None,
            broadcasts: Broadcasts::default(),
        };
        story.send(Event::Registered(Box::new(Surroundings {
            subdomain: "acme".into(),
            ticket: Some(TicketId(7)),
            can_sign_in: true,
            redirect_address: None,
            has_read_only_key: false,
            mirroring: Mirroring {
                priorities: PriorityMap::new([(TicketPriority::High, "P2".into())]),
                ..Mirroring::usual()
            },
            permissions: Ok(Permissions { default: abilities, groups: Vec::new() }),
            me: signed_in.then(me),
            display: Display::default(),
            preferences: Preferences::default(),
            visible: true,
            online: true,
        })));
        story
    }

    pub(crate) fn send(&mut self, event: Event) {
        self.now += 37;
        let began = self.model.create.begun;
        let effects = self.model.update(event, Moment(self.now));
        if !began && self.model.create.begun {
            self.drafts += 1;
        }
        for effect in effects {
            self.check_right(&effect);
            match effect {
                Effect::Wake(timer, after) => {
                    self.timers.insert(timer, self.now + i64::try_from(after.as_millis()).unwrap());
                }
                Effect::Hush(timer) => {
                    self.timers.remove(&timer);
                }
                Effect::OpenSignIn { attempt } => self.attempt = Some(attempt),
                // What the browser keeps, and hints to others, nobody waits for.
                Effect::Manners(_) => {}
                effect => self.open.push_back(effect),
            }
        }
        self.check_laws();
    }

    /// Nothing is written without the ability and, in PagerDuty, without the agent's own account.
    fn check_right(&self, effect: &Effect) {
        if let Some(ability) = Self::telling(effect) {
            assert!(self.abilities.has(ability) && self.model.me().is_some(), "{effect:?} without the right");
        }
        let needs: &[Ability] = match effect {
            Effect::Acknowledge(_) | Effect::Snooze { .. } => &[Ability::Acknowledge],
            Effect::Resolve { .. } => &[Ability::Resolve],
            Effect::PostNote { .. } => &[Ability::Note],
            Effect::Create { .. } => &[Ability::Create],
            // A link follows from creating, linking, or undoing an unlinking.
            Effect::WriteLinks(LinkChange::Add(_)) => &[Ability::Create, Ability::Link, Ability::Unlink],
            Effect::EnsureBacklink(_) => &[Ability::Link, Ability::Unlink, Ability::Create],
            Effect::WriteLinks(LinkChange::Remove { .. }) => &[Ability::Unlink],
            Effect::Mirror(MirrorEffect::SetPriority { .. }) | Effect::Edit { .. } => &[Ability::Priority],
            Effect::Mirror(MirrorEffect::TellTicket { update, .. }) => {
                // Only what somebody was allowed to do is there to be told; it is told whoever is signed in now.
                assert!(!update.is_empty() && !update.mark.is_empty(), "{update:?}");
                return;
            }
            Effect::People(PeopleEffect::Summon { errand, .. }) if errand.purpose == Purpose::Reassign => {
                &[Ability::Reassign]
            }
            Effect::People(PeopleEffect::Summon { .. } | PeopleEffect::Cancel { .. }) => &[Ability::Responders],
            _ => return,
        };
        assert!(needs.iter().any(|ability| self.abilities.has(*ability)), "{effect:?} without the ability");
        if !matches!(effect, Effect::WriteLinks(_)) {
            assert!(self.model.me().is_some(), "{effect:?} without an account");
        }
    }

    fn check_laws(&self) {
        self.check_told();
        assert!(self.created <= self.drafts, "{} incidents of {} drafts", self.created, self.drafts);
        for text in &self.sent {
            let written = self.notes.iter().filter(|(_, content)| content.contains(text)).count();
            assert!(written <= 1, "{text} was written {written} times");
            let kept = self.model.dossiers.values().any(|dossier| {
                dossier.note_draft.contains(text) || dossier.outbox.iter().any(|note| note.note.text().contains(text))
            });
            assert!(written == 1 || kept, "{text} is lost");
            let is_it = |report: &&Report| matches!(&report.change, Change::Note(told) if told.contains(text));
            let told = self.told.iter().flat_map(|(_, reports)| reports).filter(is_it).count();
            assert!(told <= written, "the ticket was told {told} times of {text}, which was written {written} times");
        }
    }

    /// Answers an open effect: `fate` 0 fails before it is done, 1 after, 2 is a refusal, 3 a refused token, else it succeeds.
    pub(crate) fn answer(&mut self, which: usize, fate: u8) {
        if self.open.is_empty() {
            return;
        }
        let effect = self.open.remove(which % self.open.len()).unwrap();
        let failure = match fate {
            0 | 1 => Some(Failure::Unreachable),
            2 => Some(Failure::Forbidden(Told::default())),
            3 => Some(Failure::Unauthorized),
            4 => Some(Failure::RateLimited { seconds: Some(3) }),
            _ => None,
        };
        let done = failure.is_none() || fate == 1;
        if let Some(event) = self.carry_out(effect, done, failure) {
            self.send(event);
        }
    }

    fn carry_out(&mut self, effect: Effect, done: bool, failure: Option<Failure>) -> Option<Event> {
        fn or<T>(failure: Option<Failure>, value: impl FnOnce() -> T) -> Result<T, Failure> {
            failure.map_or_else(|| Ok(value()), Err)
        }
        Some(match effect {
            Effect::LoadAgent => Event::AgentArrived(or(failure, agent)),
            Effect::LoadTicket => Event::TicketArrived(or(failure, || self.ticket())),
            Effect::LoadIncidents { asked, source, key, ids } => {
                assert_eq!(source, Source::Agent);
                let by_key = self.incidents.iter().filter(|it| key.is_some() && it.key == key).cloned().collect();
                let by_id = self.incidents.iter().filter(|it| ids.contains(&it.id)).cloned().collect();
                Event::IncidentsArrived { asked, answer: or(failure, || Found { by_key, by_id, missing: Vec::new() }) }
            }
            Effect::LoadNotes { asked, incident, .. } => {
                let note = |(index, (_, content)): (usize, &(IncidentId, String))| Note {
                    id: format!("N{index}"),
                    at: Moment(self.now),
                    who: me().name,
                    content: content.clone(),
                };
                let notes = self.notes.iter().enumerate().filter(|(_, (id, _))| *id == incident).map(note).collect();
                Event::NotesArrived { asked, incident, answer: or(failure, || notes) }
            }
            Effect::LoadTimeline { asked, incident, .. } => {
                Event::TimelineArrived { asked, incident, answer: or(failure, || Page { items: vec![], more: false }) }
            }
            Effect::Acknowledge(id) => {
                let changed = self.change(&id, Status::Acknowledged, done);
                Event::AcknowledgeAnswered(id, or(failure, || changed))
            }
            Effect::Resolve { incident, .. } => {
                let changed = self.change(&incident, Status::Resolved, done);
                Event::ResolveAnswered(incident, or(failure, || changed))
            }
            Effect::PostNote { asked, incident, note } => {
                if done {
                    self.notes.push((incident.clone(), note.text().into()));
                }
                let written = Note {
                    id: format!("N{}", self.notes.len().saturating_sub(1)),
                    at: Moment(self.now),
                    who: me().name,
                    content: note.text().into(),
                };
                Event::NoteAnswered { asked, incident, answer: or(failure, || written) }
            }
            Effect::Create { key, incident: new } => {
                let taken =
                    |it: &&Incident| it.is_open() && it.service.id == new.service && it.key.as_ref() == Some(&key);
                if self.incidents.iter().find(taken).is_some() {
                    return Some(Event::CreateAnswered(Err(Failure::Rejected(Told::default()))));
                }
                let made = incident(&format!("C{}", self.created), new.service.as_str(), Some(key), self.now);
                if done {
                    self.created += 1;
                    self.incidents.push(made.clone());
                }
                Event::CreateAnswered(or(failure, || made))
            }
            Effect::FindByKey { asked, key, service } => {
                let is_it = |it: &&Incident| it.is_open() && it.service.id == service && it.key.as_ref() == Some(&key);
                let found = self.incidents.iter().find(is_it).cloned();
                Event::KeyLookedUp { asked, answer: or(failure, || found) }
            }
            Effect::WriteLinks(change) => {
                if done {
                    match &change {
                        LinkChange::Add(id) => {
                            self.links.add(id.clone());
                        }
                        LinkChange::Remove { incident, found_by_key, .. } => self.links.remove(incident, *found_by_key),
                    }
                }
                Event::LinksWritten { change, answer: or(failure, || self.ticket()) }
            }
            Effect::EnsureBacklink(id) => Event::BacklinkAnswered(id, or(failure, || ())),
            Effect::SearchServices { asked, .. } => {
                Event::ServicesArrived { asked, answer: or(failure, || Page { items: vec![], more: false }) }
            }
            Effect::SearchAssignees { asked, .. } => Event::AssigneesArrived { asked, answer: or(failure, Vec::new) },
            Effect::LoadPriorities => Event::PrioritiesArrived(or(failure, Vec::new)),
            Effect::ListOpenIncidents { asked, .. } => {
                let items = self.incidents.iter().filter(|it| it.is_open()).cloned().collect();
                Event::OpenIncidentsArrived { asked, answer: or(failure, || Page { items, more: false }) }
            }
            Effect::Mirror(MirrorEffect::TellTicket { asked, update, leaving: None }) => {
                let known = self.told.iter().any(|(mark, _)| *mark == update.mark);
                assert!(!known || update.unsure, "{} was told and is told again without looking", update.mark);
                if done && !known {
                    self.told.push((update.mark.clone(), update.reports.clone()));
                    self.priority = update.priority.or(self.priority);
                }
                Event::Mirror(MirrorEvent::TicketTold { asked, answer: or(failure, || Some(Box::new(self.ticket()))) })
            }
            Effect::Mirror(MirrorEffect::SetPriority { asked, incident, name, untouched }) => {
                let mut changed = self.incidents.iter().find(|it| it.id == incident).cloned().unwrap();
                if untouched && changed.priority.is_some() {
                    let left = || Prioritized::Left(Box::new(changed));
                    return Some(Event::Mirror(MirrorEvent::PrioritySet { asked, answer: or(failure, left) }));
                }
                changed.priority = PriorityId::parse(&name).map(|id| Priority { id, name, color: None });
                if done {
                    *self.incidents.iter_mut().find(|it| it.id == incident).unwrap() = changed.clone();
                }
                let set = || Prioritized::Set(Box::new(changed));
                Event::Mirror(MirrorEvent::PrioritySet { asked, answer: or(failure, set) })
            }
            Effect::Related(RelatedEffect::Load { asked, .. }) => {
                let items = self.incidents.iter().filter(|it| it.is_open()).cloned().collect();
                let answer = or(failure, || Page { items, more: false });
                Event::Related(RelatedEvent::Arrived { asked, answer })
            }
            Effect::Tickets(TicketsEffect::Load { asked, incident, .. }) => {
                Event::Tickets(TicketsEvent::Arrived { asked, incident, answer: or(failure, Default::default) })
            }
            effect @ (Effect::Edit { .. } | Effect::Snooze { .. }) => return self.answer_change(effect, done, failure),
            Effect::StatusUpdate(effect) => self.answer_update(effect, done, failure),
            Effect::Workflow(effect) => self.answer_workflow(effect, done, failure),
            _ => return None,
        })
    }

    pub(crate) fn change(&mut self, id: &IncidentId, status: Status, done: bool) -> Incident {
        let at = Moment(self.now);
        let found = self.incidents.iter_mut().find(|it| it.id == *id).unwrap();
        let mut changed = found.clone();
        changed.status = status;
        changed.changed_at = at;
        changed.updated_at = at;
        if done {
            *found = changed.clone();
        }
        changed
    }

    fn ticket(&self) -> Ticket {
        Ticket {
            id: TicketId(7),
            subject: "Checkout fails".into(),
            description: String::new(),
            status: TicketStatus::Open,
            priority: self.priority,
            requester: None,
            links: self.links.clone(),
            tagged: true,
            follow_up_of: None,
            tags: Vec::new(),
            stamp: "now".into(),
        }
    }

    pub(crate) fn wake(&mut self) {
        let Some((timer, at)) = self.timers.iter().min_by_key(|(_, at)| **at).map(|(timer, at)| (timer.clone(), *at))
        else {
            return;
        };
        self.timers.remove(&timer);
        self.now = self.now.max(at);
        self.send(Event::Woke(timer));
    }

    /// The agent does something.
    pub(crate) fn click(&mut self, what: u8, which: usize) {
        let ids: Vec<_> = self.model.shown_incidents().into_iter().map(|it| it.id).collect();
        let id = ids.get(which % ids.len().max(1)).cloned().unwrap_or_else(|| IncidentId::parse("Q111111").unwrap());
        let service = ServiceId::parse(if which.is_multiple_of(2) { "PS1" } else { "PS3" })
            .map(|id| Named { id, name: "S".into() });
        match what {
            0 => self.send(Event::CreateClicked { description: "about".into() }),
            1 => self.send(Event::DraftChanged(DraftChange::Service(service))),
            2 | 3 => self.send(Event::CreateSubmitted),
            4 => self.send(Event::CreateAnotherClicked),
            5 => self.send(Event::TaskClosed),
            6 => self.send(Event::AcknowledgeClicked(id)),
            7 => self.send(Event::ResolveClicked(id)),
            8 => self.send(Event::ResolveConfirmed),
            9 => self.send(Event::ResolveUndone(id)),
            10 => {
                self.typed += 1;
                let text = format!("note-{}.", self.typed);
                // What came back from a failed note is still in the editor; the agent types behind it.
                let draft = self.model.dossiers.get(&id).map(|it| it.note_draft.clone()).unwrap_or_default();
                self.send(Event::NoteTyped(id.clone(), draft + &text));
                let before = self.open.len();
                if self.model.permit_on(incident_command_console::domain::action::Action::Note, &id).is_ok() {
                    self.sent.push(text);
                }
                self.send(Event::NoteSubmitted(id));
                assert!(self.open.len() <= before + 1);
            }
            11 | 12 => {
                let failed = self.model.dossiers.iter().find_map(|(id, dossier)| {
                    dossier.outbox.iter().find(|note| note.failure.is_some()).map(|note| (id.clone(), note.asked))
                });
                if let Some((id, asked)) = failed {
                    if what == 11 {
                        self.send(Event::NoteRetried(id, asked));
                    } else {
                        self.send(Event::NoteTakenBack(id, asked));
                    }
                }
            }
            13 => self.send(Event::UnlinkClicked(id)),
            14 => {
                let notice = self.model.notices.get(which % self.model.notices.len().max(1)).cloned();
                let change = notice.and_then(|notice| {
                    use incident_command_console::console::model::Notice;
                    match notice {
                        Notice::CreatedNotLinked { incident, .. } => Some(LinkChange::Add(incident)),
                        Notice::Unlinked { incident } => Some(LinkChange::Add(incident.id)),
                        Notice::LinkFailed { change, .. } => Some(change),
                        _ => None,
                    }
                });
                if let Some(change) = change {
                    self.send(Event::LinkChangeRequested(change));
                }
            }
            15 => {
                let open = self.incidents.iter().find(|it| it.is_open()).cloned();
                if let Some(incident) = open {
                    self.send(Event::LinkClicked);
                    self.send(Event::LinkChosen(Box::new(incident)));
                }
            }
            16 => {
                self.send(Event::SignInClicked);
                if let Some(attempt) = self.attempt {
                    let answer = if which.is_multiple_of(3) { Err(SignInProblem::Denied) } else { Ok(me()) };
                    self.send(Event::SignInAnswered { attempt, answer });
                }
            }
            17 => self.send(Event::SignOutClicked),
            18 => self.send(Event::VisibilityChanged(which.is_multiple_of(2))),
            19 => self.send(Event::ConnectivityChanged(!which.is_multiple_of(3))),
            20 => self.send(Event::SessionExpired),
            21 => self.send(Event::Mirror(MirrorEvent::RetryClicked)),
            22 => {
                let priority = TicketPriority::ALL[which % 4];
                self.send(Event::Mirror(MirrorEvent::PriorityDrafted(Some(priority))));
                self.priority = Some(priority);
                self.send(Event::Mirror(MirrorEvent::TicketSaved));
            }
            23 => self.send(Event::Mirror(MirrorEvent::PriorityRetried)),
            24 => {
                self.send(Event::SectionToggled(incident_command_console::console::model::Section::Tickets));
                self.send(Event::Tickets(TicketsEvent::MoreClicked(id)));
            }
            25..=30 => self.tell(what - 25, id),
            33..=35 => self.change_incident(what - 33, which, id),
            _ => self.send(Event::RefreshClicked),
        }
    }
}
