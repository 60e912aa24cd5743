//! What each item of the checklist says: what was found, what it means, what to do.

use crate::domain::account::SignInProblem;
use crate::domain::failure::Failure;
use crate::domain::remote::Remote;
use crate::domain::setup::{Availability, Feature, FieldReport, KeyReport, Probe};
use crate::i18n::{Message, SettingsMessage, explain};

use super::super::super::model::{Account, Model};
use super::super::super::setup::{Item, Reached, has_key, needs_reload, regions_differ};
use super::super::screen::Screen;
use super::names::{feature, place, result, state};

/// One paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// A sentence of the settings.
    Say(SettingsMessage),
    /// A sentence that the console says, too.
    Known(Message),
    /// Why a call to Zendesk failed.
    Zendesk(Failure),
    /// Why a call to PagerDuty failed.
    PagerDuty(Failure),
    /// The calls that do not come through.
    Call(Probe, Reached),
    /// A feature of the plan.
    Feature(Feature, Availability),
}

impl From<SettingsMessage> for Line {
    fn from(message: SettingsMessage) -> Self {
        Self::Say(message)
    }
}

/// The paragraph in the language of whoever looks.
pub(super) fn speak(screen: Screen, line: &Line) -> String {
    let words = screen.words;
    match line {
        Line::Say(message) => words.say(message),
        Line::Known(message) => words.say(message),
        Line::Zendesk(failure) => {
            let explained = words.consult(|catalog| catalog.say(&explain::zendesk_failure(failure, catalog).body));
            explained.unwrap_or_default()
        }
        Line::PagerDuty(failure) => {
            let explained = words.consult(|catalog| catalog.say(&explain::failure(failure, catalog).body));
            explained.unwrap_or_default()
        }
        Line::Call(probe, reached) => words.say(SettingsMessage::SetupReachBreaks {
            call: probe.call().to_owned(),
            result: words.say(result(Some(*reached))),
            place: words.say(place(probe.place())),
        }),
        Line::Feature(name, availability) => words.say(SettingsMessage::SetupPlanFeature {
            feature: words.say(feature(*name)),
            state: words.say(state(availability)),
        }),
    }
}

