//! What the ticket's own state means for its incidents: closed, merged into another ticket, following one up, or linked to
//! incidents that PagerDuty does not show.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::id::IncidentId;
use crate::domain::ticket::TicketStatus;
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::part::{fragment, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::rows::{Row, rows};

use super::super::event::Event;
use super::super::model::{Model, View};
use super::screen::Screen;

/// What is remarkable about the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remark {
    /// It takes no change any more.
    Closed,
    /// It takes no change any more, because it goes on elsewhere.
    Merged,
    /// It follows up this closed one.
    FollowUp(u64),
}

/// The remarks for which the panel has room: where there are incidents, or could be.
fn remark(model: &Model) -> Option<Remark> {
    if !matches!(model.view(), View::Incidents | View::Empty) {
        return None;
    }
    let ticket = model.ticket.known()?;
    match (ticket.status, ticket.follow_up_of) {
        (TicketStatus::Closed, _) if ticket.is_merged() => Some(Remark::Merged),
        (TicketStatus::Closed, _) => Some(Remark::Closed),
        (_, Some(source)) if model.view() == View::Incidents => Some(Remark::FollowUp(source.0)),
        _ => None,
    }
}

/// The remarks.
pub(super) fn ticket_state(screen: Screen) -> AnyView {
    let remark = screen.slice(remark);
    let remark = dynamic(move || {
        let (title, body) = match remark.get()? {
            Remark::Closed => (Message::ClosedTitle, screen.say_some(Message::ClosedBody)),
            Remark::Merged => (Message::TicketMergedTitle, merged_body(screen)),
            Remark::FollowUp(ticket) => {
                (Message::FollowUpTitle { ticket: ticket.to_string() }, screen.say_some(Message::FollowUpBody))
            }
        };
        Some(Alert { body: Some(body), quiet: true, ..Alert::new(screen.say(title)) }.view())
    });
    fragment(vec![remark, missing(screen)])
}

/// That links stay behind in a merge, and which these are.
fn merged_body(screen: Screen) -> Signal<Option<String>> {
    let numbers =
        screen.slice(|model| model.shown_incidents().into_iter().map(|it| it.number.to_string()).collect::<Vec<_>>());
    derive(move || {
        let numbers: Vec<_> =
            numbers.get().into_iter().map(|it| screen.words.say(Message::IncidentNumber { number: it })).collect();
        let which = (!numbers.is_empty())
            .then(|| screen.words.say(Message::TicketMergedIncidents { incidents: screen.words.list(&numbers) }));
        let sentences: Vec<_> = std::iter::once(screen.words.say(Message::TicketMergedBody)).chain(which).collect();
        Some(sentences.join(" "))
    })
}

/// Linked incidents that PagerDuty does not show, each with the way to take it off.
fn missing(screen: Screen) -> AnyView {
    let ids = screen.slice(|model| match model.view() {
        View::Incidents | View::Empty => model.missing_links(),
        _ => Vec::new(),
    });
    let there = memo(move || ids.with(|ids| !ids.is_empty()));
    dynamic(move || {
        there.get().then(|| {
            let count = move || u64::try_from(ids.with(Vec::len)).unwrap_or(u64::MAX);
            let each = move || {
                let row = |id: IncidentId| Row::new(id.to_string(), move || unlink(screen, id));
                ids.get().into_iter().map(row).collect()
            };
            let list = part("div", "row row--wrapping").child(rows(each)).into();
            let title = screen.say_live(move || Message::LinkedMissing { count: count() });
            Alert { tone: AlertTone::Warning, actions: vec![list], quiet: true, ..Alert::new(title) }.view()
        })
    })
}

fn unlink(screen: Screen, id: IncidentId) -> AnyView {
    let asked = id.clone();
    let may = screen.slice(move |model| model.permit_on(Action::Unlink, &asked));
    Button {
        id: Some(format!("unlink-{id}")),
        variant: ButtonVariant::Link,
        disabled_because: Some(screen.because(may)),
        ..Button::new(
            screen.say(Message::UnlinkMissing { incident: id.to_string() }),
            screen.press(Event::UnlinkClicked(id)),
        )
    }
    .view()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::collections::BTreeMap;

    use super::*;
    use crate::console::event::Surroundings;
    use crate::console::model::{Me, Preferences, Stage};
    use crate::console::remote::Remote;
    use crate::domain::ability::{Abilities, Permissions};
    use crate::domain::display::Display;
    use crate::domain::id::{TicketId, UserId};
    use crate::domain::link::LinkedIncidents;
    use crate::domain::mirror::Mirroring;
    use crate::domain::ticket::{Agent, Ticket};

    fn at(status: TicketStatus, merged: bool, follow_up_of: Option<u64>) -> Model {
        let ticket = Ticket {
            id: TicketId(7),
            subject: String::new(),
            description: String::new(),
            status,
            priority: None,
            requester: None,
            links: LinkedIncidents::read("Q111111 Q222222"),
            tagged: true,
            tags: merged.then(|| "closed_by_merge".to_owned()).into_iter().collect(),
            follow_up_of: follow_up_of.map(TicketId),
            stamp: "now".into(),
        };
        let me = Me {
            id: UserId::parse("PUSER01").unwrap(),
            name: "J".into(),
            email: "j@x.example".into(),
            stakeholder: false,
        };
        let surroundings = Surroundings {
            subdomain: "acme".into(),
            ticket: Some(TicketId(7)),
            can_sign_in: true,
            redirect_address: None,
            has_read_only_key: false,
            permissions: Ok(Permissions::open()),
            mirroring: Mirroring::default(),
            me: Some(me.clone()),
            display: Display::default(),
            preferences: Preferences::default(),
            visible: true,
            online: true,
        };
        let agent =
            Agent { id: 1, name: "J".into(), is_admin: false, locale: "en".into(), time_zone: None, groups: vec![] };
        let mut model = Model {
            stage: Stage::Running,
            surroundings: Some(surroundings),
            abilities: Abilities::all(),
            agent: Remote::Fresh(agent),
            account: super::super::super::model::Account::SignedIn(me),
            ticket: Remote::Fresh(ticket),
            online: true,
            ..Model::default()
        };
        model.feed.by_key = Some(BTreeMap::<IncidentId, ()>::new().into_keys().collect());
        model.feed.missing = ["Q111111", "Q222222"].iter().filter_map(|id| IncidentId::parse(id)).collect();
        model
    }

    #[test]
    fn a_closed_ticket_says_why_its_links_cannot_change() {
        assert_eq!(remark(&at(TicketStatus::Closed, false, None)), Some(Remark::Closed));
        assert_eq!(remark(&at(TicketStatus::Closed, true, Some(3))), Some(Remark::Merged));
        assert_eq!(remark(&at(TicketStatus::Open, false, None)), None);
        assert_eq!(remark(&at(TicketStatus::Open, false, Some(3))), None, "there is no incident to speak of");
    }

    #[test]
    fn what_pagerduty_does_not_show_can_still_be_taken_off() {
        let open = at(TicketStatus::Open, false, None);
        let id = IncidentId::parse("Q111111").unwrap();
        assert_eq!(open.missing_links().len(), 2);
        assert_eq!(open.permit_on(Action::Unlink, &id), Ok(()));
        assert!(open.permit_on(Action::Acknowledge, &id).is_err());
        assert!(at(TicketStatus::Closed, false, None).permit_on(Action::Unlink, &id).is_err());
    }
}
