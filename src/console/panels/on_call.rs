//! Who would be notified, until when they are on call and how late it is for them: all that is told before anybody is paged.

use leptos::prelude::*;

use crate::domain::failure::Failure;
use crate::domain::incident::Incident;
use crate::domain::moment::Moment;
use crate::domain::people::{Candidate, OnCall, Target, levels};
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::avatar::avatar;
use crate::kit::button::Button;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, fragment, nothing, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::rows::{Row, rows};
use crate::kit::well::well;

use super::super::event::Event;
use super::super::people::{PeopleEvent, PeopleTask, Purpose, Roster, Way};
use super::people_fields::reading;
use super::screen::{Screen, side_by_side};

/// One line of what is told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    /// A policy, whose people follow.
    Policy(String),
    /// A level, whose people follow: its number, and after how many minutes it is notified.
    Level(u32, Option<u32>),
    /// Somebody who is chosen by name: with their duties, if those are known.
    Person { name: String, time_zone: Option<String>, duties: Option<Vec<OnCall>> },
    /// Somebody who is on call.
    OnCall(OnCall),
    /// A policy for which nobody is on call.
    Nobody(String),
}

impl Line {
    fn key(&self) -> String {
        let duty = |duty: &OnCall| {
            let until = duty.until.map_or(0, |at| at.0);
            format!("{} {} {} {until}", duty.user.id, duty.policy.id, duty.level)
        };
        match self {
            Self::Policy(name) => format!("policy {name}"),
            Self::Level(number, after) => format!("level {number} {}", after.map_or(-1, i64::from)),
            Self::Person { name, duties, .. } => {
                let duties = duties.as_ref().map(|all| all.iter().map(duty).collect::<Vec<_>>().join(" "));
                format!("person {name} {}", duties.unwrap_or_else(|| "?".to_owned()))
            }
            Self::OnCall(on_call) => format!("on call {}", duty(on_call)),
            Self::Nobody(name) => format!("nobody {name}"),
        }
    }
}

/// The lines for a choice; for a handover by policy or level, in the order in which people are notified.
fn lines(purpose: Purpose, task: &PeopleTask, incident: &Incident) -> Vec<Line> {
    let roster = &task.roster;
    let mut told = Vec::new();
    let mut ladder = |policy: &Candidate, first: u32, whole: bool| {
        let Target::EscalationPolicy(id) = &policy.target else { return };
        if !roster.covers(&policy.target) {
            return;
        }
        let all = levels(&id.id, &policy.delays, &roster.duties, first);
        if all.iter().all(|level| level.on_call.is_empty()) {
            told.push(Line::Nobody(policy.target.name().to_owned()));
            return;
        }
        if !whole {
            told.push(Line::Policy(policy.target.name().to_owned()));
        }
        for level in all.into_iter().filter(|level| whole || level.after == Some(0)) {
            if whole {
                told.push(Line::Level(level.number, level.after));
            }
            told.extend(level.on_call.into_iter().map(Line::OnCall));
            if !whole {
                // A request for help reaches the first level that has somebody; what lies behind it is asked only later.
                break;
            }
        }
    };
    if let (Purpose::Reassign, Way::NextLevel | Way::Level) = (purpose, task.way) {
        if let (Some(policy), Some(level)) = (task.own.known(), task.chosen_level(incident)) {
            ladder(policy, level, true);
        }
        return told;
    }
    for candidate in task.counting(purpose) {
        if candidate.target.is_policy() {
            ladder(candidate, 1, purpose == Purpose::Reassign);
        }
    }
    for candidate in task.counting(purpose) {
        if let Target::User(user) = &candidate.target {
            let of_user = roster.duties.iter().filter(|duty| duty.user.id == user.id).cloned().collect();
            told.push(Line::Person {
                name: user.name.clone(),
                time_zone: candidate.time_zone.clone(),
                duties: roster.covers(&candidate.target).then_some(of_user),
            });
        }
    }
    told
}

/// What is known of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Known {
    #[default]
    All,
    Asking,
    Failed(Failure),
}

