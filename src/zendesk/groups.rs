//! Groups of agents. Zendesk: "Groups" and "Group Memberships".

use crate::domain::staff::{Group, Groups};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

/// As many on a page as Zendesk gives.
const PAGE: &str = "100";

/// So many pages are read. Zendesk asks accounts to stay within two thousand groups; this is five.
const MOST_PAGES: usize = 50;

impl<T: Transport> Api<T> {
    /// Every group of the account, without those that were deleted. Zendesk: `GET /api/v2/groups`, by cursor.
    pub async fn groups(&self) -> Result<Groups, Failure> {
        self.all_groups("/api/v2/groups.json").await
    }

    /// The groups that an agent is in. Zendesk: `GET /api/v2/users/{user_id}/groups`, by cursor.
    pub async fn groups_of(&self, user: u64) -> Result<Groups, Failure> {
        self.all_groups(&format!("/api/v2/users/{user}/groups.json")).await
    }

    /// How many agents are in a group. Zendesk: `GET /api/v2/groups/{group_id}/memberships`; paged by offset the answer counts them.
    pub async fn group_size(&self, group: u64) -> Result<u64, Failure> {
        let request = Request::new(Method::Get, format!("/api/v2/groups/{group}/memberships.json"));
        Json::root(&self.ask(request.query("per_page", "1")).await?).at("count").number()
    }

    async fn all_groups(&self, address: &str) -> Result<Groups, Failure> {
        let mut groups = Groups::default();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let request = Request::new(Method::Get, address).query("page[size]", PAGE);
            let request = match &after {
                Some(after) => request.query("page[after]", after),
                None => request,
            };
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            for place in root.at("groups").items()? {
                let group =
                    Group { id: place.at("id").number()?, name: place.at("name").text_or_empty().trim().to_owned() };
                // Pages move while they are read.
                if !place.at("deleted").is_true() && groups.get(group.id).is_none() {
                    groups.list.push(group);
                }
            }
            let meta = root.at("meta");
            let next = meta.at("after_cursor").text_or_empty();
            // Without a cursor there is no way on, whatever the answer says.
            if !meta.at("has_more").is_true() || next.is_empty() {
                groups.complete = !meta.at("has_more").is_true();
                return Ok(groups);
            }
            after = Some(next.to_owned());
        }
        Ok(groups)
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::needless_pass_by_value,
        reason = "a test may stop at the first surprise, and is short"
    )]

    use std::cell::RefCell;

    use serde_json::{Value, json};

    use super::*;
    use crate::http::Response;
    use crate::zendesk::fixture::now;

    /// Asks with `ask` where each request gets the next answer, the last one again and again; and what was asked.
    fn answered<R>(answers: &[Value], ask: impl AsyncFn(&dyn Fn(Request) -> Response) -> R) -> (R, Vec<String>) {
        let urls = RefCell::new(Vec::new());
        let line = |request: Request| {
            let mut urls = urls.borrow_mut();
            let body = answers[urls.len().min(answers.len() - 1)].to_string();
            urls.push(request.url);
            Response { status: 200, retry_after: None, body }
        };
        let told = now(ask(&line));
        (told, urls.into_inner())
    }

    fn page(groups: &Value, more: bool, after: &Value) -> Value {
        json!({ "groups": groups, "meta": { "has_more": more, "after_cursor": after } })
    }

    fn names(groups: &Groups) -> Vec<(u64, &str)> {
        groups.list.iter().map(|group| (group.id, group.name.as_str())).collect()
    }

    #[test]
    fn pages_are_followed_to_the_end_and_deleted_groups_left_out() {
        let first = json!([{ "id": 1, "name": " Tier 1 " }, { "id": 2, "name": "Old", "deleted": true }]);
        let second = json!([{ "id": 1, "name": "Tier 1" }, { "id": 3, "name": "<b>Büro</b>", "deleted": false }]);
        let answers = [page(&first, true, &json!("a=&b")), page(&second, false, &json!("c"))];
        let (groups, urls) =
            answered(&answers, async |line| Api::new(async |request: Request| Ok(line(request))).groups().await);
        let groups = groups.unwrap();
        assert_eq!(names(&groups), [(1, "Tier 1"), (3, "<b>Büro</b>")]);
        assert!(groups.complete);
        assert_eq!(
            urls,
            [
                "/api/v2/groups.json?page%5Bsize%5D=100",
                "/api/v2/groups.json?page%5Bsize%5D=100&page%5Bafter%5D=a%3D%26b"
            ]
        );
    }

    #[test]
    fn a_list_that_ends_early_or_never_is_not_complete() {
        let one = json!([{ "id": 1, "name": "Tier 1" }]);
        let ask = |answer: Value| {
            answered(&[answer], async |line| Api::new(async |request: Request| Ok(line(request))).groups_of(7).await)
        };
        let (lost, urls) = ask(page(&one, true, &Value::Null));
        assert!(!lost.unwrap().complete);
        assert_eq!(urls, ["/api/v2/users/7/groups.json?page%5Bsize%5D=100"]);
        let (endless, urls) = ask(page(&one, true, &json!("again")));
        let endless = endless.unwrap();
        assert_eq!((endless.complete, endless.list.len(), urls.len()), (false, 1, MOST_PAGES));
    }

    #[test]
    fn a_page_that_is_missing_is_a_failure_and_not_the_end() {
        let first = page(&json!([{ "id": 1, "name": "Tier 1" }]), true, &json!("next"));
        let (lost, _) = answered(&[first, json!({ "error": "x" })], async |line| {
            Api::new(async |request: Request| Ok(line(request))).groups().await
        });
        assert_eq!(lost, Err(Failure::Malformed { path: "groups".into() }));
    }

    #[test]
    fn the_size_of_a_group_is_counted_by_zendesk() {
        let (size, urls) = answered(&[json!({ "group_memberships": [{}], "count": 42 })], async |line| {
            Api::new(async |request: Request| Ok(line(request))).group_size(360_001).await
        });
        assert_eq!((size, urls), (Ok(42), vec!["/api/v2/groups/360001/memberships.json?per_page=1".to_owned()]));
    }

    #[test]
    fn a_broken_answer_names_its_place() {
        let (broken, _) = answered(&[json!({ "groups": [{ "name": "x" }] })], async |line| {
            Api::new(async |request: Request| Ok(line(request))).groups().await
        });
        assert_eq!(broken, Err(Failure::Malformed { path: "groups[0].id".into() }));
    }
}
