//! The conditions of a rule: two lists of rows, each with a field, a comparison and a value by its kind.

use leptos::prelude::*;

use crate::domain::automation::condition::{Kind, STATUSES, TicketType, Update, status_name};
use crate::domain::automation::{Condition, Field, List, Operator, RuleProblem, Value};
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
use super::super::super::automation::editor::{Change, EditorEvent, Place, list_name};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::details::wrong;
use super::editor::{change, choose, of_rule, problem};
use super::search::{Finding, Search, finding, note};
use super::{send, words};

/// The key of the choice that a ticket has none. No id reads so.
const NONE: &str = "none";

/// Both lists.
pub(super) fn conditions(screen: Screen) -> AnyView {
    part("fieldset", "stack stack--loose")
        .child(part("legend", "field__label").words(screen.say(SettingsMessage::ConditionsHeading)))
        .child(list(screen, List::All, SettingsMessage::ConditionsAll))
        .child(list(screen, List::Any, SettingsMessage::ConditionsAny))
        .child(wrong(problem(screen, |it| *it == RuleProblem::NoCondition)))
        .into()
}

fn list(screen: Screen, list: List, heading: SettingsMessage) -> AnyView {
    let count = screen.slice(move |model| of_rule(model, |rule| rule.conditions.list(list).len()));
    let each = rows(move || {
        let row = |index: usize| Row::new(index.to_string(), move || row(screen, Place { list, index }));
        (0..count.get()).map(row).collect()
    });
    let add = Button {
        id: Some(format!("rule-{}-add", list_name(list))),
        variant: ButtonVariant::Neutral,
        compact: true,
        icon: Some(IconName::Add),
        ..Button::new(
            screen.say(SettingsMessage::ConditionAdd),
            Callback::new(move |()| change(screen, Change::ConditionAdded(list))),
        )
    };
    let id = format!("rule-{}-heading", list_name(list));
    part("div", "stack")
        .attr("role", "group")
        .attr("aria-labelledby", &id)
        .child(part("p", "text--strong text--small").attr("id", &id).words(screen.say(heading)))
        .child(part("ul", "stack").attr("role", "list").child(each))
        .child(part("div", "row").child(add.view()))
        .into()
}

/// The condition at this place.
fn at(model: &Model, place: Place) -> Option<&Condition> {
    model.open_rule()?.conditions.list(place.list).get(place.index)
}

fn row(screen: Screen, place: Place) -> AnyView {
    let number = (place.index + 1).to_string();
    let shape = screen.slice(move |model| at(model, place).map(|it| (it.field, it.operator)));
    let value = dynamic(move || {
        let (field, operator) = shape.get()?;
        operator.takes_value().then(|| value(screen, place, field))
    });
    let remove = IconButton {
        id: Some(place.id("-remove")),
        ..IconButton::new(
            screen.say(SettingsMessage::ConditionRemove { number: number.clone() }),
            IconName::Close,
            Callback::new(move |()| change(screen, Change::ConditionRemoved(place))),
        )
    };
    part("li", "rule-row")
        .attr("role", "group")
        .attr_words("aria-label", screen.say(SettingsMessage::ConditionRow { number }))
        .child(field_choice(screen, place))
        .child(operator_choice(screen, place))
        .child(part("div", "rule-row__value").child(value))
        .child(remove.view())
        .into()
}

fn labelled(screen: Screen, label: SettingsMessage, id: String) -> field::Field {
    field::Field { label_hidden: true, id: Some(id), ..field::Field::new(screen.say(label)) }
}

fn field_choice(screen: Screen, place: Place) -> AnyView {
    let value = screen.slice(move |model| at(model, place).map_or("", |it| it.field.name()).to_owned());
    let choices = move || {
        let choice = |it: Field| Choice { value: it.name().to_owned(), label: screen.words.say(words::field(it)) };
        Field::ALL.map(choice).into()
    };
    let chosen = Callback::new(move |(name,): (String,)| {
        if let Some(field) = Field::named(&name) {
            change(screen, Change::Field(place, field));
        }
    });
    labelled(screen, SettingsMessage::ConditionField, place.id("-field"))
        .view(|links| select(links, choices, value.into(), chosen))
}

fn operator_choice(screen: Screen, place: Place) -> AnyView {
    let field = screen.slice(move |model| at(model, place).map(|it| it.field));
    let value = screen.slice(move |model| at(model, place).map_or("", |it| it.operator.name()).to_owned());
    let choices = move || {
        let choice =
            |it: &Operator| Choice { value: it.name().to_owned(), label: screen.words.say(words::operator(*it)) };
        field.get().map_or(&[][..], Field::operators).iter().map(choice).collect()
    };
    let chosen = Callback::new(move |(name,): (String,)| {
        let operator = field.get_untracked().and_then(|field| Operator::named(&name, field));
        if let Some(operator) = operator {
            change(screen, Change::Operator(place, operator));
        }
    });
    labelled(screen, SettingsMessage::ConditionOperator, place.id("-operator"))
        .view(|links| select(links, choices, value.into(), chosen))
}

