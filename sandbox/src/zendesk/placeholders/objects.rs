//! The objects that placeholders name.

use serde_json::Value;

use super::super::model::{ACCOUNT, Comment, Organization, SUBDOMAIN, Ticket, User};
use super::super::stamp::{long_date, spoken, stamp};
use super::super::world::World;
use super::Scope;
use super::values::Members;

/// The line that stands between comments where they are written one below the other.
const RULE: &str = "----------------------------------------------";

/// Everything that can be named: `ticket`, `current_user`, `account` and `satisfaction`, the last one empty.
pub(super) fn all(scope: Scope<'_>) -> Members {
    let mut all = Members::default();
    all.members("ticket", ticket(scope));
    if let Some(actor) = scope.actor {
        all.members("current_user", user(scope.world, actor));
    }
    let mut account = Members::default();
    account.text("name", ACCOUNT);
    account.text("subdomain", SUBDOMAIN);
    all.members("account", account);
    all
}

fn ticket(scope: Scope<'_>) -> Members {
    let Scope { world, ticket, .. } = scope;
    let path = format!("{SUBDOMAIN}.zendesk.com/agent/tickets/{}", ticket.id);
    let mut out = Members::default();
    out.number("id", ticket.id);
    out.text("title", &ticket.subject);
    out.text("account", ACCOUNT);
    out.text("url", &path);
    out.text("link", format!("https://{path}"));
    out.text("external_id", ticket.external_id.clone().unwrap_or_default());
    out.text("via", via(&ticket.channel));
    out.text("status", word(&ticket.status));
    out.text("priority", ticket.priority.as_deref().map(word).unwrap_or_default());
    out.text("ticket_type", ticket.kind.as_deref().map(word).unwrap_or_default());
    out.text("tags", ticket.tags.join(" "));
    out.text("encoded_id", format!("{:0>12}", ticket.id));
    out.text("created_at", long_date(ticket.created_at));
    out.text("created_at_with_timestamp", stamp(ticket.created_at));
    out.text("updated_at", long_date(ticket.updated_at));
    out.text("updated_at_with_timestamp", stamp(ticket.updated_at));
    out.text("description", ticket.comments.first().map(|comment| comment.body.clone()).unwrap_or_default());
    comments(&mut out, world, ticket);
    if let Some(group) = ticket.group_id.and_then(|group| world.groups.get(&group)) {
        let mut members = Members::default();
        members.number("id", group.id);
        members.text("name", &group.name);
        out.members("group", members);
    }
    for (name, id) in [
        ("requester", Some(ticket.requester_id)),
        ("assignee", ticket.assignee_id),
        ("submitter", Some(ticket.submitter_id())),
    ] {
        if let Some(found) = id.and_then(|id| world.users.get(&id)) {
            out.members(name, user(world, found));
        }
    }
    if let Some(found) = ticket.organization_id.and_then(|id| world.organizations.get(&id)) {
        out.members("organization", organization(found));
    }
    out.text("ticket_form", world.forms.get(&ticket.form_id).map(|form| form.name.clone()).unwrap_or_default());
    let mut brand = Members::default();
    if let Some(found) = world.brands.get(&ticket.brand_id) {
        brand.number("id", found.id);
        brand.text("name", &found.name);
    }
    out.members("brand", brand);
    for (field, value) in &ticket.custom_fields {
        out.text(&format!("ticket_field_{field}"), plain(value));
        out.text(&format!("ticket_field_option_title_{field}"), plain(value));
    }
    out
}

fn comments(out: &mut Members, world: &World, ticket: &Ticket) {
    let latest = ticket.comments.last();
    let latest_public = ticket.comments.iter().rev().find(|comment| comment.public);
    for (name, comment) in [("latest_comment", latest), ("latest_public_comment", latest_public)] {
        if let Some(comment) = comment {
            out.text(name, &comment.body);
            out.text(&format!("{name}_formatted"), formatted(world, comment));
        }
    }
    let newest_first = |public_only: bool| {
        let shown = ticket.comments.iter().rev().filter(|comment| comment.public || !public_only);
        shown.map(|comment| formatted(world, comment)).collect::<Vec<_>>().join("\n\n")
    };
    out.text("comments_formatted", newest_first(false));
    out.text("public_comments_formatted", newest_first(true));
}

fn formatted(world: &World, comment: &Comment) -> String {
    let author = world.users.get(&comment.author_id).map(|user| user.name.as_str()).unwrap_or_default();
    format!("{RULE}\n\n{author}, {}\n\n{}", spoken(comment.created_at), comment.body)
}

fn user(world: &World, user: &User) -> Members {
    let mut out = Members::default();
    let (first, last) = user.name.split_once(' ').unwrap_or((&user.name, ""));
    out.number("id", user.id);
    out.text("name", &user.name);
    out.text("first_name", first);
    out.text("last_name", last);
    out.text("email", &user.email);
    out.text("language", &user.locale);
    out.text("locale", &user.locale);
    out.text("time_zone", &user.time_zone);
    out.text("role", word(user.role.name()));
    if let Some(found) = user.organization_id.and_then(|id| world.organizations.get(&id)) {
        out.members("organization", organization(found));
    }
    out
}

fn organization(organization: &Organization) -> Members {
    let mut out = Members::default();
    out.number("id", organization.id);
    out.text("name", &organization.name);
    out
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A status, priority or type as agents read it: `open` is `Open`, `hold` is `On-hold`.
fn word(value: &str) -> String {
    if value == "hold" {
        return "On-hold".to_owned();
    }
    let mut letters = value.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The channel as agents read it.
fn via(channel: &str) -> &str {
    match channel {
        "web" => "Web form",
        "email" => "Mail",
        "api" => "Web service",
        "chat" => "Chat",
        other => other,
    }
}
