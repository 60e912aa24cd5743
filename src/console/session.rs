//! Signing in to PagerDuty and out.
//!
//! Whatever was typed stays through all of it.

use super::effect::{Effect, Timer};
use super::event::Event;
use super::feed;
use super::model::{Account, Model, SignInProblem, Spoken};

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::SignInClicked => {
            let possible = model.surroundings.as_ref().is_some_and(|it| it.can_sign_in);
            if !possible || model.me().is_some() {
                return Vec::new();
            }
            let attempt = model.ask();
            model.account = Account::SigningIn { attempt };
            vec![Effect::OpenSignIn { attempt }]
        }
        Event::SignInCancelled => {
            if !matches!(model.account, Account::SigningIn { .. }) {
                return Vec::new();
            }
            model.account = Account::SignedOut(None);
            vec![Effect::AbandonSignIn]
        }
        Event::SignInAnswered { attempt, answer } => {
            if model.account != (Account::SigningIn { attempt }) {
                return Vec::new();
            }
            match answer {
                Ok(me) => {
                    model.account = Account::SignedIn(me);
                    // What the read-only key showed may differ from what the agent may see.
                    model.feed.questions.clear();
                    model.feed.paused_until = None;
                    model.feed.failure = None;
                    let mut effects = model.say(Spoken::SignedIn);
                    effects.extend(feed::refresh(model));
                    effects.extend(super::timeline::load_open_sections(model));
                    effects.extend(super::create::resume_lookup(model));
                    effects.extend(super::people::resume(model));
                    effects
                }
                Err(problem) => {
                    model.account = Account::SignedOut(Some(problem));
                    Vec::new()
                }
            }
        }
        Event::RedirectAddressCopied => {
            let address = model.surroundings.as_ref().and_then(|it| it.redirect_address.clone());
            let Some(address) = address else { return Vec::new() };
            let mut effects = model.say(Spoken::AddressCopied);
            effects.push(Effect::Copy(address));
            effects
        }
        Event::SignOutClicked => {
            if model.me().is_none() {
                return Vec::new();
            }
            model.account = Account::SignedOut(None);
            model.task = None;
            feed::forget(model);
            let mut effects = vec![Effect::SignOut];
            effects.extend(model.say(Spoken::SignedOut));
            effects.extend(feed::refresh(model));
            effects
        }
        Event::SessionExpired => expired(model),
        _ => Vec::new(),
    }
}

/// The token is no longer taken and could not be renewed. What is on the screen stays, and so does every draft.
pub(super) fn expired(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() {
        return Vec::new();
    }
    model.account = Account::SignedOut(Some(SignInProblem::Expired));
    model.feed.questions.clear();
    let mut effects = vec![Effect::Hush(Timer::Poll)];
    // The read-only key, where there is one, goes on showing the incidents.
    effects.extend(feed::refresh(model));
    effects
}
