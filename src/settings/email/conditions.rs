//! Which tickets a route is for: Zendesk's own conditions, as rules have them.

use crate::domain::automation::condition::Thing;
use crate::domain::automation::{Condition, Field, List, Operator, Value};
use crate::domain::timeline::Page;

use super::super::effect::{Effect, Timer};
use super::super::event::Answer;
use super::super::model::Model;
use super::edit::PAUSE;
use super::event::EmailEffect;
use super::{SEARCH, Typing};

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which list.
    pub list: List,
    /// At which place, from 0.
    pub index: usize,
}

impl Place {
    /// The id of a control of it.
    pub fn id(self, control: &str) -> String {
        format!("email-{}-{}-{control}", list_name(self.list), self.index)
    }
}

/// The id of the button that adds to a list.
pub fn add_id(list: List) -> String {
    format!("email-{}-add", list_name(list))
}

fn list_name(list: List) -> &'static str {
    match list {
        List::All => "all",
        List::Any => "any",
    }
}

/// A change of the conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionChange {
    /// One more.
    Added(List),
    /// One less.
    Removed(Place),
    /// It looks at something else.
    Field(Place, Field),
    /// It asks something else.
    Operator(Place, Operator),
    /// It compares with something else.
    Value(Place, Value),
}

/// Groups, organizations, brands or forms being searched for a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingSearch {
    /// The condition.
    pub place: Place,
    /// What it looks at.
    pub field: Field,
    /// What was typed; `None` while the control shows what is chosen.
    pub query: Option<String>,
    /// What was found, or why nothing was.
    pub found: Option<Answer<Page<Thing>>>,
    /// The question.
    asked: Option<u32>,
}

impl ThingSearch {
    /// Whether an answer is awaited.
    pub fn is_searching(&self) -> bool {
        self.asked.is_some()
    }
}

/// Changes the conditions of the route that is being edited.
pub(super) fn changed(model: &mut Model, change: ConditionChange) -> Vec<Effect> {
    let Some(id) = model.email.editing.clone() else { return Vec::new() };
    let Some(route) = model.store.draft.email.route_mut(&id) else { return Vec::new() };
    // What was searched for belonged to a condition that is another now, or stands elsewhere.
    model.email.things = None;
    let conditions = &mut route.conditions;
    let mut with = |place: Place, make: &dyn Fn(Condition) -> Condition| {
        if let Some(condition) = conditions.list_mut(place.list).get_mut(place.index) {
            *condition = make(condition.clone());
        }
        Vec::new()
    };
    match change {
        ConditionChange::Field(place, field) => with(place, &|it| it.with_field(field)),
        ConditionChange::Operator(place, operator) => with(place, &|it| it.with_operator(operator)),
        ConditionChange::Value(place, value) => with(place, &|it| Condition { value: value.clone(), ..it }),
        ConditionChange::Added(list) => {
            let all = conditions.list_mut(list);
            // The next thing that is not asked yet is the likeliest.
            let unasked = Field::ALL.into_iter().find(|field| all.iter().all(|it| it.field != *field));
            all.push(Condition::on(unasked.unwrap_or(Field::Tags)));
            vec![Effect::Focus(Place { list, index: all.len() - 1 }.id("field"))]
        }
        ConditionChange::Removed(Place { list, index }) => {
            let all = conditions.list_mut(list);
            if index >= all.len() {
                return Vec::new();
            }
            all.remove(index);
            let focus = match all.len().checked_sub(1) {
                None => add_id(list),
                Some(last) => Place { list, index: index.min(last) }.id("remove"),
            };
            vec![Effect::Focus(focus)]
        }
    }
}

/// The administrator typed into the search of a condition, or came to it: `None`.
pub(super) fn typed(model: &mut Model, place: Place, query: Option<String>) -> Vec<Effect> {
    let conditions = model.edited_route().map(|route| &route.conditions);
    let Some(field) = conditions.and_then(|it| it.list(place.list).get(place.index)).map(|it| it.field) else {
        return Vec::new();
    };
    let same = model.email.things.as_ref().is_some_and(|it| it.place == place && it.field == field);
    if !same {
        model.email.things = Some(ThingSearch { place, field, query: None, found: None, asked: None });
    }
    let Some(things) = model.email.things.as_mut() else { return Vec::new() };
    if query.is_some() {
        things.query = query;
        model.email.typing = Typing::Things;
        return vec![Effect::Wake(Timer::Search(SEARCH), PAUSE)];
    }
    if same && things.found.as_ref().is_some_and(Result::is_ok) { Vec::new() } else { search(model) }
}

/// Searches for what was typed.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    let Some(things) = model.email.things.as_mut() else { return Vec::new() };
    things.asked = Some(asked);
    let query = things.query.clone().unwrap_or_default();
    vec![Effect::Email(EmailEffect::SearchThings { asked, field: things.field, query })]
}

/// The answer to a search.
pub(super) fn arrived(model: &mut Model, asked: u32, answer: Answer<Page<Thing>>) -> Vec<Effect> {
    if let Some(things) = model.email.things.as_mut().filter(|things| things.asked == Some(asked)) {
        things.asked = None;
        things.found = Some(answer);
    }
    Vec::new()
}
