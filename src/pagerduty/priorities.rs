//! The account's priorities.

use crate::domain::incident::Priority;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE};
use super::incident_reader::priority_at;

impl<T: Transport> Api<T> {
    /// The account's priorities, gravest first; none when the account does not use them. PagerDuty REST: `GET /priorities`.
    pub async fn priorities(&self) -> Result<Vec<Priority>, Failure> {
        let request = Request::new(Method::Get, "/priorities");
        match self.page(request, "priorities", LARGEST_PAGE, 0, read).await {
            Ok(page) => Ok(page.items),
            Err(Failure::PaymentRequired | Failure::NotFound) => Ok(Vec::new()),
            Err(failure) => Err(failure),
        }
    }
}

fn read(place: &Json<'_>) -> Result<Priority, Failure> {
    priority_at(place).ok_or_else(|| place.at("id").malformed())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;

    #[test]
    fn the_accounts_order_stays() {
        let priorities = [
            json!({ "id": "PPRI001", "name": "P1", "color": "a8171c" }),
            json!({ "id": "PPRI002", "summary": "P2", "color": "#eb6016" }),
            json!({ "id": "PPRI003", "name": "P3" }),
        ];
        let line = Line::answering(200, &json!({ "priorities": priorities }));
        let read = now(line.api().priorities()).unwrap();
        let seen: Vec<_> = read.iter().map(|it| (it.name.as_str(), it.color.as_deref())).collect();
        assert_eq!(seen, [("P1", Some("a8171c")), ("P2", None), ("P3", None)]);
        assert_eq!(line.only().url, "https://api.pagerduty.com/priorities?limit=100&offset=0");
    }

    #[test]
    fn an_account_without_priorities_has_none() {
        for status in [402, 404] {
            assert_eq!(now(Line::answering(status, &json!({})).api().priorities()), Ok(Vec::new()));
        }
        assert_eq!(now(Line::answering(401, &json!({})).api().priorities()), Err(Failure::Unauthorized));
    }
}
