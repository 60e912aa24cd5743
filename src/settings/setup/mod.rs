//! What is set up and what is missing: a checklist that finds out by itself.
//!
//! Checks only read. What changes something (a ticket form, the app's own settings) or looks as if it did (the calls to PagerDuty
//! that write, which are made so that they are refused) waits for a press of its own.

mod check;
mod connection;
mod event;
pub mod reach;
mod standing;

pub use check::Check;
pub use connection::Connection;
pub use event::{SetupEffect, SetupEvent};
pub use reach::{Reach, Reached};
pub use standing::{Item, Standing, has_key, is_checking, needs_reload, regions_differ, standing, summary};

use crate::domain::account::{Me, SignInProblem};
use crate::domain::failure::Failure;
use crate::domain::remote::Remote;
use crate::domain::setup::{AppSettings, FieldReport, KeyReport, Plan, Probe, Profile, TicketForm};

use super::effect::Effect;
use super::event::{Answer, Event};
use super::model::{Account, Model, Spoken};
use super::session;

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The app's field and the account's forms.
    pub field: Check<FieldReport>,
    /// The forms that the field is being put on, each with the question's name.
    adding: Vec<(u64, u32)>,
    /// Why the last form was not changed.
    pub form_failure: Option<(u64, Failure)>,
    /// The app's own settings as Zendesk holds them now.
    pub settings: Check<AppSettings>,
    /// What is edited of them.
    pub connection: Connection,
    /// Who is signed in.
    pub profile: Check<Profile>,
    /// Who was signed in before a test, and still is if it fails.
    before_test: Option<Me>,
    /// What went wrong with a test while somebody was signed in.
    pub test_problem: Option<SignInProblem>,
    /// The read-only key.
    pub key: Check<KeyReport>,
    /// The calls that the app makes.
    pub reach: Reach,
    /// Whether the list of calls is unfolded.
    pub calls_open: bool,
    /// What the plan has.
    pub plan: Check<Plan>,
    /// Whether the result is to be announced when nothing is under way any more.
    telling: bool,
}

impl State {
    /// Whether the field is being put on this form.
    pub fn is_adding_to(&self, form: u64) -> bool {
        self.adding.iter().any(|(id, _)| *id == form)
    }
}

/// Asks for what has never been asked for. What is known stays on the screen until somebody asks again.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let never = |absent: bool, checking: bool| absent && !checking;
    for item in Item::ALL {
        let setup = &model.setup;
        let is_due = match item {
            Item::Field => never(setup.field.found == Remote::Absent, setup.field.is_checking()),
            Item::Connection => never(setup.settings.found == Remote::Absent, setup.settings.is_checking()),
            Item::SignIn => never(setup.profile.found == Remote::Absent, setup.profile.is_checking()),
            Item::Key => never(setup.key.found == Remote::Absent, setup.key.is_checking()),
            Item::Reach => {
                never(setup.reach.results.is_empty() && setup.reach.stopped.is_none(), setup.reach.run.is_some())
            }
            Item::Plan => never(setup.plan.found == Remote::Absent, setup.plan.is_checking()),
            Item::Redirect => false,
        };
        if is_due {
            effects.extend(ask(model, item));
        }
    }
    model.setup.telling |= !effects.is_empty();
    effects
}

/// Asks about one item, if that is possible now.
fn ask(model: &mut Model, item: Item) -> Vec<Effect> {
    if item.needs_account() && model.me().is_none() {
        return Vec::new();
    }
    if item == Item::Key && !has_key(model) {
        return Vec::new();
    }
    if item == Item::Redirect {
        return Vec::new();
    }
    if item == Item::Reach {
        return reach::begin(model, &Probe::READING);
    }
    let asked = model.ask();
    let setup = &mut model.setup;
    let effect = match item {
        Item::Field => {
            setup.field.ask(asked);
            setup.form_failure = None;
            SetupEffect::LoadField { asked }
        }
        Item::Connection => {
            setup.settings.ask(asked);
            SetupEffect::LoadSettings { asked }
        }
        Item::SignIn => {
            setup.profile.ask(asked);
            setup.test_problem = None;
            SetupEffect::LoadProfile { asked }
        }
        Item::Key => {
            setup.key.ask(asked);
            SetupEffect::TryKey { asked }
        }
        Item::Plan => {
            setup.plan.ask(asked);
            SetupEffect::LoadPlan { asked }
        }
        Item::Redirect | Item::Reach => return Vec::new(),
    };
    vec![Effect::Setup(effect)]
}

