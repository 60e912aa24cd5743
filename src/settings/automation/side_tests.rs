//! Laws of bringing Zendesk in line, with a Zendesk that loses answers, refuses, and is edited by others meanwhile.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;

use crate::domain::automation::found::Found;
use crate::domain::automation::health::Ailment;
use crate::domain::automation::plan::{self, Step};
use crate::domain::automation::trigger::{Trigger, TriggerAction};
use crate::domain::automation::{Automation, DestinationId, Region};
use crate::domain::failure::{Failure, Told};
use crate::settings::model::{Account, Spoken};
use crate::settings::{Effect, Model};

use super::destination::TypedKey;
use super::fixture::{SUBDOMAIN, Zendesk, asked, automation, focused, key, save, screen, tell};
use super::run::{Run, Stage, Stop};
use super::side::{KeyProblem, SideEvent, key_field};
use super::{AutomationEffect, AutomationEvent, Said};

fn side(model: &mut Model, event: SideEvent) -> Vec<AutomationEffect> {
    asked(tell(model, AutomationEvent::Side(event)))
}

fn run(model: &Model) -> &Run {
    model.automation.side.run.as_ref().unwrap()
}

/// Pastes the key that only a person knows.
fn paste(model: &mut Model) {
    let own = automation().destinations[1].id.clone();
    model.automation.keys.put(own, key(2));
}

/// Answers everything until nothing is asked any more; `refuse` says how the step of this number fails, and whether it was done.
fn go(
    model: &mut Model,
    zendesk: &mut Zendesk,
    first: Vec<AutomationEffect>,
    mut refuse: impl FnMut(usize, &Step) -> Option<(Failure, bool)>,
) -> Vec<Step> {
    let mut taken = Vec::new();
    let mut waiting = first;
    while let Some(effect) = waiting.pop() {
        let event = match effect {
            AutomationEffect::Look { asked, .. } => SideEvent::Found { asked, answer: Ok(zendesk.found.clone()) },
            AutomationEffect::Take { asked, step, automation, .. } => {
                let failure = refuse(taken.len(), &step);
                if failure.as_ref().is_none_or(|(_, done)| *done) {
                    zendesk.take(&automation, &step);
                }
                taken.push(step);
                SideEvent::Taken { asked, answer: failure.map_or(Ok(()), |(failure, _)| Err(failure)) }
            }
            AutomationEffect::LoadDeliveries { asked, .. } => {
                SideEvent::DeliveriesArrived { asked, answer: Ok(Vec::new()) }
            }
            other => panic!("{other:?}"),
        };
        waiting.extend(side(model, event));
    }
    taken
}

#[test]
fn setting_up_takes_each_step_once_and_ends_in_line() {
    let mut model = screen(automation());
    paste(&mut model);
    let mut zendesk = Zendesk::default();
    let first = side(&mut model, SideEvent::SetUpClicked);
    let taken = go(&mut model, &mut zendesk, first, |_, _| None);
    assert_eq!((taken.len(), &run(&model).stage, &run(&model).done), (4, &Stage::Finished, &taken));
    assert!(matches!(taken[0], Step::CreateWebhook(Region::Us)));
    assert_eq!(model.announcement.spoken, Some(Spoken::Automation(Said::InLine)));
    assert_eq!(plan::plan(&automation(), &zendesk.found, SUBDOMAIN), []);
    assert!(model.ailments().iter().all(|(_, ailments)| ailments.is_empty()));
}

#[test]
fn what_is_not_saved_is_not_set_up() {
    let mut model = screen(automation());
    model.store.draft.automation.rules[0].title.push('!');
    assert!(side(&mut model, SideEvent::SetUpClicked).is_empty());
    assert!(model.automation.side.run.is_none());
}

