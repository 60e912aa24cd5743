//! Groups, organizations, brands and forms by name, and tickets by their words: what administrators choose from.

use crate::domain::automation::Field;
use crate::domain::automation::condition::Thing;
use crate::domain::id::TicketId;
use crate::domain::search::{Fold, Words};
use crate::domain::timeline::Page;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::triggers::next;

/// As many as a list of suggestions can use; who sees too many types on.
const SUGGESTIONS: usize = 25;

/// How many pages of a hundred are looked through: Zendesk cannot search groups, brands and forms by name.
const MOST_PAGES: u32 = 10;

/// Zendesk suggests organizations only for as much as this.
const SHORTEST: usize = 2;

impl<T: Transport> Api<T> {
    /// The groups, organizations, brands or forms whose name holds every word of `query`, by name; the first ones when nothing was
    /// typed. Zendesk: `GET /api/v2/groups`, `…/brands`, `…/ticket_forms`, and for organizations, of which there may be very many,
    /// `…/organizations/autocomplete`, which knows only beginnings.
    pub async fn things(&self, field: Field, query: &str, fold: Fold) -> Result<Page<Thing>, Failure> {
        let none = Page { items: Vec::new(), more: false };
        let (path, list) = match field {
            Field::Group => ("groups", "groups"),
            Field::Brand => ("brands", "brands"),
            Field::Form => ("ticket_forms", "ticket_forms"),
            Field::Organization if query.trim().chars().count() < SHORTEST => return Ok(Page { more: true, ..none }),
            Field::Organization => ("organizations/autocomplete", "organizations"),
            Field::Status | Field::Priority | Field::Type | Field::Tags | Field::Subject | Field::Update => {
                return Ok(none);
            }
        };
        let request = Request::new(Method::Get, format!("/api/v2/{path}.json"));
        if field == Field::Organization {
            let body = self.ask(request.query("name", query.trim())).await?;
            return Ok(suggestions(named(&Json::root(&body), list)?, false));
        }
        let words = Words::of(query, fold);
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut request = request.clone().query("page[size]", "100");
            if let Some(after) = &after {
                request = request.query("page[after]", after);
            }
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            found.extend(named(&root, list)?.into_iter().filter(|thing| words.are_in(&thing.name)));
            after = next(&root);
            if after.is_none() {
                break;
            }
        }
        Ok(suggestions(found, after.is_some()))
    }

    /// The subject of a ticket. Zendesk: `GET /api/v2/tickets/{id}`.
    pub async fn subject(&self, id: TicketId) -> Result<String, Failure> {
        let body = self.ask(Request::new(Method::Get, format!("/api/v2/tickets/{id}.json"))).await?;
        let root = Json::root(&body);
        let ticket = root.at("ticket");
        ticket.at("id").number()?;
        Ok(ticket.at("subject").text_or_empty().to_owned())
    }

    /// Tickets with their subjects, the latest first: those that hold these words, or any. Zendesk: `GET /api/v2/search`.
    pub async fn find_tickets(&self, words: &str) -> Result<Page<(TicketId, String)>, Failure> {
        // What stands in quotation marks is text and no operator of the search.
        let words: Vec<_> = words.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', ""))).collect();
        let request = Request::new(Method::Get, "/api/v2/search.json")
            .query("query", format!("type:ticket {}", words.join(" ")).trim())
            .query("sort_by", "updated_at")
            .query("sort_order", "desc")
            .query("per_page", &SUGGESTIONS.to_string());
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let read =
            |place: &Json<'_>| Ok((TicketId(place.at("id").number()?), place.at("subject").text_or_empty().to_owned()));
        let items = root.at("results").items()?.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Page { items, more: root.maybe("next_page").is_some() })
    }
}

fn named(root: &Json<'_>, list: &str) -> Result<Vec<Thing>, Failure> {
    let read = |place: &Json<'_>| {
        Ok(Thing { id: place.at("id").number()?, name: place.at("name").text_or_empty().to_owned() })
    };
    root.at(list).items()?.iter().map(read).collect()
}

fn suggestions(mut found: Vec<Thing>, more: bool) -> Page<Thing> {
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let more = more || found.len() > SUGGESTIONS;
    found.truncate(SUGGESTIONS);
    Page { items: found, more }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::super::fixture::{Line, now};
    use super::*;

    fn of(list: &str, names: &[&str], after: &Value) -> Value {
        let things: Vec<_> = names.iter().enumerate().map(|(id, name)| json!({ "id": id, "name": name })).collect();
        json!({ list: things, "meta": { "has_more": !after.is_null(), "after_cursor": after } })
    }

    fn names(page: &Page<Thing>) -> Vec<&str> {
        page.items.iter().map(|thing| thing.name.as_str()).collect()
    }

    #[test]
    fn groups_brands_and_forms_are_looked_through_page_by_page() {
        let line = Line::answering(200, &of("groups", &["Tier 2", "Sales"], &json!("c")))
            .then(200, &of("groups", &["tier 1"], &Value::Null))
            .then(200, &of("ticket_forms", &["B", "A"], &Value::Null));
        let page = now(line.api().things(Field::Group, "TIER ", str::to_lowercase)).unwrap();
        assert_eq!((names(&page), page.more), (vec!["Tier 2", "tier 1"], false));
        assert_eq!(names(&now(line.api().things(Field::Form, "", str::to_lowercase)).unwrap()), ["A", "B"]);
        let expected = [
            "/api/v2/groups.json?page%5Bsize%5D=100",
            "/api/v2/groups.json?page%5Bsize%5D=100&page%5Bafter%5D=c",
            "/api/v2/ticket_forms.json?page%5Bsize%5D=100",
        ];
        assert_eq!(line.urls(), expected);
    }

    #[test]
    fn organizations_are_suggested_for_two_letters_and_more() {
        let line = Line::answering(200, &of("organizations", &["Brightside"], &Value::Null));
        let page = now(line.api().things(Field::Organization, " b", str::to_lowercase)).unwrap();
        assert_eq!((names(&page).len(), page.more, line.urls().len()), (0, true, 0));
        let page = now(line.api().things(Field::Organization, "br & co", str::to_lowercase)).unwrap();
        assert_eq!(names(&page), ["Brightside"]);
        assert_eq!(line.urls(), ["/api/v2/organizations/autocomplete.json?name=br%20%26%20co"]);
    }

    #[test]
    fn too_many_are_cut() {
        let many: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let line = Line::answering(200, &of("brands", &many, &Value::Null));
        let page = now(line.api().things(Field::Brand, "", str::to_lowercase)).unwrap();
        assert_eq!((page.items.len(), page.more), (SUGGESTIONS, true));
    }

    #[test]
    fn tickets_are_found_by_words_that_are_no_operators() {
        let line = Line::answering(200, &json!({ "results": [{ "id": 5, "subject": "<b>" }], "next_page": null }))
            .then(200, &json!({ "ticket": { "id": 7, "subject": "S" } }));
        let page = now(line.api().find_tickets("status:solved \"x\"")).unwrap();
        assert_eq!((page.items, page.more), (vec![(TicketId(5), "<b>".to_owned())], false));
        assert_eq!(now(line.api().subject(TicketId(7))), Ok("S".into()));
        let expected = [
            "/api/v2/search.json?query=type%3Aticket%20%22status%3Asolved%22%20%22x%22&sort_by=updated_at&sort_order=desc&per_page=25",
            "/api/v2/tickets/7.json",
        ];
        assert_eq!(line.urls(), expected);
    }
}
