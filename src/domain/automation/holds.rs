//! Whether a condition holds on a ticket as it is now, as far as that can be said without an update.

use crate::domain::ticket::{TicketPriority, TicketStatus};

use super::condition::{Condition, Field, Operator, STATUSES, Thing, Value};
use super::sample::Sample;

/// How sure it is that something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// It depends on what the next update of the ticket changes.
    WithUpdate,
}

impl Certainty {
    fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    /// Whether all hold.
    pub(super) fn all(of: &[Self]) -> Self {
        if of.contains(&Self::No) {
            Self::No
        } else if of.contains(&Self::WithUpdate) {
            Self::WithUpdate
        } else {
            Self::Yes
        }
    }

    /// Whether any holds.
    pub(super) fn any(of: &[Self]) -> Self {
        if of.contains(&Self::Yes) {
            Self::Yes
        } else if of.contains(&Self::WithUpdate) {
            Self::WithUpdate
        } else {
            Self::No
        }
    }
}

impl Condition {
    /// Whether it holds on this ticket.
    pub fn holds(&self, sample: &Sample) -> Certainty {
        if self.check().is_some() {
            return Certainty::No;
        }
        let has_value = || Certainty::of(value_of(self.field, sample) == self.value.api());
        match self.operator {
            Operator::Is if self.field == Field::Update => Certainty::WithUpdate,
            Operator::Is => has_value(),
            Operator::IsNot => Certainty::of(has_value() == Certainty::No),
            Operator::LessThan => Certainty::of(self.ranks(sample).is_some_and(|(now, wanted)| now < wanted)),
            Operator::GreaterThan => Certainty::of(self.ranks(sample).is_some_and(|(now, wanted)| now > wanted)),
            Operator::Changed | Operator::NotChanged | Operator::ChangedFrom | Operator::NotChangedFrom => {
                Certainty::WithUpdate
            }
            // Only an update that leaves it so can have made it so.
            Operator::ChangedTo if has_value() == Certainty::No => Certainty::No,
            Operator::NotChangedTo if has_value() == Certainty::No => Certainty::Yes,
            Operator::ChangedTo | Operator::NotChangedTo => Certainty::WithUpdate,
            Operator::Includes => Certainty::of(self.includes(sample)),
            Operator::NotIncludes => Certainty::of(!self.includes(sample)),
            Operator::HasText => Certainty::of(self.has_text(sample)),
            Operator::HasNoText => Certainty::of(!self.has_text(sample)),
        }
    }

    fn ranks(&self, sample: &Sample) -> Option<(usize, usize)> {
        match (self.field, &self.value) {
            (Field::Status, Value::Status(wanted)) => Some((rank(sample.status)?, rank(*wanted)?)),
            (Field::Priority, Value::Priority(wanted)) => Some((weight(sample.priority), weight(Some(*wanted)))),
            (Field::Priority, Value::None) => Some((weight(sample.priority), 0)),
            _ => None,
        }
    }

    fn words(&self) -> String {
        self.value.api().to_lowercase()
    }

    fn includes(&self, sample: &Sample) -> bool {
        let wanted = self.words();
        if self.field == Field::Tags {
            return wanted.split(' ').any(|tag| sample.tags.iter().any(|own| own.to_lowercase() == tag));
        }
        let title = sample.title.to_lowercase();
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let own: Vec<&str> = title.split(|letter| !is_part(letter)).collect();
        // A word with a hyphen or another mark inside is none of the pieces.
        let has = |word: &str| {
            !word.is_empty() && (own.contains(&word) || (!word.chars().all(is_part) && title.contains(word)))
        };
        wanted.split(' ').map(|word| word.trim_matches(|letter| !is_part(letter))).any(has)
    }

    fn has_text(&self, sample: &Sample) -> bool {
        sample.title.to_lowercase().contains(&self.words())
    }
}

