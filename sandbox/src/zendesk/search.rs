//! Zendesk's search language, as far as `GET /api/v2/search.json` is used for tickets and users.

use std::cmp::Ordering;

use serde_json::Value;

use super::model::Ticket;
use super::stamp;
use super::world::World;

const STATUSES: [&str; 6] = ["new", "open", "pending", "hold", "solved", "closed"];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equals,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One condition: a property with an operator, or bare words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    negated: bool,
    property: Option<String>,
    operator: Operator,
    value: String,
}

/// A parsed query.
#[derive(Clone, Debug)]
pub(crate) struct Search(Vec<Term>);

impl Search {
    /// Reads a query such as `type:ticket tags:pagerduty_incident status<solved "late orders"`.
    pub(crate) fn parse(query: &str) -> Self {
        Self(words(query).iter().map(|word| Term::parse(word)).collect())
    }

    /// What the query finds, as records with their `result_type`.
    pub(crate) fn run(&self, world: &World) -> Vec<Value> {
        let wanted = |kind: &str| {
            self.0
                .iter()
                .filter(|term| term.property.as_deref() == Some("type"))
                .all(|term| (term.value == kind) != term.negated)
        };
        let conditions =
            || self.0.iter().filter(|term| !matches!(term.property.as_deref(), Some("type" | "order_by" | "sort")));
        let mut found = Vec::new();
        if wanted("ticket") {
            let mut tickets: Vec<&Ticket> = world
                .tickets
                .values()
                .filter(|ticket| conditions().all(|term| term.finds_ticket(ticket, world) != term.negated))
                .collect();
            tickets.sort_by(|left, right| self.order(left, right));
            found.extend(tickets.into_iter().map(|ticket| with_type(ticket.to_json(), "ticket")));
        }
        if wanted("user") {
            let users = world.users.values().filter(|user| {
                conditions().all(|term| {
                    let hit = match term.property.as_deref() {
                        None => contains(&user.name, &term.value) || contains(&user.email, &term.value),
                        Some("email") => user.email.eq_ignore_ascii_case(&term.value),
                        Some("name") => contains(&user.name, &term.value),
                        Some("role") => user.role.name() == term.value,
                        _ => false,
                    };
                    hit != term.negated
                })
            });
            found.extend(users.map(|user| with_type(user.to_json(), "user")));
        }
        found
    }

    fn order(&self, left: &Ticket, right: &Ticket) -> Ordering {
        let named = |name: &str| {
            self.0.iter().find(|term| term.property.as_deref() == Some(name)).map(|term| term.value.as_str())
        };
        let order = match named("order_by") {
            Some("created_at") => left.created_at.cmp(&right.created_at),
            Some("priority") => {
                rank(&PRIORITIES, left.priority.as_deref()).cmp(&rank(&PRIORITIES, right.priority.as_deref()))
            }
            Some("status") => rank(&STATUSES, Some(&left.status)).cmp(&rank(&STATUSES, Some(&right.status))),
            _ => left.updated_at.cmp(&right.updated_at),
        };
        let order = order.then(left.id.cmp(&right.id));
        if named("sort") == Some("asc") { order } else { order.reverse() }
    }
}

impl Term {
    fn parse(word: &str) -> Self {
        let (negated, word) = word.strip_prefix('-').map_or((false, word), |rest| (true, rest));
        let bare = |value: &str| Self { negated, property: None, operator: Operator::Equals, value: unquoted(value) };
        if word.starts_with('"') {
            return bare(word);
        }
        let Some(at) = word.find([':', '<', '>']) else {
            return bare(word);
        };
        let (property, rest) = word.split_at(at);
        let (operator, value) = [
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("<", Operator::Less),
            (">", Operator::Greater),
            (":", Operator::Equals),
        ]
        .into_iter()
        .find_map(|(sign, operator)| Some((operator, rest.strip_prefix(sign)?)))
        .unwrap_or((Operator::Equals, rest));
        Self { negated, property: Some(property.to_lowercase()), operator, value: unquoted(value) }
    }

