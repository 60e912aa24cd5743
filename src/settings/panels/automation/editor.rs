//! The rule that is open: a form in the page, on what the draft holds.

use leptos::prelude::*;

use crate::domain::automation::{Action, Placeholder, Rule, RuleId, RuleProblem, Severity};
use crate::i18n::SettingsMessage;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::caret;
use crate::kit::checkbox::Checkbox;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::icon::IconName;
use crate::kit::menu::{Menu, MenuItem};
use crate::kit::part::{element, part};
use crate::kit::radio_list::{RadioChoice, RadioList};
use crate::kit::reactive::{derive, memo};
use crate::kit::select::{Choice, select};
use crate::kit::text_input::Text;

use super::super::super::automation::AutomationEvent;
use super::super::super::automation::editor::{Change, EditorEvent, SOURCE, SUMMARY, TITLE, problems};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::{choosing, conditions, details, list, press, preview, send, words};

/// Sends a change of the rule.
pub(super) fn change(screen: Screen, change: Change) {
    send(screen, AutomationEvent::Editor(EditorEvent::Changed(change)));
}

/// Reads something of the rule that is open; its default when there is none.
pub(super) fn of_rule<T: Default>(model: &Model, read: impl FnOnce(&Rule) -> T) -> T {
    model.open_rule().map(read).unwrap_or_default()
}

/// The words of the first problem that `concerns` picks out, if it is to be said now.
pub(super) fn problem(
    screen: Screen,
    concerns: impl Fn(&RuleProblem) -> bool + Send + Sync + 'static,
) -> Signal<Option<String>> {
    let problem = screen.slice(move |model| {
        let editor = model.automation.editor.as_ref()?;
        problems(model, &editor.rule).into_iter().find(|it| concerns(it) && editor.shows(it))
    });
    screen.say_if(move || problem.get().map(|it| words::problem(&it)))
}

/// The form.
pub(super) fn editor(screen: Screen, rule: &RuleId) -> AnyView {
    let is_new = screen.slice(|model| model.automation.editor.as_ref().is_some_and(|it| it.before.is_none()));
    let heading = part("h3", "automation__heading").words(
        screen.say_live(move || if is_new.get() { SettingsMessage::EditorNew } else { SettingsMessage::EditorHeading }),
    );
    let back = Button {
        variant: ButtonVariant::Basic,
        icon: Some(IconName::Back),
        ..Button::new(
            screen.say(SettingsMessage::RulesBack),
            press(screen, AutomationEvent::Editor(EditorEvent::BackClicked)),
        )
    };
    let loud = screen.whether(|model| of_rule(model, |rule| rule.action == Action::Trigger));
    let form = element("form")
        .attr("class", "automation__form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send(screen, AutomationEvent::Editor(EditorEvent::DoneClicked));
        })
        .child(title(screen))
        .child(choosing::destination(screen))
        .child(conditions::conditions(screen))
        .child(send_once(screen))
        .child(action(screen))
        .child(shown_while(loud, move || {
            part("div", "form-fields")
                .child(severity(screen))
                .child(summary(screen))
                .child(source(screen))
                .child(details::details(screen))
                .into()
        }))
        .child(list::doubles(screen, rule.clone()))
        .child(footer(screen));
    part("section", "stack stack--loose")
        .attr_words("aria-label", screen.say(SettingsMessage::EditorHeading))
        .child(part("div", "row").child(back.view()))
        .child(heading)
        .child(part("div", "automation__columns").child(form).child(preview::preview(screen)))
        .into()
}

fn title(screen: Screen) -> AnyView {
    let text = Text {
        value: screen.slice(|model| of_rule(model, |rule| rule.title.clone())).into(),
        on_input: Callback::new(move |(text,)| change(screen, Change::Title(text))),
    };
    Field {
        id: Some(TITLE.to_owned()),
        hint: Some(screen.say(SettingsMessage::RuleTitleHint)),
        error: Some(problem(screen, |it| matches!(it, RuleProblem::NoTitle | RuleProblem::TitleTooLong(_)))),
        required: true,
        ..Field::new(screen.say(SettingsMessage::RuleTitle))
    }
    .view(|links| text.line(links))
}

fn send_once(screen: Screen) -> AnyView {
    Checkbox {
        label: screen.say(SettingsMessage::SendOnce),
        hint: Some(screen.say_some(SettingsMessage::SendOnceHint)),
        checked: screen.whether(|model| of_rule(model, |rule| rule.send_once)),
        on_change: Callback::new(move |(so,)| change(screen, Change::SendOnce(so))),
    }
    .view()
}

fn action(screen: Screen) -> AnyView {
    let choice = |action: Action| RadioChoice {
        value: action.name(),
        label: screen.say(words::action(action)),
        hint: derive(|| None),
    };
    RadioList {
        legend: screen.say(SettingsMessage::ActionLegend),
        choices: Action::ALL.map(choice).into(),
        value: screen.slice(|model| of_rule(model, |rule| rule.action.name().to_owned())).into(),
        on_change: Callback::new(move |(name,): (String,)| {
            if let Some(action) = Action::named(&name) {
                change(screen, Change::Action(action));
            }
        }),
    }
    .view()
}

