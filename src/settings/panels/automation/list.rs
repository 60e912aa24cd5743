//! The list of rules, and what can be added to it.

use leptos::prelude::*;

use crate::domain::automation::foreign::ForeignTrigger;
use crate::domain::automation::health::Ailment;
use crate::domain::automation::ready_made::ReadyMade;
use crate::domain::automation::rule::SEND_TAG;
use crate::domain::automation::{Condition, Field, Operator, Rule, RuleId, Value};
use crate::domain::remote::Remote;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, dynamic_words, shown_while};
use crate::kit::icon::IconName;
use crate::kit::menu::{Menu, MenuItem};
use crate::kit::part::{element, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::rows::{Row, rows};
use crate::kit::switch::BareSwitch;
use crate::kit::tag::{TagTone, fact_tag, tag};

use super::super::super::automation::rules::{RulesEvent, Why};
use super::super::super::automation::{AutomationEvent, OFFERS, UNDO, edit_button, more_button};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::{health, press, send, words};

fn rule_event(screen: Screen, event: RulesEvent) -> Callback<()> {
    press(screen, AutomationEvent::Rules(event))
}

/// The list.
pub(super) fn list(screen: Screen) -> AnyView {
    let ids =
        screen.slice(|model| model.store.draft.automation.rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>());
    let none = memo(move || ids.with(Vec::is_empty));
    let cards = rows(move || {
        let card = |id: RuleId| Row::new(id.to_string(), move || card(screen, id));
        ids.get().into_iter().map(card).collect()
    });
    let empty = shown_while(none.into(), move || {
        let title = part("p", "text--strong").words(screen.say(SettingsMessage::RulesNoneTitle));
        let body = part("p", "text--subtle").words(screen.say(SettingsMessage::RulesNoneBody));
        part("div", "well stack stack--tight").child(title).child(body).into()
    });
    part("div", "stack stack--loose")
        .child(head(screen))
        .child(undo(screen))
        .child(empty)
        .child(part("ol", "rules").attr("role", "list").child(cards))
        .into()
}

fn head(screen: Screen) -> AnyView {
    let shown = screen.whether(|model| model.automation.offers_shown);
    let add = part("button", "button")
        .attr("type", "button")
        .attr("id", OFFERS)
        .attr_bool("aria-expanded", shown)
        .attr("aria-controls", "rule-offers")
        .on_click(move || send(screen, AutomationEvent::Rules(RulesEvent::OffersToggled)))
        .child(crate::kit::icon::icon(IconName::Add))
        .child(part("span", "button__label").words(screen.say(SettingsMessage::RuleAdd)));
    let intro = part("p", "text--subtle row__grow").words(screen.say(SettingsMessage::RulesIntro));
    let offers = part("section", "rule-offers")
        .attr("id", "rule-offers")
        .attr_words("aria-label", screen.say(SettingsMessage::RuleOffers))
        .flag("hidden", derive(move || !shown.get()))
        .child(shown_while(shown, move || offers(screen)));
    part("div", "stack stack--loose")
        .child(part("div", "row row--top row--wrapping").child(intro).child(add))
        .child(offers)
        .into()
}

fn offers(screen: Screen) -> AnyView {
    let each = ReadyMade::ALL.map(Some).into_iter().chain([None]).map(|ready_made| {
        let (name, hint) = words::offer(ready_made);
        let title = name.clone();
        let add = move || {
            let title = if ready_made.is_some() { screen.words.say(title.clone()) } else { String::new() };
            send(screen, AutomationEvent::Rules(RulesEvent::Added { ready_made, title }));
        };
        let text = part("span", "rule-offer__text")
            .child(part("span", "text--strong").words(screen.say(name)))
            .child(part("span", "text--subtle text--small").words(screen.say(hint)));
        let button = part("button", "rule-offer").attr("type", "button").on_click(add).child(text);
        element("li").child(button).into()
    });
    part("ul", "rule-offers__list").attr("role", "list").children(each.collect()).into()
}

/// What was taken away or given up last, and the way back.
fn undo(screen: Screen) -> AnyView {
    let undo = screen.slice(|model| model.automation.undo.as_ref().map(|it| (it.rule.clone(), it.why)));
    dynamic(move || {
        let (rule, why) = undo.get()?;
        let title = words::title(screen.words, &rule);
        let (title, body) = match why {
            Why::Removed(_) => (
                SettingsMessage::RuleWasRemoved { rule: title },
                Some(screen.say_some(SettingsMessage::RuleWasRemovedBody)),
            ),
            Why::Reverted => (SettingsMessage::RuleWasReverted { rule: title }, None),
        };
        let back = Button {
            id: Some(UNDO.to_owned()),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::Undo), rule_event(screen, RulesEvent::UndoClicked))
        };
        // The page announces it by itself.
        Some(Alert { body, quiet: true, actions: vec![back.view()], ..Alert::new(screen.say(title)) }.view())
    })
}

