//! The conditions of a rule, or of an e-mail route: two lists of rows, each with a field, a comparison and a value by its kind.

use leptos::prelude::*;

use crate::domain::automation::condition::{Kind, STATUSES, TicketType, Update, status_name};
use crate::domain::automation::{Condition, Conditions, Field, List, Operator, RuleProblem, Value};
use crate::domain::ticket::TicketPriority;
use crate::i18n::SettingsMessage;
use crate::kit::button::{Button, ButtonVariant, IconButton};
use crate::kit::combobox::ComboboxOption;
use crate::kit::dynamic::dynamic;
use crate::kit::field::{self, FieldLinks};
use crate::kit::icon::IconName;
use crate::kit::part::part;
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::rows::{Row, rows};
use crate::kit::select::{Choice, select};
use crate::kit::text_input::Text;

use super::super::super::automation::AutomationEvent;
use super::super::super::automation::editor::{Change, EditorEvent, Place, ThingSearch, list_name};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::details::wrong;
use super::editor::{change, choose, problem};
use super::search::{Finding, Search, finding, note};
use super::{send, words};

/// Whose conditions are shown, and what becomes of what somebody does with them. One form is open at a time, so that the ids are
/// the same for all.
#[derive(Clone, Copy)]
pub(in super::super) struct Source {
    /// The conditions.
    pub(in super::super) conditions: fn(&Model) -> Option<&Conditions>,
    /// The search for a value, if there is one.
    pub(in super::super) search: fn(&Model) -> Option<&ThingSearch>,
    /// Somebody changed something; a change of conditions.
    pub(in super::super) on_change: fn(Screen, Change),
    /// Somebody came to the search of a condition, or typed there.
    pub(in super::super) on_search: fn(Screen, Place, Option<String>),
    /// What is wrong with the condition at a place, if it is to be said now.
    pub(in super::super) wrong: fn(Screen, Place) -> Signal<Option<String>>,
    /// What is wrong with all of them.
    pub(in super::super) none: fn(Screen) -> Signal<Option<String>>,
}

/// The conditions of the rule that is open.
const RULE: Source = Source {
    conditions: |model| model.open_rule().map(|rule| &rule.conditions),
    search: |model| model.automation.editor.as_ref()?.things.as_ref(),
    on_change: change,
    on_search: |screen, place, query| {
        let event = match query {
            Some(text) => EditorEvent::ThingTyped(place, text),
            None => EditorEvent::ThingFocused(place),
        };
        send(screen, AutomationEvent::Editor(event));
    },
    wrong: |screen, place| {
        problem(
            screen,
            move |it| matches!(it, RuleProblem::Condition { list, index, .. } if *list == place.list && *index == place.index),
        )
    },
    none: |screen| problem(screen, |it| *it == RuleProblem::NoCondition),
};

/// The key of the choice that a ticket has none. No id reads so.
const NONE: &str = "none";

/// Both lists of the rule that is open.
pub(super) fn conditions(screen: Screen) -> AnyView {
    both(screen, RULE)
}

/// Both lists.
pub(in super::super) fn both(screen: Screen, source: Source) -> AnyView {
    part("fieldset", "stack stack--loose")
        .child(part("legend", "field__label").words(screen.say(SettingsMessage::ConditionsHeading)))
        .child(list(screen, source, List::All, SettingsMessage::ConditionsAll))
        .child(list(screen, source, List::Any, SettingsMessage::ConditionsAny))
        .child(wrong((source.none)(screen)))
        .into()
}

fn list(screen: Screen, source: Source, list: List, heading: SettingsMessage) -> AnyView {
    let count = screen.slice(move |model| (source.conditions)(model).map_or(0, |it| it.list(list).len()));
    let each = rows(move || {
        let row = |index: usize| Row::new(index.to_string(), move || row(screen, source, Place { list, index }));
        (0..count.get()).map(row).collect()
    });
    let add = Button {
        id: Some(format!("rule-{}-add", list_name(list))),
        variant: ButtonVariant::Neutral,
        compact: true,
        icon: Some(IconName::Add),
        ..Button::new(
            screen.say(SettingsMessage::ConditionAdd),
            Callback::new(move |()| (source.on_change)(screen, Change::ConditionAdded(list))),
        )
    };
    let id = format!("rule-{}-heading", list_name(list));
    part("div", "stack")
        .attr("role", "group")
        .attr("aria-labelledby", &id)
        .child(part("p", "text--strong text--small").attr("id", &id).words(screen.say(heading)))
        .child(part("div", "stack").child(each))
        .child(part("div", "row").child(add.view()))
        .into()
}