/// The preview.
pub(super) fn notified(screen: Screen) -> AnyView {
    let told = screen.slice(move |model| {
        let Some((errand, task)) = super::people_fields::open(model) else { return Vec::new() };
        model.incident(&errand.incident).map(|incident| lines(errand.purpose, task, incident)).unwrap_or_default()
    });
    let known = reading(screen, |errand, task| match (&task.roster.asked, &task.roster.failure) {
        // What is asked for those found only helps to choose.
        _ if task.is_told(errand.purpose) => Known::All,
        (Some(_), _) => Known::Asking,
        (None, Some(failure)) => Known::Failed(failure.clone()),
        (None, None) => Known::All,
    });
    let there = memo(move || told.with(|told| !told.is_empty()));
    let list = shown_while(there.into(), move || {
        let each = rows(move || {
            let row =
                |(place, line): (usize, Line)| Row::new(format!("{place} {}", line.key()), move || drawn(screen, line));
            told.get().into_iter().enumerate().map(row).collect()
        });
        let heading = part("p", "text--strong text--small").words(screen.say(Message::PeopleNotified)).into();
        let list = part("ul", "stack stack--tight").attr("role", "list").child(each).into();
        well(screen.say(Message::PeopleNotified), vec![heading, list])
    });
    let state = dynamic(move || match known.get() {
        Known::All => None,
        Known::Asking => {
            let words = screen.say(Message::OnCallLooking);
            Some(part("p", "text--subtle text--small").attr("role", "status").words(words).into())
        }
        Known::Failed(_) => {
            let again =
                Button::link(screen.say(Message::TryAgain), screen.press(Event::People(PeopleEvent::OnCallRetried)));
            let tone = AlertTone::Warning;
            Some(Alert { tone, actions: vec![again], ..Alert::new(screen.say(Message::OnCallUnknown)) }.view())
        }
    });
    fragment(vec![list, state])
}

fn drawn(screen: Screen, line: Line) -> AnyView {
    match line {
        Line::Policy(name) => titled(IconName::Team, element("bdi").text(&name).into(), None),
        Line::Level(number, after) => {
            let label = element("span").words(screen.say(Message::ReassignLevel { level: number.to_string() }));
            let when = screen.say_live(move || match after {
                None => Message::ReassignPassedOver,
                Some(0) => Message::ReassignAtOnce,
                Some(minutes) => {
                    Message::ReassignAfter { duration: screen.words.duration(u64::from(minutes) * 60_000) }
                }
            });
            titled(IconName::Clock, label.into(), Some(when))
        }
        Line::Person { name, time_zone, duties } => {
            let facts = derive(move || {
                let now = screen.now.get();
                let local = time_zone.as_deref().and_then(|zone| local_time(screen, zone, now));
                let duty = duties.as_ref().map(|duties| match duties.first() {
                    Some(duty) => side_by_side([duty.policy.name.clone(), until(screen, duty.until, now)]),
                    None => screen.words.say(Message::OnCallNot),
                });
                side_by_side(duty.into_iter().chain(local))
            });
            person(name, facts)
        }
        Line::OnCall(duty) => {
            let name = duty.user.name.clone();
            let facts = derive(move || {
                let now = screen.now.get();
                let local = duty.time_zone.as_deref().and_then(|zone| local_time(screen, zone, now));
                side_by_side([until(screen, duty.until, now)].into_iter().chain(local))
            });
            person(name, facts)
        }
        Line::Nobody(name) => {
            let alert = Alert {
                tone: AlertTone::Warning,
                body: Some(screen.say_some(Message::OnCallNobodyBody)),
                ..Alert::new(screen.say(Message::OnCallNobody { name }))
            };
            element("li").child(alert.view()).into()
        }
    }
}

fn titled(name: IconName, label: AnyView, when: Option<Signal<String>>) -> AnyView {
    let when = when.map(|when| part("span", "text--subtle text--small").words(when).into());
    part("li", "row row--tight").child(small_icon(name)).child(label).child(when.unwrap_or_else(nothing)).into()
}

fn person(name: String, facts: Signal<String>) -> AnyView {
    let words = part("div", "row__grow")
        .child(element("p").child(element("bdi").text(&name)))
        .child(part("p", "text--subtle text--small").words(facts));
    part("li", "row").child(avatar(derive(move || name.clone()))).child(words).into()
}

