//! The conditions of a rule, which are Zendesk's own: a field, an operator, a value.
//!
//! Names and operators: Zendesk, "Conditions reference" of the Ticketing API.

pub use super::value::{STATUSES, Thing, TicketType, Update, Value, status_name};

/// The longest text of a condition, in characters.
const LONGEST_TEXT: usize = 1_000;

/// The most conditions of one list.
const MOST: usize = 50;

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Where the ticket stands.
    Status,
    /// How grave it is.
    Priority,
    /// Question, incident, problem or task.
    Type,
    /// The group that has it.
    Group,
    /// The requester's organization.
    Organization,
    /// The brand under which it came in.
    Brand,
    /// The form on which it was filled in.
    Form,
    /// Its tags.
    Tags,
    /// Words of its subject.
    Subject,
    /// Whether it was created or changed just now.
    Update,
}

impl Field {
    /// Every field, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Priority,
        Self::Status,
        Self::Group,
        Self::Tags,
        Self::Form,
        Self::Type,
        Self::Organization,
        Self::Brand,
        Self::Subject,
        Self::Update,
    ];

    /// Its name in Zendesk's API and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Type => "type",
            Self::Group => "group_id",
            Self::Organization => "organization_id",
            Self::Brand => "brand_id",
            Self::Form => "ticket_form_id",
            Self::Tags => "current_tags",
            Self::Subject => "subject_includes_word",
            Self::Update => "update_type",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What can be asked of it; the first is what a new condition asks.
    pub fn operators(self) -> &'static [Operator] {
        use Operator::{
            Changed, ChangedFrom, ChangedTo, GreaterThan, HasNoText, HasText, Includes, Is, IsNot, LessThan,
            NotChanged, NotChangedFrom, NotChangedTo, NotIncludes,
        };
        match self {
            Self::Status | Self::Priority => &[
                Is,
                IsNot,
                LessThan,
                GreaterThan,
                Changed,
                ChangedTo,
                ChangedFrom,
                NotChanged,
                NotChangedTo,
                NotChangedFrom,
            ],
            Self::Type | Self::Group | Self::Organization | Self::Brand | Self::Form => {
                &[Is, IsNot, Changed, ChangedTo, ChangedFrom, NotChanged, NotChangedTo, NotChangedFrom]
            }
            Self::Tags => &[Includes, NotIncludes],
            Self::Subject => &[Includes, NotIncludes, HasText, HasNoText],
            Self::Update => &[Is],
        }
    }

    /// What its values are.
    pub fn kind(self) -> Kind {
        match self {
            Self::Status => Kind::Status,
            Self::Priority => Kind::Priority,
            Self::Type => Kind::Type,
            Self::Group | Self::Organization | Self::Brand | Self::Form => Kind::Thing,
            Self::Tags => Kind::Tags,
            Self::Subject => Kind::Text,
            Self::Update => Kind::Update,
        }
    }

    /// Whether a ticket can lack it, so that "none" is a value. Every ticket has a brand and a form.
    pub fn can_be_none(self) -> bool {
        matches!(self, Self::Priority | Self::Type | Self::Group | Self::Organization)
    }
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// [`Value::Status`]
    Status,
    /// [`Value::Priority`]
    Priority,
    /// [`Value::Type`]
    Type,
    /// [`Value::Thing`]
    Thing,
    /// [`Value::Words`], each word a tag.
    Tags,
    /// [`Value::Words`]
    Text,
    /// [`Value::Update`]
    Update,
}

/// What is asked of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// It is this.
    Is,
    /// It is something else.
    IsNot,
    /// It comes before this, in the order of statuses or priorities.
    LessThan,
    /// It comes after this.
    GreaterThan,
    /// The update changed it.
    Changed,
    /// The update did not change it.
    NotChanged,
    /// The update made it this.
    ChangedTo,
    /// The update did not make it this.
    NotChangedTo,
    /// It was this before the update changed it.
    ChangedFrom,
    /// It was not this, or was not changed.
    NotChangedFrom,
    /// At least one of these words or tags is there.
    Includes,
    /// None of these words or tags is there.
    NotIncludes,
    /// The text stands there as a whole.
    HasText,
    /// The text does not stand there.
    HasNoText,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 14] = [
        Self::Is,
        Self::IsNot,
        Self::LessThan,
        Self::GreaterThan,
        Self::Changed,
        Self::NotChanged,
        Self::ChangedTo,
        Self::NotChangedTo,
        Self::ChangedFrom,
        Self::NotChangedFrom,
        Self::Includes,
        Self::NotIncludes,
        Self::HasText,
        Self::HasNoText,
    ];

    /// Its name in Zendesk's API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Is | Self::HasText => "is",
            Self::IsNot | Self::HasNoText => "is_not",
            Self::LessThan => "less_than",
            Self::GreaterThan => "greater_than",
            Self::Changed => "changed",
            Self::NotChanged => "not_changed",
            Self::ChangedTo => "value",
            Self::NotChangedTo => "not_value",
            Self::ChangedFrom => "value_previous",
            Self::NotChangedFrom => "not_value_previous",
            Self::Includes => "includes",
            Self::NotIncludes => "not_includes",
        }
    }

    /// The operator of that name of a field; the same name can mean different things.
    pub fn named(name: &str, field: Field) -> Option<Self> {
        field.operators().iter().copied().find(|operator| operator.name() == name)
    }

    /// Whether it needs a value.
    pub fn takes_value(self) -> bool {
        !matches!(self, Self::Changed | Self::NotChanged)
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
    fn names_are_read_back() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
            for operator in field.operators() {
                assert_eq!(Operator::named(operator.name(), field), Some(*operator), "{field:?}");
            }
        }
        assert_eq!(Operator::named("is", Field::Subject), Some(Operator::HasText));
        assert_eq!(Operator::named("less_than", Field::Group), None);
    }

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
