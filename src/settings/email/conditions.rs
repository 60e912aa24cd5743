//! Which tickets a route is for: Zendesk's own conditions, written as those of rules are.

use crate::domain::automation::condition::Thing;
use crate::domain::remote::Remote;
use crate::domain::timeline::Page;

use super::super::automation::editor::{Change, Place, ThingSearch, change_conditions};
use super::super::effect::{Effect, Timer};
use super::super::event::Answer;
use super::super::model::Model;
use super::edit::PAUSE;
use super::event::EmailEffect;
use super::{SEARCH, Typing};

/// Changes the conditions of the route that is being edited.
pub(super) fn changed(model: &mut Model, change: Change) -> Vec<Effect> {
    let Some(id) = model.email.editing.clone() else { return Vec::new() };
    let Some(route) = model.store.draft.email.route_mut(&id) else { return Vec::new() };
    // What was searched for belonged to a condition that is another now, or stands elsewhere.
    model.email.things = None;
    change_conditions(&mut route.conditions, change).map(Effect::Focus).into_iter().collect()
}

/// The administrator typed into the search of a condition, or came to it: `None`.
pub(super) fn typed(model: &mut Model, place: Place, query: Option<String>) -> Vec<Effect> {
    let conditions = model.edited_route().map(|route| &route.conditions);
    let Some(field) = conditions.and_then(|it| it.list(place.list).get(place.index)).map(|it| it.field) else {
        return Vec::new();
    };
    let same = model.email.things.as_ref().is_some_and(|it| it.place == place && it.field == field);
    if !same {
        model.email.things = Some(ThingSearch { place, field, query: None, found: Remote::Absent, asked: None });
    }
    let Some(things) = model.email.things.as_mut() else { return Vec::new() };
    if query.is_some() {
        things.query = query;
        model.email.typing = Typing::Things;
        return vec![Effect::Wake(Timer::Search(SEARCH), PAUSE)];
    }
    if same && !matches!(things.found, Remote::Absent | Remote::Failed(_)) { Vec::new() } else { search(model) }
}

/// Searches for what was typed.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    let Some(things) = model.email.things.as_mut() else { return Vec::new() };
    things.asked = Some(asked);
    things.found.ask();
    let query = things.query.clone().unwrap_or_default();
    vec![Effect::Email(EmailEffect::SearchThings { asked, field: things.field, query })]
}

/// The answer to a search.
pub(super) fn arrived(model: &mut Model, asked: u32, answer: Answer<Page<Thing>>) -> Vec<Effect> {
    if let Some(things) = model.email.things.as_mut().filter(|things| things.asked == Some(asked)) {
        things.asked = None;
        things.found.absorb(answer);
    }
    Vec::new()
}
