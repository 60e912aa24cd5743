//! The conditions of a rule, which are Zendesk's own: a field, an operator, a value.
//!
//! Names and operators: Zendesk, "Conditions reference" of the Ticketing API.

use crate::domain::ticket::{TicketPriority, TicketStatus};

pub use super::field::{Field, Kind, Operator, STATUSES, TicketType, Update, status_name};

/// The longest text of a condition, in characters.
const LONGEST_TEXT: usize = 1_000;

/// The most conditions of one list.
const MOST: usize = 50;

/// A group, organization, brand or form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thing {
    /// Its id in Zendesk.
    pub id: u64,
    /// Its name when it was chosen; hostile text.
    pub name: String,
}

/// What a field is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was chosen yet, or the operator takes no value.
    #[default]
    Unset,
    /// The ticket has none; see [`Field::can_be_none`].
    None,
    /// A status.
    Status(TicketStatus),
    /// A priority.
    Priority(TicketPriority),
    /// A type.
    Type(TicketType),
    /// A group, organization, brand or form.
    Thing(Thing),
    /// Tags or words apart by blanks, or a text.
    Words(String),
    /// Created or changed.
    Update(Update),
}

impl Value {
    /// The value as Zendesk's API takes it; empty for none.
    pub fn api(&self) -> String {
        match self {
            Self::Unset | Self::None => String::new(),
            Self::Status(status) => status_name(*status).to_owned(),
            Self::Priority(priority) => priority.name().to_owned(),
            Self::Type(kind) => kind.name().to_owned(),
            Self::Thing(thing) => thing.id.to_string(),
            Self::Words(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Update(update) => update.name().to_owned(),
        }
    }

    fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Unset | Self::None => true,
            Self::Status(_) => kind == Kind::Status,
            Self::Priority(_) => kind == Kind::Priority,
            Self::Type(_) => kind == Kind::Type,
            Self::Thing(_) => kind == Kind::Thing,
            Self::Words(_) => matches!(kind, Kind::Tags | Kind::Text),
            Self::Update(_) => kind == Kind::Update,
        }
    }
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What it looks at.
    pub field: Field,
    /// What it asks.
    pub operator: Operator,
    /// What it compares with.
    pub value: Value,
}

/// Which of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// All of these must hold.
    All,
    /// At least one of these must hold, if there are any.
    Any,
}

/// What is wrong with a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConditionProblem {
    /// The field cannot be asked that.
    Operator,
    /// There is no value.
    NoValue,
    /// The value is of another field.
    Value,
    /// Every ticket has one, so "none" never holds.
    NeverNone,
    /// The text has so many characters too many.
    TooLong(usize),
    /// There are more conditions in the list than Zendesk should have to look at; said of the first that is too many.
    TooMany,
}

impl Condition {
    /// A condition on this field, still without a value.
    pub fn on(field: Field) -> Self {
        let operator = field.operators().first().copied().unwrap_or(Operator::Is);
        Self { field, operator, value: Value::Unset }
    }

    /// The same with another field; what does not fit to it is given up.
    #[must_use]
    pub fn with_field(self, field: Field) -> Self {
        let operator =
            if field.operators().contains(&self.operator) { self.operator } else { Self::on(field).operator };
        // Ids of one kind of thing mean nothing to another.
        let keeps = field == self.field || (self.value.fits(field.kind()) && field.kind() != Kind::Thing);
        Self { field, operator, value: if keeps { self.value } else { Value::Unset } }
    }

    /// The same with another operator; one that takes no value gives it up.
    #[must_use]
    pub fn with_operator(self, operator: Operator) -> Self {
        let value = if operator.takes_value() { self.value } else { Value::Unset };
        Self { operator, value, ..self }
    }