/// The paragraphs of an item.
pub(super) fn lines(model: &Model, item: Item) -> Vec<Line> {
    let without_account = item.needs_account() && item != Item::SignIn && model.me().is_none();
    if without_account {
        return vec![SettingsMessage::SetupNeedsAccount.into()];
    }
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

/// Why the last question to Zendesk failed.
fn zendesk<T>(model: &Model, found: &Remote<T>) -> Option<Line> {
    let failure = found.failure()?.clone();
    let is_installed = model.surroundings.as_ref().is_some_and(|it| it.installation.is_some());
    Some(if failure == Failure::NotFound && !is_installed {
        SettingsMessage::SetupNotInstalled.into()
    } else {
        Line::Zendesk(failure)
    })
}

fn field(model: &Model) -> Vec<Line> {
    let found = &model.setup.field.found;
    let mut lines: Vec<Line> = zendesk(model, found).into_iter().collect();
    if let Some(report) = found.known() {
        lines.extend(field_found(report));
    }
    lines
}

fn field_found(report: &FieldReport) -> Vec<Line> {
    let Some(field) = &report.field else { return vec![SettingsMessage::SetupFieldMissing.into()] };
    let title = field.title.clone();
    if !field.active {
        return vec![SettingsMessage::SetupFieldInactive { title }.into()];
    }
    let lacking = u64::try_from(report.forms_without_field().len()).unwrap_or(u64::MAX);
    if lacking > 0 {
        return vec![
            SettingsMessage::SetupFieldLacking { count: lacking }.into(),
            SettingsMessage::SetupFieldLackingMeaning.into(),
            SettingsMessage::SetupFieldConsequence { title }.into(),
        ];
    }
    let several = report.forms_in_use().count() > 1;
    let message = if several {
        SettingsMessage::SetupFieldEverywhere { title }
    } else {
        SettingsMessage::SetupFieldOneForm { title }
    };
    vec![message.into()]
}

fn connection(model: &Model) -> Vec<Line> {
    let found = &model.setup.settings.found;
    let mut lines: Vec<Line> = zendesk(model, found).into_iter().collect();
    let Some(settings) = found.known() else { return lines };
    if settings.client_id.is_none() {
        lines.push(SettingsMessage::SetupConnectionMissing.into());
    } else if needs_reload(model) {
        lines.push(SettingsMessage::SetupConnectionReload.into());
    } else if !regions_differ(model) {
        lines.push(SettingsMessage::SetupConnectionSet.into());
    }
    if regions_differ(model) {
        let account = model.setup.profile.fresh().and_then(|profile| profile.region).unwrap_or_default();
        let message = SettingsMessage::SetupConnectionRegionsDiffer {
            account: account.name().to_uppercase(),
            setting: settings.region.name().to_uppercase(),
        };
        lines.push(message.into());
    }
    if !settings.scope.split_whitespace().any(|word| word == "write") {
        lines.push(SettingsMessage::SetupConnectionScope { scope: settings.scope.clone() }.into());
    }
    lines
}

fn redirect(model: &Model) -> Vec<Line> {
    let surroundings = model.surroundings.as_ref();
    let Some(address) = surroundings.and_then(|it| it.redirect_address.as_ref()) else {
        return vec![SettingsMessage::SetupRedirectUnknown.into()];
    };
    let noted = model.store.draft.registered_redirect.as_ref();
    let mut lines: Vec<Line> = match noted {
        Some(noted) if noted == address => vec![SettingsMessage::SetupRedirectDone.into()],
        Some(before) => vec![
            SettingsMessage::SetupRedirectChanged { before: before.clone() }.into(),
            SettingsMessage::SetupRedirectToDo.into(),
        ],
        None => vec![SettingsMessage::SetupRedirectToDo.into()],
    };
    if model.store.saved().is_some_and(|saved| saved.registered_redirect.as_ref() != noted) {
        lines.push(SettingsMessage::SetupRedirectSave.into());
    }
    let is_own = surroundings.is_some_and(|it| it.redirect_is_own);
    lines.push(if is_own { SettingsMessage::SetupRedirectOwn } else { SettingsMessage::SetupRedirectOurs }.into());
    lines
}

fn problem(problem: SignInProblem) -> Vec<Line> {
    let mut lines = vec![Line::Known(explain::sign_in_problem(problem))];
    // PagerDuty tells of an address that is not registered in its own window, and to us only that the window was closed.
    if matches!(problem, SignInProblem::WindowClosed | SignInProblem::CodeRefused) {
        lines.push(SettingsMessage::SetupSignInAddress.into());
    }
    lines
}

fn sign_in(model: &Model) -> Vec<Line> {
    let mut lines = Vec::new();
    match &model.account {
        Account::SigningIn { .. } => lines.push(Line::Known(Message::SignInWaiting)),
        Account::SignedOut(None) => lines.push(SettingsMessage::SetupSignInUntested.into()),
        Account::SignedOut(Some(why)) => lines.extend(problem(*why)),
        Account::SignedIn(me) => {
            if let Some(why) = model.setup.test_problem {
                lines.extend(problem(why));
                lines.push(SettingsMessage::SetupSignInStill.into());
            }
            lines.extend(model.setup.profile.found.failure().cloned().map(Line::PagerDuty));
            if let Some(profile) = model.setup.profile.found.known() {
                if model.setup.test_problem.is_none() {
                    lines.push(SettingsMessage::SetupSignInWorks { name: me.name.clone() }.into());
                }
                if profile.role.is_some_and(|role| !role.may_manage()) {
                    lines.push(SettingsMessage::SetupSignInCannotManage.into());
                }
            }
        }
    }
    if needs_reload(model) {
        lines.push(SettingsMessage::SetupSignInReload.into());
    }
    lines
}

fn key(model: &Model) -> Vec<Line> {
    if !has_key(model) {
        return vec![SettingsMessage::SetupKeyNone.into()];
    }
    let found = &model.setup.key.found;
    let mut lines: Vec<Line> = found.failure().cloned().map(Line::Zendesk).into_iter().collect();
    let region = model.surroundings.as_ref().map(|it| it.region.to_uppercase()).unwrap_or_default();
    lines.extend(found.known().map(|report| {
        Line::Say(match report {
            KeyReport::Works => SettingsMessage::SetupKeyWorks,
            KeyReport::Refused => SettingsMessage::SetupKeyRefused { region },
            KeyReport::NotSent => SettingsMessage::SetupKeyNotSent,
        })
    }));
    lines
}

fn reach(model: &Model) -> Vec<Line> {
    let reach = &model.setup.reach;
    let mut lines: Vec<Line> = Vec::new();
    if let Some(run) = &reach.run {
        let (done, total) = run.progress();
        lines.push(SettingsMessage::SetupReachProgress { done: done.to_string(), total: total.to_string() }.into());
        if run.is_limited() {
            lines.push(SettingsMessage::SetupReachLimited.into());
        }
    }
    if let Some(failure) = &reach.stopped {
        lines.push(SettingsMessage::SetupReachStopped.into());
        lines.push(Line::PagerDuty(failure.clone()));
    }
    let failed = reach.failed();
    if !failed.is_empty() {
        let count = u64::try_from(failed.len()).unwrap_or(u64::MAX);
        lines.push(SettingsMessage::SetupReachFailed { count }.into());
        lines.extend(failed.into_iter().map(|(probe, reached)| Line::Call(probe, reached)));
        lines.push(SettingsMessage::SetupReachFix.into());
    } else if reach.knows_all(&Probe::READING) {
        lines.push(SettingsMessage::SetupReachFine.into());
    }
    if reach.run.is_none() && reach.knows_all(&Probe::READING) {
        let wrote = |reached| Probe::WRITING.iter().all(|probe| reach.of(*probe) == reached);
        if wrote(None) {
            lines.push(SettingsMessage::SetupReachWritesUntried.into());
        } else if wrote(Some(Reached::Answered)) {
            lines.push(SettingsMessage::SetupReachWritesFine.into());
        }
    }
    lines
}

fn plan(model: &Model) -> Vec<Line> {
    let found = &model.setup.plan.found;
    let mut lines: Vec<Line> = found.failure().cloned().map(Line::PagerDuty).into_iter().collect();
    let Some(plan) = found.known() else { return lines };
    let lacking = plan.lacking();
    if !lacking.is_empty() {
        let count = u64::try_from(lacking.len()).unwrap_or(u64::MAX);
        lines.push(SettingsMessage::SetupPlanLacking { count }.into());
    } else if plan.is_certain() {
        lines.push(SettingsMessage::SetupPlanAll.into());
    }
    let open = plan.features.iter().filter(|(_, it)| *it != Availability::On);
    lines.extend(open.map(|(name, availability)| Line::Feature(*name, availability.clone())));
    if !lacking.is_empty() {
        lines.push(SettingsMessage::SetupPlanWho.into());
    }
    if !plan.is_certain() {
        lines.push(SettingsMessage::SetupPlanUncertain.into());
        let why = plan.features.iter().find_map(|(_, it)| match it {
            Availability::Unknown(failure) => Some(failure.clone()),
            Availability::On | Availability::Off => None,
        });
        lines.extend(why.map(Line::PagerDuty));
    }
    lines
}