fn wrong_value(screen: Screen, place: Place) -> Signal<Option<String>> {
    problem(
        screen,
        move |it| matches!(it, RuleProblem::Condition { list, index, .. } if *list == place.list && *index == place.index),
    )
}

fn value(screen: Screen, place: Place, field: Field) -> AnyView {
    let hint = match field.kind() {
        Kind::Tags => Some(screen.say(SettingsMessage::TagsHint)),
        Kind::Text => Some(screen.say(SettingsMessage::WordsHint)),
        _ => None,
    };
    field::Field {
        hint,
        error: Some(wrong_value(screen, place)),
        ..labelled(screen, SettingsMessage::ConditionValue, place.id(""))
    }
    .view(|links| match field.kind() {
        Kind::Tags | Kind::Text => text(screen, place, links),
        Kind::Thing => thing(screen, place, field, links),
        Kind::Status | Kind::Priority | Kind::Type | Kind::Update => named(screen, place, field, links),
    })
}

fn text(screen: Screen, place: Place, links: &FieldLinks) -> AnyView {
    let value = screen.slice(move |model| match at(model, place).map(|it| &it.value) {
        Some(Value::Words(words)) => words.clone(),
        _ => String::new(),
    });
    let on_input = Callback::new(move |(text,)| change(screen, Change::Value(place, Value::Words(text))));
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

fn named(screen: Screen, place: Place, field: Field, links: &FieldLinks) -> AnyView {
    let unset = screen.slice(move |model| at(model, place).is_none_or(|it| it.value == Value::Unset));
    let value = screen.slice(move |model| {
        let own = at(model, place).map(|it| it.value.clone()).unwrap_or_default();
        values(field).into_iter().find(|(_, value)| *value == own).map(|(name, _)| name).unwrap_or_default()
    });
    let choices = move || {
        let choice = |(value, it): (String, Value)| Choice { value, label: words::value(screen.words, &it) };
        let first = unset.get().then(|| choose(screen));
        first.into_iter().chain(values(field).into_iter().map(choice)).collect()
    };
    let chosen = Callback::new(move |(name,): (String,)| {
        if let Some((_, value)) = values(field).into_iter().find(|(own, _)| *own == name) {
            change(screen, Change::Value(place, value));
        }
    });
    select(links, choices, value.into(), chosen)
}

/// The search of this condition, if it is the one that is searched.
fn search_of(model: &Model, place: Place) -> Option<&super::super::super::automation::editor::ThingSearch> {
    model.automation.editor.as_ref()?.things.as_ref().filter(|search| search.place == place)
}

fn thing(screen: Screen, place: Place, field: Field, links: &FieldLinks) -> AnyView {
    let typed = screen.slice(move |model| search_of(model, place).and_then(|search| search.query.clone()));
    let chosen = screen.slice(move |model| at(model, place).map(|it| it.value.clone()).unwrap_or_default());
    let query = derive(move || {
        typed.get().unwrap_or_else(|| match chosen.get() {
            Value::Unset => String::new(),
            value => words::value(screen.words, &value),
        })
    });
    let found = screen.slice(move |model| {
        let page = search_of(model, place).and_then(|search| search.found.known());
        page.map(|page| page.items.clone()).unwrap_or_default()
    });
    let how = screen.slice(move |model| {
        search_of(model, place)
            .map_or(Finding::Silent, |search| finding(&search.found, |page| (page.items.len(), page.more)))
    });
    let options = options(screen, field, typed, found);
    let on_choose = Callback::new(move |(key,): (String,)| {
        let thing = found.with_untracked(|all| all.iter().find(|it| it.id.to_string() == key).cloned());
        let value = if key == NONE { Some(Value::None) } else { thing.map(Value::Thing) };
        if let Some(value) = value {
            change(screen, Change::Value(place, value));
        }
    });
    let ask = move || send(screen, AutomationEvent::Editor(EditorEvent::ThingFocused(place)));
    let search = Search {
        query,
        on_query: Callback::new(move |(text,)| {
            send(screen, AutomationEvent::Editor(EditorEvent::ThingTyped(place, text)));
        }),
        options,
        chosen: derive(move || match chosen.get() {
            Value::Thing(thing) => Some(thing.id.to_string()),
            Value::None => Some(NONE.to_owned()),
            _ => None,
        }),
        on_choose,
        finding: how,
        note: note(screen, how, move |model| {
            search_of(model, place).and_then(|it| it.query.clone()).unwrap_or_default()
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