/// The condition at this place.
fn at(model: &Model, source: Source, place: Place) -> Option<&Condition> {
    (source.conditions)(model)?.list(place.list).get(place.index)
}

fn row(screen: Screen, source: Source, place: Place) -> AnyView {
    let number = (place.index + 1).to_string();
    let shape = screen.slice(move |model| at(model, source, place).map(|it| (it.field, it.operator)));
    let value = dynamic(move || {
        let (field, operator) = shape.get()?;
        operator.takes_value().then(|| value(screen, source, place, field))
    });
    let remove = IconButton {
        id: Some(place.id("-remove")),
        ..IconButton::new(
            screen.say(SettingsMessage::ConditionRemove { number: number.clone() }),
            IconName::Close,
            Callback::new(move |()| (source.on_change)(screen, Change::ConditionRemoved(place))),
        )
    };
    part("div", "rule-row")
        .attr("role", "group")
        .attr_words("aria-label", screen.say(SettingsMessage::ConditionRow { number }))
        .child(field_choice(screen, source, place))
        .child(operator_choice(screen, source, place))
        .child(part("div", "rule-row__value").child(value))
        .child(remove.view())
        .into()
}

fn labelled(screen: Screen, label: SettingsMessage, id: String) -> field::Field {
    field::Field { label_hidden: true, id: Some(id), ..field::Field::new(screen.say(label)) }
}

fn field_choice(screen: Screen, source: Source, place: Place) -> AnyView {
    let value = screen.slice(move |model| at(model, source, place).map_or("", |it| it.field.name()).to_owned());
    let choices = move || {
        let choice = |it: Field| Choice { value: it.name().to_owned(), label: screen.words.say(words::field(it)) };
        Field::ALL.map(choice).into()
    };
    let chosen = Callback::new(move |(name,): (String,)| {
        if let Some(field) = Field::named(&name) {
            (source.on_change)(screen, Change::Field(place, field));
        }
    });
    labelled(screen, SettingsMessage::ConditionField, place.id("-field"))
        .view(|links| select(links, choices, value.into(), chosen))
}

fn operator_choice(screen: Screen, source: Source, place: Place) -> AnyView {
    let field = screen.slice(move |model| at(model, source, place).map(|it| it.field));
    let value = screen.slice(move |model| at(model, source, place).map_or("", |it| it.operator.name()).to_owned());
    let choices = move || {
        let choice =
            |it: &Operator| Choice { value: it.name().to_owned(), label: screen.words.say(words::operator(*it)) };
        field.get().map_or(&[][..], Field::operators).iter().map(choice).collect()
    };
    let chosen = Callback::new(move |(name,): (String,)| {
        let operator = field.get_untracked().and_then(|field| Operator::named(&name, field));
        if let Some(operator) = operator {
            (source.on_change)(screen, Change::Operator(place, operator));
        }
    });
    labelled(screen, SettingsMessage::ConditionOperator, place.id("-operator"))
        .view(|links| select(links, choices, value.into(), chosen))
}

fn value(screen: Screen, source: Source, place: Place, field: Field) -> AnyView {
    let hint = match field.kind() {
        Kind::Tags => Some(screen.say(SettingsMessage::TagsHint)),
        Kind::Text => Some(screen.say(SettingsMessage::WordsHint)),
        _ => None,
    };
    field::Field {
        hint,
        error: Some((source.wrong)(screen, place)),
        ..labelled(screen, SettingsMessage::ConditionValue, place.id(""))
    }
    .view(|links| match field.kind() {
        Kind::Tags | Kind::Text => text(screen, source, place, links),
        Kind::Thing => thing(screen, source, place, field, links),
        Kind::Status | Kind::Priority | Kind::Type | Kind::Update => named(screen, source, place, field, links),
    })
}

fn text(screen: Screen, source: Source, place: Place, links: &FieldLinks) -> AnyView {
    let value = screen.slice(move |model| match at(model, source, place).map(|it| &it.value) {
        Some(Value::Words(words)) => words.clone(),
        _ => String::new(),
    });
    let on_input = Callback::new(move |(text,)| (source.on_change)(screen, Change::Value(place, Value::Words(text))));
    Text { value: value.into(), on_input }.line(links)
}

/// Every value that a field with a few values can have, by its name in ids.
fn values(field: Field) -> Vec<(String, Value)> {
    let own: Vec<(String, Value)> = match field.kind() {
        Kind::Status => STATUSES.iter().map(|it| (status_name(*it).to_owned(), Value::Status(*it))).collect(),
        Kind::Priority => TicketPriority::ALL.iter().map(|it| (it.name().to_owned(), Value::Priority(*it))).collect(),
        Kind::Type => TicketType::ALL.iter().map(|it| (it.name().to_owned(), Value::Type(*it))).collect(),
        Kind::Update => Update::ALL.iter().map(|it| (it.name().to_owned(), Value::Update(*it))).collect(),
        Kind::Thing | Kind::Tags | Kind::Text => Vec::new(),
    };
    let none = field.can_be_none().then(|| (NONE.to_owned(), Value::None));
    own.into_iter().chain(none).collect()
}

