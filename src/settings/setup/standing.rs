//! How far each item of the checklist is.

use crate::domain::setup::{KeyReport, Probe};

use super::super::model::{Account, Model};

/// An item of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// The app's ticket field and the forms that show it.
    Field,
    /// Client id and region.
    Connection,
    /// The redirect address.
    Redirect,
    /// Signing in.
    SignIn,
    /// The read-only key.
    Key,
    /// Whether every call comes through.
    Reach,
    /// What the plan has.
    Plan,
}

impl Item {
    /// Every item, in the order in which one sets things up.
    pub const ALL: [Self; 7] =
        [Self::Field, Self::Connection, Self::Redirect, Self::SignIn, Self::Key, Self::Reach, Self::Plan];

    /// Its name in ids; never shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Connection => "connection",
            Self::Redirect => "redirect",
            Self::SignIn => "sign-in",
            Self::Key => "key",
            Self::Reach => "reach",
            Self::Plan => "plan",
        }
    }

    /// Whether it can be found out only with a PagerDuty account.
    pub fn needs_account(self) -> bool {
        matches!(self, Self::SignIn | Self::Reach | Self::Plan)
    }
}

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Being found out.
    Checking,
    /// In place.
    Done,
    /// Somebody has to do something.
    NeedsYou,
    /// It could not be found out.
    Unknown,
    /// This account does without it.
    NotNeeded,
}

/// How far an item is.
pub fn standing(model: &Model, item: Item) -> Standing {
    match item {
        Item::Field => field(model),
        Item::Connection => connection(model),
        Item::Redirect => redirect(model),
        Item::SignIn => sign_in(model),
        Item::Key => key(model),
        Item::Reach => reach(model),
        Item::Plan => plan(model),
    }
}

/// How many items are in place, and of how many that this account needs.
pub fn summary(model: &Model) -> (usize, usize) {
    let standings = Item::ALL.map(|item| standing(model, item));
    let done = standings.iter().filter(|it| **it == Standing::Done).count();
    let needed = standings.iter().filter(|it| **it != Standing::NotNeeded).count();
    (done, needed)
}

/// Whether anything is being found out.
pub fn is_checking(model: &Model) -> bool {
    let setup = &model.setup;
    setup.field.is_checking()
        || setup.settings.is_checking()
        || setup.profile.is_checking()
        || setup.key.is_checking()
        || setup.plan.is_checking()
        || setup.reach.run.is_some()
}

fn yes(so: bool) -> Standing {
    if so { Standing::Done } else { Standing::NeedsYou }
}

fn field(model: &Model) -> Standing {
    let check = &model.setup.field;
    if check.is_checking() {
        return Standing::Checking;
    }
    let Some(report) = check.fresh() else { return Standing::Unknown };
    yes(report.field.as_ref().is_some_and(|field| field.active) && report.forms_without_field().is_empty())
}

fn connection(model: &Model) -> Standing {
    let check = &model.setup.settings;
    if check.is_checking() {
        return Standing::Checking;
    }
    let Some(settings) = check.fresh() else { return Standing::Unknown };
    yes(settings.client_id.is_some() && !regions_differ(model) && !needs_reload(model))
}

/// Whether the account that is signed in lives elsewhere than the setting says.
pub fn regions_differ(model: &Model) -> bool {
    let setting = model.setup.settings.fresh().map(|settings| settings.region);
    let account = model.setup.profile.fresh().and_then(|profile| profile.region);
    setting.zip(account).is_some_and(|(setting, account)| setting != account)
}

/// Whether what was saved is not yet what this frame works with: Zendesk hands settings over once, when it opens the app.
pub fn needs_reload(model: &Model) -> bool {
    let Some((settings, surroundings)) = model.setup.settings.fresh().zip(model.surroundings.as_ref()) else {
        return false;
    };
    settings.client_id != surroundings.client_id || settings.region.name() != surroundings.region
}

fn redirect(model: &Model) -> Standing {
    let Some(address) = model.surroundings.as_ref().and_then(|it| it.redirect_address.as_ref()) else {
        return Standing::Unknown;
    };
    yes(model.store.draft.registered_redirect.as_ref() == Some(address))
}

fn sign_in(model: &Model) -> Standing {
    match &model.account {
        Account::SigningIn { .. } => Standing::Checking,
        Account::SignedOut(_) => Standing::NeedsYou,
        Account::SignedIn(_) if model.setup.test_problem.is_some() => Standing::NeedsYou,
        Account::SignedIn(_) if model.setup.profile.is_checking() => Standing::Checking,
        Account::SignedIn(_) if model.setup.profile.fresh().is_some() => Standing::Done,
        Account::SignedIn(_) => Standing::Unknown,
    }
}

/// Whether an administrator says that there is a read-only key.
pub fn has_key(model: &Model) -> bool {
    match model.setup.settings.found.known() {
        Some(settings) => settings.has_read_only_key,
        None => model.surroundings.as_ref().is_some_and(|it| it.has_read_only_key),
    }
}

fn key(model: &Model) -> Standing {
    if !has_key(model) {
        return Standing::NotNeeded;
    }
    let check = &model.setup.key;
    match check.fresh() {
        _ if check.is_checking() => Standing::Checking,
        Some(report) => yes(*report == KeyReport::Works),
        None => Standing::Unknown,
    }
}

fn reach(model: &Model) -> Standing {
    if model.me().is_none() {
        return Standing::NeedsYou;
    }
    let reach = &model.setup.reach;
    if reach.run.is_some() {
        Standing::Checking
    } else if !reach.failed().is_empty() {
        Standing::NeedsYou
    } else if reach.stopped.is_none() && reach.knows_all(&Probe::READING) {
        Standing::Done
    } else {
        Standing::Unknown
    }
}

fn plan(model: &Model) -> Standing {
    if model.me().is_none() {
        return Standing::NeedsYou;
    }
    let check = &model.setup.plan;
    match check.fresh() {
        _ if check.is_checking() => Standing::Checking,
        Some(plan) if plan.is_certain() => Standing::Done,
        _ => Standing::Unknown,
    }
}