/// What the ticket has there, as [`Value::api`] writes it.
fn value_of(field: Field, sample: &Sample) -> String {
    let id = |thing: &Option<Thing>| thing.as_ref().map_or(String::new(), |it| it.id.to_string());
    match field {
        Field::Status => Value::Status(sample.status).api(),
        Field::Priority => sample.priority.map_or(String::new(), |it| it.name().to_owned()),
        Field::Type => sample.kind.map_or(String::new(), |it| it.name().to_owned()),
        Field::Group => id(&sample.group),
        Field::Organization => id(&sample.organization),
        Field::Brand => id(&sample.brand),
        Field::Form => id(&sample.form),
        Field::Tags | Field::Subject | Field::Update => String::new(),
    }
}

fn rank(status: TicketStatus) -> Option<usize> {
    STATUSES.iter().position(|known| *known == status)
}

/// 0 for none, and more the graver.
fn weight(priority: Option<TicketPriority>) -> usize {
    let place = |own| TicketPriority::ALL.iter().rev().position(|known| *known == own);
    priority.and_then(place).map_or(0, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::super::condition::{TicketType, Update};
    use super::super::fixture::sample;
    use super::*;

    fn holds(field: Field, operator: Operator, value: Value) -> Certainty {
        Condition { field, operator, value }.holds(&sample())
    }

    #[test]
    fn what_the_ticket_shows_is_certain() {
        use Certainty::{No, Yes};
        let words = |text: &str| Value::Words(text.into());
        let group = |id| Value::Thing(Thing { id, name: "renamed".into() });
        for (field, operator, value, expected) in [
            (Field::Priority, Operator::Is, Value::Priority(TicketPriority::Urgent), Yes),
            (Field::Priority, Operator::IsNot, Value::None, Yes),
            (Field::Priority, Operator::GreaterThan, Value::Priority(TicketPriority::High), Yes),
            (Field::Priority, Operator::GreaterThan, Value::Priority(TicketPriority::Urgent), No),
            (Field::Priority, Operator::GreaterThan, Value::None, Yes),
            (Field::Status, Operator::LessThan, Value::Status(TicketStatus::Solved), Yes),
            (Field::Status, Operator::LessThan, Value::Status(TicketStatus::Open), No),
            (Field::Type, Operator::Is, Value::Type(TicketType::Question), No),
            (Field::Group, Operator::Is, group(7), Yes),
            (Field::Group, Operator::Is, group(8), No),
            (Field::Organization, Operator::Is, Value::None, Yes),
            (Field::Tags, Operator::Includes, words("VIP other"), Yes),
            (Field::Tags, Operator::NotIncludes, words("vip"), No),
            (Field::Tags, Operator::Includes, words("check"), No),
            (Field::Subject, Operator::Includes, words("down up"), Yes),
            (Field::Subject, Operator::Includes, words("check"), No),
            (Field::Subject, Operator::HasText, words("OUT is"), Yes),
            (Field::Subject, Operator::HasNoText, words("out  is"), No),
            (Field::Subject, Operator::Includes, Value::Unset, No),
        ] {
            assert_eq!(holds(field, operator, value.clone()), expected, "{field:?} {operator:?} {value:?}");
        }
    }

    #[test]
    fn what_an_update_decides_is_said_to_be_so_unless_the_ticket_rules_it_out() {
        let open = || Value::Status(TicketStatus::Open);
        let new = || Value::Status(TicketStatus::New);
        assert_eq!(holds(Field::Update, Operator::Is, Value::Update(Update::Created)), Certainty::WithUpdate);
        assert_eq!(holds(Field::Status, Operator::Changed, Value::Unset), Certainty::WithUpdate);
        assert_eq!(holds(Field::Status, Operator::ChangedTo, open()), Certainty::WithUpdate);
        assert_eq!(holds(Field::Status, Operator::ChangedTo, new()), Certainty::No);
        assert_eq!(holds(Field::Status, Operator::NotChangedTo, new()), Certainty::Yes);
        assert_eq!(holds(Field::Status, Operator::ChangedFrom, new()), Certainty::WithUpdate);
    }
}
