//! Open incidents that resemble the ticket: below the empty panel, and above the form that would create one more.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::related::Related;
use crate::i18n::Message;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::shown_while;
use crate::kit::icon::{Icon, IconName, icon};
use crate::kit::part::{element, part};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::rows::{Row, rows};

use super::super::event::Event;
use super::super::model::Model;
use super::super::words::status_name;
use super::create::Stage;
use super::incidents::{status_icon, title_of};
use super::screen::{Screen, side_by_side};

fn found(screen: Screen) -> Slice<Vec<Related>> {
    screen.slice(Model::related_incidents)
}

/// The section below the words of an empty panel.
pub(super) fn section(screen: Screen) -> AnyView {
    let found = found(screen);
    let any = memo(move || found.with(|found| !found.is_empty()));
    shown_while(any.into(), move || {
        let head = part("div", "stack stack--tight")
            .child(part("h3", "text--strong").attr("id", "related").words(screen.say(Message::RelatedHeading)))
            .child(part("p", "text--subtle text--small").words(screen.say(Message::RelatedHint)));
        part("section", "related").attr("aria-labelledby", "related").child(head).child(list(screen, found)).into()
    })
}

/// What stands above the form while the agent describes an incident: to link one that is there is the first choice.
pub(super) fn before_creating(screen: Screen, stage: Slice<Stage>) -> AnyView {
    let found = found(screen);
    let shown = memo(move || found.with(|found| !found.is_empty()) && stage.get() == Stage::Editing);
    let count = derive(move || found.with(|found| u64::try_from(found.len()).unwrap_or(u64::MAX)));
    shown_while(shown.into(), move || {
        let similar = screen.say_live(move || Message::RelatedSimilar { count: count.get() });
        part("section", "alert alert--warning related--alert")
            .attr("aria-labelledby", "related")
            .child(icon(IconName::Warning))
            .child(part("h3", "alert__title").attr("id", "related").words(similar))
            .child(list(screen, found))
            .into()
    })
}

fn list(screen: Screen, found: Slice<Vec<Related>>) -> AnyView {
    let each = move || {
        let row = |related: Related| {
            // A row is drawn anew when what it says is another.
            let incident = &related.incident;
            let said = (incident.status, &incident.title, related.same_service, &related.words);
            Row::new(format!("{} {said:?}", incident.id), move || row(screen, related))
        };
        found.get().into_iter().map(row).collect()
    };
    part("ul", "related__list").child(rows(each)).into()
}

fn row(screen: Screen, related: Related) -> AnyView {
    let Related { incident, same_service, words } = related;
    let (name, tone) = status_icon(incident.status);
    let title = title_of(screen, &incident);
    let (created, priority) = (incident.created_at, incident.priority.as_ref().map(|it| it.name.clone()));
    let (number, service, status) = (incident.number.to_string(), incident.service.name.clone(), incident.status);
    let named = screen.words.say(Message::IncidentNumber { number: number.clone() });
    let facts = derive(move || {
        let number = screen.words.say(Message::IncidentNumber { number: number.clone() });
        let age = screen.words.since(created.0, screen.now.get());
        side_by_side([Some(number), priority.clone(), Some(service.clone()), Some(age)].into_iter().flatten())
    });
    let why = derive(move || {
        let service = same_service.then(|| screen.words.say(Message::RelatedSameService));
        let shared = (!words.is_empty()).then(|| {
            let quoted: Vec<_> = words.iter().map(|word| format!("“{word}”")).collect();
            screen.words.say(Message::RelatedSharedWords { words: screen.words.list(&quoted) })
        });
        side_by_side(service.into_iter().chain(shared))
    });
    let may = screen.slice(|model| model.permit(Action::Link));
    let id = incident.id.to_string();
    let label = Message::RelatedLinkOne { incident: format!("{named} {title}") };
    let link = Button {
        id: Some(format!("link-related-{id}")),
        // The word alone says nothing to who hears it out of its place.
        name: Some(screen.say(label)),
        variant: ButtonVariant::Link,
        disabled_because: Some(screen.because(may)),
        ..Button::new(screen.say(Message::RelatedLink), screen.press(Event::LinkChosen(Box::new(incident))))
    };
    let status = element("span")
        .child(Icon { tone, class: "icon--beside-text", ..Icon::new(name) }.view())
        .child(part("span", "visually-hidden").words(screen.say(status_name(status))));
    let text = part("div", "row__grow")
        .child(part("p", "text--two-lines").child(element("bdi").attr("dir", "auto").text(&title)))
        .child(part("p", "text--subtle text--small").words(facts))
        .child(part("p", "text--subtle text--small related__why").words(why));
    part("li", "row row--top").child(status).child(text).child(link.view()).into()
}
