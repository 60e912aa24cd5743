//! The task that links an open incident to the ticket.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::incident::Incident;
use crate::i18n::Message;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::dynamic::shown_while;
use crate::kit::field::Field;
use crate::kit::part::{fragment, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::task_view::TaskView;

use super::super::event::Event;
use super::super::linking::LinkTask;
use super::super::model::Model;
use super::super::remote::Remote;
use super::super::words::status_name;
use super::create::{back_words, cancel};
use super::create_fields::service_search;
use super::incidents::{status_icon, title_of};
use super::screen::{Screen, side_by_side};

/// What is said above the results.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Finding {
    Searching,
    Failed(Failure),
    /// There is no incident where the pasted reference points.
    NoSuch,
    NoneOpen,
    NoneFits {
        query: String,
    },
    Open {
        count: u64,
        more: bool,
    },
    Fitting {
        count: u64,
    },
}

fn finding(link: &LinkTask) -> Finding {
    let count = u64::try_from(link.results().len()).unwrap_or(u64::MAX);
    let query = link.query.trim();
    match (&link.pasted, &link.read) {
        (Remote::Loading, _) => Finding::Searching,
        (Remote::Failed(Failure::NotFound), _) => Finding::NoSuch,
        (Remote::Failed(failure), _) => Finding::Failed(failure.clone()),
        (_, Remote::Failed(failure)) if link.asked.is_none() => Finding::Failed(failure.clone()),
        (_, Remote::Absent | Remote::Loading | Remote::Failed(_)) if count == 0 => Finding::Searching,
        _ if count == 0 && link.asked.is_some() => Finding::Searching,
        _ if count == 0 && query.is_empty() => Finding::NoneOpen,
        _ if count == 0 => Finding::NoneFits { query: query.to_owned() },
        _ if query.is_empty() => Finding::Open { count, more: link.has_more() },
        _ => Finding::Fitting { count },
    }
}

/// A result as far as it is shown; the rest of the incident is looked up when it is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    incident: Incident,
    /// Whether it is on the ticket already.
    linked: bool,
}

fn rows(model: &Model) -> Vec<Row> {
    let row = |incident: &Incident| Row { incident: incident.clone(), linked: model.belongs(&incident.id) };
    model.link.results().into_iter().map(row).collect()
}

/// The task.
pub(super) fn link(screen: Screen) -> AnyView {
    let hint = part("span", "task-view__foot-note").words(screen.say(Message::KeyboardBrowseLink)).into();
    TaskView {
        heading: screen.say(Message::LinkIncident),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: None,
        footer: fragment(vec![hint, cancel(screen)]),
        content: vec![filter(screen), search(screen), instead(screen)],
    }
    .view()
}

fn filter(screen: Screen) -> AnyView {
    let chosen = screen.slice(|model| model.link.service.clone());
    let choose = move |service| screen.send(Event::LinkServiceChosen(service));
    Field::new(screen.say(Message::LinkFilterService))
        .view(|links| service_search(screen, links, chosen, true, Message::LinkAllServices, choose))
}

