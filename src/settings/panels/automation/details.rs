//! The custom details of a rule: names and texts.

use leptos::prelude::*;

use crate::domain::automation::RuleProblem;
use crate::i18n::SettingsMessage;
use crate::kit::button::{Button, ButtonVariant, IconButton};
use crate::kit::dynamic::dynamic_words;
use crate::kit::field::Field;
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, part};
use crate::kit::rows::{Row, rows};
use crate::kit::text_input::Text;

use super::super::super::automation::editor::{ADD_DETAIL, Change, detail_id};
use super::super::screen::Screen;
use super::editor::{change, of_rule, problem, with_placeholders};

/// The details.
pub(super) fn details(screen: Screen) -> AnyView {
    let count = screen.slice(|model| of_rule(model, |rule| rule.details.len()));
    let each = rows(move || {
        let row = |index: usize| Row::new(index.to_string(), move || detail(screen, index));
        (0..count.get()).map(row).collect()
    });
    let add = Button {
        id: Some(ADD_DETAIL.to_owned()),
        variant: ButtonVariant::Neutral,
        compact: true,
        icon: Some(IconName::Add),
        ..Button::new(
            screen.say(SettingsMessage::DetailAdd),
            Callback::new(move |()| change(screen, Change::DetailAdded)),
        )
    };
    let many = problem(screen, |it| matches!(it, RuleProblem::TooManyDetails));
    part("fieldset", "stack")
        .child(part("legend", "field__label").words(screen.say(SettingsMessage::DetailsHeading)))
        .child(part("p", "field__hint").words(screen.say(SettingsMessage::DetailsHint)))
        .child(part("div", "stack").child(each))
        .child(part("div", "row").child(add.view()))
        .child(wrong(many))
        .into()
}

/// What is wrong with more than one field.
pub(super) fn wrong(words: Signal<Option<String>>) -> AnyView {
    dynamic_words(words, |words| {
        part("p", "field__error").child(small_icon(IconName::Error)).child(element("span").text(words)).into()
    })
}

fn detail(screen: Screen, index: usize) -> AnyView {
    let number = (index + 1).to_string();
    let name = Text {
        value: screen
            .slice(move |model| {
                of_rule(model, |rule| rule.details.get(index).map(|it| it.name.clone()).unwrap_or_default())
            })
            .into(),
        on_input: Callback::new(move |(text,)| change(screen, Change::DetailName(index, text))),
    };
    let name = Field {
        id: Some(detail_id(index, "-name")),
        error: Some(problem(screen, move |it| {
            matches!(it, RuleProblem::DetailWithoutName(own) | RuleProblem::DetailNameTooLong(own, _)
                | RuleProblem::DetailTwice(own) if *own == index)
        })),
        ..Field::new(screen.say(SettingsMessage::DetailName))
    }
    .view(|links| name.line(links));
    let text = Text {
        value: screen
            .slice(move |model| {
                of_rule(model, |rule| rule.details.get(index).map(|it| it.text.text().to_owned()).unwrap_or_default())
            })
            .into(),
        on_input: Callback::new(move |(text,)| change(screen, Change::DetailText(index, text))),
    };
    let id = detail_id(index, "");
    let text = Field {
        id: Some(id.clone()),
        error: Some(problem(screen, move |it| matches!(it, RuleProblem::Detail(own, _) if *own == index))),
        ..Field::new(screen.say(SettingsMessage::DetailText))
    }
    .view(|links| text.line(links));
    let remove = IconButton {
        id: Some(detail_id(index, "-remove")),
        ..IconButton::new(
            screen.say(SettingsMessage::DetailRemove { number: number.clone() }),
            IconName::Close,
            Callback::new(move |()| change(screen, Change::DetailRemoved(index))),
        )
    };
    part("div", "rule-row rule-row--detail")
        .attr("role", "group")
        .attr_words("aria-label", screen.say(SettingsMessage::DetailRow { number }))
        .child(name)
        .child(with_placeholders(screen, text, &id))
        .child(remove.view())
        .into()
}
