//! Services, escalation policies and users, found by a part of their name.

use crate::domain::id::{EscalationPolicyId, ServiceId, UserId, is_id};
use crate::domain::incident::Named;
use crate::domain::timeline::Page;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE, without_repeats};
use super::closeness::{Closeness, Wanted};
use super::incident_reader::named;

/// As many as a list of suggestions can use; who sees too many types on.
const SUGGESTIONS: usize = 25;

/// The same for a page of PagerDuty's.
const FIRST_PAGE: u32 = 25;

/// How many pages are looked through for the thing that has the very name that was typed. Five hundred hold nearly every
/// search; who needs more types on.
const MOST_PAGES: u32 = 5;

impl<T: Transport> Api<T> {
    /// The services whose name contains `query`, those that it names or begins first; those that are disabled take no incident
    /// and are left out. PagerDuty REST: `GET /services`.
    pub async fn services(&self, query: &str) -> Result<Page<Named<ServiceId>>, Failure> {
        let request = Request::new(Method::Get, "/services").query("sort_by", "name");
        let found = self.look_up(List { name: "services", request, has_name_filter: true }, query).await?;
        Ok(identified(found, ServiceId::parse))
    }

    /// The escalation policies whose name contains `query`, those that it names or begins first.
    /// PagerDuty REST: `GET /escalation_policies`.
    pub async fn escalation_policies(&self, query: &str) -> Result<Page<Named<EscalationPolicyId>>, Failure> {
        let request = Request::new(Method::Get, "/escalation_policies").query("sort_by", "name");
        let found = self.look_up(List { name: "escalation_policies", request, has_name_filter: false }, query).await?;
        Ok(identified(found, EscalationPolicyId::parse))
    }

    /// The users whose name or address contains `query`, those whom it names first. PagerDuty REST: `GET /users`.
    pub async fn users(&self, query: &str) -> Result<Page<Named<UserId>>, Failure> {
        let request = Request::new(Method::Get, "/users");
        let found = self.look_up(List { name: "users", request, has_name_filter: false }, query).await?;
        Ok(identified(found, UserId::parse))
    }

    /// Looks through as many pages as it takes to find what `query` names, and gives the nearest.
    async fn look_up(&self, list: List, query: &str) -> Result<Page<Named<String>>, Failure> {
        let Some(wanted) = Wanted::new(query, self.fold()) else {
            let page = self.page(list.request, list.name, FIRST_PAGE, 0, item).await?;
            return Ok(Page { items: page.items.into_iter().flatten().collect(), more: page.more });
        };
        let searched = list.request.clone().query("query", query.trim());
        let mut found: Vec<Named<String>> = Vec::new();
        let mut more = true;
        for number in 0..MOST_PAGES {
            let page = self.page(searched.clone(), list.name, LARGEST_PAGE, number * LARGEST_PAGE, item).await?;
            found.extend(page.items.into_iter().flatten());
            more = page.more;
            if !more || is_found(&wanted, &found) {
                break;
            }
        }
        if more && list.has_name_filter && !found.iter().any(|it| wanted.closeness(&it.name) == Closeness::Whole) {
            let named = list.request.query("name", query.trim());
            found.extend(self.page(named, list.name, FIRST_PAGE, 0, item).await?.items.into_iter().flatten());
        }
        without_repeats(&mut found, |it| it.id.clone());
        found.sort_by_cached_key(|it| wanted.closeness(&it.name));
        more |= found.len() > SUGGESTIONS;
        found.truncate(SUGGESTIONS);
        Ok(Page { items: found, more })
    }
}

/// A list of PagerDuty's that can be searched.
struct List {
    /// Its name in the answer.
    name: &'static str,
    /// The request for all of it.
    request: Request,
    /// Whether `name` finds the one with exactly this name, however many others contain it.
    has_name_filter: bool,
}

/// Whether what was typed has been found, together with what begins with it: in a list by name that follows at once.
fn is_found(wanted: &Wanted, found: &[Named<String>]) -> bool {
    let whole = found.iter().any(|it| wanted.closeness(&it.name) == Closeness::Whole);
    whole && found.last().is_some_and(|last| wanted.closeness(&last.name) > Closeness::Beginning)
}

/// Reads an item; `None` for a service that is disabled, a state that only services have.
fn item(place: &Json<'_>) -> Result<Option<Named<String>>, Failure> {
    let item = named(place, |id| is_id(id).then(|| id.to_owned())).ok_or_else(|| place.at("id").malformed())?;
    Ok((place.at("status").text_or_empty() != "disabled").then_some(item))
}

