//! The plan that brings Zendesk in line, and how carrying it out goes.

use leptos::prelude::*;

use crate::domain::remote::Remote;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;

use super::super::super::automation::run::{Purpose, Run, Stage, Stop};
use super::super::super::automation::side::SideEvent;
use super::super::super::automation::{AutomationEvent, DISMISS, SET_UP};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::side::side_press;
use super::{health, send, words};

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Done,
    Now,
    Failed,
    Next,
}

/// What stands in the box.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    /// It is not known what there is.
    Nothing,
    /// The rules have to be saved first.
    Unsaved,
    /// Nothing is to be done.
    InLine,
    /// This is to be done.
    Plan(Vec<String>),
}

fn shown(screen: Screen, model: &Model) -> Shown {
    if !model.rules_are_saved() {
        return Shown::Unsaved;
    }
    match model.automation.side.found {
        Remote::Absent | Remote::Loading | Remote::Failed(_) => Shown::Nothing,
        Remote::Fresh(_) | Remote::Stale(..) => {
            let steps: Vec<_> = model.steps().iter().map(|step| words::step(screen.words, model, step)).collect();
            if steps.is_empty() { Shown::InLine } else { Shown::Plan(steps) }
        }
    }
}

/// The plan, the button and the run.
pub(super) fn plan(screen: Screen) -> AnyView {
    part("div", "stack")
        .child(waiting(screen))
        .child(progress(screen))
        .child(outcome(screen))
        .child(start(screen))
        .into()
}

/// What is to be done, while nothing is under way.
fn waiting(screen: Screen) -> AnyView {
    let running = screen.slice(|model| model.automation.side.run.as_ref().is_some_and(has_steps));
    let shown = screen.slice(move |model| shown(screen, model));
    let plain = move |message: SettingsMessage| part("p", "").words(screen.say(message)).into();
    dynamic(move || {
        if running.get() {
            return None;
        }
        match shown.get() {
            Shown::Nothing => None,
            Shown::Unsaved => Some(plain(SettingsMessage::SideUnsaved)),
            Shown::InLine => {
                let words = element("span").words(screen.say(SettingsMessage::SideInLine));
                Some(part("p", "row row--tight").child(small_icon(IconName::Success)).child(words).into())
            }
            Shown::Plan(steps) => {
                let count = words::counted(steps.len());
                let lines = steps.into_iter().map(|words| step(screen, &words, Mark::Next)).collect();
                let list = part("ol", "stack stack--tight").attr("role", "list").children(lines);
                let intro = part("p", "").words(screen.say(SettingsMessage::SidePlan { count }));
                Some(part("div", "stack").child(intro).child(list).into())
            }
        }
    })
}

/// Whether a run shows its steps: those of one that is over are shown while something is left.
fn has_steps(run: &Run) -> bool {
    run.is_under_way() || matches!(run.stage, Stage::Stopped(_))
}

fn marks(run: &Run) -> (Option<Mark>, usize) {
    match &run.stage {
        Stage::Taking { .. } => (Some(Mark::Now), 1),
        Stage::Stopped(Stop::Step(..) | Stop::Unchanged(_)) => (Some(Mark::Failed), 1),
        Stage::Looking | Stage::Stopped(_) | Stage::Finished => (None, 0),
    }
}

fn progress(screen: Screen) -> AnyView {
    let steps = screen.slice(move |model| {
        let run = model.automation.side.run.as_ref().filter(|run| has_steps(run))?;
        let say = |step: &_| words::step(screen.words, model, step);
        let mut lines: Vec<_> = run.done.iter().map(|step| (say(step), Mark::Done)).collect();
        let (first, skipped) = marks(run);
        if let (Some(mark), Some(step)) = (first, run.left.first()) {
            lines.push((say(step), mark));
        }
        lines.extend(run.left.iter().skip(skipped).filter(|it| !run.done.contains(it)).map(|it| (say(it), Mark::Next)));
        Some((lines, run.stage == Stage::Looking))
    });
    dynamic(move || {
        let (lines, looking) = steps.get()?;
        let lines = lines.into_iter().map(|(words, mark)| step(screen, &words, mark)).collect();
        let looking = looking
            .then(|| part("p", "text--subtle text--small").words(screen.say(SettingsMessage::RunLooking)).into());
        let list = part("ol", "stack stack--tight").attr("role", "list").children(lines);
        Some(part("div", "stack").child(list).child_maybe(looking).into())
    })
}

fn step(screen: Screen, words: &str, mark: Mark) -> AnyView {
    let (icon, class, message) = match mark {
        Mark::Done => (IconName::Success, "run-step run-step--done", SettingsMessage::StepDone),
        Mark::Now => (IconName::Refresh, "run-step run-step--now", SettingsMessage::StepNow),
        Mark::Failed => (IconName::Error, "run-step run-step--failed", SettingsMessage::StepFailed),
        Mark::Next => (IconName::Clock, "run-step", SettingsMessage::StepNext),
    };
    part("li", class)
        .child(small_icon(icon))
        .child(element("bdi").text(words))
        .child(part("span", "text--subtle text--small").words(screen.say(message)))
        .into()
}

