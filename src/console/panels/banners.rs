//! What holds for the whole console and not for one incident: signed out, offline, paused, out of date.
//!
//! Each banner is there or not by a memo of its own, so that none is drawn anew because another came.

use leptos::prelude::*;

use crate::domain::moment::Moment;
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};

use super::super::event::Event;
use super::super::model::{Account, Model, SignInProblem, Stage, View};
use super::super::words;
use super::countdown::time_left;
use super::screen::Screen;

/// All banners, in the order of what an agent can do about them.
pub(super) fn banners(screen: Screen) -> AnyView {
    view! {
        <div class="banners">
            {account(screen)}
            {offline(screen)}
            {paused(screen)}
            {stale(screen)}
            {configuration_broken(screen)}
            {missing(screen)}
        </div>
    }
    .into_any()
}

/// Shows `view` while `holds`.
fn while_it_holds(
    screen: Screen,
    holds: impl Fn(&Model) -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let holds = screen.slice(holds);
    (move || holds.get().then(&view)).into_any()
}

fn link_button(screen: Screen, id: &'static str, label: Message, event: Event) -> AnyView {
    let label = screen.say(label);
    view! { <Button id=id label=label variant=ButtonVariant::Link on_press=screen.press(event) /> }.into_any()
}

/// Where the agent stands with PagerDuty, unless everything is well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Well,
    SigningIn,
    Problem(SignInProblem),
    ViewOnly,
    CannotSignIn,
}

fn standing(model: &Model) -> Standing {
    let Some(surroundings) = model.surroundings.as_ref() else {
        return Standing::Well;
    };
    // The view itself asks to sign in, unless a task covers it.
    let asks = model.view() == View::SignIn && model.task.is_none();
    let hidden = matches!(model.view(), View::NotSaved | View::NotPermitted | View::Outside);
    match &model.account {
        _ if hidden => Standing::Well,
        Account::SignedIn(_) => Standing::Well,
        Account::SigningIn { .. } => Standing::SigningIn,
        Account::SignedOut(Some(problem)) => Standing::Problem(*problem),
        Account::SignedOut(None) if asks || model.view() == View::Loading => Standing::Well,
        Account::SignedOut(None) if surroundings.can_sign_in => Standing::ViewOnly,
        Account::SignedOut(None) => Standing::CannotSignIn,
    }
}

fn account(screen: Screen) -> AnyView {
    let standing = screen.slice(standing);
    let sign_in = move |label: Message| link_button(screen, "sign-in-again", label, Event::SignInClicked);
    (move || match standing.get() {
        Standing::Well => ().into_any(),
        Standing::SigningIn => view! {
            <Alert title=screen.say(Message::SignInWaiting)>
                {link_button(screen, "sign-in-cancel", Message::Cancel, Event::SignInCancelled)}
            </Alert>
        }
        .into_any(),
        Standing::Problem(SignInProblem::Expired) => view! {
            <Alert
                tone=AlertTone::Warning
                title=screen.say(Message::SignedOutTitle)
                body=screen.say(Message::SignedOutBody)
            >
                {sign_in(Message::SignInAgain)}
            </Alert>
        }
        .into_any(),
        Standing::Problem(problem) => view! {
            <Alert
                tone=AlertTone::Error
                title=screen.say(Message::SignInFailedTitle)
                body=screen.say(words::sign_in_problem(problem))
            >
                {sign_in(Message::SignInAgain)}
            </Alert>
        }
        .into_any(),
        Standing::ViewOnly => view! {
            <Alert title=screen.say(Message::ViewOnlyTitle) body=screen.say(Message::ViewOnlySignIn)>
                {sign_in(Message::SignIn)}
            </Alert>
        }
        .into_any(),
        Standing::CannotSignIn => view! {
            <Alert title=screen.say(Message::ViewOnlyTitle) body=screen.say(Message::SignInClientMissing) />
        }
        .into_any(),
    })
    .into_any()
}

fn at_work(model: &Model) -> bool {
    model.stage == Stage::Running && model.surroundings.is_some()
}

