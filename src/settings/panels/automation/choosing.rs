//! Where a rule leads: a choice among the known destinations, and a place for adding one.

use leptos::prelude::*;

use crate::domain::automation::RuleProblem;
use crate::domain::failure::Failure;
use crate::domain::remote::Remote;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::combobox::ComboboxOption;
use crate::kit::dynamic::dynamic;
use crate::kit::field::Field;
use crate::kit::fold::folded;
use crate::kit::icon::IconName;
use crate::kit::part::part;
use crate::kit::radio_list::{RadioChoice, RadioList};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::select::{Choice, select};

use super::super::super::automation::AutomationEvent;
use super::super::super::automation::choosing::ChoosingEvent;
use super::super::super::automation::destination::{
    ADD, CREATE, Choosing, Creating, ORCHESTRATION, Offer, Owner, SERVICE, Way,
};
use super::super::super::automation::editor::{Change, DESTINATION};
use super::super::super::event::Event;
use super::super::super::model::{Account, Model};
use super::super::screen::Screen;
use super::editor::{change, of_rule, problem};
use super::search::{Finding, Search, finding, note};
use super::{paste, press, send, words};
use crate::domain::search::Words;

pub(super) fn tell(screen: Screen, event: ChoosingEvent) {
    send(screen, AutomationEvent::Choosing(event));
}

pub(super) fn choosing(model: &Model) -> Option<&Choosing> {
    model.automation.editor.as_ref()?.choosing.as_ref()
}

pub(super) fn read<T: Default>(model: &Model, read: impl FnOnce(&Choosing) -> T) -> T {
    choosing(model).map(read).unwrap_or_default()
}

/// The destination of the rule that is open.
pub(super) fn destination(screen: Screen) -> AnyView {
    let known = screen.slice(|model| {
        let all = model.store.draft.automation.destinations.iter();
        all.map(|it| (it.id.clone(), it.label.clone())).collect::<Vec<_>>()
    });
    let value = screen
        .slice(|model| of_rule(model, |rule| rule.destination.as_ref().map(ToString::to_string).unwrap_or_default()));
    let choices = move || {
        let choice =
            |(id, label): (crate::domain::automation::DestinationId, String)| Choice { value: id.to_string(), label };
        let unknown = known.with(|all| all.iter().all(|(id, _)| id.to_string() != value.get()));
        let first =
            unknown.then(|| Choice { label: screen.words.say(SettingsMessage::DestinationChoose), value: value.get() });
        first.into_iter().chain(known.get().into_iter().map(choice)).collect()
    };
    let chosen = Callback::new(move |(key,): (String,)| {
        let id = known.with_untracked(|all| all.iter().find(|(id, _)| id.to_string() == key).map(|(id, _)| id.clone()));
        if let Some(id) = id {
            change(screen, Change::Destination(id));
        }
    });
    let field = Field {
        id: Some(DESTINATION.to_owned()),
        hint: Some(screen.say(SettingsMessage::DestinationHint)),
        error: Some(problem(screen, |it| matches!(it, RuleProblem::NoDestination | RuleProblem::UnknownDestination))),
        required: true,
        ..Field::new(screen.say(SettingsMessage::DestinationField))
    }
    .view(|links| select(links, choices, value.into(), chosen));
    let open = screen.whether(|model| choosing(model).is_some());
    let place = dynamic(move || {
        Some(if open.get() {
            adding(screen)
        } else {
            Button {
                id: Some(ADD.to_owned()),
                variant: ButtonVariant::Neutral,
                compact: true,
                icon: Some(IconName::Add),
                ..Button::new(
                    screen.say(SettingsMessage::DestinationAdd),
                    press(screen, AutomationEvent::Choosing(ChoosingEvent::Opened)),
                )
            }
            .view()
        })
    });
    part("div", "stack").child(field).child(part("div", "").child(place)).into()
}

fn way_name(way: Way) -> &'static str {
    match way {
        Way::Service => "service",
        Way::Orchestration => "orchestration",
        Way::Paste => "paste",
    }
}

