//! One rule being written.
//!
//! It is written in the draft itself, so that nothing typed depends on a button: the page can be left, and what is saved is what
//! was seen. What is still missing is said when the administrator is done, and what is typed wrong at once.

use std::time::Duration;

use crate::domain::automation::condition::{Condition, Conditions, Field, List, Operator, Thing, Value};
use crate::domain::automation::{
    Action, DestinationId, Detail, Rule, RuleId, RuleProblem, Severity, Template, TemplateProblem,
};
use crate::domain::remote::Remote;
use crate::domain::timeline::Page;

use super::super::effect::{Effect, Timer};
use super::super::event::Answer;
use super::super::model::{Model, Spoken};
use super::choosing;
use super::destination::Choosing;
use super::rules::{self, Undo, Why, rule_mut};
use super::{AutomationEffect, OFFERS, SEARCH, Said, Typing, edit_button};

/// How long typing rests before it is searched for.
pub(super) const PAUSE: Duration = Duration::from_millis(250);

/// The ids of the form's fields, to which the focus goes when something is wrong there.
pub const TITLE: &str = "rule-title";
/// The choice of the destination.
pub const DESTINATION: &str = "rule-destination";
/// The button that adds the first condition.
pub const ADD_CONDITION: &str = "rule-all-add";
/// The incident's title.
pub const SUMMARY: &str = "rule-summary";
/// What the trouble is with.
pub const SOURCE: &str = "rule-source";
/// The button that adds a detail.
pub const ADD_DETAIL: &str = "rule-detail-add";

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which list.
    pub list: List,
    /// At which place, from 0.
    pub index: usize,
}

impl Place {
    /// The id of its field, or with a suffix of what belongs to it.
    pub fn id(self, suffix: &str) -> String {
        format!("rule-{}-{}{suffix}", list_name(self.list), self.index)
    }
}

/// The name of a list in ids.
pub fn list_name(list: List) -> &'static str {
    match list {
        List::All => "all",
        List::Any => "any",
    }
}

/// The id of the field of the detail at this place, or with a suffix of what belongs to it.
pub fn detail_id(index: usize, suffix: &str) -> String {
    format!("rule-detail-{index}{suffix}")
}

/// Groups, organizations, brands or forms being searched for one condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingSearch {
    /// The condition.
    pub place: Place,
    /// What it looks at.
    pub field: Field,
    /// What was typed; `None` while the field shows what is chosen.
    pub query: Option<String>,
    /// What was found.
    pub found: Remote<Page<Thing>>,
    pub(in crate::settings) asked: Option<u32>,
}

/// The rule that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    /// Which.
    pub rule: RuleId,
    /// As it was when it was opened; `None` for a new one.
    pub before: Option<Rule>,
    /// Whether what is missing is said too.
    pub checked: bool,
    /// A search for the value of a condition.
    pub things: Option<ThingSearch>,
    /// A destination being added.
    pub choosing: Option<Choosing>,
}

impl Editor {
    pub(super) fn new(rule: RuleId, before: Option<Rule>) -> Self {
        Self { rule, before, checked: false, things: None, choosing: None }
    }

    /// Whether a problem is said now.
    pub fn shows(&self, problem: &RuleProblem) -> bool {
        self.checked || !is_unfinished(problem)
    }
}

/// What everybody has on the way to a complete rule.
fn is_unfinished(problem: &RuleProblem) -> bool {
    use crate::domain::automation::ConditionProblem;
    match problem {
        RuleProblem::NoTitle
        | RuleProblem::NoDestination
        | RuleProblem::NoCondition
        | RuleProblem::Condition { problem: ConditionProblem::NoValue, .. }
        | RuleProblem::DetailWithoutName(_) => true,
        RuleProblem::Summary(problem) | RuleProblem::Source(problem) | RuleProblem::Detail(_, problem) => {
            matches!(problem, TemplateProblem::Empty | TemplateProblem::Unclosed)
        }
        _ => false,
    }
}

