//! The editor of one route, in its place in the list.

use leptos::prelude::*;

use crate::domain::email_routing::mailbox::Fallback;
use crate::domain::email_routing::{EmailRoute, RouteProblem};
use crate::domain::failure::Failure;
use crate::domain::id::ServiceId;
use crate::domain::incident::Named;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::checkbox::Checkbox;
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::field::{Field, FieldLinks};
use crate::kit::part::part;
use crate::kit::radio_list::{RadioChoice, RadioList};
use crate::kit::reactive::{Slice, derive};
use crate::kit::text_input::Text;

use super::super::super::email::{Change, EmailEvent, FIRST_FIELD};
use super::super::super::event::Event;
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::{conditions, mailboxes, press, words};

/// Names the choices of what becomes of mails that are no ticket's.
const DISCARD: &str = "discard";
const OPEN: &str = "open";

/// What a route that was just made lacks.
const LACKING: [RouteProblem; 3] = [RouteProblem::NoName, RouteProblem::NoService, RouteProblem::NoConditions];

/// The fields of the route that is being edited.
pub(super) fn editor(screen: Screen) -> AnyView {
    let done = Button {
        variant: ButtonVariant::Neutral,
        ..Button::new(screen.say(SettingsMessage::EmailCloseEditor), press(screen, EmailEvent::EditorClosed))
    };
    part("div", "email__editor stack")
        .child(name(screen))
        .child(service(screen))
        .child(mailboxes::choice(screen))
        .child(conditions::fields(screen))
        .child(updates(screen))
        .child(fallback(screen))
        .child(sender(screen))
        .child(enabled(screen))
        .child(part("div", "email__actions").child(done.view()))
        .into()
}

/// A part of the route that is being edited.
pub(super) fn of_route<T>(screen: Screen, read: impl Fn(&EmailRoute) -> T + Send + Sync + 'static) -> Slice<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    screen.slice(move |model| model.edited_route().map(&read))
}

pub(super) fn change(screen: Screen, change: Change) {
    screen.send(Event::Email(EmailEvent::Changed(change)));
}

/// What is wrong with the route, if it is one of these.
pub(super) fn problem(screen: Screen, of: &'static [RouteProblem]) -> Signal<Option<String>> {
    let found = screen.slice(move |model| {
        let route = model.edited_route()?;
        let is_new = model.email.new.as_ref() == Some(&route.id);
        let problems = model.store.draft.email.problems(route).into_iter();
        let mut shown = problems.filter(|problem| !(is_new && LACKING.contains(problem)));
        shown.find(|problem| of.contains(problem))
    });
    screen.say_if(move || found.get().map(words::problem))
}

fn text(screen: Screen, value: Slice<Option<String>>, make: fn(String) -> Change) -> Text {
    Text {
        value: derive(move || value.get().unwrap_or_default()),
        on_input: Callback::new(move |(text,)| change(screen, make(text))),
    }
}

fn name(screen: Screen) -> AnyView {
    let text = text(screen, of_route(screen, |route| route.name.clone()), Change::Name);
    Field {
        id: Some(FIRST_FIELD.to_owned()),
        required: true,
        hint: Some(screen.say(SettingsMessage::EmailNameHint)),
        error: Some(problem(screen, &[RouteProblem::NoName, RouteProblem::NameTooLong, RouteProblem::NameTaken])),
        ..Field::new(screen.say(SettingsMessage::EmailName))
    }
    .view(|links| text.line(links))
}

/// What is said above the services that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Note {
    Searching,
    Failed,
    Found { query: String, count: u64, more: bool },
}

fn note(model: &Model) -> Note {
    let search = &model.email.services;
    match &search.found {
        Some(Ok(page)) => Note::Found {
            query: search.query.trim().to_owned(),
            count: u64::try_from(page.items.len()).unwrap_or(u64::MAX),
            more: page.more,
        },
        Some(Err(_)) if !model.email.is_searching() => Note::Failed,
        Some(Err(_)) | None => Note::Searching,
    }
}

fn services(model: &Model) -> Vec<ComboboxOption> {
    let option = |it: &Named<ServiceId>| ComboboxOption {
        key: it.id.to_string(),
        label: it.name.clone(),
        ..ComboboxOption::default()
    };
    let found: Option<Result<_, &Failure>> = model.email.services.found.as_ref().map(|found| found.as_ref());
    found.and_then(Result::ok).map(|page| page.items.iter().map(option).collect()).unwrap_or_default()
}