/// Why a run stopped, in words.
fn reason(screen: Screen, model: &Model, stop: &Stop) -> String {
    let name = |step: &_| words::step(screen.words, model, step);
    match stop {
        Stop::Step(own, failure) => {
            let why = words::step_trouble(screen.words, own, failure);
            screen.words.say(SettingsMessage::RunStoppedStep { step: name(own), why })
        }
        Stop::Look(failure) => {
            let why = words::zendesk_trouble(screen.words, failure);
            [screen.words.say(SettingsMessage::RunStoppedLook), why].join(" ")
        }
        Stop::Unchanged(own) => screen.words.say(SettingsMessage::RunStoppedUnchanged { step: name(own) }),
        Stop::Keys(_) => screen.words.say(SettingsMessage::RunStoppedKeys),
        Stop::SignedOut => screen.words.say(SettingsMessage::RunStoppedSignedOut),
    }
}

/// What came of a run. The page announces it by itself.
fn outcome(screen: Screen) -> AnyView {
    let told = screen.slice(move |model| {
        let run = model.automation.side.run.as_ref()?;
        match &run.stage {
            Stage::Looking | Stage::Taking { .. } => None,
            Stage::Stopped(stop) => Some((false, SettingsMessage::RunStopped, reason(screen, model, stop))),
            Stage::Finished => {
                let (title, body) = match run.purpose {
                    Purpose::SetUp | Purpose::Repair(_) => (SettingsMessage::RunSetUp, SettingsMessage::RunSetUpBody),
                    Purpose::DisableAll => (SettingsMessage::RunOff, SettingsMessage::RunOffBody),
                    Purpose::RemoveAll => (SettingsMessage::RunRemoved, SettingsMessage::RunRemovedBody),
                };
                Some((true, title, screen.words.say(body)))
            }
        }
    });
    let touch = screen.slice(|model| model.automation.side.touch.as_ref().and_then(|touch| touch.failure.clone()));
    let run = dynamic(move || {
        let (good, title, body) = told.get()?;
        let dismiss = Button {
            id: Some(DISMISS.to_owned()),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::Dismiss), side_press(screen, SideEvent::ReportDismissed))
        };
        let alert = Alert {
            tone: if good { AlertTone::Success } else { AlertTone::Error },
            body: Some(derive(move || Some(body.clone()))),
            quiet: true,
            actions: vec![dismiss.view()],
            ..Alert::new(screen.say(title))
        };
        Some(alert.view())
    });
    let touch = dynamic(move || {
        let body = words::zendesk_trouble(screen.words, &touch.get()?);
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || Some(body.clone()))),
            ..Alert::new(screen.say(SettingsMessage::TouchFailed))
        };
        Some(alert.view())
    });
    part("div", "stack").child(run).child(touch).into()
}

/// What the button does now: it goes on with what was stopped, else it brings Zendesk in line.
fn next(model: &Model) -> SideEvent {
    let stopped = |run: &&Run| matches!(run.stage, Stage::Stopped(_));
    match model.automation.side.run.as_ref().filter(stopped).map(|run| run.purpose.clone()) {
        None | Some(Purpose::SetUp) => SideEvent::SetUpClicked,
        Some(Purpose::Repair(rule)) => SideEvent::RepairClicked(rule),
        Some(Purpose::DisableAll) => SideEvent::DisableAllClicked,
        Some(Purpose::RemoveAll) => SideEvent::RemoveAllResumed,
    }
}

/// The button that brings Zendesk in line, or goes on with what was stopped. It stays the same button, so that it keeps the focus.
fn start(screen: Screen) -> AnyView {
    let there = screen.whether(|model| {
        let run = model.automation.side.run.as_ref();
        run.is_some_and(has_steps) || (model.rules_are_saved() && !model.steps().is_empty())
    });
    shown_while(there, move || {
        let busy = screen.whether(|model| model.automation.side.run.as_ref().is_some_and(Run::is_under_way));
        let stopped = screen.whether(|model| {
            model.automation.side.run.as_ref().is_some_and(|run| matches!(run.stage, Stage::Stopped(_)))
        });
        let label = screen
            .say_live(move || if stopped.get() { SettingsMessage::GoOnButton } else { SettingsMessage::SetUpButton });
        let go = Callback::new(move |()| {
            let event = screen.model.with_untracked(next);
            send(screen, AutomationEvent::Side(event));
        });
        let button = Button {
            id: Some(SET_UP.to_owned()),
            busy: Some(busy),
            disabled_because: Some(health::busy(screen)),
            ..Button::new(label, go)
        };
        part("div", "row").child(button.view()).into()
    })
}
