//! Where a route's mails arrive: at an integration of its own, or at one that is there. Of the latter its rules are shown, and what
//! has to change.

use leptos::prelude::*;

use crate::domain::email_routing::mailbox::{FilterMode, Mailbox};
use crate::domain::email_routing::wanted;
use crate::domain::id::IntegrationId;
use crate::i18n::SettingsMessage;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::part::{Part, element, part};
use crate::kit::radio_cards::{RadioCard, RadioCards};
use crate::kit::reactive::derive;

use super::super::super::email::Change;
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::editor::{change, of_route};
use super::words;

/// The key of the choice to have one of its own; no id has a hyphen.
const OWN: &str = "-own";

/// The integrations of the chosen service that are not some route's own.
fn offered(model: &Model) -> Vec<Mailbox> {
    let service = model.edited_route().and_then(|route| route.service.as_ref());
    let known = service.and_then(|service| model.email.found.as_ref()?.service(&service.id));
    let foreign = |it: &&Mailbox| wanted::owner(&it.name).is_none();
    known.map(|known| known.mailboxes.iter().filter(foreign).cloned().collect()).unwrap_or_default()
}

/// The choice, and what follows from it.
pub(super) fn choice(screen: Screen) -> AnyView {
    let has_service = screen.whether(|model| model.edited_route().is_some_and(|route| route.service.is_some()));
    let reading = screen.whether(|model| model.email.is_reading_service());
    let heading = part("h5", "field__label").words(screen.say(SettingsMessage::EmailAddress));
    let first = shown_while(derive(move || !has_service.get()), move || {
        part("p", "text--subtle").words(screen.say(SettingsMessage::EmailAddressFirst)).into()
    });
    let reads = shown_while(reading, move || {
        part("p", "text--subtle").attr("role", "status").words(screen.say(SettingsMessage::EmailAddressReading)).into()
    });
    let cards = shown_while(has_service, move || cards(screen));
    part("div", "stack stack--tight").child(heading).child(first).child(reads).child(cards).child(chosen(screen)).into()
}

fn cards(screen: Screen) -> AnyView {
    let offered = screen.slice(offered);
    let chosen = of_route(screen, |route| route.existing().map_or_else(|| OWN.to_owned(), ToString::to_string));
    let words = screen.words;
    let cards = crate::kit::reactive::memo(move || {
        let own = RadioCard {
            key: OWN.to_owned(),
            label: words.say(SettingsMessage::EmailAddressOwn),
            detail: words.say(SettingsMessage::EmailAddressOwnDetail),
        };
        let card = |it: Mailbox| RadioCard {
            key: it.id.to_string(),
            label: it.name,
            detail: words.say(SettingsMessage::EmailAddressExistingDetail { address: it.address }),
        };
        std::iter::once(own).chain(offered.get().into_iter().map(card)).collect::<Vec<_>>()
    });
    RadioCards {
        legend: screen.say(SettingsMessage::EmailAddress),
        cards,
        chosen,
        on_choose: Callback::new(move |(key,): (String,)| {
            change(screen, Change::Mailbox(IntegrationId::parse(&key)));
        }),
    }
    .view()
}

/// The integration that was there and is chosen: its rules, and what has to change.
fn chosen(screen: Screen) -> AnyView {
    let mailbox = screen.slice(|model| {
        let route = model.edited_route()?;
        let mailbox = model.email.found.as_ref()?.mailbox(&route.service.as_ref()?.id, route.existing()?)?.clone();
        let differences = model.email_differences(&mailbox);
        Some((mailbox, differences))
    });
    dynamic(move || {
        let (mailbox, differences) = mailbox.get()?;
        let keeps_out = mailbox.handling.filter_mode != FilterMode::TakeAll;
        let rules: Vec<Signal<String>> =
            mailbox.handling.rules.into_iter().map(|rule| derive(move || words::rule(screen.words, &rule))).collect();
        let rules = list(screen, SettingsMessage::EmailRules, SettingsMessage::EmailRulesNone, rules);
        let differences = differences.into_iter().map(|it| screen.say(words::difference(it))).collect();
        let differs = list(screen, SettingsMessage::EmailDiffers, SettingsMessage::EmailDifferenceNone, differences);
        let note = keeps_out.then(|| part("p", "").words(screen.say(SettingsMessage::EmailFiltersNote)).into());
        Some(part("div", "well well--plain stack").child(rules).child(differs).child_maybe(note).into())
    })
}

fn list(screen: Screen, heading: SettingsMessage, none: SettingsMessage, lines: Vec<Signal<String>>) -> Part {
    let shown: AnyView = if lines.is_empty() {
        part("p", "text--subtle").words(screen.say(none)).into()
    } else {
        let line = |line: Signal<String>| element("li").child(element("bdi").words(line)).into();
        part("ol", "email__rules").children(lines.into_iter().map(line).collect()).into()
    };
    part("div", "stack stack--tight").child(part("h6", "email__label").words(screen.say(heading))).child(shown)
}
