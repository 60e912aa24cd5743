//! What is wrong with a rule in Zendesk and PagerDuty, and what can be done about it.

use leptos::prelude::*;

use crate::domain::automation::RuleId;
use crate::domain::automation::delivery::Delivery;
use crate::domain::automation::difference::Difference;
use crate::domain::automation::health::Ailment;
use crate::i18n::SettingsMessage;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, dynamic_words};
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;

use super::super::super::automation::AutomationEvent;
use super::super::super::automation::side::SideEvent;
use super::super::super::model::Model;
use super::super::screen::Screen;
use super::{press, words};

/// Why nothing that writes to Zendesk may be pressed now.
pub(super) fn busy(screen: Screen) -> Signal<Option<String>> {
    let idle = screen.slice(Model::side_is_idle);
    screen.say_if(move || (!idle.get()).then_some(SettingsMessage::SideBusy))
}

/// The last call of the webhook that a rule uses.
pub(super) fn last_call(screen: Screen, id: RuleId) -> AnyView {
    let last = screen.slice(move |model| {
        let saved = &model.store.saved()?.automation;
        let rule = saved.rule(&id).filter(|rule| rule.active)?;
        let region = saved.destination_of(rule)?.region;
        let deliveries = model.automation.side.deliveries.known()?;
        let own = deliveries.iter().find(|it| it.region == region)?;
        Some((own.last().cloned(), model.now))
    });
    let words = screen.say_if(move || {
        let (last, now) = last.get()?;
        let Some(last) = last else { return Some(SettingsMessage::RuleLastNever) };
        let age = screen.words.relative(last.at.0, now.0);
        Some(match last.status {
            0 => SettingsMessage::RuleLastSilent { age },
            _ if last.is_good() => SettingsMessage::RuleLastSent { age },
            status => SettingsMessage::RuleLastFailed { age, status: status.to_string() },
        })
    });
    dynamic_words(words, |words| part("p", "text--subtle text--small").text(words).into())
}

/// One call that failed.
pub(super) fn failed_call(screen: Screen, delivery: &Delivery, now: i64) -> SettingsMessage {
    let age = screen.words.relative(delivery.at.0, now);
    match delivery.status {
        0 => SettingsMessage::DeliverySilent { age },
        status => SettingsMessage::DeliveryStatus { age, status: status.to_string() },
    }
}

fn told(ailment: &Ailment) -> Option<SettingsMessage> {
    Some(match ailment {
        // The card says it by its tag, and the form at its fields; a missing trigger is what setting up is for.
        Ailment::Incomplete(_) => return None,
        Ailment::Missing => SettingsMessage::AilmentMissing,
        Ailment::Edited(..) => SettingsMessage::AilmentEdited,
        Ailment::SwitchedOff(_) => SettingsMessage::AilmentOff,
        Ailment::SwitchedOn(_) => SettingsMessage::AilmentOn,
        Ailment::Doubled(more) => SettingsMessage::AilmentDoubled { count: words::counted(more.len()) },
        Ailment::WebhookMissing => SettingsMessage::AilmentWebhookMissing,
        Ailment::WebhookOff => SettingsMessage::AilmentWebhookOff,
        Ailment::WebhookElsewhere(address) => SettingsMessage::AilmentWebhookElsewhere { address: address.clone() },
        Ailment::IntegrationGone => SettingsMessage::AilmentIntegrationGone,
        Ailment::KeyRefused => SettingsMessage::AilmentKeyRefused,
    })
}

/// Whether a step in Zendesk mends it; the others need another destination.
fn can_be_repaired(ailment: &Ailment) -> bool {
    !matches!(ailment, Ailment::Incomplete(_) | Ailment::IntegrationGone | Ailment::KeyRefused | Ailment::Missing)
}