pub(super) fn update(model: &mut Model, event: SetupEvent) -> Vec<Effect> {
    let mut effects = match event {
        SetupEvent::AllClicked => {
            let all = Item::ALL.into_iter().flat_map(|item| ask(model, item)).collect();
            model.setup.telling = true;
            all
        }
        SetupEvent::CheckClicked(item) => {
            model.setup.telling = true;
            // Whether there is a key stands in the settings.
            let mut effects = if item == Item::Key { ask(model, Item::Connection) } else { Vec::new() };
            effects.extend(ask(model, item));
            effects
        }
        SetupEvent::FieldArrived { asked, answer } => {
            model.setup.field.absorb(asked, answer);
            Vec::new()
        }
        SetupEvent::AddToFormClicked(form) => add_to_form(model, form),
        SetupEvent::FormAnswered { asked, form, answer } => form_answered(model, asked, form, answer),
        SetupEvent::SettingsArrived { asked, answer } => settings_arrived(model, asked, answer),
        SetupEvent::ClientIdTyped(text) => connection::typed(model, text),
        SetupEvent::RegionChosen(region) => connection::region_chosen(model, region),
        SetupEvent::ConnectionSaveClicked => connection::save(model),
        SetupEvent::ConnectionDiscarded => connection::discarded(model),
        SetupEvent::ConnectionSaved { asked, answer } => connection::saved(model, asked, answer),
        SetupEvent::RedirectRegistered => {
            redirect_works(model);
            // The button that was pressed is gone.
            vec![Effect::Focus("check-redirect".to_owned())]
        }
        SetupEvent::SignInTestClicked => test_sign_in(model),
        SetupEvent::ProfileArrived { asked, answer } => {
            let expired = answer == Err(Failure::Unauthorized);
            let is_open = model.setup.profile.absorb(asked, answer);
            expired_if(model, is_open && expired)
        }
        SetupEvent::KeyTried { asked, answer } => {
            model.setup.key.absorb(asked, answer);
            Vec::new()
        }
        SetupEvent::PlanArrived { asked, answer } => {
            let expired = answer == Err(Failure::Unauthorized);
            let is_open = model.setup.plan.absorb(asked, answer);
            expired_if(model, is_open && expired)
        }
        SetupEvent::WritingCallsClicked => {
            if model.me().is_none() || model.setup.reach.run.is_some() {
                return Vec::new();
            }
            model.setup.telling = true;
            reach::begin(model, &Probe::WRITING)
        }
        SetupEvent::CallsToggled => {
            model.setup.calls_open = !model.setup.calls_open;
            Vec::new()
        }
        SetupEvent::Probed { asked, answer } => {
            let (expired, mut effects) = reach::answered(model, asked, &answer);
            effects.extend(expired_if(model, expired));
            effects
        }
    };
    effects.extend(tell(model));
    effects
}

/// The pause between two calls is over.
pub(super) fn woke(model: &mut Model) -> Vec<Effect> {
    let mut effects = reach::woke(model);
    effects.extend(tell(model));
    effects
}

/// Announces the result once, when nothing is under way any more.
fn tell(model: &mut Model) -> Vec<Effect> {
    if !model.setup.telling || is_checking(model) {
        return Vec::new();
    }
    model.setup.telling = false;
    let (done, total) = summary(model);
    model.say(Spoken::Checked { done, total })
}

