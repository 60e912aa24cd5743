//! What stands in the panel when there is no incident to show, and why.

use leptos::prelude::*;

use crate::domain::ability::Ability;
use crate::domain::action::{Action, Refusal};
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::icon::IconName;

use super::super::event::Event;
use super::super::model::Account;
use super::super::words;
use super::screen::Screen;

/// A heading, a paragraph and what can be done.
fn place(screen: Screen, title: Message, body: Signal<String>, actions: Option<AnyView>) -> AnyView {
    view! {
        <div class="panel__body">
            <div class="stack stack--tight">
                <h2 id="place" tabindex="-1">{screen.say(title)}</h2>
                <p class="text--subtle">{body}</p>
            </div>
            {actions}
        </div>
    }
    .into_any()
}

/// Opened outside Zendesk, or Zendesk's script could not be loaded.
pub(super) fn outside(screen: Screen, script_missing: bool) -> AnyView {
    let (title, body) = if script_missing {
        (Message::BootFailedTitle, Message::BootFailedBody)
    } else {
        (Message::OutsideTitle, Message::OutsideBody)
    };
    place(screen, title, screen.say(body), None)
}

/// A ticket that has no number yet.
pub(super) fn not_saved(screen: Screen) -> AnyView {
    place(screen, Message::OutsideNoTicket, screen.say(Message::OutsideNoTicketBody), None)
}

/// The agent's groups may not see incidents.
pub(super) fn not_permitted(screen: Screen) -> AnyView {
    let refused = Memo::new(|_| Err(Refusal::NotPermitted(Ability::View)));
    let reason = screen.because(refused);
    place(screen, Message::NotPermittedTitle, Signal::derive(move || reason.get().unwrap_or_default()), None)
}

/// Nothing can be seen without signing in; and when nobody can, who can change that.
pub(super) fn sign_in(screen: Screen) -> AnyView {
    let possible = screen.slice(|model| model.surroundings.as_ref().is_some_and(|it| it.can_sign_in));
    let waiting = screen.slice(|model| matches!(model.account, Account::SigningIn { .. }));
    let body = Signal::derive(move || {
        screen.words.say(if possible.get() { Message::NoAccessBody } else { Message::SignInClientMissing })
    });
    let action = move || {
        possible.get().then(|| {
            view! {
                <div class="button-group">
                    <Button
                        id="sign-in"
                        label=screen.say(Message::SignIn)
                        busy=waiting
                        on_press=screen.press(Event::SignInClicked)
                    />
                </div>
                <p class="text--subtle text--small">{screen.say(Message::NoAccountHelp)}</p>
            }
        })
    };
    place(screen, Message::NoAccessTitle, body, Some(action.into_any()))
}

/// The ticket has no incident: create one, or link one.
pub(super) fn empty(screen: Screen) -> AnyView {
    let may_create = screen.slice(|model| model.permit(Action::Create));
    let may_link = screen.slice(|model| model.permit(Action::Link));
    let body = Signal::derive(move || {
        let neither = may_create.get().is_err() && may_link.get().is_err();
        screen.words.say(if neither { Message::EmptyViewOnly } else { Message::EmptyBody })
    });
    let groups = screen.groups();
    let explained = Signal::derive(move || {
        let refused: Vec<_> = [may_create.get().err(), may_link.get().err()].into_iter().flatten().collect();
        screen.words.consult(|catalog| words::refusals(&refused, &groups.read(), catalog)).flatten()
    });
    let actions = view! {
        <div class="button-group">
            <Button
                id="create-incident"
                icon=IconName::Add
                label=screen.say(Message::CreateIncident)
                disabled_because=screen.because(may_create)
                on_press=Callback::new(move |()| screen.create())
            />
            <Button
                id="link-incident"
                icon=IconName::Link
                label=screen.say(Message::LinkIncident)
                variant=ButtonVariant::Neutral
                disabled_because=screen.because(may_link)
                on_press=screen.press(Event::LinkClicked)
            />
        </div>
        {super::actions::explanation(explained)}
    };
    place(screen, Message::EmptyTitle, body, Some(actions.into_any()))
}

/// Nothing is known, and the last attempt failed.
pub(super) fn failed(screen: Screen) -> AnyView {
    let told = screen.slice(move |model| screen.words.consult(|catalog| words::load_failure(model, catalog)).flatten());
    let shown = move || {
        let (wording, failure) = told.get()?;
        let at = screen.model.with_untracked(|model| model.now);
        let report = screen.report(&failure, at);
        let reference = Message::FailureReference { reference: failure.to_string(), time: screen.words.time(at.0) };
        let nothing_changed = screen.words.say(Message::NothingChanged);
        let because = screen.words.say(Message::Because { title: wording.title, body: wording.body });
        Some(view! {
            <Alert tone=AlertTone::Error title=screen.say(Message::LoadFailedTitle) body=format!("{because} {nothing_changed}")>
                <Button
                    id="try-again"
                    label=screen.say(Message::TryAgain)
                    variant=ButtonVariant::Link
                    on_press=screen.press(Event::RefreshClicked)
                />
                <Button
                    label=screen.say(Message::CopyErrorDetails)
                    variant=ButtonVariant::Link
                    on_press=screen.press(Event::DetailsCopied(report))
                />
            </Alert>
            <p class="text--subtle text--small text--numeric">{screen.say(reference)}</p>
        })
    };
    view! { <div class="panel__body">{shown}</div> }.into_any()
}