#[test]
fn a_refused_step_stops_and_going_on_takes_up_where_it_was() {
    let mut model = screen(automation());
    paste(&mut model);
    let mut zendesk = Zendesk::default();
    let refusal = Failure::Forbidden(Told::default());
    let first = side(&mut model, SideEvent::SetUpClicked);
    let taken = go(&mut model, &mut zendesk, first, |at, _| (at == 2).then(|| (refusal.clone(), false)));
    assert_eq!(run(&model).stage, Stage::Stopped(Stop::Step(taken[2].clone(), refusal)));
    assert_eq!(run(&model).done, taken[..2]);
    let again = side(&mut model, SideEvent::SetUpClicked);
    let rest = go(&mut model, &mut zendesk, again, |_, _| None);
    assert_eq!((rest.len(), rest[0] == taken[2], run(&model).done.len()), (2, true, 4));
    assert_eq!((zendesk.found.webhooks.len(), zendesk.found.triggers.len()), (1, 3));
}

#[test]
fn a_lost_answer_counts_by_what_zendesk_shows() {
    for done in [true, false] {
        let mut model = screen(automation());
        paste(&mut model);
        let mut zendesk = Zendesk::default();
        let first = side(&mut model, SideEvent::SetUpClicked);
        let lost = |at, _: &Step| (at == 1).then_some((Failure::TimedOut, done));
        let taken = go(&mut model, &mut zendesk, first, lost);
        if done {
            assert_eq!((taken.len(), &run(&model).stage), (4, &Stage::Finished));
        } else {
            assert_eq!(run(&model).stage, Stage::Stopped(Stop::Step(taken[1].clone(), Failure::TimedOut)));
        }
    }
}

#[test]
fn a_key_that_nobody_has_is_asked_for_and_another_is_refused() {
    let mut model = screen(automation());
    let mut zendesk = Zendesk::default();
    let own = automation().destinations[1].id.clone();
    let first = side(&mut model, SideEvent::SetUpClicked);
    assert!(go(&mut model, &mut zendesk, first, |_, _| None).is_empty());
    assert_eq!(run(&model).stage, Stage::Stopped(Stop::Keys(vec![own.clone()])));
    assert_eq!(model.keys_wanted(), std::slice::from_ref(&own));
    let mut give = |text: &str| {
        tell(&mut model, AutomationEvent::Side(SideEvent::KeyTyped(own.clone(), TypedKey::new(text.into()))));
        let effects = tell(&mut model, AutomationEvent::Side(SideEvent::KeyGiven(own.clone())));
        let problem = model.automation.side.repasted.first().and_then(|(_, it)| it.problem);
        (problem, focused(&effects).unwrap().to_owned(), model.keys_wanted())
    };
    let wanted = vec![own.clone()];
    assert_eq!(give("nonsense"), (Some(KeyProblem::NoKey), key_field(&own), wanted.clone()));
    assert_eq!(give(key(1).expose_secret()), (Some(KeyProblem::Another), key_field(&own), wanted));
    assert_eq!(give(key(2).expose_secret()), (None, "automation-set-up".into(), Vec::<DestinationId>::new()));
    let again = side(&mut model, SideEvent::SetUpClicked);
    assert_eq!(go(&mut model, &mut zendesk, again, |_, _| None).len(), 4);
}

#[test]
fn a_key_that_stands_in_pagerduty_wants_somebody_signed_in() {
    let mut model = screen(automation());
    paste(&mut model);
    model.account = Account::SignedOut(None);
    let mut zendesk = Zendesk::default();
    let first = side(&mut model, SideEvent::SetUpClicked);
    let taken = go(&mut model, &mut zendesk, first, |_, _| None);
    assert_eq!((taken.len(), &run(&model).stage), (1, &Stage::Stopped(Stop::SignedOut)));
}