/// Everything that is wrong with a saved rule.
pub(super) fn ailments(screen: Screen, id: RuleId) -> AnyView {
    let own = id.clone();
    let ailments = screen.slice(move |model| {
        // What differs from a rule that is being changed is no fault of Zendesk's.
        let saved = model.store.saved().and_then(|saved| saved.automation.rule(&own));
        if saved.is_none() || saved != model.store.draft.automation.rule(&own) {
            return Vec::new();
        }
        model.ailments().into_iter().find(|(rule, _)| *rule == own).map(|(_, all)| all).unwrap_or_default()
    });
    dynamic(move || {
        let all = ailments.get();
        let lines: Vec<AnyView> = all.iter().filter_map(told).map(|message| line(screen, message)).collect();
        if lines.is_empty() {
            return None;
        }
        let differences = all.iter().find_map(|it| match it {
            Ailment::Edited(_, differences) => Some(differences.clone()),
            _ => None,
        });
        let repair = all.iter().any(can_be_repaired).then(|| repair(screen, &id));
        let keep = differences.is_some().then(|| keep(screen, &id));
        let actions = part("div", "row row--wrapping").child_maybe(repair).child_maybe(keep);
        let list = part("ul", "rule__ailments").attr("role", "list").children(lines);
        let shown = differences.map(|differences| difference_list(screen, &differences));
        Some(part("div", "stack stack--tight").child(list).child_maybe(shown).child(actions).into())
    })
}

fn line(screen: Screen, message: SettingsMessage) -> AnyView {
    let words = element("span").child(element("bdi").words(screen.say(message)));
    part("li", "row row--top row--tight text--warning").child(small_icon(IconName::Warning)).child(words).into()
}

fn repair(screen: Screen, id: &RuleId) -> AnyView {
    let own = id.clone();
    let name = screen.slice(move |model| words::title_of(screen.words, model, &own));
    let unsaved = screen.slice(|model| !model.rules_are_saved());
    let busy = busy(screen);
    let because =
        derive(move || busy.get().or_else(|| unsaved.get().then(|| screen.words.say(SettingsMessage::SideUnsaved))));
    Button {
        id: Some(format!("rule-{id}-repair")),
        variant: ButtonVariant::Neutral,
        compact: true,
        name: Some(screen.say_live(move || SettingsMessage::RepairName { rule: name.get() })),
        disabled_because: Some(because),
        ..Button::new(
            screen.say(SettingsMessage::RepairButton),
            press(screen, AutomationEvent::Side(SideEvent::RepairClicked(id.clone()))),
        )
    }
    .view()
}

fn keep(screen: Screen, id: &RuleId) -> AnyView {
    let button = Button {
        id: Some(format!("rule-{id}-keep")),
        variant: ButtonVariant::Basic,
        compact: true,
        disabled_because: Some(busy(screen)),
        ..Button::new(
            screen.say(SettingsMessage::KeepTheirs),
            press(screen, AutomationEvent::Side(SideEvent::KeepTheirsClicked(id.clone()))),
        )
    };
    let hint = part("span", "text--subtle text--small").words(screen.say(SettingsMessage::KeepTheirsHint));
    part("span", "row row--wrapping").child(button.view()).child(hint).into()
}

/// Where the trigger and the rule differ, in the words of Zendesk's API. All of it is inert text.
fn difference_list(screen: Screen, differences: &[Difference]) -> AnyView {
    let side = |message: SettingsMessage, lines: &[String]| {
        let nothing = lines
            .is_empty()
            .then(|| part("span", "text--subtle").words(screen.say(SettingsMessage::DifferenceNothing)).into());
        let line = |line: &String| part("code", "difference__line").attr("dir", "auto").text(line).into();
        part("div", "difference__side")
            .child(part("p", "text--subtle text--small").words(screen.say(message)))
            .child_maybe(nothing)
            .children(lines.iter().map(line).collect())
            .into()
    };
    let row = |difference: &Difference| {
        let aspect = part("p", "text--strong").words(screen.say(words::aspect(difference.aspect)));
        let wanted: AnyView = side(SettingsMessage::DifferenceWanted, &difference.wanted);
        let found: AnyView = side(SettingsMessage::DifferenceFound, &difference.found);
        part("li", "difference").child(aspect).child(wanted).child(found).into()
    };
    part("ul", "well stack")
        .attr("role", "list")
        .attr_words("aria-label", screen.say(SettingsMessage::DifferenceHeading))
        .children(differences.iter().map(row).collect())
        .into()
}
