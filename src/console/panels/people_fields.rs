//! What both tasks that page people share: chosen targets, the search, what became of sending, the footer.

use leptos::prelude::*;

use crate::domain::people::{Candidate, Kinds, Target};
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::chip::{Chip, chips};
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::focus;
use crate::kit::icon::{IconName, IconTone, icon};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::rows::{Row, rows};

use super::super::event::Event;
use super::super::model::{Model, Task};
use super::super::people::{self, Errand, Lack, PeopleEvent, PeopleTask, SEARCH, Sending};
use super::create::cancel;
use super::create_fields::{Finding, finding};
use super::incidents::title_of;
use super::on_call::on_call_now;
use super::screen::{Screen, side_by_side};

/// The id of the button that sends.
const SUBMIT: &str = "people-submit";

/// The errand whose task is open, with what was chosen and typed.
pub(super) fn open(model: &Model) -> Option<(&Errand, &PeopleTask)> {
    let Some(Task::People(errand)) = &model.task else { return None };
    Some((errand, model.people.tasks.get(errand)?))
}

/// A part of the open task; the default in the moment before its panel goes away.
pub(super) fn reading<T>(screen: Screen, read: impl Fn(&Errand, &PeopleTask) -> T + Send + Sync + 'static) -> Slice<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    screen.slice(move |model| open(model).map(|(errand, task)| read(errand, task)).unwrap_or_default())
}

/// Sends an event about people.
pub(super) fn send(screen: Screen, event: PeopleEvent) {
    screen.send(Event::People(event));
}

/// Which incident the task is about.
pub(super) fn subject(screen: Screen) -> AnyView {
    let incident = screen.slice(|model| model.shown(&open(model)?.0.incident));
    let title = move || incident.with(|it| it.as_ref().map(|it| title_of(screen, it))).unwrap_or_default();
    let number = screen.say_if(move || {
        let number = incident.with(|it| it.as_ref().map(|it| it.number.to_string()))?;
        Some(Message::IncidentNumber { number })
    });
    let number = part("bdi", "text--subtle").words_maybe(number);
    element("p").child(element("bdi").live(title)).text(" ").child(number).into()
}

/// Chosen targets, and the search for more of them.
pub(super) fn targets(screen: Screen, label: Message) -> AnyView {
    let chosen = reading(screen, |errand, task| {
        let chip = |it: &&Candidate| (it.target.key(), it.target.name().to_owned());
        task.counting(errand.purpose).iter().map(chip).collect::<Vec<_>>()
    });
    let drawn = move || {
        let chip = |(key, label): (String, String)| {
            let remove = screen.words.say(Message::PeopleRemove { name: label.clone() });
            Chip { key, label, remove }
        };
        chosen.get().into_iter().map(chip).collect()
    };
    let remove = Callback::new(move |(key,): (String,)| send(screen, PeopleEvent::Removed(key)));
    let lack = reading(screen, |_, task| task.lacks.iter().copied().find(|lack| *lack == Lack::Target));
    let error = screen.say_if(move || lack.get().map(people::words::lack));
    Field { id: Some(SEARCH.to_owned()), error: Some(error), required: true, ..Field::new(screen.say(label.clone())) }
        .view(|links| {
            let search = search(screen, label).view(links);
            fragment(vec![chips(screen.say(Message::PeopleChosen), drawn, remove), search])
        })
}

fn search(screen: Screen, label: Message) -> Combobox {
    let query = reading(screen, |_, task| task.search.query.clone());
    let found =
        reading(screen, |_, task| task.search.results.known().map(|page| page.items.clone()).unwrap_or_default());
    let taken = reading(screen, |_, task| task.chosen.iter().map(|it| it.target.clone()).collect::<Vec<_>>());
    let both = reading(screen, |errand, task| task.kinds(errand.purpose) == Kinds::Both);
    let finding = reading(screen, |_, task| Some(finding(&task.search)));
    let busy = reading(screen, |_, task| task.search.asked.is_some());
    let roster = reading(screen, |_, task| task.roster.clone());
    let minute = memo(move || screen.now.get().div_euclid(60_000) * 60_000);
    let options = memo(move || {
        let (taken, both, now) = (taken.get(), both.get(), minute.get());
        let option = |candidate: &Candidate| {
            let on_call = roster.with(|roster| on_call_now(screen, &candidate.target, roster, now));
            let is_taken = taken.iter().any(|target| target.is(&candidate.target));
            option(screen, candidate, both, on_call, is_taken)
        };
        found.with(|found| found.iter().map(option).collect::<Vec<_>>())
    });
    let choose = Callback::new(move |(key,): (String,)| {
        let candidate = found.with_untracked(|found| found.iter().find(|it| it.target.key() == key).cloned());
        if let Some(candidate) = candidate {
            send(screen, PeopleEvent::Chosen(Box::new(candidate)));
        }
    });
    let note = move || match finding.get() {
        None | Some(Finding::Searching) => Message::Searching,
        Some(Finding::Failed) => Message::OptionsFailed,
        Some(Finding::Nothing { query }) => Message::AssigneesNone { query },
        Some(Finding::Found { more: true, .. }) => Message::PeopleMore,
        Some(Finding::Found { count, more: false }) => Message::AnnounceResults { count },
    };
    let failed = move || (finding.get() == Some(Finding::Failed)).then_some(Message::TryAgain);
    Combobox {
        query: query.into(),
        on_query: Callback::new(move |(text,)| send(screen, PeopleEvent::Typed(text))),
        options,
        chosen: None,
        on_choose: choose,
        note: screen.say_live(note),
        more: screen.say_if(failed),
        on_more: Callback::new(move |()| send(screen, PeopleEvent::Typed(query.get_untracked()))),
        busy: busy.into(),
        list_label: screen.say(label),
        placeholder: screen.say(Message::PeoplePlaceholder),
        wide: false,
    }
}