fn offline(screen: Screen) -> AnyView {
    while_it_holds(
        screen,
        |model| at_work(model) && !model.online,
        move || {
            let facts = screen.slice(|model| (model.feed.updated_at, has_typed(model)));
            let body = Signal::derive(move || {
                let (updated_at, typed) = facts.get();
                let data = updated_at.map(|at| Message::OfflineBody { time: screen.words.time(at.0) });
                let kept = typed.then_some(Message::OfflineDraftKept);
                let sentences: Vec<_> = data.into_iter().chain(kept).map(|it| screen.words.say(it)).collect();
                (!sentences.is_empty()).then(|| sentences.join(" "))
            });
            view! { <Alert tone=AlertTone::Warning title=screen.say(Message::OfflineTitle) body=body /> }.into_any()
        },
    )
}

/// Whether there is something typed that an agent could fear for.
fn has_typed(model: &Model) -> bool {
    let writing = |it: &super::super::model::Dossier| !it.note_draft.is_empty() || !it.outbox.is_empty();
    model.create.begun || model.dossiers.values().any(writing)
}

fn pause_end(model: &Model) -> Option<Moment> {
    model.feed.paused_until.filter(|until| *until > model.now && model.online)
}

fn paused(screen: Screen) -> AnyView {
    while_it_holds(
        screen,
        |model| at_work(model) && pause_end(model).is_some(),
        move || {
            let until = screen.slice(pause_end);
            let left = time_left(screen, until);
            let body = Signal::derive(move || {
                screen.words.say(Message::PausedBody { duration: screen.words.duration(left.get()) })
            });
            // What changes every second is read out by nobody.
            view! { <Alert tone=AlertTone::Warning title=screen.say(Message::PausedTitle) body=body quiet=true /> }
                .into_any()
        },
    )
}

fn stale(screen: Screen) -> AnyView {
    let holds = |model: &Model| {
        let failed = model.feed.failure.is_some() || model.ticket.failure().is_some();
        failed && at_work(model) && model.online && pause_end(model).is_none() && model.view() == View::Incidents
    };
    while_it_holds(screen, holds, move || {
        let told =
            screen.slice(move |model| screen.words.consult(|catalog| words::load_failure(model, catalog)).flatten());
        let body = Signal::derive(move || {
            told.get().map(|(it, _)| screen.words.say(Message::Because { title: it.title, body: it.body }))
        });
        let copy = Callback::new(move |()| {
            let at = screen.model.with_untracked(|model| model.now);
            if let Some((_, failure)) = told.get_untracked() {
                screen.send(Event::DetailsCopied(screen.report(&failure, at)));
            }
        });
        view! {
            <Alert tone=AlertTone::Warning title=screen.say(Message::Stale) body=body>
                {link_button(screen, "try-again", Message::TryAgain, Event::RefreshClicked)}
                <Button label=screen.say(Message::CopyErrorDetails) variant=ButtonVariant::Link on_press=copy />
            </Alert>
        }
        .into_any()
    })
}

fn configuration_broken(screen: Screen) -> AnyView {
    let holds = |model: &Model| model.surroundings.as_ref().is_some_and(|it| it.permissions.is_err());
    while_it_holds(screen, holds, move || {
        view! {
            <Alert
                tone=AlertTone::Warning
                title=screen.say(Message::ConfigurationBrokenTitle)
                body=screen.say(Message::ConfigurationBrokenBody)
            />
        }
        .into_any()
    })
}

/// How many linked incidents PagerDuty does not show.
fn not_shown(model: &Model) -> u64 {
    let Some(ticket) = model.ticket.known() else {
        return 0;
    };
    let missing = |id: &&_| model.feed.missing.contains(*id) && !model.feed.known.contains_key(*id);
    u64::try_from(ticket.links.ids().iter().filter(missing).count()).unwrap_or(u64::MAX)
}

fn missing(screen: Screen) -> AnyView {
    let holds = |model: &Model| not_shown(model) > 0 && matches!(model.view(), View::Incidents | View::Empty);
    while_it_holds(screen, holds, move || {
        let count = screen.slice(not_shown);
        let title = Signal::derive(move || screen.words.say(Message::LinkedMissing { count: count.get() }));
        view! { <Alert title=title /> }.into_any()
    })
}
