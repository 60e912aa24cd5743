//! What will be done, what is being done, and what is left of routes that are no more.

use leptos::prelude::*;

use crate::domain::email_routing::plan::Step;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{Part, part};
use crate::kit::reactive::{Slice, derive};
use crate::kit::rows::{Row, rows};

use super::super::super::email::{EmailEvent, End, Goal, Stage};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::{press, words};

/// Whose step it is and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    step: Step,
    name: Option<String>,
}

fn lines(model: &Model, steps: Vec<Step>) -> Vec<Line> {
    steps.into_iter().map(|step| Line { name: model.email_route_name(&step.route), step }).collect()
}

fn say(screen: Screen, line: &Line) -> String {
    let step = words::work(screen.words, &line.step.work);
    match &line.name {
        Some(name) => screen.words.say(SettingsMessage::EmailOfRoute { name: name.clone(), step }),
        None => step,
    }
}

/// One step in a list: where it is done, and what it does.
fn item(screen: Screen, line: &Line) -> Part {
    let vendor = if line.step.work.is_in_pagerduty() {
        SettingsMessage::EmailWherePagerDuty
    } else {
        SettingsMessage::EmailWhereZendesk
    };
    let line = line.clone();
    part("li", "email__step")
        .child(part("span", "email__where").words(screen.say(vendor)))
        .child(part("bdi", "email__what").words(derive(move || say(screen, &line))))
}

/// Steps, in their order.
fn list(screen: Screen, steps: Slice<Vec<Line>>) -> AnyView {
    let each = move || {
        let row = |(at, line): (usize, Line)| Row::new(format!("{at} {line:?}"), move || item(screen, &line).into());
        steps.get().into_iter().enumerate().map(row).collect()
    };
    part("ol", "email__steps").child(rows(each)).into()
}

fn section(screen: Screen, heading: SettingsMessage) -> Part {
    let heading = part("h3", "settings__section-heading").words(screen.say(heading));
    part("section", "settings__section").child(heading)
}

/// Why nothing can be set up now.
fn obstacle(model: &Model) -> Option<Obstacle> {
    if model.me().is_none() {
        Some(Obstacle::SignedOut)
    } else if model.email.is_working() {
        Some(Obstacle::Busy)
    } else {
        (!model.email_is_saved()).then_some(Obstacle::Unsaved)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    SignedOut,
    Busy,
    Unsaved,
}

impl Obstacle {
    fn say(self) -> SettingsMessage {
        match self {
            Self::SignedOut => SettingsMessage::EmailSignInTitle,
            Self::Busy => SettingsMessage::EmailSetUpBusy,
            Self::Unsaved => SettingsMessage::EmailSetUpUnsaved,
        }
    }
}

/// Everything that setting up would do, and the button for it.
pub(super) fn plan(screen: Screen) -> AnyView {
    let steps = screen.slice(|model| lines(model, model.email_plan()));
    let shown = screen.whether(|model| {
        model.email.found.is_some() && !model.email.is_working() && !model.store.draft.email.routes.is_empty()
    });
    let empty = derive(move || steps.with(Vec::is_empty));
    let obstacle = screen.slice(obstacle);
    shown_while(shown, move || {
        let done = shown_while(empty, move || {
            part("p", "text--subtle").words(screen.say(SettingsMessage::EmailPlanNone)).into()
        });
        let button = shown_while(derive(move || !empty.get()), move || {
            let button = Button {
                id: Some("email-set-up".to_owned()),
                variant: ButtonVariant::Primary,
                disabled_because: Some(screen.say_if(move || obstacle.get().map(Obstacle::say))),
                ..Button::new(screen.say(SettingsMessage::EmailSetUp), press(screen, EmailEvent::SetUpClicked))
            };
            part("div", "email__actions").child(button.view()).into()
        });
        let reason = dynamic(move || {
            let why = obstacle.get().filter(|_| !empty.get())?.say();
            Some(part("p", "text--subtle").words(screen.say(why)).into())
        });
        section(screen, SettingsMessage::EmailPlan)
            .child(list(screen, steps))
            .child(done)
            .child(button)
            .child(reason)
            .into()
    })
}

/// What is being done, step by step, and how it ended.
pub(super) fn report(screen: Screen) -> AnyView {
    let goal = screen.slice(|model| model.email.run.as_ref().map(|run| run.goal.clone()));
    dynamic(move || {
        let heading = match goal.get()? {
            Goal::SetUp => SettingsMessage::EmailRunSettingUp,
            Goal::Remove(_) | Goal::Tidy => SettingsMessage::EmailRunRemoving,
        };
        Some(section(screen, heading).child(progress(screen)).child(end(screen)).into())
    })
}

fn progress(screen: Screen) -> AnyView {
    let done = screen.slice(|model| lines(model, model.email.run.iter().flat_map(|run| run.done.clone()).collect()));
    let now = screen.slice(|model| match &model.email.run.as_ref()?.stage {
        Stage::Doing { step, .. } => lines(model, vec![step.clone()]).into_iter().next(),
        Stage::Looking | Stage::Ended(_) => None,
    });
    let looking = screen.whether(|model| model.email.run.as_ref().is_some_and(|run| run.stage == Stage::Looking));
    let state = move |line: &Line, icon: Option<IconName>, word: SettingsMessage| {
        item(screen, line)
            .child_maybe(icon.map(small_icon))
            .child(part("span", "email__state").words(screen.say(word)))
            .into()
    };
    let each = move || {
        let mut all: Vec<_> = done
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, line)| {
                // The name is not part of the key: it goes with a route that is removed.
                Row::new(format!("{at} done"), move || {
                    state(&line, Some(IconName::Success), SettingsMessage::EmailStepDone)
                })
            })
            .collect();
        if let Some(line) = now.get() {
            all.push(Row::new(format!("{} now", all.len()), move || {
                state(&line, None, SettingsMessage::EmailStepDoing)
            }));
        }
        all
    };
    let looks =
        shown_while(looking, move || part("p", "text--subtle").words(screen.say(SettingsMessage::EmailLooking)).into());
    part("div", "stack stack--tight").child(looks).child(part("ol", "email__steps").child(rows(each))).into()
}