/// What helps to choose among those found: who is on call for a policy, where a person is; nothing while that is unknown.
pub(super) fn on_call_now(screen: Screen, target: &Target, roster: &Roster, now: i64) -> Option<String> {
    if !roster.covers(target) {
        return None;
    }
    match target {
        Target::User(user) => {
            let duty = roster.duties.iter().find(|duty| duty.user.id == user.id)?;
            Some(side_by_side([duty.policy.name.clone(), until(screen, duty.until, now)]))
        }
        Target::EscalationPolicy(policy) => {
            let duties = roster.duties.iter().filter(|duty| duty.policy.id == policy.id);
            let Some(first) = duties.clone().map(|duty| duty.level).min() else {
                return Some(screen.words.say(Message::OnCallNobody { name: policy.name.clone() }));
            };
            let names: Vec<_> = duties.filter(|duty| duty.level == first).map(|duty| duty.user.name.clone()).collect();
            Some(screen.words.list(&names))
        }
    }
}

/// Until when somebody is on call, in the agent's time zone.
fn until(screen: Screen, until: Option<Moment>, now: i64) -> String {
    screen.words.say(match until {
        Some(at) => Message::OnCallUntil { time: screen.words.deadline(at.0, now) },
        None => Message::OnCallAlways,
    })
}

/// How late it is for somebody; nothing when their time zone is unknown.
fn local_time(screen: Screen, zone: &str, now: i64) -> Option<String> {
    let time = screen.words.time_in(now, zone)?;
    Some(screen.words.say(Message::LocalTime { time }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::super::people::tests::incident;
    use super::*;
    use crate::domain::id::{EscalationPolicyId, UserId};
    use crate::domain::incident::{Named, Status};

    fn user(id: &str) -> Named<UserId> {
        Named { id: UserId::parse(id).unwrap(), name: id.to_owned() }
    }

    fn policy(id: &str) -> Candidate {
        let policy = Named { id: EscalationPolicyId::parse(id).unwrap(), name: id.to_owned() };
        let target = Target::EscalationPolicy(policy);
        Candidate { target, title: String::new(), time_zone: None, delays: vec![15, 20] }
    }

    fn person(id: &str) -> Candidate {
        Candidate { target: Target::User(user(id)), title: String::new(), time_zone: None, delays: Vec::new() }
    }

    fn duty(id: &str, policy: &str, level: u32) -> OnCall {
        let policy = Named { id: EscalationPolicyId::parse(policy).unwrap(), name: policy.to_owned() };
        OnCall { user: user(id), time_zone: None, policy, level, until: None }
    }

    fn task(chosen: Vec<Candidate>, duties: Vec<OnCall>) -> PeopleTask {
        let covered = chosen.iter().map(|it| it.target.clone()).collect();
        PeopleTask { chosen, roster: Roster { duties, covered, ..Roster::default() }, ..PeopleTask::default() }
    }

    fn told(purpose: Purpose, task: &PeopleTask) -> Vec<String> {
        lines(purpose, task, &incident(Status::Triggered)).iter().map(Line::key).collect()
    }

    #[test]
    fn a_request_names_who_it_reaches_first_and_warns_where_it_reaches_nobody() {
        let task = task(
            vec![policy("PAY"), policy("EMPTY"), person("Zoe")],
            vec![duty("Mia", "PAY", 2), duty("Ann", "PAY", 1), duty("Zoe", "OTHER", 1)],
        );
        let expected = ["policy PAY", "on call Ann PAY 1 0", "nobody EMPTY", "person Zoe Zoe OTHER 1 0"];
        assert_eq!(told(Purpose::Responders, &task), expected);
    }

    #[test]
    fn a_handover_to_a_policy_tells_the_whole_order() {
        let task = task(vec![policy("PAY"), person("Zoe")], vec![duty("Mia", "PAY", 2), duty("Ann", "PAY", 1)]);
        let expected = ["level 1 0", "on call Ann PAY 1 0", "level 2 15", "on call Mia PAY 2 0"];
        assert_eq!(told(Purpose::Reassign, &task), expected);
        assert_eq!(told(Purpose::Reassign, &PeopleTask { way: Way::Users, ..task }), ["person Zoe "]);
    }

    #[test]
    fn nobody_is_said_to_be_off_call_before_that_is_known() {
        let mut task = task(vec![policy("PAY"), person("Zoe")], Vec::new());
        task.roster.covered.clear();
        assert_eq!(told(Purpose::Responders, &task), ["person Zoe ?"]);
    }
}