#[test]
fn a_step_that_does_not_last_is_not_taken_for_ever() {
    let mut model = screen(automation());
    let mut zendesk = Zendesk::in_line(&automation());
    zendesk.found.triggers[0].is.title = "Mine".into();
    let first = side(&mut model, SideEvent::SetUpClicked);
    // Zendesk says yes and keeps what it had.
    let mut looks = 0;
    let mut waiting = first;
    while let Some(effect) = waiting.pop() {
        let event = match effect {
            AutomationEffect::Look { asked, .. } => {
                looks += 1;
                SideEvent::Found { asked, answer: Ok(zendesk.found.clone()) }
            }
            AutomationEffect::Take { asked, .. } => SideEvent::Taken { asked, answer: Ok(()) },
            _ => continue,
        };
        waiting.extend(side(&mut model, event));
    }
    assert_eq!(looks, 2);
    assert!(matches!(run(&model).stage, Stage::Stopped(Stop::Unchanged(Step::UpdateTrigger(..)))));
}

#[test]
fn a_hand_edit_is_seen_and_repaired_alone() {
    let mut model = screen(automation());
    paste(&mut model);
    let mut zendesk = Zendesk::in_line(&automation());
    zendesk.found.triggers[0].is.title = "Mine".into();
    zendesk.found.triggers[1].is.active = false;
    let first = side(&mut model, SideEvent::LookClicked);
    go(&mut model, &mut zendesk, first, |_, _| None);
    let ailments = model.ailments();
    assert!(
        matches!(ailments[0].1[..], [Ailment::Edited(..)]) && matches!(ailments[1].1[..], [Ailment::SwitchedOff(_)])
    );
    let id = automation().rules[0].id.clone();
    let first = side(&mut model, SideEvent::RepairClicked(id.clone()));
    let taken = go(&mut model, &mut zendesk, first, |_, _| None);
    assert!(matches!(&taken[..], [Step::UpdateTrigger(rule, _)] if *rule == id));
    assert!(!zendesk.found.triggers[1].is.active, "the other rule was not asked for");
}

#[test]
fn keeping_theirs_lets_the_trigger_go_and_switches_the_rule_off() {
    let mut model = screen(automation());
    let mut zendesk = Zendesk::in_line(&automation());
    zendesk.found.triggers[0].is.title = "Mine".into();
    let first = side(&mut model, SideEvent::LookClicked);
    go(&mut model, &mut zendesk, first, |_, _| None);
    let id = automation().rules[0].id.clone();
    let effects = side(&mut model, SideEvent::KeepTheirsClicked(id.clone()));
    let [AutomationEffect::Release { asked: question, trigger }] = &effects[..] else { panic!("{effects:?}") };
    assert!(side(&mut model, SideEvent::SetUpClicked).is_empty(), "one thing at a time");
    let released = trigger.released();
    zendesk.trigger(trigger.id).unwrap().is.description = released;
    let look = side(&mut model, SideEvent::Released { asked: *question, answer: Ok(()) });
    go(&mut model, &mut zendesk, look, |_, _| None);
    assert!(!model.store.draft.automation.rule(&id).unwrap().active);
    save(&mut model);
    assert_eq!(model.steps(), []);
    assert_eq!(model.foreign().triggers.len(), 1, "it is somebody else's now");
}

#[test]
fn switching_all_off_leaves_the_rules_and_removing_all_leaves_nothing() {
    let mut model = screen(automation());
    let mut zendesk = Zendesk::in_line(&automation());
    let first = side(&mut model, SideEvent::DisableAllClicked);
    go(&mut model, &mut zendesk, first, |_, _| None);
    assert!(zendesk.found.triggers.len() == 3 && zendesk.found.triggers.iter().all(|it| !it.is.active));
    assert!(model.store.draft.automation.rules.iter().all(|rule| !rule.active));
    save(&mut model);
    assert_eq!(model.steps(), [], "what was switched off here is off");
    assert!(side(&mut model, SideEvent::RemoveAllConfirmed).is_empty(), "it was not asked for");
    side(&mut model, SideEvent::RemoveAllClicked);
    let first = side(&mut model, SideEvent::RemoveAllConfirmed);
    go(&mut model, &mut zendesk, first, |_, _| None);
    assert_eq!(zendesk.found, Found::default());
    assert_eq!((model.store.draft.automation.rules.len(), &run(&model).stage), (3, &Stage::Finished));
}

