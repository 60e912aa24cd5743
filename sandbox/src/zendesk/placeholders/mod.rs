//! Placeholders: `{{ticket.title}}` and the Liquid around them, as triggers fill them in.
//!
//! What comes in is put in as it is. Nothing is escaped for JSON, so a quotation mark in a subject breaks a body that does not
//! guard against it; that is Zendesk's manner, and the reason why templates have to.
//!
//! Source: support.zendesk.com, "Zendesk Support placeholders reference" and "Using Liquid markup to customize the formatting
//! and placement of text in comments and email notifications". Filters that Liquid does not know are passed over by Zendesk, and
//! refused here: a template must not rely on one.

mod filters;
mod objects;
#[cfg(test)]
mod tests;
mod values;

use std::sync::LazyLock;

use liquid::{Parser, ParserBuilder};

use super::model::{Ticket, User};
use super::world::World;

/// What placeholders are filled with: a ticket as it is at the moment, and whoever changes it.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) world: &'a World,
    pub(crate) ticket: &'a Ticket,
    pub(crate) actor: Option<&'a User>,
}

static PARSER: LazyLock<Option<Parser>> = LazyLock::new(|| {
    ParserBuilder::with_stdlib()
        .filter(filters::Split)
        .filter(filters::Replace)
        .filter(filters::ReplaceFirst)
        .filter(filters::StripNewlines)
        .filter(filters::NewlineToBr)
        .build()
        .ok()
});

/// Whether a template is Liquid at all; the error is the sentence that Zendesk begins with "Liquid syntax error".
pub(crate) fn check(template: &str) -> Result<(), String> {
    let parser = PARSER.as_ref().ok_or("Liquid syntax error: no parser")?;
    parser.parse(template).map(drop).map_err(|failure| {
        let words = failure.to_string();
        let first = words.lines().find(|line| line.contains("error") || line.contains('=')).unwrap_or_default();
        format!("Liquid syntax error: {}", first.trim_start_matches("liquid:").trim_matches([' ', '=']))
    })
}

/// A template with its placeholders filled in. A failure while it runs stands in the text, as Liquid writes it.
pub(crate) fn render(template: &str, scope: Scope<'_>) -> String {
    let Some(Ok(parsed)) = PARSER.as_ref().map(|parser| parser.parse(template)) else {
        return template.to_owned();
    };
    parsed.render(&objects::all(scope)).unwrap_or_else(|_| "Liquid error: internal".to_owned())
}