fn option(
    screen: Screen,
    candidate: &Candidate,
    both: bool,
    on_call: Option<String>,
    is_taken: bool,
) -> ComboboxOption {
    let (icon, detail) = match &candidate.target {
        Target::EscalationPolicy(_) => {
            let count = u64::try_from(candidate.delays.len()).unwrap_or(u64::MAX);
            let levels = screen.words.say(Message::PolicyLevels { count });
            let kind = both.then(|| screen.words.say(Message::AssignPolicy));
            (IconName::Team, side_by_side(kind.into_iter().chain([levels])))
        }
        Target::User(_) if candidate.title.is_empty() => (IconName::User, screen.words.say(Message::AssignPerson)),
        Target::User(_) => (IconName::User, candidate.title.clone()),
    };
    ComboboxOption {
        key: candidate.target.key(),
        label: candidate.target.name().to_owned(),
        detail: Some(side_by_side(std::iter::once(detail).chain(on_call))),
        icon: Some((icon, IconTone::Inherited)),
        disabled_because: is_taken.then(|| screen.words.say(Message::PeopleAlready)),
        ..ComboboxOption::default()
    }
}

/// What stands above the fields: what is missing, that it is being found out whether it was sent, why it was not.
pub(super) fn outcome(screen: Screen) -> AnyView {
    let checking = reading(screen, |_, task| matches!(task.sending, Sending::Checking { .. }));
    let checking = shown_while(checking.into(), move || Alert::new(screen.say(Message::PeopleChecking)).view());
    fragment(vec![lacks(screen), checking, failure(screen)])
}

fn lacks(screen: Screen) -> AnyView {
    let lacks = reading(screen, |_, task| task.lacks.clone());
    let there = memo(move || lacks.with(|all| !all.is_empty()));
    let each = move || {
        let row = |lack: Lack| {
            let message = people::words::lack(lack);
            Row::new(message.key().to_owned(), move || element("li").words(screen.say(message)).into())
        };
        lacks.get().into_iter().map(row).collect()
    };
    shown_while(there.into(), move || {
        part("div", "alert alert--error")
            .attr("id", "people-lacks")
            .attr("role", "alert")
            .attr("tabindex", "-1")
            .child(icon(IconName::Error))
            .child(part("p", "alert__title").words(screen.say(Message::CheckForm)))
            .child(element("ul").child(rows(each)))
            .into()
    })
}

fn failure(screen: Screen) -> AnyView {
    let told = reading(screen, |errand, task| {
        let failure = task.failure.clone().filter(|_| task.sending == Sending::Editing);
        failure.map(|failure| (errand.purpose, failure, task.unsure.is_some()))
    });
    dynamic(move || {
        let (purpose, failure, unsure) = told.get()?;
        let explain = |catalog: &crate::i18n::Catalog| people::words::failure(purpose, &failure, unsure, catalog);
        let wording = screen.words.consult(explain).unwrap_or_default();
        let report = screen.report(&failure, screen.model.with_untracked(|model| model.now));
        let (title, body) = (wording.title, wording.body);
        let copy = screen.press(Event::DetailsCopied(report));
        let alert = Alert {
            tone: if unsure { AlertTone::Warning } else { AlertTone::Error },
            title: derive(move || title.clone()),
            body: Some(derive(move || Some(body.clone()))),
            quiet: true,
            actions: vec![Button::link(screen.say(Message::CopyErrorDetails), copy)],
        };
        Some(alert.view())
    })
}

/// The fields, locked while they are being sent.
pub(super) fn fields(screen: Screen, fields: Vec<AnyView>) -> AnyView {
    let sending = reading(screen, |_, task| task.sending != Sending::Editing);
    part("fieldset", "form-fields").flag("disabled", sending.into()).children(fields).into()
}

/// What the button that sends, and Enter in the form, do; `message` is what stands in the panel.
pub(super) fn submit(screen: Screen, message: Signal<String>) -> Callback<()> {
    Callback::new(move |()| {
        // The fields are locked while sending, and a locked one would drop the focus.
        focus::focus(SUBMIT);
        send(screen, PeopleEvent::Submitted(message.get_untracked()));
    })
}

/// Cancel, and the button that sends.
pub(super) fn footer(screen: Screen, label: Signal<String>) -> AnyView {
    let may = screen.slice(|model| match open(model) {
        // What is under way is this task itself.
        Some((_, task)) if task.sending != Sending::Editing => Ok(()),
        Some((errand, _)) => model.permit_on(errand.purpose.action(), &errand.incident),
        None => Ok(()),
    });
    let busy = reading(screen, |_, task| task.sending != Sending::Editing);
    let note = shown_while(busy.into(), move || {
        part("span", "task-view__foot-note").attr("role", "status").words(screen.say(Message::PeopleSending)).into()
    });
    let submit = Button {
        id: Some(SUBMIT.to_owned()),
        variant: ButtonVariant::Primary,
        busy: Some(busy.into()),
        disabled_because: Some(screen.because(may)),
        ..Button::submit(label)
    };
    fragment(vec![note, cancel(screen), submit.view()])
}