fn adding(screen: Screen) -> AnyView {
    let way = screen.slice(|model| read(model, |it| it.way));
    let choice = |way: Way, label: SettingsMessage| RadioChoice {
        value: way_name(way),
        label: screen.say(label),
        hint: derive(|| None),
    };
    let ways = RadioList {
        legend: screen.say(SettingsMessage::WaysLegend),
        choices: vec![
            choice(Way::Service, SettingsMessage::WayService),
            choice(Way::Orchestration, SettingsMessage::WayOrchestration),
            choice(Way::Paste, SettingsMessage::WayPaste),
        ],
        value: memo(move || way_name(way.get()).to_owned()).into(),
        on_change: Callback::new(move |(name,): (String,)| {
            let way = [Way::Service, Way::Orchestration, Way::Paste].into_iter().find(|it| way_name(*it) == name);
            if let Some(way) = way {
                tell(screen, ChoosingEvent::WayChosen(way));
            }
        }),
    };
    let signed_in = screen.whether(|model| model.me().is_some());
    let content = dynamic(move || {
        Some(match way.get() {
            Way::Paste => paste::paste(screen),
            Way::Service | Way::Orchestration if !signed_in.get() => signed_out(screen),
            Way::Service => part("div", "stack").child(services(screen)).child(offers(screen)).into(),
            Way::Orchestration => part("div", "stack").child(orchestrations(screen)).child(offers(screen)).into(),
        })
    });
    let close = Button {
        variant: ButtonVariant::Basic,
        compact: true,
        ..Button::new(
            screen.say(SettingsMessage::DestinationClose),
            press(screen, AutomationEvent::Choosing(ChoosingEvent::Closed)),
        )
    };
    part("section", "well stack stack--loose")
        .attr_words("aria-label", screen.say(SettingsMessage::DestinationNew))
        .child(ways.view())
        .child(content)
        .child(part("div", "row").child(close.view()))
        .into()
}

/// What these choices need, and the way to it.
fn signed_out(screen: Screen) -> AnyView {
    let signing = screen.slice(|model| matches!(model.account, Account::SigningIn { .. }));
    let possible = screen.whether(|model| model.surroundings.as_ref().is_some_and(|it| it.client_id.is_some()));
    let sign_in = dynamic(move || {
        if !possible.get() {
            return None;
        }
        let (label, event) = if signing.get() {
            (Message::Cancel, Event::SignInCancelled)
        } else {
            (Message::SignIn, Event::SignInClicked)
        };
        Some(Button::link(screen.say(label), screen.press(event)))
    });
    let words = part("p", "").words(screen.say(SettingsMessage::WaysSignedOut));
    part("div", "stack stack--tight").child(words).child(sign_in).into()
}

fn services(screen: Screen) -> AnyView {
    let found = screen.slice(|model| {
        let page = choosing(model).and_then(|it| it.services.known());
        page.map(|page| page.items.clone()).unwrap_or_default()
    });
    let how = screen.slice(|model| {
        choosing(model).map_or(Finding::Silent, |it| finding(&it.services, |page| (page.items.len(), page.more)))
    });
    let options = memo(move || {
        let option = |it: crate::domain::incident::Named<crate::domain::id::ServiceId>| ComboboxOption {
            key: it.id.to_string(),
            label: it.name,
            ..ComboboxOption::default()
        };
        found.get().into_iter().map(option).collect::<Vec<_>>()
    });
    let on_choose = Callback::new(move |(key,): (String,)| {
        let id = found.with_untracked(|all| all.iter().find(|it| it.id.as_str() == key).map(|it| it.id.clone()));
        if let Some(id) = id {
            tell(screen, ChoosingEvent::ServiceChosen(id));
        }
    });
    let field = Field { id: Some(SERVICE.to_owned()), ..Field::new(screen.say(Message::CreateService)) };
    let search =
        owner_search(screen, options, on_choose, how, Message::CreateService, Message::CreateServicePlaceholder);
    field.view(|links| search.view(screen, links))
}

