//! The fields of a new incident that offer choices from PagerDuty: service, priority, and who is to act.

use leptos::prelude::*;

use crate::domain::draft::{Assignment, DraftProblem};
use crate::domain::id::{PriorityId, ServiceId};
use crate::domain::incident::{Named, Priority};
use crate::i18n::Message;
use crate::kit::button::Button;
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::dynamic::dynamic;
use crate::kit::field::Field;
use crate::kit::field::FieldLinks;
use crate::kit::icon::{IconName, IconTone};
use crate::kit::part::part;
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::select::{Choice, select};
use crate::kit::tag::{css_color, priority_dot};

use super::super::create::{Search, assignment_name};
use super::super::event::{DraftChange, Event};
use super::super::model::Model;
use super::super::remote::Remote;
use super::create::{SERVICE, problem};
use super::screen::Screen;

/// What is said above results: that a search is under way, how many there are, that it failed, that nothing fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    Searching,
    Failed,
    Nothing { query: String },
    Found { count: u64, more: bool },
}

pub(super) fn finding<T>(search: &Search<T>) -> Finding {
    match &search.results {
        Remote::Failed(_) | Remote::Stale(..) if search.asked.is_none() => Finding::Failed,
        Remote::Fresh(page) | Remote::Stale(page, _) => match page.items.len() {
            0 if search.asked.is_some() => Finding::Searching,
            0 => Finding::Nothing { query: search.query.trim().to_owned() },
            count => Finding::Found { count: u64::try_from(count).unwrap_or(u64::MAX), more: page.more },
        },
        Remote::Absent | Remote::Loading | Remote::Failed(_) => Finding::Searching,
    }
}

/// A field whose choices could not be read, and the way to try again.
pub(super) fn options_failed(screen: Screen, field: Message, again: Callback<()>) -> AnyView {
    part("p", "field__hint")
        .words(screen.say(field))
        .text(": ")
        .words(screen.say(Message::OptionsFailed))
        .text(" ")
        .child(Button::link(screen.say(Message::TryAgain), again))
        .into()
}

/// How the service search says what it found.
fn services_note(finding: Finding) -> Message {
    match finding {
        Finding::Searching => Message::Searching,
        Finding::Failed => Message::OptionsFailed,
        Finding::Nothing { query } => Message::ServicesNone { query },
        Finding::Found { more: true, .. } => Message::ServicesMore,
        Finding::Found { count, more: false } => Message::ServicesFound { count },
    }
}

