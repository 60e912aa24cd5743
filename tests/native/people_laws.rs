//! A law of paging people: whatever is clicked, lost, refused or answered late, nobody is asked twice for the same request.

use std::collections::BTreeMap;

use incident_command_console::console::people::{Errand, Made, PeopleEffect, PeopleEvent, Purpose};
use incident_command_console::console::{Effect, Event};
use incident_command_console::domain::ability::Abilities;
use incident_command_console::domain::failure::{Failure, Told};
use incident_command_console::domain::id::{IncidentId, UserId};
use incident_command_console::domain::incident::Named;
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::people::{Candidate, Target};
use incident_command_console::domain::responder::{ResponderRequest, Summons};
use incident_command_console::domain::timeline::Page;
use proptest::prelude::*;

use crate::story::Story;

#[derive(Clone, Copy, Debug)]
enum Step {
    Open,
    Choose(u8),
    Remove(u8),
    Submit,
    Close,
    Click(u8, usize),
    Answer(usize, u8),
    Wake,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Open),
        3 => (0_u8..4).prop_map(Step::Choose),
        1 => (0_u8..4).prop_map(Step::Remove),
        4 => Just(Step::Submit),
        1 => Just(Step::Close),
        // Sign in, sign out, hide, go offline, expire, refresh.
        2 => (16_u8..23, 0_usize..6).prop_map(|(what, which)| Step::Click(what, which)),
        8 => (0_usize..4, 0_u8..10).prop_map(|(which, fate)| Step::Answer(which, fate)),
        2 => Just(Step::Wake),
    ]
}

/// An agent who asks for help again and again, each time with other words.
struct Helpline {
    story: Story,
    /// The number of the request that is being made; the words of each hold it.
    round: usize,
    /// How often PagerDuty was asked: by words and target.
    asked: BTreeMap<(String, String), usize>,
}

impl Helpline {
    fn new() -> Self {
        let mut story = Story::new(Abilities::all(), true);
        while !story.open.is_empty() {
            story.answer(0, 9);
        }
        Self { story, round: 0, asked: BTreeMap::new() }
    }

    fn errand() -> Errand {
        Errand { purpose: Purpose::Responders, incident: IncidentId::parse("Q111111").unwrap() }
    }

    fn candidate(which: u8) -> Candidate {
        let user = Named { id: UserId::parse(&format!("PUSR{which}")).unwrap(), name: format!("User {which}") };
        Candidate { target: Target::User(user), title: String::new(), time_zone: None, delays: Vec::new() }
    }

    fn people(&mut self, event: PeopleEvent) {
        let waiting = self.story.model.people.tasks.contains_key(&Self::errand());
        let before = self.story.open.len();
        self.story.send(Event::People(event));
        let new = self.story.open.iter().skip(before);
        let sent = new.filter(|effect| matches!(effect, Effect::People(PeopleEffect::Summon { .. }))).count();
        assert!(sent <= 1, "one event sends at most one request");
        if waiting && !self.story.model.people.tasks.contains_key(&Self::errand()) {
            // It is done, and what the agent does next is another request.
            let words = self.words();
            assert!(self.asked.keys().any(|(message, _)| *message == words), "{words} was told as done, and was not");
            self.round += 1;
        }
    }

    fn words(&self) -> String {
        format!("help-{}.", self.round)
    }

    fn answer(&mut self, which: usize, fate: u8) {
        if self.story.open.is_empty() {
            return;
        }
        let which = which % self.story.open.len();
        if !matches!(self.story.open[which], Effect::People(_)) {
            // Signing in answers at once, and everything else as the story does it.
            self.story.answer(which, fate);
            return;
        }
        let Some(Effect::People(effect)) = self.story.open.remove(which) else { return };
        let failure = match fate {
            0 | 1 => Some(Failure::Unreachable),
            2 => Some(Failure::Forbidden(Told::default())),
            3 => Some(Failure::Unauthorized),
            4 => Some(Failure::RateLimited { seconds: Some(3) }),
            5 => Some(Failure::PaymentRequired),
            _ => None,
        };
        let done = failure.is_none() || fate == 1;
        if let Some(event) = self.carry_out(effect, done, failure) {
            self.people(event);
        }
    }

    fn carry_out(&mut self, effect: PeopleEffect, done: bool, failure: Option<Failure>) -> Option<PeopleEvent> {
        fn or<T>(failure: Option<Failure>, value: T) -> Result<T, Failure> {
            failure.map_or(Ok(value), Err)
        }
        Some(match effect {
            PeopleEffect::Search { errand, asked, .. } => {
                PeopleEvent::Found { errand, asked, answer: or(failure, Page { items: Vec::new(), more: false }) }
            }
            PeopleEffect::LoadOnCall { errand, asked, .. } => {
                PeopleEvent::OnCallArrived { errand, asked, answer: or(failure, Vec::new()) }
            }
            PeopleEffect::Summon { errand, asked, me, summons } => {
                let Summons::Responders(plea) = summons else { return None };
                let request = |target: &Target| ResponderRequest {
                    requester: Some(me.clone()),
                    at: Some(Moment(self.story.now)),
                    message: plea.message.clone(),
                    target: target.clone(),
                    responders: Vec::new(),
                };
                let requests: Vec<_> = plea.targets.iter().map(request).collect();
                if done {
                    let incident = self.story.incidents.iter_mut().find(|it| it.id == errand.incident).unwrap();
                    incident.responder_requests.extend(requests.clone());
                    for target in &plea.targets {
                        let times = self.asked.entry((plea.message.clone(), target.key())).or_default();
                        *times += 1;
                        assert!(*times <= 1, "{} was asked {times} times: {}", target.key(), plea.message);
                    }
                }
                PeopleEvent::Answered { errand, asked, answer: or(failure, Made::Requests(requests)) }
            }
            PeopleEffect::LookUp { errand, asked } => {
                let incident = self.story.incidents.iter().find(|it| it.id == errand.incident).cloned().unwrap();
                PeopleEvent::LookedUp { errand, asked, answer: or(failure, incident) }
            }
            PeopleEffect::LoadPolicy { .. } | PeopleEffect::Cancel { .. } => return None,
        })
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Open => self.people(PeopleEvent::Opened(Self::errand())),
            Step::Choose(which) => self.people(PeopleEvent::Chosen(Box::new(Self::candidate(which)))),
            Step::Remove(which) => self.people(PeopleEvent::Removed(Self::candidate(which).target.key())),
            Step::Submit => {
                let words = self.words();
                self.people(PeopleEvent::Submitted(words));
            }
            Step::Close => self.story.send(Event::TaskClosed),
            Step::Click(what, which) => self.story.click(what, which),
            Step::Answer(which, fate) => self.answer(which, fate),
            Step::Wake => self.story.wake(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_asked_twice_for_the_same_request(steps in proptest::collection::vec(step(), 1..160)) {
        let mut line = Helpline::new();
        for step in steps {
            line.take(step);
        }
    }
}

#[test]
fn a_request_without_trouble_is_made_and_told() {
    let mut line = Helpline::new();
    for step in [Step::Open, Step::Choose(1), Step::Choose(2), Step::Submit] {
        line.take(step);
    }
    while !line.story.open.is_empty() {
        line.answer(0, 9);
    }
    assert_eq!((line.round, line.asked.len()), (1, 2));
}
