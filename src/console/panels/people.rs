//! Who is at an incident, and since when.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::incident::{Incident, Status};
use crate::domain::moment::Moment;
use crate::i18n::Message;
use crate::kit::avatar::{avatar, machine};
use crate::kit::button::IconButton;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::rows::{Row, rows};

use super::super::people::Purpose;
use super::actions::summon;
use super::asked::asked;
use super::incidents::{Card, permitted};

/// A person, and what they did when.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    id: String,
    name: String,
    /// Whether it is a service, whose integration took it.
    by_service: bool,
    /// Since when they have it, if they took it; else since when it is theirs to take.
    acknowledged: bool,
    at: Option<Moment>,
}

/// Those who took it first, then those who are to act and have not.
fn people_of(incident: &Incident) -> Vec<Person> {
    let person = |since: &crate::domain::incident::Since, acknowledged: bool| Person {
        id: since.user.id.to_string(),
        name: since.user.name.clone(),
        by_service: since.by_service,
        acknowledged,
        at: since.at,
    };
    let taken = if incident.status == Status::Triggered { &[][..] } else { incident.acknowledged.as_slice() };
    let mut people: Vec<Person> = taken.iter().map(|since| person(since, true)).collect();
    for since in &incident.assigned {
        if !people.iter().any(|known| known.id == since.user.id.as_str()) {
            people.push(person(since, false));
        }
    }
    people
}

/// The rows, and when the incident goes on to the next level.
pub(super) fn people(card: Card) -> AnyView {
    let screen = card.screen;
    let people = card.field(people_of);
    let nobody = card.field(|it| it.is_open() && people_of(it).is_empty());
    let nobody =
        shown_while(nobody.into(), move || part("p", "text--subtle").words(screen.say(Message::Unassigned)).into());
    let each = rows(move || {
        let row = |person: Person| {
            let at = person.at.map_or(0, |at| at.0);
            Row::new(format!("{} {} {at}", person.id, person.acknowledged), move || row(card, person))
        };
        people.get().into_iter().map(row).collect()
    });
    let escalates = coming(card, |it| it.escalates_at, |duration| Message::EscalatesIn { duration });
    let triggers = coming(card, |it| it.triggers_again_at, |duration| Message::TriggersAgainIn { duration });
    let column = part("div", "row__grow stack stack--tight").child(nobody).child(each);
    let row = part("div", "row row--top").child(column).child(add(card));
    fragment(vec![row.into(), escalates, triggers, asked(card)])
}

/// Something that happens by itself, while it is to come.
fn coming(card: Card, at: fn(&Incident) -> Option<Moment>, say: fn(String) -> Message) -> AnyView {
    let screen = card.screen;
    let coming = memo(move || {
        let now = screen.now.get();
        card.incident.with(|it| at(it.as_ref()?).filter(|at| at.0 > now))
    });
    dynamic(move || {
        let at = coming.get()?;
        let words = screen.say_live(move || say(screen.words.since(screen.now.get(), at.0)));
        let title = screen.words.date_time(at.0);
        let line = part("p", "row row--tight text--subtle text--small").attr("title", &title);
        Some(line.child(small_icon(IconName::Clock)).child(element("span").words(words)).into())
    })
}

/// The button that asks more people to help.
fn add(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id.get_value());
    let open = card.field(Incident::is_open);
    shown_while(open.into(), move || {
        IconButton {
            id: Some(card.element("people-add")),
            disabled_because: Some(screen.because(permitted(card, Action::AddResponders))),
            ..IconButton::new(
                screen.say(Message::AddResponders),
                IconName::Responders,
                screen.press(summon(Purpose::Responders, id.clone())),
            )
        }
        .view()
    })
}

fn row(card: Card, person: Person) -> AnyView {
    let screen = card.screen;
    let Person { name, by_service, acknowledged, at, .. } = person;
    let since = screen.say_if(move || {
        let age = screen.words.relative(at?.0, screen.now.get());
        Some(if acknowledged { Message::AcknowledgedAgo { age } } else { Message::AssignedAgo { age } })
    });
    let title = at.map(|at| screen.words.date_time(at.0));
    let words = part("div", "row__grow")
        .child(element("p").child(element("bdi").text(&name)))
        .child(part("p", "text--subtle text--small").attr_maybe("title", title.as_deref()).words_maybe(since));
    let symbol = if by_service { machine() } else { avatar(derive(move || name.clone())) };
    part("div", "row").child(symbol).child(words).into()
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::domain::id::{IncidentId, ServiceId, UserId};
    use crate::domain::incident::{Named, Since, Urgency};

    fn since(name: &str) -> Since {
        Since {
            user: Named { id: UserId::parse(name).unwrap(), name: name.to_owned() },
            by_service: false,
            at: Some(Moment(1)),
        }
    }

    pub(in super::super) fn incident(status: Status) -> Incident {
        Incident {
            id: IncidentId::parse("P1").unwrap(),
            number: 1,
            title: "x".into(),
            status,
            urgency: Urgency::High,
            priority: None,
            service: Named { id: ServiceId::parse("S1").unwrap(), name: "s".into() },
            escalation_policy: None,
            teams: Vec::new(),
            assigned: vec![since("Maya"), since("Dana")],
            acknowledged: vec![since("Maya")],
            created_at: Moment(0),
            changed_at: Moment(0),
            updated_at: Moment(0),
            key: None,
            url: None,
            escalates_at: None,
            assigned_directly: false,
            responder_requests: Vec::new(),
            triggers_again_at: None,
            merged_into: None,
        }
    }

    #[test]
    fn who_took_it_stands_once_and_first() {
        let people = people_of(&incident(Status::Acknowledged));
        let shown: Vec<_> = people.iter().map(|it| (it.name.as_str(), it.acknowledged)).collect();
        assert_eq!(shown, [("Maya", true), ("Dana", false)]);
    }

    #[test]
    fn a_service_that_took_it_is_no_person() {
        let taken = Since { by_service: true, ..since("Checkout") };
        let people = people_of(&Incident { acknowledged: vec![taken], ..incident(Status::Acknowledged) });
        let shown: Vec<_> = people.iter().map(|it| (it.name.as_str(), it.by_service)).collect();
        assert_eq!(shown, [("Checkout", true), ("Maya", false), ("Dana", false)]);
    }

    #[test]
    fn an_acknowledgment_that_ran_out_counts_no_more() {
        assert!(people_of(&incident(Status::Triggered)).iter().all(|it| !it.acknowledged));
    }
}