#[test]
fn a_trigger_of_others_is_switched_and_ours_is_not() {
    let mut model = screen(automation());
    let mut zendesk = Zendesk::in_line(&automation());
    let ours = zendesk.found.triggers[0].id;
    let mut theirs: Trigger = zendesk.found.triggers[0].clone();
    theirs.id.0 = 77;
    theirs.is.description = "Made by hand".into();
    assert!(matches!(theirs.is.actions.last(), Some(TriggerAction::Webhook { .. })));
    zendesk.found.triggers.push(theirs.clone());
    let first = side(&mut model, SideEvent::LookClicked);
    go(&mut model, &mut zendesk, first, |_, _| None);
    let rules = automation().rules;
    assert_eq!(model.foreign().triggers[0].doubles, [rules[0].id.clone(), rules[2].id.clone()]);
    assert!(side(&mut model, SideEvent::SwitchClicked(ours, false)).is_empty());
    let effects = side(&mut model, SideEvent::SwitchClicked(theirs.id, false));
    let [AutomationEffect::Switch { asked: question, active: false, .. }] = effects[..] else { panic!() };
    let look = side(&mut model, SideEvent::Switched { asked: question, answer: Err(Failure::Unreachable) });
    assert!(matches!(look[..], [AutomationEffect::Look { .. }]));
    assert_eq!(model.automation.side.touch.as_ref().unwrap().failure, Some(Failure::Unreachable));
}

/// Something that happens while Zendesk is brought in line.
#[derive(Clone, Copy, Debug)]
enum Happening {
    Press(u8),
    Answer { lost: bool, done: bool, refused: bool, blind: bool },
    Edit(usize),
    SignOut,
}

fn happening() -> impl Strategy<Value = Happening> {
    let answer = any::<[bool; 4]>().prop_map(|[lost, done, refused, blind]| Happening::Answer {
        lost,
        done,
        refused: refused && !lost,
        blind: blind && lost,
    });
    prop_oneof![
        3 => (0..7_u8).prop_map(Happening::Press),
        8 => answer,
        1 => (0..3_usize).prop_map(Happening::Edit),
        1 => Just(Happening::SignOut),
    ]
}

fn pressed(number: u8, saved: &Automation) -> SideEvent {
    match number {
        0 | 1 => SideEvent::SetUpClicked,
        2 => SideEvent::LookClicked,
        3 => SideEvent::RepairClicked(saved.rules[0].id.clone()),
        4 => SideEvent::KeepTheirsClicked(saved.rules[1].id.clone()),
        5 => SideEvent::ReportDismissed,
        _ => SideEvent::RemoveAllResumed,
    }
}