/// How a rule stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Incomplete,
    Unsaved,
    Off,
    Looking,
    Unknown,
    Missing,
    Attention,
    InOrder,
}

fn standing(model: &Model, id: &RuleId) -> Standing {
    let draft = &model.store.draft.automation;
    let Some(rule) = draft.rule(id) else { return Standing::Unknown };
    if draft.problems().iter().any(|(own, _)| own == id) {
        return Standing::Incomplete;
    }
    let saved = model.store.saved().map(|saved| &saved.automation);
    let is_saved = saved
        .is_some_and(|saved| saved.rule(id) == Some(rule) && saved.destination_of(rule) == draft.destination_of(rule));
    if !is_saved {
        return Standing::Unsaved;
    }
    match &model.automation.side.found {
        Remote::Absent | Remote::Loading => return Standing::Looking,
        Remote::Failed(_) => return Standing::Unknown,
        Remote::Fresh(_) | Remote::Stale(..) => {}
    }
    let ailments = model.ailments().into_iter().find(|(own, _)| own == id).map(|(_, all)| all).unwrap_or_default();
    match ailments.as_slice() {
        [] if rule.active => Standing::InOrder,
        [] => Standing::Off,
        all if all.contains(&Ailment::Missing) => Standing::Missing,
        _ => Standing::Attention,
    }
}

fn looks(standing: Standing) -> (SettingsMessage, TagTone, Option<IconName>) {
    match standing {
        Standing::Incomplete => (SettingsMessage::RuleStateIncomplete, TagTone::Warning, Some(IconName::Warning)),
        Standing::Unsaved => (SettingsMessage::RuleStateUnsaved, TagTone::Neutral, Some(IconName::Edit)),
        Standing::Off => (SettingsMessage::RuleStateOff, TagTone::Neutral, None),
        Standing::Looking => (SettingsMessage::RuleStateLooking, TagTone::Neutral, Some(IconName::Clock)),
        Standing::Unknown => (SettingsMessage::RuleStateUnknown, TagTone::Neutral, Some(IconName::Info)),
        Standing::Missing => (SettingsMessage::RuleStateMissing, TagTone::Warning, Some(IconName::Warning)),
        Standing::Attention => (SettingsMessage::RuleStateAttention, TagTone::Danger, Some(IconName::Error)),
        Standing::InOrder => (SettingsMessage::RuleStateOk, TagTone::Success, Some(IconName::Success)),
    }
}

fn card(screen: Screen, id: RuleId) -> AnyView {
    let own = id.clone();
    let rule = screen.slice(move |model| model.store.draft.automation.rule(&own).cloned());
    let title = derive(move || {
        rule.with(|rule| rule.as_ref().map(|rule| words::title(screen.words, rule))).unwrap_or_default()
    });
    let heading = part("h3", "rule__title").attr("id", &format!("rule-{id}-title")).child(element("bdi").words(title));
    part("li", "well well--plain rule")
        .child(
            part("div", "row row--wrapping")
                .child(heading)
                .child(state(screen, &id))
                .child(controls(screen, &id, title)),
        )
        .child(when(screen, rule))
        .child(then(screen, &id, rule))
        .child(doubles(screen, id.clone()))
        .child(health::last_call(screen, id.clone()))
        .child(health::ailments(screen, id))
        .into()
}

fn state(screen: Screen, id: &RuleId) -> AnyView {
    let id = id.clone();
    let standing = screen.slice(move |model| standing(model, &id));
    let words = screen.say_live(move || looks(standing.get()).0);
    tag(words, move || {
        let (_, tone, icon) = looks(standing.get());
        (tone, icon)
    })
}

fn controls(screen: Screen, id: &RuleId, title: Signal<String>) -> AnyView {
    let own = id.clone();
    let active = screen.whether(move |model| model.store.draft.automation.rule(&own).is_some_and(|rule| rule.active));
    let own = id.clone();
    let switch = BareSwitch {
        name: screen.say_live(move || SettingsMessage::RuleSwitch { rule: title.get() }),
        on: active,
        id: format!("rule-{id}-active"),
        on_change: Callback::new(move |(so,)| {
            send(screen, AutomationEvent::Rules(RulesEvent::Switched(own.clone(), so)));
        }),
    };
    let edit = Button {
        id: Some(edit_button(id)),
        variant: ButtonVariant::Basic,
        compact: true,
        name: Some(screen.say_live(move || SettingsMessage::RuleEditName { rule: title.get() })),
        ..Button::new(screen.say(SettingsMessage::RuleEdit), rule_event(screen, RulesEvent::EditClicked(id.clone())))
    };
    part("div", "row row__end").child(edit.view()).child(more(screen, id, title)).child(switch.view()).into()
}

