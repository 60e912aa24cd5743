//! Values that placeholders read: whatever is not there is nothing, however deep it is asked for.
//!
//! Liquid in Zendesk never fails over an unknown name, while the library does; these views never say that a name is unknown.

use std::collections::BTreeMap;
use std::fmt;

use liquid_core::model::{DisplayCow, KStringCow, State};
use liquid_core::{ObjectView, Value, ValueView};

/// One value: text, or an object with members.
#[derive(Debug)]
pub(super) enum Node {
    Text(Value),
    Members(Members),
}

/// An object; a member that it lacks is [`Absent`].
#[derive(Debug, Default)]
pub(super) struct Members(BTreeMap<String, Node>);

/// Nothing, and everything inside of it is nothing too.
#[derive(Debug)]
struct Absent;

impl Members {
    pub(super) fn text(&mut self, name: &str, text: impl Into<String>) {
        self.0.insert(name.to_owned(), Node::Text(Value::scalar(text.into())));
    }

    pub(super) fn number(&mut self, name: &str, number: u64) {
        // Ids stay far below what an i64 holds.
        self.0.insert(name.to_owned(), Node::Text(Value::scalar(i64::try_from(number).unwrap_or(i64::MAX))));
    }

    pub(super) fn members(&mut self, name: &str, members: Members) {
        self.0.insert(name.to_owned(), Node::Members(members));
    }

    fn find(&self, name: &str) -> &dyn ValueView {
        match self.0.get(name) {
            Some(Node::Text(value)) => value,
            Some(Node::Members(members)) => members,
            None => &Absent,
        }
    }

    fn names(&self) -> impl Iterator<Item = (&String, &dyn ValueView)> {
        self.0.iter().map(|(name, node)| {
            let view: &dyn ValueView = match node {
                Node::Text(value) => value,
                Node::Members(members) => members,
            };
            (name, view)
        })
    }
}

impl ValueView for Members {
    fn as_debug(&self) -> &dyn fmt::Debug {
        self
    }

    fn render(&self) -> DisplayCow<'_> {
        DisplayCow::Owned(Box::new(""))
    }

    fn source(&self) -> DisplayCow<'_> {
        DisplayCow::Owned(Box::new(""))
    }

    fn type_name(&self) -> &'static str {
        "object"
    }

    fn query_state(&self, state: State) -> bool {
        match state {
            State::Truthy => true,
            State::DefaultValue | State::Empty | State::Blank => self.0.is_empty(),
        }
    }

    fn to_kstr(&self) -> KStringCow<'_> {
        KStringCow::from_static("")
    }

    fn to_value(&self) -> Value {
        Value::Object(self.names().map(|(name, view)| (name.clone().into(), view.to_value())).collect())
    }

    fn as_object(&self) -> Option<&dyn ObjectView> {
        Some(self)
    }
}

impl ObjectView for Members {
    fn as_value(&self) -> &dyn ValueView {
        self
    }

    fn size(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    fn keys<'k>(&'k self) -> Box<dyn Iterator<Item = KStringCow<'k>> + 'k> {
        Box::new(self.0.keys().map(|name| KStringCow::from_ref(name)))
    }

    fn values<'k>(&'k self) -> Box<dyn Iterator<Item = &'k dyn ValueView> + 'k> {
        Box::new(self.names().map(|(_, view)| view))
    }

    fn iter<'k>(&'k self) -> Box<dyn Iterator<Item = (KStringCow<'k>, &'k dyn ValueView)> + 'k> {
        Box::new(self.names().map(|(name, view)| (KStringCow::from_ref(name), view)))
    }

    /// Every name is here; those that nobody gave a value are nothing.
    fn contains_key(&self, _name: &str) -> bool {
        true
    }

    fn get<'s>(&'s self, name: &str) -> Option<&'s dyn ValueView> {
        Some(self.find(name))
    }
}

impl ValueView for Absent {
    fn as_debug(&self) -> &dyn fmt::Debug {
        self
    }

    fn render(&self) -> DisplayCow<'_> {
        DisplayCow::Owned(Box::new(""))
    }

    fn source(&self) -> DisplayCow<'_> {
        DisplayCow::Owned(Box::new("nil"))
    }

    fn type_name(&self) -> &'static str {
        "nil"
    }

    fn query_state(&self, state: State) -> bool {
        match state {
            State::Truthy => false,
            State::DefaultValue | State::Empty | State::Blank => true,
        }
    }

    fn to_kstr(&self) -> KStringCow<'_> {
        KStringCow::from_static("")
    }

    fn to_value(&self) -> Value {
        Value::Nil
    }

    fn as_object(&self) -> Option<&dyn ObjectView> {
        Some(self)
    }

    fn is_nil(&self) -> bool {
        true
    }
}

impl ObjectView for Absent {
    fn as_value(&self) -> &dyn ValueView {
        self
    }

    fn size(&self) -> i64 {
        0
    }

    fn keys<'k>(&'k self) -> Box<dyn Iterator<Item = KStringCow<'k>> + 'k> {
        Box::new(std::iter::empty())
    }

    fn values<'k>(&'k self) -> Box<dyn Iterator<Item = &'k dyn ValueView> + 'k> {
        Box::new(std::iter::empty())
    }

    fn iter<'k>(&'k self) -> Box<dyn Iterator<Item = (KStringCow<'k>, &'k dyn ValueView)> + 'k> {
        Box::new(std::iter::empty())
    }

    fn contains_key(&self, _name: &str) -> bool {
        true
    }

    fn get<'s>(&'s self, _name: &str) -> Option<&'s dyn ValueView> {
        Some(self)
    }
}
