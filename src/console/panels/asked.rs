//! Who was asked to help with an incident, what they answered, and taking a request back.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::incident::Incident;
use crate::domain::people::Target;
use crate::domain::responder::{ResponderRequest, ResponderState};
use crate::i18n::Message;
use crate::kit::avatar::avatar;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{IconName, icon};
use crate::kit::part::{element, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::rows::{Row, rows};

use super::super::event::Event;
use super::super::people::PeopleEvent;
use super::incidents::{Card, permitted};
use super::screen::{Screen, side_by_side};

/// The newest request to each target: an earlier one that was answered or taken back is history.
fn newest(incident: &Incident) -> Vec<ResponderRequest> {
    let mut found: Vec<ResponderRequest> = Vec::new();
    for request in &incident.responder_requests {
        match found.iter_mut().find(|known| known.target.is(&request.target)) {
            Some(known) if known.at <= request.at => *known = request.clone(),
            Some(_) => {}
            None => found.push(request.clone()),
        }
    }
    found
}

/// The list; nothing while nobody was asked.
pub(super) fn asked(card: Card) -> AnyView {
    let screen = card.screen;
    let requests = card.field(newest);
    let there = memo(move || requests.with(|all| !all.is_empty()));
    shown_while(there.into(), move || {
        let each = rows(move || {
            let row = |request: ResponderRequest| {
                let key = format!("{} {}", request.target.key(), request.target.name());
                Row::new(key, move || row(card, &request.target))
            };
            requests.get().into_iter().map(row).collect()
        });
        part("div", "stack stack--tight")
            .child(part("h3", "text--strong text--small").words(screen.say(Message::Responders)))
            .child(part("ul", "stack stack--tight").attr("role", "list").child(each))
            .into()
    })
}

fn row(card: Card, target: &Target) -> AnyView {
    let screen = card.screen;
    let name = target.name().to_owned();
    let (read, cancels) = (target.clone(), target.clone());
    let request = memo(move || {
        card.incident.with(|it| newest(it.as_ref()?).into_iter().find(|request| request.target.is(&read)))
    });
    let answers = derive(move || {
        let now = screen.now.get();
        request.with(|request| request.as_ref().map(|request| answers(screen, request, now)).unwrap_or_default())
    });
    let said = derive(move || {
        let message = request.with(|request| request.as_ref().map(|request| request.message.clone()));
        message.filter(|message| !message.is_empty())
    });
    let open = memo(move || card.incident.with(|it| it.as_ref().is_some_and(Incident::is_open)));
    let pending =
        memo(move || open.get() && request.with(|request| request.as_ref().is_some_and(ResponderRequest::is_pending)));
    let (named, id) = (name.clone(), card.id);
    let cancel = dynamic(move || {
        let target = pending.get().then(|| cancels.clone())?;
        Some(cancel(card, target, &named))
    });
    let symbol = if target.is_policy() {
        icon(IconName::Team)
    } else {
        let name = name.clone();
        avatar(derive(move || name.clone()))
    };
    let words = part("div", "row__grow")
        .attr_words_maybe("title", said)
        .child(element("p").child(element("bdi").text(&name)))
        .child(part("p", "text--subtle text--small text--preserved").words(answers))
        .child(cancel);
    let element_id = id.with_value(|id| format!("asked-{id}-{}", target.key()));
    part("li", "row row--top").attr("id", &element_id).child(symbol).child(words).into()
}

/// What everybody whom a request reached has answered. A policy's people are named.
fn answers(screen: Screen, request: &ResponderRequest, now: i64) -> String {
    let age = || request.at.map(|at| screen.words.relative(at.0, now)).unwrap_or_default();
    let each = request.responders.iter().map(|responder| {
        let state = screen.words.say(match responder.state {
            ResponderState::Pending => Message::ResponderPending { age: age() },
            ResponderState::Joined => Message::ResponderJoined,
            ResponderState::Declined => Message::ResponderDeclined,
            ResponderState::Cancelled => Message::ResponderCancelled,
        });
        if request.target.is_policy() { side_by_side([responder.user.name.clone(), state]) } else { state }
    });
    let each: Vec<_> = each.collect();
    if each.is_empty() {
        // Nobody was reached yet, or PagerDuty tells nothing of it.
        return screen.words.say(Message::ResponderPending { age: age() });
    }
    each.join("\n")
}

fn cancel(card: Card, target: Target, name: &str) -> AnyView {
    let screen = card.screen;
    let (id, sent) = (card.id, target.clone());
    let busy = screen.whether(move |model| {
        id.with_value(|id| model.people.cancelling.iter().any(|(incident, other)| incident == id && other.is(&target)))
    });
    let press = screen.press(Event::People(PeopleEvent::CancelClicked(id.get_value(), sent.clone())));
    let button = Button {
        id: Some(format!("cancel-{}", sent.key())),
        variant: ButtonVariant::Link,
        busy: Some(busy),
        disabled_because: Some(screen.because(permitted(card, Action::AddResponders))),
        ..Button::new(screen.say(Message::ResponderCancel { name: name.to_owned() }), press)
    };
    element("p").child(button.view()).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::people::tests::incident;
    use super::*;
    use crate::domain::id::UserId;
    use crate::domain::incident::{Named, Status};
    use crate::domain::moment::Moment;

    fn request(id: &str, at: i64, message: &str) -> ResponderRequest {
        let user = Named { id: UserId::parse(id).unwrap(), name: id.to_owned() };
        let target = Target::User(user);
        ResponderRequest {
            requester: None,
            at: Some(Moment(at)),
            message: message.into(),
            target,
            responders: Vec::new(),
        }
    }

    #[test]
    fn whoever_was_asked_twice_stands_once_with_the_newest_request() {
        let responder_requests = vec![request("A", 1, "first"), request("B", 2, "b"), request("A", 3, "again")];
        let shown = newest(&Incident { responder_requests, ..incident(Status::Triggered) });
        let shown: Vec<_> = shown.iter().map(|it| (it.target.name(), it.message.as_str())).collect();
        assert_eq!(shown, [("A", "again"), ("B", "b")]);
    }
}