fn orchestrations(screen: Screen) -> AnyView {
    let found = screen.slice(|model| {
        let Some(it) = choosing(model) else { return Vec::new() };
        // What stands there because it was chosen looks for nothing.
        let query = if it.owner.is_some() { "" } else { it.query.as_str() };
        let words = Words::of(query, folded);
        let all = it.orchestrations.known().map_or(&[][..], Vec::as_slice);
        all.iter().filter(|it| words.are_in(&it.name)).cloned().collect::<Vec<_>>()
    });
    let loaded = screen.slice(|model| {
        choosing(model).map_or(Finding::Silent, |it| finding(&it.orchestrations, |all| (all.len(), false)))
    });
    let how = memo(move || match loaded.get() {
        Finding::Found(..) => match found.with(Vec::len) {
            0 => Finding::Nothing,
            count => Finding::Found(count, false),
        },
        other => other,
    });
    let options = memo(move || {
        let option = |it: crate::domain::incident::Named<crate::domain::id::OrchestrationId>| ComboboxOption {
            key: it.id.as_str().to_owned(),
            label: it.name,
            ..ComboboxOption::default()
        };
        found.get().into_iter().map(option).collect::<Vec<_>>()
    });
    let on_choose = Callback::new(move |(key,): (String,)| {
        let id = found.with_untracked(|all| all.iter().find(|it| it.id.as_str() == key).map(|it| it.id.clone()));
        if let Some(id) = id {
            tell(screen, ChoosingEvent::OrchestrationChosen(id));
        }
    });
    let label = SettingsMessage::OrchestrationField;
    let field = Field { id: Some(ORCHESTRATION.to_owned()), ..Field::new(screen.say(label.clone())) };
    let search = owner_search(screen, options, on_choose, how, label, SettingsMessage::OrchestrationPlaceholder);
    field.view(|links| search.view(screen, links))
}

fn owner_search<A, B>(
    screen: Screen,
    options: Slice<Vec<ComboboxOption>>,
    on_choose: Callback<(String,)>,
    how: Slice<Finding>,
    list_label: A,
    placeholder: B,
) -> Search
where
    A: crate::i18n::Sentence + Send + Sync + 'static,
    B: crate::i18n::Sentence + Send + Sync + 'static,
{
    Search {
        query: screen.slice(|model| read(model, |it| it.query.clone())).into(),
        on_query: Callback::new(move |(text,)| tell(screen, ChoosingEvent::Typed(text))),
        options,
        chosen: screen
            .slice(|model| {
                Some(match choosing(model)?.owner.as_ref()? {
                    Owner::Service(it) => it.id.to_string(),
                    Owner::Orchestration(it) => it.id.as_str().to_owned(),
                })
            })
            .into(),
        on_choose,
        finding: how,
        note: note(screen, how, |model| read(model, |it| it.query.clone())),
        on_again: Callback::new(move |()| tell(screen, ChoosingEvent::RetryClicked)),
        list_label: screen.say(list_label),
        placeholder: screen.say(placeholder),
    }
}

/// What of the chosen service or orchestration is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Nothing,
    Loading,
    Failed(Failure),
    Offers { owner: String, offers: Vec<Offer>, may_have_more: bool },
}

fn shown(model: &Model) -> Shown {
    let Some((it, owner)) = choosing(model).and_then(|it| Some((it, it.owner.as_ref()?))) else {
        return Shown::Nothing;
    };
    match &it.offers {
        Remote::Absent | Remote::Loading => Shown::Loading,
        Remote::Failed(failure) => Shown::Failed(failure.clone()),
        Remote::Fresh(offers) | Remote::Stale(offers, _) => Shown::Offers {
            owner: owner.name().to_owned(),
            offers: offers.clone(),
            may_have_more: matches!(owner, Owner::Service(_)),
        },
    }
}

fn offers(screen: Screen) -> AnyView {
    let shown = screen.slice(shown);
    let list = dynamic(move || {
        Some(match shown.get() {
            Shown::Nothing => return None,
            Shown::Loading => part("p", "text--subtle")
                .attr("role", "status")
                .words(screen.say(SettingsMessage::IntegrationsLoading))
                .into(),
            Shown::Failed(failure) => trouble(screen, SettingsMessage::IntegrationsFailed, &failure),
            Shown::Offers { owner, offers, may_have_more } => offer_list(screen, &owner, offers, may_have_more),
        })
    });
    part("div", "stack").child(list).child(creating(screen)).into()
}