proptest! {
    #[test]
    fn no_step_is_taken_twice_without_an_answer_or_a_look(happenings in proptest::collection::vec(happening(), 1..80)) {
        let mut model = screen(automation());
        paste(&mut model);
        let mut zendesk = Zendesk::default();
        let mut waiting: Vec<AutomationEffect> = Vec::new();
        let (mut on_its_way, mut looked) = (0_usize, false);
        for happening in happenings {
            let event = match happening {
                Happening::Press(number) => pressed(number, &automation()),
                Happening::SignOut => {
                    model.account = Account::SignedOut(None);
                    continue;
                }
                Happening::Edit(at) => {
                    if let Some(trigger) = zendesk.found.triggers.get_mut(at) {
                        trigger.is.title.push('x');
                    }
                    continue;
                }
                Happening::Answer { lost, done, refused, blind } => {
                    if waiting.is_empty() {
                        continue;
                    }
                    match waiting.remove(0) {
                        AutomationEffect::Look { asked, .. } => {
                            let answer = if blind { Err(Failure::TimedOut) } else { Ok(zendesk.found.clone()) };
                            looked |= answer.is_ok();
                            SideEvent::Found { asked, answer }
                        }
                        AutomationEffect::Take { asked, step, automation, .. } => {
                            on_its_way -= 1;
                            if !refused && (!lost || done) {
                                zendesk.take(&automation, &step);
                            }
                            let answer = match (lost, refused) {
                                (true, _) => Err(Failure::Unreachable),
                                (_, true) => Err(Failure::Rejected(Told::default())),
                                _ => Ok(()),
                            };
                            SideEvent::Taken { asked, answer }
                        }
                        AutomationEffect::LoadDeliveries { asked, .. } => {
                            SideEvent::DeliveriesArrived { asked, answer: Err(Failure::TimedOut) }
                        }
                        AutomationEffect::Release { asked, .. } => {
                            SideEvent::Released { asked, answer: Err(Failure::NotFound) }
                        }
                        AutomationEffect::Switch { asked, .. } => SideEvent::Switched { asked, answer: Ok(()) },
                        other => panic!("{other:?}"),
                    }
                }
            };
            let effects = tell(&mut model, AutomationEvent::Side(event));
            for effect in asked(effects) {
                if let AutomationEffect::Take { .. } = effect {
                    prop_assert!(looked, "between two steps it is looked what there is");
                    prop_assert_eq!(on_its_way, 0);
                    (on_its_way, looked) = (1, false);
                }
                waiting.push(effect);
            }
            prop_assert!(zendesk.found.webhooks.len() <= 1, "one webhook a region");
            for rule in &automation().rules {
                prop_assert!(zendesk.found.triggers_of(&rule.id).len() <= 1, "one trigger a rule");
            }
            prop_assert_eq!(&model.store.draft.automation, &automation());
        }
    }

    #[test]
    fn whatever_broke_off_before_pressing_on_ends_in_line(failures in proptest::collection::vec((0..4_u8, any::<bool>()), 0..6)) {
        let mut model = screen(automation());
        paste(&mut model);
        let mut zendesk = Zendesk::default();
        let mut failures = failures.into_iter();
        for _ in 0..12 {
            let first = side(&mut model, SideEvent::SetUpClicked);
            go(&mut model, &mut zendesk, first, |_, _| {
                let (kind, done) = failures.next()?;
                match kind {
                    0 => None,
                    1 => Some((Failure::Rejected(Told::default()), false)),
                    2 => Some((Failure::RateLimited { seconds: None }, false)),
                    _ => Some((Failure::Unreachable, done)),
                }
            });
        }
        prop_assert_eq!(&run(&model).stage, &Stage::Finished);
        prop_assert_eq!(plan::plan(&automation(), &zendesk.found, SUBDOMAIN), []);
        prop_assert_eq!((zendesk.found.webhooks.len(), zendesk.found.triggers.len()), (1, 3));
    }
}

#[test]
fn what_a_run_asks_is_in_nobodys_words() {
    let mut model = screen(automation());
    paste(&mut model);
    let mut zendesk = Zendesk::default();
    let first = side(&mut model, SideEvent::SetUpClicked);
    let mut printed = String::new();
    let mut waiting = first;
    while let Some(effect) = waiting.pop() {
        printed = format!("{printed}{effect:?}");
        let event = match effect {
            AutomationEffect::Look { asked, .. } => SideEvent::Found { asked, answer: Ok(zendesk.found.clone()) },
            AutomationEffect::Take { asked, step, automation, .. } => {
                zendesk.take(&automation, &step);
                SideEvent::Taken { asked, answer: Ok(()) }
            }
            _ => continue,
        };
        let effects = tell(&mut model, AutomationEvent::Side(event));
        assert!(effects.iter().all(|effect| !matches!(effect, Effect::Copy(_))));
        waiting.extend(asked(effects));
    }
    assert!([1, 2].iter().all(|number| !printed.contains(key(*number).expose_secret())));
}
