//! Which tickets: the conditions of the route that is being edited, in the form that rules have.

use leptos::prelude::*;

use crate::domain::automation::{ConditionProblem, List};
use crate::domain::email_routing::RouteProblem;
use crate::i18n::SettingsMessage;
use crate::kit::part::part;
use crate::kit::reactive::derive;

use super::super::super::automation::editor::Place;
use super::super::super::email::{Change, EmailEvent};
use super::super::super::event::Event;
use super::super::automation::conditions::{Source, both};
use super::super::screen::Screen;
use super::editor::{change, of_route, problem};

/// The conditions of the route that is being edited.
const ROUTE: Source = Source {
    conditions: |model| model.edited_route().map(|route| &route.conditions),
    search: |model| model.email.things.as_ref(),
    on_change: |screen, it| change(screen, Change::Condition(it)),
    on_search: |screen, place, query| {
        let event = match query {
            Some(text) => EmailEvent::ThingTyped(place, text),
            None => EmailEvent::ThingFocused(place),
        };
        screen.send(Event::Email(event));
    },
    wrong,
    none: |screen| problem(screen, &[RouteProblem::NoConditions]),
};

/// A value that is wrong; one that is missing is on its way.
fn wrong(screen: Screen, place: Place) -> Signal<Option<String>> {
    let found = screen.slice(move |model| {
        let all = model.edited_route()?.conditions.check();
        let own = |(list, index, _): &(List, usize, ConditionProblem)| *list == place.list && *index == place.index;
        let (_, _, problem) = all.into_iter().find(own)?;
        (problem != ConditionProblem::NoValue).then_some(problem)
    });
    screen.say_if(move || found.get().map(super::super::automation::words::condition_problem))
}

/// The form, and what the conditions mean.
pub(super) fn fields(screen: Screen) -> AnyView {
    let tag = of_route(screen, crate::domain::email_routing::EmailRoute::tag);
    let tag = derive(move || tag.get().unwrap_or_default());
    let hint = screen.say_live(move || SettingsMessage::EmailConditionsHint { tag: tag.get() });
    part("div", "stack stack--tight").child(both(screen, ROUTE)).child(part("p", "field__hint").words(hint)).into()
}