/// The id of the field at which a problem is.
pub fn field_of(problem: &RuleProblem) -> String {
    match problem {
        RuleProblem::NoTitle | RuleProblem::TitleTooLong(_) => TITLE.to_owned(),
        RuleProblem::NoDestination | RuleProblem::UnknownDestination => DESTINATION.to_owned(),
        RuleProblem::NoCondition => ADD_CONDITION.to_owned(),
        RuleProblem::Condition { list, index, .. } => Place { list: *list, index: *index }.id(""),
        RuleProblem::Summary(_) => SUMMARY.to_owned(),
        RuleProblem::Source(_) => SOURCE.to_owned(),
        RuleProblem::TooManyDetails => ADD_DETAIL.to_owned(),
        RuleProblem::DetailWithoutName(index)
        | RuleProblem::DetailNameTooLong(index, _)
        | RuleProblem::DetailTwice(index) => detail_id(*index, "-name"),
        RuleProblem::Detail(index, _) => detail_id(*index, ""),
    }
}

/// A change of the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The title was typed.
    Title(String),
    /// A destination was chosen.
    Destination(DestinationId),
    /// Add a condition.
    ConditionAdded(List),
    /// Take a condition away.
    ConditionRemoved(Place),
    /// A condition looks at something else.
    Field(Place, Field),
    /// A condition asks something else.
    Operator(Place, Operator),
    /// A condition compares with something else.
    Value(Place, Value),
    /// Whether the tag is asked for and taken off.
    SendOnce(bool),
    /// What happens.
    Action(Action),
    /// How grave it is.
    Severity(Severity),
    /// The summary was typed.
    Summary(String),
    /// The source was typed.
    Source(String),
    /// Add a detail.
    DetailAdded,
    /// Take a detail away.
    DetailRemoved(usize),
    /// The name of a detail was typed.
    DetailName(usize, String),
    /// The text of a detail was typed.
    DetailText(usize, String),
}

/// Something that happened to the rule that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditorEvent {
    /// It was changed.
    Changed(Change),
    /// The focus came to the search of a condition.
    ThingFocused(Place),
    /// Somebody types there.
    ThingTyped(Place, String),
    /// The answer to a search.
    ThingsArrived {
        /// Names the question.
        asked: u32,
        /// What was found.
        answer: Answer<Page<Thing>>,
    },
    /// It is finished.
    DoneClicked,
    /// Back to the list; it may be unfinished.
    BackClicked,
    /// Give up what was changed.
    RevertClicked,
}

/// Opens a rule.
pub(super) fn open(model: &mut Model, editor: Editor) -> Vec<Effect> {
    model.automation.editor = Some(editor);
    model.automation.undo = None;
    vec![Effect::Focus(TITLE.to_owned())]
}

pub(super) fn update(model: &mut Model, event: EditorEvent) -> Vec<Effect> {
    let Some(id) = model.automation.editor.as_ref().map(|editor| editor.rule.clone()) else { return Vec::new() };
    match event {
        EditorEvent::Changed(change) => changed(model, &id, change),
        EditorEvent::ThingFocused(place) => search_things(model, place, None),
        EditorEvent::ThingTyped(place, query) => {
            let mut effects = search_things(model, place, Some(query));
            model.automation.typing = Some(Typing::Things);
            effects.push(Effect::Wake(Timer::Search(SEARCH), PAUSE));
            effects
        }
        EditorEvent::ThingsArrived { asked, answer } => {
            if let Some(search) = search_mut(model).filter(|search| search.asked == Some(asked)) {
                search.asked = None;
                search.found.absorb(answer);
            }
            Vec::new()
        }
        EditorEvent::DoneClicked => done(model, &id),
        EditorEvent::BackClicked => close(model, &id),
        EditorEvent::RevertClicked => revert(model, &id),
    }
}

fn search_mut(model: &mut Model) -> Option<&mut ThingSearch> {
    model.automation.editor.as_mut()?.things.as_mut()
}