fn service(screen: Screen) -> AnyView {
    Field {
        required: true,
        hint: Some(screen.say(SettingsMessage::EmailServiceHint)),
        error: Some(problem(screen, &[RouteProblem::NoService])),
        ..Field::new(screen.say(SettingsMessage::EmailService))
    }
    .view(|links| service_search(screen, links))
}

fn service_search(screen: Screen, links: &FieldLinks) -> AnyView {
    let note = screen.slice(note);
    let chosen = of_route(screen, |route| route.service.as_ref().map(|it| it.id.to_string()));
    let said = screen.say_live(move || match note.get() {
        Note::Searching => Message::Searching,
        Note::Failed => Message::OptionsFailed,
        Note::Found { query, count: 0, .. } => Message::ServicesNone { query },
        Note::Found { more: true, .. } => Message::ServicesMore,
        Note::Found { count, .. } => Message::ServicesFound { count },
    });
    let query = screen.slice(|model| model.email.services.query.clone());
    let again = move || screen.send(Event::Email(EmailEvent::ServiceTyped(query.get_untracked())));
    Combobox {
        query: query.into(),
        on_query: Callback::new(move |(text,)| screen.send(Event::Email(EmailEvent::ServiceTyped(text)))),
        options: screen.slice(services),
        chosen: Some(derive(move || chosen.get().flatten())),
        on_choose: Callback::new(move |(key,): (String,)| {
            if let Some(service) = ServiceId::parse(&key) {
                change(screen, Change::Service(service));
            }
        }),
        note: said,
        more: screen.say_if(move || (note.get() == Note::Failed).then_some(Message::TryAgain)),
        on_more: Callback::new(move |()| again()),
        busy: screen.whether(|model| model.email.is_searching()),
        list_label: screen.say(SettingsMessage::EmailService),
        placeholder: screen.say(Message::CreateServicePlaceholder),
        wide: false,
    }
    .view(links)
}

fn updates(screen: Screen) -> AnyView {
    let on = of_route(screen, |route| route.updates);
    Checkbox {
        label: screen.say(SettingsMessage::EmailUpdates),
        hint: Some(screen.say_some(SettingsMessage::EmailUpdatesHint)),
        checked: derive(move || on.get() == Some(true)),
        on_change: Callback::new(move |(on,)| change(screen, Change::Updates(on))),
    }
    .view()
}

fn enabled(screen: Screen) -> AnyView {
    let on = of_route(screen, |route| route.enabled);
    Checkbox {
        label: screen.say(SettingsMessage::EmailEnabled),
        hint: Some(screen.say_some(SettingsMessage::EmailEnabledHint)),
        checked: derive(move || on.get() == Some(true)),
        on_change: Callback::new(move |(on,)| change(screen, Change::Enabled(on))),
    }
    .view()
}

fn fallback(screen: Screen) -> AnyView {
    let chosen = of_route(screen, |route| match route.fallback {
        Fallback::Discard => DISCARD,
        Fallback::Open => OPEN,
    });
    let choice = |value, label, hint| RadioChoice { value, label: screen.say(label), hint: screen.say_some(hint) };
    RadioList {
        legend: screen.say(SettingsMessage::EmailFallback),
        choices: vec![
            choice(DISCARD, SettingsMessage::EmailFallbackDiscard, SettingsMessage::EmailFallbackDiscardHint),
            choice(OPEN, SettingsMessage::EmailFallbackOpen, SettingsMessage::EmailFallbackOpenHint),
        ],
        value: derive(move || chosen.get().unwrap_or(DISCARD).to_owned()),
        on_change: Callback::new(move |(value,): (String,)| {
            change(screen, Change::Fallback(if value == OPEN { Fallback::Open } else { Fallback::Discard }));
        }),
    }
    .view()
}

fn sender(screen: Screen) -> AnyView {
    let text = text(screen, of_route(screen, |route| route.sender.clone().unwrap_or_default()), Change::Sender);
    Field {
        hint: Some(screen.say(SettingsMessage::EmailSenderHint)),
        error: Some(problem(screen, &[RouteProblem::BadSender])),
        ..Field::new(screen.say(SettingsMessage::EmailSender))
    }
    .view(|links| text.line(links))
}