/// The combobox that finds services. Its text is what was typed, or the chosen service until somebody types again;
/// `none` says whether a first choice stands for all services.
pub(super) fn service_search(
    screen: Screen,
    links: &FieldLinks,
    chosen: Slice<Option<Named<ServiceId>>>,
    none: bool,
    placeholder: Message,
    choose: impl Fn(Option<Named<ServiceId>>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let typing = RwSignal::new(false);
    let query = screen.slice(|model| model.services.query.clone());
    let results =
        screen.slice(|model| model.services.results.known().map(|page| page.items.clone()).unwrap_or_default());
    let finding = screen.slice(|model| finding(&model.services));
    let busy = screen.slice(|model| model.services.asked.is_some());
    let text =
        memo(
            move || {
                if typing.get() { query.get() } else { chosen.get().map(|service| service.name).unwrap_or_default() }
            },
        );
    let options = memo(move || {
        let first = none && (!typing.get() || query.with(String::is_empty));
        let first = first.then(|| ComboboxOption {
            key: "none".to_owned(),
            label: screen.words.say(Message::LinkAllServices),
            ..ComboboxOption::default()
        });
        let services = results.get().into_iter().map(|service| ComboboxOption {
            key: service.id.to_string(),
            label: service.name,
            ..ComboboxOption::default()
        });
        first.into_iter().chain(services).collect::<Vec<_>>()
    });
    let on_query = Callback::new(move |(text,): (String,)| {
        typing.set(true);
        if chosen.get_untracked().is_some() {
            // What no longer stands in the field is no longer chosen.
            choose(None);
        }
        screen.send(Event::ServiceTyped(text));
    });
    let on_choose = Callback::new(move |(key,): (String,)| {
        let service = results.with_untracked(|all| all.iter().find(|it| it.id.as_str() == key).cloned());
        choose(service);
        typing.set(false);
    });
    let again = Callback::new(move |()| screen.send(Event::ServiceTyped(query.get_untracked())));
    Combobox {
        query: text.into(),
        on_query,
        options,
        chosen: Some(derive(move || chosen.get().map(|service| service.id.to_string()))),
        on_choose,
        note: screen.say_live(move || services_note(finding.get())),
        more: try_again(screen, finding),
        on_more: again,
        busy: busy.into(),
        list_label: screen.say(Message::CreateService),
        placeholder: screen.say(placeholder),
        wide: false,
    }
    .view(links)
}

/// The last row of a list whose search failed.
fn try_again(screen: Screen, finding: Slice<Finding>) -> Signal<Option<String>> {
    screen.say_if(move || (finding.get() == Finding::Failed).then_some(Message::TryAgain))
}

/// The service: searched, since accounts have thousands.
pub(super) fn service(screen: Screen) -> AnyView {
    let chosen = screen.slice(|model| model.create.draft.service.clone());
    let choose = move |service| screen.send(Event::DraftChanged(DraftChange::Service(service)));
    Field {
        id: Some(SERVICE.to_owned()),
        error: Some(problem(screen, |it| *it == DraftProblem::NoService)),
        required: true,
        ..Field::new(screen.say(Message::CreateService))
    }
    .view(|links| service_search(screen, links, chosen, false, Message::CreateServicePlaceholder, choose))
}

/// The priority, where the account uses them.
pub(super) fn priority(screen: Screen) -> AnyView {
    let priorities = screen.slice(|model| model.create.priorities.known().cloned().unwrap_or_default());
    let there = memo(move || priorities.with(|all| !all.is_empty()));
    let failed = screen.slice(|model| matches!(model.create.priorities, Remote::Failed(_)));
    let chosen = screen.slice(|model| model.create.draft.priority.clone());
    dynamic(move || {
        if there.get() {
            Some(priority_field(screen, priorities, chosen))
        } else if failed.get() {
            Some(options_failed(screen, Message::CreatePriority, screen.press(Event::PrioritiesWanted)))
        } else {
            None
        }
    })
}

fn priority_field(screen: Screen, priorities: Slice<Vec<Priority>>, chosen: Slice<Option<PriorityId>>) -> AnyView {
    let choices = move || {
        let none = Choice { value: String::new(), label: screen.words.say(Message::PriorityNone) };
        let all = priorities.get().into_iter().map(|it| Choice { value: it.id.to_string(), label: it.name });
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    };
    let value = derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default());
    let change = Callback::new(move |(id,): (String,)| {
        screen.send(Event::DraftChanged(DraftChange::Priority(PriorityId::parse(&id))));
    });
    let dot = dynamic(move || {
        let color = priorities.with(|all| {
            let priority = all.iter().find(|it| Some(&it.id) == chosen.get().as_ref())?;
            css_color(priority.color.as_ref()?)
        });
        color.map(priority_dot)
    });
    Field::new(screen.say(Message::CreatePriority)).view(move |links| {
        part("div", "priority-choice").child(dot).child(select(links, choices, value, change)).into()
    })
}

/// The key by which an option leads back to its assignment.
fn assignment_key(assignment: &Assignment) -> String {
    match assignment {
        Assignment::ServiceDefault => "default".to_owned(),
        Assignment::EscalationPolicy(policy) => format!("policy-{}", policy.id),
        Assignment::User(user) => format!("user-{}", user.id),
    }
}

fn assignment_option(screen: Screen, assignment: &Assignment) -> ComboboxOption {
    let (detail, icon) = match assignment {
        Assignment::ServiceDefault => (None, None),
        Assignment::EscalationPolicy(_) => (Some(Message::AssignPolicy), Some(IconName::Team)),
        Assignment::User(_) => (Some(Message::AssignPerson), Some(IconName::User)),
    };
    ComboboxOption {
        key: assignment_key(assignment),
        label: assignment_name(assignment).map_or_else(|| screen.words.say(Message::AssignDefault), str::to_owned),
        detail: detail.map(|detail| screen.words.say(detail)),
        icon: icon.map(|icon| (icon, IconTone::Inherited)),
        ..ComboboxOption::default()
    }
}

