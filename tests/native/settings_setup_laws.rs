//! Laws of the checklist, tried on random stories: only a press writes, every run ends, and nothing announces twice.

use incident_command_console::domain::account::{Me, SignInProblem};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::UserId;
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::region::Region;
use incident_command_console::domain::setup::{
    AppSettings, Availability, Feature, FieldReport, KeyReport, Plan, Profile, TicketField, TicketForm,
};
use incident_command_console::domain::ticket::Agent;
use incident_command_console::settings::model::Account;
use incident_command_console::settings::setup::{Item, SetupEffect, SetupEvent, is_checking};
use incident_command_console::settings::{Effect, Event, Model, Page, Surroundings, Timer};
use proptest::prelude::*;

fn me() -> Me {
    Me {
        id: UserId::parse("PUSR001").unwrap(),
        name: "Maya".into(),
        email: "maya@northwind.example".into(),
        stakeholder: false,
    }
}

fn started(me: Option<Me>) -> (Model, Vec<Effect>) {
    let mut model = Model::default();
    let surroundings = Surroundings {
        subdomain: "northwind".into(),
        installation: Some(1),
        client_id: Some("client-id".into()),
        scope: "write".into(),
        region: "us".into(),
        redirect_address: Some("https://1.apps.zdusercontent.com/1/assets/oauth.html".into()),
        redirect_is_own: false,
        has_read_only_key: true,
        me,
        page: Page::Setup,
        online: true,
    };
    let agent =
        Agent { id: 7, name: "Ada".into(), is_admin: true, locale: "en".into(), time_zone: None, groups: Vec::new() };
    let mut effects = model.update(Event::Registered(Box::new(surroundings)), Moment(0));
    effects.extend(model.update(Event::AgentArrived(Ok(agent)), Moment(0)));
    (model, effects)
}

fn form(id: u64, fields: Vec<u64>) -> TicketForm {
    TicketForm { id, name: "Form".into(), active: true, fields }
}

fn failure(dice: u8) -> Failure {
    match dice % 6 {
        0 => Failure::Unreachable,
        1 => Failure::TimedOut,
        2 => Failure::RateLimited { seconds: Some(3) },
        3 => Failure::NotFound,
        4 => Failure::Broken { status: 500 },
        _ => Failure::Unauthorized,
    }
}

fn settings(dice: u8) -> AppSettings {
    AppSettings {
        client_id: (!dice.is_multiple_of(3)).then(|| "client-id".into()),
        region: Region::ALL[usize::from(dice % 2)],
        scope: "write".into(),
        has_read_only_key: !dice.is_multiple_of(4),
    }
}

/// An answer to a question, good or bad.
fn answer(effect: &SetupEffect, dice: u8) -> SetupEvent {
    fn of<T>(dice: u8, good: T) -> Result<T, Failure> {
        if dice.is_multiple_of(2) { Ok(good) } else { Err(failure(dice / 2)) }
    }
    match effect {
        SetupEffect::LoadField { asked } => {
            let field = (dice % 8 < 6).then(|| TicketField { id: 5, title: "Incidents".into(), active: true });
            let report = FieldReport { field, forms: vec![form(1, vec![5]), form(2, vec![])] };
            SetupEvent::FieldArrived { asked: *asked, answer: of(dice, report) }
        }
        SetupEffect::AddToForm { asked, form: id, field } => {
            SetupEvent::FormAnswered { asked: *asked, form: *id, answer: of(dice, form(*id, vec![*field])) }
        }
        SetupEffect::LoadSettings { asked } => {
            SetupEvent::SettingsArrived { asked: *asked, answer: of(dice, settings(dice / 2)) }
        }
        SetupEffect::SaveConnection { asked, .. } => {
            SetupEvent::ConnectionSaved { asked: *asked, answer: of(dice, settings(dice / 2)) }
        }
        SetupEffect::LoadProfile { asked } => {
            let profile = Profile {
                name: "Maya".into(),
                email: String::new(),
                role: None,
                subdomain: Some("northwind".into()),
                region: Some(Region::ALL[usize::from(dice / 2 % 2)]),
            };
            SetupEvent::ProfileArrived { asked: *asked, answer: of(dice, profile) }
        }
        SetupEffect::TryKey { asked } => SetupEvent::KeyTried { asked: *asked, answer: of(dice, KeyReport::Works) },
        SetupEffect::LoadPlan { asked } => {
            let features = Feature::ALL.map(|feature| (feature, Availability::On)).into();
            SetupEvent::PlanArrived { asked: *asked, answer: of(dice, Plan { features }) }
        }
        SetupEffect::Probe { asked, .. } => SetupEvent::Probed { asked: *asked, answer: of(dice, ()) },
    }
}