    /// What is wrong with it.
    pub fn check(&self) -> Option<ConditionProblem> {
        if !self.field.operators().contains(&self.operator) {
            return Some(ConditionProblem::Operator);
        }
        if !self.operator.takes_value() {
            return (self.value != Value::Unset).then_some(ConditionProblem::Value);
        }
        match &self.value {
            Value::Unset => Some(ConditionProblem::NoValue),
            Value::None => (!self.field.can_be_none()).then_some(ConditionProblem::NeverNone),
            value if !value.fits(self.field.kind()) => Some(ConditionProblem::Value),
            Value::Words(words) if words.trim().is_empty() => Some(ConditionProblem::NoValue),
            Value::Words(words) => {
                let count = words.chars().count();
                (count > LONGEST_TEXT).then(|| ConditionProblem::TooLong(count - LONGEST_TEXT))
            }
            _ => None,
        }
    }
}

/// The conditions of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// All of these must hold.
    pub all: Vec<Condition>,
    /// At least one of these must hold, if there are any.
    pub any: Vec<Condition>,
}

impl Conditions {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.any.is_empty()
    }

    /// One of the lists.
    pub fn list(&self, list: List) -> &Vec<Condition> {
        match list {
            List::All => &self.all,
            List::Any => &self.any,
        }
    }

    /// One of the lists, to be changed.
    pub fn list_mut(&mut self, list: List) -> &mut Vec<Condition> {
        match list {
            List::All => &mut self.all,
            List::Any => &mut self.any,
        }
    }

    /// What is wrong, with its place.
    pub fn check(&self) -> Vec<(List, usize, ConditionProblem)> {
        let mut problems = Vec::new();
        for list in [List::All, List::Any] {
            for (index, condition) in self.list(list).iter().enumerate() {
                let problem = condition.check().or((index == MOST).then_some(ConditionProblem::TooMany));
                problems.extend(problem.map(|problem| (list, index, problem)));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_names_what_is_wrong() {
        let of = |field, operator, value| Condition { field, operator, value }.check();
        let words = |text: &str| Value::Words(text.into());
        assert_eq!(of(Field::Tags, Operator::Is, words("a")), Some(ConditionProblem::Operator));
        assert_eq!(of(Field::Tags, Operator::Includes, words(" ")), Some(ConditionProblem::NoValue));
        assert_eq!(of(Field::Tags, Operator::Includes, Value::Unset), Some(ConditionProblem::NoValue));
        assert_eq!(of(Field::Status, Operator::Changed, Value::Unset), None);
        assert_eq!(of(Field::Status, Operator::Changed, words("a")), Some(ConditionProblem::Value));
        assert_eq!(of(Field::Status, Operator::Is, words("open")), Some(ConditionProblem::Value));
        assert_eq!(of(Field::Form, Operator::Is, Value::None), Some(ConditionProblem::NeverNone));
        assert_eq!(of(Field::Group, Operator::Is, Value::None), None);
        assert_eq!(
            of(Field::Subject, Operator::HasText, words(&"é".repeat(1_002))),
            Some(ConditionProblem::TooLong(2))
        );
    }

    #[test]
    fn another_field_keeps_what_fits_to_it() {
        let group = Condition {
            field: Field::Group,
            operator: Operator::IsNot,
            value: Value::Thing(Thing { id: 7, name: "T".into() }),
        };
        let form = group.clone().with_field(Field::Form);
        assert_eq!(
            (form.operator, form.value),
            (Operator::IsNot, Value::Unset),
            "an id means nothing to another field"
        );
        assert_eq!(group.clone().with_field(Field::Tags).operator, Operator::Includes);
        let words = Condition { field: Field::Tags, operator: Operator::NotIncludes, value: Value::Words("a".into()) };
        let subject = words.with_field(Field::Subject);
        assert_eq!((subject.operator, subject.value), (Operator::NotIncludes, Value::Words("a".into())));
        assert_eq!(group.with_operator(Operator::Changed).value, Value::Unset);
    }

    #[test]
    fn one_condition_too_many_is_told_once() {
        let tag = Condition { field: Field::Tags, operator: Operator::Includes, value: Value::Words("a".into()) };
        let conditions = Conditions { all: Vec::new(), any: vec![tag; 52] };
        assert_eq!(conditions.check(), [(List::Any, 50, ConditionProblem::TooMany)]);
    }
}