fn severity(screen: Screen) -> AnyView {
    let choices = move || {
        let choice =
            |it: Severity| Choice { value: it.name().to_owned(), label: screen.words.say(words::severity(it)) };
        Severity::ALL.map(choice).into()
    };
    let value = screen.slice(|model| of_rule(model, |rule| rule.severity.name().to_owned()));
    let chosen = Callback::new(move |(name,): (String,)| {
        if let Some(severity) = Severity::named(&name) {
            change(screen, Change::Severity(severity));
        }
    });
    Field {
        hint: Some(screen.say(SettingsMessage::SeverityHint)),
        ..Field::new(screen.say(SettingsMessage::SeverityField))
    }
    .view(|links| select(links, choices, value.into(), chosen))
}

fn summary(screen: Screen) -> AnyView {
    let text = Text {
        value: screen.slice(|model| of_rule(model, |rule| rule.summary.text().to_owned())).into(),
        on_input: Callback::new(move |(text,)| change(screen, Change::Summary(text))),
    };
    let field = Field {
        id: Some(SUMMARY.to_owned()),
        hint: Some(screen.say(SettingsMessage::SummaryHint)),
        error: Some(problem(screen, |it| matches!(it, RuleProblem::Summary(_)))),
        required: true,
        ..Field::new(screen.say(SettingsMessage::SummaryField))
    }
    .view(|links| text.line(links));
    with_placeholders(screen, field, SUMMARY)
}

fn source(screen: Screen) -> AnyView {
    let text = Text {
        value: screen.slice(|model| of_rule(model, |rule| rule.source.text().to_owned())).into(),
        on_input: Callback::new(move |(text,)| change(screen, Change::Source(text))),
    };
    let field = Field {
        id: Some(SOURCE.to_owned()),
        hint: Some(screen.say(SettingsMessage::SourceHint)),
        error: Some(problem(screen, |it| matches!(it, RuleProblem::Source(_)))),
        required: true,
        ..Field::new(screen.say(SettingsMessage::SourceField))
    }
    .view(|links| text.line(links));
    with_placeholders(screen, field, SOURCE)
}

/// A field with the menu that puts a placeholder where the caret stands in the control of this id.
pub(super) fn with_placeholders(screen: Screen, field: AnyView, id: &str) -> AnyView {
    let items = memo(move || {
        let item = |it: Placeholder| MenuItem {
            key: it.name().replace('.', "-"),
            label: screen.words.say(words::placeholder(it)),
            detail: Some(it.typed()),
            ..MenuItem::default()
        };
        Placeholder::ALL.map(item).to_vec()
    });
    let control = id.to_owned();
    let menu = Menu {
        label: screen.say(SettingsMessage::PlaceholderInsert),
        icon: IconName::Add,
        labelled: true,
        items,
        on_choose: Callback::new(move |(key,): (String,)| {
            if let Some(it) = Placeholder::ALL.into_iter().find(|it| it.name().replace('.', "-") == key) {
                caret::insert(&control, &it.typed());
            }
        }),
        id: format!("{id}-placeholders"),
    };
    part("div", "with-placeholders").child(field).child(menu.view()).into()
}

fn footer(screen: Screen) -> AnyView {
    let is_new = screen.slice(|model| model.automation.editor.as_ref().is_some_and(|it| it.before.is_none()));
    let count = screen.slice(|model| {
        let editor = model.automation.editor.as_ref()?;
        let count = problems(model, &editor.rule).len();
        (editor.checked && count > 0).then_some(count)
    });
    let wrong = dynamic(move || {
        let count = words::counted(count.get()?);
        let title = screen.say(SettingsMessage::EditorProblems { count });
        Some(Alert { tone: AlertTone::Error, ..Alert::new(title) }.view())
    });
    let revert = Button {
        variant: ButtonVariant::Basic,
        ..Button::new(
            screen.say_live(move || {
                if is_new.get() { SettingsMessage::EditorRevertNew } else { SettingsMessage::EditorRevert }
            }),
            press(screen, AutomationEvent::Editor(EditorEvent::RevertClicked)),
        )
    };
    let done = Button { id: Some("rule-done".to_owned()), ..Button::submit(screen.say(SettingsMessage::EditorDone)) };
    let kept = part("p", "text--subtle text--small row__grow").words(screen.say(SettingsMessage::EditorKept));
    let row = part("div", "row row--wrapping").child(kept).child(revert.view()).child(done.view());
    part("div", "stack").child(wrong).child(row).into()
}

/// The word for a choice that is still to be made.
pub(super) fn choose(screen: Screen) -> Choice {
    Choice { value: String::new(), label: screen.words.say(SettingsMessage::ConditionChoose) }
}