/// The same with ids that say what they are of.
fn identified<I>(page: Page<Named<String>>, parse: fn(&str) -> Option<I>) -> Page<Named<I>> {
    let known = |it: Named<String>| Some(Named { id: parse(&it.id)?, name: it.name });
    Page { items: page.items.into_iter().filter_map(known).collect(), more: page.more }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;

    #[test]
    fn services_are_searched_by_name_without_the_disabled_ones() {
        let services = [
            json!({ "id": "PSVC001", "name": "Checkout", "summary": "Checkout", "status": "active" }),
            json!({ "id": "PSVC002", "name": "Old", "status": "disabled" }),
            json!({ "id": "PSVC003", "summary": "Search", "status": "maintenance" }),
        ];
        let line = Line::answering(200, &json!({ "services": services, "more": false }));
        let page = now(line.api().services(" check & out ")).unwrap();
        let names: Vec<_> = page.items.iter().map(|service| service.name.as_str()).collect();
        assert_eq!((names, page.more), (vec!["Checkout", "Search"], false));
        let url = "https://api.pagerduty.com/services?sort_by=name&query=check%20%26%20out&limit=100&offset=0";
        assert_eq!(line.only().url, url);
    }

    #[test]
    fn nothing_typed_asks_for_the_first_ones() {
        let line = Line::answering(200, &json!({ "users": [], "escalation_policies": [] }));
        now(line.api().users("  ")).unwrap();
        now(line.api().escalation_policies("")).unwrap();
        let urls: Vec<_> = line.requests().into_iter().map(|request| request.url).collect();
        let expected = [
            "https://api.pagerduty.com/users?limit=25&offset=0",
            "https://api.pagerduty.com/escalation_policies?sort_by=name&limit=25&offset=0",
        ];
        assert_eq!(urls, expected);
    }

    #[test]
    fn an_id_that_could_leave_its_path_names_the_place() {
        let line = Line::answering(200, &json!({ "users": [{ "id": "P1" }, { "id": "../x", "name": "Eve" }] }));
        assert_eq!(now(line.api().users("")), Err(Failure::Malformed { path: "users[1].id".into() }));
    }

    fn page_of(names: &[&str], more: bool) -> serde_json::Value {
        let services: Vec<_> = names
            .iter()
            .map(
                |name| json!({ "id": name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "x"), "name": name }),
            )
            .collect();
        json!({ "services": services, "more": more })
    }

    fn queries(line: &Line) -> Vec<String> {
        let query = |request: Request| request.url.split_once('?').unwrap().1.replace("sort_by=name&", "");
        line.requests().into_iter().map(query).collect()
    }

    fn names_of(page: &Page<Named<ServiceId>>) -> Vec<&str> {
        page.items.iter().map(|service| service.name.as_str()).collect()
    }

    #[test]
    fn pages_are_read_until_the_typed_name_and_what_begins_with_it_were_there() {
        let line = Line::answering(200, &page_of(&["Bookledger", "eu-west ledger"], true))
            .then(200, &page_of(&["Ledger", "ledger-api"], true))
            .then(200, &page_of(&["ledger-cache", "us-east ledger"], true));
        let page = now(line.api().services("ledger")).unwrap();
        let expected = ["Ledger", "ledger-api", "ledger-cache", "eu-west ledger", "us-east ledger", "Bookledger"];
        assert_eq!((names_of(&page), page.more), (expected.to_vec(), true));
        let expected = [0, 100, 200].map(|offset| format!("query=ledger&limit=100&offset={offset}"));
        assert_eq!(queries(&line), expected);
    }

    #[test]
    fn a_service_beyond_all_pages_is_asked_for_by_its_name() {
        let mut line = Line::default();
        for number in 0..MOST_PAGES {
            line = line.then(200, &page_of(&[&format!("a {number} Search")], true));
        }
        let line = line.then(200, &page_of(&["Search"], false));
        let page = now(line.api().services("Search")).unwrap();
        assert_eq!((names_of(&page).first(), page.items.len(), page.more), (Some(&"Search"), 6, true));
        assert_eq!(queries(&line).last().unwrap(), "name=Search&limit=25&offset=0");
    }

    #[test]
    fn what_repeats_or_is_too_much_is_left_out_and_the_nearest_stays() {
        let many: Vec<String> = (0..60).map(|number| format!("{number} pay")).collect();
        let mut names: Vec<&str> = many.iter().map(String::as_str).collect();
        names.extend(["0 pay", "Pay"]);
        let line = Line::answering(200, &page_of(&names, false));
        let page = now(line.api().services("pay")).unwrap();
        assert_eq!((names_of(&page).first(), page.items.len(), page.more), (Some(&"Pay"), SUGGESTIONS, true));
    }

    #[test]
    fn letters_beyond_ascii_are_compared_by_what_the_api_was_given() {
        let line = Line::answering(200, &page_of(&["a über", "Über"], false));
        let first = |page: Page<Named<ServiceId>>| page.items[0].name.clone();
        assert_eq!(now(line.api().services("über")).map(first), Ok("a über".into()));
        assert_eq!(now(line.api().comparing_by(str::to_lowercase).services("über")).map(first), Ok("Über".into()));
    }

    #[test]
    fn a_page_that_fails_fails_the_search() {
        let line = Line::answering(200, &page_of(&["a search"], true)).then(500, &json!({}));
        assert_eq!(now(line.api().services("Search")).map(|_| ()), Err(Failure::Broken { status: 500 }));
    }
}