/// Something that happens without asking for a change.
fn harmless(model: &Model, dice: u8, more: u8) -> Event {
    let setup = |event| Event::Setup(event);
    let attempt = match model.account {
        Account::SigningIn { attempt } => attempt,
        Account::SignedIn(_) | Account::SignedOut(_) => more.into(),
    };
    match dice % 16 {
        0 => setup(SetupEvent::AllClicked),
        1 => setup(SetupEvent::CheckClicked(Item::ALL[usize::from(more) % Item::ALL.len()])),
        2 => setup(SetupEvent::ClientIdTyped(format!("client-{more}"))),
        3 => setup(SetupEvent::RegionChosen(Region::ALL[usize::from(more % 2)])),
        4 => setup(SetupEvent::ConnectionDiscarded),
        5 => setup(SetupEvent::RedirectRegistered),
        6 => setup(SetupEvent::CallsToggled),
        7 => setup(SetupEvent::SignInTestClicked),
        8 => Event::SignInClicked,
        9 => Event::SignInCancelled,
        10 => Event::SignInAnswered { attempt, answer: Ok(me()) },
        11 => Event::SignInAnswered { attempt, answer: Err(SignInProblem::WindowClosed) },
        12 => Event::SignOutClicked,
        13 => Event::PageChosen(Page::ALL[usize::from(more) % Page::ALL.len()]),
        14 => Event::ConnectivityChanged(more.is_multiple_of(2)),
        _ => Event::Woke(Timer::Probe),
    }
}

/// What is under way: questions without an answer, and whether the pause runs.
#[derive(Default)]
struct Line {
    questions: Vec<SetupEffect>,
    pausing: bool,
}

impl Line {
    fn take(&mut self, effects: Vec<Effect>) -> Vec<SetupEffect> {
        let mut asked = Vec::new();
        for effect in effects {
            match effect {
                Effect::Setup(effect) => asked.push(effect),
                Effect::Wake(Timer::Probe, _) => self.pausing = true,
                Effect::Hush(Timer::Probe) => self.pausing = false,
                _ => {}
            }
        }
        self.questions.extend(asked.iter().cloned());
        asked
    }

    /// Everything is answered, well, and every pause ends.
    fn finish(&mut self, model: &mut Model) {
        for _ in 0..1_000 {
            let event = if let Some(question) = self.questions.pop() {
                Event::Setup(answer(&question, 0))
            } else if self.pausing {
                self.pausing = false;
                Event::Woke(Timer::Probe)
            } else {
                return;
            };
            let effects = model.update(event, Moment(0));
            self.take(effects);
        }
        panic!("the checklist never comes to rest");
    }
}

proptest! {
    #[test]
    fn nothing_is_written_without_a_press(
        signed_in in any::<bool>(),
        story in proptest::collection::vec((any::<u8>(), any::<u8>(), any::<bool>()), 0..120),
    ) {
        let (mut model, effects) = started(signed_in.then(me));
        let mut line = Line::default();
        prop_assert!(!line.take(effects).iter().any(SetupEffect::writes));
        for (dice, more, answers) in story {
            let event = if answers && !line.questions.is_empty() {
                let question = line.questions.remove(usize::from(dice) % line.questions.len());
                Event::Setup(answer(&question, more))
            } else {
                harmless(&model, dice, more)
            };
            if event == Event::Woke(Timer::Probe) {
                line.pausing = false;
            }
            let effects = model.update(event.clone(), Moment(0));
            let written = line.take(effects).into_iter().find(SetupEffect::writes);
            prop_assert_eq!(written, None, "{:?}", event);
        }
        line.finish(&mut model);
        prop_assert!(!is_checking(&model));
    }

    #[test]
    fn a_press_writes_one_thing_and_a_second_press_waits_for_its_answer(presses in 1_usize..5) {
        let (mut model, effects) = started(Some(me()));
        let mut line = Line::default();
        line.take(effects);
        line.finish(&mut model);
        for event in [
            SetupEvent::AddToFormClicked(2),
            SetupEvent::ConnectionSaveClicked,
        ] {
            model.update(Event::Setup(SetupEvent::ClientIdTyped("another-client".into())), Moment(0));
            let mut written = Vec::new();
            for _ in 0..presses {
                let effects = model.update(Event::Setup(event.clone()), Moment(0));
                written.extend(line.take(effects));
            }
            prop_assert_eq!(written.len(), 1, "{:?}", event);
            prop_assert!(written[0].writes());
        }
    }
}