fn more(screen: Screen, id: &RuleId, title: Signal<String>) -> AnyView {
    let own = id.clone();
    let place = screen.slice(move |model| {
        let rules = &model.store.draft.automation.rules;
        (rules.iter().position(|rule| rule.id == own), rules.len())
    });
    let items = memo(move || {
        let (place, count) = place.get();
        let item = |key: &str, message: SettingsMessage, icon: IconName| MenuItem {
            key: key.to_owned(),
            label: screen.words.say(message),
            icon: Some(icon),
            ..MenuItem::default()
        };
        let mut items = vec![item("duplicate", SettingsMessage::RuleDuplicate, IconName::Add)];
        if place.is_some_and(|place| place > 0) {
            items.push(item("up", SettingsMessage::RuleUp, IconName::Collapse));
        }
        if place.is_some_and(|place| place + 1 < count) {
            items.push(item("down", SettingsMessage::RuleDown, IconName::Expand));
        }
        let remove = item("remove", SettingsMessage::RuleRemove, IconName::Close);
        items.push(MenuItem { danger: true, starts_group: true, ..remove });
        items
    });
    let rule = id.clone();
    let on_choose = Callback::new(move |(key,): (String,)| {
        let rule = rule.clone();
        let event = match key.as_str() {
            "duplicate" => {
                let title = screen.words.say(SettingsMessage::RuleCopyTitle { rule: title.get_untracked() });
                RulesEvent::DuplicateClicked { rule, title }
            }
            "up" => RulesEvent::UpClicked(rule),
            "down" => RulesEvent::DownClicked(rule),
            _ => RulesEvent::RemoveClicked(rule),
        };
        send(screen, AutomationEvent::Rules(event));
    });
    Menu {
        label: screen.say_live(move || SettingsMessage::RuleMore { rule: title.get() }),
        icon: IconName::More,
        labelled: false,
        items,
        on_choose,
        id: more_button(id),
    }
    .view()
}

fn facts(lead: AnyView, facts: &[String]) -> AnyView {
    part("p", "facts").child(lead).children(facts.iter().map(|fact| fact_tag(fact)).collect()).into()
}

fn when(screen: Screen, rule: crate::kit::reactive::Slice<Option<Rule>>) -> AnyView {
    dynamic(move || {
        let rule = rule.get()?;
        let lead = |message: SettingsMessage| part("span", "facts__lead").words(screen.say(message)).into();
        let each = |list: &[Condition]| list.iter().map(|it| words::condition(screen.words, it)).collect::<Vec<_>>();
        let mut all = each(&rule.conditions.all);
        if rule.send_once {
            all.push(words::condition(screen.words, &tagged()));
        }
        let any = each(&rule.conditions.any);
        let first = (!all.is_empty()).then(|| facts(lead(SettingsMessage::RuleWhen), &all));
        let word = if all.is_empty() { SettingsMessage::ConditionsAny } else { SettingsMessage::RuleWhenAny };
        let second = (!any.is_empty()).then(|| facts(lead(word), &any));
        Some(part("div", "stack stack--tight").child_maybe(first).child_maybe(second).into())
    })
}

/// What a rule that sends once asks besides its conditions.
pub(super) fn tagged() -> Condition {
    Condition { field: Field::Tags, operator: Operator::Includes, value: Value::Words(SEND_TAG.to_owned()) }
}

fn then(screen: Screen, id: &RuleId, rule: crate::kit::reactive::Slice<Option<Rule>>) -> AnyView {
    let id = id.clone();
    let destination = screen.slice(move |model| {
        let automation = &model.store.draft.automation;
        automation.destination_of(automation.rule(&id)?).map(|it| it.label.clone())
    });
    dynamic(move || {
        let effects = words::effects(screen.words, &rule.get()?, destination.get());
        Some(facts(part("span", "facts__lead").words(screen.say(SettingsMessage::RuleThen)).into(), &effects))
    })
}

/// Whose triggers tell PagerDuty the same.
pub(super) fn doubles(screen: Screen, id: RuleId) -> AnyView {
    let triggers = screen.slice(move |model| {
        let doubles = |it: &ForeignTrigger| it.doubles.contains(&id);
        let theirs = model.foreign().triggers.into_iter().filter(doubles);
        theirs.map(|it| it.title).collect::<Vec<_>>()
    });
    let words = screen.say_if(move || {
        let titles = triggers.get();
        let told = SettingsMessage::RuleDoubles { triggers: screen.words.list(&titles) };
        (!titles.is_empty()).then_some(told)
    });
    dynamic_words(words, |words| {
        let words = words.to_owned();
        Alert { tone: AlertTone::Warning, quiet: true, ..Alert::new(derive(move || words.clone())) }.view()
    })
}
