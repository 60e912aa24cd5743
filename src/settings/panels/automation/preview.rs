//! The rule that is open, tried on a real ticket: whether it would act, and what PagerDuty would get. All of it is inert text.

use leptos::prelude::*;

use crate::domain::automation::rule::SEND_TAG;
use crate::domain::automation::sample::PreviewWords;
use crate::domain::automation::{Action, Certainty, Rule, sample};
use crate::domain::failure::Failure;
use crate::domain::id::TicketId;
use crate::domain::remote::Remote;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::combobox::ComboboxOption;
use crate::kit::dynamic::dynamic;
use crate::kit::field::Field;
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, part};
use crate::kit::reactive::{derive, memo};

use super::super::super::automation::AutomationEvent;
use super::super::super::automation::preview::{PreviewEvent, outcome};
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::search::{Finding, Search, finding};
use super::{press, send, words};

/// The place beside the form.
pub(super) fn preview(screen: Screen) -> AnyView {
    part("aside", "well stack stack--loose automation__preview")
        .attr_words("aria-label", screen.say(SettingsMessage::PreviewHeading))
        .child(part("h4", "text--strong").words(screen.say(SettingsMessage::PreviewHeading)))
        .child(search(screen))
        .child(reading(screen))
        .child(result(screen))
        .into()
}

fn search(screen: Screen) -> AnyView {
    let number = screen.slice(|model| model.automation.preview.typed_number());
    let hits =
        screen.slice(|model| model.automation.preview.hits.known().map(|page| page.items.clone()).unwrap_or_default());
    let how = screen.slice(|model| finding(&model.automation.preview.hits, |page| (page.items.len(), page.more)));
    let options = memo(move || {
        let number = number.get();
        let listed = hits.with(|hits| number.is_some_and(|number| hits.iter().any(|hit| hit.id == number)));
        // A number is a ticket's, whether or not the search has found it yet.
        let typed = number.filter(|_| !listed).map(|number| option(screen, number, None));
        let found = hits.get().into_iter().map(|hit| option(screen, hit.id, Some(hit.subject)));
        typed.into_iter().chain(found).collect::<Vec<_>>()
    });
    let query = screen.slice(|model| model.automation.preview.query.clone());
    let note = derive(move || {
        let found = |count| SettingsMessage::PreviewFound { count: words::counted(count) };
        screen.words.say(match how.get() {
            _ if query.with(|query| query.trim().is_empty()) => SettingsMessage::PreviewType,
            Finding::Silent => SettingsMessage::PreviewType,
            Finding::Searching => return screen.words.say(Message::Searching),
            Finding::Failed => return screen.words.say(Message::OptionsFailed),
            Finding::Nothing => SettingsMessage::PreviewNone { query: query.get().trim().to_owned() },
            Finding::Found(count, _) => found(count),
        })
    });
    let on_choose = Callback::new(move |(key,): (String,)| {
        if let Ok(number) = key.parse() {
            send(screen, AutomationEvent::Preview(PreviewEvent::Chosen(TicketId(number))));
        }
    });
    let search = Search {
        query: query.into(),
        on_query: Callback::new(move |(text,)| send(screen, AutomationEvent::Preview(PreviewEvent::Typed(text)))),
        options,
        chosen: screen.slice(|model| model.automation.preview.ticket.map(|it| it.to_string())).into(),
        on_choose,
        finding: how,
        note,
        on_again: Callback::new(move |()| {
            send(screen, AutomationEvent::Preview(PreviewEvent::Typed(query.get_untracked())));
        }),
        list_label: screen.say(SettingsMessage::PreviewField),
        placeholder: screen.say(SettingsMessage::PreviewPlaceholder),
    };
    Field { id: Some("preview-ticket".to_owned()), ..Field::new(screen.say(SettingsMessage::PreviewField)) }
        .view(|links| search.view(screen, links))
}

fn option(screen: Screen, id: TicketId, subject: Option<String>) -> ComboboxOption {
    let label = screen.words.say(Message::TicketNumber { ticket: id.to_string() });
    ComboboxOption { key: id.to_string(), label, detail: subject, ..ComboboxOption::default() }
}

/// How reading the ticket goes.
fn reading(screen: Screen) -> AnyView {
    let state = screen.slice(|model| {
        let preview = &model.automation.preview;
        let ticket = preview.ticket?;
        Some((ticket, matches!(preview.sample, Remote::Loading), preview.sample.failure().cloned()))
    });
    dynamic(move || {
        let (_, loading, failure) = state.get()?;
        Some(match failure {
            Some(failure) => failed(screen, &failure),
            None if loading => part("p", "text--subtle")
                .attr("role", "status")
                .words(screen.say(SettingsMessage::PreviewReading))
                .into(),
            None => {
                let again = Button {
                    id: Some("preview-again".to_owned()),
                    variant: ButtonVariant::Link,
                    ..Button::new(
                        screen.say(SettingsMessage::PreviewAgain),
                        press(screen, AutomationEvent::Preview(PreviewEvent::RefreshClicked)),
                    )
                };
                again.view()
            }
        })
    })
}