fn named(screen: Screen, source: Source, place: Place, field: Field, links: &FieldLinks) -> AnyView {
    let unset = screen.slice(move |model| at(model, source, place).is_none_or(|it| it.value == Value::Unset));
    let value = screen.slice(move |model| {
        let own = at(model, source, place).map(|it| it.value.clone()).unwrap_or_default();
        values(field).into_iter().find(|(_, value)| *value == own).map(|(name, _)| name).unwrap_or_default()
    });
    let choices = move || {
        let choice = |(value, it): (String, Value)| Choice { value, label: words::value(screen.words, &it) };
        let first = unset.get().then(|| choose(screen));
        first.into_iter().chain(values(field).into_iter().map(choice)).collect()
    };
    let chosen = Callback::new(move |(name,): (String,)| {
        if let Some((_, value)) = values(field).into_iter().find(|(own, _)| *own == name) {
            (source.on_change)(screen, Change::Value(place, value));
        }
    });
    select(links, choices, value.into(), chosen)
}

/// The search of this condition, if it is the one that is searched.
fn search_of(model: &Model, source: Source, place: Place) -> Option<&ThingSearch> {
    (source.search)(model).filter(|search| search.place == place)
}

fn thing(screen: Screen, source: Source, place: Place, field: Field, links: &FieldLinks) -> AnyView {
    let typed = screen.slice(move |model| search_of(model, source, place).and_then(|search| search.query.clone()));
    let chosen = screen.slice(move |model| at(model, source, place).map(|it| it.value.clone()).unwrap_or_default());
    let query = derive(move || {
        typed.get().unwrap_or_else(|| match chosen.get() {
            Value::Unset => String::new(),
            value => words::value(screen.words, &value),
        })
    });
    let found = screen.slice(move |model| {
        let page = search_of(model, source, place).and_then(|search| search.found.known());
        page.map(|page| page.items.clone()).unwrap_or_default()
    });
    let how = screen.slice(move |model| {
        search_of(model, source, place)
            .map_or(Finding::Silent, |search| finding(&search.found, |page| (page.items.len(), page.more)))
    });
    let options = options(screen, field, typed, found);
    let on_choose = Callback::new(move |(key,): (String,)| {
        let thing = found.with_untracked(|all| all.iter().find(|it| it.id.to_string() == key).cloned());
        let value = if key == NONE { Some(Value::None) } else { thing.map(Value::Thing) };
        if let Some(value) = value {
            (source.on_change)(screen, Change::Value(place, value));
        }
    });
    let ask = move || (source.on_search)(screen, place, None);
    let search = Search {
        query,
        on_query: Callback::new(move |(text,)| (source.on_search)(screen, place, Some(text))),
        options,
        chosen: derive(move || match chosen.get() {
            Value::Thing(thing) => Some(thing.id.to_string()),
            Value::None => Some(NONE.to_owned()),
            _ => None,
        }),
        on_choose,
        finding: how,
        note: note(screen, how, move |model| {
            search_of(model, source, place).and_then(|it| it.query.clone()).unwrap_or_default()
        }),
        on_again: Callback::new(move |()| ask()),
        list_label: screen.say(words::field(field)),
        placeholder: screen.say(SettingsMessage::ThingsPlaceholder),
    };
    // What there is to choose from is asked for when somebody comes here, not for every condition of every rule.
    part("div", "rule-row__search").on("focusin", move |_| ask()).on_click(ask).child(search.view(screen, links)).into()
}

fn options(
    screen: Screen,
    field: Field,
    typed: Slice<Option<String>>,
    found: Slice<Vec<crate::domain::automation::condition::Thing>>,
) -> Slice<Vec<ComboboxOption>> {
    memo(move || {
        let nothing_typed = typed.with(|typed| typed.as_ref().is_none_or(|typed| typed.trim().is_empty()));
        let none = (field.can_be_none() && nothing_typed).then(|| ComboboxOption {
            key: NONE.to_owned(),
            label: screen.words.say(SettingsMessage::ValueNone),
            ..ComboboxOption::default()
        });
        let option = |it: crate::domain::automation::condition::Thing| ComboboxOption {
            key: it.id.to_string(),
            label: it.name,
            ..ComboboxOption::default()
        };
        none.into_iter().chain(found.get().into_iter().map(option)).collect::<Vec<_>>()
    })
}