fn expired_if(model: &mut Model, expired: bool) -> Vec<Effect> {
    if expired { session::update(model, Event::SessionExpired) } else { Vec::new() }
}

fn add_to_form(model: &mut Model, form: u64) -> Vec<Effect> {
    let report = model.setup.field.found.known();
    let lacks = report.is_some_and(|report| report.forms_without_field().iter().any(|it| it.id == form));
    let field = report.and_then(|report| report.field.as_ref()).map(|field| field.id);
    let Some(field) = field.filter(|_| lacks && !model.setup.is_adding_to(form)) else { return Vec::new() };
    let asked = model.ask();
    model.setup.adding.push((form, asked));
    model.setup.form_failure = None;
    vec![Effect::Setup(SetupEffect::AddToForm { asked, form, field })]
}

fn form_answered(model: &mut Model, asked: u32, form: u64, answer: Answer<TicketForm>) -> Vec<Effect> {
    let setup = &mut model.setup;
    if !setup.adding.contains(&(form, asked)) {
        return Vec::new();
    }
    setup.adding.retain(|(id, _)| *id != form);
    match answer {
        Ok(changed) => {
            if let Some(report) = setup.field.found.known_mut() {
                report.replace(changed);
            }
            let mut effects = model.say(Spoken::FieldAdded);
            // The button that was pressed is gone with its row.
            effects.push(Effect::Focus("check-field".to_owned()));
            effects
        }
        Err(failure) => {
            setup.form_failure = Some((form, failure));
            Vec::new()
        }
    }
}

fn settings_arrived(model: &mut Model, asked: u32, answer: Answer<AppSettings>) -> Vec<Effect> {
    if !model.setup.settings.absorb(asked, answer) {
        return Vec::new();
    }
    let Some(settings) = model.setup.settings.found.known().cloned() else { return Vec::new() };
    model.setup.connection.follow(&settings);
    // Somebody may have ticked the box since the app was opened.
    let untried = model.setup.key.found == Remote::Absent && !model.setup.key.is_checking();
    if untried { ask(model, Item::Key) } else { Vec::new() }
}

/// The redirect address of today is known to be registered; the draft keeps it, to tell when an upload changes it.
fn redirect_works(model: &mut Model) {
    let address = model.surroundings.as_ref().and_then(|it| it.redirect_address.clone());
    // What is saved has to be known first, or the draft would be overwritten by it.
    if address.is_some() && model.store.saved().is_some() {
        model.store.draft.registered_redirect = address;
    }
}

fn test_sign_in(model: &mut Model) -> Vec<Effect> {
    model.setup.test_problem = None;
    let Account::SignedIn(me) = model.account.clone() else { return session::update(model, Event::SignInClicked) };
    model.account = Account::SignedOut(None);
    let effects = session::update(model, Event::SignInClicked);
    if effects.is_empty() {
        model.account = Account::SignedIn(me);
    } else {
        model.setup.before_test = Some(me);
    }
    effects
}

/// A sign-in ended well: its way back is proven, and what was found for another account is void.
pub(super) fn signed_in(model: &mut Model) -> Vec<Effect> {
    model.setup.before_test = None;
    redirect_works(model);
    forget_account(model)
}

/// A sign-in ended without one, or was given up. Says who is still signed in, if it was only a test.
pub(super) fn not_signed_in(model: &mut Model, problem: Option<SignInProblem>) -> Option<Me> {
    let before = model.setup.before_test.take();
    model.setup.test_problem = problem.filter(|_| before.is_some());
    before
}

/// Nobody is signed in any more.
pub(super) fn signed_out(model: &mut Model) -> Vec<Effect> {
    model.setup.before_test = None;
    forget_account(model)
}

/// Forgets what was found with somebody's account.
fn forget_account(model: &mut Model) -> Vec<Effect> {
    model.setup.test_problem = None;
    model.setup.profile = Check::default();
    model.setup.plan = Check::default();
    reach::forget(model)
}
