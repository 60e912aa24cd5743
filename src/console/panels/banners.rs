//! What holds for the whole console and not for one incident: signed out, offline, paused, out of date.
//!
//! Each banner is there or not by a memo of its own, so that none is drawn anew because another came.

use leptos::prelude::*;

use crate::domain::moment::Moment;
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::part::part;
use crate::kit::reactive::derive;

use super::super::event::Event;
use super::super::model::{Account, Model, SignInProblem, Stage, View};
use super::super::words;
use super::countdown::time_left;
use super::redirect::{may_be_the_address, redirect_address};
use super::screen::Screen;
use super::ticket_state::ticket_state;

/// All banners but the remark, in the order of what an agent can do about them.
pub(super) fn banners(screen: Screen) -> AnyView {
    part("div", "banners")
        .child(account(screen))
        .child(offline(screen))
        .child(paused(screen))
        .child(stale(screen))
        .child(configuration_broken(screen))
        .child(ticket_state(screen))
        .into()
}

fn link_button(screen: Screen, id: &'static str, label: Message, event: Event) -> AnyView {
    Button {
        id: Some(id.to_owned()),
        variant: ButtonVariant::Link,
        ..Button::new(screen.say(label), screen.press(event))
    }
    .view()
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

impl Standing {
    /// Whether it only tells why nothing can be pressed, and is no news.
    fn is_remark(self) -> bool {
        matches!(self, Self::ViewOnly | Self::CannotSignIn)
    }
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

/// What is being done about signing in, and what went wrong with it.
fn account(screen: Screen) -> AnyView {
    account_alert(screen, false)
}

/// That one may only look, and why.
pub(super) fn remark(screen: Screen) -> AnyView {
    part("div", "banners").child(account_alert(screen, true)).into()
}

/// The alert for where the agent stands, of those that are remarks or of the others.
fn account_alert(screen: Screen, remarks: bool) -> AnyView {
    let standing = screen.slice(move |model| {
        let standing = standing(model);
        if standing.is_remark() == remarks { standing } else { Standing::Well }
    });
    dynamic(move || {
        let (tone, title, body, way) = match standing.get() {
            Standing::Well => return None,
            Standing::SigningIn => (AlertTone::Info, Message::SignInWaiting, None, None),
            Standing::Problem(SignInProblem::Expired) => {
                (AlertTone::Warning, Message::SignedOutTitle, Some(Message::SignedOutBody), Some(Message::SignInAgain))
            }
            Standing::Problem(problem) => (
                AlertTone::Error,
                Message::SignInFailedTitle,
                Some(words::sign_in_problem(problem)),
                Some(Message::SignInAgain),
            ),
            Standing::ViewOnly => {
                (AlertTone::Info, Message::ViewOnlyTitle, Some(Message::ViewOnlySignIn), Some(Message::SignIn))
            }
            Standing::CannotSignIn => {
                (AlertTone::Info, Message::ViewOnlyTitle, Some(Message::SignInClientMissing), None)
            }
        };
        let action = if standing.get() == Standing::SigningIn {
            Some(link_button(screen, "sign-in-cancel", Message::Cancel, Event::SignInCancelled))
        } else {
            // The remark waits for nothing else, so its button may look like one.
            let variant = if remarks { ButtonVariant::Default } else { ButtonVariant::Link };
            way.map(|label| {
                let press = screen.press(Event::SignInClicked);
                Button { id: Some("sign-in-again".to_owned()), variant, ..Button::new(screen.say(label), press) }.view()
            })
        };
        let body = body.map(|body| screen.say_some(body));
        let address = match standing.get() {
            Standing::Well | Standing::SigningIn | Standing::Problem(SignInProblem::Expired) => None,
            Standing::Problem(problem) => Some(redirect_address(screen, may_be_the_address(problem))),
            Standing::ViewOnly | Standing::CannotSignIn => Some(redirect_address(screen, false)),
        };
        let actions = action.into_iter().chain(address).collect();
        Some(Alert { tone, body, actions, ..Alert::new(screen.say(title)) }.view())
    })
}

fn at_work(model: &Model) -> bool {
    model.stage == Stage::Running && model.surroundings.is_some()
}

fn warning(screen: Screen, title: Message, body: Signal<Option<String>>) -> Alert {
    Alert { tone: AlertTone::Warning, body: Some(body), ..Alert::new(screen.say(title)) }
}

fn offline(screen: Screen) -> AnyView {
    let holds = screen.whether(|model| at_work(model) && !model.online);
    shown_while(holds, move || {
        let facts = screen.slice(|model| (model.feed.updated_at, typed(model)));
        let body = derive(move || {
            let (updated_at, typed) = facts.get();
            let data = updated_at.map(|at| Message::OfflineBody { time: screen.words.time(at.0) });
            let sentences: Vec<_> = data.into_iter().chain(typed.words()).map(|it| screen.words.say(it)).collect();
            (!sentences.is_empty()).then(|| sentences.join(" "))
        });
        warning(screen, Message::OfflineTitle, body).view()
    })
}

/// What an agent without a network could fear for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    Nothing,
    Draft,
    /// A note that goes out by itself.
    Note,
}

impl Typed {
    fn words(self) -> Option<Message> {
        match self {
            Self::Nothing => None,
            Self::Draft => Some(Message::OfflineDraftKept),
            Self::Note => Some(Message::NoteWillBeSent),
        }
    }
}

fn typed(model: &Model) -> Typed {
    let writing = |it: &super::super::model::Dossier| !it.note_draft.is_empty() || !it.outbox.is_empty();
    let waits = |it: &super::super::model::Dossier| it.outbox.iter().any(|note| note.waiting.is_some());
    if model.dossiers.values().any(waits) {
        Typed::Note
    } else if model.create.begun || model.dossiers.values().any(writing) {
        Typed::Draft
    } else {
        Typed::Nothing
    }
}

fn pause_end(model: &Model) -> Option<Moment> {
    model.feed.paused_until.filter(|until| *until > model.now && model.online)
}

fn paused(screen: Screen) -> AnyView {
    let holds = screen.whether(|model| at_work(model) && pause_end(model).is_some());
    shown_while(holds, move || {
        let left = time_left(screen, screen.slice(pause_end));
        let body = screen.say_if(move || Some(Message::PausedBody { duration: screen.words.duration(left.get()) }));
        // What changes every second is read out by nobody.
        Alert { quiet: true, ..warning(screen, Message::PausedTitle, body) }.view()
    })
}

fn stale(screen: Screen) -> AnyView {
    let holds = screen.whether(|model| {
        let failed = model.feed.failure.is_some() || model.ticket.failure().is_some();
        failed && at_work(model) && model.online && pause_end(model).is_none() && model.view() == View::Incidents
    });
    shown_while(holds, move || {
        let told =
            screen.slice(move |model| screen.words.consult(|catalog| words::load_failure(model, catalog)).flatten());
        let body = screen.say_if(move || told.get().map(|(it, _)| Message::Because { title: it.title, body: it.body }));
        let copy = Callback::new(move |()| {
            let at = screen.model.with_untracked(|model| model.now);
            if let Some((_, failure)) = told.get_untracked() {
                screen.send(Event::DetailsCopied(screen.report(&failure, at)));
            }
        });
        let actions = vec![
            link_button(screen, "try-again", Message::TryAgain, Event::RefreshClicked),
            Button::link(screen.say(Message::CopyErrorDetails), copy),
        ];
        Alert { actions, ..warning(screen, Message::Stale, body) }.view()
    })
}

fn configuration_broken(screen: Screen) -> AnyView {
    let holds = screen.whether(|model| model.surroundings.as_ref().is_some_and(|it| it.permissions.is_err()));
    shown_while(holds, move || {
        let body = screen.say_some(Message::ConfigurationBrokenBody);
        warning(screen, Message::ConfigurationBrokenTitle, body).view()
    })
}
