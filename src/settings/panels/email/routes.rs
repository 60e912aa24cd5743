//! The list of routes: each with how it stands, its editor in place, and its removal.

use leptos::prelude::*;

use crate::domain::email_routing::{EmailRoute, EmailRouting, RouteId, RouteProblem, wanted};
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::IconName;
use crate::kit::key_value::{key_value, key_value_row};
use crate::kit::part::{element, part};
use crate::kit::reactive::{Slice, derive};
use crate::kit::rows::{Row, rows};
use crate::kit::tag::{TagTone, tag};

use super::super::super::email::{ADD, EmailEvent, QUESTION, Standing};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::{editor, looking, press, words};

/// The routes, and the button that makes another.
pub(super) fn routes(screen: Screen) -> AnyView {
    let ids =
        screen.slice(|model| model.store.draft.email.routes.iter().map(|route| route.id.clone()).collect::<Vec<_>>());
    let none = shown_while(derive(move || ids.with(Vec::is_empty)), move || {
        part("div", "email__none")
            .child(part("p", "text--strong").words(screen.say(SettingsMessage::EmailNoneTitle)))
            .child(part("p", "text--subtle").words(screen.say(SettingsMessage::EmailNoneBody)))
            .into()
    });
    let each = move || {
        let row = |id: RouteId| Row::new(id.as_str().to_owned(), move || card(screen, &id));
        ids.get().into_iter().map(row).collect()
    };
    let busy = screen.whether(|model| model.email.is_looking());
    let refresh = Button {
        id: Some("email-refresh".to_owned()),
        variant: ButtonVariant::Basic,
        icon: Some(IconName::Refresh),
        compact: true,
        busy: Some(busy),
        disabled_because: Some(signed_out(screen)),
        ..Button::new(screen.say(SettingsMessage::EmailRefresh), press(screen, EmailEvent::RefreshClicked))
    };
    let heading = part("h3", "settings__section-heading").words(screen.say(SettingsMessage::EmailRoutes));
    part("section", "settings__section")
        .child(part("div", "email__head").child(heading).child(refresh.view()))
        .child(looking(screen))
        .child(none)
        .child(part("ul", "email__routes").child(rows(each)))
        .child(part("div", "email__actions").child(add(screen)))
        .into()
}

fn signed_out(screen: Screen) -> Signal<Option<String>> {
    let out = screen.whether(|model| model.me().is_none());
    screen.say_if(move || out.get().then_some(SettingsMessage::EmailSignInTitle))
}

fn add(screen: Screen) -> AnyView {
    let why = screen.slice(|model| {
        if model.email.is_working() {
            Some(true)
        } else {
            (model.store.draft.email.routes.len() >= EmailRouting::MOST).then_some(false)
        }
    });
    let because = screen.say_if(move || {
        why.get().map(|busy| if busy { SettingsMessage::EmailSetUpBusy } else { SettingsMessage::EmailFull })
    });
    Button {
        id: Some(ADD.to_owned()),
        icon: Some(IconName::Add),
        disabled_because: Some(because),
        ..Button::new(screen.say(SettingsMessage::EmailAdd), press(screen, EmailEvent::AddClicked))
    }
    .view()
}

/// A name for the route, also while it has none.
fn name(screen: Screen, route: Slice<Option<EmailRoute>>) -> Signal<String> {
    derive(move || {
        let name = route.with(|route| route.as_ref().map(|route| route.name.trim().to_owned()));
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| screen.words.say(SettingsMessage::EmailUnnamed))
    })
}

fn card(screen: Screen, id: &RouteId) -> AnyView {
    let own = id.clone();
    let route = screen.slice(move |model| model.store.draft.email.route(&own).cloned());
    let own = id.clone();
    let standing = screen.slice(move |model| model.email_standing(&own).unwrap_or(Standing::Unknown));
    let own = id.clone();
    let editing = screen.whether(move |model| model.email.editing.as_ref() == Some(&own));
    let own = id.clone();
    let confirming = screen.whether(move |model| model.email.confirming.as_ref() == Some(&own));
    let title = name(screen, route);
    let state = tag(
        screen.say_live(move || standing.with(|standing| words::standing(standing).0)),
        move || -> (TagTone, Option<IconName>) { (standing.with(|standing| words::standing(standing).1), None) },
    );
    let head = part("div", "email__head").child(element("h4").child(element("bdi").words(title))).child(state);
    let edit = shown_while(editing, move || editor::editor(screen));
    let resting = derive(move || !editing.get());
    let facts = shown_while(resting, move || facts(screen, route));
    let actions = {
        let id = id.clone();
        shown_while(resting, move || actions(screen, &id, title))
    };
    let question = shown_while(confirming, move || question(screen, route, title));
    part("li", "well stack email__route")
        .attr("id", &format!("email-route-{}", id.as_str()))
        .child(head)
        .child(trouble(screen, standing, resting))
        .child(facts)
        .child(edit)
        .child(question)
        .child(actions)
        .into()
}