fn failed(screen: Screen, failure: &Failure) -> AnyView {
    let body = words::zendesk_trouble(screen.words, failure);
    let again = Button::link(
        screen.say(Message::TryAgain),
        press(screen, AutomationEvent::Preview(PreviewEvent::RefreshClicked)),
    );
    Alert {
        tone: AlertTone::Error,
        body: Some(derive(move || Some(body.clone()))),
        actions: vec![again],
        ..Alert::new(screen.say(SettingsMessage::PreviewFailed))
    }
    .view()
}

/// Everything that the result says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Outcome {
    ticket: TicketId,
    subdomain: String,
    rule: Rule,
    preview: sample::Preview,
}

fn read(model: &Model) -> Option<Outcome> {
    Some(Outcome {
        ticket: model.automation.preview.ticket?,
        subdomain: model.surroundings.as_ref()?.subdomain.clone(),
        rule: model.open_rule()?.clone(),
        preview: outcome(model)?,
    })
}

fn result(screen: Screen) -> AnyView {
    let outcome = screen.slice(read);
    dynamic(move || {
        let Outcome { ticket, subdomain, rule, preview } = outcome.get()?;
        let number = ticket.to_string();
        let verdict = match preview.acts {
            Certainty::Yes => SettingsMessage::ActsYes { ticket: number },
            Certainty::No => SettingsMessage::ActsNo { ticket: number },
            Certainty::WithUpdate => SettingsMessage::ActsUpdate { ticket: number },
        };
        let all = rule.conditions.all.iter().zip(&preview.all);
        let any = rule.conditions.any.iter().zip(&preview.any);
        let line = |(condition, certainty): (&_, &Certainty)| {
            holds(screen, &words::condition(screen.words, condition), *certainty)
        };
        let tag = preview.tag.map(|there| {
            let words = screen.words.say(SettingsMessage::PreviewTag { tag: SEND_TAG.to_owned() });
            holds(screen, &words, if there { Certainty::Yes } else { Certainty::No })
        });
        let lines = all.map(line).chain(tag).chain(any.map(line)).collect();
        let content = part("div", "stack")
            .child(part("p", "text--strong").words(screen.say(verdict)))
            .child(part("ul", "stack stack--tight").attr("role", "list").children(lines))
            .child(told(screen, &rule, preview.words, &format!("Zendesk_{subdomain}_{ticket}")));
        Some(content.into())
    })
}

fn holds(screen: Screen, condition: &str, certainty: Certainty) -> AnyView {
    let (icon, message) = match certainty {
        Certainty::Yes => (IconName::Success, SettingsMessage::HoldsYes),
        Certainty::No => (IconName::Close, SettingsMessage::HoldsNo),
        Certainty::WithUpdate => (IconName::Clock, SettingsMessage::HoldsUpdate),
    };
    let words = element("span")
        .child(element("bdi").text(condition))
        .child(part("span", "text--subtle text--small").text(" ").words(screen.say(message)));
    part("li", "row row--top row--tight").child(small_icon(icon)).child(words).into()
}

fn pair(key: AnyView, value: &str) -> AnyView {
    let value = part("dd", "key-value__value text--preserved").attr("dir", "auto").text(value);
    crate::kit::part::fragment(vec![part("dt", "key-value__key").child(key).into(), value.into()])
}

fn told(screen: Screen, rule: &Rule, told: Option<PreviewWords>, key: &str) -> AnyView {
    let named = |message: SettingsMessage| element("span").words(screen.say(message)).into();
    let mut rows = vec![
        pair(named(SettingsMessage::PreviewKey), key),
        pair(named(SettingsMessage::ActionLegend), &screen.words.say(words::action(rule.action))),
    ];
    let remark = match (rule.action, told) {
        (Action::Trigger, None) => Some(SettingsMessage::PreviewWrong),
        (Action::Trigger, Some(told)) => {
            let severity = screen.words.say(words::severity(rule.severity));
            rows.push(pair(named(SettingsMessage::SummaryField), &told.summary));
            rows.push(pair(named(SettingsMessage::SeverityField), &severity));
            rows.push(pair(named(SettingsMessage::SourceField), &told.source));
            rows.extend(told.details.iter().map(|(name, text)| pair(element("bdi").text(name).into(), text)));
            Some(SettingsMessage::PreviewEnglish)
        }
        (Action::Acknowledge | Action::Resolve, _) => Some(SettingsMessage::PreviewSilent),
    };
    let remark = remark.map(|remark| part("p", "text--subtle text--small").words(screen.say(remark)).into());
    part("div", "stack stack--tight")
        .child(part("p", "text--strong text--small").words(screen.say(SettingsMessage::PreviewWords)))
        .child(part("dl", "key-value").children(rows))
        .child_maybe(remark)
        .into()
}