/// Who is to act: the service's own policy unless the agent chooses another, or a person.
pub(super) fn assignment(screen: Screen) -> AnyView {
    let typing = RwSignal::new(false);
    let chosen = screen.slice(|model| model.create.draft.assignment.clone());
    let query = screen.slice(|model| model.create.assignees.query.clone());
    let results = screen.slice(found_assignments);
    let finding = screen.slice(|model| finding(&model.create.assignees));
    let busy = screen.slice(|model| model.create.assignees.asked.is_some());
    let text = memo(move || {
        if typing.get() {
            query.get()
        } else {
            chosen.with(|chosen| assignment_name(chosen).unwrap_or_default().to_owned())
        }
    });
    let options = memo(move || {
        let searching = typing.get() && !query.with(|query| query.trim().is_empty());
        let first = (!searching).then_some(Assignment::ServiceDefault);
        let all = first.into_iter().chain(results.get());
        all.map(|it| assignment_option(screen, &it)).collect::<Vec<_>>()
    });
    let change = move |assignment| screen.send(Event::DraftChanged(DraftChange::Assignment(assignment)));
    let on_query = Callback::new(move |(text,): (String,)| {
        typing.set(true);
        if chosen.get_untracked() != Assignment::ServiceDefault {
            change(Assignment::ServiceDefault);
        }
        screen.send(Event::AssigneeTyped(text));
    });
    let on_choose = Callback::new(move |(key,): (String,)| {
        let found = results.with_untracked(|all| all.iter().find(|it| assignment_key(it) == key).cloned());
        change(found.unwrap_or_default());
        typing.set(false);
    });
    let note = move || match finding.get() {
        Finding::Searching => Message::Searching,
        Finding::Failed => Message::OptionsFailed,
        Finding::Nothing { query } => Message::AssigneesNone { query },
        Finding::Found { count, .. } => Message::AnnounceResults { count },
    };
    let again = Callback::new(move |()| screen.send(Event::AssigneeTyped(query.get_untracked())));
    let combobox = Combobox {
        query: text.into(),
        on_query,
        options,
        chosen: Some(derive(move || Some(chosen.with(assignment_key)))),
        on_choose,
        note: screen.say_live(note),
        more: try_again(screen, finding),
        on_more: again,
        busy: busy.into(),
        list_label: screen.say(Message::CreateAssignTo),
        placeholder: screen.say(Message::AssignDefault),
        wide: false,
    };
    Field::new(screen.say(Message::CreateAssignTo)).view(|links| combobox.view(links))
}

fn found_assignments(model: &Model) -> Vec<Assignment> {
    model.create.assignees.results.known().map(|page| page.items.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Failure;
    use crate::domain::timeline::Page;

    fn search(results: Remote<Page<u8>>, asked: Option<u32>) -> Search<u8> {
        Search { query: " pay ".into(), asked, results }
    }

    #[test]
    fn what_is_said_of_a_search_fits_what_is_known() {
        let page = |items: &[u8]| Page { items: items.to_vec(), more: false };
        assert_eq!(finding(&search(Remote::Loading, Some(1))), Finding::Searching);
        assert_eq!(finding(&search(Remote::Failed(Failure::TimedOut), None)), Finding::Failed);
        assert_eq!(finding(&search(Remote::Stale(page(&[1]), Failure::TimedOut), None)), Finding::Failed);
        assert_eq!(finding(&search(Remote::Fresh(page(&[])), Some(2))), Finding::Searching);
        assert_eq!(finding(&search(Remote::Fresh(page(&[])), None)), Finding::Nothing { query: "pay".into() });
        assert_eq!(finding(&search(Remote::Fresh(page(&[1])), Some(2))), Finding::Found { count: 1, more: false });
    }
}