fn end(screen: Screen) -> AnyView {
    let ended = screen.slice(|model| {
        let run = model.email.run.as_ref()?;
        match &run.stage {
            Stage::Ended(end) => Some((run.goal.clone(), end.clone(), model.me().is_some())),
            Stage::Looking | Stage::Doing { .. } => None,
        }
    });
    dynamic(move || {
        let (goal, end, signed_in) = ended.get()?;
        let mut actions = Vec::new();
        if end != End::Reached && signed_in {
            actions.push(Button::link(screen.say(Message::TryAgain), press(screen, EmailEvent::TryAgainClicked)));
        }
        actions.push(Button::link(screen.say(Message::Dismiss), press(screen, EmailEvent::ReportClosed)));
        let (tone, title) = match (&end, &goal) {
            (End::Reached, Goal::SetUp) => (AlertTone::Success, SettingsMessage::EmailReached),
            (End::Reached, Goal::Remove(_)) => (AlertTone::Success, SettingsMessage::EmailRemovedTitle),
            (End::Reached, Goal::Tidy) => (AlertTone::Success, SettingsMessage::EmailTidied),
            (End::Failed { .. } | End::NotKept(_), _) => (AlertTone::Error, SettingsMessage::EmailStoppedTitle),
        };
        let body = move || match &end {
            End::Reached if matches!(goal, Goal::Remove(_)) => {
                Some(screen.words.say(SettingsMessage::EmailRemovedBody))
            }
            End::Reached => None,
            End::Failed { step: None, failing } => Some(words::reason(screen.words, failing)),
            End::Failed { step: Some(step), failing } => {
                let reason = words::reason(screen.words, failing);
                let step = words::work(screen.words, &step.work);
                Some(screen.words.say(SettingsMessage::EmailStoppedAt { step, reason }))
            }
            End::NotKept(step) => {
                let step = words::work(screen.words, &step.work);
                Some(screen.words.say(SettingsMessage::EmailNotKept { step }))
            }
        };
        // The live region announces the same.
        let alert = Alert { tone, body: Some(derive(body)), quiet: true, actions, ..Alert::new(screen.say(title)) };
        Some(alert.view())
    })
}

/// What is left of routes that are no more.
pub(super) fn strays(screen: Screen) -> AnyView {
    let strays =
        screen.slice(|model| if model.email.is_working() { Vec::new() } else { lines(model, model.email_strays()) });
    let any = derive(move || !strays.with(Vec::is_empty));
    shown_while(any, move || {
        let count = derive(move || u64::try_from(strays.with(Vec::len)).unwrap_or(u64::MAX));
        let title = screen.say_live(move || SettingsMessage::EmailStraysTitle { count: count.get() });
        let remove =
            Button::link(screen.say(SettingsMessage::EmailStraysRemove), press(screen, EmailEvent::TidyClicked));
        let alert = Alert {
            tone: AlertTone::Warning,
            body: Some(screen.say_some(SettingsMessage::EmailStraysBody)),
            actions: vec![remove],
            ..Alert::new(title)
        };
        part("div", "stack stack--tight").child(alert.view()).child(list(screen, strays)).into()
    })
}