/// The problems of the rule that is open.
pub fn problems(model: &Model, id: &RuleId) -> Vec<RuleProblem> {
    let all = model.store.draft.automation.problems();
    all.into_iter().find(|(rule, _)| rule == id).map(|(_, problems)| problems).unwrap_or_default()
}

fn done(model: &mut Model, id: &RuleId) -> Vec<Effect> {
    let first = problems(model, id).first().map(field_of);
    match first {
        None => close(model, id),
        Some(field) => {
            if let Some(editor) = model.automation.editor.as_mut() {
                editor.checked = true;
            }
            vec![Effect::Focus(field)]
        }
    }
}

fn close(model: &mut Model, id: &RuleId) -> Vec<Effect> {
    model.automation.editor = None;
    model.automation.typing = None;
    rules::tidy(&mut model.store.draft.automation);
    let there = model.store.draft.automation.rule(id).is_some();
    vec![Effect::Hush(Timer::Search(SEARCH)), Effect::Focus(if there { edit_button(id) } else { OFFERS.to_owned() })]
}

fn revert(model: &mut Model, id: &RuleId) -> Vec<Effect> {
    let before = model.automation.editor.as_ref().and_then(|editor| editor.before.clone());
    let Some(before) = before else { return rules::remove(model, id) };
    let automation = &mut model.store.draft.automation;
    let Some(rule) = automation.rules.iter_mut().find(|rule| rule.id == *id) else { return close(model, id) };
    if *rule == before {
        return close(model, id);
    }
    let given_up = std::mem::replace(rule, before);
    let destination = automation.destination_of(&given_up).cloned();
    model.automation.undo = Some(Undo { rule: given_up, destination, why: Why::Reverted });
    model.automation.editor = None;
    let mut effects = vec![Effect::Focus(super::UNDO.to_owned())];
    effects.extend(model.say(Spoken::Automation(Said::Reverted)));
    effects
}

fn changed(model: &mut Model, id: &RuleId, change: Change) -> Vec<Effect> {
    if let Change::Destination(destination) = &change
        && model.store.draft.automation.destination(destination).is_none()
    {
        return Vec::new();
    }
    let Some(rule) = rule_mut(model, id) else { return Vec::new() };
    match change {
        Change::Title(text) => rule.title = text,
        Change::Destination(destination) => rule.destination = Some(destination),
        Change::SendOnce(so) => rule.send_once = so,
        Change::Action(action) => rule.action = action,
        Change::Severity(severity) => rule.severity = severity,
        Change::Summary(text) => rule.summary = Template::new(&text),
        Change::Source(text) => rule.source = Template::new(&text),
        Change::DetailName(index, text) => {
            if let Some(detail) = rule.details.get_mut(index) {
                detail.name = text;
            }
        }
        Change::DetailText(index, text) => {
            if let Some(detail) = rule.details.get_mut(index) {
                detail.text = Template::new(&text);
            }
        }
        Change::DetailAdded => {
            rule.details.push(Detail::default());
            let last = rule.details.len() - 1;
            return vec![Effect::Focus(detail_id(last, "-name"))];
        }
        Change::DetailRemoved(index) => {
            if index >= rule.details.len() {
                return Vec::new();
            }
            rule.details.remove(index);
            let next = index.min(rule.details.len().saturating_sub(1));
            let focus = if rule.details.is_empty() { ADD_DETAIL.to_owned() } else { detail_id(next, "-remove") };
            return vec![Effect::Focus(focus)];
        }
        Change::ConditionAdded(_)
        | Change::ConditionRemoved(_)
        | Change::Field(..)
        | Change::Operator(..)
        | Change::Value(..) => return condition_changed(model, id, change),
    }
    Vec::new()
}

fn condition_changed(model: &mut Model, id: &RuleId, change: Change) -> Vec<Effect> {
    let Some(rule) = rule_mut(model, id) else { return Vec::new() };
    let focus = change_conditions(&mut rule.conditions, change);
    // What was searched for belonged to a condition that is another now, or stands elsewhere.
    if let Some(editor) = model.automation.editor.as_mut() {
        editor.things = None;
    }
    focus.map(Effect::Focus).into_iter().collect()
}

