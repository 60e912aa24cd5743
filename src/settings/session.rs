//! Signing in to PagerDuty and out. Whatever was edited stays through all of it.

use crate::domain::account::SignInProblem;

use super::effect::Effect;
use super::event::Event;
use super::model::{Account, Model, Spoken};
use super::setup;

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::SignInClicked => {
            let possible = model.surroundings.as_ref().is_some_and(|it| it.client_id.is_some());
            if !possible || !model.is_admin() || model.me().is_some() {
                return Vec::new();
            }
            let attempt = model.ask();
            model.account = Account::SigningIn { attempt };
            vec![Effect::OpenSignIn { attempt }]
        }
        Event::SignInCancelled if matches!(model.account, Account::SigningIn { .. }) => {
            model.account = not_signed_in(model, None);
            vec![Effect::AbandonSignIn]
        }
        Event::SignInAnswered { attempt, answer } if model.account == (Account::SigningIn { attempt }) => {
            match answer {
                Ok(me) => {
                    model.account = Account::SignedIn(me);
                    let mut effects = setup::signed_in(model);
                    effects.extend(model.say(Spoken::SignedIn));
                    effects.extend(model.open_page());
                    effects
                }
                Err(problem) => {
                    model.account = not_signed_in(model, Some(problem));
                    Vec::new()
                }
            }
        }
        Event::SignOutClicked if model.me().is_some() => {
            model.account = Account::SignedOut(None);
            let mut effects = vec![Effect::SignOut];
            effects.extend(setup::signed_out(model));
            effects.extend(model.say(Spoken::SignedOut));
            effects
        }
        Event::SessionExpired if model.me().is_some() => {
            model.account = Account::SignedOut(Some(SignInProblem::Expired));
            setup::signed_out(model)
        }
        _ => Vec::new(),
    }
}

/// Where one stands after an attempt that brought nobody: signed out, unless it only tested whether signing in works.
fn not_signed_in(model: &mut Model, problem: Option<SignInProblem>) -> Account {
    match setup::not_signed_in(model, problem) {
        Some(me) => Account::SignedIn(me),
        None => Account::SignedOut(problem),
    }
}