/// What is wrong with a route, and what to do. While it is edited its fields say what concerns them.
fn trouble(screen: Screen, standing: Slice<Standing>, resting: Signal<bool>) -> AnyView {
    dynamic(move || {
        let at_no_field = |problem: &RouteProblem| resting.get() || *problem == RouteProblem::MailboxTaken;
        let help = match standing.get() {
            Standing::ServiceGone => vec![SettingsMessage::EmailServiceGoneHelp],
            Standing::MailboxGone => vec![SettingsMessage::EmailMailboxGoneHelp],
            Standing::Incomplete(problems) => problems.into_iter().filter(at_no_field).map(words::problem).collect(),
            _ => return None,
        };
        if help.is_empty() {
            return None;
        }
        let lines = help.into_iter().map(|line| element("li").words(screen.say(line)).into()).collect();
        Some(part("ul", "email__problems").children(lines).into())
    })
}

fn facts(screen: Screen, route: Slice<Option<EmailRoute>>) -> AnyView {
    let none = screen.say(SettingsMessage::EmailFactNone);
    let service = derive(move || {
        let service = route.with(|route| route.as_ref()?.service.as_ref().map(|it| it.name.clone()));
        service.unwrap_or_else(|| none.get())
    });
    let address = screen.slice(move |model| route.with(|route| address(model, route.as_ref()?)));
    let address = derive(move || address.get().unwrap_or_else(|| none.get()));
    let tickets = screen.say_live(move || {
        let count = route
            .with(|route| route.as_ref().map_or(0, |route| route.conditions.all.len() + route.conditions.any.len()));
        SettingsMessage::EmailFactConditions { count: u64::try_from(count).unwrap_or(u64::MAX) }
    });
    key_value(vec![
        key_value_row(screen.say(SettingsMessage::EmailFactService), service),
        key_value_row(screen.say(SettingsMessage::EmailFactAddress), address),
        key_value_row(screen.say(SettingsMessage::EmailFactTickets), tickets),
    ])
}

/// Where a route's mails arrive, as far as it is known.
fn address(model: &Model, route: &EmailRoute) -> Option<String> {
    let found = model.email.found.as_ref()?;
    let service = &route.service.as_ref()?.id;
    match route.existing() {
        Some(id) => found.mailbox(service, id).map(|it| it.address.clone()),
        None => found.service(service).map(|it| wanted::address(route, &it.host)),
    }
}

fn actions(screen: Screen, id: &RouteId, title: Signal<String>) -> AnyView {
    let busy = screen.whether(|model| model.email.is_working());
    let because = screen.say_if(move || busy.get().then_some(SettingsMessage::EmailSetUpBusy));
    let edit = Button {
        id: Some(format!("email-edit-{}", id.as_str())),
        name: Some(screen.say_live(move || SettingsMessage::EmailEditNamed { name: title.get() })),
        variant: ButtonVariant::Neutral,
        compact: true,
        disabled_because: Some(because),
        ..Button::new(screen.say(SettingsMessage::EmailEdit), press(screen, EmailEvent::EditClicked(id.clone())))
    };
    let remove = Button {
        id: Some(format!("email-remove-{}", id.as_str())),
        name: Some(screen.say_live(move || SettingsMessage::EmailRemoveNamed { name: title.get() })),
        variant: ButtonVariant::Basic,
        compact: true,
        disabled_because: Some(because),
        ..Button::new(screen.say(SettingsMessage::EmailRemove), press(screen, EmailEvent::RemoveClicked(id.clone())))
    };
    part("div", "email__actions").child(edit.view()).child(remove.view()).into()
}

/// Whether the route is really to be removed, and what that means.
fn question(screen: Screen, route: Slice<Option<EmailRoute>>, title: Signal<String>) -> AnyView {
    let body = move || {
        let existing = route.with(|route| route.as_ref().is_some_and(|route| route.existing().is_some()));
        Some(if existing { SettingsMessage::EmailRemoveBodyExisting } else { SettingsMessage::EmailRemoveBody })
    };
    // What was never saved was never set up, and goes without asking anybody.
    let unsaved = screen.slice(move |model| {
        let id = route.with(|route| route.as_ref().map(|route| route.id.clone()));
        model.store.saved().is_some_and(|saved| id.is_some_and(|id| saved.email.route(&id).is_none()))
    });
    let out = signed_out(screen);
    let because = derive(move || out.get().filter(|_| !unsaved.get()));
    let yes = Button {
        variant: ButtonVariant::Danger,
        compact: true,
        disabled_because: Some(because),
        ..Button::new(screen.say(SettingsMessage::EmailRemoveYes), press(screen, EmailEvent::RemoveConfirmed))
    };
    let no = Button {
        variant: ButtonVariant::Basic,
        compact: true,
        ..Button::new(screen.say(Message::Cancel), press(screen, EmailEvent::RemoveCancelled))
    };
    let alert = Alert {
        tone: AlertTone::Warning,
        body: Some(screen.say_if(body)),
        quiet: true,
        actions: vec![yes.view(), no.view()],
        ..Alert::new(screen.say_live(move || SettingsMessage::EmailRemoveQuestion { name: title.get() }))
    };
    part("div", "email__question").attr("id", QUESTION).attr("tabindex", "-1").child(alert.view()).into()
}
