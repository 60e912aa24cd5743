//! `automation`: the rules by which tickets open, acknowledge and resolve incidents.

use serde_json::Value;

use crate::domain::automation::Automation;
use crate::domain::configuration::Problem;
use crate::http::json::Json;

use super::wrong;

/// Reads the section; null when there is none. An unreadable one is an error, and then there are no rules.
pub(super) fn read(at: &Json<'_>) -> Result<Automation, Problem> {
    if at.value().is_null() || at.value().is_object() { Ok(Automation::default()) } else { Err(wrong(at)) }
}

/// Writes the section; `before` is what it was, whose unknown members stay. Nothing when there is nothing to say.
pub(super) fn write(_automation: &Automation, before: Option<&Value>) -> Option<Value> {
    before.filter(|section| section.is_object()).cloned()
}