fn trouble(screen: Screen, title: SettingsMessage, failure: &Failure) -> AnyView {
    let body = words::pagerduty_trouble(screen.words, failure);
    let again = Button::link(
        screen.say(Message::TryAgain),
        press(screen, AutomationEvent::Choosing(ChoosingEvent::RetryClicked)),
    );
    Alert {
        tone: AlertTone::Error,
        body: Some(derive(move || Some(body.clone()))),
        actions: vec![again],
        ..Alert::new(screen.say(title))
    }
    .view()
}

fn offer_list(screen: Screen, owner: &str, offers: Vec<Offer>, may_have_more: bool) -> AnyView {
    let none = offers.is_empty();
    let row = |offer: Offer| {
        let name = offer.name.clone();
        let hidden = offer.fingerprint.is_none();
        let label = screen.say(SettingsMessage::IntegrationUse { name: name.clone() });
        let button = Button {
            variant: ButtonVariant::Neutral,
            compact: true,
            disabled_because: Some(screen.say_if(move || hidden.then_some(SettingsMessage::KeyHidden))),
            ..Button::new(label, press(screen, AutomationEvent::Choosing(ChoosingEvent::OfferChosen(offer.route))))
        };
        let reason = hidden
            .then(|| part("span", "text--subtle text--small").words(screen.say(SettingsMessage::KeyHidden)).into());
        part("li", "row row--wrapping").child(button.view()).child_maybe(reason).into()
    };
    let rows: Vec<AnyView> = offers.into_iter().map(row).collect();
    let name = owner.to_owned();
    let empty = none.then(|| part("p", "text--subtle").words(screen.say(SettingsMessage::IntegrationsNone)).into());
    let create = may_have_more.then(|| create(screen));
    part("div", "stack")
        .child(
            part("p", "text--strong text--small")
                .words(screen.say(SettingsMessage::IntegrationsOf { name: name.clone() })),
        )
        .child_maybe(empty)
        .child(
            part("ul", "stack stack--tight")
                .attr("role", "list")
                .attr_words("aria-label", screen.say(SettingsMessage::IntegrationsOf { name }))
                .children(rows),
        )
        .child_maybe(create)
        .into()
}

fn create(screen: Screen) -> AnyView {
    let busy = screen.whether(|model| read(model, Choosing::is_creating));
    let button = Button {
        id: Some(CREATE.to_owned()),
        compact: true,
        busy: Some(busy),
        ..Button::new(
            screen.say_live(move || {
                if busy.get() { SettingsMessage::IntegrationCreating } else { SettingsMessage::IntegrationCreate }
            }),
            press(screen, AutomationEvent::Choosing(ChoosingEvent::CreateClicked)),
        )
    };
    part("div", "row").child(button.view()).into()
}

/// How creating an integration went.
fn creating(screen: Screen) -> AnyView {
    let state = screen.slice(|model| choosing(model).map(|it| it.creating.clone()));
    dynamic(move || match state.get()? {
        Creating::Idle | Creating::Asked(_) => None,
        Creating::Refused(failure) => {
            let body = words::pagerduty_trouble(screen.words, &failure);
            let alert = Alert {
                tone: AlertTone::Error,
                body: Some(derive(move || Some(body.clone()))),
                ..Alert::new(screen.say(SettingsMessage::IntegrationRefused))
            };
            Some(alert.view())
        }
        Creating::Doubt(_) => {
            let again = Button::link(
                screen.say(Message::CheckAgain),
                press(screen, AutomationEvent::Choosing(ChoosingEvent::RetryClicked)),
            );
            let alert = Alert {
                tone: AlertTone::Warning,
                body: Some(screen.say_some(SettingsMessage::IntegrationDoubtBody)),
                actions: vec![again],
                ..Alert::new(screen.say(SettingsMessage::IntegrationDoubt))
            };
            Some(alert.view())
        }
    })
}