fn search(screen: Screen) -> AnyView {
    let query = screen.slice(|model| model.link.query.clone());
    let rows = screen.slice(rows);
    let finding = screen.slice(|model| finding(&model.link));
    let busy = screen.whether(|model| model.link.asked.is_some() || model.link.reference_asked.is_some());
    let refused = screen.because(screen.slice(|model| model.permit(Action::Link)));
    let minute = memo(move || screen.now.get().div_euclid(60_000) * 60_000);
    let options = memo(move || {
        rows.with(|rows| rows.iter().map(|row| option(screen, row, minute.get(), refused.get())).collect::<Vec<_>>())
    });
    let more = screen.slice(|model| {
        let failed = model.link.read.failure().is_some();
        match (failed, model.link.has_more()) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    });
    let more_words = move || more.get().map(|failed| if failed { Message::TryAgain } else { Message::LinkSearchOlder });
    let choose = Callback::new(move |(key,): (String,)| {
        let found = rows.with_untracked(|rows| rows.iter().find(|row| row.incident.id.as_str() == key).cloned());
        if let Some(row) = found {
            screen.send(Event::LinkChosen(Box::new(row.incident)));
        }
    });
    let combobox = Combobox {
        wide: true,
        query: query.into(),
        on_query: Callback::new(move |(text,)| screen.send(Event::IncidentTyped(text))),
        options,
        chosen: None,
        on_choose: choose,
        note: derive(move || note(screen, finding.get())),
        more: screen.say_if(more_words),
        on_more: screen.press(Event::MoreIncidentsClicked),
        busy,
        list_label: screen.say(Message::IncidentList),
        placeholder: screen.say(Message::LinkPlaceholder),
    };
    Field { id: Some("link-search".to_owned()), label_hidden: true, ..Field::new(screen.say(Message::LinkSearch)) }
        .view(|links| combobox.view(links))
}

fn option(screen: Screen, row: &Row, now: i64, refused: Option<String>) -> ComboboxOption {
    let incident = &row.incident;
    let number = screen.words.say(Message::IncidentNumber { number: incident.number.to_string() });
    let priority = incident.priority.as_ref().map(|priority| priority.name.clone());
    let age = screen.words.since(incident.created_at.0, now);
    let facts = [Some(number), priority, Some(incident.service.name.clone()), Some(age)];
    ComboboxOption {
        key: incident.id.to_string(),
        label: title_of(screen, incident),
        detail: Some(side_by_side(facts.into_iter().flatten())),
        icon: Some(status_icon(incident.status)),
        icon_words: Some(screen.words.say(status_name(incident.status))),
        disabled_because: if row.linked { Some(screen.words.say(Message::LinkAlreadyHere)) } else { refused },
    }
}

fn note(screen: Screen, finding: Finding) -> String {
    let message = match finding {
        Finding::Searching => Message::LinkSearching,
        Finding::Failed(failure) => {
            return screen.why(&failure);
        }
        Finding::NoSuch => Message::LinkNotFoundByAddress,
        Finding::NoneOpen => Message::LinkNoneOpen,
        Finding::NoneFits { query } => Message::LinkNoneFound { query },
        Finding::Open { count, more: true } => Message::LinkOpenCountMore { count },
        Finding::Open { count, more: false } => Message::LinkOpenCount { count },
        Finding::Fitting { count } => Message::AnnounceResults { count },
    };
    screen.words.say(message)
}

/// Where there is none to link, the way to create one.
fn instead(screen: Screen) -> AnyView {
    let offered = screen.whether(|model| {
        let none = matches!(finding(&model.link), Finding::NoneOpen | Finding::NoneFits { .. } | Finding::NoSuch);
        none && model.permit(Action::Create).is_ok()
    });
    shown_while(offered, move || {
        let button = Button {
            id: Some("create-instead".to_owned()),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::LinkCreateInstead), Callback::new(move |()| screen.create()))
        };
        part("div", "row").child(button.view()).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timeline::Page;

    #[test]
    fn every_end_of_a_search_has_its_own_words() {
        let mut link = LinkTask::default();
        assert_eq!(finding(&link), Finding::Searching);
        link.read = Remote::Fresh(Page { items: Vec::new(), more: false });
        assert_eq!(finding(&link), Finding::NoneOpen);
        link.query = " payment ".into();
        assert_eq!(finding(&link), Finding::NoneFits { query: "payment".into() });
        link.asked = Some(1);
        assert_eq!(finding(&link), Finding::Searching);
        link.pasted = Remote::Failed(Failure::NotFound);
        assert_eq!(finding(&link), Finding::NoSuch);
        link = LinkTask { read: Remote::Failed(Failure::TimedOut), ..LinkTask::default() };
        assert_eq!(finding(&link), Finding::Failed(Failure::TimedOut));
    }
}