/// Changes conditions, those of a rule or of an e-mail route, and says where the focus goes then. Other changes change nothing.
pub(in crate::settings) fn change_conditions(conditions: &mut Conditions, change: Change) -> Option<String> {
    let mut with = |place: Place, change: &dyn Fn(Condition) -> Condition| {
        if let Some(condition) = conditions.list_mut(place.list).get_mut(place.index) {
            *condition = change(condition.clone());
        }
        None
    };
    match change {
        Change::Field(place, field) => with(place, &|condition| condition.with_field(field)),
        Change::Operator(place, operator) => with(place, &|condition| condition.with_operator(operator)),
        Change::Value(place, value) => with(place, &|condition| Condition { value: value.clone(), ..condition }),
        Change::ConditionAdded(list) => {
            let all = conditions.list_mut(list);
            let taken: Vec<Field> = all.iter().map(|condition| condition.field).collect();
            // The next thing that is not asked yet is the likeliest.
            let field = Field::ALL.into_iter().find(|field| !taken.contains(field)).unwrap_or(Field::Tags);
            all.push(Condition::on(field));
            Some(Place { list, index: all.len() - 1 }.id("-field"))
        }
        Change::ConditionRemoved(Place { list, index }) => {
            let all = conditions.list_mut(list);
            if index >= all.len() {
                return None;
            }
            all.remove(index);
            Some(match all.len() {
                0 => format!("rule-{}-add", list_name(list)),
                length => Place { list, index: index.min(length - 1) }.id("-remove"),
            })
        }
        _ => None,
    }
}

/// Begins or goes on with the search for the value of a condition. What is typed is asked for when typing rests.
fn search_things(model: &mut Model, place: Place, query: Option<String>) -> Vec<Effect> {
    let Some(id) = model.automation.editor.as_ref().map(|editor| editor.rule.clone()) else { return Vec::new() };
    let rule = model.store.draft.automation.rule(&id);
    let condition = rule.and_then(|rule| rule.conditions.list(place.list).get(place.index));
    let Some(field) = condition.map(|condition| condition.field) else { return Vec::new() };
    let Some(editor) = model.automation.editor.as_mut() else { return Vec::new() };
    let same = editor.things.as_ref().is_some_and(|search| search.place == place && search.field == field);
    if !same {
        editor.things = Some(ThingSearch { place, field, query: None, found: Remote::Absent, asked: None });
    }
    let Some(search) = editor.things.as_mut() else { return Vec::new() };
    if query.is_some() {
        search.query = query;
        return Vec::new();
    }
    let known = same && matches!(search.found, Remote::Loading | Remote::Fresh(_));
    if known { Vec::new() } else { ask_things(model) }
}

/// Asks for what is typed.
pub(super) fn ask_things(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    let Some(search) = search_mut(model) else { return Vec::new() };
    search.asked = Some(asked);
    search.found.ask();
    let query = search.query.clone().unwrap_or_default();
    vec![Effect::Automation(AutomationEffect::SearchThings { asked, field: search.field, query })]
}

/// The place for adding a destination, if it is open.
pub(super) fn choosing_mut(model: &mut Model) -> Option<&mut Choosing> {
    model.automation.editor.as_mut()?.choosing.as_mut()
}

/// Leads the rule that is open to a destination and closes the place for adding one.
pub(super) fn lead_to(model: &mut Model, destination: DestinationId) -> Vec<Effect> {
    let Some(editor) = model.automation.editor.as_mut() else { return Vec::new() };
    editor.choosing = None;
    let id = editor.rule.clone();
    if let Some(rule) = rule_mut(model, &id) {
        rule.destination = Some(destination);
    }
    choosing::forget_search(model);
    vec![Effect::Focus(DESTINATION.to_owned())]
}