    fn finds_ticket(&self, ticket: &Ticket, world: &World) -> bool {
        let value = self.value.as_str();
        let Some(property) = self.property.as_deref() else {
            return ticket.id.to_string() == value
                || contains(&ticket.subject, value)
                || ticket.comments.iter().any(|comment| contains(&comment.body, value));
        };
        match property {
            "tags" if value == "none" => ticket.tags.is_empty(),
            "tags" => value.split([' ', ',']).any(|tag| ticket.tags.iter().any(|on| on == tag)),
            "status" => self.compare(&rank(&STATUSES, Some(&ticket.status)), &rank(&STATUSES, Some(value))),
            "priority" if value == "none" => ticket.priority.is_none(),
            "priority" => self.compare(&rank(&PRIORITIES, ticket.priority.as_deref()), &rank(&PRIORITIES, Some(value))),
            "ticket_type" => ticket.kind.as_deref() == Some(value),
            "subject" => contains(&ticket.subject, value),
            "description" => ticket.comments.first().is_some_and(|comment| contains(&comment.body, value)),
            "external_id" => ticket.external_id.as_deref() == Some(value),
            "requester" => person(world, Some(ticket.requester_id), value),
            "assignee" if value == "none" => ticket.assignee_id.is_none(),
            "assignee" => person(world, ticket.assignee_id, value),
            "group" => ticket
                .group_id
                .and_then(|group| world.groups.get(&group))
                .is_some_and(|group| group.id.to_string() == value || group.name.eq_ignore_ascii_case(value)),
            "organization" => {
                ticket.organization_id.and_then(|id| world.organizations.get(&id)).is_some_and(|organization| {
                    organization.id.to_string() == value || organization.name.eq_ignore_ascii_case(value)
                })
            }
            "created" | "created_at" => self.compare_time(ticket.created_at),
            "updated" | "updated_at" => self.compare_time(ticket.updated_at),
            "fieldvalue" => ticket.custom_fields.iter().any(|(_, held)| holds(held, value)),
            _ => property.strip_prefix("custom_field_").and_then(|id| id.parse().ok()).is_some_and(|field| {
                match (ticket.custom_field(field), value) {
                    (held, "none") => held.is_none_or(Value::is_null),
                    (Some(held), "*") => !held.is_null(),
                    (Some(held), _) => holds(held, value),
                    (None, _) => false,
                }
            }),
        }
    }

    fn compare<T: PartialOrd>(&self, held: &T, asked: &T) -> bool {
        match self.operator {
            Operator::Equals => held == asked,
            Operator::Less => held < asked,
            Operator::LessOrEqual => held <= asked,
            Operator::Greater => held > asked,
            Operator::GreaterOrEqual => held >= asked,
        }
    }

    fn compare_time(&self, held: i64) -> bool {
        let day = format!("{}T00:00:00Z", self.value);
        let Some(asked) = stamp::parse(&self.value).or_else(|| stamp::parse(&day)) else {
            return false;
        };
        match self.operator {
            Operator::Equals => held.div_euclid(stamp::DAY) == asked.div_euclid(stamp::DAY),
            _ => self.compare(&held, &asked),
        }
    }
}

/// Words apart by spaces; quotes hold words together.
fn words(query: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in query.chars() {
        if character == '"' {
            quoted = !quoted;
        }
        if character.is_whitespace() && !quoted {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn unquoted(value: &str) -> String {
    value.trim_matches('"').to_owned()
}

fn contains(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(&words.trim_end_matches('*').to_lowercase())
}

/// Whether the words of `value` stand together in a text field; field search is by whole words.
fn holds(held: &Value, value: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        text.split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (held, asked) = (split(held.as_str().unwrap_or_default()), split(value));
    !asked.is_empty() && held.windows(asked.len()).any(|window| window == asked)
}

fn person(world: &World, id: Option<u64>, value: &str) -> bool {
    id.and_then(|id| world.users.get(&id)).is_some_and(|user| {
        user.id.to_string() == value || user.email.eq_ignore_ascii_case(value) || contains(&user.name, value)
    })
}

fn rank(order: &[&str], value: Option<&str>) -> Option<usize> {
    order.iter().position(|name| Some(*name) == value)
}

fn with_type(mut record: Value, kind: &str) -> Value {
    if let Some(object) = record.as_object_mut() {
        object.insert("result_type".to_owned(), kind.into());
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(query: &str) -> Vec<u64> {
        let requirements = json!({"ticket_fields": {"incidents": {"type": "text", "title": "Incidents"}}});
        let linked = ["PABC123".to_owned(), "QXYZ999".to_owned()];
        let world = super::super::seed::world(&json!({}), &requirements, &linked, 1, 1_795_338_897_000);
        let field = world.link_field().map(|id| id.to_string()).unwrap_or_default();
        let results = Search::parse(&query.replace("FIELD", &field)).run(&world);
        results.iter().filter_map(|result| result.get("id")?.as_u64()).collect()
    }

    #[test]
    fn tags_and_status_narrow_the_queue() {
        assert_eq!(found("type:ticket tags:pagerduty_incident status<solved"), [48_213, 48_215]);
        assert_eq!(found("type:ticket tags:pagerduty_incident status:closed"), [0_u64; 0]);
        assert_eq!(found("type:ticket tags:pagerduty_incident -subject:slow"), [48_213]);
    }

    #[test]
    fn a_custom_field_is_searched_by_whole_words() {
        assert_eq!(found("type:ticket custom_field_FIELD:qxyz999"), [48_215]);
        assert_eq!(found("type:ticket fieldvalue:PABC123"), [48_215]);
        assert_eq!(found("type:ticket custom_field_FIELD:PABC"), [0_u64; 0]);
        assert!(found("type:ticket custom_field_FIELD:none").contains(&48_260));
    }

    #[test]
    fn words_are_looked_for_in_subject_and_comments() {
        assert_eq!(found("type:ticket \"order list takes\""), [48_215]);
        assert_eq!(found("48214"), [48_214]);
    }
}
